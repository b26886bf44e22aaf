"""Measure how the cost of each command grows with its input: CPU, memory and output at n, 2n and 4n.

Run as ``python benchmarks/growth.py [--size BYTES] [--only WORD]... [--command WORD]... [--beyond] [--write FILE]``
with the package installed. The size is that of 4n, by default nearly 1 MiB, the largest file that is read. The costs
are those beyond start-up: each command runs in a copy of a process that has imported everything. A run is beyond the
promise of SECURITY.md when its largest input takes more than a second or 150 MB (and a second and 50 MB for each
further MiB that it reads) or prints ten times the input, or when a doubling costs more than 2.2 times as much.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from building import FULL
from families import COMMANDS, FAMILIES, Family
from families_tables import COLUMNS, MAPPING

__all__ = ["HEAD", "Cost", "Growth", "base_cost", "cost", "grown", "import_everything", "main", "page"]

MAX_SECONDS: Final = 1.0
"""CPU for each MiB that is read, and for an input of less."""
MAX_MEGABYTES: Final = 150.0
"""Memory for the first MiB that is read."""
MAX_MORE_MEGABYTES: Final = 50.0
"""Memory for each further MiB."""
_CHANGING: Final = ("add", "reject", "fix", "import --update")
"""Commands that read a file again as it is after the change."""
MAX_GROWTH: Final = 2.2
"""Times the cost of an input of half the size."""
MAX_PRINTED: Final = 10
"""Times the input."""
STOP_BYTES: Final = 4 << 30
"""Memory beyond which a run gets none."""
TODAY: Final = "2026-11-22"
_TIMELESS: Final = ("rule", "schema")
"""Commands that do not ask for the day."""

# Below these, a cost is mostly that of the command itself, and its growth says nothing.
_TOLD_FROM: Final = {"seconds": 0.1, "megabytes": 10.0, "printed": 20_000}


@dataclass(frozen=True)
class Cost:
    """The cost of one run, beyond start-up."""

    seconds: float
    """CPU, user and system, of the process and its workers."""
    megabytes: float
    """Peak of memory, of the process."""
    printed: int
    """Bytes on standard output and error, and of the files that were made."""
    code: int
    """Exit code; that of a signal is negative."""


@dataclass(frozen=True)
class Growth:
    """One command upon one family."""

    family: str
    command: str
    sizes: tuple[int, ...]
    """Bytes of the inputs."""
    costs: tuple[Cost, ...]
    base: Cost
    """The same command upon next to nothing."""

    def factor(self, what: str) -> float | None:
        """The worst factor of a doubling; ``None`` where the costs are too small to tell."""
        values = [float(getattr(one, what)) - float(getattr(self.base, what)) for one in self.costs]
        told = [(less, more) for less, more in itertools.pairwise(values) if more >= _TOLD_FROM[what]]
        # An input that does not double (few long texts) is compared with what it grew by.
        return max((more / max(less, _TOLD_FROM[what] / 4) for less, more in told), default=None)

    @property
    def mebibytes(self) -> float:
        """MiB that the command reads of its largest input, at least one."""
        return max(self.sizes[-1] * (2 if self.command.startswith(_CHANGING) else 1) / (1 << 20), 1)

    def beyond(self) -> str:
        """Parts of the promise that are not kept; empty if all are."""
        last = self.costs[-1]
        grown = [what for what in _TOLD_FROM if (self.factor(what) or 0) > MAX_GROWTH]
        found = {
            "time": last.seconds > MAX_SECONDS * self.mebibytes,
            "memory": last.megabytes > MAX_MEGABYTES + MAX_MORE_MEGABYTES * (self.mebibytes - 1),
            "output": last.printed > max(MAX_PRINTED * self.sizes[-1], _TOLD_FROM["printed"]),
            **{f"growth of {what}": True for what in grown},
            "died": last.code not in (0, 1, 2),
        }
        return ", ".join(word for word, is_so in found.items() if is_so)

    def row(self) -> str:
        """A line of the table."""
        last = self.costs[-1]
        factors = " ".join(
            f"{factor:5.1f}" if factor else "    -" for factor in (self.factor(what) for what in _TOLD_FROM)
        )
        beyond = self.beyond()
        return (
            f"{last.seconds:7.2f} {last.megabytes:6.0f} {last.printed // 1000:8} {factors} {last.code:4}"
            f"  {self.command}; {self.family}{f'  <-- {beyond}' if beyond else ''}"
        )


HEAD: Final = f"{'s':>7} {'MB':>6} {'out kB':>8} {'x s':>5} {'x MB':>5} {'x out':>5} {'exit':>4}"


def cost(files: Mapping[str, str], command: Sequence[str], stop: int = 60) -> Cost:
    """Run a command upon files, in a folder and a process of its own; stop it after so many seconds of CPU."""
    first = min((Path(name).stem for name in files if name.endswith(".yaml") and "before/" not in name), default="a")
    words = [first if word == "^" else word for word in command]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "work")
        for name, text in files.items():
            path = root / name
            # The recursion of mkdir(parents=True) ends at a thousand folders.
            for folder in reversed(path.parents):
                folder.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        out = Path(place, "out")
        process = multiprocessing.get_context("fork").Process(
            target=_run, args=(root, out, stop, words if words[0] in _TIMELESS else [*words, "--today", TODAY])
        )
        process.start()
        _, status, used = os.wait4(process.pid or 0, 0)
        peak = float(Path(place, "peak").read_text()) if Path(place, "peak").exists() else used.ru_maxrss / 1024
        made = sum(
            path.stat().st_size for path in (out, *root.glob("made*"), *root.glob("made/**/*")) if path.is_file()
        )
        return Cost(used.ru_utime + used.ru_stime, peak, made, os.waitstatus_to_exitcode(status))


def _run(root: Path, out: Path, stop: int, words: list[str]) -> None:
    from pactstate.cli import main as run

    os.chdir(root)
    with out.open("wb") as stream:
        for number in (1, 2):
            os.dup2(stream.fileno(), number)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    resource.setrlimit(resource.RLIMIT_CPU, (stop, stop))
    resource.setrlimit(resource.RLIMIT_AS, (STOP_BYTES, STOP_BYTES))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    code = 1
    try:
        code = run(words)
    finally:
        sys.stdout.flush()
        status = Path("/proc/self/status")
        peaks = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        if peaks:
            out.with_name("peak").write_text(str(int(peaks[0]) / 1024))
        os._exit(code)


_SMALL: Final = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory: [{event: signed, date: 2024-01-01}]\n"
_NOTHING: Final = {
    "agreements/a.yaml": _SMALL,
    "before/agreements/a.yaml": _SMALL,
    "mapping.toml": MAPPING,
    "table.csv": COLUMNS,
}


def base_cost(label: str) -> Cost:
    """Measure a command upon next to nothing."""
    return cost(_NOTHING, COMMANDS[label])


def grown(family: Family, label: str, size: int, base: Cost, stop: int = 60) -> Growth:
    """Measure a command upon a family, at a quarter, half and the whole of a size."""
    inputs = [family.build(part) for part in (size // 4, size // 2, size)]
    sizes = tuple(sum(len(text.encode()) for text in files.values()) for files in inputs)
    costs: list[Cost] = []
    for files in inputs:
        costs.append(cost(files, COMMANDS[label], stop))
        if costs[-1].code < 0:
            break
    return Growth(family.name, label, sizes[: len(costs)], tuple(costs), base)


def chosen(only: Sequence[str], commands: Sequence[str]) -> Iterator[tuple[Family, str]]:
    """Each family with each command, of those that are asked for."""
    for family in FAMILIES:
        if not only or any(word in family.name for word in only):
            for label in family.commands:
                if not commands or any(label.startswith(word) for word in commands):
                    yield family, label


def page(found: Sequence[Growth], size: int) -> str:
    """The worst of each command, as a table in Markdown."""
    rows = [
        "| command | what | family | s | MB | output, KB | factor of a doubling |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for label in dict.fromkeys(one.command for one in found):
        ours = [one for one in found if one.command == label]
        for what in _TOLD_FROM:
            worst = max(ours, key=lambda one: float(getattr(one.costs[-1], what)))
            last, factor = worst.costs[-1], worst.factor(what)
            rows.append(
                f"| `{label}` | most {what} | {worst.family} | {last.seconds:.2f} | {last.megabytes:.0f} |"
                f" {last.printed // 1000} | {f'{factor:.2f}' if factor else ''} |"
            )
    beyond = sum(bool(one.beyond()) for one in found)
    return "\n".join(
        [f"{len(found)} pairs of a family and a command at {size:,} bytes; {beyond} are beyond the promise.", "", *rows]
    )


def main() -> None:
    """Print a row for each family and command, and how many are beyond the promise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=FULL, help="bytes of the largest input [default: 1,040,000]")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="families with this in their name")
    parser.add_argument(
        "--command", action="append", default=[], metavar="WORD", help="commands that begin so, such as 'check, json'"
    )
    parser.add_argument("--beyond", action="store_true", help="print only what is beyond the promise")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time; more than one disturbs the times")
    parser.add_argument("--stop", type=int, default=60, help="CPU seconds after which a run is ended [default: 60]")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table of the worst as Markdown")
    told = parser.parse_args()
    pairs = list(chosen(told.only, told.command))
    labels = dict.fromkeys(label for _, label in pairs)
    # The first run imports what the others then find imported; it also compiles what is not compiled.
    import_everything()
    bases = {label: base_cost(label) for label in labels}
    print(HEAD)
    found: list[Growth] = []
    with ThreadPoolExecutor(told.jobs) as pool:
        for one in pool.map(lambda pair: grown(pair[0], pair[1], told.size, bases[pair[1]], told.stop), pairs):
            found.append(one)
            if one.beyond() or not told.beyond:
                print(one.row(), flush=True)
    print(
        f"{len(found)} pairs of a family and a command, {sum(bool(one.beyond()) for one in found)} beyond the promise"
    )
    if told.write:
        told.write.write_text(page(found, told.size) + "\n", encoding="utf-8", newline="\n")


def import_everything() -> None:
    """Import every module of the package, so that no run pays for it."""
    import importlib
    import pkgutil

    import pactstate

    for module in pkgutil.walk_packages(pactstate.__path__, "pactstate."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":
    main()
