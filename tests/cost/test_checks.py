"""Growth of the work of a check: lines of Python that are run for inputs of two sizes, never seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import pactstate
from builders import entry, head
from counted import assert_linear, measured
from pactstate.checks.outliers import errors_in, outliers
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import LiveEntry, live
from pactstate.domain.lifecycle import EventKind, Terms
from pactstate.domain.model import Event
from pactstate.fileformat.repairs import Instead
from pactstate.fileformat.validators import wrong

TODAY = dt.date(2026, 1, 1)
_SIZE = 100


def _lines_run(call: Callable[[], object]) -> int:
    return measured(call, memory=False).steps


def _sources(number: int) -> str:
    return "sources:\n" + "".join(f"  s{n}: {{title: A, published: 2019-01-01}}\n" for n in range(number))


def _claims(role: str, number: int, more: Callable[[int], str]) -> str:
    claims = "".join(f"      - {{source: s{n}, {more(n)}}}\n" for n in range(number))
    return f"  - event: signed\n    date: 2020-01-01\n    {role}:\n{claims}"


def _rejected(number: int) -> dict[str, str]:
    return {"x": head("x") + _claims("reported_by", number, lambda n: f"rejected: reason {n}") + _sources(number)}


def _announced(number: int) -> dict[str, str]:
    first = dt.date(2020, 1, 1)

    def interval(n: int) -> str:
        return f"date: {first - dt.timedelta(n)}/{first + dt.timedelta(n)}"

    return {"x": head("x") + _claims("announced_by", number, interval) + _sources(number)}


def _chain(number: int) -> dict[str, str]:
    return {
        f"x{n}": head(f"x{n}", more=f"amends: [x{(n + 1) % number}]\n") + entry("signed", "2020-01-01")
        for n in range(number)
    }


@pytest.mark.parametrize("make", [_rejected, _announced, _chain])
def test_twice_the_input_takes_twice_the_work(make: Callable[[int], dict[str, str]], tmp_path: Path) -> None:
    work: list[int] = []
    # The first run imports modules and fills caches.
    for size in (_SIZE, _SIZE, 2 * _SIZE, 4 * _SIZE):
        folder = tmp_path / str(size)
        folder.mkdir(exist_ok=True)
        for name, text in make(size).items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        work.append(_lines_run(partial(pactstate.check, folder, today=TODAY)))
    _, once, twice, four_times = work
    assert four_times - twice < 2.2 * (twice - once), work


def _to_and_fro(length: int) -> list[LiveEntry]:
    """Entries of which every other one is out of order."""
    first = dt.date(2001, 1, 1)
    days = (first + dt.timedelta(days=day if day % 2 else 2 * length - day) for day in range(length))
    return live([Event((EventKind.NOTE,), PartialDate(day)) for day in days], {})


def test_errors_are_counted_in_proportion_to_the_history() -> None:
    assert_linear(lambda length: partial(errors_in, _to_and_fro(length), Terms()), 60, memory=False)


def _illegal(length: int) -> list[LiveEntry]:
    """Entries in order, of which every one is illegal."""
    first = dt.date(2001, 1, 1)
    days = (first + dt.timedelta(days=day) for day in range(length))
    return live([Event((EventKind.RESUMED,), PartialDate(day)) for day in days], {})


def test_a_search_for_outliers_takes_few_replays() -> None:
    def cost(length: int) -> int:
        return measured(partial(outliers, _illegal(length), Terms(), ()), memory=False).steps

    # A round leaves out every entry once, and tries it once on another day, which needs no replay. The first one shows
    # that five are not enough.
    one = measured(partial(errors_in, _illegal(40), Terms()), memory=False).steps
    assert cost(40) < 1.5 * 40 * one


def test_more_entries_out_of_order_than_outliers_are_sought_need_no_replay() -> None:
    entries = _to_and_fro(40)
    search = measured(partial(outliers, entries, Terms(), ()), memory=False).steps
    assert search < measured(partial(errors_in, entries, Terms()), memory=False).steps


class _Long:
    """Value that costs much to write out."""

    written = 0

    def __repr__(self) -> str:
        _Long.written += 1
        return "long"


def test_an_error_does_not_write_out_what_it_is_given_for_a_repair() -> None:
    error = wrong("invalid-value", "a message", meant=partial(_same, _Long()))
    assert error.message() == "see the context"
    assert error.context is not None
    assert error.context["meant"]() == Instead("written", is_safe=True)
    assert _Long.written == 0


def _same(_: _Long) -> Instead:
    return Instead("written", is_safe=True)
