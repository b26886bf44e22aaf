"""What the parser lets pass and YAML does not: other readers would refuse such a file, or read something else.

Each function says what is wrong with one node. Rule: YAML 1.2, chapters 6 to 8; yaml-test-suite has a case for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pactstate.smallyaml.faults import Fault, Span

__all__ = ["CURLY", "CURLY_HELP", "asks", "comment_behind", "in_block", "outdented"]

CURLY: Final = "{} and {} are curly quotes: they quote nothing here, and become a part of the text"
CURLY_HELP: Final = "write straight quotes (\" or '), or none; to keep the curly ones, put straight ones around them"

_CLOSING: Final = frozenset("]}, \t\r")
_HEADER: Final = re.compile(r"[|>][-+0-9]*#")


def _fault(line: int, column: int, message: str, help: str) -> Fault:
    return Fault("invalid-yaml", f"this is not YAML: {message}", (line, column, line, column), help)


def comment_behind(span: Span) -> Fault:
    """A comment right behind what a quote or a bracket closes (6.6)."""
    return _fault(*span[2:], "a comment has white space before it", "put a blank before the '#'")


def asks(span: Span) -> Fault:
    """A key in brackets right behind a question mark, which is part of it (7.3.3)."""
    line, column, *_ = span
    return _fault(line, column - 1, "a question mark begins a key", "quote the key, or put a blank behind the '?'")


def in_block(lines: list[str], span: Span, value: str) -> Iterator[Fault]:
    """A comment right behind the header of a block text (8.1.1); blanks, of which no text says to what they belong."""
    line, column, last, _ = span
    header = _HEADER.match(lines[line - 1], column - 1)
    if header:
        yield _fault(line, header.end(), "a comment has white space before it", "put a blank before the '#'")
    if not value.strip("\n"):
        blank = next((number for number in range(line + 1, last) if lines[number - 1].startswith(" ")), None)
        if blank:
            yield _fault(blank, 1, "a block text holds nothing but blanks", "write the text, or leave the key out")


def outdented(lines: list[str], span: Span, above: int) -> Iterator[Fault]:
    """A line on which a quoted text or a bracket goes on, no further right than the block that it stands in (6.1).

    Takes the block's column, from 0. A line that only closes brackets may stand there: many write so, and other readers
    take it.
    """
    first, _, last, _ = span
    for number in range(first + 1, last + 1):
        line = lines[number - 1]
        indent = len(line) - len(line.lstrip(" "))
        if indent <= above and not _CLOSING.issuperset(line):
            message = "this line goes on with a value, and stands no further right than its key"
            yield _fault(number, indent + 1, message, "indent it further, with spaces")
            return
