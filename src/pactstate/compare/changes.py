"""Changes to agreements, entries, claims, statements and sources: both versions, and whether the change rewrites.

The tables say for each field whether a change rewrites what was recorded; a rewrite needs a reason under ``corrected``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from pactstate.compare.matching import days
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.fields import evolved
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Claim, Event, Source, Statement
from pactstate.domain.statements import PROGRESS
from pactstate.domain.status import Status

__all__ = [
    "AGREEMENT",
    "EVENT",
    "SOURCE",
    "AgreementChange",
    "Alteration",
    "ClaimChange",
    "EntryChange",
    "Retreat",
    "SourceChange",
    "StatementChange",
    "altered",
    "reworded",
]


@attrs.frozen
class Alteration:
    """Field whose value has changed."""

    field: str
    """Key of the field in the file."""
    before: str | None
    after: str | None
    rewrites: bool = False
    """Whether the change removes or replaces something that was recorded."""


def _always(before: object, after: object) -> bool:
    return True


def _never(before: object, after: object) -> bool:
    return False


def _if_given(before: object, after: object) -> bool:
    return before is not None


def _unless_later(before: PartialDate | None, after: PartialDate | None) -> bool:
    return before is not None and (after is None or not certainly_before(before, after))


_Test = Callable[..., bool]
EVENT: Final[Mapping[str, _Test]] = {
    "kinds": _always,
    "date": _always,
    "party": _always,
    **dict.fromkeys(("effective", "of", "manner", "until", "reason"), _if_given),
    "partial": _always,
    **dict.fromkeys(("by", "place", "note"), _never),
}
"""Fields of an entry, each with a function of both values that returns whether the change rewrites the record.

A change to what happened or when is a rewrite. A first value for a field such as ``effective`` is not, and neither is
another wording.
"""
SOURCE: Final[Mapping[str, _Test]] = {
    **dict.fromkeys(("title", "publisher", "author", "url", "type", "based_on"), _never),
    "published": _if_given,
    "updated": _unless_later,
    **dict.fromkeys(("basis", "accessed", "archived", "archive_url"), _never),
}
AGREEMENT: Final[Mapping[str, _Test]] = dict.fromkeys(
    (
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
        "supplements",
        "formerly",
        "open",
        "not_recorded",
        "identifiers",
    ),
    _never,
)
_WORDING: Final[Mapping[str, _Test]] = dict.fromkeys(("locator", "note", "rejected"), _never)


def altered(before: object, after: object, fields: Mapping[str, _Test]) -> Iterator[Alteration]:
    """Yield the fields whose values differ in meaning, in the order of the table."""
    for field, rewrites in fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if old is not new and _comparable(old) != _comparable(new):
            yield Alteration(_KEYS_IN_FILE.get(field, field), _as_text(old), _as_text(new), rewrites(old, new))


_KEYS_IN_FILE: Final = {"kinds": "event"}
"""Keys in the file, by the name of the field, where the two differ."""


def _comparable(value: object) -> object:
    """Return a value for comparison: dates with the same days are equal, however they are written."""
    return days(value) if isinstance(value, PartialDate) else value


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else None
    if isinstance(value, tuple):
        return ", ".join(" ".join(one) if isinstance(one, tuple) else str(one) for one in value) or None
    return None if value is None else str(value)


def reworded(before: Claim | Statement | None, after: Claim | Statement | None) -> tuple[Alteration, ...]:
    """Return the changes to the locator, note and rejection of a claim or a statement."""
    return tuple(altered(before, after, _WORDING)) if before and after else ()


@attrs.frozen
class ClaimChange:
    """Claim that was added, deleted or changed."""

    before: Claim | None
    after: Claim | None

    @property
    def rejected(self) -> bool:
        """Whether the claim is rejected now and was not before."""
        return self.after is not None and not self.after.accepted and (self.before is None or self.before.accepted)

    @property
    def reinstated(self) -> bool:
        """Whether the claim was rejected and is not rejected any more."""
        return self.before is not None and self.after is not None and not self.before.accepted and self.after.accepted

    @property
    def redated(self) -> bool:
        """Whether the claim has another date."""
        return bool(self.before and self.after and days(self.before.date) != days(self.after.date))

    @property
    def rewrites(self) -> bool:
        """Whether the change removes or replaces something that was recorded."""
        return self.before is not None and (self.after is None or self.reinstated or self.redated)

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """Changes to its locator, note and rejection."""
        return reworded(self.before, self.after)


@attrs.frozen
class EntryChange:
    """Entry of a history that was added, deleted, moved or changed."""

    before: Event | None
    after: Event | None
    index: int | None
    """Index in the new history. For a deleted entry: new index of the entry that preceded it, if any."""
    altered: tuple[Alteration, ...] = ()
    """Changes to its fields, apart from its claims."""
    claims: tuple[ClaimChange, ...] = ()
    moved: bool = False
    """Whether its order among the entries of both versions has changed."""
    corrected: bool = False
    """Whether it has a new reason under ``corrected``."""
    merged: Event | None = None
    """For a deleted entry: the corrected entry that records its events now."""

    @property
    def reason(self) -> str | None:
        """Reason for the correction, if there is a new one."""
        entry = self.merged or self.after
        return entry.corrected if entry and self.corrected else None

    @property
    def rewrites(self) -> bool:
        """Whether the change removes or replaces something that was recorded."""
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
    """Statement that was added, deleted or changed."""

    before: Statement | None
    after: Statement | None

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """Changes to its locator, note and rejection."""
        return reworded(self.before, self.after)


@attrs.frozen
class SourceChange:
    """Source that was added, deleted or changed."""

    id: str
    before: Source | None
    after: Source | None
    altered: tuple[Alteration, ...] = ()
    corrected: bool = False
    """Whether it has a new reason under ``corrected``."""
    path: str = ""
    """Path of the file that describes it, at the base if it was deleted; empty in a comparison of two agreements."""

    @property
    def rewrites(self) -> bool:
        """Whether the source was deleted, or a field changed in a way that rewrites, such as its day of publication."""
        if self.before is None:
            return False
        return self.after is None or any(one.rewrites for one in self.altered)


@attrs.frozen
class Retreat:
    """Day on which the new version of an agreement is in an earlier state than the old one."""

    day: PartialDate
    before: Status
    after: Status


@attrs.frozen
class AgreementChange:
    """Agreement that was added, deleted or changed."""

    id: str
    before: Agreement | None
    after: Agreement | None
    altered: tuple[Alteration, ...] = ()
    """Changes to its own fields, apart from its history."""
    entries: tuple[EntryChange, ...] = ()
    statements: tuple[StatementChange, ...] = ()
    _compare_sources: Callable[[], tuple[SourceChange, ...]] = attrs.field(default=tuple, eq=False, repr=False)

    @cached_property
    def sources(self) -> tuple[SourceChange, ...]:
        """Changes to the sources that either version cites, which only ``diff`` lists."""
        return self._compare_sources()

    @cached_property
    def retreat(self) -> Retreat | None:
        """First day on which the new version is in an earlier state than the old one, if there is one.

        On that day, every possible state of the new version is earlier than every possible state of the old one. This
        must also be so if corrected entries are taken in their old version. A day on which the old version may be
        abandoned does not count, because talks may begin again.

        The states of the old version change only on the last possible days of its entries, so no other days are
        tested. If there are more than ``_MAX_DAYS``, about that many are tested, always with the last.
        """
        if self.before is None or self.after is None or not self._touches_what_was_recorded:
            return None
        reported = self.before.prepared.readings[0].reported
        ends = sorted({limit.latest for limit in reported.limits}, reverse=True)
        versions = (self.after, *self._uncorrected())
        first: PartialDate | None = None
        for end in ends[:: len(ends) // (_MAX_DAYS + 1) + 1]:
            day = PartialDate(end)
            before = self.before.states_on(day)
            after = (version.states_on(day) for version in versions)
            if State.ABANDONED not in before and all(max(_ranks(one)) < min(_ranks(before)) for one in after):
                first = day
        return Retreat(first, self.before.status(first), self.after.status(first)) if first else None

    @property
    def _touches_what_was_recorded(self) -> bool:
        """Whether something other than additions may have changed the possible states.

        Changes to sources are left out: the day of a source changes only which states are certain.
        """
        recorded = any(entry.before for entry in self.entries)
        return recorded or any(one.field in ("parties", "consents_needed") for one in self.altered)

    def _uncorrected(self) -> Iterator[Agreement]:
        """Yield the new version with corrected entries in their old version, if there are any.

        A retreat that remains in it is not the effect of a correction.
        """
        corrected = [one for one in self.entries if one.corrected and one.before]
        if corrected and self.after:
            history = list(self.after.history)
            for entry in corrected:
                if entry.after and entry.before and entry.index is not None:
                    history[entry.index] = entry.before
            yield evolved(self.after, history=tuple(history))


_MAX_DAYS: Final = 50


def _ranks(states: Iterable[State | None]) -> list[int]:
    return [PROGRESS[state] if state else -1 for state in states]
