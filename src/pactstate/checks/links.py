"""Rules on how agreements hang together."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.agreement import Agreement
from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.dates import compatible
from pactstate.findings import Related
from pactstate.lifecycle import EventKind
from pactstate.model import Event, TerminationReason
from pactstate.reading.suggest import did_you_mean

__all__ = ["dangling_link", "link_mismatch"]

_OTHER_END = {"replaces": "replaced_by", "replaced_by": "replaces"}


def _links(agreement: Agreement) -> Iterator[tuple[str, int, str]]:
    for name in ("replaces", "replaced_by", "amends"):
        ids: tuple[str, ...] = getattr(agreement, name)
        for index, id in enumerate(ids):
            yield name, index, id


@over_agreements("dangling-link")
def dangling_link(case: Case) -> Iterator[Issue]:
    """`replaces`, `replaced_by` or `amends` names no agreement of the folder.

    The other agreement's file is missing, or its id is mistyped.
    """
    registry = case.folder.registry
    for name, index, id in _links(case.agreement):
        if id not in registry:
            yield Issue(
                case.at(name, index), f"'{name}' names '{id}', which is no agreement here", did_you_mean(id, registry)
            )


@over_agreements("link-mismatch")
def link_mismatch(case: Case) -> Iterator[Issue]:
    """Two agreements disagree about one replacing the other.

    The link stands in both files, and the old one ends when the new one enters into force (VCLT 59).
    """
    registry = case.folder.registry
    for name, index, id in _links(case.agreement):
        if name not in _OTHER_END or id not in registry:
            continue
        other, back = registry[id], _OTHER_END[name]
        place = case.folder.documents[case.folder.places[id]].at(("id",))
        if case.agreement.id not in getattr(other, back):
            yield Issue(
                case.at(name, index),
                f"'{id}' does not say '{back}: {case.agreement.id}' ({case.said(place)})",
                "write the link in both files",
                (Related(f"'{id}'", place),),
            )
        elif name == "replaced_by":
            yield from _ends_apart(case, other)


def _ends_apart(case: Case, successor: Agreement) -> Iterator[Issue]:
    end = next(((index, event) for index, event in enumerate(case.agreement.history) if _is_replacement(event)), None)
    start = next((pair for pair in enumerate(successor.history) if EventKind.IN_FORCE in pair[1].kinds), None)
    if end and start and not compatible(end[1].effective or end[1].date, start[1].date):
        place = case.folder.documents[case.folder.places[successor.id]].at(("history", start[0], "date"))
        yield Issue(
            case.at("history", end[0], "date"),
            f"replaced on {end[1].effective or end[1].date}, while '{successor.id}' entered into force on "
            f"{start[1].date} ({case.said(place)})",
            "check both dates",
            (Related(f"'{successor.id}' in force on {start[1].date}", place),),
        )


def _is_replacement(event: Event) -> bool:
    return EventKind.TERMINATED in event.kinds and event.reason is TerminationReason.REPLACED
