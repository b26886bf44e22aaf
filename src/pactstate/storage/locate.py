"""Folders of agreements on the disk: which one a path means, and whether two paths mean the same one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pactstate.storage.disk import FolderError, link_on_the_way
from pactstate.storage.limits import DEFAULT

__all__ = [
    "FOLDER_NAME",
    "as_spelled",
    "enclosing_folder",
    "folders_below",
    "identity",
    "is_read_with",
    "may_hold_folders",
    "nearest_folder",
    "packaged_folder",
]

FOLDER_NAME: Final = "agreements"
"""Name of a folder of agreements where no other folder is named."""


def nearest_folder(start: Path | None = None) -> Path | None:
    """Return the nearest folder named ``agreements`` in a folder or above it; None if there is none.

    Without ``start``, the search begins in the working directory.
    """
    try:
        start = Path.cwd() if start is None else start
    except OSError:  # the working directory has been deleted
        return None
    for folder in (start, *start.parents):
        candidate = folder if folder.name == FOLDER_NAME else folder / FOLDER_NAME
        if candidate.is_dir():
            return candidate
    return None


def packaged_folder() -> Path:
    """Return the folder of the agreements that come with the package; in a source tree, that of the tree."""
    package = Path(__file__).parent.parent
    packaged, tree = package / "data" / FOLDER_NAME, package.parent.parent / FOLDER_NAME
    return tree if tree.is_dir() and not packaged.is_dir() else packaged


def enclosing_folder(path: Path, *, is_folder: bool) -> Path:
    """Return the folder of agreements that a folder or a file belongs to; paths are absolute.

    That is the nearest folder named ``agreements`` at or above the path. A file without one belongs to the nearest
    folder that holds sources, else to the folder that it is in; a folder without one is a folder of agreements itself.
    The search ends at the root of the git repository.
    """
    above = list(_within_repository(path if is_folder else path.parent))
    for folder in above:
        if folder.name == FOLDER_NAME:
            return folder
    if is_folder:
        return path
    for folder in above:
        if (folder / "sources.yaml").exists() or (folder / "sources").is_dir():
            return folder
    return path.parent


def may_hold_folders(path: Path) -> bool:
    """Return whether a path is a folder that neither is a folder of agreements nor lies in one."""
    absolute = Path(os.path.abspath(path))
    return path.is_dir() and not any(folder.name == FOLDER_NAME for folder in _within_repository(absolute))


def folders_below(path: Path) -> list[Path]:
    """Return the folders of agreements below a folder, in the order of their names; hidden folders are skipped.

    Raises:
        FolderError: The folder is reached by a link, cannot be read, or holds more than 20,000 folders.
    """
    link = link_on_the_way(path)
    if link:
        raise FolderError(f"{link} is a link, and links are not followed: name the folder that it leads to")
    found: list[Path] = []
    for number, (here, folders, _) in enumerate(os.walk(path, onerror=_refuse_unreadable)):
        if number > DEFAULT.files:
            raise FolderError(f"more than {DEFAULT.files:,} folders in {path}: name the folder of agreements")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if FOLDER_NAME in folders:
            folders.remove(FOLDER_NAME)
            found.append(Path(here) / FOLDER_NAME)
    return found


def _refuse_unreadable(error: OSError) -> None:
    raise FolderError(f"cannot read folder {error.filename}: {(error.strerror or str(error)).lower()}")


def identity(folder: Path) -> tuple[int, int] | str:
    """Return the device and inode of a folder, which are the same for every spelling; its path if it is unreadable."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return str(folder)
    return status.st_dev, status.st_ino


def is_read_with(folder: Path, others: Iterable[Path]) -> bool:
    """Return whether a folder lies below one of the others, with no hidden folder between, so that both are read."""
    absolute = Path(os.path.realpath(folder))
    identities = {identity(other) for other in others}
    for here in absolute.parents:
        if absolute.parts[len(here.parts)].startswith("."):
            return False
        if identity(here) in identities:
            return True
    return False


def as_spelled(folder: Path, path: Path) -> Path:
    """Return an absolute folder in the way in which the user has spelled a path: relative or absolute."""
    if folder == Path(os.path.abspath(path)):
        return path
    return folder if path.is_absolute() else Path(os.path.relpath(folder))


def _within_repository(folder: Path) -> Iterator[Path]:
    for here in (folder, *folder.parents):
        yield here
        if os.path.lexists(here / ".git"):
            return
