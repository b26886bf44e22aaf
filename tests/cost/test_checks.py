"""Growth of the work of a check: lines of Python that are run for inputs of two sizes, never seconds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import pactstate
from builders import entry, head
from growth import measured

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
