"""Faults that libyaml lets pass, although other YAML readers refuse such a text or read another value.

Each function looks at one node. Rules: chapters 6 to 8 of https://yaml.org/spec/1.2.2/. The suite of
https://github.com/yaml/yaml-test-suite has a case for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pactstate.smallyaml.faults import Span, YamlFault

__all__ = ["block_text_faults", "comment_without_blank", "continuation_faults", "question_mark_key"]

_CLOSING: Final = frozenset("]}, \t\r")
_HEADER: Final = re.compile(r"[|>][-+0-9]*#")


def _fault(line: int, column: int, message: str, help: str) -> YamlFault:
    return YamlFault("invalid-yaml", f"this is not YAML: {message}", (line, column, line, column), help)


def comment_without_blank(span: Span) -> YamlFault:
    """Return the fault of a comment directly behind the closing quote or bracket of a value (6.6)."""
    return _fault(*span[2:], "a comment has white space before it", "put a blank before the '#'")


def question_mark_key(span: Span) -> YamlFault:
    """Return the fault of a key in brackets directly behind a question mark, which belongs to it (7.3.3)."""
    line, column, *_ = span
    return _fault(line, column - 1, "a question mark begins a key", "quote the key, or put a blank behind the '?'")


def block_text_faults(lines: list[str], span: Span, value: str) -> Iterator[YamlFault]:
    """Return the faults of a block text: a comment directly behind its header (8.1.1), or lines of blanks only.

    Readers disagree on the text to which lines of blanks belong.
    """
    line, column, last, _ = span
    header = _HEADER.match(lines[line - 1], column - 1)
    if header:
        yield _fault(line, header.end(), "a comment has white space before it", "put a blank before the '#'")
    if not value.strip("\n"):
        blank = next((number for number in range(line + 1, last) if lines[number - 1].startswith(" ")), None)
        if blank:
            yield _fault(blank, 1, "a block text holds nothing but blanks", "write the text, or leave the key out")


def continuation_faults(lines: list[str], span: Span, column_above: int) -> Iterator[YamlFault]:
    """Return the fault of a line that continues a value, and is indented no further than the block around it (6.1).

    ``column_above`` is the column of that block, from 0. A line that only closes brackets is allowed there: many people
    write so, and other readers accept it.
    """
    first, _, last, _ = span
    for number in range(first + 1, last + 1):
        line = lines[number - 1]
        indent = len(line) - len(line.lstrip(" "))
        if indent <= column_above and not _CLOSING.issuperset(line):
            message = "this line goes on with a value, and stands no further right than its key"
            yield _fault(number, indent + 1, message, "indent it further, with spaces")
            return
