"""Where things stand in a text that was read the short way: found out for what is asked for, and no further.

Nothing is said here of whether the text is right: it was read without a fault, as these rows. So a key of the file
itself stands at the beginning of a line, as nothing else does, and the rows of its value are all that follow to the
next one.
"""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple, cast, overload

from pactstate.reading.nodes import At, Data, Mapping, Node, Scalar, Sequence
from pactstate.reading.rows import BEFORE, PART

__all__ = ["placed_rows"]

_NEXT: Final = re.compile(r"\n(?=\w)")
"""What precedes a key of the file itself."""


def placed_rows(text: str, rows: re.Pattern[str], data: dict[str, Data]) -> Mapping:
    """The data of a text as nodes; ``rows`` are those as which it was read, without a fault."""
    first = cast("re.Match[str]", BEFORE.match(text)).end()
    start = At(text.count("\n", 0, first), 0)
    return Mapping(data, _Top(text, rows, data, first), start, At(text.count("\n"), 0))


_Entry = tuple[Scalar, Node]


class _Top(abc.Mapping[str, _Entry]):
    """The entries of the file itself."""

    def __init__(self, text: str, rows: re.Pattern[str], data: dict[str, Data], first: int) -> None:
        self._text = text
        self._rows = rows
        self._data = data
        self._first = first
        self._made: dict[str, _Entry] = {}

    def __getitem__(self, key: str) -> _Entry:
        if key not in self._made:
            self._made[key] = self._make(key, self._data[key])
        return self._made[key]

    def _make(self, key: str, value: Data) -> _Entry:
        start = self._first
        if not self._text.startswith(f"{key}:", start):
            start = self._text.index(f"\n{key}:", start) + 1
        following = _NEXT.search(self._text, start)
        end = following.end() if following else len(self._text)
        rows = _Rows(self._text, start, list(self._rows.finditer(self._text, start, end)), end)
        return rows.entry(key, value, 0, len(rows.matches))

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _Rows:
    """Some rows that follow each other, as matches."""

    def __init__(self, text: str, start: int, matches: list[re.Match[str]], end: int) -> None:
        self._text = text
        self._counted = start, text.count("\n", 0, start)
        """The place that was asked for last, and its line. From there to the next one it is mostly not far."""
        self._end = end
        self.matches = matches

    def entry(self, key: str, data: Data, number: int, last: int) -> _Entry:
        """The key in a row, and its value, which ends before another row."""
        match = self.matches[number]
        return Scalar(key, self._at(match, match.start(2)), None), self._value(data, number, last)

    def mapping(self, data: dict[str, Data], first: int, last: int) -> Mapping:
        """The mapping whose first key stands in a row, and which ends before another."""
        match = self.matches[first]
        return Mapping(data, _Entries(self, data, first, last), self._at(match, match.start(2)), self._beginning(last))

    def _sequence(self, data: list[Data], first: int, last: int) -> Sequence:
        items = _Items(self, data, first, last)
        return Sequence(data, items, self._beginning(first), self._beginning(last))

    def _at(self, match: re.Match[str], offset: int) -> At:
        """A place on the first line of a row."""
        start = match.start()
        return At(self._line(start), offset - start)

    def _line(self, offset: int) -> int:
        known, line = self._counted
        line += self._text.count("\n", known, offset) if known < offset else -self._text.count("\n", offset, known)
        self._counted = offset, line
        return line

    def _beginning(self, number: int) -> At:
        """Where a row begins, or what follows the last one."""
        if number == len(self.matches):
            return At(self._line(self._end), 0)
        match = self.matches[number]
        dash = match[1].find("-")
        return self._at(match, match.end(1) if dash < 0 else match.start() + dash)

    def starts_of_entries(self, first: int, last: int) -> list[int]:
        """The rows with the keys of a mapping."""
        column = len(self.matches[first][1])
        blank = " " * column
        # The first key may stand behind a dash; where a later one does, that is an item of a list below.
        return [first, *(number for number in range(first + 1, last) if self.matches[number][1] == blank)]

    def starts_of_items(self, first: int, last: int) -> list[int]:
        """The rows with the dashes of a list."""
        dash = self.matches[first][1].find("-")
        return [number for number in range(first, last) if self.matches[number][1].find("-") == dash]

    def item(self, data: Data, number: int, last: int) -> Node:
        """The item of a list that begins in a row."""
        if self.matches[number][2]:
            return self.mapping(cast("dict[str, Data]", data), number, last)
        return self._value(data, number, last)

    def _value(self, data: Data, number: int, last: int) -> Node:
        """The value that begins in a row, or in the rows below it."""
        match = self.matches[number]
        group = 3 if match[3] else 4
        value = match[group]
        if not value:
            if isinstance(data, list):
                return self._sequence(data, number + 1, last)
            if isinstance(data, dict):
                return self.mapping(data, number + 1, last)
            return Scalar(data, self._at(match, match.end(2) + 1), None)
        start = self._at(match, match.start(group))
        if not isinstance(data, str):
            return _in_brackets(data, value, start)
        if match[5]:
            below = match.end(4)
            while self._text.startswith("\n", below):
                below += 1
            return Scalar(data, start, At(start.line + self._text.count("\n", match.start(4), below), 0))
        return _text(data, value, start)


class _Entries(abc.Mapping[str, _Entry]):
    """The entries of a mapping in some rows, each made when it is asked for."""

    def __init__(self, rows: _Rows, data: dict[str, Data], first: int, last: int) -> None:
        self._rows = rows
        self._data = data
        self._first = first
        self._last = last
        self._made: dict[str, _Entry] = {}

    @cached_property
    def _ranges(self) -> dict[str, tuple[int, int]]:
        """The row of each key, and the one that follows its value."""
        starts = self._rows.starts_of_entries(self._first, self._last)
        return dict(zip(self._data, zip(starts, [*starts[1:], self._last], strict=True), strict=True))

    def __getitem__(self, key: str) -> _Entry:
        if key not in self._made:
            self._made[key] = self._rows.entry(key, self._data[key], *self._ranges[key])
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _Items(abc.Sequence[Node]):
    """The items of a list in some rows, each made when it is asked for."""

    def __init__(self, rows: _Rows, data: list[Data], first: int, last: int) -> None:
        self._rows = rows
        self._data = data
        self._first = first
        self._last = last
        self._made: dict[int, Node] = {}

    @cached_property
    def _starts(self) -> list[int]:
        """The rows with the items, and the one that follows."""
        return [*self._rows.starts_of_items(self._first, self._last), self._last]

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        if number not in self._made:
            self._made[number] = self._rows.item(self._data[number], self._starts[number], self._starts[number + 1])
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
        name, within = match[1], opened[-1] if opened else None
        key = Scalar(name, at(match.start(1)), None) if name else None
        part = within.part(name) if within else data
        if match[2]:
            opened.append(_Bracket(part, key, at(match.start(2)), []))
            continue
        if within:
            group = 3 if match[3] else 4
            within.nodes.append((key, _text(cast("str", part), match[group].rstrip(), at(match.start(group)))))
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
