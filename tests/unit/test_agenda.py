"""Agenda of an agreement: the day on which an item is overdue, its claims, its words and its number."""

from __future__ import annotations

import datetime as dt

import pytest

from pactstate import Agreement, Event, Source
from pactstate.domain.agenda import Item, Topic, agenda
from pactstate.domain.model import ForceRule, Period, Term

DAY = dt.date(2026, 11, 30)
SIGNED = Event("signed", "2026-05-01", reported_by="s")
FORCE = Event("in_force", "2020-11-30", reported_by="s")


def items(*history: Event, today: dt.date = DAY, published: str = "2026-10-01", **more: object) -> list[Item]:
    source = Source("s", "Story", published=published)
    return [*agenda(Agreement("x", "X", "treaty", ["FR", "NO"], history, sources=[source], **more), today)]


def of(topic: Topic, found: list[Item]) -> list[Item]:
    return [item for item in found if item.topic is topic]


def announced(event: str | list[str], date: str) -> Event:
    return Event(event, date, announced_by="s")


@pytest.mark.parametrize(("day", "is_overdue"), [(29, True), (30, False)])
def test_an_announced_event_is_overdue_after_its_day(day: int, *, is_overdue: bool) -> None:
    (item,) = of(Topic.ANNOUNCED, items(SIGNED, announced("ratified", f"2026-11-{day}")))
    assert item.is_overdue is is_overdue


def test_events_of_one_entry_are_one_item() -> None:
    (item,) = of(Topic.ANNOUNCED, items(SIGNED, announced(["ratified", "in_force"], "2027")))
    assert item.name == item.words == "ratified+in_force"
    assert [claim.source for claim in item.claims] == ["s"]


@pytest.mark.parametrize(("today", "count"), [(30, 1), (31, 0)])
def test_an_effect_is_on_the_agenda_until_its_day_and_hides_nothing(today: int, count: int) -> None:
    effect = Event("in_force", "2026-09-01", "2026-12-30", reported_by="s")
    found = items(SIGNED, effect, announced("amended", "2027"), today=dt.date(2026, 12, today))
    assert len(of(Topic.EFFECT, found)) == count
    assert len(of(Topic.ANNOUNCED, found)) == 1


@pytest.mark.parametrize(("today", "is_overdue"), [(30, False), (31, True)])
def test_force_by_rule_is_overdue_after_its_day_and_names_its_claims(today: int, *, is_overdue: bool) -> None:
    ratified = Event("ratified", "2026-11-30", reported_by="s")
    rule = ForceRule("ratified", days=30)
    found = items(SIGNED, ratified, today=dt.date(2026, 12, today), published="2026-12-01", entry_into_force=rule)
    (item,) = of(Topic.RULE, found)
    assert (item.name, str(item.date), item.is_overdue) == ("in_force", "2026-12-30", is_overdue)
    assert [claim.source for claim in item.claims] == ["s"]


def test_announced_force_takes_the_place_of_the_rule() -> None:
    ratified = Event("ratified", "2026-11-30", reported_by="s")
    found = items(SIGNED, ratified, announced("in_force", "2027"), entry_into_force=ForceRule("ratified", days=30))
    assert of(Topic.RULE, found) == []


def test_another_announced_event_leaves_the_rule_alone() -> None:
    ratified = Event("ratified", "2026-11-01", reported_by="s")
    found = items(SIGNED, ratified, announced("approved", "2027"), entry_into_force=ForceRule("ratified", days=60))
    assert len(of(Topic.RULE, found)) == 1


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2021-06-01", "2022-11-30"),
        ("2022-11-30", "2022-11-30"),
        ("2022-12-01", "2024-11-30"),
        ("2024-12-31", "2026-11-30"),
        ("2031-01-01", "2032-11-30"),
    ],
)
def test_a_renewal_is_on_the_agenda_through_its_day(today: str, expected: str) -> None:
    term = Term(years=2, renews=True)
    found = items(FORCE, today=dt.date.fromisoformat(today), term=term, published="2020-12-01")
    (item,) = of(Topic.RENEWAL, found)
    assert (item.name, str(item.date), item.is_overdue) == ("", expected, False)
    assert [claim.source for claim in item.claims] == ["s"]


@pytest.mark.parametrize(("today", "count"), [("2026-05-30", 1), ("2026-05-31", 0)])
def test_the_last_day_for_notice_is_on_the_agenda_through_its_day(today: str, count: int) -> None:
    term = Term(years=2, renews=True, notice=Period(6, "months"))
    found = of(Topic.LAST_NOTICE, items(FORCE, today=dt.date.fromisoformat(today), term=term))
    assert [str(item.date) for item in found] == ["2026-05-30"] * count
    assert all(claim.source == "s" for item in found for claim in item.claims)


@pytest.mark.parametrize(("term", "topics"), [(None, []), (Term(renews=True), []), (Term(years=9), [Topic.TERM])])
def test_a_term_without_years_has_no_end(term: Term | None, topics: list[Topic]) -> None:
    assert [item.topic for item in items(FORCE, term=term) if item.topic is not Topic.NO_NEWS] == topics


@pytest.mark.parametrize(("today", "is_overdue"), [("2026-10-01", False), ("2026-10-02", True)])
def test_news_are_missed_after_a_year(today: str, *, is_overdue: bool) -> None:
    (item,) = of(Topic.NO_NEWS, items(SIGNED, today=dt.date.fromisoformat(today), published="2025-10-01"))
    assert (item.name, item.source, item.is_overdue) == ("", "s", is_overdue)


def test_items_of_one_event_are_numbered() -> None:
    found = items(SIGNED, announced("amended", "2027"), announced("amended", "2028"), announced("ratified", "2029"))
    assert [(item.name, item.number) for item in of(Topic.ANNOUNCED, found)] == [
        ("amended", 1),
        ("amended", 2),
        ("ratified", 1),
    ]


def test_before_anything_has_happened_only_announcements_are_due() -> None:
    rule = ForceRule("signed", days=30)
    found = items(announced("signed", "2026-12-15"), entry_into_force=rule)
    assert [item.topic for item in found] == [Topic.ANNOUNCED, Topic.NO_NEWS]
