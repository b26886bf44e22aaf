"""Slips of typing in the layout of an agreement file: entries without a dash, and keys at a wrong column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from pactstate.fileformat import shapes
from pactstate.fileformat.slips.keys import KEY_LINE, KEYS, ROOT_KEYS, SOURCE_KEYS, next_line
from pactstate.smallyaml.faults import Span
from pactstate.smallyaml.tabs_and_quotes import SlipLines
from pactstate.text.suggest import clip

__all__ = ["correct_layout"]


def _keys(item: type) -> frozenset[str]:
    return frozenset(shapes.keys(item))


_FIRST_KEYS: Final = {"history": "event", "statements": "source"}
"""Root keys with a list of entries, and the key with which an entry begins."""
_NEEDED_KEYS: Final = {"history": "date", "statements": "says"}
"""The other key that each of their entries has."""
_KEYS_AT: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "history": (ROOT_KEYS, _keys(shapes.EventItem), _keys(shapes.ClaimItem)),
    "statements": (ROOT_KEYS, _keys(shapes.StatementItem)),
    "sources": (ROOT_KEYS, frozenset(), SOURCE_KEYS),
}
"""Keys that may stand at each column, from the left, below a root key."""
_ENOUGH: Final = 2
"""Keys at one column that show it to be the right one."""
_QUOTES: Final = frozenset("'\"")


@attrs.frozen
class _Undashed:
    """Entry without a dash."""

    root_key: str
    indent: int
    """Column of its first key."""
    before: tuple[tuple[Span, str], ...] = ()
    """Edits that write a dash before its first key."""
    moved: tuple[tuple[Span, str], ...] = ()
    """Edits that write a dash in the place of its first key, and move all of its keys to the right."""

    def repair(self, dashes: Mapping[str, int]) -> tuple[tuple[Span, str], ...]:
        """Return the edits, given the columns of other dashes by root key; none if no column is certain."""
        column = dashes.get(self.root_key, self.indent)
        return self.before if self.indent == column + len("- ") else self.moved if self.indent == column else ()


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
        self._keys_at = {0: _ENOUGH}
        """Number of keys at each of these columns."""
        self._displaced_at: dict[tuple[int, int], int] = {}
        """Number of keys that begin elsewhere, by the column of an open mapping to which they belong and their own."""
        self._first_key = ""
        """Key with which the latest entry began."""
        self._value_is_below = False
        """Whether the key above has its value on the lines below."""
        self._source: str | None = None
        """Latest source."""
        self._source_column = 0
        """Column of the first source."""
        self._without_dash: dict[int, _Undashed] = {}
        """Entries without a dash, by their first lines."""
        self._dashes: dict[str, int] = {}
        """Column of the first dash below each root key."""
        self._heads = _heads(lines)
        """Number of entries of each list that begin with a dash at each column."""
        self._most_heads: dict[str, int] = {}
        """Number of entries at the column at which most entries of a list begin."""
        for (root_key, _), count in self._heads.items():
            self._most_heads[root_key] = max(count, self._most_heads.get(root_key, 1))
        self._original = list(lines.lines)
        self._is_certain = not lines.has_moved()
        """Whether all columns are those that were typed."""

    def report_missing_dashes(self) -> None:
        """Report the entries without a dash as one slip."""
        if self._without_dash:
            first, *others = self._without_dash
            repairs = [one.repair(self._dashes) for one in self._without_dash.values()]
            edits = [edit for some in repairs for edit in some]
            line = self._original[first]
            start = len(line) - len(line.lstrip())
            message = "an entry begins here, and the dash before it is missing"
            help = f"begin it with a dash and a blank: '- {clip(line.strip())}'"
            end = len(line.partition(":")[0])
            self._lines.report(first, start, end, message, help, others, edits if all(repairs) else ())

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
            part = self._part(number, self._is_other_entry)
            self._without_dash[number] = self._undashed(part, indent)
            self._empty(part)
        elif column in self._columns or (above and column > self._columns[-1]):
            self._columns = [*(one for one in self._columns if one < column), column]
            if column not in self._keys_at:
                self._displaced_at.clear()
            self._keys_at = {one: self._keys_at.get(one, 0) for one in self._columns}
            self._keys_at[column] += 1
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
            help = "give all dashes of a list the same indentation"
            # Most dashes of the list show the right column.
            is_clear = self._heads[self._root_key, self._dash_column] > self._heads[self._root_key, indent]
            shift = self._dash_column - indent if is_clear else 0
            # The keys may stand where they would stand below the other dashes.
            alone = not self._is_further_right(self._part(number, self._is_other_entry), indent)
            self._report(number, match, message, help, self._is_other_entry, shift, alone=alone)
            return
        if self._dash_column is None or indent <= self._dash_column:
            self._dash_column, self._first_key = indent, key
            self._dashes.setdefault(self._root_key, indent)
        self._columns = [*(one for one in self._columns if one <= indent), column]
        self._displaced_at.clear()
        is_usual = self._heads[self._root_key, self._dash_column] == self._most_heads.get(self._root_key)
        self._keys_at[column] = _ENOUGH if is_usual else 0

    def _undashed(self, part: range, indent: int) -> _Undashed:
        """Return an entry without a dash; it has no repair if it may be the rest of another entry."""
        lines = self._lines
        first, *rest = (number for number in part if lines.lines[number].strip())
        needed = re.compile(f" {{{indent}}}{_NEEDED_KEYS[self._root_key]} *:")
        if not self._is_certain or not any(needed.match(lines.lines[number]) for number in rest):
            return _Undashed(self._root_key, indent)
        text = lines.lines[first].lstrip()
        below = {number: f"  {lines.lines[number]}" for number in rest}
        return _Undashed(
            self._root_key,
            indent,
            lines.edits({first: f"{' ' * (indent - len('- '))}- {text}"} if indent >= len("- ") else {}),
            lines.edits({first: f"{' ' * indent}- {text}", **below}, whole=True),
        )

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
            shift = 0 if match["value"].strip() else 2
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
            shift = 2 if column == self._source_column else 0
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
            return bool(line.strip()) and (column < expected or _indent(line) <= expected)

        # The key has one place if it is known in one only of the open mappings.
        known = _KEYS_AT.get(self._root_key, (ROOT_KEYS,))
        places = [one for one, keys in zip(self._columns, known, strict=False) if match["key"] in keys]
        siblings = (self._lines.lines[one] for one in self._part(number, is_back))
        others = self._displaced_at.get((expected, column), -1) + sum(_indent(one) == column for one in siblings)
        self._displaced_at[expected, column] = others + 1
        is_last = self._column_behind(number, is_back) != column
        is_clear = self._keys_at.get(expected, 0) > max(others, 0 if is_last else 1)
        shift = expected - column if places == [expected] and is_clear else 0
        alone = self._is_further_right(self._part(number, is_back), column)
        self._report(number, match, message, "give it the same indentation", is_back, shift, alone=alone)

    def _is_further_right(self, part: range, column: int) -> bool:
        """Return whether all lines of a part but the first stand further right than a column."""
        texts = (self._lines.lines[number] for number in part[1:])
        return all(_indent(text) > column for text in texts if text.strip())

    def _column_behind(self, number: int, ends: Callable[[str], bool]) -> int:
        """Return the column of the key behind a line and those that belong to it; -1 if there is none."""
        end = self._part(number, ends).stop
        match = KEY_LINE.match(self._lines.lines[end]) if end < len(self._lines.lines) else None
        return match.start("key") if match else -1

    def _report(
        self,
        number: int,
        match: re.Match[str],
        message: str,
        help: str,
        ends: Callable[[str], bool],
        shift: int = 0,
        *,
        alone: bool = False,
    ) -> None:
        """Report a slip, and empty its lines.

        ``shift`` more blanks, or fewer, before each line repair it; if ``alone``, before the first line.
        """
        lines = self._lines
        part = self._part(number, ends)
        texts = {one: lines.lines[one] for one in part if lines.lines[one].strip()}
        if alone:
            texts = {number: texts[number]}
        can_shift = shift and self._is_certain and all(text.startswith(" " * -shift) for text in texts.values())
        written = {one: " " * shift + text[max(-shift, 0) :] for one, text in texts.items()} if can_shift else {}
        lines.report(number, *match.span("key"), message, help, edits=lines.edits(written, whole=True))
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


def _heads(lines: SlipLines) -> Counter[tuple[str, int]]:
    found: Counter[tuple[str, int]] = Counter()
    root_key = ""
    for _, line in lines:
        match = KEY_LINE.match(line)
        if match and match["dash"]:
            found[root_key, len(match["indent"])] += match["key"] == _FIRST_KEYS.get(root_key)
        elif match and not match["indent"] and match["key"] in ROOT_KEYS:
            root_key = match["key"]
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def correct_layout(lines: SlipLines) -> None:
    """Find entries without a dash, and keys and sources at a wrong column."""
    layout = _KeyColumns(lines)
    closing_sign = ""
    for number, line in lines:
        if closing_sign:
            # A text in quotes goes on over several lines.
            closing_sign = "" if closing_sign in line else closing_sign
            continue
        layout.add(number, line)
        value = line.partition(":")[2].strip()
        sign = value[:1] if value[:1] in _QUOTES else ""
        closing_sign = sign if sign and sign not in value[1:] else ""
    layout.report_missing_dashes()
