"""Rules on the days of reports and announcements."""

from __future__ import annotations

import pytest

from builders import (
    Write,
    checked,
    dated,
    entry,
    findings_in,
    found,
    reported,
    rules_of,
    source,
)


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
        reported("signed", "2024-03-15", "reported_by: q"),
        sources=f"  q: {{title: Q, publisher: P, {dates}}}\n",
    )
    assert told in one.message


def test_a_claim_with_another_day_is_early_by_its_own_day(write: Write) -> None:
    source = "  q: {title: Q, publisher: P, published: 2024-04-01}\n"
    claim = "reported_by: [{source: q, date: 2024-05-01}]"
    assert found(write, "report-before-event", reported("signed", "2024-03-15", claim), sources=source)


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
    findings = checked(write, reported("signed", "2024-03-15", "reported_by: q"), sources=source).findings
    assert [one.rule for one in findings if one.rule.startswith("report-")] == ([rule] if rule else [])


def test_a_report_is_a_day_early_by_its_last_day(write: Write) -> None:
    signed = reported("signed", "2024-04-01", "reported_by: q")
    findings = checked(write, signed, sources=dated("q", "2024-03")).findings
    assert [one.rule for one in findings if one.rule.startswith("report-")] == ["report-a-day-early"]


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
    told = findings_in(write, VFA.replace("{claim}", "d"), d, parties="PH, US")
    assert rules_of(told) == ["skipped-step", "unconfirmed-announcement"]
    assert "reject the announcement" in str(told[1].help)


def test_such_an_announcement_can_be_rejected(write: Write) -> None:
    d = source("d", "2020-02-12")
    claim = "[{source: d, rejected: the notice was put on hold}]"
    assert rules_of(findings_in(write, VFA.replace("{claim}", claim), d, parties="PH, US")) == ["skipped-step"]


def test_a_vague_source_cannot_report_the_precise_day_before_it_came(write: Write) -> None:
    history = entry("signed", "2010-06-20", "reported_by: [s, {source: q, date: 2010-06}]")
    (told,) = findings_in(write, history, source("q", "2010-06-01"))
    assert told.rule == "report-before-event"


def test_announcements_are_held_to_the_day_that_they_name(write: Write) -> None:
    """Late is an announcement after its own day, even if the event came later still."""
    plan = source("plan", "2020-03-15")
    late = entry("signed", "2020-05-01", "reported_by: s, announced_by: {source: plan, date: 2020-03-10}")
    assert rules_of(findings_in(write, late, plan)) == ["late-announcement", "announcement-slipped"]
    early = entry("signed", "2020-03-10", "reported_by: s, announced_by: {source: plan, date: 2020-03-20}")
    assert rules_of(findings_in(write, early, plan)) == ["announcement-slipped"]
    unreported = entry("signed", "2027-03-10", "announced_by: {source: plan, date: 2027-03-20}")
    assert rules_of(findings_in(write, unreported, plan)) == ["unsupported-date", "date-conflict"]
