"""Validation of the settings of a folder. See docs/format.md, "Settings"."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, NotRequired, TypedDict, cast

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

from pactstate.domain.fields import PARTY_CODE
from pactstate.domain.kinds import KINDS, STEPS, Kind
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Period, Reminder
from pactstate.domain.parties import ORGANISATIONS, PARTIES
from pactstate.fileformat import usual
from pactstate.fileformat.config import Config, ConfigurationError
from pactstate.fileformat.document import Document
from pactstate.fileformat.suggest import like_party, usual_word
from pactstate.findings import Location
from pactstate.rules import Selection
from pactstate.storage.limits import Limits
from pactstate.text.suggest import clip, did_you_mean, listed

__all__ = ["FORMAT", "setting_names", "settings_of", "words_of_rules"]

FORMAT: Final = 2
"""Newest version of the file format. Files of format 1 are read, too: they have fewer keys."""


def settings_of(document: Document, table: object) -> Config:
    """Return the settings of a table that was read from a document.

    Raises:
        ConfigurationError: The table is beyond a limit of the document, or is not valid. The message names up to three
            errors.
    """
    if beyond := _beyond_limits(table, document.limits):
        raise ConfigurationError(f"{document.path}: {beyond}")
    try:
        settings = _SETTINGS.validate_python(_snake(table))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        messages = "; ".join(_message(fault["loc"], fault) for fault in faults[:_MAX_ERRORS])
        more = f"; and {len(faults) - _MAX_ERRORS} more" if len(faults) > _MAX_ERRORS else ""
        raise ConfigurationError(f"{document.path}: {messages}{more}") from None
    above = Path(document.path).parent
    codes = {*PARTIES, *settings.parties, "*"}
    unknown = [(name, code) for name, item in settings.kinds.items() for code in item.approvals if code not in codes]
    for name, code in unknown[:1]:
        question = like_party(code, {**PARTIES, **settings.parties})
        message = f"kinds.{name}.approvals: '{clip(code)}' is neither the code of a party nor '*' for all"
        message += f": {question}" if question else ""
        raise ConfigurationError(f"{document.path}: {message}")
    return Config(
        document,
        tuple(str(above / path) for path in settings.paths),
        Selection(settings.select, settings.ignore),
        {name: Kind(name, **dict(item)) for name, item in settings.kinds.items()},
        settings.parties,
        settings.not_recorded,
        Reminder(**{name: period for name, period in dict(settings.due).items() if period}),
        settings.rule_url,
    )


def _beyond_limits(table: object, limits: Limits) -> str | None:
    """Return what of a table is beyond a limit, if anything is. Its words come back in findings and in every output."""
    pending = [table]
    left = limits.settings_values + len(pending)
    while pending:
        left -= 1
        if left < 0:
            return f"more than {limits.settings_values:,} keys and values"
        value = pending.pop()
        if isinstance(value, dict):
            pending += value.keys()
            pending += value.values()
        elif isinstance(value, list):
            pending += value
        elif isinstance(value, str) and len(value) > limits.settings_text:
            return f"'{clip(value)}' has more than {limits.settings_text:,} characters"
    return None


# The parts of TOML that are needed to locate a text: comments, keys, texts and names of tables.
_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |^[ \t]*\[(?P<table>[^\[\]\n]*)\]
    |(?P<key>(?<![\w-])(?:[\w-]++|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[\w-]++|"[^"\n]*"|'[^'\n]*'))*+)(?=[ \t]*=)
    |(?P<text>"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')""",
    re.MULTILINE | re.VERBOSE,
)


def words_of_rules(document: Document, *, is_shared: bool) -> Iterator[tuple[str, Location]]:
    """Yield every text under ``select`` and ``ignore`` with its location, last first: a dict keeps the first."""
    ours = ("tool.pactstate." if is_shared else "") + "{}"
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
    """Return settings with underscores. They may be written with hyphens, as usual in TOML."""
    if not isinstance(table, dict):
        return table
    settings = _with_underscores(table)
    kinds = settings.get("kinds")
    if isinstance(kinds, dict):
        settings["kinds"] = {
            name: _with_underscores(kind) if isinstance(kind, dict) else kind for name, kind in kinds.items()
        }
    return settings


def _with_underscores(table: Mapping[str, object]) -> dict[str, object]:
    # If a setting is written in both ways, the one with a hyphen stays, and is refused as unknown.
    return {key if (name := key.replace("-", "_")) in table else name: value for key, value in table.items()}


def _message(loc: tuple[str | int, ...], fault: Mapping[str, object]) -> str:
    names = [part for part in loc if isinstance(part, str) and part != "[key]"]
    setting = clip(".".join(names)) if names else "the settings"
    kind = str(fault["type"])
    if kind == "extra_forbidden":
        if setting in _ONLY_OPTIONS:
            flag = setting.replace("_", "-")
            return f"unknown setting '{flag}': it exists on the command line only, as --{flag}"
        hint = did_you_mean(names[-1], (_Kind if len(names) > 1 else _Settings).model_fields)
        known = f"known here: {', '.join((_Kind if len(names) > 1 else _Settings).model_fields)}"
        return f"unknown setting '{setting}': {hint or known}"
    if kind == _CUSTOM_ERROR:
        context = cast("_Context", fault["ctx"])
        word, words = context.get("word"), context.get("words", ())
        hint = f": {usual_word(word, words, usual.EVENTS) or f'write {listed(words)}'}" if word is not None else ""
        return f"{setting}: {context['message']}{hint}"
    return f"{setting}: {_EXPECTED.get(kind, 'expected another value')}"


_CUSTOM_ERROR: Final = "setting"
_ONLY_OPTIONS: Final = ("exit_zero", "fail_on", "jobs", "output", "statistics", "strict", "today", "verbose")
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
    """Word that is not among the ``words``. The suggestion is searched for later, for errors that are shown."""
    words: NotRequired[tuple[str, ...]]


def _wrong(message: str, word: str | None = None, words: Iterable[str] = ()) -> PydanticCustomError:
    unknown = {} if word is None else {"word": word, "words": tuple(words)}
    return PydanticCustomError(_CUSTOM_ERROR, "see the context", {"message": message, **unknown})


def _format(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(f"expected the number {FORMAT}")
    if not 1 <= value <= FORMAT:
        raise _wrong(f"this version of pactstate reads format 1 and {FORMAT}, not {clip(str(value))}")
    return value


def _path(value: str) -> str:
    parts = PurePosixPath(value).parts
    if not value or value.startswith("/") or ".." in parts or "\\" in value or "\0" in value:
        raise _wrong(f"'{clip(value)}' is not a folder below this file: write it as in 'agreements'")
    return value


# Characters of RFC 3986 that have no meaning in Markdown, XML or HTML; no user name, no port.
_RULE_URL: Final = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9._~%/-]*\{name\}[A-Za-z0-9._~%/?#=&-]*")
_MAX_ERRORS: Final = 3
"""Number of errors that one message names."""


def _rule_url(value: str) -> str:
    if not _RULE_URL.fullmatch(value):
        raise _wrong(f"'{clip(value)}' is not an address of rules: write it as in 'https://example.org/rules/{{name}}'")
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


def _not_empty(step: tuple[EventKind, ...]) -> tuple[EventKind, ...]:
    if not step:
        raise _wrong("a step names at least one event")
    return step


def _kind_name(value: str) -> str:
    if value in KINDS:
        raise _wrong("a kind of this name exists already: take another name")
    try:
        Kind(value, value)
    except ValueError:
        raise _wrong("the name of a kind is made of a-z, 0-9 and _, and begins with a letter") from None
    return value


def _party_code(value: str) -> str:
    # An organisation may have been named here before it was known.
    if value in PARTIES and value not in ORGANISATIONS:
        raise _wrong(f"'{clip(value)}' is known already, as {PARTIES[value]}")
    if not re.fullmatch(PARTY_CODE, value):
        raise _wrong(f"'{clip(value)}' is not a code: 2 to 16 of A-Z and 0-9, the first a letter")
    return value


def _name(value: str) -> str:
    if not value.strip():
        raise _wrong("the name is empty")
    return value


_Event = Annotated[EventKind, _event(EventKind)]
_Step = Annotated[
    tuple[Annotated[EventKind, _event(STEPS)], ...], BeforeValidator(_as_list), AfterValidator(_not_empty)
]
_Name = Annotated[str, AfterValidator(_name)]
_Words = tuple[str, ...]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Kind(_Table):
    """Kind that the settings add, in a table ``[kinds.NAME]``."""

    title: _Name
    expects: tuple[_Step, ...] = ()
    expects_many: tuple[_Step, ...] | None = None
    unusual: tuple[_Event, ...] = ()
    wrong: tuple[_Event, ...] = ()
    legislature_unusual: StrictBool = False
    approval: str = ""
    approvals: _Words = ()


def _period(value: object) -> Period:
    found = re.fullmatch(r"([0-9]{1,5})[ ]+(days?|months?|years?)", value) if isinstance(value, str) else None
    if not found:
        raise _wrong(f"'{clip(str(value))}' is not a length of time: write it as in '18 months'")
    return Period(int(found[1]), found[2])


_Period = Annotated[Period, PlainValidator(_period)]


class _Due(_Table):
    """Times without news after which ``pactstate due`` asks for a look at a record, in a table ``[due]``."""

    open: _Period | None = None
    settled: _Period | None = None


class _Settings(_Table):
    format: Annotated[int, PlainValidator(_format)] = FORMAT
    paths: tuple[Annotated[str, AfterValidator(_path)], ...] = ()
    select: _Words = ()
    ignore: _Words = ()
    parties: dict[Annotated[str, AfterValidator(_party_code)], _Name] = {}
    kinds: dict[Annotated[str, AfterValidator(_kind_name)], _Kind] = {}
    not_recorded: Annotated[tuple[_Event, ...], BeforeValidator(_as_list)] = ()
    due: _Due = _Due()
    rule_url: Annotated[str, AfterValidator(_rule_url)] | None = None


_SETTINGS: Final = TypeAdapter(_Settings)


def setting_names(*, of_kind: bool = False) -> tuple[str, ...]:
    """Return the names of all settings, or of those of a kind."""
    return tuple((_Kind if of_kind else _Settings).model_fields)
