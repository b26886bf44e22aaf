"""Did you mean?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pactstate.escape import visible

__all__ = ["clip", "did_you_mean", "listed", "nearest"]


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word most like the given one, if any is like it. Compares only words of ordinary length."""
    if len(word) > 64:
        return None
    folded = {known.casefold(): known for known in words}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """The question, ready to be printed; None when nothing is like the word."""
    found = nearest(word, words)
    return f"did you mean '{found}'?" if found else None


def clip(text: str) -> str:
    """The text on one line, or its beginning where it is too long for a message."""
    return visible(text if len(text) <= 60 else f"{text[:60]}...")


def listed(words: Iterable[str]) -> str:
    """The words as an enumeration: ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
