"""What an agreement has to do with others, taken out of it so that it need not be kept until they are known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from pactstate.checks.context import Entry, Ties
from pactstate.domain.agreement import Agreement
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Event, Role, TerminationReason
from pactstate.smallyaml import NodePath

__all__ = ["ties"]

_LINKS = ("replaces", "replaced_by", "amends", "supplements")


def ties(agreement: Agreement, path: str, cited: Collection[str]) -> Ties | None:
    """What an agreement names that may stand in another file; None if it names nothing of the kind.

    It is linked with the sources that are its own, or shared, among those that are ``cited``.
    """
    known = {source.id for source in agreement.sources}
    links = tuple((name, number, id) for name in _LINKS for number, id in enumerate(getattr(agreement, name)))
    replaced = _first(agreement, _is_replacement)
    nameless = _first(agreement, _says_replaced) if not agreement.replaced_by else None
    if not links and nameless is None and known.issuperset(cited):
        return None
    cites = tuple(_unknown(agreement, known))
    in_force, end = _first(agreement, _is_entry_into_force), _first(agreement, _is_end)
    return Ties(agreement.id, path, links, cites, replaced, in_force, end is not None, nameless)


def _unknown(agreement: Agreement, known: Collection[str]) -> Iterator[tuple[NodePath, str]]:
    for index, event in enumerate(agreement.history):
        for role in Role:
            for number, claim in enumerate(claim for claim in event.claims if claim.role is role):
                if claim.source not in known:
                    yield ("history", index, f"{role}_by", number, "source"), claim.source
    for index, statement in enumerate(agreement.statements):
        if statement.source not in known:
            yield ("statements", index, "source"), statement.source


def _first(agreement: Agreement, is_meant: Callable[[Event], bool]) -> Entry | None:
    """The first entry of a kind that is reported; what was only announced may have come about on another day."""
    for index, event in enumerate(agreement.history):
        if is_meant(event) and (not event.claims or event.accepted(Role.REPORTED)):
            return Entry(index, (event.date, event.effective) if event.effective else (event.date,))
    return None


def _is_replacement(event: Event) -> bool:
    return EventKind.TERMINATED in event.kinds and event.reason in (TerminationReason.REPLACED, None)


def _says_replaced(event: Event) -> bool:
    return EventKind.TERMINATED in event.kinds and event.reason is TerminationReason.REPLACED


def _is_end(event: Event) -> bool:
    return not {EventKind.TERMINATED, EventKind.WITHDRAWN, EventKind.ABANDONED}.isdisjoint(event.kinds)


def _is_entry_into_force(event: Event) -> bool:
    return EventKind.IN_FORCE in event.kinds
