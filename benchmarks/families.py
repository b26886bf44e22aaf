"""Families of inputs that were made to be dear: each builds the files of a given size. ``growth.py`` measures them.

A family is named after what it repeats. Add a row for whatever else is repeated, joined, sorted, copied or quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from building import (
    Build,
)
from families_changed import CHANGED
from families_entries import ENTRIES
from families_folders import FOLDERS
from families_parties import PARTIES
from families_sources import SOURCES
from families_tables import TABLES
from families_yaml import YAML

__all__ = ["COMMANDS", "FAMILIES", "Family"]

_FORMS: Final = {
    "check": "text concise json github sarif junit rdjson gitlab markdown",
    "status": "table json csv markdown",
    "show": "text json markdown",
    "log": "table json csv markdown",
    "graph": "mermaid dot",
    "sources": "table json csv markdown",
    "verify": "table json markdown",
    "due": "table json csv markdown ics",
    "export": "csv jsonl sqlite parquet xlsx",
    "site": "html",
    "add": "diff",
    "reject": "diff",
    "fix": "diff",
    "schema": "agreement status-output",
    "rule": "text",
    "import": "shown written",
    "check --against": "text json sarif",
    "diff": "text json markdown",
}

_WORDS: Final = {
    "check": ["check", "agreements", "--verbose", "--jobs", "1"],
    "show": ["show", "^"],
    "verify": ["verify", "^", "signed", "--on", "2025-01-01"],
    "graph": ["graph", "^"],
    "site": ["site", "made", "--force"],
    "add": ["add", "event", "^", "note", "--date", "2026-01-02", "--reported-by", "s", "--dry-run", "--allow-findings"],
    "reject": ["reject", "^", "signed", "s", "--reason", "r", "--dry-run", "--allow-findings"],
    "fix": ["fix", "agreements", "--dry-run", "--unsafe"],
    "import": ["import", "mapping.toml", "table.csv", "--into", "made"],
    "check --against": ["check", "agreements", "--against", "./before/agreements", "--jobs", "1"],
    "diff": ["diff", "./before/agreements", "agreements"],
}

_ONE_FORM: Final = ("site", "add", "reject", "fix", "rule")
"""Commands with one output format, which they do not let choose."""


def _words(command: str, form: str) -> tuple[str, ...]:
    words = _WORDS.get(command, [command])
    if command == "import":
        return (*words, "--write") if form == "written" else tuple(words)
    if command in _ONE_FORM:
        return tuple(words)
    if command == "schema":
        return (*words, form)
    if command == "export":
        return (*words, "--format", form, "--to", "made" if form in ("csv", "parquet") else f"made.{form}")
    return (*words, "--format", form)


_OPTIONS: Final = {
    "status --group-by party, table": "status --group-by party",
    "status --group-by party, json": "status --group-by party --format json",
    "status --known-by, json": "status --known-by 2010-01-01 --format json",
    "status of words, table": "status signed japan",
    "show --known-by, text": "show ^ --known-by 2010-01-01",
    "log --flags, json": "log --flags --format json",
    "log --flags, table": "log --flags",
    "sources --by-publisher, json": "sources --by-publisher --format json",
    "sources --disputed, json": "sources --disputed --format json",
    "sources of words, table": "sources japan times",
    "due of all days, json": "due --from 1800-01-01 --until 9999-12-31 --format json",
    "due of all days, ics": "due --from 1800-01-01 --until 9999-12-31 --format ics",
    "graph of a kind, mermaid": "graph treaty",
    "export --known-by, csv": "export --known-by 2010-01-01 --format csv --to made",
    "status of intervals, json": "status --on 1900/2025 --known-by 1900/2025 --format json",
    "show of intervals, text": "show ^ --on 1900/2025 --known-by 1900/2025",
    "graph of intervals, mermaid": "graph ^ --on 1900/2025 --known-by 1900/2025",
    "verify of intervals, json": "verify ^ in_force --on 1900/2025 --format json",
    "log --party, table": "log --party JP --flags",
    "check --statistics, text": "check agreements --statistics --jobs 1",
    "schema of sources, json": "schema sources",
    "new --from, diff": "new b --from ^ --title B --event signed --date 2024-01-01 --dry-run --allow-findings",
    "check --new-only, json": "check agreements --against ./before/agreements --new-only --format json --jobs 1",
    "export --since, csv": "export --since ./before/agreements --format csv --to made",
    "import --update, shown": "import mapping.toml table.csv --into agreements --update",
    "import --guess, toml": "import --guess table.csv",
}
"""Words of the commands with options that make another answer."""

COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"{command}, {form}": _words(command, form) for command, forms in _FORMS.items() for form in forms.split()},
    **{label: tuple(words.split()) for label, words in _OPTIONS.items()},
}
"""Each command in each of its formats; ``^`` stands for the id of the first agreement, ``made`` for what it writes."""


@dataclass(frozen=True)
class Family:
    """Inputs of one kind, in any size."""

    name: str
    build: Build
    """The files of so many bytes, by their paths below the working directory."""
    commands: tuple[str, ...]
    """The commands of COMMANDS that it is made for."""


_AGAINST: Final = tuple(
    label for label in COMMANDS if label.startswith(("check --against", "check --new-only", "diff", "export --since"))
)

_IMPORT: Final = tuple(label for label in COMMANDS if label.startswith("import"))

_PLAIN: Final = tuple(label for label in COMMANDS if label not in (*_AGAINST, *_IMPORT))

# Files that are no agreement, or settings that are wrong: nothing but a check reads them to the end.
_CHECKED: Final = tuple(label for label in _PLAIN if label.startswith(("check", "fix")))

_NO_AGREEMENT: Final = ("yaml: ", "keys: ", "comments: ", "slips: ")


def _families() -> Iterator[Family]:
    for name, build in {**ENTRIES, **SOURCES, **PARTIES, **FOLDERS, **YAML}.items():
        yield Family(name, build, _CHECKED if name.startswith(_NO_AGREEMENT) else _PLAIN)
    for name, build in CHANGED.items():
        yield Family(f"changed: {name}", build, _AGAINST)
    for name, build in TABLES.items():
        yield Family(f"table: {name}", build, _IMPORT)


FAMILIES: Final[tuple[Family, ...]] = tuple(_families())
