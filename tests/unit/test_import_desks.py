"""Spreadsheets of five desks, imported by the proposal for each: nothing is guessed, and the questions help."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import pactstate
from pactstate.domain.parties import STATES
from pactstate.exchange.mapping import MappingError, read_mapping
from sheets import SIGNED, TODAY, book, put, run


def proposed(sheet: Path, *decisions: tuple[str, str]) -> Path:
    """Return the file of a proposed mapping, in which a person has decided what it asks."""
    text = run("--guess", sheet).stdout
    for old, new in (('published = "2026-01-01"', 'published = "2025-12-01"'), *decisions):
        assert old in text
        text = text.replace(old, new)
    return put(sheet.with_suffix(".toml"), text)


def asked(lines: list[str]) -> list[str]:
    """Return the lines that ask, without what they have in common."""
    return [line.removeprefix("refused  ") for line in lines if line.startswith("refused")]


# A ministry: titles above the table, headings between the rows, several parties in a cell, a total and notes below.

MINISTRY = [
    ("Treaty desk \u2013 bilateral agreements",),
    ("Status as at 30 June 2025",),
    (),
    ("S/N", "Name of agreement", "Countries", "Date of signature", "Date of entry into force", "Status"),
    ("ASIA", "", "", "", "", ""),
    (1, "Equipment", "Japan\nPhilippines", dt.date(2016, 2, 29), dt.date(2016, 4, 1), "In force"),
    (2, "Logistics", "Philippines\nRepublic of Korea (ROK)", dt.date(2013, 10, 17), "Not yet in force", "Signed"),
    (3, "Coast guards", "Philippines\nTrinidad and\nTobago", "30-Jan-2024", "same day", "In force"),
    ("EUROPE", "", "", "", "", ""),
    (4, "Letter of intent", "Philippines\nFrance", "3 December 2023", "-", "Signed"),
    (5, "Visits", "Philippines\nNew Zealand", "30/04/2025", "(expected) 2026", "Signed"),
    ("Total", "5", "", "", "", ""),
    (),
    ("Note: applied from signature",),
]


def test_the_sheet_of_a_ministry(tmp_path: Path) -> None:
    sheet = book(tmp_path / "t.xlsx", *MINISTRY)
    lines = run(proposed(sheet), sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert lines[:3] == ["created  jp-ph-1 (row 6)", "created  ph-kr-2 (row 7)", "created  ph-fr-4 (row 10)"]
    only = "the row has only this cell: delete it if it is a remark, or leave it out with 'unless'; else fill the row"
    assert asked(lines) == [
        f"row 5, column 'S/N': {only}",
        "row 8, column 'Date of entry into force': 'same day' points to the date of another cell: write the date",
        f"row 9, column 'S/N': {only}",
        (
            "row 11, column 'Date of entry into force': '(expected) 2026' has a remark beside the date: put it into a "
            "column of its own"
        ),
        "row 12, column 'Countries': the table names no party: complete it, or leave the agreement out",
        f"row 14, column 'S/N': {only}",
    ]
    assert pactstate.check(tmp_path / "to", today=TODAY).ok


@pytest.mark.parametrize(
    ("cell", "parties"),
    [
        ("Japan\nPhilippines", "JP PH"),
        ("Japan;\r\n Philippines ", "JP PH"),
        ("Bosnia and\nHerzegovina\nTrinidad\nand Tobago", "BA TT"),
        ("\nUnited Kingdom of Great Britain\nand Northern Ireland / Japan\n", "GB JP"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_line_break_separates_parties(tmp_path: Path, ending: str, cell: str, parties: str) -> None:
    quoted = cell.replace("\r", "\\r").replace("\n", "\\n")
    text = {
        "csv": f'Ref,Title,Parties,Signed\n1,"Access and\nvisits","{cell}",2024\n',
        "jsonl": f'{{"Ref": 1, "Title": "Access and\\nvisits", "Parties": "{quoted}", "Signed": "2024"}}\n',
    }[ending]
    (tmp_path / f"t.{ending}").write_bytes(text.encode())
    words = (put(tmp_path / "m.toml", SIGNED), tmp_path / f"t.{ending}", "--into", tmp_path / "to", "--write")
    assert run(*words).return_value == 0
    (made,) = pactstate.load(tmp_path / "to").agreements
    assert (" ".join(made.parties), made.title) == (parties, "Access and visits")


# A journalist: a table copied from an encyclopedia, with marks of footnotes, and American dates.

JOURNALIST = """\
Deal,Who,When signed,When it started,Source
Access Agreement[1],Japan & Philippines,"July 8, 2024[2]","September 11, 2025[3][note 4]",https://example.org/a
Status of forces,Philippines\u2013New Zealand,"April 30, 2025",TBA,"https://example.org/b, https://example.org/c"
Camp deal,US/Japan/S. Korea,8/18/2023,8/18/2023 12:00 AM,
Pact,France and Philippines,expected 2026,,see email
Port deal,Japan & Fiji,Thu 3/4/2021,Spring 2022,
Air deal,Japan & Peru,"Fri, 5 / 3 / 2021",,
"""


def test_the_sheet_of_a_journalist(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", JOURNALIST, "utf-8-sig")
    # Which event a column is, and whether two columns are one, is never guessed.
    undecided = run(proposed(sheet), sheet, "--into", tmp_path / "to")
    assert "event: '' is none: write proposed" in str(undecided.exception)
    mapping = proposed(sheet, ('event = ""   # TODO: which event?', 'event = "in_force"'))
    lines = run(mapping, sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert lines[:3] == [
        "created  access-agreement (row 2)",
        "created  status-of-forces (row 3)",
        "created  camp-deal (row 4)",
    ]
    assert [line.split(": ")[0] for line in asked(lines)] == [
        "row 5, column 'Source'",
        "row 5, column 'When signed'",
        "row 6, column 'When it started'",
        "row 7, column 'When signed'",
    ]
    registry = pactstate.load(tmp_path / "to")
    access = registry["access-agreement"]
    assert (access.title, [str(one.date) for one in access.history]) == (
        "Access Agreement",
        ["2024-07-08", "2025-09-11"],
    )
    assert [str(one.date) for one in registry["camp-deal"].history] == ["2023-08-18", "2023-08-18"]


# A student of law: semicolons, an old encoding, German, and the dates of two events in one cell.

STUDENT = """\
Bilaterale Verträge (Kapitel 3);;;;
;;;;
Nr;Vertrag;Parteien;Daten;Anmerkung
1;Rüstung;Deutschland / Japan;"unterzeichnet 17.07.2017; in Kraft 18.07.2017";
2;Geheimschutz;Deutschland / Japan;22.03.2021;"BGBl. II 2021; S. 1"
3;Güter;Österreich / Türkei;ca. 2015;
4;Luft;Schweiz / Großbritannien;2014?;
5;Wasser;Schweiz und Frankreich;31.06.2014;unklar
6;Fisch;Schweiz und Italien;7.VIII.1923;
"""


def test_the_sheet_of_a_student(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", STUDENT, "cp1252")
    mapping = proposed(sheet, ('event = ""   # TODO: which event?', 'event = "signed"'))
    lines = run(mapping, sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert asked(lines) == [
        (
            "row 4, column 'Daten': 'unterzeichnet 17.07.2017; in Kraft 18.07.2017' has more than one date: give each "
            "event a column, or write an interval as in '2023/2024'"
        ),
        (
            "row 8, column 'Daten': '31.06.2014' is a day that the calendar does not have: correct it, or write the "
            "month or the year only"
        ),
    ]
    dates = {one.id: str(one.history[0].date) for one in pactstate.load(tmp_path / "to").agreements}
    assert dates == {"de-jp-2": "2021-03-22", "at-tr-3": "2015~", "ch-gb-4": "2014?", "ch-it-6": "1923-08-07"}


def test_columns_that_a_spreadsheet_has_left_over_are_no_columns(tmp_path: Path) -> None:
    text = "sep=;\nRef;Title;Parties;Signed;;;\n1;A;JP/PE;2020;;;\n2;B;JP/FJ;2021;;see file;\n"
    mapping = put(tmp_path / "m.toml", SIGNED.replace("[agreements]", "[agreements]\nheader = 2"))
    result = run(mapping, put(tmp_path / "t.csv", text), "--into", tmp_path / "to")
    assert [line for line in result.stdout.splitlines() if line.startswith("left out")] == [
        "left out  column 'column 6': use it in the mapping, or name it under 'unused'"
    ]
    assert (
        run(mapping, put(tmp_path / "t.csv", text.replace("see file", "")), "--into", tmp_path / "to").return_value == 0
    )


# A think tank: a row for each event, and the agreement named only in the first one.

TANK = [
    ("Agreement", "Partners", "Milestone", "Date", "Confidence"),
    ("Access Japan\u2013Australia", "Japan\nAustralia", "Signed", dt.date(2022, 1, 6), "high"),
    ("", "", "Ratified by Japan", "2023-04-28", "high"),
    ("", "", "In force", dt.date(2023, 8, 13), "high"),
    ("Access Japan\u2013UK", "Japan, United Kingdom", "Signed", dt.date(2023, 1, 11), "high"),
    ("", "", "In force", "2023-10-15", "high"),
    ("Access Japan\u2013France", "", "Talks begin", "Q2 2024", "med"),
    ("", "", "Signed", "2026 (est.)", "low"),
]


def test_the_sheet_of_a_think_tank(tmp_path: Path) -> None:
    sheet = book(tmp_path / "t.xlsx", *TANK)
    ratified = 'where = {"Milestone" = ["Ratified by Japan"]}'
    mapping = proposed(sheet, (ratified, f'{ratified}\nparty_code = "JP"'), ('event = ""', 'event = "negotiating"'))
    fill = 'fill_down = ["Agreement"]   # TODO: empty cells there have the text above'
    assert fill in mapping.read_text(encoding="utf-8").splitlines()
    put(mapping, mapping.read_text(encoding="utf-8").replace('["Agreement"]', '["Agreement", "Partners"]'))
    lines = run(mapping, sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert lines[:2] == ["created  access-japan-australia (row 2)", "created  access-japan-uk (row 5)"]
    # The partners of one agreement are never taken for those of the next one.
    assert [line.split(": ")[0] for line in asked(lines)] == ["row 8, column 'Date'"]
    australia = pactstate.load(tmp_path / "to")["access-japan-australia"]
    assert australia.parties == ("JP", "AU")
    assert [(one.name, one.party) for one in australia.history] == [
        ("signed", None),
        ("ratified", "JP"),
        ("in_force", None),
    ]
    put(
        tmp_path / "u.csv",
        'Agreement,Partners,Milestone,Date\nA,"Japan, Fiji",Signed,2020\nB,,Signed,2021\n,,In force,2022\n',
    )
    lines = run(mapping, tmp_path / "u.csv", "--into", tmp_path / "other").stdout.splitlines()
    assert "row 3, column 'Partners': the table names no party: complete it, or leave the agreement out" in asked(lines)


def test_merged_cells_name_the_way_out(tmp_path: Path) -> None:
    sheet = book(tmp_path / "t.xlsx", ("Ref", "Title", "Parties", "Signed"), merged="A1:B1")
    result = run(put(tmp_path / "m.toml", SIGNED), sheet, "--into", tmp_path / "to")
    advice = "unmerge them and fill each cell, or name their columns under 'fill_down' in [agreements]"
    assert str(result.exception).endswith(advice)


# The library of a parliament: columns of single parties, words for "no date", an agreement that stands twice.

LIBRARY = """\
Treaty title,Parties,Signature,Laid before Parliament,Consent (UK),Ratified by Japan,Entry into force,Terminated
Access,United Kingdom; Japan,11.01.2023,16.02.2023,26.04.2023,28.04.2023,15.10.2023,n/a
Fighters,UK; Italy; Japan,14.12.2023,20.12.2023,04.10.2024,05.06.2024,never,n/a
Gas,UK; Italy,01.02.2019,n/a,02.02.2019,n/a,n/a,n/a
Commerce,Great Britain; Prussia,02.03.1865,n/a,n/a,n/a,30.06.1865,1870s
Fighters,UK; Italy; Japan,14.12.2023,20.12.2023,04.10.2024,05.06.2024,never,n/a
"""


def test_the_sheet_of_a_library(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", LIBRARY)
    # What is laid before a parliament is not approved by it.
    mapping = proposed(sheet, ('event = ""   # TODO: which event?', 'event = "note"'))
    lines = run(mapping, sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert lines[:3] == ["created  access (row 2)", "created  fighters (row 3)", "created  gas (row 4)"]
    assert [line.split(": ")[0] for line in asked(lines)] == ["row 5, column 'Parties'", "row 6"]
    assert asked(lines)[1] == "row 6: row 3 says the same: delete one of them"
    registry = pactstate.load(tmp_path / "to")
    acts = [(one.party, str(one.date)) for one in registry["access"].history if one.name == "ratified"]
    assert acts == [("GB", "2023-04-26"), ("JP", "2023-04-28")]
    # A column about one party does not make it a party of all agreements.
    assert registry["gas"].parties == ("GB", "IT")
    assert "in_force" not in [one.name for one in registry["fighters"].history]


def test_an_act_of_one_party_has_no_party_by_itself(tmp_path: Path) -> None:
    text = "Ref,Title,Parties,Signed 1,Signed 2,Diet approval\n1,A,Japan/Peru,2020,2021,2022\n"
    lines = run("--guess", put(tmp_path / "t.csv", text)).stdout.splitlines()
    todo = 'party_code = ""   # TODO: the code of the party whose act it is'
    assert (lines.count(f"{todo}, or delete the line"), lines.count(todo)) == (2, 1)
    with pytest.raises(MappingError, match="party_code is empty: write the code of the party"):
        read_mapping(proposed(tmp_path / "t.csv"))


def test_the_other_party_of_all_rows_is_asked_for(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Ref,Title,Partner,Signed\n1,A,Japan,2020\n2,B,Peru,2021\n")
    todo = '# TODO: always = ["JP"]   # the party of all rows, where the table names the other one only'
    mapping = proposed(sheet)
    lines = run(mapping, sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert "only one party, JP: complete it, name a party of all rows under 'always', or leave" in asked(lines)[0]
    mapping = proposed(sheet, (todo, 'always = ["PH"]'))
    assert run(mapping, sheet, "--into", tmp_path / "to").stdout.startswith(
        "created  ph-jp-1 (row 2)\ncreated  ph-pe-2"
    )


DOUBTFUL = (
    "Not yet in force",
    "Awaiting ratification",
    "Unsigned",
    "nicht in Kraft",
    "\u672a\u767a\u52b9",
    "Partially in force",
)


def test_no_state_is_proposed_for_a_text_that_denies_it(tmp_path: Path) -> None:
    rows = "".join(f"{number},A{number},JP/PE,2020,{text}\n" for number, text in enumerate(("In force", *DOUBTFUL)))
    lines = run("--guess", put(tmp_path / "t.csv", f"Ref,Title,Parties,Signed,Status\n{rows}")).stdout.splitlines()
    assert 'status = "Status"   # TODO: which states? An empty one says nothing; or delete both lines' in lines
    states = ", ".join(f'"{text}" = ""' for text in DOUBTFUL)
    assert f'states = {{"In force" = "in_force", {states}}}' in lines


def test_a_place_in_the_name_of_a_column_is_no_doubt(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Ref,Title,Parties,Signed in Copenhagen\n1,A,JP/PE,2020\n")
    assert 'event = "signed"' in run("--guess", sheet).stdout.splitlines()


@pytest.mark.parametrize(
    "name",
    [
        "In force until",
        "Design date",
        "End of talks",
        "Date",
        "Expected signature",
        "Gültig bis",
        "Opened for signature",
    ],
)
def test_no_event_is_proposed_for_another_one(tmp_path: Path, name: str) -> None:
    lines = run("--guess", put(tmp_path / "t.csv", f"Ref,Title,Parties,{name}\n1,A,JP/PE,2020\n")).stdout.splitlines()
    assert 'event = ""   # TODO: which event?' in lines


def test_an_id_of_many_parties_is_short(tmp_path: Path) -> None:
    names = "; ".join(list(STATES.values())[:70])
    sheet = put(tmp_path / "t.csv", f'Ref,Title,Parties,Signed\n1,Sea,"{names}",2020\n2,Sky,Japan; Peru,2021\n')
    mapping = proposed(sheet)
    assert 'id = "my-list-{Ref}"   # TODO: a short name of the list' in mapping.read_text(encoding="utf-8").splitlines()
    lines = run(mapping, sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[:2] == ["created  my-list-1 (row 2)", "created  my-list-2 (row 3)"]
    lines = run(put(tmp_path / "m.toml", SIGNED), sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[0] == "created  jp-pe-2 (row 3)"
    assert asked(lines) == [
        (
            "row 2: the id has 211 characters, and may have 200: under 'id', leave out {parties}, or take the first "
            "characters of a column, as in {Title:60}"
        )
    ]


def test_a_column_of_dates_is_never_a_key(tmp_path: Path) -> None:
    rows = "A,Japan; Peru,3 May 2020\nB,Japan; Fiji,\u2013\nC,Japan; Oman,2020-13-01\nD,Japan; Mali,10/11/12\nE,Japan; Togo,5 March\n"
    sheet = put(tmp_path / "t.csv", f"Treaty,Parties,Date signed\n{rows}")
    mapping = proposed(sheet)
    assert 'date = "Date signed"' in mapping.read_text(encoding="utf-8")
    lines = run(mapping, sheet, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[:2] == ["created  a (row 2)", "created  b (row 3)"]
    assert [line.split(": ")[0] for line in asked(lines)] == [f"row {row}, column 'Date signed'" for row in (4, 5, 6)]


# A depositary: a row for each party, below a treaty that is named once, with marks behind the days of consent.

DEPOSITARY = """\
Treaty,Adopted,Participant,Signature,Ratification,Force
Convention on Rest,4 June 1954,Peru,4 Jun 1954,19 Dec 1956,1957
,,Fiji,,20 Oct 1962 a,1957
,,Japan,5 Jun 1954,,1957
Convention on Sleep,1 Jan 1970,Peru,1 Jan 1970,,
,,Oman,1 Jan 1970,2 Feb 1971 x,
"""


def test_the_sheet_of_a_depositary(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", DEPOSITARY)
    mapping = proposed(sheet)
    marks = 'marks = {a = "accession"}   # TODO: what the marks behind the dates stand for'
    assert marks in mapping.read_text(encoding="utf-8").splitlines()
    lines = run(mapping, sheet, "--into", tmp_path / "to", "--write").stdout.splitlines()
    assert lines[:2] == [
        "created  convention-on-rest (row 2)",
        (
            "refused  row 6, column 'Ratification': '2 Feb 1971 x' has the mark 'x' behind its date: name it under "
            "'marks' of an act, or leave it out"
        ),
    ]
    history = pactstate.load(tmp_path / "to")["convention-on-rest"].history
    assert [(one.name, one.party, one.manner) for one in history] == [
        ("adopted", None, None),
        ("signed", "PE", None),
        ("signed", "JP", None),
        ("ratified", "PE", None),
        ("in_force", None, None),
        ("ratified", "FJ", "accession"),
    ]


def test_a_row_for_each_party_without_a_date(tmp_path: Path) -> None:
    sheet = put(tmp_path / "t.csv", "Treaty,Participant\nRest,Peru\nRest,Fiji\nSleep,Peru\n")
    assert 'date = ""   # TODO: name the column' in run("--guess", sheet).stdout.splitlines()


def test_no_state_is_proposed_for_a_text_that_takes_it_back(tmp_path: Path) -> None:
    states = {
        "In force": "in_force",
        "Provisionally in force": "",
        "Formerly in force": "",
        "Superseded (was in force)": "",
        "Will enter into force in 2030": "",
        "Notice of termination given": "",
        "Ratified by Japan": "",
        "Ratified": "ratified",
        "Expires 2030": "",
        "Expired": "terminated",
    }
    rows = "".join(f"{number},Pact {number},Japan; France,2001,{text}\n" for number, text in enumerate(states, 1))
    proposed = run("--guess", put(tmp_path / "t.csv", f"Ref,Title,Parties,Signed,Status\n{rows}")).stdout
    listed = ", ".join(f'"{text}" = "{state}"' for text, state in states.items())
    assert f"states = {{{listed}}}" in proposed.splitlines()


def test_no_event_is_proposed_for_a_column_of_another_one(tmp_path: Path) -> None:
    columns = "Ref,Title,Parties,Provisional entry into force,Notice of termination,Entry into force for Japan"
    proposed = run("--guess", put(tmp_path / "t.csv", f"{columns}\n1,Gas,Japan; France,2001,2002,2003\n")).stdout
    events = [line for line in proposed.splitlines() if line.startswith(("event", "party_code"))]
    assert events == [*['event = ""   # TODO: which event?'] * 2, 'event = "in_force"', 'party_code = "JP"']
