"""One function over many things, in several processes where that is possible."""

from __future__ import annotations

import multiprocessing as mp
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, cast

from pactstate.progress import Watch, unwatched

__all__ = ["WorkerError", "spread"]

_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")


class WorkerError(OSError):
    """A process that took part in the work has died, and nothing can be said of its share."""


_work: list[Callable[[int], list[object]]] = []
"""What the workers do. They are forked, and so find here what need not be sent to them."""


def spread(
    look: Callable[[_Thing], list[_Found]], things: Sequence[_Thing], jobs: int, watch: Watch = unwatched
) -> Iterator[_Found]:
    """What the function finds in each thing, in the order of the things, whatever the number of jobs.

    Raises :class:`WorkerError` if one of several processes is killed.
    """
    jobs = min(jobs, len(things))
    if jobs < 2 or "fork" not in mp.get_all_start_methods():
        for thing in watch(things, "checking"):
            yield from look(thing)
        return
    _work.append(lambda index: list[object](look(things[index])))
    # Ctrl-C reaches every process of the terminal; only the first one has something to say about it.
    pool = ProcessPoolExecutor(jobs, mp.get_context("fork"), signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        share = max(1, len(things) // (8 * jobs))
        for found in pool.map(_look, range(len(things)), chunksize=share):
            yield from cast("list[_Found]", found)
    except BrokenProcessPool:
        raise WorkerError("a process that took part in the check has been killed; try fewer jobs") from None
    finally:
        pool.shutdown(cancel_futures=True)
        _work.pop()


def _look(index: int) -> list[object]:
    return _work[-1](index)
