"""From a history and its evidence to an answer: where did the agreement stand on a day, as far as was known by another?

Everything here is pure: no clock, no files. Two questions are kept apart throughout. *Evidence* says which entries
count at all (reported, announced, or not yet known); *bounds* say on which days each may have happened. The state on
a day is then one of a run of prefixes of the history.

Rule: domain.md section 4.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import checked
from pactstate.domain.lifecycle import NO_FLAGS, START, EventKind, Fault, Flags, Position, State, Terms, take
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.words import Word

__all__ = [
    "Bounds",
    "Evidence",
    "Expectation",
    "Line",
    "LiveEntry",
    "Prepared",
    "Reason",
    "Status",
    "Step",
    "answer",
    "bounds",
    "live",
    "paired",
    "prefix_counts",
    "prepare",
    "publication",
    "replay",
    "states_on",
    "status",
]

SLACK: Final = dt.timedelta(days=1)
"""A report may bear a date one day before the event: the source may lie west of it."""

_ALWAYS: Final = PartialDate("0001-01-01/9999-12-31")


class Evidence(Word):
    """How an entry is known."""

    REPORTED = "reported"
    ANNOUNCED = "announced"
    NONE = "none"


# Looked up here once: before Python 3.12 it takes as long as several comparisons.
_REPORTED, _ANNOUNCED, _DENIED = Role.REPORTED, Role.ANNOUNCED, Role.DENIED
_IS_REPORTED, _IS_ANNOUNCED = Evidence.REPORTED, Evidence.ANNOUNCED
_POSTPONED: Final = EventKind.POSTPONED


# Not to be changed either; but one that is frozen takes three times as long to make, and many are made.
@attrs.define
class LiveEntry:
    """An entry that counts, as it was known: by which claims, for which day, within which days."""

    index: int
    """Its place in the history."""
    event: Event
    evidence: Evidence
    claims: tuple[Claim, ...]
    date: PartialDate
    span: tuple[dt.date, dt.date]


class Bounds(NamedTuple):
    """The days on which an entry may have happened, given its neighbours; empty when they contradict each other."""

    earliest: dt.date
    latest: dt.date

    @property
    def empty(self) -> bool:
        """Whether no day is left."""
        return self.latest < self.earliest


class Step(NamedTuple):
    """What one entry did: the position after it, and its faults, each with the event that it concerns."""

    position: Position
    faults: tuple[tuple[EventKind, Fault], ...]
    since: int | None
    """The index of the entry that set the present state."""


@attrs.frozen(eq=False, repr=False)
class Line:
    """A list of entries with the days left to each and the position after each: ready to be asked about any day."""

    items: tuple[LiveEntry, ...]
    limits: tuple[Bounds, ...]
    steps: tuple[Step, ...]

    @cached_property
    def _reach(self) -> Sequence[_Reach]:
        """The days on which so many entries may have happened; and by contradictory bounds, the other way round."""
        states = [None, *(step.position.state for step in self.steps)]
        first = [limit.earliest for limit in self.limits]
        last = [limit.latest for limit in self.limits]
        reach = [_Reach.of(first, last, states)]
        if any(limit.empty for limit in self.limits):
            reach.append(_Reach.of(last, first, states))
        return reach

    def states_on(self, on: PartialDate) -> set[State | None]:
        """Every state that it may have been in on the day, None for nothing yet; of all days, if it is partial."""
        return {state for reach in self._reach for state in reach.states_on(on)}


@attrs.frozen(eq=False, repr=False)
class _Reach:
    """Which prefixes are possible on which days, so that many days can be asked about.

    So many entries have happened from the day on which the last of them begins to be possible, until the next one is
    certain. Both run upwards with the number, so those that touch an interval of days stand side by side.
    """

    begins: Sequence[dt.date]
    """From when each entry may have happened, in order."""
    ends: Sequence[dt.date]
    """From when each has happened for sure."""
    numbers: Mapping[State | None, Sequence[int]]
    """For each state, the lengths of the prefixes that lead to it and are possible on any day at all, in order."""

    @classmethod
    def of(cls, begins: Sequence[dt.date], ends: Sequence[dt.date], states: Sequence[State | None]) -> _Reach:
        """The reach of the entries that begin and end so, with the states that all numbers of them lead to."""
        numbers: dict[State | None, list[int]] = {}
        for number, (state, begin, end) in enumerate(
            zip(states, (dt.date.min, *begins), (*ends, dt.date.max), strict=True)
        ):
            if begin < end or number == len(ends):
                numbers.setdefault(state, []).append(number)
        return cls(begins, ends, numbers)

    def states_on(self, on: PartialDate) -> Iterator[State | None]:
        """The states of the prefixes that are possible on some day of these."""
        least, most = bisect.bisect_right(self.ends, on.earliest), bisect.bisect_right(self.begins, on.latest)
        for state, numbers in self.numbers.items():
            if bisect.bisect_left(numbers, least) < bisect.bisect_right(numbers, most):
                yield state


@attrs.frozen(eq=False, repr=False)
class Prepared:
    """A history as known by a day: the reported entries, and the reported and announced ones.

    Once for each reading of the doubtful sources.
    """

    lines: tuple[tuple[Line, Line], ...]


@attrs.frozen(field_transformer=checked)
class Reason:
    """An entry on which an answer rests, and the claims that were used for it."""

    event: Event
    claims: tuple[Claim, ...]


@attrs.frozen(field_transformer=checked)
class Expectation:
    """An event that was announced and whose day is still ahead."""

    event: Event
    date: PartialDate
    """The day, as announced."""
    claims: tuple[Claim, ...]

    @property
    def name(self) -> str:
        """The event's word."""
        return self.event.name


@attrs.frozen(field_transformer=checked)
class Status:
    """Where an agreement stood on a day, as far as was known by another day."""

    on: PartialDate
    known_by: PartialDate | None
    """None: all that the file holds."""
    possible: frozenset[State]
    """Every state that the evidence allows. Empty when nothing is known to have begun."""
    state: State | None
    """The certain state: the only possible one, else None."""
    presumed: State | None
    """The state if what was announced came true on time; None when that leaves several."""
    unbegun: bool
    """Whether it is possible that nothing had happened yet."""
    since: PartialDate | None
    """When the certain state began; None when that is not certain itself."""
    flags: Flags
    """Flags that stand in every possible position."""
    signed: tuple[str, ...]
    """Parties certain to have signed, in order."""
    approved: tuple[str, ...]
    """Parties certain to have approved, in order."""
    ratified: tuple[str, ...]
    """Parties certain to have consented to be bound, in order."""
    expected: tuple[Expectation, ...]
    newest: PartialDate | None
    """The latest publication among the claims used: how fresh the answer is."""
    newest_source: str | None
    why: tuple[Reason, ...]

    @property
    def certain(self) -> State | None:
        """The same as :attr:`state`."""
        return self.state


def publication(claim: Claim, event: Event, source: Source | None) -> PartialDate:
    """When the claim was made public, as an interval.

    For an undated source the interval is what the claim implies: a report cannot be older than what it reports (less
    the slack), an announcement cannot be younger than what it announces. A source ``updated`` after the event that it
    reports speaks of it since the update only; if the event may lie on either side, so does the report.
    """
    published = source.published if source else None
    updated = source.updated if source else None
    if published and updated is None:
        return published
    date = claim.date or event.date
    if published is None:
        seen = min((day.latest for day in (source.accessed, source.archived) if day), default=None) if source else None
        upper = seen or dt.date.max
        if claim.role is Role.ANNOUNCED:
            return _interval(dt.date.min, min(upper, date.latest))
        return _interval(min(_before(date.earliest), upper), upper)
    if updated and claim.role is Role.REPORTED and published.earliest < date.latest:
        if _after(published.latest) < date.earliest:
            return updated
        return _interval(published.earliest, updated.latest)
    return published


def bounds(spans: Iterable[tuple[dt.date, dt.date]]) -> list[Bounds]:
    """The days left to each entry, once the order of the list is taken as asserted.

    Takes the first and last possible day of each entry, in file order.
    """
    own = list(spans)
    earliest, latest = [], []
    day = dt.date.min
    for first, _ in own:
        day = max(day, first)
        earliest.append(day)
    day = dt.date.max
    for _, last in reversed(own):
        day = min(day, last)
        latest.append(day)
    return [Bounds(first, last) for first, last in zip(earliest, reversed(latest), strict=True)]


def prefix_counts(limits: Sequence[Bounds], on: PartialDate) -> Sequence[int]:
    """How many entries may have happened by the day: these numbers, in ascending order, and no other.

    For a partial date, the numbers of all its days. With contradictory bounds they span both readings, so that nothing
    possible is lost.
    """
    if on.is_day:
        return _counts_on(limits, on.earliest)
    # The numbers change only on a day that is a bound.
    changes = {day for limit in limits for day in (limit.earliest, limit.latest) if day in on}
    return sorted({count for day in {on.earliest, *changes} for count in _counts_on(limits, day)})


def _counts_on(limits: Sequence[Bounds], day: dt.date) -> range:
    surely = sum(limit.latest <= day for limit in limits)
    perhaps = sum(limit.earliest <= day for limit in limits)
    return range(min(surely, perhaps), max(surely, perhaps) + 1)


def live(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    known_by: PartialDate | None = None,
    *,
    doubtful: bool = True,
) -> list[LiveEntry]:
    """The entries that count: not rejected, not postponed, and known by the day (None: all that the file holds).

    ``doubtful`` says whether sources count that were only possibly published by then.
    """
    entries: list[LiveEntry] = []
    announced: dict[EventKind, list[int]] = {}
    cancelled: set[int] = set()
    for index, event in enumerate(events):
        entry = _known(index, event, sources, known_by, doubtful=doubtful)
        if entry is None:
            continue
        if event.of and _POSTPONED in event.kinds:
            # The latest entry of that event that was only announced is off.
            pending = [number for number in announced.pop(event.of, []) if number not in cancelled]
            cancelled.update(pending[-1:])
            announced[event.of] = pending[:-1]
        if entry.evidence is _IS_ANNOUNCED:
            for kind in event.kinds:
                announced.setdefault(kind, []).append(index)
        entries.append(entry)
    return [entry for entry in entries if entry.index not in cancelled] if cancelled else entries


def replay(events: Iterable[Event], terms: Terms, start: Position = START) -> list[Step]:
    """The position after each entry. An entry of several events is atomic: only its end is a position."""
    steps: list[Step] = []
    position, since = start, None
    for index, event in enumerate(events):
        before = position.state
        faults: tuple[tuple[EventKind, Fault], ...] = ()
        for kind in event.kinds:
            position, fault = take(position, kind, event, terms)
            if fault:
                faults = (*faults, (kind, fault))
        if position.state is not before:
            since = index
        steps.append(Step(position, faults, since))
    return steps


def status(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    on: PartialDate,
    known_by: PartialDate | None = None,
) -> Status:
    """Where the agreement stood on ``on``, as far as was known by ``known_by`` (None: all that the file holds).

    ``on`` may be partial: the answer then holds for every day in it. Sources whose publication is only possibly by
    ``known_by`` are taken once as known and once as unknown, all together, and the answers united. Never raises.
    """
    return answer(prepare(events, sources, terms, known_by), sources, on, known_by)


def prepare(
    events: Sequence[Event], sources: Mapping[str, Source], terms: Terms, known_by: PartialDate | None = None
) -> Prepared:
    """Everything about a history that does not depend on the day asked about, so that many days can be asked about."""
    views = [live(events, sources, known_by)]
    if known_by is not None:
        without = live(events, sources, known_by, doubtful=False)
        if without != views[0]:
            views.append(without)
    pairs = []
    for view in views:
        firm = [item for item in view if item.evidence is Evidence.REPORTED]
        pairs.append(paired(view, firm, replay([item.event for item in firm], terms), terms))
    return Prepared(tuple(pairs))


def paired(
    view: Sequence[LiveEntry], firm: Sequence[LiveEntry], steps: Sequence[Step], terms: Terms
) -> tuple[Line, Line]:
    """The reported ones of some entries, with their replay, as a line; and all of them."""
    reported = _line(firm, steps)
    if len(firm) == len(view):
        return reported, reported
    return reported, _line(view, replay([item.event for item in view], terms))


def states_on(prepared: Prepared, on: PartialDate) -> frozenset[State | None]:
    """Every state that the evidence allows on a day, None for nothing yet: far faster than :func:`answer`."""
    lines = {id(line): line for pair in prepared.lines for line in pair}
    return frozenset(state for line in lines.values() for state in line.states_on(on))


def answer(
    prepared: Prepared, sources: Mapping[str, Source], on: PartialDate, known_by: PartialDate | None = None
) -> Status:
    """Where a prepared history stood on a day; the rest as for :func:`status`."""
    reported = [_outcome(firm, on) for firm, _ in prepared.lines]
    foreseen = [
        outcome if line is firm else _outcome(line, on)
        for outcome, (firm, line) in zip(reported, prepared.lines, strict=True)
    ]
    view = prepared.lines[0][1].items
    outcomes = reported + foreseen
    positions = [position for outcome in outcomes for position in outcome.positions]
    states = {position.state for position in positions}
    state = _only(states)
    used = view[: foreseen[0].reach]
    expected = [item for item in view if item.evidence is Evidence.ANNOUNCED and item.date.latest > on.latest]
    newest = _newest([*used, *expected], sources)
    return Status(
        on=on,
        known_by=known_by,
        possible=frozenset(state for state in states if state),
        state=state,
        presumed=_only({position.state for outcome in foreseen for position in outcome.positions}),
        unbegun=None in states,
        since=_only({outcome.since for outcome in outcomes}) if state else None,
        flags=_common_flags([position.flags for position in positions]),
        signed=_common([position.ledger.signed for position in positions]),
        approved=_common([position.ledger.approved for position in positions]),
        ratified=_common([position.ledger.consented for position in positions]),
        expected=tuple(Expectation(item.event, item.date, item.claims) for item in expected),
        newest=newest[0] if newest else None,
        newest_source=newest[1] if newest else None,
        why=tuple(Reason(item.event, item.claims) for item in used),
    )


@attrs.frozen(eq=False, repr=False)
class _Outcome:
    positions: tuple[Position, ...]
    since: PartialDate | None
    reach: int
    """How many entries may have happened."""


def _known(
    index: int, event: Event, sources: Mapping[str, Source], known_by: PartialDate | None, *, doubtful: bool
) -> LiveEntry | None:
    claims = [claim for claim in event.claims if claim.rejected is None and claim.role is not _DENIED]
    if known_by is not None:
        claims = [claim for claim in claims if _is_public(claim, event, sources, known_by, doubtful=doubtful)]
    if not claims and (event.claims or known_by is not None):
        return None
    reports = [claim for claim in claims if claim.role is _REPORTED]
    date, latest, evidence = event.date, event.date.latest, _IS_REPORTED
    if reports:
        # That it had happened by then says nothing new of a known day.
        if date.earliest != latest:
            latest = _latest(event, reports, sources)
    elif claims:
        evidence = _IS_ANNOUNCED
        # Before the day was reported, all that was known of it is what was announced last.
        if known_by is not None:
            last = max(claims, key=lambda claim: _ends(publication(claim, event, sources.get(claim.source))))
            date = last.date or date
            latest = date.latest
    return LiveEntry(index, event, evidence, tuple(claims), date, (date.earliest, latest))


def _is_public(
    claim: Claim, event: Event, sources: Mapping[str, Source], known_by: PartialDate, *, doubtful: bool
) -> bool:
    published = publication(claim, event, sources.get(claim.source))
    return published.earliest <= known_by.latest if doubtful else published.latest <= known_by.earliest


def _ends(date: PartialDate) -> tuple[dt.date, dt.date]:
    return date.earliest, date.latest


def _latest(event: Event, reports: Iterable[Claim], sources: Mapping[str, Source]) -> dt.date:
    """The last day of an event, given that it had happened when it was reported."""
    latest = event.date.latest
    for claim in reports:
        published = publication(claim, event, sources.get(claim.source)).latest
        # A report certainly before the event is a fault of its own, and says nothing about the day.
        if published < latest and event.date.earliest <= (cap := published + SLACK):
            latest = cap
    return latest


def _line(items: Sequence[LiveEntry], steps: Sequence[Step]) -> Line:
    return Line(tuple(items), tuple(bounds(item.span for item in items)), tuple(steps))


def _outcome(line: Line, on: PartialDate) -> _Outcome:
    counts = prefix_counts(line.limits, on)
    reach = counts[-1]
    since = line.steps[reach - 1].since if reach else None
    return _Outcome(
        positions=tuple(line.steps[count - 1].position if count else START for count in counts),
        since=None if since is None else line.items[since].date,
        reach=reach,
    )


_Value = TypeVar("_Value")


def _only(values: set[_Value | None]) -> _Value | None:
    return next(iter(values)) if len(values) == 1 else None


def _common(parties: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(party for party in parties[0] if all(party in others for others in parties))


def _common_flags(flags: Sequence[Flags]) -> Flags:
    if all(other is NO_FLAGS for other in flags):
        return NO_FLAGS
    return Flags(
        stalled=all(other.stalled for other in flags),
        provisional=all(other.provisional for other in flags),
        suspended=_common([other.suspended for other in flags]),
        notices=tuple(notice for notice in flags[0].notices if all(notice in other.notices for other in flags)),
    )


def _newest(items: Iterable[LiveEntry], sources: Mapping[str, Source]) -> tuple[PartialDate, str] | None:
    # By the day from which a source can have spoken: an undated page may be young, but that is not known; of two such
    # sources the one that is dated more closely.
    dated = [
        (publication(claim, item.event, source), claim.source)
        for item in items
        for claim in item.claims
        if (source := sources.get(claim.source)) and source.published
    ]
    return max(dated, key=lambda pair: (pair[0].earliest, -pair[0].latest.toordinal()), default=None)


def _interval(earliest: dt.date, latest: dt.date) -> PartialDate:
    if earliest == dt.date.min and latest == dt.date.max:
        return _ALWAYS
    return PartialDate.between(earliest, max(earliest, latest))


def _before(day: dt.date) -> dt.date:
    return day - SLACK if day > dt.date.min else day


def _after(day: dt.date) -> dt.date:
    return day + SLACK if day < dt.date.max else day
