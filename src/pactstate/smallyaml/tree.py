"""Tree of a text: its data, its faults, and nodes with positions."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeAlias, TypeVar, cast, overload

import attrs

from pactstate.smallyaml.faults import Span, YamlFault

if TYPE_CHECKING:
    import yaml
    from yaml._yaml import Mark as CMark

__all__ = [
    "UNKNOWN_END",
    "Data",
    "Entries",
    "Entry",
    "FoundNode",
    "Items",
    "LineColumn",
    "MappingNode",
    "Mark",
    "Marks",
    "Node",
    "NodePath",
    "ScalarNode",
    "SequenceNode",
    "Tree",
    "find_node",
    "is_in_text",
    "root_of",
    "span_between",
    "text_spans",
]

NodePath = tuple[str | int, ...]
"""Keys and indices that lead from the root to a node, as in ``("history", 3, "date")``."""

Data = str | list["Data"] | dict[str, "Data"]
"""Texts, lists and mappings without positions."""


class LineColumn(NamedTuple):
    """Line and column, counted from 0."""

    line: int
    column: int


# The parser always gives a mark; its stubs allow None for events that a program makes.
Mark: TypeAlias = "LineColumn | yaml.Mark | CMark | None"
"""LineColumn as the parser or the line reader gives it."""


@attrs.frozen(eq=False, repr=False)
class ScalarNode:
    """A text with its position."""

    data: str
    _start: Mark
    _end: Mark
    """None if the file holds the text on one line, character by character."""

    @property
    def span(self) -> Span:
        """Place of the text, with its quotes."""
        if self._end is not None:
            return span_between(self._start, self._end)
        line, column, *_ = span_between(self._start, self._start)
        return line, column, line, column + len(self.data)


@attrs.frozen(eq=False, repr=False)
class SequenceNode:
    """A list with its position."""

    data: list[Data]
    items: Sequence[Node]
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        """Place of the list, with its brackets."""
        return span_between(self._start, self._end)


@attrs.frozen(eq=False, repr=False)
class MappingNode:
    """A mapping with its position. A key that comes twice has its first value."""

    data: dict[str, Data]
    entries: Mapping[str, Entry]
    """Nodes of the keys and values, by key."""
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        """Place of the mapping, with its brackets."""
        return span_between(self._start, self._end)


Node = ScalarNode | SequenceNode | MappingNode
Entry = tuple[ScalarNode, Node]
"""Key of a mapping and its value."""

_Part = TypeVar("_Part")
"""Parts of a value from which its node is built."""


class Entries(Mapping[str, Entry], Generic[_Part]):
    """Entries of a mapping, each built when first used."""

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
        if key not in self._built:
            self._built[key] = self._build(key, self._data[key], self._parts[key])
        return self._built[key]

    def __contains__(self, key: object) -> bool:
        return key in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class Items(Sequence["Node"], Generic[_Part]):
    """Items of a list, each built when first used."""

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
        number = range(len(self))[index]
        if number not in self._built:
            self._built[number] = self._build(self._data[number], self._parts[number])
        return self._built[number]

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


Marks: TypeAlias = "list[Mark | int]"
"""Start and end of every node, in the order of the text, a key before its value. Behind those of a list or a mapping
stands the index of the marks that follow its last value."""
UNKNOWN_END: Final = 0
"""Index behind a list or a mapping that was not read to its end: nothing follows it."""


_MAX_BUILT_AT_ONCE: Final = 16
"""Values of a list or a mapping up to which all their nodes are built at once, which takes less memory."""
_MAX_LEVELS_AT_ONCE: Final = 12


def root_of(data: Data, marks: Marks) -> Node:
    """Return the data as a node. Most nodes below it are built when they are first used: a file may have very many."""

    def node(data: Data, index: int, levels: int = 0) -> Node:
        # The first two are marks. A cast would be a call, and a file may have 200,000 values.
        start: Mark = marks[index]  # type: ignore[assignment]  # as above
        end: Mark = marks[index + 1]  # type: ignore[assignment]  # as above
        if isinstance(data, str):
            return ScalarNode(data, start, end)
        is_built = len(data) <= _MAX_BUILT_AT_ONCE and levels < _MAX_LEVELS_AT_ONCE
        if isinstance(data, list):
            places = partial(indices, data, index + 3, 0)
            if is_built:
                return SequenceNode(
                    data, [node(one, at, levels + 1) for one, at in zip(data, places(), strict=True)], start, end
                )
            return SequenceNode(data, Items(data, places, node), start, end)
        places = partial(indices, data.values(), index + 3, 2)
        if is_built:
            entries = {
                key: entry(key, one, at, levels + 1) for (key, one), at in zip(data.items(), places(), strict=True)
            }
            return MappingNode(data, entries, start, end)
        return MappingNode(data, Entries(data, places, entry), start, end)

    def entry(key: str, data: Data, index: int, levels: int = 0) -> Entry:
        name = ScalarNode(key, marks[index - 2], marks[index - 1])  # type: ignore[arg-type]  # as above
        return name, node(data, index, levels)

    def indices(values: Iterable[Data], index: int, before: int) -> Iterator[int]:
        """Yield the index of the marks of each value; ``before`` is the number of marks of a key."""
        for value in values:
            index += before
            yield index
            index = index + 2 if isinstance(value, str) else cast("int", marks[index + 2])

    return node(data, 0)


def span_between(start: Mark, end: Mark) -> Span:
    """Return the span from one mark to another."""
    # The parser always gives marks. A cast would be a call, and every finding asks for a position or two.
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1  # type: ignore[union-attr]  # as above


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
        if isinstance(node, MappingNode) and part in node.entries:
            name, node = node.entries[str(part)]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
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
