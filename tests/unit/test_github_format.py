"""Workflow commands: their parts, and the number that GitHub shows."""

from __future__ import annotations

import pytest

from pactstate.findings import Finding, Location, Report, Severity
from pactstate.reports.base import Options
from pactstate.reports.github import MAX_ANNOTATIONS, render


def finding(
    location: Location, severity: Severity = Severity.ERROR, message: str = "bad", help: str | None = None
) -> Finding:
    return Finding("invalid-date", "PS104", severity, message, location, help=help)


def first(found: Finding) -> str:
    return render(Report([found], [found.path]), Options(verbose=True)).split("\n")[0]


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "notice")]
)
def test_a_command_has_message_and_place(severity: Severity, level: str) -> None:
    assert first(finding(Location("d/a.yaml", 7, 3, 7, 9), severity)) == (
        f"::{level} file=d/a.yaml,line=7,endLine=7,col=3,endColumn=9,title=invalid-date (PS104)"
        "::d/a.yaml:7:3: bad [invalid-date]"
    )


def test_help_goes_on_a_line_of_its_own() -> None:
    assert first(finding(Location("a"), help="100 % so")).endswith("::a:1:1: bad [invalid-date]%0Ahelp: 100 %25 so")


@pytest.mark.parametrize(
    ("location", "where"),
    [
        (Location("a", 7, 3, 7, 3), "line=7,endLine=7,col=3,endColumn=3"),
        (Location("a", 7, 3, 9, 2), "line=7,endLine=9"),
        (Location("a", 7, 3, 9, 1), "line=7,endLine=8"),
        (Location("a", 7, 3, 8, 1), "line=7,endLine=7"),
        (Location("a", 7, 1, 7, 1), "line=7,endLine=7,col=1,endColumn=1"),
    ],
)
def test_columns_are_given_within_one_line_only(location: Location, where: str) -> None:
    assert first(finding(location)).startswith(f"::error file=a,{where},title=")


def test_properties_and_text_are_escaped() -> None:
    path = "50%, día: 日本.yaml"
    assert first(finding(Location(path), message="1 %, x: y\r\n")) == (
        "::error file=50%25%2C día%3A 日本.yaml,line=1,endLine=1,col=1,endColumn=1,title=invalid-date (PS104)"
        "::50%25, día: 日本.yaml:1:1: 1 %25, x: y\\u{d}\\u{a} [invalid-date]"
    )


def test_the_gravest_come_first_then_the_order_of_the_report() -> None:
    severities = [Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.ERROR, Severity.INFO]
    found = [finding(Location("a", line), severity) for line, severity in enumerate(severities, 1)]
    lines = render(Report(found, ["a"]), Options(verbose=True)).splitlines()
    heads = [(line.partition(" ")[0], line.partition("line=")[2][0]) for line in lines[:-1]]
    assert heads == [("::error", "2"), ("::error", "4"), ("::warning", "3"), ("::notice", "1"), ("::notice", "5")]
    assert lines[-1] == "2 errors, 1 warning, 2 infos in 1 file"


def test_infos_are_shown_on_demand_and_counted() -> None:
    report = Report([finding(Location("a"), Severity.INFO)], ["a"])
    assert render(report, Options()) == "1 file checked, nothing wrong (1 info not shown: --verbose)\n"


@pytest.mark.parametrize(
    ("errors", "infos", "said"),
    [
        (MAX_ANNOTATIONS, MAX_ANNOTATIONS, ""),
        (MAX_ANNOTATIONS + 1, 0, "; GitHub annotates 10 of each level, the log alone has 1 error"),
        (
            MAX_ANNOTATIONS + 2,
            MAX_ANNOTATIONS + 3,
            "; GitHub annotates 10 of each level, the log alone has 2 errors, 3 infos",
        ),
    ],
)
def test_the_summary_counts_findings_that_github_leaves_out(errors: int, infos: int, said: str) -> None:
    severities = [Severity.ERROR] * errors + [Severity.INFO] * infos
    found = [finding(Location("a", line), severity) for line, severity in enumerate(severities, 1)]
    lines = render(Report(found, ["a"]), Options(verbose=True)).splitlines()
    assert len(lines) == errors + infos + 1
    assert lines[-1].endswith(f" in 1 file{said}")
    assert "of each level, the log alone has" not in render(Report(found[errors:], ["a"]), Options())
