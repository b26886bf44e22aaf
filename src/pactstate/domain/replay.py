"""Replay of the points of a timeline: the state, and the marks, to which each of them leads.

See docs/domain.md, "Act and effect" and "Silence".
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol, TypeAlias

import attrs

from pactstate.domain.dates import certainly_before
from pactstate.domain.events import WAYS_OUT, EventKind, Manner, State
from pactstate.domain.fields import unchecked
from pactstate.domain.lifecycle import MutableMarks, advance, apply
from pactstate.domain.model import Event
from pactstate.domain.points import Point, places_to_leave
from pactstate.domain.position import Act, Change, Deed, Position, Terms, Violation
from pactstate.domain.silence import implied, taken_up

__all__ = [
    "NO_ABSENCES",
    "Absences",
    "Played",
    "Replayed",
    "early_legal_order",
    "early_order",
    "in_legal_order",
    "replay",
    "violations",
]


_made_act: Final = unchecked(Act)
_made_position: Final = unchecked(Position)


class Replayed(NamedTuple):
    """Result of one point of the timeline."""

    state: State | None
    before: State | None
    """State that a way out left; None in other states."""
    since: int | None
    """Number of the point that set the state."""
    violations: tuple[tuple[EventKind, Violation], ...]
    changes: tuple[Change, ...]
    undated: bool = False
    """Whether events that the record does not follow led to the state, on a day that is not known."""


class Absent(NamedTuple):
    """Parties that an act does not bind."""

    parties: frozenset[str] = frozenset()
    perhaps: frozenset[str] = frozenset()
    """Parties of which it is not known whether the act binds them."""


Absences: TypeAlias = Mapping[tuple[int, EventKind], Absent]
"""Parties that an act did not bind, by the number of the point and the event: an act for all did not speak for them, or
their own force came after their consent."""
NO_ABSENCES: Final[Absences] = MappingProxyType({})


class EarlierReplay(Protocol):
    """Replay of points that another replay may begin with."""

    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def steps(self) -> Sequence[Replayed]: ...
    @property
    def absences(self) -> Absences: ...


class Played(NamedTuple):
    """Points, with what each leads to."""

    points: Sequence[Point]
    steps: Sequence[Replayed]
    absences: Absences = NO_ABSENCES


def replay(
    points: Sequence[Point],
    terms: Terms,
    earlier: Sequence[EarlierReplay] = (),
    silence: frozenset[EventKind] = frozenset(),
) -> Played:
    """Return what each point leads to. The events of one point are atomic: there is no position between them.

    ``earlier`` are replays that may begin with the same points; the longest common beginning is copied. ``silence`` are
    the events that the record does not follow: where one of them must have come before an event, it is assumed.
    """
    absences = NO_ABSENCES if terms.bilateral else _absences(points)
    steps: list[Replayed] = []
    for one in earlier:
        count = _same_beginning(points, absences, one) if len(steps) < len(points) else 0
        steps = [*one.steps[:count]] if count > len(steps) else steps
    if earlier and len(steps) == len(points):
        return Played(points, steps, absences)
    marks: MutableMarks = {}
    for step in steps:
        if step.changes:
            apply(step.changes, marks)
    position, since, undated = _made_position(None, marks), None, False
    if steps:
        position, since, undated = _made_position(steps[-1].state, marks), steps[-1].since, steps[-1].undated
    alive_since: int | None = None
    # Force binds those that consented. If consents are not followed, it is known who they are only if all had to.
    doubtful = EventKind.RATIFIED in silence and (terms.open or terms.consents_needed is not None)
    ahead = _Ahead()
    # Only a later effect needs what ``ahead`` remembers.
    has_effects = bool([point for point in points if point.is_effect or point.item.event.effective])
    before: State | None = None
    for number, step in enumerate(steps if has_effects else ()):
        if points[number].event.effective:
            ahead.pass_by(points[number], number, before)
        ahead.take_leave(points[number], number, step.changes)
        before = step.state
    for number, point in enumerate(points[len(steps) :], len(steps)):
        event, start = point.item.event, position
        violations: tuple[tuple[EventKind, Violation], ...] = ()
        changes: tuple[Change, ...] = ()
        if event.effective:
            ahead.pass_by(point, number, position.state)
        shown: State | None = start.state
        kinds = () if point.is_effect and ahead.is_void(point, position) else point.kinds
        decided = ahead.decided(point) if ahead.acts else None
        for kind in kinds:
            act = _made_act(
                kind, event.party, point.date, event.effective, event.of, event.manner, event.partial, number
            )
            if decided is not None:
                act = attrs.evolve(act, decided=decided)
            elif absences and (number, kind) in absences:
                absent = absences[number, kind]
                act = attrs.evolve(act, absent=absent.parties, perhaps_absent=absent.perhaps)
            if doubtful and kind in _BIND_ALL:
                act = attrs.evolve(act, doubtful=True)
            position, violation, changed = advance(marks, position, act, terms)
            if violation and point.is_effect and ahead.is_moot(kind, point, position, terms):
                violation = None
            if violation and silence and not point.is_presumed:
                passed = _pass_over(marks, position, act, violation, terms, silence)
                position, violation, changed, shown = passed or (position, violation, changed, shown)
            if violation:
                violations = (*violations, (kind, violation))
            changes = (*changes, *changed) if changes else changed
        if has_effects:
            ahead.take_leave(point, number, changes)
        if start.state is State.ABANDONED and position.state is State.NEGOTIATING:
            ahead.begun_anew = number
        if position.derived and not start.derived:
            alive_since = since
        if start.derived and position.state is start.before and _TAKEN_UP.isdisjoint(point.kinds):
            # Somebody joined on the day of the derived end: there was none.
            since = alive_since
        elif position.state is not start.state or (start.derived and not position.derived):
            since, undated = number, shown is position.state is not start.state
        steps.append(Replayed(position.state, position.before, since, violations, changes, undated))
    return Played(points, steps, absences)


def _pass_over(
    marks: MutableMarks, position: Position, act: Act, violation: Violation, terms: Terms, silence: frozenset[EventKind]
) -> tuple[Position, Violation | None, tuple[Change, ...], State | None] | None:
    """Apply an act after the events that must have come before it, which the record does not follow.

    Return the position, the violation that is left, the changes, and the state just before the act; None if the record
    follows all that could have come before.
    """
    reopened = taken_up(position, act.kind, silence)
    acts: Sequence[Act] | None = () if reopened else tuple(implied(position, act, violation, terms, silence))
    if not reopened and not acts:
        return None
    position, left, shown = reopened or position, None, position.state
    changes: list[Change] = []
    # An implied event may need another one before it: a notice that is revoked needs force.
    for _ in range(2):
        if acts is None:
            continue
        for one in acts:
            position, _, changed = advance(marks, position, one, terms)
            changes += changed
        shown = position.state
        position, left, changed = advance(marks, position, act, terms)
        changes += changed
        acts = (tuple(implied(position, act, left, terms, silence)) or None) if left else None
    return position, left, tuple(changes), shown


class _Ahead:
    """Acts whose effect comes later, as a replay passes them.

    What happens between an act and its effect may leave nothing to the effect. An agreement that is over does not end,
    begin or change again; application before force, and the binding of one party, are without an object where force
    has overtaken them or has not come. That is no fault of the record.
    """

    def __init__(self) -> None:
        self.acts: dict[int, tuple[int, State | None]] = {}
        """Number of the point of each act, and the state before it, by the index of the entry."""
        self.begun_anew = -1
        """Number of the last point at which talks of another text began."""
        self._leaving: dict[str, int] = {}
        self._left: dict[str, int] = {}
        """Number of the point at which each party last decided to leave, or took back its consent."""

    def pass_by(self, point: Point, number: int, state: State | None) -> None:
        """Take note of a point of an entry with a day of effect, and of the state before it."""
        party = point.event.party
        if not point.is_effect:
            self.acts[point.index] = number, state
        if party and EventKind.WITHDRAWN in point.item.kinds:
            if EventKind.WITHDRAWN in point.kinds:
                self._leaving.pop(party, None)
            elif point.item.effect_cancelled is None:
                self._leaving[party] = number

    def take_leave(self, point: Point, number: int, changes: Sequence[Change]) -> None:
        """Take note of a party that leaves or takes back its consent: what it planned before its act ends for good."""
        party = point.event.party
        if party and EventKind.WITHDRAWN in point.kinds:
            ended = (mark if topic is Deed.GONE else topic is Deed.CONSENTED and not mark for topic, _, mark in changes)
            if any(ended):
                decided = self.decided(point) if point.is_effect else None
                self._left[party] = number if decided is None else decided

    def decided(self, point: Point) -> int | None:
        """Return the number of the point at which the party of a point decided to leave, where that is not over."""
        if point.is_effect and EventKind.WITHDRAWN in point.kinds:
            return self.acts[point.index][0] if point.index in self.acts else None
        return self._leaving.get(point.event.party) if point.event.party else None

    def is_void(self, point: Point, position: Position) -> bool:
        """Return whether an effect cannot come: the agreement ended after the act, or has not begun to bind parties."""
        if point.index in self.acts and self.acts[point.index][0] < self.begun_anew:
            return True
        if point.is_of_consent and point.event.party not in position.of(Deed.CONSENTED):
            # It was taken back, or its party has left.
            return True
        if point.index in self.acts and self._left.get(point.event.party or "", -1) > self.acts[point.index][0]:
            return True
        state = position.state
        if state in WAYS_OUT:
            day = position.ended_on
            if self._state_at_act(point) not in WAYS_OUT and (day is None or certainly_before(day, point.date)):
                return True
            # On the day of an end that follows from withdrawals, what was before still counts.
            state = position.before
        return point.only_binds and state is not State.IN_FORCE

    def is_moot(self, kind: EventKind, point: Point, position: Position, terms: Terms) -> bool:
        """Return whether an effect that may not happen is no fault, since something came between the act and it."""
        before = self._state_at_act(point)
        if position.state in WAYS_OUT:
            return before not in WAYS_OUT
        overtaken = position.state is State.IN_FORCE and before is not State.IN_FORCE
        if point.only_binds or (overtaken and kind in _BEFORE_FORCE):
            return True
        # Force for one of two is force for both. Between many, the force of a party may have come earlier than planned.
        if kind is EventKind.IN_FORCE and terms.bilateral:
            return overtaken
        bound = position.of(Deed.BOUND).get(point.event.party or "")
        return kind in _UNTIL_FORCE and bound is not None and bound.point > self.acts[point.index][0]

    def _state_at_act(self, point: Point) -> State | None:
        return self.acts[point.index][1] if point.index in self.acts else None


_BIND_ALL: Final = frozenset({EventKind.IN_FORCE, EventKind.TERMINATED})
"""Events that show who was bound: those that consented."""
_UNTIL_FORCE: Final = frozenset({EventKind.PROVISIONAL, EventKind.PROVISIONAL_ENDED, EventKind.IN_FORCE})
_BEFORE_FORCE: Final = frozenset({EventKind.PROVISIONAL, EventKind.PROVISIONAL_ENDED, EventKind.ABANDONED})


def _same_beginning(points: Sequence[Point], absences: Absences, earlier: EarlierReplay) -> int:
    """Return how many of the first points are the same, with what they lead to.

    That goes up to an end, unless all points are the same: what follows an end depends on how it came about.
    """
    end = len(points)
    if absences or earlier.absences:
        keys = absences.keys() | earlier.absences.keys()
        end = min([end, *[key[0] for key in keys if absences.get(key) != earlier.absences.get(key)]])
    if end == len(points) and points == earlier.points[:end]:
        return end
    count = 0
    for point, other, step in zip(points[:end], earlier.points, earlier.steps, strict=False):
        if step.state in WAYS_OUT or not (point is other or _is_same(point, other)):
            break
        count += 1
    return count


def _is_same(point: Point, other: Point) -> bool:
    if point.item.event is not other.item.event or point.brings_force is not other.brings_force:
        return False
    return point.kinds == other.kinds and point.date == other.date


_TAKEN_UP: Final = frozenset({EventKind.RESUMED, EventKind.NEGOTIATING})
"""Events that take up again what was abandoned."""

_DEEDS_FOR_ALL: Final = (EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE, EventKind.PROVISIONAL)
"""Acts for all of which a later act of one party may show that they did not speak for it."""
_SHOW_ABSENCE: Final[Mapping[EventKind, Sequence[EventKind]]] = {
    EventKind.SIGNED: (EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE),
    EventKind.RATIFIED: (EventKind.RATIFIED, EventKind.IN_FORCE),
    EventKind.IN_FORCE: (EventKind.IN_FORCE,),
    EventKind.PROVISIONAL: (EventKind.IN_FORCE, EventKind.PROVISIONAL),
    EventKind.WITHDRAWN: (EventKind.IN_FORCE,),
}
"""For each later act of one party, the earlier acts for all that did not speak for it. Of withdrawals, only that of a
signature shows it."""


_NEWCOMERS: Final = frozenset({Manner.ACCESSION, Manner.SUCCESSION})
"""Manners of consent of a party that neither signed the agreement nor applied it with those that did (VCLT 15)."""


_BY_BOUND_PARTIES: Final = frozenset(
    {
        EventKind.SUSPENDED,
        EventKind.RESUMED,
        EventKind.NOTICE_GIVEN,
        EventKind.NOTICE_SUSPENDED,
        EventKind.NOTICE_REVOKED,
    }
)
"""Acts that only a bound party can perform."""


def _is_of_bound(kind: EventKind, event: Event) -> bool:
    """Return whether only a party that is bound may do this."""
    return kind in _BY_BOUND_PARTIES or (kind is EventKind.WITHDRAWN and event.of is None)


def _absences(points: Sequence[Point]) -> Absences:
    """Return the parties for which an act for all did not speak, by the point and the event.

    A state that signs, accedes, or for which a treaty enters into force after the others was not bound with them. One
    that left meanwhile joins again, which shows nothing; and one that gave notice or suspended before was bound.
    The consent of a party is listed with that party if its own force comes later.
    """
    if not any(point.item.event.party for point in points):
        return NO_ABSENCES
    joining: dict[EventKind, set[str]] = {kind: set() for kind in _DEEDS_FOR_ALL}
    bound_later: set[str] = set()
    found: dict[tuple[int, EventKind], Absent] = {}
    for number in range(len(points) - 1, -1, -1):
        point, event = points[number], points[number].event
        # Who decides on a later day to leave is bound on the day of the act.
        told = point.kinds if point.is_effect or not event.effective else point.item.kinds
        for kind in reversed(told):
            if kind not in point.kinds and not _is_of_bound(kind, event):
                continue
            if kind is EventKind.NEGOTIATING:
                # Between many parties, talks come after a signature only if they are about another text.
                joining, bound_later = {one: set() for one in _DEEDS_FOR_ALL}, set()
            elif event.party is None:
                # A party that signs later may have applied the agreement before, as states apply an adopted text.
                perhaps = joining[EventKind.SIGNED] - joining[kind] if kind is EventKind.PROVISIONAL else ()
                if joining.get(kind) or perhaps:
                    found[number, kind] = Absent(frozenset(joining[kind]), frozenset(perhaps))
                if kind is EventKind.PROVISIONAL_ENDED:
                    joining[EventKind.PROVISIONAL] = set()
            elif kind is EventKind.PROVISIONAL_ENDED:
                joining[EventKind.PROVISIONAL].discard(event.party)
            elif _is_of_bound(kind, event):
                for parties in (*joining.values(), bound_later):
                    parties.discard(event.party)
            elif kind is not EventKind.WITHDRAWN or event.of is EventKind.SIGNED:
                if kind is EventKind.RATIFIED and event.party in bound_later:
                    found[number, kind] = Absent(frozenset({event.party}))
                elif kind is EventKind.IN_FORCE:
                    bound_later.add(event.party)
                for deed in _SHOW_ABSENCE.get(kind, ()):
                    joining[deed].add(event.party)
                if event.manner in _NEWCOMERS:
                    joining[EventKind.SIGNED].add(event.party)
                    joining[EventKind.PROVISIONAL].add(event.party)
    return found


def in_legal_order(
    points: Sequence[Point],
    terms: Terms,
    earlier: Sequence[EarlierReplay] = (),
    silence: frozenset[EventKind] = frozenset(),
) -> Played:
    """Return the points in an order that they allow, with what each leads to.

    An effect stands after the entries that may have come before it. Where there are fewer violations with the effects
    before the faulty entries that may have come after them, or as early as they may have come, they stand there.
    """
    best = replay(points, terms, earlier, silence)
    faulty = [number for number, step in enumerate(best.steps) if step.violations]
    if faulty and any(point.is_effect for point in points):
        for order in (_effects_first(points, faulty), early_order(points)):
            again = replay(order, terms, silence=silence) if order else best
            if violations(again.steps) < violations(best.steps):
                best = again
        best = _late_again(best, points, terms, silence)
    return best


def _late_again(best: Played, latest: Sequence[Point], terms: Terms, silence: frozenset[EventKind]) -> Played:
    """Return the order with its last effects as late as in ``latest``, as far as no entry becomes faulty by it."""
    acts = [point for point in latest if not point.is_effect]
    effects = [point for point in latest if point.is_effect]
    here, most = _acts_before(best.points), _acts_before(latest)
    places = [here[id(effect)] for effect in effects]
    for number in range(len(effects) - 1, max(-1, len(effects) - 1 - MAX_EARLY), -1):
        if places[number] < most[id(effects[number])]:
            tried = [*places]
            tried[number] = most[id(effects[number])]
            keys = [(place, False, other) for other, place in enumerate(tried)]
            keys += [(place, True, 0) for place in range(len(acts))]
            order = [acts[place] if is_act else effects[other] for place, is_act, other in sorted(keys)]
            again = replay(order, terms, silence=silence)
            if violations(again.steps) <= violations(best.steps):
                best, places = again, tried
    return best


def violations(steps: Sequence[Replayed]) -> int:
    """Return the number of violations."""
    return sum(len(step.violations) for step in steps)


def early_order(points: Sequence[Point], floors: Mapping[int, int] = MappingProxyType({})) -> Sequence[Point] | None:
    """Return the points with each effect as early as it may have come: after its act and all that was certainly before.

    Return None if that is the order of the points: where no entry with an inexact day is around an effect. ``floors``
    has the number of acts that some effects come after at least, by the number of the effect in the order of its days.
    """
    acts = [point for point in points if not point.is_effect]
    last_days = list(accumulate((point.span[1] for point in reversed(acts)), min))[::-1]
    places = {point.index: number for number, point in enumerate(acts)}
    order: list[tuple[int, bool, int]] = [(number, False, 0) for number in range(len(acts))]
    effects = sorted((point for point in points if point.is_effect), key=lambda point: point.span)
    last_places = places_to_leave(acts)
    for number, point in enumerate(effects):
        first = bisect.bisect_right(last_days, point.span[0])
        if EventKind.WITHDRAWN in point.kinds:
            first = min(first, last_places.get(point.span, first) + 1)
        first = max(first, places.get(point.index, -1) + 1, floors.get(number, 0))
        order.append((first - 1, True, number))
    found = [effects[number] if is_effect else acts[place] for place, is_effect, number in sorted(order)]
    return None if all(one is other for one, other in zip(found, points, strict=True)) else found


MAX_EARLY: Final = 8
"""Number of orders that are tried with early effects. Each may move twice as many effects as the one before."""


def early_legal_order(latest: Played, terms: Terms, silence: frozenset[EventKind]) -> Played | None:
    """Return the points with the effects early, as far as no entry becomes faulty by it; None if that is their order.

    ``latest`` are the points with the effects as late as they may have come.
    """
    points = latest.points
    most = violations(latest.steps)
    floors: dict[int, int] = {}
    for number in range(MAX_EARLY):
        order = early_order(points, floors)
        played = replay(order, terms, silence=silence) if order else None
        if played is None or violations(played.steps) <= most:
            return played
        raised = _raised(played, points, 2**number)
        if not raised:
            return None
        floors.update(raised)
    return None


def _raised(played: Played, latest: Sequence[Point], most_moved: int) -> Mapping[int, int]:
    """Return the effects that are to come later because of the first faulty point for which that helps.

    They come behind a faulty entry, the last ones before it first. A faulty effect comes behind the next entry, or
    others behind its own act. The result is as ``floors`` of :func:`early_order`, and empty if no effect may come that
    late.
    """
    here, most = _acts_before(played.points), _acts_before(latest)
    effects = sorted((point for point in latest if point.is_effect), key=lambda point: point.span)
    acts = {point.index: point for point in played.points if not point.is_effect}
    for point, step in zip(played.points, played.steps, strict=True):
        if not step.violations:
            continue
        act = acts.get(point.index, point)
        tries = [(act, effects)] if act is point else [(point, [point]), (act, effects)]
        for entry, movable in tries:
            behind = here[id(entry)] + 1
            raised = [
                number
                for number, effect in enumerate(effects)
                if here[id(effect)] < behind <= most[id(effect)] and (movable is effects or effect is point)
            ]
            if raised:
                return dict.fromkeys(raised[-most_moved:], behind)
    return {}


def _acts_before(points: Sequence[Point]) -> Mapping[int, int]:
    """Return how many acts stand before each point, by the identity of the point."""
    counts = accumulate((not point.is_effect for point in points), initial=0)
    return {id(point): count for point, count in zip(points, counts, strict=False)}


def _effects_first(points: Sequence[Point], faulty: Sequence[int]) -> Sequence[Point]:
    """Return the points with each effect before the first faulty one that may come after it, but after its act."""
    last_days = list(accumulate((point.span[1] for point in reversed(points)), min))[::-1]
    acts = {point.index: number for number, point in enumerate(points) if not point.is_effect}
    places = list(range(len(points)))
    for number, point in enumerate(points):
        if point.is_effect:
            start = max(bisect.bisect_left(last_days, point.span[0]), acts.get(point.index, -1) + 1)
            place = bisect.bisect_left(faulty, start)
            if place < len(faulty):
                places[number] = min(number, faulty[place])
    order = sorted(range(len(points)), key=lambda number: (places[number], not points[number].is_effect, number))
    return [points[number] for number in order]
