"""What has become of recorded histories: two versions of agreements, compared entry by entry. Pure.

A history grows: entries, claims, sources and statements are added, and a claim that is wrong is rejected. Whatever else
happens to what was recorded rewrites it, and needs a correction that says why. Rule: domain.md PS501 to PS505.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeVar

import attrs

from pactstate.agreement import Agreement
from pactstate.changes.matching import CLAIMS, ENTRIES, STATEMENTS, days, in_order, pairs
from pactstate.dates import PartialDate, certainly_before, compatible
from pactstate.judgement import PROGRESS
from pactstate.lifecycle import State
from pactstate.model import Claim, Event, Source, Statement
from pactstate.timeline import Status, prepare

__all__ = [
    "AgreementChange",
    "Alteration",
    "ClaimChange",
    "EntryChange",
    "Retreat",
    "SourceChange",
    "StatementChange",
    "compare_agreements",
    "compare_sources",
]

_Thing = TypeVar("_Thing")


@attrs.frozen
class Alteration:
    """A value that reads differently now."""

    field: str
    """Its key in the file."""
    before: str | None
    after: str | None
    rewrites: bool = False
    """Whether something that was recorded is no more."""


@attrs.frozen
class ClaimChange:
    """A claim that was added, is gone, or reads differently."""

    before: Claim | None
    after: Claim | None

    @property
    def rejected(self) -> bool:
        """Whether it has been judged wrong since."""
        return self.after is not None and not self.after.accepted and (self.before is None or self.before.accepted)

    @property
    def reinstated(self) -> bool:
        """Whether it was judged wrong, and is not any more."""
        return self.before is not None and self.after is not None and not self.before.accepted and self.after.accepted

    @property
    def redated(self) -> bool:
        """Whether it gives the event another day."""
        return bool(self.before and self.after and days(self.before.date) != days(self.after.date))

    @property
    def rewrites(self) -> bool:
        """Whether something that was recorded is no more."""
        return self.before is not None and (self.after is None or self.reinstated or self.redated)

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """What is said about it in other words."""
        return _reworded(self.before, self.after)


@attrs.frozen
class EntryChange:
    """An entry of a history that was added, is gone, or reads differently."""

    before: Event | None
    after: Event | None
    index: int | None
    """Where it stands in the history now. Of one that is gone: where the entry stands that came before it, if any."""
    altered: tuple[Alteration, ...] = ()
    """What it says of the event, apart from its claims."""
    claims: tuple[ClaimChange, ...] = ()
    moved: bool = False
    """Whether it stands at another place among the recorded entries."""
    corrected: bool = False
    """Whether it says, anew, why it reads differently."""
    merged: Event | None = None
    """Of one that is gone: the corrected entry that tells of its event now."""

    @property
    def reason(self) -> str | None:
        """What it says about that."""
        entry = self.merged or self.after
        return entry.corrected if entry and self.corrected else None

    @property
    def rewrites(self) -> bool:
        """Whether something that was recorded is no more."""
        if self.before is None:
            return False
        return (
            self.after is None
            or self.moved
            or any(one.rewrites for one in self.altered)
            or any(claim.rewrites for claim in self.claims)
        )


@attrs.frozen
class StatementChange:
    """A statement on the state that was added, is gone, or has been judged otherwise."""

    before: Statement | None
    after: Statement | None

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """What is said about it in other words."""
        return _reworded(self.before, self.after)


@attrs.frozen
class SourceChange:
    """A source that was added, is gone, or is described differently."""

    id: str
    before: Source | None
    after: Source | None
    altered: tuple[Alteration, ...] = ()
    corrected: bool = False
    """Whether it says, anew, why it is described differently."""

    @property
    def rewrites(self) -> bool:
        """Whether it is gone, or gives another day of publication; a first or a later update is none."""
        if self.before is None:
            return False
        return self.after is None or any(one.rewrites for one in self.altered)


@attrs.frozen
class Retreat:
    """A day on which a history stands less far than it did."""

    day: PartialDate
    before: Status
    after: Status


@attrs.frozen
class AgreementChange:
    """What has become of an agreement: nothing, if all of this is empty."""

    id: str
    before: Agreement | None
    after: Agreement | None
    altered: tuple[Alteration, ...] = ()
    """What it says of itself, apart from its history."""
    entries: tuple[EntryChange, ...] = ()
    statements: tuple[StatementChange, ...] = ()
    sources: tuple[SourceChange, ...] = ()
    """Of the sources that it cites, or cited."""

    @cached_property
    def retreat(self) -> Retreat | None:
        """The first day on which its state went back, if there is one.

        What was possible then must all be further than anything that is possible now, also when what was corrected is
        set aside. Talks that began anew after the
        agreement had been given up are no way back. The states of the day before change on the last possible days of
        the entries only, so that no other day need be asked; of a long history, not more than fifty of them are, the
        last one always.
        """
        if self.before is None or self.after is None or not self._touches_what_was_recorded:
            return None
        sources = {source.id: source for source in self.before.sources}
        firm, _ = prepare(self.before.history, sources, self.before.terms).lines[0]
        ends = sorted({limit.latest for limit in firm.limits}, reverse=True)
        versions = (self.after, *self._uncorrected())
        found = None
        for end in ends[:: len(ends) // (_DAYS + 1) + 1]:
            day = PartialDate(end)
            before = self.before.status(day)
            after = [version.status(day) for version in versions]
            if State.ABANDONED not in before.possible and all(max(_ranks(one)) < min(_ranks(before)) for one in after):
                found = Retreat(day, before, after[0])
        return found

    @property
    def _touches_what_was_recorded(self) -> bool:
        """Whether anything but additions could have moved the state. The day of a source moves what is certain only."""
        recorded = any(entry.before for entry in self.entries)
        return recorded or any(one.field in ("parties", "consents_needed") for one in self.altered)

    def _uncorrected(self) -> Iterator[Agreement]:
        """The agreement with its corrections set aside, if there are any; what is odd then, too, is not due to them."""
        corrected = [one for one in self.entries if one.corrected and one.before]
        if corrected and self.after:
            history = list(self.after.history)
            for entry in corrected:
                if entry.after and entry.before and entry.index is not None:
                    history[entry.index] = entry.before
            yield attrs.evolve(self.after, history=tuple(history))


_DAYS: Final = 50


def _ranks(status: Status) -> list[int]:
    return [PROGRESS[state] for state in status.possible] + [-1] * (status.unbegun or not status.possible)


def compare_agreements(before: Mapping[str, Agreement], after: Mapping[str, Agreement]) -> tuple[AgreementChange, ...]:
    """What has become of each agreement, by id, in the order of ids; those that are as they were are left out."""
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
        tuple(_altered(old, new, dict.fromkeys(_FIELDS, _never))) if before and after else (),
        tuple(_entries(old.history, new.history)),
        tuple(_statements(old.statements, new.statements)),
        compare_sources(old.sources, new.sources),
    )


_EMPTY: Final = Agreement("", "", "", ())
_FIELDS: Final = (
    "title",
    "formal_title",
    "kind",
    "parties",
    "approvals_needed",
    "consents_needed",
    "entry_into_force",
    "term",
    "replaces",
    "replaced_by",
    "amends",
)


def _always(before: object, after: object) -> bool:
    return True


def _never(before: object, after: object) -> bool:
    return False


def _if_given(before: object, after: object) -> bool:
    return before is not None


def _unless_later(before: PartialDate | None, after: PartialDate | None) -> bool:
    return before is not None and (after is None or not certainly_before(before, after))


_Test = Callable[..., bool]
_EVENT_FIELDS: Final[Mapping[str, _Test]] = {
    "kinds": _always,
    "date": _always,
    "party": _always,
    **dict.fromkeys(("effective", "of", "reason"), _if_given),
    **dict.fromkeys(("by", "place", "note"), _never),
}
"""Of each field, whether its other value rewrites what was recorded: whatever says what happened, and when, does.

What is added beside that does not, and neither do other words for it.
"""
_SOURCE_FIELDS: Final[Mapping[str, _Test]] = {
    **dict.fromkeys(("title", "publisher", "author", "url", "type", "based_on"), _never),
    "published": _if_given,
    "updated": _unless_later,
    **dict.fromkeys(("basis", "accessed", "archived"), _never),
}


def _altered(before: object, after: object, fields: Mapping[str, _Test]) -> Iterator[Alteration]:
    for field, rewrites in fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if _meant(old) != _meant(new):
            yield Alteration(_KEYS.get(field, field), _told(old), _told(new), rewrites(old, new))


_KEYS: Final = {"kinds": "event"}
"""What a field is called in the file, where that is something else."""


def _meant(value: object) -> object:
    return days(value) if isinstance(value, PartialDate) else value


def _told(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return None if value is None else str(value)


# Letters that do not show (Unicode, Default_Ignorable_Code_Point).
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0")


def _reasons(things: Iterable[Event | Source]) -> frozenset[str]:
    """The reasons for corrections that were there before."""
    return frozenset(_plain(thing.corrected) for thing in things if thing.corrected is not None)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_new(reason: str | None, before: frozenset[str]) -> bool:
    """Whether a reason says something, and something else than those that were there before."""
    if reason is None or _plain(reason) in before:
        return False
    return any(character.isalnum() and character not in _BLANK for character in reason)


def _entries(before: Sequence[Event], after: Sequence[Event]) -> list[EntryChange]:
    """The entries that are not as they were, in the order of the history now; what is gone comes where it stood."""
    reasons = _reasons(before)
    changes = list(_paired(before, after, pairs(before, after, ENTRIES, lambda one: _is_new(one.corrected, reasons))))
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
    reasons = _reasons(before)
    corrected = {new for new, event in enumerate(after) if _is_new(event.corrected, reasons)}
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
    altered = (
        *_altered(change.before, change.after, _EVENT_FIELDS),
        *_uncorrected(change.before, change.after, corrected=change.corrected),
    )
    claims = tuple(_claims(change.before.claims, change.after.claims))
    told = attrs.evolve(change, altered=altered, claims=claims)
    return told if altered or claims or change.moved or change.corrected else None


def _uncorrected(before: Event | Source, after: Event | Source, *, corrected: bool) -> Iterator[Alteration]:
    """A correction that is no longer told."""
    if before.corrected is not None and not corrected and _plain(before.corrected) != _plain(after.corrected or ""):
        yield Alteration("corrected", before.corrected, after.corrected, rewrites=True)


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


def _statements(before: Sequence[Statement], after: Sequence[Statement]) -> Iterator[StatementChange]:
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


def _reworded(before: Claim | Statement | None, after: Claim | Statement | None) -> tuple[Alteration, ...]:
    words: Mapping[str, _Test] = dict.fromkeys(("locator", "note", "rejected"), _never)
    return tuple(_altered(before, after, words)) if before and after else ()


def compare_sources(before: Iterable[Source], after: Iterable[Source]) -> tuple[SourceChange, ...]:
    """What has become of each source, by id, in the order of ids; those that are as they were are left out."""
    old, new = {source.id: source for source in before}, {source.id: source for source in after}
    reasons = _reasons(old.values())
    changes = (_source(id, old.get(id), new.get(id), reasons) for id in sorted({*old, *new}))
    return tuple(change for change in changes if change)


def _source(id: str, before: Source | None, after: Source | None, reasons: frozenset[str]) -> SourceChange | None:
    corrected = after is not None and _is_new(after.corrected, reasons)
    if before is None or after is None:
        return SourceChange(id, before, after, corrected=corrected)
    altered = (*_altered(before, after, _SOURCE_FIELDS), *_uncorrected(before, after, corrected=corrected))
    return SourceChange(id, before, after, altered, corrected) if altered or corrected else None
