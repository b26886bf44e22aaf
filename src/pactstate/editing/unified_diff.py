"""Unified diff of a text and the same text with additions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["unified_diff"]

_CONTEXT: Final = 3
"""Lines before and after a change."""
_NO_LINE_END: Final = "\\ No newline at end of file"


def unified_diff(path: str, old: str | None, new: str) -> list[str]:
    r"""Return the lines of a unified diff with one hunk; none if the texts are equal. ``old`` is None for a new file.

    The cost is linear, since only the lines at the beginning and at the end are compared.

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
    shorter = min(len(before), len(after))
    head = next((one for one in range(shorter) if before[one] != after[one]), shorter)
    tail = next((one for one in range(shorter - head) if before[-1 - one] != after[-1 - one]), shorter - head)
    start = max(head - _CONTEXT, 0)
    rest = before[len(before) - tail :][:_CONTEXT]
    removed, inserted = before[head : len(before) - tail], after[head : len(after) - tail]
    common = head - start + len(rest)
    hunk = f"@@ -{_range(start, common + len(removed))} +{_range(start, common + len(inserted))} @@"
    lines = [f"--- {'/dev/null' if old is None else _name('a', path)}", f"+++ {_name('b', path)}", hunk]
    for mark, some in ((" ", before[start:head]), ("-", removed), ("+", inserted), (" ", rest)):
        lines += _marked(mark, some)
    return lines


def _lines(text: str) -> Sequence[str]:
    """Return the lines of a text with their ends."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + (
        [text.rpartition("\n")[2]] if text[-1:] not in ("", "\n") else []
    )


def _range(start: int, count: int) -> str:
    return f"{start + bool(count)},{count}"


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
