"""Tables on a terminal. Only this module imports rich. It escapes the text of every cell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeAlias

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.text.escape import TerminalText, coloured, visible
from pactstate.views import status as view
from pactstate.views.status import Group, Row

__all__ = ["render_groups", "render_status", "render_table", "render_tables"]

_Lines: TypeAlias = Sequence[Sequence[Text]]

_STYLES: Final = {
    State.PROPOSED: "cyan",
    State.NEGOTIATING: "cyan",
    State.SIGNED: "yellow",
    State.RATIFIED: "yellow",
    State.IN_FORCE: "green",
    State.ABANDONED: "red",
    State.TERMINATED: "red",
    None: "magenta",
}
_MIN_WIDTH_FOR_TITLES: Final = 120
"""Width of the terminal from which titles are shown if they fit, in columns."""
_TITLE: Final = "Title"
_MAX_LINES_OF_TITLE: Final = 3
"""Lines of the longest title. If it needs more, titles are left out: they would stretch every row."""
_GAPS: Final = (3, 2)
"""Numbers of blanks between two columns; the first that leaves room for a table is used."""

_BREAKS: Final = re.compile(r"(?<=\s)(?=\S)|(?<=[0-9.~?%]/)(?=[0-9.])")
"""Places where a cell may be broken: between words, and in an interval of dates after its slash."""
_BREAKS_OF_IDS: Final = re.compile(rf"{_BREAKS.pattern}|(?<=[A-Za-z]-)(?=\w)|(?<=[0-9]-)(?=[A-Za-z])")
"""In narrow tables also after a hyphen that is not part of a date."""


def render_status(
    rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None, *, width: int, colour: bool
) -> TerminalText:
    """Return the status table, fitted to the width."""
    columns, tables = _tables_of([("", rows)], width)
    summary = visible(view.summary(rows, on, known_by))
    return render_tables(columns, tables, summary, width=width, colour=colour, optional=[view.CONTRADICTIONS])


def render_groups(groups: Sequence[Group], summary: str, *, width: int, colour: bool) -> TerminalText:
    """Return a status table for each group, with the same columns in all of them, fitted to the width."""
    columns, tables = _tables_of([(group.heading, group.rows) for group in groups], width)
    return render_tables(columns, tables, visible(summary), width=width, colour=colour, optional=[view.CONTRADICTIONS])


def _tables_of(groups: Sequence[tuple[str, Sequence[Row]]], width: int) -> tuple[list[str], list[tuple[str, _Lines]]]:
    # The last cell of each line is the title, for which narrow tables have no column.
    columns = [*view.COLUMNS, view.CONTRADICTIONS, *([_TITLE] if width >= _MIN_WIDTH_FOR_TITLES else [])]
    # A row of many parties is in many groups.
    every = {id(row): row for _, rows in groups for row in rows}
    cells = {key: view.cells(row) for key, row in every.items()}
    return columns, [(heading, [_line(row, cells[id(row)]) for row in rows]) for heading, rows in groups]


def _line(row: Row, cells: Sequence[str]) -> list[Text]:
    agreement, state, *more = cells
    words = (*more, row.agreement.title)
    return [_cell(agreement), _cell(state, _STYLES[row.status.state]), *map(_cell, words)]


def _cell(text: str, style: str = "") -> Text:
    return Text(visible(text), style=style)


def render_table(
    columns: Sequence[str],
    lines: Sequence[Sequence[str]],
    summary: TerminalText,
    *,
    width: int,
    colour: bool,
    optional: Sequence[str] = (),
) -> TerminalText:
    """Return a table fitted to the width, and a summary; see :func:`render_tables`."""
    cells = [[_cell(text) for text in line] for line in lines]
    return render_tables(columns, [("", cells)], summary, width=width, colour=colour, optional=optional)


def render_tables(
    columns: Sequence[str],
    tables: Sequence[tuple[str, _Lines]],
    summary: TerminalText,
    *,
    width: int,
    colour: bool,
    optional: Sequence[str] = (),
) -> TerminalText:
    """Return tables fitted to the width, each under its heading if it has one, and a summary.

    Columns have the same width in all tables. A column that is empty in all of them is left out. Cells break between
    words, and intervals after their slash. Titles are left out if they need many lines. If the longest words do not
    fit, the ``optional`` columns are left out, then ids break after a hyphen; if that does not help either, each row
    becomes a paragraph. No character is added.
    """
    every = [line for _, lines in tables for line in lines]
    shown = [number for number in range(len(columns)) if number == 0 or any(line[number].plain for line in every)]
    usual = [number for number in shown if columns[number] != _TITLE]
    fewer = [number for number in usual if columns[number] not in optional]
    for numbers, breaks in ((shown, _BREAKS), (usual, _BREAKS), (fewer, _BREAKS), (fewer, _BREAKS_OF_IDS)):
        names = [columns[number] for number in numbers]
        cells = [[line[number] for number in numbers] for line in every]
        wanted, least = _widths(names, cells, _whole), _widths(names, cells, breaks.split)
        gap = next((gap for gap in _GAPS if sum(least) + gap * (len(names) - 1) <= width), None)
        if gap:
            widths = _fitted(wanted, least, gap, width)
            cells = [[_wrapped(cell, size, breaks) for cell, size in zip(line, widths, strict=True)] for line in cells]
            if names[-1] != _TITLE or all(line[-1].plain.count("\n") < _MAX_LINES_OF_TITLE for line in cells):
                break
    else:
        names = [columns[number] for number in usual]
        cells = [[line[number] for number in usual] for line in every]
        gap, widths = 0, []
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    rest = iter(cells)
    for heading, lines in tables:
        if heading:
            console.print(_cell(heading, "bold"))
        part = [*islice(rest, len(lines))]
        blocks = [_table(names, part, widths, gap)] if gap else _paragraphs(names, part)
        for block in blocks:
            console.print(block)
        console.print()
    console.print(Text(summary))
    return coloured("".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()))


def _table(names: Sequence[str], lines: _Lines, widths: Sequence[int], gap: int) -> Table:
    left, right = _sides(gap)
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, right, 0, left), header_style="bold", show_edge=False
    )
    for name, width in zip(names, widths, strict=True):
        table.add_column(name, width=width, overflow="fold")
    for line in lines:
        table.add_row(*line)
    return table


def _paragraphs(names: Sequence[str], lines: _Lines) -> Iterator[Text | Padding]:
    for line in lines:
        yield Text(line[0].plain, style="bold")
        for name, cell in zip(names[1:], line[1:], strict=True):
            if cell.plain:
                yield Padding(Text.assemble(f"{name}: ", cell), (0, 0, 0, 2))


def _whole(text: str) -> list[str]:
    return [text]


def _widths(names: Sequence[str], lines: _Lines, parts: Callable[[str], list[str]]) -> list[int]:
    """Return the width that each column needs for every part of its name and of its cells."""
    texts = [[name, *(line[number].plain for line in lines)] for number, name in enumerate(names)]
    return [max(cell_len(part.rstrip()) for text in column for part in parts(text)) for column in texts]


def _sides(gap: int) -> tuple[int, int]:
    """Return the blanks left and right of a column, without the separator of one column that rich draws."""
    return (gap - 1) // 2, gap // 2


def _fitted(wanted: Sequence[int], least: Sequence[int], gap: int, width: int) -> list[int]:
    """Return the wanted widths, with the widest columns narrowed until all columns and gaps fit the width.

    This is the method of rich (``Table._collapse_widths``), but no column becomes narrower than its least width, since
    rich would cut words off. The least widths must fit. Like rich, this compares widths with the blanks beside them.
    """
    left, right = _sides(gap)
    last = len(wanted) - 1
    blanks = [left * (number > 0) + right * (number < last) for number in range(len(wanted))]
    widths = [size + blank for size, blank in zip(wanted, blanks, strict=True)]
    limits = [size + blank for size, blank in zip(least, blanks, strict=True)]
    while (excess := sum(widths) + last - width) > 0:
        widest = max(size for size, limit in zip(widths, limits, strict=True) if size > limit)
        tied = [number for number, limit in enumerate(limits) if widths[number] == widest > limit]
        step = widest - max([*(size for size in widths if size < widest), *(limits[number] for number in tied)])
        for place, number in enumerate(tied):
            cut = min(step, round(excess / (len(tied) - place)))
            widths[number] -= cut
            excess -= cut
    return [size - blank for size, blank in zip(widths, blanks, strict=True)]


def _wrapped(cell: Text, width: int, breaks: re.Pattern[str]) -> Text:
    """Return the cell with line ends at places where it may be broken, so that its lines fit the width."""
    if cell_len(cell.plain) <= width:
        return cell
    lines = [""]
    for piece in breaks.split(cell.plain):
        if lines[-1] and cell_len(f"{lines[-1]}{piece}".rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return Text("\n".join(line.rstrip() for line in lines), style=cell.style)
