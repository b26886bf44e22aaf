"""The text form of a report."""

from __future__ import annotations

from pactstate.findings import Finding, Location, Related, Report, Severity
from pactstate.formats.text import SHOWN, render


def finding(location: Location, severity: Severity = Severity.ERROR, related: tuple[Related, ...] = ()) -> Finding:
    return Finding("invalid-date", "PS104", severity, "bad", location, related=related)


def lines(line: str, location: Location) -> list[str]:
    return render(Report([finding(location)], files=1), lambda path, number: line).splitlines()


def test_the_caret_stands_under_the_value() -> None:
    assert lines("date: 2024", Location("x", 7, 7, 7, 11))[2:5] == ["  |", "7 | date: 2024", "  |       ^^^^"]


def test_the_caret_stands_under_what_is_written_out() -> None:
    assert lines("a\x1bb: c", Location("x", 1, 5, 1, 6))[3:5] == ["1 | a\\u{1b}b: c", "  |          ^"]


def test_a_place_without_width_has_one_caret() -> None:
    assert lines("date:", Location("x", 1, 6, 1, 6))[4] == "  |      ^"


def test_a_finding_over_several_lines_marks_the_first() -> None:
    assert lines("note: |", Location("x", 1, 7, 3, 1))[4] == "  |       ^"


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
    report = Report([finding(Location("x", 7), related=related)], files=2)
    assert render(report, lambda path, number: "").splitlines()[2:4] == ["  = line 3: here", "  = y:4: there"]


def test_only_so_many_are_printed() -> None:
    report = Report([finding(Location("x", line)) for line in range(1, SHOWN + 4)], files=1)
    printed = render(report, lambda path, number: "").splitlines()
    assert sum(line.startswith("error[") for line in printed) == SHOWN
    assert printed[-3:] == ["... and 3 more", "", f"{SHOWN + 3} errors in 1 file"]


def test_the_summary_counts_by_gravity() -> None:
    found = [finding(Location("x"), severity) for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR)]
    report = Report([*found, found[1]], files=3)
    assert render(report, lambda path, number: "").endswith(
        "\n1 error, 2 warnings in 3 files (1 info not shown: --verbose)\n"
    )
    assert render(report, lambda path, number: "", verbose=True).endswith("\n1 error, 2 warnings, 1 info in 3 files\n")
