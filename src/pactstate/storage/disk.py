"""Files of a folder that a stranger may have filled: regular files only, no links followed, bounded reads.

Files may be on the disk or in a git revision, so a function that reads them takes a :class:`Store`. See SECURITY.md.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from pactstate.errors import PactstateError
from pactstate.storage.limits import Limits

__all__ = [
    "DISK",
    "FolderError",
    "Store",
    "UnreadableError",
    "find_files",
    "in_order",
    "is_source_file",
    "is_wanted",
    "read_bytes",
    "shown_name",
    "stem_of",
    "system_name",
]

SUFFIXES: Final = (".yaml", ".yml")
"""Endings of the files that are read."""


class FolderError(PactstateError, OSError):
    """The folder cannot be used: it is missing or unreadable, or it has no file to read."""


class UnreadableError(OSError):
    """The file cannot be read. ``reason`` says why; ``rule`` is the rule that reports it."""

    def __init__(self, reason: str, rule: str = "unreadable-file") -> None:
        super().__init__(reason)
        self.reason = reason
        self.rule = rule


class Store(Protocol):
    """Place that files are read from, by the paths that they have, or would have, on the disk."""

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[str]:
        """Return the YAML files of a folder, as :func:`find_files` does."""
        ...

    def read_bytes(self, path: str | Path, limits: Limits) -> bytes:
        """Return the bytes of a file, as :func:`read_bytes` does."""
        ...

    def has(self, path: Path) -> bool:
        """Return whether there is anything at a path: a file, a folder, or a broken link."""
        ...


def find_files(folder: Path, limits: Limits, *, needed: bool = True) -> list[str]:
    """Return the YAML files of a folder and its subfolders, in the order of their names.

    Each is a path from the folder, with slashes: a Path object would take as long to make as its file to open.

    Hidden files and folders are skipped. Links, also to folders, are listed but never followed; reading one is refused.

    Raises:
        FolderError: The folder is missing or unreadable, lies behind a link in the working directory, has more files
            than the limit allows, or has none although one is ``needed``.
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
    found: list[str] = []
    for inner in _walk(folder):
        found.append(inner)
        if len(found) > limits.files:
            raise FolderError(f"more than {limits.files:,} files in {folder}")
    if needed and not found:
        raise FolderError(f"no agreement files (*.yaml) in {folder}")
    return in_order(found)


def link_on_the_way(path: Path) -> Path | None:
    """Return the first link among a path and the folders above it that lie in the working directory.

    A stranger may have changed files in the working directory, but not the folders above it. The path itself counts
    wherever it is.
    """
    try:
        here = Path.cwd()
    except OSError:  # the working directory has been deleted
        return path if os.path.islink(path) else None
    whole, above = os.path.abspath(path), f"{str(here).rstrip(os.sep)}{os.sep}"
    # Comparisons of Path objects would take several times as long, and an import writes thousands of files.
    is_inside = os.path.normcase(whole).startswith(os.path.normcase(above))
    ends = [end for end in range(len(above), len(whole)) if whole[end] == os.sep] if is_inside else []
    return next((Path(whole[:end]) for end in (*ends, len(whole)) if os.path.islink(whole[:end])), None)


def in_order(paths: Iterable[str]) -> list[str]:
    """Return paths of files, with slashes, in the order of their names, the same in every locale."""
    return sorted(paths, key=lambda path: shown_name(path).split("/"))


def is_wanted(name: str) -> bool:
    """Return whether a file of that name is read, by its ending."""
    return name.lower().endswith(SUFFIXES)


def shown_name(path: str) -> str:
    """Return a path as it is shown and sorted, the same in every locale.

    Names are decoded as UTF-8; other bytes become lone surrogates. The result of this function stays as it is.
    """
    if path.isascii():  # the same in every locale
        return path
    try:
        return os.fsencode(path).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path


def system_name(shown: str) -> str:
    """Return the path that opens a file, given the result of :func:`shown_name`.

    >>> system_name(shown_name("agreements/jp-ph-raa.yaml"))
    'agreements/jp-ph-raa.yaml'
    """
    return os.fsdecode(shown.encode("utf-8", "surrogateescape"))


def stem_of(shown: str) -> str:
    """Return the name of a file without its folders and its ending, given its path as shown.

    >>> stem_of("agreements/jp-ph-raa.yaml")
    'jp-ph-raa'
    """
    return shown.replace(os.sep, "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _walk(folder: Path) -> Iterator[str]:
    pending = [""]
    """Paths of folders from the first one, each with a slash behind it."""
    while pending:
        above = pending.pop()
        try:
            with os.scandir(folder / above) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if is_wanted(entry.name) or (entry.is_symlink() and _leads_to_folder(entry)):
                        yield above + entry.name
                    elif entry.is_dir(follow_symlinks=False):
                        pending.append(f"{above}{entry.name}/")
        except OSError as error:
            raise FolderError(f"cannot read folder {folder / above}: {_reason(error)}") from None


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return True


def is_source_file(inner: str) -> bool:
    """Return whether a file holds shared sources, given its path from the folder, with slashes.

    >>> [is_source_file(inner) for inner in ("sources.yaml", "sources/press.yaml", "jp-ph-raa.yaml")]
    [True, True, False]
    """
    top, slash, _ = inner.partition("/")
    return (top if slash else stem_of(top)) == "sources"


def read_bytes(path: str | Path, limits: Limits) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        UnreadableError: The file is missing, unreadable, not regular, or larger than the limit.
    """
    try:
        mode = os.lstat(path).st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableError(f"cannot be read: it is {_KINDS.get(stat.S_IFMT(mode), 'no regular file')}")
        # The file may be replaced between lstat and open: the flags follow no link, and do not wait for a pipe.
        descriptor = os.open(path, _FLAGS)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableError("cannot be read: it is no regular file")
            # os.read allocates as much as it is asked for, so ask for the size of the file. The file may still grow.
            data = os.read(descriptor, min(status.st_size, limits.file_bytes) + 1)
            while len(data) <= limits.file_bytes and (more := os.read(descriptor, _BLOCK_SIZE)):
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
    """Store of the files on the disk."""

    find_files = staticmethod(find_files)
    read_bytes = staticmethod(read_bytes)
    has = staticmethod(os.path.lexists)


DISK: Final[Store] = _Disk()
"""Store of the files on the disk."""

_FLAGS: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_BLOCK_SIZE: Final = 16 * 1024

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
