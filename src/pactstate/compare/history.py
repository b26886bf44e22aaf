"""Two versions of a history: its entries, their claims, and what sources say of the state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

import attrs

from pactstate.compare.fields import EVENT, altered
from pactstate.compare.matching import CLAIMS, ENTRIES, STATEMENTS, in_order, pairs
from pactstate.compare.reasons import is_new, reasons_of, uncorrected
from pactstate.compare.values import ClaimChange, EntryChange, StatementChange
from pactstate.domain.dates import compatible
from pactstate.domain.model import Claim, Event, Statement

__all__ = ["entries", "statements"]

_Thing = TypeVar("_Thing")


def entries(before: Sequence[Event], after: Sequence[Event]) -> list[EntryChange]:
    """The entries that are not as they were, in the order of the history now; what is gone comes where it stood."""
    reasons = reasons_of(before)
    changes = list(_paired(before, after, pairs(before, after, ENTRIES, lambda one: is_new(one.corrected, reasons))))
    if any(change.rewrites for change in changes):
        # Where entries are much alike, the nearest likeness may mislead: what can be read as growth is growth.
        grown = _grown(before, after)
        if grown is not None:
            return list(_paired(before, after, grown))
    return changes


def _grown(before: Sequence[Event], after: Sequence[Event]) -> list[tuple[int, int]] | None:
    """Pairs of which none rewrites anything, in one order; None if there are no such pairs for all that was recorded.

    Each entry gets the next one that it may have become. To take a later one would leave the others fewer.
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
    # That a corrected entry was moved is part of what the correction says.
    held = [(old, new) for old, new in found if new not in corrected]
    moved = {new for _, new in held} - {new for _, new in in_order(held)}
    former = {new: before[old] for old, new in found}
    corrections = [after[new] for new in sorted(corrected)][:_CORRECTIONS]
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


_CORRECTIONS: Final = 100
"""Among so many corrected entries the one is sought that tells of what is gone."""


def _gone(before: Sequence[Event], kept: Mapping[int, int]) -> Mapping[int | None, list[Event]]:
    """The entries that are gone, by the index now of the entry that stood before them."""
    gone: dict[int | None, list[Event]] = {}
    place: int | None = None
    for old, event in enumerate(before):
        place = kept.get(old, place)
        if old not in kept:
            gone.setdefault(place, []).append(event)
    return gone


def _entry(change: EntryChange) -> EntryChange | None:
    """The change with what is altered; None if nothing is."""
    if change.before is None or change.after is None:
        return change
    told = (
        *altered(change.before, change.after, EVENT),
        *uncorrected(change.before, change.after, corrected=change.corrected),
    )
    claims = tuple(_claims(change.before.claims, change.after.claims))
    if told or claims or change.moved or change.corrected:
        return attrs.evolve(change, altered=told, claims=claims)
    return None


def _merged(event: Event, corrections: Iterable[Event]) -> Event | None:
    """The corrected entry that tells of an event which has no entry of its own any more, by whom and by whose word."""
    said = {(claim.source, claim.role) for claim in event.claims}
    for other in corrections:
        if (
            set(event.kinds) <= set(other.kinds)
            and event.party == other.party
            and said <= {(claim.source, claim.role) for claim in other.claims}
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
    """The statements that are not as they were: those that were there first, then the new ones."""
    for old, new in _beside(before, after, pairs(before, after, STATEMENTS)):
        change = StatementChange(old, new)
        if old is None or new is None or change.altered:
            yield change


def _beside(
    before: Sequence[_Thing], after: Sequence[_Thing], found: Iterable[tuple[int, int]]
) -> Iterator[tuple[_Thing | None, _Thing | None]]:
    """Each thing before beside what it has become, and then those that are new."""
    kept = dict(found)
    for old, thing in enumerate(before):
        yield thing, after[kept[old]] if old in kept else None
    known = set(kept.values())
    yield from ((None, thing) for new, thing in enumerate(after) if new not in known)
