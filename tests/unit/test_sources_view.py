"""Output of ``sources``: each source, what it says, and its record."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pactstate.cli.sources import command
from pactstate.domain.model import Source
from pactstate.folder.read import read_folder
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
    text = SECOND.replace("[paper]", "[nobody]") + "statements: [{source: nobody, says: signed, rejected: no}]\n"
    assert view.records(read_folder(write(second=text)).registry.agreements) == []


# search, contradictions and publishers


def run(folder: Path, *arguments: str) -> Result:
    options = ["--data", str(folder), "--today", "2020-06-01"]
    return CliRunner().invoke(command, [*arguments, *options], standalone_mode=False)


@pytest.fixture
def folder(write: Callable[..., Path]) -> Path:
    sources = SOURCES.replace("type: press", 'url: "https://example.org/news/1", type: press')
    return write(first=FIRST, second=SECOND, sources=sources)


def named(folder: Path, *arguments: str) -> list[str]:
    return [one["id"] for one in json.loads(run(folder, *arguments, "--format", "json").stdout)["sources"]]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("paper",), ["paper"]),
        (("The paper",), ["paper"]),
        (("uthor a",), ["paper"]),
        (("https://example.org/news/1",), ["paper"]),
        (("example.org news",), ["paper"]),
        (("2020-02-01",), ["paper"]),
        (("2020-02",), ["blog", "paper"]),
        (("2020-02-03",), ["blog"]),
        (("bare", "a blog", "blog"), ["bare", "blog"]),
        ((), ["bare", "blog", "paper"]),
        (("--disputed",), ["blog"]),
        (("--disputed", "paper"), []),
    ],
)
def test_sources_are_found_by_what_a_person_knows(
    folder: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert named(folder, *arguments) == expected


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("papr", "no source 'papr': did you mean 'paper'?"),
        ("none such", "no source 'none such'"),
        ("2019", "no source '2019'"),
        ("!!", "no source '!!'"),
    ],
)
def test_what_means_no_source(folder: Path, word: str, message: str) -> None:
    assert str(run(folder, word).exception) == message


def test_disputed_sources_say_against_whom(folder: Path) -> None:
    lines = run(folder, "--disputed").stdout.splitlines()
    assert "  first: reports signed on 2020-01-01, dating it 2020-02; against paper; rejected: another day" in lines
    assert "  first: denies approved by JP on 2020-03; against paper (line 1)" in lines
    told = json.loads(run(folder, "--disputed", "--format", "json").stdout)["sources"]
    assert [one["contradictions"] for one in told] == [4]
    assert [claim["against"] for claim in told[0]["claims"]] == [["paper"], ["paper"]]


def test_titles_have_their_addresses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "paper: A paper (A. Uthor, The Paper)\n  <https://example.org/news/1>\n" in run(folder, "paper").stdout
    assert (
        "**paper**: [A paper](https://example.org/news/1) (The Paper)"
        in run(folder, "paper", "--format", "markdown").stdout
    )
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    shown = run(folder, "paper").stdout
    assert "paper: \x1b]8;;https://example.org/news/1\x1b\\A paper\x1b]8;;\x1b\\ (A. Uthor" in shown
    assert "<http" not in shown


def test_a_record_for_each_publisher(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = run(folder, "--by-publisher").stdout
    assert re.search(r"\(no publisher\) +2 +5 +2 +40 %\n", shown)
    assert re.search(r"The Paper +1 +3 +3 +100 % +31 days\n", shown)
    told = json.loads(run(folder, "--by-publisher", "--format", "json").stdout)["publishers"]
    assert told[1] == {
        "publisher": "The Paper",
        "sources": ["paper"],
        "claims": 3,
        "stands": 3,
        "share": 100,
        "delay": 31,
        "delays": [31, 31],
    }
    assert run(folder, "--by-publisher", "--format", "csv").stdout.splitlines() == [
        "publisher,sources,claims,stands,share,delay",
        ",2,5,2,40,",
        "The Paper,1,3,3,100,31",
    ]
    assert "| The Paper | 1 | 3 | 3 | 100 % | 31 days |" in run(folder, "--by-publisher", "--format", "markdown").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "1 publisher; delay: median" in run(folder, "--by-publisher", "paper").stdout


def test_a_report_of_the_next_day_and_one_ahead(write: Callable[..., Path]) -> None:
    text = SECOND.replace("[paper]", "[next]")
    spare = "{title: Spare, publisher: Nobody}"
    folder = write(
        second=text,
        third=text.replace("second", "third").replace("[next]", "[early]"),
        sources=(
            "next: {title: T, publisher: N, published: 2020-01-02}\n"
            "early: {title: T, publisher: E, published: 2019-12-31}\n"
            f"spare: {spare}\n"
        ),
    )
    told = run(folder, "--by-publisher").stdout
    assert re.search(r"N +1 +1 +1 +100 % +1 day\n", told)
    assert re.search(r"E +1 +1 +1 +100 % +-1 days\n", told)
    assert "E,1,1,1,100,0" in run(folder, "--by-publisher", "--format", "csv").stdout


def test_a_publisher_of_nothing(write: Callable[..., Path]) -> None:
    found = view.publishers([view.Record(Source("s", "S", publisher="P"), (), ())])
    assert view.publisher_cells(found[0]) == ("P", "1", "0", "0", "", "")
    assert view.render_publishers_csv(found).endswith("P,1,0,0,,\n")
