"""Subjects of rules: a whole folder, the sources of one file, and single claims with their entries and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import attrs

from pactstate.domain.dates import PartialDate, compatible
from pactstate.domain.kinds import Kind
from pactstate.domain.known_by import publication
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.fileformat.document import Document, line_at
from pactstate.findings import Location
from pactstate.folder.facts import FolderFacts
from pactstate.folder.files import OpenFolder, source_location
from pactstate.smallyaml import NodePath
from pactstate.text.suggest import Names

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare import Comparison
    from pactstate.compare.agreements import AgreementChange

__all__ = ["CitedClaim", "FolderContext", "SourcePlace", "SourcesContext", "cited_claims"]


class SourcePlace(NamedTuple):
    """Place of the id of a source, or of one of its fields, as a location for those findings that are listed."""

    folder: FolderContext
    id: str
    field: str | None = None
    file: str | None = None
    """Path of the file that describes it; None for a shared source."""

    @property
    def path(self) -> str:
        """Path of the file that describes the source."""
        return self.file or self.folder.facts.shared_sources[self.id]

    def location(self) -> Location:
        """Return the location in the file."""
        return self.folder.source_at(self.id, self.field, path=self.path)


@attrs.define(eq=False, repr=False)
class FolderContext:
    """Context passed to a rule over a whole folder, after all its files have been read.

    While files are still being read, the facts have only the shared sources and the files so far.
    """

    opened: OpenFolder
    today: dt.date
    comparison: Comparison | None = None
    """Comparison with a base, if there is one."""
    facts: FolderFacts = attrs.field(init=False)
    _split: dict[str, list[str]] = attrs.field(factory=dict, init=False)
    """Lines of documents in memory, by path."""

    def __attrs_post_init__(self) -> None:
        self.facts = FolderFacts.of(self.opened.paths, self.opened.shared)

    @property
    def agreement_id(self) -> str | None:
        """None: a rule over a folder names the agreement of each issue."""
        return None

    @cached_property
    def day(self) -> PartialDate:
        """Day of the check, for comparisons with dates."""
        return PartialDate(self.today)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """Kinds of agreements, by name."""
        return self.opened.config.vocabulary.kinds

    @cached_property
    def agreement_names(self) -> Names:
        """Ids of the agreements, for suggestions."""
        return Names(self.facts.paths)

    @cached_property
    def unread_names(self) -> frozenset[str]:
        """Ids that agreements may have whose files could not be understood."""
        return frozenset().union(*(file.names for file in self.facts.unread))

    @cached_property
    def source_names(self) -> Names:
        """Ids of all sources of the folder, for suggestions."""
        return Names(self.facts.source_paths)

    @cached_property
    def changes(self) -> Mapping[str, AgreementChange]:
        """Changes of the agreements that were recorded at the base, by id."""
        changes = self.comparison.agreements if self.comparison else ()
        return {one.id: one for one in changes if one.before}

    def source_at(self, id: str, field: str | None = None, *, path: str | None = None) -> Location:
        """Return the location of the id of a source, or of one of its fields.

        The source is shared; or the folder is loaded, and ``path`` names the file that describes it.
        """
        path = path or self.facts.shared_sources[id]
        text = cast("Document", self.opened.document(path))
        return source_location(text, id, field, is_shared=path in self.opened.shared)

    def excerpt(self, location: Location) -> str:
        """Return the line at a location; empty if its file could not be read."""
        known = self.facts.lines.get(location.path, {}).get(location.line)
        return known if known is not None else line_at(self._lines(location.path), location.line)

    def _lines(self, path: str) -> list[str]:
        if path not in self._split:
            text = self.opened.document(path)
            self._split[path] = text.text.split("\n") if text else []
        return self._split[path]


@attrs.frozen(eq=False, repr=False, slots=False)
class SourcesContext:
    """Context passed to a rule over the sources that one file describes."""

    document: Document
    sources: Collection[Source]
    is_shared: bool
    """Whether it is a file of shared sources, not the file of an agreement."""
    today: PartialDate

    @property
    def agreement_id(self) -> str | None:
        """None: sources belong to no agreement."""
        return None

    def at(self, source: Source, field: str | None = None) -> Location:
        """Return the location of the id of a source, or of one of its fields."""
        return source_location(self.document, source.id, field, is_shared=self.is_shared)

    def excerpt(self, location: Location) -> str:
        """Return the line at a location in the file."""
        return line_at(self._lines, location.line)

    @cached_property
    def _lines(self) -> list[str]:
        return self.document.text.split("\n")


_ROLES: Final = tuple(Role)


@attrs.frozen(eq=False, repr=False)
class CitedClaim:
    """Claim of a history, with its entry and its source."""

    index: int
    """Index of the entry in the history."""
    event: Event
    claim: Claim
    number: int
    """Index of the claim among the claims of the entry that have the same role."""
    source: Source | None
    """None if the source is described nowhere."""

    @property
    def path(self) -> NodePath:
        """Path in the tree of the file."""
        return "history", self.index, f"{self.claim.role}_by", self.number

    @property
    def published(self) -> PartialDate | None:
        """Days on which the claim was published; None if the source has no date."""
        if self.source is None or self.source.published is None:
            return None
        return publication(self.claim, self.event, self.source)

    @property
    def date(self) -> PartialDate:
        """Date of the claim, or else of the entry."""
        return self.claim.date or self.event.date

    @property
    def days_early(self) -> dt.timedelta | None:
        """Time by which a report certainly precedes the reported event; None if it may be later.

        A source without a date is not later than the day on which it was read.
        """
        last = self.last_day
        if last is None:
            return None
        first = self.date.earliest
        if compatible(self.date, self.event.date):
            # A source that is less precise than the entry means the day of the entry.
            first = max(first, self.event.date.earliest)
        return first - last[1].latest if last[1].latest < first else None

    @property
    def last_day(self) -> tuple[str, PartialDate] | None:
        """Field of the source with the last day on which it can have been published, and that day; None if unknown."""
        source = self.source
        if source is None:
            return None
        if source.published:
            published = publication(self.claim, self.event, source)
            updated = source.updated is not None and published.latest == source.updated.latest
            return "updated" if updated else "published", published
        read = [(name, day) for name, day in (("accessed", source.accessed), ("archived", source.archived)) if day]
        return min(read, key=lambda pair: pair[1].latest, default=None)


def cited_claims(
    history: Sequence[Event], sources: Mapping[str, Source], is_wanted: Callable[[Claim], bool]
) -> list[CitedClaim]:
    """Return the claims for which a function returns true, in the order of the entries."""
    return [
        CitedClaim(index, event, claim, number, sources.get(claim.source))
        for index, event in enumerate(history)
        for number, claim in _numbered(event.claims)
        if is_wanted(claim)
    ]


def _numbered(claims: Sequence[Claim]) -> Sequence[tuple[int, Claim]]:
    """Return the claims of an entry, role by role, each with its index among the claims of its role."""
    if len(claims) == 1:
        return ((0, claims[0]),)
    return [pair for role in _ROLES for pair in enumerate([claim for claim in claims if claim.role is role])]
