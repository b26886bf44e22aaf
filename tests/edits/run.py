"""Makes very many additions to files of all styles. Run by hand; docs/testing.md has the figures.

Each addition is one that a command makes, or one at any place of the file. One in five has comments, as a person may
have typed them in an editor. What must hold: without the inserted text, the text is the old one; the new data are the
old ones with the addition; each comment is there. One in ten goes through the function that the commands call, which
reads the result again; PyYAML reads one result in fifty, too. Up to five additions follow each other in one file.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

HERE: Final = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "benchmarks")]

import corpus  # noqa: E402 - the path is set above

from restyled import ENDS, STYLES, edit, pool, read, restyled  # noqa: E402 - the path is set above

MAX_BYTES: Final = 12_000
"""Size of the largest file: a larger one takes the time of many small ones."""


def files(seed: int) -> Iterator[tuple[str, str]]:
    """Yield the valid files of the tree, then made-up agreements without end, each with its name."""
    root = HERE.parent.parent
    for path in sorted([*root.glob("agreements/*.yaml"), *root.glob("tests/rules/*/ok/**/*.yaml")]):
        yield path.name, path.read_text(encoding="utf-8")
    for number in itertools.count():
        file = corpus.agreement(seed, number, 1_000_000)
        yield file.name, file.text


def main() -> int:
    """Make the additions and print the counts. Exit code 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    texts = pool(chance, 5_000)
    made: collections.Counter[str] = collections.Counter()
    begun, total, shown = time.process_time(), 0, 0
    for name, text in files(given.seed):
        if len(text) > MAX_BYTES and chance.random() < 0.8:
            continue
        for style, end in itertools.product(STYLES, ENDS):
            current = restyled(text, style, end)
            if current is None:
                continue
            for left in range(chance.randrange(5), -1, -1):
                before = current
                try:
                    current = edit(current, chance, texts, anywhere=not left, through_engine=chance.random() < 0.1)
                    if chance.random() < 0.02:
                        assert yaml.load(current, yaml.CBaseLoader) == read(current)
                except Exception as error:  # noqa: BLE001 - every failure is shown with the file
                    show(f"{name}, {style}, {end}: {type(error).__name__}: {error}\n{current}")
                    return 1
                made[f"{style}; {end}"] += current != before
        total = made.total()
        if total >= given.edits:
            break
        if total // 10_000 > shown:
            shown = total // 10_000
            show(f"{total:,} additions, {time.process_time() - begun:.0f} s")
    for word, count in made.items():
        show(f"{word}: {count:,}")
    show(f"{total:,} additions without a failure, {time.process_time() - begun:.0f} processor seconds")
    return 0


def show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
