"""Cost of reading tables of strangers: names of parties, columns by pattern, and the extent of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from counted import assert_linear
from pactstate.domain.model import Source
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import common
from pactstate.exchange.cells import CellError, meant_parties
from pactstate.exchange.extent import extent
from pactstate.exchange.mapping import MappedAct, PartyRules, TableMapping
from pactstate.exchange.named_columns import named_tables
from pactstate.exchange.read_table import SheetTable, TableRow
from pactstate.exchange.rows import agreements_of

SPLIT = (";", "/", " and ", ",", "&", "-")


def parties(text: str) -> object:
    try:
        return meant_parties(text, PartyRules(SPLIT), PartyNames(common().parties))
    except CellError as error:
        return str(error)


def acts(columns: int) -> object:
    """Return the agreements of a table with a column of dates for each of many acts, all by one pattern."""
    names = [f"Signature {number}" for number in range(columns)]
    act = MappedAct("signed", ("Signature*",), party="Participant")
    source = Source("s", "S", published="2024")
    mapping = TableMapping(source, "x-{Title}", "Title", "treaty", open=True, acts=(act,))
    cells = {"Title": "Rest", "Participant": "Japan", names[-1]: "2001"}
    rows = tuple(TableRow(number, cells) for number in range(2, 12))
    table = SheetTable("t.csv", ("Title", "Participant", *names), rows, (), 1, "utf-8")
    return agreements_of(mapping, named_tables(mapping, [table]), None, {})


def sheet(rows: int) -> object:
    text = "".join(f'<row r="{row}"><c r="A{row}"/><c/></row>' for row in range(1, rows + 1))
    return extent([f"<sheetData>{text}</sheetData>".encode()], is_document=False)


@pytest.mark.parametrize(
    ("call", "small"),
    [
        (lambda size: parties(" and ".join(["Trinidad and Tobago"] * size)), 200),
        (lambda size: parties("-".join(["Guinea"] * size)), 200),
        (lambda size: parties(";".join(f"Ruritania {number:04}" for number in range(size))), 200),
        (lambda size: parties("China" + " 1" * size + " x"), 2_000),
        (acts, 400),
        (sheet, 1_000),
    ],
)
def test_twice_the_input_costs_twice_as_much(call: Callable[[int], object], small: int) -> None:
    assert_linear(lambda size: partial(call, size), small)
