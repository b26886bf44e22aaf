"""Context passed to rules over one agreement: its history, replayed once for all rules."""

from __future__ import annotations

import bisect
import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import attrs

from pactstate.checks.context import CitedClaim, FolderContext, cited_claims
from pactstate.checks.outliers import Displaced, Outlier, displaced, errors_in, is_in_order, outliers, swapped
from pactstate.checks.triggers import written_triggers
from pactstate.domain import lifecycle, points, readings, timeline
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.kinds import Kind
from pactstate.domain.known_by import SLACK
from pactstate.domain.lifecycle import Act, EventKind, State, Terms, Violation
from pactstate.domain.model import Claim, Role, Source
from pactstate.domain.replay import Replayed
from pactstate.domain.statements import Judgement, weigh
from pactstate.fileformat.document import Document, line_at
from pactstate.findings import Location, Related
from pactstate.folder.files import source_location
from pactstate.smallyaml import NodePath

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare.agreements import AgreementChange

__all__ = ["Case", "FaultAt"]

_REPORTED, _DISPUTED = Evidence.REPORTED, Evidence.DISPUTED  # Cached: slow to access before Python 3.12.
_FIRM = (_REPORTED, _DISPUTED)
_REJECTABLE = "a claim that is wrong stays, with 'rejected: reason'"
_MAX_SWAPPED = 60
"""In longer histories no swap of day and month is tried, since each takes a replay."""


@attrs.frozen(eq=False, repr=False)
class FaultAt:
    """Violation of the lifecycle, with the entry and the step of the history before it."""

    rule: str
    entry: LiveEntry
    number: int
    """Number of firm entries before it."""
    nth: int
    """Index of the event in its entry."""
    kind: EventKind
    message: str
    state: State | None
    """State that the event cannot follow; None for other violations."""
    before: Replayed | None


# Cached properties are found twice as fast in a dictionary as through the slots of attrs.
@attrs.define(slots=False, eq=False, repr=False)
class Case:
    """Context passed to a rule over one agreement."""

    agreement: Agreement
    """Agreement, linked with the sources that it cites."""
    folder: FolderContext
    document: Document
    """File of the agreement."""
    change: AgreementChange | None = None
    """Change since the base; None if there is none, if the agreement is new, or without a base."""
    sources: Mapping[str, Source] = attrs.field(init=False)
    """Sources that the agreement cites, by id."""
    terms: Terms = attrs.field(init=False)
    """Parties and consents needed, for the lifecycle."""
    silence: frozenset[EventKind] = attrs.field(init=False)
    """Events that the record does not follow."""
    written: list[LiveEntry] = attrs.field(init=False)
    """Entries with accepted evidence, in the order of the file."""
    live: list[LiveEntry] = attrs.field(init=False)
    """Entries with accepted evidence. A displaced one is moved to its place, so that it causes no other finding."""
    firm: list[LiveEntry] = attrs.field(init=False)
    """Reported entries. An announcement is no evidence against a report."""
    _is_in_order: bool = attrs.field(init=False)
    _written_triggers: Collection[str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        agreement = self.agreement
        self.sources = agreement.sources_by_id
        self.terms = agreement.terms
        self.silence = frozenset(agreement.not_recorded)
        self.written = agreement.known.live
        self._is_in_order = is_in_order(self.written)
        self._written_triggers = written_triggers(agreement, self.sources, self.folder.today)
        moved = None if self._is_in_order else self.displaced
        self.live = list(moved.order) if moved else self.written
        self.firm = [entry for entry in self.live if entry.evidence in _FIRM]

    @property
    def agreement_id(self) -> str | None:
        """Id of the agreement."""
        return self.agreement.id

    @property
    def today(self) -> PartialDate:
        """Day of the check."""
        return self.folder.day

    def excerpt(self, location: Location) -> str:
        """Return the line at a location in the file."""
        return line_at(self._lines, location.line)

    @cached_property
    def _lines(self) -> list[str]:
        return self.document.text.split("\n")

    def at(self, *path: str | int) -> Location:
        """Return the location of a value in the file of the agreement, given its path in the tree."""
        return self._at(path)

    @cached_property
    def _at(self) -> Callable[[NodePath], Location]:
        # Many findings on one entry name the same place beside their own.
        return lru_cache(maxsize=64)(self.document.at)

    def in_words(self, location: Location) -> str:
        """Return a location in words, for messages about this file: with the file's name only if it is another one."""
        return location.describe_from(self.document.path)

    def source_at(self, id: str, field: str | None = None) -> Location:
        """Return the location of the id of a source that the agreement cites, or of one of its fields."""
        inline = self.document.data.get("sources")
        if isinstance(inline, dict) and id in inline:
            return source_location(self.document, id, field, is_shared=False)
        return self.folder.source_at(id, field)

    @property
    def policy(self) -> Kind:
        """Kind of the agreement, which says what is expected and what is unusual."""
        return self.folder.kinds.get(self.agreement.kind) or self.agreement.policy

    @property
    def triggers(self) -> frozenset[str]:
        """Triggers of rules that the agreement has; see :mod:`pactstate.checks.triggers`."""
        found = {*self._written_triggers}
        is_legal = not any(step.violations for step in self.firm_line.steps)
        if not (is_legal and len(self.firm) == len(self.live) and not self._idle) and self.faults:
            found.add("fault")
        if not self._is_in_order:
            found.add("disorder")
        if any(entry.span[1] < entry.date.latest for entry in self.live):
            found.add("narrowed")
        if not self.policy.remarkable.isdisjoint(found):
            found.add("remarkable")
        if self.change is not None:
            found.add("changed")
        return frozenset(found)

    @cached_property
    def displaced(self) -> Displaced | None:
        """Entry at the wrong place in the list, if the history is consistent otherwise."""
        return None if self._is_in_order or self._at_fault else displaced(self.written, self.terms, self.silence)

    @cached_property
    def firm_line(self) -> timeline.Timeline:
        """Replay of the firm entries, with the effects of their acts."""
        if self.live is self.written and all(entry.evidence is _REPORTED for entry in self.firm):
            # An export computes it once for the check and for its tables.
            return self.agreement.reported
        line = points.points_of(self.firm, foreseen=False)
        return timeline.timeline_of(line, self.terms, silence=self.silence)

    @cached_property
    def whole_line(self) -> timeline.Timeline:
        """Replay of all live entries, with the effects of their acts."""
        if len(self.firm) == len(self.live):
            return self.firm_line
        return timeline.timeline_of(points.points_of(self.live), self.terms, silence=self.silence)

    @property
    def _idle(self) -> list[LiveEntry]:
        """Postponements of events that were not announced before."""
        return [entry for entry in self.live if entry.idle]

    @cached_property
    def faults(self) -> list[FaultAt]:
        """Violations of the lifecycle, in the order of the list.

        Reported entries are compared with each other. An announced entry is a violation only if it is illegal both
        after the reported entries above it and after all entries above it: a plan may have two steps.
        """
        found: list[tuple[int, FaultAt]] = []
        line, steps = self.firm_line, self.firm_line.steps
        for place, (point, step) in enumerate(zip(line.points, steps, strict=True)):
            before = steps[place - 1] if place else None
            for kind, violation in step.violations:
                found.append(self._fault(point.item, kind, violation, before))
        if line is not self.whole_line:
            found += self._announced_faults()
        for entry in self._idle:
            why = f"no '{entry.event.of}' is announced above that could be postponed"
            fault = Violation("nothing-to-act-on", why)
            found.append(self._fault(entry, EventKind.POSTPONED, fault, None))
        return [fault for _, fault in sorted(found, key=lambda pair: pair[0])]

    def _announced_faults(self) -> Iterator[tuple[int, FaultAt]]:
        line = self.firm_line
        indices = sorted(point.index for point in line.points)
        suspects = [
            (bisect.bisect_left(indices, point.index), point, step)
            for point, step in zip(self.whole_line.points, self.whole_line.steps, strict=True)
            # A report of the same event in another entry is a finding of 'split-report'.
            if point.item.evidence not in _FIRM and step.violations and not self.report_of(point.item)
        ]
        suspects.sort(key=operator.itemgetter(0))
        numbers = (number for number, _, _ in suspects)
        for (number, point, step), start in zip(suspects, line.positions(numbers), strict=True):
            position = start
            before = line.steps[number - 1] if number else None
            illegal = {kind for kind, _ in step.violations}
            for kind in point.kinds:
                event = point.event
                act = Act(kind, event.party, point.date, event.effective, event.of, event.manner, event.partial)
                position, violation = lifecycle.step(position, act, self.terms)
                if violation and kind in illegal:
                    yield self._fault(point.item, kind, violation, before)

    def _fault(
        self, entry: LiveEntry, kind: EventKind, violation: Violation, before: Replayed | None
    ) -> tuple[int, FaultAt]:
        number = bisect.bisect_right(self.firm_indices, entry.index)
        nth = entry.event.kinds.index(kind)
        fault = FaultAt(violation.rule, entry, number, nth, kind, violation.message, violation.state, before)
        return entry.index, fault

    @cached_property
    def firm_indices(self) -> list[int]:
        """Indices of the firm entries in the history."""
        return [entry.index for entry in self.firm]

    @cached_property
    def _firm_entries(self) -> Mapping[int, LiveEntry]:
        """Firm entries by their indices in the history."""
        return {entry.index: entry for entry in self.firm}

    def report_of(self, announced: LiveEntry) -> LiveEntry | None:
        """Return another entry that reports what this one announces, for the same day."""
        event = announced.event
        found = self._reports.get((event.kinds[0], event.party, announced.date.text))
        return found if found and set(event.kinds) <= set(found.event.kinds) else None

    @cached_property
    def _reports(self) -> Mapping[tuple[EventKind, str | None, str], LiveEntry]:
        return {(kind, one.event.party, one.date.text): one for one in self.firm for kind in one.event.kinds}

    @cached_property
    def judgements(self) -> list[Judgement]:
        """Comparison of each statement with the history."""
        prepared = readings.Prepared([self.reading], self.terms, self.agreement.clauses)
        states_on = partial(readings.states_on, prepared)
        return [weigh(one, self.sources.get(one.source), states_on) for one in self.agreement.statements]

    @cached_property
    def reading(self) -> readings.Reading:
        """Timelines of the reported entries, of the ends that they presume, and of all live entries."""
        if self.live is self.written:
            return self.agreement.prepared.readings[0]
        return readings.read(self.live, (), self.terms, self.agreement.clauses)

    @cached_property
    def outliers(self) -> tuple[Outlier, ...]:
        """Entries without which the history would be consistent; none if there would be too many."""
        violations = any(step.violations for step in self.firm_line.steps)
        if not self._at_fault and not violations and is_in_order(self.firm):
            return ()
        return outliers(self.firm, self.terms, self._at_fault, self.silence)

    @cached_property
    def early(self) -> list[tuple[CitedClaim, dt.timedelta]]:
        """Accepted reports that certainly precede the reported event, and by how much."""
        reports = self.accepted(Role.REPORTED) if "early source" in self._written_triggers else ()
        return [(cited, days) for cited in reports if (days := cited.days_early) is not None]

    @cached_property
    def _at_fault(self) -> frozenset[int]:
        """Indices of entries that are impossible by themselves: reported before the event, or in the future."""
        early = {cited.index for cited, days in self.early if days > SLACK}
        firm = (entry for entry in self.written if entry.evidence in _FIRM)
        later = {entry.index for entry in firm if certainly_before(self.today, entry.event.date)}
        return frozenset(early | later)

    def advice(self, index: int, otherwise: str) -> str:
        """Return the advice for an error in an entry: the outliers, if they are known, else the given text."""
        if not self.outliers:
            return otherwise
        first, *more = self.outliers
        mine = next((outlier for outlier in self.outliers if outlier.index == index), None)
        others = [
            f"{'the date of ' if outlier.date_only else ''}'{outlier.entry.event.name}' on {outlier.entry.event.date} "
            f"({self.in_words(self.event_at(outlier.index))})"
            for outlier in self.outliers
            if outlier.index != index
        ]
        this = ["this date" if mine.date_only else "this entry"] if mine else []
        advice = otherwise if mine else _REJECTABLE
        if more:
            *most, last = (*this, *others)
            return f"suspicious: {', '.join(most)} and {last}; without them the history is consistent; {advice}"
        without = "".join([*this, *others])
        return self.swap_advice(first.index, f"without {without} the history is consistent; {advice}")

    def swap_advice(self, index: int, otherwise: str) -> str:
        """Return the advice to look for a swapped day and month of an entry, if a swap explains the errors."""
        entry = self._firm_entries.get(index)
        day = self._swapped_day(entry) if entry else None
        if day is None:
            return otherwise
        place = self.in_words(self.at("history", index, "date"))
        return f"are day and month of the date in {place} swapped? '{day}' would be consistent; otherwise: {otherwise}"

    def _swapped_day(self, entry: LiveEntry) -> dt.date | None:
        """Return the date of an entry with day and month swapped, if there are fewer errors with it."""
        day = swapped(entry)
        if day is None or day > self.folder.today or len(self.firm) > _MAX_SWAPPED:
            return None
        reports = self.accepted(Role.REPORTED)
        published = [one.last_day for one in reports if one.index == entry.index]
        if any(last and last[1].latest + SLACK < day for last in published):
            return None
        tried = [
            attrs.evolve(one, date=PartialDate(day), span=(day, day)) if one is entry else one for one in self.firm
        ]
        terms = self.terms
        errors = errors_in(self.firm, terms, self.silence) + (entry.index in self._at_fault)
        return day if errors_in(tried, terms, self.silence) < errors else None

    @cached_property
    def _occurrences(self) -> dict[tuple[EventKind, str | None], list[int]]:
        """Indices among the firm entries of each event, by the party that acts; under None, by any party."""
        found: dict[tuple[EventKind, str | None], list[int]] = {}
        for number, entry in enumerate(self.firm):
            for kind in entry.event.kinds:
                for party in {entry.event.party, None}:
                    found.setdefault((kind, party), []).append(number)
        return found

    def latest_before(self, number: int, kind: EventKind, party: str | None) -> LiveEntry | None:
        """Return the last firm entry with the event before an index among them, by the party if one is given."""
        numbers = self._occurrences.get((kind, party), [])
        earlier = bisect.bisect_left(numbers, number)
        return self.firm[numbers[earlier - 1]] if earlier else None

    def event_at(self, index: int, nth: int = 0) -> Location:
        """Return the location of the nth event of an entry of the history."""
        return self.at("history", index, "event", nth)

    def claims(self, wanted: Callable[[Claim], bool]) -> list[CitedClaim]:
        """Return the claims of the history for which a function returns true, in the order of the entries."""
        return cited_claims(self.agreement.history, self.sources, wanted)

    def accepted(self, *roles: Role) -> list[CitedClaim]:
        """Return the claims of some roles that are not rejected, in the order of the entries."""
        return self.claims(lambda claim: claim.role in roles and claim.accepted)

    @cached_property
    def origins(self) -> Mapping[str, Sequence[str]]:
        """Original sources on which each source is based, by id: at most two; itself if it is based on none.

        Sources that are only based on each other have none.
        """
        copies: dict[str, list[str]] = {}
        for source in self.agreement.sources:
            for original in source.based_on:
                copies.setdefault(original, []).append(source.id)
        described = self.sources
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

    def claim_at(self, cited: CitedClaim, field: str = "source") -> Location:
        """Return the location of a claim: of the id of its source, or of another field."""
        return self.at(*cited.path, field)

    def publication_of(self, source: Source) -> tuple[Related, ...]:
        """Return the location of the publication date of a source that has one."""
        return (Related(f"published {source.published}", self.source_at(source.id, "published")),)
