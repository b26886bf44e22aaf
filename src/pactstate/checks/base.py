"""What a rule is, and what it gets to see."""

from __future__ import annotations

import bisect
import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

import attrs

from pactstate import timeline
from pactstate.agreement import Agreement
from pactstate.checks.odd import odd_ones
from pactstate.dates import PartialDate
from pactstate.findings import Finding, Location, Related, Severity
from pactstate.lifecycle import EventKind
from pactstate.model import Claim, Event, Role, Source
from pactstate.reading.document import finding
from pactstate.reading.tree import Path
from pactstate.registry import Folder
from pactstate.rules import RULES, RuleInfo

__all__ = ["Case", "Check", "Cited", "Issue", "Survey", "over_agreements", "over_folders"]


@attrs.frozen
class Issue:
    """What a rule has found, and where."""

    place: Location
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    """None: the rule's own."""


@attrs.frozen
class Cited:
    """A claim where it stands: its entry, its path, and the source that makes it, if that is described."""

    index: int
    event: Event
    claim: Claim
    path: Path
    source: Source | None

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


@attrs.frozen
class Survey:
    """A whole folder before the rules."""

    folder: Folder
    today: dt.date

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

    @property
    def folder(self) -> Folder:
        """The folder in which it stands."""
        return self.survey.folder

    @property
    def today(self) -> PartialDate:
        """The day of the check."""
        return PartialDate(self.survey.today)

    @property
    def path(self) -> str:
        """The agreement's file."""
        return self.folder.places[self.agreement.id]

    def at(self, *path: str | int) -> Location:
        """The place of a value in the agreement's file."""
        return self.folder.documents[self.path].at(path)

    def said(self, location: Location) -> str:
        """A place in words, as a message about this agreement's file would say it."""
        return location.seen_from(self.path)

    @cached_property
    def live(self) -> list[timeline.LiveEntry]:
        """The entries that count, by all that the file holds."""
        return timeline.live(self.agreement.history, {source.id: source for source in self.agreement.sources})

    @cached_property
    def steps(self) -> list[timeline.Step]:
        """The replay of the live entries."""
        return timeline.replay((entry.event for entry in self.live), self.agreement.terms)

    @cached_property
    def odd(self) -> tuple[timeline.LiveEntry, ...]:
        """The entries without which the history would be consistent; none where that takes too many."""
        return odd_ones(self.live, self.agreement.terms)

    def advice(self, index: int, otherwise: str) -> str:
        """What to say at an error of the entry with this index: which are the odd ones out, if that is known."""
        if not self.odd:
            return otherwise
        here = ["this entry" for entry in self.odd if entry.index == index]
        others = [
            f"'{entry.event.name}' on {entry.event.date} ({self.said(self.event_at(entry.index))})"
            for entry in self.odd
            if entry.index != index
        ]
        without = " and ".join(here + others)
        return f"without {without} the history is consistent; a claim that is wrong stays, with 'rejected: reason'"

    @cached_property
    def _occurrences(self) -> dict[tuple[EventKind, str | None], list[int]]:
        """The numbers of the live entries with an event, by the party that acts and, under None, by anybody."""
        found: dict[tuple[EventKind, str | None], list[int]] = {}
        for number, entry in enumerate(self.live):
            for kind in entry.event.kinds:
                for party in {entry.event.party, None}:
                    found.setdefault((kind, party), []).append(number)
        return found

    def latest_before(self, number: int, kind: EventKind, party: str | None) -> timeline.LiveEntry | None:
        """The latest live entry before a number with the event, by the party if one is named."""
        numbers = self._occurrences.get((kind, party), [])
        earlier = bisect.bisect_left(numbers, number)
        return self.live[numbers[earlier - 1]] if earlier else None

    def event_at(self, index: int, nth: int = 0) -> Location:
        """The place of the nth event of an entry of the history."""
        return self.at("history", index, "event", nth)

    @cached_property
    def claims(self) -> list[Cited]:
        """Every claim of the history, in the order of the file's entries."""
        return [
            Cited(index, event, claim, ("history", index, f"{role}_by", number), self.agreement.source(claim.source))
            for index, event in enumerate(self.agreement.history)
            for role in Role
            for number, claim in enumerate(claim for claim in event.claims if claim.role is role)
        ]

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
                agreement=seen.agreement.id if isinstance(seen, Case) else None,
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
