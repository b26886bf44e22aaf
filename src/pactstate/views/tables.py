"""Plain and Markdown tables: texts in, text out."""

from __future__ import annotations

from collections.abc import Sequence

from pactstate.escape import markdown

__all__ = ["markdown_table", "plain_table"]

Line = Sequence[str]


def plain_table(columns: Line, lines: Sequence[Line]) -> str:
    """The table without colour, borders or wrapping, as one would want it in a pipe."""
    rows = [columns, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown_table(columns: Line, lines: Sequence[Line]) -> str:
    """The table in GitHub's Markdown; the cells are escaped, the column names are ours."""
    rows = [columns, *([markdown(cell) for cell in line] for line in lines)]
    table = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([table[0], f"|{' --- |' * len(columns)}", *table[1:]])
