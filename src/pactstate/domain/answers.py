"""Answer to a question about a day: states, flags, the standing of each party, and what is expected.

See docs/domain.md, "Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar, cast

import attrs

from pactstate.domain.dates import PartialDate, certainly_before, possibly_before
from pactstate.domain.events import FLAG_STATES, WAYS_OUT, EventKind, Flag, Manner, State
from pactstate.domain.evidence import Evidence, LiveEntry, publication
from pactstate.domain.fields import shallow
from pactstate.domain.model import NO_CLAUSES, Claim, Clauses, Event, Source
from pactstate.domain.position import ALL, Deed, Mark, Terms, Topic
from pactstate.domain.timeline import Line, Prepared, prefix_counts, prepare, silent_states
from pactstate.domain.words import Word

__all__ = [
    "EARLIER_EFFECT",
    "Expectation",
    "FlagStatus",
    "Place",
    "Reason",
    "Standing",
    "Status",
    "Why",
    "answer",
    "status",
]

EARLIER_EFFECT: Final = frozenset(
    {
        EventKind.IN_FORCE,
        EventKind.PROVISIONAL,
        EventKind.PROVISIONAL_ENDED,
        EventKind.RATIFIED,
        EventKind.AMENDED,
        EventKind.EXTENDED,
        EventKind.TERMINATED,
    }
)
"""Events that may take effect from a day before the act (VCLT 28)."""


class Place(Word):
    """Place of one party in an agreement."""

    NONE = "not yet a party"
    SIGNED = "signed"
    CONSENTED = "consented"
    PROVISIONAL = "provisionally bound"
    BOUND = "bound"
    NOTICE = "under notice"
    GONE = "gone"
    ENDED = "no longer bound: the agreement is over"


class Why(Word):
    """Reason why something is expected."""

    ANNOUNCED = "announced"
    EFFECT = "effect"
    """A reported act takes effect."""
    RULE = "by rule"
    """The agreement's own rule of entry into force."""
    NOTICE = "notice"
    """A notice takes effect."""
    TERM = "term"
    """The term ends and does not renew."""


@attrs.frozen(field_transformer=shallow)
class Reason:
    """Entry on which an answer rests, with the claims that were used."""

    event: Event
    claims: tuple[Claim, ...]


@attrs.frozen(field_transformer=shallow)
class Expectation:
    """Event whose day is still ahead."""

    name: str
    """The word of the event; several are joined with ``+``."""
    date: PartialDate
    why: Why
    party: str | None = None
    event: Event | None = None
    """The entry on which it rests."""
    claims: tuple[Claim, ...] = ()
    notice_by: PartialDate | None = None
    """Last day for a notice before the end of a term, where the agreement states a period."""

    def __str__(self) -> str:
        if self.why is Why.NOTICE:
            return f"end by notice of {self.party} {self.date}"
        if self.why is Why.TERM:
            return f"end of term {self.date}"
        by = f" by {self.party}" if self.party else ""
        return f"{self.name}{by} {self.date}" + (" by rule" if self.why is Why.RULE else "")


@attrs.frozen(field_transformer=shallow)
class FlagStatus:
    """Flag that may stand on the day of the answer."""

    flag: Flag
    party: str | None = None
    """Who raised it; None stands for all parties."""
    since: PartialDate | None = None
    """None when the day is not certain."""
    certain: bool = True
    presumed: bool | None = True
    """Whether it stands if everything announced came true on time; None when that leaves both."""
    on_hold: bool | None = False
    """Whether a notice is on hold; None when that is not certain."""
    effective: PartialDate | None = None
    """Day on which a notice takes effect."""


@attrs.frozen(field_transformer=shallow)
class Standing:
    """Where one party stands on the day of an answer.

    ``str`` gives it in words, as in ``bound since 2016-11-04``.
    """

    party: str
    possible: frozenset[Place]
    presumed: Place | None = None
    since: PartialDate | None = None
    """When the certain place began; None when that is not certain."""
    manner: Manner | None = None
    """How it consented, where it did for certain."""
    approved: bool = False
    """Whether it has approved at home for certain."""
    flags: tuple[FlagStatus, ...] = ()

    @property
    def certain(self) -> Place | None:
        """The only possible place, else None."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None

    def __str__(self) -> str:
        words = " or ".join(place for place in Place if place in self.possible)
        if self.certain is None:
            return words + (f"; presumed {self.presumed}" if self.presumed else "")
        return words + (f" since {self.since}" if self.since else "")


@attrs.frozen(field_transformer=shallow)
class Status:
    """Answer: where an agreement stood on a day, as far as was known by another day."""

    on: PartialDate
    known_by: PartialDate | None
    """None: everything in the file."""
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
    flags: tuple[FlagStatus, ...]
    """Flags that stand, or may stand."""
    standing: tuple[Standing, ...]
    """Where each party stands, in the order of the agreement's list; others after them."""
    signed: tuple[str, ...]
    """Parties certain to have signed, in order."""
    approved: tuple[str, ...]
    """Parties certain to have approved, in order."""
    approved_in_part: tuple[str, ...]
    """Parties of which one organ is certain to have approved, and another must still agree."""
    ratified: tuple[str, ...]
    """Parties certain to have consented to be bound, in order."""
    expected: tuple[Expectation, ...]
    newest: PartialDate | None
    """The latest publication among the claims used: how fresh the answer is."""
    newest_source: str | None
    why: tuple[Reason, ...]
    projected: bool = False
    """Whether the day lies beyond today or beyond ``known_by``: what holds if nothing changes."""
    silent: tuple[EventKind, ...] = ()
    """Events that the record does not follow, where they add to the possible states."""

    @property
    def certain(self) -> State | None:
        """The same as :attr:`state`."""
        return self.state

    def of(self, party: str) -> Standing:
        """Return where one party stands; a party of which nothing is recorded is not yet one."""
        for one in self.standing:
            if one.party == party:
                return one
        return Standing(party, frozenset({Place.NONE}), Place.NONE)


def status(
    events: Sequence[Event],
    sources: Mapping[str, Source],
    terms: Terms,
    on: PartialDate,
    known_by: PartialDate | None = None,
    clauses: Clauses = NO_CLAUSES,
    today: dt.date | None = None,
) -> Status:
    """Return where the agreement stood on ``on``, as far as was known by ``known_by`` (None: everything in the file).

    ``on`` may be partial: the answer then holds for every day in it. A source that was only possibly published by
    ``known_by`` is taken once as known and once as unknown, each by itself, and the answers are united. ``today``
    decides whether the answer is projected. Never raises.
    """
    return answer(prepare(events, sources, terms, known_by, clauses), sources, on, known_by, today)


def answer(
    prepared: Prepared,
    sources: Mapping[str, Source],
    on: PartialDate,
    known_by: PartialDate | None = None,
    today: dt.date | None = None,
) -> Status:
    """Return where a prepared history stood on a day; see :func:`status`."""
    clauses, terms = prepared.clauses, prepared.terms
    outcomes: list[_Outcome] = []
    foreseen: list[_Outcome] = []
    for reading in prepared.readings:
        made = {id(line): _outcome(line, on, clauses) for line in reading.lines}
        outcomes += made.values()
        foreseen.append(made[id(reading.foreseen)])
    states = {state for outcome in outcomes for state in outcome.states}
    silent = {state for outcome in outcomes for state in outcome.silent} - states
    presumed = _only({state for outcome in foreseen for state in outcome.states})
    state = _only(states | silent)
    items = prepared.readings[0].items
    line, reach = prepared.readings[0].foreseen, foreseen[0].reach
    used = _used(line, reach)
    expected = tuple(_expected(prepared, on, states | silent))
    heard = [*used, *(item for item in prepared.readings[0].refuted if item.span[0] <= on.latest)]
    claims = [(item.event, item.claims) for item in heard]
    claims += [(one.event, one.claims) for one in expected if one.event]
    newest = _newest(claims, sources)
    done = _done_by(outcomes)
    flags = tuple(_flags(outcomes, foreseen, clauses, silent))
    flags += tuple(_retroactive(items, on))
    hushed = tuple(kind for kind in EventKind if kind in clauses.not_recorded) if silent else ()
    return Status(
        on=on,
        known_by=known_by,
        possible=frozenset(one for one in states | silent if one),
        state=state,
        presumed=None if silent else presumed,
        unbegun=None in states | silent,
        since=_one_day({outcome.since for outcome in outcomes}) if state else None,
        flags=flags,
        standing=tuple(_standing(outcomes, foreseen, terms, clauses, flags, silent=bool(silent))),
        signed=tuple(party for party, _ in done[Deed.SIGNED]),
        approved=tuple(party for party, partial in done[Deed.APPROVED] if not partial),
        approved_in_part=tuple(party for party, partial in done[Deed.APPROVED] if partial),
        ratified=tuple(party for party, _ in done[Deed.CONSENTED]),
        expected=expected,
        newest=newest[0] if newest else None,
        newest_source=newest[1] if newest else None,
        why=tuple(Reason(item.event, item.claims) for item in used),
        projected=(today is not None and on.latest > today) or (known_by is not None and on.latest > known_by.latest),
        silent=hushed,
    )


class _Seen(NamedTuple):
    """Marks of one topic and party in the possible prefixes of a line."""

    marks: tuple[Mark, ...]
    always: bool


class _Day(NamedTuple):
    """Day of one point in one line."""

    key: tuple[int, bool, bool]
    """The point: the same one in all lines."""
    date: PartialDate
    earliest: dt.date
    latest: dt.date


def _one_day(days: Collection[_Day | None]) -> PartialDate | None:
    """Return the day of a point that is the same in all lines, with the bounds of all of them; else None."""
    found = [day for day in days if day]
    if not found or len(found) < len(days) or any(day.key != found[0].key for day in found):
        return None
    date = found[0].date
    earliest, latest = min(day.earliest for day in found), max(day.latest for day in found)
    return date if (earliest, latest) == (date.earliest, date.latest) else PartialDate.between(earliest, latest)


_Key = tuple[Topic, str]


@attrs.frozen(eq=False, repr=False)
class _Outcome:
    """Everything that the possible prefixes of one line say."""

    line: Line
    states: frozenset[State | None]
    silent: frozenset[State | None]
    since: _Day | None
    reach: int
    """How many points may have happened."""
    seen: Mapping[_Key, _Seen]
    places: Mapping[str, frozenset[tuple[Place, int | None]]]
    """Places of each party, each with the point that set it."""

    def day(self, point: int) -> _Day:
        """Return the day of a point, narrowed by its bounds."""
        return _day(self.line, point)


def _day(line: Line, point: int) -> _Day:
    limit, place = line.limits[point], line.points[point]
    date = place.date
    first, last = limit
    if last < first:
        first, last = date.earliest, date.latest
    return _Day((place.item.index, place.is_effect, place.is_presumed), date, first, last)


def _outcome(line: Line, on: PartialDate, clauses: Clauses) -> _Outcome:
    counts = prefix_counts(line.limits, on)
    reach = counts[-1]
    states = frozenset(line.state(count) for count in counts)
    seen, places = _scan(line, counts)
    since = line.steps[reach - 1].since if reach else None
    day = None if since is None else _day(line, since)
    silent = silent_states(line, on, clauses) if clauses.not_recorded else frozenset()
    return _Outcome(line, states, silent, day, reach, seen, places)


_HIDDEN: Final[frozenset[Topic]] = frozenset({*Flag, Deed.BOUND})
"""Topics that do not stand in a way out."""


def _scan(
    line: Line, counts: Sequence[int]
) -> tuple[dict[_Key, _Seen], dict[str, frozenset[tuple[Place, int | None]]]]:
    """Collect the marks and the places in the prefixes of these lengths.

    Linear in the number of changes: a further prefix costs what its points change.
    """
    if len(counts) == 1:
        return _scan_one(line, counts[0])
    marks: dict[_Key, Mark] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}

    def apply(start: int, end: int) -> set[_Key]:
        touched: set[_Key] = set()
        for step in line.steps[start:end]:
            for topic, party, mark in step.changes:
                key = (topic, party)
                touched.add(key)
                if mark is None:
                    marks.pop(key, None)
                    by_party.get(party, {}).pop(topic, None)
                else:
                    marks[key] = mark
                    by_party.setdefault(party, {})[topic] = mark
        return touched

    apply(0, counts[0])
    state = line.state(counts[0])
    out = state in WAYS_OUT
    seen = {key: _Seen((mark,), always=True) for key, mark in marks.items() if not (out and key[0] in _HIDDEN)}

    def place(party: str) -> tuple[Place, int | None]:
        since = line.steps[count - 1].since if count else None
        return _place(by_party.get(party, {}), by_party.get(ALL, {}), state, since)

    count = counts[0]
    places = {party: {place(party)} for party in by_party if party != ALL}
    fresh = {place("")}
    for previous, count in pairwise(counts):
        before, touched = state, apply(previous, count)
        state = line.state(count)
        was_out, out = before in WAYS_OUT, state in WAYS_OUT
        if out and not was_out:
            touched.update(key for key in seen if key[0] in _HIDDEN)
        if was_out and not out:
            touched.update(key for key in marks if key[0] in _HIDDEN)
        for key in touched:
            mark = None if out and key[0] in _HIDDEN else marks.get(key)
            old = seen.get(key)
            if mark is None:
                if old:
                    seen[key] = _Seen(old.marks, always=False)
            elif old is None:
                seen[key] = _Seen((mark,), always=False)
            elif mark not in old.marks:
                seen[key] = _Seen((*old.marks, mark), old.always)
        everyone = was_out != out or any(party == ALL for _, party in touched)
        for party in by_party if everyone else {party for _, party in touched}:
            if party != ALL:
                places.setdefault(party, set(fresh)).add(place(party))
        fresh.add(place(""))
    found = {party: frozenset(some) for party, some in places.items()}
    found[""] = frozenset(fresh)
    return seen, found


def _scan_one(line: Line, count: int) -> tuple[dict[_Key, _Seen], dict[str, frozenset[tuple[Place, int | None]]]]:
    """Do the same for one prefix."""
    marks: dict[_Key, Mark] = {}
    for step in line.steps[:count]:
        for topic, party, mark in step.changes:
            if mark is None:
                marks.pop((topic, party), None)
            else:
                marks[topic, party] = mark
    state, since = line.state(count), line.steps[count - 1].since if count else None
    out = state in WAYS_OUT
    seen: dict[_Key, _Seen] = {}
    by_party: dict[str, dict[Topic, Mark]] = {}
    for key, mark in marks.items():
        topic, party = key
        by_party.setdefault(party, {})[topic] = mark
        if not out or topic not in _HIDDEN:
            seen[key] = _Seen((mark,), always=True)
    common = by_party.pop(ALL, _NO_MARKS)
    places = {party: frozenset((_place(own, common, state, since),)) for party, own in by_party.items()}
    places[""] = frozenset((_place(_NO_MARKS, common, state, since),))
    return seen, places


_NO_MARKS: Final[Mapping[Topic, Mark]] = MappingProxyType({})

_PLACES: Final[tuple[tuple[Topic, Place], ...]] = (
    (Deed.GONE, Place.GONE),
    (Flag.NOTICE, Place.NOTICE),
    (Deed.BOUND, Place.BOUND),
    (Flag.PROVISIONAL, Place.PROVISIONAL),
    (Deed.CONSENTED, Place.CONSENTED),
    (Deed.SIGNED, Place.SIGNED),
)
"""Places by the mark that shows them, the furthest first."""


def _place(
    own: Mapping[Topic, Mark], common: Mapping[Topic, Mark], state: State | None, since: int | None
) -> tuple[Place, int | None]:
    """Return the place of a party with these marks, and the point that set it."""
    if state is State.TERMINATED and own and Deed.GONE not in own:
        return Place.ENDED, since
    for topic, place in _PLACES:
        if state in WAYS_OUT and topic in _HIDDEN:
            continue
        mark = own.get(topic) or (common.get(topic) if topic is Flag.PROVISIONAL else None)
        if mark is not None:
            return place, mark.point
    return Place.NONE, None


def _done_by(outcomes: Sequence[_Outcome]) -> Mapping[Deed, Sequence[tuple[str, bool]]]:
    """Return the parties that are certain to have done something, in order, and whether it may be partial."""
    found: dict[Deed, list[tuple[str, bool]]] = {deed: [] for deed in (Deed.SIGNED, Deed.APPROVED, Deed.CONSENTED)}
    first, *others = outcomes
    for key, seen in first.seen.items():
        deed, party = key
        if not seen.always or deed not in found or party == ALL:
            continue
        rest = [other.seen.get(key) for other in others]
        if all(one and one.always for one in rest):
            partial = any(mark.partial for one in (seen, *rest) if one for mark in one.marks)
            found[cast("Deed", deed)].append((party, partial))
    return found


_CLEARED_BY: Final[Mapping[Flag, frozenset[EventKind]]] = {
    Flag.STALLED: frozenset({EventKind.NEGOTIATING, EventKind.APPROVED, EventKind.RATIFIED}),
    Flag.PROVISIONAL: frozenset({EventKind.PROVISIONAL_ENDED, EventKind.IN_FORCE, EventKind.WITHDRAWN}),
    Flag.SUSPENDED: frozenset({EventKind.RESUMED, EventKind.WITHDRAWN}),
    Flag.NOTICE: frozenset({EventKind.NOTICE_REVOKED, EventKind.NOTICE_SUSPENDED, EventKind.WITHDRAWN}),
    Flag.REFUSED: frozenset({EventKind.APPROVED, EventKind.RATIFIED, EventKind.WITHDRAWN}),
    Flag.RETROACTIVE: frozenset(),
}
"""Events that end a flag without a change of state."""


_ALL_FLAGS: Final = tuple(Flag)


def _flags(
    outcomes: Sequence[_Outcome],
    foreseen: Sequence[_Outcome],
    clauses: Clauses,
    silent: set[State | None],
) -> Iterator[FlagStatus]:
    keys: dict[tuple[Flag, str], None] = {}
    for outcome in outcomes:
        for topic, party in outcome.seen:
            if topic in FLAG_STATES:
                keys[cast("Flag", topic), party] = None
    for flag in _ALL_FLAGS if keys else ():
        for key in keys:
            if key[0] is flag:
                stays = _CLEARED_BY[flag].isdisjoint(clauses.not_recorded) and FLAG_STATES[flag].issuperset(silent)
                yield _flag(key, outcomes, foreseen, stays=stays)


def _flag(
    key: tuple[Flag, str], outcomes: Sequence[_Outcome], foreseen: Sequence[_Outcome], *, stays: bool
) -> FlagStatus:
    flag, party = key
    found = [(outcome, outcome.seen.get(key)) for outcome in outcomes]
    marks = {mark for _, seen in found if seen for mark in seen.marks}
    days = {outcome.day(mark.point) for outcome, seen in found if seen for mark in seen.marks}
    then = [outcome.seen.get(key) for outcome in foreseen]
    presumed: bool | None = None
    if all(seen and seen.always for seen in then):
        presumed = True
    elif not any(then):
        presumed = False
    return FlagStatus(
        flag,
        None if party == ALL else party,
        _one_day(days),
        certain=stays and all(seen is not None and seen.always for _, seen in found),
        presumed=presumed if stays else None,
        on_hold=_only({mark.on_hold for mark in marks}),
        effective=_only({mark.effective for mark in marks}),
    )


def _retroactive(items: Iterable[LiveEntry], on: PartialDate) -> Iterator[FlagStatus]:
    """Yield the flags of acts whose effect began before them, for the days between."""
    for item in items:
        start = item.event.effective
        if start is None or EARLIER_EFFECT.isdisjoint(item.kinds) or not certainly_before(start, item.date):
            continue
        if start.earliest <= on.latest and on.earliest < item.date.latest:
            certain = start.latest <= on.earliest and on.latest < item.date.earliest
            firm = item.evidence is Evidence.REPORTED
            yield FlagStatus(Flag.RETROACTIVE, item.event.party, start, certain and firm, True if certain else None)


def _standing(
    outcomes: Sequence[_Outcome],
    foreseen: Sequence[_Outcome],
    terms: Terms,
    clauses: Clauses,
    flags: Sequence[FlagStatus],
    *,
    silent: bool,
) -> Iterator[Standing]:
    others = {party: None for outcome in outcomes for party in outcome.places if party}
    by_party: dict[str, list[FlagStatus]] = {}
    for flag in flags:
        if flag.party:
            by_party.setdefault(flag.party, []).append(flag)
    everyone = dict.fromkeys((*terms.parties, *others))
    if len(outcomes) == 1 and not silent and all(len(places) == 1 for places in outcomes[0].places.values()):
        for party in everyone:
            yield _certain_standing(outcomes[0], party, tuple(by_party.get(party, ())))
        return
    for party in everyone:
        found = [(outcome, pair) for outcome in outcomes for pair in _places_of(outcome, party)]
        possible = {place for _, (place, _) in found}
        then = possible if outcomes == foreseen else {p for one in foreseen for p, _ in _places_of(one, party)}
        if silent:
            possible = possible | _silent_places(possible, clauses)
        since = None
        if len(possible) == 1:
            since = _one_day([None if point is None else outcome.day(point) for outcome, (_, point) in found])
        yield Standing(
            party,
            frozenset(possible),
            None if silent and possible != then else _only(then),
            since,
            _manner([outcome.seen.get((Deed.CONSENTED, party)) for outcome in outcomes]),
            _approved([outcome.seen.get((Deed.APPROVED, party)) for outcome in outcomes]),
            tuple(by_party.get(party, ())),
        )


_ALONE: Final = {place: frozenset({place}) for place in Place}


def _certain_standing(outcome: _Outcome, party: str, flags: tuple[FlagStatus, ...]) -> Standing:
    """Return where a party stands, where one prefix of one line says all."""
    ((place, point),) = _places_of(outcome, party)
    consent, approval = outcome.seen.get((Deed.CONSENTED, party)), outcome.seen.get((Deed.APPROVED, party))
    return Standing(
        party,
        _ALONE[place],
        place,
        None if point is None else _one_day((outcome.day(point),)),
        consent.marks[0].manner if consent else None,
        approval is not None and not approval.marks[0].partial,
        flags,
    )


def _manner(consents: Sequence[_Seen | None]) -> Manner | None:
    """Return how a party consented, where it did for certain."""
    if not all(seen and seen.always for seen in consents):
        return None
    return _only({mark.manner for seen in consents if seen for mark in seen.marks})


def _approved(approvals: Sequence[_Seen | None]) -> bool:
    return all(seen and seen.always and not any(mark.partial for mark in seen.marks) for seen in approvals)


def _places_of(outcome: _Outcome, party: str) -> Iterable[tuple[Place, int | None]]:
    return outcome.places.get(party) or outcome.places[""]


_SILENT_PLACES: Final[Mapping[EventKind, Place]] = {
    EventKind.SIGNED: Place.SIGNED,
    EventKind.RATIFIED: Place.CONSENTED,
    EventKind.PROVISIONAL: Place.PROVISIONAL,
    EventKind.IN_FORCE: Place.BOUND,
    EventKind.NOTICE_GIVEN: Place.NOTICE,
    EventKind.WITHDRAWN: Place.GONE,
    EventKind.TERMINATED: Place.ENDED,
}
_RANK: Final = {place: rank for rank, place in enumerate(Place)}


def _silent_places(possible: set[Place], clauses: Clauses) -> set[Place]:
    """Return the places that events which the record does not follow may have led a party to."""
    least = min(_RANK[place] for place in possible)
    return {
        _SILENT_PLACES[kind]
        for kind in clauses.not_recorded
        if kind in _SILENT_PLACES and _RANK[_SILENT_PLACES[kind]] > least
    }


def _used(line: Line, reach: int) -> list[LiveEntry]:
    """Return the entries of which a point may have happened, in the order of the file."""
    found = {point.index: point.item for point in line.points[:reach] if not point.is_presumed}
    return [found[index] for index in sorted(found)]


def _expected(prepared: Prepared, on: PartialDate, states: set[State | None]) -> Iterator[Expectation]:
    """Yield everything whose day is still ahead."""
    reading, clauses = prepared.readings[0], prepared.clauses
    forces = False
    for point in reading.foreseen.points:
        item = point.item
        announced = item.evidence is Evidence.ANNOUNCED
        if not point.kinds or point.date.latest <= on.latest or not (announced or point.is_effect):
            continue
        why = Why.ANNOUNCED if announced else Why.EFFECT
        event, notice_by = item.event, None
        if point.is_presumed:
            source = next(entry for entry in reading.items if entry.index == item.index)
            event, why = source.event, Why.NOTICE if item.event.party else Why.TERM
            if why is Why.TERM and clauses.term and clauses.term.notice:
                notice_by = clauses.term.notice.before(point.date)
        if why is not Why.ANNOUNCED and _act_day(reading.items, item).earliest > on.latest:
            continue
        if why in (Why.NOTICE, Why.TERM) and State.IN_FORCE not in states:
            continue
        forces = forces or EventKind.IN_FORCE in point.kinds
        name = "+".join(point.kinds)
        yield Expectation(name, point.date, why, item.event.party, event, item.claims, notice_by)
    if not forces:
        yield from _by_rule(reading.items, clauses, on, states)


def _act_day(items: Sequence[LiveEntry], item: LiveEntry) -> PartialDate:
    return next(entry.date for entry in items if entry.index == item.index)


def _by_rule(
    items: Sequence[LiveEntry], clauses: Clauses, on: PartialDate, states: set[State | None]
) -> Iterator[Expectation]:
    """Yield the entry into force that the agreement's own rule gives, while nobody has announced or reported it."""
    rule = clauses.entry_into_force
    target = {EventKind.RATIFIED: State.RATIFIED}.get(rule.after) if rule else None
    if rule is None or not states <= ({target} if target else set(State) - WAYS_OUT - {State.IN_FORCE}):
        return
    if any(EventKind.IN_FORCE in item.kinds for item in items):
        return
    bases = [item for item in items if rule.after in item.kinds and item.span[1] <= on.latest]
    if bases and bases[-1].evidence is Evidence.REPORTED:
        due = rule.due(bases[-1].date)
        if possibly_before(on, due) and due.latest > on.latest:
            yield Expectation("in_force", due, Why.RULE, None, bases[-1].event, bases[-1].claims)


_Value = TypeVar("_Value")


def _only(values: Collection[_Value]) -> _Value | None:
    return next(iter(values)) if len(values) == 1 else None


def _newest(
    used: Iterable[tuple[Event, Sequence[Claim]]], sources: Mapping[str, Source]
) -> tuple[PartialDate, str] | None:
    # By the day from which a source can have spoken: an undated page may be young, but that is not known; of two such
    # sources the one that is dated more closely.
    dated = [
        (publication(claim, event, source), claim.source)
        for event, claims in used
        for claim in claims
        if (source := sources.get(claim.source)) and source.published
    ]
    return max(dated, key=lambda pair: (pair[0].earliest, -pair[0].latest.toordinal()), default=None)
