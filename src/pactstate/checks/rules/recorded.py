"""Rules that compare a folder with its base: a change to what was recorded needs a reason, an addition does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from pactstate.checks.case import Case
from pactstate.checks.context import FolderContext, SourcePlace
from pactstate.checks.rule import Found, Issue, rule
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Claim, Event
from pactstate.findings import Location
from pactstate.text.suggest import clip

if TYPE_CHECKING:
    from pactstate.compare import Comparison
    from pactstate.compare.agreements import Alteration, ClaimChange, EntryChange
    from pactstate.folder.read import Folder

__all__ = ["agreement_removed", "event_removed", "event_rewritten", "source_redated", "state_moved_back"]

_KEEP = "put it back; if it is wrong, reject its claims, or correct it and add 'corrected: reason'"


@rule("event-removed", over="agreement", needs=("changed",))
def event_removed(case: Case) -> Iterator[Issue]:
    """A recorded event or statement has been deleted.

    A record that loses entries cannot be trusted, since a later reader cannot tell what it contained. In a pull
    request, a deleted entry is a few red lines among many, and a check of the files alone may find nothing wrong.
    Without the `notice_suspended` of 2020-11-11, the history of the visiting forces agreement between the Philippines
    and the United States would be as consistent as with it.

    To do: put the entry back. If it is wrong, reject its claims with the reason. If two entries were one event, correct
    the remaining one and add `corrected: reason` to it; the reason then covers the deleted entry too.
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
            message = f"the statement of {said.source} ('{said.says}'), recorded at {_base(case)}, is gone"
            yield Issue(
                _heading(case, "statements", "history"),
                message,
                "put it back; if it is wrong, add 'rejected: reason' to it",
            )


@rule("event-rewritten", over="agreement", needs=("changed",))
def event_rewritten(case: Case) -> Iterator[Found]:
    """A recorded event was changed without a reason.

    An event does not change, but knowledge of it does. Another day, another party or a deleted report may correct an
    error or be an error. Only the reason tells which. The rule compares the event, its day, its party, its claims, and
    its position among the other entries. An addition needs no reason: claims, an `effective` day, a `rejected` beside a
    claim, or an entry between two others. If a newspaper gives another day, write that day as the `date` of its claim;
    the entry itself need not change.

    To do: restore the entry, or add `corrected:` with the reason to it. A reason that the entry already had at the base
    explains an earlier change: write a new one.
    """
    change = case.change
    if change is None or change.before is None:
        return
    for entry in change.entries:
        if entry.after and entry.index is not None and entry.rewrites and not entry.corrected:
            yield partial(_rewritten, case, entry, entry.after, entry.index)


def _rewritten(case: Case, entry: EntryChange, after: Event, index: int) -> Issue:
    place, told = _rewriting(case, entry, index)
    help = "restore it, or say why it changed with 'corrected: reason' in the entry"
    if after.corrected is not None:
        help = "restore it, or write another reason after 'corrected:': the base has this one, or it has no words"
    return Issue(place, f"{_named(entry.before or after)} was recorded otherwise at {_base(case)}: {told}", help)


@rule("state-moved-back", over="agreement", needs=("changed",))
def state_moved_back(case: Case) -> Iterator[Issue]:
    """The change puts the agreement into an earlier state on the same day.

    The state is derived from the history and is not written in the file. A change can therefore move it without anybody
    noticing: the only report of an event is rejected, an event gets a later day, or `parties` or `consents_needed`
    change. Each of these changes may be right. Their effect, however, may be that a treaty which was in force on a day
    is not in force on it any more. Negotiations that begin anew after an agreement was abandoned do not count.

    To do: check whether the earlier state is intended. If it follows from a correction, add `corrected: reason` there;
    this finding then goes away too. Otherwise silence the finding, with the reason.
    """
    change = case.change
    if change is None or change.retreat is None:
        return
    retreat = change.retreat
    before, after = (status.state or _several(status.possible) for status in (retreat.before, retreat.after))
    message = f"on {retreat.day} its state was '{before}' at {_base(case)}, and is '{after or 'no state'}' now"
    yield Issue(
        _heading(case, "history"), message, "if that is right, add 'corrected: reason' to the entry that changed"
    )


@rule("agreement-removed", over="folder")
def agreement_removed(folder: FolderContext) -> Iterator[Issue]:
    """A recorded agreement has been deleted.

    An agreement that is over is not deleted. It is recorded as `terminated` or `abandoned`, since somebody may ask for
    its state on a day in the past. Other agreements, and files outside the folder, refer to it by its id. The id
    identifies the agreement, so its file may be moved and renamed. A changed id counts as a deleted agreement, unless
    the record names the id that it had before: `formerly: [old-id]`.

    To do: put the file back. If the agreement was renamed, keep the `id` or add `formerly`. If it was recorded twice,
    keep the id that others refer to.
    """
    comparison, there = _compared(folder)
    new = {one.title: one.id for one in comparison.here.registry.agreements if one.id not in there.registry}
    for change in comparison.agreements:
        if change.before and change.after is None and change.id not in comparison.former:
            like = new.get(change.before.title)
            help = (
                f"it looks like '{like}': keep the id"
                if like
                else "put its file back; record an agreement that is over as 'terminated'"
            )
            message = f"the agreement '{change.id}', recorded at {comparison.base}, is gone"
            yield Issue(_place(folder, there.agreement_paths[change.id]), message, help, agreement=change.id)
    for file in comparison.lost:
        message = f"the agreement '{clip(file.declared or '')}', which was not understood at {comparison.base}, is gone"
        yield Issue(_place(folder, file.path), message, "put its file back, and correct it")


@rule("source-redated", over="folder")
def source_redated(folder: FolderContext) -> Iterator[Issue]:
    """A recorded source has been deleted, or its day of publication was changed.

    The day of publication decides what a source can report, and what was known on a given day. A changed day can make a
    stale article look fresh, or a report look early, although no event has changed. Adding a day is no such change: a
    source without a day may get one, and a source that was updated again may get a later `updated`.

    To do: restore the day, or add `corrected:` with the reason to the source. Keep a source that proves nothing any
    more: if nothing cites it, it does no harm.
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
        place = SourcePlace(folder, change.id, told[0].field if told[0].after else None, change.path)
        message = f"source '{change.id}' was recorded otherwise at {comparison.base}: {_listed(told)}"
        yield Issue(place, message, "restore it, or say why it changed with 'corrected: reason' in the source")


def _compared(folder: FolderContext) -> tuple[Comparison, Folder]:
    """Return the comparison, and the folder at its base; these rules only run with a base."""
    comparison = cast("Comparison", folder.comparison)
    return comparison, cast("Folder", comparison.base.folder)


def _place(folder: FolderContext, path: str) -> Location:
    """Return the location in the folder that corresponds to a path in the base."""
    return Location(folder.comparison.present_path(path) if folder.comparison else path)


def _base(case: Case) -> str:
    return str(case.folder.comparison.base) if case.folder.comparison else ""


def _heading(case: Case, *keys: str) -> Location:
    """Return the location of the first of the keys that the file has, or of the last one."""
    document, here = case.document, case.document.data
    return document.at((next((key for key in keys if key in here), keys[-1]),), key=True)


def _beside(case: Case, entry: EntryChange) -> Location:
    """Return the location of the entry that preceded a deleted one, or of the history if none did."""
    return _heading(case, "history") if entry.index is None else case.event_at(entry.index)


def _named(event: Event) -> str:
    by = f" by {event.party}" if event.party else ""
    return f"'{event.name}'{by} on {event.date}"


def _rewriting(case: Case, entry: EntryChange, index: int) -> tuple[Location, str]:
    """Return the location of the first change in an entry, and a description of all changes."""
    told: list[tuple[Location, str]] = [
        (case.at("history", index, one.field) if one.after else case.event_at(index), _listed([one]))
        for one in entry.altered
        if one.rewrites
    ]
    told += [(case.event_at(index), _claim(one)) for one in entry.claims if one.rewrites]
    if entry.moved:
        told.append((case.event_at(index), "it was at another place among the entries"))
    return told[0][0], "; ".join(words for _, words in told[:_MAX_CHANGES_SHOWN]) + (
        "; and more" if len(told) > _MAX_CHANGES_SHOWN else ""
    )


_MAX_CHANGES_SHOWN = 3


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
