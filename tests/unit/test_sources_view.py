"""Output of ``sources``: each source, what it says, and its record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.folder.registry import read_folder
from pactstate.views import sources as view

GOLDEN = Path(__file__).parent.parent / "golden"

FIRST = """\
id: first
title: First
kind: treaty
parties: [JP, PH]
history:
  - {event: signed, date: 2020-01-01, reported_by: [paper, {source: blog, date: 2020-02, rejected: another day}]}
  - {event: approved, party: JP, date: 2020-03, announced_by: [paper], denied_by: [{source: blog, locator: line 1}]}
statements:
  - {source: blog, says: negotiating, locator: headline, rejected: it was signed}
  - {source: blog, says: in_force}
  - {source: bare, says: signed}
"""
SECOND = """\
id: second
title: Second
kind: treaty
parties: [JP, PH]
history:
  - {event: signed, date: 2020-01-01, reported_by: [paper]}
"""
SOURCES = """\
paper: {title: A paper, publisher: The Paper, author: A. Uthor, published: 2020-02-01, type: press, corrected: the day}
blog: {title: "=A blog", published: 2020-02-02/2020-02-03, basis: undated page, type: secondary}
bare: {title: Bare}
"""


@pytest.fixture
def found(write: Callable[..., Path]) -> list[view.Record]:
    return view.records(read_folder(write(first=FIRST, second=SECOND, sources=SOURCES)).registry.agreements)


def test_the_record_counts_what_stands_and_what_does_not(found: list[view.Record]) -> None:
    counts = {record.source.id: view.cells(record)[3:] for record in found}
    assert counts == {
        "bare": ("1", "", "", "", "first"),
        "blog": ("1", "2", "1", "1", "first"),
        "paper": ("3", "", "", "", "first, second"),
    }


def test_output_is_as_kept(found: list[view.Record], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "sources.txt", view.render_plain(found, in_detail=True))
    golden(GOLDEN / "sources.md", view.render_markdown(found))
    golden(GOLDEN / "sources.json", view.render_json(found))
    golden(GOLDEN / "sources.csv", view.render_csv(found))


def test_without_asking_only_the_table_is_reported(found: list[view.Record]) -> None:
    assert view.render_plain(found, in_detail=False).splitlines()[-1] == (
        "3 sources, claims and statements: 5 stand, 2 rejected"
    )
    assert view.summary(found[:1]) == "1 source, claims and statements: 1 stand, 0 rejected"


def test_the_machine_formats_read_back(found: list[view.Record]) -> None:
    told = json.loads(view.render_json(found))
    assert told["version"] == 1
    assert [source["id"] for source in told["sources"]] == ["bare", "blog", "paper"]
    records = list(csv.DictReader(io.StringIO(view.render_csv(found))))
    assert [record["title"] for record in records] == ["Bare", "'=A blog", "A paper"]
    assert records[2]["agreements"] == "first; second"


def test_a_source_that_is_not_described_has_no_record(write: Callable[..., Path]) -> None:
    text = SECOND.replace("[paper]", "[nobody]") + "statements: [{source: nobody, says: signed}]\n"
    assert view.records(read_folder(write(second=text)).registry.agreements) == []
