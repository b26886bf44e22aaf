"""Markdown format of a report."""

from __future__ import annotations

import attrs
import pytest

from pactstate.findings import Finding, Location, Report, Severity, Suppression
from pactstate.reports.base import Options
from pactstate.reports.markdown import render

PLACE = Location("d/a_b.yaml", 100, 5, 100, 9)


def finding(
    severity: Severity = Severity.ERROR, message: str = "bad", help: str | None = None, location: Location = PLACE
) -> Finding:
    return Finding("invalid-date", "PS104", severity, message, location, help=help)


def test_a_table_has_the_gravest_first_whatever_the_options() -> None:
    found = [
        attrs.evolve(finding(severity, str(severity)), location=Location("a", line))
        for line, severity in enumerate([Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR], 1)
    ]
    report = Report(found, ["a", "b"])
    assert render(report, Options()).splitlines() == [
        "**2 errors, 1 warning, 1 info in 2 files**", "", "| Severity | Where | Finding |", "| --- | --- | --- |",
        "| error | a:2 | **invalid-date**: error |", "| error | a:4 | **invalid-date**: error |",
        "| warning | a:3 | **invalid-date**: warning |", "| info | a:1 | **invalid-date**: info |",
    ]  # fmt: skip
    assert render(report, Options(verbose=True, colour=True)) == render(report, Options())


def test_help_follows_the_message_and_cells_are_escaped() -> None:
    row = render(Report([finding(message="a|b", help="<c>")]), Options()).splitlines()[-1]
    assert row == r"| error | d/a\_b.yaml:100 | **invalid-date**: a\|b; &lt;c&gt; |"


def test_what_is_silenced_is_listed_with_the_reason() -> None:
    silenced = [
        Suppression(finding(Severity.WARNING, help="so"), "we know", Location("a")),
        Suppression(finding(), "seen", Location("a"), "2025-10"),
    ]
    assert render(Report([], ["a"], silenced), Options()).splitlines() == [
        "**1 file checked, nothing wrong (2 silenced by comments)**",
        "",
        "| Silenced | Finding | Reason |",
        "| --- | --- | --- |",
        r"| d/a\_b.yaml:100 | **invalid-date**: bad; so | we know |",
        r"| d/a\_b.yaml:100 | **invalid-date**: bad | seen (until 2025-10) |",
    ]


def test_an_empty_report_is_a_sentence() -> None:
    assert render(Report((), ["a"]), Options()) == "**1 file checked, nothing wrong**\n"


@pytest.mark.parametrize("filler", ["x", "相"])
def test_it_stays_below_the_limit_of_github_and_counts_rows_left_out(filler: str) -> None:
    text = filler * 1000
    found = [finding(Severity.INFO, text, text, Location("a", line)) for line in range(1, 401)]
    report = Report([*found, finding()], ["a"], [Suppression(one, text, PLACE, text) for one in found])
    printed = render(report, Options())
    assert 600_000 < len(printed.encode()) < 1_000_000
    lines = printed.splitlines()
    assert lines[4].startswith("| error |")
    kept = sum(line.startswith("| info ") for line in lines)
    silenced = sum(line.startswith("| a:") for line in lines)
    assert kept > 0
    assert silenced > 0
    assert f"{400 - kept} more rows left out: GitHub limits the size of this page." in lines
    assert f"{400 - silenced} more rows left out: GitHub limits the size of this page." in lines


def test_a_huge_finding_keeps_out_itself_only() -> None:
    huge = finding(message="x" * 700_000, location=Location("a"))
    lines = render(Report([huge, finding()], ["a"]), Options()).splitlines()
    assert lines[4:] == [
        r"| error | d/a\_b.yaml:100 | **invalid-date**: bad |",
        "",
        "1 more row left out: GitHub limits the size of this page.",
    ]


def test_the_room_is_used_to_the_last_byte() -> None:
    row = len("| error | a:1 | **invalid-date**:  |\n")
    fits = finding(message="x" * (700_000 - row), location=Location("a"))
    assert "left out" not in render(Report([fits]), Options())
    assert "left out" in render(Report([attrs.evolve(fits, message=fits.message + "x")]), Options())
