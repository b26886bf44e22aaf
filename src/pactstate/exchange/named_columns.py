"""Columns that a mapping names, in the tables that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import attrs

from pactstate.exchange.mapping import MappedAct, MappedEvent, MappingError, TableMapping
from pactstate.exchange.read_table import SheetTable
from pactstate.text.suggest import clip, did_you_mean, question

__all__ = [
    "FIELD",
    "FILE_FIELD",
    "PARTIES_FIELD",
    "DatedEvent",
    "NamedTable",
    "dated_events",
    "named_tables",
    "unmapped",
]

FIELD: Final = re.compile(r"\{([^{}]+?)(?::([0-9]{1,3}))?\}")
"""Column in a template, and in an id the number of characters that it takes at most."""
PARTIES_FIELD: Final = "parties"
"""Field of a template of ids that stands for the codes of the parties."""
FILE_FIELD: Final = "file"
"""Field of a template that stands for the name of the file of the row, without its ending."""


@attrs.frozen
class NamedTable:
    """Table with the name that the mapping has for it."""

    name: str | None
    """None for the table of the agreements."""
    table: SheetTable
    label: str = ""
    """Name of the table in messages: that of the mapping, or of the file if there are several of one name."""

    @property
    def file(self) -> str:
        """Name of the file without its ending."""
        return Path(self.table.path).stem


def named_tables(mapping: TableMapping, tables: Sequence[SheetTable]) -> list[NamedTable]:
    """Return tables with their names. The last table of acts may have several files.

    Raises:
        MappingError: There are fewer tables than the mapping has, or more than one for the agreements.
    """
    names = mapping.tables
    if len(tables) < len(names) or (len(names) == 1 and len(tables) > 1):
        listed = ", ".join(["the agreements", *(f"'{name}'" for name in names[1:])])
        raise MappingError(f"the mapping reads {len(names)} tables: name the file of each, for {listed}")
    more = len(tables) - len(names)
    named = zip((*names, *names[-1:] * more), tables, strict=True)
    return [
        NamedTable(name, one, Path(one.path).name if more and name == names[-1] else name or "") for name, one in named
    ]


def _fields(template: str) -> list[str]:
    """Return the columns that a template names."""
    return [name for name, _ in FIELD.findall(template)]


def _keys(key: str | None) -> list[str]:
    """Return the columns of a key, which is the name of a column or a template."""
    return [] if key is None else _fields(key) or [key]


def _columns(mapping: TableMapping) -> Iterator[tuple[str, str]]:
    """Yield each column that the mapping names, with the key that names it."""
    for key in ("title", "formal_title", "links", "status"):
        column = getattr(mapping, key)
        if column is not None:
            yield key, column
    yield from (("parties", column) for column in mapping.parties)
    yield from (("fill_down", column) for column in mapping.fill_down)
    for key, names in (
        ("id", _fields(mapping.id)),
        ("locator", _fields(mapping.locator or "")),
        ("key", _keys(mapping.key)),
    ):
        yield from ((key, name) for name in names if name != FILE_FIELD and (key, name) != ("id", PARTIES_FIELD))
    yield from (("where", column) for column in (*mapping.where, *mapping.unless))
    yield from (("identifiers", column) for column in mapping.identifiers.values())
    yield from _event_columns((*mapping.events, *(act for act in mapping.acts if act.table is None)))


_PARTS: Final = ("effective", "not_before", "place", "note", "by")
"""Parts of an event beside its date, which have a column each."""


def _event_columns(events: Iterable[MappedEvent]) -> Iterator[tuple[str, str]]:
    for event in events:
        yield from (("date", column) for column in event.date if _ANY not in column)
        for key in (*_PARTS, "party"):
            column = getattr(event, key, None)
            if column is not None and _ANY not in column:
                yield key, column
        yield from (("where", column) for column in (*event.where, *event.unless))
        if isinstance(event, MappedAct):
            yield from (("key", column) for column in _keys(event.key) if column != FILE_FIELD)


_ANY: Final = "*"
"""Sign in the name of a column that stands for any text."""

DatedEvent = tuple[int, MappedEvent, str]
"""Rank of an event in the mapping, the event, and the column of its date."""


def dated_events(mapping: TableMapping, table: NamedTable) -> list[DatedEvent]:
    """Return the events of the mapping that a table has, with the columns of their dates.

    A name with ``*`` leaves out the columns that an event of the same kind before it takes. For a part other than the
    date, it stands for the first column that fits.
    """
    found: list[DatedEvent] = []
    for rank, one in enumerate((*mapping.events, *mapping.acts)):
        if (one.table if isinstance(one, MappedAct) else None) != table.name:
            continue
        taken = {column for _, other, column in found if other.event == one.event}
        event = _resolved(one, table.table.columns)
        found += ((rank, event, column) for column in _fitting(event.date, table.table.columns, taken))
    return found


def _resolved(event: MappedEvent, columns: Sequence[str]) -> MappedEvent:
    """Return an event with the names of columns that exist for the parts beside its date."""

    def fitting(name: str | None) -> str | None:
        return next(_fitting([name], columns, frozenset()), None) if name and _ANY in name else name

    return attrs.evolve(
        event,
        effective=fitting(event.effective),
        not_before=fitting(event.not_before),
        place=fitting(event.place),
        note=fitting(event.note),
        by=fitting(event.by),
    )


def _fitting(names: Sequence[str], columns: Sequence[str], taken: AbstractSet[str]) -> Iterator[str]:
    plain = [name for name in names if _ANY not in name]
    patterns = [name for name in names if _ANY in name]
    yield from plain
    for column in columns:
        if column not in plain and column not in taken and any(_matches(column, pattern) for pattern in patterns):
            yield column


def _matches(name: str, pattern: str) -> bool:
    """Return whether a name fits a pattern, in linear time.

    >>> _matches("Ratification, Accession(a)", "*Accession*"), _matches("Signature", "*Accession*")
    (True, False)
    """
    first, *middle, last = pattern.split(_ANY)
    if len(name) < len(first + last) or not name.startswith(first) or not name.endswith(last):
        return False
    rest = name[len(first) : len(name) - len(last)]
    for part in filter(None, middle):
        _, found, rest = rest.partition(part)
        if not found:
            return False
    return True


def unmapped(mapping: TableMapping, tables: Sequence[NamedTable]) -> list[str]:
    """Return the columns of tables that the mapping neither uses nor names as unused.

    Raises:
        MappingError: The mapping uses a column that a table does not have.
    """
    left: dict[str, None] = {}
    for named in tables:
        columns = named.table.columns
        used = {*mapping.unused}
        for _, event, column in dated_events(mapping, named):
            used |= {column, *(getattr(event, key) for key in _PARTS)}
        acts = [act for act in mapping.acts if act.table == named.name]
        keys: dict[str, str] = {}
        for key, column in _columns(mapping) if named.name is None else _event_columns(acts):
            keys.setdefault(column, key)
        _refuse_missing(named.table, {column: key for column, key in keys.items() if column not in columns})
        used |= keys.keys()
        left.update(dict.fromkeys(column for column in columns if column not in used))
    return list(left)


def _refuse_missing(table: SheetTable, missing: Mapping[str, str]) -> None:
    """Refuse a table without columns that the mapping names, each with the key that names it."""
    if not missing:
        return
    small = {column.casefold(): column for column in table.columns}
    shown: list[str] = []
    for column, key in list(missing.items())[:_MAX_MISSING]:
        same = small.get(column.casefold())
        meant = question([same]) if same else did_you_mean(column, table.columns)
        shown.append(f"'{clip(column)}' for '{key}'" + (f" ({meant})" if meant else ""))
    columns = ", ".join(f"'{clip(column)}'" for column in table.columns[:_MAX_MISSING])
    more = f" and {len(table.columns) - _MAX_MISSING} more" if len(table.columns) > _MAX_MISSING else ""
    raise MappingError(
        f"{table.path} has no column {', '.join(shown)}; row {table.header} has {columns}{more}: write the names of "
        "the table in the mapping, or say with 'header' in [agreements] which row has the names"
    )


_MAX_MISSING: Final = 12
"""Columns that a message names."""
