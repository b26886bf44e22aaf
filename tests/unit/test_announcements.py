"""Announcements: they never outweigh reports, and what their sources could know."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from builders import entry, head
from pactstate.folder.read import read_folder
from pactstate.views.history import render_text
from pactstate.views.history_json import render_json

TODAY = dt.date(2026, 11, 22)
Write = Callable[..., Path]


def source(id: str, published: str, more: str = "") -> str:
    return f"  {id}: {{title: {id}, published: {published}{more}}}\n"


def found(
    write: Write,
    history: str,
    sources: str = "",
    *,
    kind: str = "treaty",
    parties: str = "JP, PH",
    more: str = "",
    after: str = "",
) -> list[pactstate.Finding]:
    start = head(kind=kind, parties=parties, more=f"{more}sources:\n{source('s', '2026-01-01')}{sources}")
    report = pactstate.check(write(x=start + history + after), today=TODAY)
    return [one for one in report.findings if one.rule != "unused-source"]


def rules(findings: list[pactstate.Finding]) -> list[str]:
    return [one.rule for one in findings]


VFA = (
    entry("in_force", "1999-06-01", "reported_by: s")
    + entry("notice_given", "2020-02-11", "party: PH, effective: 2020-08-09, reported_by: d")
    + entry("notice_suspended", "2020-06-01", "party: PH, reported_by: s")
    + entry("withdrawn", "2020-08-09", "party: PH, announced_by: {claim}")
    + entry("notice_suspended", "2020-11-11", "party: PH, reported_by: s")
    + entry("notice_suspended", "2021-06-14", "party: PH, reported_by: s")
    + entry("notice_revoked", "2021-07-30", "party: PH, reported_by: s")
)


def test_an_end_that_was_announced_and_never_came_puts_nothing_in_the_wrong(write: Write) -> None:
    d = source("d", "2020-02-12")
    told = found(write, VFA.replace("{claim}", "d"), d, parties="PH, US")
    assert rules(told) == ["skipped-step", "unconfirmed-announcement"]
    assert "reject the announcement" in str(told[1].help)


def test_such_an_announcement_can_be_rejected(write: Write) -> None:
    d = source("d", "2020-02-12")
    claim = "[{source: d, rejected: the notice was put on hold}]"
    assert rules(found(write, VFA.replace("{claim}", claim), d, parties="PH, US")) == ["skipped-step"]


def test_a_rejected_announcement_of_what_lies_ahead_or_was_reported_is_needless(write: Write) -> None:
    d = source("d", "2020-02-12")
    ahead = entry("signed", "2030-01-01", "announced_by: {source: d, rejected: why not}")
    assert rules(found(write, ahead, d)) == ["needless-rejection"]
    came = entry("signed", "2020-03-01", "reported_by: s, announced_by: {source: d, rejected: why not}")
    assert rules(found(write, came, d)) == ["needless-rejection"]
    late = entry("signed", "2020-01-01", "reported_by: s, announced_by: {source: d, rejected: too late}")
    assert rules(found(write, late, d)) == []


def test_an_announcement_that_cannot_come_about_is_an_error_of_its_own(write: Write) -> None:
    history = entry("signed", "2020-01-01", "reported_by: s") + entry("negotiating", "2027", "announced_by: s")
    (told,) = found(write, history)
    assert told.rule == "illegal-transition"
    assert told.message == "'negotiating' cannot follow signed (since 2020-01-01, line 8)"
    first = found(write, entry("stalled", "2027", "announced_by: s"))
    assert [one.message for one in first] == ["'stalled' cannot be the first event of a history"]
    again = entry("signed", "2020-01-01", "party: JP, reported_by: s") + entry(
        "signed", "2027", "party: JP, announced_by: s"
    )
    assert [one.message for one in found(write, again)] == ["'signed' by JP is recorded already (2020-01-01, line 8)"]


def test_steps_and_consents_are_not_missed_while_force_is_only_announced(write: Write) -> None:
    history = (
        entry("signed", "2026-01-01", "reported_by: s")
        + entry("ratified", "2026-01-01", "party: JP, reported_by: s")
        + entry("in_force", "2027-01-01", "announced_by: s")
    )
    assert rules(found(write, history, kind="raa")) == []


def test_an_announced_entry_out_of_order_is_named(write: Write) -> None:
    history = entry("signed", "2020-05-01", "reported_by: s") + entry("note", "2019", "announced_by: d")
    (told, _) = found(write, history, source("d", "2018"))
    assert (told.rule, told.line) == ("out-of-order", 10)


def test_a_source_open_at_both_ends_does_not_stop_the_check(write: Write) -> None:
    undated = "  q: {title: Q}\n"
    told = found(write, entry("signed", "../2020", "reported_by: [q]"), undated)
    assert [one.message for one in told] == ["'q' has no 'published'"]
    told = found(write, entry("signed", "2020/..", "announced_by: [q]"), undated)
    assert [one.message for one in told] == ["'q' has no 'published'"]


def test_the_bounds_of_reports_count_for_the_order(write: Write) -> None:
    history = entry("signed", "2010-06-15", "reported_by: s") + entry("in_force", "2010", "reported_by: q")
    told = found(write, history, source("q", "2010-05-01"))
    assert "out-of-order" in rules(told)
    (wrong,) = [one for one in told if one.rule == "out-of-order"]
    assert "'in_force' on 2010 (reported by then: 2010-01-01/2010-05-02)" in wrong.message


def test_the_odd_one_is_the_one_that_is_wrong_by_itself(write: Write) -> None:
    history = (
        entry("signed", "2010", "reported_by: s")
        + entry("terminated", "2030", "reason: other, reported_by: s")
        + entry("in_force", "2012", "reported_by: s")
    )
    told = {(one.rule, one.line): one for one in found(write, history, kind="gsoia")}
    assert ("out-of-order", 10) not in told
    assert "this entry" in str(told["out-of-order", 9].help)
    assert str(told["illegal-transition", 10].help).startswith("without 'terminated' on 2030 (line 9)")


def test_outliers_are_named(write: Write) -> None:
    history = entry("in_force", "2010", "reported_by: s") + "".join(
        entry("negotiating", f"20{number}", "reported_by: s") for number in (11, 12, 13, 14)
    )
    told = [one for one in found(write, history) if one.rule == "illegal-transition"]
    assert str(told[0].help).startswith(
        "suspicious: this entry, 'negotiating' on 2012 (line 10), 'negotiating' on 2013 (line 11) and 'negotiating' on "
        "2014 (line 12); without them the history is consistent; possible here"
    )


def test_a_vague_source_cannot_report_the_precise_day_before_it_came(write: Write) -> None:
    history = entry("signed", "2010-06-20", "reported_by: [s, {source: q, date: 2010-06}]")
    (told,) = found(write, history, source("q", "2010-06-01"))
    assert told.rule == "report-before-event"


def test_a_source_read_before_the_event_cannot_report_it(write: Write) -> None:
    history = entry("signed", "2020-05-10", "reported_by: [s, web]")
    told = found(write, history, "  web: {title: Web, accessed: 2020-05-01, archived: 2020-05-02}\n")
    assert rules(told) == ["undated-source", "report-before-event"]
    assert "'web', which was accessed before it (2020-05-01, line 7)" in told[1].message


def test_an_updated_source_is_early_by_its_update(write: Write) -> None:
    history = entry("signed", "2020-05-10", "reported_by: [s, web]")
    (told,) = found(write, history, source("web", "2020-05-01", ", updated: 2020-05-03"))
    assert told.rule == "report-before-event"
    assert "which was updated before it (2020-05-03, line 7)" in told.message


def test_force_follows_the_consent_that_completed_the_number(write: Write) -> None:
    history = (
        entry("signed", "2010-01-01", "reported_by: s")
        + entry("ratified", "2010-02-01", "party: JP, reported_by: s")
        + entry("ratified", "2010-03-01", "party: PH, reported_by: s")
        + entry("ratified", "2010-03-10", "party: US, reported_by: s")
        + entry("in_force", "{day}", "reported_by: s")
    )
    rule = "consents_needed: 2\nentry_into_force: {after: ratified, days: 30}\n"
    assert rules(found(write, history.replace("{day}", "2010-03-31"), parties="JP, PH, US", more=rule)) == []
    assert rules(found(write, history.replace("{day}", "2010-04-09"), parties="JP, PH, US", more=rule)) == [
        "force-offset"
    ]


def test_an_announced_day_may_be_moved_by_another_announcement(write: Write) -> None:
    claims = "announced_by: [{source: d, date: 2020-06}, {source: s, date: 2027-07-01}]"
    (told,) = found(write, entry("signed", "2027-07-01", claims), source("d", "2019-10-01"))
    assert (told.rule, str(told.severity)) == ("date-conflict", "info")


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
    assert sorted(rules(found(write, history, source("a", published), after=after))) == rule


def test_what_was_given_up_before_a_new_start_is_stale_not_premature(write: Write) -> None:
    history = "".join(
        entry(event, date, "reported_by: s")
        for event, date in (("negotiating", "2010"), ("abandoned", "2011"), ("negotiating", "2012"))
    )
    after = "statements: [{source: s, says: abandoned, date: 2015}]\n"
    assert rules(found(write, history, after=after)) == ["stale-statement"]


def test_statements_at_the_ends_of_the_calendar_are_judged(write: Write) -> None:
    history = entry("signed", "2020", "reported_by: s")
    for day in ("'0001-01-01'", "../2000", "9999-12-31"):
        after = f"statements: [{{source: s, says: in_force, date: {day}}}]\n"
        assert rules(found(write, history, after=after)) == ["premature-statement"]


def test_after_a_new_start_the_steps_are_expected_anew(write: Write) -> None:
    history = "".join(
        entry(event, date, "reported_by: s")
        for event, date in (
            ("signed", "2010"),
            ("abandoned", "2011"),
            ("negotiating", "2012"),
            ("ratified", "2013"),
            ("in_force", "2014"),
        )
    )
    told = found(write, history, kind="raa")
    assert [one.message.partition(" before")[0] for one in told] == ["ratified without 'signed'"]


UPDATED = (
    entry("signed", "2020-05-01", "reported_by: s0")
    + entry("ratified", "2020-07-10", "reported_by: u")
    + entry("in_force", "2020-08-20", "announced_by: {source: s0, date: 2020-08-15}, reported_by: s")
    + entry("note", "2027", "announced_by: s")
)


def told(write: Write, on: str, known_by: str | None = None) -> str:
    sources = source("s0", "2020-05-02") + source("u", "2020-06-01", ", updated: 2020-07-12")
    found(write, UPDATED, sources)
    agreement = read_folder(write()).registry["x"]
    status = agreement.status(on, known_by)
    json.loads(render_json(agreement, status))
    return render_text(agreement, status, 200)


def test_show_counts_from_the_update(write: Write) -> None:
    assert "reported by u (u, 2020-06-01, updated 2020-07-12), 2 days later" in told(write, "2026-11-22")


def test_show_does_not_tell_what_was_not_known(write: Write) -> None:
    early = told(write, "2020-07-20", "2020-07-01")
    assert "ratified" not in early
    assert "2020-08-15  in_force" in early
    assert "2020-08-20" not in early
    assert "expected: in_force 2020-08-15" in early
    assert "no report of it" not in early
    later = told(write, "2020-09-20", "2020-07-12")
    assert "2020-07-10  ratified" in later
    assert "no report of it" in later


def test_show_says_of_an_announcement_what_is_true(write: Write) -> None:
    text = told(write, "2026-11-22")
    assert "it came on 2020-08-20" in text
    assert "no report of it" not in text


def test_a_rejected_end_is_no_end(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{link}history:\n  - {{event: [signed, in_force], date: {day}}}\n{end}"
    finish = (
        "  - {event: terminated, date: 2015, reason: replaced, reported_by: [{source: s, rejected: years too early}]}\n"
        "sources: {s: {title: S, published: 2016}}\n"
    )
    old = text.format(id="old", link="replaced_by: new\n", day="2010", end=finish)
    new = text.format(id="new", link="replaces: old\n", day="2021", end="")
    told = [
        one for one in pactstate.check(write(old=old, new=new), today=TODAY).findings if one.rule == "link-mismatch"
    ]
    assert [one.message.partition(",")[0] for one in told] == ["in force without an end"]


def test_a_broken_file_of_sources_does_not_make_every_source_unknown(write: Write) -> None:
    history = head() + entry("signed", "2020", "reported_by: [a, b, c]")
    a, b = "a: {title: A, published: 2021}\n", "b: {titel: B, published: 2021}\n"
    told = [one for one in pactstate.check(write(x=history, sources=a + b)).findings if one.rule != "single-witness"]
    assert set(rules(told)) == {"unknown-key", "unknown-source"}
    (unknown,) = [one for one in told if one.rule == "unknown-source"]
    assert unknown.message == "no source 'c' is described here"
    for broken in (a + "[", b"\xff", "[a]"):
        assert "unknown-source" not in rules(list(pactstate.check(write(x=history, sources=broken)).findings))


def test_a_successor_may_take_effect_backwards(write: Write) -> None:
    text = "id: {id}\ntitle: T\nkind: gsoia\nparties: [JP, PH]\n{link}history:\n  - {{event: [signed, in_force], date: {day}{more}}}\n{end}"
    for reason, end, days, wrong in (
        (", reason: replaced", "2021-01-01", "2021-06-01", True),
        (", reason: replaced", "2021-01-01", "2021-06-01, effective: 2021-01-01", False),
        ("", "2021-01-01", "2021-06-01", True),
        (", reason: expired", "2021-01-01", "2021-06-01", False),
    ):
        day, _, more = days.partition(",")
        finish = f"  - {{event: terminated, date: {end}{reason}}}\n"
        old = text.format(id="old", link="replaced_by: new\n", day="2010", more="", end=finish)
        new = text.format(id="new", link="replaces: old\n", day=day, more=f",{more}" if more else "", end="")
        report = pactstate.check(write(old=old, new=new), today=TODAY)
        assert ("link-mismatch" in rules(list(report.findings))) is wrong, (reason, days)


def test_announcements_are_held_to_the_day_that_they_name(write: Write) -> None:
    """Late is an announcement after its own day, even if the event came later still."""
    plan = source("plan", "2020-03-15")
    late = entry("signed", "2020-05-01", "reported_by: s, announced_by: {source: plan, date: 2020-03-10}")
    assert rules(found(write, late, plan)) == ["late-announcement", "announcement-slipped"]
    early = entry("signed", "2020-03-10", "reported_by: s, announced_by: {source: plan, date: 2020-03-20}")
    assert rules(found(write, early, plan)) == ["announcement-slipped"]
    unreported = entry("signed", "2027-03-10", "announced_by: {source: plan, date: 2027-03-20}")
    assert rules(found(write, unreported, plan)) == ["unsupported-date", "date-conflict"]


def test_a_denial_with_its_own_day_is_no_date_conflict(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: s, denied_by: {source: d, date: 2020-04-01}")
    assert rules(found(write, history, source("d", "2020-05-01"))) == ["denied-event"]


def test_a_date_may_rest_on_an_announcement(write: Write) -> None:
    claims = "reported_by: {source: s, date: 2020-03-11}, announced_by: d"
    assert rules(found(write, entry("signed", "2020-03-10", claims), source("d", "2020-03-01"))) == ["date-conflict"]


def test_clocks_are_compared_as_intervals(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: [s, d]")
    for published, accessed, wrong in (
        ("2020-06", "2020-06-15", False),
        ("2020-06-15", "2020-06", False),
        ("2020-06-15", "2020-05", True),
        ("2020-06", "2020-05-31", True),
    ):
        told = found(write, history, source("d", published, f", accessed: {accessed}"))
        assert ("source-clock" in rules(told)) is wrong, (published, accessed)


def test_what_a_rejected_claim_implies_does_not_bound_a_source(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: web") + entry(
        "in_force", "2021", "reported_by: [s, {source: web, rejected: speaks of another}]"
    )
    told = found(write, history, "  web: {title: Web}\n")
    (undated,) = [one for one in told if one.rule == "undated-source"]
    assert undated.message.endswith("put it in 2020-03-09/..")


def test_a_source_that_others_copy_is_used(write: Write) -> None:
    sources = source("agency", "2020-03-10") + source("copy", "2020-03-11", ", based_on: agency")
    start = head(more=f"sources:\n{sources}")
    report = pactstate.check(write(x=start + entry("signed", "2020-03-10", "reported_by: copy")), today=TODAY)
    assert rules(list(report.findings)) == []


def test_a_long_history_of_rejected_entries_is_not_tried_out(write: Write) -> None:
    rejected = "reported_by: {source: s, rejected: no reason}"
    history = "".join(entry("note", f"{1800 + number}", rejected) for number in range(121))
    assert rules(found(write, history)) == []
    assert rules(found(write, entry("note", "1800", rejected))) == ["needless-rejection"]


def test_to_agree_is_more_than_to_be_possible(write: Write) -> None:
    history = entry("signed", "2020-03", "reported_by: s") + entry("in_force", "2021-03", "reported_by: s")
    after = (
        "statements:\n"
        "  - {source: s, says: signed, date: 2020-06}\n"
        "  - {source: s, says: signed, date: 2021-03-10}\n"
        "  - {source: s, says: signed, date: 2020-03-10}\n"
    )
    found(write, history, after=after)
    agreement = read_folder(write()).registry["x"]
    verdicts = [agreement.weigh(statement).verdict for statement in agreement.statements]
    assert verdicts == ["agrees", "undecidable", "undecidable"]


def test_load_does_not_depend_on_today(write: Write) -> None:
    """What is an error only on some days does not keep the files from loading on any."""
    history = entry("signed", "2999-01-01", "reported_by: s") + entry("note", "3000", "reported_by: t")
    told = found(write, history, source("t", "2999-06-01"))
    assert {"future-event", "source-from-future"} <= set(rules(told))
    text = (write() / "x.yaml").read_text().replace("2026-01-01", "2999-01-01").replace("2999-06-01", "3000-06-01")
    assert list(pactstate.load(write(x=text))) == ["x"]
