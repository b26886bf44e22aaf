"""Entries that count: announcements that come true, slip, are revised, postponed or denied, and effects that are called off.

Each source has the day of its publication as its id, so that a history can be read without its sources.
"""

from __future__ import annotations

import pytest

from pactstate import Claim, Event, PartialDate, Source
from pactstate.domain.evidence import Evidence, LiveEntry, effect_day, entries_known_by, live

DAYS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01", "2024-06-02", "2024-12-31")
SOURCES = {f"s{day}": Source(f"s{day}", "S", published=day) for day in DAYS}


def reported(event: str | list[str], date: str, *, on: str = "2024-12-31", **more: object) -> Event:
    return Event(event, date, reported_by=f"s{on}", **more)


def announced(event: str | list[str], date: str, *on: str, denied: str | None = None, **more: object) -> Event:
    denials = [f"s{denied}"] if denied else []
    return Event(event, date, announced_by=[f"s{day}" for day in on or DAYS[:1]], denied_by=denials, **more)


def told(*history: Event) -> list[str]:
    """Return the entries that count: their events and days, and a mark for announced ones and idle postponements."""
    return [_words(entry) for entry in live(history, SOURCES)]


def _words(entry: LiveEntry) -> str:
    mark = {Evidence.REPORTED: "", Evidence.ANNOUNCED: "?", Evidence.DISPUTED: "!"}[entry.evidence]
    return f"{'+'.join(entry.kinds)} {entry.date}{mark}{' idle' if entry.idle else ''}"


SIGNED = reported("signed", "2024-01-01")
OFF = {"of": "in_force"}


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        # A postponement cancels the latest announcement of its event.
        ([announced("in_force", "2024-05"), reported("postponed", "2024-04", **OFF)], ["postponed 2024-04"]),
        (
            [announced("in_force", "2024-05"), announced("note", "2024-05"), reported("postponed", "2024-04", **OFF)],
            ["note 2024-05?", "postponed 2024-04"],
        ),
        ([reported("in_force", "2024-05"), reported("postponed", "2024-06", **OFF)], ["in_force 2024-05", "postponed 2024-06 idle"]),
        ([announced("signed", "2024-05"), reported("postponed", "2024-04", **OFF)], ["signed 2024-05?", "postponed 2024-04 idle"]),
        (
            [announced("amended", "2024-05"), announced("amended", "2024-06"), reported("postponed", "2024-04", of="amended")],
            ["amended 2024-05?", "postponed 2024-04"],
        ),
        # Two postponements take two; a third one is idle.
        (
            [announced("amended", "2024-05"), announced("amended", "2024-06"), *[reported("postponed", "2024-04", of="amended")] * 3],
            ["postponed 2024-04", "postponed 2024-04", "postponed 2024-04 idle"],
        ),
        # A report takes the place of an announcement by the same party, and of no other.
        ([announced("signed", "2024-05", party="JP"), reported("signed", "2024-06", party="JP")], ["signed 2024-06"]),
        (
            [announced("signed", "2024-05", party="JP"), reported("signed", "2024-06", party="PH")],
            ["signed 2024-05?", "signed 2024-06"],
        ),
        ([announced(["signed", "in_force"], "2024-05"), reported("signed", "2024-06")], ["in_force 2024-05?", "signed 2024-06"]),
        # A later announcement of the same event takes the place of an earlier one, unless it is vaguer.
        ([announced("signed", "2024-05-10"), announced("signed", "2024-06-10", "2024-02-01")], ["signed 2024-06-10?"]),
        ([announced("signed", "2024-05-10", "2024-02-01"), announced("signed", "2024-06-10")], ["signed 2024-05-10?"]),
        (
            [announced("signed", "2024-05-10"), announced("signed", "2024-05", "2024-02-01")],
            ["signed 2024-05-10?", "signed 2024-05?"],
        ),
        ([announced("signed", "2024-05"), announced("signed", "2024-05-10", "2024-02-01")], ["signed 2024-05-10?"]),
        ([announced("signed", "2024-05"), announced("signed", "2024-05", "2024-02-01")], ["signed 2024-05?"]),
        (
            [announced("signed", "2024-05-10"), announced("signed", "2024-05", "2024-02-01"), announced("signed", "2024-04-10", "2024-03-01")],
            ["signed 2024-04-10?"],
        ),
        (
            [announced("signed", "2024-05-10"), announced("signed", "2024-06-10", "2024-02-01"), announced("signed", "2024", "2024-03-01")],
            ["signed 2024-06-10?", "signed 2024?"],
        ),
        ([announced("amended", "2024-05"), announced("amended", "2024-06", "2024-02-01")], ["amended 2024-05?", "amended 2024-06?"]),
        # A denial after the announcement takes it back; one of the same day does not.
        ([announced("signed", "2024-05", "2024-01-01", denied="2024-02-01")], []),
        ([announced("in_force", "2024-05", "2024-01-01", denied="2024-02-01"), SIGNED], ["signed 2024-01-01"]),
        ([Event("signed", "2024-05", announced_by="undated", denied_by="s2024-06-01")], []),
        ([Event("signed", "2024-05", announced_by="undated", denied_by="s2024-05-01")], ["signed 2024-05?"]),
        ([announced("signed", "2024-05", "2024-02-01", denied="2024-02-01")], ["signed 2024-05?"]),
        ([announced("signed", "2024-05", "2024-01-01", "2024-03-01", denied="2024-02-01")], ["signed 2024-05?"]),
        ([Event("signed", "2024-05", reported_by="s2024-06-01", denied_by="s2024-06-02")], ["signed 2024-05!"]),
        ([Event("signed", "2024-05", denied_by="s2024-06-02"), SIGNED], ["signed 2024-01-01"]),
        # An entry without accepted claims does not count, and hides none of the others.
        ([Event("signed", "2024-05", claims=[Claim("s", "reported", rejected="No.")]), SIGNED], ["signed 2024-01-01"]),
        ([Event("note", "2024-05"), SIGNED], ["note 2024-05", "signed 2024-01-01"]),
    ],
)  # fmt: skip
def test_entries_that_count(history: list[Event], expected: list[str]) -> None:
    assert told(*history) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([("2024-05-10", "2024-01-01")], "2024-05-10"),
        ([("2024-05-10", "2024-01-01"), ("2024-06-10", "2024-02-01")], "2024-06-10"),
        ([("2024-06-10", "2024-02-01"), ("2024-05-10", "2024-01-01")], "2024-06-10"),
        ([("2024-05-10", "2024-01-01"), ("2024-06-10", "2024-01-01")], "2024-05-10/2024-06-10"),
        ([("2024-05-10", "2024-01-01"), ("2024-05", "2024-02-01")], "2024-05-10"),
        ([("2024-05-10/2024-05-20", "2024-01-01"), ("2024-05-10/2024-05-12", "2024-01-01")], "2024-05-10/2024-05-12"),
        ([("2024-05-10/2024-05-20", "2024-01-01"), ("2024-05-15/2024-05-20", "2024-01-01")], "2024-05-15/2024-05-20"),
        ([("2024-05-01/2024-05-10", "2024-01-01"), ("2024-05-05/2024-05-20", "2024-01-01")], "2024-05-01/2024-05-20"),
        ([("2024-06-10", "2024-01-01"), ("2024-06-10", "2024-01-01")], "2024-06-10"),
    ],
)
def test_the_day_of_an_announced_event_is_that_of_the_last_announcement(
    dates: list[tuple[str, str]], expected: str
) -> None:
    claims = [Claim(f"s{published}", "announced", date) for date, published in dates]
    (entry,) = live([Event("signed", "2024", claims=claims)], SOURCES)
    assert entry.date.same_days(expected)


@pytest.mark.parametrize(
    ("date", "effective", "expected"),
    [
        ("2024-05-10", None, None),
        ("2024-05-10", "2024-05-10", None),
        ("2024-05-10", "2024-05-01", None),
        ("2024-05-10", "2024-05-11", "2024-05-11"),
        ("2024-05", "2024-05-12", "2024-05-12/2024-05-31"),
        ("2024-05-12", "2024-05", "2024-05-12/2024-05-31"),
        ("2024-05", "2024-05-01/2024-05-31", None),
        ("2024-05-10/2024-05-20", "2024-05-12/2024-05-20", "2024-05-12/2024-05-20"),
        ("2024-05-10/2024-05-20", "2024-05-10/2024-05-22", "2024-05-10/2024-05-22"),
    ],
)
def test_an_effect_counts_where_it_is_or_may_be_later(date: str, effective: str | None, expected: str | None) -> None:
    found = effect_day(Event("in_force", date, effective), PartialDate(date))
    assert (found is None) if expected is None else (found is not None and found.same_days(expected))


LATER = reported("in_force", "2024-02", effective="2024-06-10")


@pytest.mark.parametrize(
    ("history", "cancelled", "idle"),
    [
        ([LATER, reported("postponed", "2024-06-10", **OFF)], Evidence.REPORTED, False),
        ([LATER, announced("postponed", "2024-06-01", **OFF)], Evidence.ANNOUNCED, False),
        ([LATER, reported("postponed", "2024-06-11", **OFF)], None, True),
        ([LATER, reported("postponed", "2024-06", **OFF)], Evidence.REPORTED, False),
        ([LATER, reported("postponed", "2024-05", of="signed")], None, True),
        ([LATER, *[reported("postponed", "2024-05", **OFF)] * 2], Evidence.REPORTED, True),
    ],
)
def test_a_postponement_calls_off_an_effect_that_has_not_come(
    history: list[Event], cancelled: Evidence | None, *, idle: bool
) -> None:
    first, *_, last = live(history, SOURCES)
    assert (first.effect_cancelled, last.idle) == (cancelled, idle)


NOTICE = reported("notice_given", "2024-01-01", party="JP")


@pytest.mark.parametrize(
    ("end", "revoked", "is_called_off", "kinds"),
    [
        ({"party": "JP"}, "2024-05", True, 0),
        ({"party": "JP"}, "2024-06-11", False, 1),
        ({"party": "PH"}, "2024-05", False, 1),
        ({}, "2024-05", True, 0),
    ],
)
def test_a_revocation_calls_off_the_ends_that_its_party_or_all_have_decided(
    end: dict[str, str], revoked: str, *, is_called_off: bool, kinds: int
) -> None:
    """Without a notice to revoke, the revocation is of the decision, and is no event of its own."""
    name = "withdrawn" if end else "terminated"
    decided = reported(name, "2024-02", effective="2024-06-10", **end)
    first, last = live([decided, reported("notice_revoked", revoked, party="JP")], SOURCES)
    assert (first.effect_cancelled is not None, len(last.kinds)) == (is_called_off, kinds)
    _, first, last = live([NOTICE, decided, reported("notice_revoked", revoked, party="JP")], SOURCES)
    assert (first.effect_cancelled is not None, len(last.kinds)) == (is_called_off, 1)


@pytest.mark.parametrize(
    ("date", "published", "latest"),
    [
        ("2024-05", "2024-05-01", "2024-05-02"),
        ("2024-05", "2024-12-31", "2024-05-31"),
        ("2024-06", "2024-05-01", "2024-06-30"),
        ("2024-05-02/2024-05-31", "2024-05-01", "2024-05-02"),
        ("2024-05-03/2024-05-31", "2024-05-01", "2024-05-31"),
    ],
)
def test_an_event_has_happened_by_the_day_after_its_report(date: str, published: str, latest: str) -> None:
    (entry,) = live([reported("signed", date, on=published)], SOURCES)
    assert str(entry.span[1]) == latest


def test_a_denial_that_was_not_known_takes_nothing_back() -> None:
    history = [SIGNED, announced("in_force", "2024-05", "2024-01-01", denied="2024-03-01")]
    known = {day: entries_known_by(history, SOURCES, PartialDate(day)) for day in ("2024-02-01", "2024-03-01")}
    assert [len(one.live) for one in known.values()] == [1, 0]
    assert [[str(entry.event.date) for entry in one.refuted] for one in known.values()] == [[], ["2024-05"]]
