"""One function over many things, in several processes where that is possible."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from pactstate.folder.progress import Watch, unwatched
from pactstate.interruption import SIGNALS, undoing

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


class InWorkerError(Exception):
    """Cause of an exception that was raised in a worker: its place there, and its traceback as text."""

    def __init__(self, place: tuple[str, int], text: str) -> None:
        super().__init__(f"in a worker:\n\n{text}")
        self.place = place


class Failure(NamedTuple):
    """Exception raised in a worker, as it is sent to the parent; pickle keeps no traceback, so its text is sent too."""

    error: Exception
    place: tuple[str, int]
    traceback: str

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Describe an exception that is being handled; one that cannot be pickled is replaced."""
        text = traceback.format_exc()
        frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - what has been pickled here
        except Exception:  # noqa: BLE001 - whatever its own methods raise
            error = RuntimeError(f"{type(error).__name__}: {error}")
        return cls(error, (str(frame.f_globals.get("__name__")), line), text)


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
                found: list[_Found] | Failure = pipes[number // size % jobs].recv()
            except EOFError:
                raise WorkerError("a process that took part in the check has been killed; try fewer jobs") from None
            if isinstance(found, Failure):
                raise found.error from InWorkerError(found.place, found.traceback)
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
        for number in SIGNALS:
            # Ctrl-C reaches every process of the terminal; only the first one has something to say about it.
            signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        _send_all(work, share, writer.send)

    process = fork.Process(target=run, daemon=True)

    def stop() -> None:
        if process.pid is not None:
            process.kill()
            process.join()

    with undoing(stop):
        try:
            # A signal between the start and the note of it would leave a process that nobody ends.
            with _signals_blocked() as mask:
                process.start()
            writer.close()
            yield reader
        except BaseException:
            stop()
            raise
        finally:
            reader.close()
        process.join()


@contextlib.contextmanager
def _signals_blocked() -> Iterator[set[int]]:
    """Context in which the signals that end the process wait; its value is the mask of before."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield {int(number) for number in mask}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _send_all(
    work: Callable[[Sequence[_Thing]], list[_Found]],
    share: Sequence[Sequence[_Thing]],
    send: Callable[[list[_Found] | Failure], None],
) -> None:
    """Send what is found in each batch, or what has gone wrong, until nobody listens any more."""
    with contextlib.suppress(BrokenPipeError):
        try:
            for batch in share:
                send(work(batch))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again in the parent
            send(Failure.of(error))
