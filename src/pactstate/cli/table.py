"""The status table on a terminal. The only module that imports rich."""

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

__all__ = ["render_table"]

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


def render_table(
    rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None, *, width: int, colour: bool
) -> str:
    """The table, fitted to the width; columns in which nothing stands are left out."""
    lines = [view.cells(row) for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), header_style="bold", show_edge=False)
    shown = [column for column in range(len(view.COLUMNS)) if column == 0 or any(line[column] for line in lines)]
    for column in shown:
        table.add_column(view.COLUMNS[column], overflow="fold", no_wrap=column in (0, 2, 5), ratio=None)
    if width >= _WIDE:
        table.add_column("Title", overflow="ellipsis", no_wrap=True)
    for row, line in zip(rows, lines, strict=True):
        texts = [Text(line[column], style=_STYLES[row.status.state] if column == 1 else "") for column in shown]
        if width >= _WIDE:
            texts.append(Text(visible(row.agreement.title)))
        table.add_row(*texts)
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
    console.print(Text(view.summary(rows, on, known_by)))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
