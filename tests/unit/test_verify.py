"""Claims of articles about a state, judged by ``pactstate verify``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders import entry, head
from pactstate.cli.verify import command

Write = Callable[..., Path]

SOURCES = (
    "talks: {title: Talks, publisher: Herald, url: 'https://example.org/talks', published: 2024-02-02}\n"
    "gazette: {title: Notice, publisher: Gazette, url: 'https://example.org/notice', published: 2024-07-09}\n"
    "late: {title: Late, published: 2024-09-09}\n"
    "article: {title: Our article, publisher: Tribune, url: 'https://example.org/article', published: 2024-08-01}\n"
)
HISTORY = entry("negotiating", "2024-02-01", "reported_by: [talks]") + entry(
    "signed", "2024-07-08", "reported_by: [gazette, article]"
)


@pytest.fixture
def folder(write: Write) -> Path:
    return write(x=head() + HISTORY, y=head("y") + entry("signed", "2024-07", "reported_by: [late]"), sources=SOURCES)


def run(folder: Path, *arguments: str) -> Result:
    options = ["--data", str(folder), "--today", "2026-11-30"]
    return CliRunner().invoke(command, [*arguments, *options], standalone_mode=False)


def verdict(folder: Path, *arguments: str) -> dict[str, object]:
    (found,) = json.loads(run(folder, *arguments, "--format", "json").stdout)["claims"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("claim", "expected", "excusable", "days", "code"),
    [
        (("x", "signed", "--on", "2024-08-01"), "agrees", None, None, 0),
        (("x", "negotiating", "--on", "2024-08-01"), "stale", False, 23, 1),
        (("x", "negotiating", "--on", "2024-07-10"), "stale", False, 1, 1),
        # Signed on 8 July, and the first source is of 9 July.
        (("y", "negotiating", "--on", "2024-08-08"), "stale", True, None, 1),
        (("x", "in_force", "--on", "2024-08-01"), "premature", True, None, 1),
        (("y", "signed", "--on", "2024-07-10"), "undecidable", None, None, 0),
    ],
)
def test_verdicts(
    folder: Path, claim: tuple[str, ...], expected: str, excusable: bool | None, days: int | None, code: int
) -> None:
    found = verdict(folder, *claim)
    assert (found["verdict"], found["excusable"], found["contrary_days"]) == (expected, excusable, days)
    assert run(folder, *claim).return_value == code


def test_the_contrary_has_its_source_and_link(folder: Path) -> None:
    shown = " ".join(run(folder, "x", "negotiating", "--on", "2024-08-01").stdout.split())
    assert shown == (
        "'negotiating' on 2024-08-01 is stale: the agreement had moved on. On 2024-08-01, X (x) is recorded as signed "
        "since 2024-07-08. 'signed', 2024-07-08, is reported by Gazette (2024-07-09) <https://example.org/notice> "
        "and Tribune (2024-08-01) <https://example.org/article>. The contrary had been public for 23 days, since 2024-07-09, "
        "by Gazette (2024-07-09) <https://example.org/notice>."
    )
    markdown = run(folder, "x", "negotiating", "--on", "2024-07-10", "--format", "markdown").stdout
    assert "for 1 day, since 2024-07-09, by [Gazette (2024-07-09)](https://example.org/notice)." in markdown


def test_a_wrong_claim_without_a_contrary_says_so(folder: Path) -> None:
    shown = " ".join(run(folder, "x", "in force", "--on", "2024-08-01", "--publisher", "Mail").stdout.split())
    assert shown.startswith("Mail: 'in_force' on 2024-08-01 is premature: the agreement had not come so far.")
    assert shown.endswith("No source on file had published the contrary before that day.")


def test_the_address_of_a_source_gives_its_day_and_is_no_evidence_against_it(folder: Path) -> None:
    found = verdict(folder, "x", "in_force", "--url", "https://example.org/article")
    assert (found["on"], found["publisher"]) == ("2024-08-01", "Tribune")
    other = verdict(folder, "x", "signed", "--url", "https://example.org/unknown")
    assert (other["on"], other["publisher"]) == ("2026-11-30", None)


def test_several_claims_are_a_table(folder: Path) -> None:
    shown = run(folder, "x", "negotiating", "y", "signed", "--on", "2024-08-01")
    assert shown.return_value == 1
    table, summary, wrong = shown.stdout.split("\n\n")
    assert [line.split() for line in table.splitlines()] == [
        ["Agreement", "Says", "On", "Verdict", "State", "then", "Public", "for", "Source"],
        ["x", "negotiating", "2024-08-01", "stale", "signed", "23", "days", "gazette"],
        ["y", "signed", "2024-08-01", "agrees", "signed"],
    ]
    assert summary == "2 claims: 1 agrees, 1 stale"
    assert " ".join(wrong.split()) == (
        "x: 'negotiating' on 2024-08-01 is stale: the agreement had moved on. The contrary had been public for 23 days, "
        "since 2024-07-09, by Gazette (2024-07-09) <https://example.org/notice>."
    )


def test_a_table_of_claims(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "claims.csv"
    table.write_text(
        "Agreement,State,On,URL,Publisher\n"
        'x,under negotiation,2024-08-01,https://example.org/a,"Mail, The"\n'
        "y,signed,,https://example.org/article,\n"
        "x,signed\n"
    )
    found = json.loads(run(folder, "--file", str(table), "--format", "json").stdout)["claims"]
    assert [(one["agreement"], one["says"], one["on"], one["publisher"], one["verdict"]) for one in found] == [
        ("x", "negotiating", "2024-08-01", "Mail, The", "stale"),
        ("y", "signed", "2024-08-01", "Tribune", "agrees"),
        ("x", "signed", "2026-11-30", None, "agrees"),
    ]
    markdown = run(folder, "--file", str(table), "--format", "markdown").stdout
    assert (
        "| X (x) | [negotiating](https://example.org/a) | 2024-08-01 | stale | signed | 23 days | "
        "[Gazette (2024-07-09)](https://example.org/notice) |"
    ) in markdown
    assert markdown.endswith("3 claims: 2 agrees, 1 stale\n")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (b"agreement,says\nx,signed\n", "no column 'state'; the columns are agreement, state, on, url, publisher"),
        (
            b"agreement,state,day\nx,signed,1\n",
            "unknown column 'day'; the columns are agreement, state, on, url, publisher",
        ),
        (b"", "no column 'agreement'; the columns are agreement, state, on, url, publisher"),
        (b"agreement,state\nx,signed,a\n", "more cells than columns: put a text with a comma in quotes"),
        (b"agreement,state\nx,nope\n", "row 2: no state 'nope': write one of proposed,"),
        (b"agreement,state\nx,signd\n", "row 2: no state 'signd': did you mean 'signed'?"),
        (b"agreement,state\nz,signed\n", "row 2: no agreement 'z'"),
        (b"agreement,state,on\nx,signed,10/11/2024\n", "row 2: '10/11/2024'"),
        (b"agreement,state\nx,sign\xe9\n", "the file is not UTF-8: save the table as 'CSV UTF-8'"),
    ],
)
def test_what_a_table_must_have(folder: Path, tmp_path: Path, table: bytes, message: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(table)
    assert message in str(run(folder, "--file", str(path)).exception)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no claim: write the id of an agreement and a state, or name a table with --file"),
        (("x",), "'x' has no state: write pairs, as in 'jp-ph-raa signed'"),
        (("--file", "nowhere.csv"), "nowhere.csv: "),
        (("x", "nope"), "no state 'nope': write one of proposed, negotiating, "),
    ],
)
def test_what_cannot_be_judged(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    assert str(run(folder, *arguments).exception).startswith(message)


def test_a_coloured_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    assert "2 claims: 1 agrees, 1 stale" in run(folder, "x", "negotiating", "y", "signed", "--on", "2024-08-01").stdout
