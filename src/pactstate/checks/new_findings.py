"""Findings that are new since the base of a comparison."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pactstate.findings import Finding

__all__ = ["new_findings"]

MAX_EXCERPT: Final = 1_000
"""Number of characters of a line that are compared; a line may be as long as the file."""
# Numbers of lines, and counts, which have at most three digits between commas: years and dates stay.
_NUMBERS: Final = re.compile(r"\bline \d+|(?<![\w.-])\d{1,3}(?:,\d{3})*(?![\w.-])")

_Identity = tuple[str, str, str, str]


def new_findings(
    now: Iterable[Finding], before: Iterable[Finding], place: Callable[[str], str]
) -> tuple[list[Finding], int]:
    """Return the findings that the base does not have, and the number of the others.

    ``place`` returns the present path of a file of the base. Two findings are the same if they have the same rule,
    agreement (or file, where there is none), marked text and message; lines and counts take no part, since both
    move when something else changes. Of several that are the same, as many are known as there were before.
    """
    known = Counter(_identity(found, place(found.path)) for found in before)
    new: list[Finding] = []
    ordered: Sequence[Finding] = sorted(now, key=lambda found: (found.path, found.line, found.column))
    for found in ordered:
        identity = _identity(found, found.path)
        if known[identity] > 0:
            known[identity] -= 1
        else:
            new.append(found)
    return new, len(ordered) - len(new)


def _identity(finding: Finding, path: str) -> _Identity:
    text = finding.marked.split() or finding.excerpt[:MAX_EXCERPT].split()
    return finding.code, finding.agreement or path, " ".join(text), _NUMBERS.sub("#", finding.message)
