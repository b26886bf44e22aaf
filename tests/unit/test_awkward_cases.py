"""Awkward cases that must work: section 6 of the domain, each by name, as a file that is checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pactstate
from builders import entry, head
from pactstate.folder.read import read_folder

TODAY = dt.date(2026, 11, 22)

Write = Callable[..., Path]


def found(write: Write, history: str, sources: str = "", statements: str = "") -> list[str]:
    """The rules that find something, but for what every file here has: unused sources, skipped steps."""
    spare = "  spare: {title: Spare, published: 2026}\n"
    text = head(more=f"sources:\n{spare}{sources}") + history + statements
    report = pactstate.check(write(x=text), today=TODAY)
    return [finding.rule for finding in report.findings if finding.rule not in ("unused-source", "skipped-step")]


def agreement(write: Write) -> pactstate.Agreement:
    return read_folder(write()).registry["x"]


def source(id: str, published: str, more: str = "") -> str:
    return f"  {id}: {{title: T, published: {published}{more}}}\n"


def test_source_published_on_the_day_of_the_event(write: Write) -> None:
    assert found(write, entry("signed", "2024-07-08", "reported_by: a"), source("a", "2024-07-08")) == []


def test_source_published_the_day_before_the_event(write: Write) -> None:
    assert found(write, entry("signed", "2024-07-08", "reported_by: a"), source("a", "2024-07-07")) == [
        "report-a-day-early"
    ]
    assert found(write, entry("signed", "2024-07-08", "reported_by: a"), source("a", "2024-07-06")) == [
        "report-before-event"
    ]


def test_year_only_source_reporting_a_leap_day(write: Write) -> None:
    assert found(write, entry("signed", "2016-02-29", "reported_by: a"), source("a", "2016")) == []


def test_month_only_event_and_mid_month_source(write: Write) -> None:
    assert found(write, entry("signed", "2024-07", "reported_by: a"), source("a", "2024-07-10")) == ["date-narrowed"]
    assert agreement(write).status("2024-07-11").state == "signed"


def test_article_updated_after_the_event_it_now_reports(write: Write) -> None:
    more = ", updated: 2024-07-09"
    assert found(write, entry("signed", "2024-07-08", "reported_by: a"), source("a", "2024-07-01", more)) == []
    assert agreement(write).status("2024-07-08", "2024-07-08").state is None
    assert agreement(write).status("2024-07-08", "2024-07-09").state == "signed"


def test_announced_day_that_passed_unreported(write: Write) -> None:
    assert found(write, entry("signed", "2024-07-08", "announced_by: a"), source("a", "2024-07-01")) == [
        "unconfirmed-announcement"
    ]
    assert agreement(write).status("2024-07-09").presumed == "signed"
    assert agreement(write).status("2024-07-09").state is None


def test_announced_day_that_slipped(write: Write) -> None:
    sources = source("a", "2024-07-01") + source("b", "2024-07-12")
    history = entry("signed", "2024-07-12", "announced_by: {source: a, date: 2024-07-08}, reported_by: b")
    assert found(write, history, sources) == ["announcement-slipped"]
    assert agreement(write).status("2024-07-10", "2024-07-10").presumed == "signed"
    assert agreement(write).status("2024-07-10").unbegun


def test_planned_signing_cancelled(write: Write) -> None:
    sources = source("a", "2024-07-01") + source("b", "2024-07-07")
    history = (
        entry("negotiating", "2024-01", "reported_by: a")
        + entry("signed", "2024-07-08", "announced_by: a")
        + entry("postponed", "2024-07-07", "of: signed, reported_by: b")
    )
    assert found(write, history, sources) == []
    assert agreement(write).status("2024-08-01").state == "negotiating"
    assert agreement(write).status("2024-08-01", "2024-07-02").presumed == "signed"


def test_two_events_on_one_unknown_day(write: Write) -> None:
    assert found(write, entry("[signed, in_force]", "2024", "reported_by: a"), source("a", "2025")) == []
    assert agreement(write).status("2024-06-01").possible == {"in_force"}
    assert agreement(write).status("2024-06-01").unbegun


def test_known_by_before_any_source(write: Write) -> None:
    found(write, entry("signed", "2024-07-08", "reported_by: a"), source("a", "2024-07-08"))
    assert agreement(write).status("2025-01-01", "2024-07-07").possible == frozenset()


def test_all_sources_undated(write: Write) -> None:
    sources = "  a: {title: A}\n  b: {title: B}\n"
    history = entry("signed", "2024-07-08", "reported_by: a") + entry("in_force", "2025", "reported_by: b")
    assert found(write, history, sources) == ["undated-source", "undated-source"]
    report = pactstate.check(write(), today=TODAY)
    bounds = [one.message.partition("put it in ")[2] for one in report.findings if one.rule == "undated-source"]
    assert bounds == ["2024-07-07/..", "2024-12-31/.."]


def test_an_undated_source_whose_claims_contradict_each_other_has_no_bounds(write: Write) -> None:
    history = entry("signed", "2024", "announced_by: a") + entry("in_force", "2025-06-01", "reported_by: a")
    assert "undated-source" in found(write, history, "  a: {title: A}\n")
    (finding,) = [one for one in pactstate.check(write(), today=TODAY).findings if one.rule == "undated-source"]
    assert finding.message == "'a' has no 'published'"


def test_an_undated_source_that_only_states_has_no_bounds(write: Write) -> None:
    statements = "statements: [{source: a, says: signed}]\n"
    assert found(write, "  []\n", "  a: {title: A}\n", statements) == ["undated-source"]


def test_rejected_claim_that_contradicts_nothing(write: Write) -> None:
    history = entry("signed", "2024-07-08", "reported_by: [a, {source: b, rejected: why not}]")
    assert found(write, history, source("a", "2024-07-08") + source("b", "2024-07-09")) == ["needless-rejection"]


def test_rejections_that_answer_a_conflict(write: Write) -> None:
    sources = source("a", "2024-07-08") + source("b", "2024-07-09") + source("c", "2024-07-01")
    for claim in (
        "reported_by: [a, {source: b, date: 2024-07-09, rejected: another day}]",
        "reported_by: [a, {source: c, rejected: cannot have known}]",
        "reported_by: [a], denied_by: [{source: b, rejected: speaks of another}]",
        "reported_by: [{source: a, rejected: mistaken}], denied_by: [b]",
    ):
        assert found(write, entry("signed", "2024-07-08", claim), sources) == []


def test_a_rejected_entry_that_would_upset_the_history(write: Write) -> None:
    sources = source("a", "2024-07-08") + source("b", "2024-08-09")
    history = entry("signed", "2024-07-08", "reported_by: a")
    wrong = entry("negotiating", "2024-08-08", "reported_by: {source: b, rejected: signed in July}")
    harmless = entry("note", "2024-08-08", "reported_by: {source: b, rejected: no reason}")
    assert found(write, history + wrong, sources) == []
    assert found(write, history + harmless, sources) == ["needless-rejection"]


def test_a_rejected_denial_of_nothing_reported(write: Write) -> None:
    history = entry("signed", "2024-07-08", "announced_by: a, denied_by: {source: b, rejected: mistaken}")
    assert found(write, history, source("a", "2024-07-01") + source("b", "2024-07-09")) == [
        "unconfirmed-announcement",
        "needless-rejection",
    ]


def test_notice_whose_effective_day_passed_without_a_report(write: Write) -> None:
    history = (
        entry("in_force", "2020", "reported_by: a")
        + entry("notice_given", "2024-01-01", "party: PH, effective: 2024-07-01, reported_by: a")
        + entry("withdrawn", "2024-07-01", "party: PH, announced_by: a")
    )
    assert found(write, history, source("a", "2024-01-02")) == ["unconfirmed-announcement"]
    assert agreement(write).status("2024-08-01").possible == {"in_force", "terminated"}
    assert agreement(write).status("2024-08-01").presumed == "terminated"


def test_retroactive_force(write: Write) -> None:
    history = entry("signed", "2020", "reported_by: a") + entry(
        "in_force", "2021-06-01", "effective: 2021-01-01, reported_by: a"
    )
    assert found(write, history, source("a", "2021-06-02")) == ["retroactive"]
    (finding,) = [one for one in pactstate.check(write(), today=TODAY).findings if one.rule == "retroactive"]
    assert finding.severity == "info"


def test_one_party_joining_leaving_and_joining_again(write: Write) -> None:
    history = "".join(
        entry(event, date, f"party: US, reported_by: {by}")
        for event, date, by in (
            ("ratified", "2021", "a"),
            ("in_force", "2022", "a"),
            ("withdrawn", "2023", "a"),
            ("ratified", "2024", "a"),
            ("in_force", "2025", "a"),
        )
    )
    start = entry("[signed, in_force]", "2020", "reported_by: a")
    assert found(write, start + history, source("a", "2026")) == []
    status = agreement(write).status(TODAY)
    assert status.state == "in_force"


def test_leap_days_the_first_and_the_last_year_and_open_ends(write: Write) -> None:
    history = (
        entry("proposed", "'0001'", "reported_by: a")
        + entry("note", "2024-02-29", "reported_by: a")
        + entry("note", "2024-02-29/..", "reported_by: a")
        + entry("note", "2025/9999", "announced_by: b")
    )
    sources = source("a", "2026") + source("b", "../2024")
    assert found(write, history, sources) == ["date-narrowed"]
    assert agreement(write).status("9999-12-31").state == "proposed"


def test_a_statement_without_a_day_is_undecidable(write: Write) -> None:
    history = entry("signed", "2024-07-08", "reported_by: a")
    statements = "statements: [{source: b, says: proposed}]\n"
    assert found(write, history, source("a", "2024-07-08") + "  b: {title: B}\n", statements) == ["undated-source"]


def test_statements_are_judged_with_partial_dates_on_both_sides(write: Write) -> None:
    history = entry("negotiating", "2024-03", "reported_by: a") + entry("signed", "2024-07", "reported_by: a")
    cases = {
        # says, of when -> verdict
        ("negotiating", "2024-06"): None,
        ("negotiating", "2024-07-15"): None,
        ("negotiating", "2024"): None,
        ("negotiating", "2024-08"): "stale-statement",
        ("signed", "2024-02"): "premature-statement",
        ("signed", "2024-05"): "premature-statement",
        # A day of slack, as for reports.
        ("signed", "2024-06"): None,
        ("signed", "2024-07"): None,
        ("proposed", "2024-03-15"): None,
        ("proposed", "2024-04"): "stale-statement",
        ("negotiating", "2024-03-15"): None,
        ("negotiating", "2024-01"): "premature-statement",
        ("negotiating", "2024-02"): None,
        ("abandoned", "2024-08"): "premature-statement",
        ("in_force", "2024-12"): "premature-statement",
    }
    for (says, day), rule in cases.items():
        statements = f"statements: [{{source: a, says: {says}, date: {day}}}]\n"
        expected = [rule] if rule else []
        assert found(write, history, source("a", "2025"), statements) == expected, (says, day)


def test_a_rejected_statement_that_was_possible(write: Write) -> None:
    history = entry("signed", "2024-07", "reported_by: a")
    statements = "statements: [{source: a, says: signed, date: 2024-08, rejected: no reason}]\n"
    assert found(write, history, source("a", "2025"), statements) == ["needless-rejection"]


def test_a_statement_and_a_source_of_which_nothing_is_known_but_that_they_are(write: Write) -> None:
    """A day of slack, or an update, may leave both ends of the calendar open."""
    said = "statements:\n  - {source: a, says: signed, date: ../9998?}\n  - {source: b, says: proposed}\n"
    sources = source("a", "2024-07-08") + source("b", "../2000", ", updated: 2000/..")
    event = entry("ratified", "2024-07-08", "reported_by: a")
    assert found(write, event, sources, said) == []
