"""Output of ``show``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import pactstate
from builders import (
    Write,
    entry,
    findings_in,
    head,
    source,
)
from pactstate.cli.show import command
from pactstate.folder.read import read_folder
from pactstate.views.history import render_markdown, render_text
from pactstate.views.history_json import render_json

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
  plan: {title: A plan, publisher: Another ministry, published: 2019-12-30, corrected: "the day was that of a copy ::x::"}
  older-plan: {title: An older plan, published: 2019-12-01}
history:
  - event: signed
    date: 2020-01-01
    place: Tokyo
    note: signed in two languages
    reported_by:
      - {source: dated, locator: paragraph 2, note: in passing}
      - {source: undated, date: 2020, rejected: gives another place}
    announced_by:
      - plan
      - {source: older-plan, date: 2019-12-24}
    denied_by: dated
  - event: note
    date: 2020-01
    announced_by: plan
  - event: note
    date: 2020-01
    reported_by: [dated, unheard-of]
    announced_by: plan
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
  - event: note
    date: 2021-05
    announced_by: plan
statements:
  - {source: dated, says: signed, locator: title, note: in the headline}
  - {source: undated, says: in_force, rejected: it was over}
  - {source: plan, says: signed}
  - {source: dated, says: negotiating, date: 2020-01}
"""


def loaded(write: Callable[..., Path], text: str) -> pactstate.Agreement:
    """The agreement, whatever the checks think of it."""
    return read_folder(write(everything=text)).registry["everything"]


def test_the_history_is_as_kept(write: Callable[..., Path], golden: Callable[[Path, str], None]) -> None:
    agreement = loaded(write, EVERYTHING)
    status = agreement.status("2021-01-01")
    golden(GOLDEN / "show-everything.txt", render_text(agreement, status, 80))
    golden(GOLDEN / "show-everything.md", render_markdown(agreement, status))
    golden(GOLDEN / "show-everything.json", render_json(agreement, status))


def test_the_founding_example_is_as_kept(agreements: Path, golden: Callable[[Path, str], None]) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    golden(GOLDEN / "show-jp-ph-raa.txt", render_text(agreement, agreement.status("2025-08-20", "2025-08-20"), 100))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{after: signed}", "in force: on the day of 'signed'"),
        ("{after: ratified, days: 30}", "in force: 30 days after 'ratified'"),
    ],
)
def test_the_rule_of_force_in_words(write: Callable[..., Path], rule: str, words: str) -> None:
    text = EVERYTHING.replace("{after: ratified, months: 1, days: 5}", rule)
    agreement = loaded(write, text)
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
    agreement = loaded(write, text)
    assert words in render_text(agreement, agreement.status("2021-01-01"), 80)


def test_what_was_not_known_yet_is_not_reported(agreements: Path) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    text = render_text(agreement, agreement.status("2025-09-20", "2025-08-13"), 200)
    assert "2025-09-11  in_force" in text
    assert "tribune-2025-09-11" not in text
    assert "What sources say of the state" in text
    assert "seed-004" not in text
    assert "2025-09-30" not in text
    early = json.loads(render_json(agreement, agreement.status("2025-09-20", "2015-06-05")))
    assert [entry["date"] for entry in early["history"]] == ["2015-06-04", "2015-06-05"]
    assert early["statements"] == []


def test_json_gives_the_days_between_event_and_report(agreements: Path) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    told = json.loads(render_json(agreement, agreement.status("2026-11-22")))
    (signed,) = [entry for entry in told["history"] if entry["event"] == ["signed"]]
    days = {claim["source"]: claim["days_after"] for claim in signed["claims"]}
    assert days["mofa-2024-07-08"] == 0
    assert days["mofa-2025-10-07"] == 456
    assert days["seed-003"] is None
    verdicts = {statement["source"]: statement["verdict"] for statement in told["statements"]}
    assert verdicts["seed-004"] == "stale"


def test_lines_keep_to_the_width(agreements: Path) -> None:
    agreement = pactstate.load(agreements)["jp-ph-raa"]
    lines = render_text(agreement, agreement.status("2025-08-20"), 80).splitlines()
    assert max(len(line) for line in lines if "<http" not in line) <= 80
    addresses = {address for line in lines for address in re.findall("<(http.*)>", line)}
    assert addresses <= {source.url for source in agreement.sources}


def test_a_bare_agreement_is_reported_too(write: Callable[..., Path]) -> None:
    text = "id: bare\ntitle: Bare\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    agreement = pactstate.load(write(bare=text))["bare"]
    assert render_text(agreement, agreement.status("2021-01-01"), 80).splitlines() == [
        "bare: Bare",
        "",
        "  On 2021-01-01, nothing is known of Bare (bare).",
        "",
        "  kind: treaty (any other binding agreement)",
        "  parties: Japan (JP), Philippines (PH)",
        "  state on 2021-01-01: nothing known",
    ]


SOURCES = """\
a: {title: First, publisher: Gazette, url: "https://example.org/a", published: 2024-07-09}
b: {title: Second, url: "https://example.org/b", published: 2024-08-01}
c: {title: Third, publisher: Mail}
"""
CASE = head() + (
    entry("signed", "2024-07-08", "reported_by: [a, {source: b, date: 2024-07-07, rejected: a day off}]")
    + entry("approved", "2024-07-20", "party: JP", "reported_by: [a]", "denied_by: [c]")
    + entry("in_force", "2024-09-01", "announced_by: [b]")
)
OTHER = head("other") + entry("signed", "2024-05-01", "reported_by: [{source: b, rejected: hearsay}]")
OWN = head("own", more="sources: {b: {title: Another b}}\n") + entry(
    "signed", "2024-05-01", "reported_by: [{source: b, rejected: elsewhere}]"
)


def shown(write: Callable[..., Path], *options: str) -> str:
    folder = write(x=CASE, other=OTHER, own=OWN, sources=SOURCES)
    arguments = ["x", "--data", str(folder), "--today", "2024-10-01", *options]
    return CliRunner().invoke(command, arguments, standalone_mode=False).stdout


def test_what_came_later_stands_apart(write: Callable[..., Path]) -> None:
    before, _, after = shown(write, "--on", "2024-07-10").partition("After 2024-07-10:\n")
    assert "2024-07-08  signed" in before
    assert [line[:10] for line in after.splitlines() if line[:2] == "20"] == ["2024-07-20", "2024-09-01"]
    assert "After" not in shown(write)
    told = json.loads(shown(write, "--on", "2024-07-10", "--format", "json"))
    assert [one["later"] for one in told["history"]] == [False, True, True]


def test_contradictions_have_a_section(write: Callable[..., Path]) -> None:
    text = " ".join(shown(write).split())
    section = text.partition("Contradictions: ")[2].partition(" Sources: ")[0]
    assert section == (
        "Second (b, 2024-08-01) reports 'signed' on 2024-07-07; against Gazette (2024-07-09); rejected: a day off "
        "Mail (c, undated) denies 'approved' by JP on 2024-07-20; against Gazette (2024-07-09) "
        "Contradictions in other files, by sources cited here: "
        "other: Second (b, 2024-08-01) reports 'signed' on 2024-05-01; rejected: hearsay"
    )
    told = json.loads(shown(write, "--format", "json"))
    assert [(one["source"], one["against"]) for one in told["contradictions"]] == [("b", ["a"]), ("c", ["a"])]
    assert [(one["agreement"], one["rejected"]) for one in told["contradictions_elsewhere"]] == [("other", "hearsay")]


def test_sources_have_titles_and_addresses(write: Callable[..., Path]) -> None:
    assert shown(write).endswith(
        "Sources:\n"
        "  a: First <https://example.org/a>, Gazette, 2024-07-09\n"
        "  b: Second <https://example.org/b>, 2024-08-01\n"
        "  c: Third, Mail, undated\n"
    )
    markdown = shown(write, "--format", "markdown")
    assert "- a: [First](https://example.org/a), Gazette, 2024-07-09\n" in markdown
    assert "- announced by [Second](https://example.org/b) (b, 2024-08-01)" in markdown


def test_a_terminal_with_hyperlinks_has_no_addresses(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    text = shown(write)
    assert "<http" not in text
    assert "  a: \x1b]8;;https://example.org/a\x1b\\First\x1b]8;;\x1b\\, Gazette" in text
    # No line leaves a link open.
    assert all(len(re.findall(r"8;;http", line)) == len(re.findall(r"8;;\x1b", line)) for line in text.splitlines())
    monkeypatch.setenv("FORCE_HYPERLINK", "0")
    assert "\x1b" not in shown(write)


UPDATED = (
    entry("signed", "2020-05-01", "reported_by: s0")
    + entry("ratified", "2020-07-10", "reported_by: u")
    + entry("in_force", "2020-08-20", "announced_by: {source: s0, date: 2020-08-15}, reported_by: s")
    + entry("note", "2027", "announced_by: s")
)


def told(write: Write, on: str, known_by: str | None = None) -> str:
    sources = source("s0", "2020-05-02") + source("u", "2020-06-01", ", updated: 2020-07-12")
    findings_in(write, UPDATED, sources)
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


def test_the_standing_of_each_party_is_shown_where_there_are_more_than_two(write: Callable[..., Path]) -> None:
    text = head("a", parties="JP, PH, AU") + entry("signed", "2024-01-01")
    folder = read_folder(write(a=text))
    agreement = folder.registry["a"]
    shown = render_text(agreement, agreement.status("2025-01-01"), 100)
    assert "standing: JP signed since 2024-01-01; PH signed since 2024-01-01; AU" in shown
