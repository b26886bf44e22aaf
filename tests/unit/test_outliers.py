"""Outliers: entries without which a history is consistent."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pactstate
from builders import (
    head,
)
from pactstate.checks.outliers import MAX_SEARCHED, displaced, errors_in, in_order, outliers
from pactstate.checks.outliers import in_order as in_their_order
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.evidence import LiveEntry, live
from pactstate.domain.lifecycle import EventKind, Terms
from pactstate.domain.model import Event


@pytest.fixture
def copy(agreements: Path, tmp_path: Path) -> Path:
    """A copy of the data set that can be spoilt."""
    return Path(shutil.copytree(agreements, tmp_path / "agreements"))


def spoil(copy: Path, *entries: str) -> list[pactstate.Finding]:
    """Put entries at the end of the history of the RAA, and check."""
    path = copy / "jp-ph-raa.yaml"
    head, _, tail = path.read_text(encoding="utf-8").partition("\nstatements:")
    path.write_text(head + "".join(entries) + "\nstatements:" + tail, encoding="utf-8")
    return [finding for finding in pactstate.check(copy).findings if finding.severity == "error"]


AS_SEED_004_HAS_IT = """
  - event: negotiating
    date: 2026-05-28
    reported_by: [seed-004]
"""
AS_SEED_002_HAS_IT = """
  - event: proposed
    date: 2025-12
    reported_by: [seed-002]
"""


def test_the_two_articles_that_are_wrong_are_named_and_nothing_else(copy: Path) -> None:
    found = spoil(copy, AS_SEED_002_HAS_IT, AS_SEED_004_HAS_IT)
    lines = (copy / "jp-ph-raa.yaml").read_text(encoding="utf-8").splitlines()
    named = [lines[finding.line + 1].strip() for finding in found]
    assert named == ["reported_by: [seed-002]", "reported_by: [seed-004]"]
    assert [finding.rule for finding in found] == ["illegal-transition", "illegal-transition"]
    for finding, other in zip(found, reversed(found), strict=True):
        assert finding.help is not None
        assert finding.help.startswith("suspicious: this entry and ")
        assert f"(line {other.line}); without them the history is consistent" in finding.help
    assert {related.message for finding in found for related in finding.related} == {"in_force since 2025-09-11"}


@pytest.mark.parametrize("entry", [AS_SEED_002_HAS_IT, AS_SEED_004_HAS_IT])
def test_one_of_them_alone_is_named(copy: Path, entry: str) -> None:
    (found,) = spoil(copy, entry)
    assert str(found.help).startswith("without this entry the history is consistent")


def test_one_wrong_entry_that_upsets_others_is_named_at_each(write) -> None:
    """In force too early: what follows looks wrong, and is not."""
    text = (
        "id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\nsources:\n  s: {title: S, published: 2026}\nhistory:\n"
        "  - {event: negotiating, date: 2020, reported_by: [s]}\n"
        "  - {event: in_force, date: 2021, reported_by: [s]}\n"
        "  - {event: signed, date: 2022, reported_by: [s]}\n"
        "  - {event: ratified, date: 2023, reported_by: [s]}\n"
        "  - {event: in_force, date: 2024, reported_by: [s]}\n"
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert [finding.line for finding in found] == [10, 11, 12]
    (help,) = {finding.help for finding in found}
    assert str(help).startswith("without 'in_force' on 2021 (line 9) the history is consistent; ")


def test_a_hopeless_history_names_nobody(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {2000 + number}}}\n"
        for number, event in enumerate(["in_force", *["negotiating"] * 6])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert len(found) == 6
    assert not any("consistent" in str(finding.help) for finding in found)
    assert str(found[0].help).startswith("possible here: postponed, signed, approved, ratified, in_force")


def test_a_very_long_history_is_not_searched(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {1800 + number}}}\n"
        for number, event in enumerate(["in_force", *["note"] * 130, "negotiating"])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert len(found) == 1
    assert str(found[0].help).startswith("possible here: ")


def test_at_the_end_of_the_table_nothing_is_possible(write) -> None:
    text = head() + "".join(
        f"  - {{event: {event}, date: {1800 + number}}}\n"
        for number, event in enumerate(["in_force", "terminated", *["negotiating"] * 6])
    )
    found = [finding for finding in pactstate.check(write(x=text)).findings if finding.severity == "error"]
    assert str(found[0].help).startswith("nothing follows it but 'note'")


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


def test_what_is_at_fault_by_itself_is_the_odd_one() -> None:
    entries = notes("2001", "2030", "2003")
    assert [entry.index for entry in outliers(entries, Terms(), {1})] == [1]
    assert [entry.index for entry in outliers(entries, Terms(), {0, 1})] == [0, 1]
    assert outliers(notes("2001", "2002"), Terms(), ()) == ()
    assert [entry.index for entry in outliers(notes("2001", "2002"), Terms(), {0})] == [0]


def test_as_many_notes_are_errors_as_a_largest_order_leaves_out() -> None:
    dates = ("2001", "2001-05", "2001-02/2001-07", "2001-05-03", "2001-05-01/2002", "2000", "2001-06-30", "2002-01")
    for some in itertools.permutations(dates, 4):
        entries = notes(*some)
        assert errors_in(entries, Terms()) == len(entries) - len(in_order(entries))


def test_of_a_long_history_no_entry_is_said_to_be_displaced() -> None:
    swapped = [*days(3)[::-1], *days(MAX_SEARCHED + 1)[3:]]
    assert displaced(notes(days(2)[1], days(2)[0]), Terms()) is not None
    assert displaced(notes(*swapped), Terms()) is None


SHORT = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 2)).map(lambda days: (days[0], min(6, days[0] + days[1]))), max_size=6
)


@given(SHORT)
def test_as_few_entries_are_named_as_can_be(spans: list[tuple[int, int]]) -> None:
    """Against every selection of entries: no larger one is in order."""
    events = [
        Event((EventKind.NOTE,), PartialDate.between(dt.date(2024, 1, first), dt.date(2024, 1, last)))
        for first, last in spans
    ]
    entries = live(events, {})

    def in_order(chosen: tuple[LiveEntry, ...]) -> bool:
        return not any(certainly_before(b.date, a.date) for a, b in itertools.combinations(chosen, 2))

    sizes = [
        len(chosen)
        for size in range(len(entries) + 1)
        for chosen in itertools.combinations(entries, size)
        if in_order(chosen)
    ]
    kept = in_their_order(entries)
    assert in_order(tuple(kept))
    assert len(kept) == max(sizes)
