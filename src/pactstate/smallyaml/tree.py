"""Where everything stands: the data of a file as nodes, each with its place, and the way to one of them."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import attrs

from pactstate.smallyaml.faults import Span

if TYPE_CHECKING:
    import yaml
    from yaml._yaml import Mark as CMark

__all__ = ["At", "Data", "Found", "Mapping", "Mark", "Node", "Path", "Scalar", "Sequence", "between", "find", "placed"]

Path = tuple[str | int, ...]
"""The way to a node: keys and indices, as in ``("history", 3, "date")``."""

Data = str | list["Data"] | dict[str, "Data"]
"""Texts, lists and mappings without places."""


class At(NamedTuple):
    """A place, counted from 0."""

    line: int
    column: int


# The parser always gives a mark; its stubs allow for events that are made by hand.
Mark: TypeAlias = "At | yaml.Mark | CMark | None"
"""A place as the parser tells it, or as it was found without."""


@attrs.frozen(eq=False, repr=False)
class Scalar:
    """A text."""

    data: str
    _start: Mark
    _end: Mark
    """None if it stands there as it reads, on one line."""

    @property
    def span(self) -> Span:
        """Where it stands, with its quotes."""
        if self._end is not None:
            return between(self._start, self._end)
        line, column, *_ = between(self._start, self._start)
        return line, column, line, column + len(self.data)


@attrs.frozen(eq=False, repr=False)
class Sequence:
    """A list."""

    data: list[Data]
    items: abc.Sequence[Node]
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        """Where it stands, with its brackets."""
        return between(self._start, self._end)


@attrs.frozen(eq=False, repr=False)
class Mapping:
    """A mapping. A key that comes twice has its first value."""

    data: dict[str, Data]
    entries: abc.Mapping[str, tuple[Scalar, Node]]
    """The keys and values as nodes, by key."""
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        """Where it stands, with its brackets."""
        return between(self._start, self._end)


Node = Scalar | Sequence | Mapping


def placed(data: Data, marks: Iterable[Mark]) -> Node:
    """The data as nodes. The marks are their beginnings and ends in the order of the text, keys before their values."""
    following = iter(marks)

    def begun(data: Data) -> Node:
        start, end = next(following), next(following)
        if isinstance(data, str):
            return Scalar(data, start, end)
        return Sequence(data, [], start, end) if isinstance(data, list) else Mapping(data, {}, start, end)

    root = begun(data)
    pending = [] if isinstance(root, Scalar) else [(root, _parts(root.data))]
    while pending:
        above, parts = pending[-1]
        for key, part in parts:
            if isinstance(above, Mapping):
                name = Scalar(key, next(following), next(following))
                node = begun(part)
                cast("dict[str, tuple[Scalar, Node]]", above.entries)[key] = name, node
            else:
                node = begun(part)
                cast("list[Node]", above.items).append(node)
            if not isinstance(node, Scalar):
                pending.append((node, _parts(node.data)))
                break
        else:
            pending.pop()
    return root


def _parts(data: list[Data] | dict[str, Data]) -> Iterator[tuple[str, Data]]:
    """What a list or mapping holds, the former under no key."""
    return iter(data.items()) if isinstance(data, dict) else (("", item) for item in data)


def between(start: Mark, end: Mark) -> Span:
    """The stretch between two marks."""
    first, last = cast("yaml.Mark", start), cast("yaml.Mark", end)
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1


@attrs.frozen(eq=False, repr=False)
class Found:
    """Where a path leads: the node, and the stretches of text to point at for its key and for itself."""

    node: Node
    key: Span
    value: Span


def find(root: Node, path: Path) -> Found:
    """The node that a path leads to; the nearest one above, where it leads nowhere.

    An index into something that is no list stays where it is, since one value may stand for a list of one.
    """
    node, name = root, None
    for part in path:
        if isinstance(node, Mapping) and part in node.entries:
            name, node = node.entries[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node, name = node.items[part], None
        elif isinstance(node, Scalar) or isinstance(part, str):
            break
    value = _visible(node)
    if name is None:
        return Found(node, value, value)
    # An absent value has no width: its key is what a person would point at.
    return Found(node, name.span, name.span if value[:2] == value[2:] else value)


def _visible(node: Node) -> Span:
    """What to underline for a node: a collection is shown by its first key or item, since its end lies far below."""
    while not isinstance(node, Scalar):
        if isinstance(node, Mapping):
            if not node.entries:
                break
            node = next(iter(node.entries.values()))[0]
        elif node.items:
            node = node.items[0]
        else:
            break
    return node.span
