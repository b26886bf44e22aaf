"""Files of a tar archive, as ``git archive`` makes one: regular members only, and none is unpacked. See SECURITY.md."""

from __future__ import annotations

import os
import posixpath
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Final, Self

from pactstate.storage.disk import is_wanted
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME
from pactstate.storage.snapshot import Member, RevisionError, Snapshot

__all__ = ["opened"]

_MAX_MEMBERS: Final = 10 * DEFAULT.files
_MAX_PATH: Final = 4_096
"""Characters of a path, as on Linux."""
_MAX_HEADER: Final = 2 * _MAX_PATH
"""Bytes of a header that extends another one, as for a long path."""
_EXTENDING: Final = frozenset(
    {
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
    }
)
# Exceptions that tarfile raises for forged headers.
_FAULTS: Final = (tarfile.TarError, OSError, ValueError, OverflowError, MemoryError, RecursionError)


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Snapshot]:
    """Open an archive as the store for a folder; the folder in it with the most similar path takes its place.

    Raises:
        RevisionError: The file is not a plain tar archive, or two folders in it are equally similar.
    """
    place = Path(os.path.abspath(folder))
    with _archive(path) as archive:
        members = dict(_members(archive, path))
        yield Snapshot(members, place, _folder_like(place, members, path))


class _SmallHeader(tarfile.TarInfo):
    """Header of a member, refused if tarfile would read much more for it: its search takes quadratic time."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the header in a block of an archive."""
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENDING and header.size > _MAX_HEADER:
            raise tarfile.ReadError("a header is too long")
        return header


def _archive(path: Path) -> tarfile.TarFile:
    if not path.is_file():  # opening a pipe would wait for its writer
        raise RevisionError(f"{path} is neither a folder nor a file")
    try:
        return tarfile.open(path, "r:", tarinfo=_SmallHeader)
    except OSError as error:
        raise RevisionError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None
    except _FAULTS:
        raise RevisionError(f"{path} is not a tar archive (a compressed one must be unpacked first)") from None


def _members(archive: tarfile.TarFile, path: Path) -> Iterator[tuple[str, Member]]:
    last = -1
    for _ in range(_MAX_MEMBERS):
        member = _next(archive, path)
        if member is None:
            _expect_end(archive, path)
            return
        if member.offset <= last or member.size < 0:
            # A forged length leads back to an earlier member, and the loop would not end.
            raise RevisionError(f"{path} is not a sound tar archive")
        last = member.offset
        if len(member.name) > _MAX_PATH:
            raise RevisionError(f"a path in {path} has more than {_MAX_PATH:,} characters")
        name = posixpath.normpath(member.name)
        if not member.isdir() and not name.startswith(("/", "../")):
            refused = "" if member.isfile() else "it is no regular file"
            yield name, Member(partial(_read, archive, member, path), member.size, refused)
    raise RevisionError(f"more than {_MAX_MEMBERS:,} files in {path}")


def _next(archive: tarfile.TarFile, path: Path) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except _FAULTS:
        raise RevisionError(f"{path} is not a sound tar archive") from None


def _expect_end(archive: tarfile.TarFile, path: Path) -> None:
    """Refuse an archive without the end mark, since tarfile accepts one that is cut between two members."""
    assert archive.fileobj is not None  # noqa: S101 - for the type checker
    archive.fileobj.seek(archive.offset)
    if archive.fileobj.read(tarfile.BLOCKSIZE) != bytes(tarfile.BLOCKSIZE):
        raise RevisionError(f"{path} is cut short")


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> bytes:
    try:
        file = archive.extractfile(member)
        data = file.read() if file else b""
    except _FAULTS:
        data = b""
    if len(data) != member.size:
        raise RevisionError(f"{path} is cut short")
    return data


def _folder_like(place: Path, members: dict[str, Member], path: Path) -> str:
    """Return the folder of agreements in an archive whose path has the longest end in common with the place."""
    best = 0
    like: list[str] = []
    for folders in {name.rpartition("/")[0] for name in members if is_wanted(name)}:
        parts = folders.split("/")
        for depth in range(1, len(parts) + 1):
            likeness = _common_end(parts[:depth], place.parts) if parts[depth - 1] == place.name else 0
            if likeness and likeness >= best:
                # Two are enough to refuse the archive.
                like = sorted({*(like if likeness == best else ()), "/".join(parts[:depth])})[:2]
                best = likeness
    if not like:
        return _prefix(members)
    if len(like) > 1:
        raise RevisionError(f"{path} has two folders like {place.name}: {like[0]} and {like[1]}")
    return like[0]


def _common_end(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the number of parts with which both paths end."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _prefix(names: Iterable[str]) -> str:
    """Return the folder that holds all files, as ``git archive --prefix`` makes one; none of agreements, nor in one."""
    common = posixpath.commonpath([posixpath.dirname(name) for name in names] or [""])
    return "/".join(takewhile(lambda part: part != FOLDER_NAME, common.split("/")))
