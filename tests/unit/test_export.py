"""Exported tables: what they say, in every format, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from builders import entry, head
from pactstate.cli.export import command
from pactstate.cli.output import CannotRunError
from pactstate.domain import log
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Event, Source
from pactstate.exchange import formats
from pactstate.tables.columns import TABLES
from pactstate.tables.rows import AnsweredAgreement, Question
from pactstate.tables.spells import party_spells

TODAY = "2026-11-22"
SOURCES = "s: {title: S, published: 2024-07-09, url: 'https://example.org/s'}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["--today", TODAY, *arguments], standalone_mode=False)


def exported(data: Path, target: Path, *arguments: str) -> Path:
    result = run("--data", str(data), "--to", str(target), *arguments)
    assert result.return_value == 0, (result.output, result.exception)
    return target


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def treaty(*history: Event, parties: str = "FR NO", **more: object) -> Agreement:
    source = Source("s", "S", published="2024")
    return Agreement("x", "X", "treaty", parties.split(), history, sources=[source], **more)


# Contents of the tables.


def test_states_follow_each_other_and_the_last_one_is_open(agreements: Path, tmp_path: Path) -> None:
    folder = exported(agreements, tmp_path / "out", "spells")
    found = [
        (row["state"], row["from"], row["to"]) for row in rows(folder, "spells") if row["agreement"] == "jp-ph-raa"
    ]
    assert found[-3:] == [
        ("signed", "2024-07-08", "2025-08-12"),
        ("ratified", "2025-08-12", "2025-09-11"),
        ("in_force", "2025-09-11", ""),
    ]


def test_only_what_was_known_counts(agreements: Path, tmp_path: Path) -> None:
    folder = exported(agreements, tmp_path / "out", "--known-by", "2025-08-20", "--on", "2025-09-20")
    (now,) = [row for row in rows(folder, "agreements") if row["agreement"] == "jp-ph-raa"]
    assert (now["state"], now["possible"], now["presumed"]) == ("", "ratified; in_force", "in_force")
    assert (now["on_earliest"], now["known_by"], now["projected"]) == ("2025-09-20", "2025-08-20", "true")
    assert max(row["known"] for row in rows(folder, "knowledge")) <= "2025-08-20"
    last = [row["state"] for row in rows(folder, "spells") if row["agreement"] == "jp-ph-raa"][-1]
    assert last == "ratified"
    last = [row["standing"] for row in rows(folder, "party_spells") if row["agreement"] == "jp-ph-raa"][-1]
    assert last == "consented"


def test_a_date_has_its_text_and_its_bounds(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("signed", "2024-07") + entry("in_force", "2024-08/..")
    folder = exported(write(x=head() + history), tmp_path / "out", "events")
    dates = [(row["date"], row["date_earliest"], row["date_latest"]) for row in rows(folder, "events")]
    assert dates == [("2024-07", "2024-07-01", "2024-07-31"), ("2024-08/..", "2024-08-01", "")]


def test_events_of_one_entry_have_a_row_each(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("[signed, in_force]", "2024-07-08", "reported_by: [s]")
    folder = exported(write(x=head() + history, sources=SOURCES), tmp_path / "out")
    events = [(row["number"], row["entry"], row["event"]) for row in rows(folder, "events")]
    assert events == [("1", "1", "signed"), ("2", "1", "in_force")]
    assert [(row["event_number"], row["source"]) for row in rows(folder, "claims")] == [("1", "s"), ("2", "s")]


def test_a_source_that_is_not_described_has_a_row_all_the_same(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("signed", "2024-07-08", "reported_by: [gone]")
    text = head() + history + "statements: [{source: lost, says: signed}]\n"
    folder = exported(write(x=text), tmp_path / "out")
    assert [(row["source"], row["described"]) for row in rows(folder, "sources")] == [
        ("gone", "false"),
        ("lost", "false"),
    ]
    # DictReader keeps cells beyond the header under the key None, and gives None to columns without a cell.
    assert all(None not in row and None not in row.values() for row in rows(folder, "sources"))


def test_findings_are_those_of_check(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("in_force", "2024-07-08") + entry("negotiating", "2025")
    folder = exported(write(x=head() + history), tmp_path / "out", "findings")
    assert "illegal-transition" in [row["rule"] for row in rows(folder, "findings")]


def test_other_tables_are_written_without_the_findings(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("in_force", "2024-07-08") + entry("negotiating", "2025")
    folder = exported(write(x=head() + history), tmp_path / "out", "sources")
    assert {path.name for path in folder.iterdir()} == {"sources.csv", "datapackage.json"}


# Spells of the parties.


def spells(agreement: Agreement, known_by: str | None = None) -> list[tuple[str, str, str, str]]:
    by = None if known_by is None else PartialDate(known_by)
    question = Question(PartialDate(TODAY), by, dt.date.fromisoformat(TODAY))
    found = party_spells(AnsweredAgreement(agreement, question).reported, agreement.parties)
    return [(one.party, " or ".join(one.places), str(one.since), str(one.until or "")) for one in found]


def test_a_spell_that_the_record_passes_over_began_after_the_entry_before() -> None:
    history = [Event("signed", "1950-01-01"), Event("notice_given", "1958-01-01", party="FR")]
    found = spells(Agreement("a", "A", "treaty", ["FR", "NO"], history, not_recorded=["in_force"]))
    assert found == [
        ("FR", "signed", "1950-01-01", "1958-01-01"),
        ("NO", "signed", "1950-01-01", "1950-01-01/1958-01-01"),
        ("FR", "under notice", "1958-01-01", ""),
        ("NO", "bound", "1950-01-01/1958-01-01", ""),
    ]


def test_each_party_has_spells_of_its_own() -> None:
    history = (
        Event("signed", "2001", party="FR", reported_by="s"),
        Event("signed", "2002", party="NO", reported_by="s"),
        Event("ratified", "2003", party="FR", reported_by="s"),
        Event("ratified", "2004", party="NO", reported_by="s"),
        Event("in_force", "2005", reported_by="s"),
        Event("terminated", "2010", reported_by="s"),
    )
    assert [one for one in spells(treaty(*history)) if one[0] == "FR"] == [
        ("FR", "signed", "2001", "2003"),
        ("FR", "consented", "2003", "2005"),
        ("FR", "bound", "2005", "2010"),
        ("FR", "no longer bound: the agreement is over", "2010", ""),
    ]


def test_a_party_that_leaves_and_comes_back() -> None:
    history = (
        Event("in_force", "2001", reported_by="s"),
        Event("withdrawn", "2003", party="FR", reported_by="s"),
        Event("ratified", "2005", party="FR", reported_by="s"),
    )
    found = [one for one in spells(treaty(*history, parties="FR NO SE")) if one[0] == "FR"]
    assert [one[1:] for one in found] == [
        ("bound", "2001", "2003"),
        ("gone", "2003", "2005"),
        ("consented", "2005", ""),
    ]


def test_a_signature_that_is_taken_back_ends_the_spell() -> None:
    history = (
        Event("adopted", "2000", reported_by="s"),
        Event("signed", "2001", party="FR", reported_by="s"),
        Event("withdrawn", "2003", party="FR", of="signed", reported_by="s"),
    )
    found = [one for one in spells(treaty(*history, parties="FR NO SE", open=True)) if one[0] == "FR"]
    assert found == [("FR", "signed", "2001", "2003")]


def test_a_party_that_signs_anew_has_another_spell() -> None:
    history = (
        Event("adopted", "2000", reported_by="s"),
        Event("signed", "2001", party="FR", reported_by="s"),
        Event("withdrawn", "2003", party="FR", of="signed", reported_by="s"),
        Event("signed", "2005", party="FR", reported_by="s"),
    )
    found = [one for one in spells(treaty(*history, parties="FR NO SE", open=True)) if one[0] == "FR"]
    assert found == [("FR", "signed", "2001", "2003"), ("FR", "signed", "2005", "")]


def test_only_reports_that_were_known_make_spells() -> None:
    signed = treaty(Event("signed", "2001", reported_by="s"))
    assert spells(signed, "2023") == []
    assert [one[0] for one in spells(signed, "2025")] == ["FR", "NO"]


def test_the_bounds_of_neighbours_narrow_a_spell() -> None:
    history = (Event("signed", "2001", reported_by="s"), Event("in_force", "2001-03", reported_by="s"))
    assert spells(treaty(*history))[0] == ("FR", "signed", "2001-01-01/2001-03-31", "2001-03")


# Several folders.


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Two folders, each with an agreement and a finding on it."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        text = head(id=f"x-{name}") + entry("in_force", "2024-07-08") + entry("negotiating", "2025")
        (tmp_path / name / f"x-{name}.yaml").write_text(text)
    return tmp_path


def test_several_folders_make_one_set_of_tables(folders: Path) -> None:
    exported(folders / "a", folders / "out", "--data", str(folders / "b"))
    assert [row["agreement"] for row in rows(folders / "out", "agreements")] == ["x-a", "x-b"]
    found = rows(folders / "out", "findings")
    assert [int(row["number"]) for row in found] == [*range(1, len(found) + 1)]
    assert {row["agreement"] for row in found} == {"x-a", "x-b"}


def test_folders_that_share_an_id_are_refused(folders: Path) -> None:
    (folders / "b" / "x-a.yaml").write_text((folders / "a" / "x-a.yaml").read_text())
    for tables in (["events"], []):
        with pytest.raises(CannotRunError, match="two folders have an agreement 'x-a': export each by itself"):
            exported_or_raise(folders / "a", folders / "out", "--data", str(folders / "b"), *tables)


@pytest.mark.parametrize("tables", [["events"], []])
def test_a_folder_that_cannot_be_read_is_named_as_it_is_written(folders: Path, tables: list[str]) -> None:
    with pytest.raises(CannotRunError, match=r"^no such folder: .*/NoWhere$"):
        exported_or_raise(folders / "a", folders / "out", "--data", str(folders / "NoWhere"), *tables)
    assert not [*(folders / "out").iterdir()]


def test_the_folders_of_the_settings_are_exported(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folders / "pactstate.toml").write_text('paths = ["a", "b"]\n')
    monkeypatch.chdir(folders)
    assert run("--to", "out", "agreements").return_value == 0
    assert len(rows(folders / "out", "agreements")) == 2


def test_the_variable_names_one_folder(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folders / "a").rename(folders / "with a blank")
    monkeypatch.setenv("PACTSTATE_DATA", str(folders / "with a blank"))
    assert run("--to", str(folders / "out"), "agreements").return_value == 0
    assert [row["agreement"] for row in rows(folders / "out", "agreements")] == ["x-a"]
    monkeypatch.setenv("PACTSTATE_DATA", "")
    monkeypatch.chdir(folders / "b")
    (folders / "b").rename(folders / "agreements")
    assert run("--to", str(folders / "out"), "agreements").return_value == 0
    assert [row["agreement"] for row in rows(folders / "out", "agreements")] == ["x-b"]


def test_what_changed_in_several_folders(folders: Path) -> None:
    shutil.copytree(folders / "a", folders / "before")
    (folders / "before" / "gone.yaml").write_text(head(id="gone") + entry("signed", "2024"))
    since = ("--since", str(folders / "before"))
    result = run("--data", str(folders / "a"), "--data", str(folders / "b"), "--to", str(folders / "out"), *since)
    assert [row["agreement"] for row in rows(folders / "out", "agreements")] == ["x-b"]
    assert result.stderr.endswith("and so in no table: gone\n")


def test_there_is_room_for_the_gravest_findings(write: Callable[..., Path], tmp_path: Path) -> None:
    history = entry("in_force", "2024-07-08") + entry("negotiating", "2025") * 600
    folder = write(x=head() + history)
    result = run("--data", str(folder), "--to", str(tmp_path / "out"), "findings")
    found = rows(tmp_path / "out", "findings")
    assert {row["severity"] for row in found} == {"error"}
    assert f"the table 'findings' has the {len(found):,} gravest of " in result.stderr
    assert (tmp_path / "out" / "findings.csv").stat().st_size < 9 * (folder / "x.yaml").stat().st_size


# Formats.


@pytest.fixture
def everything(write: Callable[..., Path]) -> Path:
    """A folder with a row in each table but findings, and texts that are formulas elsewhere."""
    history = entry("signed", "2024-07-08", "reported_by: [s]", "note: '=1+1'") + entry("in_force", "2025")
    more = "statements: [{source: s, says: negotiating}]\n"
    keys = "identifiers: {unts: I-1}\nreplaces: [y]\n"
    return write(
        x=head(more=keys) + history + more,
        y=head(id="y", title="Y") + entry("signed", "1999"),
        sources=SOURCES,
    )


def test_a_package_describes_every_column(everything: Path, tmp_path: Path) -> None:
    folder = exported(everything, tmp_path / "out")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        header = (folder / resource["path"]).read_text(encoding="utf-8").splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])
        for key in resource["schema"].get("foreignKeys", ()):
            there = {
                tuple(row[one] for one in key["reference"]["fields"])
                for row in rows(folder, key["reference"]["resource"])
            }
            assert {tuple(row[one] for one in key["fields"]) for row in rows(folder, resource["name"])} <= there


def test_csv_guards_formulas(everything: Path, tmp_path: Path) -> None:
    assert rows(exported(everything, tmp_path / "out", "events"), "events")[0]["note"] == "'=1+1"


def test_a_package_of_some_tables_refers_to_these_alone(everything: Path, tmp_path: Path) -> None:
    package = json.loads((exported(everything, tmp_path / "out", "events") / "datapackage.json").read_text())
    assert "foreignKeys" not in package["resources"][0]["schema"]


def test_json_lines_name_their_table(everything: Path, tmp_path: Path) -> None:
    file = exported(everything, tmp_path / "out.jsonl", "agreements", "events")
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [one["table"] for one in found] == ["agreements", "events", "events", "agreements", "events"]
    assert found[1]["note"] == "=1+1"
    assert found[0]["open"] is False


def test_only_the_first_json_line_of_a_table_has_empty_columns(everything: Path, tmp_path: Path) -> None:
    file = exported(everything, tmp_path / "out.jsonl")
    seen: set[str] = set()
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        table = TABLES[row.pop("table")]
        columns = [column.name for column in table.columns]
        assert [name for name in columns if name in row] == list(row)
        if table.name in seen:
            assert None not in row.values()
        else:
            assert list(row) == columns
        seen.add(table.name)


def test_a_database_is_whole_and_the_same_each_time(everything: Path, tmp_path: Path) -> None:
    file = exported(everything, tmp_path / "out.sqlite")
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("SELECT agreement, status FROM status_now").fetchall()[1] == ("y", "signed")
    timeline = connection.execute("SELECT agreement, event, date_latest FROM timeline").fetchall()
    assert timeline[:2] == [("x", "signed", "2024-07-08"), ("x", "in_force", "2025-12-31")]
    assert all("STRICT" in sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table'"))
    connection.close()
    assert exported(everything, tmp_path / "again.sqlite").read_bytes() == file.read_bytes()


def test_a_database_of_some_tables_has_no_view_of_others(everything: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(exported(everything, tmp_path / "out.db", "claims", "events"))
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql NOT NULL")]
    connection.close()
    assert names == ["events", "claims"]


def test_parquet_has_types(everything: Path, tmp_path: Path) -> None:
    folder = exported(everything, tmp_path / "out", "--format", "parquet")
    table = pyarrow.parquet.read_table(folder / "events.parquet")
    assert table.column("date_earliest").to_pylist()[0].isoformat() == "2024-07-08"
    assert table.column("partial").to_pylist() == [False] * 3
    assert exported(everything, tmp_path / "spells.parquet", "spells").is_file()


def test_parquet_is_written_in_batches(write: Callable[..., Path], tmp_path: Path) -> None:
    history = "".join(entry("note", "2024-07-08") for _ in range(5_001))
    file = exported(write(x=head() + history), tmp_path / "out.parquet", "events")
    assert pyarrow.parquet.ParquetFile(file).metadata.num_row_groups == 2


def test_a_workbook_has_texts_and_links(everything: Path, tmp_path: Path) -> None:
    import zipfile

    file = exported(everything, tmp_path / "out.xlsx")
    with zipfile.ZipFile(file) as book:
        sheets = {name: book.read(name).decode() for name in book.namelist()}
    events = sheets["xl/worksheets/sheet3.xml"]
    assert "=1+1" in events
    assert "<f>" not in "".join(sheets.values())
    assert 'state="frozen"' in events
    assert "https://example.org/s" in sheets["xl/worksheets/_rels/sheet5.xml.rels"]
    assert exported(everything, tmp_path / "again.xlsx").read_bytes() == file.read_bytes()


def test_an_address_that_is_too_long_for_a_link_is_a_text(write: Callable[..., Path], tmp_path: Path) -> None:
    import zipfile

    long, short = f"https://example.org/{'x' * 2_100}", "https://example.org/short"
    sources = f"a: {{title: A, url: '{long}'}}\nb: {{title: B, url: '{short}'}}\n"
    history = entry("signed", "2024-07-08", "reported_by: [a, b]")
    file = exported(write(x=head() + history, sources=sources), tmp_path / "out.xlsx", "sources")
    with zipfile.ZipFile(file) as book:
        assert long in book.read("xl/worksheets/sheet1.xml").decode()
        assert book.read("xl/worksheets/_rels/sheet1.xml.rels").decode().count("Target=") == 1


def test_a_sheet_has_its_limit(everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_SHEET_ROWS", 2)
    with pytest.raises(CannotRunError, match=r"has more than the 2 rows of a sheet"):
        exported_or_raise(everything, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == [everything]


def exported_or_raise(data: Path, target: Path, *arguments: str) -> None:
    result = run("--data", str(data), "--to", str(target), *arguments)
    if result.exception:
        raise result.exception


# Refusals and messages.


@pytest.mark.parametrize(
    ("target", "arguments", "message"),
    [
        ("out.txt", (), "the ending '.txt' stands for no format"),
        ("out.parquet", (), "a file of parquet holds one table, and there are 12"),
        ("out", ("event",), "no table 'event': did you mean 'events'"),
        ("out", ("qqqqq",), "write one of agreements, parties"),
        ("out.xlsx/x.sqlite", (), "cannot write"),
    ],
)
def test_what_cannot_be_written_is_refused(
    everything: Path, tmp_path: Path, target: str, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "out.xlsx").write_text("")
    with pytest.raises(CannotRunError) as caught:
        exported_or_raise(everything, tmp_path / target, *arguments)
    assert message in str(caught.value)


def test_a_file_in_place_of_a_folder_is_refused(everything: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "x.sqlite").mkdir()
    with pytest.raises(CannotRunError, match="it is no folder"):
        exported_or_raise(everything, tmp_path / "file")
    with pytest.raises(CannotRunError, match="it is a folder"):
        exported_or_raise(everything, tmp_path / "x.sqlite")


@pytest.mark.parametrize("name", ["x.yaml", "new.YML", "pactstate.toml"])
@pytest.mark.parametrize("form", [(), ("--format", "jsonl"), ("--format", "csv")])
def test_no_record_is_replaced(write: Callable[..., Path], name: str, form: tuple[str, ...]) -> None:
    folder = write(x=head() + entry("signed", "2024"))
    before = (folder / "x.yaml").read_bytes()
    with pytest.raises(CannotRunError, match="records and settings have the ending"):
        exported_or_raise(folder, folder / name, *form)
    assert [path.read_bytes() for path in folder.iterdir()] == [before]


def test_links_are_not_followed(everything: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "events.csv").symlink_to(victim)
    (tmp_path / "out.sqlite").symlink_to(victim)
    for target in ("out", "out.sqlite"):
        with pytest.raises(CannotRunError, match="links are not followed"):
            exported_or_raise(everything, tmp_path / target)
    assert victim.read_text() == "kept"


def test_what_is_no_regular_file_is_not_replaced(everything: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "events.csv").mkdir(parents=True)
    with pytest.raises(CannotRunError, match=r"events\.csv is no regular file"):
        exported_or_raise(everything, tmp_path / "out")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["events.csv"]


@pytest.mark.parametrize(
    ("target", "library", "extra"), [("a.xlsx", "xlsxwriter", "xlsx"), ("a.parquet", "pyarrow", "parquet")]
)
def test_a_missing_library_is_named(
    everything: Path, tmp_path: Path, target: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(CannotRunError, match=rf"needs {library}: pip install 'pactstate\[{extra}\]'"):
        exported_or_raise(everything, tmp_path / target, "events")


def test_files_with_errors_are_left_out_and_counted(write: Callable[..., Path], tmp_path: Path) -> None:
    good = head(id="a") + entry("signed", "2024")
    folder = write(a=good, b="id: b\n")
    result = run("--data", str(folder), "--to", str(tmp_path / "out"), "events")
    assert result.return_value == 1
    assert "1 file was left out, first " in result.stderr
    write(c=good)
    assert "2 files were left out" in run("--data", str(folder), "--to", str(tmp_path / "out")).stderr


def test_a_history_too_long_for_the_log_is_noted(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MAX_STEPS", 0)
    texts = {f"x{number}": head(id=f"x{number}") + entry("signed", "2024", "reported_by: [s]") for number in range(12)}
    result = run("--data", str(write(sources=SOURCES, **texts)), "--to", str(tmp_path / "out"), "knowledge")
    assert "x0: not in the log" in result.stderr
    assert "and 2 more notes of this kind" in result.stderr


def test_only_what_changed_since_a_base(write: Callable[..., Path], tmp_path: Path) -> None:
    one, two = head(id="a") + entry("signed", "2024"), head(id="b") + entry("signed", "2024")
    before = tmp_path / "before"
    before.mkdir()
    for name, text in (("a", one), ("b", two), ("c", one.replace("id: a", "id: c"))):
        (before / f"{name}.yaml").write_text(text)
    folder = write(a=one, b=two + entry("in_force", "2025"), d=one.replace("id: a", "id: d"))
    result = run("--data", str(folder), "--to", str(tmp_path / "out"), "agreements", "--since", str(before))
    assert [row["agreement"] for row in rows(tmp_path / "out", "agreements")] == ["b", "d"]
    assert "no longer there" in result.stderr
    assert result.stderr.strip().endswith(": c")
    assert run("--data", str(folder), "--to", str(tmp_path / "all"), "--since", str(before)).return_value == 0
    assert {row["agreement"] for row in rows(tmp_path / "all", "findings")} == {"b", "d"}
    (before / "c.yaml").unlink()
    assert run("--data", str(folder), "--to", str(tmp_path / "out"), "--since", str(before)).stderr == ""
    (folder / "a.yaml").write_text("title: [\n")
    result = run("--data", str(folder), "--to", str(tmp_path / "out"), "--since", str(before))
    assert "no longer there" not in result.stderr
    assert "1 file was left out" in result.stderr
