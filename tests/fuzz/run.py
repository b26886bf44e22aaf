"""Fuzzing: ``python tests/fuzz/run.py [TARGET]... [--inputs N] [--seed S] [--jobs J] [--out FOLDER]``.

Without a target, all of them. Each gets the kept seeds, then so many fresh inputs, which are the same for the same
seed. Prints a line for each; in the folder, if one is named, every failure is kept: the input, and how it failed. Exit
code 1 means that something failed.

The same targets led by coverage: ``guided.py``. Seeds that reach more: ``collect.py``.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TextIO

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

from fuzz.driver import Failure, Outcome, fuzz, replay
from fuzz.targets import TARGETS


def main(arguments: list[str] | None = None) -> int:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--deadline", type=float, default=10, help="seconds that one input may take")
    parser.add_argument("--out", type=Path, help="where failures are kept")
    parser.add_argument("--progress", action="store_true", help="say how far it is, as on a terminal")
    asked = parser.parse_args(arguments)
    unknown = set(asked.targets).difference(TARGETS)
    if unknown:
        parser.error(f"no target {min(unknown)!r}; there are {', '.join(TARGETS)}")
    failed = False
    for name in asked.targets or TARGETS:
        failures = replay(TARGETS[name])
        told = partial(progress, name) if sys.stderr.isatty() or asked.progress else id
        outcome = fuzz(name, asked.inputs, asked.seed, jobs=asked.jobs, deadline=asked.deadline, told=told)
        for failure in failures:
            outcome.note(failure)
        say(line(name, outcome))
        for failure in outcome.failures.values():
            say(f"  {failure.name}: {failure.signature}: {failure.data[:60]!r}")
            if asked.out:
                keep(failure, asked.out / name)
        failed |= bool(outcome.failures)
    return int(failed)


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line at once."""
    out = stream or sys.stdout
    out.write(f"{text}\n")
    out.flush()


def progress(name: str, outcome: Outcome) -> None:
    """Say how far it is, on standard error, now and then."""
    if outcome.inputs % 50_000 == 0:
        say(line(name, outcome), sys.stderr)


def line(name: str, outcome: Outcome) -> str:
    """The figures, and the most frequent answers."""
    rate = outcome.inputs / max(outcome.seconds, 1e-9)
    answers = ", ".join(f"{answer or '-'} {count:,}" for answer, count in outcome.tally.most_common(4))
    return (
        f"{name}: {outcome.inputs:,} inputs, {outcome.seconds:,.0f} s, {rate:,.0f}/s, "
        f"slowest {outcome.slowest * 1000:.0f} ms, {len(outcome.failures)} failures; "
        f"{len(outcome.tally):,} answers: {answers}"
    )


def keep(failure: Failure, folder: Path) -> None:
    """Write the input, and how it failed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / failure.name).write_bytes(failure.data)
    (folder / f"{failure.name}.txt").write_text(f"{failure.signature}\n\n{failure.trace}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
