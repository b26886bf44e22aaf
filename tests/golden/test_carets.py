"""The text that each rule underlines in its bad example.

The table is typed by hand. A value is underlined rather than its key or its entry; where something is missing, the
value that cannot do without it; where a name is wrong, the name. In a file that is gone there is nothing to underline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Finding
from pactstate.folder.read import read_folder
from pactstate.rules import RULES

EXAMPLES = Path(__file__).parent.parent / "rules"
TODAY = dt.date(2026, 11, 22)

POINTED_AT = {
    "unreadable-file": ["\xe9"],
    "invalid-yaml": ["Agreement: Japan-United Kingdom Reciprocal Access Agreement"],
    "duplicate-key": ["title"],
    "limit-exceeded": ["["],
    "suspicious-character": ["\u202e"],
    "unsafe-yaml": ["&both", "*both"],
    "unknown-key": ["reportedby"],
    "missing-key": ["event"],
    "invalid-value": ["singed"],
    "invalid-date": ["2023-09-31"],
    "ambiguous-scalar": ["NO"],
    "unknown-party-code": ["UK"],
    "file-name": ["jp-gb-raa"],
    "illegal-transition": ["negotiating"],
    "repeated-event": ["in_force"],
    "nothing-to-act-on": ["resumed"],
    "out-of-order": ["2023-01-10"],
    "skipped-step": ["in_force"],
    "incomplete-consent": ["in_force"],
    "notice-already-effective": ["notice_revoked"],
    "short-notice": ["2024-04-30"],
    "force-offset": ["2023-09-25"],
    "past-term": ["2"],
    "retroactive": ["2023-10-20"],
    "undeclared-party": ["IT"],
    "party-required": ["approved"],
    "future-event": ["2030-01-01"],
    "party-not-allowed": ["JP"],
    "unusual-event": ["provisional"],
    "unreported-end": ["2024-09-01"],
    "split-report": ["in_force"],
    "report-before-event": ["early"],
    "report-a-day-early": ["eve"],
    "date-narrowed": ["2023-09"],
    "late-announcement": ["plan"],
    "unconfirmed-announcement": ["2024-01-01"],
    "announcement-slipped": ["2023-10-01"],
    "undated-source": ["paper"],
    "unsourced-event": ["ratified"],
    "unknown-source": ["papers"] * 5,
    "unused-source": ["spare"],
    "source-from-future": ["2027-01-01"],
    "source-clock": ["2023-02-01"],
    "date-conflict": ["2023-01-12"],
    "unsupported-date": ["2023-01-11"],
    "stale-statement": ["negotiating"],
    "premature-statement": ["terminated"],
    "denied-event": ["other"],
    "needless-rejection": ["a day off"],
    "single-witness": ["signed"],
    "duplicate-id": ["paper"],
    "dangling-link": ["jp-gb-ra"],
    "link-mismatch": ["2023-12-01"],
    "event-removed": ["notice_given"],
    "event-rewritten": ["1999-06-01"],
    "agreement-removed": [""],
    "state-moved-back": ["history"],
    "source-redated": ["2025-08-14"],
    "ignore-without-reason": ["# pactstate: ignore[skipped-step]"],
    "unused-ignore": ["skipped-step"],
    "expired-ignore": ["2026-06-30"],
    "unknown-rule": ["skiped-step"],
}

BASE = """\
id: one
title: One
kind: treaty
parties: [JP, PH]
sources:
  paper: {title: Paper, published: 2023-06-01}
"""
SIGNED = "history:\n  - {event: signed, date: 2023-01-01, reported_by: [paper]}\n"

# Other places at which a rule can point than that of its example.
ELSEWHERE = [
    ("unsafe-yaml", BASE + SIGNED + "statements: !!seq []\n", ["!!seq"]),
    ("unsafe-yaml", BASE.replace("{title", "{<<: {}, title") + SIGNED, ["<<"]),
    ("invalid-value", BASE.replace("[JP, PH]", "[JP]") + SIGNED, ["JP"]),
    ("invalid-value", BASE.replace("[JP, PH]", "[JP, {PH: PH}]") + SIGNED, ["PH"]),
    ("invalid-value", BASE.replace("title: One", "title:") + SIGNED, ["title"]),
    ("missing-key", BASE.replace("kind: treaty\n", "") + SIGNED, ["id"]),
    ("missing-key", BASE + "history:\n  - {event: postponed, date: 2023-01-01}\n", ["postponed"]),
    ("unknown-key", BASE.replace("published", "publishd") + SIGNED, ["publishd"]),
    ("unknown-party-code", BASE + SIGNED.replace("date", "party: XX, date"), ["XX"]),
    ("invalid-value", BASE.replace("[JP, PH]", "[JP, PH, IT, PH]") + SIGNED, ["PH"]),
    ("illegal-transition", BASE + SIGNED.replace("signed", "[terminated, in_force]"), ["in_force"]),
    ("illegal-transition", BASE + SIGNED.replace("signed", "[in_force, text_agreed]"), ["text_agreed"]),
    ("undeclared-party", BASE + "approvals_needed: [JP, GB]\n" + SIGNED, ["GB"]),
    (
        "unusual-event",
        BASE.replace("treaty", "gsoia") + SIGNED.replace("signed", "approved, party: JP, by: Diet"),
        ["Diet"],
    ),
    ("unusual-event", BASE.replace("treaty", "arrangement") + SIGNED.replace("signed", "ratified"), ["ratified"]),
    ("unknown-source", BASE.replace("{title", "{based_on: [no-one], title") + SIGNED, ["no-one"]),
    ("unknown-source", BASE + SIGNED + "statements:\n  - {says: signed, source: no-one}\n", ["no-one"]),
    (
        "report-before-event",
        BASE + SIGNED.replace("[paper]", "{locator: 1, source: paper}").replace("01-01", "07"),
        ["paper"],
    ),
    (
        "needless-rejection",
        BASE + SIGNED + "statements:\n  - {source: paper, says: signed, rejected: dull}\n",
        ["dull"],
    ),
    ("link-mismatch", BASE + "replaces: [two]\n" + SIGNED, ["two"]),
    ("dangling-link", BASE + "amends: three\n" + SIGNED, ["three"]),
    (
        "unknown-rule",
        BASE + SIGNED + "# pactstate: ignroe[skipped-step] why\n",
        ["# pactstate: ignroe[skipped-step] why"],
    ),
]


def marked(finding: Finding) -> str:
    """Return the text above the carets; for a place without width, its character."""
    assert finding.line == finding.end_line
    # Latin 1 has a character for each byte, so the file that is no UTF-8 can be shown too.
    encoding = "latin-1" if finding.rule == "unreadable-file" else "utf-8"
    path = Path(finding.path)
    line = path.read_text(encoding=encoding).split("\n")[finding.line - 1] if path.exists() else ""
    return line[finding.column - 1 : max(finding.end_column - 1, finding.column)]


def test_every_rule_is_in_the_table() -> None:
    assert list(POINTED_AT) == list(RULES)


@pytest.mark.parametrize("name", POINTED_AT)
def test_the_caret_is_where_a_person_would_point(name: str) -> None:
    recorded = EXAMPLES / name / "base"
    base = Base("base", None, read_folder(recorded, config=Config())) if RULES[name].base else None
    report = check_folder(read_folder(EXAMPLES / name / "bad", config=Config()), TODAY, base=base)
    assert [marked(finding) for finding in report.findings if finding.rule == name] == POINTED_AT[name]


@pytest.mark.parametrize(("rule", "text", "pointed_at"), ELSEWHERE)
def test_the_caret_is_right_at_other_places_too(
    write: Callable[..., Path], rule: str, text: str, pointed_at: list[str]
) -> None:
    other = BASE.replace("id: one", "id: two").partition("sources:")[0] + "history: []\n"
    report = check_folder(read_folder(write(one=text, two=other), config=Config()), TODAY)
    assert [marked(finding) for finding in report.findings if finding.rule == rule] == pointed_at
