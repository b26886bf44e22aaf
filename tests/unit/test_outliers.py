"""Outliers: entries without which a history is consistent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pactstate
from builders import head


@pytest.fixture
def copy(agreements: Path, tmp_path: Path) -> Path:
    """A copy of the data set that can be spoilt."""
    return Path(shutil.copytree(agreements, tmp_path / "agreements"))


def spoil(copy: Path, *entries: str) -> list[pactstate.Finding]:
    """Put entries at the end of the history of the RAA, and check."""
    path = copy / "jp-ph-raa.yaml"
    head, _, tail = path.read_text(encoding="utf-8").partition("\nstatements:")
    path.write_text(head + "".join(entries) + "\nstatements:" + tail, encoding="utf-8")
    return [finding for finding in pactstate.check(copy).findings if finding.severity == "error"]


AS_SEED_004_HAS_IT = """
  - event: negotiating
    date: 2026-05-28
    reported_by: [seed-004]
"""
AS_SEED_002_HAS_IT = """
  - event: proposed
    date: 2025-12
    reported_by: [seed-002]
"""


def test_the_two_articles_that_are_wrong_are_named_and_nothing_else(copy: Path) -> None:
    found = spoil(copy, AS_SEED_002_HAS_IT, AS_SEED_004_HAS_IT)
    lines = (copy / "jp-ph-raa.yaml").read_text(encoding="utf-8").splitlines()
    named = [lines[finding.line + 1].strip() for finding in found]
    assert named == ["reported_by: [seed-002]", "reported_by: [seed-004]"]
    assert [finding.rule for finding in found] == ["illegal-transition", "illegal-transition"]
    for finding, other in zip(found, reversed(found), strict=True):
        assert finding.help is not None
        assert finding.help.startswith("suspicious: this entry and ")
        assert f"(line {other.line}); without them the history is consistent" in finding.help
    assert {related.message for finding in found for related in finding.related} == {"in_force since 2025-09-11"}


@pytest.mark.parametrize("entry", [AS_SEED_002_HAS_IT, AS_SEED_004_HAS_IT])
def test_one_of_them_alone_is_named(copy: Path, entry: str) -> None:
    (found,) = spoil(copy, entry)
    assert str(found.help).startswith("without this entry the history is consistent")


def test_one_wrong_entry_that_upsets_others_is_named_at_each(write) -> None:
    """In force too early: what follows looks wrong, and is not."""
    text = (
        "id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\nsources:\n  s: {title: S, published: 2026}\nhistory:\n"
        "  - {event: negotiating, date: 2020, reported_by: [s]}\n"
        "  - {event: in_force, date: 2021, reported_by: [s]}\n"
        "  - {event: signed, date: 2022, reported_by: [s]}\n"
        "  - {event: ratified, date: 2023, reported_by: [s]}\n"
        "  - {event: in_force, date: 2024, reported_by: [s]}\n"
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert [finding.line for finding in found] == [10, 11, 12]
    (help,) = {finding.help for finding in found}
    assert str(help).startswith("without 'in_force' on 2021 (line 9) the history is consistent; ")


def test_a_hopeless_history_names_nobody(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {2000 + number}}}\n"
        for number, event in enumerate(["in_force", *["negotiating"] * 6])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert len(found) == 6
    assert not any("consistent" in str(finding.help) for finding in found)
    assert str(found[0].help).startswith("possible here: postponed, signed, approved, ratified, in_force")


def test_a_very_long_history_is_not_searched(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {1800 + number}}}\n"
        for number, event in enumerate(["in_force", *["note"] * 130, "negotiating"])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert len(found) == 1
    assert str(found[0].help).startswith("possible here: ")


def test_at_the_end_of_the_table_nothing_is_possible(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {1800 + number}}}\n"
        for number, event in enumerate(["in_force", "terminated", *["negotiating"] * 6])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert str(found[0].help).startswith("nothing follows it but 'note'")
