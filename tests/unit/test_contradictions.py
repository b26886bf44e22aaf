"""Contradictions of sources, counted and listed, and the filters and orders of ``status``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import entry, head
from pactstate import PartialDate
from pactstate.cli.status import command
from pactstate.domain.contradictions import ClaimContradiction, StatementContradiction, contradictions
from pactstate.folder.read import read_folder

Write = Callable[..., Path]

SOURCES = "".join(
    f"{id}: {{title: {id.upper()}, published: 2024-0{number}-01}}\n" for number, id in enumerate("abcd", 1)
)


def found(write: Write, history: str, statements: str = "", known_by: str | None = None) -> list[tuple[object, ...]]:
    (agreement,) = read_folder(write(x=head() + history + statements, sources=SOURCES)).registry.agreements
    day = PartialDate(known_by) if known_by else None
    return [
        (one.source, one.against, one.rejected)
        if isinstance(one, ClaimContradiction)
        else (one.source, str(one.judgement.verdict), one.rejected)
        for one in contradictions(agreement, day)
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        pytest.param("reported_by: [a, b]", [], id="agreement"),
        pytest.param("reported_by: [a, {source: b, rejected: why}]", [("b", ("a",), "why")], id="a rejected claim"),
        pytest.param("reported_by: [{source: a, rejected: why}]", [("a", (), "why")], id="rejected, and nobody else"),
        pytest.param("reported_by: [a, b], denied_by: [c]", [("c", ("a", "b"), None)], id="a denied report"),
        pytest.param("announced_by: [a], denied_by: [c]", [("c", ("a",), None)], id="a denied announcement"),
        pytest.param("denied_by: [c]", [], id="a denial of nothing"),
        pytest.param("reported_by: [a], denied_by: [a]", [("a", (), None)], id="one source against itself"),
        pytest.param("reported_by: [a, {source: b, date: 2023-05-02}]", [("b", ("a",), None)], id="another day"),
        pytest.param("reported_by: [a, {source: b, date: 2023-05}]", [], id="a wider day"),
        pytest.param("reported_by: [b], announced_by: [{source: a, date: 2023-06}]", [], id="a changed plan"),
    ],
)
def test_claims_that_contradict(write: Write, claims: str, expected: list[tuple[object, ...]]) -> None:
    assert found(write, entry("signed", "2023-05-01", claims)) == expected


def test_statements_that_contradict(write: Write) -> None:
    statements = (
        "statements:\n"
        "  - {source: b, says: negotiating}\n"
        "  - {source: c, says: in_force, rejected: not yet}\n"
        "  - {source: d, says: signed}\n"
        "  - {source: a, says: signed, rejected: doubt}\n"
    )
    history = entry("signed", "2023-05-01", "reported_by: [a]")
    expected = [("b", "stale", None), ("c", "premature", "not yet"), ("a", "agrees", "doubt")]
    assert found(write, history, statements) == expected
    assert found(write, history, statements, known_by="2024-02-20") == [expected[0], expected[2]]


def test_a_claim_counts_from_its_publication(write: Write) -> None:
    history = entry("signed", "2023-05-01", "reported_by: [a, {source: d, rejected: why}]", "denied_by: [b]")
    assert found(write, history) == [("d", ("a", "b"), "why"), ("b", ("a",), None)]
    assert found(write, history, known_by="2024-02-20") == [("b", ("a",), None)]


def test_many_claims_do_not_name_each_other_all(write: Write) -> None:
    ids = [f"s{number}" for number in range(30)]
    rejected = ", ".join(f"{{source: {id}, rejected: no}}" for id in ids)
    sources = "".join(f"{id}: {{title: T, published: 2024}}\n" for id in [*ids, *(f"t{id}" for id in ids)])
    history = entry("signed", "2023", f"reported_by: [{rejected}, {', '.join(f't{id}' for id in ids)}]")
    (agreement,) = read_folder(write(x=head() + history, sources=sources)).registry.agreements
    assert {len(one.against) for one in contradictions(agreement) if isinstance(one, ClaimContradiction)} == {10}
    assert not any(isinstance(one, StatementContradiction) for one in contradictions(agreement))


# filters and orders of status


@pytest.fixture
def folder(write: Write) -> Path:
    return write(
        old=head("old", parties="JP, IT") + entry("in_force", "2001-01-01", "reported_by: [past]"),
        new=head("new", parties="JP, PH")
        + entry("signed", "2023-05-01", "reported_by: [a, {source: b, rejected: no}]"),
        plan=head("plan")
        + entry("signed", "2023-01", "reported_by: [b]")
        + entry("in_force", "2030-01-01", "announced_by: [d]"),
        row=head("row", parties="DE, JP")
        + entry("negotiating", "2022", "reported_by: [a]")
        + entry("signed", "2023", "reported_by: [b]", "denied_by: [c]"),
        none=head("none", parties="AU, JP") + entry("note", "2023", "note: nothing"),
        sources=SOURCES + "past: {title: Past, published: 2002}\n",
    )


def listed(folder: Path, *options: str) -> list[str]:
    arguments = ["--data", str(folder), "--today", "2024-10-01", "--format", "json", *options]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.exception is None
    return [one["id"] for one in json.loads(result.stdout)["agreements"]]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--state uncertain", ["none", "row"]),
        ("--state disputed", ["row"]),
        ("--state expected", ["plan"]),
        ("--state expected --state disputed --state in_force", ["old", "plan", "row"]),
        ("--state signed", ["new", "plan", "row"]),
        ("--stale-older-than 2y", ["none", "old"]),
        ("--stale-older-than 3m", ["new", "none", "old", "plan", "row"]),
        ("--sort id", ["new", "none", "old", "plan", "row"]),
        ("--sort since", ["old", "plan", "new", "none", "row"]),
        ("--sort state", ["new", "plan", "old", "none", "row"]),
        ("--sort newest", ["plan", "row", "new", "old", "none"]),
        ("--sort party", ["none", "row", "old", "new", "plan"]),
    ],
)
def test_filters_and_orders(folder: Path, options: str, expected: list[str]) -> None:
    assert listed(folder, *options.split()) == expected


@pytest.mark.parametrize("length", ["2", "y", "2  y", "-1y", "two years", "99999w"])
def test_what_is_no_length(folder: Path, length: str) -> None:
    result = CliRunner().invoke(command, ["--data", str(folder), "--stale-older-than", length])
    assert result.exit_code == 2
    assert f"'{length}' is not a length of time: write it as in '90d', '6m' or '2y'" in result.stderr


def test_contradictions_are_a_column_where_there_are_any(folder: Path) -> None:
    def shown(*options: str) -> str:
        arguments = ["--data", str(folder), "--today", "2024-10-01", *options]
        return CliRunner().invoke(command, arguments, standalone_mode=False).stdout

    table = shown().splitlines()
    assert table[0].endswith("Contradictions")
    assert [line.split()[-1] for line in table[1:6] if line.startswith(("new", "row"))] == ["1", "1"]
    assert table[-1].endswith("; 2 contradictions of sources")
    assert "Contradictions" not in shown("old", "plan")
    assert shown("new", "old").endswith("1 contradiction of sources\n")
    assert "| Contradictions |" in shown("--format", "markdown")
