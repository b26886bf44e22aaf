"""What a rule is, and what it gets to see."""

from __future__ import annotations

import bisect
import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from pactstate import timeline
from pactstate.agreement import Agreement
from pactstate.checks.odd import is_in_order, odd_ones
from pactstate.dates import PartialDate, certainly_before, compatible
from pactstate.findings import Finding, Location, Related, Severity
from pactstate.judgement import Judgement, judge
from pactstate.lifecycle import START, EventKind
from pactstate.model import Claim, Event, Role, Source
from pactstate.reading.document import Document, finding
from pactstate.reading.nodes import Path
from pactstate.reading.suggest import Names
from pactstate.registry import Folder
from pactstate.rules import RULES, RuleInfo
from pactstate.timeline import SLACK

# Most folders are held against no other, and go without what it takes to read one.
if TYPE_CHECKING:
    from pactstate.changes import AgreementChange
    from pactstate.revisions import Comparison

__all__ = ["Case", "Check", "Cited", "FaultAt", "Issue", "Survey", "over_agreements", "over_folders"]


_REJECTABLE = "a claim that is wrong stays, with 'rejected: reason'"
_NAMED = 2
"""So many other odd entries are named in an advice; more are counted."""


@attrs.frozen
class Issue:
    """What a rule has found, and where."""

    place: Location
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """None: the rule's own."""
    agreement: str | None = None
    """The agreement that it concerns, where that is not the one looked at."""


@attrs.frozen
class Cited:
    """A claim where it stands: its entry, its number there, and the source that makes it, if that is described."""

    index: int
    event: Event
    claim: Claim
    number: int
    """Among the claims of its entry that play the same role."""
    source: Source | None

    @property
    def path(self) -> Path:
        """The way to it in its file."""
        return "history", self.index, f"{self.claim.role}_by", self.number

    @property
    def published(self) -> PartialDate | None:
        """When the claim was made public, by what its source says; None when it bears no date."""
        if self.source is None or self.source.published is None:
            return None
        return timeline.publication(self.claim, self.event, self.source)

    @property
    def date(self) -> PartialDate:
        """The day that the source gives to the event: its own, or the entry's."""
        return self.claim.date or self.event.date

    @property
    def days_early(self) -> dt.timedelta | None:
        """By how much a report is certainly older than what it reports; None when it may be younger.

        Of a source without a date it is certain that it is not younger than the day on which it was read.
        """
        last = self.last_day
        if last is None:
            return None
        first = self.date.earliest
        if compatible(self.date, self.event.date):
            # A source that is vaguer than the entry speaks of the entry's day.
            first = max(first, self.event.date.earliest)
        return first - last[1].latest if last[1].latest < first else None

    @property
    def last_day(self) -> tuple[str, PartialDate] | None:
        """The field of the source that bounds its publication from above, and the day in it; None when nothing does."""
        source = self.source
        if source is None:
            return None
        if source.published:
            published = timeline.publication(self.claim, self.event, source)
            updated = source.updated is not None and published.latest == source.updated.latest
            return "updated" if updated else "published", published
        read = [(name, day) for name, day in (("accessed", source.accessed), ("archived", source.archived)) if day]
        return min(read, key=lambda pair: pair[1].latest, default=None)


@attrs.frozen
class FaultAt:
    """What the lifecycle does not allow, where it stands, and the step that the history had reached before it."""

    rule: str
    entry: timeline.LiveEntry
    number: int
    """How many firm entries precede it."""
    nth: int
    kind: EventKind
    message: str
    before: timeline.Step | None


@attrs.frozen
class Survey:
    """A whole folder before the rules."""

    folder: Folder
    today: dt.date
    comparison: Comparison | None = None
    """The folder beside its base, if it is held against one."""

    @cached_property
    def agreement_names(self) -> Names:
        """The ids of the agreements."""
        return Names(self.folder.registry)

    @cached_property
    def source_names(self) -> Names:
        """The ids of the sources that are described anywhere in the folder."""
        return Names(self.folder.source_places)

    @cached_property
    def changes(self) -> Mapping[str, AgreementChange]:
        """What has become of the agreements that were recorded at the base, by id."""
        changes = self.comparison.agreements if self.comparison else ()
        return {one.id: one for one in changes if one.before}

    def source_at(self, id: str, field: str | None = None) -> Location:
        """The place of a source's id, or of one of its fields."""
        document, path = self.folder.source_places[id]
        if field is None:
            return self.folder.documents[document].at(path, key=True)
        return self.folder.documents[document].at((*path, field))


@attrs.frozen
class Case:
    """One agreement before the rules: what it says, where it stands, and what day it is."""

    agreement: Agreement
    survey: Survey
    change: AgreementChange | None = None
    """What has become of it; None if it is as it was, new, or held against nothing."""

    @property
    def folder(self) -> Folder:
        """The folder in which it stands."""
        return self.survey.folder

    @cached_property
    def today(self) -> PartialDate:
        """The day of the check."""
        return PartialDate(self.survey.today)

    @cached_property
    def path(self) -> str:
        """The agreement's file."""
        return self.folder.places[self.agreement.id]

    @property
    def document(self) -> Document:
        """The agreement's file as read."""
        return self.folder.documents[self.path]

    def at(self, *path: str | int) -> Location:
        """The place of a value in the agreement's file."""
        return self.document.at(path)

    def said(self, location: Location) -> str:
        """A place in words, as a message about this agreement's file would say it."""
        return location.seen_from(self.path)

    @cached_property
    def live(self) -> list[timeline.LiveEntry]:
        """The entries that count, by all that the file holds."""
        return timeline.live(self.agreement.history, {source.id: source for source in self.agreement.sources})

    @cached_property
    def firm(self) -> list[timeline.LiveEntry]:
        """Those of them that are reported. What was only announced proves nothing against what is reported."""
        return [entry for entry in self.live if entry.evidence is timeline.Evidence.REPORTED]

    @cached_property
    def steps(self) -> list[timeline.Step]:
        """The replay of the firm entries."""
        return timeline.replay((entry.event for entry in self.firm), self.agreement.terms)

    @cached_property
    def faults(self) -> list[FaultAt]:
        """What the lifecycle does not allow, in the order of the list.

        Reported entries are held against each other, each announced one against what is reported above it: an
        announcement that was overtaken puts nothing else in the wrong.
        """
        found: list[FaultAt] = []
        number = 0
        for entry in self.live:
            before = self.steps[number - 1] if number else None
            if entry.evidence is timeline.Evidence.REPORTED:
                faults = self.steps[number].faults
                number += 1
            else:
                position = before.position if before else START
                faults = timeline.replay([entry.event], self.agreement.terms, position)[0].faults
            found += (
                FaultAt(fault.rule, entry, number, entry.event.kinds.index(kind), kind, fault.message, before)
                for kind, fault in faults
            )
        return found

    @cached_property
    def judgements(self) -> list[Judgement]:
        """What each statement of the file is worth."""
        return [judge(self.agreement, statement) for statement in self.agreement.statements]

    @cached_property
    def odd(self) -> tuple[timeline.LiveEntry, ...]:
        """The entries without which the history would be consistent; none where that takes too many."""
        if not self._at_fault and not any(step.faults for step in self.steps) and is_in_order(self.firm):
            return ()
        return odd_ones(self.firm, self.agreement.terms, self._at_fault)

    @cached_property
    def early(self) -> list[tuple[Cited, dt.timedelta]]:
        """The accepted reports that are certainly older than what they report, and by how much."""
        return [
            (cited, days)
            for cited in self.claims
            if cited.claim.role is Role.REPORTED and cited.claim.accepted and (days := cited.days_early) is not None
        ]

    @cached_property
    def _at_fault(self) -> frozenset[int]:
        """The indices of entries that are impossible by themselves: reported too early, in the future, or backdated."""
        early = {cited.index for cited, days in self.early if days > SLACK}
        later = {entry.index for entry in self.firm if certainly_before(self.today, entry.event.date)}
        return frozenset(early | later)

    def advice(self, index: int, otherwise: str) -> str:
        """What to say at an error of the entry with this index: which are the odd ones out, if that is known."""
        if not self.odd:
            return otherwise
        mine = any(entry.index == index for entry in self.odd)
        others = [
            f"'{entry.event.name}' on {entry.event.date} ({self.said(self.event_at(entry.index))})"
            for entry in self.odd
            if entry.index != index
        ]
        named = others if len(others) <= _NAMED else [f"{len(others)} others"]
        without = " and ".join(["this entry", *named] if mine else named)
        return f"without {without} the history is consistent; {otherwise if mine else _REJECTABLE}"

    @cached_property
    def _occurrences(self) -> dict[tuple[EventKind, str | None], list[int]]:
        """The numbers of the firm entries with an event, by the party that acts and, under None, by anybody."""
        found: dict[tuple[EventKind, str | None], list[int]] = {}
        for number, entry in enumerate(self.firm):
            for kind in entry.event.kinds:
                for party in {entry.event.party, None}:
                    found.setdefault((kind, party), []).append(number)
        return found

    def latest_before(self, number: int, kind: EventKind, party: str | None) -> timeline.LiveEntry | None:
        """The latest firm entry before a number with the event, by the party if one is named."""
        numbers = self._occurrences.get((kind, party), [])
        earlier = bisect.bisect_left(numbers, number)
        return self.firm[numbers[earlier - 1]] if earlier else None

    def event_at(self, index: int, nth: int = 0) -> Location:
        """The place of the nth event of an entry of the history."""
        return self.at("history", index, "event", nth)

    @cached_property
    def claims(self) -> list[Cited]:
        """Every claim of the history, in the order of the file's entries."""
        return [
            Cited(index, event, claim, number, self.agreement.source(claim.source))
            for index, event in enumerate(self.agreement.history)
            for role in Role
            for number, claim in enumerate(claim for claim in event.claims if claim.role is role)
        ]

    @cached_property
    def origins(self) -> Mapping[str, Sequence[str]]:
        """The sources that each source goes back to, itself if it copies none: two of them, where there are more.

        None for those that copy nothing but each other.
        """
        copies: dict[str, list[str]] = {}
        for source in self.agreement.sources:
            for original in source.based_on:
                copies.setdefault(original, []).append(source.id)
        described = {source.id: source for source in self.agreement.sources}
        found = {id: [id] for id in (*described, *copies) if id not in described or not described[id].based_on}
        pending = list(found)
        while pending:
            original = pending.pop()
            for id in copies.get(original, ()):
                known = found.setdefault(id, [])
                more = [origin for origin in found[original] if origin not in known][: 2 - len(known)]
                if more:
                    known += more
                    pending.append(id)
        return found

    def claim_at(self, cited: Cited, field: str = "source") -> Location:
        """The place of a claim: of the name of its source, or of another field."""
        return self.at(*cited.path, field)

    def publication_of(self, source: Source) -> tuple[Related, ...]:
        """The place that says when a dated source was published."""
        return (Related(f"published {source.published}", self.survey.source_at(source.id, "published")),)


_Seen = TypeVar("_Seen", Case, Survey)


@attrs.frozen
class Check(Generic[_Seen]):
    """One rule: what is fixed about it, its page, and the function that finds."""

    info: RuleInfo
    page: str
    """What it checks and why, in Markdown."""
    body: Callable[[_Seen], Iterator[Issue]]

    def __call__(self, seen: _Seen) -> Iterator[Finding]:
        """The findings of the rule on what it looks at."""
        for issue in self.body(seen):
            yield finding(
                self.info.name,
                issue.message,
                issue.place,
                agreement=seen.agreement.id if isinstance(seen, Case) else issue.agreement,
                help=issue.help,
                related=issue.related,
                severity=issue.severity,
            )


def over_agreements(name: str) -> Callable[[Callable[[Case], Iterator[Issue]]], Check[Case]]:
    """Make a rule of a function that looks at one agreement: its name is the catalogue's, its docstring its page."""

    def make(body: Callable[[Case], Iterator[Issue]]) -> Check[Case]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make


def over_folders(name: str) -> Callable[[Callable[[Survey], Iterator[Issue]]], Check[Survey]]:
    """Make a rule of a function that looks at a whole folder, for what concerns several agreements."""

    def make(body: Callable[[Survey], Iterator[Issue]]) -> Check[Survey]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make
