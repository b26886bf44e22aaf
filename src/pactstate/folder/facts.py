"""Facts about the files of a folder: one record for each file, and the index of ids over all of them.

A record is small and can be pickled, so that files can be read one after the other, or in several processes, and no
file has to be kept. See docs/format.md for the ids.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.findings import Finding, Location, Severity
from pactstate.rules import RULES
from pactstate.storage.disk import stem_of

if TYPE_CHECKING:
    from pactstate.fileformat.ignores import Ignore

__all__ = [
    "LINK_KEYS",
    "AgreementLink",
    "Citation",
    "DatedEntry",
    "DescribedSource",
    "Duplicate",
    "FileFacts",
    "FolderFacts",
    "References",
    "Unread",
]


LINK_KEYS: Final = ("replaces", "replaced_by", "amends", "supplements")
"""Keys of an agreement that link it to others."""


@attrs.frozen(eq=False, repr=False)
class Unread:
    """A file of an agreement that could not be understood."""

    path: str
    names: frozenset[str]
    """Ids that the agreement may have: the name of the file, and the declared id."""
    declared: str | None
    """Value of the key ``id``; None if it cannot be made out."""
    ids: frozenset[str] | None = None
    """Every id in the file, as a key or as a text; None if the file could not be read to its end."""


class AgreementLink(NamedTuple):
    """Link to another agreement."""

    key: str
    """``replaces``, ``replaced_by``, ``amends`` or ``supplements``."""
    target: str
    """Id of the other agreement."""
    location: Location


class Citation(NamedTuple):
    """Use of a source that neither the file nor a file of shared sources describes."""

    source: str
    location: Location


class DescribedSource(NamedTuple):
    """Source as the file of an agreement describes it."""

    id: str
    location: Location
    """Location of its id."""
    days: Sequence[PartialDate] = ()
    """Days that each of its claims allows, if it has no publication date."""


class DatedEntry(NamedTuple):
    """Entry of a history."""

    location: Location
    """Location of its date."""
    event_location: Location
    days: tuple[PartialDate, ...]
    """Its date, and its effective day if there is one."""


class References(NamedTuple):
    """References of an agreement to other files, and the entries with which other agreements must agree."""

    agreement: str
    path: str
    """File of the agreement."""
    links: tuple[AgreementLink, ...]
    citations: tuple[Citation, ...]
    replaced: DatedEntry | None
    """Termination because of a later agreement; looked up if it has a successor."""
    in_force: DatedEntry | None
    """Entry into force; looked up if it has a successor, or is one."""
    is_over: bool
    """Whether an end is recorded, presumed, or may have happened unrecorded; looked up if it has a successor and was in
    force."""
    unnamed_successor: Location | None
    """Location of ``reason: replaced`` if the agreement names no successor."""


class FileFacts(NamedTuple):
    """Picklable summary of one file; a plain tuple, since worker processes send many of them."""

    path: str
    digest: int | None = None
    """Hash of the bytes, the same in every process of a run; None if the file could not be read."""
    form_findings: Sequence[Finding] = ()
    """Findings of the reader, before any rule."""
    agreement: str | None = None
    """Id of the agreement; None if the file has none, or none that could be understood."""
    formerly: Sequence[str] = ()
    """Ids that the agreement had before."""
    sources: Collection[str] = ()
    """Sources that the file describes."""
    based_on: Collection[str] = ()
    """Shared sources on which the sources of the file are based."""
    unread: Unread | None = None
    references: References | None = None
    """None if the agreement refers to no other file."""
    unresolved: Sequence[Citation] = ()
    """Sources in ``based_on`` that are neither described here nor shared."""
    cited: Collection[str] = ()
    """Shared sources that the agreement cites."""
    unused: Sequence[DescribedSource] = ()
    """Sources that the agreement describes, and that nothing in its file cites."""
    undated: Sequence[DescribedSource] = ()
    """Sources without a publication date that the agreement describes."""
    undated_shared: Mapping[str, Sequence[PartialDate]] = {}
    """Shared sources without a publication date that the file describes or cites, with the days of each claim."""
    lines: Mapping[int, str] = {}
    """Lines of the text that the locations in this record point at."""
    rule_findings: Sequence[Finding] = ()
    """Findings of the rules of one file."""
    counted: Mapping[tuple[str, Severity], int] = {}
    """Numbers of further findings of these rules, by rule and severity, beyond those that a report lists."""
    ignores: Sequence[Ignore] = ()
    """Comments that suppress findings."""

    @property
    def is_misnamed(self) -> bool:
        """Whether the name of the file is not the id of its agreement."""
        return any(found.rule == "file-name" for found in self.form_findings)

    def errors(self, *, counts: bool) -> Sequence[Finding]:
        """Return the findings of the reader; ``counts`` is the result of :meth:`FolderFacts.add`.

        The name of a copy says nothing beyond that its id is used twice.
        """
        return self.form_findings if counts else [one for one in self.form_findings if one.rule != "file-name"]

    @property
    def is_malformed(self) -> bool:
        """Whether a part of the file could not be understood."""
        return any(RULES[found.rule].form for found in self.form_findings)


class Duplicate(NamedTuple):
    """Id that two files give to their agreements, or to sources of which at least one is shared."""

    id: str
    path: str
    """File at fault."""
    first_path: str
    """File whose agreement or source counts."""
    is_source: bool
    agreement: str | None
    """Agreement of the file at fault."""
    is_misnamed: bool


@attrs.define(eq=False, repr=False)
class FolderFacts:
    """Index of ids over the files of a folder: where each is described, cited, used twice, or used in vain."""

    _shared: Collection[str]
    """Paths of the files of shared sources."""
    _listed: Collection[str]
    """Paths of all files."""
    paths: dict[str, str] = attrs.field(factory=dict, init=False)
    """Path of the file of each agreement, by id."""
    successors: dict[str, list[str]] = attrs.field(factory=dict, init=False)
    """Ids of the agreements that had an id before, by that former id."""
    source_paths: dict[str, str] = attrs.field(factory=dict, init=False)
    """Path of the first file that describes a source, by id; it is a shared one if any is."""
    shared_sources: dict[str, str] = attrs.field(factory=dict, init=False)
    """Path of the file of a shared source, by id."""
    unresolved: list[Citation] = attrs.field(factory=list, init=False)
    """Sources in ``based_on`` that are neither in the same file nor shared."""
    references: dict[str, References] = attrs.field(factory=dict, init=False)
    """References to other files, by id of the agreement."""
    cited: set[str] = attrs.field(factory=set, init=False)
    """Shared sources that an agreement cites, or on which another source is based."""
    unused: list[DescribedSource] = attrs.field(factory=list, init=False)
    """Sources of agreements that nothing cites."""
    undated: list[DescribedSource] = attrs.field(factory=list, init=False)
    """Sources of agreements without a publication date."""
    undated_shared: dict[str, list[PartialDate]] = attrs.field(factory=dict, init=False)
    """Shared sources without a publication date, by id, with the days that each claim allows."""
    unread: list[Unread] = attrs.field(factory=list, init=False)
    """Files of agreements that could not be understood."""
    malformed: set[str] = attrs.field(factory=set, init=False)
    """Paths of files of which a part could not be understood."""
    duplicates: list[Duplicate] = attrs.field(factory=list, init=False)
    digests: dict[str, int] = attrs.field(factory=dict, init=False)
    """Hash of every file that could be read, by path."""
    lines: dict[str, Mapping[int, str]] = attrs.field(factory=dict, init=False)
    """Lines of text that the locations in these facts point at, by path and number."""

    @classmethod
    def of(cls, paths: Collection[str], shared: Collection[str]) -> FolderFacts:
        """Return facts to which no file has been added yet; ``shared`` are the paths of the files of shared sources."""
        return cls(shared, paths)

    @cached_property
    def _by_stem(self) -> Sequence[str]:
        """Paths of the files of agreements, in the order of their names without endings."""
        # A set of the names would take twenty times the memory of the list.
        return sorted((path for path in self._listed if path not in self._shared), key=stem_of)

    def must_wait(self, file: FileFacts) -> bool:
        """Return whether a file is to be added after all others, since its id is the name of another file.

        Of two files with one id the file whose name disagrees is at fault, wherever it stands in the order of names.
        """
        if not file.is_misnamed or file.agreement is None:
            return False
        place = bisect.bisect_left(self._by_stem, file.agreement, key=stem_of)
        return any(stem_of(path) == file.agreement for path in self._by_stem[place : place + 1])

    def add(self, file: FileFacts) -> bool:
        """Add a file; return False if an earlier file has an agreement of the same id, which then alone counts."""
        path, id = file.path, file.agreement
        if file.digest is not None:
            self.digests[path] = file.digest
        if file.is_malformed:
            self.malformed.add(path)
        if file.unread:
            self.unread.append(file.unread)
        if id is not None:
            if id in self.paths:
                self.duplicates.append(Duplicate(id, path, self.paths[id], False, id, file.is_misnamed))
                return False
            self.paths[id] = path
            for former in file.formerly:
                self.successors.setdefault(former, []).append(id)
        is_shared = path in self._shared
        for source in file.sources:
            # Files may describe sources of the same id, unless it is also shared: a source belongs to its file.
            if source in self.shared_sources:
                self.duplicates.append(Duplicate(source, path, self.shared_sources[source], True, id, False))
            elif is_shared:
                self.shared_sources[source] = path
            self.source_paths.setdefault(source, path)
        self.unresolved += file.unresolved
        if file.references:
            self.references[file.references.agreement] = file.references
        if file.lines:
            self.lines[path] = file.lines
        self.cited.update(file.cited, file.based_on)
        self.unused += file.unused
        self.undated += file.undated
        for source, days in file.undated_shared.items():
            self.undated_shared.setdefault(source, []).extend(days)
        return True

    @property
    def ids_in_unread(self) -> frozenset[str] | None:
        """Every id in the files that could not be understood; None if one of them could not be read to its end."""
        known = [file.ids for file in self.unread]
        return None if None in known else frozenset().union(*filter(None, known))
