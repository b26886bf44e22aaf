"""Fuzz the targets with many inputs: ``python tests/fuzz/run.py [TARGET]... [--inputs N] [--seed S]``.

Without a target, all of them. Hypothesis makes the inputs, in blocks; the same seed makes the same inputs. A failure
ends the run with exit code 1, the traceback, and the shortest input that Hypothesis found for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

from fuzz.targets import TARGETS, Target, inputs

BLOCK: Final = 5_000
"""Inputs of one run of Hypothesis. It remembers all of a run, so that a run of a million would take gigabytes."""
MAX_SECONDS: Final = 10
"""Time for one input; a slower one fails."""


def fuzz(target: Target, count: int, number: int) -> None:
    """Check the seeds, then ``count`` other inputs; raise what the target raises."""
    for data in target.seeds:
        target.check(data)
    for start in range(0, count, BLOCK):
        options = settings(
            max_examples=min(BLOCK, count - start),
            database=None,
            deadline=dt.timedelta(seconds=MAX_SECONDS),
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )

        @seed(f"{number} {start}")
        @options
        @given(inputs(target))
        def check(data: bytes) -> None:
            target.check(data)

        check()


def main(arguments: list[str] | None = None) -> None:
    """Run the targets that the command line names and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(arguments)
    unknown = set(asked.targets).difference(TARGETS)
    if unknown:
        parser.error(f"no target {min(unknown)!r}; there are {', '.join(TARGETS)}")
    for name in asked.targets or TARGETS:
        started = time.process_time()
        fuzz(TARGETS[name], asked.inputs, asked.seed)
        seconds = time.process_time() - started
        sys.stdout.write(f"{name}: {asked.inputs:,} inputs, {seconds:,.0f} s of CPU time, no failure\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
