"""Formats for people print the report and nothing else, whatever texts the files have."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pactstate.findings import Finding, Report, Severity
from pactstate.reports import Options, render
from pactstate.reports.text import MAX_FINDINGS
from pactstate.text.escape import markdown, visible
from readers import commands
from report_strategies import FRAGMENTS, hostile_texts, reports

OPTIONS = st.builds(Options, verbose=st.booleans(), colour=st.booleans())
_OURS = re.compile(r"\x1b\[(?:0|1;31|1;33|1;36)m")


def people_see(report: Report, options: Options) -> list[Finding]:
    return [finding for finding in report.findings if options.verbose or finding.severity is not Severity.INFO]


@given(reports(), OPTIONS)
def test_text_has_a_block_for_each_finding(report: Report, options: Options) -> None:
    printed = _OURS.sub("", render("text", report, options)) if options.colour else render("text", report, options)
    *blocks, _ = printed.split("\n\n")
    unlisted = sum(one.count for one in report.unlisted if options.verbose or one.severity is not Severity.INFO)
    if unlisted:
        assert blocks.pop() == f"... and {unlisted} more"
    assert len(blocks) == len(people_see(report, options)) <= MAX_FINDINGS
    for block, finding in zip(blocks, people_see(report, options), strict=True):
        head, place, *others = block.split("\n")
        assert head == f"{finding.severity}[{finding.rule}]: {visible(finding.message)}"
        assert place.lstrip() == f"--> {visible(f'{finding.path}:{finding.line}:{finding.column}')}"
        shown = 3 if finding.excerpt.strip() else 0
        assert len(others) == shown + len(finding.related) + bool(finding.help)
        if shown:
            assert others[1] == f"{finding.line} | {visible(finding.excerpt)}"
            assert re.fullmatch(r" +\|  *\^+", others[2])


@given(reports())
def test_colours_are_around_our_own_words_only(report: Report) -> None:
    coloured = render("text", report, Options(colour=True))
    assert _OURS.sub("", coloured) == render("text", report, Options())
    painted = re.findall(r"\x1b\[1;3[136]m(.*?)\x1b\[0m", coloured)
    assert len(painted) == coloured.count("\x1b") / 2
    assert all(re.fullmatch(r"(?:error|warning|info)\[[a-z-]+\]| *\^+", text) for text in painted)


@given(reports(), OPTIONS)
def test_concise_has_a_line_for_each_finding(report: Report, options: Options) -> None:
    *lines, _ = render("concise", report, options).splitlines()
    assert lines == [
        visible(f"{finding}; {finding.help}" if finding.help else str(finding))
        for finding in people_see(report, options)
    ]


@given(reports(), OPTIONS)
def test_github_reads_exactly_our_commands(report: Report, options: Options) -> None:
    printed = render("github", report, options)
    found = commands(printed)
    findings = sorted(
        people_see(report, options), key=lambda finding: ["error", "warning", "info"].index(finding.severity)
    )
    notices = len(report.gaps) + bool(report.unlisted)
    assert len(found) == notices + len(findings) == printed.count("\n") - 1
    for command, gap in zip(found, report.gaps, strict=False):
        assert (command.name, command.properties) == ("notice", {"title": gap.kind})
        assert command.data.startswith(visible(gap.message))
    del found[:notices]
    for command, finding in zip(found, findings, strict=True):
        assert command.name == {"error": "error", "warning": "warning", "info": "notice"}[finding.severity]
        columns = {"col", "endColumn"} if finding.line == finding.end_line else set()
        # The runner takes away equals signs at the beginning of a value; nothing can be done about it.
        assert command.properties.keys() == {"file", "line", "endLine", "title", *columns} - (
            {"file"} if set(finding.path) == {"="} else set()
        )
        assert command.properties.get("file", "") == visible(finding.path).lstrip("=")
        assert command.properties["title"] == f"{finding.rule} ({finding.code})"
        numbers = {name: int(value) for name, value in command.properties.items() if name not in ("file", "title")}
        assert numbers["line"] == finding.line <= numbers["endLine"] <= finding.end_line
        assert numbers.get("col", finding.column) == finding.column
        assert numbers.get("endColumn", finding.end_column) == finding.end_column
        place = f"{finding.path}:{finding.line}:{finding.column}"
        lines = [visible(f"{place}: {finding.message} [{finding.rule}]")]
        lines += [visible(f"help: {finding.help}")] if finding.help else []
        assert command.data == "\n".join(lines)


# Markdown, read by a parser that is not ours.

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PLAIN = {"inline", "text", "paragraph", "strong", "table", "thead", "tbody", "tr", "th", "td"}


def _kinds(tokens: list[Token]) -> set[str]:
    nested = [child for token in tokens for child in token.children or []]
    return {re.sub(r"_(?:open|close)$", "", token.type) for token in (*tokens, *nested)}


def _text(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def _cells(printed: str) -> list[list[str]]:
    """The texts of all rows of all tables, without the heads."""
    tokens = _PARSER.parse(printed)
    assert _kinds(tokens) <= _PLAIN
    rows: list[list[str]] = []
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == "tr_open":
            rows.append([])
        elif opening.type == "td_open":
            rows[-1].append(_text(inline))
    return [row for row in rows if row]


# Texts without markup that GitHub links, notifies or draws.
_GITHUB = re.compile(r"@[a-z0-9]|://|www\.|#\d|\bgh-\d|\$|:(?:tada|100|\+1):", re.IGNORECASE | re.ASCII)


@given(reports(), OPTIONS)
def test_markdown_has_the_rows_and_cells_it_should(report: Report, options: Options) -> None:
    rows = _cells(render("markdown", report, options))
    findings = sorted(report.findings, key=lambda finding: ["error", "warning", "info"].index(finding.severity))
    assert len(rows) == len(findings) + len(report.suppressed)
    assert not any(_GITHUB.search(cell) for row in rows for cell in row)
    for cells, finding in zip(rows, findings, strict=False):
        severity, where, said = cells
        assert severity == finding.severity
        assert _readable(where) == _readable(f"{finding.path}:{finding.line}")
        told = f"{finding.message}; {finding.help}" if finding.help else finding.message
        assert _readable(said) == _readable(f"{finding.rule}: {visible(told).strip(' ')}")
    for cells, silenced in zip(rows[len(findings) :], report.suppressed, strict=True):
        where, said, reason = cells
        assert _readable(where) == _readable(f"{silenced.finding.path}:{silenced.finding.line}")
        assert said.startswith(f"{silenced.finding.rule}:")
        until = f" (until {silenced.until})" if silenced.until else ""
        assert _readable(reason) == _readable(f"{silenced.reason}{until}")


def _readable(text: str) -> str:
    """The text with all that is written out put back, so that only a loss or an addition shows; trimmed, as cells are."""
    put_back = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), visible(text))
    return put_back.strip()


@given(hostile_texts)
def test_a_text_alone_is_a_paragraph(text: str) -> None:
    for printed in (
        markdown(text),
        f"- {markdown(text)}",
        f"x\n{markdown(text)}",
        f"| x |\n| --- |\n| {markdown(text)} |",
    ):
        assert _kinds(_PARSER.parse(printed)) <= _PLAIN | {"bullet_list", "list_item", "softbreak"}


@pytest.mark.parametrize("text", FRAGMENTS)
def test_each_hostile_text_is_one_cell(text: str) -> None:
    ((_, cell),) = _cells(f"| x | y |\n| --- | --- |\n| x | {markdown(text)} |\n")
    assert _readable(cell) == _readable(visible(text))
    assert not _GITHUB.search(cell)
