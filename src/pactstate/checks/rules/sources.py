"""Rules on sources, both shared ones and those of one agreement."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence

from pactstate.checks.context import FolderContext, SourcePlace, SourcesContext
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.fileformat.suggest import description, like_source, mistyped_source
from pactstate.findings import Fix, Location, TextEdit
from pactstate.folder.facts import Citation
from pactstate.text.suggest import Suggestions

__all__ = ["source_clock", "source_from_future", "undated_source", "unknown_source", "unused_source"]


@rule("unknown-source", over="folder")
def unknown_source(folder: FolderContext) -> Iterator[Issue]:
    """A claim, a statement or a source cites a source that is not described.

    A citation is only useful if the reader knows who published the text, where and when. If a described source has
    nearly the same id, the finding asks whether you mean that one. It also shows a line that describes a new source,
    ready to be filled in, because a citation of a source that nobody read would make a false record. Sources are
    described under the agreement's own `sources:`, in `sources.yaml`, or in a file under `sources/`. An agreement
    cannot cite the own `sources:` of another agreement.

    To do: describe the source, or correct the id if it is mistyped. If another agreement describes the source, move the
    description to `sources.yaml`, where several agreements can cite it.
    """
    if not folder.opened.sources_complete:
        return  # a file of sources that could not be read may describe them
    yield from _unknown(folder, folder.facts.unresolved, None, _name_publisher)
    for references in folder.facts.references.values():
        yield from _unknown(folder, references.citations, references.agreement, description)


def _name_publisher(_: str) -> str:
    return "describe it, or name its publisher in a 'note'"


def _unknown(
    folder: FolderContext, citations: Sequence[Citation], agreement: str | None, advice: Callable[[str], str]
) -> Iterator[Issue]:
    """Yield a finding for each cited source that neither the same file nor a shared one describes."""
    may_suggest = Suggestions()
    for id, place in citations:
        if id in folder.opened.unread_sources:
            continue
        other = folder.facts.source_paths.get(id)
        fix = None
        if other:
            help = f"it is described in {other.rpartition('/')[2]}: move it to sources.yaml, where others can cite it"
        else:
            near = list(folder.source_names.near(id)) if may_suggest() else []
            question, meant = (like_source(id, near), mistyped_source(id, near)) if near else (None, None)
            help = f"{question} if not, {advice(id)}" if question else advice(id)
            fix = Fix(f"write '{meant}'", (TextEdit(place, meant),), is_safe=False) if meant else None
        yield Issue(place, f"no source '{id}' is described here", help, agreement=agreement, fix=fix)


@rule("undated-source", over="folder")
def undated_source(folder: FolderContext) -> Iterator[Issue]:
    """A source has no `published`.

    The day of publication decides what a source proves: the events that it reports have happened by that day, and are
    known from that day on. Without a date, the day can often be limited to an interval. One of the five articles that
    this project grew from has no date. It mentions a meeting of 2025-04-29, but not the entry into force of 2025-09-11,
    so it is dated `2025-04-29/2025-09-10`. The message gives the limits that follow from the source's claims.

    To do: give `published` as exactly as you know it: a day, a month, a year or an interval. For an interval, say in
    `basis` how you found it.
    """
    facts = folder.facts
    shared = ((id, SourcePlace(folder, id), days) for id, days in facts.undated_shared.items())
    for id, place, days in itertools.chain[tuple[str, Location | SourcePlace, Sequence[PartialDate]]](
        shared, facts.undated
    ):
        bounds = _within_all(days)
        yield Issue(
            place,
            f"'{id}' has no 'published'" + (f"; its claims put it in {bounds}" if bounds else ""),
            "give the day, or an interval with a 'basis'",
        )


def _within_all(spans: Sequence[PartialDate]) -> PartialDate | None:
    """Return the days that all intervals share; None if there are none, or if no interval has a limit."""
    if not spans:
        return None
    earliest, latest = max(span.earliest for span in spans), min(span.latest for span in spans)
    unbounded = earliest == dt.date.min and latest == dt.date.max
    return PartialDate.between(earliest, latest) if earliest <= latest and not unbounded else None


@rule("unused-source", over="folder")
def unused_source(folder: FolderContext) -> Iterator[Issue]:
    """A source is not cited anywhere.

    Only the same file can cite a source in an agreement's own `sources:`. Any file can cite a shared source, in a
    claim, in a statement or under `based_on`.

    Perhaps its claim is still to be written, or a correction removed its last claim. A source that is described but not
    cited looks like evidence, and is none.

    To do: cite the source where it says something about an event, or delete it.
    """
    facts = folder.facts
    for id, place, _ in facts.unused:
        yield Issue(place, f"nothing in this file cites '{id}'")
    unread = facts.ids_in_unread
    if unread is None:
        return  # a file that could not be read may cite the shared ones
    for id in facts.shared_sources:
        if id not in facts.cited and id not in unread:
            yield Issue(SourcePlace(folder, id), f"nothing cites '{id}'")


@rule("source-from-future", over="sources")
def source_from_future(file: SourcesContext) -> Iterator[Issue]:
    """A source is dated certainly after today.

    Nobody can have read such a source. The date is mistyped, or it is the day of the event that the source announces. A
    page of 2025-08-12 that announces an entry into force on 2025-09-11 is `published: 2025-08-12`.

    To do: give the day on which the source was published.
    """
    for source in file.sources:
        if source.published and certainly_before(file.today, source.published):
            yield Issue(
                file.at(source, "published"),
                f"'{source.id}' is dated {source.published}, after today ({file.today})",
                "correct the date",
            )


@rule("source-clock", over="sources")
def source_clock(file: SourcesContext) -> Iterator[Issue]:
    """A source was updated, read or archived certainly before it was published.

    A page cannot be read before it is published. One of the two dates is wrong, and then the source proves the wrong
    thing: a report counts from `published` or `updated`, and `accessed` or `archived` limit the day of a page without a
    date.

    To do: correct one of the two dates. If the page bears a later date than the day on which it was first read, it was
    changed: write that date as `updated`.
    """
    for source in file.sources:
        if not (source.published and (source.updated or source.accessed or source.archived)):
            continue
        for name, day in (("updated", source.updated), ("accessed", source.accessed), ("archived", source.archived)):
            if day and certainly_before(day, source.published):
                yield Issue(
                    file.at(source, name),
                    f"'{source.id}' was {name} on {day}, before it was published ({source.published})",
                    "correct one of the two",
                )
