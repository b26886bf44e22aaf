"""Files of a folder of agreements: finding, reading and caching them.

The contents of a file never raise an exception: errors in it are returned as findings. See docs/format.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import evolved
from pactstate.domain.model import Source, sources_by_id
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import convert, document, values
from pactstate.fileformat.config import Config, find_config
from pactstate.fileformat.document import Document, finding
from pactstate.findings import Finding, Location
from pactstate.folder.facts import Unread
from pactstate.smallyaml import NodePath
from pactstate.smallyaml.tree import Data, Tree
from pactstate.storage import disk
from pactstate.storage.disk import DISK, FolderError, Store, UnreadableError
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.storage.locate import packaged_folder

__all__ = [
    "Draft",
    "OpenFolder",
    "ParsedFile",
    "cited_sources",
    "declared_id",
    "grouped",
    "open_draft",
    "open_folder",
    "source_location",
    "source_path",
]


_Item = TypeVar("_Item")


@attrs.frozen(eq=False, repr=False)
class ParsedFile:
    """Content of one file and the findings on its form.

    It stays in memory only if the folder has ``keeps`` set, or for a file of shared sources.
    """

    path: str
    """Path as findings show it."""
    findings: tuple[Finding, ...]
    """Findings on the form of the file, such as faults in the YAML; no rules have run yet."""
    document: Document | None = None
    """None if the file could not be read."""
    agreement: Agreement | None = None
    """Agreement with the sources that the file describes; None if the file could not be converted."""
    shared_sources: Mapping[str, Source] = attrs.field(factory=dict)
    """Sources that a file of shared sources describes, by id."""
    unread: Unread | None = None
    """Facts about an agreement file that could not be read or converted."""
    digest: int | None = None
    """Hash of its bytes; None if the file could not be read."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Sources that the file describes, by id."""
        return sources_by_id(self.agreement.sources) if self.agreement else self.shared_sources


@attrs.frozen(eq=False, repr=False)
class Draft:
    """Text that is read like a file of the folder, such as an editor's buffer or standard input."""

    data: bytes
    shown: str
    """Path in findings."""
    path: Path | None = None
    """File in whose place the draft is read; None: the file of the agreement with the same id, if there is one."""
    tree: Tree | None = None
    """Tree of the text, if it has been read already, with the usual limits."""


@attrs.define(eq=False, repr=False)
class OpenFolder:
    """Folder whose files are listed, and whose shared sources have been read.

    The other files are read on demand. They stay in memory only if ``keeps`` is set, as for a registry.
    """

    folder: Path
    config: Config
    limits: Limits = DEFAULT
    keeps: bool = True
    _store: Store = DISK
    _draft: Draft | None = attrs.field(default=None, alias="draft")
    _known: Mapping[tuple[str, int | None], ParsedFile] = attrs.field(factory=dict)
    """Files that have been read before, by path and digest."""
    vocabulary: Vocabulary | None = None
    """Words of the caller, which the settings include; the base of a comparison is read with the same words."""
    paths: list[str] = attrs.field(factory=list, init=False)
    """Paths as shown, in order of name."""
    shared: dict[str, ParsedFile] = attrs.field(factory=dict, init=False)
    """Files of shared sources, by path as shown."""
    _kept: dict[str, ParsedFile] = attrs.field(factory=dict, init=False)
    _real_paths: dict[str, Path] = attrs.field(factory=dict, init=False)
    """Paths of files that are shown differently, by path as shown."""

    def add_files(self, found: Sequence[str]) -> None:
        """Add files in this order, given their paths from the folder, and read those of shared sources."""
        draft = self._draft
        place = str(draft.path) if draft and draft.path else None
        for inner, path in zip(found, _within(self.folder, found), strict=True):
            if draft and path == place:
                shown = draft.shown
            else:
                shown = disk.shown_name(os.path.relpath(path) if path.startswith("..") else path)
            if shown != path:
                self._real_paths[shown] = Path(path)
            self.paths.append(shown)
            if disk.is_source_file(inner):
                self.shared[shown] = self._parsed([self._opened(shown, path, is_shared=True)])[0]
        if draft and place is None:
            self.paths.append(draft.shown)

    def read(self, shown: str) -> ParsedFile:
        """Return a file, given its path as shown."""
        return next(self.read_together([shown]))[0]

    def read_together(self, shown: Sequence[str]) -> Iterator[list[ParsedFile]]:
        """Return files in their order, given their paths as shown, in groups that fit into memory together.

        Each step of reading is done for a whole group: the code of one step stays in the caches of the processor,
        which takes a tenth less time.
        """
        return map(self._read_group, grouped(map(self._known_or_opened, shown), _bytes_to_parse, MAX_TOGETHER))

    def _read_group(self, group: Sequence[_Unparsed | ParsedFile]) -> list[ParsedFile]:
        files = self._parsed(group)
        if self.keeps:
            self._kept.update((file.path, file) for file in files if file.path not in self.shared)
        return files

    def real_path(self, shown: str) -> Path:
        """Return the path at which the store has a file, given its path as shown."""
        return self._real_paths.get(shown) or Path(shown)

    def read_as(self, shown: str, data: bytes) -> ParsedFile:
        """Return a file as it would be read with other bytes."""
        return self._parsed([_Unparsed(shown, self._path(shown), data, hash(data), shown in self.shared)])[0]

    def keep(self, file: ParsedFile) -> None:
        """Keep a file as it was read with other bytes, for a folder that is opened like this one and has them."""
        (self.shared if file.path in self.shared else self._kept)[file.path] = file

    def read_again(self, shown: str, digest: int) -> Document:
        """Return a file that has been read before; raise :class:`FolderError` if it has changed since."""
        file = self._known_or_opened(shown)
        text = file.document if isinstance(file, ParsedFile) else document.read(shown, file.data, self.limits)[0]
        if text is None or file.digest != digest:
            raise FolderError(f"{shown} has changed while it was read")
        return text

    def document(self, shown: str) -> Document | None:
        """Return a file in memory: one of shared sources, or any file of a folder that keeps its files."""
        file = self.shared.get(shown) or self._kept.get(shown)
        return file.document if file else None

    def forget(self) -> None:
        """Drop the files of agreements from memory; each is read again when it is asked for."""
        self._kept.clear()

    def close(self) -> None:
        """Drop all files from memory, also those of shared sources: nothing more is asked about them."""
        self.forget()
        self.shared.clear()

    @property
    def known(self) -> dict[tuple[str, int | None], ParsedFile]:
        """Files in memory, by path and digest."""
        return {(path, one.digest): one for path, one in (*self.shared.items(), *self._kept.items()) if one.document}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Shared sources by id; if several have one id, the first."""
        return {id: one for file in reversed(self.shared.values()) for id, one in file.shared_sources.items()}

    @cached_property
    def unread_sources(self) -> frozenset[str]:
        """Ids of shared sources that could not be understood."""
        declared = (
            convert.declared_ids(file.document).difference(file.shared_sources)
            for file in self.shared.values()
            if file.document
        )
        return frozenset().union(*declared)

    @cached_property
    def sources_complete(self) -> bool:
        """Whether every file of shared sources could be read to its end."""
        return all(
            file.document is not None and file.document.complete and file.document.tree is not None
            for file in self.shared.values()
        )

    def linked(self, agreement: Agreement, cited: frozenset[str]) -> Agreement:
        """Return the agreement with the shared sources that it cites, and those on which they are based."""
        linked, shared = sources_by_id(agreement.sources), self.sources
        pending = [id for id in cited.difference(linked) if id in shared]
        pending += [id for source in agreement.sources for id in source.based_on if id in shared and id not in linked]
        if not pending:
            return agreement
        while pending:
            id = pending.pop()
            if id not in linked and id in shared:
                linked[id] = shared[id]
                pending += linked[id].based_on
        return evolved(agreement, sources=tuple(linked[id] for id in sorted(linked)))

    def sizes(self) -> Iterator[int]:
        """Yield the bytes of each file on the disk, or of the draft, with those of its name."""
        for shown in self.paths:
            is_draft = self._draft is not None and shown == self._draft.shown
            yield len(shown) + (len(self._draft.data) if self._draft and is_draft else _size_of(self._path(shown)))

    def _path(self, shown: str) -> str | None:
        """Return the path of a file; None for a draft that is in no file's place."""
        # A text instead of a Path, which takes longer to make than to open its file.
        if self._draft and shown == self._draft.shown and not self._draft.path:
            return None
        return str(self._real_paths.get(shown, shown))

    def _known_or_opened(self, shown: str) -> _Unparsed | ParsedFile:
        return self.shared.get(shown) or self._kept.get(shown) or self._opened(shown, self._path(shown))

    def _opened(self, shown: str, path: str | None, *, is_shared: bool = False) -> _Unparsed | ParsedFile:
        """Return a file with its bytes; a parsed file if it was read before or cannot be read."""
        try:
            data = self._bytes(shown, path)
        except UnreadableError as error:
            unread = None if is_shared else _unread(shown, path, None)
            return ParsedFile(shown, (finding(error.rule, error.reason, Location(shown)),), unread=unread)
        digest = hash(data)
        return self._known.get((shown, digest)) or _Unparsed(shown, path, data, digest, is_shared)

    def _bytes(self, shown: str, path: str | None) -> bytes:
        draft = self._draft
        if draft and shown == draft.shown:
            if len(draft.data) > self.limits.file_bytes:
                raise UnreadableError(f"larger than {self.limits.file_bytes:,} bytes", rule="limit-exceeded")
            return draft.data
        return self._store.read_bytes(path or shown, self.limits)

    def _parsed(self, group: Sequence[_Unparsed | ParsedFile]) -> list[ParsedFile]:
        """Return the files of a group, all of them parsed."""
        texts = [(one, *self._document(one)) for one in group if isinstance(one, _Unparsed)]
        documents = [text for one, text, _ in texts if not one.is_shared]
        agreements = iter(convert.agreements_of(documents, self.config.own_vocabulary, self.config.not_recorded))
        made = iter([_shared(*text) if text[0].is_shared else _described(*text, *next(agreements)) for text in texts])
        return [one if isinstance(one, ParsedFile) else next(made) for one in group]

    def _document(self, one: _Unparsed) -> tuple[Document, list[Finding]]:
        draft = self._draft
        tree = draft.tree if draft and one.data is draft.data and self.limits == DEFAULT else None
        return document.read(one.shown, one.data, self.limits, tree)


class _Unparsed(NamedTuple):
    """File that is read and not parsed yet."""

    shown: str
    path: str | None
    data: bytes
    digest: int
    is_shared: bool


def _shared(one: _Unparsed, text: Document, findings: Sequence[Finding]) -> ParsedFile:
    """Return a file of shared sources, given what was found in its text."""
    sources, more = convert.sources_of(text)
    return ParsedFile(one.shown, (*findings, *more), text, shared_sources=sources, digest=one.digest)


def _described(
    one: _Unparsed,
    text: Document,
    findings: Sequence[Finding],
    agreement: Agreement | None,
    more: Sequence[Finding],
) -> ParsedFile:
    """Return the file of an agreement, given what was found in its text and in its shape."""
    shown, path, digest = one.shown, one.path, one.digest
    if agreement is None:
        unread = _unread(shown, path, text)
        return ParsedFile(shown, (*findings, *more), text, unread=unread, digest=digest)
    if path and agreement.id != disk.stem_of(path):
        name = disk.shown_name(Path(path).name)
        message = f"the agreement's id is '{agreement.id}', the file's name is '{name}'"
        help = f"rename the file to '{agreement.id}.yaml', or change the id"
        misnamed = finding("file-name", message, text.at(("id",)), agreement=agreement.id, help=help)
        more = (*more, misnamed)
    return ParsedFile(shown, (*findings, *more), text, agreement, digest=digest)


MAX_TOGETHER: Final = 256 * 1024
"""Bytes of the files that are read together; a larger file is read alone. Their trees take a hundred times as much."""


def _bytes_to_parse(file: _Unparsed | ParsedFile) -> int:
    return 0 if isinstance(file, ParsedFile) else len(file.data)


def grouped(items: Iterable[_Item], size_of: Callable[[_Item], int], most: int) -> Iterator[list[_Item]]:
    """Yield items in groups, in their order: as many together as have at most a certain size, at least one."""
    group: list[_Item] = []
    size = 0
    for one in items:
        more = size_of(one)
        if group and size + more > most:
            yield group
            group, size = [], 0
        group.append(one)
        size += more
    yield group


def open_folder(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    config: Config | None = None,
    draft: Draft | None = None,
    store: Store = DISK,
    like: OpenFolder | None = None,
    keeps: bool = True,
    vocabulary: Vocabulary | None = None,
    may_be_empty: bool = False,
) -> OpenFolder:
    """Find the files of a folder, and read those of shared sources.

    The settings are those found in the folder or above it, unless given; the files are on the disk, unless there is
    another store. Files that are the same in the folder ``like`` are taken from there. The words of the ``vocabulary``,
    or of that folder, are added to those of the settings.

    Raises :class:`FolderError` if the folder is missing, cannot be read, or holds no file of an agreement although it
    may not be empty, and :class:`ConfigurationError` for settings that cannot be used.
    """
    # An editor may hold the first file of a folder that does not exist yet.
    is_new = draft is not None and draft.path is not None and not folder.exists()
    found = [] if is_new else store.find_files(folder, limits, needed=draft is None and not may_be_empty)
    if config is None:
        # The packaged data must not depend on settings above the place where the package is installed.
        config = Config() if folder == packaged_folder() else find_config(folder, limits, store)
    vocabulary = vocabulary or (like.vocabulary if like else None)
    config = config.joined(vocabulary)
    known = like.known if like and like.config.meaning == config.meaning else {}
    if draft:
        draft = attrs.evolve(draft, path=_place_of(draft, folder, found, limits))
        inner = draft.path.relative_to(folder).as_posix() if draft.path else None
        if inner and inner not in found:
            found = disk.in_order([*found, inner])
    opened = OpenFolder(folder, config, limits, keeps, store, draft, known, vocabulary)
    opened.add_files(found)
    return opened


def _within(folder: Path, found: Iterable[str]) -> Iterator[str]:
    """Yield the paths of files, given the folder and their paths from it."""
    before = str(folder / "_")[:-1]
    for inner in found:
        yield before + inner.replace("/", os.sep)


def _place_of(draft: Draft, folder: Path, found: Sequence[str], limits: Limits) -> Path | None:
    """Return the file in whose place a draft is read: the one named, else that of the agreement with the same id."""
    if draft.path or len(draft.data) > limits.file_bytes:
        return draft.path
    text, _ = document.read(draft.shown, draft.data, limits)
    return next((folder / inner for inner in found if disk.stem_of(inner) == declared_id(text)), None)


def open_draft(draft: Draft, *, limits: Limits = DEFAULT, config: Config | None = None) -> OpenFolder:
    """Return a folder that has no file but a draft."""
    opened = OpenFolder(Path(), config or Config(), limits, draft=attrs.evolve(draft, path=None))
    opened.add_files(())
    return opened


def _size_of(path: str | None) -> int:
    """Return the bytes of a file; 0 for one that is gone, or that cannot be read."""
    try:
        return os.lstat(path).st_size if path else 0
    except OSError:
        return 0


def cited_sources(agreement: Agreement) -> frozenset[str]:
    """Return the ids of the sources that the claims and the statements of an agreement cite."""
    cited = [claim.source for event in agreement.history for claim in event.claims]
    return frozenset(cited + [statement.source for statement in agreement.statements])


def source_path(id: str, *, is_shared: bool) -> NodePath:
    """Return the path in the tree to a source: at the top of a file of shared sources, else below ``sources``."""
    return (id,) if is_shared else ("sources", id)


def source_location(text: Document, id: str, field: str | None = None, *, is_shared: bool) -> Location:
    """Return the location of the id of a source, or of one of its fields, in the file that describes it."""
    path = source_path(id, is_shared=is_shared)
    return text.at(path, key=True) if field is None else text.at((*path, field))


def declared_id(text: Document) -> str | None:
    """Return the text of the key ``id``, whatever else is wrong with the file."""
    id = text.data.get("id")
    return id if isinstance(id, str) else None


def _unread(shown: str, path: str | None, text: Document | None) -> Unread:
    declared = declared_id(text) if text else None
    names = {disk.stem_of(path) if path else None, declared}
    whole = text is not None and text.tree is not None and text.complete
    ids = frozenset(filter(values.is_id, _texts(text.data))) if text and whole else None
    return Unread(shown, frozenset(name for name in names if name), declared, ids)


def _texts(data: Data) -> Iterator[str]:
    """Yield every key and text; the limit of depth bounds the recursion."""
    if isinstance(data, str):
        yield data
        return
    if isinstance(data, dict):
        yield from data
    for part in data.values() if isinstance(data, dict) else data:
        yield from _texts(part)
