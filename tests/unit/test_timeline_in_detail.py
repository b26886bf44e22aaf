"""Edge cases of the timeline: partial dates of entries and sources, and which end of an interval counts."""

from __future__ import annotations

import datetime as dt

import pytest

from lines import named
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import entries_known_by, live
from pactstate.domain.known_by import doubtful_sources, publication, publications
from pactstate.domain.lifecycle import EventKind, State, Terms
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.outcomes import Day, one_day
from pactstate.domain.status import Status, status
from pactstate.domain.timeline import Bounds, Timeline, prefix_counts, prepare, states_on

TERMS = Terms(("JP", "PH", "US"))


def source(id: str, published: str | None = None, **dates: str) -> Source:
    return Source(
        id,
        id,
        published=PartialDate(published) if published else None,
        **{name: PartialDate(date) for name, date in dates.items()},
    )


def event(
    kind: str,
    date: str,
    *claims: Claim,
    party: str | None = None,
    of: EventKind | None = None,
) -> Event:
    return Event((EventKind(kind),), PartialDate(date), party=party, of=of, claims=claims)


def reported(id: str) -> Claim:
    return Claim(id, Role.REPORTED)


def announced(id: str, date: str | None = None) -> Claim:
    return Claim(id, Role.ANNOUNCED, PartialDate(date) if date else None)


def ask(events: list[Event], sources: list[Source], on: str, known_by: str | None = None) -> Status:
    known = PartialDate(known_by) if known_by else None
    return status(events, {one.id: one for one in sources}, TERMS, PartialDate(on), known)


@pytest.mark.parametrize(
    ("published", "updated", "date", "public"),
    [
        # The event may lie on either side of the update: so does the report, up to the last day of the update.
        ("2024-07-10", "2024-08", "2024-07", "2024-07-10/2024-08-31"),
        # Some day of the publication is before the event's last.
        ("2024-07", "2024-09-01", "2024-07-31", "2024-07-30/2024-09-01"),
        ("2024-07", "2024-09-01", "2024-07-01", "2024-07"),
        # Certainly before the event, beyond the slack: it speaks of the event since the update only.
        ("2024-06", "2024-09", "2024-07-02", "2024-09"),
        ("2024-06", "2024-09-01", "2024-07-01", "2024-06-30/2024-09-01"),
    ],
)
def test_a_report_of_a_page_that_was_updated(published: str, updated: str, date: str, public: str) -> None:
    page = source("page", published, updated=updated)
    told = event("signed", date, reported("page"))
    assert publication(told.claims[0], told, page).text == public


def test_contradictory_bounds_span_both_readings() -> None:
    early, late = dt.date(2024, 6, 10), dt.date(2024, 6, 20)
    assert list(prefix_counts([Bounds(late, early)] * 2, PartialDate("2024-06"))) == [0, 1, 2]
    assert list(prefix_counts([Bounds(early, early)] * 2, PartialDate("2024-06"))) == [0, 2]


def test_a_vague_source_caps_by_its_last_day() -> None:
    month = [event("signed", "2024-07", reported("s"))]
    assert ask(month, [source("s", "2024-07")], "2024-07-15").unbegun
    assert not ask(month, [source("s", "2024-07-10")], "2024-07-15").unbegun


def test_a_doubtful_source_counts_when_it_is_asked_to() -> None:
    events, sources = [event("signed", "2024-07-01", reported("s"))], {"s": source("s", "2024-07")}
    by = PartialDate("2024-07-15")
    assert len(live(events, sources, by)) == 1
    assert doubtful_sources([publications(one, sources) for one in events], by) == ["s"]
    assert entries_known_by(events, sources, by, ()).live == []
    assert len(entries_known_by(events, sources, PartialDate("2024-07-31"), ()).live) == 1
    # What a doubtful source says is among the reasons.
    assert named(ask(events, [sources["s"]], "2024-07-20", "2024-07-15")) == "s"


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("first", "then"),
    [
        # Which of the two came last is not known, so either day may be meant.
        ("2024", "2024-06"),
        ("2024-06-01/2024-06-10", "2024-06"),
    ],
)
def test_of_announcements_in_unknown_order_either_counts(first: str, then: str, order: int) -> None:
    claims = [announced("first", "2025-01-01"), announced("then", "2025-03-01")][::order]
    events = [event("signed", "2025-05-01", *claims)]
    (expected,) = ask(events, [source("first", first), source("then", then)], "2024-12-31", "2024-12-31").expected
    assert expected.date == PartialDate("2025-01-01/2025-03-01")
    (expected,) = ask(events, [source("first", "2024-05"), source("then", then)], "2024-12-31", "2024-12-31").expected
    assert expected.date == PartialDate("2025-03-01")


def test_a_vaguer_announcement_revises_nothing() -> None:
    claims = [announced("first", "2025-03-11"), announced("then", "2025-03")]
    events = [event("signed", "2025-05-01", *claims)]
    (expected,) = ask(events, [source("first", "2024-05"), source("then", "2024-06")], "2024-12-31").expected
    assert expected.date == PartialDate("2025-03-11")


def test_a_day_within_the_day_asked_about_does_not_lie_ahead() -> None:
    events = [event("signed", "2025-09-11", announced("s"))]
    assert ask(events, [source("s", "2025-08-12")], "2025-09").expected == ()
    assert ask(events, [source("s", "2025-08-12")], "2025-08").expected != ()


def test_only_a_postponement_puts_anything_off() -> None:
    planned = event("signed", "2025-09-11", announced("s"))
    sources = {"s": source("s", "2025-08-12")}
    taken_back = event("withdrawn", "2025-09-01", reported("s"), party="JP", of=EventKind.SIGNED)
    assert [entry.index for entry in live([planned, taken_back], sources)] == [0, 1]
    put_off = event("postponed", "2025-09-01", reported("s"), of=EventKind.SIGNED)
    assert [entry.index for entry in live([planned, put_off], sources)] == [1]


def test_each_postponement_puts_off_the_latest_that_is_left() -> None:
    sources = {"s": source("s", "2025-01-01")}
    plans = [event("signed", f"2025-0{month}-11", announced("s")) for month in (7, 8, 9)]
    put_off = event("postponed", "2025-07-01", reported("s"), of=EventKind.SIGNED)
    assert [entry.index for entry in live([*plans, put_off], sources)] == [0, 1, 3]
    assert [entry.index for entry in live([*plans, put_off, put_off], sources)] == [0, 3, 4]
    assert [entry.index for entry in live([*plans, put_off, put_off, put_off], sources)] == [3, 4, 5]


def test_what_was_put_off_once_is_not_put_off_again_under_its_other_name() -> None:
    sources = {"s": source("s", "2025-01-01")}
    both = Event((EventKind.RATIFIED, EventKind.IN_FORCE), PartialDate("2025-08-11"), claims=(announced("s"),))
    history = [
        event("in_force", "2025-07-11", announced("s")),
        both,
        event("postponed", "2025-07-01", reported("s"), of=EventKind.RATIFIED),
        event("postponed", "2025-07-02", reported("s"), of=EventKind.IN_FORCE),
    ]
    assert [entry.index for entry in live(history, sources)] == [2, 3]


@pytest.mark.parametrize(
    ("on", "states"),
    [
        ("2024-07-07", {None}),
        ("2024-07-08", {State.RATIFIED}),
        # What happened on one day was never half done, whichever days are asked about.
        ("2024-07", {None, State.RATIFIED}),
        ("2024-07-07/2024-07-08", {None, State.RATIFIED}),
        ("2024", {None, State.RATIFIED, State.IN_FORCE}),
        ("2024-08-01/2024-08-31", {State.RATIFIED, State.IN_FORCE}),
        ("2024-09-01", {State.IN_FORCE}),
    ],
)
def test_all_states_of_some_days(on: str, states: set[State | None]) -> None:
    history = [event("signed", "2024-07-08"), event("ratified", "2024-07-08"), event("in_force", "2024-08")]
    assert states_on(prepare(history, {}, TERMS), PartialDate(on)) == states
    found = ask(history, [], on)
    assert (found.possible, found.unbegun) == (states - {None}, None in states)


def test_a_line_whose_parts_do_not_belong_together_answers_nothing() -> None:
    whole = prepare([event("signed", "2024-07-08"), event("in_force", "2024-08")], {}, TERMS).readings[0].reported
    assert whole.states_on(PartialDate("2024-07-08")) == {State.SIGNED}
    torn = Timeline(whole.points, whole.limits, whole.steps[:1])
    with pytest.raises(ValueError, match="argument"):
        torn.states_on(PartialDate("2024-07-08"))


def test_certain_to_have_signed_are_those_that_have_in_every_reading() -> None:
    leaving = [event("signed", "2024-01-01"), event("withdrawn", "2024-07", party="JP")]
    found = ask(leaving, [], "2024-07-15")
    assert found.state is State.SIGNED
    assert found.signed == ("PH", "US")
    joining = [event("signed", "2024-01-01", party="US"), event("signed", "2024-07", party="JP")]
    assert ask(joining, [], "2024-07-15").signed == ("US",)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_sources_of_one_month_the_more_closely_dated_is_the_newest(order: int) -> None:
    sources = [source("month", "2024-06"), source("day", "2024-06-01")]
    events = [event("signed", "2024-05-01", *[reported("month"), reported("day")][::order])]
    assert named(ask(events, sources, "2024-07-01")) == "day"


def test_an_undated_page_cannot_announce_what_came_after_the_first_day_of_the_calendar() -> None:
    told = event("signed", "0001-01-01", announced("page"))
    assert publication(told.claims[0], told, source("page")).text == "0001-01-01"


def test_a_day_that_readings_write_in_several_ways_has_the_shortest_text() -> None:
    first, last = dt.date(2020, 11, 1), dt.date(2020, 11, 30)
    written = [PartialDate.between(first, last), PartialDate("2020-11")]
    days = [Day((0, False, False), date, first, last) for date in written]
    assert str(one_day(days)) == str(one_day(days[::-1])) == "2020-11"
