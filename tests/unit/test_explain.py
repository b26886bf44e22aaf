"""Answers in sentences: why an answer is as it is, with sources and links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import entry, head
from pactstate.cli.status import command

Write = Callable[..., Path]

SOURCES = (
    "a: {title: First, publisher: Gazette, url: 'https://example.org/a', published: 2024-07-09}\n"
    "b: {title: Second, published: 2024-08-01}\n"
    "c: {title: Third, publisher: Mail}\n"
    "d: {title: Fourth, publisher: Post, published: 2024-08-02}\n"
)
SIGNED = entry("signed", "2024-07-08", "reported_by: [a]")


def told(write: Write, history: str, *options: str, more: str = "") -> str:
    folder = write(x=head(more=more) + history, sources=SOURCES)
    arguments = ["x", "--data", str(folder), "--today", "2024-10-01", *options]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.return_value == 0
    return " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("history", "more", "options", "expected"),
    [
        pytest.param(
            SIGNED,
            "",
            (),
            "On 2024-10-01, X (x) is recorded as signed since 2024-07-08. 'signed', 2024-07-08, is reported by Gazette "
            "(2024-07-09) <https://example.org/a>.",
            id="certain",
        ),
        pytest.param(
            SIGNED + entry("in_force", "2024-09-01", "announced_by: [b, c, d, a]"),
            "",
            (),
            "On 2024-10-01, X (x) is recorded as signed or in_force; presumed in_force. 'in_force' was announced for "
            "2024-09-01 by Gazette (2024-07-09) <https://example.org/a>, Second (2024-08-01), Post (2024-08-02) and 1 more; "
            "no later report. 'signed', 2024-07-08, is reported by Gazette (2024-07-09) <https://example.org/a>.",
            id="announced",
        ),
        pytest.param(
            SIGNED + entry("ratified", "2024-07-30", "reported_by: [b]", "denied_by: [d]"),
            "",
            (),
            "On 2024-10-01, X (x) is recorded as signed or ratified; presumed ratified. 'ratified' is reported by Second "
            "(2024-08-01) and denied by Post (2024-08-02). 'ratified', 2024-07-30, is reported by Second (2024-08-01).",
            id="disputed",
        ),
        pytest.param(
            SIGNED + entry("in_force", "2024-09/2024-12", "reported_by: [c]"),
            "",
            (),
            "On 2024-10-01, X (x) is recorded as signed or in_force. The day of in_force is known as 2024-09/2024-12 only, "
            "from Mail (undated). 'in_force', 2024-09/2024-12, is reported by Mail (undated).",
            id="an interval",
        ),
        pytest.param(
            SIGNED,
            "not_recorded: [ratified, in_force]\n",
            (),
            "On 2024-10-01, X (x) is recorded as signed or ratified or in_force (ratified, in_force not recorded here). "
            "The record does not follow these events: ratified, in_force. 'signed', 2024-07-08, is reported by Gazette "
            "(2024-07-09) <https://example.org/a>.",
            id="silence",
        ),
        pytest.param(
            entry("in_force", "2014-07-08", "reported_by: [a]"),
            "term: {years: 10, renews: false}\n",
            (),
            "On 2024-10-01, X (x) is recorded as in_force or terminated; presumed terminated. A notice or the term ends by "
            "that day, and no source reports the end. 'in_force', 2014-07-08, is reported by Gazette (2024-07-09) "
            "<https://example.org/a>.",
            id="the term has ended",
        ),
        pytest.param(
            SIGNED,
            "",
            ("--on", "2024-01-01"),
            "On 2024-01-01, nothing is known of X (x).",
            id="nothing",
        ),
        pytest.param(
            entry("signed", "2024-07-08"),
            "",
            (),
            "On 2024-10-01, X (x) is recorded as signed since 2024-07-08. No source is cited.",
            id="no source",
        ),
        pytest.param(
            entry("in_force", "2024-07-08", "reported_by: [a]")
            + entry("notice_given", "2024-07-20", "party: PH", "effective: 2025-01-20", "reported_by: [b]")
            + entry("note", "2024-07-21", "reported_by: [d]"),
            "term: {years: 10, renews: false, notice: 6 months}\n",
            (),
            "On 2024-10-01, X (x) is recorded as in_force since 2024-07-08. 'in_force', 2024-07-08, is reported by Gazette "
            "(2024-07-09) <https://example.org/a>. 'notice_given' by PH, 2024-07-20, is reported by Second (2024-08-01). Flag: "
            "notice by PH since 2024-07-20. Expected (notice): end by notice of PH 2025-01-20. Expected (term): end of term "
            "2034-07-08; last day for notice 2034-01-08.",
            id="a notice, and a term",
        ),
        pytest.param(
            SIGNED + entry("in_force", "2024-12-01", "party: JP", "announced_by: [b]"),
            "",
            ("--on", "2024-11-01"),
            "On 2024-11-01, X (x) would be signed since 2024-07-08. 'signed', 2024-07-08, is reported by Gazette "
            "(2024-07-09) <https://example.org/a>. Expected (announced): in_force for JP 2024-12-01, by Second (2024-08-01). "
            "The day lies beyond what is known: this holds if nothing changes.",
            id="projected",
        ),
    ],
)
def test_an_answer_in_sentences(write: Write, history: str, more: str, options: tuple[str, ...], expected: str) -> None:
    assert told(write, history, *options, more=more) == expected


def test_markdown_has_links_and_no_markup_of_a_file(write: Write) -> None:
    history = entry("signed", "2024-07-08", "reported_by: [a]")
    folder = write(
        x=head(title="'[X](https://example.org/evil) @all'") + history,
        sources="a: {title: T, publisher: '*Gazette*', url: 'https://example.org/a(b)', published: 2024-07-09}\n",
    )
    arguments = ["x", "--data", str(folder), "--today", "2024-10-01", "--format", "markdown"]
    shown = CliRunner().invoke(command, arguments, standalone_mode=False).stdout
    assert shown == (
        "On 2024-10-01, \\[X\\](https\\\\u{3a}//example.org/evil) \\\\u{40}all (x) is recorded as signed since 2024-07-08. "
        "'signed', 2024-07-08, is reported by [\\*Gazette\\* (2024-07-09)](https://example.org/a%28b%29).\n"
    )
