"""Slips of typing in the layout of an agreement file: entries without a dash, and keys at a wrong column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pactstate.fileformat.slips.keys import KEY_LINE, KEYS, ROOT_KEYS, SOURCE_KEYS, next_line
from pactstate.smallyaml.faults import Span
from pactstate.smallyaml.tabs_and_quotes import SlipLines
from pactstate.text.suggest import clip

__all__ = ["correct_layout"]

_FIRST_KEYS: Final = {"history": "event", "statements": "source"}
"""Root keys with a list of entries, and the key with which an entry begins."""
_CLOSING: Final = {"{": "}", "[": "]", "'": "'", '"': '"'}


class _KeyColumns:
    """Columns of the keys, followed from line to line. Reports a line that does not fit, and empties it in the copy."""

    def __init__(self, lines: SlipLines) -> None:
        self._lines = lines
        self._root_key = ""
        """Latest root key."""
        self._header = 0
        """Line of the latest root key; below 'sources:', that of the latest source."""
        self._dash_column: int | None = None
        """Column of the dashes below the root key; None before the first dash."""
        self._columns = [0]
        """Columns of the keys of the open mappings, where the next key may stand."""
        self._first_key = ""
        """Key with which the latest entry began."""
        self._value_is_below = False
        """Whether the key above has its value on the lines below."""
        self._source: str | None = None
        """Latest source."""
        self._source_column = 0
        """Column of the first source."""
        self._without_dash: dict[int, tuple[tuple[Span, str], ...]] = {}
        """First lines of the entries without a dash, with the edits that write it, if the column is known."""
        self._original = list(lines.lines)

    def report_missing_dashes(self) -> None:
        """Report the entries without a dash as one slip."""
        if self._without_dash:
            first, *others = self._without_dash
            edits = [edit for some in self._without_dash.values() for edit in some]
            line = self._original[first]
            start = len(line) - len(line.lstrip())
            message = "an entry begins here, and the dash before it is missing"
            help = f"begin it with a dash and a blank: '- {clip(line.strip())}'"
            is_known = all(self._without_dash.values())
            end = len(line.partition(":")[0])
            self._lines.report(first, start, end, message, help, others, edits if is_known else ())

    def add(self, number: int, line: str) -> None:
        """Compare the next line with the lines before it."""
        match = KEY_LINE.match(line)
        if match is None:
            return
        indent, key, column = len(match["indent"]), match["key"], match.start("key")
        value = match["value"].strip()
        above, self._value_is_below = self._value_is_below, not value or value[0] in "#|>"
        if match["dash"]:
            self._entry(number, match)
        elif indent == 0 and key in ROOT_KEYS:
            self._root_key, self._header, self._dash_column, self._columns, self._source = key, number, None, [0], None
        elif self._root_key == "sources" and self._misplaced(number, key, column):
            return
        elif self._lacks_dash(indent, key):
            is_below = self._dash_column is not None and indent == self._dash_column + len("- ")
            written = {number: f"{line[: self._dash_column]}- {line.lstrip()}"} if is_below else {}
            self._without_dash[number] = self._lines.edits(written)
            self._empty(self._part(number, self._is_other_entry))
        elif column in self._columns or (above and column > self._columns[-1]):
            self._columns = [*(one for one in self._columns if one < column), column]
        elif number + 1 in self._lines.corrected:
            # A tab or another sign stood there, so the number of blanks is a guess.
            near = min(self._columns, key=lambda one: (abs(one - column), -one))
            self._lines.correct(number, f"{' ' * near}{line.strip()}")
        elif key in KEYS:
            self._displaced(number, match, column)

    def _entry(self, number: int, match: re.Match[str]) -> None:
        indent, key, column = len(match["indent"]), match["key"], match.start("key")
        if self._dash_column is not None and indent != self._dash_column and key == _FIRST_KEYS.get(self._root_key):
            message = f"this dash stands at column {indent + 1}, the dashes above it at column {self._dash_column + 1}"
            self._report(number, match, message, "give all dashes of a list the same indentation", self._is_other_entry)
            return
        if self._dash_column is None or indent <= self._dash_column:
            self._dash_column, self._first_key = indent, key
        self._columns = [*(one for one in self._columns if one <= indent), column]

    def _lacks_dash(self, indent: int, key: str) -> bool:
        if self._root_key not in _FIRST_KEYS or key in ROOT_KEYS:
            return False
        if self._dash_column is None or indent <= self._dash_column:
            return key in (_FIRST_KEYS[self._root_key], self._first_key)
        return key == self._first_key and indent == self._columns[min(1, len(self._columns) - 1)]

    def _is_other_entry(self, line: str) -> bool:
        match = KEY_LINE.match(line)
        if match is None:
            return False
        indent, key = len(match["indent"]), match["key"]
        if match["dash"]:
            return self._dash_column is None or indent <= self._dash_column
        return (indent == 0 and key in ROOT_KEYS) or self._lacks_dash(indent, key)

    def _misplaced(self, number: int, key: str, column: int) -> bool:
        """Report a source at the column of 'sources:', or a key at the column of its source. Return whether it did."""
        match = KEY_LINE.match(self._lines.lines[number])
        known = key in SOURCE_KEYS
        if column == 0 and not known and match and self._has_source_below(number):
            message = f"the source '{clip(key)}' stands at the column of 'sources:'"
            help = "indent it and the lines below it by two blanks"
            shift = "" if match["value"].strip() else "  "
            self._report(number, match, message, help, lambda line: line.partition(":")[0] in ROOT_KEYS, shift)
            return True
        if not known:
            if match and match["value"].strip()[:1] not in ("", "{", "#"):
                return False  # a text below a key, such as a key in quotes, is not the head of a source
            self._source, self._columns = key, [0, column]
            self._source_column = self._source_column or column
            self._header = number
        elif self._source is not None and match and column == self._columns[-1] and len(self._columns) == 2:
            message = f"'{key}' stands at the column of its source, '{clip(self._source)}'"
            help = f"indent it and its neighbours by two blanks, below '{clip(self._source)}:'"
            shift = "  " if column == self._source_column else ""
            self._report(number, match, message, help, self._is_other_source, shift)
            return True
        return False

    def _has_source_below(self, number: int) -> bool:
        below = next_line(self._lines.lines, number, 1)
        match = KEY_LINE.match(self._lines.lines[below]) if below is not None else None
        return bool(match and match["indent"] and match["key"] in SOURCE_KEYS)

    def _is_other_source(self, line: str) -> bool:
        match = KEY_LINE.match(line)
        return bool(match and match["key"] not in SOURCE_KEYS and match.start("key") <= self._columns[-1])

    def _displaced(self, number: int, match: re.Match[str], column: int) -> None:
        expected = min(self._columns, key=lambda one: (abs(one - column), -one))
        message = f"'{match['key']}' begins at column {column + 1}, the keys around it at column {expected + 1}"

        def is_back(line: str) -> bool:
            return bool(line.strip()) and (column < expected or len(line) - len(line.lstrip(" ")) <= expected)

        self._report(number, match, message, "give it the same indentation", is_back)

    def _report(
        self,
        number: int,
        match: re.Match[str],
        message: str,
        help: str,
        ends: Callable[[str], bool],
        shift: str = "",
    ) -> None:
        """Report a slip, and empty its lines; ``shift`` before each of them repairs it."""
        lines = self._lines
        part = self._part(number, ends)
        written = {one: shift + lines.lines[one] for one in part if lines.lines[one].strip()} if shift else {}
        lines.report(number, *match.span("key"), message, help, edits=lines.edits(written))
        self._empty(part)

    def _part(self, number: int, ends: Callable[[str], bool]) -> range:
        """Return a line and the lines below it, up to one that ``ends`` accepts."""
        lines = self._lines
        below = (one for one in range(number + 1, len(lines.lines)) if one not in lines.continued)
        return range(number, next((one for one in below if ends(lines.lines[one])), len(lines.lines)))

    def _empty(self, part: range) -> None:
        """Empty some lines."""
        self._lines.corrected.add(self._header + 1)
        for number in part:
            self._lines.correct(number, "")


def correct_layout(lines: SlipLines) -> None:
    """Find entries without a dash, and keys and sources at a wrong column."""
    layout = _KeyColumns(lines)
    closing_sign = ""
    for number, line in lines:
        if closing_sign:
            # A value in brackets or quotes goes on over several lines.
            closing_sign = "" if closing_sign in line else closing_sign
            continue
        layout.add(number, line)
        value = line.partition(":")[2].strip()
        sign = _CLOSING.get(value[:1], "")
        closing_sign = sign if sign and sign not in value[1:] else ""
    layout.report_missing_dashes()
