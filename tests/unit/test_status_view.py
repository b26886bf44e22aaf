"""The status table, its machine formats, and the words in its cells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from pactstate import PartialDate
from pactstate.cli.table import render_status
from pactstate.views import status as view
from pactstate.views.status import Row

GOLDEN = Path(__file__).parent.parent / "golden"
ON = PartialDate("2025-08-20")

HEAD = """\
id: x
title: "=A|B <i>title</i> *with* `marks`"
kind: treaty
parties: [JP, PH]
history:
"""


def status_of(write: Callable[..., Path], history: str, on: str, head: str = HEAD) -> pactstate.Status:
    return pactstate.load(write(x=head + history))["x"].status(on)


def entry(event: str, date: str, more: str = "") -> str:
    return f"  - {{event: {event}, date: {date}{', ' + more if more else ''}}}\n"


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("", "nothing known"),
        (entry("proposed", "2020"), "proposed"),
        (entry("negotiating", "2020") + entry("stalled", "2021"), "negotiating; stalled"),
        (
            entry("signed", "2020") + entry("provisional", "2021") + entry("approved", "2021", "party: PH"),
            "signed; provisional; approved by PH",
        ),
        (entry("signed", "2020") + entry("ratified", "2021", "party: JP"), "signed; ratified by JP"),
        (entry("in_force", "2020") + entry("suspended", "2021"), "in_force; suspended"),
        (entry("in_force", "2020") + entry("suspended", "2021", "party: JP"), "in_force; suspended by JP"),
        (entry("in_force", "2020") + entry("notice_given", "2021", "party: PH"), "in_force; notice by PH"),
        (
            entry("in_force", "2020")
            + entry("notice_given", "2021", "party: PH")
            + entry("notice_suspended", "2021", "party: PH"),
            "in_force; notice by PH on hold",
        ),
        (entry("signed", "2020") + entry("approved", "2020", "party: PH") + entry("in_force", "2021"), "in_force"),
        (entry("signed", "2020") + entry("in_force", "2022-01/2023-12"), "signed or in_force"),
        (entry("signed", "2022-01/2023-12"), "nothing yet or signed"),
    ],
)
def test_the_state_in_words(write: Callable[..., Path], history: str, words: str) -> None:
    status = status_of(write, history or " []", "2022-06-01", HEAD if history else HEAD.rstrip())
    assert view.in_words(status) == words


def test_what_is_presumed_is_said(agreements: Path) -> None:
    status = pactstate.load(agreements)["jp-ph-raa"].status("2025-09-20", "2025-08-20")
    assert view.in_words(status) == "ratified or in_force; presumed in_force"


@pytest.fixture
def rows(agreements: Path) -> list[Row]:
    return [Row(one, one.status(ON, ON)) for one in pactstate.load(agreements).agreements]


def test_the_tables_are_as_kept(rows: list[Row], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "status.txt", view.render_plain(rows, ON, ON))
    golden(GOLDEN / "status.json", view.render_json(rows, ON, ON))
    golden(GOLDEN / "status.csv", view.render_csv(rows, ON, ON))
    golden(GOLDEN / "status.md", view.render_markdown(rows, ON, ON))
    golden(GOLDEN / "status-80.txt", render_status(rows, ON, ON, width=80, colour=False))
    golden(GOLDEN / "status-160.txt", render_status(rows, ON, ON, width=160, colour=True))


def test_the_table_fits_the_terminal(rows: list[Row]) -> None:
    for width in (60, 80, 100):
        assert max(map(len, render_status(rows, ON, ON, width=width, colour=False).splitlines())) <= width


def test_no_agreement_makes_an_empty_table() -> None:
    assert view.render_plain([], ON, None).splitlines()[-1] == "0 agreements on 2025-08-20"
    assert json.loads(view.render_json([], ON, None)) == {
        "version": 1,
        "on": "2025-08-20",
        "known_by": None,
        "agreements": [],
    }


def test_json_has_the_fields_of_the_contract(rows: list[Row]) -> None:
    answer = json.loads(view.render_json(rows, ON, ON))
    assert list(answer) == ["version", "on", "known_by", "agreements"]
    fields = (
        "id title kind parties state possible presumed since flags approved ratified expected newest_source why"
    ).split()
    assert all(list(agreement) == fields for agreement in answer["agreements"])
    assert answer["version"] == 1
    raa = next(agreement for agreement in answer["agreements"] if agreement["id"] == "jp-ph-raa")
    assert raa["expected"] == [{"event": "in_force", "date": "2025-09-11"}]
    assert raa["newest_source"]["published"] == "2025-08-14"
    ratified = next(reason for reason in raa["why"] if reason["event"] == "ratified")
    assert {"source": "manila-bulletin-2025-08-12", "role": "reported"} in ratified["claims"]


def test_csv_reads_back_and_holds_no_formula(write: Callable[..., Path]) -> None:
    (agreement,) = pactstate.load(write(x=HEAD + entry("signed", "2020"))).agreements
    text = view.render_csv([Row(agreement, agreement.status(ON))], ON, None)
    (record,) = csv.DictReader(io.StringIO(text))
    assert record["state"] == "signed"
    assert record["title"] == "'=A|B <i>title</i> *with* `marks`"


def test_markdown_keeps_its_columns(write: Callable[..., Path]) -> None:
    (agreement,) = pactstate.load(write(x=HEAD + entry("signed", "2020"))).agreements
    table = view.render_markdown([Row(agreement, agreement.status(ON))], ON, None).splitlines()
    assert {line.count("|") for line in table[:3]} == {7}
