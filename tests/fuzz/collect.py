"""Makes kept seeds: ``python tests/fuzz/collect.py [TARGET]... [--inputs N] [--seed S]``.

Of so many inputs of each target, those stay that lead the library from one line to another as none before them did; then
of these the fewest, the shortest first. What is kept already stays, so that a second run adds little. Tracing takes its
time: some hundred inputs a second.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[1])

import pactstate
from fuzz import archives, values
from fuzz.mutation import mutated
from fuzz.targets import TARGETS, Target

_TRACED: Final = (str(Path(pactstate.__file__).parent), values.__file__, archives.__file__)

_Arc = tuple[str, int, int]


def arcs(target: Target, data: bytes) -> set[_Arc]:
    """The steps from line to line that the library takes, and what makes values for it."""
    found: set[_Arc] = set()

    def entered(frame: FrameType, event: str, value: object) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(_TRACED):
            return None
        last = 0

        def stepped(frame: FrameType, event: str, value: object) -> Any:
            nonlocal last
            found.add((name, last, frame.f_lineno))
            last = frame.f_lineno
            return stepped

        return stepped

    target.check(data)  # what is cached after the first time is not what the input leads to
    sys.settrace(entered)
    try:
        target.check(data)
    except Exception:  # noqa: BLE001 - a known fault is no reason to stop
        pass
    finally:
        sys.settrace(None)
    return found


def collect(target: Target, count: int, seed: int) -> list[bytes]:
    """The inputs that are worth keeping."""
    random = Random(f"{target.name} {seed}")
    reached = {step for data in target.seeds for step in arcs(target, data)}
    known = set(reached)
    pool = list(target.seeds)
    found: list[tuple[bytes, set[_Arc]]] = []
    for _ in range(count):
        data = mutated(pool, target.tokens, random)[: min(target.longest, 400)]
        try:
            steps = arcs(target, data)
        except Exception:  # noqa: BLE001 - as above
            continue
        if steps - reached:
            reached |= steps
            pool.append(data)
            found.append((data, steps))
    kept = []
    for data, steps in sorted(found, key=lambda pair: (-len(pair[1] - known) // 10, len(pair[0]))):
        if steps - known:
            known |= steps
            kept.append(data)
    return kept


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--inputs", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=40)
    asked = parser.parse_args()
    for name in asked.targets or TARGETS:
        kept = collect(TARGETS[name], asked.inputs, asked.seed)[: asked.most]
        TARGETS[name].folder.mkdir(parents=True, exist_ok=True)
        for data in kept:
            (TARGETS[name].folder / hashlib.sha256(data).hexdigest()[:10]).write_bytes(data)
        sys.stdout.write(f"{name}: {len(kept)} more\n")


if __name__ == "__main__":
    main()
