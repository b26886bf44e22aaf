"""Comments that silence findings: ``# pactstate: ignore[skipped-step, until=2027-01-31] the notes are not public``.

At the end of a line such a comment covers that line; on a line of its own, the entry or key that begins below it, with
all that belongs to it; as ``ignore-file``, the file. Rule: format.md.
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
from pactstate.smallyaml.faults import Span
from pactstate.smallyaml.tree import Node, Scalar
from pactstate.smallyaml.tree import Sequence as List

__all__ = ["WHOLE_FILE", "Ignore", "ignores"]

WHOLE_FILE: Final = "ignore-file"


@attrs.frozen
class Ignore:
    """One comment of ours, as written; whether it makes sense is for the check to say."""

    place: Location
    """The whole comment."""
    word: str
    """``ignore`` or ``ignore-file``, or what stands in their place."""
    rules: tuple[tuple[str, Location], ...]
    """The rules named, and where."""
    open: bool
    """Whether the bracket with the rules is not closed."""
    reason: str
    until: tuple[str, Location] | None
    """The last day on which it holds, as written, and where."""
    trailing: bool
    """Whether that day stands at the end of the reason, as the first version of the format had it."""
    first: int
    """The first line that it covers."""
    last: int
    """The last one; less than the first where it covers nothing."""
    excerpt: str = attrs.field(default="", eq=False, repr=False)
    """The whole line of the comment."""


# These run over lines of any length: none of them may try a stretch of text twice.
_MARK: Final = re.compile(rf"(?:^|(?<=[ \t]))#+[ \t]*{NAME}[ \t]*")
_SAID: Final = re.compile(r"(?P<word>[^\s\[\]]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)")
# In the brackets: what ends at the next comma, so that a date which is none is seen whole.
_NAMED: Final = re.compile(r"(?<![^\s,\[])until[ \t]*=[ \t]*(?P<date>[^,]*)|[^\s,]+", re.IGNORECASE)
# The spelling of the first version, after a comma and at the very end. A year alone is part of a reason.
_TRAILING: Final = re.compile(r",[ \t]*until[ \t]+(?P<date>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\.?$")
_STOPS: Final = " \t,;:-–—("


def ignores(document: Document) -> list[Ignore]:
    """The comments of ours in a file, in order.

    A file that is not whole has none, since its faults cannot be silenced.
    """
    if NAME not in document.text or not document.complete or document.tree is None:
        return []
    lines = document.text.split("\n")
    layout = _Layout(document, lines)
    return [_ignore(document.path, layout, number, mark) for number, mark in _marks(document.named, lines)]


def _marks(texts: Sequence[Span], lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Where comments of ours begin, with their lines: not inside one of the texts, nor behind another comment."""
    for number, line in enumerate(lines, 1):
        if NAME in line:
            begins = (mark for mark in _MARK.finditer(line) if not _is_text(texts, lines, number, mark.start() + 1))
            for mark in list(begins)[:1]:
                yield number, mark


def _is_text(texts: Sequence[Span], lines: list[str], line: int, column: int) -> bool:
    before = bisect.bisect_right(texts, (line, column), key=_start)
    if not before or (line, column) >= texts[before - 1][2:]:
        return False
    start = _start(texts[before - 1])
    head = lines[line - 1][start[1] - 1 : column - 1] if line == start[0] else ""
    # The line that opens a block text may end in a comment.
    return not re.fullmatch(r"[|>][-+0-9]*[ \t]+", head)


def _start(span: Span) -> tuple[int, int]:
    return span[:2]


def _ignore(path: str, layout: _Layout, number: int, mark: re.Match[str]) -> Ignore:
    line = layout.lines[number - 1].rstrip()
    said = cast("re.Match[str]", _SAID.match(line, mark.end()))  # every part of it may be empty

    def at(start: int, end: int) -> Location:
        return Location(path, number, start + 1, number, end + 1)

    def placed(start: int, text: str) -> tuple[str, Location]:
        return text, at(start, start + len(text))

    inside = list(_NAMED.finditer(line, said.start("rules"), said.end("rules"))) if said["rules"] else []
    # A second day is left among the rules, and is no rule.
    end = next((one for one in inside if one["date"] is not None), None)
    until, trailing = None, None
    if end:
        until = placed(end.start("date"), end["date"].rstrip())
    elif trailing := _TRAILING.search(line, said.start("rest")):
        until = placed(trailing.start("date"), trailing["date"])
    reason = line[said.start("rest") : trailing.start() if trailing else len(line)]
    if said["word"] == WHOLE_FILE:
        first, last = 1, len(layout.lines)
    elif line[: mark.start()].strip():
        first, last = number, number
    else:
        first, last = layout.below(number, mark.start())
    return Ignore(
        place=at(mark.start(), len(line)),
        word=said["word"],
        rules=tuple(placed(one.start(), one.group().rstrip()) for one in inside if one is not end),
        open=said["rules"] is None and said["rest"].startswith("["),
        reason=reason.strip(_STOPS),
        until=until,
        trailing=trailing is not None,
        first=first,
        last=last,
        excerpt=line_at(layout.lines, number),
    )


_Place = tuple[int, int]
"""Line and column, from 1."""
_Element = tuple[_Place, Node]
"""An entry of a mapping or an item of a list: where it begins, and the value."""


@attrs.frozen(eq=False, repr=False)
class _Layout:
    """What stands on which lines."""

    document: Document
    lines: list[str]
    _found: dict[int, list[_Element]] = attrs.field(factory=dict, init=False)

    @cached_property
    def _content(self) -> list[int]:
        """The lines that are neither empty nor comments."""
        return [
            number for number, line in enumerate(self.lines, 1) if line.strip() and not line.lstrip().startswith("#")
        ]

    def below(self, number: int, indent: int) -> tuple[int, int]:
        """The lines of the element that begins next below a comment.

        None where there is no such element, or where the comment is indented further and so belongs to what is above.
        """
        end = (len(self.lines) + 1, 1)
        next_one = self._next(cast("Node", self.document.root), (number + 1, 0), end)
        if next_one is None:
            return number, number - 1
        (first, _), value, (following, _) = next_one
        line = self.lines[first - 1]
        if len(line) - len(line.lstrip()) < indent:
            return number, number - 1
        # A bracket may be closed on a line of its own.
        before = self._content[bisect.bisect_left(self._content, following) - 1]
        return first, max(first, self._last_line(value), before)

    def _next(self, node: Node, place: _Place, end: _Place) -> tuple[_Place, Node, _Place] | None:
        """The first element below a node that begins behind a place, and where the one begins that is no part of it.

        The reader's limit of depth bounds the recursion.
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
        """The last line of the texts of a node; of an empty list or mapping, the first."""
        while elements := self._elements(node):
            node = elements[-1][1]
        line, _, last, column = node.span
        # A block text ends where the next line begins.
        return last - (column == 1 and last > line) if isinstance(node, Scalar) else line

    def _elements(self, node: Node) -> list[_Element]:
        """The elements of a node, in the order of the text."""
        if isinstance(node, Scalar):
            return []
        if id(node) not in self._found:
            values = node.items if isinstance(node, List) else (value for _, value in node.entries.values())
            starts = node.items if isinstance(node, List) else (key for key, _ in node.entries.values())
            self._found[id(node)] = [(_start(start.span), value) for start, value in zip(starts, values, strict=True)]
        return self._found[id(node)]
