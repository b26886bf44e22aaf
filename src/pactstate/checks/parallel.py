"""One function over many things, in several processes where that is possible."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from pactstate.progress import Watch, unwatched

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["WorkerError", "spread"]

_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")

_BATCH: Final = 16
"""At most so many things at a time go to one process."""


_MANY: Final = 400
"""From so many things on further processes are worth their start."""


class WorkerError(OSError):
    """A process that took part in the work has died, and nothing can be said of its share."""


def spread(
    look: Callable[[_Thing], list[_Found]], things: Sequence[_Thing], jobs: int | None, watch: Watch = unwatched
) -> Iterator[_Found]:
    """What the function finds in each thing, in the order of the things, whatever the number of jobs.

    None stands for as many jobs as there are cores to use; for one where there are few things to do.
    Raises :class:`WorkerError` if one of several processes is killed.
    """
    if jobs is None:
        jobs = _usable_cores() if len(things) >= _MANY else 1
    jobs = min(jobs, len(things))
    if jobs < 2 or not _can_fork():
        for thing in watch(things, "checking"):
            yield from look(thing)
        return

    def work(batch: Sequence[_Thing]) -> list[_Found]:
        return [found for thing in batch for found in look(thing)]

    size = max(1, min(_BATCH, len(things) // (4 * jobs)))
    batches = [things[start : start + size] for start in range(0, len(things), size)]
    with contextlib.ExitStack() as stack:
        try:
            pipes = [stack.enter_context(_worker(work, batches[number::jobs])) for number in range(jobs)]
        except OSError as error:
            raise WorkerError(f"cannot start {jobs} processes: {(error.strerror or str(error)).lower()}") from None
        for number, _ in enumerate(watch(things, "checking")):
            if number % size:
                continue
            try:
                found: list[_Found] | Exception = pipes[number // size % jobs].recv()
            except EOFError:
                raise WorkerError("a process that took part in the check has been killed; try fewer jobs") from None
            if isinstance(found, Exception):
                raise found
            yield from found


def _usable_cores() -> int:
    """How many cores this process may run on, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    import multiprocessing as mp

    return "fork" in mp.get_all_start_methods()


@contextlib.contextmanager
def _worker(
    work: Callable[[Sequence[_Thing]], list[_Found]], share: Sequence[Sequence[_Thing]]
) -> Iterator[Connection]:
    """A process that sends what it finds in each batch of its share.

    It is forked, and so has what it needs. Each has a pipe of its own, whose reading end only the parent and later
    workers hold: when the parent dies, the last one cannot write any more and ends, and then those before it.
    """
    import multiprocessing as mp

    fork = mp.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)

    def run() -> None:
        reader.close()
        # Ctrl-C reaches every process of the terminal; only the first one has something to say about it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _send_all(work, share, writer.send)

    process = fork.Process(target=run, daemon=True)
    process.start()
    writer.close()
    try:
        yield reader
    except BaseException:
        process.kill()
        raise
    finally:
        reader.close()
        process.join()


def _send_all(
    work: Callable[[Sequence[_Thing]], list[_Found]],
    share: Sequence[Sequence[_Thing]],
    send: Callable[[list[_Found] | Exception], None],
) -> None:
    """Send what is found in each batch, or what has gone wrong, until nobody listens any more."""
    with contextlib.suppress(BrokenPipeError):
        try:
            for batch in share:
                send(work(batch))
        except Exception as error:  # noqa: BLE001 - raised again where somebody listens
            send(error)
