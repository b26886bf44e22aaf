"""The files of a folder of agreements, each read when it is asked for.

What a file says is never the cause of an exception: the faults come back as findings. Rule: format.md.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Source
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import convert, document, shapes
from pactstate.fileformat.config import Config
from pactstate.fileformat.document import Document, finding
from pactstate.findings import Finding, Location
from pactstate.smallyaml.tree import Data
from pactstate.storage import disk
from pactstate.storage.disk import DISK, FolderError, Store, UnreadableError
from pactstate.storage.limits import DEFAULT, Limits

__all__ = ["Draft", "Reading", "Shelf", "Unread", "declared_id"]


@attrs.frozen(eq=False, repr=False)
class Unread:
    """A file of an agreement that could not be understood."""

    path: str
    names: frozenset[str]
    """The ids that it may have: that of its name, and the one that it gives itself."""
    declared: str | None
    """The latter; None if nothing can be made out."""
    ids: frozenset[str] | None = None
    """Every id that it names anywhere, as a key or as a text; None if it could not be read to its end."""


@attrs.frozen(eq=False, repr=False)
class Reading:
    """What was made of one file."""

    path: str
    """As shown."""
    findings: tuple[Finding, ...]
    """What is wrong with it by itself, before any rule."""
    document: Document | None = None
    """None if the file could not be read."""
    agreement: Agreement | None = None
    """With the sources that its own file describes; None if there is none to be had."""
    sources: Mapping[str, Source] = attrs.field(factory=dict)
    """Those that a file of shared sources describes, by id."""
    unread: Unread | None = None
    """What is known of an agreement that could not be understood."""
    digest: bytes = b""
    """Of its bytes."""


@attrs.frozen(eq=False, repr=False)
class Draft:
    """A text that is to be read as though it stood in the folder: what an editor holds, or standard input."""

    data: bytes
    shown: str
    """What stands for its path in findings."""
    path: Path | None = None
    """The file in whose place it is read; None: the file of the agreement that it describes, if there is one."""


@attrs.define(eq=False, repr=False)
class Shelf:
    """A folder's files, in order of name.

    All that agreements share is read at once. Of the rest nothing is kept, unless it ``keeps`` what it has read: then
    each file is read once.
    """

    folder: Path
    config: Config
    limits: Limits = DEFAULT
    keeps: bool = True
    _store: Store = DISK
    _draft: Draft | None = attrs.field(default=None, alias="draft")
    _before: Mapping[tuple[str, bytes], Reading] = attrs.field(factory=dict)
    """What was made of the same bytes before, by path and digest."""
    vocabulary: Vocabulary | None = None
    """The words of the caller. The settings have them already; a base is read with them, too."""
    paths: list[str] = attrs.field(factory=list, init=False)
    """The files as shown."""
    shared: dict[str, Reading] = attrs.field(factory=dict, init=False)
    """Those of them that hold shared sources."""
    _kept: dict[str, Reading] = attrs.field(factory=dict, init=False)
    _elsewhere: dict[str, Path] = attrs.field(factory=dict, init=False)
    """The paths of files that are shown otherwise."""

    def put(self, found: Sequence[Path]) -> None:
        """Put these files on it, in this order, and read those with shared sources."""
        draft = self._draft
        place = draft.path if draft else None
        for path in found:
            if draft and path == place:
                shown = draft.shown
            else:
                shown = disk.shown_name(os.path.relpath(path) if path.parts[:1] == ("..",) else str(path))
            if shown != str(path):
                self._elsewhere[shown] = path
            self.paths.append(shown)
            if disk.is_source_file(path, self.folder):
                self.shared[shown] = self._read(shown, path, is_shared=True)
        if draft and place is None:
            self.paths.append(draft.shown)

    def reading(self, shown: str) -> Reading:
        """What a file says."""
        known = self.shared.get(shown) or self._kept.get(shown)
        if known is None:
            known = self._read(shown, self._path(shown), is_shared=False)
            if self.keeps:
                self._kept[shown] = known
        return known

    @property
    def readings(self) -> dict[tuple[str, bytes], Reading]:
        """What was made of the files that are kept, by path and digest."""
        return {(path, one.digest): one for path, one in (*self.shared.items(), *self._kept.items()) if one.document}

    def again(self, shown: str, digest: bytes) -> Reading:
        """What a file says that was read before; raises :class:`FolderError` if it has changed since."""
        known = self.reading(shown)
        if known.digest != digest:
            raise FolderError(f"{shown} has changed while it was read")
        return known

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The shared sources by id; of several with one id, the first."""
        return {id: one for shared in reversed(self.shared.values()) for id, one in shared.sources.items()}

    @cached_property
    def unread_sources(self) -> frozenset[str]:
        """Ids of sources that stand in the folder and could not be understood."""
        declared = (
            convert.declared_ids(shared.document).difference(shared.sources)
            for shared in self.shared.values()
            if shared.document
        )
        return frozenset().union(*declared)

    @cached_property
    def sources_complete(self) -> bool:
        """Whether every file of shared sources could be read to its end."""
        return all(
            shared.document is not None and shared.document.complete and shared.document.tree is not None
            for shared in self.shared.values()
        )

    def linked(self, agreement: Agreement) -> Agreement:
        """An agreement with all sources that it cites, or whose sources copy them."""
        linked = {source.id: source for source in agreement.sources}
        inline = len(linked)
        pending = [claim.source for event in agreement.history for claim in event.claims]
        pending += [statement.source for statement in agreement.statements]
        pending += [id for source in agreement.sources for id in source.based_on]
        while pending:
            id = pending.pop()
            if id not in linked and id in self.sources:
                linked[id] = self.sources[id]
                pending += linked[id].based_on
        if len(linked) == inline:
            return agreement
        return attrs.evolve(agreement, sources=tuple(linked[id] for id in sorted(linked)))

    def _path(self, shown: str) -> Path | None:
        """The file's path; none, of a draft that stands in no file's place."""
        if shown in self._elsewhere:
            return self._elsewhere[shown]
        return self._draft.path if self._draft and shown == self._draft.shown else Path(shown)

    def _read(self, shown: str, path: Path | None, *, is_shared: bool) -> Reading:
        try:
            data = self._bytes(shown, path)
        except UnreadableError as error:
            unread = None if is_shared else _unread(shown, path, None)
            return Reading(shown, (finding(error.rule, error.reason, Location(shown)),), unread=unread)
        digest = hashlib.sha256(data).digest()
        before = self._before.get((shown, digest))
        return before or self._understood(shown, path, data, digest, is_shared)

    def _bytes(self, shown: str, path: Path | None) -> bytes:
        draft = self._draft
        if draft and shown == draft.shown:
            if len(draft.data) > self.limits.file_bytes:
                raise UnreadableError(f"larger than {self.limits.file_bytes:,} bytes", rule="limit-exceeded")
            return draft.data
        return self._store.read_bytes(path or Path(shown), self.limits)

    def _understood(self, shown: str, path: Path | None, data: bytes, digest: bytes, is_shared: bool) -> Reading:
        """Bytes as what the path makes of them, shared sources or an agreement; without one, as the latter."""
        text, findings = document.read(shown, data, self.limits)
        if is_shared:
            sources, more = convert.sources_of(text)
            return Reading(shown, (*findings, *more), text, sources=sources, digest=digest)
        agreement, more = convert.agreement_of(text, self._own)
        findings += more
        if agreement is None:
            return Reading(shown, tuple(findings), text, unread=_unread(shown, path, text), digest=digest)
        if path and agreement.id != path.stem:
            message = f"the agreement's id is '{agreement.id}', the file's name is '{disk.shown_name(path.name)}'"
            help = f"rename the file to '{agreement.id}.yaml', or change the id"
            findings.append(finding("file-name", message, text.at(("id",)), agreement=agreement.id, help=help))
        return Reading(shown, tuple(findings), text, agreement, digest=digest)

    @cached_property
    def _own(self) -> Vocabulary | None:
        return self.config.own_vocabulary


def declared_id(text: Document) -> str | None:
    """The id that a file gives itself, whatever else is wrong with it."""
    id = text.data.get("id")
    return id if isinstance(id, str) else None


def _unread(shown: str, path: Path | None, text: Document | None) -> Unread:
    declared = declared_id(text) if text else None
    names = {path.stem if path else None, declared}
    whole = text is not None and text.tree is not None and text.complete
    ids = frozenset(filter(shapes.is_id, _texts(text.data))) if text and whole else None
    return Unread(shown, frozenset(name for name in names if name), declared, ids)


def _texts(data: Data) -> Iterator[str]:
    """Every key and text; the limit of depth bounds the recursion."""
    if isinstance(data, str):
        yield data
        return
    if isinstance(data, dict):
        yield from data
    for part in data.values() if isinstance(data, dict) else data:
        yield from _texts(part)
