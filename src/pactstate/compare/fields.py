"""What the fields of an agreement, an entry or a source say, before and after; and whether the difference rewrites."""

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
    """A value that reads differently now."""

    field: str
    """Its key in the file."""
    before: str | None
    after: str | None
    rewrites: bool = False
    """Whether something that was recorded is no more."""


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
"""Of each field, whether its other value rewrites what was recorded: whatever says what happened, and when, does.

What is added beside that does not, and neither do other words for it.
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
_WORDS: Final[Mapping[str, _Test]] = dict.fromkeys(("locator", "note", "rejected"), _never)


def altered(before: object, after: object, fields: Mapping[str, _Test]) -> Iterator[Alteration]:
    """The fields whose values mean something else now, in the order of the table."""
    for field, rewrites in fields.items():
        old, new = getattr(before, field), getattr(after, field)
        if _meant(old) != _meant(new):
            yield Alteration(_KEYS.get(field, field), _told(old), _told(new), rewrites(old, new))


_KEYS: Final = {"kinds": "event"}
"""What a field is called in the file, where that is something else."""


def _meant(value: object) -> object:
    return days(value) if isinstance(value, PartialDate) else value


def _told(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else None
    if isinstance(value, tuple):
        return ", ".join(" ".join(one) if isinstance(one, tuple) else str(one) for one in value) or None
    return None if value is None else str(value)


def reworded(before: Claim | Statement | None, after: Claim | Statement | None) -> tuple[Alteration, ...]:
    """What is said about a claim or a statement in other words."""
    return tuple(altered(before, after, _WORDS)) if before and after else ()
