"""Nodes of a text that the line reader has read, built when they are first used.

The text has no fault, and its rows have known forms. So everything below a key or a dash is indented further, and the
next line with a key in the column of a mapping, or with a dash in the column of a list, is its next entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import NamedTuple, cast

from pactstate.smallyaml.lines.patterns import LEADING_LINES, bracket_parts
from pactstate.smallyaml.tree import (
    Data,
    Entries,
    Entry,
    Items,
    MappingNode,
    Node,
    Places,
    ScalarNode,
    SequenceNode,
)

__all__ = ["root_node"]


def root_node(text: str, rows: re.Pattern[str], data: dict[str, Data]) -> MappingNode:
    """Return the data of a text as a node. ``rows`` is the pattern with which the text was read."""
    start = cast("re.Match[str]", LEADING_LINES.match(text)).end()
    return _Text(text, rows).mapping(data, _Block(start, 0, len(text)))


_Part = tuple[int, int]
"""Offsets at which the lines of an entry or an item start and end."""


class _Block(NamedTuple):
    """Lines of a mapping or a list."""

    start: int
    """Offset of its first line."""
    column: int
    """Column of the keys or the dashes."""
    end: int
    """Offset of the line that follows."""


@lru_cache(maxsize=256)
def _next_entry(column: int, sign: str) -> re.Pattern[str]:
    """Return the pattern of the line end before another key or dash in a column."""
    return re.compile(rf"\n(?= {{{column}}}{sign})")


class _Text:
    """Text, and the pattern of its rows."""

    def __init__(self, text: str, rows: re.Pattern[str]) -> None:
        self._text = text
        self._rows = rows
        self._places = Places(text)

    def mapping(self, data: dict[str, Data], block: _Block) -> MappingNode:
        """Return the mapping of a block."""
        entries = Entries(data, partial(self._parts, block, r"\w"), self._entry)
        return MappingNode(data, entries, self._places, block.start + block.column, self._behind(block.end))

    def _sequence(self, data: list[Data], block: _Block) -> SequenceNode:
        items = Items(data, partial(self._parts, block, "-"), self._item)
        return SequenceNode(data, items, self._places, block.start + block.column, self._behind(block.end))

    def _behind(self, end: int) -> int:
        """Return the offset of the key or dash behind a block, or of the end of the text."""
        while self._text.startswith(" ", end):
            end += 1
        return end

    def _parts(self, block: _Block, sign: str) -> Iterable[_Part]:
        """Return the offsets at which the lines of each entry or item start and end."""
        following = _next_entry(block.column, sign).finditer(self._text, block.start, block.end)
        starts = [match.end() for match in following]
        return zip((block.start, *starts), (*starts, block.end), strict=True)

    def _entry(self, key: str, data: Data, part: _Part) -> Entry:
        """Return the nodes of a key and its value."""
        start, end = part
        row = cast("re.Match[str]", self._rows.match(self._text, start))
        return ScalarNode(key, self._places, row.start(2), row.end(2)), self._value(data, row, end)

    def _item(self, data: Data, part: _Part) -> Node:
        """Return the node of an item of a list."""
        start, end = part
        row = cast("re.Match[str]", self._rows.match(self._text, start))
        if row[2]:
            return self.mapping(cast("dict[str, Data]", data), _Block(start, len(row[1]), end))
        return self._value(data, row, end)

    def _value(self, data: Data, row: re.Match[str], end: int) -> Node:
        """Return the node of a value that starts in a row or in the next one."""
        group = 3 if row[3] else 4
        value = row[group]
        if not value:
            if isinstance(data, str):
                return ScalarNode(data, self._places, row.end(2) + 1, row.end(2) + 1)
            below = cast("re.Match[str]", self._rows.match(self._text, row.end()))
            if isinstance(data, list):
                return self._sequence(data, _Block(below.start(), below[1].index("-"), end))
            return self.mapping(data, _Block(below.start(), len(below[1]), end))
        start = row.start(group)
        if not isinstance(data, str):
            return _in_brackets(data, value, self._places, start)
        if row[5]:
            last = row.end(4)
            while self._text.startswith("\n", last):
                last += 1
            return ScalarNode(data, self._places, start, last)
        return ScalarNode(data, self._places, start, start + len(value))


def _in_brackets(data: list[Data] | dict[str, Data], value: str, places: Places, start: int) -> Node:
    """Return the node of a list or mapping in brackets on one line, which starts at an offset."""
    if len(value) == len("[]"):
        whole = places, start, start + len(value)
        return SequenceNode(data, [], *whole) if isinstance(data, list) else MappingNode(data, {}, *whole)
    node: Node | None = None
    opened: list[_Bracket] = []
    for match in bracket_parts().finditer(value):
        name = match[1]
        key = ScalarNode(name, places, start + match.start(1), start + match.end(1)) if name else None
        part = opened[-1].next_part(name) if opened else data
        if match[2]:
            opened.append(_Bracket(part, key, start + match.start(2), []))
            continue
        group = 3 if match[3] else 4
        first = start + match.start(group)
        text = ScalarNode(cast("str", part), places, first, first + len(match[group].rstrip()))
        opened[-1].nodes.append((key, text))
        for sign in re.finditer(r"[\]}]", match[5] or ""):
            closed = opened.pop()
            node = closed.node(places, start + match.start(5) + sign.end())
            if opened:
                opened[-1].nodes.append((closed.key, node))
    return cast("Node", node)


class _Bracket(NamedTuple):
    """List or mapping in brackets that is not closed yet."""

    data: Data
    key: ScalarNode | None
    start: int
    """Offset of its bracket."""
    nodes: list[tuple[ScalarNode | None, Node]]

    def next_part(self, key: str | None) -> Data:
        """Return the data of the next item, or of a key."""
        if isinstance(self.data, list):
            return self.data[len(self.nodes)]
        return cast("dict[str, Data]", self.data)[key or ""]

    def node(self, places: Places, end: int) -> Node:
        """Return the node of the list or mapping, which ends at an offset."""
        if isinstance(self.data, list):
            return SequenceNode(self.data, [node for _, node in self.nodes], places, self.start, end)
        entries = {key.data: (key, node) for key, node in self.nodes if key}
        return MappingNode(cast("dict[str, Data]", self.data), entries, places, self.start, end)
