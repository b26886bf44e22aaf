"""The short way for the YAML in which people write our files, as nearly all are: line by line, without the parser.

It gives what :func:`pactstate.smallyaml.parse.parse` would give, in a quarter of the time; or nothing, where that one
may have something to say, or where it is not certain what it would give. So it knows these lines only:

- empty ones and comments;
- ``key: value``, ``key:``, ``- value`` and ``- key: value``, where a key is made of ASCII letters, digits, ``_`` and
  ``-``, and all keys of a mapping and all dashes of a list stand exactly below each other;
- as a value, on one line: a plain text that holds none of the signs that end one, a text in quotes without escapes, or
  a list or mapping in brackets of such texts;
- as a value, on the lines below: a text behind ``|``, ``|-``, ``>`` or ``>-`` whose first line is indented least.

A text that goes on over lines without such a sign is indented further than what it belongs to, as nothing here may be
but below a key without a value. No tab, control or foreign line end, anchor, tag, directive or further document gets
through, since none of these lines has room for it. Rule: format.md.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final, cast

from pactstate.smallyaml.decode import shows
from pactstate.smallyaml.limits import DEFAULT, Limits
from pactstate.smallyaml.lines.patterns import BEFORE, COMMENTED, PART, ROWS, Row
from pactstate.smallyaml.lines.positions import placed_rows
from pactstate.smallyaml.parse import LOGICAL, Tree
from pactstate.smallyaml.scalars import STARTS, WORDS, taken_for
from pactstate.smallyaml.tree import Data

__all__ = ["parse_quickly"]

_DEEPEST: Final = 20
"""So many levels within each other, and as many in brackets, which is far less than is allowed."""

_LIST: Final = re.compile(r"\[[A-Za-z][A-Za-z0-9-]*+(?:, [A-Za-z][A-Za-z0-9-]*+)*\]")
_QUOTES: Final = frozenset("'\"")
_OPENS: Final = frozenset("[{")
_EMPTY_ONES: Final = frozenset({"[]", "{}"})
_CLOSES: Final = {"]": list, "}": dict}

_Collection = list[Data] | dict[str, Data]


class _OddError(Exception):
    """There may be something to say."""


def parse_quickly(text: str, limits: Limits, name: str) -> Tree | None:
    """Read a YAML text whose top is a mapping; None if it may be at fault, or holds the name in one of its texts."""
    # No value takes less than a character.
    if (limits is not DEFAULT and limits != DEFAULT) or len(text) > limits.nodes:
        return None
    if not text.endswith("\n") or " \n" in text or not shows(text):
        return None
    before = cast("re.Match[str]", BEFORE.match(text))  # it may be empty
    for rows in (ROWS, COMMENTED) if " #" in text else (ROWS,):
        reader = _Reader(text, name)
        try:
            data = reader.read(rows.findall(text, before.end()))
        except _OddError:
            continue
        return Tree(data, partial(placed_rows, text, rows, data), (), complete=True, longest=reader.longest)
    return None


class _Reader:
    """Puts the data of one text together."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name if name and name in text else None
        self._is_long = len(text) > DEFAULT.scalar
        self._data: dict[str, Data] = {}
        self._made: list[_Collection] = [self._data]
        # Below the file itself there is nothing to go back to.
        self._open: list[tuple[int, _Collection]] = [(-1, []), (0, self._data)]
        """What is open, with the column of its keys or dashes."""

    @property
    def longest(self) -> int:
        """How much the longest list or mapping holds."""
        return max(map(len, self._made))

    def read(self, rows: list[Row]) -> dict[str, Data]:
        """The data of all rows."""
        if not rows or not any(rows[-1]):
            raise _OddError
        self._look(rows)
        into = self._data
        at: str | None = ""
        """What stands before a further key of it; None where a row may open something, or has no key."""
        waits = None
        """The key whose value may stand below."""
        for lead, key, plain, other, indent in rows:
            if lead != at:
                turned = self._turn(lead, key, waits)
                waits = None
                if isinstance(turned, list):
                    turned.append(plain or self._value(other, indent, lead, key))
                    at = None
                    continue
                into, at = turned, " " * len(lead)
            if key in into:
                raise _OddError
            if plain:
                into[key] = plain
            elif other:
                into[key] = self._value(other, indent, lead, key)
            else:
                into[key], at, waits = "", None, key
        return self._data

    def _look(self, rows: list[Row]) -> None:
        """Whether there may be something to say of a key or a plain text."""
        _, keys, plain, others, _ = zip(*rows, strict=True)
        texts = "\n".join((*plain, ""))
        if self._is_long and max(map(len, plain + others)) > DEFAULT.scalar:
            raise _OddError
        if not _is_whole(texts) or (self._name and (self._name in texts or self._name in "\n".join(keys))):
            raise _OddError
        if not WORDS.isdisjoint(keys) or not (WORDS.isdisjoint(plain) or _is_logical(rows)):
            raise _OddError

    def _turn(self, lead: str, key: str, waits: str | None) -> _Collection:
        """What a row belongs to that does not stand below the one above it, or may be its value."""
        dash = lead.find("-")
        column = len(lead) if dash < 0 else dash
        above, into = self._open[-1]
        if waits is not None and isinstance(into, dict) and (column > above or column == above == dash):
            below = self._begin(column, {} if dash < 0 else [])
            into[waits] = below
            into = below
        else:
            while column != above or isinstance(into, list) != (dash >= 0):
                if above < column:
                    raise _OddError
                self._open.pop()
                above, into = self._open[-1]
        if isinstance(into, list) and key:
            item = self._begin(len(lead), {})
            into.append(item)
            return item
        return into

    def _begin(self, column: int, opened: _Collection) -> _Collection:
        self._open.append((column, opened))
        self._made.append(opened)
        if len(self._open) > _DEEPEST:
            raise _OddError
        return opened

    def _value(self, value: str, indent: str, lead: str, key: str) -> Data:
        """A value that is no plain text, or may be a number."""
        if self._name and self._name in value:
            raise _OddError
        if indent:
            return self._lines(value, indent, len(lead))
        first = value[:1]
        if first in _QUOTES and value.count(first) == 2 and value.endswith(first) and "\\" not in value:
            return value[1:-1]
        if first in _OPENS:
            return self._in_brackets(value, "" if lead else key)
        # What begins with a hyphen may be an item.
        if first not in STARTS or first == "-" or not _is_whole(f"{value}\n") or taken_for(value):
            raise _OddError
        return value

    def _lines(self, value: str, indent: str, column: int) -> str:
        """A text on the lines below its key."""
        header, _, lines = value.rstrip("\n").partition("\n")
        folded = header.startswith(">")
        if len(indent) <= column or (folded and ("\n\n" in lines or f"\n{indent} " in lines)):
            raise _OddError
        text = lines[len(indent) :].replace(f"\n{indent}", " " if folded else "\n")
        if self._name and self._name in text:
            raise _OddError
        return text if header.endswith("-") else f"{text}\n"

    def _in_brackets(self, value: str, within: str) -> _Collection:
        """A list or mapping that stands on the line of its key, which is given if it is one of the file's own."""
        if _LIST.fullmatch(value):
            items = cast("list[Data]", value[1:-1].split(", "))
            if not WORDS.isdisjoint(items):
                raise _OddError
            self._made.append(items)
            return items
        if value in _EMPTY_ONES:
            return [] if value == "[]" else {}
        outer: list[Data] = []
        opened: list[_Collection] = [outer]
        for key, bracket, plain, quoted, closing, comma in PART.findall(value):
            into = opened[-1]
            part: Data = plain.rstrip() or quoted[1:-1]
            if bracket:
                below: _Collection = [] if bracket == "[" else {}
                self._made.append(below)
                opened.append(below)
                part = below
            elif not quoted and (not plain or _is_odd(plain.rstrip(), (within, key) if len(opened) == 2 else ())):
                raise _OddError
            if isinstance(into, list) == bool(key) or key in WORDS:
                raise _OddError
            if isinstance(into, list):
                into.append(part)
            elif key in into:
                raise _OddError
            else:
                into[key] = part
            for sign in closing.replace(" ", ""):
                if len(opened) == 1 or not isinstance(opened.pop(), _CLOSES[sign]):
                    raise _OddError
            # Something follows until the last bracket is closed, and nothing then.
            if len(opened) > _DEEPEST or (not bracket and bool(comma) != (len(opened) > 1)):
                raise _OddError
        if len(opened) > 1:
            raise _OddError
        return cast("_Collection", outer[0])


def _is_odd(text: str, place: tuple[str, ...]) -> bool:
    """Whether others may take a plain text for something else that is not meant at this place."""
    return (text in WORDS or text[0] in STARTS) and place != LOGICAL and taken_for(text) is not None


def _is_whole(texts: str) -> bool:
    """Whether plain texts, on a line each, hold no sign that ends one."""
    return not (": " in texts or ":\n" in texts or " #" in texts)


def _is_logical(rows: list[Row]) -> bool:
    """Whether all words that others take for more than a text stand where a logical value is meant."""
    for number, (lead, key, plain, _, _) in enumerate(rows):
        if plain in WORDS:
            above = next((row for row in reversed(rows[:number]) if row[0] != lead), ("", ""))
            if above[0] or (above[1], key) != LOGICAL or not lead.isspace():
                return False
    return True
