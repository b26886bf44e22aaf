"""Party codes: ISO 3166-1, ISO 3166-3, and organisations."""

from __future__ import annotations

import re
from itertools import product

import pytest

from pactstate.domain.parties import FORMER, ORGANISATIONS, PARTIES, STATES, parties_named
from pactstate.fileformat.suggest import like_party
from pactstate.text.languages import STATE_NAMES

OLD_CODES = {"AN", "BU", "CS", "DD", "SU", "TP", "YD", "YU", "ZR"}


def test_the_states_are_those_of_iso_3166_1() -> None:
    assert len(STATES) == 249 + 1  # and Kosovo, whose code the standard leaves to users
    assert all(re.fullmatch("[A-Z]{2}", code) for code in STATES)


@pytest.mark.parametrize("name", ["STATES", "FORMER", "ORGANISATIONS", "PARTIES"])
def test_the_tables_hold_names_and_cannot_be_changed(name: str) -> None:
    table = {"STATES": STATES, "FORMER": FORMER, "ORGANISATIONS": ORGANISATIONS, "PARTIES": PARTIES}[name]
    assert all(re.fullmatch("[A-Z]{2,11}", code) for code in table)
    assert all(text and text == text.strip() and text.count("(") == text.count(")") for text in table.values())
    # A former state has a code of two letters and one of four.
    assert len({(len(code), name) for code, name in table.items()}) == len(table)
    with pytest.raises(TypeError):
        table["XX"] = "Nowhere"


def test_former_states_stay_valid() -> None:
    assert {code for code in FORMER if len(code) == 2} == {"AN", "BU", "CS", "DD", "SU", "TP", "YD", "YU", "ZR"}
    assert len(FORMER) == 9 + 31  # as many codes of four letters as ISO 3166-3 has
    assert {len(code) for code in FORMER} == {2, 4}
    assert not {*FORMER} & {*STATES}
    assert FORMER["CS"] == "Czechoslovakia (until 1993), Serbia and Montenegro (2003 to 2006)"


def test_every_code_may_stand_in_a_file() -> None:
    assert {*PARTIES} == {*STATES, *FORMER, *ORGANISATIONS}
    assert {*ORGANISATIONS} >= {"EU", "NATO", "UN", "ASEAN", "IAEA"}
    assert not {*ORGANISATIONS} & {*STATES, *FORMER}


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


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Vatican", ["VA"]),
        ("the Holy See", ["VA"]),
        ("Yugoslavia", ["YUCS"]),
        ("Czechoslovakia", ["CSHH"]),
        ("USSR", ["SUHH"]),
        ("England", ["GB"]),
        ("U.K.", ["GB"]),
        ("uk", ["GB"]),
        ("jp", ["JP"]),
        ("JPN", ["JP"]),
        ("Kingdom of the Netherlands", ["NL"]),
        ("Republic of the Philippines", ["PH"]),
        ("Republic of Korea", ["KR"]),
        ("Republic of China", ["TW"]),
        ("People\u2019s Republic of China", ["CN"]),
        ("Côte d\u2019Ivoire", ["CI"]),
        ("Cote d'Ivoire", ["CI"]),
        ("St. Lucia", ["LC"]),
        ("Bosnia & Herzegovina", ["BA"]),
        ("Congo", ["CD", "CG"]),
        ("Burma", ["MM", "BUMM"]),
        ("nato", ["NATO"]),
        ("European  Union", ["EU"]),
        ("kosovo", ["XK"]),
        ("Korea, Republic of", ["KR"]),
        ("Korea (Democratic People's Republic of)", ["KP"]),
        ("Iran (Islamic Republic of)", ["IR"]),
        ("Netherlands (Kingdom of the)", ["NL"]),
        ("Gambia (The)", ["GM"]),
        ("Korea (South)", ["KR"]),
        ("China, Hong Kong SAR", ["HK"]),
        ("United Kingdom of Great Britain and Northern Ireland", ["GB"]),
        ("Lao People's Democratic Republic", ["LA"]),
        ("Swiss Confederation", ["CH"]),
        ("Socialist Republic of Viet Nam", ["VN"]),
        ("The former Yugoslav Republic of Macedonia", ["MK"]),
        ("Great Socialist People's Libyan Arab Jamahiriya", ["LY"]),
        ("Czech and Slovak Federal Republic", ["CSHH"]),
        ("Ukrainian Soviet Socialist Republic", ["UA"]),
        ("Democratic Republic of Viet-Nam", ["VDVN"]),
        ("Democratic Yemen", ["YDYE"]),
        ("Southern Rhodesia", ["RHZW"]),
        ("Ceylon", ["LK"]),
        ("World Bank", ["IBRD"]),
        ("African Union", ["OAU"]),
        ("African Union (AU)", ["OAU"]),
        ("European Space Agency (ESA)", ["ESA"]),
        ("United States of America (USA)", ["US"]),
        ("European Atomic Energy Community (Euratom)", ["EURATOM"]),
        ("Congo (DRC)", ["CD"]),
        ("Congo, Democratic Republic of", ["CD"]),
        ("N. Korea", ["KP"]),
        ("Germany, Democratic Republic of", ["DDDE"]),
        ("Taiwan, Province of China", ["TW"]),
    ],
)
def test_a_whole_name_or_a_code_in_another_spelling_is_known(name: str, codes: list[str]) -> None:
    assert [*parties_named(name)] == codes


@pytest.mark.parametrize(
    "name",
    [
        "ASEA",
        "Zimbabwee",
        "japn",
        "Atlantis",
        "Republic of Vietnam",
        "State of Vietnam",
        "State of Georgia",
        "Georgia, State of",
        "Government of the State of Mexico",
        "Austria-Hungary",
        "Republic of Viet-Nam",
        "Democratic Republic of Korea",
        "Korea (Republic",
        "Korea (DPRK)",
        "Denmark (Greenland)",
        "Georgia (US)",
        "Land",
        "",
        "?",
        "x" * 101,
        "Guine",
    ],
)
def test_what_is_no_whole_name_is_no_party(name: str) -> None:
    assert parties_named(name) == ()


def test_every_name_of_the_tables_leads_to_its_own_code() -> None:
    for code in [*STATES, *ORGANISATIONS]:
        assert code in parties_named(PARTIES[code]), code
        assert parties_named(code.lower()) == (code,)


def test_names_of_ones_own_are_known() -> None:
    own = {"ASEAN": "Association of Southeast Asian Nations"}
    assert parties_named("association of southeast asian nations", {**PARTIES, **own}) == ("ASEAN",)
    assert parties_named("Japan", own) == ()


@pytest.mark.parametrize("code", ["EUX", "EUR", "UNX", "EAU", "NAT", "BNX", "WH", "IDB"])
def test_a_short_code_leads_to_no_organisation_that_resembles_it(code: str) -> None:
    assert parties_named(code) == ()
    assert like_party(code, PARTIES) is None


def test_a_short_code_leads_to_an_organisation_only_by_its_own_abbreviation() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for code in map("".join, product(letters, repeat=3)):
        own = {code} | ({"UN"} if code == "UNO" else set())
        assert {*parties_named(code)} & {*ORGANISATIONS} <= own, code


def test_an_abbreviation_that_two_organisations_use_is_not_known() -> None:
    assert "IDB" not in PARTIES
    assert parties_named("Inter-American Development Bank") == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the Netherlands", "NL"),
        ("the Republic of the Philippines", "PH"),
        ("The Kingdom of Norway", "NO"),
        ("the Republic of China", "TW"),
        ("the Republic of the Congo", "CG"),
        ("j p", "JP"),
        ("J.P.", "JP"),
        ("Trinidad & Tobago", "TT"),
        ("St. Lucia", "LC"),
        ("C\u00f4te d\u2019Ivoire", "CI"),
        ("South-East Asian Nations", None),
        ("state of the kingdom of norway", None),
    ],
)
def test_a_name_may_have_an_article_a_form_of_government_or_another_spelling(name: str, code: str | None) -> None:
    assert parties_named(name) == ((code,) if code else ())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Government of Japan", ("JP",)),
        ("the Government of the Republic of the Philippines", ("PH",)),
        ("Her Majesty's Government of Nepal", ("NP",)),
        ("Cabinet of Ministers of Ukraine", ("UA",)),
        ("Swiss Federal Council", ("CH",)),
        ("Federal Council of Switzerland", ("CH",)),
        ("Belgian Government", ("BE",)),
        ("the Royal Norwegian Government", ("NO",)),
        ("Austrian Federal Government", ("AT",)),
        ("Slovak Republic Government", ("SK",)),
        ("Government of the Congo", ("CD", "CG")),
        ("Congo Government", ("CD", "CG")),
        # Two states have the adjective, or none has a code.
        ("Korean Government", ()),
        ("Dominican Government", ()),
        ("Government of the Republic of Vietnam", ()),
        ("Her Majesty's Government", ()),
        ("Government", ()),
        ("Government of British Columbia", ()),
    ],
)
def test_a_government_acts_for_its_state(name: str, codes: tuple[str, ...]) -> None:
    assert parties_named(name) == codes


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("日本 Japon Japón", "JP"),
        ("フィリピン Philippinen Filipinas", "PH"),
        ("英国 イギリス Großbritannien Royaume-Uni", "GB"),
        ("米国 États-Unis", "US"),
        ("ボスニア・ヘルツェゴビナ Bosnien-Herzegowina", "BA"),
        ("Türkei Turquie トルコ", "TR"),
        ("欧州連合", "EU"),
        ("タイ王国", "TH"),
    ],
)
def test_a_name_may_be_in_another_language(names: str, code: str) -> None:
    for name in names.split():
        assert parties_named(name) == (code,)


def test_no_name_in_another_language_stands_for_two_parties() -> None:
    entries = [entry.split(" ", 1) for line in STATE_NAMES.strip().splitlines() for entry in line.split("|")]
    assert {code for code, _ in entries} <= PARTIES.keys()
    for code, names in entries:
        for name in names.split(", "):
            assert parties_named(name) == (code,), name
    for name in ("Birmanie", "Kongo", "Congo"):
        assert len(parties_named(name)) != 1


@pytest.mark.parametrize(("length", "count"), [(100, 1), (101, 0)])
def test_a_name_of_more_than_100_characters_is_not_looked_up(length: int, count: int) -> None:
    name = "Union of " + "x" * (length - 9)
    assert len(parties_named(name, {"XX": name})) == count
