"""Text of agreement files for tests, put together from parts."""

from __future__ import annotations

__all__ = ["agreement", "entry", "head"]


def head(
    id: str = "x",
    *,
    title: str = "X",
    kind: str = "treaty",
    parties: str = "JP, PH",
    more: str = "",
    history: bool = True,
) -> str:
    """Return the keys that every agreement needs, ``more`` lines after them, and the key of the history."""
    text = f"id: {id}\ntitle: {title}\nkind: {kind}\nparties: [{parties}]\n{more}"
    return f"{text}history:\n" if history else text


def entry(event: str, date: str, *more: str) -> str:
    """Return one entry of a history on one line, with more keys such as ``reported_by: [s]``."""
    return f"  - {{event: {event}, date: {date}{''.join(f', {one}' for one in more)}}}\n"


def agreement(*entries: str, id: str = "x", title: str = "X", kind: str = "treaty", parties: str = "JP, PH") -> str:
    """Return a whole agreement with entries made by :func:`entry`."""
    return head(id, title=title, kind=kind, parties=parties) + ("".join(entries) or "  []\n")
