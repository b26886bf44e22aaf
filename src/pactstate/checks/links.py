"""Rules on how agreements hang together."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.agreement import Agreement
from pactstate.checks.base import Case, Issue, over_agreements
from pactstate.dates import PartialDate, compatible
from pactstate.findings import Related
from pactstate.lifecycle import EventKind
from pactstate.model import Event, TerminationReason
from pactstate.reading.suggest import Suggestions

__all__ = ["dangling_link", "link_mismatch"]

_OTHER_END = {"replaces": "replaced_by", "replaced_by": "replaces"}


def _links(agreement: Agreement) -> Iterator[tuple[str, int, str]]:
    for name in ("replaces", "replaced_by", "amends"):
        ids: tuple[str, ...] = getattr(agreement, name)
        for index, id in enumerate(ids):
            yield name, index, id


@over_agreements("dangling-link", needs=("link",))
def dangling_link(case: Case) -> Iterator[Issue]:
    """`replaces`, `replaced_by` or `amends` names no agreement of the folder.

    These links tell which treaty took the place of another one (VCLT 59) or changed it (VCLT 39). The agreement of 2010
    between Japan and Australia on supplies and services was replaced by that of 2017: who follows one of the two has to
    find the other. A link that leads nowhere has a mistyped id, or the other agreement's file is missing.

    To do: correct the id, or add the other agreement.
    """
    registry, suggest = case.folder.registry, Suggestions()
    for name, index, id in _links(case.agreement):
        if id not in registry:
            yield Issue(
                case.at(name, index),
                f"'{name}' names '{id}', which is no agreement here",
                suggest(id, case.survey.agreement_names.near(id)),
            )


@over_agreements("link-mismatch", needs=("link",))
def link_mismatch(case: Case) -> Iterator[Issue]:
    """Two agreements disagree about one replacing the other.

    A treaty ends when the parties conclude a later one on the same matter that is to govern it (VCLT 59). So the link
    stands in both files, and the day on which the old one ends is the day on which the new one enters into force: of
    the two agreements between Japan and Australia on supplies and services, September 2017 for both.

    To do: write `replaced_by` in the old agreement and `replaces` in the new one, and check the two dates.
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
    end = next((pair for pair in _accepted(case.agreement) if _is_replacement(pair[1])), None)
    start = next((pair for pair in _accepted(successor) if EventKind.IN_FORCE in pair[1].kinds), None)
    if end and start and not any(compatible(this, that) for this in _days(end[1]) for that in _days(start[1])):
        place = case.folder.documents[case.folder.places[successor.id]].at(("history", start[0], "date"))
        yield Issue(
            case.at("history", end[0], "date"),
            f"replaced on {_days(end[1])[-1]}, while '{successor.id}' entered into force on "
            f"{_days(start[1])[-1]} ({case.said(place)})",
            "check both dates",
            (Related(f"'{successor.id}' in force on {_days(start[1])[-1]}", place),),
        )


def _accepted(agreement: Agreement) -> Iterator[tuple[int, Event]]:
    """The entries that are not rejected."""
    for index, event in enumerate(agreement.history):
        if not event.claims or any(claim.accepted for claim in event.claims):
            yield index, event


def _days(event: Event) -> list[PartialDate]:
    """The day of the act, and the day on which it takes effect."""
    return [event.date, event.effective] if event.effective else [event.date]


def _is_replacement(event: Event) -> bool:
    return EventKind.TERMINATED in event.kinds and event.reason in (TerminationReason.REPLACED, None)
