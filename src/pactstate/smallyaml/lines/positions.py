"""Where things stand in a text that was read the short way: found out for what is asked for, and no further.

Nothing is said here of whether the text is right: it was read without a fault, in rows of known shapes. So whatever
stands below a key or a dash is indented further, and a line with a key, or with a dash, in the column of those of a
mapping, or of a list, is the next of them.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple, cast, overload

from pactstate.smallyaml.lines.patterns import BEFORE, PART
from pactstate.smallyaml.tree import At, Data, Mapping, Node, Scalar, Sequence

__all__ = ["placed_rows"]


def placed_rows(text: str, rows: re.Pattern[str], data: dict[str, Data]) -> Mapping:
    """The data of a text as nodes; ``rows`` are those as which it was read, without a fault."""
    first = cast("re.Match[str]", BEFORE.match(text)).end()
    return _Text(text, rows).mapping(data, _Lines(first, 0, len(text)))


_Entry = tuple[Scalar, Node]


class _Lines(NamedTuple):
    """The lines of a mapping or a list."""

    start: int
    """Where the first one begins."""
    column: int
    """Of the keys, or of the dashes."""
    end: int
    """Where the line begins that follows."""


@lru_cache(maxsize=256)
def _further(column: int, sign: str) -> re.Pattern[str]:
    """What precedes a further key or dash in a column."""
    return re.compile(rf"\n(?= {{{column}}}{sign})")


class _Text:
    """A text, and the rows as which it was read."""

    def __init__(self, text: str, rows: re.Pattern[str]) -> None:
        self._text = text
        self._rows = rows
        self._counted = 0, 0
        """The place that was asked for last, and its line. From there to the next one it is mostly not far."""

    def at(self, offset: int) -> At:
        """A place in the text."""
        known, line = self._counted
        line += self._text.count("\n", known, offset) if known < offset else -self._text.count("\n", offset, known)
        self._counted = offset, line
        return At(line, offset - self._text.rfind("\n", 0, offset) - 1)

    def mapping(self, data: dict[str, Data], lines: _Lines) -> Mapping:
        """A mapping that stands on some lines."""
        return Mapping(data, _Entries(self, data, lines), self.at(lines.start + lines.column), self._behind(lines.end))

    def _sequence(self, data: list[Data], lines: _Lines) -> Sequence:
        return Sequence(data, _Items(self, data, lines), self.at(lines.start + lines.column), self._behind(lines.end))

    def _behind(self, end: int) -> At:
        """Where the key or the dash stands that follows some lines; or the end of the text."""
        while self._text.startswith(" ", end):
            end += 1
        return self.at(end)

    def parts(self, lines: _Lines, sign: str) -> Iterator[tuple[int, int]]:
        """Where the lines of each entry or item begin and end."""
        start = lines.start
        for match in _further(lines.column, sign).finditer(self._text, lines.start, lines.end):
            yield start, match.end()
            start = match.end()
        yield start, lines.end

    def entry(self, key: str, data: Data, start: int, end: int) -> _Entry:
        """A key and its value, which stand on some lines."""
        row = cast("re.Match[str]", self._rows.match(self._text, start))
        return Scalar(key, self.at(row.start(2)), None), self._value(data, row, end)

    def item(self, data: Data, start: int, end: int) -> Node:
        """An item of a list that stands on some lines."""
        row = cast("re.Match[str]", self._rows.match(self._text, start))
        if row[2]:
            return self.mapping(cast("dict[str, Data]", data), _Lines(start, len(row[1]), end))
        return self._value(data, row, end)

    def _value(self, data: Data, row: re.Match[str], end: int) -> Node:
        """The value that begins in a row, or in the lines below it."""
        group = 3 if row[3] else 4
        value = row[group]
        if not value:
            if isinstance(data, str):
                return Scalar(data, self.at(row.end(2) + 1), None)
            below = cast("re.Match[str]", self._rows.match(self._text, row.end()))
            if isinstance(data, list):
                return self._sequence(data, _Lines(below.start(), below[1].index("-"), end))
            return self.mapping(data, _Lines(below.start(), len(below[1]), end))
        start = self.at(row.start(group))
        if not isinstance(data, str):
            return _in_brackets(data, value, start)
        if row[5]:
            last = row.end(4)
            while self._text.startswith("\n", last):
                last += 1
            return Scalar(data, start, self.at(last))
        return _text(data, value, start)


class _Entries(abc.Mapping[str, _Entry]):
    """The entries of a mapping, each made when it is asked for."""

    def __init__(self, text: _Text, data: dict[str, Data], lines: _Lines) -> None:
        self._text = text
        self._data = data
        self._lines = lines
        self._made: dict[str, _Entry] = {}

    @cached_property
    def _parts(self) -> dict[str, tuple[int, int]]:
        return dict(zip(self._data, self._text.parts(self._lines, r"\w"), strict=True))

    def __getitem__(self, key: str) -> _Entry:
        if key not in self._made:
            self._made[key] = self._text.entry(key, self._data[key], *self._parts[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _Items(abc.Sequence[Node]):
    """The items of a list, each made when it is asked for."""

    def __init__(self, text: _Text, data: list[Data], lines: _Lines) -> None:
        self._text = text
        self._data = data
        self._lines = lines
        self._made: dict[int, Node] = {}

    @cached_property
    def _parts(self) -> list[tuple[int, int]]:
        return list(self._text.parts(self._lines, "-"))

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        if number not in self._made:
            self._made[number] = self._text.item(self._data[number], *self._parts[number])
        return self._made[number]

    def __len__(self) -> int:
        return len(self._data)


def _text(data: str, value: str, start: At) -> Scalar:
    """A text on one line, of which quotes are no part."""
    as_it_reads = len(data) == len(value)
    return Scalar(data, start, None if as_it_reads else At(start.line, start.column + len(value)))


def _in_brackets(data: list[Data] | dict[str, Data], value: str, start: At) -> Node:
    """A list or mapping on one line."""

    def at(offset: int) -> At:
        return At(start.line, start.column + offset)

    if len(value) == len("[]"):
        whole = start, at(len(value))
        return Sequence(data, [], *whole) if isinstance(data, list) else Mapping(data, {}, *whole)
    node: Node | None = None
    opened: list[_Bracket] = []
    for match in PART.finditer(value):
        name = match[1]
        key = Scalar(name, at(match.start(1)), None) if name else None
        part = opened[-1].part(name) if opened else data
        if match[2]:
            opened.append(_Bracket(part, key, at(match.start(2)), []))
            continue
        group = 3 if match[3] else 4
        text = _text(cast("str", part), match[group].rstrip(), at(match.start(group)))
        opened[-1].nodes.append((key, text))
        for sign in re.finditer(r"[\]}]", match[5] or ""):
            closed = opened.pop()
            node = closed.node(at(match.start(5) + sign.end()))
            if opened:
                opened[-1].nodes.append((closed.key, node))
    return cast("Node", node)


class _Bracket(NamedTuple):
    """A list or mapping in brackets that is not closed yet."""

    data: Data
    key: Scalar | None
    start: At
    nodes: list[tuple[Scalar | None, Node]]

    def part(self, key: str | None) -> Data:
        """The part of it that comes next."""
        return (
            self.data[len(self.nodes)] if isinstance(self.data, list) else cast("dict[str, Data]", self.data)[key or ""]
        )

    def node(self, end: At) -> Node:
        """It as a node that ends there."""
        if isinstance(self.data, list):
            return Sequence(self.data, [node for _, node in self.nodes], self.start, end)
        entries = {key.data: (key, node) for key, node in self.nodes if key}
        return Mapping(cast("dict[str, Data]", self.data), entries, self.start, end)
