"""Cost of a comparison, counted and not timed: a stranger's history may have many thousand entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import pytest

from counted import measured
from pactstate.compare.agreements import compare_agreements
from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Claim, Event, Role, Source, Statement


def agreement(history: Sequence[Event] = (), **more: object) -> Agreement:
    return Agreement("x", "X", "treaty", ("JP", "PH"), history, **more)


def compare(before: Agreement, after: Agreement) -> object:
    return compare_agreements({"x": before}, {"x": after})


SIGNED = Event("signed", "2020", reported_by=["a"])


def calls(work: Callable[[], object]) -> int:
    """Return what a piece of work costs, in lines and calls."""
    return measured(work, memory=False).steps


def all_alike(count: int) -> tuple[list[Event], list[Event]]:
    return [SIGNED] * count, [Event("signed", "2021", reported_by=["b"])] * count


def of_one_source(count: int) -> tuple[list[Event], list[Event]]:
    before = [Event("note", f"{1000 + number}", reported_by=["a"]) for number in range(count)]
    return before, [attrs.evolve(one, date=f"{5000 + number}") for number, one in enumerate(before)]


def all_reversed(count: int) -> tuple[list[Event], list[Event]]:
    before = [Event("note", f"{1000 + number}", reported_by=["a"]) for number in range(count)]
    return before, before[::-1]


def half_moved(count: int) -> tuple[list[Event], list[Event]]:
    before = [Event("note", f"{1000 + number}", reported_by=["a"]) for number in range(count)]
    return before, before[count // 2 :] + before[: count // 2]


def all_claims_of_one_source(count: int) -> tuple[list[Event], list[Event]]:
    old, new = ([Claim("a", Role.REPORTED, f"{start + number}") for number in range(count)] for start in (1000, 5000))
    return [Event("signed", "2020", claims=old)], [Event("signed", "2020", claims=new)]


def all_gone_and_corrected(count: int) -> tuple[list[Event], list[Event]]:
    before = [Event("note", f"{1000 + number}", reported_by=["a"]) for number in range(count)]
    return before, [Event("signed", f"{5000 + number}", reported_by=["b"], corrected="why") for number in range(count)]


def with_many_sources(count: int) -> tuple[list[Event], list[Event]]:
    names = [f"s{number}" for number in range(20)]
    before = [Event("note", f"{1000 + number}", reported_by=names) for number in range(count)]
    return before, [Event("note", f"{5000 + number}", reported_by=names) for number in range(count)]


@pytest.mark.parametrize(
    "make",
    [
        all_alike,
        of_one_source,
        all_reversed,
        half_moved,
        all_claims_of_one_source,
        all_gone_and_corrected,
        with_many_sources,
    ],
)
def test_twice_as_much_costs_twice_as_much(make: Callable[[int], tuple[list[Event], list[Event]]]) -> None:
    def cost(count: int) -> int:
        before, after = make(count)
        return calls(lambda: compare(agreement(before), agreement(after)))

    assert cost(1000) < 2.3 * cost(500)


def test_twice_as_many_statements_and_sources_cost_twice_as_much() -> None:
    def cost(count: int) -> int:
        told = tuple(Statement("a", "signed", f"{1000 + number}") for number in range(count))
        cited = tuple(Source(f"s{number:04}", title="A", published="2020") for number in range(count))
        before = agreement(statements=told, sources=cited)
        after = agreement(statements=told[::-1][1:], sources=[attrs.evolve(one, published=None) for one in cited])
        return calls(lambda: compare(before, after))

    assert cost(1000) < 2.3 * cost(500)
