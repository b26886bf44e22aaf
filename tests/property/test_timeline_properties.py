"""Status against trying every assignment of days, on small histories (docs/domain.md, "Status")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, combinations_with_replacement, permutations, product
from random import Random

import attrs
from hypothesis import Phase, assume, given, note, settings, target
from hypothesis import strategies as st

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import (
    ALL,
    START,
    TABLE,
    Act,
    Deed,
    EventKind,
    Flag,
    Position,
    State,
    Terms,
    step,
)
from pactstate.domain.model import Claim, Clauses, Event, Period, Role
from pactstate.domain.position import Place
from pactstate.domain.readings import prepare, states_on
from pactstate.domain.status import Status, status
from pactstate.domain.timeline import bounds, prefix_counts
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


# Status: the naive model. Every subset of the doubtful sources is tried, and every assignment of days replayed by itself.


@attrs.define(eq=False)
class Known:
    """An entry as it was known, with the days on which it may have happened."""

    event: Event
    evidence: str
    claims: list[Claim]
    date: PartialDate
    span: Span
    kinds: tuple[EventKind, ...]
    cancelled_by: str | None = None
    notice: Known | None = None
    start: Known | None = None


@attrs.frozen(eq=False)
class Spot:
    """A point: what happens there, by whose entry, within which days."""

    known: Known
    kinds: tuple[EventKind, ...]
    date: PartialDate
    span: Span
    effect: bool = False
    force: bool = False


_LATER = {
    *("in_force", "provisional", "provisional_ended", "amended", "extended", "suspended", "resumed", "withdrawn"),
    *("terminated", "abandoned"),
}


def _ends(date: PartialDate) -> Span:
    return date.earliest, date.latest


def _published(case: Case, event: Event, claim: Claim) -> Span:
    published, date = case.sources[claim.source].published, claim.date or event.date
    eve = max(date.earliest, dt.date.min + DAY) - DAY
    if published is not None:
        first, last = published.earliest, published.latest
        return (eve, last) if claim.role is Role.REPORTED and first < eve <= last else (first, last)
    return (dt.date.min, date.latest) if claim.role is Role.ANNOUNCED else (eve, dt.date.max)


def _subsets(case: Case, known_by: PartialDate | None) -> list[set[str]]:
    """The sources that were public, for each choice of those that perhaps were."""
    if known_by is None:
        return [set(case.sources)]
    spans: dict[str, Span] = {}
    for event in case.events:
        for claim in event.claims:
            spans[claim.source] = _published(case, event, claim)
    certain = {name for name, (_, last) in spans.items() if last <= known_by.earliest}
    accepted = {claim.source for event in case.events for claim in event.claims if claim.rejected is None}
    doubtful = sorted(
        (spans[name], name)
        for name in accepted
        if spans[name][0] <= known_by.latest and spans[name][1] > known_by.earliest
    )
    names = [name for _, name in doubtful]
    if len(names) <= 6:
        return [certain | set(some) for size in range(len(names) + 1) for some in combinations(names, size)]
    return [certain | set(names[:size]) for size in range(len(names) + 1)]


def _day_of(case: Case, event: Event, claims: list[Claim], known_by: PartialDate | None) -> PartialDate:
    """The day of an entry, by the accepted claims that were public."""
    announced = [claim for claim in claims if claim.role is Role.ANNOUNCED]
    reports = [claim for claim in claims if claim.role is Role.REPORTED]
    if reports:
        days = [claim.date or event.date for claim in reports]
        if known_by is None or any(_ends(day) == _ends(event.date) for day in days):
            return event.date
        first, last = max(day.earliest for day in days), min(day.latest for day in days)
        if last < first:
            first, last = min(day.earliest for day in days), max(day.latest for day in days)
        return PartialDate.between(first, last)
    told = [(_published(case, event, claim), claim.date or event.date) for claim in announced]
    told = [
        (when, day)
        for when, day in told
        if not any(_ends(day) != _ends(o) and day.earliest <= o.earliest and o.latest <= day.latest for _, o in told)
    ]
    last_word = [day for when, day in told if not any(other[0] > when[1] for other, _ in told)]
    return PartialDate.between(min(d.earliest for d in last_word), max(d.latest for d in last_word))


def _as_known(case: Case, public: set[str], known_by: PartialDate | None) -> list[Known]:
    known: list[Known] = []
    for event in case.events:
        claims = [c for c in event.claims if c.rejected is None and c.source in public]
        reports = [c for c in claims if c.role is Role.REPORTED]
        denials = [c for c in claims if c.role is Role.DENIED]
        announced = [c for c in claims if c.role is Role.ANNOUNCED]
        if reports:
            date = _day_of(case, event, claims, known_by)
            caps = [_published(case, event, c)[1] for c in reports]
            cap = min([date.latest, *(cap if cap == dt.date.max else cap + DAY for cap in caps)])
            evidence = "disputed" if denials else "reported"
            known.append(Known(event, evidence, claims, date, (date.earliest, max(cap, date.earliest)), event.kinds))
        elif announced:
            over = max(_published(case, event, c)[1] for c in announced)
            if any(_published(case, event, c)[0] > over for c in denials):
                continue
            date = _day_of(case, event, claims, known_by)
            known.append(Known(event, "announced", claims, date, _ends(date), event.kinds))
        elif not event.claims and known_by is None:
            known.append(Known(event, "reported", [], event.date, _ends(event.date), event.kinds))
    told_anew = {(id(one), kind) for one in known for kind in one.kinds if _is_told_anew(case, one, kind, known)}
    left = _without_what_was_called_off(known)
    for entry in left:
        entry.kinds = tuple(kind for kind in entry.kinds if (id(entry), kind) not in told_anew)
    return [entry for entry in left if entry.kinds or entry.evidence != "announced"]


def _is_told_anew(case: Case, entry: Known, kind: EventKind, known: list[Known]) -> bool:
    """Whether another entry certainly announced the same event later."""
    if entry.evidence != "announced" or kind not in _ONCE:
        return False
    last = max(_published(case, entry.event, claim)[1] for claim in entry.claims if claim.role is Role.ANNOUNCED)
    return any(
        _published(case, other.event, claim)[0] > last
        for other in known
        if other.evidence == "announced" and kind in other.kinds
        if (other.event.party, other.event.of) == (entry.event.party, entry.event.of)
        if entry.date.earliest not in other.date
        or entry.date.latest not in other.date
        or _ends(other.date) == _ends(entry.date)
        for claim in other.claims
        if claim.role is Role.ANNOUNCED
    )


_ONCE = {"adopted", "signed", "ratified", "in_force", "withdrawn", "terminated"}


def _without_what_was_called_off(known: list[Known]) -> list[Known]:
    out: set[int] = set()
    for number, entry in enumerate(known):
        event = entry.event
        stops: set[str] = set()
        if EventKind.POSTPONED in event.kinds and event.of:
            stops = {event.of}
        elif EventKind.NOTICE_REVOKED in event.kinds and EventKind.NOTICE_GIVEN not in event.kinds:
            stops = {"withdrawn", "terminated"}
        given = any(
            other.event.party == event.party and EventKind.NOTICE_GIVEN in other.event.kinds for other in known[:number]
        )
        for other in known[:number][::-1]:
            mine = [kind for kind in other.kinds if kind in stops]
            if id(other) in out or not mine:
                continue
            day = _effect(other)
            pending = day and other.cancelled_by is None and day.latest >= entry.date.earliest
            pending = pending and any(kind in _LATER for kind in mine)
            if other.evidence == "announced" and "withdrawn" in stops:
                continue
            if other.evidence != "announced" and not pending:
                continue
            if EventKind.POSTPONED in event.kinds:
                if other.evidence == "announced":
                    out.add(id(other))
                else:
                    other.cancelled_by = entry.evidence
                break
            if other.event.party in (None, event.party):
                other.cancelled_by = entry.evidence
                if not given:
                    entry.kinds = tuple(kind for kind in entry.kinds if kind is not EventKind.NOTICE_REVOKED)
    left = [entry for entry in known if id(entry) not in out]
    for number, entry in enumerate(left):
        if entry.evidence == "announced":
            told = {
                kind
                for other in left[number + 1 :]
                if other.evidence == "reported" and other.event.party == entry.event.party
                for kind in other.kinds
            }
            entry.kinds = tuple(kind for kind in entry.kinds if kind not in told)
    return [entry for entry in left if entry.kinds or entry.evidence != "announced"]


def _effect(entry: Known) -> PartialDate | None:
    """The later of the day of the act and the day of effect, where they differ."""
    if entry.event.effective is None:
        return None
    first = max(entry.date.earliest, entry.event.effective.earliest)
    last = max(entry.date.latest, entry.event.effective.latest)
    return PartialDate.between(first, last) if (first, last) != _ends(entry.date) else None


def _presumed(known: list[Known], terms: Terms) -> list[Spot]:
    spots = []
    for number, entry in enumerate(known):
        event = entry.event
        if EventKind.NOTICE_GIVEN not in entry.kinds or event.party is None or event.effective is None:
            continue
        over = False
        for other in known[number + 1 :]:
            kinds, same = set(map(str, other.kinds)), other.event.party == event.party
            outcome = {"notice_suspended", "notice_revoked"}
            if other.event.of in (None, EventKind.RATIFIED):
                outcome |= {"withdrawn"}
            if not other.date.latest < event.effective.earliest:
                outcome |= {"signed", "ratified", "in_force"}
            alive = kinds - {"note", "terminated", "withdrawn"} and event.effective.latest < other.date.earliest
            over = over or bool(kinds & {"extended", "abandoned"})
            if "terminated" in kinds:
                bilateral = len(terms.parties) == 2 and not terms.open
                end = other.event.effective or other.date
                if not bilateral and event.effective.earliest < end.latest:
                    break  # it may have left before the end
                over = True
            over = over or (same and bool(kinds & (outcome | {"notice_given"})))
            over = over or (len(terms.parties) == 2 and not terms.open and bool(alive))
        if not over:
            end = Event((EventKind.WITHDRAWN,), event.effective, party=event.party)
            ended = Known(end, "announced", [], event.effective, _ends(event.effective), end.kinds, notice=entry)
            spots.append(Spot(ended, end.kinds, event.effective, ended.span, True))
    return spots


def _end_of_term(known: list[Known], clauses: Clauses) -> list[Spot]:
    """The end that a term without renewal presumes, counted from the first report of force for all, else the first."""
    term = clauses.term
    if term is None or not term.years or term.renews is not False:
        return []
    forces = [entry for entry in known if EventKind.IN_FORCE in entry.kinds and entry.event.party is None]
    forces.sort(key=lambda entry: entry.evidence != "reported")
    if not forces:
        return []
    start = forces[0]
    end = Period(term.years, "years").after(start.event.effective or start.date)
    for entry in known[known.index(start) + 1 :]:
        if EventKind.EXTENDED in entry.kinds:
            end = entry.event.until or Period(term.years, "years").after(end)
    for entry in known:
        kinds = set(map(str, entry.kinds))
        if kinds & {"terminated", "abandoned"}:
            return []
        if kinds - {"note", "withdrawn"} and end.latest < entry.date.earliest:
            return []
    event = Event((EventKind.TERMINATED,), end)
    ended = Known(event, "announced", [], end, _ends(end), event.kinds, start=start)
    return [Spot(ended, event.kinds, end, _ends(end), True)]


def _ends_foreseen(known: list[Known], case: Case) -> list[Spot]:
    return [*_presumed(known, case.terms), *_end_of_term(known, case.clauses)]


def _retroactive(known: list[Known], on: Sequence[dt.date]) -> dict[tuple[str, str], bool]:
    """Acts whose effect began before them: on some of the days between, and whether for certain on all days asked."""
    found: dict[tuple[str, str], bool] = {}
    earlier = {"in_force", "provisional", "provisional_ended", "ratified", "amended", "extended", "terminated"}
    for entry in known:
        start = entry.event.effective
        if start is None or not earlier & set(map(str, entry.kinds)) or start.latest >= entry.date.earliest:
            continue
        if any(start.earliest <= day < entry.date.latest for day in on):
            sure = all(start.latest <= day < entry.date.earliest for day in on) and entry.evidence == "reported"
            key = (entry.event.party or ALL, start.text)
            found[key] = found.get(key, False) or sure
    return found


def _line(known: list[Known], foreseen: bool, ends: list[Spot], force: bool = False) -> list[Spot]:
    acts: list[Spot] = []
    effects: list[tuple[int, Spot]] = [(-1, spot) for spot in ends]
    for number, entry in enumerate(known):
        day = _effect(entry)
        moved = tuple(kind for kind in entry.kinds if day and kind in _LATER)
        acts.append(Spot(entry, tuple(kind for kind in entry.kinds if kind not in moved), entry.date, entry.span))
        called_off = entry.cancelled_by is not None and (foreseen or entry.cancelled_by != "announced")
        if day and moved and not called_off:
            effects.append((number, Spot(entry, moved, day, _ends(day), True)))
        elif day and not moved and entry.event.party and EventKind.RATIFIED in entry.kinds and not called_off:
            effects.append((number, Spot(entry, (EventKind.IN_FORCE,), day, _ends(day), True, force)))
    merged = list(acts)
    for number, spot in sorted(
        effects, key=lambda pair: (pair[1].span[::-1], EventKind.WITHDRAWN not in pair[1].kinds)
    ):
        peak, place = dt.date.min, 0
        for index, other in enumerate(acts):
            peak = max(peak, other.span[0])
            if index > number and _leaves_by(spot, other):
                break
            if index <= number or peak <= spot.date.latest:
                place = index + 1
        where = merged.index(acts[place]) if place < len(acts) else len(merged)
        merged.insert(where, spot)
    return merged


def _leaves_by(spot: Spot, end: Spot) -> bool:
    """Whether a party leaves on the day on which the agreement ends."""
    ends = {EventKind.TERMINATED, EventKind.ABANDONED}
    return EventKind.WITHDRAWN in spot.kinds and spot.span == end.span and not ends.isdisjoint(end.kinds)


def _days_of(spans: Sequence[Span], days: Sequence[dt.date], after: dt.date = dt.date.min) -> Iterator[list[dt.date]]:
    if not spans:
        yield []
        return
    for day in days:
        if max(after, spans[0][0]) <= day <= spans[0][1]:
            for rest in _days_of(spans[1:], days, day):
                yield [day, *rest]


def _positions(case: Case, line: list[Spot], on: Sequence[dt.date]) -> dict[int, Position]:
    """The positions that some assignment of days gives on one of the days, by the number of points."""
    # The end of a term lies beyond the window.
    ends = {day for spot in line if EventKind.TERMINATED in spot.kinds for day in spot.span}
    counts = {
        sum(one <= day for one in chosen)
        for chosen in _days_of([spot.span for spot in line], sorted({dt.date.min, *case.days, *ends, dt.date.max}))
        for day in on
    }
    assert counts, "the strategy makes histories that hold together"
    return {count: _fold(line, count, case.terms, case.clauses.not_recorded) for count in counts}


def _orders(line: list[Spot], case: Case) -> list[list[Spot]]:
    """Every order in which the effects may have come that has as few faults as any.

    An effect comes after its act and after all entries that are certainly before it, and before all that are certainly
    later. Of its own day it stands last, if that is no fault.
    """
    acts = [spot for spot in line if not spot.effect]
    effects = [spot for spot in line if spot.effect]
    ways: list[range] = []
    for spot in effects:
        latest = sum(not one.effect for one in line[: line.index(spot)])
        act = spot.known.notice or spot.known.start or spot.known
        first = next((number + 1 for number, one in enumerate(acts) if one.known is act), 0)
        for number in range(latest):
            if min(one.span[1] for one in acts[number:]) < spot.span[0] or (
                min(one.span[1] for one in acts[number:]) == spot.span[0] and not _leaves_by(spot, acts[number])
            ):
                first = max(first, number + 1)
        ways.append(range(min(first, latest), latest + 1))
    orders = [line]
    for places in product(*ways) if effects else ():
        for mixed in permutations(range(len(effects))):
            if all(
                effects[one].span[0] <= effects[two].span[1]
                for place, one in enumerate(mixed)
                for two in mixed[place:]
                if places[one] == places[two]
            ):
                order: list[Spot] = []
                for number in range(len(acts) + 1):
                    order += [effects[one] for one in mixed if places[one] == number]
                    order += acts[number : number + 1]
                orders.append(order)
    least = min(_faults(order, case) for order in orders)
    return [order for order in orders if _faults(order, case) == least]


def _faults(line: list[Spot], case: Case) -> int:
    faults: list[object] = []
    _fold(line, len(line), case.terms, case.clauses.not_recorded, faults)
    return len(faults)


def _fold(
    line: list[Spot],
    count: int,
    terms: Terms,
    passed_over: frozenset[EventKind],
    faults: list[object] | None = None,
) -> Position:
    position = START
    happened = [(spot, kind) for spot in line for kind in spot.kinds]
    stood: dict[int, State | None] = {}
    began, anew = {}, -1
    number = 0
    for place, spot in enumerate(line[:count]):
        event = spot.known.event
        if not spot.effect:
            stood[id(event)], began[id(event)] = position.state, place
        over = position.state in _OVER and stood.get(id(event)) not in _OVER
        if position.ended_on and not position.ended_on.latest < spot.date.earliest:
            over = False
        consents = spot.effect and spot.kinds == ("in_force",) and EventKind.IN_FORCE not in event.kinds
        binds = consents and not spot.force
        overtaken = position.state is State.IN_FORCE and stood.get(id(event)) is not State.IN_FORCE
        standing = position.before if position.state in _OVER else position.state
        no_use = spot.effect and (
            over or (binds and standing is not State.IN_FORCE) or began.get(id(event), place) < anew
        )
        before = position.state
        for kind in spot.kinds:
            number += 1
            later = happened[number:]
            absent = frozenset(
                party
                for party in {one.known.event.party for one, _ in later} - {None}
                if not event.party and not terms.bilateral and _comes_later(party, kind, later)
            )
            perhaps: frozenset[str] = frozenset()
            if kind is EventKind.PROVISIONAL:
                # Who signs later may have taken part in the application, or not.
                perhaps = frozenset(
                    party
                    for party in {one.known.event.party for one, _ in later} - {None}
                    if not event.party and not terms.bilateral and _comes_later(party, EventKind.SIGNED, later)
                )
                perhaps -= absent
            if event.party and kind is EventKind.RATIFIED and _comes_later(event.party, kind, later, own=True):
                absent = frozenset({event.party})
            decided = _decided(line[: place + 1], spot)
            doubtful = kind is EventKind.IN_FORCE and EventKind.RATIFIED in passed_over
            doubtful = doubtful and (terms.open or terms.consents_needed is not None)
            details = (
                event.effective,
                event.of,
                event.manner,
                event.partial,
                place,
                absent,
                perhaps,
                doubtful,
                decided,
            )
            if not no_use:
                position, fault = step(position, Act(kind, event.party, spot.date, *details), terms)
                no_matter = over or binds or (overtaken and kind in ("provisional", "provisional_ended", "abandoned"))
                if fault and faults is not None and not (spot.effect and no_matter):
                    faults.append(fault)
        if (before, position.state) == (State.ABANDONED, State.NEGOTIATING):
            anew = place
    return position


_OVER = (State.ABANDONED, State.TERMINATED)


def _decided(line: list[Spot], spot: Spot) -> int | None:
    """The place at which the party of the last spot decided to leave on a later day, where that is not over."""
    if spot.effect and EventKind.WITHDRAWN in spot.kinds:
        index = spot.known.notice if spot.known.notice is not None else spot.known
        return next((n for n, one in enumerate(line) if one.known is index and not one.effect), None)
    decided = None
    for number, one in enumerate(line):
        leaves = EventKind.WITHDRAWN in one.known.kinds and one.known.event.effective is not None
        if leaves and one.known.event.party == spot.known.event.party:
            if EventKind.WITHDRAWN in one.kinds:
                decided = None
            elif one.known.cancelled_by is None:
                decided = number
    return decided if spot.known.event.party else None


def _comes_later(
    party: str | None, deed: EventKind, later: Iterable[tuple[Spot, EventKind]], *, own: bool = False
) -> bool:
    """Whether an act of the party, before it leaves, shows that it had not done what all did."""
    newcomer = deed in (EventKind.SIGNED, EventKind.PROVISIONAL)
    shows = {
        "signed": {"signed"},
        "ratified": {"signed", "ratified"},
        "in_force": {"signed", "ratified", "provisional", "in_force"},
        "provisional": {"provisional"},
    }.get(str(deed), set())
    if own:
        shows = {"in_force"}
    for spot, kind in later:
        event = spot.known.event
        if kind is EventKind.NEGOTIATING:
            return False
        if event.party == party and kind is EventKind.WITHDRAWN:
            if event.of is None:
                return False
            if deed is EventKind.IN_FORCE and event.of is EventKind.SIGNED:
                return True
        elif deed is EventKind.PROVISIONAL and kind is EventKind.PROVISIONAL_ENDED and event.party in (None, party):
            return False
        elif event.party == party and (kind in shows or (newcomer and event.manner in ("accession", "succession"))):
            return True
    return False


def _closure(state: State | None, kinds: frozenset[EventKind], *, wide: bool = False) -> set[State | None]:
    """States to which events lead by the table; in the wide sense also by acts of one party, and back."""
    found = {state}
    more = found
    while more:
        cells = {(one, kind): TABLE[one][kind] for one in found for kind in kinds}
        more = {cell.target for cell in cells.values() if cell and cell.target}
        if wide:
            for (one, kind), cell in cells.items():
                back = {"ratified": {"signed"}, "signed": {"negotiating"}}.get(str(kind), set()) if cell else set()
                more |= {State(word) for word in back if cell and cell.target}
                more |= {State.SIGNED} if (one, kind) == (State.RATIFIED, EventKind.WITHDRAWN) else set()
                more |= set(State) - {State.IN_FORCE, *_OVER} if (one, kind) == (State.ABANDONED, "resumed") else set()
        more -= found
        found = found | more
    return found


def _places(position: Position, party: str) -> set[str]:
    """The places of a party in one position; two where it is doubtful whether force binds it."""
    ledger, flags, marks = position.ledger, position.flags, position.marks
    if position.state is State.TERMINATED and party not in ledger.gone:
        topics = (Deed.CONSENTED, Deed.BOUND, Flag.PROVISIONAL)
        held = [marks[topic][party] for topic in topics if party in marks.get(topic, {})]
        if not all(mark.doubtful for mark in held):
            return {Place.ENDED}
        return {Place.SIGNED if party in ledger.signed else Place.NONE, *({Place.ENDED} if held else ())}
    if party in ledger.gone:
        return {Place.GONE}
    if any(notice.party == party for notice in flags.notices):
        return {Place.NOTICE}
    if party in ledger.bound:
        return {Place.BOUND}
    perhaps = {Place.BOUND} if position.state is State.IN_FORCE and party in position.of(Deed.BOUND) else set()
    if party in flags.provisional or ALL in flags.provisional:
        own = position.of(Flag.PROVISIONAL).get(party)
        perhaps |= {Place.PROVISIONAL}
        if own is None or not own.doubtful or party in position.of(Deed.BOUND):
            return perhaps
    if party in ledger.consented:
        return perhaps | {Place.CONSENTED}
    return perhaps | {Place.SIGNED if party in ledger.signed else Place.NONE}


def _flags_of(position: Position, *, certain: bool = False) -> set[tuple[str, str]]:
    flags = position.flags
    doubtful = {
        (str(flag), party)
        for flag in (Flag.PROVISIONAL, Flag.REFUSED)
        for party, mark in position.of(flag).items()
        if certain and mark.doubtful
    }
    return {
        *({("stalled", ALL)} if flags.stalled else set()),
        *(("provisional", party) for party in flags.provisional),
        *(("suspended", party) for party in flags.suspended),
        *(("notice", notice.party) for notice in flags.notices),
        *(("refused", party) for party in flags.refused),
    } - doubtful


def _compare(case: Case, answer: Status, on: Sequence[dt.date], known_by: PartialDate | None) -> None:
    positions: list[Position] = []
    presumed: list[Position] = []
    silent: set[State | None] = set()
    for public in _subsets(case, known_by):
        known = _as_known(case, public, known_by)
        firm = [entry for entry in known if entry.evidence == "reported"]
        reported = _line(firm, False, [])
        # The effect of a consent is taken for force, of which nothing else is known.
        force = all(EventKind.IN_FORCE not in entry.kinds for entry in known)
        force = force and EventKind.IN_FORCE not in case.clauses.not_recorded
        ended = _line(firm, False, _ends_foreseen(firm, case), force)
        foreseen = _line(known, True, _ends_foreseen(known, case), force)
        orders = [(line, order) for line in (reported, ended, foreseen) for order in _orders(line, case)]
        if case.clauses.not_recorded and any(_faults(order, case) for _, order in orders):
            return  # what must have happened in silence is for test_truth_properties.py
        for line, order in orders:
            found = _positions(case, order, on)
            positions += found.values()
            if line is foreseen:
                presumed += found.values()
            if line and case.clauses.not_recorded:
                silent |= {
                    one
                    for count, position in found.items()
                    if count
                    for one in _closure(position.state, case.clauses.not_recorded, wide=count < len(line))
                }
    states = {position.state for position in positions}
    target(len(states))
    note(f"{answer.possible} {states} {silent}")
    silent -= states
    if silent:
        # Between two entries only what the next one allows: see test_truth_properties.py.
        assert states - {None} <= answer.possible <= (states | silent) - {None}
        silent = {*answer.possible, None} - states
    assert answer.possible == (states | silent) - {None}
    assert answer.unbegun == (None in states)
    assert answer.state == answer.certain == (next(iter(states)) if len(states | silent) == 1 else None)
    then = {position.state for position in presumed}
    assert answer.presumed == (then.pop() if len(then) == 1 and not silent else None)
    for name, deed in (("signed", Deed.SIGNED), ("ratified", Deed.CONSENTED)):
        done = [set(position.of(deed)) - {ALL} for position in positions]
        assert set(getattr(answer, name)) == set.intersection(*done)
    raised = [_flags_of(position) for position in positions]
    sure = [_flags_of(position, certain=True) for position in positions]
    flags = [one for one in answer.flags if one.flag is not Flag.RETROACTIVE]
    retroactive: dict[tuple[str, str], bool] = {}
    for one in answer.flags:
        if one.flag is Flag.RETROACTIVE:
            key = (one.party or ALL, one.since.text if one.since else "")
            retroactive[key] = retroactive.get(key, False) or one.certain
    by_reading = [_retroactive(_as_known(case, public, known_by), on) for public in _subsets(case, known_by)]
    assert set(retroactive) == {key for found in by_reading for key in found}
    assert {key for key, sure in retroactive.items() if sure} == {
        key for key in retroactive if all(found.get(key, False) for found in by_reading)
    }
    assert {(str(one.flag), one.party or ALL) for one in flags} == set.union(*raised)
    certain = {(str(one.flag), one.party or ALL) for one in flags if one.certain}
    assert certain <= set.intersection(*sure)
    if not silent:
        assert certain == set.intersection(*sure)
        afterwards = [_flags_of(position, certain=True) for position in presumed]
        assert {(str(o.flag), o.party or ALL) for o in flags if o.presumed} == set.intersection(*afterwards)
        for standing in answer.standing:
            places = set().union(*(_places(position, standing.party) for position in positions))
            if case.clauses.not_recorded:
                assert standing.possible >= places
                continue
            assert standing.possible == places
            expected = set().union(*(_places(position, standing.party) for position in presumed))
            assert standing.presumed == (expected.pop() if len(expected) == 1 else None)


def _ask(case: Case, on: PartialDate, known_by: PartialDate | None = None) -> Status:
    return status(case.events, case.sources, case.terms, on, known_by, case.clauses)


def _within(case: Case, first: int, last: int) -> PartialDate:
    first, last = sorted([first % len(case.days), last % len(case.days)])
    return PartialDate.between(case.days[first], case.days[last])


places = st.integers(0, 7)


@given(cases(4), places)
@settings(max_examples=examples(350))
def test_status_is_what_every_assignment_of_days_gives(case: Case, place: int) -> None:
    day = case.days[place % len(case.days)]
    _compare(case, _ask(case, PartialDate(day)), [day], None)


@given(cases(2, EventKind.IN_FORCE), st.integers(0, 9))
@settings(max_examples=examples(250))
def test_ends_of_term_and_acts_with_earlier_effect_are_too(case: Case, place: int) -> None:
    day = case.days[place % len(case.days)]
    _compare(case, _ask(case, PartialDate(day)), [day], None)


@given(cases(3), places, places)
@settings(max_examples=examples(250))
def test_status_as_known_by_a_day_is_too(case: Case, place: int, other: int) -> None:
    day, known_by = case.days[place % len(case.days)], PartialDate(case.days[other % len(case.days)])
    _compare(case, _ask(case, PartialDate(day), known_by), [day], known_by)


@given(cases(3), places, places, places)
@settings(max_examples=examples(150))
def test_status_as_known_by_a_partial_date_is_too(case: Case, place: int, first: int, last: int) -> None:
    day, known_by = case.days[place % len(case.days)], _within(case, first, last)
    _compare(case, _ask(case, PartialDate(day), known_by), [day], known_by)


@given(cases(longest=3), places, places)
@settings(max_examples=examples(250))
def test_status_on_a_partial_date_is_that_of_each_of_its_days(case: Case, first: int, last: int) -> None:
    on = _within(case, first, last)
    _compare(case, _ask(case, on), [day for day in case.days if day in on], None)


@given(cases(), st.randoms(use_true_random=False), st.booleans(), places, places)
@settings(max_examples=examples(250))
def test_the_fast_way_to_the_possible_states_leads_to_the_same(
    case: Case, random: Random, mixed: bool, first: int, last: int
) -> None:
    """Also where the list contradicts its dates."""
    events = list(case.events)
    if mixed:
        random.shuffle(events)
    for on in (_within(case, first, last), PartialDate(case.days[first % len(case.days)])):
        whole = status(events, case.sources, case.terms, on, None, case.clauses)
        states = states_on(prepare(events, case.sources, case.terms, None, case.clauses), on)
        assert states - {None} == whole.possible
        assert (None in states) == whole.unbegun


# Relations between answers.


@given(cases(), places)
@settings(max_examples=examples(200))
def test_no_known_by_is_like_one_far_ahead(case: Case, place: int) -> None:
    dated = [attrs.evolve(one, published=one.published or PartialDate(case.days[-1])) for one in case.sources.values()]
    events = [event for event in case.events if event.claims]
    claims = {claim.source for event in events for claim in event.claims if claim.date}
    assume(not claims)  # a day that one source makes more precise is the entry's own
    sources = {one.id: one for one in dated}
    on = PartialDate(case.days[place % len(case.days)])
    with_all = status(events, sources, case.terms, on, None, case.clauses)
    far = status(events, sources, case.terms, on, PartialDate(dt.date.max), case.clauses)
    assert attrs.evolve(with_all, known_by=None) == attrs.evolve(far, known_by=None)


@given(cases(), st.randoms(use_true_random=False), places, places)
@settings(max_examples=examples(150))
def test_the_order_of_claims_and_sources_changes_nothing(case: Case, random: Random, a: int, b: int) -> None:
    def mixed(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        shuffled = list(claims)
        random.shuffle(shuffled)
        return tuple(shuffled)

    events = tuple(attrs.evolve(event, claims=mixed(event.claims)) for event in case.events)
    sources = dict(sorted(case.sources.items(), key=lambda pair: random.random()))
    on, known_by = PartialDate(case.days[a % len(case.days)]), PartialDate(case.days[b % len(case.days)])
    before = _ask(case, on, known_by)
    after = _ask(attrs.evolve(case, events=events, sources=sources), on, known_by)
    for field in ("possible", "state", "presumed", "since", "flags", "standing"):
        assert getattr(before, field) == getattr(after, field)


@given(cases(), places, places, places)
@settings(max_examples=examples(200))
def test_a_wider_publication_makes_no_answer_more_certain(case: Case, a: int, b: int, c: int) -> None:
    assume(case.sources)
    name = sorted(case.sources)[c % len(case.sources)]
    published = case.sources[name].published
    assume(published)
    wider = PartialDate.between(case.days[0], published.latest)
    sources = {**case.sources, name: attrs.evolve(case.sources[name], published=wider)}
    on, known_by = PartialDate(case.days[a % len(case.days)]), PartialDate(case.days[b % len(case.days)])
    before, after = _ask(case, on, known_by), _ask(attrs.evolve(case, sources=sources), on, known_by)
    assert before.possible <= after.possible
    assert after.unbegun or not before.unbegun


@given(cases(), places, places, places)
@settings(max_examples=examples(300))
def test_a_more_precise_date_never_adds_a_possibility(case: Case, a: int, b: int, c: int) -> None:
    """The date of an entry, or the day asked about, is narrowed to a part of itself."""
    on = _within(case, a, b)
    narrow = PartialDate(on.earliest if c % 2 else on.latest)
    wide, exact = _ask(case, on), _ask(case, narrow)
    assert exact.possible <= wide.possible
    assert wide.unbegun or not exact.unbegun
    for one in exact.standing:
        assert one.possible <= wide.of(one.party).possible
    bare = [index for index, event in enumerate(case.events) if not event.claims]
    assume(bare)
    place = bare[c % len(bare)]
    event = case.events[place]
    first = max([event.date.earliest, *(before.date.earliest for before in case.events[:place])])
    last = min([event.date.latest, *(after.date.latest for after in case.events[place:])])
    assume(first <= last and event.effective is None)
    day = PartialDate(first if a % 2 else last)
    exact = _ask(
        attrs.evolve(case, events=(*case.events[:place], attrs.evolve(event, date=day), *case.events[place + 1 :])), on
    )
    assert exact.possible <= wide.possible
    assert wide.unbegun or not exact.unbegun


@given(cases(), places, places, places)
@settings(max_examples=examples(150))
def test_a_source_that_comes_later_changes_nothing_earlier(case: Case, a: int, b: int, c: int) -> None:
    assume(case.sources)
    known_by = PartialDate(case.days[b % len(case.days)])
    later = {
        claim.source
        for event in case.events
        for claim in event.claims
        if _published(case, event, claim)[0] > known_by.latest
    }
    name = sorted(later)[c % len(later)] if later else ""
    without = tuple(
        attrs.evolve(event, claims=tuple(claim for claim in event.claims if claim.source != name))
        for event in case.events
    )
    assume(all(event.claims for event in without))
    on = PartialDate(case.days[a % len(case.days)])
    before, after = _ask(case, on, known_by), _ask(attrs.evolve(case, events=without), on, known_by)
    for field in ("possible", "state", "presumed", "since", "flags", "standing"):
        assert getattr(before, field) == getattr(after, field)


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
def test_a_replay_steps_through_every_point(case: Case) -> None:
    line = prepare(case.events, case.sources, case.terms).readings[0].foreseen
    states = [None, *(taken.state for taken in line.steps)]
    positions = line.positions(range(1, len(line.steps) + 1))
    for index, (taken, position) in enumerate(zip(line.steps, positions, strict=True)):
        assert position.state is taken.state
        assert position == next(line.positions([index + 1]))
        moves = [place for place in range(index + 1) if states[place] is not states[place + 1]]
        assert taken.since is None if not moves else taken.since is not None and taken.since >= moves[-1]
        assert {kind for kind, _ in taken.violations} <= set(line.points[index].kinds)


def test_the_strategy_reaches_every_state_and_every_evidence() -> None:
    states: set[State | None] = set()
    roles: set[tuple[Role, ...]] = set()
    postponed: list[Event] = []
    terms_ended: list[Case] = []
    flags: set[Flag] = set()

    @given(cases() | cases(2, EventKind.IN_FORCE))
    @settings(max_examples=examples(800), database=None, derandomize=True, phases=[Phase.generate])
    def collect(case: Case) -> None:
        line = prepare(case.events, case.sources, case.terms).readings[0].foreseen
        states.add(line.state(len(line.points)))
        roles.update(tuple(sorted({claim.role for claim in event.claims}, key=str)) for event in case.events)
        postponed.extend(event for event in case.events if event.of)
        terms_ended.extend([case] if _end_of_term(_as_known(case, set(case.sources), None), case.clauses) else [])
        flags.update(one.flag for one in _ask(case, PartialDate.between(case.days[0], case.days[-1])).flags)

    collect()
    assert states == {None, *State}
    assert len(roles) == 8
    assert postponed
    assert terms_ended
    assert Flag.RETROACTIVE in flags
