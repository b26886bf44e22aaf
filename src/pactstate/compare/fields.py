"""Differences between the fields of two versions of an agreement, an entry or a source.

The tables say for each field whether a change rewrites what was recorded; a rewrite needs a reason under ``corrected``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs

from pactstate.compare.matching import days
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.model import Claim, Statement

__all__ = ["AGREEMENT", "EVENT", "SOURCE", "Alteration", "altered", "reworded"]


@attrs.frozen
class Alteration:
    """Field whose value has changed."""

    field: str
    """Key of the field in the file."""
    before: str | None
    after: str | None
    rewrites: bool = False
    """Whether the change removes or replaces something that was recorded."""


def _always(before: object, after: object) -> bool:
    return True


def _never(before: object, after: object) -> bool:
    return False


def _if_given(before: object, after: object) -> bool:
    return before is not None


def _unless_later(before: PartialDate | None, after: PartialDate | None) -> bool:
    return before is not None and (after is None or not certainly_before(before, after))


_Test = Callable[..., bool]
EVENT: Final[Mapping[str, _Test]] = {
    "kinds": _always,
    "date": _always,
    "party": _always,
    **dict.fromkeys(("effective", "of", "manner", "until", "reason"), _if_given),
    "partial": _always,
    **dict.fromkeys(("by", "place", "note"), _never),
}
"""Fields of an entry, each with a function of both values that returns whether the change rewrites the record.

A change to what happened or when is a rewrite. A first value for a field such as ``effective`` is not, and neither is
another wording.
"""
SOURCE: Final[Mapping[str, _Test]] = {
    **dict.fromkeys(("title", "publisher", "author", "url", "type", "based_on"), _never),
    "published": _if_given,
    "updated": _unless_later,
    **dict.fromkeys(("basis", "accessed", "archived", "archive_url"), _never),
}
AGREEMENT: Final[Mapping[str, _Test]] = dict.fromkeys(
    (
        "title",
        "formal_title",
        "kind",
        "parties",
        "approvals_needed",
        "consents_needed",
        "entry_into_force",
        "term",
        "replaces",
        "replaced_by",
        "amends",
        "supplements",
        "formerly",
        "open",
        "not_recorded",
        "identifiers",
    ),
    _never,
)
_WORDING: Final[Mapping[str, _Test]] = dict.fromkeys(("locator", "note", "rejected"), _never)


def altered(before: object, after: object, fields: Mapping[str, _Test]) -> Iterator[Alteration]:
    """Yield the fields whose values differ in meaning, in the order of the table."""
    for field, rewrites in fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if _comparable(old) != _comparable(new):
            yield Alteration(_KEYS_IN_FILE.get(field, field), _as_text(old), _as_text(new), rewrites(old, new))


_KEYS_IN_FILE: Final = {"kinds": "event"}
"""Keys in the file, by the name of the field, where the two differ."""


def _comparable(value: object) -> object:
    """Return a value for comparison: dates with the same days are equal, however they are written."""
    return days(value) if isinstance(value, PartialDate) else value


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else None
    if isinstance(value, tuple):
        return ", ".join(" ".join(one) if isinstance(one, tuple) else str(one) for one in value) or None
    return None if value is None else str(value)


def reworded(before: Claim | Statement | None, after: Claim | Statement | None) -> tuple[Alteration, ...]:
    """Return the changes to the locator, note and rejection of a claim or a statement."""
    return tuple(altered(before, after, _WORDING)) if before and after else ()
