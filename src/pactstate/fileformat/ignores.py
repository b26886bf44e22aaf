"""Comments that silence findings: ``# pactstate: ignore[skipped-step, until=2027-01-31] the notes are not public``.

At the end of a line, such a comment covers that line. On a line of its own, it covers the entry or key that begins
below it. ``ignore-file`` covers the file. See docs/format.md, "Comments that silence a finding".
"""

from __future__ import annotations

import bisect
import operator
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, cast

import attrs

from pactstate.fileformat.document import NAME, Document, line_at
from pactstate.findings import Location
from pactstate.smallyaml import Node, ScalarNode, SequenceNode, Span, is_in_text

__all__ = ["WHOLE_FILE", "Ignore", "ignores"]

WHOLE_FILE: Final = "ignore-file"
"""Word of a comment that covers the whole file."""


@attrs.frozen
class Ignore:
    """Comment that silences findings, as written; :mod:`pactstate.checks.suppression` judges it."""

    location: Location
    """Location of the whole comment."""
    word: str
    """``ignore``, ``ignore-file``, or another word in their place."""
    rules: tuple[tuple[str, Location], ...]
    """Rules that it names, with their locations."""
    open: bool
    """Whether the bracket of the rules is not closed."""
    reason: str
    until: tuple[str, Location] | None
    """Last day on which it holds, as written, with its location."""
    trailing: bool
    """Whether that day is at the end of the reason, as in the first version of the format."""
    first: int
    """First line that it covers."""
    last: int
    """Last line that it covers; less than the first if it covers nothing."""
    excerpt: str = attrs.field(default="", eq=False, repr=False)
    """The whole line of the comment."""


# Lines may be 1 MiB long, so no pattern may backtrack.
_MARK: Final = re.compile(rf"(?:^|(?<=[ \t]))#+[ \t]*{NAME}[ \t]*")
_CONTENT: Final = re.compile(r"(?P<word>[^\s\[\]]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)")
# In the brackets. A date ends at the next comma, so that a wrong date is reported as a whole.
_NAMED: Final = re.compile(r"(?<![^\s,\[])until[ \t]*=[ \t]*(?P<date>[^,]*)|[^\s,]+", re.IGNORECASE)
# The first version had the date at the very end, after a comma. A year alone is part of the reason.
_TRAILING: Final = re.compile(r",[ \t]*until[ \t]+(?P<date>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\.?$")
_STRIPPED: Final = " \t,;:-–—("


def ignores(document: Document) -> list[Ignore]:
    """Return the comments of a file that silence findings, in order.

    A file with errors in its YAML has none, since these errors cannot be silenced.
    """
    if NAME not in document.text or not document.complete or document.tree is None:
        return []
    lines = document.text.split("\n")
    layout = _ElementLines(document, lines)
    return [_ignore(document.path, layout, number, mark) for number, mark in _marks(document.marker_spans, lines)]


def _marks(texts: Sequence[Span], lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the line and the match of each of our comments that is neither in a text nor after another comment."""
    for number, line in enumerate(lines, 1):
        if NAME in line:
            begins = (mark for mark in _MARK.finditer(line) if not is_in_text(texts, lines, number, mark.start() + 1))
            for mark in list(begins)[:1]:
                yield number, mark


def _start(span: Span) -> tuple[int, int]:
    return span[:2]


def _ignore(path: str, layout: _ElementLines, number: int, mark: re.Match[str]) -> Ignore:
    line = layout.lines[number - 1].rstrip()
    content = cast("re.Match[str]", _CONTENT.match(line, mark.end()))  # always matches, since every part may be empty

    def at(start: int, end: int) -> Location:
        return Location(path, number, start + 1, number, end + 1)

    def located(start: int, text: str) -> tuple[str, Location]:
        return text, at(start, start + len(text))

    inside = list(_NAMED.finditer(line, content.start("rules"), content.end("rules"))) if content["rules"] else []
    # A second date stays among the rules, where it is reported as unknown.
    end = next((one for one in inside if one["date"] is not None), None)
    until, trailing = None, None
    if end:
        until = located(end.start("date"), end["date"].rstrip())
    elif trailing := _TRAILING.search(line, content.start("rest")):
        until = located(trailing.start("date"), trailing["date"])
    reason = line[content.start("rest") : trailing.start() if trailing else len(line)]
    if content["word"] == WHOLE_FILE:
        first, last = 1, len(layout.lines)
    elif line[: mark.start()].strip():
        first, last = number, number
    else:
        first, last = layout.below(number, mark.start())
    return Ignore(
        location=at(mark.start(), len(line)),
        word=content["word"],
        rules=tuple(located(one.start(), one.group().rstrip()) for one in inside if one is not end),
        open=content["rules"] is None and content["rest"].startswith("["),
        reason=reason.strip(_STRIPPED),
        until=until,
        trailing=trailing is not None,
        first=first,
        last=last,
        excerpt=line_at(layout.lines, number),
    )


_Place = tuple[int, int]
"""Line and column, from 1."""
_Element = tuple[_Place, Node]
"""Entry of a mapping or item of a list: its beginning and its value."""


@attrs.frozen(eq=False, repr=False)
class _ElementLines:
    """Lines of the elements of a document."""

    document: Document
    lines: list[str]
    _found: dict[int, list[_Element]] = attrs.field(factory=dict, init=False)

    @cached_property
    def _content(self) -> list[int]:
        """Return the lines that are neither empty nor comments."""
        return [
            number for number, line in enumerate(self.lines, 1) if line.strip() and not line.lstrip().startswith("#")
        ]

    def below(self, number: int, indent: int) -> tuple[int, int]:
        """Return the first and last line of the element that begins next below a comment.

        The last line is less than the first if there is no such element, or if the comment is indented further than
        the element and so belongs to the element above.
        """
        end = (len(self.lines) + 1, 1)
        next_one = self._next(cast("Node", self.document.root), (number + 1, 0), end)
        if next_one is None:
            return number, number - 1
        (first, _), value, (following, _) = next_one
        line = self.lines[first - 1]
        if len(line) - len(line.lstrip()) < indent:
            return number, number - 1
        # The closing bracket may be on a line of its own.
        before = self._content[bisect.bisect_left(self._content, following) - 1]
        return first, max(first, self._last_line(value), before)

    def _next(self, node: Node, place: _Place, end: _Place) -> tuple[_Place, Node, _Place] | None:
        """Return the first element in a node that begins after a place, with the beginning of the element after it.

        The depth of the recursion is limited by :attr:`Limits.depth`.
        """
        elements = self._elements(node)
        index = bisect.bisect_right(elements, place, key=operator.itemgetter(0))
        following = [start for start, _ in elements[index : index + 2]] + [end]
        if index:
            within = self._next(elements[index - 1][1], place, following[0])
            if within:
                return within
        return (*elements[index], following[1]) if index < len(elements) else None

    def _last_line(self, node: Node) -> int:
        """Return the last line of the texts in a node; the first line of an empty list or mapping."""
        while elements := self._elements(node):
            node = elements[-1][1]
        line, _, last, column = node.span
        # A block text ends at the beginning of the next line.
        return last - (column == 1 and last > line) if isinstance(node, ScalarNode) else line

    def _elements(self, node: Node) -> list[_Element]:
        """Return the elements of a node, in the order of the text."""
        if isinstance(node, ScalarNode):
            return []
        if id(node) not in self._found:
            values = node.items if isinstance(node, SequenceNode) else (value for _, value in node.entries.values())
            starts = node.items if isinstance(node, SequenceNode) else (key for key, _ in node.entries.values())
            self._found[id(node)] = [(_start(start.span), value) for start, value in zip(starts, values, strict=True)]
        return self._found[id(node)]
