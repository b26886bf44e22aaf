"""Measure the speed and memory of pactstate, part by part, and write the page.

Run as ``python benchmarks/harness.py [--quick] [--rounds N] [--only WORD]... [--write docs/benchmarks.md]`` in an
environment with the package and benchmarks/requirements.txt. Results are kept in a file, so that parts can be run one
after the other. ``--show`` prints the table and measures nothing.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import corpus
import page
import peers
from measure import FailedError, interleaved, run

__all__ = ["PARTS", "Bench", "main"]

SEED: Final = 1
ERRORS: Final = 0.05
_GENERATOR: Final = ("corpus", "drafts", "emit", "planted", "plots", "words")

Result = dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """Folder and size of the measurements."""

    work: Path
    """The folder for corpora and results."""
    sizes: Mapping[str, int]
    rounds: int | None
    """Instead of as many as a part makes of itself."""

    def corpus(self, size: str, errors: float = ERRORS) -> Path:
        """The corpus of a size; it is made if it is not there yet."""
        made_by = b"".join((peers.HERE / f"{name}.py").read_bytes() for name in _GENERATOR)
        digest = hashlib.sha256(made_by).hexdigest()[:8]
        folder = self.work / f"{self.sizes[size]}-{errors:g}-{digest}"
        if not folder.exists():
            begun = folder.with_suffix(".part")
            shutil.rmtree(begun, ignore_errors=True)
            self.say(f"making {self.sizes[size]:,} files")
            for _ in corpus.write(begun, self.sizes[size], SEED, errors):
                pass
            begun.rename(folder)
        return folder

    def warm(self) -> None:
        """Have everything compiled and in the cache of the disk."""
        for command in (peers.ours("--version"), peers.ours("check", str(self.corpus("tiny")), "--today", peers.TODAY)):
            run(command, self.work)

    def measured(self, commands: Mapping[str, Sequence[str]], rounds: int, allowed: Sequence[int] = (0, 1)) -> Result:
        """Run a number of rounds of commands, and return them as they are kept."""
        return self.measured_anew(lambda _: commands, rounds, allowed)

    def measured_anew(
        self, commands: Callable[[int], Mapping[str, Sequence[str]]], rounds: int, allowed: Sequence[int] = (0, 1)
    ) -> Result:
        """Run commands that differ from round to round: those of a round by its number."""
        self.warm()
        samples = [
            sample
            for number in range(self.rounds or rounds)
            for sample in interleaved(commands(number), self.work, 1, allowed)
        ]
        return {"rounds": [{name: asdict(cost) for name, cost in sample.items()} for sample in samples]}

    @staticmethod
    def say(words: str) -> None:
        """Tell whoever waits."""
        print(f"  {words}", file=sys.stderr, flush=True)


def _check(folder: Path, jobs: int) -> list[str]:
    return peers.ours("check", str(folder), "--today", peers.TODAY, "--jobs", str(jobs))


def _start(bench: Bench) -> Result:
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import pactstate": [sys.executable, "-c", "import pactstate"],
        "pactstate --version": peers.ours("--version"),
        "pactstate status": peers.ours("status", "--today", peers.TODAY),
    }
    for command in commands.values():
        run(command, bench.work)
    return bench.measured(commands, 21)


def _four_thousand(bench: Bench) -> Result:
    return _against_the_yardstick(bench, "middle", rounds=5)


def _eighty_thousand(bench: Bench) -> Result:
    return _against_the_yardstick(bench, "large", rounds=1)


def _against_the_yardstick(bench: Bench, size: str, rounds: int) -> Result:
    folder = bench.corpus(size)
    commands = {
        "yaml.load": peers.yardstick(folder),
        "check --jobs 1": _check(folder, 1),
        "check --jobs 2": _check(folder, 2),
    }
    return bench.measured(commands, rounds) | {"files": bench.sizes[size]}


def _peers(bench: Bench) -> Result:
    # Without errors: yamale ends at the first file that is no YAML. That nobody finds any is seen to.
    folder, schema = bench.corpus("small", errors=0), bench.work / "schema.json"
    schema.write_text(_output(peers.ours("schema")), encoding="utf-8")
    return bench.measured(peers.checks(folder, schema), 2, allowed=(0,)) | {"files": bench.sizes["small"]}


def _output(command: Sequence[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603 - our own


def _memory(bench: Bench) -> Result:
    commands = {size: peers.load(bench.corpus(size, errors=0)) for size in ("tiny", "large")}
    return bench.measured(commands, 1) | {"files": bench.sizes["large"]}


def _site(bench: Bench) -> Result:
    # Made without errors, since a site of files with errors is refused.
    packaged = peers.HERE.parent / "agreements"
    few, made = (bench.corpus(size, errors=0) for size in ("small", "middle"))
    site = ["--today", peers.TODAY, "--jobs", "1", "--data"]
    with tempfile.TemporaryDirectory(dir=bench.work) as folder:
        # Each round has a folder of its own: to replace a site costs the file system more than to write one.
        def commands(number: int) -> Mapping[str, Sequence[str]]:
            return {
                "check of the packaged data": _check(packaged, 1),
                "site of the packaged data": peers.ours("site", f"{folder}/packaged{number}", *site, str(packaged)),
                "load": peers.load(made),
                "site of few": peers.ours("site", f"{folder}/few{number}", *site, str(few / "agreements")),
                "site": peers.ours("site", f"{folder}/made{number}", *site, str(made / "agreements")),
            }

        costs = bench.measured_anew(commands, 3)
        out = Path(folder, "packaged0")
        pages = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.html")}
    ids = {path.stem for path in packaged.glob("*.yaml")}
    return costs | {
        "files": bench.sizes["middle"],
        "few": bench.sizes["small"],
        "pages": [[len(text), len(gzip.compress(text, mtime=0))] for text in pages.values()],
        "agreements": [
            [len(text), len(gzip.compress(text, mtime=0))] for name, text in pages.items() if name.split("/")[0] in ids
        ],
    }


PARTS: Final[Mapping[str, Callable[[Bench], Result]]] = {
    "start": _start,
    "4000": _four_thousand,
    "peers": _peers,
    "80000": _eighty_thousand,
    "memory": _memory,
    "site": _site,
}
"""Parts that are measured, in this order, each on its own."""

SIZES: Final = {"tiny": 4, "small": 1_000, "middle": 4_000, "large": 80_000}
_QUICK: Final = {"tiny": 4, "small": 20, "middle": 100, "large": 400}


def _kept(path: Path) -> Result:
    found: Result = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def main() -> None:
    """Measure what is asked for, and print the table of all that has been measured."""
    parser = argparse.ArgumentParser(description="Measure how fast pactstate is.")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="few files, one round, whatever the table says: to see that everything runs",
    )
    parser.add_argument("--rounds", type=int, help="[default: as many as a part makes of itself]")
    parser.add_argument("--only", action="append", metavar="WORD", help=f"parts with this word: {', '.join(PARTS)}")
    parser.add_argument("--show", action="store_true", help="measure nothing")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables into this page")
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "pactstate-benchmarks",
        help="where corpora and results are kept",
    )
    told = parser.parse_args()
    if told.quick and told.write:
        parser.error("the page is not written from a quick run")
    told.work.mkdir(parents=True, exist_ok=True)
    bench = Bench(told.work.resolve(), _QUICK if told.quick else SIZES, told.rounds or (1 if told.quick else None))
    kept = bench.work / ("quick.json" if told.quick else "results.json")
    results = _kept(kept)
    wanted = [name for name in PARTS if not told.only or any(word in name for word in told.only)]
    for name in () if told.show else wanted:
        load, start = os.getloadavg()[0], time.perf_counter()
        bench.say(f"{name} ...")
        try:
            found = PARTS[name](bench)
        except (FailedError, subprocess.CalledProcessError) as error:
            sys.exit(f"{name}: {error}")
        results[name] = found | {"seconds": time.perf_counter() - start, "load": load, "machine": page.machine()}
        kept.write_text(json.dumps(results, indent=1), encoding="utf-8")
        bench.say(f"{name}: {results[name]['seconds']:.0f} s")
    print(page.table(results))
    if told.write:
        text = told.write.read_text(encoding="utf-8")
        told.write.write_text(page.with_tables(text, results), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
