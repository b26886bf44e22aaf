"""Import of spreadsheets, of several tables, by built-in mappings, and mappings that are proposed."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

import pactstate
from pactstate.cli.output import CannotRunError
from pactstate.domain.parties import PartyNames
from pactstate.exchange import spreadsheet
from pactstate.exchange.cells import CellError, meant_date, meant_parties
from pactstate.exchange.mapping import DateRules, PartyRules, presets, read_mapping
from pactstate.exchange.read_table import RefusedTableError, read_table
from sheets import SOURCE, TODAY, book, put, run

TWO_TABLES = f"""{SOURCE}
[agreements]
id = "x-{{No}}"
title = "Title"
key = "No"
kind = "treaty"
open = true
locator = "treaty {{No}}"

[[agreements.events]]
event = "adopted"
date = "Adopted"

[[acts]]
event = "ratified"
date = "Consent"
party = "Participant"
manner = "ratification"
marks = {{a = "accession", d = "succession"}}
table = "participants"
key = "Treaty"
"""
TREATIES = "No,Title,Adopted\n7,Law of the Sea,1982-12-10\n8,Outer Space,1967-01-27\n"
PARTICIPANTS = (
    "Treaty,Participant,Consent\n7,Japan,20 Jun 1996\n7,Fiji,10 Dec 1982\n8,Fiji,18 Jul 1972 d\n8,Peru,28 Feb 1979 a\n"
)


# Spreadsheets.

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def test_cells_of_a_spreadsheet_are_their_values(tmp_path: Path) -> None:
    day = dt.date(2024, 7, 8)
    rows = [
        ("Ref", "Title", "Day", "Open"),
        (1, "A \u2013 B", day, True),
        (),
        (2.5, "C", dt.datetime.fromisoformat("2024-07-08T09:00"), ""),
    ]
    table = read_table(book(tmp_path / "a.xlsx", *rows))
    assert table.columns == ("Ref", "Title", "Day", "Open")
    assert [(one.row, *one.cells.values()) for one in table.records] == [
        (2, "1", "A \u2013 B", "2024-07-08", "true"),
        (4, "2.5", "C", "2024-07-08 09:00:00", ""),
    ]


def test_a_month_that_was_typed_is_read_as_a_month(tmp_path: Path) -> None:
    # A spreadsheet saves "Nov 2025" as 1 November, in a format without a day.
    formats = (
        "mmm-yy",
        "[$-409]mmmm\\ yyyy;@",
        "yyyy",
        "dd/mm/yyyy",
        'yyyy"day"mm',
        '[$-411]ggge"\u5e74"m"\u6708"',
        "General",
    )
    days = (dt.date(2025, 11, 1), dt.date(2025, 1, 1), dt.date(2025, 11, 3))
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_worksheet("Other").write_row(0, 0, ["x"])
        sheet = made.add_worksheet("Days")
        sheet.write_row(0, 0, formats)
        for column, one in enumerate(formats):
            style = made.add_format({"num_format": one})
            for row, day in enumerate(days, 1):
                sheet.write_datetime(row, column, dt.datetime.combine(day, dt.time()), style)
            sheet.write_blank(9, column, None, style)
        built_in = made.add_format({"num_format": 17})
        sheet.write_datetime(1, len(formats), dt.datetime(2025, 11, 1), built_in)  # noqa: DTZ001 - of no time zone
        sheet.write(0, len(formats), "built in")
    rows = [list(one.cells.values()) for one in read_table(tmp_path / "a.xlsx", "Days").records]
    assert rows[0][:-2] == ["2025-11", "2025-11", "2025-11-01", "2025-11-01", "2025-11", "2025-11"]
    assert rows[0][-1] == "2025-11"
    assert rows[1][:-2] == ["2025-01", "2025-01", "2025", "2025-01-01", "2025-01", "2025-01"]
    assert {*rows[2][:-2]} == {"2025-11-03"}


def test_the_sheet_is_named_in_the_mapping(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("No", "Title", "Adopted"), (1, "T", "2024-07-08"), name="Treaties")
    mapping = SOURCE + TWO_TABLES[TWO_TABLES.index("\n[agreements]") : TWO_TABLES.index("[[acts]]")]
    mapping = mapping.replace("open = true", 'open = true\nalways = ["JP"]')
    named = put(tmp_path / "m.toml", mapping.replace('key = "No"', 'sheet = "Treaties"'))
    assert run(named, path, "--into", tmp_path / "to").stdout.splitlines()[0] == "created  x-1 (row 2)"
    other = put(tmp_path / "n.toml", mapping.replace('key = "No"', 'sheet = "Treatys"'))
    assert "has no sheet 'Treatys': did you mean 'Treaties'?" in str(run(other, path, "--into", tmp_path).exception)


def test_merged_cells_and_cells_with_errors_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "merged.xlsx") as made:
        made.add_worksheet().merge_range("AB3:AC4", "x")
    with pytest.raises(RefusedTableError, match="merged cells, the first at AB3: unmerge them"):
        read_table(tmp_path / "merged.xlsx")
    with xlsxwriter.Workbook(tmp_path / "error.xlsx") as made:
        made.add_worksheet().write_formula(0, 0, "=NA()", None, "#N/A")
    with pytest.raises(RefusedTableError, match="an error, such as #N/A, in cell A1"):
        read_table(tmp_path / "error.xlsx")


def test_an_open_document_is_read(tmp_path: Path) -> None:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>Day</text:p>'
        '</table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="date" '
        'office:date-value="2024-07-08"><text:p>8 July</text:p></table:table-cell></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", MANIFEST)
        made.writestr("content.xml", content)
    assert [one.cells for one in read_table(tmp_path / "a.ods").records] == [{"Day": "2024-07-08"}]


def test_an_archive_beyond_a_limit_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    with pytest.raises(RefusedTableError, match="unpacks to more than 200 times its size"):
        read_table(tmp_path / "bomb.xlsx")
    path = book(tmp_path / "a.xlsx", ("A",), ("1",), ("2",))
    monkeypatch.setattr(spreadsheet, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(RefusedTableError, match="unpacks to more than 100 bytes"):
        read_table(path)
    monkeypatch.undo()
    monkeypatch.setattr("pactstate.exchange.read_table.MAX_ROWS", 2)
    with pytest.raises(RefusedTableError, match="has more than 2 rows or 1,000 columns"):
        read_table(path)
    monkeypatch.setattr("pactstate.exchange.read_table.MAX_TABLE_BYTES", 10)
    with pytest.raises(RefusedTableError, match="more than 10 bytes"):
        read_table(path)


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedTableError, match=r"a\.xlsx is no spreadsheet that can be read"):
        read_table(put(tmp_path / "a.xlsx", "x"))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as made:
        made.writestr("a", "b")
    with pytest.raises(RefusedTableError, match=r"b\.xlsx is no spreadsheet"):
        read_table(tmp_path / "b.xlsx")


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(RefusedTableError, match=r"pip install 'pactstate\[xlsx\]'"):
        read_table(book(tmp_path / "a.xlsx", ("A",)))


# Several tables.


def test_acts_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    words = (
        put(tmp_path / "m.toml", TWO_TABLES),
        put(tmp_path / "t.csv", TREATIES),
        put(tmp_path / "p.csv", PARTICIPANTS),
    )
    result = run(*words, "--into", tmp_path / "to", "--write")
    assert result.stdout.splitlines()[:2] == ["created  x-7 (row 2)", "created  x-8 (row 3)"]
    space = pactstate.load(tmp_path / "to")["x-8"]
    assert [(event.name, event.party, str(event.manner)) for event in space.history[1:]] == [
        ("ratified", "FJ", "succession"),
        ("ratified", "PE", "accession"),
    ]
    assert {claim.locator for event in space.history for claim in event.claims} == {"treaty 8"}
    assert run(*words, "--into", tmp_path / "to").stdout.splitlines()[-1] == "0 to create, 2 unchanged, 0 refused"


def test_a_row_of_the_other_table_has_an_agreement_and_reasons_name_the_table(tmp_path: Path) -> None:
    others = PARTICIPANTS + "9,Chad,2001\n,Mali,2002\n7,Utopia,2003\n"
    words = (put(tmp_path / "m.toml", TWO_TABLES), put(tmp_path / "t.csv", TREATIES), put(tmp_path / "p.csv", others))
    lines = run(*words, "--into", tmp_path / "to").stdout.splitlines()
    assert lines[0] == "created  x-8 (row 3)"
    assert [line.split(": ")[0] for line in lines[1:-1]] == [
        "refused  table 'participants', row 6, column 'Treaty'",
        "refused  table 'participants', row 7, column 'Treaty'",
        "refused  table 'participants', row 8, column 'Participant'",
    ]


def test_each_table_has_a_file(tmp_path: Path) -> None:
    words = (put(tmp_path / "m.toml", TWO_TABLES), put(tmp_path / "t.csv", TREATIES))
    result = run(*words, "--into", tmp_path / "to")
    assert isinstance(result.exception, CannotRunError)
    assert str(result.exception) == (
        "the mapping reads 2 tables: name the file of each, for the agreements, 'participants'"
    )
    assert "name a mapping, its tables and --into DIR" in str(run().exception)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('key = "Treaty"\n', "", "an act in another table needs 'table' and 'key'"),
        ('key = "No"\n', "", "an act in another table needs 'table' and 'key'"),
        ('key = "No"', 'key = "No"\npattern = "("', "'pattern' is no regular expression"),
        ('key = "No"', 'key = "No"\npattern = "x"', "'pattern' needs a group"),
        ('published = "2025-12-01"', "", "needs the key 'published', or 'accessed'"),
        ('"list-2025"', '"list-{accessed}"', "say with --accessed on which day you fetched the table"),
    ],
)
def test_a_mapping_that_is_wrong(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in TWO_TABLES
    mapping = put(tmp_path / "m.toml", TWO_TABLES.replace(old, new))
    assert reason in str(run(mapping, tmp_path / "t.csv", tmp_path / "p.csv", "--into", tmp_path).exception)


def test_parties_are_read_from_a_title(tmp_path: Path) -> None:
    mapping = f"""{SOURCE}
[agreements]
id = "{{Title:20}}-{{Day}}"
title = "Title"
kind = "treaty"
parties = "Title"
pattern = "between (.+?)(?: on |$)"
split = [" and "]

[[agreements.events]]
event = "signed"
date = "Day"
"""
    rows = "Title,Day\nTreaty between Japan and Peru on fish,1999\nTreaty on fish,1999\nTransitionarrangements between JP and PE,2000\n"
    lines = run(put(tmp_path / "m.toml", mapping), put(tmp_path / "t.csv", rows), "--into", tmp_path / "to").stdout
    refused = "'pattern' finds no parties in 'Treaty on fish': give the parties a column of their own"
    assert lines.splitlines()[:3] == [
        "created  treaty-between-japan-1999 (row 2)",
        "created  transitionarrangemen-2000 (row 4)",
        f"refused  row 3, column 'Title': {refused}",
    ]


# Built-in mappings.

IEADB = """\
country,mitch_id,tsig,inclusion,treatyname,tterm,csig,crat,ceif3,ceif4,ceif5,ceif6,ceif7,ceif8,ceif9
Romania,32,1901-02-22,BEA,Convention on Fishing,,1901-02-22,,1902-03-15,,,,,,
"Korea, Republic of",32,1901-02-22,BEA,Convention on Fishing,,1901-02-22,,2899-01-01,,,,,,
"""
MANY = (
    "Title,Begin,End,Signature,Force,Term,Grounds,TypeDomain,TypeAgree,TypeAmbit,TypeGeo,TypeSubject,Location,Depository,"
    "Published,Secretariat,Website,TitleAlt,Language,Languages,Text,TextURL,Coder,Comments,Source\n"
    "Treaty Between Norway And The French Republic Concerning Fish,1950-01-01,NA,1950-01-01?,1951..1952,"
    "NA,,Trade,Agreement,Bilateral,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,FALSE,NA,A,NA,NA\n"
    "Convention On Whales,1950-01-01,9999-12-31,1950-01-01,NA,"
    "NA,,Trade,Agreement,Bilateral,NA,NA,NA,NA,NA,NA,NA,NA,NA,NA,FALSE,NA,A,NA,NA\n"
)


@pytest.mark.parametrize(
    ("preset", "rows", "printed"),
    [
        ("ieadb-members", IEADB, ["created  ieadb-32 (row 2)"]),
        (
            "manytreaties",
            MANY,
            ["created  many-1950-01-01-treaty-between-norway-and-the-french-republic-concerning-fish (row 2)"],
        ),
    ],
)
def test_the_tables_of_registers_are_read_by_built_in_mappings(
    tmp_path: Path, preset: str, rows: str, printed: list[str]
) -> None:
    words = (preset, put(tmp_path / "t.csv", rows), "--into", tmp_path / "to", "--accessed", "2026-11-20")
    assert run(*words, "--write").stdout.splitlines()[: len(printed)] == printed
    assert pactstate.check(tmp_path / "to", today=TODAY).ok
    again = run(*words).stdout.splitlines()
    assert again[-1].startswith(f"0 to create, {len(printed)} unchanged")


def test_what_a_register_says_of_the_future_or_leaves_open_is_no_event(tmp_path: Path) -> None:
    words = ("ieadb-members", put(tmp_path / "t.csv", IEADB), "--into", tmp_path / "to", "--accessed", "2026-11-20")
    run(*words, "--write")
    fishing = pactstate.load(tmp_path / "to")["ieadb-32"]
    assert [(event.name, event.party) for event in fishing.history] == [
        ("adopted", None),
        ("signed", "RO"),
        ("signed", "KR"),
        ("in_force", "RO"),
    ]
    assert fishing.sources[0].id == "ieadb-members-2026-11-20"


def test_every_built_in_mapping_can_be_shown_and_used(tmp_path: Path) -> None:
    names = [
        "ieadb-members",
        "ieadb-treaties",
        "manytreaties",
        "uk-treaties-online",
        "un-treaty-collection",
        "untreaties",
    ]
    assert presets() == names
    for name in presets():
        shown = run("--show", name).stdout
        path = put(tmp_path / f"{name}.toml", shown)
        day = pactstate.PartialDate("2026-11-20")
        assert read_mapping(path, day) == read_mapping(Path(name), day)
    assert "no preset 'manytreatys': did you mean 'manytreaties'?" in str(run("--show", "manytreatys").exception)
    assert str(run("nothing", "t.csv", "--into", tmp_path).exception) == (
        f"no such file: nothing; presets are {', '.join(names)}"
    )
    assert "cannot read" in str(run(tmp_path, "t.csv", "--into", tmp_path).exception)


NOT_SAID = ("signed", "ratified", "in_force", "terminated")


def test_a_table_without_a_day_says_neither_that_there_was_none(tmp_path: Path) -> None:
    """NA stands for days that are not known: nothing is certain after the last one that is."""
    rows = (
        MANY.splitlines()[0]
        + "\n"
        + (
            "Treaty Between Norway And France Implementing Article 9,1950-01-01,NA,1950-01-01,NA," + "NA," * 19 + "NA\n"
            "Treaty Between Norway And Chile Of June 8,1960-01-01,1970-01-01,1960-01-01,NA," + "NA," * 19 + "NA\n"
        )
    )
    run("manytreaties", put(tmp_path / "t.csv", rows), "--into", tmp_path / "to", "--accessed", "2026-11-20", "--write")
    first, second = sorted(pactstate.load(tmp_path / "to").agreements, key=lambda one: one.id)
    assert (first.parties, second.parties) == (("NO", "FR"), ("NO", "CL"))
    assert first.status("2020-01-01").possible == set(NOT_SAID)
    assert second.status("1965-01-01").possible == {"signed", "ratified", "in_force"}
    assert second.status("1971-01-01").state == "terminated"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Brazil And Trinidad And Tobago", ("BR", "TT")),
        ("Trinidad And Tobago And The Republic Of Venezuela", ("TT", "VE")),
        ("Bosnia And Herzegovina And Croatia", ("BA", "HR")),
        ("Norway And ", ("NO",)),
    ],
)
def test_a_name_may_have_the_word_between_two_parties(text: str, codes: tuple[str, ...]) -> None:
    rules = PartyRules((" And The Republic Of ", " And "))
    assert meant_parties(text, rules, PartyNames()) == codes


def test_a_cell_without_separators_is_one_party() -> None:
    assert meant_parties("Norway", PartyRules(()), PartyNames()) == ("NO",)
    with pytest.raises(CellError, match="no code of a party is known for 'Norway; Chile'"):
        meant_parties("Norway; Chile", PartyRules(()), PartyNames())


RUN_TOGETHER = PartyRules((" And ",), {"ec": "EU"}, "Between (.+)", run_together=True)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Japan Thailand", ("JP", "TH")),
        ("EC Morocco Euro-Med Association Agreement", ("EU", "MA")),
        ("Costa Rica Trinidad And Tobago", ("CR", "TT")),
        ("Czech Republic The Slovak Republic Customs Union", ("CZ", "SK")),
        ("US Mexico Canada Agreement (USMCA)", ("US", "MX", "CA")),
        ("Treaty Between Mali Mauritania And Senegal", ("ML", "MR", "SN")),
        ("Treaty Between Norway And Chile", ("NO", "CL")),
        ("Treaty Between Norway The And Chile", ("NO", "CL")),
        ("Japan-Korea Fishing Agreement", ("JP", "KR")),
        ("New Zealand\u2013Guinea-Bissau Agreement", ("NZ", "GW")),
        ("Japan Korea South Fishing Law", ("JP", "KR")),
        ("Government Of India And The United States On Energy", ("IN", "US")),
    ],
)
def test_names_may_have_only_blanks_between_them_where_the_mapping_says_so(text: str, codes: tuple[str, ...]) -> None:
    assert meant_parties(text, RUN_TOGETHER, PartyNames()) == codes


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Japan Fishing Law", "'pattern' finds no parties in 'Japan Fishing Law'"),
        ("Japan Japan", "'pattern' finds no parties"),
        ("Japan And Fishing", "'pattern' finds no parties"),
        # A state without a code, not two that have one.
        ("Austria-Hungary Fishing Law", "'pattern' finds no parties"),
        ("Italy Austria-Hungary Fishing Law", "'pattern' finds no parties"),
        ("Treaty Between Austria-Hungary And Italy", "no code of a party is known for 'Austria-Hungary'"),
        ("Congo Basin Treaty", "'pattern' finds no parties"),
        ("Rwanda Congo Treaty", "'Congo' may be CD or CG"),
        ("France Guinea Equatorial Fishing Law", "'Guinea Equatorial' may be GN or GQ: give the parties a column"),
        ("Japan Korea Democratic People's Republic Treaty", "'Korea Democratic People's Republic' may be KR or KP"),
        ("Treaty Between Japan Fisheries And Chile", "no code of a party is known for 'Japan Fisheries'"),
        ("Treaty Between Congo Basin And Chile", "no code of a party is known for 'Congo Basin'"),
    ],
)
def test_words_beside_a_name_are_no_party(text: str, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        meant_parties(text, RUN_TOGETHER, PartyNames())
    with pytest.raises(CellError):
        meant_parties("Japan Thailand", PartyRules((" And ",), {}, "Between (.+)"), PartyNames())


# Dates of messydates.


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2001-01-01..2001-12-31", "2001-01-01/2001-12-31"),
        ("..2001", "../2001"),
        ("2001..", "2001/.."),
        ("1999-01-01?", "1999-01-01?"),
        ("2001-XX-XX", "2001-XX-XX"),
    ],
)
def test_dates_in_the_spelling_of_messydates(text: str, date: str) -> None:
    assert str(meant_date(text, DateRules())) == date


# Proposed mappings.


def test_a_proposed_mapping_can_be_used_at_once(tmp_path: Path) -> None:
    rows = (
        "Ref,Agreement,Parties,Signed,Place,In force,Links,Remarks\n"
        "1,Access,Japan and the Philippines,08/07/2024,Manila,11/09/2025,https://example.org/a,ok\n"
        "2,Transit,JP;AU,15 Sept 2023,,Nov 2025,,\n"
        "3,Air,JP;SE,31/12/2024,,tbc,see file,\n"
    )
    proposed = run("--guess", put(tmp_path / "t.csv", rows)).stdout
    for line in (
        'id = "{parties}-{Ref}"',
        'title = "Agreement"   # "Access", "Transit", "Air"',
        'split = [";", " and "]',
        'links = "Links"',
        "dayfirst = true",
        "missing = [\"tbc\"]   # TODO: words for 'has not happened'",
        'unused = ["Remarks"]   # TODO: columns that are left out',
        'place = "Place"',
    ):
        assert line in proposed.splitlines()
    result = run(put(tmp_path / "m.toml", proposed), tmp_path / "t.csv", "--into", tmp_path / "to")
    assert result.stdout.splitlines()[:2] == ["created  jp-ph-1 (row 2)", "created  jp-au-2 (row 3)"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            "Who,When\nJP,03/04/2021\nPH,03/04/2021\n",
            [
                'id = "{parties}"   # TODO: no column is unique',
                'title = ""   # TODO: name the column',
                'event = ""   # TODO: which event?',
                '# TODO: dayfirst = true   # or false? "03/04/2021" does not show it',
            ],
        ),
        (
            "Text\nA\nB\n",
            ['title = "Text"   # "A", "B"   # TODO: is it the title?', 'date = ""   # TODO: name the column'],
        ),
        (
            "Text,Code\nA,x\nA,y\n",
            [
                'id = "{parties}-{Code}"   # TODO: does the column tell agreements apart for good?',
                '# TODO: parties = "..." names the column of the parties, always = ["JP"] a party of all rows',
            ],
        ),
    ],
)
def test_what_a_table_does_not_show_is_left_to_a_person(tmp_path: Path, rows: str, lines: list[str]) -> None:
    proposed = run("--guess", put(tmp_path / "t.csv", rows)).stdout.splitlines()
    assert [line for line in lines if line not in proposed] == []


def test_a_proposal_looks_at_no_more_characters_than_500_ordinary_rows_have(tmp_path: Path) -> None:
    """The words of a date that is not known stand below three long cells, and below four."""
    long = "2,Transit,JP;AU,2024-07-08," + "x" * 60_000 + "\n"
    last = "3,Supply,JP;GB,tbc,\n"
    head = "Ref,Agreement,Parties,Signed,Remarks\n1,Access,JP;PH,2024-07-08,\n"
    for count, missing in ((3, '["tbc"]'), (4, "[]")):
        proposed = run("--guess", put(tmp_path / f"{count}.csv", head + long * count + last)).stdout
        assert f"\nmissing = {missing} " in proposed
