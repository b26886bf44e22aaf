"""Runs of words that a text shares with another, by which words of our own are told from copied ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pactstate import Registry

__all__ = ["LENGTH", "notes", "shared_runs"]

LENGTH: Final = 8
"""Number of words in a row that make a copy."""
_WORD: Final = re.compile(r"\w+")


def shared_runs(text: str, other: str) -> set[str]:
    """Return every run of eight words that both texts have, without regard to case, signs and addresses."""
    return _runs(text) & _runs(other)


def notes(registry: Registry) -> Iterator[tuple[str, str]]:
    """Yield every text of the data that is ours, with the agreement or source that it belongs to."""
    for source in registry.sources:
        yield from ((source.id, text) for text in (source.basis, source.note, source.corrected) if text)
    for agreement in registry.agreements:
        for event in agreement.history:
            yield from ((agreement.id, text) for text in (event.note, event.corrected) if text)
            for claim in event.claims:
                yield from ((agreement.id, text) for text in (claim.note, claim.rejected) if text)
        for statement in agreement.statements:
            yield from ((agreement.id, text) for text in (statement.note, statement.rejected) if text)


def _runs(text: str) -> set[str]:
    words = _WORD.findall(" ".join(word for word in text.lower().split() if "/" not in word))
    return {" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}
