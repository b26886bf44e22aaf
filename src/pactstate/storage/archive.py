"""The files of a tar archive, as ``git archive`` makes them.

Regular members only, none of which is unpacked. Rule: safety.md.
"""

from __future__ import annotations

import os
import posixpath
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Final

from pactstate.smallyaml.limits import DEFAULT
from pactstate.storage.disk import FOLDER_NAME, is_wanted
from pactstate.storage.snapshot import Member, RevisionError, Snapshot
from pactstate.text.escape import visible

__all__ = ["opened"]

_MOST: Final = 10 * DEFAULT.files
"""So many members are looked at."""
# What the parser of the standard library raises for forged headers.
_FAULTS: Final = (tarfile.TarError, OSError, ValueError, OverflowError, MemoryError, RecursionError)


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Snapshot]:
    """The archive as though it stood where a folder stands: the folder in it whose name is most like this one's.

    Raises :class:`RevisionError` for a file that is not a plain tar archive, and where two folders are equally like.
    """
    place = Path(os.path.abspath(folder))
    with _archive(path) as archive:
        members = dict(_members(archive, path))
        yield Snapshot(members, place, _folder_like(place, members, path))


def _archive(path: Path) -> tarfile.TarFile:
    shown = visible(str(path))
    if not path.is_file():  # a pipe would be waited for
        raise RevisionError(f"{shown} is neither a folder nor a file")
    try:
        return tarfile.open(path, "r:")
    except OSError as error:
        raise RevisionError(f"cannot read {shown}: {(error.strerror or str(error)).lower()}") from None
    except _FAULTS:
        raise RevisionError(f"{shown} is not a tar archive (a compressed one must be unpacked first)") from None


def _members(archive: tarfile.TarFile, path: Path) -> Iterator[tuple[str, Member]]:
    last = -1
    for _ in range(_MOST):
        member = _next(archive, path)
        if member is None:
            _expect_end(archive, path)
            return
        if member.offset <= last or member.size < 0:
            # A forged length would lead back to where it has been already, and round for ever.
            raise RevisionError(f"{visible(str(path))} is not a sound tar archive")
        last = member.offset
        name = posixpath.normpath(member.name)
        if not member.isdir() and not name.startswith(("/", "../")):
            refused = "" if member.isfile() else "it is no regular file"
            yield name, Member(partial(_read, archive, member, path), member.size, refused)
    raise RevisionError(f"more than {_MOST:,} files in {visible(str(path))}")


def _next(archive: tarfile.TarFile, path: Path) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except _FAULTS:
        raise RevisionError(f"{visible(str(path))} is not a sound tar archive") from None


def _expect_end(archive: tarfile.TarFile, path: Path) -> None:
    """Refuse an archive without the mark of its end: the parser takes one that is cut between two members for whole."""
    assert archive.fileobj is not None  # noqa: S101 - for the type checker
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise RevisionError(f"{visible(str(path))} is cut short")


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> bytes:
    try:
        file = archive.extractfile(member)
        data = file.read() if file else b""
    except _FAULTS:
        data = b""
    if len(data) != member.size:
        raise RevisionError(f"{visible(str(path))} is cut short")
    return data


def _folder_like(place: Path, members: dict[str, Member], path: Path) -> str:
    """The folder of agreements in an archive: that with the longest end of its path in common with the place."""
    wanted = place.parts[::-1]
    folders = {folder for name in members if is_wanted(name) for folder in _above(name)}

    def likeness(folder: str) -> int:
        pairs = zip(folder.split("/")[::-1], wanted, strict=False)
        return next((number for number, (one, other) in enumerate(pairs) if one != other), folder.count("/") + 1)

    best = max(map(likeness, folders), default=0)
    if not best:
        return _prefix(members)
    like = sorted(folder for folder in folders if likeness(folder) == best)
    if len(like) > 1:
        told = f"{visible(like[0])} and {visible(like[1])}"
        raise RevisionError(f"{visible(str(path))} has two folders like {visible(place.name)}: {told}")
    return like[0]


def _prefix(names: Iterable[str]) -> str:
    """The folder in which everything stands, as git's ``--prefix`` makes one; not one of agreements, nor within one."""
    common = posixpath.commonpath([posixpath.dirname(name) for name in names] or [""])
    return "/".join(takewhile(lambda part: part != FOLDER_NAME, common.split("/")))


def _above(name: str) -> Iterator[str]:
    parts = name.split("/")[:-1]
    yield from ("/".join(parts[: depth + 1]) for depth in range(len(parts)))
