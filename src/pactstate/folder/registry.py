"""Loaded folder: its agreements, linked with their sources, and the documents that they were read from.

Loading never raises for the contents of a file: errors in it are findings. See docs/format.md.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.events import State
from pactstate.domain.fields import DateLike, as_word, checked, each
from pactstate.domain.model import Source
from pactstate.domain.statuses import AgreementStatus, Statuses
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.errors import PactstateError, ValueRefusedError
from pactstate.fileformat import usual
from pactstate.fileformat.config import Config, ConfigurationError
from pactstate.fileformat.document import Document
from pactstate.fileformat.suggest import like_agreement, like_party, usual_word
from pactstate.findings import Finding, Report
from pactstate.folder.facts import FolderFacts, Unread
from pactstate.folder.files import Draft, OpenFolder, open_draft, open_folder
from pactstate.folder.jobs import Progress, without_progress
from pactstate.folder.scan import find_duplicates, scan
from pactstate.storage.disk import DISK, FolderError, Store
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.text.escape import html_table
from pactstate.text.suggest import listed

__all__ = [
    "ConfigurationError",
    "Draft",
    "Folder",
    "FolderError",
    "Registry",
    "SourceKey",
    "UnknownAgreementError",
    "Unread",
    "read_draft",
    "read_folder",
]


class UnknownAgreementError(PactstateError, KeyError):
    """There is no agreement of this id. The message suggests one of the same parties."""

    def __str__(self) -> str:
        return str(self.args[0])


def _by_id(agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    found = each(agreements, Agreement, "Registry.agreements")
    in_order = tuple(sorted(found, key=lambda agreement: agreement.id))
    for one, next in itertools.pairwise(in_order):
        if one.id == next.id:
            raise ValueRefusedError(f"two agreements have the id '{one.id}': give each an id of its own")
    return in_order


def _sources_by_id(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(dict.fromkeys(sources), key=lambda source: source.id))


class SourceKey(NamedTuple):
    """Identity of a source in a folder."""

    id: str
    agreement: str | None
    """Agreement to whose file it belongs; None for a shared source."""


@attrs.frozen(field_transformer=checked)
class Registry(Mapping[str, Agreement]):
    """Agreements by id, in order of id. Immutable and hashable.

    ``registry[id]`` raises :class:`UnknownAgreementError`, a :class:`KeyError` that suggests an id of the same parties.
    """

    agreements: tuple[Agreement, ...] = attrs.field(converter=_by_id)
    path: str = ""
    """Folder from which they were read."""
    report: Report = attrs.field(factory=Report, eq=False, kw_only=True)
    """Findings of loading; empty for a registry made in code."""

    @cached_property
    def _index(self) -> dict[str, Agreement]:
        return {agreement.id: agreement for agreement in self.agreements}

    def __getitem__(self, id: str) -> Agreement:
        if id in self._index:
            return self._index[id]
        hint = like_agreement(str(id), self._index)
        raise UnknownAgreementError(f"no agreement '{id}'" + (f": {hint}" if hint else ""))

    def __contains__(self, id: object) -> bool:
        # The default calls __getitem__, which searches for similar ids when there is none.
        return id in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self.agreements)

    def __repr__(self) -> str:
        return f"Registry({len(self)} agreements from {self.path!r})"

    def _repr_html_(self) -> str:
        rows = [(one.id, one.title, one.kind, ", ".join(one.parties)) for one in self.agreements]
        return html_table(("Agreement", "Title", "Kind", "Parties"), rows)

    def status(
        self,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        *,
        kind: str | None = None,
        party: str | None = None,
        state: str | None = None,
        today: dt.date | None = None,
    ) -> Statuses:
        """Return where the agreements stood on a day, as far as was known by another day.

        Args:
            on: Day of the states. Default: ``today``, and that is the day of the call.
            known_by: Day by which the sources were published that count. Default: all count.
            kind: Kind of the agreements, such as ``raa``.
            party: Code of a party of the agreements, such as ``JP``.
            state: State in which the agreements certainly were.
            today: Day after which an answer is projected.

        Raises:
            DateError: A text is no date.
            ValueRefusedError: There is no such kind, party or state.

        >>> registry = load("agreements")
        >>> [row.agreement.id for row in registry.status(on="2020", kind="raa", party="AU")]
        ['jp-au-raa']
        """
        words = [one.vocabulary for one in self.agreements if one.vocabulary]
        kinds = {name for one in (common(), *words) for name in one.kinds}
        parties = {code: name for one in (common(), *words) for code, name in one.parties.items()}
        if kind is not None and kind not in kinds:
            raise ValueRefusedError(f"'{kind}' is no kind: {usual_word(kind, kinds, usual.KINDS) or listed(kinds)}")
        if party is not None and party not in parties:
            hint = like_party(party, parties) or "write the ISO 3166-1 code of a state, as in 'JP' for Japan"
            raise ValueRefusedError(f"'{party}' is not the code of a party: {hint}")
        wanted = None if state is None else as_word(State, state)
        day = today or dt.date.today()
        rows = (
            AgreementStatus(one, one.status(on, known_by, today=day))
            for one in self.agreements
            if kind in (None, one.kind) and (party is None or party in one.parties)
        )
        return Statuses(row for row in rows if wanted is None or row.status.state is wanted)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources that the agreements cite, in order of id; each file may describe its own one of an id."""
        return _sources_by_id(source for agreement in self.agreements for source in agreement.sources)


@attrs.frozen(eq=False, repr=False)
class Folder:
    """Loaded folder: its agreements, where each of them is described, and the errors in the form of its files."""

    opened: OpenFolder
    """The files, all of which are kept."""
    registry: Registry
    places: Mapping[str, str]
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
        return _sources_by_id(self.described.values())

    def source_path(self, key: SourceKey) -> str:
        """Return the path of the file that describes a source."""
        return self.shared_sources[key.id] if key.agreement is None else self.places[key.agreement]

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
) -> Folder:
    """Load a folder; the arguments are those of :func:`pactstate.folder.files.open_folder`.

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
    )
    return _loaded(opened, progress)


def read_draft(draft: Draft, *, limits: Limits = DEFAULT, config: Config | None = None) -> Folder:
    """Load a text that belongs to no folder."""
    return _loaded(open_draft(draft, limits=limits, config=config), without_progress)


def _loaded(opened: OpenFolder, progress: Progress) -> Folder:
    facts = FolderFacts.of(opened.paths, opened.shared)
    findings: dict[str, list[Finding]] = {path: [] for path in opened.paths}
    agreements: list[Agreement] = []
    for file, counts in scan(opened, facts, progress=progress, doing="reading"):
        findings[file.path] += file.errors(counts=counts)
        agreement = opened.read(file.path).agreement
        if counts and agreement:
            agreements.append(agreement)
    described = {SourceKey(source.id, None): source for source in opened.sources.values()}
    described |= {SourceKey(source.id, one.id): source for one in agreements for source in one.sources}
    return Folder(
        opened=opened,
        registry=Registry(map(opened.linked, agreements), str(opened.folder)),
        places=facts.paths,
        described=described,
        shared_sources=facts.shared_sources,
        findings=(*(found for some in findings.values() for found in some), *find_duplicates(opened, facts)),
        unread=tuple(facts.unread),
        config=opened.config,
    )
