"""The data set answers as the fact base says. The rows are taken from the facts by hand, not from the code's output."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

import pactstate
from pactstate import Registry, State

ROWS = [
    # id, on, known by, state (None: not certain), possible where not certain
    # The four answers of the day on which the facts were compiled.
    ("jp-ph-raa", "2026-11-22", None, "in_force", ()),
    ("jp-ph-acsa", "2026-11-22", None, "signed", ()),
    ("jp-ph-gsoia", "2026-11-22", None, "negotiating", ()),
    ("jp-ph-equipment", "2026-11-22", None, "in_force", ()),
    # The worked example of the contract.
    ("jp-ph-raa", "2025-03-01", "2025-03-01", "signed", ()),
    ("jp-ph-raa", "2025-08-20", "2025-08-20", "ratified", ()),
    ("jp-ph-raa", "2025-09-20", "2025-08-20", None, ("ratified", "in_force")),
    ("jp-ph-raa", "2025-09-20", "2025-11-05", "in_force", ()),
    # The RAA on the days between its steps.
    ("jp-ph-raa", "2015-06-03", None, None, ()),
    ("jp-ph-raa", "2015-06-04", None, "proposed", ()),
    ("jp-ph-raa", "2023-11-02", None, "proposed", ()),
    ("jp-ph-raa", "2023-11-03", None, "negotiating", ()),
    ("jp-ph-raa", "2024-07-07", None, "negotiating", ()),
    ("jp-ph-raa", "2024-07-08", None, "signed", ()),
    ("jp-ph-raa", "2025-08-11", None, "signed", ()),
    ("jp-ph-raa", "2025-08-12", None, "ratified", ()),
    ("jp-ph-raa", "2025-09-10", None, "ratified", ()),
    ("jp-ph-raa", "2025-09-11", None, "in_force", ()),
    # On the days of the articles that are wrong about it.
    ("jp-ph-raa", "2025-12-22", "2025-12-22", "in_force", ()),
    ("jp-ph-raa", "2026-05-29", "2026-05-29", "in_force", ()),
    # The ACSA: a paper in 2022, agreed in April 2025, text in October 2025, signed in January 2026.
    ("jp-ph-acsa", "2022-04-08", None, None, ()),
    ("jp-ph-acsa", "2022-04-09", None, "proposed", ()),
    ("jp-ph-acsa", "2025-04-29", None, "negotiating", ()),
    ("jp-ph-acsa", "2026-01-14", None, "negotiating", ()),
    ("jp-ph-acsa", "2026-01-15", "2026-01-15", "signed", ()),
    # Information security: talks about talks, then talks.
    ("jp-ph-gsoia", "2025-02-24", None, "proposed", ()),
    ("jp-ph-gsoia", "2026-05-27", None, "proposed", ()),
    ("jp-ph-gsoia", "2026-05-28", None, "negotiating", ()),
    # Equipment: the day in April 2016 is not known, so neither is the state on a day in it.
    ("jp-ph-equipment", "2015-06-04", None, "negotiating", ()),
    ("jp-ph-equipment", "2016-02-29", None, "signed", ()),
    ("jp-ph-equipment", "2016-04-15", None, None, ("signed", "in_force")),
    ("jp-ph-equipment", "2016-04-30", None, "in_force", ()),
    # Before any source nothing is known.
    ("jp-ph-raa", "2026-01-01", "2015-01-01", None, ()),
]


@pytest.mark.parametrize(("id", "on", "known_by", "state", "possible"), ROWS)
def test_where_it_stood(
    registry: Registry, id: str, on: str, known_by: str | None, state: str | None, possible: tuple[str, ...]
) -> None:
    status = registry[id].status(on=on, known_by=known_by)
    assert status.state == state
    assert status.possible == ({State(state)} if state else set(map(State, possible)))


def test_since_when_and_who_has_approved(registry: Registry) -> None:
    since = {
        "jp-ph-acsa": "2026-01-15",
        "jp-ph-equipment": "2016-04",
        "jp-ph-gsoia": "2026-05-28",
        "jp-ph-raa": "2025-09-11",
    }
    assert {id: str(registry[id].status("2026-11-22").since) for id in since} == since
    assert registry["jp-ph-acsa"].status("2026-11-22").approved == ("JP",)
    assert registry["jp-ph-acsa"].status("2026-06-18").approved == ()
    assert registry["jp-ph-raa"].status("2025-03-01").approved == ("PH",)
    assert registry["jp-ph-raa"].status("2025-06-06").approved == ("PH", "JP")


def test_the_announced_day_is_expected_until_it_has_come(registry: Registry) -> None:
    raa = registry["jp-ph-raa"]
    (expected,) = raa.status(on="2025-08-20", known_by="2025-08-20").expected
    assert (expected.name, str(expected.date)) == ("in_force", "2025-09-11")
    later = raa.status(on="2025-09-20", known_by="2025-08-20")
    assert later.presumed is State.IN_FORCE
    assert later.expected == ()


def test_the_data_has_no_findings_above_info(agreements: Path) -> None:
    report = pactstate.check(agreements)
    assert [str(finding) for finding in report.findings if finding.severity is not pactstate.Severity.INFO] == []
    assert report.files == len(list(agreements.glob("*.yaml")))


@pytest.mark.parametrize("seed", [f"seed-00{number}" for number in range(5)])
def test_every_founding_article_is_cited(agreements: Path, registry: Registry, seed: str) -> None:
    citing = [
        agreement.id
        for agreement in registry.agreements
        for item in (*agreement.statements, *(claim for event in agreement.history for claim in event.claims))
        if item.source == seed
    ]
    assert "jp-ph-raa" in citing


def test_the_two_articles_that_are_wrong_about_the_raa_are_kept_and_rejected(registry: Registry) -> None:
    statements = registry["jp-ph-raa"].statements
    rejected = {statement.source for statement in statements if statement.rejected}
    assert rejected == {"seed-002", "seed-004"}


def test_an_interval_as_publication_says_what_it_rests_on(registry: Registry) -> None:
    for source in registry.sources:
        if source.published is None or not source.published.is_day:
            dated = source.published is not None and source.published.text.isdigit()
            assert source.basis or dated, source.id


DATA_PAGE = (Path(__file__).parent.parent.parent / "docs" / "data.md").read_text(encoding="utf-8")


def listed(heading: str, column: int) -> list[str]:
    """The cells of one column of the tables under a heading of the page on the data."""
    section = DATA_PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return [row[column] for row in rows]


def test_every_claim_that_is_rejected_or_contradicted_is_on_the_page_of_contradictions(
    agreements: Path, registry: Registry
) -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "contradictions.md").read_text(encoding="utf-8")
    rejected = [
        (agreement.id, item.source, item.rejected)
        for agreement in registry.agreements
        for item in (*agreement.statements, *(claim for event in agreement.history for claim in event.claims))
        if item.rejected
    ]
    assert len(rejected) >= 20
    for agreement, source, reason in rejected:
        (row,) = [line for line in page.splitlines() if line.endswith(f"| {reason} |") and f"`{source}`" in line]
        assert row.startswith(f"| `{agreement}` |")
    for agreement in ("us-ph-mdt", "au-kr-mls", "in-us-beca", "nz-ph-sovfa", "jp-ca-isa"):
        assert f"`{agreement}`" in page.split("\n## Open\n")[1]


def test_the_page_on_the_data_counts_the_kinds(agreements: Path, registry: Registry) -> None:
    kinds = Counter(agreement.kind for agreement in registry.agreements)
    pairs = zip(listed("Scope", 0), listed("Scope", 1), strict=True)
    assert {kind.strip("`"): int(count) for kind, count in pairs} == kinds


def test_every_finding_is_explained_on_the_page_on_the_data(agreements: Path, tmp_path: Path) -> None:
    """Also those that a comment silences."""
    folder = tmp_path / "agreements"
    shutil.copytree(agreements, folder)
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^ *# pactstate: ignore.*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    found = Counter((f"`{finding.agreement}`", finding.rule) for finding in pactstate.check(folder).findings)
    told = Counter(zip(listed("What the check says", 0), listed("What the check says", 1), strict=True))
    assert found == told


def test_what_is_neither_in_force_nor_over_is_listed_as_not_found(agreements: Path, registry: Registry) -> None:
    cells = ", ".join(listed("What was not found", 0))
    for agreement in registry.agreements:
        if agreement.status("2026-11-22").state not in (State.IN_FORCE, State.TERMINATED):
            assert f"`{agreement.id}`" in cells
