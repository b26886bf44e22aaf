"""Comparison of two versions of a history: entries, claims and statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.compare.fields import EVENT, altered
from pactstate.compare.matching import CLAIMS, ENTRIES, STATEMENTS, in_order, pairs
from pactstate.compare.reasons import is_new, reasons_of, uncorrected
from pactstate.compare.values import ClaimChange, EntryChange, StatementChange
from pactstate.domain.dates import compatible
from pactstate.domain.events import EventKind
from pactstate.domain.model import Claim, Event, Role, Statement

__all__ = ["entries", "statements"]

_Item = TypeVar("_Item")


def entries(before: Sequence[Event], after: Sequence[Event]) -> list[EntryChange]:
    """Return the changed entries in the order of the new history; a deleted entry follows its former predecessor."""
    reasons = reasons_of(before)
    changes = list(_paired(before, after, pairs(before, after, ENTRIES, lambda one: is_new(one.corrected, reasons))))
    if any(change.rewrites for change in changes):
        # Pairs of similar entries may be wrong. If the new history can be explained by additions alone, prefer that.
        grown = _grown(before, after)
        if grown is not None:
            return list(_paired(before, after, grown))
    return changes


def _grown(before: Sequence[Event], after: Sequence[Event]) -> list[tuple[int, int]] | None:
    """Pair every old entry with a new one, in the same order and without a rewrite; return None if that is impossible.

    Each old entry gets the first new one that fits. This finds a solution if there is one, because a later choice only
    leaves fewer entries for the rest.
    """
    found: list[tuple[int, int]] = []
    places = iter(range(len(after)))
    for old, event in enumerate(before):
        new = next((place for place in places if _may_be(event, after[place])), None)
        if new is None:
            return None
        found.append((old, new))
    return found


def _may_be(before: Event, after: Event) -> bool:
    if before.kinds != after.kinds or before.party != after.party:
        return False
    change = _entry(EntryChange(before, after, 0))
    return change is None or not change.rewrites


def _paired(before: Sequence[Event], after: Sequence[Event], found: Sequence[tuple[int, int]]) -> Iterator[EntryChange]:
    reasons = reasons_of(before)
    corrected = {new for new, event in enumerate(after) if is_new(event.corrected, reasons)}
    # The correction of an entry covers its move, so corrected entries are not reported as moved.
    uncorrected_pairs = [(old, new) for old, new in found if new not in corrected]
    moved = {new for _, new in uncorrected_pairs} - {new for _, new in in_order(uncorrected_pairs)}
    former = {new: before[old] for old, new in found}
    corrections = [_Correction.of(after[new]) for new in sorted(corrected)[:_MAX_CORRECTIONS]]
    gone = _gone(before, dict(found))
    for index in (None, *range(len(after))):
        if index is not None:
            moves, says_why = index in moved, index in corrected
            bare = EntryChange(former.get(index), after[index], index, moved=moves, corrected=says_why)
            change = _entry(bare)
            if change:
                yield change
        for event in gone.get(index, ()):
            into = _merged(event, corrections)
            yield EntryChange(event, None, index, corrected=into is not None, merged=into)


_MAX_CORRECTIONS: Final = 100
"""Number of corrected entries that are searched for the events of a deleted one."""


def _gone(before: Sequence[Event], kept: Mapping[int, int]) -> Mapping[int | None, list[Event]]:
    """Return the deleted entries by the new index of the entry that preceded them."""
    gone: dict[int | None, list[Event]] = {}
    place: int | None = None
    for old, event in enumerate(before):
        place = kept.get(old, place)
        if old not in kept:
            gone.setdefault(place, []).append(event)
    return gone


def _entry(change: EntryChange) -> EntryChange | None:
    """Return the change with the differences of fields and claims; None if there are none."""
    if change.before is None or change.after is None:
        return change
    alterations = (
        *altered(change.before, change.after, EVENT),
        *uncorrected(change.before, change.after, corrected=change.corrected),
    )
    claims = tuple(_claims(change.before.claims, change.after.claims))
    if alterations or claims or change.moved or change.corrected:
        return attrs.evolve(change, altered=alterations, claims=claims)
    return None


class _Correction(NamedTuple):
    """Corrected entry with what a deleted one is searched by, gathered once for all deleted entries."""

    event: Event
    kinds: frozenset[EventKind]
    said: frozenset[tuple[str, Role]]

    @classmethod
    def of(cls, event: Event) -> _Correction:
        return cls(event, frozenset(event.kinds), _said(event))


def _said(event: Event) -> frozenset[tuple[str, Role]]:
    return frozenset((claim.source, claim.role) for claim in event.claims)


def _merged(event: Event, corrections: Iterable[_Correction]) -> Event | None:
    """Return the corrected entry that took over a deleted one: its events, party and claims; None if there is none."""
    said = _said(event)
    for other, kinds, other_said in corrections:
        if (
            event.party == other.party
            and kinds.issuperset(event.kinds)
            and said <= other_said
            and (said or compatible(event.date, other.date))
        ):
            return other
    return None


def _claims(before: Sequence[Claim], after: Sequence[Claim]) -> Iterator[ClaimChange]:
    for old, new in _beside(before, after, pairs(before, after, CLAIMS)):
        change = ClaimChange(old, new)
        if old is None or change.rewrites or change.altered:
            yield change


def statements(before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[StatementChange]:
    """Yield the changed and deleted statements in their old order, then the new ones."""
    for old, new in _beside(before, after, pairs(before, after, STATEMENTS)):
        change = StatementChange(old, new)
        if old is None or new is None or change.altered:
            yield change


def _beside(
    before: Sequence[_Item], after: Sequence[_Item], found: Iterable[tuple[int, int]]
) -> Iterator[tuple[_Item | None, _Item | None]]:
    """Yield each old item with its new version or None, then each new item with None as its old version."""
    kept = dict(found)
    for old, thing in enumerate(before):
        yield thing, after[kept[old]] if old in kept else None
    known = set(kept.values())
    yield from ((None, thing) for new, thing in enumerate(after) if new not in known)
