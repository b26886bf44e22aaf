"""Import of tables into a folder: what would be created, what is added to records that exist, and what is refused.

Nothing that is recorded changes. Lines are inserted into files that exist only if the caller asks for updates.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, cast

import attrs

from pactstate.checks.runner import check_folder
from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Source
from pactstate.editing.additions import Addition, NewItem, NewKey
from pactstate.editing.insertion import ParsedText, with_all
from pactstate.errors import PactstateError
from pactstate.exchange.mapping import TableMapping
from pactstate.exchange.merge import MergeRefusedError, additions
from pactstate.exchange.named_columns import named_tables, unmapped
from pactstate.exchange.read_table import RowError, SheetTable
from pactstate.exchange.rows import Made, agreements_of
from pactstate.fileformat.config import find_config
from pactstate.fileformat.document import Document
from pactstate.fileformat.write import agreement_data, sources_data, yaml_text
from pactstate.findings import Finding, Severity
from pactstate.folder.files import OpenFolder
from pactstate.folder.read import Folder, read_folder
from pactstate.folder.write import open_texts
from pactstate.rules import RULES
from pactstate.smallyaml import Data
from pactstate.storage.disk import UnreadableError, link_on_the_way, system_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.replace import create_file, replace_unchanged
from pactstate.text.suggest import clip, did_you_mean

__all__ = ["ImportOutcome", "ImportRefusedError", "Plan", "plan_import", "write_plan"]

SOURCES_FOLDER: Final = "sources"
"""Folder of files of shared sources, in a folder of agreements."""

Fate = Literal["created", "updated", "unchanged", "refused"]


class ImportRefusedError(PactstateError):
    """Nothing can be imported. The message says why."""


@attrs.frozen
class ImportOutcome:
    """Fate of one agreement of the table."""

    fate: Fate
    id: str
    """Id of the agreement; empty for rows that make none."""
    row: int
    errors: tuple[RowError, ...] = ()
    """Reasons, for a refused one."""


@attrs.frozen
class Plan:
    """Effects of an import."""

    folder: Path
    outcomes: tuple[ImportOutcome, ...]
    unmapped: tuple[str, ...]
    """Columns that the mapping neither uses nor names as unused."""
    left_out: int
    """Rows that ``where`` and ``unless`` of the mapping leave out."""
    texts: Mapping[str, str]
    """Files to create, by path below the folder."""
    updates: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)
    """Texts before and after, by path below the folder."""
    gone: tuple[str, ...] = ()
    """Ids of records that have a key of the register, and no row. Nothing happens to them."""

    def count(self, fate: Fate) -> int:
        """Return the number of agreements, or rows, of one fate."""
        return sum(one.fate == fate for one in self.outcomes)

    @property
    def errors(self) -> list[RowError]:
        """Reasons for everything that is refused, in order of the rows."""
        found = [error for one in self.outcomes for error in one.errors]
        return sorted(found, key=lambda error: error.row)


def plan_import(
    mapping: TableMapping,
    tables: Sequence[SheetTable],
    folder: Path,
    today: dt.date,
    only: Sequence[str] = (),
    *,
    may_update: bool = False,
) -> Plan:
    """Return what an import of tables does, without writing.

    Args:
        mapping: Mapping of the table.
        tables: Table of the agreements, then those of acts, in the order of ``mapping.tables``. The last table of
            acts may have several files.
        folder: Folder of agreements; it may not exist yet.
        today: Day for the checks of what would be created.
        only: Ids of agreements to import, as rows make them or as records have them; all, if there are none.
        may_update: Whether to insert lines into files that exist.

    Raises:
        ConfigurationError: The settings of the folder cannot be used.
        FolderError: The folder cannot be read.
        ImportRefusedError: The folder describes the source of the mapping in another way, the source is dated after
            today, the table has no row, or no row makes an id of ``only``.
        MappingError: The mapping uses a column that the table does not have, or there are too few tables, or too many.
    """
    named = named_tables(mapping, tables)
    for key, day in (("published", mapping.source.published), ("accessed", mapping.source.accessed)):
        if day is not None and day.earliest > today:
            place = "[source]" if key == "published" else "[source], or --accessed"
            raise ImportRefusedError(f"the table was {key} on {day}, after today ({today}): correct '{key}' in {place}")
    left = unmapped(mapping, named)
    first = tables[0]
    if not first.records and not first.errors:
        raise ImportRefusedError(
            f"{first.path} has no row below the names of its columns, in row {first.header}: name another table, or "
            "say with 'header' in [agreements] which row has the names"
        )
    config = find_config(folder, DEFAULT)
    existing = _Existing(folder, may_update=may_update)
    source_file = f"{SOURCES_FOLDER}/{mapping.source.id}.yaml"
    before = existing.described.get(mapping.source.id)
    if before is not None and before != mapping.source:
        raise ImportRefusedError(
            f"the source '{mapping.source.id}' is described in {folder} in another way: give the source of the mapping "
            "another id, since each snapshot is a source of its own"
        )
    taken = agreements_of(mapping, named, config.own_vocabulary, existing.by_key)
    made = existing.chosen(taken.made, only) if only else taken.made
    outcomes = [ImportOutcome("refused", "", error.row, (error,)) for one in tables for error in one.errors if not only]
    texts: dict[str, str] = {}
    created: dict[str, Made] = {}
    for one in made:
        agreement = one.agreement
        if agreement is None:
            outcomes.append(ImportOutcome("refused", one.id, one.row, one.errors))
        elif (outcome := existing.outcome(agreement, one.row)) is not None:
            outcomes.append(outcome)
        else:
            created[agreement.id] = one
            data = agreement_data(agreement, (), states_not_recorded=bool(config.not_recorded))
            texts[f"{agreement.id}.yaml"] = yaml_text(data)
            existing.add(agreement)
    texts[source_file] = yaml_text(sources_data([mapping.source]))
    faults = _faults(texts, folder, today) if created else {}
    for id, one in created.items():
        found = faults.get(id)
        if found is None:
            outcomes.append(ImportOutcome("created", id, one.row))
        else:
            del texts[f"{id}.yaml"]
            outcomes.append(ImportOutcome("refused", id, one.row, tuple(_as_error(one.row, fault) for fault in found)))
    refused = existing.faults(texts[source_file] if before is None else None, source_file, today)
    for id in refused:
        del existing.updates[existing.paths[id]]
    outcomes = [
        ImportOutcome("refused", one.id, one.row, tuple(_as_error(one.row, fault) for fault in refused[one.id]))
        if one.id in refused
        else one
        for one in outcomes
    ]
    if (len(texts) == 1 and not existing.updates) or before is not None:
        del texts[source_file]
    return Plan(
        folder=folder,
        outcomes=tuple(sorted(outcomes, key=lambda one: one.row)),
        unmapped=tuple(left),
        left_out=taken.left_out,
        texts=texts,
        updates=existing.updates,
        gone=() if only else tuple(existing.without_row(mapping.identifiers)),
    )


class _Existing:
    """Records of the folder before the import, and those that the import makes."""

    def __init__(self, folder: Path, *, may_update: bool) -> None:
        self._place = folder
        self._may_update = may_update
        self._folder = read_folder(folder, may_be_empty=True) if folder.exists() else None
        self._by_id: dict[str, Agreement] = {}
        self.by_key: dict[tuple[str, str], Agreement] = {}
        """Agreements by register and key."""
        self._met: set[str] = set()
        self._stems = frozenset(Path(path).stem for path in self._folder.paths) if self._folder else frozenset[str]()
        self.described: dict[str, Source] = {}
        """Shared sources, by id."""
        self.paths: dict[str, str] = {}
        """Path below the folder of the file of each agreement, by id."""
        self.updates: dict[str, tuple[str, str]] = {}
        """Texts before and after, by that path."""
        if self._folder:
            self.described = {key.id: one for key, one in self._folder.described.items() if key.agreement is None}
            self.paths = {id: self._inner(path) for id, path in self._folder.agreement_paths.items()}
            for agreement in self._folder.registry.agreements:
                self.add(agreement)

    def _inner(self, shown: str) -> str:
        return os.path.relpath(system_name(shown), self._place)

    def add(self, agreement: Agreement) -> None:
        self._by_id[agreement.id] = agreement
        self.by_key.update(dict.fromkeys(agreement.identifiers, agreement))

    def chosen(self, made: Sequence[Made], ids: Sequence[str]) -> list[Made]:
        """Return the agreements with one of the ids, which its rows make, or the record with the same key has.

        Raises:
            ImportRefusedError: No agreement has one of them.
        """
        chosen: list[Made] = []
        left = dict.fromkeys(ids)
        known: dict[str, None] = {}
        for one in made:
            keys = one.agreement.identifiers if one.agreement else ()
            names = {one.id, *(there.id for key in keys if (there := self.by_key.get(key)))} - {""}
            known.update(dict.fromkeys(names))
            if not names.isdisjoint(ids):
                chosen.append(one)
                for name in names:
                    left.pop(name, None)
        if left:
            name = next(iter(left))
            advice = did_you_mean(name, known) or "see the ids of a run without --only"
            raise ImportRefusedError(f"no row makes '{clip(name)}', which --only names: {advice}")
        return chosen

    def outcome(self, agreement: Agreement, row: int) -> ImportOutcome | None:
        """Return the fate of an agreement that exists already; None for a new one."""
        by_key = {one.id: one for key in agreement.identifiers if (one := self.by_key.get(key))}
        by_key |= {agreement.id: self._by_id[agreement.id]} if agreement.id in self._by_id else {}
        self._met.update(by_key)
        if len(by_key) > 1:
            reason = f"its id and its keys belong to several agreements: {', '.join(by_key)}"
        elif by_key:
            (there,) = by_key.values()
            return self._update(there, agreement, row)
        elif agreement.id in self._stems:
            reason = f"the file {agreement.id}.yaml exists and could not be read: see 'pactstate check'"
        else:
            return None
        return ImportOutcome("refused", agreement.id, row, (RowError(row, "", "", reason),))

    def _update(self, there: Agreement, new: Agreement, row: int) -> ImportOutcome:
        path = self.paths.get(there.id)
        if path is None or self._folder is None:
            reason = f"another row makes '{there.id}' already: make ids and keys from columns whose values differ"
            return ImportOutcome("refused", there.id, row, (RowError(row, "", "", reason),))
        document = cast("Document", self._folder.opened.document(self._folder.agreement_paths[there.id]))
        before, tree = document.text, document.tree
        try:
            file = ParsedText(before, tree) if tree and document.complete else ParsedText.of(before)
            found = additions(there, cast("Mapping[str, Data]", file.tree.data), new)
            if not found:
                return ImportOutcome("unchanged", there.id, row)
            if not self._may_update:
                raise MergeRefusedError(f"'{there.id}' exists and lacks {_in_words(found)}: --update inserts it")
            for step in found:
                file = with_all(file, step)
        except PactstateError as error:
            return ImportOutcome("refused", there.id, row, (RowError(row, "", "", str(error)),))
        self.updates[path] = (before, file.text)
        return ImportOutcome("updated", there.id, row)

    def faults(self, source: str | None, source_file: str, today: dt.date) -> Mapping[str, list[Finding]]:
        """Return the errors that updates would bring, by id. A conflict of dates is what a person is asked for."""
        if not self.updates or self._folder is None:
            return {}
        texts = {self._inner(path): one.text for path, one in self._folder.documents.items()}
        after = {**texts, **{path: text for path, (_, text) in self.updates.items()}}
        after |= {source_file: source} if source is not None else {}
        ids = {path: id for id, path in self.paths.items()}
        known = Counter(_identity(one) for one in _errors(self._folder, today))
        found: dict[str, list[Finding]] = {}
        for one in _errors(open_texts(after, self._place, self._folder.config, self._folder.opened), today):
            known[_identity(one)] -= 1
            is_new = known[_identity(one)] < 0 and one.rule != _CONFLICT
            path = self._inner(one.path) if is_new else ""
            if path in self.updates:
                found.setdefault(ids[path], []).append(one)
        return found

    def without_row(self, registers: Iterable[str]) -> Iterator[str]:
        """Yield the ids of records with a key of a register, to which no row belongs."""
        for id in self.paths:
            agreement = self._by_id.get(id)
            if agreement and id not in self._met and {*registers} & {name for name, _ in agreement.identifiers}:
                yield id


_CONFLICT: Final = "date-conflict"


def _identity(one: Finding) -> tuple[str, str, str]:
    return one.rule, one.path, one.message


def _in_words(steps: Iterable[Iterable[Addition]]) -> str:
    found = itertools.chain.from_iterable(steps)
    counts: Counter[str] = Counter()
    for one in found:
        word = "event" if isinstance(one, NewItem) and one.path == ("history",) else "claim"
        counts[word] += len(one.value) if isinstance(one, NewKey) else 1
    return " and ".join(f"{count} {word}{'s' if count > 1 else ''}" for word, count in counts.items())


def _errors(folder: Folder | OpenFolder, today: dt.date) -> Iterator[Finding]:
    """Yield the errors of files. Errors that depend on today do not count."""
    for one in check_folder(folder, today, least=Severity.ERROR).findings:
        if not RULES[one.rule].clock:
            yield one


def _faults(texts: Mapping[str, str], folder: Path, today: dt.date) -> Mapping[str, list[Finding]]:
    """Return the errors that a check finds in new files, by id."""
    found: dict[str, list[Finding]] = {}
    for one in _errors(open_texts(texts, folder, find_config(folder, DEFAULT)), today):
        if Path(one.path).parent.name == SOURCES_FOLDER:
            raise ImportRefusedError(f"the source of the mapping cannot be written: {one.message}")
        found.setdefault(Path(one.path).stem, []).append(one)
    return found


def _as_error(row: int, found: Finding) -> RowError:
    advice = f" ({found.help})" if found.help else ""
    return RowError(row, "", "", f"{found.message}{advice} [{found.rule}]")


def write_plan(plan: Plan) -> Iterator[Path]:
    """Write the files of a plan, the source first and updates last; yield the path of each.

    Raises:
        ImportRefusedError: A file cannot be written. The files before it are whole.
    """
    for name, text in sorted(plan.texts.items(), key=lambda pair: ("/" not in pair[0], pair[0])):
        path = plan.folder / name
        link = link_on_the_way(path)
        if link:
            raise ImportRefusedError(f"cannot write {path}: {link} is a link, and links are not followed")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            create_file(path, text.encode())
        except FileExistsError:
            message = f"cannot write {path}: it exists since the plan was made; run the import again"
            raise ImportRefusedError(message) from None
        except OSError as error:
            raise ImportRefusedError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
        yield path
    for name, (before, after) in plan.updates.items():
        path = plan.folder / name
        try:
            replace_unchanged(path, before, after, DEFAULT)
        except (OSError, UnreadableError) as error:
            raise ImportRefusedError(f"cannot write {path}: {str(error).lower()}") from None
        yield path
