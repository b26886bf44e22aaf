"""Tables on a terminal. The only module that imports rich."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pactstate.dates import PartialDate
from pactstate.escape import visible
from pactstate.lifecycle import State
from pactstate.views import status as view
from pactstate.views.status import Row

__all__ = ["render_status", "render_table"]

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
_WIDE: Final = 120
"""From so many columns on, titles are shown too."""


def render_status(
    rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None, *, width: int, colour: bool
) -> str:
    """The status table, fitted to the width."""
    columns: list[str] = [*view.COLUMNS]
    lines = [[Text(cell) for cell in view.cells(row)] for row in rows]
    for row, line in zip(rows, lines, strict=True):
        line[1].style = _STYLES[row.status.state]
        if width >= _WIDE:
            line.append(Text(visible(row.agreement.title)))
    if width >= _WIDE:
        columns.append("Title")
    return render_table(columns, lines, view.summary(rows, on, known_by), width=width, colour=colour)


def render_table(
    columns: Sequence[str], lines: Sequence[Sequence[Text]], summary: str, *, width: int, colour: bool
) -> str:
    """A table fitted to the width; columns in which nothing stands are left out.

    Cells break between words, and intervals at their slash; where not even the words fit, each row becomes a paragraph.
    """
    shown = [number for number in range(len(columns)) if number == 0 or any(line[number].plain for line in lines)]
    cells = [[line[number] for number in shown] for line in lines]
    names = [columns[number] for number in shown]
    gaps = 3 * (len(names) - 1)
    if sum(max(map(cell_len, column)) for column in _texts(names, cells)) + gaps > width:
        cells = [[_breakable(cell) for cell in line] for line in cells]
    least = [max(cell_len(word) for cell in column for word in cell.split() or [""]) for column in _texts(names, cells)]
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    if sum(least) + gaps <= width:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
        for name, words in zip(names, least, strict=True):
            table.add_column(name, min_width=words)
        for line in cells:
            table.add_row(*line)
        console.print(table)
    else:
        for line in cells:
            console.print(Text(line[0].plain, style="bold"))
            for name, cell in zip(names[1:], line[1:], strict=True):
                if cell.plain:
                    console.print(Padding(Text.assemble(f"{name}: ", cell), (0, 0, 0, 2)))
    console.print()
    console.print(Text(summary))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _texts(names: Sequence[str], cells: Sequence[Sequence[Text]]) -> list[list[str]]:
    """The texts of each column, its name first."""
    return [[name, *(line[number].plain for line in cells)] for number, name in enumerate(names)]


def _breakable(cell: Text) -> Text:
    return Text(cell.plain.replace("/", "/ "), style=cell.style)
