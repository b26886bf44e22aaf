"""The limits are those that SECURITY.md promises."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from pactstate.api import check_text
from pactstate.checks.runner import MAX_FINDINGS as MAX_REPORTED
from pactstate.exchange.read_table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_TABLE_BYTES
from pactstate.exchange.rows import MAX_ROWS_OF_ONE
from pactstate.exchange.spreadsheet import MAX_CELLS
from pactstate.reports.text import MAX_FINDINGS
from pactstate.storage.limits import DEFAULT

SECURITY = (Path(__file__).parents[2] / "SECURITY.md").read_text(encoding="utf-8")
SECTION = SECURITY.partition("## Limits")[2].partition("\n## ")[0]
PROMISED = dict(re.findall(r"^\| (.*[a-z].*) \| (.*[0-9].*) \|$", SECTION, re.MULTILINE))
HELD = {
    "size of a file": [DEFAULT.file_bytes],
    "depth of nesting": [DEFAULT.depth],
    "values in a file": [DEFAULT.nodes],
    "length of a text": [DEFAULT.scalar],
    "length of a key": [DEFAULT.key],
    "length of an id; of a title": [DEFAULT.id, DEFAULT.title],
    "parties of an agreement; times acts for all of them": [DEFAULT.parties, DEFAULT.marks],
    "claims of an agreement": [DEFAULT.claims],
    "files in a folder": [DEFAULT.files],
    "size of a settings file; folders that it names": [DEFAULT.settings_bytes, DEFAULT.paths],
    "keys and values in a settings file; length of each": [DEFAULT.settings_values, DEFAULT.settings_text],
    "faults reported of the form of a file": [DEFAULT.faults],
    "findings kept": [MAX_REPORTED],
    "findings printed as text": [MAX_FINDINGS],
    "comments that silence, in a file": [DEFAULT.ignores],
    "size of a table; of a mapping": [MAX_TABLE_BYTES, DEFAULT.settings_bytes],
    "rows; columns; cells; characters of a cell": [MAX_ROWS, MAX_COLUMNS, MAX_CELLS, MAX_CELL],
    "rows of one agreement": [MAX_ROWS_OF_ONE],
}
UNITS = {"MiB": 1024 * 1024, "KiB": 1024}


@pytest.mark.parametrize("what", PROMISED)
def test_a_limit_is_the_one_that_is_promised(what: str) -> None:
    told = re.findall(r"([0-9][0-9,]*)(?: (MiB|KiB))?", PROMISED[what])
    assert [int(number.replace(",", "")) * UNITS.get(unit, 1) for number, unit in told] == HELD[what]


def test_every_limit_is_promised() -> None:
    assert list(PROMISED) == list(HELD)


def test_an_agreement_of_too_many_claims_is_refused() -> None:
    most = DEFAULT.claims
    before = (
        "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory:\n  - {event: note, date: 2020, announced_by: [t]}\n"
    )

    def found(count: int) -> list[tuple[str, int, str]]:
        text = f"{before}  - {{event: signed, date: 2024, reported_by: [s{', s' * (count - 2)}]}}\n"
        report = check_text(text, today=dt.date(2026, 1, 1))
        return [(one.rule, one.location.line, one.message) for one in report.findings if one.rule == "limit-exceeded"]

    assert found(most) == []
    assert found(most + 1) == [("limit-exceeded", 7, "more than 20,000 claims")]
