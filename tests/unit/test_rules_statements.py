"""Rules on statements, and on rejections that nothing needs."""

from __future__ import annotations

import datetime as dt
import json

import pytest

import pactstate
from builders import (
    SOURCES,
    TODAY,
    Write,
    dated,
    entry,
    findings_in,
    found,
    head,
    history_text,
    messages,
    reported,
    rules_of,
    said,
    source,
)
from pactstate.checks.outliers import MAX_SEARCHED
from pactstate.folder.read import read_folder
from pactstate.rules import RULES
from pactstate.views.history_json import render_json


def days_from(start: str, number: int) -> list[str]:
    return [(dt.date.fromisoformat(start) + dt.timedelta(day)).isoformat() for day in range(number)]


REJECTED = "reported_by: [{source: s, rejected: I do not trust it}]"


def test_what_depends_on_today_is_said_to() -> None:
    """A plan that was rejected conflicts with nothing until its day has passed."""
    assert RULES["needless-rejection"].clock


@pytest.mark.parametrize(("today", "number"), [("2024-06-01", 1), ("2025-01-01", 0)])
def test_a_rejected_plan_is_needless_until_its_day(write: Write, today: str, number: int) -> None:
    plan = "announced_by: {source: s, rejected: never came about}"
    text = head() + f"{reported('signed', '2024-07-01', plan)}"
    folder = write(x=text + SOURCES.replace("2026-01-01", "2024-05-05"))
    rules = [one.rule for one in pactstate.check(folder, today=today).findings]
    assert rules.count("needless-rejection") == number


def test_every_statement_is_judged_whatever_stands_above_it(write: Write) -> None:
    history = [reported("in_force", "2020-01-01")]
    right, rejected = "source: s, says: in_force", "source: s, says: signed, rejected: it is old"
    told = found(write, "stale-statement", *history, more=said(right, rejected, "source: s, says: signed"))
    assert len(told) == 1
    assert [related.message for related in told[0].related] == ["published 2026-01-01"]


def test_a_statement_is_judged_by_the_history_in_its_right_order(write: Write) -> None:
    history = [reported("signed", "2019-01-01"), reported("proposed", "2018-01-01")]
    early = said("source: s, says: signed, date: 2018-06-01")
    assert len(found(write, "premature-statement", *history, more=early)) == 1


def test_a_statement_of_another_day_does_not_rest_on_the_publication(write: Write) -> None:
    history = [reported("in_force", "2020-01-01")]
    (one,) = found(write, "stale-statement", *history, more=said("source: s, says: signed, date: 2025-01-01"))
    assert one.related == ()


def test_a_statement_shows_where_the_day_of_its_source_stands(write: Write) -> None:
    told = found(write, "stale-statement", reported("in_force", "2020"), more=said("source: s, says: signed"))
    (related,) = told[0].related
    line = (write() / "x.yaml").read_text().splitlines()[related.location.line - 1]
    assert line[related.location.column - 1 :].startswith("2026-01-01")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("source: s, says: in_force", 0),
        ("source: s, says: in_force, rejected: it has no author", 1),
        ("source: s, says: signed, rejected: it is old", 0),
        ("source: s, says: signed", 0),
    ],
)
def test_only_a_rejected_statement_that_was_possible_is_reported(write: Write, statement: str, told: int) -> None:
    assert len(found(write, "needless-rejection", reported("in_force", "2020"), more=said(statement))) == told


def test_a_rejected_statement_may_stand_beside_an_empty_history(write: Write) -> None:
    text = head().replace("history:", "history: []") + said("source: s, says: in_force, rejected: it is wrong")
    folder = write(x=text + SOURCES)
    assert pactstate.check(folder, today=TODAY).findings == ()


def test_a_rejected_denial_conflicts_with_a_report_among_other_claims(write: Write) -> None:
    denied = "denied_by: [{source: q, rejected: it was not there}]"
    for claims, told in (("announced_by: [s]", 1), ("announced_by: [s], reported_by: [s]", 0)):
        history = [reported("signed", "2020"), reported("in_force", "2020-01-02", claims, denied)]
        assert len(found(write, "needless-rejection", *history, sources=dated("q", "2020-01-01"))) == told


def test_an_announcement_that_cannot_come_true_makes_no_rejection_needful(write: Write) -> None:
    history = [reported("in_force", "2020"), reported("note", "2021", REJECTED)]
    assert len(found(write, "needless-rejection", *history)) == 1
    history.append(reported("negotiating", "2027", "announced_by: s"))
    assert len(found(write, "needless-rejection", *history)) == 1


@pytest.mark.parametrize(("length", "told"), [(MAX_SEARCHED, 1), (MAX_SEARCHED + 1, 0)])
def test_in_a_long_history_no_rejected_entry_is_tried_out(write: Write, length: int, told: int) -> None:
    notes = [reported("note", date) for date in days_from("2020-01-01", length - 1)]
    assert len(found(write, "needless-rejection", *notes, reported("note", "2021", REJECTED))) == told


def test_a_rejected_announcement_of_what_lies_ahead_or_was_reported_is_needless(write: Write) -> None:
    d = source("d", "2020-02-12")
    ahead = entry("signed", "2030-01-01", "announced_by: {source: d, rejected: why not}")
    assert rules_of(findings_in(write, ahead, d)) == ["needless-rejection"]
    came = entry("signed", "2020-03-01", "reported_by: s, announced_by: {source: d, rejected: why not}")
    assert rules_of(findings_in(write, came, d)) == ["needless-rejection"]
    late = entry("signed", "2020-01-01", "reported_by: s, announced_by: {source: d, rejected: too late}")
    assert rules_of(findings_in(write, late, d)) == []


@pytest.mark.parametrize(
    ("says", "published", "rule"),
    [
        ("signed", "2020-05-05", []),  # a morning paper on the day of force
        ("in_force", "2020-05-04", []),  # west of it
        ("signed", "2020-05-07", ["stale-statement"]),
        ("in_force", "2020-05-03", ["premature-statement"]),
        ("in_force", "2020-05-03, updated: 2020-05-09", []),
        ("in_force", "2020-05-03, updated: 2020-05-01", ["premature-statement", "source-clock"]),
    ],
)
def test_statements_have_a_day_of_slack_and_count_until_the_update(
    write: Write, says: str, published: str, rule: list[str]
) -> None:
    history = entry("signed", "2020-01-01", "reported_by: s") + entry("in_force", "2020-05-05", "reported_by: s")
    after = f"statements: [{{source: a, says: {says}}}]\n"
    assert sorted(rules_of(findings_in(write, history, source("a", published), after=after))) == rule


def test_what_was_given_up_before_a_new_start_is_stale_not_premature(write: Write) -> None:
    history = "".join(
        entry(event, date, "reported_by: s")
        for event, date in (("negotiating", "2010"), ("abandoned", "2011"), ("negotiating", "2012"))
    )
    after = "statements: [{source: s, says: abandoned, date: 2015}]\n"
    assert rules_of(findings_in(write, history, after=after)) == ["stale-statement"]


def test_statements_at_the_ends_of_the_calendar_are_judged(write: Write) -> None:
    history = entry("signed", "2020", "reported_by: s")
    for day in ("'0001-01-01'", "../2000", "9999-12-31"):
        after = f"statements: [{{source: s, says: in_force, date: {day}}}]\n"
        assert rules_of(findings_in(write, history, after=after)) == ["premature-statement"]


def test_to_agree_is_more_than_to_be_possible(write: Write) -> None:
    history = entry("signed", "2020-03", "reported_by: s") + entry("in_force", "2021-03", "reported_by: s")
    after = (
        "statements:\n"
        "  - {source: s, says: signed, date: 2020-06}\n"
        "  - {source: s, says: signed, date: 2021-03-10}\n"
        "  - {source: s, says: signed, date: 2020-03-10}\n"
    )
    findings_in(write, history, after=after)
    agreement = read_folder(write()).registry["x"]
    verdicts = [agreement.weigh(statement).verdict for statement in agreement.statements]
    assert verdicts == ["agrees", "undecidable", "undecidable"]


PAPERS = (
    "gazette: {title: G, publisher: Gazette, published: 2025-09-12}, paper: {title: P, published: 2025-08-12}, "
    "late: {title: L, published: 2026-01-10}"
)


RAA = (
    "event: signed, date: 2024-07-08, reported_by: [paper]",
    "event: ratified, date: 2025-08-11, reported_by: [paper]",
    "event: in_force, date: 2025-09-11, announced_by: [paper], reported_by: [gazette, late]",
)


@pytest.mark.parametrize(
    ("statement", "since"),
    [
        ("source: late, says: ratified", ("2025-09-12", ("gazette",), 120)),
        ("source: late, says: ratified, date: 2025-10-01", ("2025-09-12", ("gazette",), 19)),
        ("source: late, says: negotiating", ("2025-09-12", ("gazette",), 120)),
        ("source: late, says: negotiating, date: 2025-08-20", ("2025-08-12", ("paper",), 8)),
        ("source: late, says: negotiating, date: 2025-06", None),
        ("source: late, says: in_force, date: 2025-08-20", ("2025-08-12", ("paper",), 8)),
        ("source: late, says: in_force, date: 2025-07-20", None),
        ("source: late, says: in_force", None),
        ("source: late, says: terminated", None),
    ],
)
def test_since_when_the_contrary_of_a_statement_was_public(
    write: Write, statement: str, since: tuple[str, tuple[str, ...], int] | None
) -> None:
    path = write(x=history_text(*RAA, sources=PAPERS) + f"statements: [{{{statement}}}]\n")
    one = pactstate.load(path)["x"]
    (said,) = one.statements
    public = one.contrary(said, one.weigh(said))
    assert (public and (str(public.since), public.sources, public.days)) == since
    (shown,) = json.loads(str(render_json(one, one.status(today=TODAY))))["statements"]
    assert shown["contrary"] == (since and dict(zip(("since", "sources", "days"), map(_listed, since), strict=True)))
    told = [*messages(path, "stale-statement"), *messages(path, "premature-statement")]
    assert [text for text in told if "public since" in text] == (told if since else [])
    if since:
        assert told[0].endswith(f"; public since {since[0]}, {since[2]} days before ('{since[1][0]}')")


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_an_announcement_contradicts_a_statement_before_anything_has_begun(write: Write) -> None:
    text = history_text("event: signed, date: 2025-05-20, announced_by: [paper], reported_by: [late]", sources=PAPERS)
    text = (
        text.replace("2025-08-12", "2025-02-01") + "statements: [{source: gazette, says: signed, date: 2025-03-01}]\n"
    )
    (one,) = messages(write(x=text), "premature-statement")
    assert one.endswith("the history has nothing yet on that day; public since 2025-02-01, 28 days before ('paper')")


@pytest.mark.parametrize(
    "claim",
    [
        "reported_by: [a, {source: b, date: 2024-07-09, rejected: another day}]",
        "reported_by: [a, {source: c, rejected: cannot have known}]",
        "reported_by: [a], denied_by: [{source: b, rejected: speaks of another}]",
        "reported_by: [{source: a, rejected: mistaken}], denied_by: [b]",
    ],
)
def test_rejections_that_answer_a_conflict(write: Write, claim: str) -> None:
    sources = source("a", "2024-07-08") + source("b", "2024-07-09") + source("c", "2024-07-01")
    assert rules_of(findings_in(write, entry("signed", "2024-07-08", claim), sources)) == []


def test_a_rejected_entry_that_would_upset_the_history(write: Write) -> None:
    history = entry("signed", "2024-07-08", "reported_by: s")
    wrong, harmless = (entry(event, "2024-08-08", REJECTED) for event in ("negotiating", "note"))
    assert rules_of(findings_in(write, history + wrong)) == []
    assert rules_of(findings_in(write, history + harmless)) == ["needless-rejection"]


def test_a_rejected_denial_of_nothing_reported(write: Write) -> None:
    history = entry("signed", "2024-07-08", "announced_by: a, denied_by: {source: s, rejected: mistaken}")
    told = rules_of(findings_in(write, history, source("a", "2024-07-01")))
    assert told == ["unconfirmed-announcement", "needless-rejection"]


@pytest.mark.parametrize(
    ("says", "day", "rule"),
    [
        ("negotiating", "2024-06", None),
        ("negotiating", "2024-07-15", None),
        ("negotiating", "2024", None),
        ("negotiating", "2024-08", "stale-statement"),
        ("signed", "2024-02", "premature-statement"),
        ("signed", "2024-05", "premature-statement"),
        # A day of slack, as for reports.
        ("signed", "2024-06", None),
        ("signed", "2024-07", None),
        ("proposed", "2024-03-15", None),
        ("proposed", "2024-04", "stale-statement"),
        ("negotiating", "2024-03-15", None),
        ("negotiating", "2024-01", "premature-statement"),
        ("negotiating", "2024-02", None),
        ("abandoned", "2024-08", "premature-statement"),
        ("in_force", "2024-12", "premature-statement"),
    ],
)
def test_statements_are_judged_with_partial_dates_on_both_sides(
    write: Write, says: str, day: str, rule: str | None
) -> None:
    history = entry("negotiating", "2024-03", "reported_by: s") + entry("signed", "2024-07", "reported_by: s")
    after = f"statements: [{{source: s, says: {says}, date: {day}}}]\n"
    assert rules_of(findings_in(write, history, after=after)) == ([rule] if rule else [])


def test_a_statement_and_a_source_of_which_nothing_is_known_but_that_they_are(write: Write) -> None:
    """A day of slack, or an update, may leave both ends of the calendar open."""
    after = "statements:\n  - {source: s, says: signed, date: ../9998?}\n  - {source: b, says: proposed}\n"
    history = entry("ratified", "2024-07-08", "reported_by: s")
    told = findings_in(write, history, source("b", "../2000", ", updated: 2000/.."), after=after)
    assert rules_of(told) == ["skipped-step"]
