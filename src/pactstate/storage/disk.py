"""Finding and opening files in a folder that a stranger may have filled.

Regular files only, no links followed, bounded reads; what cannot be read is named. Rule: safety.md.

The files may stand on a disk or in a revision: whoever reads them asks a :class:`Store`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from pactstate.smallyaml.limits import Limits

__all__ = [
    "DISK",
    "FOLDER_NAME",
    "FolderError",
    "Store",
    "UnreadableError",
    "find_files",
    "in_order",
    "is_source_file",
    "is_wanted",
    "read_bytes",
    "shown_name",
    "system_name",
]

FOLDER_NAME: Final = "agreements"
"""Name of the folders that are looked for where none is given."""
SUFFIXES = (".yaml", ".yml")


class FolderError(OSError):
    """A folder that cannot be used at all: missing, unreadable, or without a file to read."""


class UnreadableError(OSError):
    """A file that cannot be read, with the reason in words."""

    def __init__(self, reason: str, rule: str = "unreadable-file") -> None:
        super().__init__(reason)
        self.reason = reason
        self.rule = rule


class Store(Protocol):
    """Where files are, named by the paths that they have, or would have, on the disk."""

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[Path]:
        """As :func:`find_files`."""
        ...

    def read_bytes(self, path: Path, limits: Limits) -> bytes:
        """As :func:`read_bytes`."""
        ...

    def has(self, path: Path) -> bool:
        """Whether there is anything at a path: a file, a folder, or a link that leads nowhere."""
        ...


def find_files(folder: Path, limits: Limits, *, needed: bool = True) -> list[Path]:
    """The YAML files of a folder and its subfolders, in the order of their names.

    Hidden files and folders are passed over. Links, also to folders, are listed (reading one is refused) and never
    followed. Raises :class:`FolderError` if the folder is missing, unreadable, reached by a link that a stranger may
    have put there, holds none although one is ``needed``, or holds more than the limit.
    """
    link = link_on_the_way(folder)
    if link:
        raise FolderError(f"{link} is a link, and links are not followed: name the folder that it leads to")
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except FileNotFoundError:
        raise FolderError(f"no such folder: {folder}") from None
    except (OSError, ValueError) as error:
        raise FolderError(f"cannot read folder {folder}: {_reason(error)}") from None
    if not is_folder:
        raise FolderError(f"not a folder: {folder}")
    found: list[Path] = []
    for path in _walk(folder):
        found.append(path)
        if len(found) > limits.files:
            raise FolderError(f"more than {limits.files:,} files in {folder}")
    if needed and not found:
        raise FolderError(f"no agreement files (*.yaml) in {folder}")
    return in_order(found)


def link_on_the_way(path: Path) -> Path | None:
    """The first link among a path and the folders above it, as far as they lie in the working directory.

    What lies elsewhere is not a stranger's, but for what is named itself.
    """
    try:
        here = Path.cwd()
    except OSError:  # it has been deleted meanwhile
        return path if os.path.islink(path) else None
    way = Path(os.path.abspath(path))
    above = [parent for parent in way.parents if parent != here and parent.is_relative_to(here)]
    return next((part for part in (*reversed(above), way) if part != here and os.path.islink(part)), None)


def in_order(paths: Iterable[Path]) -> list[Path]:
    """The paths of files in the order of their names, the same in any locale."""
    return sorted(paths, key=lambda path: shown_name(path.as_posix()).split("/"))


def is_wanted(name: str) -> bool:
    """Whether a file of that name is one of ours, going by its ending."""
    return name.lower().endswith(SUFFIXES)


def shown_name(path: str) -> str:
    """A path as it is shown and sorted, the same in any locale: names are UTF-8, as far as they are text at all.

    One that has been shown before stays as it is.
    """
    try:
        return os.fsencode(path).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path


def system_name(shown: str) -> str:
    """The path of a file whose name has been shown, as this system opens it."""
    return os.fsdecode(shown.encode("utf-8", "surrogateescape"))


def _walk(folder: Path) -> Iterator[Path]:
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if is_wanted(entry.name) or (entry.is_symlink() and _leads_to_folder(entry)):
                        yield here / entry.name
                    elif entry.is_dir(follow_symlinks=False):
                        pending.append(here / entry.name)
        except OSError as error:
            raise FolderError(f"cannot read folder {here}: {_reason(error)}") from None


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return True


def is_source_file(path: Path, folder: Path) -> bool:
    """Whether a file of the folder holds shared sources: ``sources.yaml``, or anything under ``sources/``."""
    parts = path.parts[len(folder.parts) :]
    return parts[0] == "sources" if len(parts) > 1 else path.stem == "sources"


def read_bytes(path: Path, limits: Limits) -> bytes:
    """The bytes of a regular file. Raises :class:`UnreadableError`, also for a file over the limit."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableError(f"cannot be read: it is {_KINDS.get(stat.S_IFMT(mode), 'no regular file')}")
        # Between lstat and open the file may be swapped for a link or a pipe: neither is followed, neither blocks.
        descriptor = os.open(path, _FLAGS)
        try:
            known = os.fstat(descriptor)
            if not stat.S_ISREG(known.st_mode):
                raise UnreadableError("cannot be read: it is no regular file")
            # To ask for as much as is allowed would make room for as much, file by file; and it may grow meanwhile.
            data = os.read(descriptor, min(known.st_size, limits.file_bytes) + 1)
            while len(data) <= limits.file_bytes and (more := os.read(descriptor, _PIECE)):
                data += more
        finally:
            os.close(descriptor)
    except UnreadableError:
        raise
    except OSError as error:
        raise UnreadableError(f"cannot be read: {_reason(error)}") from None
    if len(data) > limits.file_bytes:
        raise UnreadableError(f"larger than {limits.file_bytes:,} bytes", rule="limit-exceeded")
    return data


class _Disk:
    """The files of the system."""

    find_files = staticmethod(find_files)
    read_bytes = staticmethod(read_bytes)
    has = staticmethod(os.path.lexists)


DISK: Final[Store] = _Disk()
"""This system's files."""

_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_PIECE: Final = 16 * 1024

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link, and links are not followed",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def _reason(error: OSError | ValueError) -> str:
    return ((error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__).lower()
