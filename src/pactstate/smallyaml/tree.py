"""Tree of a text: its data, its faults, and nodes with positions."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

import attrs

from pactstate.smallyaml.faults import Span, YamlFault

if TYPE_CHECKING:
    import yaml
    from yaml._yaml import Mark as CMark

__all__ = [
    "Data",
    "FoundNode",
    "LineColumn",
    "MappingNode",
    "Mark",
    "Node",
    "NodePath",
    "ScalarNode",
    "SequenceNode",
    "Tree",
    "build_nodes",
    "find_node",
    "is_in_text",
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
    entries: Mapping[str, tuple[ScalarNode, Node]]
    """Nodes of the keys and values, by key."""
    _start: Mark
    _end: Mark

    @property
    def span(self) -> Span:
        """Place of the mapping, with its brackets."""
        return span_between(self._start, self._end)


Node = ScalarNode | SequenceNode | MappingNode


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
    longest_collection: int = 0
    """Number of items of the longest list or mapping."""
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


def build_nodes(data: Data, marks: Iterable[Mark]) -> Node:
    """Return the data as nodes.

    ``marks`` holds the start and the end of every node, in the order of the text. A key comes before its value.
    """
    following = iter(marks)

    def begin(data: Data) -> Node:
        start, end = next(following), next(following)
        if isinstance(data, str):
            return ScalarNode(data, start, end)
        return SequenceNode(data, [], start, end) if isinstance(data, list) else MappingNode(data, {}, start, end)

    root = begin(data)
    # A stack instead of recursion: a file may nest deeper than Python's stack allows.
    pending = [] if isinstance(root, ScalarNode) else [(root, _children(root.data))]
    while pending:
        above, children = pending[-1]
        for key, child in children:
            if isinstance(above, MappingNode):
                name = ScalarNode(key, next(following), next(following))
                node = begin(child)
                cast("dict[str, tuple[ScalarNode, Node]]", above.entries)[key] = name, node
            else:
                node = begin(child)
                cast("list[Node]", above.items).append(node)
            if not isinstance(node, ScalarNode):
                pending.append((node, _children(node.data)))
                break
        else:
            pending.pop()
    return root


def _children(data: list[Data] | dict[str, Data]) -> Iterator[tuple[str, Data]]:
    """Return the values of a mapping with their keys, or the items of a list with empty keys."""
    return iter(data.items()) if isinstance(data, dict) else (("", item) for item in data)


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


_BLOCK_HEAD: Final = re.compile(r"[|>][-+0-9]*[ \t]+")
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
    return not _BLOCK_HEAD.fullmatch(head)


def _start(span: Span) -> tuple[int, int]:
    return span[:2]
