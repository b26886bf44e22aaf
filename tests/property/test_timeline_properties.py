"""Status against trying every assignment of days, on small histories (domain.md section 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations_with_replacement
from random import Random

import attrs
from hypothesis import Phase, assume, given, note, settings, target
from hypothesis import strategies as st

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import START, Act, EventKind, Position, State, Terms, step
from pactstate.domain.model import Claim, Event, Role
from pactstate.domain.timeline import Status, bounds, prefix_counts, prepare, replay, states_on, status
from profiles import examples
from strategies import DAY, Case, cases

WEEK = [dt.date(2024, 2, 26) + count * DAY for count in range(6)]
Span = tuple[dt.date, dt.date]


def _assignments(spans: Sequence[Span], days: Sequence[dt.date]) -> list[tuple[dt.date, ...]]:
    """Every way to give each entry a day of its own span, none before the entry above it."""
    return [
        chosen
        for chosen in combinations_with_replacement(days, len(spans))
        if all(first <= day <= last for day, (first, last) in zip(chosen, spans, strict=True))
    ]


week_spans = st.lists(st.tuples(st.sampled_from(WEEK), st.sampled_from(WEEK)).map(sorted).map(tuple), max_size=5)


# Bounds and prefixes by themselves.


@given(week_spans)
@settings(max_examples=examples(400))
def test_bounds_are_the_days_that_some_assignment_gives(spans: list[Span]) -> None:
    tried = _assignments(spans, WEEK)
    limits = bounds(spans)
    assert len(limits) == len(spans)
    if tried:
        for index, limit in enumerate(limits):
            assert not limit.empty
            assert {chosen[index] for chosen in tried} == {day for day in WEEK if limit.earliest <= day <= limit.latest}
    else:
        assert any(limit.empty for limit in limits)


@given(week_spans, st.sampled_from([WEEK[0] - DAY, *WEEK, WEEK[-1] + DAY]))
@settings(max_examples=examples(400))
def test_the_range_holds_every_possible_count_and_no_other(spans: list[Span], on: dt.date) -> None:
    tried = _assignments(spans, WEEK)
    assume(tried)
    counts = {sum(day <= on for day in chosen) for chosen in tried}
    assert set(prefix_counts(bounds(spans), PartialDate(on))) == counts


@given(week_spans, st.sampled_from(WEEK), st.sampled_from(WEEK))
@settings(max_examples=examples(400))
def test_the_range_for_a_partial_date_unites_those_of_its_days(spans: list[Span], one: dt.date, other: dt.date) -> None:
    tried = _assignments(spans, WEEK)
    assume(tried)
    on = PartialDate.between(min(one, other), max(one, other))
    counts = {sum(day <= asked for day in chosen) for chosen in tried for asked in WEEK if asked in on}
    assert set(prefix_counts(bounds(spans), on)) == counts


@given(week_spans, st.sampled_from(WEEK))
def test_contradictory_bounds_lose_neither_reading(spans: list[Span], on: dt.date) -> None:
    limits = bounds(spans)
    counts = prefix_counts(limits, PartialDate(on))
    assert sum(limit.latest <= on for limit in limits) in counts
    assert sum(limit.earliest <= on for limit in limits) in counts
    assert set(counts) <= set(range(len(spans) + 1))


# Status: the naive model. What is known is decided claim by claim, and every assignment is replayed on its own.


@attrs.frozen
class Known:
    """An entry as it was known: whether it was reported, and the days on which it may have happened."""

    event: Event
    reported: bool
    span: Span


def _published(case: Case, event: Event, claim: Claim) -> Span:
    published = case.sources[claim.source].published
    if published is not None:
        return published.earliest, published.latest
    date = claim.date or event.date
    if claim.role is Role.ANNOUNCED:
        return dt.date.min, date.latest
    return max(date.earliest, dt.date.min + DAY) - DAY, dt.date.max


def _heard(case: Case, event: Event, role: Role, known_by: PartialDate | None, doubtful: bool) -> list[Claim]:
    def in_time(claim: Claim) -> bool:
        first, last = _published(case, event, claim)
        return known_by is None or (first <= known_by.latest if doubtful else last <= known_by.earliest)

    return [claim for claim in event.claims if claim.role is role and claim.rejected is None and in_time(claim)]


def _as_known(case: Case, known_by: PartialDate | None, doubtful: bool) -> list[Known]:
    known: list[Known] = []
    for event in case.events:
        reports = _heard(case, event, Role.REPORTED, known_by, doubtful)
        announcements = _heard(case, event, Role.ANNOUNCED, known_by, doubtful)
        date = event.date
        if reports:
            cap = min(_published(case, event, claim)[1] for claim in reports)
            cap = cap if cap == dt.date.max else cap + DAY
            entry = Known(event, True, (date.earliest, min(date.latest, cap)))
        elif announcements:
            if known_by is not None:
                newest = max(announcements, key=lambda claim: _published(case, event, claim))
                date = newest.date or date
            entry = Known(event, False, (date.earliest, date.latest))
        elif not event.claims and known_by is None:
            entry = Known(event, True, (date.earliest, date.latest))
        else:
            continue
        if EventKind.POSTPONED in event.kinds:
            cancelled = [other for other in known if not other.reported and event.of in other.event.kinds]
            if cancelled:
                place = max(index for index, other in enumerate(known) if other is cancelled[-1])
                known = known[:place] + known[place + 1 :]
        known.append(entry)
    return known


def _fold(events: Iterable[Event], terms: Terms) -> Position:
    position = START
    for entry in events:
        for kind in entry.kinds:
            position = step(position, Act(kind, entry.party, entry.date, entry.effective), terms).position
    return position


def _tried(case: Case, known: list[Known], on: Iterable[dt.date]) -> set[Position]:
    found = set()
    for chosen in _assignments([entry.span for entry in known], case.days):
        for day in on:
            count = sum(other <= day for other in chosen)
            found.add(_fold([entry.event for entry in known[:count]], case.terms))
    assert found, "the strategy makes histories that hold together"
    return found


def _compare(case: Case, answer: Status, on: Sequence[dt.date], known_by: PartialDate | None) -> None:
    views = [_as_known(case, known_by, doubtful) for doubtful in (True, False)]
    announced = [_tried(case, view, on) for view in views]
    reported = [_tried(case, [entry for entry in view if entry.reported], on) for view in views]
    positions = set().union(*reported, *announced)
    states = {position.state for position in positions}
    presumed = {position.state for found in announced for position in found}
    target(len(states))
    note(f"{answer.possible} {states}")
    assert answer.possible == states - {None}
    assert answer.unbegun == (None in states)
    assert answer.state == answer.certain == (states.pop() if len(states) == 1 else None)
    assert answer.presumed == (presumed.pop() if len(presumed) == 1 else None)
    for name, ledger in (("approved", "approved"), ("ratified", "consented")):
        assert set(getattr(answer, name)) == set.intersection(*(set(getattr(p.ledger, ledger)) for p in positions))
    assert answer.flags.stalled == all(position.flags.stalled for position in positions)
    assert answer.flags.provisional == all(position.flags.provisional for position in positions)
    assert set(answer.flags.suspended) == set.intersection(*(set(p.flags.suspended) for p in positions))
    assert set(answer.flags.notices) == set.intersection(*(set(p.flags.notices) for p in positions))


def _ask(case: Case, on: PartialDate, known_by: PartialDate | None = None) -> Status:
    return status(case.events, case.sources, case.terms, on, known_by)


def _within(case: Case, first: int, last: int) -> PartialDate:
    first, last = sorted([first % len(case.days), last % len(case.days)])
    return PartialDate.between(case.days[first], case.days[last])


places = st.integers(0, 7)


@given(cases(), places)
@settings(max_examples=examples(350))
def test_status_is_what_every_assignment_of_days_gives(case: Case, place: int) -> None:
    day = case.days[place % len(case.days)]
    _compare(case, _ask(case, PartialDate(day)), [day], None)


@given(cases(), places, places)
@settings(max_examples=examples(350))
def test_status_as_known_by_a_day_is_too(case: Case, place: int, other: int) -> None:
    day, known_by = case.days[place % len(case.days)], PartialDate(case.days[other % len(case.days)])
    _compare(case, _ask(case, PartialDate(day), known_by), [day], known_by)


@given(cases(), places, places, places)
@settings(max_examples=examples(250))
def test_status_as_known_by_a_partial_date_is_too(case: Case, place: int, first: int, last: int) -> None:
    day, known_by = case.days[place % len(case.days)], _within(case, first, last)
    _compare(case, _ask(case, PartialDate(day), known_by), [day], known_by)


@given(cases(longest=4), places, places)
@settings(max_examples=examples(250))
def test_status_on_a_partial_date_is_that_of_each_of_its_days(case: Case, first: int, last: int) -> None:
    on = _within(case, first, last)
    _compare(case, _ask(case, on), [day for day in case.days if day in on], None)


@given(cases(), st.randoms(use_true_random=False), st.booleans(), places, places)
@settings(max_examples=examples(350))
def test_the_fast_way_to_the_possible_states_leads_to_the_same(
    case: Case, random: Random, mixed: bool, first: int, last: int
) -> None:
    """Also where the list contradicts its dates."""
    events = list(case.events)
    if mixed:
        random.shuffle(events)
    for on in (_within(case, first, last), PartialDate(case.days[first % len(case.days)])):
        whole = status(events, case.sources, case.terms, on)
        states = states_on(prepare(events, case.sources, case.terms), on)
        assert states - {None} == whole.possible
        assert (None in states) == whole.unbegun


@given(cases(), places, places)
@settings(max_examples=examples(200))
def test_why_and_expected_and_newest_name_what_is_known(case: Case, place: int, other: int) -> None:
    on, known_by = PartialDate(case.days[place % len(case.days)]), PartialDate(case.days[other % len(case.days)])
    answer = _ask(case, on, known_by)
    known = _as_known(case, known_by, doubtful=True)
    for reason in answer.why:
        assert any(reason.event is entry.event and entry.span[0] <= on.latest for entry in known)
        roles = (Role.REPORTED, Role.ANNOUNCED)
        assert set(reason.claims) == {c for role in roles for c in _heard(case, reason.event, role, known_by, True)}
    ahead = [entry for entry in known if not entry.reported and entry.span[1] > on.latest]
    assert [(item.event, item.date.latest) for item in answer.expected] == [(e.event, e.span[1]) for e in ahead]
    used = {claim for reason in answer.why for claim in reason.claims}
    used |= {claim for expectation in answer.expected for claim in expectation.claims}
    dated = [published for claim in used if (published := case.sources[claim.source].published)]
    if dated:
        assert answer.newest is not None
        assert answer.newest.earliest == max(published.earliest for published in dated)
        assert answer.newest_source in {claim.source for claim in used}
    else:
        assert answer.newest is None
        assert answer.newest_source is None


# Any history at all, also one that contradicts itself.


@given(cases(), st.randoms(use_true_random=False), places, places, places)
@settings(max_examples=examples(200))
def test_no_order_of_the_entries_makes_an_answer_fail(case: Case, random: object, a: int, b: int, c: int) -> None:
    events = list(case.events)
    random.shuffle(events)
    answer = _ask(
        attrs.evolve(case, events=tuple(events)), _within(case, a, b), PartialDate(case.days[c % len(case.days)])
    )
    assert answer.possible or answer.unbegun
    assert answer.state is None or answer.possible == {answer.state}
    assert answer.state is None or not answer.unbegun
    assert answer.presumed is None or answer.presumed in answer.possible


@given(cases())
@settings(max_examples=examples(150))
def test_a_replay_steps_through_every_entry(case: Case) -> None:
    steps = replay(case.events, case.terms)
    assert len(steps) == len(case.events)
    for index, taken in enumerate(steps):
        assert taken.position == _fold(case.events[: index + 1], case.terms)
        states = [None, *(other.position.state for other in steps[: index + 1])]
        moves = [place for place in range(index + 1) if states[place] is not states[place + 1]]
        assert taken.since == (moves[-1] if moves else None)
        assert {kind for kind, _ in taken.faults} <= set(case.events[index].kinds)


def test_the_strategy_reaches_every_state_and_every_evidence() -> None:
    states: set[State | None] = set()
    roles: set[tuple[Role, ...]] = set()
    postponed: list[Event] = []

    @given(cases())
    @settings(max_examples=examples(300), database=None, derandomize=True, phases=[Phase.generate])
    def collect(case: Case) -> None:
        states.add(_fold(case.events, case.terms).state)
        roles.update(tuple(sorted({claim.role for claim in event.claims}, key=str)) for event in case.events)
        postponed.extend(event for event in case.events if event.of)

    collect()
    assert states == {None, *State}
    assert len(roles) == 8
    assert postponed
