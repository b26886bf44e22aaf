"""Measure again the pairs of a command and a family that were found to be dearest, and write their table.

Run as ``python benchmarks/worst.py [--write docs/benchmarks.md]`` with the package installed, and nothing else on the
machine. Sizes and costs are those of ``growth.py``, with n, 2n and 4n up to nearly 1 MiB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import growth
import page
from building import FULL
from families import COMMANDS, FAMILIES

__all__ = ["PAIRS", "main", "table"]

PAIRS: Final = (
    ("check, text", "entries: impossible date and event and party"),
    ("check, text", "yaml: nested lists"),
    ("check, text", "yaml: mappings within mappings"),
    ("check, text", "sources: undated"),
    ("check, text", "entries: repeated"),
    ("check, text", "entries: addresses in the place of dates"),
    ("check, text", "entries: empty values"),
    ("check, sarif", "entries: repeated"),
    ("check --against, text", "changed: in another order"),
    ("check --against, text", "changed: sources"),
    ("check --new-only, json", "changed: in another order"),
    ("check --new-only, json", "changed: sources"),
    ("diff, json", "changed: in another order"),
    ("diff, json", "changed: sources"),
    ("status, table", "entries: impossible date and event and party"),
    ("show, text", "claims: each of another day"),
    ("show, text", "parties: withdrawals announced"),
    ("show, markdown", "claims: each of another day"),
    ("show, markdown", "parties: withdrawals announced"),
    ("log --flags, table", "parties: notices of no known day"),
    ("graph, mermaid", "parties: notices of no known day"),
    ("sources, json", "sources: a chain"),
    ("sources, markdown", "sources: a chain"),
    ("due, json", "entries: announced only"),
    ("due, markdown", "entries: announced only"),
    ("due, ics", "entries: announced only"),
    ("due of all days, json", "entries: announced, each on a day ahead"),
    ("export, csv", "entries: announced only"),
    ("export, jsonl", "entries: announced only"),
    ("export, xlsx", "entries: announced only"),
    ("export --since, csv", "changed: sources"),
    ("add, diff", "entries: repeated"),
    ("add, diff", "statements: by sources of many days"),
    ("fix, diff", "yaml: texts of hidden characters"),
    ("fix, diff", "comments: ours, and many findings"),
    ("fix, diff", "folder: identical files"),
    ("import --guess, toml", "table: wide cells, quoted"),
    ("import --update, shown", "table: dates for one entry"),
    ("import --update, shown", "table: events for one long record"),
    ("import, written", "table: rows"),
    ("site, html", "parties: withdrawals announced"),
)
"""Commands, by their names in COMMANDS, each with the name of a family. Add those that a search finds."""

_HEAD: Final = ("command", "family", "input, KB", "CPU, s", "peak, MB", "output, KB", "CPU of a doubling", "beyond")


def table(found: Sequence[growth.Growth]) -> str:
    """Return a row for each pair, with the parts of the promise that it breaks."""
    return page.markdown(_HEAD, [*_rows(found)], wide=2)


def _rows(found: Sequence[growth.Growth]) -> Iterator[list[str]]:
    for one in found:
        last, factor = one.costs[-1], one.factor("seconds")
        yield [
            f"`{one.command}`",
            one.family,
            f"{one.sizes[-1] / 1000:,.0f}",
            f"{last.seconds:.2f}",
            f"{last.megabytes:.0f}",
            f"{last.printed / 1000:,.0f}",
            f"{factor:.1f}" if factor else "",
            one.beyond(),
        ]


def main() -> None:
    """Print a row for each pair; write the table into its place in a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=FULL, help="bytes of the largest input [default: 1,040,000]")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table into this page")
    told = parser.parse_args()
    day, load = dt.datetime.now(tz=dt.UTC).date(), os.getloadavg()[0]
    families = {family.name: family for family in FAMILIES}
    growth.import_everything()
    bases = {label: growth.base_cost(label) for label in COMMANDS}
    print(growth.HEAD)
    found: list[growth.Growth] = []
    for label, name in PAIRS:
        found.append(growth.grown(families[name], label, told.size, bases[label]))
        print(found[-1].row(), flush=True)
    if told.write:
        text = told.write.read_text(encoding="utf-8")
        made = f"{table(found)}\n\nMeasured on {day}; the load before was {load:.1f}."
        told.write.write_text(page.filled(text, {"worst": made}), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
