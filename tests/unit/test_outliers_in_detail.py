"""Outliers in histories at the limits of the search, and among dates that touch."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import partial

import pytest

from growth import assert_linear, measured
from pactstate.checks.outliers import MAX_SEARCHED, errors_in, in_order, outliers
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import LiveEntry, live
from pactstate.domain.lifecycle import EventKind, Terms
from pactstate.domain.model import Event

START = dt.date(2001, 1, 1)
LONGEST = 500
"""The longest history of which the fewest entries are sought."""


def notes(*dates: str | dt.date) -> list[LiveEntry]:
    return live([Event((EventKind.NOTE,), PartialDate(date)) for date in dates], {})


def days(number: int) -> list[dt.date]:
    return [START + dt.timedelta(days=day) for day in range(number)]


def kept(*dates: str | dt.date) -> list[int]:
    return [entry.index for entry in in_order(notes(*dates))]


def test_in_a_long_history_the_fewest_are_sought() -> None:
    assert kept(dt.date(2100, 1, 1), *days(LONGEST - 1)) == list(range(1, LONGEST))


def test_in_a_longer_one_every_entry_is_named_that_contradicts_an_earlier_one() -> None:
    assert kept(dt.date(2100, 1, 1), *days(LONGEST)) == [0]
    assert kept(*days(250), "1999", *days(LONGEST)[249:]) == [*range(250), *range(251, LONGEST + 2)]
    # Months that overlap, and days that are the same, are in order.
    assert kept(*["2001-01"] * 300, "2000", *["2001-01-01"] * 300) == [*range(300), *range(301, 601)]


def test_what_may_be_in_order_is() -> None:
    assert kept("2001", "2001-01-01", "2001-01-01", "2001") == [0, 1, 2, 3]
    assert kept("2001-06", "2001-05-31", "2001-06-01") == [0, 2]


@pytest.mark.parametrize(("length", "found"), [(MAX_SEARCHED, [3]), (MAX_SEARCHED + 1, [])])
def test_a_history_that_is_too_long_is_not_searched(length: int, found: list[int]) -> None:
    assert [entry.index for entry in outliers(notes(*days(length)), Terms(), {3})] == found


def test_what_is_at_fault_by_itself_is_the_odd_one() -> None:
    entries = notes("2001", "2030", "2003")
    assert [entry.index for entry in outliers(entries, Terms(), {1})] == [1]
    assert [entry.index for entry in outliers(entries, Terms(), {0, 1})] == [0, 1]
    assert outliers(notes("2001", "2002"), Terms(), ()) == ()
    assert [entry.index for entry in outliers(notes("2001", "2002"), Terms(), {0})] == [0]


def to_and_fro(length: int) -> list[LiveEntry]:
    """Entries of which every other one is out of order."""
    return notes(*(START + dt.timedelta(days=day if day % 2 else 2 * length - day) for day in range(length)))


def test_errors_are_counted_in_proportion_to_the_history() -> None:
    assert_linear(lambda length: partial(errors_in, to_and_fro(length), Terms()), 60, memory=False)


def test_as_many_notes_are_errors_as_a_largest_order_leaves_out() -> None:
    dates = ("2001", "2001-05", "2001-02/2001-07", "2001-05-03", "2001-05-01/2002", "2000", "2001-06-30", "2002-01")
    for some in itertools.permutations(dates, 4):
        entries = notes(*some)
        assert errors_in(entries, Terms()) == len(entries) - len(in_order(entries))


def test_a_search_takes_few_replays() -> None:
    def cost(length: int) -> int:
        return measured(partial(outliers, to_and_fro(length), Terms(), ()), memory=False).steps

    # Each of five rounds leaves out every entry once, and tries it once on another day, which needs no replay.
    one = measured(partial(errors_in, to_and_fro(40), Terms()), memory=False).steps
    assert cost(40) < 5 * 1.5 * 40 * one
