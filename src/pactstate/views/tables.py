"""Plain and Markdown tables. Cells may be any text: the functions escape them for the output format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from pactstate.domain.dates import PartialDate
from pactstate.text.escape import MarkdownText, TerminalText, visible
from pactstate.text.suggest import shortened

__all__ = ["clipped", "date_columns", "date_values", "markdown_table", "plain_table", "plain_tables", "shortened"]

Line = Sequence[str]

_MAX_PADDING: Final = 100
"""Width up to which the cells of a column are padded. Without it, one long cell would lengthen every line."""
_MAX_NAME: Final = 200
"""Characters of a name that is repeated with each claim."""


def clipped(text: str, most: int = _MAX_NAME) -> str:
    """Return a text from a file, cut where it is longer than any honest name.

    >>> clipped("Kyodo"), clipped("Kyodo", 2)
    ('Kyodo', 'Ky...')
    """
    return text if len(text) <= most else f"{text[:most]}..."


def plain_table(columns: Line, lines: Sequence[Line]) -> TerminalText:
    """Return a table without colour, borders or wrapping, for pipes.

    Empty columns are kept, so that scripts can rely on the order of the columns.
    """
    (table,) = plain_tables(columns, [lines])
    return table


def plain_tables(columns: Line, groups: Sequence[Sequence[Line]]) -> list[TerminalText]:
    """Return a plain table for each group of lines, with the same column widths in all of them."""
    head = list(map(visible, columns))
    shown = [[list(map(visible, line)) for line in lines] for lines in groups]
    every = [head, *(line for lines in shown for line in lines)]
    widths = [min(max(len(line[column]) for line in every), _MAX_PADDING) for column in range(len(columns))]
    return [TerminalText.joined("\n", [_padded(line, widths) for line in [head, *lines]]) for lines in shown]


def _padded(line: Sequence[TerminalText], widths: Sequence[int]) -> TerminalText:
    cells = [TerminalText.of("{:<{}}", cell, width) for cell, width in zip(line, widths, strict=True)]
    return TerminalText.joined("  ", cells).trimmed()


def markdown_table(columns: Line, lines: Sequence[Line]) -> MarkdownText:
    """Return a table in GitHub's Markdown."""
    head, *rows = [MarkdownText.of("| {} |", MarkdownText.joined(" | ", line)) for line in [columns, *lines]]
    return MarkdownText.joined("\n", [head, MarkdownText.of("|" + " --- |" * len(columns)), *rows])


def date_columns(name: str) -> list[str]:
    """Return the columns of a date in CSV: its text, its first and its last possible day.

    >>> date_columns("since")
    ['since', 'since_earliest', 'since_latest']
    """
    return [name, f"{name}_earliest", f"{name}_latest"]


def date_values(*dates: PartialDate | None) -> list[str]:
    """Return the values for :func:`date_columns`. An open end is empty; several dates are joined with ``; ``.

    >>> date_values(PartialDate("2024-02")), date_values(PartialDate("../2024"))
    (['2024-02', '2024-02-01', '2024-02-29'], ['../2024', '', '2024-12-31'])
    """
    known = [date for date in dates if date is not None]
    return [
        _joined(map(str, known)),
        _joined("" if date.earliest == dt.date.min else date.earliest.isoformat() for date in known),
        _joined("" if date.latest == dt.date.max else date.latest.isoformat() for date in known),
    ]


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
