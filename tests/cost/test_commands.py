"""The cost of commands grows no faster than files that were made to be expensive.

The families of files are those of ``benchmarks/families.py``, here small, with counted work.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import families
import pytest
from click.testing import CliRunner

from counted import assert_linear, measured
from pactstate.cli.app import app

TIMELESS: Final = ("rule", "schema")
SIZE: Final = 1_500
"""Bytes of the smallest input: some fifteen entries."""

LARGER: Final = {
    "settings: a long title of a kind": 9_000,
    "entries: days or months": 15_000,
    "settings: parties with names alike": 24_000,
    "statements: by sources of many days": 12_000,
    "entries: reports, and announcements that are illegal": 15_000,
    "entries: reports, and announced acts of one party": 15_000,
    "entries: announced and reported, of one year": 15_000,
    "term: extended, and notices": 15_000,
    "parties: notices that took effect, and notes": 6_000,
    "parties: an undeclared one beside many": 6_000,
    "claims: in each role": 18_000,
    "changed: entries, merged into corrected ones": 15_000,
    "statements: by sources of no known day": 26_000,
}
"""Sizes from which a check no longer looks for the entries that do not go with the rest, and fixed costs are small."""

# One of each kind of thing that is repeated, with a command that does much with it.
MEASURED: Final = (
    ("parties: each signs", "status, table"),
    ("parties: each announced", "status, table"),
    ("entries: intervals of 400 years", "graph, mermaid"),
    ("entries: intervals that begin each day", "show, text"),
    ("entries: notices", "check, text"),
    ("entries: joined and left", "check, text"),
    ("claims: unknown sources only", "check, sarif"),
    ("sources: undated, on one line", "check, text"),
    ("sources: a circle", "check, text"),
    ("sources: cited by all", "status, table"),
    ("links: dangling, on one line", "check, junit"),
    ("comments: ours, and many findings", "check, github"),
    ("folder: a chain of amendments", "check, text"),
    ("changed: claims", "diff, json"),
    ("changed: entries in pairs, swapped", "check --new-only, json"),
    ("changed: findings, silenced before", "check --new-only, json"),
    ("changed: other errors than in the base", "check --new-only, json"),
    ("changed: many files, renamed, and they say so", "diff, json"),
    ("parties: each gives notice", "check, text"),
    ("entries: notes, in order", "log, table"),
    ("entries: announcements of one event", "log, table"),
    ("claims: many rejected, in a long history", "check, text"),
    ("claims: announcements on one entry", "graph, mermaid"),
    ("statements: against a history of no known days", "show, text"),
    ("texts: long, and repeated", "show, text"),
    ("changed: all alike, other claims", "check --against, text"),
    ("changed: sources", "diff, markdown"),
    ("comments: ours", "due, ics"),
    ("sources: undated", "sources, csv"),
    ("links: dangling", "check, json"),
    ("settings: a long title of a kind", "status, json"),
    ("settings: a long title of a kind", "check, json"),
    ("settings: many kinds, many entries", "schema, agreement"),
    ("settings: parties with names alike", "graph, dot"),
    ("settings: unknown rules", "rule, text"),
    ("entries: notes, in order", "export, csv"),
    ("claims: rejected, each of another day", "export, jsonl"),
    ("parties: each of no known day", "export, sqlite"),
    ("entries: announced only", "due, table"),
    ("entries: extended until", "due, json"),
    ("statements: stale", "verify, json"),
    ("statements: premature", "site, html"),
    ("entries: notes, in order", "add, diff"),
    ("claims: many on one entry", "reject, diff"),
    ("yaml: ambiguous", "fix, diff"),
    ("claims: rejected, each of another day", "fix, diff"),
    ("table: rows", "import, shown"),
    ("table: dates in words", "import, shown"),
    ("table: unknown parties", "import, shown"),
    ("entries: impossible date and event and party", "check, text"),
    ("sources: each wrong", "check, text"),
    ("sources: each based on the two before", "check, text"),
    ("claims: denials on one entry", "check, rdjson"),
    ("claims: two of one origin", "check, sarif"),
    ("links: one id, again and again", "check, text"),
    ("slips: colons without a blank", "check, text"),
    ("entries: reports, and announcements that are illegal", "check, text"),
    ("entries: reports, and announced acts of one party", "check, json"),
    ("entries: announced and reported, of one year", "check, text"),
    ("term: extended, and notices", "check, text"),
    ("parties: notices that took effect, and notes", "check, text"),
    ("parties: an undeclared one beside many", "check, json"),
    ("sources: read on a day of their own, and cited", "check, text"),
    ("statements: by sources of many days", "check, text"),
    ("entries: days or months", "show, text"),
    ("settings: a kind that expects very much", "check, text"),
    ("links: all replace one, and it names them", "check, text"),
    ("folder: long names", "check, junit"),
    ("changed: many files, renamed", "diff, json"),
    ("changed: notes, each other", "check --against, text"),
    ("table: separators", "import, shown"),
    ("table: events for one long record", "import --update, shown"),
    ("table: dates for one entry", "import --update, shown"),
    ("parties: notices of no known day", "graph, mermaid"),
    ("parties: each joins and leaves", "log --flags, json"),
    ("claims: in each role", "show, text"),
    ("folder: each has a term and a notice", "due of all days, json"),
    ("folder: amend one", "graph of a kind, mermaid"),
    ("folder: own sources", "sources --by-publisher, json"),
    ("yaml: texts of hidden characters", "check, text"),
    ("yaml: hyphens without a blank", "check, text"),
    ("changed: many files, sources moved", "diff, json"),
    ("changed: entries, merged into corrected ones", "check --new-only, json"),
    ("changed: sources", "export --since, csv"),
    ("statements: by sources of no known day", "log --flags, json"),
)


@pytest.mark.parametrize(("name", "label"), MEASURED)
def test_work_grows_with_the_input(name: str, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(size: int) -> Callable[[], bytes]:
        return prepared(name, label, size, tmp_path / str(size), monkeypatch)

    assert_linear(make, LARGER.get(name, SIZE), memory=False)


def prepared(name: str, label: str, size: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bytes]:
    """Write the files of a family, and return the call of a command on them."""
    family = next(one for one in families.FAMILIES if one.name == name)
    for inner, text in family.build(size).items():
        path = folder / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    words = ["a" if word == "^" else word for word in families.COMMANDS[label]]

    def call() -> bytes:
        monkeypatch.chdir(folder)
        result = CliRunner().invoke(app, words if words[0] in TIMELESS else [*words, "--today", "2026-11-22"])
        assert result.exit_code in (0, 1), result.output
        return result.stdout_bytes + b"".join(path.read_bytes() for path in folder.glob("made*/*") if path.is_file())

    return call


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("folder: tiny files", "status, json"),
        ("folder: own sources", "sources --by-publisher, json"),
        ("statements: stale", "verify, json"),
        ("changed: sources", "diff, json"),
    ],
)
def test_answers_have_at_most_ten_times_the_bytes(
    name: str, label: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = prepared(name, label, 24_000, tmp_path, monkeypatch)()
    assert len(answer) <= 10 * sum(path.stat().st_size for path in tmp_path.rglob("*.yaml"))
    records = next(value for value in json.loads(answer).values() if isinstance(value, list))
    assert len(records) == sum(line.startswith(b'    {"') for line in answer.splitlines())


@pytest.mark.parametrize(
    ("name", "label", "steps", "memory"),
    [
        # An addition reads the new text once. Of the rules, only those that found errors run on the old text, too.
        ("statements: by sources of many days", "add, diff", 1.45, 1.65),
        # Errors that may stay are not compared with those of the old text.
        ("entries: repeated", "add, diff", 0.95, 1.4),
        # A comparison reads two files, looks up no locations, and keeps no trees.
        ("changed: sources", "diff, json", 2.2, 1.6),
        ("changed: sources", "check --against, text", 3.7, 2.1),
        # The base is checked, too, and let go before the folder is checked.
        ("changed: sources", "check --new-only, json", 4.05, 1.8),
        ("changed: entries, merged into corrected ones", "check --new-only, json", 2.0, 1.75),
        # A repaired file is read once. A check is not repeated where every repair was taken back.
        ("yaml: texts of hidden characters", "fix, diff", 6.4, 2.3),
        # The errors of all files are counted together, and not anew for each file.
        ("folder: identical files", "fix, diff", 2.2, 4.4),
        # The cells of an agreement are made once, and not in the group of each of its parties.
        ("parties: each announced, with each event", "status --group-by party, table", 2.3, 12.5),
        # An act of one party does not change the places of the others, so they are not computed again.
        ("parties: each provisionally bound", "export, csv", 2.2, 4.2),
    ],
)
def test_what_a_command_costs_beside_a_check(
    name: str, label: str, steps: float, memory: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = "check --statistics, text"
    calls = [prepared(name, one, 24_000, tmp_path / one, monkeypatch) for one in (checks, label)]
    for call in calls:
        call()
    check, more = (measured(call) for call in calls)
    assert more.steps <= steps * check.steps
    assert more.allocated <= memory * check.allocated


def test_linear_work_passes() -> None:
    assert_linear(lambda size: lambda: "".join(str(number) for number in sorted(range(size))), 2_000)


def _pairs_of(size: int) -> Callable[[], object]:
    return lambda: sum(one < other for one in range(size) for other in range(size))


def _copies(size: int) -> Callable[[], object]:
    return lambda: [(0,) * number for number in range(size)]


@pytest.mark.parametrize(("make", "what"), [(_pairs_of, "steps"), (_copies, "allocated")])
def test_quadratic_work_fails(make: Callable[[int], Callable[[], object]], what: str) -> None:
    with pytest.raises(AssertionError, match=what):
        assert_linear(make, 300)


def test_a_quadratic_result_fails() -> None:
    with pytest.raises(AssertionError, match="output"):
        assert_linear(lambda size: lambda: "x" * size * size, 300, memory=False)


def test_a_call_costs_the_same_each_time() -> None:
    def call() -> str:
        return ",".join(sorted(str(number) for number in range(500)))

    assert measured(call).steps == measured(call).steps
