"""A report is no more than ten times as long as the files, in every format, and describes only what it lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from builders import head
from counted import measured
from pactstate.checks.runner import check_folder
from pactstate.cli.app import app
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.folder.files import open_folder
from pactstate.reports import FORMATS
from pactstate.reports.room import MIN_ROOM, shortened

TODAY: Final = dt.date(2026, 1, 1)
FRAME: Final = 20_000
"""Bytes of a report around its findings: the pages of the rules that it names."""


def _agreement(entry: str, count: int) -> dict[str, str]:
    return {"agreements/a.yaml": head("a") + entry * count}


def _undated(count: int) -> dict[str, str]:
    sources = "".join(f"s{number}: {{title: S}}\n" for number in range(count))
    return {"agreements/a.yaml": head("a"), "agreements/sources.yaml": sources}


def _own(count: int) -> dict[str, str]:
    sources = "".join(f"  s{number}: {{title: S}}\n" for number in range(count))
    return {"agreements/a.yaml": head("a", more=f"sources:\n{sources}") + "  - {event: signed, date: 2020}\n"}


DENSE: Final[dict[str, dict[str, str]]] = {
    "empty entries": _agreement("  - {}\n", 1_000),
    "more of them": _agreement("  - {}\n", 4_000),
    "wrong words": _agreement("  - {event: x, date: x, party: x}\n", 600),
    "acts of another party": {
        "agreements/a.yaml": head("a", parties=", ".join(f"X{n:03}" for n in range(100, 900)))
        + "  - {event: approved, party: US, date: 2020}\n" * 400,
        "agreements/pactstate.toml": "format = 2\n[parties]\n" + "".join(f'X{n:03} = "x"\n' for n in range(100, 900)),
    },
    "folders of long names": {f"agreements/{'d' * 200}/{'e' * 200}/a.yaml": head("a") + "  - {}\n" * 800},
    "sources without a day": _undated(1_500),
}


def _written(files: dict[str, str], place: Path) -> int:
    """Write files, and return their bytes and those of their names."""
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return sum(len(name) + len(text) for name, text in files.items())


@pytest.mark.parametrize("files", DENSE.values(), ids=DENSE)
def test_every_format_has_at_most_ten_times_the_input(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = _written(files, tmp_path)
    monkeypatch.chdir(tmp_path)
    outputs = [f"--output={form}:{form}.out" for form in FORMATS]
    CliRunner().invoke(app, ["check", "agreements", "--today", str(TODAY), "--verbose", *outputs])
    sizes = {form: (tmp_path / f"{form}.out").stat().st_size for form in FORMATS}
    assert max(sizes.values()) < max(MIN_ROOM, 10 * size) + FRAME, sizes
    assert min(sizes[form] for form in FORMATS if form != "text") > 10_000, sizes


def _finding(severity: Severity, message: str) -> Finding:
    return Finding("missing-key", "PS102", severity, message, Location("a.yaml", 1))


def test_the_gravest_findings_are_listed_and_all_are_counted() -> None:
    infos = [_finding(Severity.INFO, "i" * 1_000) for _ in range(50)]
    errors = [_finding(Severity.ERROR, "e" * 1_000) for _ in range(20)]
    report = Report([*infos, *errors])
    short = shortened(report, [4, 6])
    assert [one.severity for one in short.findings].count(Severity.ERROR) == 20
    assert 20 < len(short.findings) < 70
    assert [short.count(severity) for severity in Severity] == [report.count(severity) for severity in Severity]
    assert short.by_rule == report.by_rule
    assert shortened(report, [10_000, 10_000]) == report


@pytest.mark.parametrize(
    "files",
    [
        _undated(300),
        _own(300),
        _agreement("  - {event: proposed, date: 2020}\n", 300),
        _agreement("  - {event: resumed, date: 2020}\n", 300),
    ],
    ids=["shared sources", "own sources", "unsourced", "illegal"],
)
def test_a_finding_that_is_not_listed_is_not_described(files: dict[str, str], tmp_path: Path) -> None:
    _written(files, tmp_path)

    def checked(most: int) -> Callable[[], Report]:
        return lambda: check_folder(open_folder(tmp_path / "agreements", keeps=False), TODAY, most=most)

    reports = [checked(most)() for most in (1, 1_000)]
    assert len(reports[0].findings) < 10 < 300 <= len(reports[1].findings)
    assert reports[0].by_rule == reports[1].by_rule
    few, all_of_them = (measured(checked(most), memory=False).steps for most in (1, 1_000))
    listed = len(reports[1].findings) - len(reports[0].findings)
    assert all_of_them - few > 20 * listed, (few, all_of_them)
