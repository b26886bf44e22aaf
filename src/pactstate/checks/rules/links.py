"""Rules on how agreements hang together."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.context import Issue, Tied, Ties, over_ties
from pactstate.domain.dates import compatible
from pactstate.fileformat.suggest import like_agreement
from pactstate.findings import Related
from pactstate.text.suggest import Suggestions

__all__ = ["dangling_link", "link_mismatch"]

_OTHER_END = {"replaces": "replaced_by", "replaced_by": "replaces"}


@over_ties("dangling-link")
def dangling_link(tied: Tied) -> Iterator[Issue]:
    """`replaces`, `replaced_by` or `amends` names no agreement of the folder.

    These links tell which treaty took the place of another one (VCLT 59) or changed it (VCLT 39). The agreement of 2010
    between Japan and Australia on supplies and services was replaced by that of 2017: who follows one of the two has to
    find the other. A link that leads nowhere has a mistyped id, or the other agreement's file is missing. A link to a
    file that could not be read is no dangling link: that file has a finding of its own.

    To do: correct the id, or add the other agreement.
    """
    may_suggest = Suggestions()
    for name, number, id in tied.ties.links:
        if id not in tied.survey.index.places and id not in tied.survey.unread_names:
            yield Issue(
                tied.at(name, number),
                f"'{name}' names '{id}', which is no agreement here",
                like_agreement(id, tied.survey.agreement_names.near(id)) if may_suggest() else None,
            )


@over_ties("link-mismatch")
def link_mismatch(tied: Tied) -> Iterator[Issue]:
    """Two agreements disagree about one replacing the other.

    A treaty ends when the parties conclude a later one on the same matter that is to govern it (VCLT 59). So the link
    stands in both files, and the day on which the old one ends is the day on which the new one enters into force: of
    the two agreements between Japan and Australia on supplies and services, September 2017 for both.

    No agreement replaces itself, also not by way of others. One that ended with `reason: replaced` names its successor,
    and one whose successor is in force has an end.

    To do: write `replaced_by` in the old agreement and `replaces` in the new one, and check the two dates.
    """
    if tied.ties.nameless:
        yield Issue(
            tied.at("history", tied.ties.nameless.number, "reason"),
            "'reason: replaced' does not say by which agreement",
            "name it under 'replaced_by', or give another reason",
        )
    for name, number, id in tied.ties.links:
        if id == tied.ties.id:
            yield Issue(tied.at(name, number), f"'{name}' names the agreement itself", "name the other agreement")
            continue
        if name not in _OTHER_END or id not in tied.survey.index.places:
            continue
        other, back = tied.survey.ties.get(id), _OTHER_END[name]
        if other is None or not any((key, named) == (back, tied.ties.id) for key, _, named in other.links):
            place = tied.survey.document(tied.survey.index.places[id]).at(("id",))
            yield Issue(
                tied.at(name, number),
                f"'{id}' does not say '{back}: {tied.ties.id}' ({tied.said(place)})",
                "write the link in both files",
                (Related(f"'{id}'", place),),
            )
        elif name == "replaced_by" and _comes_back(tied):
            yield Issue(
                tied.at(name, number),
                f"by way of '{id}' the agreement replaces itself",
                "one of the links points the wrong way",
            )
        elif name == "replaced_by":
            yield from _ends_apart(tied, other)


_MAX_CHAIN = 1000
"""Longest chain of successors that is followed."""


def _comes_back(tied: Tied) -> bool:
    """Return whether the chain of successors leads back to the agreement."""
    seen = {tied.ties.id}
    pending = [tied.ties]
    while pending and len(seen) < _MAX_CHAIN:
        for name, _, id in pending.pop().links:
            if name != "replaced_by" or (id in seen and id != tied.ties.id):
                continue
            if id == tied.ties.id:
                return True
            seen.add(id)
            if following := tied.survey.ties.get(id):
                pending.append(following)
    return False


def _ends_apart(tied: Tied, successor: Ties) -> Iterator[Issue]:
    end, start = tied.ties.replaced, successor.in_force
    if start and tied.ties.in_force and not tied.ties.is_over:
        place = tied.survey.document(successor.path).at(("history", start.number, "date"))
        yield Issue(
            tied.at("history", tied.ties.in_force.number, "event"),
            f"in force without an end, while its successor '{successor.id}' entered into force on {start.days[-1]} "
            f"({tied.said(place)})",
            "record the end: 'terminated', 'reason: replaced'",
            (Related(f"'{successor.id}' in force on {start.days[-1]}", place),),
        )
    if end and start and not any(compatible(this, that) for this in end.days for that in start.days):
        place = tied.survey.document(successor.path).at(("history", start.number, "date"))
        yield Issue(
            tied.at("history", end.number, "date"),
            f"replaced on {end.days[-1]}, while '{successor.id}' entered into force on "
            f"{start.days[-1]} ({tied.said(place)})",
            "check both dates",
            (Related(f"'{successor.id}' in force on {start.days[-1]}", place),),
        )
