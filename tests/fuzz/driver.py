"""Runs a target on very many inputs: the same ones for the same seed, however many processes share them."""

from __future__ import annotations

import hashlib
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

import attrs

from fuzz.mutation import mutated
from fuzz.targets import TARGETS, Target

__all__ = ["Failure", "Outcome", "fuzz", "replay", "run"]

BLOCK: Final = 5_000
"""So many inputs are made from the seeds, and from what has been met among them; then all begins anew."""
_POOL: Final = 200
_TRIES: Final = 3_000


@attrs.frozen
class Failure:
    """A way to fail, with the shortest input that leads to it."""

    signature: str
    data: bytes
    trace: str

    @property
    def name(self) -> str:
        """What it is known by."""
        return hashlib.sha256(self.signature.encode()).hexdigest()[:12]


@attrs.define
class Outcome:
    """What has become of some inputs."""

    inputs: int = 0
    seconds: float = 0
    """Of the processor, so that others who work on the machine do not count."""
    slowest: float = 0
    """The seconds of one input."""
    tally: Counter[str] = attrs.Factory(Counter)
    """How often each answer was given."""
    failures: dict[str, Failure] = attrs.Factory(dict)
    """By signature."""

    def add(self, other: Outcome) -> None:
        """Take in what has become of others."""
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.tally += other.tally
        for failure in other.failures.values():
            self.note(failure)

    def note(self, failure: Failure) -> None:
        """Keep a failure, if no shorter input is known that fails alike."""
        known = self.failures.get(failure.signature)
        if known is None or len(failure.data) < len(known.data):
            self.failures[failure.signature] = failure


def _failure(error: BaseException, data: bytes) -> Failure:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.name != "_too_long"]
    inmost = next((frame for frame in reversed(frames) if "pactstate" in frame.filename), frames[-1])
    signature = f"{type(error).__name__} at {Path(inmost.filename).name}:{inmost.lineno} in {frames[-1].line}"
    return Failure(signature, data, "".join(traceback.format_exception(error)))


class TooLongError(Exception):
    """An input that takes longer than any may."""


def _too_long(*_: object) -> None:
    raise TooLongError


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Ends what takes more seconds of the processor; 0 ends nothing."""
    if not seconds:
        yield
        return
    before = signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _answer(target: Target, data: bytes, deadline: float) -> str | Failure:
    try:
        with _deadline(deadline):
            return target.check(data)
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is sought
        return _failure(error, data)


def replay(target: Target) -> list[Failure]:
    """What fails among the kept seeds."""
    answers = (_answer(target, data, 0) for data in target.seeds)
    return [answer for answer in answers if isinstance(answer, Failure)]


def run(target: Target, count: int, seed: str, deadline: float = 0) -> Outcome:
    """So many fresh inputs. Those that get an answer not met before are changed further, as the seeds are."""
    random = Random(seed)
    pool = list(target.seeds)
    kept = len(pool)
    outcome = Outcome()
    started = time.process_time()
    for _ in range(count):
        data = mutated(pool, target.tokens, random)[: target.longest]
        before = time.process_time()
        answer = _answer(target, data, deadline)
        outcome.slowest = max(outcome.slowest, time.process_time() - before)
        if isinstance(answer, Failure):
            outcome.note(answer)
            continue
        if not outcome.tally[answer] and len(pool) < kept + _POOL:
            pool.append(data)
        outcome.tally[answer] += 1
    outcome.inputs, outcome.seconds = count, time.process_time() - started
    return outcome


def _block(name: str, count: int, seed: str, deadline: float) -> Outcome:
    return run(TARGETS[name], count, seed, deadline)


def fuzz(
    name: str, count: int, seed: int, *, jobs: int = 1, deadline: float = 0, told: Callable[[Outcome], None] = id
) -> Outcome:
    """So many inputs for a target, in blocks that each begin with the kept seeds. Failures come back shortened."""
    blocks = [(min(BLOCK, count - start), f"{name} {seed} {start // BLOCK}") for start in range(0, count, BLOCK)]
    whole = Outcome()
    with ProcessPoolExecutor(jobs) as processes:
        for part in processes.map(_block, *zip(*((name, *block, deadline) for block in blocks), strict=True)):
            whole.add(part)
            told(whole)
    for failure in list(whole.failures.values()):
        whole.note(_shortened(TARGETS[name], failure, deadline))
    return whole


def _shortened(target: Target, failure: Failure, deadline: float) -> Failure:
    """An input that fails alike, from which no stretch can be left out any more, as far as so many tries tell."""
    size, tries = len(failure.data) // 2, 0
    while size and tries < _TRIES:
        start = 0
        while start < len(failure.data) and tries < _TRIES:
            tries += 1
            answer = _answer(target, failure.data[:start] + failure.data[start + size :], deadline)
            if isinstance(answer, Failure) and answer.signature == failure.signature:
                failure = answer
            else:
                start += size
        size //= 2
    return failure
