"""Plain and Markdown tables: texts in, text out."""

from __future__ import annotations

from collections.abc import Sequence

from pactstate.escape import markdown

__all__ = ["markdown_table", "plain_table", "plain_tables"]

Line = Sequence[str]


def plain_table(columns: Line, lines: Sequence[Line]) -> str:
    """The table without colour, borders or wrapping, as one would want it in a pipe.

    A column in which nothing stands stays, so that a script finds the others where they were the day before.
    """
    (table,) = plain_tables(columns, [lines])
    return table


def plain_tables(columns: Line, groups: Sequence[Sequence[Line]]) -> list[str]:
    """A plain table for each group of lines; the columns have the same widths in all of them."""
    every = [columns, *(line for lines in groups for line in lines)]
    widths = [max(len(line[column]) for line in every) for column in range(len(columns))]
    return ["\n".join(_padded(line, widths) for line in [columns, *lines]) for lines in groups]


def _padded(line: Line, widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()


def markdown_table(columns: Line, lines: Sequence[Line]) -> str:
    """The table in GitHub's Markdown; the cells are escaped, the column names are ours."""
    rows = [columns, *([markdown(cell) for cell in line] for line in lines)]
    table = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([table[0], f"|{' --- |' * len(columns)}", *table[1:]])
