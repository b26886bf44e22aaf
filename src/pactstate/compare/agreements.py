"""Comparison of two versions of agreements, entry by entry, without access to files.

A history grows: people add entries, claims, sources and statements, and reject a claim that is wrong. Any other change
rewrites what was recorded, and needs a reason under ``corrected``. See docs/check.md, "What was recorded stays".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.compare.changes import (
    AGREEMENT,
    EVENT,
    SOURCE,
    AgreementChange,
    Alteration,
    ClaimChange,
    EntryChange,
    Retreat,
    SourceChange,
    StatementChange,
    altered,
)
from pactstate.compare.matching import CLAIMS, ENTRIES, STATEMENTS, days, in_order, pairs
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import compatible
from pactstate.domain.events import EventKind
from pactstate.domain.fields import unchecked
from pactstate.domain.model import Claim, Event, Role, Source, Statement, sources_by_id

__all__ = [
    "AgreementChange",
    "Alteration",
    "ClaimChange",
    "EntryChange",
    "Retreat",
    "SourceChange",
    "StatementChange",
    "compare_agreements",
    "compare_source",
    "compare_sources",
    "reasons_of",
]


def compare_agreements(before: Mapping[str, Agreement], after: Mapping[str, Agreement]) -> tuple[AgreementChange, ...]:
    """Return the changes to agreements, given by id, in order of id; unchanged agreements are left out."""
    changes = (_agreement(id, before.get(id), after.get(id)) for id in sorted({*before, *after}))
    return tuple(change for change in changes if change)


def _agreement(id: str, before: Agreement | None, after: Agreement | None) -> AgreementChange | None:
    if before == after:
        return None
    old, new = before or _EMPTY, after or _EMPTY
    return AgreementChange(
        id,
        before,
        after,
        tuple(altered(old, new, AGREEMENT)) if before and after else (),
        tuple(_entries(old.history, new.history)),
        tuple(_statements(old.statements, new.statements)),
        partial(compare_sources, old.sources, new.sources),
    )


# In place of the missing version of an agreement that was added or deleted. No file has this id.
_EMPTY: Final = unchecked(Agreement)(id="", title="", kind="", parties=())


def compare_sources(before: Iterable[Source], after: Iterable[Source]) -> tuple[SourceChange, ...]:
    """Return the changes to sources in order of id; unchanged sources are left out."""
    old, new = sources_by_id(before), sources_by_id(after)
    reasons = reasons_of(old.values())
    changes = (compare_source(id, old.get(id), new.get(id), reasons) for id in sorted({*old, *new}))
    return tuple(change for change in changes if change)


def compare_source(
    id: str, before: Source | None, after: Source | None, reasons: frozenset[str]
) -> SourceChange | None:
    """Return the change to one source; None if it is unchanged. ``reasons`` are those of the old version."""
    if before is after:
        return None  # a base is compared with itself to find what it had already
    corrected = after is not None and _is_new(after.corrected, reasons)
    if before is None or after is None:
        return SourceChange(id, before, after, corrected=corrected)
    alterations = (*altered(before, after, SOURCE), *_uncorrected(before, after, corrected=corrected))
    return SourceChange(id, before, after, alterations, corrected) if alterations or corrected else None


_Item = TypeVar("_Item")


def _entries(before: Sequence[Event], after: Sequence[Event]) -> list[EntryChange]:
    """Return the changed entries in the order of the new history; a deleted entry follows its former predecessor."""
    reasons = reasons_of(before)
    changes = list(_paired(before, after, pairs(before, after, ENTRIES, lambda one: _is_new(one.corrected, reasons))))
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
    # The quick comparisons come first: most pairs of entries of a long history differ in them.
    if before.kinds != after.kinds or before.party != after.party or days(before.date) != days(after.date):
        return False
    change = _entry(EntryChange(before, after, 0))
    return change is None or not change.rewrites


def _paired(before: Sequence[Event], after: Sequence[Event], found: Sequence[tuple[int, int]]) -> Iterator[EntryChange]:
    reasons = reasons_of(before)
    corrected = {new for new, event in enumerate(after) if _is_new(event.corrected, reasons)}
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
    if change.before == change.after:
        return change if change.moved or change.corrected else None
    alterations = (
        *altered(change.before, change.after, EVENT),
        *_uncorrected(change.before, change.after, corrected=change.corrected),
    )
    old, new = change.before.claims, change.after.claims
    claims = () if old == new else tuple(_claims(old, new))
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


def _statements(before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[StatementChange]:
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


# Letters that are invisible: Hangul fillers, which have the property Default_Ignorable_Code_Point in Unicode.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")


def reasons_of(things: Iterable[Event | Source]) -> frozenset[str]:
    """Return the reasons for corrections of the old version, normalized."""
    return frozenset(_plain(thing.corrected) for thing in things if thing.corrected is not None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_new(reason: str | None, before: frozenset[str]) -> bool:
    """Return whether a reason has a visible letter or digit and is not one of the old version."""
    if reason is None or _plain(reason) in before:
        return False
    return any(character.isalnum() and character not in _BLANK for character in reason)


def _uncorrected(before: Event | Source, after: Event | Source, *, corrected: bool) -> Iterator[Alteration]:
    """Yield an alteration if the old reason for a correction was deleted or replaced without a new correction."""
    if before.corrected is not None and not corrected and _plain(before.corrected) != _plain(after.corrected or ""):
        yield Alteration("corrected", before.corrected, after.corrected, rewrites=True)
