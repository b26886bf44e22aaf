"""Statements of sources compared with the states that a history allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

import pytest

import pactstate
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Source, Statement
from pactstate.domain.statements import Judgement, Verdict, weigh

FROM = dt.date(2024, 6, 10)
States = Callable[[PartialDate], Collection[State | None]]


def changed_on(*changes: tuple[dt.date, State | None]) -> States:
    """Return a history: the state after each of these days, nothing before the first."""

    def states_on(day: PartialDate) -> set[State | None]:
        starts = [(dt.date.min, None), *changes]
        ends = [start for start, _ in starts[1:]] + [dt.date.max]
        return {
            state
            for (start, state), end in zip(starts, ends, strict=True)
            if start <= day.latest and (end > day.earliest or end == dt.date.max)
        }

    return states_on


SIGNED = changed_on((FROM, State.SIGNED))


def judged(says: State, *, published: str | None, updated: str | None = None, states_on: States = SIGNED) -> Judgement:
    dates = {key: PartialDate(date) if date else None for key, date in (("published", published), ("updated", updated))}
    return weigh(Statement("s", says), Source("s", "A page", **dates), states_on)


def test_the_judgement_keeps_the_day_and_the_states() -> None:
    assert judged(State.SIGNED, published="2024-07-01") == Judgement(
        Verdict.AGREES, PartialDate("2024-07-01"), frozenset({State.SIGNED})
    )
    assert judged(State.SIGNED, published="2024-06") == Judgement(
        Verdict.UNDECIDABLE, PartialDate("2024-06"), frozenset({State.SIGNED}), unbegun=True
    )


def test_without_a_day_nothing_can_be_decided() -> None:
    undecidable = Judgement(Verdict.UNDECIDABLE, None)
    assert judged(State.SIGNED, published=None) == undecidable
    assert judged(State.SIGNED, published=None, updated="2024-07-01") == undecidable
    assert weigh(Statement("s", State.SIGNED), None, SIGNED) == undecidable


def test_the_date_of_the_statement_goes_before_that_of_the_source() -> None:
    statement = Statement("s", State.SIGNED, date=PartialDate("2024-07-01"))
    source = Source("s", "A page", published=PartialDate("2020-01-01"))
    assert weigh(statement, source, SIGNED).day == PartialDate("2024-07-01")


@pytest.mark.parametrize(
    ("published", "updated", "day"),
    [
        ("2024-07-01", "2024-07-05", "2024-07-01/2024-07-05"),
        ("2024-07", "2024-07-01", "2024-07-01"),  # the first day of the month: the source spoke on that day
        ("2024-07-01", "2024-06-30", "2024-07-01"),  # an update before the publication counts for nothing
    ],
)
def test_an_update_extends_the_day(published: str, updated: str, day: str) -> None:
    assert judged(State.SIGNED, published=published, updated=updated).day == PartialDate(day)


@pytest.mark.parametrize(
    ("says", "published", "verdict"),
    [
        (State.SIGNED, "2024-06-09", Verdict.UNDECIDABLE),  # printed in the morning, the day before
        (State.SIGNED, "2024-06-08", Verdict.PREMATURE),
        (State.PROPOSED, "2024-06-09", Verdict.UNDECIDABLE),  # more than nothing yet, less than signed
        (State.PROPOSED, "2024-07-01", Verdict.STALE),
        (State.IN_FORCE, "2024-07-01", Verdict.PREMATURE),
    ],
)
def test_a_day_is_allowed_for_time_zones(says: State, published: str, verdict: Verdict) -> None:
    assert judged(says, published=published).verdict is verdict


def test_a_state_that_was_left_before_is_stale() -> None:
    restarted = changed_on((dt.date(2020, 1, 1), State.ABANDONED), (FROM, State.NEGOTIATING))
    assert judged(State.ABANDONED, published="2024-07-01", states_on=restarted).verdict is Verdict.STALE
    assert judged(State.IN_FORCE, published="2024-07-01", states_on=restarted).verdict is Verdict.PREMATURE


def many_said() -> pactstate.Agreement:
    """Negotiations that each of twenty papers reported on a day of its own, and statements of each of these days."""
    days = [f"2025-01-{number:02}" for number in range(1, 21)]
    sources = tuple(pactstate.Source(f"s{number}", "S", published=day) for number, day in enumerate(days))
    kinds = ("negotiating", "stalled")
    events = [
        pactstate.Event(kinds[number % 2], day, claims=(pactstate.Claim(f"s{number}", "reported"),))
        for number, day in enumerate(days)
    ]
    said = tuple(pactstate.Statement("s19", "proposed", date=f"2025-01-{number:02}") for number in range(2, 32))
    return pactstate.Agreement("x", "X", "raa", ("JP", "PH"), tuple(events), said, sources)


def test_many_statements_are_contradicted_as_each_alone() -> None:
    one = many_said()
    judged = [(said, one.weigh(said)) for said in reversed(one.statements)]
    alone = [one.contrary(*pair) for pair in judged]
    assert one.contraries(judged) == alone
    assert {str(public.since) for public in alone if public} == {"2025-01-01"}
    assert all(alone)


def test_of_very_many_days_of_publication_some_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    one = many_said()
    judged = [(said, one.weigh(said)) for said in one.statements]
    # Forty entries and claims, and thirty statements that count ten times: five days can be tried.
    monkeypatch.setattr("pactstate.domain.statements.MAX_STEPS", 5 * 340)
    found = one.contraries(judged)
    assert {str(public.since) for public in found if public} == {"2025-01-04"}
    # The statements of the first days have nothing before them that was tried.
    assert [public is None for public in found] == [number < 4 for number in range(2, 32)]
    # One is always tried.
    monkeypatch.setattr("pactstate.domain.statements.MAX_STEPS", 1)
    assert one.contrary(*judged[0]) is not None
