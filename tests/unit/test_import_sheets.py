"""Spreadsheets as people keep them: what has one meaning is taken, and the rest is asked about in one run."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import xlsxwriter

import pactstate
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import common
from pactstate.exchange.cells import CellError, links_of, meant_date, meant_parties
from pactstate.exchange.mapping import DateRules, PartyRules
from pactstate.text.languages import WEEKDAY_SIGNS, WEEKDAYS
from sheets import SIGNED, TODAY, book, put, run

SPLIT = (";", "/", " and ", ",", "&", "-", "\u2013", " with ")


def refused(lines: list[str]) -> list[str]:
    """Return row and column of each line that asks."""
    return [line.removeprefix("refused  ").split(": ")[0] for line in lines if line.startswith("refused")]


def used(proposed: str) -> str:
    """Return a proposed mapping with the day of the table, which a person must decide."""
    return proposed.replace('published = "2026-01-01"', 'published = "2025-12-01"')


# One row an event, below a merged title; blank rows, notes at the end, days in the format of the spreadsheet.

EVENTS = [
    ("Agreements tracker \u2013 desk copy", "", "", "", "", ""),
    (),
    ("Agreement", "Countries", "What happened", "When", "Link", "Notes"),
    ("Access", "Japan/Philippines", "Signed", dt.date(2024, 7, 8), "https://example.org/a\nhttps://example.org/b", ""),
    ("Access", "Japan/Philippines", "Ratified by JP", "11 Jun 2025", "n/a", ""),
    ("Access", "Japan/Philippines", "Entered into force", "Sept 11, 2025", "", ""),
    (),
    ("Supply \u2013 spares", "JP & PH", "signed", "15 Sept 2023", "", "first"),
    ("Supply \u2013 spares", "JP & PH", "Entered into force", "Nov 2025", "", ""),
    ("Transit", "the U.S. and Japan", "Signed", "c. 2019", "", ""),
    ("Transit", "the U.S. and Japan", "Cancelled", "2020", "", ""),
    ("Visits", "UK\u2013Japan", "Signed", "Spring 2024", "", ""),
    ("Visits", "UK\u2013Japan", "Entered into force", "tbc", "", "pending"),
    ("Gas", "Japan, Australia", "Signed", 45123, "", ""),
    ("Oil", "Japan and Ruritania", "Signed", "08/07/24", "", ""),
    (),
    ("Notes: checked by hand", "", "", "", "", ""),
]


def test_a_row_for_each_event(tmp_path: Path) -> None:
    sheet = book(tmp_path / "t.xlsx", *EVENTS, merged="A1:F1")
    proposed = used(run("--guess", sheet).stdout).replace('missing = ["tbc"]', "missing = []")
    for line in (
        "header = 3                        # TODO: the row of the names of the columns",
        'where = {"What happened" = ["Signed", "signed"]}',
        'event = ""   # TODO: which event? An empty one leaves these rows out',
    ):
        assert line in proposed.splitlines()
    proposed = proposed.replace('["Ratified by JP"]}', '["Ratified by JP"]}\nparty_code = "JP"')
    words = (put(tmp_path / "m.toml", proposed), sheet, "--into", tmp_path / "to")
    lines = run(*words, "--write").stdout.splitlines()
    assert lines[:3] == ["created  access (row 4)", "created  supply-spares (row 8)", "created  transit (row 10)"]
    assert refused(lines) == [
        "row 12, column 'When'",
        "row 13, column 'When'",
        "row 14, column 'When'",
        "row 15, column 'When'",
        "row 15, column 'Countries'",
        "row 17, column 'Agreement'",
    ]
    assert "row 17, column 'Agreement': the row has only this cell: delete it if it is a remark" in "\n".join(lines)
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    registry = pactstate.load(tmp_path / "to")
    assert [(one.name, one.party, str(one.date)) for one in registry["access"].history] == [
        ("signed", None, "2024-07-08"),
        ("ratified", "JP", "2025-06-11"),
        ("in_force", None, "2025-09-11"),
    ]
    assert [str(one.date) for one in registry["transit"].history] == ["2019~"]
    before = {path: path.read_bytes() for path in (tmp_path / "to").rglob("*.yaml")}
    assert run(*words, "--write", "--update").stdout.splitlines()[-1] == "0 to create, 3 unchanged, 4 refused"
    assert {path: path.read_bytes() for path in (tmp_path / "to").rglob("*.yaml")} == before


def test_merged_cells_below_the_header_are_refused(tmp_path: Path) -> None:
    sheet = book(tmp_path / "t.xlsx", ("Ref", "Title"), ("1", "Access"), merged="A1:B1")
    result = run(put(tmp_path / "m.toml", SIGNED), sheet, "--into", tmp_path / "to")
    assert "has merged cells, the first at A1: unmerge them and fill each cell" in str(result.exception)


def test_a_row_of_the_header_that_is_empty(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Ref,Title\n\n1,Access\n")
    for row in ("2", "9"):
        result = run(
            put(tmp_path / "m.toml", SIGNED.replace("[agreements]", f"[agreements]\nheader = {row}")),
            sheet,
            "--into",
            tmp_path / "to",
        )
        assert f"has no header in row {row}: write the names of the columns there" in str(result.exception)


# One row an agreement, with a column for each milestone and party: semicolons, the encoding of old spreadsheets, days first.

WIDE = """\
Desk list, as of December 2025
No.;Treaty;Party A;Party B;Signed by A;Signed by B;Ratified A;Ratified B;EIF;Status;Where;URL
1;Access \u2013 Manila;Japan;Philippines;08.07.2024;08.07.2024;06.06.2025;16.12.2024;11.09.2025;in force;Manila;https://example.org/1
2;Transit;the U.S.;Republic of Korea;3.4.2021;03/04/2021;tbc;\u2013;;signed;n/a;
3;Gas, oil;Brunei Darussalam;Viet Nam;1.2.99;;-;;unknown;?;;n/a
4;Visits;UK;JPN;2023-10-15;2023/10/15;Oct-23;4Q 2024;31.11.2024;in force;;www.example.org
"""
WIDE_MAPPING = """\
[source]
id = "desk"
title = "Desk list"
published = "2025-12-01"

[agreements]
header = 2
id = "{parties}-{No.}"
title = "Treaty"
kind = "treaty"
parties = ["Party A", "Party B"]
links = "URL"
status = "Status"
states = {"in force" = "in_force", signed = "signed", "?" = ""}
identifiers = {desk = "No."}

[[acts]]
event = "signed"
date = "Signed by A"
party = "Party A"
place = "Where"

[[acts]]
event = "signed"
date = "Signed by B"
party = "Party B"

[[acts]]
event = "ratified"
date = "Ratified A"
party = "Party A"

[[acts]]
event = "ratified"
date = "Ratified B"
party = "Party B"

[[agreements.events]]
event = "in_force"
date = "EIF"

[dates]
dayfirst = true
missing = ["tbc", "-", "\u2013", "unknown"]
"""


def test_a_column_for_each_milestone(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", WIDE, "cp1252")
    proposed = run("--guess", sheet).stdout
    assert 'parties = ["Party A", "Party B"]   # "Japan", "the U.S.", "Brunei Darussalam"' in proposed.splitlines()
    words = (put(tmp_path / "m.toml", WIDE_MAPPING), sheet, "--into", tmp_path / "to")
    lines = run(*words, "--write").stdout.splitlines()
    assert lines[:2] == ["created  jp-ph-1 (row 3)", "created  us-kr-2 (row 4)"]
    assert refused(lines) == [
        "row 5, column 'Signed by A'",
        "row 6, column 'URL'",
        "row 6, column 'EIF'",
        "row 6, column 'Ratified A'",
    ]
    registry = pactstate.load(tmp_path / "to")
    assert [(one.name, one.party, str(one.date), one.place) for one in registry["us-kr-2"].history] == [
        ("signed", "US", "2021-04-03", None),
        ("signed", "KR", "2021-04-03", None),
    ]
    assert registry["jp-ph-1"].title == "Access \u2013 Manila"
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    assert run(*words).stdout.splitlines()[-1] == "0 to create, 2 unchanged, 2 refused"


def test_a_merge_of_another_sheet_destroys_nothing(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", WIDE, "cp1252")
    run(put(tmp_path / "m.toml", WIDE_MAPPING), sheet, "--into", tmp_path / "to", "--write")
    path = tmp_path / "to" / "jp-ph-1.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    later = put(tmp_path / "later.csv", WIDE.replace("11.09.2025;in force", "12.09.2025;in force"), "cp1252")
    mapping = put(tmp_path / "later.toml", WIDE_MAPPING.replace('id = "desk"', 'id = "desk-2"'))
    lines = run(mapping, later, "--into", tmp_path / "to", "--write", "--update").stdout.splitlines()
    assert "updated  jp-ph-1 (row 3)" in lines
    after = path.read_text(encoding="utf-8").splitlines()
    rest = iter(after)
    assert all(line in rest for line in before)
    assert "        date: 2025-09-12" in after


# Months first, as in the United States; names with separators in them; years of two digits, and years that are none.

US = """\
\ufeffTitle,Countries,Signature date,Effective date,Expires,Where,Comments
Access,"Japan, Philippines",7/8/2024,9/11/2025,,Manila,
Supply,"United States of America; Japan",12/31/2023,"January 1, 2024",12/31/2033,Washington D.C.,
Basing,U.S.-Philippines,"Apr. 3, 2021",TBD,n/a,,
Data,"Korea, South; USA",2/30/2022,pending,,Seoul,
Fish,"Canada & the United States",FY2023,2023-24,,,
Space,EU / Japan,Sat 4 May 2024,5/4/24,,,
Water,"Bosnia and Herzegovina, Trinidad and Tobago",2024-05-04T00:00:00Z,Q3 2024,,,
,Japan,,,,,
"""


def test_months_first(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", US)
    proposed = used(run("--guess", sheet).stdout)
    for line in ("dayfirst = false", 'id = "{Title:60}"   # TODO: no column is unique'):
        assert line in proposed.splitlines()
    words = (put(tmp_path / "m.toml", proposed), sheet, "--into", tmp_path / "to")
    lines = run(*words, "--write").stdout.splitlines()
    created = [
        "created  access (row 2)",
        "created  supply (row 3)",
        "created  basing (row 4)",
        "created  water (row 8)",
    ]
    assert lines[:4] == created
    assert refused(lines) == [
        "row 5, column 'Signature date'",
        "row 6, column 'Signature date'",
        "row 6, column 'Effective date'",
        "row 7, column 'Effective date'",
        "row 9, column 'Countries'",
    ]
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    registry = pactstate.load(tmp_path / "to")
    assert str(registry["access"].history[0].date) == "2024-07-08"
    assert registry["water"].parties == ("BA", "TT")
    assert run(*words).stdout.splitlines()[-1] == "0 to create, 4 unchanged, 4 refused"


# Cells.


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Japan/Philippines", "JP PH"),
        ("JP & PH", "JP PH"),
        ("the U.S. and Japan", "US JP"),
        ("UK\u2013Japan", "GB JP"),
        ("USA/UK/AUS", "US GB AU"),
        ("Korea, South; USA", "KR US"),
        ("Japan, the Philippines, and Australia", "JP PH AU"),
        ("Timor-Leste, Guinea-Bissau", "TL GW"),
        ("Bosnia and Herzegovina, Trinidad and Tobago", "BA TT"),
        ("Saint Helena, Ascension and Tristan da Cunha", "SH"),
        ("China 2, 3", "CN"),
        ("Serbia [1]", "RS"),
        ("Bolivia (Plurinational State of)*", "BO"),
        ("Peru, ", "PE"),
        ("日本/フィリピン", "JP PH"),
        ("Saint-Vincent-et-les-Grenadines, Trinité-et-Tobago", "VC TT"),
        ("the Government of Japan and the Belgian Government", "JP BE"),
    ],
)
def test_parties_with_one_meaning(text: str, codes: str) -> None:
    assert meant_parties(text, PartyRules(SPLIT), PartyNames(common().parties)) == tuple(codes.split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Congo and Japan", "'Congo' may be CD or CG: say which under [parties]"),
        ("Serbia and Montenegro", "'Serbia and Montenegro' may be CSXX or RS, ME: say which under [parties]"),
        ("Serbia-Montenegro", "'Serbia-Montenegro' may be CSXX or RS, ME: say which under [parties]"),
        ("Great Britain and Ireland", "'Great Britain and Ireland' may be GB or GB, IE: say which under [parties]"),
        ("Japan, Taiwan, China", "'Taiwan, China' may be TW or TW, CN: say which under [parties]"),
        ("Macao, China", "'Macao, China' may be MO or MO, CN: say which under [parties]"),
        ("no", "no code of a party is known for 'no'"),
        # A former state without a code, not two states that have one.
        ("Austria-Hungary/Italy", "no code of a party is known for 'Austria-Hungary'"),
        ("Rhodesia and Nyasaland", "no code of a party is known for 'Rhodesia and Nyasaland'"),
        ("Vietnam 1954", "no code of a party is known for 'Vietnam 1954'"),
        (
            "Ruritania with Congo",
            "'Congo' may be CD or CG: say which under [parties]; no code of a party is known for 'R",
        ),
    ],
)
def test_parties_without_one_meaning(text: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_parties(text, PartyRules(SPLIT), PartyNames(common().parties))
    assert str(caught.value).startswith(reason)


def test_a_list_without_separators_is_one_name() -> None:
    assert meant_parties("Japan", PartyRules(()), PartyNames(common().parties)) == ("JP",)


@pytest.mark.parametrize("text", ["08/07/24", "8-Jul-24", "1.2.99", "Oct-23", "May '24", "12 May 20"])
def test_a_year_of_two_digits_is_asked_about(text: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, DateRules(dayfirst=True))
    assert "has no year of four digits: write it, or name the form under 'format' in [dates]" in str(caught.value)
    assert str(meant_date("08/07/24", DateRules(formats=("%d/%m/%y",)))) == "2024-07-08"


def test_many_brackets_are_no_work() -> None:
    # With a regular expression that looked back, this cell took seconds.
    with pytest.raises(CellError, match="has a remark beside the date"):
        meant_date("[x]" * 60, DateRules())
    for text in ("[1]" * 20_000, "[1]" * 20_000 + "x", "3 Mon - " * 8_000, "1.1.2021 " * 8_000):
        with pytest.raises(CellError, match="is no date, since it has more than 200 characters"):
            meant_date(text, DateRules())


@pytest.mark.parametrize("text", ["2023-24", "2021/22", "FY2023", "20 May", "Summer 2024", "mid-2022", "31.11.2024"])
def test_a_date_that_is_never_guessed(text: str) -> None:
    with pytest.raises(CellError):
        meant_date(text, DateRules(dayfirst=True))


def test_quarters_in_either_order() -> None:
    assert [str(meant_date(text, DateRules())) for text in ("Q3 2024", "3Q 2024")] == ["2024-07/2024-09"] * 2


def test_a_cell_that_says_that_there_is_no_link() -> None:
    assert links_of("n/a") == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1er août 2023", "2023-08-01"),
        ("lundi 8 juillet 2024", "2024-07-08"),
        ("fevr. 2022", "2022-02"),
        ("8 de julio de 2024", "2024-07-08"),
        ("miércoles, 1 de enero de 2020", "2020-01-01"),
        ("den 3. März 2020", "2020-03-03"),
        ("8. Juli 2024", "2024-07-08"),
        ("11º de março de 2021", "2021-03-11"),
        ("20 de setembro de 2020", "2020-09-20"),
        ("1\u00b0 gennaio 2022", "2022-01-01"),
        ("15 settembre 2023", "2023-09-15"),
        ("12 Agustus 2022", "2022-08-12"),
        ("tanggal 5 Mei 2021", "2021-05-05"),
        ("mars 2024 - juin 2024", "2024-03/2024-06"),
        ("3. listopadu 2020", "2020-11-03"),
        ("2025年9月11日", "2025-09-11"),
        ("２０２５年９月１１日", "2025-09-11"),
        ("2025 年 9 月", "2025-09"),
        ("2025년 9월 11일", "2025-09-11"),
        ("令和7年9月11日", "2025-09-11"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月", "2019-04"),
        ("令和七年九月十一日", "2025-09-11"),
        ("平成二十年十月三十日", "2008-10-30"),
        ("二〇二五年九月十一日", "2025-09-11"),
    ],
)
def test_a_date_in_another_language(text: str, date: str) -> None:
    assert str(meant_date(text, DateRules())) == date


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # October in Croatian, November in Polish.
        ("11 listopada 2023", "'11 listopada 2023' may be 2023-11-11 or 2023-10-11: write one of them"),
        ("mid listopad 2023", "may be 2023-11-11/2023-11-20 or 2023-11 or 2023-10-11/2023-10-20 or 2023-10"),
        ("3 Floréal 2020", "is no date"),
        # The era began on 1 May; the one before ended in 1989; the months of 1870 followed the moon.
        ("令和元年4月30日", "is no date"),
        ("昭和65年", "is no date"),
        ("明治3年", "is no date"),
        # A letter behind the year is the mark of an accession.
        ("3 Jan 1976a", "is no date"),
    ],
)
def test_a_date_in_another_language_that_is_asked_about(text: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, DateRules())
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "dates"),
    [
        ("Réf|Titre de l'accord|Pays|Signature|Entrée en vigueur", ("8 juillet 2024", "11 sept. 2025")),
        (
            "N\u00ba|Título del tratado|Países|Fecha de firma|Entrada en vigor",
            ("8 de julio de 2024", "11 de sept de 2025"),
        ),
        ("Nummer|Titel|Staaten|Unterzeichnung|Inkrafttreten", ("8. Juli 2024", "11. September 2025")),
        ("Número|Título|Partes|Data de assinatura|Entrada em vigor", ("8 de julho de 2024", "11 de set. de 2025")),
        ("Numero|Titolo|Paesi|Data della firma|Entrata in vigore", ("8 luglio 2024", "11 settembre 2025")),
        ("Nomor|Judul perjanjian|Negara|Tanggal penandatanganan|Mulai berlaku", ("8 Juli 2024", "11 September 2025")),
        ("番号|件名|締約国|署名日|発効日", ("2024年7月8日", "令和7年9月11日")),
        ("Tunnus|Sopimuksen nimi|Osapuolet|Allekirjoitettu|Voimaantulopäivä", ("2024-07-08", "2025-09-11")),
        ("Numer|Tytuł umowy|Strony|Data podpisania|Data wejścia w życie", ("8 lipca 2024", "11 września 2025")),
        ("번호|조약명|당사국|서명일|발효일", ("2024년 7월 8일", "2025년 9월 11일")),
        ("编号|条约名称|缔约国|签署日期|生效日期", ("2024年7月8日", "2025年9月11日")),
        ("編號|條約名稱|締約方|簽署日期|生效日期", ("2024年7月8日", "2025年9月11日")),
    ],
)
def test_names_of_columns_in_another_language(tmp_path: Path, columns: str, dates: tuple[str, str]) -> None:
    key, title, parties, signed, force = names = columns.split("|")
    rows = [names, ["A1", "Reciprocal Access Agreement", "JP; PH", *dates], ["A2", "Supply", "AU; JP", *dates]]
    sheet = put(tmp_path / "t.csv", "\n".join(",".join(row) for row in rows) + "\n")
    mapping = used(run("--guess", sheet).stdout)
    lines = mapping.splitlines()
    assert f'id = "{{parties}}-{{{key}}}"' in lines
    for start in (f'title = "{title}"', f'parties = "{parties}"', f'date = "{signed}"', f'date = "{force}"'):
        assert [line for line in lines if line.startswith(start)]
    assert [line for line in lines if line.startswith("event = ")] == ['event = "signed"', 'event = "in_force"']
    run(put(tmp_path / "m.toml", mapping), sheet, "--into", tmp_path / "to", "--write")
    history = pactstate.load(tmp_path / "to")["jp-ph-a1"].history
    assert [(one.name, str(one.date)) for one in history] == [("signed", "2024-07-08"), ("in_force", "2025-09-11")]


@pytest.mark.parametrize(
    "columns",
    [
        "Otsikko|Sopimuspuolet|Ratifioitu|Hyväksytty|Päättymispäivä|Allekirjoitettu|Tila|Allekirjoituspaikka",
        "Nazwa|Państwa|Data ratyfikacji|Zatwierdzenie|Data wypowiedzenia|Podpisano|Stan|Miejsce",
        "제목|국가|비준일|국회 승인|종료일|체결일|상태|장소",
        "标题|国家|批准日期|国会承认|终止日期|签订日期|状态|地点",
    ],
)
def test_names_of_other_columns_in_another_language(tmp_path: Path, columns: str) -> None:
    names = columns.split("|")
    rows = [names, *([title, "JP; PH", *["2024-07-08"] * 4, "In force", "Oslo"] for title in "AB")]
    sheet = put(tmp_path / "t.csv", "\n".join(",".join(row) for row in rows) + "\n")
    lines = used(run("--guess", sheet).stdout).splitlines()
    assert [line for line in lines if line.startswith(f'status = "{names[6]}"')]
    assert [line for line in lines if line.startswith(f'place = "{names[7]}"')]
    events = [line.removeprefix("event = ").split()[0] for line in lines if line.startswith("event = ")]
    assert events == ['"ratified"', '"approved"', '"terminated"', '"signed"']


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025年9月11日(木)", "2025-09-11"),
        ("２０２５年９月１１日（木）", "2025-09-11"),
        ("2025年9月11日 木曜日", "2025-09-11"),
        ("令和7年9月11日(木曜)", "2025-09-11"),
        ("2025/9/11(木)", "2025-09-11"),
        ("2025년 9월 11일(목)", "2025-09-11"),
        ("2025년 9월 11일 목요일", "2025-09-11"),
        ("Thu 11 September 2025", "2025-09-11"),
        ("11 September 2025 (Thursday)", "2025-09-11"),
        ("2025-09-11 [thurs.]", "2025-09-11"),
        ("donnerstag, 11. September 2025", "2025-09-11"),
        ("Thu 11/09/2025", "2025-09-11"),
        ("ca. Thu 11 September 2025", "2025-09-11~"),
        ("Thu 11 - Fri 12 September 2025", "2025-09-11/2025-09-12"),
        ("Thu 11 September 2025 - Sat 13 September 2025", "2025-09-11/2025-09-13"),
    ],
)
def test_a_day_of_the_week_that_is_right(text: str, date: str) -> None:
    assert str(meant_date(text, DateRules())) == date


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        ("2025年9月11日(金)", DateRules(), "since 2025-09-11 is a Thursday: correct one of them"),
        ("Tues 11 September 2025", DateRules(), "since 2025-09-11 is a Thursday"),
        ("vendredi 11 septembre 2025", DateRules(), "since 2025-09-11 is a Thursday"),
        ("Fri 3/4/2021", DateRules(), "since 2021-04-03 is a Saturday and 2021-03-04 is a Thursday"),
        ("Sat 3/4/2021", DateRules(dayfirst=False), "since 2021-03-04 is a Thursday"),
        ("Thu 11 - Mon 12 September 2025", DateRules(), "is no date"),
        ("Thu 31 September 2025", DateRules(), "is a day that the calendar does not have"),
        ("Thursday", DateRules(), "is no date"),
        ("Thu 11/09/25", DateRules(), "has no year of four digits"),
    ],
)
def test_a_day_of_the_week_that_is_wrong(text: str, rules: DateRules, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, rules)
    assert f"'{text}'" in str(caught.value)
    assert reason in str(caught.value)


def test_every_name_of_a_day_of_the_week_is_checked() -> None:
    monday = dt.date(2025, 9, 8)
    names = [*WEEKDAYS.items(), *((f"{sign}曜日", number) for sign, number in WEEKDAY_SIGNS.items() if sign < "가")]
    assert len(names) > 60
    for name, number in names:
        day = monday + dt.timedelta(days=number)
        for text in (f"{name} {day}", f"{day} ({name})", f"{name}, {day.day} September 2025"):
            assert str(meant_date(text, DateRules())) == str(day)
        with pytest.raises(CellError, match="another day of the week"):
            meant_date(f"{name} {day + dt.timedelta(days=1)}", DateRules())


def test_a_day_of_the_week_agrees_with_the_order_of_day_and_month() -> None:
    assert str(meant_date("Sat 3/4/2021", DateRules(dayfirst=True))) == "2021-04-03"
    assert str(meant_date("03/04/2021 (Thu)", DateRules(dayfirst=False))) == "2021-03-04"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2. Quartal 2024", "2024-04/2024-06"),
        ("2e trimestre 2024", "2024-04/2024-06"),
        ("4º trimestre de 2024", "2024-10/2024-12"),
        ("2024年第3四半期", "2024-07/2024-09"),
        ("R6.5.2", "2024-05-02"),
        ("H31/4/30", "2019-04-30"),
    ],
)
def test_a_part_of_a_year_and_an_era_in_short(text: str, date: str) -> None:
    assert str(meant_date(text, DateRules())) == date


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Frühjahr 2024", "may be 2024-03/2024-05 in the north or 2024-09/2024-11 in the south: write one of them"),
        ("Ende 2018", "may be 2018-09/2018-12 or 2018: write one of them"),
        ("début mars 2020", "may be 2020-03-01/2020-03-10 or 2020-03: write one of them"),
        ("2023-24", "is no date: write it as in '2023-09-15', '2023-09', '2023' or '2023/2024'"),
        ("H31.5.1", "is no date"),
        ("noch offen", "says that no date is known"),
        ("該当なし", "says that no date is known"),
    ],
)
def test_what_a_cell_leaves_open_is_asked_about_in_any_language(text: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, DateRules())
    assert reason in str(caught.value)


def test_links_with_signs_between_them() -> None:
    one, two = "https://example.org/a", "https://example.org/b"
    for text in (f"{one}\u3001{two}", f"{one}; {two};", f"{one}, {two}", f"{one}\uff0c{two}"):
        assert links_of(text) == (one, two)
    with pytest.raises(CellError, match="'see' in 'see file 3' is no link"):
        links_of("see file 3")


def test_a_month_of_two_meanings_is_asked_about_by_row_and_column(tmp_path: Path) -> None:
    sheet = put(
        tmp_path / "t.csv", "Ref,Title,Parties,Signed\n1,Access,JP; PH,11 listopada 2023\n2,Supply,JP; AU,8 mai 2023\n"
    )
    mapping = put(tmp_path / "m.toml", used(run("--guess", sheet).stdout))
    lines = run(mapping, sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[:2] == [
        "created  jp-au-2 (row 3)",
        "refused  row 2, column 'Signed': '11 listopada 2023' may be 2023-11-11 or 2023-10-11: write one of them",
    ]


# Three offices, each with its own habits: separators, words for nothing, names of states that have no code here.

OFFICES = {
    "English": (
        "Ref,Agreement,Parties,Date signed,Date in force,Status,Link,Comments",
        "1,Japan\u2013Philippines Access,Japan and the Philippines,8 July 2024,Thu 11 September 2025,In force,,",
        '2,Basing \u2013 annex,UK/Italy/Japan,14 Dec 2023,pending,Signed,"https://a.example, https://b.example",ask KT',
        '3,Transit,"Japan, Ruritania",Q3 2024,n/a,Lapsed,,',
    ),
    "German": (
        "Nr.;Bezeichnung;Vertragsparteien;Unterzeichnet am;Inkrafttreten;Stand;Verweis;Anmerkung",
        "1;Lieferungen;Deutschland und Japan;29.01.2024;12. Juli 2024;in Kraft;;",
        "2;Grenzbr\u00fccke;Schweiz/Ruritanien;2. Quartal 2024;noch offen;unterzeichnet;;fragen",
        "3;Rhein;\u00d6sterreich & Schweiz;Montag, 3. M\u00e4rz 2025;k.A.;unterzeichnet;;",
    ),
    "Japanese": (
        "番号,協定名,締約国,署名日,発効日,状況,リンク,備考",
        "1,円滑化協定,JP・PH,2024年7月8日(月),令和7年9月11日(木),発効,https://a.example、https://b.example,",
        "2,条約,JP、GB,2023年12月14日,未定,署名済,,",
        "3,協定,JPとルリタニア,2024年第3四半期,未発効,署名済,,確認中",
    ),
}
PROPOSED = {
    "English": [
        'parties = "Parties"   # "Japan and the Philippines", "UK/Italy/Japan", "Japan, Ruritania"',
        'split = ["/", ",", " and "]',
        'status = "Status"   # TODO: which states? An empty one says nothing; or delete both lines',
        'states = {"In force" = "in_force", "Signed" = "signed", "Lapsed" = ""}',
        'missing = ["pending", "n/a"]   # TODO: words for \'has not happened\'',
        '"Ruritania" = ""   # TODO: its code',
    ],
    "German": [
        'title = "Bezeichnung"   # "Lieferungen", "Grenzbr\u00fccke", "Rhein"',
        'split = ["/", "&", " und "]',
        'status = "Stand"   # TODO: the states, as a statement; or delete both lines',
        'states = {"in Kraft" = "in_force", "unterzeichnet" = "signed"}',
        "dayfirst = true",
        'missing = ["noch offen", "k.A."]   # TODO: words for \'has not happened\'',
        '"Ruritanien" = ""   # TODO: its code',
    ],
    "Japanese": [
        'split = ["\u30fb", "\u3001", "\u3068"]',
        'states = {"発効" = "in_force", "署名済" = "signed"}',
        'missing = ["未定", "未発効"]   # TODO: words for \'has not happened\'',
        '"ルリタニア" = ""   # TODO: its code',
    ],
}


@pytest.mark.parametrize("office", OFFICES)
def test_a_proposal_needs_only_what_a_person_decides(tmp_path: Path, office: str) -> None:
    sheet = put(tmp_path / "t.csv", "\n".join(OFFICES[office]) + "\n")
    proposed = used(run("--guess", sheet).stdout)
    for line in PROPOSED[office]:
        assert line in proposed.splitlines()
    words = (put(tmp_path / "m.toml", proposed), sheet, "--into", tmp_path / "to")
    lines = run(*words).stdout.splitlines()
    assert sum(line.startswith("created") for line in lines) == 2
    assert [line for line in lines if "no code of a party is known for" in line]
    answered = re.sub(r'^("(?:Ru|ル)[^"]*") = ""', r'\1 = "AQ"', proposed, flags=re.MULTILINE)
    run(put(tmp_path / "m.toml", answered), *words[1:], "--write")
    assert len(pactstate.load(tmp_path / "to").agreements) == 3
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    assert run(*words).stdout.splitlines()[-1] == "0 to create, 3 unchanged, 0 refused"


def test_ids_of_titles_that_are_not_in_latin_letters(tmp_path: Path) -> None:
    head, *rows = (line.split(",", 1)[1] for line in OFFICES["Japanese"])
    sheet = put(tmp_path / "t.csv", "\n".join([head, *rows]) + "\n")
    proposed = used(run("--guess", sheet).stdout)
    assert 'id = "{parties}-{署名日}"   # TODO: no column is unique' in proposed.splitlines()
    words = (put(tmp_path / "m.toml", proposed), sheet, "--into", tmp_path / "to")
    assert run(*words).stdout.splitlines()[0] == "created  jp-ph-2024-7-8 (row 2)"
    put(tmp_path / "m.toml", proposed.replace("{parties}-{署名日}", "{協定名}"))
    assert (
        "refused  row 2, column '協定名': '円滑化協定' has no letter from a to z and no digit, of which ids are made"
        in (run(*words).stdout)
    )


def test_a_proposal_is_for_the_largest_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as made:
        made.add_worksheet("Read me").write_column(0, 0, ["Kept by the desk", "Ask KT"])
        sheet = made.add_worksheet("List")
        for number, row in enumerate([("Ref", "Title", "Parties", "Signed"), (1, "Access", "JP;PH", "2024-07-08")]):
            sheet.write_row(number, 0, row)
    proposed = used(run("--guess", tmp_path / "t.xlsx").stdout)
    assert 'sheet = "List"   # TODO: the largest sheet; others are "Read me"' in proposed.splitlines()
    words = (put(tmp_path / "m.toml", proposed), tmp_path / "t.xlsx", "--into", tmp_path / "to")
    assert run(*words).stdout.splitlines()[0] == "created  jp-ph-1 (row 2)"


def test_a_proposal_names_the_dates_that_contradict_each_other(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Ref,Title,Parties,Signed\n1,A,JP;AU,29.01.2024\n2,B,JP;PH,12.13.2020\n")
    todo = 'dayfirst = true   # or false? "29.01.2024" has the day first, "12.13.2020" the month: correct one of them'
    assert f"# TODO: {todo}" in run("--guess", sheet).stdout.splitlines()


# Exports that are newer or older than the mapping.

SHEET = "Ref,Title,Parties,Signed\n1,Access,JP/PH,2024-07-08\n2,Supply,JP/AU,2013-01-31\n"


@pytest.mark.parametrize(
    "data",
    [
        SHEET.replace(",", "|").encode(),
        SHEET.replace(",", "\t").encode(),
        SHEET.replace(",", ";").encode(),
        SHEET.encode("utf-8-sig"),
        SHEET.encode("utf-16"),
        SHEET.replace("\n", "\r\n").encode(),
        SHEET.replace("\n", "\n\n\n").encode(),
        SHEET.replace("Access", '"Reciprocal\nAccess"').encode(),
        b"Title,Signed,Parties,Ref\nAccess,2024-07-08,JP/PH,1\nSupply,2013-01-31,JP/AU,2\n",
    ],
)
def test_the_same_table_in_other_forms(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    lines = run(put(tmp_path / "m.toml", SIGNED), tmp_path / "t.csv", "--into", tmp_path / "to").stdout.splitlines()
    assert lines[-1] == "2 to create, 0 unchanged, 0 refused"
    assert [line.split(" (")[0] for line in lines[:2]] == ["created  jp-ph-1", "created  jp-au-2"]


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        (
            "Ref,Title,Parties,Signed",
            "Ref,title,Countries,Date of signature",
            (
                "t.csv has no column 'Title' for 'title' (did you mean 'title'?), 'Parties' for 'parties', 'Signed' for 'date'; "
                "row 1 has 'Ref', 'title', 'Countries', 'Date of signature': write the names of the table in the mapping, or "
                "say with 'header' in [agreements] which row has the names"
            ),
        ),
        (
            "Ref,",
            "Downloaded today,,,\nRef,",
            "row 1 has 'Downloaded today', 'column 2', 'column 3', 'column 4': write",
        ),
        (
            "Signed\n",
            "Signed,Title\n",
            (
                "two columns 'Title', B and E: give each a name of its own, or say with 'header' in the mapping which row has "
                "the names, if it is not row 1"
            ),
        ),
        (SHEET[25:], "", "t.csv has no row below the names of its columns, in row 1"),
        (SHEET, ",".join(f"c{number}" for number in range(30)) + "\n", "'c11' and 18 more: write"),
    ],
)
def test_a_table_of_another_shape_says_how_it_differs(tmp_path: Path, old: str, new: str, printed: str) -> None:
    assert old in SHEET
    sheet = put(tmp_path / "t.csv", SHEET.replace(old, new, 1))
    mapping = put(tmp_path / "m.toml", SIGNED)
    result = run(mapping, sheet, "--into", tmp_path / "to")
    assert result.exit_code != 0
    assert printed in str(result.exception)


def test_a_total_below_a_table_is_asked_about(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", SHEET + "Total: 2,,,\n,Total,,2\n")
    lines = run(put(tmp_path / "m.toml", SIGNED), sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[:2] == ["created  jp-ph-1 (row 2)", "created  jp-au-2 (row 3)"]
    assert lines[2].startswith("refused  row 4, column 'Ref': the row has only this cell: delete it if it is a remark")
    assert refused(lines)[1:] == ["row 5, column 'Ref'", "row 5, column 'Signed'"]


def test_dates_that_stand_for_something_else_are_proposed_as_codes(tmp_path: Path) -> None:
    text = "Ref,Title,Parties,Signed,Ends\n1,A,Japan; France,2020-01-02,9999-12-31\n2,B,Japan; Fiji,tbc,0001-01-01\n"
    lines = run("--guess", put(tmp_path / "t.csv", text)).stdout.splitlines()
    assert 'date = "Ends"   # "9999-12-31", "0001-01-01"' in lines
    assert [line for line in lines if line.startswith("codes = ")] == [
        'codes = {"9999-12-31" = "", "0001-01-01" = ""}   # TODO: what they stand for; an empty text is no date'
    ]
    without = run("--guess", put(tmp_path / "t.csv", text.replace("9999", "2029").replace("0001", "2031"))).stdout
    assert "codes = " not in without


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        (
            "Per\u00c3\u00ba",
            "the cell has '\u00c3\u00ba' for '\u00fa', since UTF-8 was read in another encoding: correct the cell",
        ),
        ("the People\u00e2\u20ac\u2122s", "the cell has '\u00e2\u20ac\u2122' for '\u2019'"),
        ("the People\u00e2\x80\x99s", "\u00e2\\u{80}\\u{99}' for '\u2019'"),
        ("A \u00e2\u20ac\u0153B", "for '\u201c'"),
    ],
)
def test_a_text_in_a_wrong_encoding_is_asked_about(tmp_path: Path, title: str, reason: str) -> None:
    sheet = put(tmp_path / "t.csv", f"Ref,Title,Parties,Signed\n1,{title},JP/PE,2020\n")
    lines = run(put(tmp_path / "m.toml", SIGNED), sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[0].startswith("refused  row 2, column 'Title'")
    assert reason in lines[0]
    for good in (
        "S\u00c3O \u00a9 \u00c3",
        "\u00c9t\u00e9\u201d \u00e0\u2019",
        "\u00c2\u00b0",
        "\u00e9\u00bf\u00c3x",
        "\u00df\u2019",
        "\u00e2\u20ac\u0155",
    ):
        put(tmp_path / "t.csv", sheet.read_text(encoding="utf-8").replace(title, good))
        assert run(tmp_path / "m.toml", sheet, "--into", tmp_path / "to").stdout.startswith("created")
        put(tmp_path / "t.csv", f"Ref,Title,Parties,Signed\n1,{title},JP/PE,2020\n")


def test_rows_with_the_same_title_in_a_wrong_encoding_have_the_same_title(tmp_path: Path) -> None:
    mapping = f'{SIGNED}\n[[acts]]\nevent = "ratified"\ndate = "Day"\nparty = "Parties"\n'.replace("{parties}-", "x-")
    rows = "1,Per\u00c3\u00ba,JP,2020,2021\n1,Per\u00c3\u00ba,PE,,2022\n"
    sheet = put(tmp_path / "t.csv", f"Ref,Title,Parties,Signed,Day\n{rows}")
    lines = run(put(tmp_path / "m.toml", mapping), sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert [line for line in lines if "another title" in line] == []
    assert lines[-1] == "0 to create, 0 unchanged, 1 refused"


def test_a_ditto_mark_is_never_proposed_as_no_date(tmp_path: Path) -> None:
    text = 'Ref,Title,Parties,Signed\n1,A,Japan; France,2020-01-02\n2,B,Japan; Fiji,"""\n3,C,Japan; Peru,同日\n4,D,Japan; Oman,tbc\n'
    proposed = run("--guess", put(tmp_path / "t.csv", text.replace('"""', '""""'))).stdout
    assert "missing = [\"tbc\"]   # TODO: words for 'has not happened'" in proposed.splitlines()


def test_an_abbreviation_among_names_in_words_is_asked_about() -> None:
    known = PartyNames(common().parties)
    for text, codes in (("Norway; EC", "EC or EU"), ("AU; Ethiopia", "AU or OAU")):
        with pytest.raises(CellError, match=f"may be {codes}: say which under"):
            meant_parties(text, PartyRules((";",)), known)
    assert meant_parties("NO; EC; AU; USA", PartyRules((";",)), known) == ("NO", "EC", "AU", "US")
    assert meant_parties("Norway; EC", PartyRules((";",), {"ec": "EU"}), known) == ("NO", "EU")


def test_a_malformed_row_ends_what_is_filled_down(tmp_path: Path) -> None:
    mapping = """
        [source]
        id = "list"
        title = "List"
        published = "2025-12-01"
        [agreements]
        id = "{Title}"
        title = "Title"
        kind = "treaty"
        fill_down = ["Title"]
        [[acts]]
        event = "ratified"
        date = "Day"
        party = "Party"
    """
    rows = (
        "Title,Party,Day\nGas,Japan,2001\n,France,2002\nOil, and more,Spain,2003\n,Italy,2004\n"
        "Coal,Chad,2005\n,Mali,2006\n"
    )
    words = (put(tmp_path / "m.toml", mapping), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to")
    lines = run(*words, "--write").stdout.splitlines()
    assert lines[:2] == ["created  gas (row 2)", "created  coal (row 6)"]
    assert refused(lines) == ["row 4", "row 5, column 'Title'", "row 5, column 'Title'"]
    assert pactstate.load(tmp_path / "to")["gas"].parties == ("JP", "FR")
