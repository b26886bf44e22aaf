"""Comparison of a folder with its base: a git revision, another folder, or an archive.

``check --against`` and ``diff`` use it. See docs/check.md, "What was recorded stays".
"""

from pactstate.compare.base_folder import Base, Gone, gone_folder, gone_folders, names_folder, read_base
from pactstate.compare.folders import Comparison
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
