"""The shape of a file: what stands in the YAML, flat, so that an error's path is a path in the file; held by pydantic.

Every value arrives as text (or a list or mapping of texts) and is converted here; keys are closed. A mapping stays a
plain one, with the keys that are there: an object made for each would only be taken apart again. Most values are held
against a schema that pydantic runs without a call back to Python, which says yes or no. Why not, and what to write
instead, a function says when it is asked (:func:`explain`). Rule: format.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import (
    Annotated,
    Final,
    LiteralString,
    NoReturn,
    NotRequired,
    TypedDict,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    PlainValidator,
    TypeAdapter,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core import core_schema as cs

from pactstate.dates import DateError, PartialDate
from pactstate.lifecycle import EventKind, State
from pactstate.model import Period, SourceType, TerminationReason
from pactstate.reading.suggest import clip, did_you_mean, listed, nearest
from pactstate.vocabulary import Vocabulary

__all__ = [
    "AGREEMENT",
    "SOURCES",
    "AgreementFile",
    "ClaimItem",
    "EventItem",
    "SourceItem",
    "StatementItem",
    "explain",
    "keys",
]

_Enum = TypeVar("_Enum", bound=StrEnum)

# The whole of a value; in the spelling that JSON Schema shares with Python.
ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_IS_ID: Final = re.compile(ID).fullmatch
NUMBER: Final = r"[0-9]{1,5}"
LENGTH: Final = r"([1-9][0-9]{0,3}) (day|month|year)s?"
LINK: Final = r'https?://[^\s<>"]+'

# What Python takes for white space beside what regular expressions do; no text consists of it alone.
_SPACE: Final = r"\s\x1c-\x1f"

Help = str | Callable[[], str | None] | None
"""What to write instead; a function where finding it takes time."""


def _wrong(rule: LiteralString, message: str, help: Help = None, item: tuple[int, ...] = ()) -> PydanticCustomError:
    # What a file says stays out of the template, in which pydantic would read braces. The item is that of a list.
    return PydanticCustomError(rule, "see the context", {"message": message, "help": help, "item": item})


def _text(value: object) -> str:
    if not isinstance(value, str):
        found = "a list" if isinstance(value, list) else "a mapping"
        raise _wrong("invalid-value", f"expected a text, found {found}")
    if not value.strip():
        raise _wrong("invalid-value", "the value is empty", "write a value, or leave the key out")
    return value


# The same few days stand in file after file.
_parsed: Final = lru_cache(maxsize=1 << 16)(PartialDate)


def _no_date(value: object) -> None:
    try:
        PartialDate(value if isinstance(value, str) else _text(value))
    except DateError as error:
        raise _wrong("invalid-date", str(error)) from None


def _no_id(value: object) -> NoReturn:
    text = _text(value)
    tidy = re.sub(r"[^a-z0-9]+", "-", text.casefold()[:60]).strip("-")
    raise _wrong(
        "invalid-value",
        f"'{clip(text)}' is not an id: ids are made of a-z, 0-9 and single hyphens",
        f"write '{tidy}'" if tidy else None,
    )


def _one_of(text: str, words: Iterable[str], what: str) -> PydanticCustomError:
    known = list(words)

    def help() -> str:
        return did_you_mean(text, known) or f"write {listed(known)}"

    return _wrong("invalid-value", f"'{clip(text)}' is not {what}", help)


class _Checked:
    """A value that a schema accepts, or else a function refuses with the reason."""

    def __init__(self, accepted: CoreSchema, refuse: Callable[[object], object]) -> None:
        self._accepted = accepted
        self._name = f"{len(_REFUSALS)}"
        _REFUSALS[self._name] = refuse

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return cs.custom_error_schema(
            self._accepted, custom_error_type=self._name, custom_error_message="see explain()"
        )


_REFUSALS: Final[dict[str, Callable[[object], object]]] = {}


def explain(kind: str, value: object) -> PydanticCustomError | None:
    """Why a value was refused, by the type of the error that validation gave; None for types of pydantic's own."""
    refuse = _REFUSALS.get(kind)
    try:
        if refuse:
            refuse(value)
    except PydanticCustomError as reason:
        return reason
    return None


def _string(pattern: str) -> CoreSchema:
    return cs.str_schema(strict=True, pattern=f"^(?:{pattern})$")


def _word(kind: type[_Enum], what: str, allowed: Iterable[_Enum] | None = None) -> _Checked:
    words = {str(member): member for member in (kind if allowed is None else allowed)}

    def refuse(value: object) -> NoReturn:
        raise _one_of(_text(value), words, what)

    # Alone, the second one would take any word of the whole kind.
    member = cs.enum_schema(kind, list(words.values()), sub_type="str")
    return _Checked(cs.chain_schema([cs.literal_schema(list(words)), member]), refuse)


def _vocabulary(info: ValidationInfo) -> Vocabulary:
    # Which kinds and parties there are depends on the folder, so it comes with each call.
    return cast("Vocabulary", info.context)


def _kind(value: object, info: ValidationInfo) -> str:
    text = _text(value)
    kinds = _vocabulary(info).kinds
    if text not in kinds:
        raise _one_of(text, kinds, "a kind of agreement")
    return text


def _party(value: object, info: ValidationInfo) -> str:
    parties = _vocabulary(info).parties
    text = value if isinstance(value, str) else _text(value)
    if text not in parties:

        def help() -> str | None:
            # A short code is like too many others to be meant.
            codes = {code.casefold(): code for code in parties if len(code) > 3}
            codes |= {name.casefold(): code for code, name in parties.items()} | _ALIASES
            if text.upper() in parties:
                return f"write '{text.upper()}'"
            name = nearest(text, codes)
            return f"write '{codes[name]}'" if name else None

        message = f"'{clip(text)}' is neither an ISO 3166-1 code nor one of EU, NATO and UN"
        raise _wrong("unknown-party-code", message, help)
    return text


_ALIASES: Final = {"uk": "GB", "usa": "US", "jpn": "JP", "phl": "PH", "rok": "KR", "korea": "KR", "america": "US"}


def _number(value: object) -> int:
    text = _text(value)
    if not re.fullmatch(NUMBER, text):
        raise _wrong("invalid-value", f"'{clip(text)}' is not a whole number", "write digits only, as in '30'")
    return int(text)


def _positive(value: object) -> int:
    number = _number(value)
    if not number:
        raise _wrong("invalid-value", "expected a number from 1 upwards, found 0")
    return number


def _flag(value: object) -> bool:
    text = _text(value)
    if text not in ("true", "false"):
        raise _one_of(text, ("true", "false"), "a yes or no")
    return text == "true"


def _period(value: object) -> Period:
    text = _text(value)
    match = re.fullmatch(LENGTH, text)
    if not match:
        raise _wrong(
            "invalid-value", f"'{clip(text)}' is not a length of time", "write it as in '6 months' or '180 days'"
        )
    return Period(int(match[1]), f"{match[2]}s")


def _no_link(value: object) -> NoReturn:
    message = f"'{clip(_text(value))}' is not a web address"
    raise _wrong("invalid-value", message, "write it in full, as in 'https://example.org/page'")


def _as_list(value: object) -> object:
    """One value stands for a list of one."""
    return value if isinstance(value, list) else [value]


def _as_claim(value: object, read: ValidatorFunctionWrapHandler) -> object:
    if not isinstance(value, str):
        return read(value)
    return value if _IS_ID(value) else _no_id(value)


def _claims(value: object, read: ValidatorFunctionWrapHandler) -> object:
    claims = value if isinstance(value, list) else [value]
    # Most are no more than the ids of sources: such ones stay as they are.
    for claim in claims:
        if not isinstance(claim, str) or not _IS_ID(claim):
            return read(claims)
    return tuple(claims)


def _few(value: object, least: int, what: str) -> object:
    if isinstance(value, list):
        seen: set[str] = set()
        for index, item in enumerate(value):
            if isinstance(item, str) and item in seen:
                message = f"'{clip(item)}' stands twice in the list"
                raise _wrong("invalid-value", message, "keep one of the two", (index,))
            seen |= {item} if isinstance(item, str) else set()
        if len(value) < least:
            raise _wrong("invalid-value", what)
    return value


def _parties(value: object) -> object:
    return _few(value, 2, "an agreement has at least two parties")


def _distinct(value: object) -> object:
    return _few(value, 0, "")


def _events(value: object, read: ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, str) and value in _ALONE:
        return _ALONE[value]
    return read(_few(_as_list(value), 1, "an entry names at least one event"))


_ALONE: Final = {str(kind): (kind,) for kind in EventKind}


POSTPONABLE: Final = (EventKind.ADOPTED, EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE)
FORCE_AFTER: Final = (EventKind.SIGNED, EventKind.APPROVED, EventKind.RATIFIED)

# Every shape of a value has a name, under which the JSON Schema describes it (see schema.py).
Text = Annotated[str, _Checked(cs.str_schema(strict=True, pattern=f"[^{_SPACE}]"), _text)]
Id = Annotated[str, _Checked(_string(ID), _no_id)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list)]
Link = Annotated[str, _Checked(_string(LINK), _no_link)]
Date = Annotated[
    PartialDate, _Checked(cs.no_info_after_validator_function(_parsed, cs.str_schema(strict=True)), _no_date)
]
Length = Annotated[Period, PlainValidator(_period)]
Number = Annotated[int, PlainValidator(_number)]
Positive = Annotated[int, PlainValidator(_positive)]
Flag = Annotated[bool, PlainValidator(_flag)]
KindWord = Annotated[str, PlainValidator(_kind)]
Party = Annotated[str, PlainValidator(_party)]
Parties = Annotated[tuple[Party, ...], BeforeValidator(_parties)]
SomeParties = Annotated[tuple[Party, ...], BeforeValidator(_distinct)]
Event = Annotated[EventKind, _word(EventKind, "an event")]
Events = Annotated[tuple[Event, ...], WrapValidator(_events)]
Postponable = Annotated[EventKind, _word(EventKind, "an event that can be postponed", POSTPONABLE)]
ForceAfter = Annotated[EventKind, _word(EventKind, "an event that force can follow", FORCE_AFTER)]
StateWord = Annotated[State, _word(State, "a state")]
ReasonWord = Annotated[TerminationReason, _word(TerminationReason, "a reason for an end")]
SourceTypeWord = Annotated[SourceType, _word(SourceType, "a type of source")]


def keys(item: type) -> dict[str, tuple[object, bool]]:
    """The keys of an item, in order: the type of the value, and whether the key must be there."""
    hints = get_type_hints(item, include_extras=True).items()
    return {
        name: (get_args(hint)[0], False) if get_origin(hint) is NotRequired else (hint, True) for name, hint in hints
    }


class _Closed:
    """An item has its keys and no others."""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        fields = {
            name: cs.typed_dict_field(handler.generate_schema(kind), required=required)
            for name, (kind, required) in keys(source).items()
        }
        return cs.typed_dict_schema(fields, extra_behavior="forbid")


class ClaimItem(TypedDict):
    """One source speaking of one event."""

    source: Id
    date: NotRequired[Date]
    locator: NotRequired[Text]
    rejected: NotRequired[Text]
    note: NotRequired[Text]


class _OrId:
    """Beside claims, ids alone: to try both in turn would tell of the faults of both."""

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cs.no_info_wrap_validator_function(_as_claim, handler(Annotated[ClaimItem, _Closed()]))


Claim = Annotated[ClaimItem | str, _OrId()]
Claims = Annotated[tuple[Claim, ...], WrapValidator(_claims)]


class EventItem(TypedDict):
    """One entry of the history. One flat model for all events; what each of them needs is a check."""

    event: Events
    date: Date
    effective: NotRequired[Date]
    party: NotRequired[Party]
    by: NotRequired[Text]
    place: NotRequired[Text]
    note: NotRequired[Text]
    of: NotRequired[Postponable]
    reason: NotRequired[ReasonWord]
    corrected: NotRequired[Text]
    reported_by: NotRequired[Claims]
    announced_by: NotRequired[Claims]
    denied_by: NotRequired[Claims]


class StatementItem(TypedDict):
    """What a source says of the state, without an event."""

    source: Id
    says: StateWord
    date: NotRequired[Date]
    locator: NotRequired[Text]
    rejected: NotRequired[Text]
    note: NotRequired[Text]


class SourceItem(TypedDict):
    """A text that can be cited."""

    title: Text
    publisher: NotRequired[Text]
    author: NotRequired[Text]
    url: NotRequired[Link]
    published: NotRequired[Date]
    updated: NotRequired[Date]
    accessed: NotRequired[Date]
    archived: NotRequired[Date]
    basis: NotRequired[Text]
    based_on: NotRequired[Ids]
    type: NotRequired[SourceTypeWord]
    note: NotRequired[Text]
    corrected: NotRequired[Text]


class ForceRuleItem(TypedDict):
    """How the agreement's own text brings it into force."""

    after: ForceAfter
    days: NotRequired[Number]
    months: NotRequired[Number]


class TermItem(TypedDict):
    """How long the agreement's own text keeps it in force, and how a party leaves."""

    years: NotRequired[Positive]
    renews: NotRequired[Flag]
    notice: NotRequired[Length]


Sources = dict[Id, Annotated[SourceItem, _Closed()]]


class AgreementFile(TypedDict):
    """One agreement."""

    id: Id
    title: Text
    formal_title: NotRequired[Text]
    kind: KindWord
    parties: Parties
    approvals_needed: NotRequired[SomeParties]
    consents_needed: NotRequired[Positive]
    entry_into_force: NotRequired[Annotated[ForceRuleItem, _Closed()]]
    term: NotRequired[Annotated[TermItem, _Closed()]]
    replaces: NotRequired[Ids]
    replaced_by: NotRequired[Ids]
    amends: NotRequired[Ids]
    sources: NotRequired[Sources]
    history: tuple[Annotated[EventItem, _Closed()], ...]
    statements: NotRequired[tuple[Annotated[StatementItem, _Closed()], ...]]


AGREEMENT: Final[TypeAdapter[AgreementFile]] = TypeAdapter(Annotated[AgreementFile, _Closed()])
SOURCES: Final[TypeAdapter[Sources]] = TypeAdapter(Sources)
