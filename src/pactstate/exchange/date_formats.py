"""Cells of a sheet in XLSX whose format shows the month or the year of a date only.

A spreadsheet saves ``Nov 2025`` as the first day of the month, and only the format of the cell says what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from xml.parsers import expat

from pactstate.exchange.extent import column_of

__all__ = ["shown_dates"]

_YEAR: Final = len("2025")
_MONTH: Final = len("2025-11")
_MAX_CODE: Final = 255
"""Characters of the code of a format, as in Excel."""
_BUILT_IN: Final = {"17": _MONTH}
"""Formats without a day that have a number and no code: ``mmm-yy``."""
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|;.*')
"""Texts, conditions and escaped signs of a format, and what applies to other values than positive numbers."""


def shown_dates(content: Callable[[str], Iterable[bytes]], sheet: str) -> Iterator[tuple[int, int, int]]:
    """Yield row and column of each cell that would not show all of a date, and the number of characters it shows.

    Args:
        content: Function that returns the content of a file in the archive, by its name; nothing for one that it lacks.
        sheet: Name of the sheet.

    Raises:
        xml.parsers.expat.ExpatError: A file is no XML.
    """
    styles = {str(number): length for number, length in enumerate(_lengths(content("xl/styles.xml"))) if length}
    row = column = 0
    for tag, attributes in _tags(content(_file_of(content, sheet)) if styles else ()):
        if tag == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif tag == "c":
            letters = attributes.get("r", "").rstrip("0123456789")
            column = column_of(letters) if letters else column + 1
            if (style := attributes.get("s")) in styles:
                yield row, column, styles[style]


def _lengths(styles: Iterable[bytes]) -> Iterator[int]:
    """Yield, for each style of cells, the number of characters that its format shows of a date; 0 for all."""
    formats = dict(_BUILT_IN)
    part = ""
    for tag, attributes in _tags(styles):
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = _length(attributes.get("formatCode", ""))
        elif tag == "xf" and part == "cellXfs":
            yield formats.get(attributes.get("numFmtId", ""), 0)
        elif tag != "xf":
            part = tag if tag in _PARTS else part


_PARTS: Final = frozenset({"cellStyleXfs", "cellXfs", "cellStyles"})
"""Parts of the styles that hold formats of cells, and the part behind them."""


def _length(code: str) -> int:
    """Return the number of characters that a format shows of a date; 0 for all, and for a format of other values.

    >>> _length("mmm-yy"), _length("yyyy"), _length("dd/mm/yyyy"), _length("0.00"), _length('yyyy"day"')
    (7, 4, 0, 0, 4)
    """
    signs = {*_NOT_SHOWN.sub("", code[:_MAX_CODE]).lower()}
    if not signs & {"y", "e"} or signs & {"d", "h", "s", "0", "#"}:
        return 0
    return _MONTH if "m" in signs else _YEAR


def _file_of(content: Callable[[str], Iterable[bytes]], sheet: str) -> str:
    """Return the name of the file of a sheet; an empty text if it is not stated."""
    keys = {one["name"]: one for tag, one in _tags(content("xl/workbook.xml")) if tag == "sheet" and "name" in one}
    key = next((value for name, value in keys.get(sheet, {}).items() if name.endswith(":id")), "")
    targets = {one.get("Id"): one.get("Target", "") for _, one in _tags(content("xl/_rels/workbook.xml.rels"))}
    target = targets.get(key, "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _tags(pieces: Iterable[bytes]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the start tags of an XML file, each with its attributes."""
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    for piece in pieces:
        parser.Parse(piece)
        yield from found
        found.clear()
