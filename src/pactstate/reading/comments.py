"""Comments that speak to the check: ``# pactstate: ignore[skipped-step] the notes are not public, until 2027-01-31``.

At the end of a line such a comment covers that line; on a line of its own, the entry or key that begins below it, with
all that belongs to it; as ``ignore-file``, the file. Rule: format.md.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, cast

import attrs

from pactstate.findings import Location
from pactstate.reading.document import NAME, Document
from pactstate.reading.faults import Span
from pactstate.reading.nodes import Mapping, Node, Scalar
from pactstate.reading.nodes import Sequence as List

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
    first: int
    """The first line that it covers."""
    last: int
    """The last one; less than the first where it covers nothing."""


# These run over lines of any length: none of them may try a stretch of text twice.
_MARK: Final = re.compile(rf"(?:^|(?<=[ \t]))#+[ \t]*{NAME}[ \t]*")
_SAID: Final = re.compile(r"(?P<word>[^\s\[\]]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)")
# An end that is overlooked would silence for good: what looks like one is one, and is refused if it is no date.
_UNTIL: Final = re.compile(
    r"(?:^|(?<=[\s,;(\]]))(?:until|till|expires)(?:\s+on)?:?\s+"
    r"(?P<date>[0-9]\S*|today|tomorrow|(?:the\s+)?[^\W\d]+\s+(?:of\s+)?(?:[0-9]{1,2},?\s+)?[0-9]{4}\b)",
    re.IGNORECASE,
)
_ENDS: Final = ").;,"
_STOPS: Final = " \t,;:-–—("


def ignores(document: Document) -> list[Ignore]:
    """The comments of ours in a file, in order.

    A file that is not whole has none, since its faults cannot be silenced.
    """
    if NAME not in document.text or not document.complete or document.root is None:
        return []
    lines = document.text.split("\n")
    marks = list(_marks(document.named, lines))
    if not marks:
        return []
    layout = _Layout(lines, _elements(document.root))
    return [_ignore(document.path, layout, number, mark) for number, mark in marks]


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

    ends = list(_UNTIL.finditer(line, said.start("rest")))[-1:]
    reason, until = said["rest"], None
    for end in ends:
        date = end["date"].rstrip(_ENDS)
        until = date, at(end.start("date"), end.start("date") + len(date))
        reason = f"{line[said.start('rest') : end.start()].rstrip(_STOPS)} {line[end.end() :].lstrip()}"
    if said["word"] == WHOLE_FILE:
        first, last = 1, len(layout.lines)
    elif line[: mark.start()].strip():
        first, last = number, number
    else:
        first, last = layout.below(number, mark.start())
    return Ignore(
        place=at(mark.start(), len(line)),
        word=said["word"],
        rules=tuple(
            (name.group(), at(said.start("rules") + name.start(), said.start("rules") + name.end()))
            for name in re.finditer(r"[^\s,]+", said["rules"] or "")
        ),
        open=said["rules"] is None and said["rest"].startswith("["),
        reason=reason.strip(_STOPS),
        until=until,
        first=first,
        last=last,
    )


@attrs.define
class _Element:
    """An entry of a mapping or an item of a list."""

    start: tuple[int, int]
    """Line and column, from 1."""
    last: int = 0
    """The last line of its texts."""
    after: int = 0
    """The number of the next element that is no part of it."""


def _elements(root: Node) -> list[_Element]:
    """The elements of a file in the order of their beginnings, each before its parts."""
    found: list[_Element] = []

    def walk(node: Node) -> int:
        """Note the elements below a node; return its last line. The reader's limit of depth bounds the recursion."""
        if isinstance(node, Scalar):
            return _last_line(node.span)
        last = node.span[0]
        for start, part in _parts(node):
            element = _Element(start)
            found.append(element)
            element.last = last = max(last, walk(part))
            element.after = len(found)
        return last

    walk(root)
    return found


def _parts(node: List | Mapping) -> list[tuple[tuple[int, int], Node]]:
    if isinstance(node, List):
        return [(_start(item.span), item) for item in node.items]
    return [(_start(key.span), value) for key, value in node.entries.values()]


def _last_line(span: Span) -> int:
    # A block text ends where the next line begins.
    return span[2] - (span[3] == 1 and span[2] > span[0])


@attrs.frozen
class _Layout:
    """What stands on which lines."""

    lines: list[str]
    elements: list[_Element]

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
        index = bisect.bisect_right(self.elements, (number + 1, 0), key=lambda element: element.start)
        if index == len(self.elements):
            return number, number - 1
        element = self.elements[index]
        line = self.lines[element.start[0] - 1]
        if len(line) - len(line.lstrip()) < indent:
            return number, number - 1
        following = self.elements[element.after].start[0] if element.after < len(self.elements) else len(self.lines) + 1
        # A bracket may be closed on a line of its own.
        before = self._content[bisect.bisect_left(self._content, following) - 1]
        return element.start[0], max(element.last, before)
