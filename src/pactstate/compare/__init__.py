"""What a folder of agreements is held against: the same folder at a git revision, in another place, or in an archive.

Rule: interface.md, ``check --against`` and ``diff``.
"""

from pactstate.compare.base import Base, Gone, gone_folder, gone_folders, names_folder, read_base
from pactstate.compare.comparison import Comparison
from pactstate.storage.snapshot import RevisionError

__all__ = [
    "Base",
    "Comparison",
    "Gone",
    "RevisionError",
    "gone_folder",
    "gone_folders",
    "names_folder",
    "read_base",
]
