"""Which ids stand where in a folder, and what is wrong with them: taken twice, or leading nowhere. Rule: format.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple, TypeAlias

import attrs

from pactstate.fileformat.document import Document, finding
from pactstate.fileformat.shapes import is_id
from pactstate.fileformat.suggest import like_source
from pactstate.findings import Finding, Location, Related
from pactstate.folder.scan import Reading, Shelf, Unread
from pactstate.smallyaml import NodePath
from pactstate.text.suggest import Names, Suggestions

__all__ = ["Index", "Outline", "outline", "source_at"]


class Outline(NamedTuple):
    """What others need to know of a file."""

    path: str
    agreement: str | None
    """The id of its agreement."""
    misnamed: bool
    """Whether that id is not the file's name."""
    sources: Mapping[str, tuple[str, ...]]
    """The ids of the sources that it describes, each with those that it is said to copy."""
    unread: Unread | None
    """What is known of an agreement that could not be understood."""


def outline(reading: Reading) -> Outline:
    """What others need to know of a file that was read."""
    agreement = reading.agreement
    described = agreement.sources if agreement else reading.sources.values()
    roots = {source.id: source.based_on for source in described}
    misnamed = any(found.rule == "file-name" for found in reading.findings)
    return Outline(reading.path, agreement.id if agreement else None, misnamed, roots, reading.unread)


Documents: TypeAlias = Callable[[str], Document]
"""The files by their paths, to point at what stands in them."""


@attrs.define(eq=False, repr=False)
class Index:
    """What was noted of the files so far."""

    _shared: Collection[str]
    """The paths of the files that hold shared sources."""
    _unread_shared: Collection[str] | None
    """The ids of the shared sources that could not be understood; None if not all of them can be made out."""
    _stems: Collection[str]
    """The names of the files of agreements, without their endings."""
    places: dict[str, str] = attrs.field(factory=dict, init=False)
    """The path of each agreement's file, by id."""
    source_places: dict[str, str] = attrs.field(factory=dict, init=False)
    """The path of the file of each source, shared or an agreement's own, by id."""
    roots: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)
    """The sources that are said to copy others, with these."""
    unread: list[Unread] = attrs.field(factory=list, init=False)
    """The files of agreements that could not be understood."""
    findings: list[Finding] = attrs.field(factory=list, init=False)
    """What is taken twice."""

    @classmethod
    def of_shared(cls, shelf: Shelf, document: Documents) -> Index:
        """An index in which nothing is noted but what all files share."""
        unread = shelf.unread_sources if shelf.sources_complete else None
        stems = frozenset(PurePath(path).stem for path in shelf.paths if path not in shelf.shared)
        index = cls(shelf.shared, unread, stems)
        for reading in shelf.shared.values():
            index.note(outline(reading), document)
        return index

    def note(self, file: Outline, document: Documents) -> bool:
        """Take a file in; False if its agreement's id is taken by an earlier one, which then alone counts.

        Files whose names are not their ids come last (see :meth:`waits`): of two files with one id, the one whose name
        disagrees is at fault.
        """
        id = file.agreement
        if file.unread:
            self.unread.append(file.unread)
        if id is not None and id in self.places:
            here, first = (document(path).at(("id",)) for path in (file.path, self.places[id]))
            self.findings.append(_taken("agreement", id, here, first, id, _own_id(file) if file.misnamed else None))
            return False
        if id is not None:
            self.places[id] = file.path
        for source, roots in file.sources.items():
            if source in self.source_places:
                here, first = (self._at(source, path, document) for path in (file.path, self.source_places[source]))
                self.findings.append(_taken("source", source, here, first, id))
                continue
            self.source_places[source] = file.path
            if roots:
                self.roots[source] = roots
        return True

    def waits(self, file: Outline) -> bool:
        """Whether a file is to be noted after the others: its id is the name of another file."""
        return file.misnamed and file.agreement in self._stems

    @property
    def ids_of_unread(self) -> frozenset[str] | None:
        """The ids that agreements name which could not be understood; None if one could not be read to its end."""
        known = [file.ids for file in self.unread]
        return None if None in known else frozenset().union(*filter(None, known))

    def unknown_roots(self, document: Documents) -> Iterator[Finding]:
        """Sources that are said to copy what is described nowhere; to be asked when all files are noted."""
        unread = self.ids_of_unread
        if unread is None or self._unread_shared is None:
            return  # a file that could not be read may describe them
        unread = unread.union(self._unread_shared)
        may_suggest, names = Suggestions(), Names(self.source_places)
        for source, roots in self.roots.items():
            for number, id in enumerate(roots):
                if id not in self.source_places and id not in unread:
                    path = self.source_places[source]
                    location = document(path).at((*self.way(source), "based_on", number))
                    question = like_source(id, names.near(id)) if may_suggest() else None
                    help = question or "describe it, or name its publisher in a 'note'"
                    yield finding("unknown-source", f"no source '{id}' is described", location, help=help)

    def source_at(self, id: str, document: Documents, field: str | None = None) -> Location:
        """The place of the id of a source that is described, or of one of its fields."""
        return self._at(id, self.source_places[id], document, field)

    def way(self, id: str) -> NodePath:
        """The way to a source in the file that describes it."""
        return _way(id, inline=self.source_places[id] not in self._shared)

    def _at(self, id: str, path: str, document: Documents, field: str | None = None) -> Location:
        return source_at(document(path), id, field, inline=path not in self._shared)


def source_at(document: Document, id: str, field: str | None = None, *, inline: bool) -> Location:
    """The place of a source's id, or of one of its fields, in a file that describes it.

    ``inline`` is whether the file is an agreement's own.
    """
    way = _way(id, inline=inline)
    return document.at(way, key=True) if field is None else document.at((*way, field))


def _way(id: str, *, inline: bool) -> NodePath:
    return ("sources", id) if inline else (id,)


def _own_id(file: Outline) -> str:
    """The advice for a file whose name is not its id, such as a copy that keeps the id of the original."""
    name = PurePath(file.path).stem
    if is_id(name):
        return f"this file is called '{name}': write 'id: {name}'"
    return "give this agreement an id of its own, and name the file after it"


def _taken(
    what: str, id: str, here: Location, other: Location, agreement: str | None = None, help: str | None = None
) -> Finding:
    return finding(
        "duplicate-id",
        f"the id '{id}' is taken already by another {what}, {other.describe_from(here.path)}",
        here,
        agreement=agreement,
        help=help or "give one of the two another id",
        related=(Related("the other one", other),),
    )
