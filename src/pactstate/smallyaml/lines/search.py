"""Search for the place of one value by its path, in a text that the line reader has read.

Most files with a finding have one or two, and for these the nodes take five times as long to build. The search finds
the key or dash of each part of the path at its column, behind a line end. Its first occurrence is the right one, since
everything below a key or a dash is indented further, and so are the lines of a text; a comment begins with ``#``.
"""

from __future__ import annotations

import re
from typing import Final, cast

from pactstate.smallyaml.faults import Span
from pactstate.smallyaml.lines.patterns import LEADING_LINES
from pactstate.smallyaml.tree import Data, NodePath

__all__ = ["find_span"]

_MAX_TEXT: Final = 10_000
"""Characters of a file up to which it is searched."""
_MAX_ITEMS: Final = 32
"""Items of a list up to which it is searched."""
_BLANKS: Final = re.compile(" *+")
_NO_TEXT: Final = frozenset("\n#|>")
"""Characters behind the blanks after a key or a dash where no text follows on the line."""
_QUOTES: Final = frozenset("'\"")


def find_span(text: str, data: dict[str, Data], path: NodePath, key: bool) -> Span | None:
    """Return the place of the text at a path, or of its key, as :meth:`.Tree.span_at` does.

    Returns None where only the nodes know the place: for a value in brackets, an absent one, and a text on several
    lines; and where each search would take long: in a long file, and for the last items of a long list.
    """
    if len(text) > _MAX_TEXT:
        return None
    node: Data = data
    place = cast("re.Match[str]", LEADING_LINES.match(text)).end()
    column = 0
    name: tuple[int, int] | None = None
    """Offset and length of the last key; None behind a dash."""
    for part in path:
        if isinstance(node, str):
            break
        below = "\n" + " " * column
        if isinstance(node, dict) and isinstance(part, str) and part in node:
            if not text.startswith(f"{part}:", place):
                place = text.find(f"{below}{part}:", place) + len(below)
            name, start = (place, len(part)), place + len(part) + 1
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < min(len(node), _MAX_ITEMS):
            for _ in range(part):
                place = text.find(f"{below}-", place) + len(below)
            name, start = None, place + 1
            node = node[part]
        else:
            return None
        value = _behind_blanks(text, start)
        if isinstance(node, str):
            place = value
        elif text[value] == "\n":
            first = cast("re.Match[str]", LEADING_LINES.match(text, value + 1)).end()
            place = _behind_blanks(text, first)
            column = place - first
        elif isinstance(node, dict) and name is None and text[value] != "{":
            column += value - place
            place = value
        else:
            return None
    if key and name:
        return _span(text, *name)
    if not isinstance(node, str) or text[place] in _NO_TEXT:
        return None
    return _span(text, place, len(node) + (2 if text[place] in _QUOTES else 0))


def _behind_blanks(text: str, offset: int) -> int:
    return cast("re.Match[str]", _BLANKS.match(text, offset)).end()


def _span(text: str, offset: int, length: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return line, column, line, column + length
