"""Spreadsheets as people keep them: what has one meaning is taken, and the rest is asked about in one run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import pactstate
from pactstate.domain.vocabulary import common
from pactstate.exchange.cells import CellError, links_of, meant_date, meant_parties
from pactstate.exchange.mapping import DateRules, PartyRules
from sheets import TODAY, book, put, run

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
        "row 17, column 'What happened'",
    ]
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
    mapping = '[source]\nid = "x"\ntitle = "X"\npublished = "2025-12-01"\n[agreements]\nid = "{Ref}"\ntitle = "Title"\n'
    mapping += 'kind = "treaty"\n[[agreements.events]]\nevent = "signed"\ndate = "Ref"\n'
    result = run(put(tmp_path / "m.toml", mapping), sheet, "--into", tmp_path / "to")
    assert "has merged cells, the first at A1: unmerge them and fill each cell" in str(result.exception)


def test_a_row_of_the_header_that_is_empty(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Ref,Title\n\n1,Access\n")
    mapping = '[source]\nid = "x"\ntitle = "X"\npublished = "2025-12-01"\n[agreements]\nheader = %s\nid = "{Ref}"\ntitle = "Title"\n'
    mapping += 'kind = "treaty"\n[[agreements.events]]\nevent = "signed"\ndate = "Ref"\n'
    for row in ("2", "9"):
        result = run(put(tmp_path / "m.toml", mapping % row), sheet, "--into", tmp_path / "to")
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
        "row 9, column 'Title'",
        "row 9, column 'Title'",
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
    ],
)
def test_parties_with_one_meaning(text: str, codes: str) -> None:
    assert meant_parties(text, PartyRules(SPLIT), common().parties) == tuple(codes.split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Congo and Japan", "'Congo' may be CD or CG: say which under [parties]"),
        ("Serbia and Montenegro", "'Serbia and Montenegro' may be CSXX or RS, ME: say which under [parties]"),
        ("no", "no code of a party is known for 'no'"),
        ("Vietnam 1954", "no code of a party is known for 'Vietnam 1954'"),
        (
            "Ruritania with Congo",
            "'Congo' may be CD or CG: say which under [parties]; no code of a party is known for 'R",
        ),
    ],
)
def test_parties_without_one_meaning(text: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_parties(text, PartyRules(SPLIT), common().parties)
    assert str(caught.value).startswith(reason)


def test_a_list_without_separators_is_one_name() -> None:
    assert meant_parties("Japan", PartyRules(()), common().parties) == ("JP",)


@pytest.mark.parametrize("text", ["08/07/24", "8-Jul-24", "1.2.99", "Oct-23", "May '24", "12 May 20"])
def test_a_year_of_two_digits_is_asked_about(text: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, DateRules(dayfirst=True))
    assert "has no year of four digits: write it, or name the form under 'format' in [dates]" in str(caught.value)
    assert str(meant_date("08/07/24", DateRules(formats=("%d/%m/%y",)))) == "2024-07-08"


def test_many_brackets_are_no_work() -> None:
    # With a regular expression that looked back, this cell took seconds.
    with pytest.raises(CellError, match="has a remark beside the date"):
        meant_date("[1]" * 20_000, DateRules())
    with pytest.raises(CellError, match="is no date"):
        meant_date("[1]" * 20_000 + "x", DateRules())


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
