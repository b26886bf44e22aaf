"""A folder full of agreements in our format, made up, the same for the same seed; some with errors in them.

Run as ``python benchmarks/corpus.py FOLDER --files N --seed S --errors 0.05``. A folder of agreements holds 20,000
files at most, so larger corpora are several, each named ``agreements``; what is checked is the folder above them.
The files stand for TODAY of plots.py: pass it to the check.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import planted
import plots
import words
from drafts import Identity, draft_of, shared_source
from emit import STYLES, text_of
from plots import Plot, days

__all__ = ["PER_FOLDER", "File", "agreement", "identity", "main", "plan", "write"]

PER_FOLDER: Final = 16_000
"""Most agreements in one folder: with their shared sources they stay below the limit of 20,000 files."""

_BLOCK: Final = 40
"""In every so many agreements, one pair replaces one another and one amends the one before it."""
_OLD: Final = 10
_AMENDED: Final = 19
_SCHEMA: Final = "# yaml-language-server: $schema=../schema/agreement.schema.json"


@dataclass(frozen=True)
class File:
    """The file of one agreement."""

    id: str
    text: str
    shared: frozenset[str]
    """Ids of the shared sources that it cites."""
    planted: str
    """The rule that its planted error breaks; empty if it has none."""

    @property
    def name(self) -> str:
        """The file's name. One whose id is wrong keeps it."""
        return f"{self.id}.yaml"


def _lot(seed: int, number: int, what: str) -> random.Random:
    return random.Random(f"{seed} {what} {number}")  # noqa: S311 - nothing depends on its being unforeseeable


def identity(seed: int, number: int) -> Identity:
    """Return the agreement of a number."""
    # A successor is of the kind and the parties of what it replaces.
    rng = _lot(seed, number - (number % _BLOCK == _OLD + 1), "identity")
    kind = rng.choices(list(words.KINDS), [weight for _, _, weight in words.KINDS.values()])[0]
    several = kind == "treaty" and number % _BLOCK not in (_OLD, _OLD + 1) and rng.random() < 0.25
    parties = rng.sample(list(words.COUNTRIES), rng.randint(3, 8) if several else 2)
    return Identity(number, kind, tuple(parties))


def plan(seed: int, number: int, count: int) -> tuple[Plot, dict[str, str]]:
    """Return the events of the agreement of a number, and its links."""
    me, rng, place = identity(seed, number), _lot(seed, number, "plot"), number % _BLOCK
    # Both ends of a link know the day on which one takes the place of the other.
    if place == _OLD and number + 1 < count:
        anchor = ("terminated", _handover(seed, number))
        plot = plots.invent(rng, me.kind, me.parties, "terminated", "replaced", anchor)
        return plot, {"replaced_by": identity(seed, number + 1).id}
    if place == _OLD + 1:
        plot = plots.invent(rng, me.kind, me.parties, "in_force", anchor=("in_force", _handover(seed, number - 1)))
        return plot, {"replaces": identity(seed, number - 1).id}
    links = {"amends": identity(seed, number - 1).id} if place == _AMENDED + 1 else {}
    return plots.invent(rng, me.kind, me.parties), links


def _handover(seed: int, number: int) -> dt.date:
    return plots.LAST - days(400 + _lot(seed, number, "handover").randrange(12_000))


def agreement(seed: int, number: int, count: int, errors: float = 0.0) -> File:
    """The file of that number, one of so many; with a planted error in the given share of them."""
    me, rng = identity(seed, number), _lot(seed, number, "draft")
    plot, links = plan(seed, number, count)
    draft = draft_of(rng, me, plot, links)
    rule = _planted(seed, number, errors)
    if rule in planted.IN_DRAFTS:
        planted.IN_DRAFTS[rule](draft)
    text = text_of(draft.whole(), rng.choices(STYLES, (40, 30, 15, 15))[0], _SCHEMA if rng.random() < 0.6 else "")
    if rule in planted.IN_TEXTS:
        text = planted.IN_TEXTS[rule](text)
    return File(me.id, text, frozenset(draft.shared), rule)


def _planted(seed: int, number: int, errors: float) -> str:
    # Agreements that others link to stay sound, so that each fault shows only where it was planted.
    linked = number % _BLOCK in (_OLD, _OLD + 1, _AMENDED, _AMENDED + 1)
    rng = _lot(seed, number, "fault")
    return rng.choice(planted.RULES) if rng.random() < errors * _BLOCK / (_BLOCK - 4) and not linked else ""


def _shared_text(ids: Sequence[str]) -> str:
    return "".join(
        f"{id}:\n" + "".join(f"  {key}: {json.dumps(value)}\n" for key, value in shared_source(id).items())
        for id in ids
    )


def write(folder: Path, files: int, seed: int, errors: float, per_folder: int = PER_FOLDER) -> Iterator[File]:
    """Write a corpus, and yield each file that has been written."""
    whole = [(start, min(start + per_folder, files)) for start in range(0, files, per_folder)]
    for part, (start, end) in enumerate(whole):
        here = (folder if len(whole) == 1 else folder / f"part-{part}") / "agreements"
        (here / "sources").mkdir(parents=True)
        cited: set[str] = set()
        for number in range(start, end):
            file = agreement(seed, number, end, errors)
            (here / file.name).write_text(file.text, encoding="utf-8", newline="\n")
            cited |= file.shared
            yield file
        gazettes = sorted(id for id in cited if id.startswith("gazette"))
        # No file without a source in it: such a one is no mapping.
        for path, ids in (
            (here / "sources.yaml", sorted(cited.difference(gazettes))),
            (here / "sources" / "gazettes.yaml", gazettes),
        ):
            if ids:
                path.write_text(_shared_text(ids), encoding="utf-8", newline="\n")


def main() -> None:
    """Write a corpus into a folder that is still to be made, and say what it is."""
    parser = argparse.ArgumentParser(description="Write a folder of made-up agreements.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=400, help="how many agreements [default: 400]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=float, default=0.05, help="the share of files with an error [default: 0.05]")
    parser.add_argument("--per-folder", type=int, default=PER_FOLDER, help=f"[default: {PER_FOLDER}]")
    told = parser.parse_args()
    if told.per_folder % _BLOCK:
        parser.error(f"--per-folder is a multiple of {_BLOCK}, so that links stay within a folder")
    if told.folder.exists():
        parser.error(f"{told.folder} exists already")
    size = bad = 0
    for file in write(told.folder, told.files, told.seed, told.errors, told.per_folder):
        size += len(file.text.encode())
        bad += bool(file.planted)
    print(f"{told.files} files, {size / told.files:.0f} bytes each, {bad} with an error")


if __name__ == "__main__":
    main()
