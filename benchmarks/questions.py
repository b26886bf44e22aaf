"""Compare the CPU of commands that answer questions about a folder with that of loading it.

Run as ``python benchmarks/questions.py [--files N] [--rounds N]`` in an environment with the package. The files are
generated, without errors; the base of ``diff`` is the same folder with another publisher in every tenth file.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import corpus
import peers
from measure import interleaved

__all__ = ["main"]

_SEED: Final = 1
_TABLE: Final = "| {} | {:.1f} | {:.2f} | {:.0f} |"


def _commands(work: Path) -> Mapping[str, Sequence[str]]:
    folder, base = work / "now" / "agreements", work / "before" / "agreements"
    one = min(path.stem for path in folder.glob("*.yaml") if path.stem != "sources")
    questions = {
        "status": (),
        "status --format json": (),
        "due": (),
        "sources": (),
        "sources --format json": (),
        "log": (),
        "log --flags": (),
        "graph": (one,),
    }
    today = ("--data", str(folder))
    return {
        "pactstate.load": peers.load(work / "now"),
        **{name: peers.ours(*name.split(), *more, *today) for name, more in questions.items()},
        "diff": peers.ours("diff", str(base), str(folder)),
        "export --format csv": peers.ours("export", "--to", str(work / "tables"), *today),
    }


def _write(work: Path, files: int) -> None:
    """Write the folder and its base."""
    for name in ("now", "before"):
        for number, file in enumerate(corpus.write(work / name, files, _SEED, 0, per_folder=files)):
            if name == "before" and number % 10 == 0:
                text = file.text.replace("publisher: ", "publisher: The ", 1)
                (work / name / "agreements" / file.name).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        _write(work, chosen.files)
        samples = interleaved(_commands(work), work, chosen.rounds)
    sys.stdout.write("| command | CPU, s | times loading | peak, MB |\n| --- | ---: | ---: | ---: |\n")
    for name in samples[0]:
        cpu = statistics.median(one[name].cpu for one in samples)
        ratio = statistics.median(one[name].cpu / one["pactstate.load"].cpu for one in samples)
        peak = max(one[name].peak for one in samples)
        sys.stdout.write(_TABLE.format(f"`{name}`", cpu, ratio, peak) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
