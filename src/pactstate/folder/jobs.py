"""Apply a function to many items, in several processes where that is worth it."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from pactstate.interruption import SIGNALS, undoing

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["Progress", "WorkerError", "spread", "spread_batches", "without_progress"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

MAX_BATCH: Final = 64
"""Number of items that a process handles before it sends their results."""
MIN_ITEMS_FOR_WORKERS: Final = 400
"""Fewer items take less time than starting further processes."""


class Progress(Protocol):
    """Function that passes items on, one by one, and may show how many are done, with a verb for what is done."""

    def __call__(self, items: Sequence[_Item], doing: str, /) -> Iterable[_Item]: ...  # noqa: D102 - the class says it


def without_progress(items: Sequence[_Item], doing: str) -> Iterable[_Item]:
    """Return the items, and show nothing."""
    return items


class WorkerError(OSError):
    """A worker process has died, so that its share of the work is missing."""


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
        """Describe an exception that is being handled; replace one that cannot be pickled."""
        import pickle
        import traceback

        text = traceback.format_exc()
        frame, line = list(traceback.walk_tb(error.__traceback__))[-1]
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - pickled on the same line
        except Exception:  # noqa: BLE001 - methods of any exception run here
            error = RuntimeError(f"{type(error).__name__}: {error}")
        return cls(error, (str(frame.f_globals.get("__name__")), line), text)


def spread(
    function: Callable[[_Item], _Result],
    items: Sequence[_Item],
    jobs: int | None,
    progress: Progress = without_progress,
    doing: str = "checking",
) -> Iterator[_Result]:
    """Yield the result of the function for each item; see :func:`spread_batches`."""

    def work(batch: Sequence[_Item]) -> list[_Result]:
        return [function(item) for item in batch]

    return spread_batches(work, items, jobs, progress, doing, alone=1)


def spread_batches(
    work: Callable[[Sequence[_Item]], Iterable[_Result]],
    items: Sequence[_Item],
    jobs: int | None,
    progress: Progress = without_progress,
    doing: str = "checking",
    *,
    alone: int = MAX_BATCH,
) -> Iterator[_Result]:
    """Yield the results of work on batches of items, in the order of the items.

    Args:
        work: Function that returns a result for each item of a batch.
        items: The items.
        jobs: Number of processes. Default: the number of usable cores, or one if there are few items.
        progress: Shows the progress.
        doing: Verb for the progress.
        alone: Number of items in a batch if one process does everything.

    Raises:
        WorkerError: A worker process has died.
    """
    if jobs is None:
        jobs = _usable_cores() if len(items) >= MIN_ITEMS_FOR_WORKERS else 1
    jobs = min(jobs, len(items))
    is_alone = jobs < 2 or not _can_fork()
    size = alone if is_alone else max(1, min(MAX_BATCH, len(items) // (4 * jobs)))
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    answers = (work(batch) for batch in batches) if is_alone else _from_workers(work, batches, jobs)
    with contextlib.closing(answers):
        # A strict zip asks for an answer after the last one: the generator runs to its end, and waits for the workers.
        for _, result in zip(progress(items, doing), itertools.chain.from_iterable(answers), strict=True):
            yield result


def _from_workers(
    work: Callable[[Sequence[_Item]], Iterable[_Result]], batches: Sequence[Sequence[_Item]], jobs: int
) -> Generator[list[_Result], None, None]:
    """Yield the results of each batch, in order. The processes take turns: of three, the first does every third one."""
    with contextlib.ExitStack() as stack:
        try:
            pipes = [stack.enter_context(_worker(work, batches[number::jobs])) for number in range(jobs)]
        except OSError as error:
            raise WorkerError(f"cannot start {jobs} processes: {(error.strerror or str(error)).lower()}") from None
        for number in range(len(batches)):
            try:
                results: list[_Result] | Failure = pipes[number % jobs].recv()
            except EOFError:
                raise WorkerError("a process that took part has been killed; try fewer jobs") from None
            if isinstance(results, Failure):
                raise results.error from InWorkerError(results.place, results.traceback)
            yield results


def _usable_cores() -> int:
    """Return how many cores this process may use; it may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    import multiprocessing as mp

    return "fork" in mp.get_all_start_methods()


@contextlib.contextmanager
def _worker(
    work: Callable[[Sequence[_Item]], Iterable[_Result]], share: Sequence[Sequence[_Item]]
) -> Iterator[Connection]:
    """Start a process that sends the results of each batch of its share.

    It is forked, so that nothing has to be sent to it. Each worker has a pipe of its own, whose reading end only the
    parent and later workers hold: when the parent dies, the last worker cannot write any more and ends, and then those
    before it.
    """
    import multiprocessing as mp

    fork = mp.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)

    def run() -> None:
        reader.close()
        for number in SIGNALS:
            # Ctrl-C reaches every process of the terminal; only the parent reports it.
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
            # A signal between the start and the assignment of the pid would leave a process that nobody ends.
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
    """Block the signals that end the process; yield the mask before."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield {int(number) for number in mask}
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _send_all(
    work: Callable[[Sequence[_Item]], Iterable[_Result]],
    share: Sequence[Sequence[_Item]],
    send: Callable[[list[_Result] | Failure], None],
) -> None:
    """Send the results of each batch, or an exception, until nobody reads from the pipe any more."""
    with contextlib.suppress(BrokenPipeError):
        try:
            for batch in share:
                send([*work(batch)])
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again in the parent
            send(Failure.of(error))
