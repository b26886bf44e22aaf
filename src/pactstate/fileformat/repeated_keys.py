"""Repair of a key that stands twice in one mapping with the same value: the second one is deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pactstate.findings import Fix, Location, TextEdit
from pactstate.smallyaml import Span, parse

__all__ = ["without_repetition"]

_MAX_LINES: Final = 40
"""Lines of a value that is compared. Each repetition reads the lines of the first value once more."""
_MAX_LENGTH: Final = 2_000
"""Characters of a line that is compared."""
_IN_BRACKETS: Final = r"[\w-]+ *: *(?:[^\s,{}\[\]'\"#][^,{}\[\]'\"#]*?|'[^'\\]*'|\"[^\"\\]*\")(?= *[,}])"


def without_repetition(path: str, lines: Sequence[str], first: Span, second: Span) -> Fix | None:
    """Return the fix that deletes a key which repeats an earlier one with its value; None if the values may differ.

    Args:
        path: File, for the place of the edit.
        lines: Lines of the file.
        first: Place of the first key.
        second: Place of the key that repeats it.
    """
    edit = _in_block(path, lines, first, second) or _in_brackets(path, lines, first, second)
    return Fix("delete the repetition", (edit,)) if edit else None


def _in_block(path: str, lines: Sequence[str], first: Span, second: Span) -> TextEdit | None:
    """Return the edit that deletes the lines of a repetition in block style."""
    line, column, *_ = second
    if column != first[1] or lines[line - 1][: column - 1].strip(" "):
        return None
    one, other = (_entry(lines, *place[:2]) for place in (first, second))
    if not one or not other:
        return None
    # A remark would be lost, unless the first value has the same.
    if one == other or not any("#" in text for text in other):
        old, new = (parse("\n".join(["root:", *(f"  {text}" for text in some), ""])) for some in (one, other))
        if old.data == new.data and not old.faults and not new.faults:
            return TextEdit(Location(path, line, 1, line + len(other), 1), "")
    return None


def _entry(lines: Sequence[str], line: int, column: int) -> list[str]:
    """Return the lines of a key with its value, from the column of the key; none if there are too many."""
    found = [lines[line - 1][column - 1 :]]
    length = 1
    for text in lines[line : line + _MAX_LINES]:
        is_empty = not text.strip() or text.lstrip().startswith("#")
        if not is_empty and len(text) - len(text.lstrip(" ")) < column:
            break
        found.append(text[column - 1 :])
        length = length if is_empty else len(found)
    # Blank lines and comments at the end belong to what follows.
    return [text.rstrip("\r") for text in found[:length]] if len(found) <= _MAX_LINES else []


def _in_brackets(path: str, lines: Sequence[str], first: Span, second: Span) -> TextEdit | None:
    """Return the edit that deletes a repetition in brackets, with the comma before it; both on one line."""
    line, column, *_ = second
    text = lines[line - 1]
    if line != first[0] or len(text) > _MAX_LENGTH:
        return None
    one, other = (re.compile(_IN_BRACKETS).match(text, place[1] - 1) for place in (first, second))
    before = text[: column - 1].rstrip(" ")
    if not one or not other or one.group() != other.group() or not before.endswith(","):
        return None
    return TextEdit(Location(path, line, len(before), line, other.end() + 1), "")
