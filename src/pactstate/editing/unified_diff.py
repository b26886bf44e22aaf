"""Unified diff of two versions of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

__all__ = ["unified_diff"]

_CONTEXT: Final = 3
"""Lines before and after a change."""
_MAX_AHEAD: Final = 60
"""Lines of both texts in which the end of a change is searched."""
_NO_LINE_END: Final = "\\ No newline at end of file"


def unified_diff(path: str, old: str | None, new: str) -> list[str]:
    r"""Return the lines of a unified diff; none if the texts are equal. ``old`` is None for a new file.

    The cost is linear: lines are compared in order, and after a change a few lines ahead.

    >>> print(*unified_diff("a.yaml", "id: a\n", "id: a\nkind: raa\n"), sep="\n")
    --- a/a.yaml
    +++ b/a.yaml
    @@ -1,1 +1,2 @@
     id: a
    +kind: raa
    """
    if old == new:
        return []
    before, after = _lines(old or ""), _lines(new)
    lines = [f"--- {'/dev/null' if old is None else _name('a', path)}", f"+++ {_name('b', path)}"]
    for hunk in _hunks(_changes(before, after)):
        start, end = max(hunk[0].start - _CONTEXT, 0), min(hunk[-1].end + _CONTEXT, len(before))
        first, last = hunk[0].new_start - (hunk[0].start - start), hunk[-1].new_end + (end - hunk[-1].end)
        lines.append(f"@@ -{_range(start, end)} +{_range(first, last)} @@")
        for one in hunk:
            lines += _marked(" ", before[start : one.start])
            lines += _marked("-", before[one.start : one.end])
            lines += _marked("+", after[one.new_start : one.new_end])
            start = one.end
        lines += _marked(" ", before[start:end])
    return lines


class _Change(NamedTuple):
    """Lines of a text, by their numbers from 0, and the lines that take their place."""

    start: int
    end: int
    new_start: int
    new_end: int


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Change]:
    """Yield the changes from one list of lines to another, in order."""
    shorter = min(len(before), len(after))
    tail = next((one for one in range(shorter) if before[-1 - one] != after[-1 - one]), shorter)
    here = there = 0
    while here < len(before) - tail or there < len(after) - tail:
        if here < len(before) - tail and there < len(after) - tail and before[here] == after[there]:
            here, there = here + 1, there + 1
            continue
        end, new_end = _next_equal(before, after, here, there, tail)
        yield _Change(here, end, there, new_end)
        here, there = end, new_end


def _next_equal(before: Sequence[str], after: Sequence[str], here: int, there: int, tail: int) -> tuple[int, int]:
    """Return the nearest lines from which two lists are equal again; the beginning of the common tail if it is far."""
    old, new = len(before) - tail - here, len(after) - tail - there
    for distance in range(1, min(_MAX_AHEAD, old + new)):
        for removed in range(max(distance - new + 1, 0), min(distance + 1, old)):
            one, other = here + removed, there + distance - removed
            if before[one] == after[other]:
                return one, other
    return len(before) - tail, len(after) - tail


def _hunks(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Yield the changes in groups; those with few lines between them share a hunk."""
    group: list[_Change] = []
    for one in changes:
        if group and one.start - group[-1].end > 2 * _CONTEXT:
            yield group
            group = []
        group.append(one)
    yield group


def _lines(text: str) -> Sequence[str]:
    """Return the lines of a text with their ends."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + (
        [text.rpartition("\n")[2]] if text[-1:] not in ("", "\n") else []
    )


def _range(start: int, end: int) -> str:
    return f"{start + 1 if end > start else start},{end - start}"


def _marked(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_LINE_END


def _name(side: str, path: str) -> str:
    """Return a path as git writes it: in quotes, byte by byte, if it has other than plain characters."""
    name = f"{side}/{path}"
    if name.isascii() and name.isprintable() and not set(name) & {'"', "\\"}:
        return name
    data = name.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(one) if 32 <= one < 127 and one not in b'"\\' else f"\\{one:03o}" for one in data) + '"'
