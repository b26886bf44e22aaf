"""What ``show`` tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from pactstate.views.history import render_text

GOLDEN = Path(__file__).parent.parent / "golden"

EVERYTHING = """\
id: everything
title: An agreement that uses every key
formal_title: Agreement between A and B
kind: treaty
parties: [JP, PH]
approvals_needed: [JP]
entry_into_force: {after: ratified, months: 1, days: 5}
term: {years: 10, renews: true, notice: 6 months}
replaces: [older]
replaced_by: newer
amends: other
sources:
  dated: {title: A dated page, publisher: A ministry, published: 2020-01-02, type: official}
  undated: {title: An undated page}
history:
  - event: signed
    date: 2020-01-01
    place: Tokyo
    note: signed in two languages
    reported_by:
      - {source: dated, locator: paragraph 2, note: in passing}
      - {source: undated, date: 2020, rejected: gives another place}
    denied_by: dated
  - event: approved
    party: JP
    by: Diet
    date: 2020-02
    corrected: the month was wrong
  - event: postponed
    of: in_force
    date: 2020-03
  - event: terminated
    reason: agreed
    date: 2020-04
    effective: 2020-05-01
statements:
  - {source: dated, says: signed, locator: title, note: in the headline}
  - {source: undated, says: in_force, rejected: it was over}
"""


def test_the_history_is_told_as_kept(write: Callable[..., Path], golden: Callable[[Path, str], None]) -> None:
    agreement = pactstate.load(write(everything=EVERYTHING))["everything"]
    golden(GOLDEN / "show-everything.txt", render_text(agreement, agreement.status("2021-01-01"), 80))


def test_the_founding_example_is_told_as_kept(agreements: Path, golden: Callable[[Path, str], None]) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    golden(GOLDEN / "show-jp-ph-raa.txt", render_text(agreement, agreement.status("2025-08-20", "2025-08-20"), 100))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{after: signed}", "in force: the day after 'signed'"),
        ("{after: ratified, days: 30}", "in force: 30 days after 'ratified'"),
    ],
)
def test_the_rule_of_force_in_words(write: Callable[..., Path], rule: str, words: str) -> None:
    text = EVERYTHING.replace("{after: ratified, months: 1, days: 5}", rule)
    agreement = pactstate.load(write(everything=text))["everything"]
    assert words in render_text(agreement, agreement.status("2021-01-01"), 80)


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("{years: 5}", "term: 5 years\n"),
        ("{renews: false}", "term: does not renew\n"),
        ("{notice: 1 year}", "notice 1 year\n"),
    ],
)
def test_the_term_in_words(write: Callable[..., Path], term: str, words: str) -> None:
    text = EVERYTHING.replace("{years: 10, renews: true, notice: 6 months}", term)
    agreement = pactstate.load(write(everything=text))["everything"]
    assert words in render_text(agreement, agreement.status("2021-01-01"), 80)


def test_lines_keep_to_the_width(agreements: Path) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    lines = render_text(agreement, agreement.status("2025-08-20"), 80).splitlines()
    assert max(map(len, lines)) <= 80


def test_a_bare_agreement_is_told_too(write: Callable[..., Path]) -> None:
    text = "id: bare\ntitle: Bare\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    agreement = pactstate.load(write(bare=text))["bare"]
    assert render_text(agreement, agreement.status("2021-01-01"), 80).splitlines() == [
        "bare: Bare",
        "  kind: treaty (any other binding agreement)",
        "  parties: Japan (JP), Philippines (PH)",
        "  state on 2021-01-01: nothing known",
    ]
