"""One line for each finding."""

from __future__ import annotations

from pactstate.findings import Finding, Location, Report, Severity
from pactstate.reports.base import Options
from pactstate.reports.text import render_concise as render


def finding(
    message: str, severity: Severity = Severity.ERROR, help: str | None = None, path: str = "a.yaml"
) -> Finding:
    return Finding("invalid-date", "PS104", severity, message, Location(path, 7, 3, 9, 1), help=help)


def test_a_line_has_place_severity_and_message() -> None:
    report = Report([finding("bad"), finding("worse", Severity.WARNING, "write it so")], ["a.yaml", "b.yaml"])
    assert render(report, Options()).splitlines() == [
        "a.yaml:7:3: error[invalid-date] bad",
        "a.yaml:7:3: warning[invalid-date] worse; write it so",
        "1 error, 1 warning in 2 files",
    ]


def test_infos_are_shown_on_demand_and_counted() -> None:
    report = Report([finding("bad", Severity.INFO)], ["a.yaml"])
    assert render(report, Options()) == "1 file checked, nothing wrong (1 info not shown: --verbose)\n"
    assert render(report, Options(verbose=True)) == "a.yaml:7:3: info[invalid-date] bad\n1 info in 1 file\n"


def test_a_line_stays_one_and_is_no_command() -> None:
    report = Report([finding("a\nb", help="##[x]", path="::error file=x::\x1b")], ["x"])
    line, _ = render(report, Options(colour=True)).split("\n", maxsplit=1)
    assert line == (r":\u{3a}error file=x::\u{1b}:7:3: error[invalid-date] a\u{a}b; #\u{23}[x]")


def test_a_path_and_what_follows_it_are_no_command() -> None:
    assert render(Report([finding("bad", path=":")], [":"]), Options()).startswith(r":\u{3a}7:3: error")
    assert render(Report([finding("bad", path="x:")], ["x:"]), Options()).startswith("x::7:3: error")
