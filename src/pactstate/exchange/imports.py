"""Import of a table into a folder: what would be created, what is there already, and what is refused.

Only new files are written. A record that exists is never changed: where the table says more, the row is refused with
what the record lacks, and a person adds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import attrs

from pactstate.checks.runner import check_folder
from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Event, Source
from pactstate.errors import PactstateError
from pactstate.exchange.mapping import TableMapping
from pactstate.exchange.read_table import RowError, SheetTable
from pactstate.exchange.rows import Made, agreements_of, unmapped
from pactstate.fileformat.config import find_config
from pactstate.fileformat.write import agreement_data, sources_data, yaml_text
from pactstate.findings import Finding, Severity
from pactstate.folder.read import read_folder
from pactstate.folder.registry import Registry
from pactstate.folder.write import read_texts
from pactstate.rules import RULES
from pactstate.storage.disk import link_on_the_way
from pactstate.storage.limits import DEFAULT
from pactstate.storage.replace import replace_file

__all__ = ["ImportOutcome", "ImportRefusedError", "Plan", "plan_import", "write_plan"]

SOURCES_FOLDER: Final = "sources"
"""Folder of files of shared sources, in a folder of agreements."""

Fate = Literal["created", "unchanged", "refused"]


class ImportRefusedError(PactstateError):
    """Nothing can be imported. The message says why."""


@attrs.frozen
class ImportOutcome:
    """Fate of one agreement of the table."""

    fate: Fate
    id: str
    """Id of the agreement; empty for rows of which none was made."""
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
    texts: Mapping[str, str]
    """Files to create, by path below the folder."""

    def count(self, fate: Fate) -> int:
        """Return the number of agreements, or rows, of one fate."""
        return sum(one.fate == fate for one in self.outcomes)

    @property
    def errors(self) -> list[RowError]:
        """Reasons for everything that is refused, in order of the rows."""
        found = [error for one in self.outcomes for error in one.errors]
        return sorted(found, key=lambda error: error.row)


def plan_import(
    mapping: TableMapping, table: SheetTable, folder: Path, today: dt.date, only: Sequence[str] = ()
) -> Plan:
    """Return what an import of a table does, without writing.

    Args:
        mapping: Mapping of the table.
        table: Table.
        folder: Folder of agreements; it may not exist yet.
        today: Day for the checks of what would be created.
        only: Ids of agreements to import; all, if there are none.

    Raises:
        ConfigurationError: The settings of the folder cannot be used.
        FolderError: The folder cannot be read.
        ImportRefusedError: The source of the mapping is described in the folder in another way.
        MappingError: The mapping uses a column that the table does not have.
    """
    left = unmapped(mapping, table)
    config = find_config(folder, DEFAULT)
    registry, described, taken = _existing(folder)
    source_file = f"{SOURCES_FOLDER}/{mapping.source.id}.yaml"
    before = described.get(mapping.source.id)
    if before is not None and before != mapping.source:
        raise ImportRefusedError(
            f"the source '{mapping.source.id}' is described in {folder} in another way: give the source of the mapping "
            "another id, since each snapshot is a source of its own"
        )
    made = agreements_of(mapping, table, config.own_vocabulary)
    if only:
        made = [one for one in made if one.agreement and one.agreement.id in only]
    outcomes = [ImportOutcome("refused", "", error.row, (error,)) for error in table.errors if not only]
    joined = _ExistingRecords(registry)
    texts: dict[str, str] = {}
    created: dict[str, Made] = {}
    for one in made:
        agreement = one.agreement
        if agreement is None:
            outcomes.append(ImportOutcome("refused", "", one.row, one.errors))
        elif (outcome := joined.outcome(agreement, one.row, taken)) is not None:
            outcomes.append(outcome)
        else:
            created[agreement.id] = one
            data = agreement_data(agreement, (), states_not_recorded=bool(config.not_recorded))
            texts[f"{agreement.id}.yaml"] = yaml_text(data)
            joined.add(agreement)
    texts[source_file] = yaml_text(sources_data([mapping.source]))
    faults = _faults(texts, folder, today) if created else {}
    for id, one in created.items():
        found = faults.get(id)
        if found is None:
            outcomes.append(ImportOutcome("created", id, one.row))
        else:
            del texts[f"{id}.yaml"]
            outcomes.append(ImportOutcome("refused", id, one.row, tuple(_as_error(one.row, fault) for fault in found)))
    if len(texts) == 1 or before is not None:
        del texts[source_file]
    return Plan(folder, tuple(sorted(outcomes, key=lambda one: one.row)), tuple(left), texts)


def _existing(folder: Path) -> tuple[Registry, Mapping[str, Source], frozenset[str]]:
    """Return the agreements of a folder, the shared sources that it describes, and the ids that its files take."""
    if not folder.exists():
        return Registry(()), {}, frozenset()
    found = read_folder(folder)
    shared = {key.id: source for key, source in found.described.items() if key.agreement is None}
    return found.registry, shared, frozenset(Path(path).stem for path in found.paths)


class _ExistingRecords:
    """Agreements that exist, by id and by key in other registers."""

    def __init__(self, registry: Registry) -> None:
        self._by_id: dict[str, Agreement] = {}
        self._by_key: dict[tuple[str, str], Agreement] = {}
        for agreement in registry.agreements:
            self.add(agreement)

    def add(self, agreement: Agreement) -> None:
        self._by_id[agreement.id] = agreement
        self._by_key.update(dict.fromkeys(agreement.identifiers, agreement))

    def outcome(self, agreement: Agreement, row: int, taken: frozenset[str]) -> ImportOutcome | None:
        """Return the fate of an agreement that exists already; None for a new one."""
        by_key = {one.id: one for key in agreement.identifiers if (one := self._by_key.get(key))}
        by_key |= {agreement.id: self._by_id[agreement.id]} if agreement.id in self._by_id else {}
        if len(by_key) > 1:
            reason = f"its id and its keys belong to several agreements: {', '.join(by_key)}"
        elif by_key:
            (there,) = by_key.values()
            missing = [event for event in agreement.history if not _has(there, event)]
            if not missing:
                return ImportOutcome("unchanged", there.id, row)
            shown = ", ".join(_in_words(event) for event in missing[:_MAX_SHOWN])
            reason = f"'{there.id}' exists, and its history lacks {shown}: an import changes no record, so add it there"
        elif agreement.id in taken:
            reason = f"the file {agreement.id}.yaml exists and could not be read: see 'pactstate check'"
        else:
            return None
        return ImportOutcome("refused", agreement.id, row, (RowError(row, "", "", reason),))


_MAX_SHOWN: Final = 5
"""Number of events that a message names."""


def _has(agreement: Agreement, event: Event) -> bool:
    return any(
        event.kinds[0] in one.kinds
        and (one.date.text, one.party, one.effective) == (event.date.text, event.party, event.effective)
        for one in agreement.history
    )


def _in_words(event: Event) -> str:
    return f"{event.name} {event.date}" + (f" by {event.party}" if event.party else "")


def _faults(texts: Mapping[str, str], folder: Path, today: dt.date) -> Mapping[str, list[Finding]]:
    """Return the errors that a check finds in new files, by id. Errors that depend on today do not count."""
    read = read_texts(texts, folder, find_config(folder, DEFAULT))
    found: dict[str, list[Finding]] = {}
    for one in check_folder(read, today).findings:
        if one.severity is not Severity.ERROR or RULES[one.rule].clock:
            continue
        if Path(one.path).parent.name == SOURCES_FOLDER:
            raise ImportRefusedError(f"the source of the mapping cannot be written: {one.message}")
        found.setdefault(Path(one.path).stem, []).append(one)
    return found


def _as_error(row: int, found: Finding) -> RowError:
    advice = f" ({found.help})" if found.help else ""
    return RowError(row, "", "", f"{found.message}{advice} [{found.rule}]")


def write_plan(plan: Plan) -> Iterator[Path]:
    """Write the new files of a plan, the source first; yield the path of each.

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
            if path.exists():
                raise ImportRefusedError(
                    f"cannot write {path}: it exists since the plan was made; run the import again"
                )
            replace_file(path, text.encode())
        except OSError as error:
            raise ImportRefusedError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
        yield path
