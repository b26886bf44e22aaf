"""The formats for people, as they look: for a report with something of everything, and for one without findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.findings import Finding, Location, Related, Remark, RemarkKind, Report, Severity, Suppression, Unlisted
from pactstate.reports import Options, render

FOLDER = Path(__file__).parent / "formats"

SAMPLE = Report(
    [
        Finding(
            "illegal-transition",
            "PS201",
            Severity.ERROR,
            "'negotiating' cannot follow in_force (since 2025-09-11, line 31)",
            Location("agreements/jp-ph-raa.yaml", 36, 12, 36, 23),
            "jp-ph-raa",
            "is it another agreement?",
            (
                Related("'in_force' on 2025-09-11", Location("agreements/jp-ph-raa.yaml", 31, 12, 31, 20)),
                Related("the source that reports it", Location("agreements/sources.yaml", 8, 1, 8, 9)),
            ),
            "  - event: negotiating",
        ),
        Finding(
            "invalid-date",
            "PS104",
            Severity.ERROR,
            "'\x1b[31m12/09/2025' is no date",
            Location("agreements/jp-ph-raa.yaml", 40, 11, 40, 27),
            "jp-ph-raa",
            "write 2025-09-12 or 2025-12-09",
            (),
            "    date: \x1b[31m12/09/2025",
        ),
        Finding(
            "missing-key",
            "PS102",
            Severity.ERROR,
            "'parties' is missing",
            Location("agreements/100 % ours, 日本::error::x.yaml", 1, 1, 1, 1),
            excerpt="kind: 相互アクセス",
        ),
        Finding(
            "skipped-step",
            "PS205",
            Severity.WARNING,
            "'ratified' is not recorded; see www.example.org, @name and #12",
            Location("agreements/jp-ph-raa.yaml", 31, 3, 33, 1),
            "jp-ph-raa",
            excerpt="  - event: in_force  # <b>|</b> `x` ##[error]x",
        ),
        Finding(
            "unreadable-file",
            "PS001",
            Severity.ERROR,
            "cannot be decoded as UTF-8",
            Location("agreements/zz.yaml"),
        ),
        Finding(
            "single-witness",
            "PS319",
            Severity.INFO,
            "all reports of 'signed' go back to 'ministry'",
            Location("agreements/jp-ph-raa.yaml", 12, 12, 12, 18),
            "jp-ph-raa",
            excerpt="  - event: signed",
        ),
    ],
    [
        "agreements/100 % ours, 日本::error::x.yaml",
        "agreements/jp-ph-raa.yaml",
        "agreements/sources.yaml",
        "agreements/zz.yaml",
    ],
    [
        Suppression(
            Finding(
                "late-announcement",
                "PS304",
                Severity.WARNING,
                "'plan' announces 'signed' after the fact",
                Location("agreements/jp-ph-raa.yaml", 14, 9, 14, 13),
            ),
            "the page was put up late | see the archive",
            Location("agreements/jp-ph-raa.yaml", 14, 40, 14, 90),
            "2026-12-31",
        )
    ],
    [Unlisted("single-witness", Severity.INFO, 2)],
    [
        Remark(RemarkKind.RULES_OFF, ["skipped-step", "stale-statement"], ["sub\n::error::x/pactstate.toml"]),
        Remark(RemarkKind.COMPARED, base="'origin/main'"),
    ],
)

FORMS = {"text": "txt", "concise": "txt", "github": "txt", "markdown": "md"}


@pytest.mark.parametrize(("form", "ending"), FORMS.items())
@pytest.mark.parametrize(
    ("name", "report", "options"),
    [
        ("sample", SAMPLE, Options()),
        ("verbose", SAMPLE, Options(verbose=True)),
        ("empty", Report((), ["agreements/a.yaml"]), Options()),
    ],
)
def test_it_looks_as_kept(
    form: str, ending: str, name: str, report: Report, options: Options, golden: Callable[[Path, str], None]
) -> None:
    golden(FOLDER / f"{form}-{name}.{ending}", render(form, report, options))
