"""Text of agreement files for tests, put together from parts."""

from __future__ import annotations

__all__ = ["entry", "head"]


def head(
    id: str = "x",
    *,
    title: str = "X",
    kind: str = "treaty",
    parties: str = "JP, PH",
    more: str = "",
) -> str:
    """Return the keys that every agreement needs, ``more`` lines after them, and the key of the history."""
    return f"id: {id}\ntitle: {title}\nkind: {kind}\nparties: [{parties}]\n{more}history:\n"


def entry(event: str, date: str, *more: str) -> str:
    """Return one entry of a history on one line, with more keys such as ``reported_by: [s]``."""
    return f"  - {{event: {event}, date: {date}{''.join(f', {one}' for one in more)}}}\n"
