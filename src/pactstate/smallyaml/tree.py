"""Tree of a text: its data, its faults, and nodes with positions."""

from __future__ import annotations

import bisect
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final, Generic, TypeAlias, TypeVar, overload

import attrs

from pactstate.smallyaml.faults import Span, YamlFault

__all__ = [
    "UNKNOWN_END",
    "Data",
    "Entries",
    "Entry",
    "FoundNode",
    "Items",
    "KeyPath",
    "MappingNode",
    "Node",
    "NodePath",
    "Offsets",
    "Places",
    "ScalarNode",
    "SequenceNode",
    "Tree",
    "find_node",
    "is_in_text",
    "root_of",
    "text_spans",
]

NodePath = tuple[str | int, ...]
"""Keys and indices that lead from the root to a node, as in ``("history", 3, "date")``."""
KeyPath = tuple[str | None, ...]
"""Keys that lead from the root to values, as in ``("history", None, "date")``; None stands for any item of a list."""

Data = str | list["Data"] | dict[str, "Data"]
"""Texts, lists and mappings without positions."""


class Places:
    """Places of a text: lines and columns of its offsets."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def span(self, start: int, end: int) -> Span:
        """Return the span from one offset to another.

        The offset behind the end of the text is the beginning of a further line.
        """
        if not self._starts:
            # Computed when first used: a text without findings needs no place.
            lines = (match.end() for match in re.finditer("\n", self._text))
            self._starts = [0, *lines, len(self._text) + 1, sys.maxsize]
        starts = self._starts
        line = bisect.bisect_right(starts, start)
        last = line if end < starts[line] else bisect.bisect_right(starts, end)
        return line, start - starts[line - 1] + 1, last, end - starts[last - 1] + 1


# Nodes are not frozen: a file may have 200,000, and one that is frozen takes three times as long to make.
@attrs.define(eq=False, repr=False, weakref_slot=False)
class ScalarNode:
    """A text with its position."""

    data: str
    places: Places
    start: int
    """Offset at which it starts, with its quotes."""
    end: int
    """Offset behind it."""

    @property
    def span(self) -> Span:
        """Place of the text, with its quotes."""
        return self.places.span(self.start, self.end)


@attrs.define(eq=False, repr=False, weakref_slot=False)
class SequenceNode:
    """A list with its position."""

    data: list[Data]
    items: Sequence[Node]
    places: Places
    start: int
    """Offset at which it starts, with its bracket."""
    end: int
    """Offset behind it."""

    @property
    def span(self) -> Span:
        """Place of the list, with its brackets."""
        return self.places.span(self.start, self.end)


@attrs.define(eq=False, repr=False, weakref_slot=False)
class MappingNode:
    """A mapping with its position. A key that comes twice has its first value."""

    data: dict[str, Data]
    entries: Mapping[str, Entry]
    """Nodes of the keys and values, by key."""
    places: Places
    start: int
    """Offset at which it starts, with its bracket."""
    end: int
    """Offset behind it."""

    @property
    def span(self) -> Span:
        """Place of the mapping, with its brackets."""
        return self.places.span(self.start, self.end)


Node = ScalarNode | SequenceNode | MappingNode
Entry = tuple[ScalarNode, Node]
"""Key of a mapping and its value."""

_Part = TypeVar("_Part")
"""Parts of a value from which its node is built."""


_MAX_KEPT: Final = 10_000
"""Nodes of a list or a mapping that are kept for the next use. Those of 30,000 entries would take 40 MB, and a report
lists no more than 10,000 findings."""


class Entries(Mapping[str, Entry], Generic[_Part]):
    """Entries of a mapping, each built when it is used."""

    def __init__(
        self,
        data: dict[str, Data],
        parts: Callable[[], Iterable[_Part]],
        build: Callable[[str, Data, _Part], Entry],
    ) -> None:
        self._data = data
        self._find_parts = parts
        self._build = build
        self._built: dict[str, Entry] = {}

    @cached_property
    def _parts(self) -> dict[str, _Part]:
        return dict(zip(self._data, self._find_parts(), strict=True))

    def __getitem__(self, key: str) -> Entry:
        built = self._built.get(key)
        if built is None:
            if len(self._built) == _MAX_KEPT:
                self._built.clear()
            built = self._built[key] = self._build(key, self._data[key], self._parts[key])
        return built

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class Items(Sequence["Node"], Generic[_Part]):
    """Items of a list, each built when it is used."""

    def __init__(
        self, data: list[Data], parts: Callable[[], Iterable[_Part]], build: Callable[[Data, _Part], Node]
    ) -> None:
        self._data = data
        self._find_parts = parts
        self._build = build
        self._built: dict[int, Node] = {}

    @cached_property
    def _parts(self) -> list[_Part]:
        return list(self._find_parts())

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> list[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | list[Node]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        built = self._built.get(index)
        if built is None:
            number = range(len(self))[index]
            if len(self._built) == _MAX_KEPT:
                self._built.clear()
            built = self._built[number] = self._build(self._data[number], self._parts[number])
        return built

    def __len__(self) -> int:
        return len(self._data)


@attrs.frozen(eq=False, repr=False)
class Tree:
    """Result of reading a text: data, faults, and nodes with positions on demand."""

    data: Data | None
    """None if the text holds no value."""
    build_root: Callable[[], Node]
    """Returns the node of the data."""
    faults: tuple[YamlFault, ...]
    """Faults of the YAML."""
    complete: bool
    """Whether the text was read to its end."""
    scalar_faults: tuple[YamlFault, ...] = ()
    """Faults of single texts in a valid YAML text, such as an ambiguous word."""
    marker_spans: tuple[Span, ...] = ()
    """Places of the scalars that hold the marker, in the order of the text, with those that ``data`` omits."""
    character_faults: tuple[YamlFault, ...] = ()
    """Suspicious characters, such as controls. The data holds U+FFFD in their place."""

    @cached_property
    def root(self) -> Node | None:
        """Root node of the data. Built when first used, since most callers need no positions."""
        return None if self.data is None else self.build_root()

    def with_character_faults(self, faults: tuple[YamlFault, ...]) -> Tree:
        """Return the tree with the suspicious characters of its text."""
        return attrs.evolve(self, character_faults=faults) if faults else self


Offsets: TypeAlias = "array[int]"
"""Offsets of the start and the end of every node, in the order of the text, a key before its value. Behind those of a
list or a mapping stands the index of the offsets that follow its last value."""
UNKNOWN_END: Final = 0
"""Index behind a list or a mapping that was not read to its end: nothing follows it."""


_MAX_BUILT_AT_ONCE: Final = 16
"""Values of a list or a mapping up to which all their nodes are built at once, which takes less memory."""
_MAX_LEVELS_AT_ONCE: Final = 12


def root_of(data: Data, offsets: Offsets, places: Places) -> Node:
    """Return the data as a node. Most nodes below it are built when they are used: a file may have very many."""
    return _Nodes(offsets, places).node(data, 0)


# Functions within a function that call each other would refer to each other, so that the text of a file stayed in
# memory until a garbage collection.
class _Nodes:
    """Nodes of a text, by the index of their offsets."""

    __slots__ = ("_offsets", "_places")

    def __init__(self, offsets: Offsets, places: Places) -> None:
        self._offsets = offsets
        self._places = places

    def node(self, data: Data, index: int, levels: int = 0) -> Node:
        """Return a value as a node. ``levels`` is the number of nodes above it that are built at once with it."""
        offsets, places = self._offsets, self._places
        start, end = offsets[index], offsets[index + 1]
        if isinstance(data, str):
            return ScalarNode(data, places, start, end)
        is_built = len(data) <= _MAX_BUILT_AT_ONCE and levels < _MAX_LEVELS_AT_ONCE
        if isinstance(data, list):
            if not is_built:
                parts = partial(self.indices, data, index + 3, 0)
                return SequenceNode(data, Items(data, parts, self.node), places, start, end)
            items: list[Node] = []
            index += 3
            for item in data:
                items.append(self.node(item, index, levels + 1))
                index = index + 2 if isinstance(item, str) else offsets[index + 2]
            return SequenceNode(data, items, places, start, end)
        if not is_built:
            parts = partial(self.indices, data.values(), index + 3, 2)
            return MappingNode(data, Entries(data, parts, self.entry), places, start, end)
        entries: dict[str, Entry] = {}
        index += 5
        for key, value in data.items():
            entries[key] = self.entry(key, value, index, levels + 1)
            index = index + 4 if isinstance(value, str) else offsets[index + 2] + 2
        return MappingNode(data, entries, places, start, end)

    def entry(self, key: str, data: Data, index: int, levels: int = 0) -> Entry:
        """Return a key and its value as nodes, given the index of the value."""
        offsets = self._offsets
        return ScalarNode(key, self._places, offsets[index - 2], offsets[index - 1]), self.node(data, index, levels)

    def indices(self, values: Iterable[Data], index: int, before: int) -> Iterator[int]:
        """Yield the index of the offsets of each value; ``before`` is the number of offsets of a key."""
        for value in values:
            index += before
            yield index
            index = index + 2 if isinstance(value, str) else self._offsets[index + 2]


@attrs.frozen(eq=False, repr=False)
class FoundNode:
    """Node at the end of a path, with the places to underline."""

    node: Node
    _key: ScalarNode | None

    @property
    def key_span(self) -> Span:
        """Place of the key; that of the value, where there is no key."""
        return self.value_span if self._key is None else self._key.span

    @property
    def value_span(self) -> Span:
        """Place of the value; that of the key for an absent value, which has no width."""
        value = _underlined(self.node)
        return self._key.span if self._key is not None and value[:2] == value[2:] else value


def find_node(root: Node, path: NodePath) -> FoundNode:
    """Return the node at a path, or the nearest node above if the path leads nowhere.

    An index into a value that is no list stays at the value, since one value may stand for a list with one item.
    """
    node, name = root, None
    for part in path:
        if isinstance(node, MappingNode) and part in node.data:
            name, node = node.entries[part]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.data):
            node, name = node.items[part], None
        elif isinstance(node, ScalarNode) or isinstance(part, str):
            break
    return FoundNode(node, name)


def _underlined(node: Node) -> Span:
    """Return the place to underline for a node: of a collection the first key or item, since its end lies far below."""
    while not isinstance(node, ScalarNode):
        if isinstance(node, MappingNode):
            if not node.entries:
                break
            node = next(iter(node.entries.values()))[0]
        elif node.items:
            node = node.items[0]
        else:
            break
    return node.span


def text_spans(node: Node) -> list[Span]:
    """Return the places of all keys and texts, in the order of the text."""
    found: list[Span] = []
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, MappingNode):
            pending += (part for entry in one.entries.values() for part in entry)
        elif isinstance(one, SequenceNode):
            pending += one.items
        else:
            found.append(one.span)
    return sorted(found)


_BLOCK_HEAD: Final = r"[|>][-+0-9]*[ \t]+"
"""First line of a text in block style, behind which a comment may stand."""


def is_in_text(texts: Sequence[Span], lines: Sequence[str], line: int, column: int) -> bool:
    """Return whether a place is in a text, and not between the texts or in a comment.

    Args:
        texts: Places of the texts, in order.
        lines: Lines of the file.
        line: Line, from 1.
        column: Column, from 1.
    """
    before = bisect.bisect_right(texts, (line, column), key=_start)
    if not before or (line, column) >= texts[before - 1][2:]:
        return False
    start = _start(texts[before - 1])
    head = lines[line - 1][start[1] - 1 : column - 1] if line == start[0] else ""
    return not re.fullmatch(_BLOCK_HEAD, head)


def _start(span: Span) -> tuple[int, int]:
    return span[:2]
