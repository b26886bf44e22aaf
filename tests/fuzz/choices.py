"""Bytes as decisions, so that one engine can fuzz what takes bytes and what takes values.

Where the bytes have come to an end every decision is the first, the plainest one: fewer bytes are a simpler input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from report_strategies import FRAGMENTS

__all__ = ["Choices"]

_Thing = TypeVar("_Thing")

_FRAGMENTS: Final = ("", *FRAGMENTS)
# First characters of the ranges for free texts: mostly ranges with characters that have caused faults.
_RANGES: Final = (0x20, 0x00, 0x80, 0x2000, 0x2060, 0x300, 0x3040, 0xE000, 0xFE00, 0xFF00, 0x1F300, 0xE0000)


class Choices:
    """The decisions that stand in some bytes, one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, count: int) -> int:
        """A number from 0 to 255, less than ``count``."""
        at = self._at
        if at >= len(self._data):
            return 0
        self._at = at + 1
        return self._data[at] % count

    def seldom(self, one_in: int = 4) -> bool:
        """Whether something that need not be is; no, where nothing is left."""
        return self.below(one_in) == one_in - 1

    def pick(self, things: Sequence[_Thing]) -> _Thing:
        """One of at most 256 things."""
        return things[self.below(len(things))]

    def text(self) -> str:
        """A text as a stranger could write it: hostile fragments, and characters from awkward ranges. May be empty."""
        parts = []
        for _ in range(self.below(4)):
            fragment = self.below(160)
            if fragment < len(_FRAGMENTS):
                parts.append(_FRAGMENTS[fragment])
            else:
                start = self.pick(_RANGES)
                parts.append("".join(chr(start + self.below(128)) for _ in range(1 + self.below(4))))
        return "".join(parts)

    def rest(self) -> bytes:
        """The bytes of which no decision has been made."""
        return self._data[self._at :]
