"""Reasons for corrections: whether an item has one that the base does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pactstate.compare.fields import Alteration
from pactstate.domain.model import Event, Source

__all__ = ["is_new", "reasons_of", "uncorrected"]

# Letters that are invisible: Hangul fillers, which have the property Default_Ignorable_Code_Point in Unicode.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")


def reasons_of(things: Iterable[Event | Source]) -> frozenset[str]:
    """Return the reasons for corrections of the old version, normalized."""
    return frozenset(_plain(thing.corrected) for thing in things if thing.corrected is not None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_new(reason: str | None, before: frozenset[str]) -> bool:
    """Return whether a reason has a visible letter or digit and is not one of the old version."""
    if reason is None or _plain(reason) in before:
        return False
    return any(character.isalnum() and character not in _BLANK for character in reason)


def uncorrected(before: Event | Source, after: Event | Source, *, corrected: bool) -> Iterator[Alteration]:
    """Yield an alteration if the old reason for a correction was deleted or replaced without a new correction."""
    if before.corrected is not None and not corrected and _plain(before.corrected) != _plain(after.corrected or ""):
        yield Alteration("corrected", before.corrected, after.corrected, rewrites=True)
