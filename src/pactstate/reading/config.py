"""The settings of a folder: which rules speak, and kinds and parties of one's own.

They stand in ``pactstate.toml``, or in ``pyproject.toml`` under ``[tool.pactstate]``. Both are data like the files that
are checked: read with the same limits, validated whole, and without a say in limits, exit codes or what is run.
Rule: format.md, safety.md.
"""

from __future__ import annotations

import bisect
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, NotRequired, TypedDict, cast

import attrs
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    StrictBool,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from pactstate.findings import Location
from pactstate.kinds import STEPS, Kind, all_kinds
from pactstate.lifecycle import EventKind
from pactstate.parties import PARTIES
from pactstate.reading.document import Document
from pactstate.reading.files import DISK, Store, UnreadableError
from pactstate.reading.limits import Limits
from pactstate.reading.suggest import clip, did_you_mean, listed
from pactstate.rules import Selection
from pactstate.vocabulary import Vocabulary, common

__all__ = ["Config", "ConfigurationError", "find_config", "read_config"]

OWN_FILE: Final = "pactstate.toml"
SHARED_FILE: Final = "pyproject.toml"
FORMAT: Final = 1
"""The version of the files' format that this package reads."""


_PARTS: Final = 128
# The parser of the standard library takes quadratic time for the parts of a key.
_LONG_KEY: Final = re.compile(rf"""(?<![\w-])(?>(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_PARTS}}}""")


class ConfigurationError(ValueError):
    """Settings that cannot be used; the message is one line that names the file and the setting."""


@attrs.frozen
class Config:
    """The settings of a folder. Without arguments: those of a folder that has none."""

    document: Document | None = None
    """Where they stand."""
    paths: tuple[str, ...] = ()
    """The folders to check when none is named, as seen from the working directory."""
    selection: Selection = attrs.field(factory=Selection)
    kinds: Mapping[str, Kind] = attrs.field(factory=dict)
    parties: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The kinds and parties that the files of the folder may name."""
        return common().extended(self.kinds, self.parties)

    @property
    def own_vocabulary(self) -> Vocabulary | None:
        """The same; None if the settings add no word to the common ones."""
        return self.vocabulary if self.kinds or self.parties else None

    @property
    def place(self) -> str:
        """The file, as shown; empty when there is none."""
        return self.document.path if self.document else ""

    def place_of(self, word: str) -> Location:
        """Where a word of ``select`` or ``ignore`` stands."""
        return self._places.get(word) or Location(self.place)

    @cached_property
    def _places(self) -> Mapping[str, Location]:
        return dict(_words_of_rules(self.document)) if self.document else {}


def find_config(folder: Path, limits: Limits, store: Store = DISK) -> Config:
    """The settings of a folder of agreements: the nearest ones, in it or above it.

    Looked for up to the root of the git repository that the folder stands in; outside of one, up to the working
    directory if that lies above, else in the folder above only. Raises :class:`ConfigurationError`.
    """
    for here in _places(folder, store):
        for name in (OWN_FILE, SHARED_FILE):
            path = here / name
            if store.has(path):
                config = read_config(path, limits, store)
                if config:
                    return config
    return Config()


def _places(folder: Path, store: Store) -> Iterator[Path]:
    try:
        working = Path.cwd()
    except OSError:  # it has been deleted meanwhile
        working = Path(os.sep)
    absolute = Path(os.path.normpath(working / folder))
    places = [absolute, *absolute.parents]
    root = next((place for place in places if store.has(place / ".git")), None)
    last = root or (working if working in places else places[:2][-1])
    for place in places[: places.index(last) + 1]:
        yield place if folder.is_absolute() else Path(os.path.relpath(place, working))


def read_config(path: Path, limits: Limits, store: Store = DISK) -> Config | None:
    """The settings of one file; None for a ``pyproject.toml`` without a section of ours.

    Raises :class:`ConfigurationError` for a file that cannot be read, is not TOML, or holds what is no setting.
    """
    shown = str(path)
    try:
        narrow = attrs.evolve(limits, file_bytes=min(limits.file_bytes, limits.settings_bytes))
        text = store.read_bytes(path, narrow).decode("utf-8-sig")
        if _LONG_KEY.search(text):
            raise ConfigurationError(f"{shown}: a key of more than {_PARTS} parts")
        table: object = tomllib.loads(text)
    except ConfigurationError:
        raise
    except UnreadableError as error:
        raise ConfigurationError(f"{shown}: {error.reason}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{shown}: the file is not UTF-8") from None
    except RecursionError:
        raise ConfigurationError(f"{shown}: nested too deep") from None
    except ValueError as error:  # TOMLDecodeError, and numbers too long to be read
        raise ConfigurationError(f"{shown}: this is not TOML: {clip(str(error))}") from None
    if path.name == SHARED_FILE:
        for key in ("tool", "pactstate"):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return None
    config = _config(Document(shown, text, None, complete=True), table)
    if len(config.paths) > limits.paths:
        raise ConfigurationError(f"{shown}: paths: more than {limits.paths} folders")
    return config


def _config(document: Document, table: object) -> Config:
    try:
        settings = _SETTINGS.validate_python(_snake(table))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        told = "; ".join(_told(fault["loc"], fault) for fault in faults[:3])
        more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise ConfigurationError(f"{document.path}: {told}{more}") from None
    above = Path(document.path).parent
    codes = {*PARTIES, *settings.parties, "*"}
    strange = [(name, code) for name, item in settings.kinds.items() for code in item.approvals if code not in codes]
    for name, code in strange[:1]:
        told = f"kinds.{name}.approvals: '{clip(code)}' is neither the code of a party nor '*' for all"
        raise ConfigurationError(f"{document.path}: {told}")
    return Config(
        document,
        tuple(str(above / path) for path in settings.paths),
        Selection(settings.select, settings.ignore),
        {name: Kind(name, **dict(item)) for name, item in settings.kinds.items()},
        settings.parties,
    )


# What matters of TOML for finding a text again: comments, keys, texts and the names of tables.
_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |^[ \t]*\[(?P<table>[^\[\]\n]*)\]
    |(?P<key>(?<![\w-])(?:[\w-]++|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]++|"[^"\n]*"|'[^'\n]*'))*+)(?=[ \t]*=)
    |(?P<text>"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')""",
    re.MULTILINE | re.VERBOSE,
)


def _words_of_rules(document: Document) -> Iterator[tuple[str, Location]]:
    """Every text under ``select`` and ``ignore``, with its place; the last ones first, so that the first ones stay."""
    ours = ("tool.pactstate." if Path(document.path).name == SHARED_FILE else "") + "{}"
    settings = {ours.format(name) for name in ("select", "ignore")}
    table = key = ""
    found: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(document.text):
        if token["table"] is not None:
            table, key = f"{_plain(token['table'])}.", ""
        elif token["key"]:
            key = _plain(token["key"])
        elif token["text"] and f"{table}{key}" in settings:
            found.append((token["text"][1:-1], token.start("text") + 1))
    starts = [0, *(end.end() for end in re.finditer("\n", document.text))]
    for word, offset in reversed(found):
        line = bisect.bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        yield word, Location(document.path, line, column, line, column + len(word))


def _plain(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)


def _snake(table: object) -> object:
    """Settings may be spelled with hyphens, as is usual in TOML, or with underscores, as in the agreement files."""
    if not isinstance(table, dict):
        return table
    settings = _respelled(table)
    kinds = settings.get("kinds")
    if isinstance(kinds, dict):
        settings["kinds"] = {name: _respelled(kind) if isinstance(kind, dict) else kind for name, kind in kinds.items()}
    return settings


def _respelled(table: Mapping[str, object]) -> dict[str, object]:
    # A setting that stands there in both spellings keeps the other one, which is refused as unknown.
    return {key if (name := key.replace("-", "_")) in table else name: value for key, value in table.items()}


def _told(loc: tuple[str | int, ...], fault: Mapping[str, object]) -> str:
    names = [part for part in loc if isinstance(part, str) and part != "[key]"]
    setting = clip(".".join(names)) if names else "the settings"
    kind = str(fault["type"])
    if kind == "extra_forbidden":
        if setting in _FLAGS:
            flag = setting.replace("_", "-")
            return f"unknown setting '{flag}': that is for the caller to say, with --{flag}"
        hint = did_you_mean(names[-1], (_Kind if len(names) > 1 else _Settings).model_fields)
        known = f"known here: {', '.join((_Kind if len(names) > 1 else _Settings).model_fields)}"
        return f"unknown setting '{setting}': {hint or known}"
    if kind == _OURS:
        context = cast("_Context", fault["ctx"])
        word, words = context.get("word"), context.get("words", ())
        hint = f": {did_you_mean(word, words) or f'write {listed(words)}'}" if word is not None else ""
        return f"{setting}: {context['message']}{hint}"
    return f"{setting}: {_EXPECTED.get(kind, 'expected another value')}"


_OURS: Final = "setting"
_FLAGS: Final = ("exit_zero", "fail_on", "jobs", "output", "statistics", "strict", "today", "verbose")
_EXPECTED: Final = {
    "missing": "is missing",
    "string_type": "expected a text in quotes",
    "tuple_type": "expected a list",
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "bool_type": "expected true or false",
}


class _Context(TypedDict):
    message: str
    word: NotRequired[str]
    """What is not among the ``words``; the nearest one is sought only for the faults that are told."""
    words: NotRequired[tuple[str, ...]]


def _wrong(message: str, word: str | None = None, words: Iterable[str] = ()) -> PydanticCustomError:
    sought = {} if word is None else {"word": word, "words": tuple(words)}
    return PydanticCustomError(_OURS, "see the context", {"message": message, **sought})


def _format(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(f"expected the number {FORMAT}")
    if value != FORMAT:
        raise _wrong(f"this version of pactstate reads format {FORMAT}, not {clip(str(value))}")
    return FORMAT


def _path(value: str) -> str:
    parts = PurePosixPath(value).parts
    if not value or value.startswith("/") or ".." in parts or "\\" in value or "\0" in value:
        raise _wrong(f"'{clip(value)}' is not a folder below this file: write it as in 'agreements'")
    return value


def _event(allowed: Iterable[EventKind]) -> PlainValidator:
    words = {str(event): event for event in EventKind if event in allowed}

    def convert(value: object) -> EventKind:
        if not isinstance(value, str) or value not in words:
            raise _wrong(f"'{clip(str(value))}' is not possible here", str(value), words)
        return words[value]

    return PlainValidator(convert)


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _some(step: tuple[EventKind, ...]) -> tuple[EventKind, ...]:
    if not step:
        raise _wrong("a step names at least one event")
    return step


def _kind_name(value: str) -> str:
    if value in all_kinds():
        raise _wrong("a kind of this name exists already: take another name")
    try:
        Kind(value, value)
    except ValueError:
        raise _wrong("the name of a kind is made of a-z, 0-9 and _, and begins with a letter") from None
    return value


def _party_code(value: str) -> str:
    if value in PARTIES:
        raise _wrong(f"'{clip(value)}' is known already, as {PARTIES[value]}")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,15}", value):
        raise _wrong(f"'{clip(value)}' is not a code: 2 to 16 of A-Z and 0-9, the first a letter")
    return value


def _name(value: str) -> str:
    if not value.strip():
        raise _wrong("the name is empty")
    return value


_Event = Annotated[EventKind, _event(EventKind)]
_Step = Annotated[tuple[Annotated[EventKind, _event(STEPS)], ...], BeforeValidator(_as_list), AfterValidator(_some)]
_Name = Annotated[str, AfterValidator(_name)]
_Words = tuple[str, ...]


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Kind(_Item):
    """A kind of one's own, as a table ``[kinds.NAME]``."""

    title: _Name
    expects: tuple[_Step, ...] = ()
    expects_many: tuple[_Step, ...] | None = None
    unusual: tuple[_Event, ...] = ()
    wrong: tuple[_Event, ...] = ()
    legislature_unusual: StrictBool = False
    approval: str = ""
    approvals: _Words = ()


class _Settings(_Item):
    format: Annotated[int, PlainValidator(_format)] = FORMAT
    paths: tuple[Annotated[str, AfterValidator(_path)], ...] = ()
    select: _Words = ()
    ignore: _Words = ()
    parties: dict[Annotated[str, AfterValidator(_party_code)], _Name] = {}
    kinds: dict[Annotated[str, AfterValidator(_kind_name)], _Kind] = {}


_SETTINGS: Final = TypeAdapter(_Settings)
