"""Rules on what the agreement's own text and parties require: where each begins and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from pactstate import PartialDate, Period

Write = Callable[..., Path]
SOURCES = "sources:\n  s: {title: S, published: 2100/2101}\n"


def found(write: Write, *entries: str, head: str = "", parties: str = "JP, PH", today: str = "2200-01-01") -> list[str]:
    """The rules and severities found; entries are written as ``event date more: keys``, with ``ANNOUNCED`` at the end."""
    lines = []
    for entry in entries:
        event, date, *more = entry.removesuffix(" ANNOUNCED").split(" ", 2)
        role = "announced_by: s" if entry.endswith(" ANNOUNCED") else "reported_by: s"
        lines.append(f"  - {{{', '.join([f'event: {event}', f'date: {date}', *more, role])}}}\n")
    text = f"id: x\ntitle: X\nkind: gsoia\nparties: [{parties}]\n{head}{SOURCES}history:\n{''.join(lines) or '  []'}\n"
    report = pactstate.check(write(x=text), today=dt.date.fromisoformat(today))
    ignored = ("unused-source", "skipped-step", "unsourced-event")
    return [f"{one.rule} {one.severity}" for one in report.findings if one.rule not in ignored]


@pytest.mark.parametrize(
    ("period", "date", "due"),
    [
        (Period(30, "days"), "2025-08-12", "2025-09-11"),
        (Period(1, "months"), "2024-01-31", "2024-02-29"),
        (Period(1, "months"), "2023-12-15", "2024-01-15"),
        (Period(13, "months"), "2023-12-15", "2025-01-15"),
        (Period(1, "years"), "2024-02-29", "2025-02-28"),
        (Period(4, "years"), "2024-02-29", "2028-02-29"),
        (Period(6, "months"), "2024-07", "2025-01-01/2025-01-31"),
        (Period(5, "years"), "9998-01-01", "9999-12-31"),
        (Period(400, "days"), "9999-01-01", "9999-12-31"),
        (Period(0, "days"), "2024-05-05", "2024-05-05"),
    ],
)
def test_a_period_later(period: Period, date: str, due: str) -> None:
    expected = PartialDate(due)
    assert (period.after(PartialDate(date)).earliest, period.after(PartialDate(date)).latest) == (
        expected.earliest,
        expected.latest,
    )


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
    assert found(write, *events, parties=parties, head=head) == (["incomplete-consent warning"] if rule else [])


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
    rules = [one for one in found(write, *events, head=f"term: {{{term}}}\n") if not one.startswith("unreported-end")]
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
    rules = found(write, *events, head=f"entry_into_force: {{{rule}}}\n", parties="JP, PH")
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
    rules = found(write, *events, head=f"term: {{{term}}}\n", today=today)
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
    rules = found(write, *events, head="term: {years: 5, renews: false}\n", today="2026-11-22", parties="JP, PH, US")
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
    rules = found(write, *events, head="entry_into_force: {after: ratified, days: 30}\n", parties="JP, PH")
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
    assert found(write, event) == rule


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
    assert found(write, *events, head=head) == rules


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
    assert ("future-event error" in found(write, f"signed {date}", today=today)) is finds


def test_links_that_agree_and_links_that_do_not(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{links}history:\n{history}"
    force = "  - {event: [signed, in_force], date: 2020-05-05}\n"
    end = "  - {event: terminated, date: 2021-06, reason: replaced}\n"
    new = text.format(
        id="new", links="replaces: old\namends: [other, nothing]\n", history=force.replace("2020-05-05", "2021-06-15")
    )
    cases = {
        "replaced_by: new\n": [],
        "": ["link-mismatch", "link-mismatch"],
        "replaced_by: [new, newer]\n": ["dangling-link"],
    }
    other = text.format(id="other", links="", history=force)
    for links, rules in cases.items():
        folder = write(new=new, old=text.format(id="old", links=links, history=force + end), other=other)
        report = pactstate.check(folder)
        linked = [one.rule for one in report.findings if one.code.startswith("PS4")]
        assert sorted(linked) == sorted(["dangling-link", *rules])
    for finish, rules in (
        (end.replace("2021-06", "2021-07"), ["link-mismatch"]),
        (end.replace("date: 2021-06", "date: 2021-05, effective: 2021-06-15"), []),
        (end.replace("replaced", "agreed"), []),
        ("", ["link-mismatch"]),
    ):
        old = text.format(id="old", links="replaced_by: new\n", history=force + finish)
        report = pactstate.check(write(new=new, old=old, other=other))
        assert [one.rule for one in report.findings if one.code == "PS403"] == rules
    never = new.replace("[signed, in_force]", "signed")
    report = pactstate.check(
        write(new=never, old=text.format(id="old", links="replaced_by: new\n", history=force + end))
    )
    assert [one.rule for one in report.findings if one.code == "PS403"] == []


def test_a_source_that_copies_what_is_not_described(write: Write) -> None:
    sources = "a: {title: A, based_on: [b, c]}\nb: {title: B}\nlonger-name: {title: L, based_on: longer-nmae}\n"
    text = "id: x\ntitle: T\nkind: gsoia\nparties: [JP, PH]\nhistory: []\n"
    report = pactstate.check(write(x=text, sources=sources))
    told = [(one.line, one.column, one.message, one.help) for one in report.findings if one.rule == "unknown-source"]
    assert told == [
        (1, 29, "no source 'c' is described here", "describe it, or name its publisher in a 'note'"),
        (
            3,
            35,
            "no source 'longer-nmae' is described here",
            "did you mean 'longer-name'? if not, describe it, or name its publisher in a 'note'",
        ),
    ]


def test_witnesses(write: Write) -> None:
    """Copies of copies go back to one; a circle of copies to none, and is no proof of dependence."""
    history = "history:\n  - {{event: [signed, in_force], date: 2020, reported_by: [{ids}]}}\n"
    text = "id: x\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n" + history
    sources = (
        "a: {title: A, published: 2021}\n"
        "b: {title: B, published: 2021, based_on: a}\n"
        "c: {title: C, published: 2021, based_on: [b]}\n"
        "d: {title: D, published: 2021, based_on: [a, e]}\n"
        "e: {title: E, published: 2021}\n"
        "f: {title: F, published: 2021, based_on: [g]}\n"
        "g: {title: G, published: 2021, based_on: [f]}\n"
        "h: {title: H, published: 2021, based_on: unknown}\n"
        "i: {title: I, published: 2021, based_on: unknown}\n"
    )
    for ids, one in (
        ("a", False),
        ("a, b", True),
        ("b, c", True),
        ("a, b, c", True),
        ("a, d", False),
        ("a, e", False),
        ("f, g", False),
        ("h, i", True),
        ("c, {source: e, rejected: no}", False),
        ("b, c, {source: e, rejected: no}", True),
    ):
        report = pactstate.check(write(x=text.format(ids=ids), sources=sources))
        assert ("single-witness" in {finding.rule for finding in report.findings}) is one, ids
