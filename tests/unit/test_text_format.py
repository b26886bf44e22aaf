"""Text format of a report."""

from __future__ import annotations

import re

import pytest

from pactstate.findings import Finding, Location, Related, Report, Severity, Suppression, Unlisted
from pactstate.reports.base import Options
from pactstate.reports.text import MAX_FINDINGS, render


def finding(
    location: Location, severity: Severity = Severity.ERROR, related: tuple[Related, ...] = (), excerpt: str = ""
) -> Finding:
    return Finding("invalid-date", "PS104", severity, "bad", location, related=related, excerpt=excerpt)


def lines(line: str, location: Location, *, colour: bool = False) -> list[str]:
    return render(Report([finding(location, excerpt=line)], ["x"]), Options(colour=colour)).splitlines()


def test_the_caret_is_under_the_value() -> None:
    assert lines("date: 2024", Location("x", 7, 7, 7, 11))[2:5] == ["  |", "7 | date: 2024", "  |       ^^^^"]


def test_the_caret_is_under_escaped_characters() -> None:
    assert lines("a\x1bb: c", Location("x", 1, 5, 1, 6))[3:5] == ["1 | a\\u{1b}b: c", "  |          ^"]


def test_a_place_without_width_has_one_caret() -> None:
    assert lines("date:", Location("x", 1, 6, 1, 6))[4] == "  |      ^"


def test_a_finding_over_several_lines_marks_the_first() -> None:
    assert lines("note: |", Location("x", 1, 7, 3, 1))[4] == "  |       ^"
    assert lines("note: 'a  ", Location("x", 1, 7, 3, 1))[4] == "  |       ^^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    head, _, _, shown, caret, *_ = lines("x" * 500 + "HERE" + "y" * 500, Location("x", 1, 501, 1, 505))
    assert len(shown) < 200
    assert shown[caret.index("^") : caret.rindex("^") + 1] == "HERE"
    assert shown.startswith("1 | ...x")
    assert shown.endswith("y...")


def test_a_line_that_cannot_be_shown_is_left_out() -> None:
    assert lines("", Location("x")) == ["error[invalid-date]: bad", " --> x:1:1", "", "1 error in 1 file"]


def test_related_places_are_named_by_line_or_file() -> None:
    related = (Related("here", Location("x", 3)), Related("there", Location("y", 4)))
    report = Report([finding(Location("x", 7), related=related)], ["x", "y"])
    assert render(report, Options()).splitlines()[2:4] == ["  = line 3: here", "  = y:4: there"]


def test_only_so_many_are_printed() -> None:
    report = Report([finding(Location("x", line)) for line in range(1, MAX_FINDINGS + 4)], ["x"])
    printed = render(report, Options()).splitlines()
    assert sum(line.startswith("error[") for line in printed) == MAX_FINDINGS
    assert printed[-3:] == ["... and 3 more", "", f"{MAX_FINDINGS + 3} errors in 1 file"]
    assert "more" not in render(Report(report.findings[:MAX_FINDINGS], ["x"]), Options())


@pytest.mark.parametrize(
    ("options", "heads", "last"),
    [
        (Options(), ["warning", "warning", "error"], "1 error, 2 warnings in 3 files (1 info not shown: --verbose)"),
        (Options(verbose=True), ["info", "warning", "warning", "error"], "1 error, 2 warnings, 1 info in 3 files"),
    ],
)
def test_infos_are_shown_on_demand_and_counted(options: Options, heads: list[str], last: str) -> None:
    severities = [Severity.INFO, Severity.WARNING, Severity.WARNING, Severity.ERROR]
    found = [finding(Location("x", line), severity) for line, severity in enumerate(severities, 1)]
    printed = render(Report(found, ["x", "y", "z"]), options).splitlines()
    assert [line.partition("[")[0] for line in printed if "]: " in line] == heads
    assert printed[-1] == last


@pytest.mark.parametrize(
    ("report", "last"),
    [
        (Report(), "0 files checked, nothing wrong"),
        (Report((), ["x"]), "1 file checked, nothing wrong"),
        (
            Report([finding(Location("x"), Severity.INFO)] * 2, ["x", "y"]),
            "2 files checked, nothing wrong (2 infos not shown: --verbose)",
        ),
        (
            Report((), ["x"], [Suppression(finding(Location("x")), "known", Location("x"))]),
            "1 file checked, nothing wrong (1 silenced by comments)",
        ),
        (
            Report(
                [finding(Location("x")), finding(Location("x"), Severity.INFO)],
                ["x"],
                [Suppression(finding(Location("x")), "known", Location("x"))] * 2,
                [Unlisted("skipped-step", Severity.WARNING, 4), Unlisted("unused-source", Severity.INFO, 3)],
            ),
            "1 error, 4 warnings in 1 file (4 infos not shown: --verbose; 2 silenced by comments; 7 of them not listed)",
        ),
    ],
)
def test_the_summary_counts_findings_that_are_not_shown(report: Report, last: str) -> None:
    assert render(report, Options()).splitlines()[-1] == last


def test_a_command_cannot_be_put_together_around_the_caret() -> None:
    assert lines("##[error]x", Location("x", 1, 2, 1, 4))[3:5] == ["1 | #\\u{23}[error]x", "  |  ^^^^^^^"]
    assert lines("::b", Location("x", 1, 2, 1, 3))[3:5] == ["1 | :\\u{3a}b", "  |  ^^^^^^"]
    assert lines("a::b", Location("x", 1, 3, 1, 4))[3:5] == ["1 | a::b", "  |   ^"]


def test_the_caret_counts_the_columns_of_a_terminal() -> None:
    assert lines("相互 e\u0301\u20dd: x", Location("x", 1, 9, 1, 10))[4] == "  |         ^"
    assert lines("a: 相互", Location("x", 1, 4, 1, 6))[4] == "  |    ^^^^"


def test_a_place_past_the_end_of_the_line_is_pointed_at_there() -> None:
    assert lines("a:", Location("x", 1, 9, 1, 12))[3:5] == ["1 | a:", "  |   ^"]
    assert lines("y" * 500, Location("x", 1, 900, 1, 901))[4] == "  | " + " " * 163 + "^"


@pytest.mark.parametrize(("column", "cut"), [(1, "y{160}[.]{3}"), (201, "[.]{3}y{160}[.]{3}"), (400, "[.]{3}y{160}")])
def test_as_much_as_fits_is_shown_of_a_long_line(column: int, cut: str) -> None:
    _, _, _, shown, caret, *_ = lines("y" * 400, Location("x", 1, column, 1, 900))
    assert re.fullmatch(cut, shown.removeprefix("1 | "))
    assert len(caret) <= len(shown)


def test_a_line_that_just_fits_is_not_cut() -> None:
    assert lines("y" * 160, Location("x", 1, 150, 1, 151))[3] == "1 | " + "y" * 160


def test_colours_are_on_the_head_and_the_caret_only() -> None:
    printed = lines("a: b\x1b[32m", Location("x", 1, 4, 1, 5), colour=True)
    assert printed == [
        "\x1b[1;31merror[invalid-date]\x1b[0m: bad",
        " --> x:1:4",
        "  |",
        "1 | a: b\\u{1b}[32m",
        "  | \x1b[1;31m   ^\x1b[0m",
        "",
        "1 error in 1 file",
    ]
