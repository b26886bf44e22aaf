"""Tables that people keep, written for tests of the import, and the command that reads them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from click.testing import CliRunner, Result

from pactstate.cli.import_ import command

__all__ = ["SIGNED", "SOURCE", "TODAY", "book", "put", "run"]

TODAY = "2026-11-22"
SOURCE = """\
[source]
id = "list-2025"
title = "List"
published = "2025-12-01"
"""
SIGNED = f"""{SOURCE}
[agreements]
id = "{{parties}}-{{Ref}}"
title = "Title"
kind = "treaty"
parties = "Parties"
split = [";", "/"]

[[agreements.events]]
event = "signed"
date = "Signed"
"""
"""Mapping of a table with the columns Ref, Title, Parties and Signed."""


def run(*words: object) -> Result:
    """Return the result of ``pactstate import``."""
    return CliRunner().invoke(command, ["--today", TODAY, *map(str, words)], standalone_mode=False)


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text, and return its path."""
    path.write_text(text, encoding=encoding)
    return path


def book(path: Path, *rows: tuple[object, ...], name: str | None = None, merged: str | None = None) -> Path:
    """Write a spreadsheet with one sheet, and return its path. ``merged`` names cells of the first row, as in A1:F1."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = made.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])
    return path
