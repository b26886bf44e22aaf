"""Mapping of an import: which column of a table means what. See docs/import.md."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final, cast

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.model import Source
from pactstate.errors import PactstateError
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import clip, did_you_mean

__all__ = [
    "Cells",
    "DateRules",
    "MappedAct",
    "MappedEvent",
    "MappingError",
    "PartyRules",
    "TableMapping",
    "preset_text",
    "presets",
    "read_mapping",
]

MAX_HEADER: Final = 1_000
"""Highest row that may have the names of the columns."""
_PRESETS: Final = files("pactstate.exchange") / "presets"
"""Folder of the mappings that are built in."""


class MappingError(PactstateError):
    """The mapping cannot be used. The message is one line that names the file and the key."""


Cells = Mapping[str, tuple[str, ...]]


@attrs.frozen
class MappedEvent:
    """Event of an agreement, or act of a party, with the columns of its parts."""

    event: str
    date: tuple[str, ...]
    """Columns of the date. In a name, ``*`` stands for any text; such a name may fit several columns, or none."""
    effective: str | None = None
    not_before: str | None = None
    """Column of a day before which the act cannot have been, such as the signature for an entry into force.

    An earlier date is that of the effect, and the act is on this day.
    """
    place: str | None = None
    note: str | None = None
    by: str | None = None
    where: Cells = attrs.field(factory=dict)
    """Texts by column: only rows with one of them have the event."""
    unless: Cells = attrs.field(factory=dict)
    """Texts by column: rows with one of them do not have the event."""


@attrs.frozen
class MappedAct(MappedEvent):
    """Event of a table with a row for each event, such as the act of one party."""

    party: str | None = None
    """Column of the party; None for an event of all parties."""
    party_code: str | None = None
    """Code of the party, for a column of dates that is about one party."""
    manner: str | None = None
    """Manner of consent, such as ``accession``."""
    marks: Mapping[str, str] = attrs.field(factory=dict)
    """Manner by the mark that follows a date, such as ``a`` for accession in ``3 Jan 1976 a``."""
    table: str | None = None
    """Name of the table of the act. Default: the table of the agreements."""
    key: str | None = None
    """Column of that table with the key of the agreement, or a template such as ``{file}``."""


@attrs.frozen
class DateRules:
    """Spellings of dates in the table."""

    dayfirst: bool | None = None
    """Whether 03/04/2021 is a day of April; None: such dates are refused."""
    formats: tuple[str, ...] = ()
    """Formats of :meth:`datetime.datetime.strptime`, tried first."""
    missing: tuple[str, ...] = ()
    """Texts that stand for no date."""
    codes: Mapping[str, str] = attrs.field(factory=dict)
    """Dates by texts that stand for something else, such as 9999-12-31; an empty text means no date."""
    medieval: bool = False
    """Whether years from 1300 to 1450 are taken as they are, and not asked about as those of another calendar."""


@attrs.frozen
class PartyRules:
    """Spellings of parties in a cell."""

    split: tuple[str, ...] = (";",)
    """Texts between two parties."""
    names: Mapping[str, str] = attrs.field(factory=dict)
    """Codes by name in lower case."""
    pattern: str | None = None
    """Regular expression whose first group is the part of the cell with the parties."""
    run_together: bool = False
    """Whether names may have only blanks between them, in a list or at the start of a text that no pattern fits."""
    not_parties: str | None = None
    """Regular expression of whole names that are no parties, such as territories."""


@attrs.frozen
class TableMapping:
    """Mapping as read."""

    source: Source
    id: str
    """Template of the id, such as ``uk-{Ref}``."""
    title: str
    kind: str
    formal_title: str | None = None
    sheet: str | None = None
    """Sheet of a spreadsheet. Default: the first one."""
    header: int = 1
    """Row of the names of the columns. Rows above it are ignored."""
    fill_down: tuple[str, ...] = ()
    """Columns in which an empty cell has the text above it, as below a merged one; the column of the title first."""
    where: Cells = attrs.field(factory=dict)
    """Texts by column: only rows with one of them are agreements."""
    unless: Cells = attrs.field(factory=dict)
    """Texts by column: rows with one of them are none."""
    key: str | None = None
    """Column of the key by which other tables name the agreement, or a template such as ``{Chapter}-{No}``."""
    parties: tuple[str, ...] = ()
    """Columns of the parties."""
    pattern: str | None = None
    """Regular expression whose first group is the part of such a column with the parties."""
    run_together: bool = False
    """Whether names may have only blanks between them, in a list or at the start of a text that no pattern fits."""
    split: tuple[str, ...] = (";",)
    """Texts between two parties of a cell."""
    not_parties: str | None = None
    """Regular expression of whole names in such a column that are no parties, such as territories."""
    always: tuple[str, ...] = ()
    """Codes of parties of every agreement."""
    open: bool = False
    locator: str | None = None
    """Template of the locator of each claim."""
    links: str | None = None
    """Column of links, which are added to the locator."""
    identifiers: Mapping[str, str] = attrs.field(factory=dict)
    """Columns of keys, by register."""
    not_recorded: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    """Columns that the import leaves out on purpose."""
    status: str | None = None
    """Column of the state."""
    states: Mapping[str, str] = attrs.field(factory=dict)
    """State by the text of that column; an empty text says nothing."""
    events: tuple[MappedEvent, ...] = ()
    acts: tuple[MappedAct, ...] = ()
    dates: DateRules = attrs.field(factory=DateRules)
    names: Mapping[str, str] = attrs.field(factory=dict)
    """Codes of parties by name in lower case."""

    @property
    def tables(self) -> tuple[str | None, ...]:
        """Names of the tables, in order: None for that of the agreements, then those of acts."""
        return tuple(dict.fromkeys((None, *(act.table for act in self.acts))))

    @property
    def snapshot(self) -> PartialDate | None:
        """Day by which the register had what the table says."""
        return self.source.published or self.source.accessed


_TEXT: Final = "a text"
_TEXTS: Final = "a list of texts"
_TABLE: Final = "a table of texts"
_CELLS: Final = "a table of texts, or of lists of texts"
_COLUMNS: Final = "a text, or a list of texts"
_FLAG: Final = "true or false"
_ROW: Final = f"the number of a row, from 1 to {MAX_HEADER:,}"

_EVENT_KEYS: Final = {
    "event": _TEXT,
    "date": _COLUMNS,
    **dict.fromkeys(("effective", "not_before", "place", "note", "by"), _TEXT),
    **dict.fromkeys(("where", "unless"), _CELLS),
}
_KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "source": dict.fromkeys(
        ("id", "title", "publisher", "author", "url", "published", "accessed", "basis", "type", "note"), _TEXT
    ),
    "agreements": {
        **dict.fromkeys(("id", "title", "formal_title", "kind", "sheet", "key", "pattern"), _TEXT),
        "parties": _COLUMNS,
        "header": _ROW,
        **dict.fromkeys(("not_parties", "locator", "links", "status"), _TEXT),
        **dict.fromkeys(("split", "always", "not_recorded", "unused", "fill_down"), _TEXTS),
        **dict.fromkeys(("identifiers", "states"), _TABLE),
        **dict.fromkeys(("where", "unless"), _CELLS),
        **dict.fromkeys(("open", "run_together"), _FLAG),
    },
    "agreements.events": _EVENT_KEYS,
    "acts": {
        **_EVENT_KEYS,
        **dict.fromkeys(("party", "party_code", "manner", "table", "key"), _TEXT),
        "marks": _TABLE,
    },
    "dates": {"dayfirst": _FLAG, "format": _TEXTS, "missing": _TEXTS, "codes": _TABLE, "medieval": _FLAG},
}
"""Values that each key of each part takes."""
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("id", "title"),
    "agreements": ("id", "title", "kind"),
    "agreements.events": ("event", "date"),
    "acts": ("event", "date"),
    "dates": (),
}


def presets() -> list[str]:
    """Return the names of the mappings that are built in."""
    return sorted(path.name.removesuffix(".toml") for path in _PRESETS.iterdir() if path.name.endswith(".toml"))


def preset_text(name: str) -> str:
    """Return a mapping that is built in, as TOML.

    Raises:
        MappingError: There is none of this name.
    """
    known = presets()
    if name not in known:
        raise MappingError(f"no preset '{clip(name)}': {did_you_mean(name, known) or 'write ' + ', '.join(known)}")
    return (_PRESETS / f"{name}.toml").read_text(encoding="utf-8")


def read_mapping(path: Path, accessed: PartialDate | None = None) -> TableMapping:
    """Read a mapping: a file, or by its name one that is built in.

    Args:
        path: File, or the name of a preset.
        accessed: Day on which the table was fetched; it takes the place of ``{accessed}`` in the id of the source.

    Raises:
        MappingError: The file cannot be read, or is no mapping.
    """
    is_preset = str(path) in presets() and not path.exists()
    data = preset_text(str(path)).encode() if is_preset else _bytes(path)
    if len(data) > DEFAULT.settings_bytes:
        raise MappingError(f"{path} has more than {DEFAULT.settings_bytes:,} bytes")
    try:
        document = tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise MappingError(f"{path} is no TOML: {error}") from None
    try:
        return _mapping(document, accessed)
    except PactstateError as error:
        raise MappingError(f"{path}: {error}") from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(DEFAULT.settings_bytes + 1)
    except FileNotFoundError:
        raise MappingError(f"no such file: {path}; presets are {', '.join(presets())}") from None
    except OSError as error:
        raise MappingError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from None


def _mapping(document: dict[str, object], accessed: PartialDate | None) -> TableMapping:
    _refuse_unknown("", document, ("source", "agreements", "acts", "dates", "parties"))
    whole = dict(_table("agreements", document.get("agreements")))
    events = [_part("agreements.events", one) for one in _list("agreements.events", whole.pop("events", []))]
    agreements = _part("agreements", whole)
    acts = [_part("acts", one) for one in _list("acts", document.get("acts", []))]
    if not events and not acts:
        raise MappingError("no event is mapped: write [[agreements.events]], or [[acts]] for a row for each party")
    for one in events:
        _refuse_other("event", str(one["event"]), tuple(EventKind))
    for one in acts:
        # An empty event leaves the rows of an act out on purpose.
        _refuse_other("event", str(one["event"]), ("", *EventKind))
        if "party" in one and "party_code" in one:
            raise MappingError("[acts] takes either 'party', the name of a column, or 'party_code'")
        if one.get("party_code") == "":
            raise MappingError("[acts] party_code is empty: write the code of the party, as in 'JP' for Japan")
    if "" in cast("tuple[str, ...]", agreements.get("split", ())):
        raise MappingError("[agreements] split: a text between two parties is empty")
    for state in cast("dict[str, str]", agreements.get("states", {})).values():
        _refuse_other("states", state, ("", *State))
    dates = _part("dates", document.get("dates", {}))
    names = cast("dict[str, str]", _checked("parties", _TABLE, document.get("parties", {})))
    dates["formats"] = dates.pop("format", ())
    for act in acts:
        if ("table" in act) != ("key" in act) or ("table" in act and "key" not in agreements):
            raise MappingError(
                "an act in another table needs 'table' and 'key', and [agreements] the 'key' that it names"
            )
    _refuse_no_pattern("pattern", cast("str", agreements.get("pattern", "()")), groups=1)
    _refuse_no_pattern("not_parties", cast("str", agreements.get("not_parties", "")), groups=0)
    return TableMapping(
        source=_source(cast("dict[str, str]", _part("source", document.get("source"))), accessed),
        events=tuple(MappedEvent(**one) for one in events),  # type: ignore[arg-type]  # _part has checked the types
        acts=tuple(MappedAct(**one) for one in acts),  # type: ignore[arg-type]  # _part has checked the types
        dates=DateRules(**dates),  # type: ignore[arg-type]  # _part has checked the types
        names={name.casefold(): code for name, code in names.items()},
        **agreements,  # type: ignore[arg-type]  # _part has checked the types
    )


_ACCESSED: Final = "{accessed}"


def _source(data: dict[str, str], accessed: PartialDate | None) -> Source:
    """Return the source of the snapshot."""
    if accessed is not None:
        data = {**data, "accessed": str(accessed)}
    if _ACCESSED in data["id"]:
        if "accessed" not in data:
            raise MappingError("say with --accessed on which day you fetched the table: it dates what the table says")
        data["id"] = data["id"].replace(_ACCESSED, data["accessed"])
    if not {"published", "accessed"} & data.keys():
        raise MappingError("[source] needs the key 'published', or 'accessed': the day of the table")
    return Source(**data)


def _refuse_no_pattern(key: str, pattern: str, groups: int) -> None:
    try:
        found = re.compile(pattern).groups
    except (re.error, RecursionError, OverflowError) as error:
        raise MappingError(f"'{key}' is no regular expression: {error}") from None
    if found < groups:
        raise MappingError("'pattern' needs a group for the parties, as in 'between (.+)'")


def _part(name: str, data: object) -> dict[str, object]:
    """Return the keys of a part with values of the right type."""
    table = _table(name, data)
    keys = _KEYS[name]
    _refuse_unknown(name, table, tuple(keys))
    for key in _NEEDED[name]:
        if key not in table:
            raise MappingError(f"[{name}] needs the key '{key}'")
    return {key: _checked(f"[{name}] {key}", keys[key], value) for key, value in table.items()}


def _table(name: str, data: object) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise MappingError(f"[{name}] is missing, or no table: write [{name}] and its keys below")
    return cast("dict[str, object]", data)


def _list(name: str, data: object) -> list[object]:
    if not isinstance(data, list):
        raise MappingError(f"write [[{name}]] with two brackets: there may be several")
    return cast("list[object]", data)


def _refuse_unknown(part: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            where = f"[{part}] has" if part else "there is"
            raise MappingError(f"{where} no key '{key}': {did_you_mean(key, known) or 'write ' + ', '.join(known)}")


def _refuse_other(key: str, word: str, known: Sequence[str]) -> None:
    words = [str(one) for one in known]
    if word not in words:
        raise MappingError(
            f"{key}: '{word}' is none: {did_you_mean(word, words) or 'write ' + ', '.join(filter(None, words))}"
        )


def _checked(key: str, wanted: str, value: object) -> object:
    if wanted == _TEXT and isinstance(value, str):
        return value
    if wanted == _FLAG and isinstance(value, bool):
        return value
    if wanted == _ROW and isinstance(value, int) and 0 < value <= MAX_HEADER and not isinstance(value, bool):
        return value
    if wanted == _COLUMNS and isinstance(value, str):
        return (value,)
    if wanted in (_TEXTS, _COLUMNS) and (found := _texts(value)) is not None:
        return found
    if isinstance(value, dict) and wanted in (_TABLE, _CELLS):
        table = cast("dict[str, object]", value)
        if wanted == _TABLE and all(isinstance(one, str) for one in table.values()):
            return table
        cells = {name: _texts([one] if isinstance(one, str) else one) for name, one in table.items()}
        if wanted == _CELLS and None not in cells.values():
            return cells
    raise MappingError(f"{key} takes {wanted}")


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    texts = cast("list[object]", value)
    return tuple(cast("list[str]", texts)) if all(isinstance(one, str) for one in texts) else None
