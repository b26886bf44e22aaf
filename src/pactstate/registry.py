"""A folder of agreements: find the files, read them, link what they cite.

Reading a folder never raises for what a file contains: the faults come back as findings. Rule: format.md.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from pactstate.agreement import Agreement
from pactstate.findings import Finding, Location, Related
from pactstate.model import Source
from pactstate.progress import Watch, unwatched
from pactstate.reading import convert, document, files
from pactstate.reading.config import Config, ConfigurationError, find_config
from pactstate.reading.document import Document, finding
from pactstate.reading.files import DISK, FolderError, Store, UnreadableError
from pactstate.reading.limits import DEFAULT, Limits
from pactstate.reading.nodes import Path as TreePath
from pactstate.reading.suggest import Names, Suggestions, did_you_mean
from pactstate.vocabulary import Vocabulary

__all__ = [
    "ConfigurationError",
    "Draft",
    "Folder",
    "FolderError",
    "Registry",
    "UnknownAgreementError",
    "Unread",
    "nearest_folder",
    "packaged_folder",
    "read_alone",
    "read_folder",
]

FOLDER_NAME: Final = "agreements"


class UnknownAgreementError(KeyError):
    """No agreement of that id. The message names the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


def _by_id(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    return tuple(sorted(agreements, key=lambda agreement: agreement.id))


@attrs.frozen
class Registry(Mapping[str, Agreement]):
    """Agreements by id, in order of id. Immutable and hashable.

    ``registry[id]`` raises :class:`UnknownAgreementError`, a :class:`KeyError` that suggests the nearest id.
    """

    agreements: tuple[Agreement, ...] = attrs.field(converter=_by_id)
    path: str = ""
    """The folder that they were read from."""

    @cached_property
    def _index(self) -> dict[str, Agreement]:
        return {agreement.id: agreement for agreement in self.agreements}

    def __getitem__(self, id: str) -> Agreement:
        if id in self._index:
            return self._index[id]
        hint = did_you_mean(str(id), self._index)
        raise UnknownAgreementError(f"no agreement '{id}'" + (f": {hint}" if hint else ""))

    def __contains__(self, id: object) -> bool:
        # Asking for one that is not there would seek the nearest, which takes its time.
        return id in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self.agreements)

    def __repr__(self) -> str:
        return f"Registry({len(self)} agreements from {self.path!r})"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that an agreement cites, once, in order of id."""
        cited = {source.id: source for agreement in self.agreements for source in agreement.sources}
        return tuple(cited[id] for id in sorted(cited))


@attrs.frozen(eq=False, repr=False)
class Unread:
    """A file of an agreement that could not be understood."""

    path: str
    names: frozenset[str]
    """The ids that it may have: that of its name, and the one that it gives itself."""
    declared: str | None
    """The latter; None if nothing can be made out."""


@attrs.frozen(eq=False, repr=False)
class _Reading:
    """What was made of the bytes of one file; whoever meets the same bytes again need not read them again."""

    document: Document
    findings: tuple[Finding, ...]
    agreement: Agreement | None = None
    sources: Mapping[str, Source] = attrs.field(factory=dict)


@attrs.frozen(eq=False, repr=False)
class Folder:
    """A folder as read: what could be made of it, where it stands, and what is wrong with it."""

    path: str
    registry: Registry
    documents: Mapping[str, Document]
    """By path, as shown."""
    places: Mapping[str, str]
    """The path of the document of each agreement, by id."""
    source_places: Mapping[str, tuple[str, TreePath]]
    """The document and the path of each source, shared or inline, by id."""
    sources: tuple[Source, ...]
    """Every source that is described in the folder, cited or not, in order of id."""
    findings: tuple[Finding, ...]
    paths: tuple[str, ...]
    """Every file that was to be read, as shown, whether it could be or not."""
    unread: tuple[Unread, ...]
    """The files of agreements that could not be understood."""
    unread_sources: frozenset[str]
    """Ids of sources that stand in the folder and could not be understood."""
    sources_complete: bool
    """Whether every file of shared sources could be read to its end."""
    config: Config = attrs.field(factory=Config)
    """The settings of the folder."""
    readings: Mapping[tuple[str, bytes], _Reading] = attrs.field(factory=dict, repr=False)
    """What was made of each file, by its path and the digest of its bytes."""

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.paths)


def nearest_folder(start: Path | None = None) -> Path | None:
    """The nearest folder named ``agreements`` in a folder or one above it; None if there is none.

    The folder to start from defaults to the working directory.
    """
    try:
        start = Path.cwd() if start is None else start
    except OSError:  # it has been deleted meanwhile
        return None
    for folder in (start, *start.parents):
        candidate = folder if folder.name == FOLDER_NAME else folder / FOLDER_NAME
        if candidate.is_dir():
            return candidate
    return None


def packaged_folder() -> Path:
    """The folder of the agreements that come with the package."""
    return Path(__file__).parent / "data" / FOLDER_NAME


@attrs.frozen(eq=False, repr=False)
class Draft:
    """A text that is to be read as though it stood in the folder: what an editor holds, or standard input."""

    data: bytes
    shown: str
    """What stands for its path in findings."""
    path: Path | None = None
    """The file in whose place it is read; None: the file of the agreement that it describes, if there is one."""


def read_folder(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    config: Config | None = None,
    draft: Draft | None = None,
    watch: Watch = unwatched,
    store: Store = DISK,
    like: Folder | None = None,
) -> Folder:
    """Read a folder whole; with a draft, as though this stood in it.

    The settings are those found in it or above it, unless given; the files are the disk's, unless there is another
    store. Files that are as in a folder ``like`` it, read before, are not read again. Raises :class:`FolderError` if
    the folder is missing, cannot be read, or holds no agreement file, and :class:`ConfigurationError` for settings that
    cannot be used; never for what a file contains.
    """
    # An editor may hold the first file of a folder that is still to be made.
    is_new = draft is not None and draft.path is not None and not folder.exists()
    found = [] if is_new else store.find_files(folder, limits, needed=draft is None)
    if config is None:
        # The package's own data heeds no settings of whoever has installed it.
        config = Config() if folder == packaged_folder() else find_config(folder, limits, store)
    reader = _Reader(folder, limits, config, store)
    if like and like.config.own_vocabulary == config.own_vocabulary:
        reader.readings |= like.readings
    place = _place(draft, found, limits) if draft else None
    if place and place not in found:
        found = sorted([*found, place], key=lambda path: path.parts)
    for path in watch(found, "reading"):
        if draft and path == place:
            reader.read_draft(draft)
        else:
            reader.read(path)
    if draft and not place:
        reader.read_draft(attrs.evolve(draft, path=None))
    return reader.folder()


def _place(draft: Draft, found: Sequence[Path], limits: Limits) -> Path | None:
    """The file in whose place a draft is read: the one named, else that of the agreement of its id."""
    if draft.path or len(draft.data) > limits.file_bytes:
        return draft.path
    text, _ = document.read(draft.shown, draft.data, limits)
    return next((path for path in found if path.stem == _declared_id(text)), None)


def _declared_id(text: Document) -> str | None:
    """The id that a file gives itself, whatever else is wrong with it."""
    id = text.data.get("id")
    return id if isinstance(id, str) else None


def read_alone(draft: Draft, *, limits: Limits = DEFAULT, config: Config | None = None) -> Folder:
    """Read a text that stands in no folder."""
    reader = _Reader(Path(), limits, config or Config())
    reader.read_draft(attrs.evolve(draft, path=None))
    return reader.folder()


@attrs.define(eq=False, repr=False)
class _Reader:
    """Reads file by file; then links, when all is known."""

    _folder: Path
    _limits: Limits
    _config: Config
    _store: Store = DISK
    readings: dict[tuple[str, bytes], _Reading] = attrs.Factory(dict)
    _documents: dict[str, Document] = attrs.Factory(dict)
    _agreements: dict[str, tuple[Agreement, Document]] = attrs.Factory(dict)
    _shared: dict[str, Source] = attrs.Factory(dict)
    _sources: dict[str, Source] = attrs.Factory(dict)
    """Shared and inline ones."""
    _source_places: dict[str, tuple[str, TreePath]] = attrs.Factory(dict)
    _unread: list[Unread] = attrs.Factory(list)
    _unread_sources: set[str] = attrs.Factory(set)
    _sources_complete: bool = True
    _findings: list[Finding] = attrs.Factory(list)
    _paths: list[str] = attrs.Factory(list)

    def read(self, path: Path) -> None:
        shown = files.shown_name(os.path.relpath(path) if path.parts[:1] == ("..",) else str(path))
        self._paths.append(shown)
        try:
            data = self._store.read_bytes(path, self._limits)
        except UnreadableError as error:
            self._give_up(error.rule, error.reason, shown, path)
            return
        self._understand(shown, data, path)

    def read_draft(self, draft: Draft) -> None:
        self._paths.append(draft.shown)
        if len(draft.data) <= self._limits.file_bytes:
            self._understand(draft.shown, draft.data, draft.path)
            return
        message = f"larger than {self._limits.file_bytes:,} bytes"
        self._give_up("limit-exceeded", message, draft.shown, draft.path)

    def _give_up(self, rule: str, message: str, shown: str, path: Path | None) -> None:
        """Note why a file is not read at all."""
        self._findings.append(finding(rule, message, Location(shown)))
        if self._holds_sources(path):
            self._sources_complete = False
        else:
            self._unread.append(_unread(shown, path, None))

    def _holds_sources(self, path: Path | None) -> bool:
        return path is not None and files.is_source_file(path, self._folder)

    def _understand(self, shown: str, data: bytes, path: Path | None) -> None:
        """Take what the bytes of a file say."""
        key = (shown, hashlib.sha256(data).digest())
        if key not in self.readings:
            self.readings[key] = self._read(shown, data, path)
        found = self.readings[key]
        text = self._documents[shown] = found.document
        self._findings += found.findings
        if self._holds_sources(path):
            self._unread_sources |= convert.declared_ids(text).difference(found.sources)
            self._sources_complete &= text.complete and text.tree is not None
            self._shared |= {id: one for id, one in found.sources.items() if self._is_new_source(one, text, (id,))}
        elif found.agreement:
            self._take(found.agreement, text, path)
        else:
            self._unread.append(_unread(shown, path, text))

    def _read(self, shown: str, data: bytes, path: Path | None) -> _Reading:
        """Read bytes as what the path makes of them, shared sources or an agreement; without one, as the latter."""
        text, findings = document.read(shown, data, self._limits)
        if self._holds_sources(path):
            sources, more = convert.sources_of(text)
            return _Reading(text, (*findings, *more), sources=sources)
        agreement, more = convert.agreement_of(text, self._own)
        return _Reading(text, (*findings, *more), agreement)

    @cached_property
    def _own(self) -> Vocabulary | None:
        return self._config.own_vocabulary

    def _take(self, agreement: Agreement, text: Document, path: Path | None) -> None:
        id = agreement.id
        if path and id != path.stem:
            message = f"the agreement's id is '{id}', the file's name is '{files.shown_name(path.name)}'"
            help = f"rename the file to '{id}.yaml', or change the id"
            self._findings.append(finding("file-name", message, text.at(("id",)), agreement=id, help=help))
        if id in self._agreements:
            first = self._agreements[id][1].at(("id",))
            self._findings.append(_duplicate("agreement", id, text.at(("id",)), first))
        else:
            self._agreements[id] = (agreement, text)

    def _is_new_source(self, source: Source, text: Document, path: TreePath, agreement: str | None = None) -> bool:
        """Note where a source stands; or that its id is taken."""
        id = source.id
        if id not in self._source_places:
            self._sources[id], self._source_places[id] = source, (text.path, path)
            return True
        place, first = self._source_places[id]
        here, there = text.at(path, key=True), self._documents[place].at(first, key=True)
        self._findings.append(_duplicate("source", id, here, there, agreement))
        return False

    def folder(self) -> Folder:
        """What was read, linked: every agreement has the sources that it cites."""
        linked = [self._linked(*pair) for pair in self._agreements.values()]
        self._findings += self._unknown_roots()
        return Folder(
            path=str(self._folder),
            registry=Registry(linked, str(self._folder)),
            documents=self._documents,
            places={id: text.path for id, (_, text) in self._agreements.items()},
            source_places=self._source_places,
            sources=tuple(self._sources[id] for id in sorted(self._sources)),
            findings=tuple(self._findings),
            paths=tuple(self._paths),
            unread=tuple(self._unread),
            unread_sources=frozenset(self._unread_sources),
            sources_complete=self._sources_complete,
            config=self._config,
            readings=self.readings,
        )

    def _unknown_roots(self) -> Iterator[Finding]:
        """Sources that are said to copy what is described nowhere."""
        suggest, names = Suggestions(), Names(self._sources)
        for source in self._sources.values():
            for index, id in enumerate(source.based_on):
                if id not in self._sources:
                    place, path = self._source_places[source.id]
                    location = self._documents[place].at((*path, "based_on", index))
                    help = suggest(id, names.near(id)) or "describe it, or name its publisher in a 'note'"
                    yield finding("unknown-source", f"no source '{id}' is described", location, help=help)

    def _linked(self, agreement: Agreement, text: Document) -> Agreement:
        inline = {source.id: source for source in agreement.sources}
        for id, source in inline.items():
            self._is_new_source(source, text, ("sources", id), agreement.id)
        known = self._shared | inline
        pending = [
            *inline,
            *(claim.source for event in agreement.history for claim in event.claims),
            *(statement.source for statement in agreement.statements),
        ]
        linked: dict[str, Source] = {}
        while pending:
            id = pending.pop()
            if id in known and id not in linked:
                linked[id] = known[id]
                pending += known[id].based_on
        return attrs.evolve(agreement, sources=tuple(linked[id] for id in sorted(linked)))


def _unread(shown: str, path: Path | None, text: Document | None) -> Unread:
    declared = _declared_id(text) if text else None
    names = {path.stem if path else None, declared}
    return Unread(shown, frozenset(name for name in names if name), declared)


def _duplicate(what: str, id: str, here: Location, first: Location, agreement: str | None = None) -> Finding:
    return finding(
        "duplicate-id",
        f"the id '{id}' is taken already by another {what}, {first.seen_from(here.path)}",
        here,
        agreement=agreement,
        help="give one of the two another id",
        related=(Related("the first one", first),),
    )
