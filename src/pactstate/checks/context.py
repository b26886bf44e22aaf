"""Contexts passed to rules over a whole folder and over the sources of one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.kinds import Kind
from pactstate.domain.model import Source
from pactstate.fileformat.document import Document, line_at
from pactstate.findings import Location
from pactstate.folder.facts import FolderFacts
from pactstate.folder.files import OpenFolder, source_location
from pactstate.text.suggest import Names

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare import Comparison
    from pactstate.compare.records import AgreementChange

__all__ = ["FolderContext", "SourcesContext"]


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
