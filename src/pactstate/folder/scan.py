"""One pass over the files of a folder, which yields one record for each file.

A record has all that findings between files need, so that no file is kept. See docs/format.md.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.known_by import publication
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import Event, Role, Source, TerminationReason
from pactstate.fileformat.document import Document, finding, line_at
from pactstate.fileformat.values import is_id
from pactstate.findings import Finding, Fix, Location, Related, Severity, TextEdit
from pactstate.folder.facts import (
    LINK_KEYS,
    AgreementLink,
    Citation,
    DatedEntry,
    DescribedSource,
    Duplicate,
    FileFacts,
    FolderFacts,
    References,
)
from pactstate.folder.files import OpenFolder, ParsedFile, cited_sources, grouped, source_location, source_path
from pactstate.folder.jobs import Progress, spread_batches, without_progress

if TYPE_CHECKING:
    from pactstate.fileformat.ignores import Ignore

__all__ = ["Inspect", "Inspected", "find_duplicates", "scan"]

_REPLACED: Final = TerminationReason.REPLACED  # Cached: access to an enum member is slow before Python 3.12.
_LAST_DAY: Final = PartialDate(dt.date.max)


class Inspected(NamedTuple):
    """Findings of the rules on one file."""

    findings: Sequence[Finding] = ()
    ignores: Sequence[Ignore] = ()
    """Comments that suppress findings."""
    counted: Mapping[tuple[str, Severity], int] = {}
    """Numbers of further findings, by rule and severity."""


_NOTHING: Final = Inspected()

Inspect: TypeAlias = Callable[[Sequence[tuple[ParsedFile, Agreement | None]]], Sequence[Inspected]]
"""Function that applies the rules of one file to several files, each with its agreement, which is linked with shared
sources."""


def scan(
    folder: OpenFolder,
    facts: FolderFacts,
    inspect: Inspect | None = None,
    *,
    jobs: int | None = 1,
    progress: Progress = without_progress,
    doing: str = "checking",
    most: int | None = None,
    ids_only: bool = False,
) -> Iterator[tuple[FileFacts, bool]]:
    """Read every file of a folder once, and add its record to the facts.

    ``most`` is the number of undated and of unused sources that are located in a file without comments of ours; None:
    all are. With ``ids_only``, the records have the ids that a file declares, and nothing of what it refers to:
    that is enough to load a folder.

    Yields each record, with whether its agreement and sources count: those of a file do not if another file has an
    agreement of the same id. The files of shared sources come first, then the others in their order; last come copies
    (see :meth:`FolderFacts.must_wait`), which are read again, since the findings on very many copies take too much
    memory.
    """

    def records(paths: Sequence[str]) -> Iterator[FileFacts]:
        for parts in map(_parts, folder.read_together(paths)):
            while parts:
                # Who takes a record needs room: the parsed files of the part are let go before.
                yield from [*_records(folder, parts.popleft(), inspect, most, ids_only=ids_only)]

    for path in folder.shared:
        (file,) = records([path])
        yield file, facts.add(file)
    others = [path for path in folder.paths if path not in folder.shared]
    waiting: list[str] = []
    for file in spread_batches(records, others, jobs, progress, doing):
        if facts.must_wait(file):
            waiting.append(file.path)
        else:
            yield file, facts.add(file)
    for path in waiting:
        (file,) = records([path])
        yield file, facts.add(file)


_MOST_MARKS: Final = 10_000
"""Parties times entries of the agreements that are replayed together: a replay may set a mark for each."""


def _parts(files: Sequence[ParsedFile]) -> deque[list[ParsedFile]]:
    """Return the files in groups that are looked at together."""
    return deque(grouped(files, _marks_of, _MOST_MARKS))


def _marks_of(file: ParsedFile) -> int:
    return len(file.agreement.parties) * len(file.agreement.history) if file.agreement else 0


def _records(
    folder: OpenFolder, files: Sequence[ParsedFile], inspect: Inspect | None, most: int | None, *, ids_only: bool
) -> Iterator[FileFacts]:
    """Yield the records of files that were read together, after each step has been done for all of them."""
    cited = [cited_sources(file.agreement) if file.agreement else frozenset[str]() for file in files]
    linked = [
        folder.linked(file.agreement, ids) if file.agreement else None for file, ids in zip(files, cited, strict=True)
    ]
    inspected = inspect([*zip(files, linked, strict=True)]) if inspect else [_NOTHING] * len(files)
    for file, ids, agreement, found in zip(files, cited, linked, inspected, strict=True):
        text = file.document
        if text is None:
            yield FileFacts(file.path, form_findings=file.findings, unread=file.unread)
        elif ids_only:
            yield _ids(file, agreement, found, text)
        elif agreement:
            yield _agreement_facts(file, agreement, ids, found, folder.sources, text, most)
        else:
            yield _sources_facts(file, found, folder.sources, text)


def _ids(file: ParsedFile, agreement: Agreement | None, found: Inspected, text: Document) -> FileFacts:
    return FileFacts(
        file.path,
        file.digest,
        _with_excerpts(file.findings, text),
        agreement=agreement.id if agreement else None,
        formerly=agreement.formerly if agreement else (),
        sources=tuple(file.sources),
        unread=file.unread,
        rule_findings=found.findings,
        counted=found.counted,
        ignores=found.ignores,
    )


def _with_excerpts(findings: Sequence[Finding], text: Document) -> Sequence[Finding]:
    if not findings:
        return findings
    lines = text.text.split("\n")
    return [attrs.evolve(found, excerpt=line_at(lines, found.line)) for found in findings]


def _sources_facts(file: ParsedFile, found: Inspected, shared: Collection[str], text: Document) -> FileFacts:
    sources = file.sources
    unresolved = _unresolved(sources, shared, text, is_shared=True)
    return FileFacts(
        file.path,
        file.digest,
        _with_excerpts(file.findings, text),
        sources=tuple(sources),
        based_on=_originals(sources),
        unread=file.unread,
        unresolved=unresolved,
        undated_shared={id: () for id, source in sources.items() if source.published is None},
        lines=_lines(text, [one.location for one in unresolved]),
        rule_findings=found.findings,
        counted=found.counted,
        ignores=found.ignores,
    )


def _agreement_facts(
    file: ParsedFile,
    agreement: Agreement,
    cited: frozenset[str],
    found: Inspected,
    shared: Mapping[str, Source],
    text: Document,
    most: int | None,
) -> FileFacts:
    own = file.sources
    undated = _undated(agreement)
    originals = _originals(own)
    used = {*cited, *originals}
    described: dict[str, DescribedSource] = {}
    numbers: Counter[str] = Counter()
    for id in own if undated or not used.issuperset(own) else ():
        faults = [*(["undated"] if id in undated else []), *(["unused"] if id not in used else [])]
        if faults:
            numbers.update(faults)
            is_located = most is None or text.marker_spans or any(numbers[name] <= most for name in faults)
            place = source_location(text, id, is_shared=False) if is_located else Location(file.path)
            described[id] = DescribedSource(id, place, undated.get(id, ()))
    elsewhere = cited.difference(own)
    references = _references(agreement, text, all_known=shared.keys() >= elsewhere)
    unresolved = _unresolved(own, shared, text, is_shared=False)
    pointed_at = [*(one.location for one in described.values()), *(one.location for one in unresolved)]
    if references:
        pointed_at += [link.location for link in references.links]
        pointed_at += [citation.location for citation in references.citations]
        pointed_at += [references.replaced.location] if references.replaced else []
        pointed_at += [references.in_force.event_location] if references.in_force else []
        pointed_at += [references.unnamed_successor] if references.unnamed_successor else []
    return FileFacts(
        file.path,
        file.digest,
        _with_excerpts(file.findings, text),
        agreement=agreement.id,
        formerly=agreement.formerly,
        sources=tuple(own),
        # A source that the file describes although it is shared counts as cited.
        based_on=[id for id in originals if id in shared],
        unread=file.unread,
        references=references,
        unresolved=unresolved,
        cited=[*elsewhere, *(own.keys() & shared.keys() & cited)],
        unused=[one for id, one in described.items() if id not in used],
        undated=[one for id, one in described.items() if id in undated],
        undated_shared={id: days for id, days in undated.items() if id not in own},
        lines=_lines(text, pointed_at),
        rule_findings=found.findings,
        counted=found.counted,
        ignores=found.ignores,
    )


def _lines(text: Document, locations: Sequence[Location]) -> dict[int, str]:
    if not locations:
        return {}
    lines = text.text.split("\n")
    return {location.line: line_at(lines, location.line) for location in locations}


def _originals(sources: Mapping[str, Source]) -> frozenset[str]:
    """Return the sources on which others are based."""
    return frozenset(original for source in sources.values() for original in source.based_on)


def _undated(agreement: Agreement) -> Mapping[str, Sequence[PartialDate]]:
    """Return the sources without a publication date, each with the days that its claims allow."""
    undated = {source.id: source for source in agreement.sources if source.published is None}
    days: dict[str, list[PartialDate]] = {id: [] for id in undated}
    for event in agreement.history if undated else ():
        for claim in event.claims:
            source = undated.get(claim.source)
            if source and claim.accepted and claim.role is not Role.DENIED:
                days[source.id].append(publication(claim, event, source))
    return days


def _unresolved(
    sources: Mapping[str, Source], shared: Collection[str], text: Document, *, is_shared: bool
) -> Sequence[Citation]:
    """Return the sources in ``based_on`` that are neither in the same file nor shared."""
    return [
        Citation(original, text.at((*source_path(id, is_shared=is_shared), "based_on", number)))
        for id, source in sources.items()
        if source.based_on
        for original, number in _first_places(source.based_on).items()
        if original not in sources and original not in shared
    ]


def _first_places(ids: Sequence[str]) -> Mapping[str, int]:
    """Return each id of a list with the index where it stands first; a repetition says nothing more."""
    found: dict[str, int] = {}
    for number, id in enumerate(ids):
        found.setdefault(id, number)
    return found


_links_of: Final[Callable[[Agreement], Sequence[Sequence[str]]]] = operator.attrgetter(*LINK_KEYS)


def _references(agreement: Agreement, text: Document, *, all_known: bool) -> References | None:
    links = tuple(
        [
            AgreementLink(key, id, text.at((key, number)))
            for key, ids in zip(LINK_KEYS, _links_of(agreement), strict=True)
            if ids
            for id, number in _first_places(ids).items()
        ]
    )
    unnamed = None if agreement.replaced_by else _first(agreement, _names_replacement)
    if not links and unnamed is None and all_known:
        return None
    # A successor names what it replaces: only such agreements are compared by the days of their entries.
    is_in_line = agreement.replaces or agreement.replaced_by
    in_force = _dated(agreement, _first(agreement, _is_entry_into_force), text) if is_in_line else None
    return References(
        agreement.id,
        text.path,
        links,
        () if all_known else tuple(_citations(agreement, text)),
        _dated(agreement, _first(agreement, _is_replacement), text) if agreement.replaced_by else None,
        in_force,
        in_force is None or not agreement.replaced_by or agreement.states_on(_LAST_DAY) != {State.IN_FORCE},
        None if unnamed is None else text.at(("history", unnamed, "reason")),
    )


def _citations(agreement: Agreement, text: Document) -> Iterator[Citation]:
    known = {source.id for source in agreement.sources}
    for index, event in enumerate(agreement.history):
        for role in Role:
            for number, claim in enumerate(claim for claim in event.claims if claim.role is role):
                if claim.source not in known:
                    where = text.at(("history", index, f"{role}_by", number, "source"))
                    yield Citation(claim.source, where)
    for index, statement in enumerate(agreement.statements):
        if statement.source not in known:
            yield Citation(statement.source, text.at(("statements", index, "source")))


def _first(agreement: Agreement, is_wanted: Callable[[Event], bool]) -> int | None:
    """Return the index of the first reported entry of a kind; announced events may have happened on another day."""
    for index, event in enumerate(agreement.history):
        if is_wanted(event) and (not event.claims or event.accepted(Role.REPORTED)):
            return index
    return None


def _dated(agreement: Agreement, index: int | None, text: Document) -> DatedEntry | None:
    if index is None:
        return None
    event = agreement.history[index]
    days = (event.date, event.effective) if event.effective else (event.date,)
    return DatedEntry(text.at(("history", index, "date")), text.at(("history", index, "event")), days)


def _is_replacement(event: Event) -> bool:
    return EventKind.TERMINATED in event.kinds and event.reason in (TerminationReason.REPLACED, None)


def _names_replacement(event: Event) -> bool:
    return event.reason is _REPLACED and EventKind.TERMINATED in event.kinds


def _is_entry_into_force(event: Event) -> bool:
    return EventKind.IN_FORCE in event.kinds


def find_duplicates(folder: OpenFolder, facts: FolderFacts) -> list[Finding]:
    """Return a finding for each id that two files use where it must be unique.

    The locations of such ids are looked up in their files. Each of these files is read once more; few folders have any.
    Raises :class:`FolderError` if one has changed meanwhile.
    """
    wanted: dict[str, dict[tuple[str, bool], None]] = {}
    for one in facts.duplicates:
        for path in (one.path, one.first_path):
            wanted.setdefault(path, {})[one.id, one.is_source] = None
    located: dict[tuple[str, str, bool], Location] = {}
    excerpts: dict[Location, str] = {}
    for path, ids in wanted.items():
        text = folder.read_again(path, facts.digests[path])
        lines = text.text.split("\n")
        for id, is_source in ids:
            location = source_location(text, id, is_shared=path in folder.shared) if is_source else text.at(("id",))
            located[path, id, is_source] = location
            excerpts[location] = line_at(lines, location.line)
    found: list[Finding] = []
    for one in facts.duplicates:
        here, first = (located[path, one.id, one.is_source] for path in (one.path, one.first_path))
        found.append(attrs.evolve(_duplicate(one, here, first), excerpt=excerpts[here]))
    return found


def _duplicate(one: Duplicate, here: Location, first: Location) -> Finding:
    what = "source" if one.is_source else "agreement"
    help = _own_id(one.path) if one.is_misnamed else "give one of the two another id"
    if one.is_source and one.agreement:
        help = "delete this description if it is the shared source; otherwise give it another id"
    return finding(
        "duplicate-id",
        f"the id '{one.id}' is taken already by another {what}, {first.describe_from(here.path)}",
        here,
        agreement=one.agreement,
        help=help,
        related=(Related("the other one", first),),
        fix=_own_id_fix(one, here) if one.is_misnamed and not one.is_source else None,
    )


def _own_id_fix(one: Duplicate, here: Location) -> Fix | None:
    """Return the fix that gives a copy the id of its own name; None if the id is written in an odd way."""
    name, quotes = PurePath(one.path).stem, here.end_column - here.column - len(one.id)
    if not is_id(name) or here.line != here.end_line or quotes not in (0, 2):
        return None
    inside = Location(here.path, here.line, here.column + quotes // 2, here.line, here.end_column - quotes // 2)
    return Fix(f"write 'id: {name}'", (TextEdit(inside, name),), is_safe=False)


def _own_id(path: str) -> str:
    """Return the advice for a file whose name is not its id, such as a copy that keeps the id of the original."""
    name = PurePath(path).stem
    if is_id(name):
        return f"this file is called '{name}': write 'id: {name}'"
    return "give this agreement an id of its own, and name the file after it"
