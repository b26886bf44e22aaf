"""How long does one answer take? ``status`` of an agreement with 20 events and 40 claims, in a warm process.

Run it in an environment in which pactstate is installed: ``python benchmarks/status.py``. It prints the median over
rounds, beside a yardstick measured in the same run: parsing the 40 publication dates of the same claims.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable

from pactstate import Agreement, Claim, Event, EventKind, PartialDate, Role, Source

ROUNDS, CALLS = 30, 200


def agreement() -> Agreement:
    """Twenty events, each reported by two sources, one of them announced as well."""
    kinds = [EventKind.PROPOSED, EventKind.NEGOTIATING, EventKind.SIGNED, EventKind.APPROVED, EventKind.RATIFIED]
    kinds += [EventKind.IN_FORCE, *[EventKind.AMENDED, EventKind.NOTE] * 7]
    first = dt.date(2015, 1, 1)
    sources, history = [], []
    for number, kind in enumerate(kinds):
        day = first + dt.timedelta(days=200 * number)
        ids = [f"s{number}-{which}" for which in range(2)]
        sources += [Source(id, id, published=PartialDate(day + dt.timedelta(days=1))) for id in ids]
        roles = (Role.REPORTED, Role.ANNOUNCED if kind is EventKind.IN_FORCE else Role.REPORTED)
        claims = tuple(Claim(id, role) for id, role in zip(ids, roles, strict=True))
        party = "JP" if kind is EventKind.APPROVED else None
        history.append(Event((kind,), PartialDate(day), party=party, claims=claims))
    return Agreement("x", "X", "treaty", ("JP", "PH"), history=tuple(history), sources=tuple(sources))


def median_microseconds(call: Callable[[], object]) -> float:
    """The median time of a call, in microseconds, over the rounds."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(CALLS):
            call()
        rounds.append((time.perf_counter() - started) / CALLS * 1e6)
    return statistics.median(rounds)


def main() -> None:
    """Measure and print."""
    one = agreement()
    texts = [str(source.published) for source in one.sources]
    on, known_by = PartialDate("2022-06-30"), PartialDate("2021-01-01")
    yardstick = median_microseconds(lambda: [PartialDate(text) for text in texts])
    print(f"{len(one.history)} events, {len(one.sources)} claims; median of {ROUNDS} rounds of {CALLS} calls")
    for name, call in (
        ("parsing the 40 dates (yardstick)", lambda: [PartialDate(text) for text in texts]),
        ("status(on)", lambda: one.status(on)),
        ("status(on, known_by)", lambda: one.status(on, known_by)),
    ):
        spent = median_microseconds(call)
        print(f"{name:34} {spent:8.0f} us  {spent / yardstick:5.1f} of the yardstick")


if __name__ == "__main__":
    main()
