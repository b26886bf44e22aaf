"""Cost of reading tables of strangers: names of parties, columns by pattern, and the extent of a sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from counted import assert_linear
from pactstate.domain.model import Source
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import common
from pactstate.editing.additions import NewItem, NewKey, SecondItem, with_additions
from pactstate.exchange.cells import CellError, meant_parties
from pactstate.exchange.extent import extent
from pactstate.exchange.mapping import MappedAct, PartyRules, TableMapping
from pactstate.exchange.named_columns import named_tables
from pactstate.exchange.read_table import SheetTable, TableRow
from pactstate.exchange.rows import agreements_of
from pactstate.smallyaml import Data

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


class History(list[Data]):
    """List that counts how often it and its copies are copied."""

    copies = 0

    def copy(self) -> History:
        History.copies += 1
        return History(self)


def test_a_long_history_is_copied_once_for_all_additions_to_its_entries() -> None:
    """It was copied for each row of a table: 2,000 rows about a record of 17,000 entries copied 34 million."""
    History.copies = 0
    history = History({"date": str(year), "reported_by": "a"} for year in range(1900, 2000))
    claims = [SecondItem(("history", number, "reported_by"), "b") for number in range(50)]
    notes = [NewKey(("history", number), "note", "x") for number in range(50)]
    event = NewItem(("history",), 1, {"date": "1900-06"})
    changed = with_additions({"history": history}, [event, *notes, *claims])
    assert History.copies == 1
    new = [{"date": str(year), "reported_by": ["a", "b"], "note": "x"} for year in range(1900, 1950)]
    assert changed == {"history": [new[0], {"date": "1900-06"}, *new[1:], *history[50:]]}
    assert history[0] == {"date": "1900", "reported_by": "a"}
