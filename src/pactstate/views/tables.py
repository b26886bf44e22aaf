"""Plain and Markdown tables. The cells may hold any text: each table escapes them for its target."""

from __future__ import annotations

from collections.abc import Sequence

from pactstate.text.escape import MarkdownText, TerminalText, visible

__all__ = ["markdown_table", "plain_table", "plain_tables"]

Line = Sequence[str]


def plain_table(columns: Line, lines: Sequence[Line]) -> TerminalText:
    """The table without colour, borders or wrapping, as one would want it in a pipe.

    A column in which nothing stands stays, so that a script finds the others where they were the day before.
    """
    (table,) = plain_tables(columns, [lines])
    return table


def plain_tables(columns: Line, groups: Sequence[Sequence[Line]]) -> list[TerminalText]:
    """A plain table for each group of lines; the columns have the same widths in all of them."""
    head = list(map(visible, columns))
    shown = [[list(map(visible, line)) for line in lines] for lines in groups]
    every = [head, *(line for lines in shown for line in lines)]
    widths = [max(len(line[column]) for line in every) for column in range(len(columns))]
    return [TerminalText.joined("\n", [_padded(line, widths) for line in [head, *lines]]) for lines in shown]


def _padded(line: Sequence[TerminalText], widths: Sequence[int]) -> TerminalText:
    cells = [TerminalText.of("{:<{}}", cell, width) for cell, width in zip(line, widths, strict=True)]
    return TerminalText.joined("  ", cells).trimmed()


def markdown_table(columns: Line, lines: Sequence[Line]) -> MarkdownText:
    """The table in GitHub's Markdown."""
    head, *rows = [MarkdownText.of("| {} |", MarkdownText.joined(" | ", line)) for line in [columns, *lines]]
    return MarkdownText.joined("\n", [head, MarkdownText.of("|" + " --- |" * len(columns)), *rows])
