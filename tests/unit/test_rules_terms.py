"""Rules on what the agreement's own text and parties require: where each begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from builders import (
    entry,
    findings_in,
    found,
    reported,
    rules_of,
    source,
    text_at,
)

Write = Callable[..., Path]
SOURCES = "sources:\n  s: {title: S, published: 2100/2101}\n"


def found_rules(
    write: Write, *entries: str, head: str = "", parties: str = "JP, PH", today: str = "2200-01-01"
) -> list[str]:
    """The rules and severities found; entries are written as ``event date more: keys``, with ``ANNOUNCED`` at the end."""
    lines = []
    for text in entries:
        event, date, *more = text.removesuffix(" ANNOUNCED").split(" ", 2)
        role = "announced_by: s" if text.endswith(" ANNOUNCED") else "reported_by: s"
        lines.append(f"  - {{{', '.join([f'event: {event}', f'date: {date}', *more, role])}}}\n")
    text = f"id: x\ntitle: X\nkind: gsoia\nparties: [{parties}]\n{head}{SOURCES}history:\n{''.join(lines) or '  []'}\n"
    report = pactstate.check(write(x=text), today=dt.date.fromisoformat(today))
    ignored = ("unused-source", "skipped-step", "unsourced-event")
    return [f"{one.rule} {one.severity}" for one in report.findings if one.rule not in ignored]


@pytest.mark.parametrize(
    ("events", "parties", "head", "rule"),
    [
        (("signed 2020", "ratified 2021 party: JP", "in_force 2022"), "JP, PH", "", True),
        (("signed 2020", "ratified 2021 party: JP", "ratified 2021 party: PH", "in_force 2022"), "JP, PH", "", False),
        (("signed 2020", "ratified 2021", "in_force 2022"), "JP, PH", "", False),
        (("signed 2020", "in_force 2022"), "JP, PH", "", False),
        (("signed 2020", "ratified 2021 party: JP", "in_force 2022"), "JP, PH, US", "consents_needed: 1\n", False),
        (("signed 2020", "ratified 2021 party: JP", "in_force 2022"), "JP, PH, US", "consents_needed: 2\n", True),
        (
            (
                "adopted 2020",
                "ratified 2021 party: JP",
                "ratified 2021 party: PH",
                "withdrawn 2021 party: US",
                "in_force 2022",
            ),
            "JP, PH, US",
            "",
            False,
        ),
        (
            (
                "signed 2020",
                "ratified 2021 party: JP",
                "in_force 2022",
                "ratified 2023 party: PH",
                "in_force 2023 party: PH",
            ),
            "JP, PH",
            "",
            True,
        ),
        (("in_force 2019", "ratified 2021 party: JP", "in_force 2022 party: JP"), "JP, PH", "", False),
    ],
)
def test_incomplete_consent(write: Write, events: tuple[str, ...], parties: str, head: str, rule: bool) -> None:
    assert found_rules(write, *events, parties=parties, head=head) == (["incomplete-consent warning"] if rule else [])


@pytest.mark.parametrize(
    ("effective", "term", "rule"),
    [
        ("2024-06-30", "notice: 6 months", True),
        ("2024-07-01", "notice: 6 months", False),
        ("2024-06", "notice: 6 months", True),
        ("2024-07", "notice: 6 months", False),
        ("2024-06-28", "notice: 180 days", True),
        ("2024-06-29", "notice: 180 days", False),
        ("2024-02-01", "years: 10", False),
        ("2030-01-01", "notice: 6 months", False),
    ],
)
def test_short_notice(write: Write, effective: str, term: str, rule: bool) -> None:
    events = ("[signed,in_force] 2020", f"notice_given 2024-01-01 party: PH, effective: {effective}")
    rules = [
        one for one in found_rules(write, *events, head=f"term: {{{term}}}\n") if not one.startswith("unreported-end")
    ]
    assert rules == (["short-notice warning"] if rule else [])


@pytest.mark.parametrize(
    ("events", "rule", "finds"),
    [
        (("ratified 2025-08-12", "in_force 2025-09-11"), "after: ratified, days: 30", False),
        (("ratified 2025-08-12", "in_force 2025-09-12"), "after: ratified, days: 30", True),
        (("ratified 2025-08-12", "in_force 2025-09"), "after: ratified, days: 30", False),
        (("ratified 2025-08", "in_force 2025-09-30"), "after: ratified, days: 30", False),
        (("ratified 2025-08-12", "in_force 2025-09-12"), "after: ratified, months: 1", False),
        (("ratified 2025-08-12", "in_force 2025-08-12"), "after: ratified", False),
        (
            ("ratified 2025-08-12 party: JP", "ratified 2025-09-01 party: PH", "in_force 2025-09-06"),
            "after: ratified, days: 5",
            False,
        ),
        (("signed 2025-08-12", "in_force 2025-09-12"), "after: ratified, days: 5", False),
        (("[signed,in_force] 2025-08-12",), "after: signed", False),
        (("ratified 2025-08-12", "in_force 2025-10-01 effective: 2025-09-11"), "after: ratified, days: 30", None),
        (("ratified 2025-08-12", "in_force 2025-09-11", "in_force 2026 party: US"), "after: ratified, days: 30", False),
    ],
)
def test_force_offset(write: Write, events: tuple[str, ...], rule: str, finds: bool | None) -> None:
    rules = found_rules(write, *events, head=f"entry_into_force: {{{rule}}}\n", parties="JP, PH")
    assert ("force-offset warning" in rules) is bool(finds)
    assert ("retroactive info" in rules) is (finds is None)


@pytest.mark.parametrize(
    ("events", "term", "today", "finds"),
    [
        (("in_force 2010-05-05",), "years: 5, renews: false", "2015-05-06", True),
        (("in_force 2010-05-05",), "years: 5, renews: false", "2015-05-05", False),
        (("in_force 2010-05-05",), "years: 5, renews: true", "2100-01-01", False),
        (("in_force 2010-05-05",), "years: 5", "2100-01-01", False),
        (("in_force 2010-05-05",), "renews: false", "2100-01-01", False),
        (("in_force 2010-05-05", "extended 2014"), "years: 5, renews: false", "2020-05-05", False),
        (("in_force 2010-05-05", "extended 2014"), "years: 5, renews: false", "2020-05-06", True),
        (("in_force 2010-05-05", "note 2016"), "years: 5, renews: false", "2100-01-01", False),
        (("in_force 2010-05-05", "note 2011"), "years: 5, renews: false", "2100-01-01", True),
        (("in_force 2010-05-05", "terminated 2014"), "years: 5, renews: false", "2100-01-01", False),
        (("signed 2010-05-05",), "years: 5, renews: false", "2100-01-01", False),
        ((), "years: 5, renews: false", "2100-01-01", False),
        (("in_force 2010-05-05 effective: 2009-05-05",), "years: 5, renews: false", "2014-05-06", True),
        (("in_force 2010-05-05 effective: 2009-05-05",), "years: 5, renews: false", "2014-05-05", False),
        (("in_force 2010-05-05", "note 2015"), "years: 5, renews: false", "2100-01-01", False),
        (("in_force 2010-05-05", "note 2015-05-04"), "years: 5, renews: false", "2100-01-01", True),
        (("in_force 2010",), "years: 5, renews: false", "2015-12-31", False),
        (("in_force 2010",), "years: 5, renews: false", "2016-01-01", True),
    ],
)
def test_past_term(write: Write, events: tuple[str, ...], term: str, today: str, finds: bool) -> None:
    rules = found_rules(write, *events, head=f"term: {{{term}}}\n", today=today)
    assert ("past-term warning" in rules) is finds


@pytest.mark.parametrize(
    ("events", "finds"),
    [
        # The force that was announced for 2015 and the one of 2020: the term runs from 2020.
        (("signed 2014", "in_force 2015-01-01 ANNOUNCED", "in_force 2020-01-01"), True),
        (("signed 2014", "in_force 2015-01-01 ANNOUNCED", "in_force 2022-01-01"), False),
        # An extension that was only announced is none.
        (("signed 2014", "in_force 2018-01-01", "extended 2022-12-01 ANNOUNCED"), True),
        (("signed 2014", "in_force 2018-01-01", "extended 2022-12-01"), False),
        # An extension is as long as the term.
        (("signed 2014", "in_force 2015-01-01", "extended 2019-12-01"), True),
    ],
)
def test_a_term_runs_from_what_is_reported(write: Write, events: tuple[str, ...], finds: bool) -> None:
    rules = found_rules(
        write, *events, head="term: {years: 5, renews: false}\n", today="2026-11-22", parties="JP, PH, US"
    )
    assert ("past-term warning" in rules) is finds


@pytest.mark.parametrize(
    ("events", "finds"),
    [
        # The plan did not keep to the rule; what came about does.
        (("ratified 2025-08-12", "in_force 2025-10-01 ANNOUNCED", "in_force 2025-09-11"), False),
        (("ratified 2025-08-12", "in_force 2025-09-11 ANNOUNCED", "in_force 2025-10-01"), True),
        (("ratified 2025-08-12", "in_force 2025-10-01 ANNOUNCED"), False),
        (("ratified 2025-06-01 ANNOUNCED", "in_force 2025-10-01"), False),
    ],
)
def test_the_day_of_force_is_judged_when_it_is_reported(write: Write, events: tuple[str, ...], finds: bool) -> None:
    rules = found_rules(write, *events, head="entry_into_force: {after: ratified, days: 30}\n", parties="JP, PH")
    assert ("force-offset warning" in rules) is finds


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        ("in_force 2021-06-01 effective: 2021-05-31", ["retroactive info"]),
        ("in_force 2021-06-01 effective: 2021-06-01", []),
        ("in_force 2021-06-01 effective: 2021", []),
        ("signed 2021-06-01 effective: 2021-05-31", ["retroactive error"]),
        ("[ratified,in_force] 2021-06-01 effective: 2021-05-31", ["retroactive info"]),
    ],
)
def test_retroactive(write: Write, event: str, rule: list[str]) -> None:
    assert found_rules(write, event) == rule


@pytest.mark.parametrize(
    ("events", "head", "rules"),
    [
        (("signed 2020 party: US",), "", []),
        (("signed 2020", "approved 2021 party: US"), "", ["undeclared-party error"]),
        (("signed 2020", "signed 2021 party: US", "approved 2021 party: US"), "", []),
        (("[signed,in_force] 2020", "in_force 2021 party: US", "notice_given 2021 party: US"), "", []),
        (("[signed,in_force] 2020", "notice_given 2021 party: US"), "", ["undeclared-party error"]),
        (("signed 2020",), "approvals_needed: [JP, US]\n", ["undeclared-party error"]),
        (("signed 2020",), "approvals_needed: [JP]\n", []),
    ],
)
def test_undeclared_party(write: Write, events: tuple[str, ...], head: str, rules: list[str]) -> None:
    assert found_rules(write, *events, head=head) == rules


@pytest.mark.parametrize(
    ("date", "today", "finds"),
    [
        ("2024-07-08", "2024-07-08", False),
        ("2024-07-08", "2024-07-07", True),
        ("2024-07", "2024-06-30", True),
        ("2024-07", "2024-07-01", False),
    ],
)
def test_future_event(write: Write, date: str, today: str, finds: bool) -> None:
    assert ("future-event error" in found_rules(write, f"signed {date}", today=today)) is finds


def test_of_several_events_in_one_entry_the_one_that_brings_force_is_pointed_at(write: Write) -> None:
    signed = reported("signed", "2020-01-01")
    (one,) = found(write, "incomplete-consent", signed, reported("[ratified, in_force]", "2021-01-01", "party: JP"))
    assert text_at(write, one) == "in_force"
    skipped = found(write, "skipped-step", reported("[signed, in_force]", "2021-01-01"), kind="raa")
    assert [text_at(write, one) for one in skipped] == ["in_force"]


def test_a_missing_consent_is_reported_once(write: Write) -> None:
    history = [
        reported("signed", "2020-01-01"),
        reported("ratified", "2020-02-01", "party: JP"),
        reported("in_force", "2020-03-01"),
        reported("amended", "2020-04-01"),
        reported("note", "2020-05-01"),
    ]
    (one,) = found(write, "incomplete-consent", *history)
    assert text_at(write, one) == "in_force"
    assert found(write, "incomplete-consent", *history, more="consents_needed: 1\n") == []


def test_the_term_of_notice_is_shown_where_it_stands(write: Write) -> None:
    history = [
        reported("in_force", "2020-01-01"),
        reported("notice_given", "2021-01-01", "party: JP", "effective: 2021-02-01"),
    ]
    (one,) = found(write, "short-notice", *history, more="term:\n  years: 5\n  notice: 6 months\n")
    assert "(line 7)" in one.message
    assert [related.location.line for related in one.related] == [7]


@pytest.mark.parametrize(("day", "number"), [("2020-03-15", 0), ("2020-03-01", 1), ("2020-01-17", 1)])
def test_a_rule_of_months_and_days(write: Write, day: str, number: int) -> None:
    rule = "entry_into_force: {after: ratified, months: 2}\n"
    history = [reported("signed", "2020-01-01"), reported("ratified", "2020-01-15"), reported("in_force", day)]
    assert len(found(write, "force-offset", *history, more=rule)) == number


@pytest.mark.parametrize("joining", ["signed", "ratified", "in_force"])
def test_who_joins_need_not_be_among_the_parties(write: Write, joining: str) -> None:
    history = [
        reported("in_force", "2020"),
        reported(joining, "2021", "party: FR"),
        reported("approved", "2022", "party: FR"),
    ]
    assert found(write, "undeclared-party", *history) == []
    assert len(found(write, "undeclared-party", history[0], history[2])) == 1


def test_force_follows_the_consent_that_completed_the_number(write: Write) -> None:
    history = (
        entry("signed", "2010-01-01", "reported_by: s")
        + entry("ratified", "2010-02-01", "party: JP, reported_by: s")
        + entry("ratified", "2010-03-01", "party: PH, reported_by: s")
        + entry("ratified", "2010-03-10", "party: US, reported_by: s")
        + entry("in_force", "{day}", "reported_by: s")
    )
    rule = "consents_needed: 2\nentry_into_force: {after: ratified, days: 30}\n"
    assert rules_of(findings_in(write, history.replace("{day}", "2010-03-31"), parties="JP, PH, US", more=rule)) == []
    assert rules_of(findings_in(write, history.replace("{day}", "2010-04-09"), parties="JP, PH, US", more=rule)) == [
        "force-offset"
    ]


def test_load_does_not_depend_on_today(write: Write) -> None:
    """An error that depends on the day does not keep the files from loading."""
    history = entry("signed", "2999-01-01", "reported_by: s") + entry("note", "3000", "reported_by: t")
    told = findings_in(write, history, source("t", "2999-06-01"))
    assert {"future-event", "source-from-future"} <= set(rules_of(told))
    text = (write() / "x.yaml").read_text().replace("2026-01-01", "2999-01-01").replace("2999-06-01", "3000-06-01")
    assert list(pactstate.load(write(x=text))) == ["x"]


@pytest.mark.parametrize(
    ("end", "rule"),
    [
        ("", "unreported-end"),
        # An announced end with an entry of its own is a finding of another rule.
        (entry("withdrawn", "2024-07-01", "party: PH, announced_by: d"), "unconfirmed-announcement"),
    ],
)
def test_a_notice_whose_day_passed_without_a_report(write: Write, end: str, rule: str) -> None:
    history = (
        entry("[signed, in_force]", "2020", "reported_by: s")
        + entry("notice_given", "2024-01-01", "party: PH, effective: 2024-07-01, reported_by: s")
        + end
    )
    assert rules_of(findings_in(write, history, source("d", "2024-01-02"), kind="gsoia")) == [rule]


@pytest.mark.parametrize(("end", "finds"), [((), True), (("withdrawn 2026-01-01 party: PH ANNOUNCED",), False)])
def test_an_end_that_is_announced_is_not_also_an_end_that_nobody_reports(
    write: Write, end: tuple[str, ...], finds: bool
) -> None:
    events = ("[signed,in_force] 2020", "notice_given 2024-01-01 party: PH, effective: 2026-01-01", *end)
    found = found_rules(write, *events, parties="JP, PH, US")
    assert any(one.startswith("unreported-end") for one in found) == finds
