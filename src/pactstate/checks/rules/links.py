"""Rules on links between agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pactstate.checks.context import FolderContext
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import compatible
from pactstate.fileformat.suggest import like_agreement
from pactstate.findings import Fix, Location, Related, TextEdit
from pactstate.folder.facts import LINK_KEYS, FolderFacts, References
from pactstate.text.suggest import Suggestions

__all__ = ["dangling_link", "link_mismatch"]

_OTHER_END = {"replaces": "replaced_by", "replaced_by": "replaces"}


@rule("dangling-link", over="folder")
def dangling_link(folder: FolderContext) -> Iterator[Issue]:
    """A link to another agreement names an agreement that is not in the folder.

    These links say which treaty replaced another one (VCLT 59) or amended it (VCLT 39). The agreement of 2010 between
    Japan and Australia on supplies and services was replaced by that of 2017. A reader of either file has to find the
    other one. If a link leads nowhere, its id is mistyped or the file of the other agreement is missing. A link to a
    file that could not be read is not reported here, since that file has a finding of its own.

    To do: correct the id, or add the other agreement. If it was renamed, write its new id.
    """
    for references in folder.facts.references.values():
        may_suggest = Suggestions()
        for key, id, place in references.links:
            if id in folder.facts.paths or id in folder.unread_names:
                continue
            renamed = folder.facts.successors.get(id, [])
            if len(renamed) == 1:
                help: str | None = f"it was renamed: write '{renamed[0]}'"
                fix = Fix(f"write '{renamed[0]}'", (TextEdit(place, renamed[0]),))
            else:
                help = like_agreement(id, folder.agreement_names.near(id)) if may_suggest() else None
                fix = None
            message = f"'{key}' names '{id}', which is no agreement here"
            yield Issue(place, message, help, agreement=references.agreement, fix=fix)


@rule("link-mismatch", over="folder")
def link_mismatch(folder: FolderContext) -> Iterator[Issue]:
    """Two agreements disagree about whether, or when, one replaced the other.

    A treaty ends when the parties conclude a later one on the same matter that is to govern it (VCLT 59). Both files
    therefore need the link, and the old agreement ends on the day on which the new one enters into force. For the two
    agreements between Japan and Australia on supplies and services, this was in September 2017.

    An agreement cannot replace, amend or supplement itself, not even through a chain of other agreements. An agreement
    that ended with `reason: replaced` names its successor. An agreement whose successor is in force has an end. The
    withdrawal of one party, or of one act, is no end.

    To do: write `replaced_by` in the old agreement and `replaces` in the new one, and check the two dates.
    """
    facts = folder.facts
    located: dict[str, Location] = {}
    """Location of the id in each file that lacks a link back, by path."""
    circular = {key: _on_circles(_targets(facts, key)) for key in LINK_KEYS}
    # A link to the former id of an agreement leads to it, and has a finding of its own.
    renamed = {former: ids[0] for former, ids in facts.successors.items() if len(ids) == 1}
    linked = {
        id: {(link.key, link.target if link.target in facts.paths else renamed.get(link.target)) for link in one.links}
        for id, one in facts.references.items()
    }
    for references in facts.references.values():
        own = references.agreement
        if references.unnamed_successor:
            yield Issue(
                references.unnamed_successor,
                "'reason: replaced' does not say by which agreement",
                "name it under 'replaced_by', or give another reason",
                agreement=own,
            )
        for key, id, place in references.links:
            if id == own:
                message = f"'{key}' names the agreement itself"
                yield Issue(place, message, "name the other agreement", agreement=own)
            elif id not in facts.paths:
                continue
            elif key not in _OTHER_END:
                if own in circular[key]:
                    message = f"by way of '{id}' the agreement {key} itself"
                    yield Issue(place, message, "one of the links points the wrong way", agreement=own)
            elif (_OTHER_END[key], own) not in linked.get(id, ()):
                path, fix = facts.paths[id], None
                if path not in located:
                    from pactstate.editing.repairs import fix_by_link  # few folders need it

                    # One repair of a file at a time: each is looked up in the whole file, which many links may lead to.
                    other = folder.opened.read_again(path, facts.digests[path])
                    located[path] = other.at(("id",))
                    fix = fix_by_link(other, _OTHER_END[key], own)
                there = located[path]
                yield Issue(
                    place,
                    f"'{id}' does not say '{_OTHER_END[key]}: {own}' ({there.describe_from(place.path)})",
                    "write the link in both files",
                    (Related(f"'{id}'", there),),
                    agreement=own,
                    fix=fix,
                )
            elif key == "replaced_by" and own in circular[key]:
                message = f"by way of '{id}' the agreement replaces itself"
                yield Issue(place, message, "one of the links points the wrong way", agreement=own)
            elif key == "replaced_by":
                yield from _ends_apart(references, facts.references[id])


def _targets(facts: FolderFacts, wanted: str) -> dict[str, list[str]]:
    """Return the agreements to which the links under a key lead, by the agreement that has the links."""
    return {
        id: [target for key, target, _ in references.links if key == wanted and target in facts.references]
        for id, references in facts.references.items()
    }


def _on_circles(targets: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the ids from which a chain of links leads back, in one pass forwards and one backwards (Kosaraju)."""
    sources: dict[str, list[str]] = {id: [] for id in targets}
    for id, others in targets.items():
        for other in others:
            sources[other].append(id)
    finished: list[str] = []
    seen: set[str] = set()
    for start in targets:
        finished += _reached(start, targets, seen)
    found = {id for id, others in targets.items() if id in others}
    seen = set()
    for start in reversed(finished):
        circle = _reached(start, sources, seen)
        if len(circle) > 1:
            found.update(circle)
    return frozenset(found)


def _reached(start: str, targets: Mapping[str, Collection[str]], seen: set[str]) -> list[str]:
    """Return the ids that are reached from one and were not seen before, each after those reached from it."""
    found: list[str] = []
    pending = [] if start in seen else [(start, iter(targets[start]))]
    seen.add(start)
    while pending:
        id, others = pending[-1]
        following = next((other for other in others if other not in seen), None)
        if following is None:
            pending.pop()
            found.append(id)
        else:
            seen.add(following)
            pending.append((following, iter(targets[following])))
    return found


def _ends_apart(references: References, successor: References) -> Iterator[Issue]:
    end, start, in_force = references.replaced, successor.in_force, references.in_force
    if start is None:
        return
    own = references.agreement
    seen = start.location.describe_from(references.path)
    related = (Related(f"'{successor.agreement}' in force on {start.days[-1]}", start.location),)
    if in_force and not references.is_over:
        yield Issue(
            in_force.event_location,
            f"in force without an end, while its successor '{successor.agreement}' entered into force on "
            f"{start.days[-1]} ({seen})",
            "record the end: 'terminated', 'reason: replaced'",
            related,
            agreement=own,
        )
    if end and not any(compatible(this, that) for this in end.days for that in start.days):
        yield Issue(
            end.location,
            f"replaced on {end.days[-1]}, while '{successor.agreement}' entered into force on "
            f"{start.days[-1]} ({seen})",
            "check both dates",
            related,
            agreement=own,
        )
