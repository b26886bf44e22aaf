"""Text of an addition as a person has edited it, with the comments that its data do not hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from pactstate.smallyaml import Node, Span, is_in_text, text_spans

__all__ = ["TypedText"]

_MARK: Final = re.compile(r"(?:^|(?<=[ \t]))#")


@attrs.frozen
class TypedText:
    """Lines of a mapping at the left edge, as a person has typed them."""

    lines: Sequence[str]
    comments: Sequence[str]

    @classmethod
    def of(cls, text: str, root: Node) -> TypedText:
        r"""Return the lines and the comments of a text, given the root node of its tree.

        >>> from pactstate.smallyaml import parse
        >>> text = "title: 'a # b'  # seen\n"
        >>> TypedText.of(text, parse(text).root).comments
        ('# seen',)
        """
        lines = text.rstrip("\n").split("\n")
        return cls(tuple(lines), tuple(_comments(lines, text_spans(root))))

    def indented(self, column: int) -> list[str]:
        """Return the lines, moved to a column; empty lines stay empty."""
        return [_moved(line, column) for line in self.lines]

    def as_item(self, dash: int, padding: int) -> list[str]:
        """Return the lines as an item of a list: its dash at a column, and the comments that come first above it."""
        above = list(itertools.takewhile(lambda line: line.lstrip()[:1] in ("", "#"), self.lines))
        first, *rest = self.lines[len(above) :]
        head = f"{' ' * dash}-{' ' * padding}{first}"
        return [*(_moved(line, dash) for line in above), head, *(_moved(line, dash + 1 + padding) for line in rest)]


def _moved(line: str, column: int) -> str:
    return f"{' ' * column}{line}" if line else ""


def _comments(lines: Sequence[str], texts: Sequence[Span]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        marks = (mark.start() for mark in _MARK.finditer(line))
        begin = next((one for one in marks if not is_in_text(texts, lines, number, one + 1)), None)
        if begin is not None:
            yield line[begin:].rstrip()
