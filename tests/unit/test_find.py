"""Agreements found by what a person types."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pactstate.cli import graph, show, status
from pactstate.domain.agreement import Agreement
from pactstate.domain.parties import PARTIES
from pactstate.fileformat.find import find_agreements, similar_agreements

AGREEMENTS = (
    Agreement("jp-gb-raa", "Japan-United Kingdom Reciprocal Access Agreement", "raa", ("JP", "GB")),
    Agreement("jp-gb-acsa", "Japan-United Kingdom Acquisition and Cross-Servicing Agreement", "acsa", ("JP", "GB")),
    Agreement("jp-au-raa", "Japan-Australia Reciprocal Access Agreement", "raa", ("JP", "AU"), formerly=("old-name",)),
    Agreement("jp-kr-gsomia", "General Security of Military Information Agreement", "gsoia", ("JP", "KR")),
    Agreement("us-ph-vfa", "Visiting Forces Agreement", "treaty", ("US", "PH"), formal_title="Balikbayan Protocol"),
)


def found(text: str) -> list[str]:
    return [one.id for one in find_agreements(text, AGREEMENTS)]


def similar(text: str) -> list[str]:
    return [one.id for one in similar_agreements(text, AGREEMENTS)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("jp-gb-raa", ["jp-gb-raa"]),
        ("JP-GB-RAA", ["jp-gb-raa"]),
        ("gb jp raa", ["jp-gb-raa"]),
        ("old-name", ["jp-au-raa"]),
        ("japan uk access", ["jp-gb-raa"]),
        ("Access, United Kingdom and Japan", ["jp-gb-raa"]),
        ("the RAA between Britain and Japan", ["jp-gb-raa"]),
        ("UK", ["jp-gb-acsa", "jp-gb-raa"]),
        ("australia", ["jp-au-raa"]),
        ("South Korea", ["jp-kr-gsomia"]),
        ("security of information", ["jp-kr-gsomia"]),
        ("visiting forces", ["us-ph-vfa"]),
        ("balikbayan", ["us-ph-vfa"]),
        ("United States agreement", ["us-ph-vfa"]),
        # Austria is a party of none of them, and is never taken for Australia.
        ("austria", []),
        ("japan austria access", []),
        ("recipocal access", []),
        ("the", []),
        ("", []),
        ("\x1b[31m", []),
    ],
)
def test_what_is_found(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("recipocal acess uk", ["jp-gb-raa"]),
        ("visting forces", ["us-ph-vfa"]),
        ("raaa", []),
        ("austrila", []),
        ("japan the", []),
        ("x" * 5000, []),
    ],
)
def test_what_is_suggested(text: str, ids: list[str]) -> None:
    assert similar(text) == ids


@given(st.sampled_from(AGREEMENTS), st.randoms())
def test_the_order_of_the_words_changes_nothing(agreement: Agreement, random: object) -> None:
    words = agreement.id.split("-")
    random.shuffle(words)
    assert found(" ".join(words)) == [agreement.id]


@given(st.sampled_from(sorted(PARTIES)))
def test_a_party_finds_its_own_agreements_only(code: str) -> None:
    assert found(code) == sorted(one.id for one in AGREEMENTS if code in one.parties) or code.lower() in {
        "in",
        "to",
        "at",
    }


def test_commands_take_words(agreements: Path) -> None:
    def run(command: object, *arguments: str) -> str:
        options = ["--data", str(agreements), "--today", "2026-11-22"]
        result = CliRunner().invoke(command, [*options, *arguments], standalone_mode=False)
        return result.stdout or str(result.exception)

    assert run(show.command, "japan uk access") == run(show.command, "jp-gb-raa")
    assert run(graph.command, "japan uk access") == run(graph.command, "jp-gb-raa")
    assert run(status.command, "uk access", "france access") == run(status.command, "jp-gb-raa", "jp-fr-raa")
    several = run(show.command, "japan")
    assert several.startswith("'japan' means ")
    assert " more; name one of them" in several
    assert run(show.command, "recipocal acess uk") == "no agreement 'recipocal acess uk': did you mean 'jp-gb-raa'?"
    assert run(show.command, "uk france") == "no agreement 'uk france'"
