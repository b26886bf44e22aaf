"""Party codes: ISO 3166-1, ISO 3166-3, and organisations."""

from __future__ import annotations

import re

import pytest

from pactstate.parties import FORMER, ORGANISATIONS, PARTIES, STATES


def test_the_states_are_those_of_iso_3166_1() -> None:
    assert len(STATES) == 249
    assert all(re.fullmatch("[A-Z]{2}", code) for code in STATES)


@pytest.mark.parametrize("name", ["STATES", "FORMER", "ORGANISATIONS", "PARTIES"])
def test_the_tables_hold_names_and_cannot_be_changed(name: str) -> None:
    table = {"STATES": STATES, "FORMER": FORMER, "ORGANISATIONS": ORGANISATIONS, "PARTIES": PARTIES}[name]
    assert all(re.fullmatch("[A-Z]{2}|NATO", code) for code in table)
    assert all(text and text == text.strip() and text.count("(") == text.count(")") for text in table.values())
    assert len({*table.values()}) == len(table)
    with pytest.raises(TypeError):
        table["XX"] = "Nowhere"


def test_former_states_stay_valid() -> None:
    assert {*FORMER} == {"AN", "BU", "CS", "DD", "SU", "TP", "YD", "YU", "ZR"}
    assert not {*FORMER} & {*STATES}
    assert FORMER["CS"] == "Czechoslovakia (until 1993), Serbia and Montenegro (2003 to 2006)"


def test_every_code_may_stand_in_a_file() -> None:
    assert {*PARTIES} == {*STATES, *FORMER, *ORGANISATIONS}
    assert {*ORGANISATIONS} == {"EU", "NATO", "UN"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("JP", "Japan"),
        ("PH", "Philippines"),
        ("NO", "Norway"),
        ("AX", "Åland Islands"),
        ("ZW", "Zimbabwe"),
        ("AD", "Andorra"),
        ("DD", "German Democratic Republic (until 1990)"),
        ("YD", "Democratic Yemen (until 1990)"),
        ("SU", "Soviet Union (until 1992)"),
        ("EU", "European Union"),
    ],
)
def test_names(code: str, name: str) -> None:
    assert PARTIES[code] == name
