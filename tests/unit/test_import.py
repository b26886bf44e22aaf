"""Imported tables: what becomes a record, what is asked about, and what is left alone."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pactstate
from pactstate.cli.import_ import command
from pactstate.cli.output import CannotRunError
from pactstate.exchange import read_table, rows
from pactstate.exchange.cells import CellError, links_of, meant_date
from pactstate.exchange.imports import ImportRefusedError, plan_import, write_plan
from pactstate.exchange.mapping import DateRules, read_mapping
from sheets import put

TODAY = "2026-11-22"

MAPPING = """\
[source]
id = "desk-2025"
title = "Desk's list of agreements"
published = "2025-12-01"
type = "secondary"

[agreements]
id = "{parties}-{Ref}"
title = "Agreement"
kind = "treaty"
parties = "Parties"
split = [";", " and "]
links = "Links"
locator = "record {Ref}"
identifiers = {desk = "Ref"}
not_recorded = ["ratified"]
unused = ["Remarks"]

[[agreements.events]]
event = "signed"
date = "Signed"
place = "Place"

[[agreements.events]]
event = "in_force"
date = "In force"

[dates]
dayfirst = true
missing = ["-"]
"""

SHEET = """\
Ref,Agreement,Parties,Signed,Place,In force,Links,Remarks
1,Access – Agreement,Japan and the Philippines,08/07/2024,Manila,11/09/2025,https://example.org/a https://example.org/b,ok
2,Transit,JP;AU,15 Sept 2023,,Nov 2025,,
3,Costs,Japan;Utopia,2024-01-01,,-,,
4,Supply,JP;GB,2024-02-30,,-,,
5,Secrets,JP;FR,2024-03-01,,tbc,,
6,Fish,JP;NO,n/a,,pending,see file,
7,Air,JP;SE,31/12/2024,,01/02/2027,,
8,Sea,JP;FI,2024,,2024-03,,
"""


def run(tmp_path: Path, sheet: str | bytes, *arguments: str, mapping: str = MAPPING, name: str = "sheet.csv") -> Result:
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / name).write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
    words = ["--today", TODAY, str(tmp_path / "mapping.toml"), str(tmp_path / name), "--into", str(tmp_path / "to")]
    return CliRunner().invoke(command, [*words, *arguments], standalone_mode=False)


def refusal(tmp_path: Path, sheet: str | bytes, *arguments: str, **more: str) -> str:
    result = run(tmp_path, sheet, *arguments, **more)
    assert isinstance(result.exception, CannotRunError), (result.output, result.exception)
    return str(result.exception)


# A spreadsheet as people keep it.


def test_what_has_one_meaning_is_taken_and_the_rest_is_asked_about(tmp_path: Path) -> None:
    result = run(tmp_path, SHEET, "--write")
    assert result.return_value == 1
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "created  jp-ph-1 (row 2)",
        "created  jp-au-2 (row 3)",
        "created  jp-se-7 (row 8)",
        "created  jp-fi-8 (row 9)",
    ]
    assert [line.split(":")[0] for line in lines[4:-1]] == [
        "refused  row 4, column 'Parties'",
        "refused  row 5, column 'Signed'",
        "refused  row 6, column 'In force'",
        "refused  row 7, column 'Links'",
        "refused  row 7, column 'Signed'",
        "refused  row 7, column 'In force'",
    ]
    assert lines[-1] == "4 created, 0 unchanged, 4 refused"
    registry = pactstate.load(tmp_path / "to")
    access = registry["jp-ph-1"]
    assert access.title == "Access – Agreement"
    assert access.parties == ("JP", "PH")
    assert [(str(one.date), one.place) for one in access.history] == [("2024-07-08", "Manila"), ("2025-09-11", None)]
    assert access.history[0].claims[0].locator == "record 1; https://example.org/a; https://example.org/b"
    assert [str(one.date) for one in registry["jp-au-2"].history] == ["2023-09-15", "2025-11"]
    assert access.identifiers == (("desk", "1"),)


def test_what_lies_after_the_snapshot_is_announced(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write")
    air = pactstate.load(tmp_path / "to")["jp-se-7"]
    assert [one.claims[0].role for one in air.history] == ["reported", "announced"]
    assert air.status(on="2026-01-01").state is None  # ratified is not recorded
    assert [str(one) for one in pactstate.check(tmp_path / "to", today=TODAY).findings if one.severity == "error"] == []


def test_nothing_is_written_without_leave(tmp_path: Path) -> None:
    result = run(tmp_path, SHEET)
    assert "4 to create" in result.stdout
    assert "dry run" in result.stderr
    assert not (tmp_path / "to").exists()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write")
    before = {path: path.read_bytes() for path in (tmp_path / "to").rglob("*.yaml")}
    assert len(before) == 5
    assert run(tmp_path, SHEET, "--write").stdout.endswith("0 to create, 4 unchanged, 4 refused\n")
    assert {path: path.read_bytes() for path in (tmp_path / "to").rglob("*.yaml")} == before


def test_a_record_that_exists_is_not_changed(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write")
    later = SHEET.replace("Nov 2025", "2025-12-01")
    result = run(tmp_path, later, "--write", "--only", "jp-au-2")
    assert "row 3: 'jp-au-2' exists and lacks 1 claim: --update inserts it" in result.stdout
    assert "0 to create, 0 unchanged, 1 refused" in result.stdout


def test_a_key_of_the_register_finds_a_record_under_another_id(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write")
    other = MAPPING.replace('"{parties}-{Ref}"', '"desk-{Ref}"')
    assert "0 to create, 4 unchanged" in run(tmp_path, SHEET, mapping=other).stdout
    both = MAPPING.replace('id = "{parties}-{Ref}"', 'id = "jp-au-2"').replace('"Ref"}', '"Key"}')
    sheet = SHEET.splitlines()[0] + ",Key\n1,Transit,JP;AU,2020,,-,,,1\n"
    assert "belong to several agreements: jp-ph-1, jp-au-2" in run(tmp_path, sheet, mapping=both).stdout


def test_only_what_is_named_is_imported(tmp_path: Path) -> None:
    result = run(tmp_path, SHEET, "--only", "jp-ph-1", "--write")
    assert result.return_value == 0
    assert sorted(path.name for path in (tmp_path / "to").rglob("*.yaml")) == ["desk-2025.yaml", "jp-ph-1.yaml"]


def test_a_row_that_is_named_and_refused_is_asked_about(tmp_path: Path) -> None:
    result = run(tmp_path, SHEET, "--only", "jp-fr-5", "--only", "jp-ph-1")
    assert result.return_value == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "created  jp-ph-1 (row 2)"
    assert lines[1].startswith("refused  row 6, column 'In force': 'tbc' says")
    assert lines[2] == "1 to create, 0 unchanged, 1 refused"


@pytest.mark.parametrize(("id", "advice"), [("jp-ph-2", "did you mean 'jp-ph-1'?"), ("nothing-like-it", "see the ids")])
def test_an_id_that_no_row_makes_is_refused(tmp_path: Path, id: str, advice: str) -> None:
    reason = refusal(tmp_path, SHEET, "--only", "jp-au-2", "--only", id)
    assert reason.startswith(f"no row makes '{id}', which --only names: {advice}")


def test_a_table_of_a_day_that_has_not_come_is_refused(tmp_path: Path) -> None:
    reason = (
        f"the table was accessed on 2027-01-01, after today ({TODAY}): correct 'accessed' in [source], or --accessed"
    )
    assert refusal(tmp_path, SHEET, "--accessed", "2027-01-01") == reason
    later = MAPPING.replace('published = "2025', 'published = "2029')
    reason = f"the table was published on 2029-12-01, after today ({TODAY}): correct 'published' in [source]"
    assert refusal(tmp_path, SHEET, mapping=later) == reason


def test_a_report_for_a_spreadsheet_is_csv(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    run(tmp_path, SHEET.replace("n/a,,", "=1+1,,"), "--report", str(file))
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["table", "row", "column", "value", "reason"]
    assert rows[1][:4] == ["", "4", "Parties", "Japan;Utopia"]
    # A formula would be computed by the spreadsheet that opens the report.
    assert ["", "7", "Signed", "'=1+1"] in [row[:4] for row in rows]
    assert len(rows) == 7


@pytest.mark.parametrize("name", ["sheet.csv", "mapping.toml", "other.toml", "to/jp-au-1.yaml", "new.YML"])
def test_a_report_replaces_no_file_that_is_read(tmp_path: Path, name: str) -> None:
    run(tmp_path, SHEET, "--write")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "cannot write" in refusal(tmp_path, SHEET, "--report", str(tmp_path / name))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_no_row_makes_an_empty_id(tmp_path: Path) -> None:
    assert "no row makes ''" in refusal(tmp_path, SHEET.replace("JP;AU", "Atlantis"), "--only", "")


def test_a_report_has_everything_that_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    run(tmp_path, SHEET, "--report", str(file))
    report = json.loads(file.read_text(encoding="utf-8"))
    assert [(one["row"], one["column"], one["value"]) for one in report["refused"]][:2] == [
        (4, "Parties", "Japan;Utopia"),
        (5, "Signed", "2024-02-30"),
    ]
    assert [one["fate"] for one in report["agreements"]].count("created") == 4
    assert {"fate": "refused", "id": "jp-fr-5", "row": 6} in report["agreements"]


def test_the_day_of_access_is_that_of_the_source(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write", "--accessed", "2025-12-03")
    (source,) = pactstate.load(tmp_path / "to").sources
    assert str(source.accessed) == "2025-12-03"


# Rows.


def test_ids_are_never_numbered(tmp_path: Path) -> None:
    sheet = SHEET.splitlines()[0] + "\n1,A,JP;AU,2020,,-,,\n1,B,AU;JP,2021,,-,,\n1,C,JP;AU,2021,,-,,\n"
    result = run(tmp_path, sheet)
    assert "row 4: row 2 has the same id 'jp-au-1'" in result.stdout


def test_a_row_without_a_key_or_a_title_is_refused(tmp_path: Path) -> None:
    sheet = SHEET.splitlines()[0] + "\n,A,JP;AU,tbc,,-,,\n2,,JP;AU,2021,,-,,\n3,=A1,JP;AU,2021,,-,,\n"
    lines = run(tmp_path, sheet).stdout.splitlines()
    assert lines[0] == "refused  row 2, column 'Ref': the cell is empty, and 'id' is needed"
    assert lines[1].startswith("refused  row 2, column 'Signed': 'tbc'")
    assert lines[2] == "refused  row 3, column 'Agreement': the cell is empty, and 'title' is needed"
    assert lines[3].startswith("refused  row 4, column 'Agreement': the cell is a formula")


def test_a_history_that_is_impossible_is_refused(tmp_path: Path) -> None:
    sheet = SHEET.splitlines()[0] + "\n1,A,JP;AU,2021-01-01,,2020-01-01,,\n2,B,JP;AU,2021-01-01,,2022-01-01,,\n"
    mapping = MAPPING.replace('event = "signed"', 'event = "negotiating"')
    result = run(tmp_path, sheet, "--write", mapping=mapping)
    assert "refused  row 2: " in result.stdout
    assert "[illegal-transition]" in result.stdout
    assert list(pactstate.load(tmp_path / "to")) == ["jp-au-2"]


def test_values_that_no_record_can_hold_are_refused(tmp_path: Path) -> None:
    sheet = SHEET.splitlines()[0] + "\n1,A,JP,2021-01-01,,-,,\n"
    assert "row 2, column 'Parties': the table names only one party, JP: complete it" in run(tmp_path, sheet).stdout


def test_a_state_is_a_statement(tmp_path: Path) -> None:
    mapping = MAPPING.replace("unused", 'status = "Remarks"\nstates = {ok = "in_force", "?" = ""}\nunused').replace(
        'unused = ["Remarks"]', ""
    )
    sheet = SHEET.splitlines()[0] + "\n1,A,JP;AU,2021,,2022,,ok\n2,B,JP;AU,2021,,-,,?\n3,C,JP;AU,2021,,-,,dormant\n"
    result = run(tmp_path, sheet, "--write", mapping=mapping)
    assert "row 4, column 'Remarks': no state is known for 'dormant'" in result.stdout
    registry = pactstate.load(tmp_path / "to")
    assert [str(one.says) for one in registry["jp-au-1"].statements] == ["in_force"]
    assert registry["jp-au-2"].statements == ()


@pytest.mark.parametrize(
    ("signed", "in_force", "order"),
    [
        ("2024", "2024-03-01", ["signed", "in_force"]),
        ("2024-03-01", "2024", ["signed", "in_force"]),
        ("2024-03", "2024", ["signed", "in_force"]),
        ("2024-02", "2024-03-01", ["signed", "in_force"]),
        ("2024-03-01", "2024-03-01", ["signed", "in_force"]),
    ],
)
def test_events_are_in_the_order_of_their_days(tmp_path: Path, signed: str, in_force: str, order: list[str]) -> None:
    sheet = SHEET.splitlines()[0] + f"\n1,A,JP;AU,{signed},,{in_force},,\n"
    run(tmp_path, sheet, "--write")
    assert [one.name for one in pactstate.load(tmp_path / "to")["jp-au-1"].history] == order


# A register with a row for each party.

ACTS = """\
[source]
id = "depositary-2025"
title = "Status of treaties"
published = "2025-12-01"

[agreements]
id = "dep-{Treaty No}"
title = "Title"
kind = "treaty"
open = true

[[acts]]
event = "signed"
date = "Signature"
party = "Participant"

[[acts]]
event = "ratified"
date = "Consent"
party = "Participant"
unless = {Mode = "a"}

[[acts]]
event = "ratified"
date = "Consent"
party = "Participant"
manner = "accession"
where = {Mode = ["a"]}

[dates]
codes = {"31-12-9999" = ""}

[parties]
"Ruritania, Kingdom of" = "SE"
"""
DEPOSITARY = """\
Treaty No\tTitle\tParticipant\tSignature\tConsent\tMode
7\tWidgets\tNorway\t1 Jan 1990\t2 Feb 1991\t
7\tWidgets\tRuritania, Kingdom of\t1 Jan 1990\t31-12-9999\t
7\tWidgets\tFinland\t\t3 Mar 1992\ta
"""


def test_acts_of_parties_make_one_agreement(tmp_path: Path) -> None:
    result = run(tmp_path, DEPOSITARY, "--write", mapping=ACTS, name="sheet.tsv")
    assert result.return_value == 0, result.output
    treaty = pactstate.load(tmp_path / "to")["dep-7"]
    assert treaty.parties == ("NO", "SE", "FI")
    assert [(one.name, one.party, one.manner) for one in treaty.history] == [
        ("signed", "NO", None),
        ("signed", "SE", None),
        ("ratified", "NO", None),
        ("ratified", "FI", "accession"),
    ]


def test_rows_of_one_agreement_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = DEPOSITARY.replace("Widgets\tFinland", "Wodgets\tFinland")
    assert (
        "row 4, column 'Title': row 2 of 'dep-7' has another title"
        in run(tmp_path, other, mapping=ACTS, name="sheet.tsv").stdout
    )
    two = DEPOSITARY.replace("Finland", "Finland;Norway")
    assert "an act has one party" in run(tmp_path, two, mapping=ACTS, name="sheet.tsv").stdout
    none = DEPOSITARY.replace("Finland", "Atlantis")
    out = run(tmp_path, none, mapping=ACTS, name="sheet.tsv").stdout
    assert out.count("no code of a party is known for 'Atlantis'") == 1
    wrong = ACTS.replace('"accession"', '"whim"')
    assert "row 4: " in run(tmp_path, DEPOSITARY, mapping=wrong, name="sheet.tsv").stdout
    monkeypatch.setattr(rows, "MAX_ROWS_OF_ONE", 2)
    assert "'dep-7' has more than 2 rows" in run(tmp_path, DEPOSITARY, mapping=ACTS, name="sheet.tsv").stdout


# Cells.


@pytest.mark.parametrize(
    ("text", "rules", "date"),
    [
        ("2024-07-08", DateRules(), "2024-07-08"),
        ("15 Sept 2023", DateRules(), "2023-09-15"),
        ("Nov 2025", DateRules(), "2025-11"),
        ("13/04/2021", DateRules(), "2021-04-13"),
        ("03/04/2021", DateRules(dayfirst=False), "2021-03-04"),
        ("8.7.24", DateRules(formats=("%Y%m%d", "%d.%m.%y")), "2024-07-08"),
        ("9999-12-31", DateRules(codes={"9999-12-31": ""}), None),
        ("TBC", DateRules(missing=("tbc",)), None),
        ("2564", DateRules(codes={"2564": "2021"}), "2021"),
        ("x", DateRules(codes={"x": "9999-12-31"}), "9999-12-31"),
        ("2021-03-04T00:00:00Z", DateRules(), "2021-03-04"),
        ("2021/03", DateRules(), "2021-03"),
        *((f"2021-03-04 {time}", DateRules(), "2021-03-04") for time in ("9:30 PM", "09.30", "23:59:59.999 +09:00")),
        ("2021-03-04T09:30:00.000Z", DateRules(), "2021-03-04"),
        ("2021-03-04 09:30 JST", DateRules(), "2021-03-04"),
        ("2021.10", DateRules(), "2021-10"),
        ("between 4 March 2021 and 5 April 2022", DateRules(), "2021-03-04/2022-04-05"),
        ("3-4 March 2021", DateRules(), "2021-03-03/2021-03-04"),
        ("1.2.69", DateRules(formats=("%d.%m.%y",)), "1969-02-01"),
        ("Fri, 5 / 3 / 2021", DateRules(dayfirst=True), "2021-03-05"),
        ("c. 3/4/2021", DateRules(dayfirst=True), "2021-04-03~"),
        ("1.2.2021-3.4.2021", DateRules(dayfirst=True), "2021-02-01/2021-04-03"),
        ("2001-1-2/3.4.2021", DateRules(dayfirst=False), "2001-01-02/2021-03-04"),
        ("1.1.2021 00:00", DateRules(), "2021-01-01"),
        ("13/4/2021 12:00 AM", DateRules(), "2021-04-13"),
        ("2019[1]", DateRules(), "2019"),
        ("3 May 2020 (?)", DateRules(), "2020-05-03?"),
        ("3 May 2020 [note 2][3]", DateRules(), "2020-05-03"),
        ("3 May 2020\u00b2", DateRules(), "2020-05-03"),
        ("7.VIII.2024", DateRules(), "2024-08-07"),
        ("2020. 5. 6.", DateRules(), "2020-05-06"),
        ("2021年4月頃", DateRules(), "2021-04~"),
        ("1353-10-20", DateRules(medieval=True), "1353-10-20"),
        ("1442-03-01", DateRules(codes={"1442-03-01": "2020-10-17"}), "2020-10-17"),
    ],
)
def test_a_date_with_one_meaning(text: str, rules: DateRules, date: str | None) -> None:
    found = meant_date(text, rules)
    assert (found and str(found)) == date


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        ("03/04/2021", DateRules(), "may be 2021-04-03 or 2021-03-04: say which with 'dayfirst'"),
        ("04/13/2021", DateRules(dayfirst=True), "is no day where dayfirst is true in [dates]"),
        ("13/04/2021", DateRules(dayfirst=False), "is no day where dayfirst is false in [dates]"),
        (
            "spring 2021",
            DateRules(),
            "may be 2021-03/2021-05 in the north or 2021-09/2021-11 in the south: write one of them",
        ),
        ("2021年春", DateRules(), "in the north or 2021-09/2021-11 in the south"),
        ("Fri 5 / 3 / 2021", DateRules(dayfirst=False), "since 2021-05-03 is a Monday: correct one of them"),
        ("Fri, 5/3/2021", DateRules(dayfirst=False), "since 2021-05-03 is a Monday: correct one of them"),
        ("3.4.2021 00:00", DateRules(), "may be 2021-04-03 or 2021-03-04: say which with 'dayfirst'"),
        ("30/02/2021", DateRules(dayfirst=True), "is a day that the calendar does not have"),
        *(
            (text, DateRules(), "points to the date of another cell: write the date")
            for text in ("同日", "Same day.", '"')
        ),
        *((text, DateRules(), "has a remark") for text in ("(expected) 2026", "3 May 2020*", "2026 (expected)")),
        ("signed 3 May 2020; in force 1 Jan 2021", DateRules(), "has more than one date: give each event a column"),
        (
            "1399-05-12",
            DateRules(),
            "is it one of the Islamic or Persian calendar? Write the date of the common calendar",
        ),
        ("1 May 1442", DateRules(), "or 'medieval = true' in [dates]"),
        ("3 May 2020 a", DateRules(), "has the mark 'a' behind its date: name it under 'marks' of an act, or leave it"),
        ("20 Maypole 2020 a", DateRules(), "is no date"),
        ("3 May 20201", DateRules(), "is no date"),
        ("pending", DateRules(), "name it under 'missing'"),
        ("2021-01-01 (Rome)", DateRules(), "remark"),
        ("45123", DateRules(), "the number of a day in a spreadsheet (2023-07-16)"),
        ("99999", DateRules(), "is no date"),
        ("2564-03-04", DateRules(), "has a year before 100 or after 2399: is it one of another calendar"),
        ("4 March 2564", DateRules(), "or does it stand for no date?"),
        ("31/12/9999", DateRules(), "name it under 'codes'"),
        ("2020/9999-12-31", DateRules(), "name it under 'codes'"),
        ("0001-01-01", DateRules(), "has a year before 100"),
        ("0021", DateRules(), "has a year before 100"),
        ("1.2.50", DateRules(formats=("%d.%m.%y",)), "may be of 1950 or 2050: write a year of four digits"),
        ("2021-03-03T15:00:00Z", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("2021-03-03T15:00Z", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("2021-03-03 15:00:00 UTC", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("3/3/2021 15:00 GMT", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("2021-03-03T15:00:00-00:00", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("2021-03-03T18:15:00Z", DateRules(), "may be 2021-03-03 or 2021-03-04: write one of them"),
        ("2021-02-30T15:00:00Z", DateRules(), "is a day that the calendar does not have: correct it"),
        ("1998-9", DateRules(), "may be 1998-09 or 1998/1999: write one of them"),
        ("2003/04", DateRules(), "may be 2003-04 or 2003/2004: write one of them"),
        ("2021.1", DateRules(), "may be 2021-01 or 2021-10: write one of them"),
        ("4 March 2021 and 5 April 2022", DateRules(), "has more than one date: give each event a column"),
        ("3 and 4 March 2021", DateRules(), "is no date"),
        ("Mon March 2021", DateRules(), "is no date"),
        ("Sat 2021", DateRules(), "is no date"),
        ("2021-03-04 12:00 to 2022-05-06 12:00 or so", DateRules(), "has more than one date"),
        ("2021-03-04T10:00; 2022-01-01T10:00", DateRules(), "has more than one date"),
        ("2021-03-04 10:00 (Tokyo), 2021-03-05 (Manila)", DateRules(), "has a remark"),
    ],
)
def test_a_date_without_one_meaning(text: str, rules: DateRules, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        meant_date(text, rules)
    assert reason in str(caught.value)


def test_links_of_a_cell() -> None:
    assert links_of("https://a.example/x,y;https://b.example") == ("https://a.example/x,y", "https://b.example")
    with pytest.raises(CellError, match="is no link"):
        links_of("javascript:alert(1)")


# Files that are no tables, and mappings that are none.


@pytest.mark.parametrize(
    ("name", "sheet", "reason"),
    [
        ("sheet.xls", b"", "save it as CSV"),
        ("sheet.csv", b"", "has no header"),
        (
            "sheet.csv",
            b"a\0,\0b\0",
            "is text in an encoding that is not known: open it in the program that wrote it, and",
        ),
        ("sheet.csv", "Ref,Title\n1,The \u2018A\u2019s\n".encode("cp1252"), "is text in an encoding that is not known"),
        ("sheet.csv", b"\xff\xfeA", "is text in an encoding that is not known"),
        *(
            ("sheet.csv", text.encode(name), "and save it as 'CSV UTF-8 (comma delimited)'")
            for name, text in {
                "gb18030": "编号,条约名称\n1,中日渔业协定\n",
                "big5": "編號,條約名稱\n1,中日漁業協定\n",
                "euc-kr": "번호,조약 이름\n1,한일 어업 협정\n",
                "euc-jp": "番号,協定名\n1,日英協定について\n",
                "cp1251": "номер,название\n1,Договор между сторонами\n",
                "cp1253": "αριθμός,τίτλος\n1,Συμφωνία\n",
            }.items()
        ),
        ("sheet.csv", b"a,a\n", "has two columns 'a'"),
        ("sheet.csv", b'a,b\n1,2\n"x,y\n', "is no CSV, at line 3 or before: unexpected end of data; is a quote opened"),
        ("sheet.csv", b"Ref\n1\n", "has no column 'Agreement'"),
        ("sheet.csv", ",".join(f"c{number}" for number in range(1_001)).encode(), "more than 1,000 columns"),
        ("sheet.jsonl", b"[]\n", "has no row that is a JSON object: write one object on each line"),
        ("sheet.csv", b"PK\3\4...", "is a zip archive, as spreadsheets are: give it the ending .xlsx or .ods"),
        ("sheet.csv", b"%PDF-1.4\n", "is a PDF"),
        ("sheet.csv", b"<html></html>", "is HTML or XML: open it in a spreadsheet"),
        ("sheet.xlsx", b"<html></html>", "is HTML or XML: open it in a spreadsheet"),
        (
            "sheet.xls",
            b"\xd0\xcf\x11\xe0....",
            "is a spreadsheet of an old Excel, or one with a password: save it as XLSX",
        ),
        ("sheet.xlsx", b"\xd0\xcf\x11\xe0....", "is a spreadsheet of an old Excel, or one with a password"),
        ("sheet.jsonl", json.dumps({f"c{n}": 1 for n in range(1_001)}).encode(), "more than 1,000 columns"),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path: Path, name: str, sheet: bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, sheet, name=name)


def test_a_table_has_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_table, "MAX_ROWS", 3)
    assert "more than 3 rows" in refusal(tmp_path, SHEET)
    monkeypatch.undo()
    monkeypatch.setattr(read_table, "MAX_CELLS", 8)
    assert "more than 8 cells: split the table" in refusal(tmp_path, SHEET)
    with pytest.raises(read_table.RefusedTableError, match="more than 8 cells: split the table"):
        read_table.read_table(put(tmp_path / "a.jsonl", '{"a": 1, "b": 2, "c": 3}\n' * 4))
    monkeypatch.setattr(read_table, "MAX_SEPARATORS", 2)
    assert "a line with more than 2 cells: is it a table?" in refusal(tmp_path, SHEET)
    monkeypatch.setattr(read_table, "MAX_TABLE_BYTES", 10)
    assert "more than 10 bytes" in refusal(tmp_path, SHEET)
    with pytest.raises(read_table.RefusedTableError, match="is no file"):
        read_table.read_table(tmp_path / "none.csv")


def test_rows_that_do_not_fit_are_refused_alone(tmp_path: Path) -> None:
    head = SHEET.splitlines()[0]
    sheet = f"{head}\n1,A,JP;AU,2020,,-,,,more\n\n2,B,JP;AU\n3,{'x' * 65_537},JP;AU\n"
    lines = run(tmp_path, sheet).stdout.splitlines()
    assert lines[0] == "created  jp-au-2 (row 4)"
    assert lines[1].startswith("refused  row 2: the row has 9 cells, and the header 8")
    assert lines[2] == "refused  row 5, column 'Agreement': the cell has more than 65,536 characters"


def test_json_lines(tmp_path: Path) -> None:
    row = {"Ref": 1, "Agreement": "A", "Parties": "JP;AU", "Signed": "2020", "Place": None, "In force": "-"}
    whole = {**row, "Links": "", "Remarks": True}
    lines = [whole, {**whole, "Ref": 2, "Place": ["x"]}]
    sheet = "\n".join([*map(json.dumps, lines), "", "no", ""])
    out = run(tmp_path, sheet, name="sheet.jsonl").stdout.splitlines()
    assert out[0] == "created  jp-au-1 (row 1)"
    assert out[1] == "refused  row 2, column 'Place': the value is a list or an object: write a text or a number"
    assert out[2] == "refused  row 4: the line is no JSON object"


def test_json_that_loses_a_value_is_refused_by_its_row(tmp_path: Path) -> None:
    row = '{"Ref": "1", "Agreement": "A", "Parties": "JP;AU", "Signed": "2020", "Place": 1.50, "In force": "-"%s}\n'
    sheet = "".join(row % more for more in (', "Links": "", "Remarks": 1e400', ', "Ref": "2"', ', "Remarks": NaN', ""))
    lines = run(tmp_path, sheet, "--write", name="sheet.jsonl").stdout.splitlines()
    assert lines[:3] == [
        "created  jp-au-1 (row 1)",
        "refused  row 2: the object has a key two times: give each a name of its own",
        "refused  row 3: the line is no JSON object",
    ]
    # A number is the text that it was written as.
    assert pactstate.load(tmp_path / "to")["jp-au-1"].history[0].place == "1.50"


@pytest.mark.parametrize(
    ("cells", "printed"),
    [
        (
            {"Ref": "1\u202e"},
            "column 'Ref': the cell has the character U+202E (right-to-left override), which does not show",
        ),
        ({"Place": "Ma\u200bnila"}, "column 'Place': the cell has the character U+200B"),
        ({"Ref": "\ud800"}, "column 'Ref': the cell has half of a surrogate pair: write characters that UTF-8 has"),
        ({"Links": "https://example.org/\ufeff"}, "column 'Links': the cell has the character U+FEFF"),
    ],
)
def test_a_cell_that_no_file_can_hold_is_refused_by_row_and_column(
    tmp_path: Path, cells: dict[str, str], printed: str
) -> None:
    row = {"Ref": "1", "Agreement": "A", "Parties": "JP;AU", "Signed": "2020", "Place": "", "In force": "-"}
    sheet = json.dumps({**row, "Links": "", "Remarks": "", **cells}) + "\n"
    lines = run(tmp_path, sheet, name="sheet.jsonl").stdout.splitlines()
    assert lines[0].startswith("refused  row 1")
    assert printed in lines[0]
    assert lines[1:] == ["0 to create, 0 unchanged, 1 refused"]


def test_a_locator_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    # A character for private use shows in the fonts that have it.
    sheet = SHEET.splitlines()[0] + "\n1,A \ue000,JP;AU,2020,,-,,\n"
    lines = run(tmp_path, sheet, mapping=MAPPING.replace("record {", "record\u200b {")).stdout.splitlines()
    assert lines[0].startswith("refused  row 2: Claim.locator has the character U+200B (zero width space)")
    assert run(tmp_path, sheet).stdout.splitlines()[0] == "created  jp-au-1 (row 2)"


def test_semicolons_marks_and_old_encodings(tmp_path: Path) -> None:
    sheet = SHEET.splitlines()[0].replace(",", ";") + '\n1;Épée;"JP;AU";2020;;-;;\n'
    result = run(tmp_path, b"\xef\xbb\xbf" + sheet.encode(), "--write")
    assert result.return_value == 0, result.output
    assert pactstate.load(tmp_path / "to")["jp-au-1"].title == "Épée"
    old = run(tmp_path, sheet.encode("cp1252"))
    assert "1 unchanged" in old.stdout
    assert "was read as cp1252" in old.stderr


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp932", "日英協定"),
        ("cp932", "アクセス協定"),
        ("cp932", "について"),
        ("cp1252", "L'ère des régénérés déférée"),
        ("cp1252", "Þýðing \u201aÖ\u2018 \u2013 für Übereinkünfte"),
    ],
)
def test_an_old_encoding_is_read_and_named(tmp_path: Path, encoding: str, title: str) -> None:
    result = run(tmp_path, f"{SHEET.splitlines()[0]}\n1,{title},JP;AU,2020,,-,,\n".encode(encoding), "--write")
    assert result.stderr.endswith(f"is not UTF-8, and was read as {encoding}\n")
    assert pactstate.load(tmp_path / "to")["jp-au-1"].title == title


def test_a_column_that_nothing_uses_is_reported(tmp_path: Path) -> None:
    result = run(tmp_path, "Extra," + SHEET.replace("\n", "\n,").removesuffix(","))
    assert "left out  column 'Extra'" in result.stdout
    assert result.return_value == 1


def test_long_results_are_cut(tmp_path: Path) -> None:
    lines = "".join(f"{number},A,JP;AU,2020,,-,,\n" for number in range(210))
    result = run(tmp_path, f"{SHEET.splitlines()[0]}\n{lines}")
    assert "and 10 more lines: see --report FILE" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[source]", "[source", "is no TOML"),
        ("[source]", "[sauce]", "no key 'sauce': did you mean 'source'"),
        ('title = "Agreement"', 'titel = "Agreement"', "[agreements] has no key 'titel': did you mean 'title'"),
        ('title = "Agreement"', "", "[agreements] needs the key 'title'"),
        ('title = "Agreement"', "title = 1", "[agreements] title takes a text"),
        ('not_recorded = ["ratified"]', "not_recorded = [1]", "takes a list of texts"),
        ('identifiers = {desk = "Ref"}', "identifiers = {desk = 1}", "takes a table of texts"),
        ("dayfirst = true", 'dayfirst = "yes"', "takes true or false"),
        ('event = "signed"', 'event = "sign"', "event: 'sign' is none: did you mean 'signed'"),
        ('event = "signed"', 'event = "xxxxxxxxx"', "is none: write proposed"),
        ("[[agreements.events]]", "[agreements.more]", "has no key 'more'"),
        ("[dates]", "[parties]\nX = 'JP'\n[acts]\n[dates]", "write [[acts]] with two brackets"),
        ("[dates]", "[[acts]]\nevent='signed'\ndate='D'\nparty='P'\nwhere={D=[1]}\n[dates]", "where takes a table"),
        ('published = "2025-12-01"', 'published = "soon"', "no date"),
        ('kind = "treaty"', 'kind = "treaty"\nstates = {a = "dead"}', "states: 'dead' is none"),
    ],
)
def test_a_mapping_that_is_wrong(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert reason in refusal(tmp_path, SHEET, mapping=MAPPING.replace(old, new, 1))


def test_a_mapping_needs_its_parts(tmp_path: Path) -> None:
    assert "[agreements] is missing" in refusal(tmp_path, SHEET, mapping="")
    bare = MAPPING[: MAPPING.index("[[agreements")]
    assert "no event is mapped" in refusal(tmp_path, SHEET, mapping=bare)
    assert "more than 262,144 bytes" in refusal(tmp_path, SHEET, mapping="#" * 262_145)
    words = [str(tmp_path / "none.toml"), str(tmp_path / "sheet.csv"), "--into", str(tmp_path)]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert "no such file" in str(result.exception)


# The folder.


def test_a_snapshot_is_one_source(tmp_path: Path) -> None:
    run(tmp_path, SHEET, "--write")
    later = MAPPING.replace("2025-12-01", "2026-01-01")
    assert "give the source of the mapping another id" in refusal(tmp_path, SHEET, mapping=later)


def test_a_source_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    mapping = MAPPING.replace("Desk's list", "Desk's\u202e list")
    assert "U+202E" in refusal(tmp_path, SHEET, mapping=mapping)
    assert "the source of the mapping" in refusal(tmp_path, SHEET, "--accessed", "2020-01-01")


def test_a_file_that_could_not_be_read_is_not_replaced(tmp_path: Path, write: Callable[..., Path]) -> None:
    folder = tmp_path / "to"
    folder.mkdir()
    (folder / "jp-ph-1.yaml").write_text("id: jp-ph-1\n")
    (folder / "jp-au-9.yaml").write_text("id: jp-au-9\n")
    assert "the file jp-ph-1.yaml exists and could not be read" in run(tmp_path, SHEET, "--write").stdout
    assert (folder / "jp-ph-1.yaml").read_text() == "id: jp-ph-1\n"


def test_links_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "to"
    (folder / "elsewhere").mkdir(parents=True)
    (folder / "a.yaml").write_text("id: a\ntitle: A\nkind: treaty\nparties: [JP, AU]\nhistory: []\n")
    (folder / "sources").symlink_to(tmp_path)
    assert "link" in refusal(tmp_path, SHEET, "--write")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    mapping, sheet = tmp_path / "mapping.toml", tmp_path / "sheet.csv"
    run(tmp_path, SHEET)
    (tmp_path / "file").write_text("")
    words = [str(mapping), str(sheet), "--into", str(tmp_path / "file" / "to"), "--write"]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert isinstance(result.exception, CannotRunError), result.output


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    run(tmp_path, SHEET)
    mapping, sheet = read_mapping(tmp_path / "mapping.toml"), read_table.read_table(tmp_path / "sheet.csv")
    plan = plan_import(mapping, [sheet], tmp_path / "to", dt.date(2026, 11, 22))
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "jp-ph-1.yaml").write_text("mine")
    with pytest.raises(ImportRefusedError, match="it exists since the plan was made"):
        list(write_plan(plan))
    assert (tmp_path / "to" / "jp-ph-1.yaml").read_text() == "mine"


def test_a_name_that_the_system_refuses(tmp_path: Path) -> None:
    with pytest.raises(read_table.RefusedTableError, match="cannot read"):
        read_table.read_table(tmp_path / f"{'x' * 300}.csv")


def test_the_page_of_the_import_says_what_is_printed(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")

    def block(language: str, number: int = 0) -> str:
        return page.split(f"```{language}\n")[number + 1].split("```")[0]

    printed = run(tmp_path, block("csv"), mapping=block("toml")).stdout
    assert printed == block("text")
    answered = block("toml").split("[dates]")[0] + block("toml", 1)
    assert run(tmp_path, block("csv"), "--write", mapping=answered).return_value == 0
    assert len(pactstate.load(tmp_path / "to")) == 4
