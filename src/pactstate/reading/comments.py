"""Comments that speak to the check: ``# pactstate: ignore[skipped-step] the notes are not public, until 2027-01-31``.

At the end of a line such a comment covers that line; on a line of its own, the entry or key that begins on the next
one, with all that stands under it; as ``ignore-file``, the file. Rule: format.md.
"""

from __future__ import annotations

import bisect
import re
from typing import Final, cast

import attrs

from pactstate.findings import Location
from pactstate.reading.document import Document
from pactstate.reading.tree import Scalar, scalars

__all__ = ["Ignore", "ignores"]


@attrs.frozen
class Ignore:
    """One comment of ours, as written; whether it makes sense is for the check to say."""

    place: Location
    """The whole comment."""
    word: str
    """``ignore`` or ``ignore-file``, or what stands in their place."""
    rules: tuple[tuple[str, Location], ...]
    """The rules named, and where."""
    reason: str
    until: tuple[str, Location] | None
    """The last day on which it holds, as written, and where."""
    first: int
    """The first line that it covers."""
    last: int
    """The last one; less than the first where it covers nothing."""


# These run over lines of any length: none of them may try a stretch of text twice.
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*pactstate:[ \t]*(?P<said>.*)")
_SAID: Final = re.compile(r"(?P<word>[^\s\[\]]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?(?P<rest>.*)")
_UNTIL: Final = re.compile(r"(?:^|[\s,;(])until\s+(?P<date>[0-9]\S*)$")
_ENDS: Final = " \t).;,"
_STOPS: Final = " \t,;:-–—("
WHOLE_FILE: Final = "ignore-file"


def ignores(document: Document) -> list[Ignore]:
    """The comments of ours in a file, in order.

    A file that is not whole has none, since its faults cannot be silenced.
    """
    if document.root is None or not document.complete or "pactstate:" not in document.text:
        return []
    lines = document.text.split("\n")
    found = [
        (number, match)
        for number, line in enumerate(lines, 1)
        if "pactstate:" in line and (match := _COMMENT.search(line))
    ]
    texts = sorted((scalar for _, scalar, _ in scalars(document.root) if "pactstate:" in scalar.value), key=_start)
    return [
        _ignore(document.path, lines, number, match)
        for number, match in found
        if not _is_text(texts, lines, number, match.start() + 1)
    ]


def _start(scalar: Scalar) -> tuple[int, int]:
    return scalar.span[:2]


def _is_text(texts: list[Scalar], lines: list[str], line: int, column: int) -> bool:
    """Whether a place lies inside one of the texts, where a ``#`` begins no comment."""
    before = bisect.bisect_right(texts, (line, column), key=_start)
    if not before or (line, column) >= texts[before - 1].span[2:]:
        return False
    scalar = texts[before - 1]
    start = _start(scalar)
    head = lines[line - 1][scalar.span[1] - 1 : column - 1] if line == start[0] else ""
    # The line that opens a block text may end in a comment.
    return not re.fullmatch(r"[|>][-+0-9]*[ \t]+", head)


def _ignore(path: str, lines: list[str], number: int, match: re.Match[str]) -> Ignore:
    said = cast("re.Match[str]", _SAID.fullmatch(match["said"].rstrip()))  # every part of it may be empty
    offset = match.start("said") + 1

    def at(start: int, end: int) -> Location:
        return Location(path, number, offset + start, number, offset + end)

    until = _UNTIL.search(said["rest"].rstrip(_ENDS))
    reason = said["rest"][: until.start()] if until else said["rest"]
    first, last = _covered(lines, number, match.start())
    if said["word"] == WHOLE_FILE:
        first, last = 1, len(lines)
    return Ignore(
        place=Location(path, number, match.start() + 1, number, offset + said.end()),
        word=said["word"],
        rules=tuple(
            (name.group(), at(said.start("rules") + name.start(), said.start("rules") + name.end()))
            for name in re.finditer(r"[^\s,]+", said["rules"] or "")
        ),
        reason=reason.strip(_STOPS),
        until=(until["date"], at(said.start("rest") + until.start("date"), said.start("rest") + until.end("date")))
        if until
        else None,
        first=first,
        last=last,
    )


def _covered(lines: list[str], number: int, column: int) -> tuple[int, int]:
    """The lines that a comment covers: its own, or those of the element that begins below it."""
    if lines[number - 1][:column].strip():
        return number, number
    content = ((below, line) for below, line in enumerate(lines[number:], number + 1) if _is_content(line))
    first, line = next(content, (number, ""))
    indent, is_item = _indent(line), _is_item(line)
    last = first if line else number - 1
    for below, line in content:
        # A list may stand as far left as the key that it belongs to.
        belongs = _indent(line) > indent or (_indent(line) == indent and _is_item(line) and not is_item)
        if not belongs:
            break
        last = below
    return first, last


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _is_item(line: str) -> bool:
    return f"{line.strip()} ".startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
