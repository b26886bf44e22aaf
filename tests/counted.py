"""Growth of the cost of a call with its input, in measures that are the same on every machine and in every run.

Seconds are measured by ``benchmarks/growth.py``. Here a call is traced: the lines of Python that it runs and its calls of
functions written in C are counted. One call in C can still cost much (joining texts, copying tuples, comparing long words),
so that the bytes in use at once and the bytes of the result are compared too.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import attrs

__all__ = ["MOST_GROWTH", "Work", "assert_linear", "growth", "measured"]

MOST_GROWTH: Final = 2.2
"""Highest cost of twice the input, as a factor."""

_FREE: Final = {"steps": 2_000, "allocated": 200_000, "output": 10_000}
"""Costs below these are those of one call, whatever its input: their growth says nothing."""


@attrs.frozen
class Work:
    """Cost of one call."""

    steps: int
    """Lines of Python, and calls of functions in C."""
    allocated: int
    """The most bytes that were in use at once, beyond those in use before; 0 where it was not asked for."""
    output: int
    """Bytes of the result, where that is a text or bytes."""


def measured(call: Callable[[], object], *, memory: bool = True) -> Work:
    """Run a call two times: traced, then with its memory watched."""
    steps, result = _counted(call)
    return Work(steps, _peak(call) if memory else 0, _size(result))


def _counted(call: Callable[[], object]) -> tuple[int, object]:
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return line

    def c_call(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "c_call"

    # A measurement of coverage traces too: it goes on afterwards.
    before_trace, before_profile = sys.gettrace(), sys.getprofile()
    gc.collect()
    gc.disable()  # Finalizers of what earlier tests left behind would be counted.
    sys.setprofile(c_call)
    sys.settrace(line)
    try:
        result = call()
    finally:
        sys.settrace(before_trace)
        sys.setprofile(before_profile)
        gc.enable()
    return count, result


def _peak(call: Callable[[], object]) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        call()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return peak - before


def _size(result: object) -> int:
    if isinstance(result, str):
        return len(result.encode("utf-8", "surrogatepass"))
    return len(result) if isinstance(result, bytes) else 0


def growth(make: Callable[[int], Callable[[], object]], n: int, *, memory: bool = True) -> list[Work]:
    """Measure the calls that ``make`` returns for n, 2n and 4n. What ``make`` does itself is not measured."""
    # Caches and imports of the first run are no part of the cost.
    make(n)()
    return [measured(make(size), memory=memory) for size in (n, 2 * n, 4 * n)]


def assert_linear(
    make: Callable[[int], Callable[[], object]], n: int, *, most: float = MOST_GROWTH, memory: bool = True
) -> None:
    """Fail where twice the input costs more than ``most`` times as much, in steps, memory or output.

    ``make(size)`` prepares an input of that size and returns the call to measure::

        assert_linear(lambda size: partial(check_text, text_of(size)), 100)
    """
    works = growth(make, n, memory=memory)
    for what, free in _FREE.items():
        costs = [getattr(work, what) for work in works]
        for size, before, after in zip((n, 2 * n), costs, costs[1:], strict=False):
            assert after <= max(before, free) * most, (
                f"{what} for {size} and {2 * size}: {before:,} and {after:,}; all of n, 2n, 4n: {costs}"
            )
