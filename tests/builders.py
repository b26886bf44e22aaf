"""Text of agreement files for tests, put together from parts; values, made of the data of a file by constructors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import pactstate
from pactstate import Agreement, Claim, Event, ForceRule, Period, Role, Source, Statement, Term, Vocabulary

__all__ = ["collections_in", "constructed", "entry", "head", "unless_refused"]

_Argument = TypeVar("_Argument")


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


def collections_in(value: Any) -> list[Any]:
    """Return all lists and mappings in data, the outermost first."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    within = [one for part in parts for one in collections_in(part)]
    return [value, *within] if isinstance(value, list | dict) else within


def _made(make: Callable[..., Any], value: Any, **more: object) -> Any:
    """Return a mapping as the value that it describes; anything else as it is, for a constructor to refuse."""
    return make(**value, **more) if isinstance(value, dict) else value


def _each(make: Callable[..., Any], values: Any, **more: object) -> Any:
    return [_made(make, one, **more) for one in values] if isinstance(values, list) else _made(make, values, **more)


def _event(event: Any = (), **keys: Any) -> Event:
    for role in Role:
        if f"{role}_by" in keys:
            keys[f"{role}_by"] = _each(Claim, keys[f"{role}_by"], role=role)
    return Event(event, **keys)


def _term(notice: Any = None, **keys: Any) -> Term:
    length = re.fullmatch(r"([0-9]+) (.*)", notice or "")
    return Term(**keys, notice=Period(int(length[1]), length[2]) if length else notice)


def constructed(data: dict[str, Any], vocabulary: Vocabulary | None = None) -> Agreement:
    """Return the agreement that the constructors make of data."""
    makers = {"history": (_each, _event), "statements": (_each, Statement), "term": (_made, _term),
              "entry_into_force": (_made, ForceRule)}  # fmt: skip
    fields = {key: makers[key][0](makers[key][1], value) if key in makers else value for key, value in data.items()}
    sources = fields.pop("sources", {})
    sources = [_made(Source, one, id=id) for id, one in sources.items()] if isinstance(sources, dict) else sources
    return Agreement(**fields, sources=sources, vocabulary=vocabulary)


def unless_refused(make: Callable[[_Argument], Agreement], data: _Argument) -> Agreement | None:
    """Return the agreement that a function makes of data; None if it refuses them."""
    try:
        return make(data)
    except pactstate.PactstateError:
        return None
    except TypeError as error:
        # Python itself refuses a keyword that is missing, or that no field has.
        if "argument" not in str(error):
            raise
        return None
