"""What a rule is, and what it gets to see."""

from __future__ import annotations

import bisect
import datetime as dt
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

import attrs

from pactstate.checks import triggers
from pactstate.checks.odd import Displaced, Odd, displaced, is_in_order, odd_ones
from pactstate.domain import lifecycle, lines, points, timeline
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, certainly_before, compatible
from pactstate.domain.evidence import SLACK, Evidence, LiveEntry, live, publication
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import Act, EventKind, State, Violation
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.statements import Judgement, weigh
from pactstate.fileformat.document import NAME, Document, finding
from pactstate.findings import Finding, Location, Related, Severity
from pactstate.folder.index import Index, source_at
from pactstate.folder.scan import Reading, Shelf
from pactstate.rules import RULES, RuleInfo
from pactstate.smallyaml import NodePath
from pactstate.text.suggest import Names

# Most folders are held against no other, and go without what it takes to read one.
if TYPE_CHECKING:
    from pactstate.compare import Comparison
    from pactstate.compare.records import AgreementChange

__all__ = [
    "Case",
    "Check",
    "Cited",
    "Described",
    "Entry",
    "FaultAt",
    "Issue",
    "Survey",
    "Tied",
    "Ties",
    "over_agreements",
    "over_folders",
    "over_sources",
    "over_ties",
]


_FIRM = (Evidence.REPORTED, Evidence.DISPUTED)
_ROLES = tuple(Role)
_REJECTABLE = "a claim that is wrong stays, with 'rejected: reason'"
_NAMED = 2
"""So many other odd entries are named in an advice; more are counted."""


@attrs.frozen(eq=False, repr=False)
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


@attrs.frozen(eq=False, repr=False)
class Cited:
    """A claim where it stands: its entry, its number there, and the source that makes it, if that is described."""

    index: int
    event: Event
    claim: Claim
    number: int
    """Among the claims of its entry that play the same role."""
    source: Source | None

    @property
    def path(self) -> NodePath:
        """The way to it in its file."""
        return "history", self.index, f"{self.claim.role}_by", self.number

    @property
    def published(self) -> PartialDate | None:
        """When the claim was made public, by what its source says; None when it bears no date."""
        if self.source is None or self.source.published is None:
            return None
        return publication(self.claim, self.event, self.source)

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
            published = publication(self.claim, self.event, source)
            updated = source.updated is not None and published.latest == source.updated.latest
            return "updated" if updated else "published", published
        read = [(name, day) for name, day in (("accessed", source.accessed), ("archived", source.archived)) if day]
        return min(read, key=lambda pair: pair[1].latest, default=None)


@attrs.frozen(eq=False, repr=False)
class FaultAt:
    """What the lifecycle does not allow, where it stands, and the step that the history had reached before it."""

    rule: str
    entry: LiveEntry
    number: int
    """How many firm entries precede it."""
    nth: int
    kind: EventKind
    message: str
    state: State | None
    """The state that the event cannot follow; None when the fault is another one."""
    before: lines.Replayed | None


@attrs.define(eq=False, repr=False)
class Survey:
    """A whole folder before the rules. While its files are looked at one by one, it knows of what they share only."""

    shelf: Shelf
    today: dt.date
    comparison: Comparison | None = None
    """The folder beside its base, if it is held against one."""
    keeps_all: bool = False
    """Whether findings are kept however many there are, since they are to be compared with those of the base."""
    index: Index = attrs.field(init=False)
    """Which ids stand where."""
    digests: dict[str, bytes] = attrs.field(factory=dict, init=False)
    """Of the files that were looked at, by path."""
    ties: dict[str, Ties] = attrs.field(factory=dict, init=False)
    """Of the agreements that name what may stand in another file, by id."""
    undated: dict[str, list[PartialDate]] = attrs.field(factory=dict, init=False)
    """The sources without a day of publication, by id, with the days on which each can have been published."""
    cited: set[str] = attrs.field(factory=set, init=False)
    """The sources that are cited by what does not describe them itself."""
    uncited: set[str] = attrs.field(factory=set, init=False)
    """The sources that the agreement describing them does not cite."""

    def __attrs_post_init__(self) -> None:
        self.index = Index.of_shared(self.shelf, self.document)

    @cached_property
    def day(self) -> PartialDate:
        """The day of the check, to compare dates with."""
        return PartialDate(self.today)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of agreements that the folder knows."""
        return self.shelf.config.vocabulary.kinds

    @cached_property
    def agreement_names(self) -> Names:
        """The ids of the agreements."""
        return Names(self.index.places)

    @cached_property
    def unread_names(self) -> frozenset[str]:
        """The ids that the files may have that could not be understood."""
        return frozenset().union(*(file.names for file in self.index.unread))

    @cached_property
    def source_names(self) -> Names:
        """The ids of the sources that are described anywhere in the folder."""
        return Names(self.index.source_places)

    @cached_property
    def changes(self) -> Mapping[str, AgreementChange]:
        """What has become of the agreements that were recorded at the base, by id."""
        changes = self.comparison.agreements if self.comparison else ()
        return {one.id: one for one in changes if one.before}

    def document(self, path: str) -> Document:
        """A file that could be read."""
        return cast("Document", self._reading(path).document)

    def _reading(self, path: str) -> Reading:
        if path in self.shelf.shared:
            return self.shelf.shared[path]
        # What is wrong between files is often wrong in the same ones.
        if path not in self._latest:
            while len(self._latest) >= _AT_HAND:
                del self._latest[next(iter(self._latest))]
            self._latest[path] = self.shelf.again(path, self.digests[path])
        return self._latest[path]

    @cached_property
    def _latest(self) -> dict[str, Reading]:
        return {}

    def source_at(self, id: str, field: str | None = None) -> Location:
        """The place of a source's id, or of one of its fields."""
        return self.index.source_at(id, self.document, field)


_AT_HAND = 16
"""So many files that were read once more are kept."""


@attrs.frozen(eq=False, repr=False)
class Described:
    """The sources of one file before the rules."""

    document: Document
    sources: Collection[Source]
    inline: bool
    """Whether they stand in an agreement's own file."""
    today: PartialDate

    def at(self, source: Source, field: str | None = None) -> Location:
        """The place of a source's id, or of one of its fields."""
        return source_at(self.document, source.id, field, inline=self.inline)


class Entry(NamedTuple):
    """An entry of a history by its days: the day of the act, and the day on which it takes effect."""

    number: int
    days: tuple[PartialDate, ...]


class Ties(NamedTuple):
    """What an agreement names that may stand in another file, and what others may hold against it."""

    id: str
    path: str
    """Its file."""
    links: tuple[tuple[str, int, str], ...]
    """The ids of other agreements: under which key, at which place there, and which id."""
    cites: tuple[tuple[NodePath, str], ...]
    """The ids of sources that are neither its own nor shared: where, and which."""
    replaced: Entry | None
    """Its end by another agreement."""
    in_force: Entry | None
    is_over: bool = False
    """Whether an end of any kind is recorded."""
    nameless: Entry | None = None
    """Its end by another agreement, where it does not name that."""


@attrs.frozen(eq=False, repr=False)
class Tied:
    """One agreement among the others before the rules."""

    ties: Ties
    survey: Survey

    def at(self, *path: str | int) -> Location:
        """The place of a value in the agreement's file."""
        return self.survey.document(self.ties.path).at(path)

    def said(self, location: Location) -> str:
        """A place in words, as a message about this agreement's file would say it."""
        return location.describe_from(self.ties.path)


# With a dictionary, since what is found out once and kept is found there twice as fast.
@attrs.frozen(slots=False, eq=False, repr=False)
class Case:
    """One agreement before the rules: what it says, where it stands, and what day it is."""

    agreement: Agreement
    survey: Survey
    document: Document
    """The agreement's file as read."""
    change: AgreementChange | None = None
    """What has become of it; None if it is as it was, new, or held against nothing."""

    @property
    def today(self) -> PartialDate:
        """The day of the check."""
        return self.survey.day

    def at(self, *path: str | int) -> Location:
        """The place of a value in the agreement's file."""
        return self.document.at(path)

    def said(self, location: Location) -> str:
        """A place in words, as a message about this agreement's file would say it."""
        return location.describe_from(self.document.path)

    def source_at(self, id: str, field: str | None = None) -> Location:
        """The place of the id of a source that is described, or of one of its fields."""
        inline = self.document.data.get("sources")
        if isinstance(inline, dict) and id in inline:
            return source_at(self.document, id, field, inline=True)
        return self.survey.source_at(id, field)

    @cached_property
    def may_silence(self) -> bool:
        """Whether its file may hold comments that silence findings."""
        return NAME in self.document.text

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources that it cites, by id."""
        return {source.id: source for source in self.agreement.sources}

    @property
    def policy(self) -> Kind:
        """What its kind sets."""
        return self.survey.kinds.get(self.agreement.kind) or self.agreement.policy

    @property
    def holds(self) -> frozenset[str]:
        """What it holds that a rule may look for."""
        found = triggers.written(self.agreement, self.sources, self.survey.today)
        steps = self.firm_line.steps
        if (len(self.firm) < len(self.live) or any(step.violations for step in steps) or self._idle) and self.faults:
            found.add("fault")
        if not is_in_order(self.written):
            found.add("disorder")
        if any(entry.span[1] < entry.date.latest for entry in self.live):
            found.add("narrowed")
        if not self.policy.remarkable.isdisjoint(found):
            found.add("remarkable")
        if self.change is not None:
            found.add("changed")
        return frozenset(found)

    @cached_property
    def written(self) -> list[LiveEntry]:
        """The entries that count, by all that the file holds, in the order of the file."""
        return live(self.agreement.history, self.sources)

    @cached_property
    def displaced(self) -> Displaced | None:
        """The one entry that stands at the wrong place, if all else is in order."""
        return None if self._at_fault else displaced(self.written, self.agreement.terms)

    @cached_property
    def live(self) -> list[LiveEntry]:
        """The same, with one that stands at the wrong place where it belongs, so that it alone is reported."""
        return list(self.displaced.order) if self.displaced else self.written

    @cached_property
    def firm(self) -> list[LiveEntry]:
        """Those of them that are reported. What was only announced proves nothing against what is reported."""
        return [entry for entry in self.live if entry.evidence in _FIRM]

    @cached_property
    def firm_line(self) -> lines.Line:
        """The firm entries with the effects of their acts, replayed."""
        return lines.line_of(points.points_of(self.firm, foreseen=False), self.agreement.terms)

    @cached_property
    def whole_line(self) -> lines.Line:
        """All entries that count with the effects of their acts, replayed."""
        if len(self.firm) == len(self.live):
            return self.firm_line
        return lines.line_of(points.points_of(self.live), self.agreement.terms)

    @cached_property
    def _idle(self) -> list[LiveEntry]:
        """The postponements of what nobody had announced."""
        return [entry for entry in self.live if entry.idle]

    @cached_property
    def faults(self) -> list[FaultAt]:
        """What the lifecycle does not allow, in the order of the list.

        Reported entries are held against each other. An announced one is at fault only if it is illegal both after what
        is reported above it and after everything above it: a plan of two steps is no fault.
        """
        found: list[tuple[int, FaultAt]] = []
        line, steps = self.firm_line, self.firm_line.steps
        for place, (point, step) in enumerate(zip(line.points, steps, strict=True)):
            before = steps[place - 1] if place else None
            for kind, violation in step.violations:
                found.append(self._fault(point.item, kind, violation, before))
        if line is not self.whole_line:
            for point, step in zip(self.whole_line.points, self.whole_line.steps, strict=True):
                # Where a report of the same event stands in another entry, the rule 'split-report' says so.
                if point.item.evidence not in _FIRM and step.violations and not self.report_of(point.item):
                    found += self._announced_fault(point, step)
        for entry in self._idle:
            why = f"no '{entry.event.of}' is announced above that could be postponed"
            fault = Violation("nothing-to-act-on", why)
            found.append(self._fault(entry, EventKind.POSTPONED, fault, None))
        return [fault for _, fault in sorted(found, key=lambda pair: pair[0])]

    def _announced_fault(self, point: points.Point, step: lines.Replayed) -> Iterator[tuple[int, FaultAt]]:
        line = self.firm_line
        number = sum(other.index < point.index for other in line.points)
        position = line.position(number)
        before = line.steps[number - 1] if number else None
        illegal = {kind for kind, _ in step.violations}
        for kind in point.kinds:
            event = point.event
            act = Act(kind, event.party, point.date, event.effective, event.of, event.manner, event.partial)
            position, violation = lifecycle.step(position, act, self.agreement.terms)
            if violation and kind in illegal:
                yield self._fault(point.item, kind, violation, before)

    def _fault(
        self, entry: LiveEntry, kind: EventKind, violation: Violation, before: lines.Replayed | None
    ) -> tuple[int, FaultAt]:
        number = bisect.bisect_right(self._firm_indices, entry.index)
        nth = entry.event.kinds.index(kind)
        fault = FaultAt(violation.rule, entry, number, nth, kind, violation.message, violation.state, before)
        return entry.index, fault

    @cached_property
    def _firm_indices(self) -> list[int]:
        return [entry.index for entry in self.firm]

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
        """What each statement of the file is worth."""
        agreement = self.agreement
        terms, clauses = agreement.terms, agreement.clauses
        is_disputed = any(entry.evidence is Evidence.DISPUTED for entry in self.firm)
        reading = timeline.read(self.live, (), terms, clauses, None if is_disputed else self.firm_line)
        states_on = partial(timeline.states_on, timeline.Prepared([reading], terms, clauses))
        return [weigh(one, self.sources.get(one.source), states_on) for one in self.agreement.statements]

    @cached_property
    def odd(self) -> tuple[Odd, ...]:
        """The entries without which the history would be consistent; none where that takes too many."""
        violations = any(step.violations for step in self.firm_line.steps)
        if not self._at_fault and not violations and is_in_order(self.firm):
            return ()
        return odd_ones(self.firm, self.agreement.terms, self._at_fault)

    @cached_property
    def early(self) -> list[tuple[Cited, dt.timedelta]]:
        """The accepted reports that are certainly older than what they report, and by how much."""
        reports = self.cited(lambda claim: claim.role is Role.REPORTED and claim.accepted)
        return [(cited, days) for cited in reports if (days := cited.days_early) is not None]

    @cached_property
    def _at_fault(self) -> frozenset[int]:
        """The indices of entries that are impossible by themselves: reported too early, in the future, or backdated."""
        early = {cited.index for cited, days in self.early if days > SLACK}
        firm = (entry for entry in self.written if entry.evidence in _FIRM)
        later = {entry.index for entry in firm if certainly_before(self.today, entry.event.date)}
        return frozenset(early | later)

    def advice(self, index: int, otherwise: str) -> str:
        """What to say at an error of the entry with this index: which are the odd ones out, if that is known."""
        if not self.odd:
            return otherwise
        mine = next((odd for odd in self.odd if odd.index == index), None)
        others = [
            f"{'the date of ' if odd.date_only else ''}'{odd.entry.event.name}' on {odd.entry.event.date} "
            f"({self.said(self.event_at(odd.index))})"
            for odd in self.odd
            if odd.index != index
        ]
        named = others if len(others) <= _NAMED else [f"{len(others)} others"]
        this = ["this date" if mine.date_only else "this entry"] if mine else []
        without = " and ".join([*this, *named])
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

    def latest_before(self, number: int, kind: EventKind, party: str | None) -> LiveEntry | None:
        """The latest firm entry before a number with the event, by the party if one is named."""
        numbers = self._occurrences.get((kind, party), [])
        earlier = bisect.bisect_left(numbers, number)
        return self.firm[numbers[earlier - 1]] if earlier else None

    def event_at(self, index: int, nth: int = 0) -> Location:
        """The place of the nth event of an entry of the history."""
        return self.at("history", index, "event", nth)

    def cited(self, wanted: Callable[[Claim], bool]) -> list[Cited]:
        """The claims of the history that are wanted, in the order of the file's entries."""
        return [
            Cited(index, event, claim, number, self.sources.get(claim.source))
            for index, event in enumerate(self.agreement.history)
            for number, claim in _numbered(event.claims)
            if wanted(claim)
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
        return (Related(f"published {source.published}", self.source_at(source.id, "published")),)


def _numbered(claims: Sequence[Claim]) -> Sequence[tuple[int, Claim]]:
    """The claims of an entry, role by role, each with its number among those of its role."""
    if len(claims) == 1:
        return ((0, claims[0]),)
    return [pair for role in _ROLES for pair in enumerate([claim for claim in claims if claim.role is role])]


_Seen = TypeVar("_Seen", Case, Described, Survey, Tied)


@attrs.frozen(eq=False, repr=False)
class Check(Generic[_Seen]):
    """One rule: what is fixed about it, its page, and the function that finds."""

    info: RuleInfo
    page: str
    """What it checks and why, in Markdown."""
    body: Callable[[_Seen], Iterator[Issue]]
    needs: frozenset[str] = frozenset()
    """What an agreement must hold, all of it, for the rule to find anything in it; see :attr:`Case.holds`."""

    def __call__(self, seen: _Seen) -> Iterator[Finding]:
        """The findings of the rule on what it looks at."""
        return (self.found(issue, seen) for issue in self.body(seen))

    def found(self, issue: Issue, seen: _Seen) -> Finding:
        """An issue of the rule as a finding."""
        return finding(
            self.info.name,
            issue.message,
            issue.place,
            agreement=_agreement(seen) or issue.agreement,
            help=issue.help,
            related=issue.related,
            severity=issue.severity,
        )


def _agreement(seen: Case | Described | Survey | Tied) -> str | None:
    """The id of the agreement that a rule looks at, if it looks at one."""
    if isinstance(seen, Case):
        return seen.agreement.id
    return seen.ties.id if isinstance(seen, Tied) else None


def over_agreements(
    name: str, needs: tuple[str, ...] = ()
) -> Callable[[Callable[[Case], Iterator[Issue]]], Check[Case]]:
    """Make a rule of a function that looks at one agreement: its name is the catalogue's, its docstring its page.

    It is put only to those that hold what it needs, in the words of :data:`~pactstate.checks.triggers.WORDS`.
    """

    def make(body: Callable[[Case], Iterator[Issue]]) -> Check[Case]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body, frozenset(needs))

    return make


def over_folders(name: str) -> Callable[[Callable[[Survey], Iterator[Issue]]], Check[Survey]]:
    """Make a rule of a function that looks at a whole folder, for what concerns several agreements."""

    def make(body: Callable[[Survey], Iterator[Issue]]) -> Check[Survey]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make


def over_sources(name: str) -> Callable[[Callable[[Described], Iterator[Issue]]], Check[Described]]:
    """Make a rule of a function that looks at the sources of one file: its name is the catalogue's."""

    def make(body: Callable[[Described], Iterator[Issue]]) -> Check[Described]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make


def over_ties(name: str) -> Callable[[Callable[[Tied], Iterator[Issue]]], Check[Tied]]:
    """Make a rule of a function that holds an agreement against others: its name is the catalogue's."""

    def make(body: Callable[[Tied], Iterator[Issue]]) -> Check[Tied]:
        return Check(RULES[name], inspect.cleandoc(body.__doc__ or ""), body)

    return make
