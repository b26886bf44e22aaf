"""Reasons for corrections: whether one is given, and is not an old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pactstate.compare.fields import Alteration
from pactstate.domain.model import Event, Source

__all__ = ["is_new", "reasons_of", "uncorrected"]

# Letters that do not show (Unicode, Default_Ignorable_Code_Point).
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")


def reasons_of(things: Iterable[Event | Source]) -> frozenset[str]:
    """The reasons for corrections that were there before."""
    return frozenset(_plain(thing.corrected) for thing in things if thing.corrected is not None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_new(reason: str | None, before: frozenset[str]) -> bool:
    """Whether a reason says something, and something else than those that were there before."""
    if reason is None or _plain(reason) in before:
        return False
    return any(character.isalnum() and character not in _BLANK for character in reason)


def uncorrected(before: Event | Source, after: Event | Source, *, corrected: bool) -> Iterator[Alteration]:
    """A correction that is no longer told."""
    if before.corrected is not None and not corrected and _plain(before.corrected) != _plain(after.corrected or ""):
        yield Alteration("corrected", before.corrected, after.corrected, rewrites=True)
