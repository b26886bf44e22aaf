"""Where things stand in a text that was read the short way: found out for what is asked for, and no further."""

from __future__ import annotations

import re
from collections import abc
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple, cast, overload

from pactstate.reading.nodes import At, Data, Mapping, Node, Scalar, Sequence
from pactstate.reading.rows import BEFORE, PART

__all__ = ["placed_rows"]


class _Placed(NamedTuple):
    """A row of the text, with what it begins with."""

    line: int
    column: int
    """Of its key, or of its value if it has none."""
    dash: int
    """The column of its dash; -1 if it has none."""
    key: str
    value: str
    """What stands behind the key on its line, and on those below it if it goes on there."""
    value_column: int
    is_block: bool
    end: int
    """The line that follows a text on lines of its own, and the empty ones below it."""


def placed_rows(text: str, rows: re.Pattern[str], data: dict[str, Data]) -> Mapping:
    """The data of a text as nodes; ``rows`` are those as which it was read, without a fault."""
    placed = _Rows(list(_placed(text, rows)), At(text.count("\n"), 0))
    return placed.mapping(data, 0, len(placed.rows))


def _placed(text: str, rows: re.Pattern[str]) -> Iterator[_Placed]:
    at = line = 0
    for match in rows.finditer(text, cast("re.Match[str]", BEFORE.match(text)).end()):
        start = match.start()
        line += text.count("\n", at, start)
        at = start
        lead, key, plain, other, indent = match.groups("")
        value_start = match.start(3) if plain else match.start(4)
        end = line
        if indent:
            below = match.end(4)
            while text.startswith("\n", below):
                below += 1
            end += text.count("\n", start, below)
        yield _Placed(line, len(lead), lead.find("-"), key, plain or other, value_start - start, bool(indent), end)


class _Rows:
    """The rows of a text, and the end of it."""

    def __init__(self, rows: list[_Placed], end: At) -> None:
        self.rows = rows
        self._end = end

    def mapping(self, data: dict[str, Data], first: int, last: int) -> Mapping:
        """The mapping whose first key stands in a row, and which ends before another."""
        row = self.rows[first]
        entries = _Entries(lambda: self._entries(data, first, last))
        return Mapping(data, entries, At(row.line, row.column), self._beginning(last))

    def _sequence(self, data: list[Data], first: int, last: int) -> Sequence:
        row = self.rows[first]
        items = _Items(lambda: self._items(data, first, last))
        return Sequence(data, items, At(row.line, row.dash), self._beginning(last))

    def _beginning(self, number: int) -> At:
        """Where a row begins, or the text ends."""
        if number == len(self.rows):
            return self._end
        row = self.rows[number]
        return At(row.line, row.column if row.dash < 0 else row.dash)

    def _entries(self, data: dict[str, Data], first: int, last: int) -> dict[str, tuple[Scalar, Node]]:
        column = self.rows[first].column
        # The first key may stand behind a dash; where a later one does, that is an item of a list below.
        starts = [first]
        starts += (k for k in range(first + 1, last) if self.rows[k].column == column and self.rows[k].dash < 0)
        entries: dict[str, tuple[Scalar, Node]] = {}
        for start, end in zip(starts, [*starts[1:], last], strict=True):
            row = self.rows[start]
            key = Scalar(row.key, At(row.line, row.column), None)
            entries[row.key] = key, self._value(data[row.key], start, end)
        return entries

    def _items(self, data: list[Data], first: int, last: int) -> list[Node]:
        dash = self.rows[first].dash
        starts = [number for number in range(first, last) if self.rows[number].dash == dash]
        return [
            self.mapping(cast("dict[str, Data]", item), start, end)
            if self.rows[start].key
            else self._value(item, start, end)
            for item, start, end in zip(data, starts, [*starts[1:], last], strict=True)
        ]

    def _value(self, data: Data, number: int, last: int) -> Node:
        """The value that begins in a row, or in the rows below it."""
        row = self.rows[number]
        start = At(row.line, row.value_column)
        if not row.value:
            if isinstance(data, list):
                return self._sequence(data, number + 1, last)
            if isinstance(data, dict):
                return self.mapping(data, number + 1, last)
            return Scalar(data, At(row.line, row.column + len(row.key) + 1), None)
        if not isinstance(data, str):
            return _in_brackets(data, row.value, start)
        if row.is_block:
            return Scalar(data, start, At(row.end, 0))
        return _text(data, row.value, start)


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


class _Entries(abc.Mapping[str, tuple[Scalar, Node]]):
    """The entries of a mapping, made when the first one is asked for."""

    def __init__(self, make: Callable[[], dict[str, tuple[Scalar, Node]]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> dict[str, tuple[Scalar, Node]]:
        return self._make()

    def __getitem__(self, key: str) -> tuple[Scalar, Node]:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class _Items(abc.Sequence[Node]):
    """The items of a list, made when the first one is asked for."""

    def __init__(self, make: Callable[[], list[Node]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> list[Node]:
        return self._make()

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self._made)
