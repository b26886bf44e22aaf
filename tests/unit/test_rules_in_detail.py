"""Edge cases of rules: days, parties and messages at which a finding begins or ends."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pactstate
from builders import head
from pactstate import Finding, Report
from pactstate.checks.outliers import MAX_SEARCHED
from pactstate.checks.rule import Issue, rule
from pactstate.checks.rules import CHECKS
from pactstate.checks.runner import MAX_FINDINGS, check_folder, most_severe
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import finding
from pactstate.findings import Location
from pactstate.folder.read import read_folder
from pactstate.rules import RULES

Write = Callable[..., Path]

TODAY = dt.date(2026, 11, 22)
SOURCES = "sources:\n  s: {title: S, publisher: P, published: 2026-01-01}\n"


def entry(event: str, date: str, *more: str) -> str:
    keys = [f"event: {event}", f"date: {date}", *more]
    keys += [] if any("_by" in key for key in more) else ["reported_by: s"]
    return f"  - {{{', '.join(keys)}}}\n"


def report(
    write: Write, *entries: str, kind: str = "treaty", parties: str = "JP, PH", more: str = "", sources: str = ""
) -> Report:
    start = head(kind=kind, parties=parties, more=more)
    return pactstate.check(write(x=start + "".join(entries) + SOURCES + sources), today=TODAY)


def found(write: Write, rule: str, *entries: str, **more: str) -> list[Finding]:
    return [one for one in report(write, *entries, **more).findings if one.rule == rule]


def text_at(write: Write, one: Finding) -> str:
    """The text at which a finding points."""
    line = (write() / "x.yaml").read_text().splitlines()[one.line - 1]
    return line[one.column - 1 : one.end_column - 1]


# Consent and steps.


def test_of_several_events_in_one_entry_the_one_that_brings_force_is_pointed_at(write: Write) -> None:
    signed = entry("signed", "2020-01-01")
    (one,) = found(write, "incomplete-consent", signed, entry("[ratified, in_force]", "2021-01-01", "party: JP"))
    assert text_at(write, one) == "in_force"
    skipped = found(write, "skipped-step", entry("[signed, in_force]", "2021-01-01"), kind="raa")
    assert [text_at(write, one) for one in skipped] == ["in_force"]


OLD = """id: old
title: O
kind: treaty
parties: [JP, PH]
replaced_by: [new]
history:
  - {event: [signed, in_force], date: 2010-01-01, reported_by: [s]}
"""
NEW = """id: new
title: N
kind: treaty
parties: [JP, PH]
replaces: [old]
history:
  - {event: signed, date: 2019-01-01, reported_by: [s]}
"""


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        (("2020-05-05 reported",), ("2020-05-05 reported",), 0),
        (("2020-05-05 reported",), ("2020-06-06 reported",), 1),
        # What was announced for another day, and came about later.
        (("2020-05-05 announced", "2020-06-06 reported"), ("2020-06-06 reported",), 0),
        (("2020-06-06 reported",), ("2020-05-05 announced", "2020-06-06 reported"), 0),
        (("2020-06-06 reported",), ("2020-06-06 announced", "2020-07-07 reported"), 1),
        (("2020-06-06 reported",), ("2020-07-07 announced",), 0),
        (("2020-06-06 denied", "2020-07-07 reported"), ("2020-07-07 reported",), 0),
    ],
)
def test_the_days_of_a_replacement_are_those_reported(
    write: Write, old: tuple[str, ...], new: tuple[str, ...], number: int
) -> None:
    def history(head: str, event: str, days: tuple[str, ...]) -> str:
        entries = (f"  - {{event: {event}, date: {day}, {role}_by: [s]}}\n" for day, role in map(str.split, days))
        return head + "".join(entries)

    shared = "s: {title: S, publisher: P, published: 2020-05-01}\n"
    folder = write(old=history(OLD, "terminated", old), new=history(NEW, "in_force", new), sources=shared)
    assert [one.rule for one in pactstate.check(folder, today=TODAY).findings].count("link-mismatch") == number


def test_what_depends_on_today_is_said_to() -> None:
    """A plan that was rejected conflicts with nothing until its day has passed."""
    assert RULES["needless-rejection"].clock


@pytest.mark.parametrize(("today", "number"), [("2024-06-01", 1), ("2025-01-01", 0)])
def test_a_rejected_plan_is_needless_until_its_day(write: Write, today: str, number: int) -> None:
    plan = "announced_by: {source: s, rejected: never came about}"
    text = head() + f"{entry('signed', '2024-07-01', plan)}"
    folder = write(x=text + SOURCES.replace("2026-01-01", "2024-05-05"))
    rules = [one.rule for one in pactstate.check(folder, today=today).findings]
    assert rules.count("needless-rejection") == number


def test_an_entry_that_makes_itself_impossible_names_no_earlier_one(write: Write) -> None:
    """The second event of an entry cannot follow the first, which has the state of the entry before."""
    history = [entry("signed", "2020-01-01"), entry("[terminated, signed]", "2021-01-01", "party: JP")]
    found_here = found(write, "illegal-transition", *history)
    assert [one.message for one in found_here] == ["'signed' cannot follow terminated"]
    assert [one.related for one in found_here] == [()]


def test_a_missing_consent_is_reported_once(write: Write) -> None:
    history = [
        entry("signed", "2020-01-01"),
        entry("ratified", "2020-02-01", "party: JP"),
        entry("in_force", "2020-03-01"),
        entry("amended", "2020-04-01"),
        entry("note", "2020-05-01"),
    ]
    (one,) = found(write, "incomplete-consent", *history)
    assert text_at(write, one) == "in_force"
    assert found(write, "incomplete-consent", *history, more="consents_needed: 1\n") == []


def test_steps_may_be_missed_again_after_talks_were_given_up(write: Write) -> None:
    history = [
        entry("signed", "2020-01-01"),
        entry("ratified", "2020-02-01"),
        entry("abandoned", "2020-03-01"),
        entry("negotiating", "2021-01-01"),
        entry("in_force", "2021-03-01"),
    ]
    told = found(write, "skipped-step", *history, kind="raa")
    assert [one.message.split(" before")[0] for one in told] == [
        "in_force without 'signed'",
        "in_force without 'ratified'",
    ]
    assert {text_at(write, one) for one in told} == {"in_force"}


def test_a_step_that_leads_to_one_of_two_states_is_missed_after_the_further_one(write: Write) -> None:
    told = found(write, "skipped-step", entry("ratified", "2020"), entry("in_force", "2021"), kind="arrangement")
    assert [one.message.partition(" without")[0] for one in told] == ["ratified"]


# The agreement's own terms.


def test_the_term_of_notice_is_shown_where_it_stands(write: Write) -> None:
    history = [
        entry("in_force", "2020-01-01"),
        entry("notice_given", "2021-01-01", "party: JP", "effective: 2021-02-01"),
    ]
    (one,) = found(write, "short-notice", *history, more="term:\n  years: 5\n  notice: 6 months\n")
    assert "(line 7)" in one.message
    assert [related.location.line for related in one.related] == [7]


@pytest.mark.parametrize(("day", "number"), [("2020-03-15", 0), ("2020-03-01", 1), ("2020-01-17", 1)])
def test_a_rule_of_months_and_days(write: Write, day: str, number: int) -> None:
    rule = "entry_into_force: {after: ratified, months: 2}\n"
    history = [entry("signed", "2020-01-01"), entry("ratified", "2020-01-15"), entry("in_force", day)]
    assert len(found(write, "force-offset", *history, more=rule)) == number


# Statements.


def said(*statements: str) -> str:
    return "statements:\n" + "".join(f"  - {{{one}}}\n" for one in statements)


def test_every_statement_is_judged_whatever_stands_above_it(write: Write) -> None:
    history = [entry("in_force", "2020-01-01")]
    right, rejected = "source: s, says: in_force", "source: s, says: signed, rejected: it is old"
    told = found(write, "stale-statement", *history, more=said(right, rejected, "source: s, says: signed"))
    assert len(told) == 1
    assert [related.message for related in told[0].related] == ["published 2026-01-01"]


def test_a_statement_of_another_day_does_not_rest_on_the_publication(write: Write) -> None:
    history = [entry("in_force", "2020-01-01")]
    (one,) = found(write, "stale-statement", *history, more=said("source: s, says: signed, date: 2025-01-01"))
    assert one.related == ()


# Sources.


def test_a_source_that_only_a_statement_cites_is_used(write: Write) -> None:
    extra = "  q: {title: Q, publisher: P, published: 2026-02-01}\n"
    history = [entry("in_force", "2020-01-01")]
    assert len(found(write, "unused-source", *history, sources=extra)) == 1
    assert found(write, "unused-source", *history, sources=extra, more=said("source: q, says: in_force")) == []


def test_the_claims_of_an_undated_source_may_leave_it_one_day(write: Write) -> None:
    undated = "  q: {title: Q, publisher: P, accessed: 2024-07-08}\n"
    (one,) = found(write, "undated-source", entry("signed", "2024-07-09", "reported_by: q"), sources=undated)
    assert one.message.endswith("its claims put it in 2024-07-08")


@pytest.mark.parametrize("field", ["updated", "accessed", "archived"])
def test_the_day_that_is_too_early_is_pointed_at(write: Write, field: str) -> None:
    extra = f"  q: {{title: Q, publisher: P, published: 2026-02-01, {field}: 2025-07-08}}\n"
    (one,) = found(write, "source-clock", entry("signed", "2024", "reported_by: q"), sources=extra)
    assert text_at(write, one) == "2025-07-08"


# Comments.


@pytest.mark.parametrize("further", ["ignore-file", "ignore"])
def test_the_nearest_comment_is_the_one_that_silences(write: Write, further: str) -> None:
    above = "  # pactstate: ignore[skipped-step] for this entry\n"
    whole = f"# pactstate: {further}[skipped-step] for all of it\n"
    silenced = report(write, above + entry("in_force", "2020"), kind="raa", more=whole).suppressed
    assert {one.reason for one in silenced} == {"for this entry"}
    silenced = report(write, entry("in_force", "2020"), kind="raa", more=whole).suppressed
    assert {one.reason for one in silenced} == {"for all of it"}


@pytest.mark.parametrize(("until", "expired"), [("2026-11", 0), ("2026-11-22", 0), ("2026-11-21", 1), ("2026-10", 1)])
def test_an_ignore_holds_through_its_last_day(write: Write, until: str, expired: int) -> None:
    comment = f"  # pactstate: ignore[skipped-step, until={until}] not looked for yet\n"
    assert len(found(write, "expired-ignore", comment + entry("in_force", "2020"), kind="raa")) == expired


@pytest.mark.parametrize(
    ("comment", "message", "help"),
    [
        (
            "ignore[skipped-step",
            "the bracket after this ignore is not closed",
            "close the bracket: 'ignore[skipped-step] ",
        ),
        ("ignore why not", "this ignore names no rule", "name the rule, as in 'ignore[skipped-step] reason'"),
        (
            "ignore[PS2] why not",
            "rules: a comment silences what it names",
            "name the rule itself; 'pactstate rule' lists",
        ),
        (
            "ignore[skipped-step] a pactstate: ignore[x] b",
            "a second ignore in the same comment has no effect",
            "name several rules in one bracket, or put each comment on a line of its own",
        ),
    ],
)
def test_what_is_wrong_with_a_comment_comes_with_what_to_do(
    write: Write, comment: str, message: str, help: str
) -> None:
    told = found(write, "unknown-rule", f"  # pactstate: {comment}\n" + entry("signed", "2020"))
    assert [(message in one.message, help in str(one.help)) for one in told] == [(True, True)]


# Parts that every finding has.


def test_every_rule_has_a_check_or_is_found_elsewhere() -> None:
    """What reading finds, what is wrong with comments, and what a folder against its base may lack has no check."""
    without = {rule.code for name, rule in RULES.items() if name not in {check.info.name for check in CHECKS}}
    assert sorted(code for code in without if code[:3] not in ("PS0", "PS1", "PS9")) == ["PS401"]


def test_a_finding_names_its_agreement_and_quotes_its_line(write: Write) -> None:
    folder = write(x=(head() + entry("stalled", "2020")))
    path = folder / "x.yaml"
    path.write_bytes((path.read_text() + SOURCES).replace("\n", "\r\n").encode())
    (one,) = [one for one in pactstate.check(folder, today=TODAY).findings if one.rule == "illegal-transition"]
    assert one.agreement == "x"
    assert one.excerpt == entry("stalled", "2020").rstrip("\n")


def test_the_gravest_are_kept_in_their_order() -> None:
    few = [finding(rule, "", Location("x", 1, 1, 1, 1)) for rule in ("date-narrowed", "skipped-step", "file-name")]
    assert [one.rule for one in most_severe(few)[0]] == ["file-name", "skipped-step", "date-narrowed"]
    kept, more = most_severe([*few, *[few[2]] * MAX_FINDINGS])
    assert len(kept) == MAX_FINDINGS
    assert sorted((one.rule, one.severity, one.count) for one in more) == [
        ("date-narrowed", "info", 1),
        ("file-name", "error", 1),
        ("skipped-step", "warning", 1),
    ]
    assert {one.rule for one in kept} == {"file-name"}


# Entries and places that a finding names.


def test_each_illegal_event_is_reported_with_the_place_that_forbids_it(write: Write) -> None:
    told = found(
        write, "illegal-transition", entry("stalled", "2019"), entry("signed", "2020"), entry("negotiating", "2021")
    )
    assert [one.message for one in told] == [
        "'stalled' cannot be the first event of a history",
        "'negotiating' cannot follow signed (since 2020, line 7)",
    ]
    (related,) = told[1].related
    assert (related.location.line, related.location.column) == (7, 13)


def test_a_repetition_shows_the_event_that_it_repeats(write: Write) -> None:
    (one,) = found(write, "repeated-event", entry("in_force", "2020"), entry("in_force", "2021"))
    (related,) = one.related
    assert (related.location.line, related.location.column) == (6, 13)


def test_a_statement_shows_where_the_day_of_its_source_stands(write: Write) -> None:
    told = found(write, "stale-statement", entry("in_force", "2020"), more=said("source: s, says: signed"))
    (related,) = told[0].related
    line = (write() / "x.yaml").read_text().splitlines()[related.location.line - 1]
    assert line[related.location.column - 1 :].startswith("2026-01-01")


# When a source spoke.


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("published: 2024-01-01, updated: 2024-01", "was updated before it (2024-01,"),
        ("published: 2024-01, updated: 2024-02-01", "was updated before it (2024-02-01,"),
        ("published: 2024-01", "was published before it (2024-01,"),
        ("accessed: 2024-01-05, archived: 2024-01-02", "was archived before it (2024-01-02,"),
        ("accessed: 2024-01-02, archived: 2024-01-05", "was accessed before it (2024-01-02,"),
        # The one that ends earlier says more than the one that begins earlier.
        ("accessed: 2024-01, archived: 2024-01-20", "was archived before it (2024-01-20,"),
    ],
)
def test_a_report_is_too_early_by_the_last_day_on_which_it_can_have_been_made(
    write: Write, dates: str, told: str
) -> None:
    (one,) = found(
        write,
        "report-before-event",
        entry("signed", "2024-03-15", "reported_by: q"),
        sources=f"  q: {{title: Q, publisher: P, {dates}}}\n",
    )
    assert told in one.message


@pytest.mark.parametrize(
    ("published", "rule"),
    [
        ("2024-03-13", "report-before-event"),
        ("2024-03-14", "report-a-day-early"),
        ("2024-03-15", None),
        ("2024-03", None),
        ("2024-02", "report-before-event"),
    ],
)
def test_a_day_of_slack_is_allowed(write: Write, published: str, rule: str | None) -> None:
    source = f"  q: {{title: Q, publisher: P, published: {published}}}\n"
    findings = report(write, entry("signed", "2024-03-15", "reported_by: q"), sources=source).findings
    assert [one.rule for one in findings if one.rule.startswith("report-")] == ([rule] if rule else [])


def test_witnesses_are_followed_to_all_their_roots(write: Write) -> None:
    def paper(id: str, *based_on: str) -> str:
        rest = f", based_on: [{', '.join(based_on)}]" if based_on else ""
        return f"  {id}: {{title: {id}, publisher: P, published: 2026-01-01{rest}}}\n"

    sources = paper("b", "d") + paper("c", "d") + paper("d") + paper("e") + paper("f", "d")
    one = entry("signed", "2024-03-15", "reported_by: [a, f]")
    assert found(write, "single-witness", one, sources=sources + paper("a", "e", "b", "c")) == []
    (told,) = found(write, "single-witness", one, sources=sources + paper("a", "b", "c"))
    assert told.message.endswith("go back to 'd'")


# The kind.


@pytest.mark.parametrize(
    "organ",
    [
        "National Assembly",
        "Bundestag",
        "Chamber of Deputies",
        "Congress",
        "Council of State",
        "Diet",
        "House of Representatives",
        "Knesset",
        "legislature",
        "Parliament",
        "Riksdag",
        "Senate",
    ],
)
def test_an_approval_by_a_legislature_is_known_by_its_name(write: Write, organ: str) -> None:
    history = [entry("signed", "2020"), entry("approved", "2021", "party: JP", f"by: {organ}")]
    assert len(found(write, "unusual-event", *history, kind="gsoia")) == 1
    history = [entry("signed", "2020"), entry("approved", "2021", "party: JP", "by: Cabinet")]
    assert found(write, "unusual-event", *history, kind="gsoia") == []


@pytest.mark.parametrize("joining", ["signed", "ratified", "in_force"])
def test_who_joins_need_not_be_among_the_parties(write: Write, joining: str) -> None:
    history = [entry("in_force", "2020"), entry(joining, "2021", "party: FR"), entry("approved", "2022", "party: FR")]
    assert found(write, "undeclared-party", *history) == []
    assert len(found(write, "undeclared-party", history[0], history[2])) == 1


@pytest.mark.parametrize(("number", "told"), [(200, 0), (201, 1)])
def test_an_ignore_names_so_many_rules_at_most(write: Write, number: int, told: int) -> None:
    comment = f"  # pactstate: ignore[{', '.join(['skipped-step'] * number)}] for a test\n"
    limits = found(write, "limit-exceeded", comment + entry("in_force", "2020"), kind="raa")
    assert [one.help for one in limits] == ["name those that are found here"] * told


# Outliers: which of several entries is suspicious.


def dated(id: str, published: str) -> str:
    return f"  {id}: {{title: {id}, publisher: P, published: {published}}}\n"


@pytest.mark.parametrize(
    ("published", "odd"),
    [
        ("2024-03-10", "signed"),
        # A day of slack is no fault: of two that contradict each other, the one below is the outlier.
        ("2024-03-14", "ratified"),
        ("2024-03-15", "ratified"),
    ],
)
def test_an_entry_that_was_reported_too_early_is_the_outlier(write: Write, published: str, odd: str) -> None:
    history = [entry("signed", "2024-03-15", "reported_by: q"), entry("ratified", "2024-03-01")]
    (one,) = found(write, "out-of-order", *history, sources=dated("q", published))
    assert one.message.startswith(f"'{odd}' on ")


def test_what_is_dated_in_the_future_is_the_odd_one(write: Write) -> None:
    (one,) = found(write, "out-of-order", entry("signed", "2027-03-15"), entry("ratified", "2024-03-01"))
    assert one.message.startswith("'signed' on 2027-03-15 is after 'ratified' on 2024-03-01")


def test_what_is_dated_in_the_future_puts_no_announcement_in_the_wrong(write: Write) -> None:
    history = [
        entry("signed", "2020-01-01"),
        entry("in_force", "2030-01-01"),
        entry("amended", "2027-01-01", "announced_by: s"),
    ]
    assert found(write, "out-of-order", *history) == []
    assert len(found(write, "future-event", *history)) == 1


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ((1990,), "move the whole entry above 'note' on 2001"),
        ((1990, 1989), "suspicious: this entry and 'note' on 1989 (line 15); without them the"),
        ((1990, 1989, 1988), "suspicious: this entry, 'note' on 1989 (line 15) and 'note' on 1988 (line 16); without"),
        (
            (1990, 1989, 1988, 1987),
            "suspicious: this entry, 'note' on 1989 (line 15), 'note' on 1988 (line 16) and 'note' on 1987 (line 17); ",
        ),
        (
            (1990, 1989, 1988, 1987, 1986),
            "suspicious: this entry, 'note' on 1989 (line 15), 'note' on 1988 (line 16), 'note' on 1987 (line 17) and ",
        ),
        ((1990, 1989, 1988, 1987, 1986, 1985), "correct the date"),
    ],
)
def test_outliers_are_named_up_to_five(write: Write, wrong: tuple[int, ...], advice: str) -> None:
    told = found(write, "out-of-order", *(entry("note", str(year)) for year in (*range(2001, 2009), *wrong)))
    assert len(told) == len(wrong)
    assert str(told[0].help).startswith(advice)


def test_a_report_is_a_day_early_by_its_last_day(write: Write) -> None:
    signed = entry("signed", "2024-04-01", "reported_by: q")
    findings = report(write, signed, sources=dated("q", "2024-03")).findings
    assert [one.rule for one in findings if one.rule.startswith("report-")] == ["report-a-day-early"]


@pytest.mark.parametrize(
    ("dates", "odd", "other"),
    [
        # Of those above, the one that begins last; of two that begin on one day, the upper one.
        (("2020-06-01", "2020-06-01", "2020", "2020-03-01"), 3, 0),
        (("2020", "2020-06-01", "2020-06-01", "2020-03-01"), 3, 1),
        # Of those below, the one that ends first; of two that end on one day, the lower one.
        (("2019", "2025", "2020", "2021"), 1, 2),
        (("2025", "2020-01-01", "2020-01-01"), 0, 2),
        # What lies in a year is not before that year, whenever it ends.
        (("2020", "2020-06-01", "2020-03-01", "2020-04-01"), 1, 2),
    ],
)
def test_what_an_entry_contradicts_is_shown(write: Write, dates: tuple[str, ...], odd: int, other: int) -> None:
    (one,) = found(write, "out-of-order", *(entry("note", date) for date in dates))
    assert (one.line, one.related[0].location.line) == (6 + odd, 6 + other)


def test_an_impossible_event_of_the_same_day_is_in_order(write: Write) -> None:
    history = [
        entry("in_force", "2020-01-01"),
        entry("negotiating", "2020-01-01"),
        *(entry("note", date) for date in ("2020-01-01", "2021", "2019")),
    ]
    (one,) = found(write, "out-of-order", *history)
    assert one.line == 10
    assert len(found(write, "illegal-transition", *history)) == 1


def days_from(start: str, number: int) -> list[str]:
    return [(dt.date.fromisoformat(start) + dt.timedelta(day)).isoformat() for day in range(number)]


@pytest.mark.parametrize(
    ("dates", "swapped"),
    [
        (["2020-11-01", "2020-11-02", "2020-03-12", "2020-12-04"], "2020-12-03"),
        (["2020-11-01", "2020-11-02", "2020-03-13", "2020-12-04"], None),
        (["2020-11-01", "2020-11-02", "2020-03", "2020-12-04"], None),
        # A swap that only puts another entry in the wrong is none.
        (["2020-02-01", "2020-03-15", "2020-01-06", "2020-04-01"], None),
        (["2020-02-01", "2020-04-01", "2020-01-06", "2020-05-30", "2020-07-01"], None),
        # In a long history none is tried out.
        ([*days_from("2020-08-01", 58), "2020-02-10", "2020-12-04"], "2020-10-02"),
        ([*days_from("2020-08-01", 59), "2020-02-10", "2020-12-04"], None),
    ],
)
def test_a_swap_of_day_and_month_is_proposed_where_it_helps(
    write: Write, dates: list[str], swapped: str | None
) -> None:
    (one,) = found(write, "out-of-order", *(entry("note", date) for date in dates))
    assert ("seem swapped" in str(one.help)) is (swapped is not None)
    assert swapped is None or f"'{swapped}' would be in order" in str(one.help)


# Links between agreements.


def test_a_link_that_leads_nowhere_hides_no_other(write: Write) -> None:
    other = "title: Y\nid: other\nkind: treaty\nparties: [JP, PH]\nhistory:\n" + entry("in_force", "2010")
    write(other=other + SOURCES)
    told = found(write, "link-mismatch", entry("in_force", "2020"), more="replaces: [nothing, other]\n")
    assert [one.message for one in told] == ["'other' does not say 'replaced_by: x' (line 2 of other.yaml)"]
    assert [(related.location.line, related.location.column) for related in told[0].related] == [(2, 5)]


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ("reported_by: [s, {source: q, rejected: it is wrong}]", "replaced on 2020"),
        ("reported_by: [{source: s, rejected: it is wrong}, {source: q, rejected: it is wrong}]", "in force without"),
    ],
)
def test_an_end_counts_as_long_as_one_source_stands(write: Write, claims: str, told: str) -> None:
    new = "id: other\ntitle: Y\nkind: treaty\nparties: [JP, PH]\nreplaces: [x]\nhistory:\n" + entry("in_force", "2022")
    write(other=new + SOURCES)
    history = [entry("in_force", "2010"), entry("terminated", "2020", claims)]
    more = {"more": "replaced_by: [other]\n", "sources": dated("q", "2026-01-01")}
    (one,) = found(write, "link-mismatch", *history, **more)
    assert one.message.startswith(told)


# Rejections, and changes to the record.


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
    assert len(found(write, "needless-rejection", entry("in_force", "2020"), more=said(statement))) == told


def test_a_rejected_statement_may_stand_beside_an_empty_history(write: Write) -> None:
    text = head().replace("history:", "history: []") + said("source: s, says: in_force, rejected: it is wrong")
    folder = write(x=text + SOURCES)
    assert pactstate.check(folder, today=TODAY).findings == ()


def test_a_rejected_denial_conflicts_with_a_report_among_other_claims(write: Write) -> None:
    denied = "denied_by: [{source: q, rejected: it was not there}]"
    for claims, told in (("announced_by: [s]", 1), ("announced_by: [s], reported_by: [s]", 0)):
        history = [entry("signed", "2020"), entry("in_force", "2020-01-02", claims, denied)]
        assert len(found(write, "needless-rejection", *history, sources=dated("q", "2020-01-01"))) == told


REJECTED = "reported_by: [{source: s, rejected: I do not trust it}]"


def test_an_announcement_that_cannot_come_true_makes_no_rejection_needful(write: Write) -> None:
    history = [entry("in_force", "2020"), entry("note", "2021", REJECTED)]
    assert len(found(write, "needless-rejection", *history)) == 1
    history.append(entry("negotiating", "2027", "announced_by: s"))
    assert len(found(write, "needless-rejection", *history)) == 1


@pytest.mark.parametrize(("length", "told"), [(MAX_SEARCHED, 1), (MAX_SEARCHED + 1, 0)])
def test_in_a_long_history_no_rejected_entry_is_tried_out(write: Write, length: int, told: int) -> None:
    notes = [entry("note", date) for date in days_from("2020-01-01", length - 1)]
    assert len(found(write, "needless-rejection", *notes, entry("note", "2021", REJECTED))) == told


def test_a_source_that_only_grew_hides_no_other(write: Write) -> None:
    text = head() + entry("signed", "2020") + SOURCES
    then = write(x=text + dated("a", "2026-01-01") + dated("b", "2026-01-01"))
    base = Base("main", None, read_folder(then, config=Config()))
    grown = "  a: {title: a, publisher: P, published: 2026-01-01, updated: 2026-02-01}\n"
    now = read_folder(write(x=text + grown + dated("b", "2026-03-01")), config=Config())
    told = [one for one in check_folder(now, TODAY, base=base).findings if one.rule == "source-redated"]
    assert [one.message.partition(" was")[0] for one in told] == ["source 'b'"]


# Execution of the rules.


def test_of_several_events_without_a_source_the_first_is_pointed_at(write: Write) -> None:
    (one,) = found(write, "unsourced-event", "  - {event: [signed, in_force], date: 2020}\n")
    assert text_at(write, one) == "signed"


def test_nobody_else_is_set_to_work_unasked(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise AssertionError

    texts = {id: f"id: {id}\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n" for id in "abcd"}
    folder = read_folder(write(**texts), config=Config())
    monkeypatch.setattr(os, "fork", refuse)
    assert check_folder(folder, TODAY).paths == tuple(folder.paths)


def test_deletions_in_the_rest_of_the_folder_are_not_reported(write: Write) -> None:
    text = "id: {}\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    then = write(**{id: text.format(id) for id in "xyz"})
    base = Base("main", None, read_folder(then, config=Config()))
    for id in "yz":
        (then / f"{id}.yaml").unlink()
    now = read_folder(then, config=Config())
    told = check_folder(now, TODAY, base=base, only=lambda path: path.endswith(("x.yaml", "y.yaml"))).findings
    assert [one.message.partition(",")[0] for one in told] == ["the agreement 'y'"]


def test_that_the_settings_of_the_base_could_not_be_used_is_said(write: Write) -> None:
    folder = read_folder(write(x="id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"), config=Config())
    said_so = "the settings at 'main' could not be used, so that the present ones were"
    for unsettled in (True, False):
        remarks = check_folder(folder, TODAY, base=Base("main", None, folder, unsettled=unsettled)).remarks
        assert (said_so in [one.message for one in remarks]) is unsettled


def test_a_comment_is_unused_also_beside_a_fault_that_is_not_one_of_form(write: Write) -> None:
    text = "# pactstate: ignore-file[skipped-step] for a test\nid: x\ntitle: X\nkind: treaty\nparties: [{}, JP]\nhistory: []\n"
    for party, told in (
        ("'NO'", {"unused-ignore"}),
        ("NO", {"unused-ignore", "ambiguous-scalar"}),
        ("XX", {"unknown-party-code"}),
    ):
        findings = pactstate.check(write(x=text.format(party)), today=TODAY).findings
        assert {one.rule for one in findings} == told


def test_a_last_line_without_an_end_is_quoted(write: Write) -> None:
    path = write(x=head() + "  - {event: signed, date: 2020}")
    (one,) = pactstate.check(path, today=TODAY).findings
    assert (one.rule, one.excerpt) == ("unsourced-event", "  - {event: signed, date: 2020}")


def test_what_is_not_kept_is_counted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    told = report(write, *("  - {event: note, date: 2020}\n" for _ in range(5)))
    assert (len(told.findings), told.dropped) == (2, 4)


def test_what_is_not_kept_is_counted_over_all_files(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    head = "title: X\nkind: treaty\nparties: [JP, PH]\nhistory:\n"
    lost = {
        name: f"id: {name}\n{head}" + "  - {event: note, date: 2020}\n" * count
        for name, count in (("a", 5), ("b", 4), ("c", 2))
    }
    told = pactstate.check(write(**lost), today=TODAY)
    assert [(one.rule, one.path[-6:]) for one in told.findings] == [("unsourced-event", "a.yaml")] * 2
    assert told.dropped == 3 + 2 + 4


def test_as_many_as_are_allowed_are_kept(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    told = report(write, *["  - {event: note, date: 2020, reported_by: nobody}\n"] * 2)
    assert [one.rule for one in told.findings] == ["unknown-source"] * 2
    assert told.dropped == 1


def test_of_a_file_with_comments_all_is_looked_at(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    silenced = "  - {event: note, date: 2020}  # pactstate: ignore[unsourced-event] why\n"
    told = report(write, *[silenced] * 4, "  - {event: note, date: 2020}\n")
    assert [(one.rule, one.line) for one in told.findings] == [("unsourced-event", 10), ("unused-source", 12)]
    assert (len(told.suppressed), told.dropped) == (4, 0)


def test_each_claim_is_looked_at_once_and_found_in_its_own_list(write: Write) -> None:
    claims = ["reported_by: [s, lost-1, s]", "announced_by: [lost-2]", "denied_by: [s, {source: lost-3}]"]
    lost = found(write, "unknown-source", entry("note", "2020-01-01", *claims))
    assert [text_at(write, one) for one in lost] == ["lost-1", "lost-2", "lost-3"]


def test_without_docstrings_a_rule_has_no_page() -> None:
    def body(seen: object) -> Iterator[Issue]:
        yield from ()

    assert rule("skipped-step", over="agreement")(body).page == rule("unused-source", over="folder")(body).page == ""
