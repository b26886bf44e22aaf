"""Layout of a text: its lines, where its values end, and the style of its neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from pactstate.fileformat.write import Style
from pactstate.smallyaml import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["Edit", "Layout", "Lines", "inserted"]

_SAMPLE: Final = 50
"""Number of values whose quotes are looked at."""


@attrs.frozen
class Edit:
    """Text to insert at an offset of a file's text, in characters."""

    offset: int
    text: str


def inserted(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits, whose offsets count in the text as it was.

    >>> inserted("[a]", [Edit(2, ", b")])
    '[a, b]'
    """
    parts: list[str] = []
    end = 0
    for edit in sorted(edits, key=lambda one: one.offset):
        parts += [text[end : edit.offset], edit.text]
        end = edit.offset
    return "".join([*parts, text[end:]])


@attrs.frozen
class Lines:
    """Lines of a text, from the first to the last."""

    first: int
    last: int
    texts: Sequence[str]


class Layout:
    """Lines of a text, and the offsets of places in it. Lines and columns are counted from 1, as in spans."""

    def __init__(self, text: str) -> None:
        """Split a text into its lines."""
        self._lines = text.split("\n")
        self._starts = list(itertools.accumulate((len(line) + 1 for line in self._lines), initial=0))
        self._line_end = "\r\n" if self._lines[0].endswith("\r") else "\n"

    def start(self, node: Node) -> int:
        """Return the offset at which a value begins."""
        return self._offset(*node.span[:2])

    def end(self, node: Node) -> int:
        """Return the offset at which a value in flow style, or a text, ends."""
        return self._offset(*node.span[2:])

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column - 1

    def _first_character(self, node: Node) -> str:
        line, column, *_ = node.span
        return self._lines[line - 1][column - 1 : column]

    def is_flow(self, node: Node) -> bool:
        """Return whether a list or mapping is written in brackets."""
        return self._first_character(node) in ("[", "{")

    def after(self, line: int, new: Iterable[str]) -> Edit:
        """Return the edit that inserts lines after a line; a text without a final line end stays one."""
        end = self._starts[line - 1] + len(self._lines[line - 1].rstrip("\r"))
        return Edit(end, "".join(f"{self._line_end}{one}" for one in new))

    def above(self, line: int, comments: Iterable[str]) -> Edit:
        """Return the edit that inserts comments above a line, at its indentation."""
        text = self._lines[line - 1]
        indent = text[: len(text) - len(text.lstrip(" "))]
        return Edit(self._starts[line - 1], "".join(f"{indent}{one}{self._line_end}" for one in comments))

    def shifted(self, first: int, last: int, blanks: int) -> Iterator[Edit]:
        """Yield the edits that indent lines further; empty lines stay empty."""
        for line in range(first, last + 1):
            if self._lines[line - 1].rstrip("\r"):
                yield Edit(self._starts[line - 1], " " * blanks)

    def into_flow(self, node: MappingNode | SequenceNode, last: Node | None, new: str) -> Edit:
        """Return the edit that inserts a text behind the last value in brackets."""
        return Edit(self.end(last), f", {new}") if last else Edit(self.start(node) + 1, new)

    def last_line(self, node: Node) -> int:
        """Return the last line of a value, without blank lines and comments below it."""
        while not isinstance(node, ScalarNode) and not self.is_flow(node):
            node = node.items[-1] if isinstance(node, SequenceNode) else list(node.entries.values())[-1][1]
        line, column = node.span[2:]
        if self._first_character(node) in ("|", ">"):
            # The parser ends such a text before the next line that does not belong to it.
            line -= column == 1
            if "+" not in self._lines[node.span[0] - 1][node.span[1] : node.span[1] + 2]:
                while self._is_blank(line):
                    line -= 1
        return line

    def with_comments(self, line: int, column: int) -> int:
        """Return the last of the comment lines right below a line that are indented beyond a column; else the line."""
        for text in self._lines[line:]:
            if not text.lstrip(" ").startswith("#") or len(text) - len(text.lstrip(" ")) < column:
                break
            line += 1
        return line

    def lines_of_item(self, item: Node, *, blank_above: bool = False) -> Lines:
        """Return the lines of an item of a list in block style, with the blank lines below it, or with those above."""
        first, last = item.span[0], self.last_line(item)
        while blank_above and self._is_blank(first - 1):
            first -= 1
        while not blank_above and last < len(self._lines) - 1 and self._is_blank(last + 1):
            last += 1
        return Lines(first, last, self._lines[first - 1 : last])

    def _is_blank(self, line: int) -> bool:
        return not self._lines[line - 1].strip()

    def are_apart(self, first: Node, second: Node) -> bool:
        """Return whether there is a blank line between a value and the next value or key."""
        return any(self._is_blank(line) for line in range(self.last_line(first) + 1, second.span[0]))

    def style(self, root: MappingNode, node: Node) -> Style:
        """Return the style of a value and its surroundings."""
        names, values = _names_and_values(node)
        if not names:
            names = _names_and_values(root)[0]
        collections = (value for value in _children(root) if not isinstance(value, ScalarNode))
        columns = (value.span[1] - 1 for value in collections if not self.is_flow(value))
        return Style(next(columns, 0) or 2, self._quotes(values), self._quotes(names))

    def _quotes(self, nodes: Sequence[ScalarNode]) -> str:
        """Return the quote that all of the texts have."""
        firsts = {self._first_character(node) for node in nodes} - {"|", ">"}
        return firsts.pop() if firsts in ({'"'}, {"'"}) else ""


def _names_and_values(node: Node) -> tuple[list[ScalarNode], list[ScalarNode]]:
    """Return the keys and the texts in a value, up to a number that shows their style."""
    names: list[ScalarNode] = []
    values: list[ScalarNode] = []
    pending: list[Node] = [node]
    while pending and len(values) < _SAMPLE:
        one = pending.pop()
        if isinstance(one, ScalarNode):
            values.append(one)
        else:
            pending += itertools.islice(_children(one), _SAMPLE)
            if isinstance(one, MappingNode):
                names += [name for name, _ in one.entries.values()]
    return names, values


def _children(node: MappingNode | SequenceNode) -> Iterator[Node]:
    return iter(node.items) if isinstance(node, SequenceNode) else (value for _, value in node.entries.values())
