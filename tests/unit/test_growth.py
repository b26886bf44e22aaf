"""The measures of growth tell linear from quadratic work, in Python and in C."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from growth import assert_linear, measured


def test_linear_work_passes() -> None:
    assert_linear(lambda size: lambda: "".join(str(number) for number in sorted(range(size))), 2_000)


def _pairs(size: int) -> Callable[[], object]:
    return lambda: sum(one < other for one in range(size) for other in range(size))


def _copies(size: int) -> Callable[[], object]:
    return lambda: [(0,) * number for number in range(size)]


@pytest.mark.parametrize(("make", "what"), [(_pairs, "steps"), (_copies, "allocated")])
def test_quadratic_work_fails(make: Callable[[int], Callable[[], object]], what: str) -> None:
    with pytest.raises(AssertionError, match=what):
        assert_linear(make, 300)


def test_a_quadratic_result_fails() -> None:
    with pytest.raises(AssertionError, match="output"):
        assert_linear(lambda size: lambda: "x" * size * size, 300, memory=False)


def test_a_call_costs_the_same_each_time() -> None:
    def call() -> str:
        return ",".join(sorted(str(number) for number in range(500)))

    assert measured(call).steps == measured(call).steps
