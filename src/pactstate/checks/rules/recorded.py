"""What has become of what was recorded: the rules that need a base to compare with.

A history grows; whatever else happens to it needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Claim, Event
from pactstate.findings import Location
from pactstate.text.suggest import clip

if TYPE_CHECKING:
    from pactstate.compare import Comparison
    from pactstate.compare.records import Alteration, ClaimChange, EntryChange
    from pactstate.folder.registry import Folder

__all__ = ["agreement_removed", "event_removed", "event_rewritten", "source_redated", "state_moved_back"]

_KEEP = "put it back; if it is wrong, reject its claims, or put it right in place with 'corrected: reason'"


@rule("event-removed", over="agreement", needs=("changed",))
def event_removed(case: Case) -> Iterator[Issue]:
    """An event, or a statement, that was recorded is gone.

    A record that loses entries cannot be trusted, since nobody who reads it later can tell what once stood there. A
    pull request that deletes an entry shows a few red lines among many, and a check of the files as they are may find
    nothing amiss: without the `notice_suspended` of 2020-11-11 the history of the visiting forces agreement between the
    Philippines and the United States would be as consistent as with it.

    To do: put the entry back. If it is wrong, reject its claims with the reason. If two entries were one event, put
    right the one that stays, with `corrected: reason`: the reason speaks for the other one too.
    """
    change = case.change
    if change is None:
        return
    for entry in change.entries:
        if entry.before and entry.after is None and not entry.corrected:
            yield Issue(_beside(case, entry), f"{_named(entry.before)}, recorded at {_base(case)}, is gone", _KEEP)
    for statement in change.statements:
        if statement.before and statement.after is None:
            said = statement.before
            message = f"what {said.source} says of the state ('{said.says}'), recorded at {_base(case)}, is gone"
            yield Issue(
                _heading(case, "statements", "history"),
                message,
                "put it back; if it is wrong, with 'rejected: reason'",
            )


@rule("event-rewritten", over="agreement", needs=("changed",))
def event_rewritten(case: Case) -> Iterator[Issue]:
    """An event that was recorded reads differently, and nothing says why.

    What happened does not change; what is known of it does. A later day, another party, or a report that has vanished
    may be the correction of an error or an error itself, and the difference lies in the reason. Recorded are the event,
    its day, its party and its claims, and its place among the other entries. Whatever is added needs no reason: claims,
    an `effective` day, a `rejected` beside a claim, an entry between two others. A newspaper that gives another day
    keeps it as the `date` of its own claim, and the entry need not change with every newspaper.

    To do: restore the entry, or add `corrected:` with the reason to it. A reason that stood there before counts for
    what was changed then: write a new one.
    """
    change = case.change
    if change is None or change.before is None:
        return
    for entry in change.entries:
        if entry.after and entry.index is not None and entry.rewrites and not entry.corrected:
            place, told = _rewriting(case, entry, entry.index)
            help = "restore it, or say why it changed with 'corrected: reason' in the entry"
            if entry.after.corrected is not None:
                help = "restore it, or write another reason after 'corrected:': this one is an old one, or says nothing"
            yield Issue(
                place, f"{_named(entry.before or entry.after)} was recorded otherwise at {_base(case)}: {told}", help
            )


@rule("state-moved-back", over="agreement", needs=("changed",))
def state_moved_back(case: Case) -> Iterator[Issue]:
    """On the same day, the agreement stands less far than it did before the change.

    The state is derived, never typed, and so may change where nobody looked: when the only report of an event is
    rejected, when an event gets a later day, when `parties` or `consents_needed` change. Each of these may be right,
    and together they say that a treaty which was in force on a day was not. Talks that begin anew after the agreement
    was given up do not count.

    To do: look whether the step back is meant. If it follows from something that was put right, `corrected: reason`
    there says so here too; otherwise silence the finding, with the reason.
    """
    change = case.change
    if change is None or change.retreat is None:
        return
    retreat = change.retreat
    before, after = (status.state or _several(status.possible) for status in (retreat.before, retreat.after))
    message = f"on {retreat.day} it stood at '{before}' at {_base(case)}, and stands at '{after or 'no state'}' now"
    yield Issue(
        _heading(case, "history"), message, "if that is meant, say why with 'corrected: reason' where it comes from"
    )


@rule("agreement-removed", over="folder")
def agreement_removed(folder: FolderContext) -> Iterator[Issue]:
    """An agreement that was recorded is gone.

    What ended is not deleted: it is `terminated` or `abandoned`, and stays, since somebody will ask where it stood on a
    day in the past. Other agreements and other people's files name it by its id. An agreement is known by this id, so
    that its file may be moved and renamed; an id that is changed is an agreement less, unless the record says which id
    it had before: `formerly: [old-id]`.

    To do: put the file back. If it was renamed, keep the `id` or add `formerly`. If it was recorded twice, keep the id
    that others name.
    """
    comparison, there = _compared(folder)
    new = {one.title: one.id for one in comparison.here.registry.agreements if one.id not in there.registry}
    renamed = {id for one in comparison.here.registry.agreements for id in one.formerly}
    for change in comparison.agreements:
        if change.before and change.after is None and change.id not in renamed:
            like = new.get(change.before.title)
            help = f"it looks like '{like}': keep the id" if like else "put its file back; what is over is 'terminated'"
            message = f"the agreement '{change.id}', recorded at {comparison.base}, is gone"
            yield Issue(_place(folder, there.places[change.id]), message, help, agreement=change.id)
    for file in comparison.lost:
        message = f"the agreement '{clip(file.declared or '')}', which was not understood at {comparison.base}, is gone"
        yield Issue(_place(folder, file.path), message, "put its file back, and mend it")


@rule("source-redated", over="folder")
def source_redated(folder: FolderContext) -> Iterator[Issue]:
    """A recorded source is gone, or bears another day of publication.

    The day of publication decides what a source can have known, and what could be known on a day. Who moves it makes a
    stale article look fresh, or a report early, without touching a single event. A page that gave no day may get one,
    and one that was updated once more a later `updated`; both are additions.

    To do: restore the day, or add `corrected:` with the reason to the source. A source that proves nothing any more
    stays: uncited, it does no harm.
    """
    comparison, _ = _compared(folder)
    for change in comparison.sources:
        if not change.rewrites or change.corrected:
            continue
        if change.after is None:
            message = f"source '{change.id}', recorded at {comparison.base}, is gone"
            help = "put it back; if it is described under another id, keep the old one"
            yield Issue(_place(folder, change.path), message, help)
            continue
        told = [one for one in change.altered if one.rewrites]
        place = folder.source_at(change.id, told[0].field if told[0].after else None, path=change.path)
        message = f"source '{change.id}' was recorded otherwise at {comparison.base}: {_listed(told)}"
        yield Issue(place, message, "restore it, or say why it changed with 'corrected: reason' in the source")


def _compared(folder: FolderContext) -> tuple[Comparison, Folder]:
    """Return the comparison, and the folder at its base; these rules only run with a base."""
    comparison = cast("Comparison", folder.comparison)
    return comparison, cast("Folder", comparison.base.folder)


def _place(folder: FolderContext, path: str) -> Location:
    """Where a file of the base stands, or would stand, in the folder."""
    return Location(folder.comparison.place(path) if folder.comparison else path)


def _base(case: Case) -> str:
    return str(case.folder.comparison.base) if case.folder.comparison else ""


def _heading(case: Case, *keys: str) -> Location:
    """The first of the keys that the file has, or the last one."""
    document, here = case.document, case.document.data
    return document.at((next((key for key in keys if key in here), keys[-1]),), key=True)


def _beside(case: Case, entry: EntryChange) -> Location:
    """The entry that stood before one that is gone; the beginning of the history, if none did."""
    return _heading(case, "history") if entry.index is None else case.event_at(entry.index)


def _named(event: Event) -> str:
    by = f" by {event.party}" if event.party else ""
    return f"'{event.name}'{by} on {event.date}"


def _rewriting(case: Case, entry: EntryChange, index: int) -> tuple[Location, str]:
    """The first thing in an entry that reads differently, and all of them in words."""
    told: list[tuple[Location, str]] = [
        (case.at("history", index, one.field) if one.after else case.event_at(index), _listed([one]))
        for one in entry.altered
        if one.rewrites
    ]
    told += [(case.event_at(index), _claim(one)) for one in entry.claims if one.rewrites]
    if entry.moved:
        told.append((case.event_at(index), "it stood at another place among the entries"))
    return told[0][0], "; ".join(words for _, words in told[:_TOLD]) + ("; and more" if len(told) > _TOLD else "")


_TOLD = 3


def _claim(change: ClaimChange) -> str:
    claim: Claim | None = change.before
    assert claim is not None  # noqa: S101 - only what was recorded is rewritten
    said = f"'{claim.role}_by: {claim.source}'"
    if change.after is None:
        return f"{said} is gone"
    if change.reinstated:
        return f"{said} is no longer rejected"
    return f"the date of {said}{_moved(_text(claim.date), _text(change.after.date))}"


def _listed(altered: Iterable[Alteration]) -> str:
    return "; ".join(f"'{one.field}'{_moved(one.before, one.after)}" for one in altered)


def _moved(before: str | None, after: str | None) -> str:
    if before is None:
        return f" is {clip(after or '')} and was not given"
    return f" was {clip(before)}" + (f", is {clip(after)}" if after else ", is not given any more")


def _text(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _several(states: Iterable[str]) -> str:
    return " or ".join(sorted(map(str, states)))
