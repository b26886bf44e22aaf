"""An import into records that exist: what is inserted, what is left alone, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pactstate
from pactstate.cli.import_ import command
from pactstate.exchange.imports import ImportRefusedError, plan_import, write_plan
from pactstate.exchange.mapping import read_mapping
from pactstate.exchange.read_table import read_table

TODAY = "2026-11-22"
RECORD = """\
id: jp-au-access   # kept by hand
title: Access
kind: treaty
parties: [JP, AU]
identifiers: {register: "7"}
sources:
  gazette: {title: Gazette, published: 2022-01-08}
history:
  # Signed on a screen.
  - event: signed
    date: 2022-01-06
    reported_by: gazette
"""
MAPPING = """\
[source]
id = "register-2025"
title = "Register"
published = "2025-12-01"

[agreements]
id = "register-{No}"
title = "Title"
kind = "treaty"
parties = "Parties"
locator = "record {No}"
identifiers = {register = "No"}
status = "State"
states = {"In force" = "in_force"}

[[agreements.events]]
event = "signed"
date = "Signed"

[[agreements.events]]
event = "in_force"
date = "Force"

[[agreements.events]]
event = "amended"
date = "Amended"
"""
HEAD = "No,Title,Parties,Signed,Force,Amended,State\n"
ROW = "7,Access,JP;AU,2022-01-06,2023-08-13,,In force\n"


INSERTED = """\
reported_by: [gazette, {source: register-2025, locator: record 7}]

  - event: in_force
    date: 2023-08-13
    reported_by:
      - source: register-2025
        locator: record 7

statements:
  - source: register-2025
    says: in_force
    locator: record 7
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "jp-au-access.yaml").write_text(RECORD, encoding="utf-8")
    return folder


def run(folder: Path, rows: str, *words: str, mapping: str = MAPPING) -> Result:
    (folder.parent / "mapping.toml").write_text(mapping, encoding="utf-8")
    (folder.parent / "table.csv").write_text(HEAD + rows, encoding="utf-8")
    paths = [str(folder.parent / name) for name in ("mapping.toml", "table.csv")]
    return CliRunner().invoke(command, [*paths, "--into", str(folder), "--today", TODAY, *words], standalone_mode=False)


def text(folder: Path) -> str:
    return (folder / "jp-au-access.yaml").read_text(encoding="utf-8")


def test_what_a_record_lacks_is_inserted_and_nothing_else_changes(folder: Path) -> None:
    result = run(folder, ROW, "--update", "--write")
    assert result.stdout.splitlines() == [
        "updated  jp-au-access (row 2)",
        "0 created, 1 updated, 0 unchanged, 0 refused",
    ]
    assert text(folder) == RECORD.replace("reported_by: gazette\n", INSERTED)
    assert pactstate.check(folder, today=TODAY).ok


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder, ROW, "--update", "--write")
    before = text(folder)
    assert run(folder, ROW, "--update", "--write").stdout.endswith("0 to create, 1 unchanged, 0 refused\n")
    assert text(folder) == before


@pytest.mark.parametrize("id", ["jp-au-access", "register-7"])
def test_a_row_is_named_by_the_id_of_its_record_or_by_its_own(folder: Path, id: str) -> None:
    lines = run(folder, ROW, "--update", "--only", id).stdout.splitlines()
    assert lines[0] == "updated  jp-au-access (row 2)"


def test_without_leave_nothing_is_inserted(folder: Path) -> None:
    result = run(folder, ROW, "--write")
    assert "row 2: 'jp-au-access' exists and lacks 2 claims and 1 event: --update inserts it" in result.stdout
    assert run(folder, ROW, "--update").stdout.endswith("0 to create, 1 to update, 0 unchanged, 0 refused\n")
    assert text(folder) == RECORD
    assert sorted(path.name for path in folder.rglob("*")) == ["jp-au-access.yaml"]


def test_another_day_of_an_event_is_a_claim_with_a_date_of_its_own(folder: Path) -> None:
    row = ROW.replace("2022-01-06", "2022-01-07")
    assert run(folder, row, "--update", "--write").return_value == 0
    signed = pactstate.load(folder)["jp-au-access"].history[0]
    assert (str(signed.date), [str(claim.date) for claim in signed.claims]) == ("2022-01-06", ["None", "2022-01-07"])
    assert "date-conflict" in [found.rule for found in pactstate.check(folder, today=TODAY).findings]
    assert "0 to create, 1 unchanged" in run(folder, row, "--update").stdout


def test_an_event_that_may_happen_again_is_a_further_event(folder: Path) -> None:
    for day in ("2024-01-01", "2025-01-01"):
        run(folder, ROW.replace(",,", f",{day},"), "--update", "--write")
    events = [(event.name, str(event.date)) for event in pactstate.load(folder)["jp-au-access"].history]
    assert events[2:] == [("amended", "2024-01-01"), ("amended", "2025-01-01")]


def test_where_several_events_may_be_meant_a_person_decides(folder: Path) -> None:
    twice = (
        RECORD + "  - {event: in_force, date: 2023-08-13, reported_by: gazette}\n  - {event: in_force, date: 2024}\n"
    )
    (folder / "jp-au-access.yaml").write_text(twice, encoding="utf-8")
    result = run(folder, ROW.replace("2023-08-13", "2023-08-14"), "--update")
    assert (
        "the record has 'in_force' on 2023-08-13 and 2024, the table on 2023-08-14: add the claim by hand"
        in result.stdout
    )


def test_an_addition_that_makes_the_history_impossible_is_refused(folder: Path) -> None:
    ended = RECORD + "  - {event: abandoned, date: 2022-06-01, reported_by: gazette}\n"
    (folder / "jp-au-access.yaml").write_text(ended, encoding="utf-8")
    result = run(folder, ROW, "--update", "--write")
    assert "[illegal-transition]" in result.stdout
    assert result.stdout.endswith("0 to create, 0 unchanged, 1 refused\n")
    assert text(folder) == ended
    assert not (folder / "sources").exists()


def test_an_error_of_another_record_is_no_reason_against_a_row(folder: Path) -> None:
    other = RECORD.replace("jp-au-access", "jp-au-gas").replace('"7"', '"8"').replace("date: 2022", "date: 2032")
    (folder / "jp-au-gas.yaml").write_text(other, encoding="utf-8")
    assert "future-event" in [one.rule for one in pactstate.check(folder, today=TODAY).findings]
    assert run(folder, ROW, "--update").stdout.splitlines()[0] == "updated  jp-au-access (row 2)"


def test_two_rows_of_one_record_are_refused(folder: Path) -> None:
    (folder / "jp-au-access.yaml").unlink()
    mapping = MAPPING.replace("register-{No}", "x-{Title}")
    other = ROW.replace("7,Access", "7,Transit")
    assert "another row makes 'x-access' already" in run(folder, ROW + other, mapping=mapping).stdout


def test_records_that_the_register_has_no_longer_are_reported(folder: Path) -> None:
    result = run(folder, ROW.replace("7,", "8,", 1))
    assert result.stdout.splitlines()[:2] == [
        "created  register-8 (row 2)",
        "gone     jp-au-access: the table has no row of it",
    ]
    assert text(folder) == RECORD


def test_what_was_recorded_stays(folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "jp-au-access.yaml").write_text(RECORD, encoding="utf-8")
    run(folder, ROW.replace("2022-01-06", "2022-01-07"), "--update", "--write")
    report = pactstate.check(folder, today=TODAY, against=before)
    assert not [found for found in report.findings if found.code.startswith("PS5")]


def test_a_file_that_changes_meanwhile_is_not_written(folder: Path) -> None:
    run(folder, ROW)
    mapping = read_mapping(folder.parent / "mapping.toml")
    plan = plan_import(
        mapping,
        [read_table(folder.parent / "table.csv")],
        folder,
        pactstate.PartialDate(TODAY).earliest,
        may_update=True,
    )
    (folder / "jp-au-access.yaml").write_text(RECORD + "# mine\n", encoding="utf-8")
    with pytest.raises(ImportRefusedError, match="has changed since it was read"):
        list(write_plan(plan))
    assert text(folder) == RECORD + "# mine\n"


@pytest.mark.parametrize("parties", ["", "Ruritania", "between A and B"])
def test_a_record_with_the_key_of_a_row_has_its_parties(folder: Path, parties: str) -> None:
    # The list of a register may name parties in a title only, or not at all.
    rows = ROW.replace("JP;AU", parties) + f"8,Other,{parties},2022-01-06,,,\n"
    lines = run(folder, rows, "--update", "--write").stdout.splitlines()
    assert lines[0] == "updated  jp-au-access (row 2)"
    assert lines[1].startswith("refused  row 3, column 'Parties': ")
    assert text(folder) == RECORD.replace("reported_by: gazette\n", INSERTED)


def test_an_open_record_may_have_one_party(folder: Path) -> None:
    record = RECORD.replace("[JP, AU]", "[JP]\nopen: true")
    (folder / "jp-au-access.yaml").write_text(record, encoding="utf-8")
    lines = run(folder, ROW.replace("JP;AU", ""), "--update", "--write").stdout.splitlines()
    assert lines[0] == "updated  jp-au-access (row 2)"
    assert text(folder) == record.replace("reported_by: gazette\n", INSERTED)


def test_force_of_an_agreement_stands_before_that_of_its_parties(folder: Path) -> None:
    acts = "".join(
        f"  - {{event: in_force, date: {day}, party: {party}, reported_by: gazette}}\n"
        for party, day in (("JP", "2023-08-13"), ("AU", "2023-08-13"), ("NZ", "2024-01-01"))
    )
    record = RECORD.replace("[JP, AU]", "[JP, AU, NZ]").replace("2022-01-08", "2024-02-01") + acts
    (folder / "jp-au-access.yaml").write_text(record, encoding="utf-8")
    assert pactstate.check(folder, today=TODAY).ok
    lines = run(folder, ROW.replace(",In force", ","), "--update", "--write").stdout.splitlines()
    assert lines[0] == "updated  jp-au-access (row 2)"
    assert pactstate.check(folder, today=TODAY).ok
    history = pactstate.load(folder)["jp-au-access"].history
    assert [one.party for one in history if one.name == "in_force"] == [None, "JP", "AU", "NZ"]
