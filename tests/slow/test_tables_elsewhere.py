"""Exported tables, opened by the programs that analysts have: Frictionless, sqlite-utils, Datasette, polars, pandas."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import pactstate
from pactstate.cli.export import command
from pactstate.tables.columns import TABLES

AGREEMENTS = Path(__file__).parents[2] / "agreements"
TODAY = "2026-11-30"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    for target in ("csv", "all.sqlite", "all.jsonl", "all.xlsx"):
        words = ["all", "--data", str(AGREEMENTS), "--to", str(folder / target), "--today", TODAY]
        assert CliRunner().invoke(command, words, standalone_mode=False).return_value == 0
    words = ["events", "--data", str(AGREEMENTS), "--to", str(folder / "events.parquet"), "--today", TODAY]
    assert CliRunner().invoke(command, words, standalone_mode=False).return_value == 0
    return folder


def test_frictionless_finds_nothing_in_the_package(exported: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(exported / "csv" / "datapackage.json"))
    assert report.valid
    assert (report.stats["errors"], report.stats["warnings"]) == (0, 0)
    assert [task.name for task in report.tasks] == [*TABLES]
    events = exported / "csv" / "events.csv"
    before = events.read_bytes()
    events.write_bytes(before.replace(b"au-gb-geelong", b"no-such-agreement", 1))
    try:
        assert not frictionless.validate(str(exported / "csv" / "datapackage.json")).valid
    finally:
        events.write_bytes(before)


def test_sqlite_utils_reads_the_database(exported: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils")
    database = sqlite_utils.Database(exported / "all.sqlite")
    assert sorted(database.table_names()) == sorted(TABLES)
    assert sorted(database.view_names()) == ["status_now", "timeline"]
    assert all(database[table].strict for table in TABLES)
    assert [row["integrity_check"] for row in database.query("pragma integrity_check")] == ["ok"]
    assert list(database.query("pragma foreign_key_check")) == []


def test_datasette_shows_every_table(exported: Path) -> None:
    application = pytest.importorskip("datasette.app")

    async def rows() -> dict[str, tuple[int, int]]:
        datasette = application.Datasette(files=[str(exported / "all.sqlite")])
        found = {}
        for name in (*TABLES, "status_now", "timeline"):
            page = await datasette.client.get(f"/all/{name}")
            data = await datasette.client.get(f"/all/{name}.json")
            found[name] = (page.status_code, data.json()["filtered_table_rows_count"])
        return found

    found = asyncio.run(rows())
    assert {code for code, _ in found.values()} == {200}
    assert found["agreements"][1] == found["status_now"][1] == len(pactstate.load(AGREEMENTS))
    assert found["events"][1] == found["timeline"][1]


def test_polars_and_pandas_read_the_same_tables(exported: Path) -> None:
    polars = pytest.importorskip("polars")
    pandas = pytest.importorskip("pandas")
    for table in TABLES:
        path = exported / "csv" / f"{table}.csv"
        assert polars.read_csv(path, infer_schema_length=None).shape == pandas.read_csv(path).shape
    events = polars.read_parquet(exported / "events.parquet")
    assert events.schema["date_earliest"] == polars.Date
    assert events["date_earliest"].drop_nulls().to_list()[0].__class__ is date
    assert pandas.read_parquet(exported / "events.parquet").shape == events.shape
    sheets = pandas.read_excel(exported / "all.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == [*TABLES]
    assert len(sheets["events"]) == events.height
    lines = polars.read_ndjson(exported / "all.jsonl", infer_schema_length=None)
    assert lines.height == sum(len(sheet) for sheet in sheets.values())
    frame = pandas.read_json(exported / "all.jsonl", lines=True)
    columns = {"table", *(column.name for table in TABLES.values() for column in table.columns)}
    assert set(lines.columns) == set(frame.columns) == columns
    notes = frame[frame["table"] == "events"]["note"].dropna()
    assert list(notes) == list(sheets["events"]["note"].dropna())


def test_a_dataframe_of_polars() -> None:
    polars = pytest.importorskip("polars")
    registry = pactstate.load(AGREEMENTS)
    for table in (name for name in TABLES if name != "findings"):
        frame = pactstate.to_dataframe(registry, table, today=TODAY, library="polars")
        assert isinstance(frame, polars.DataFrame)
        assert frame.columns == [column.name for column in TABLES[table].columns]
    status = registry.status(on=TODAY).to_dataframe("polars")
    assert status.height == len(registry)
