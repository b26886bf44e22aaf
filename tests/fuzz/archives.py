"""A target that takes a tar archive: whole, cut short, or forged by whoever knows the format."""

from __future__ import annotations

import atexit
import os
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from fuzz.choices import Choices
from pactstate.storage import archive
from pactstate.storage.disk import FolderError, UnreadableError
from pactstate.storage.limits import DEFAULT
from pactstate.storage.snapshot import RevisionError, Snapshot

__all__ = ["archives"]

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


def _header(choices: Choices, size: int) -> bytes:
    told = choices.pick(_NUMBERS) if choices.seldom() else b"%011o\0" % size
    magic = choices.pick((b"ustar\x0000", b"ustar  \0", b"\0" * 8, b"ustar\x0099"))
    head = b"".join(
        (
            choices.pick(_NAMES)[:100].ljust(100, b"\0"),
            b"0000644\0" + b"0000000\0" * 2,
            told[:12].ljust(12, b"\0"),
            (choices.pick(_NUMBERS) if choices.seldom() else b"00000000000\0")[:12].ljust(12, b"\0"),
            b" " * 8,
            choices.pick(_TYPES) if choices.seldom(2) else b"0",
            choices.pick(_NAMES)[:100].ljust(100, b"\0"),
            magic,
            bytes(80),
            (choices.pick(_NAMES) if choices.seldom(8) else b"")[:155].ljust(155, b"\0"),
        )
    )
    head = head.ljust(_BLOCK, choices.pick((b"\0", b"\0", b"\xff")))
    if choices.seldom(16):
        return head
    return head[:148] + b"%06o\0 " % sum(head) + head[156:]


def _tar(choices: Choices) -> bytes:
    """Members with headers as they may be forged, their sums right, so that the parser reads on."""
    made = b""
    for _ in range(choices.below(5)):
        content = b"".join(choices.pick(_PAX) for _ in range(choices.below(4)))
        made += _header(choices, len(content))
        made += content + bytes(-len(content) % _BLOCK)
    made += bytes(_BLOCK * choices.pick((2, 2, 2, 1, 0, 20)))
    if choices.seldom():
        made = made[: len(made) * choices.below(256) // 255]
    if choices.seldom() and made:
        at = choices.below(256) * len(made) // 256
        made = made[:at] + bytes([choices.below(256)]) + made[at + 1 :]
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
    choices = Choices(data)
    tar = _tar(choices) if not choices.seldom(16) else choices.rest()
    path = _scratch()
    path.write_bytes(tar)
    try:
        with archive.opened(path, _PLACE) as snapshot:
            found = snapshot.find_files(_PLACE, DEFAULT, needed=False)
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
