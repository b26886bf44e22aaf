"""Reading of a whole folder: its agreements, linked with their sources, and the documents that they were read from.

Loading never raises for the contents of a file: errors in it are findings. See docs/format.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Source
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.config import Config, ConfigurationError
from pactstate.fileformat.document import Document
from pactstate.findings import Finding
from pactstate.folder.facts import FolderFacts, Unread
from pactstate.folder.files import Draft, OpenFolder, ParsedFile, open_draft, open_folder
from pactstate.folder.jobs import Progress, without_progress
from pactstate.folder.registry import Registry, SourceKey, sources_by_id
from pactstate.folder.scan import Inspected, find_duplicates, scan
from pactstate.storage.disk import DISK, FolderError, Store
from pactstate.storage.limits import DEFAULT, Limits

__all__ = ["ConfigurationError", "Draft", "Folder", "FolderError", "Unread", "read_draft", "read_folder"]


@attrs.frozen(eq=False, repr=False)
class Folder:
    """Loaded folder: its agreements, where each of them is described, and the errors in the form of its files."""

    opened: OpenFolder
    """The files, all of which are kept."""
    registry: Registry
    agreement_paths: Mapping[str, str]
    """Path of the file of each agreement, by id."""
    described: Mapping[SourceKey, Source]
    """Sources that are described in the folder, cited or not."""
    shared_sources: Mapping[str, str]
    """Path of the file of a shared source, by id."""
    findings: tuple[Finding, ...]
    """Errors in the form of the files, and ids that are used twice."""
    unread: tuple[Unread, ...]
    """Files of agreements that could not be understood."""
    config: Config
    """Settings by which the folder is checked."""

    @property
    def path(self) -> str:
        """Path of the folder."""
        return str(self.opened.folder)

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of all files as shown, whether they could be read or not."""
        return tuple(self.opened.paths)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources that are described in the folder, in order of id."""
        return sources_by_id(self.described.values())

    def source_path(self, key: SourceKey) -> str:
        """Return the path of the file that describes a source."""
        return self.shared_sources[key.id] if key.agreement is None else self.agreement_paths[key.agreement]

    @property
    def documents(self) -> Mapping[str, Document]:
        """Files that could be read, by path as shown."""
        return {path: text for path in self.paths if (text := self.opened.document(path))}


def read_folder(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    config: Config | None = None,
    draft: Draft | None = None,
    progress: Progress = without_progress,
    store: Store = DISK,
    like: Folder | None = None,
    vocabulary: Vocabulary | None = None,
    may_be_empty: bool = False,
    keeps: bool = True,
) -> Folder:
    """Load a folder; the arguments are those of :func:`pactstate.folder.files.open_folder`.

    With ``keeps``, the texts and trees of the files stay in memory, for a check and for edits.

    Raises :class:`FolderError` if the folder is missing, cannot be read, or holds no file of an agreement, and
    :class:`ConfigurationError` for settings that cannot be used; never for the contents of a file.
    """
    opened = open_folder(
        folder,
        limits=limits,
        config=config,
        draft=draft,
        store=store,
        like=like.opened if like else None,
        vocabulary=vocabulary,
        may_be_empty=may_be_empty,
        keeps=keeps,
    )
    return _loaded(opened, progress)


def read_draft(draft: Draft, *, limits: Limits = DEFAULT, config: Config | None = None) -> Folder:
    """Load a text that belongs to no folder."""
    return _loaded(open_draft(draft, limits=limits, config=config), without_progress)


def _loaded(opened: OpenFolder, progress: Progress) -> Folder:
    facts = FolderFacts.of(opened.paths, opened.shared)
    findings: dict[str, list[Finding]] = {path: [] for path in opened.paths}
    described = {SourceKey(source.id, None): source for source in opened.sources.values()}
    agreements: list[Agreement] = []
    linked: dict[str, tuple[Agreement | None, Mapping[str, Source]]] = {}

    def keep(files: Sequence[tuple[ParsedFile, Agreement | None]]) -> Sequence[Inspected]:
        linked.update((file.path, (agreement, file.sources)) for file, agreement in files)
        return [Inspected()] * len(files)

    for file, counts in scan(opened, facts, keep, progress=progress, doing="reading", ids_only=True):
        findings[file.path] += file.errors(counts=counts)
        agreement, own = linked.get(file.path, (None, {}))
        if counts and agreement:
            agreements.append(agreement)
            described |= {SourceKey(id, agreement.id): one for id, one in own.items()}
    return Folder(
        opened=opened,
        registry=Registry(agreements, str(opened.folder)),
        agreement_paths=facts.paths,
        described=described,
        shared_sources=facts.shared_sources,
        findings=(*(found for some in findings.values() for found in some), *find_duplicates(opened, facts)),
        unread=tuple(facts.unread),
        config=opened.config,
    )
