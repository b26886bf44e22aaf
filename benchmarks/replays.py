"""How many events a second each package replays, ours first, over the same histories in one process.

Run as ``python benchmarks/replays.py --histories N --rounds R --seed S``. Prints the events a second
of the processor in each round, as JSON.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import corpus
import peers
from record import Deed, History

from pactstate import Event, EventKind, PartialDate, Terms
from pactstate.domain.evidence import live
from pactstate.domain.timeline import points_of, replay

__all__ = ["for_peers", "histories", "main", "of_ours"]

Recorded = tuple[Terms, tuple[Event, ...]]
_EVERY: Final = {"transitions, machine each": 100, "python-statemachine, machine each": 40}
"""Those that are slow replay one in so many histories, and the others of their kind one in a few."""
_FEW: Final = 8


def histories(seed: int, count: int) -> list[Recorded]:
    """The histories of a corpus, as our library holds them: what was only announced is left out."""
    found = []
    for number in range(count):
        plot, _ = corpus.plan(seed, number, count)
        terms = Terms(corpus.identity(seed, number).parties, plot.consents_needed)
        events = tuple(
            Event(
                tuple(map(EventKind, one.events)),
                PartialDate(one.day),
                effective=PartialDate(one.effective) if one.effective else None,
                party=one.party,
            )
            for one in plot.happenings
            if not one.announced_only
        )
        found.append((terms, events))
    return found


def of_ours(recorded: Recorded) -> list[str]:
    """The state after each entry, by our replay."""
    terms, events = recorded
    return [str(step.state) for step in replay(points_of(live(events, {})), terms)]


def for_peers(recorded: Recorded) -> History:
    """The same history as the other machines take it."""
    terms, events = recorded
    entries = (
        tuple(
            Deed(
                str(kind),
                event.party,
                event.date.earliest.toordinal(),
                event.effective.earliest.toordinal() if event.effective else None,
            )
            for kind in event.kinds
        )
        for event in events
    )
    return History(terms.parties, terms.consents_needed, tuple(entries))


def _events_a_second(count: int, call: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    call()
    return count / (time.process_time() - start)


def main() -> None:
    """Measure and print."""
    from machines import MACHINES  # those who only want the histories need not have the packages

    parser = argparse.ArgumentParser(description="Replay the same histories with several packages.")
    parser.add_argument("--histories", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    recorded = histories(told.seed, told.histories)
    given = [for_peers(one) for one in recorded]
    counts = [sum(map(len, one.entries)) for one in given]
    made = {name: make() for name, make in MACHINES.items()}
    calls: dict[str, Callable[[], object]] = {
        peers.OURS: lambda: [replay(points_of(live(events, {})), terms) for terms, events in recorded]
    }
    for name, play in made.items():
        calls[name] = partial(_play, play, given[:: _every(name)])
    rounds = [
        {name: _events_a_second(sum(counts[:: _every(name)]), call) for name, call in calls.items()}
        for _ in range(told.rounds)
    ]
    print(json.dumps({"events": sum(counts), "rounds": rounds}))


def _every(name: str) -> int:
    return 1 if name == peers.OURS else _EVERY.get(name, _FEW)


def _play(play: Callable[[History], object], given: Sequence[History]) -> None:
    for one in given:
        play(one)


if __name__ == "__main__":
    main()
