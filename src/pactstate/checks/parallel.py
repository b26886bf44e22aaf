"""One function over many things, in several processes where that is possible."""

from __future__ import annotations

import multiprocessing as mp
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pactstate.progress import Watch, unwatched

__all__ = ["spread"]

_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")

_work: list[Callable[[int], list[object]]] = []
"""What the workers do. They are forked, and so find here what need not be sent to them."""


def spread(
    look: Callable[[_Thing], list[_Found]], things: Sequence[_Thing], jobs: int, watch: Watch = unwatched
) -> Iterator[_Found]:
    """What the function finds in each thing, in the order of the things, whatever the number of jobs."""
    jobs = min(jobs, len(things))
    if jobs < 2 or "fork" not in mp.get_all_start_methods():
        for thing in watch(things, "checking"):
            yield from look(thing)
        return
    _work.append(lambda index: list[object](look(things[index])))
    try:
        # Ctrl-C reaches every process of the terminal; only the first one has something to say about it.
        with mp.get_context("fork").Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
            for found in pool.imap(_look, range(len(things)), chunksize=max(1, len(things) // (8 * jobs))):
                yield from found  # type: ignore[misc]
    finally:
        _work.pop()


def _look(index: int) -> list[object]:
    return _work[-1](index)
