"""A target that takes a tar archive: whole, cut short, or forged by whoever knows the format."""

from __future__ import annotations

import atexit
import os
import tarfile
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from hypothesis import strategies as st

from pactstate.storage import archive
from pactstate.storage.disk import FolderError, UnreadableError
from pactstate.storage.limits import DEFAULT
from pactstate.storage.snapshot import RevisionError, Snapshot

__all__ = ["archives", "tars"]

_BLOCK: Final = tarfile.BLOCKSIZE
_PLACE: Final = Path("/home/reader/treaties/agreements")
"""Path of the folder that is compared with the archive. It need not exist."""
_NAMES: Final = (
    b"agreements/a.yaml", b"agreements/sources.yaml", b"x/agreements/b.yml", b"treaties/agreements/a.yaml", b"README",
    b"../agreements/a.yaml", b"/agreements/a.yaml", b"agreements/../../a.yaml", b"agreements//./a.yaml", b"agreements/",
    b"agreements/\xff\n::error::.yaml", b"agreements/.git/a.yaml", b"agreements/" + b"n" * 89, b"", b".", b"a.yaml/b.yaml",
)  # fmt: skip
_TYPES: Final = (
    b"0", b"\0", b"5", b"1", b"2", b"3", b"6", b"7", b"L", b"K", b"x", b"g", b"S", b"X", b"N", b"D", b"M", b"V",
)  # fmt: skip
_NUMBERS: Final = (
    b"00000000000\0", b"00000000003\0", b"77777777777\0", b"-0000000001\0", b"           \0", b"\x80" + bytes(10) + b"\x03",
    b"\xff" * 12, b"\x80" + b"\xff" * 11, b"00000001000 ", b"9999999999\0\0", b"1_0\0".ljust(12, b"\0"),
)  # fmt: skip
_PAX: Final = (
    b"17 path=x/y.yaml\n", b"9 size=3\n", b"12 size=-99\n", b"30 GNU.sparse.major=1\n", b"x", b"0 =\n", b"99999999 a=b\n",
    b"22 GNU.sparse.map=0,9\n", b"26 GNU.sparse.size=99999\n", b"25 hdrcharset=\xff\xff=\x00\n", b"8 mtime=\n",
)  # fmt: skip


@st.composite
def tars(draw: st.DrawFn) -> bytes:
    """Members with headers as they may be forged, their sums right, so that the parser reads on."""

    def seldom(one_in: int = 4) -> bool:
        return draw(st.integers(1, one_in)) == one_in

    def pick(things: Sequence[bytes]) -> bytes:
        return draw(st.sampled_from(things))

    def header(size: int) -> bytes:
        fields = (
            (pick(_NAMES), 100),
            (b"0000644\0" + b"0000000\0" * 2, 24),
            (pick(_NUMBERS) if seldom() else b"%011o\0" % size, 12),
            (pick(_NUMBERS) if seldom() else b"00000000000\0", 12),
            (b" " * 8, 8),
            (pick(_TYPES) if seldom(2) else b"0", 1),
            (pick(_NAMES), 100),
            (pick((b"ustar\x0000", b"ustar  \0", b"\0" * 8, b"ustar\x0099")), 8),
            (b"", 80),
            (pick(_NAMES) if seldom(8) else b"", 155),
        )
        head = b"".join(field[:length].ljust(length, b"\0") for field, length in fields)
        head = head.ljust(_BLOCK, pick((b"\0", b"\0", b"\xff")))
        return head if seldom(16) else head[:148] + b"%06o\0 " % sum(head) + head[156:]

    made = b""
    for _ in range(draw(st.integers(0, 4))):
        content = b"".join(draw(st.lists(st.sampled_from(_PAX), max_size=3)))
        made += header(len(content)) + content + bytes(-len(content) % _BLOCK)
    made += bytes(_BLOCK * draw(st.sampled_from((2, 2, 2, 1, 0, 20))))
    if seldom():
        made = made[: draw(st.integers(0, len(made)))]
    if made and seldom():
        at = draw(st.integers(0, len(made) - 1))
        made = made[:at] + bytes([draw(st.integers(0, 255))]) + made[at + 1 :]
    return made


@cache
def _scratch() -> Path:
    """The one file that takes each archive in turn, since archives are read from the disk."""
    number, name = tempfile.mkstemp(suffix=".tar")
    os.close(number)
    atexit.register(os.unlink, name)
    return Path(name)


def archives(data: bytes) -> str:
    """An archive is read within the folder and the lengths that it gives, or refused in one line."""
    path = _scratch()
    path.write_bytes(data)
    try:
        with archive.opened(path, _PLACE) as snapshot:
            found = [_PLACE / inner for inner in snapshot.find_files(_PLACE, DEFAULT, needed=False)]
            assert all(_PLACE in one.parents and ".." not in one.parts for one in found)
            assert all(name == os.path.normpath(name) and not name.startswith(("/", "..")) for name in snapshot.members)
            told = [_read(snapshot, one) for one in found]
    except RevisionError as error:
        return f"refused: {_printable(str(error)).replace(str(path), 'TAR')[:30]}"
    except FolderError:
        return "no folder"
    return "+".join(told[:2]) or "nothing"


def _printable(said: str) -> str:
    assert said.isprintable()
    return said


def _read(snapshot: Snapshot, path: Path) -> str:
    try:
        data = snapshot.read_bytes(path, DEFAULT)
    except UnreadableError as error:
        return error.rule
    # Not less than the archive: members with holes in them (GNU's sparse files) are filled with zeros.
    assert len(data) <= DEFAULT.file_bytes, "more than allowed"
    return "read"
