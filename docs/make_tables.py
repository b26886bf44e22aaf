"""Write the tables of ``docs/tables.md``. Run as ``python docs/make_tables.py``.

They are made from :data:`pactstate.tables.columns.TABLES`. The rest of the page is prose, which the script keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pactstate.tables.columns import TABLES, Table

__all__ = ["PAGE", "main", "with_tables"]

PAGE: Final = Path(__file__).parent / "tables.md"


def with_tables(page: str) -> str:
    """Return the page with the tables made anew."""
    part = "\n\n".join("\n".join(_lines(table)) for table in TABLES.values())
    return re.sub(r"(?s)<!-- tables -->\n.*?<!-- end -->", lambda _: f"<!-- tables -->\n\n{part}\n\n<!-- end -->", page)


def _lines(table: Table) -> Iterator[str]:
    yield from (f"## `{table.name}`", "", table.description, "")
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}."
    for one in table.foreign:
        yield f"{', '.join(f'`{name}`' for name in one.columns)}: a row of [`{one.table}`](#{one.table})."
    yield from ("", "| column | type | meaning |", "| --- | --- | --- |")
    for column in table.columns:
        yield f"| `{column.name}` | {'string' if column.type == 'uri' else column.type} | {column.description} |"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
