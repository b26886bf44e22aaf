"""The plug-in of the mutation run for the processes that pytest-xdist starts."""

from mutation.run import FewerExamples

_plugin = FewerExamples()
pytest_collection_modifyitems = _plugin.pytest_collection_modifyitems
