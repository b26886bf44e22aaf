"""Shapes of the files: the keys of each mapping with the types of their values.

They are nested like the YAML, so that the path of an error is a path in the file. Unknown keys are refused. A mapping
stays a ``dict``, because the conversion to the domain takes it apart at once. See docs/format.md for every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, NotRequired, TypedDict

from pydantic_core import core_schema as cs

from pactstate.fileformat import values
from pactstate.fileformat.validators import Reader, keys, read_by

__all__ = [
    "AGREEMENT",
    "ITEMS",
    "SOURCES",
    "AgreementFile",
    "ClaimItem",
    "ClaimValues",
    "EventItem",
    "ForceRuleItem",
    "Identifiers",
    "SourceItem",
    "Sources",
    "StatementItem",
    "TermItem",
    "keys",
]


def _as_claim(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    if not isinstance(value, str):
        return read(value)
    return value if values.is_id(value) else values.refuse_id(value)


def _claims(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    claims = value if isinstance(value, list) else [value]
    # Most lists of claims have ids only. They need no validator of mappings.
    for claim in claims:
        if not isinstance(claim, str) or not values.is_id(claim):
            return read(claims)
    return tuple(claims)


class ClaimItem(TypedDict):
    """One source speaking of one event."""

    source: values.Id
    date: NotRequired[values.Date]
    locator: NotRequired[values.Text]
    rejected: NotRequired[values.Text]
    note: NotRequired[values.Text]


# A claim is a mapping or an id. A union schema would report the errors of both alternatives, so a function chooses one.
ClaimValue = Annotated[ClaimItem | str, read_by(_as_claim, ClaimItem)]
ClaimValues = Annotated[tuple[ClaimValue, ...], read_by(_claims, tuple[ClaimValue, ...])]


class EventItem(TypedDict):
    """One entry of the history. All events share this model; the keys that only some events take are checked later."""

    event: values.EventWords
    date: values.Date
    effective: NotRequired[values.Date]
    party: NotRequired[values.Party]
    by: NotRequired[values.Text]
    place: NotRequired[values.Text]
    note: NotRequired[values.Text]
    of: NotRequired[values.EventWord]
    manner: NotRequired[values.MannerWord]
    partial: NotRequired[values.TrueOrFalse]
    until: NotRequired[values.Date]
    reason: NotRequired[values.ReasonWord]
    corrected: NotRequired[values.Text]
    reported_by: NotRequired[ClaimValues]
    announced_by: NotRequired[ClaimValues]
    denied_by: NotRequired[ClaimValues]


class StatementItem(TypedDict):
    """Statement of one source about the state, without an event."""

    source: values.Id
    says: values.StateWord
    date: NotRequired[values.Date]
    locator: NotRequired[values.Text]
    rejected: NotRequired[values.Text]
    note: NotRequired[values.Text]


class SourceItem(TypedDict):
    """A text that can be cited."""

    title: values.Title
    publisher: NotRequired[values.Text]
    author: NotRequired[values.Text]
    url: NotRequired[values.Link]
    published: NotRequired[values.Date]
    updated: NotRequired[values.Date]
    accessed: NotRequired[values.Date]
    archived: NotRequired[values.Date]
    archive_url: NotRequired[values.Link]
    basis: NotRequired[values.Text]
    based_on: NotRequired[values.Ids]
    type: NotRequired[values.SourceTypeWord]
    note: NotRequired[values.Text]
    corrected: NotRequired[values.Text]


class ForceRuleItem(TypedDict):
    """Condition in the agreement's own text for its entry into force."""

    after: values.ForceAfter
    days: NotRequired[values.Number]
    months: NotRequired[values.Number]


class TermItem(TypedDict):
    """Term that the agreement's own text sets, and how long before it leaves a party must give notice."""

    years: NotRequired[values.Positive]
    renews: NotRequired[values.TrueOrFalse]
    notice: NotRequired[values.Length]


Sources = dict[values.Id, SourceItem]
Identifiers = dict[values.Text, values.Text]


class AgreementFile(TypedDict):
    """One agreement."""

    id: values.Id
    title: values.Title
    formal_title: NotRequired[values.Title]
    kind: values.KindWord
    parties: values.Parties
    approvals_needed: NotRequired[values.SomeParties]
    consents_needed: NotRequired[values.Positive]
    entry_into_force: NotRequired[ForceRuleItem]
    term: NotRequired[TermItem]
    replaces: NotRequired[values.Ids]
    replaced_by: NotRequired[values.Ids]
    amends: NotRequired[values.Ids]
    supplements: NotRequired[values.Ids]
    formerly: NotRequired[values.Ids]
    open: NotRequired[values.TrueOrFalse]
    not_recorded: NotRequired[values.SomeEventWords]
    identifiers: NotRequired[Identifiers]
    sources: NotRequired[Sources]
    history: tuple[EventItem, ...]
    statements: NotRequired[tuple[StatementItem, ...]]


AGREEMENT: Final = Reader[AgreementFile](AgreementFile)
SOURCES: Final = Reader[Sources](Sources)
ITEMS: Final[Mapping[str, Reader[Any]]] = {
    "sources": SOURCES,
    "history": Reader[EventItem](EventItem),
    "statements": Reader[StatementItem](StatementItem),
}
"""Reader of one item of each key that may have very many; of a mapping, an item is a mapping of one key."""
