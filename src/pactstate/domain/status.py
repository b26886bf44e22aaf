"""Answer to a question about a day: states, flags, the standing of each party, and what is expected.

See docs/domain.md, "Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias, cast

import attrs

from pactstate.domain.brief import brief_of, states_in
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, Flag, State
from pactstate.domain.evidence import LiveEntry
from pactstate.domain.expectations import Expectation, expected_on
from pactstate.domain.fields import repr_as_call, shallow, unchecked
from pactstate.domain.flags import FlagStatus, flags_of, retroactive
from pactstate.domain.known_by import publication
from pactstate.domain.model import NO_CLAUSES, Claim, Clauses, Event, Source
from pactstate.domain.outcomes import Outcome, Possible, outcome_of
from pactstate.domain.position import Place, Terms
from pactstate.domain.readings import Prepared, prepare
from pactstate.domain.standing import Standing, standings
from pactstate.domain.timeline import Timeline
from pactstate.text.escape import html_table
from pactstate.text.suggest import shortened

__all__ = [
    "Reason",
    "Status",
    "answer",
    "flag_words",
    "flags_on",
    "in_words",
    "newest_claim",
    "possible_on",
    "possible_states",
    "standing_as_json",
    "state_words",
    "states_in_words",
    "status",
    "status_as_json",
]


@attrs.frozen(field_transformer=shallow)
class Reason:
    """Entry on which an answer rests, with the claims that were used."""

    event: Event
    claims: tuple[Claim, ...]

    __repr__ = repr_as_call


@attrs.frozen(field_transformer=shallow, repr=False)
class Status:
    """Answer: where an agreement stood on a day, as far as was known by another day.

    ``str`` gives it in words, as in ``signed; approved by PH``.
    """

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
    """Standing of each party, in the order of the agreement's list; others after them."""
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
    newest_source: Source | None
    """The source that was published then."""
    why: tuple[Reason, ...]
    projected: bool = False
    """Whether the day lies beyond today or beyond ``known_by``: what holds if nothing changes."""
    silent: tuple[EventKind, ...] = ()
    """Events that the record does not follow, where they add to the possible states."""

    def __str__(self) -> str:
        return in_words(self, [one.party for one in self.standing])

    def __repr__(self) -> str:
        known_by = f", known_by={self.known_by.text!r}" if self.known_by else ""
        return f"Status({str(self)!r}, on={self.on.text!r}{known_by})"

    def _repr_html_(self) -> str:
        rows = [
            ("on", self.on),
            ("known by", self.known_by or "everything in the file"),
            ("state", self),
            ("since", self.since or ""),
            ("expected", "; ".join(map(str, self.expected))),
            ("newest source", f"{self.newest_source.title}, {self.newest}" if self.newest_source else ""),
        ]
        return html_table((), rows)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as data for JSON, the same that ``pactstate status --format json`` prints."""
        return status_as_json(self)

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


def in_words(status: Status, parties: Sequence[str] = (), *, since: bool = False) -> str:
    """Return the state with its flags and progress, as in ``signed; approved by PH, JP``.

    The signatories are listed only if some of the parties have not signed. ``since`` adds the day of the state.
    """
    flags = [shortened(flag_words(status.flags), "; ")] if status.flags else []
    if status.state is None:
        return "; ".join([state_words(status), *flags])
    state = f"{status.state} since {status.since}" if since and status.since else str(status.state)
    words = [state, *flags]
    if status.state in (State.PROPOSED, State.NEGOTIATING, State.SIGNED):
        signed = status.signed if set(parties).difference(status.signed) else ()
        progress = (
            ("signed", signed),
            ("approved", status.approved),
            ("approved in part", status.approved_in_part),
            ("ratified", status.ratified),
        )
        words += [f"{done} by {shortened(who)}" for done, who in progress if who]
    return "; ".join(words)


def states_in_words(possible: Collection[State], *, unbegun: bool) -> str:
    """Return the possible states in order.

    >>> states_in_words({State.RATIFIED, State.SIGNED}, unbegun=True)
    'nothing yet or signed or ratified'
    """
    if not possible:
        return "nothing known"
    names = [str(state) for state in State if state in possible]
    return " or ".join(["nothing yet", *names] if unbegun else names)


def state_words(status: Status) -> str:
    """Return the state, or every possible one: ``ratified or in_force; presumed in_force``."""
    if status.state:
        return str(status.state)
    words = states_in_words(status.possible, unbegun=status.unbegun)
    if status.possible and status.silent:
        return f"{words} ({', '.join(status.silent)} not recorded here)"
    return f"{words}; presumed {status.presumed}" if status.presumed else words


_BY = frozenset({Flag.SUSPENDED, Flag.NOTICE, Flag.REFUSED})
"""Flags that an act of a party sets: "suspended by JP". The other flags hold *for* a party."""


def flag_words(flags: Sequence[FlagStatus]) -> list[str]:
    """Return each flag as words: ``suspended by JP since 2024-06-01``, ``notice by US on hold``."""
    return [_flag_words(one) for one in flags]


def _flag_words(one: FlagStatus) -> str:
    words = str(one.flag)
    if one.party:
        words += f" {'by' if one.flag in _BY else 'for'} {one.party}"
    words += {True: " on hold", False: "", None: " running or on hold"}[one.on_hold]
    if one.certain:
        return words + (f" since {one.since}" if one.since else "")
    presumed = {True: f"; presumed {one.flag}", False: "; presumed not", None: ""}[one.presumed]
    return f"{words} or not{presumed}"


def status_as_json(status: Status) -> dict[str, object]:
    """Return a status as a JSON object, from ``state`` to ``why``."""
    return {
        "state": status.state,
        "possible": possible_states(status),
        "presumed": status.presumed,
        "since": str(status.since) if status.since else None,
        "projected": status.projected,
        "not_recorded": list(status.silent),
        "flags": [_flag_as_json(one) for one in status.flags],
        "signed": list(status.signed),
        "approved": list(status.approved),
        "approved_in_part": list(status.approved_in_part),
        "ratified": list(status.ratified),
        "standing": [standing_as_json(one) for one in status.standing],
        "expected": [
            {
                "event": expected.name,
                "date": str(expected.date),
                "party": expected.party,
                "why": expected.why,
                "notice_by": str(expected.notice_by) if expected.notice_by else None,
            }
            for expected in status.expected
        ],
        "newest_source": {"id": status.newest_source.id, "published": str(status.newest)}
        if status.newest_source
        else None,
        "why": [
            {
                "event": reason.event.name,
                "date": str(reason.event.date),
                "party": reason.event.party,
                "claims": [{"source": claim.source, "role": claim.role} for claim in reason.claims],
            }
            for reason in status.why
        ],
    }


def possible_states(status: Status) -> list[State | None]:
    """Return the possible states in order; None stands for "nothing yet"."""
    return [*([None] if status.unbegun else []), *(state for state in State if state in status.possible)]


def _flag_as_json(one: FlagStatus) -> dict[str, object]:
    return {
        "flag": one.flag,
        "party": one.party,
        "since": str(one.since) if one.since else None,
        "certain": one.certain,
        "presumed": one.presumed,
        "on_hold": one.on_hold,
        "effective": str(one.effective) if one.effective else None,
    }


def standing_as_json(one: Standing) -> dict[str, object]:
    """Return the standing of one party as a JSON object."""
    return {
        "party": one.party,
        "standing": _NAMES[one.certain] if one.certain else None,
        "possible": [_NAMES[place] for place in Place if place in one.possible],
        "presumed": _NAMES[one.presumed] if one.presumed else None,
        "since": str(one.since) if one.since else None,
        "manner": one.manner,
        "approved": one.approved,
    }


_NAMES = {place: place.name.lower() for place in Place}


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
    now = possible_on(prepared, on)
    earlier = _earlier(prepared, on)
    # On a single day, the possible numbers of points are a range, which can be a key; in an interval they are a list.
    stood = _lasting(prepared, now, earlier, sources) if on.is_day else _stood(prepared, now, earlier, sources)
    expected = tuple(expected_on(prepared, on, stood.states)) if prepared.has_ahead else ()
    newest, refuted = stood.newest, prepared.readings[0].refuted
    if refuted or expected:
        told = [(item.event, item.claims) for item in refuted if item.span[0] <= on.latest]
        told += [(one.event, one.claims) for one in expected if one.event]
        newest = newest_claim(newest, told, sources)
    projected = (today is not None and on.latest > today) or (known_by is not None and on.latest > known_by.latest)
    published, source = (newest[0], sources[newest[1]]) if newest else (None, None)
    return _made_status(on, known_by, *stood.answers, expected, published, source, stood.why, projected, stood.silent)


_made_status: Final = unchecked(Status)
_made_reason: Final = unchecked(Reason)


_UNBEGUN: Final = frozenset({None})


def possible_on(prepared: Prepared, on: PartialDate) -> tuple[Possible, ...]:
    """Return what is possible on a day in each timeline: on it rest the flags and the standing of the parties.

    Flags of acts whose effect began before them rest on the day itself, too.
    """
    return tuple([Possible.on(line, on) for line in prepared.timelines])


def flags_on(prepared: Prepared, on: PartialDate, now: Sequence[Possible]) -> tuple[FlagStatus, ...]:
    """Return the flags of the answer about a day, on which this is possible, without computing the rest of it."""
    outcomes = list(map(outcome_of, prepared.timelines, now))
    _, silent = states_in(outcomes)
    return (*flags_of(outcomes, _foreseen(prepared, outcomes), prepared.clauses, silent), *_earlier(prepared, on))


def _earlier(prepared: Prepared, on: PartialDate) -> tuple[FlagStatus, ...]:
    """Return the flags of acts whose effect began before them."""
    return tuple(retroactive([one.items for one in prepared.readings], on)) if prepared.has_other_days else ()


def _foreseen(prepared: Prepared, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
    """Return the outcomes of the timelines that have everything that was announced or presumed."""
    return [one for one, is_foreseen in zip(outcomes, prepared.foreseen, strict=True) if is_foreseen]


_Publication: TypeAlias = tuple[PartialDate, str]
"""When a source was published, and its id."""


class _Stood(NamedTuple):
    """Part of an answer that is the same on all days on which the same points may have happened."""

    states: frozenset[State | None]
    """Every possible state."""
    newest: _Publication | None
    """The latest publication of a claim on which it rests."""
    answers: Sequence[object]
    """Values of the fields of :class:`Status` from ``possible`` to ``ratified``."""
    why: tuple[Reason, ...]
    silent: tuple[EventKind, ...]


_MAX_RECENT: Final = 8
"""Number of such parts that are kept: a question about one day is often followed by one about the next."""


def _lasting(
    prepared: Prepared,
    now: tuple[Possible, ...],
    earlier: tuple[FlagStatus, ...],
    sources: Mapping[str, Source],
) -> _Stood:
    """Return the result of :func:`_stood`, from an answer about another day if that had the same."""
    key = (now, earlier)
    found = prepared.recent.get(key)
    if found is None:
        if len(prepared.recent) == _MAX_RECENT:
            prepared.recent.clear()
        found = prepared.recent[key] = _stood(prepared, now, earlier, sources)
    return cast("_Stood", found)


def _stood(
    prepared: Prepared,
    now: Sequence[Possible],
    earlier: tuple[FlagStatus, ...],
    sources: Mapping[str, Source],
) -> _Stood:
    """Return what is the same whenever this is possible in each timeline of each reading.

    ``earlier`` are the flags of acts whose effect began before them.
    """
    clauses, terms = prepared.clauses, prepared.terms
    outcomes = list(map(outcome_of, prepared.timelines, now))
    foreseen = _foreseen(prepared, outcomes)
    brief = brief_of(outcomes, foreseen, clauses)
    used = _used(prepared.readings[0].foreseen, foreseen[0].reach)
    flags = (*brief.flags, *earlier)
    answers = (
        brief.states - _UNBEGUN,
        brief.state,
        brief.presumed,
        brief.unbegun,
        brief.since,
        flags,
        tuple(standings(outcomes, foreseen, terms, clauses, flags, brief.states)),
        brief.signed,
        brief.approved,
        brief.approved_in_part,
        brief.ratified,
    )
    claims = [(item.event, item.claims) for item in used]
    why = tuple([_made_reason(event, some) for event, some in claims])
    silent_kinds = tuple(kind for kind in EventKind if kind in clauses.not_recorded) if brief.is_silent else ()
    return _Stood(brief.states, newest_claim(None, claims, sources), answers, why, silent_kinds)


def _used(timeline: Timeline, reach: int) -> list[LiveEntry]:
    """Return the entries of which a point may have happened, in the order of the file."""
    found = {point.index: point.item for point in timeline.points[:reach] if not point.is_presumed}
    return [found[index] for index in sorted(found)]


def newest_claim(
    known: _Publication | None,
    used: Iterable[tuple[Event, Sequence[Claim]]],
    sources: Mapping[str, Source],
) -> _Publication | None:
    """Return the latest publication of a claim, or the one that is known already, if none is later."""
    # The first possible day of publication counts, since a page without an exact day is not known to be newer. Of two
    # sources with the same first day, the one with the narrower interval counts.
    newest = known
    for event, claims in used:
        for claim in claims:
            source = sources.get(claim.source)
            if source and source.published:
                published = publication(claim, event, source)
                if newest is None or _is_newer(published, newest[0]):
                    newest = published, claim.source
    return newest


def _is_newer(one: PartialDate, other: PartialDate) -> bool:
    return one.earliest > other.earliest or (one.earliest == other.earliest and one.latest < other.latest)
