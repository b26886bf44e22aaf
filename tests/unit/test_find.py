"""Agreements found by what a person types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pactstate.cli import graph, show, status
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.parties import PARTIES
from pactstate.fileformat.find import date_in_words, find_agreements, similar_agreements, split_day, unknown_words

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
        ("is the Japan-UK RAA in force", ["jp-gb-raa"]),
        ("when did the visiting forces agreement enter into force?", ["us-ph-vfa"]),
        ("which state is the RAA between Australia and Japan in today", ["jp-au-raa"]),
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jpaan uk access", ["jpaan"]),
        ("is the visting forces agreement in force", ["visting"]),
        ("uk france", []),
        ("", []),
    ],
)
def test_what_fits_nothing_is_named(text: str, words: list[str]) -> None:
    assert unknown_words(text, AGREEMENTS) == words


@pytest.mark.parametrize(
    ("text", "rest", "day"),
    [
        ("japan uk raa 20 october 2023", "japan uk raa", "2023-10-20"),
        ("was the japan uk raa in force on 20 October, 2023?", "was the japan uk raa in force", "2023-10-20"),
        ("2023-10-20 japan uk raa", "japan uk raa", "2023-10-20"),
        ("in October 2023 uk raa", "uk raa", "2023-10"),
        ("the uk raa during 2023 or so", "the uk raa or so", "2023"),
        ("2023", "", "2023"),
    ],
)
def test_the_day_of_a_question(text: str, rest: str, day: str) -> None:
    assert split_day(text) == (rest, PartialDate(day))


@pytest.mark.parametrize("text", ["", "?", "japan uk raa", "uk raa on 10/11/2023", "x " * 5_000])
def test_a_question_without_a_day(text: str) -> None:
    assert split_day(text) is None


@pytest.mark.parametrize("text", ["10/11/2023", "tbc", "", "yesterday", "31 June 2023"])
def test_words_that_are_no_date_or_several(text: str) -> None:
    with pytest.raises(DateError):
        date_in_words(text)


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


@pytest.fixture
def run(agreements: Path) -> Callable[..., str]:
    def run(command: object, *arguments: str) -> str:
        options = ["--data", str(agreements), "--today", "2026-11-22"]
        result = CliRunner().invoke(command, [*options, *arguments], standalone_mode=False)
        return result.stdout or str(result.exception)

    return run


def test_words_without_quotes_are_one_question_if_an_agreement_fits_it(run: Callable[..., str]) -> None:
    raa, french = (run(status.command, id) for id in ("jp-gb-raa", "jp-fr-raa"))
    assert run(status.command, "japan", "uk", "access") == raa
    assert run(status.command, "is", "the", "japan", "uk", "access", "agreement", "in", "force") == raa
    # Nothing fits both, an id is one agreement, and quoted words are a question of their own.
    assert run(status.command, "uk", "france") != french
    assert "jp-fr-raa" in run(status.command, "jp-gb-raa", "france")
    assert "jp-au-raa" in run(status.command, "japan access", "uk access")


def test_a_day_in_the_question_is_the_day_of_the_answer(run: Callable[..., str]) -> None:
    on_the_day = run(status.command, "jp-gb-raa", "--on", "2023-10-20")
    assert run(status.command, "was the japan uk access agreement in force on 20 october 2023?") == on_the_day
    assert run(status.command, "japan", "uk", "access", "20", "october", "2023") == on_the_day
    assert run(status.command, "jp-gb-raa", "--on", "20 October 2023") == on_the_day
    # Words of a title may be a year.
    assert "jp-au-acsa-2010" in run(status.command, "australia acsa 2010")
    assert run(status.command, "zzz 2010").startswith("no agreement 'zzz 2010': 'zzz' is in no id or title, and no par")
    assert run(status.command, "japan access 2023", "--on", "2024").startswith("no agreement 'japan access 2023'")


def test_commands_take_words(run: Callable[..., str]) -> None:
    assert run(show.command, "japan uk access") == run(show.command, "jp-gb-raa")
    assert run(graph.command, "japan uk access") == run(graph.command, "jp-gb-raa")
    assert run(status.command, "uk access", "france access") == run(status.command, "jp-gb-raa", "jp-fr-raa")
    several = run(show.command, "japan")
    assert several.startswith("'japan' means ")
    assert " more; name one of them" in several
    assert run(show.command, "recipocal acess uk") == "no agreement 'recipocal acess uk': did you mean 'jp-gb-raa'?"
    assert run(show.command, "uk france") == "no agreement 'uk france'"
