"""Cost of a command: seconds of the processor, seconds on the clock, memory at its peak."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Cost", "FailedError", "Sample", "interleaved", "run"]

_OWN: Final = ("PACTSTATE_", "PYTHON", "GITHUB_", "FORCE_COLOR", "COLUMNS")


class FailedError(Exception):
    """A measured command did not do what it was to be measured at."""


@dataclass(frozen=True)
class Cost:
    """The cost of one run."""

    cpu: float
    """Seconds of the processor, user and system, of the process and of those that it started and waited for."""
    wall: float
    peak: float
    """Megabytes; of the largest one, if there are several processes."""


Sample = Mapping[str, Cost]
"""Cost of each command in one round."""


def run(command: Sequence[str], here: Path, allowed: Sequence[int] = (0, 1)) -> Cost:
    """Run a command in a folder, with nothing of this environment that it heeds, and throw its output away."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - words of our own
        command, cwd=here, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        # Nothing measured writes more here than a pipe holds, but for what has failed.
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        raise FailedError(f"exit code {process.returncode}: {' '.join(command)[:300]}\n{said.decode()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def interleaved(
    commands: Mapping[str, Sequence[str]], here: Path, rounds: int, allowed: Sequence[int] = (0, 1)
) -> list[Sample]:
    """Run rounds of all the commands in turn, so that what disturbs one disturbs its neighbours.

    Every other round goes backwards.
    """
    samples: list[Sample] = []
    for number in range(rounds):
        names = list(commands)[:: -1 if number % 2 else 1]
        costs = {name: run(commands[name], here, allowed) for name in names}
        samples.append({name: costs[name] for name in commands})
    return samples
