"""The run of the rules over a folder: order, number and excerpts of findings."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

import pactstate
from builders import (
    TODAY,
    Write,
    checked,
    head,
    reported_late,
)
from pactstate.checks.rule import Issue, rule
from pactstate.checks.rules import CHECKS
from pactstate.checks.runner import MAX_FINDINGS, check_folder, most_severe
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import finding
from pactstate.findings import Location
from pactstate.folder.read import read_folder
from pactstate.rules import RULES


def test_findings_come_in_the_order_of_the_lines(write: Write) -> None:
    found = reported_late(write, "stalled 2020", "note 2019", "stalled 2018", "signed 2017-02", "note 2015")
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)


def test_every_rule_has_a_check_or_is_found_elsewhere() -> None:
    """Rules without a check: those about reading, about comments, and about what a folder lacks against its base."""
    without = {rule.code for name, rule in RULES.items() if name not in {check.info.name for check in CHECKS}}
    assert sorted(code for code in without if code[:3] not in ("PS0", "PS1", "PS9")) == ["PS401"]


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


def test_warnings_between_errors_fill_the_room_that_is_left() -> None:
    rules = [*["skipped-step", "file-name"] * (MAX_FINDINGS - 5), "skipped-step"]
    found = [finding(rule, str(number), Location("x", 1, 1, 1, 1)) for number, rule in enumerate(rules)]
    kept, more = most_severe(found)
    assert [one.message for one in kept[-6:]] == ["19989", "0", "2", "4", "6", "8"]
    assert [(one.rule, one.count) for one in more] == [("skipped-step", MAX_FINDINGS - 9)]


def test_nobody_else_is_set_to_work_unasked(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise AssertionError

    texts = {id: f"id: {id}\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n" for id in "abcd"}
    folder = read_folder(write(**texts), config=Config())
    monkeypatch.setattr(os, "fork", refuse)
    assert check_folder(folder, TODAY).paths == tuple(folder.paths)


def test_a_last_line_without_an_end_is_quoted(write: Write) -> None:
    path = write(x=head() + "  - {event: signed, date: 2020}")
    (one,) = pactstate.check(path, today=TODAY).findings
    assert (one.rule, one.excerpt) == ("unsourced-event", "  - {event: signed, date: 2020}")


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


def test_of_a_file_with_comments_all_is_looked_at(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    silenced = "  - {event: note, date: 2020}  # pactstate: ignore[unsourced-event] why\n"
    told = checked(write, *[silenced] * 4, "  - {event: note, date: 2020}\n")
    assert [(one.rule, one.line) for one in told.findings] == [("unsourced-event", 10), ("unused-source", 12)]
    assert (len(told.suppressed), told.dropped) == (4, 0)


def test_without_docstrings_a_rule_has_no_page() -> None:
    def body(seen: object) -> Iterator[Issue]:
        yield from ()

    assert rule("skipped-step", over="agreement")(body).page == rule("unused-source", over="folder")(body).page == ""
