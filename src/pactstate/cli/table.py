"""Tables on a terminal. The only module that imports rich."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import Console
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
    return render_table(columns, lines, view.summary(rows, on, known_by), folding=(1, 3, 4), width=width, colour=colour)


def render_table(
    columns: Sequence[str],
    lines: Sequence[Sequence[Text]],
    summary: str,
    *,
    folding: Sequence[int],
    width: int,
    colour: bool,
) -> str:
    """A table fitted to the width; columns in which nothing stands are left out, only the folding ones break lines."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    shown = [number for number in range(len(columns)) if number == 0 or any(line[number].plain for line in lines)]
    for number in shown:
        table.add_column(
            columns[number], overflow="fold" if number in folding else "ellipsis", no_wrap=number not in folding
        )
    for line in lines:
        table.add_row(*(line[number] for number in shown))
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    console.print(table)
    console.print()
    console.print(Text(summary))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
