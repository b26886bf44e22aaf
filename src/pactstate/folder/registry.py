"""A folder of agreements: find the files, read them, link what they cite.

Reading a folder never raises for what a file contains: the faults come back as findings. Rule: format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import checked
from pactstate.domain.model import Source
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import document
from pactstate.fileformat.config import Config, ConfigurationError, find_config
from pactstate.fileformat.document import Document
from pactstate.fileformat.suggest import like_agreement
from pactstate.findings import Finding
from pactstate.folder.index import Index, outline
from pactstate.folder.progress import Watch, unwatched
from pactstate.folder.scan import Draft, Shelf, Unread, declared_id
from pactstate.smallyaml.tree import NodePath
from pactstate.storage.disk import DISK, FolderError, Store
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.storage.locate import packaged_folder

__all__ = [
    "ConfigurationError",
    "Draft",
    "Folder",
    "FolderError",
    "Registry",
    "UnknownAgreementError",
    "Unread",
    "open_shelf",
    "read_alone",
    "read_folder",
]


class UnknownAgreementError(KeyError):
    """No agreement of that id. The message suggests one of the same parties."""

    def __str__(self) -> str:
        return str(self.args[0])


def _by_id(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    return tuple(sorted(agreements, key=lambda agreement: agreement.id))


@attrs.frozen(field_transformer=checked)
class Registry(Mapping[str, Agreement]):
    """Agreements by id, in order of id. Immutable and hashable.

    ``registry[id]`` raises :class:`UnknownAgreementError`, a :class:`KeyError` that suggests an id of the same parties.
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
        hint = like_agreement(str(id), self._index)
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
class Folder:
    """A folder as read: what could be made of it, where it stands, and what is wrong with it."""

    path: str
    registry: Registry
    documents: Mapping[str, Document]
    """By path, as shown."""
    places: Mapping[str, str]
    """The path of the document of each agreement, by id."""
    source_places: Mapping[str, tuple[str, NodePath]]
    """The document and the path of each source, shared or inline, by id."""
    sources: tuple[Source, ...]
    """Every source that is described in the folder, cited or not, in order of id."""
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    """The files of agreements that could not be understood."""
    config: Config
    """The settings of the folder."""
    shelf: Shelf
    """The files themselves."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that was to be read, as shown, whether it could be or not."""
        return tuple(self.shelf.paths)

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.paths)


def read_folder(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    config: Config | None = None,
    draft: Draft | None = None,
    watch: Watch = unwatched,
    store: Store = DISK,
    like: Folder | None = None,
    vocabulary: Vocabulary | None = None,
) -> Folder:
    """Read a folder whole; with a draft, as though this stood in it.

    The settings are those found in it or above it, unless given; the files are the disk's, unless there is another
    store. Files that are as in a folder ``like`` it, read before, are not read again. The words of the ``vocabulary``,
    or of the one with which that folder was read, are added to those of the settings. Raises :class:`FolderError` if
    the folder is missing, cannot be read, or holds no agreement file, and :class:`ConfigurationError` for settings that
    cannot be used; never for what a file contains.
    """
    shelf = open_shelf(folder, limits=limits, config=config, draft=draft, store=store, like=like, vocabulary=vocabulary)
    return _folder(shelf, watch)


def open_shelf(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    config: Config | None = None,
    draft: Draft | None = None,
    store: Store = DISK,
    like: Folder | None = None,
    keeps: bool = True,
    vocabulary: Vocabulary | None = None,
) -> Shelf:
    """The files of a folder, of which only those with shared sources are read; all else as in :func:`read_folder`."""
    # An editor may hold the first file of a folder that is still to be made.
    is_new = draft is not None and draft.path is not None and not folder.exists()
    found = [] if is_new else store.find_files(folder, limits, needed=draft is None)
    if config is None:
        # The package's own data heeds no settings of whoever has installed it.
        config = Config() if folder == packaged_folder() else find_config(folder, limits, store)
    vocabulary = vocabulary or (like.shelf.vocabulary if like else None)
    config = config.joined(vocabulary)
    before = like.shelf.readings if like and like.config.words == config.words else {}
    if draft:
        draft = attrs.evolve(draft, path=_place(draft, found, limits))
        if draft.path and draft.path not in found:
            found = sorted([*found, draft.path], key=lambda path: path.parts)
    shelf = Shelf(folder, config, limits, keeps, store, draft, before, vocabulary)
    shelf.put(found)
    return shelf


def _place(draft: Draft, found: Sequence[Path], limits: Limits) -> Path | None:
    """The file in whose place a draft is read: the one named, else that of the agreement of its id."""
    if draft.path or len(draft.data) > limits.file_bytes:
        return draft.path
    text, _ = document.read(draft.shown, draft.data, limits)
    return next((path for path in found if path.stem == declared_id(text)), None)


def read_alone(draft: Draft, *, limits: Limits = DEFAULT, config: Config | None = None) -> Folder:
    """Read a text that stands in no folder."""
    shelf = Shelf(Path(), config or Config(), limits, draft=attrs.evolve(draft, path=None))
    shelf.put(())
    return _folder(shelf, unwatched)


def _folder(shelf: Shelf, watch: Watch) -> Folder:
    """All files of a folder, linked: every agreement has the sources that it cites."""
    readings = {path: shelf.reading(path) for path in watch(shelf.paths, "reading")}
    documents = {path: reading.document for path, reading in readings.items() if reading.document}
    index = Index.of_shared(shelf, documents.__getitem__)
    outlines = [outline(reading) for path, reading in readings.items() if path not in shelf.shared]
    in_turn = sorted(outlines, key=index.waits)
    counted = [readings[file.path] for file in in_turn if index.note(file, documents.__getitem__)]
    agreements = [reading.agreement for reading in counted if reading.agreement]
    described = {source.id: source for one in reversed(agreements) for source in one.sources}
    described |= shelf.sources
    copies = set(readings).difference(shelf.shared, (reading.path for reading in counted))
    # That the name of a copy is not its id says nothing beyond that the id is taken.
    findings = [
        found
        for path, reading in readings.items()
        for found in reading.findings
        if path not in copies or found.rule != "file-name"
    ]
    return Folder(
        path=str(shelf.folder),
        registry=Registry(map(shelf.linked, agreements), str(shelf.folder)),
        documents=documents,
        places=index.places,
        source_places={id: (path, index.way(id)) for id, path in index.source_places.items()},
        sources=tuple(described[id] for id in sorted(described)),
        findings=(*findings, *index.findings, *index.unknown_roots(documents.__getitem__)),
        unread=tuple(index.unread),
        config=shelf.config,
        shelf=shelf,
    )
