"""Answer to a question about a day: states, flags, the standing of each party, and what is expected.

See docs/domain.md, "Status".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import LiveEntry, publication
from pactstate.domain.expectations import Expectation, expected_on
from pactstate.domain.fields import shallow
from pactstate.domain.flags import FlagStatus, flags_of, retroactive
from pactstate.domain.lines import Line
from pactstate.domain.model import NO_CLAUSES, Claim, Clauses, Event, Source
from pactstate.domain.outcomes import Outcome, Place, one_day, only, outcome_of
from pactstate.domain.position import ALL, Deed, Terms
from pactstate.domain.standing import Standing, standings
from pactstate.domain.timeline import Prepared, prepare

__all__ = ["Reason", "Status", "answer", "status"]


@attrs.frozen(field_transformer=shallow)
class Reason:
    """Entry on which an answer rests, with the claims that were used."""

    event: Event
    claims: tuple[Claim, ...]


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
    outcomes: list[Outcome] = []
    foreseen: list[Outcome] = []
    for reading in prepared.readings:
        made = {id(line): outcome_of(line, on, clauses) for line in reading.lines}
        outcomes += made.values()
        foreseen.append(made[id(reading.foreseen)])
    states = {state for outcome in outcomes for state in outcome.states}
    silent = {state for outcome in outcomes for state in outcome.silent} - states
    presumed = only({state for outcome in foreseen for state in outcome.states})
    state = only(states | silent)
    items = prepared.readings[0].items
    line, reach = prepared.readings[0].foreseen, foreseen[0].reach
    used = _used(line, reach)
    expected = tuple(expected_on(prepared, on, states | silent))
    heard = [*used, *(item for item in prepared.readings[0].refuted if item.span[0] <= on.latest)]
    claims = [(item.event, item.claims) for item in heard]
    claims += [(one.event, one.claims) for one in expected if one.event]
    newest = _newest(claims, sources)
    done = _done_by(outcomes)
    flags = tuple(flags_of(outcomes, foreseen, clauses, silent))
    flags += tuple(retroactive(items, on))
    hushed = tuple(kind for kind in EventKind if kind in clauses.not_recorded) if silent else ()
    return Status(
        on=on,
        known_by=known_by,
        possible=frozenset(one for one in states | silent if one),
        state=state,
        presumed=None if silent else presumed,
        unbegun=None in states | silent,
        since=one_day({outcome.since for outcome in outcomes}) if state else None,
        flags=flags,
        standing=tuple(standings(outcomes, foreseen, terms, clauses, flags, silent=bool(silent))),
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


def _done_by(outcomes: Sequence[Outcome]) -> Mapping[Deed, Sequence[tuple[str, bool]]]:
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


def _used(line: Line, reach: int) -> list[LiveEntry]:
    """Return the entries of which a point may have happened, in the order of the file."""
    found = {point.index: point.item for point in line.points[:reach] if not point.is_presumed}
    return [found[index] for index in sorted(found)]


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
