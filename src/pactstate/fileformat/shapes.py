"""Shapes of the values in a file. They are nested like the YAML, so that the path of an error is a path in the file.

Every value arrives as text, or as a list or mapping of texts, and is converted here. Unknown keys are refused. A
mapping stays a ``dict``, because the conversion to the domain takes it apart at once. pydantic's core accepts or
refuses most values without a call to Python; :func:`explain` then says why it refused a value, and what to write
instead. The schema is written for the core directly: pydantic's models take longer to import and build than a folder
takes to read.

See docs/format.md for every key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from mmap import mmap
from typing import (
    Annotated,
    Any,
    Final,
    Generic,
    LiteralString,
    NamedTuple,
    NoReturn,
    NotRequired,
    TypedDict,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as cs

from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.fields import ID, LINK
from pactstate.domain.lifecycle import EventKind, Manner, State
from pactstate.domain.model import Period, SourceType, TerminationReason
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import usual
from pactstate.fileformat.suggest import like_party, usual_word
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import clip, listed

__all__ = [
    "AGREEMENT",
    "ID",
    "ITEMS",
    "LINK",
    "SOURCES",
    "AgreementFile",
    "ClaimItem",
    "EventItem",
    "Explanation",
    "Reader",
    "SourceItem",
    "StatementItem",
    "explain",
    "is_id",
    "keys",
    "need_memory",
]

_Enum = TypeVar("_Enum", bound=StrEnum)
_Value_co = TypeVar("_Value_co", covariant=True)

# Patterns for a whole value. JSON Schema uses them too, so they have only syntax that both dialects share.
_IS_ID: Final = re.compile(ID).fullmatch
NUMBER: Final = r"[0-9]{1,5}"
LENGTH: Final = r"([1-9][0-9]{0,3}) (day|month|year)s?"

# Characters that str.strip() removes. The core's regular expressions lack U+001C to U+001F under \s.
_SPACE: Final = r"\s\x1c-\x1f"

LIMITS_HELP: Final = "the limits are listed in SECURITY.md"

Help = str | Callable[[], str | None] | None
"""Advice on what to write instead; a function if it takes time to find."""


def _wrong(
    rule: LiteralString, message: str, help: Help = None, item: tuple[int, ...] = (), *, nothing: bool = False
) -> PydanticCustomError:
    """Return the error that refuses a value.

    Args:
        rule: Name of the rule that the finding belongs to.
        message: What is wrong.
        help: Advice on what to write instead.
        item: Path from the value to the faulty item, such as the index in a list.
        nothing: Whether the value is a placeholder, such as 'tbc'.
    """
    # The message is not the template, because pydantic would replace braces in words of the file.
    context = {"message": message, "help": help, "item": item, "nothing": nothing}
    return PydanticCustomError(rule, "see the context", context)


def _text(value: object) -> str:
    if not isinstance(value, str):
        found = "a list" if isinstance(value, list) else "a mapping"
        raise _wrong("invalid-value", f"expected a text, found {found}")
    if not value.strip():
        raise _wrong("invalid-value", "the value is empty", "write a value, or leave the key out")
    return value


# Cached: the files of a folder repeat the same dates.
_parsed: Final = lru_cache(maxsize=1 << 16)(PartialDate)


def _no_date(value: object) -> None:
    try:
        PartialDate(value if isinstance(value, str) else _text(value))
    except DateError as error:
        raise _wrong("invalid-date", str(error), nothing=error.says_nothing) from None


def is_id(text: str) -> bool:
    """Return whether a text can be the id of an agreement or a source."""
    return len(text) <= DEFAULT.id and _IS_ID(text) is not None


def _too_long(text: str, most: int) -> PydanticCustomError:
    # The text comes back in every finding, row and picture that names it.
    return _wrong("limit-exceeded", f"'{clip(text)}' has more than {most:,} characters", LIMITS_HELP)


def _no_title(value: object) -> NoReturn:
    raise _too_long(_text(value), DEFAULT.title)


def _no_id(value: object) -> NoReturn:
    text = _text(value)
    if _IS_ID(text):
        raise _too_long(text, DEFAULT.id)
    tidy = re.sub(r"[^a-z0-9]+", "-", text.casefold()[:60]).strip("-")
    raise _wrong(
        "invalid-value",
        f"'{clip(text)}' is not an id: ids are made of a-z, 0-9 and single hyphens",
        f"write '{tidy}'" if tidy else None,
    )


def _one_of(text: str, words: Iterable[str], what: str, table: Mapping[str, tuple[str, ...]]) -> PydanticCustomError:
    known = list(words)

    def help() -> str:
        return usual_word(text, known, table) or f"write {listed(known)}"

    return _wrong("invalid-value", f"'{clip(text)}' is not {what}", help)


class _Accepts:
    """Schema of pydantic's core for a value, as an annotation of its type."""

    def __init__(self, schema: CoreSchema) -> None:
        self.schema = schema


def _accepted_by(accepted: CoreSchema, refuse: Callable[[object], object]) -> _Accepts:
    """Return an annotation for values that a schema accepts.

    :func:`explain` calls ``refuse`` with a value that the schema refused, to raise the reason.
    """
    name = f"{len(_REFUSALS)}"
    _REFUSALS[name] = refuse
    return _Accepts(cs.custom_error_schema(accepted, custom_error_type=name, custom_error_message="see explain()"))


def _converted_by(convert: Callable[[object], object]) -> _Accepts:
    """Return an annotation for values that a function checks and converts."""
    return _Accepts(cs.no_info_plain_validator_function(convert))


def _converted_with_vocabulary(convert: Callable[[object, cs.ValidationInfo], object]) -> _Accepts:
    """Return an annotation for values that a function checks with the vocabulary of the call."""
    return _Accepts(cs.with_info_plain_validator_function(convert))


def _after_preparing(prepare: Callable[[object], object], kind: object) -> _Accepts:
    """Return an annotation for values that a function checks or changes before they are validated as ``kind``."""
    return _Accepts(cs.no_info_before_validator_function(prepare, _schema(kind)))


def _read_by(read: Callable[[object, cs.ValidatorFunctionWrapHandler], object], kind: object) -> _Accepts:
    """Return an annotation for values that a function reads; it may call the validator of ``kind`` that it is given."""
    return _Accepts(cs.no_info_wrap_validator_function(read, _schema(kind)))


def _schema(kind: object) -> CoreSchema:
    """Return the schema of a type: an annotated one, a tuple, a dict or a ``TypedDict``."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return cast("_Accepts", arguments[1]).schema
    if origin is tuple:
        return cs.tuple_schema([_schema(arguments[0])], variadic_item_index=0)
    if origin is dict:
        return cs.dict_schema(*map(_schema, arguments))
    fields = {
        name: cs.typed_dict_field(_schema(value), required=required)
        for name, (value, required) in keys(cast("type", kind)).items()
    }
    return cs.typed_dict_schema(fields, extra_behavior="forbid")


@cache
def keys(item: type) -> Mapping[str, tuple[object, bool]]:
    """Return the keys of an item in order, each with the type of its value and whether it is required."""
    hints = get_type_hints(item, include_extras=True).items()
    return {
        name: (get_args(hint)[0], False) if get_origin(hint) is NotRequired else (hint, True) for name, hint in hints
    }


_REFUSALS: Final[dict[str, Callable[[object], object]]] = {}


class Explanation(NamedTuple):
    """Reason for which a value was refused: the name of the rule, and the context that :func:`_wrong` gives."""

    type: str
    context: dict[str, Any]


def explain(kind: str, value: object) -> Explanation | None:
    """Return why a value was refused, given the type of the validation error; None for pydantic's own types."""
    refuse = _REFUSALS.get(kind)
    try:
        if refuse:
            refuse(value)
    except PydanticCustomError as reason:
        # Do not return the exception: its traceback would keep the local variables of all callers in memory.
        return Explanation(reason.type, reason.context or {})
    return None


def _string(pattern: str, longest: int | None = None) -> CoreSchema:
    return cs.str_schema(strict=True, pattern=f"^(?:{pattern})$", max_length=longest)


def _word(
    kind: type[_Enum], what: str, table: Mapping[str, tuple[str, ...]], allowed: Iterable[_Enum] | None = None
) -> _Accepts:
    words = {str(member): member for member in (kind if allowed is None else allowed)}

    def refuse(value: object) -> NoReturn:
        raise _one_of(_text(value), words, what, table)

    # The enum schema alone accepts every member of the enumeration, also one that is not in 'allowed'.
    member = cs.enum_schema(kind, list(words.values()), sub_type="str")
    return _accepted_by(cs.chain_schema([cs.literal_schema(list(words)), member]), refuse)


def _vocabulary(info: cs.ValidationInfo) -> Vocabulary:
    # The kinds and parties depend on the folder, so each call passes them as its context.
    return cast("Vocabulary", info.context)


def _kind(value: object, info: cs.ValidationInfo) -> str:
    text = _text(value)
    kinds = _vocabulary(info).kinds
    if text not in kinds:
        raise _one_of(text, kinds, "a kind of agreement", usual.KINDS)
    return text


def _party(value: object, info: cs.ValidationInfo) -> str:
    parties = _vocabulary(info).parties
    text = value if isinstance(value, str) else _text(value)
    if text not in parties:

        def help() -> str:
            return like_party(text, parties) or _other_party(text)

        raise _wrong("unknown-party-code", f"'{clip(text)}' is not the code of a party", help)
    return text


def _other_party(text: str) -> str:
    """Return the advice for a party that is in no list: how to write a code, and how to declare one."""
    code = text if re.fullmatch(r"[A-Z][A-Z0-9]{1,15}", text) else "CODE"
    return (
        "write the ISO 3166-1 code of a state, as in 'JP' for Japan; an organisation or another party of your own is "
        f'added in pactstate.toml: under [parties] the line {code} = "its name"'
    )


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
        raise _one_of(text, ("true", "false"), "a yes or no", usual.FLAGS)
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
    text = _text(value)
    in_full = f"https://{text}"
    known = re.fullmatch(LINK, in_full) and re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/.*)?", text)
    help = f"did you mean '{clip(in_full)}'?" if known else "write it in full, as in 'https://example.org/page'"
    raise _wrong("invalid-value", f"'{clip(text)}' is not a web address", help)


def _as_list(value: object) -> object:
    """Return a list as it is, and another value as a list of one item."""
    return value if isinstance(value, list) else [value]


def _as_claim(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    if not isinstance(value, str):
        return read(value)
    return value if is_id(value) else _no_id(value)


def _claims(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    claims = value if isinstance(value, list) else [value]
    # Most lists of claims have ids only. They need no validator of mappings.
    for claim in claims:
        if not isinstance(claim, str) or not is_id(claim):
            return read(claims)
    return tuple(claims)


def _distinct_items(value: object, least: int, what: str) -> object:
    """Return a value; refuse a list that repeats an item, or has fewer than ``least``, with the message ``what``."""
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
    return _distinct_items(_not_too_many(value), 1, "an agreement has at least two parties")


def _some_parties(value: object) -> object:
    return _distinct_items(_not_too_many(value), 0, "")


def _not_too_many(value: object) -> object:
    if isinstance(value, list) and len(value) > DEFAULT.parties:
        # Every answer has a place for each party.
        raise _wrong("limit-exceeded", f"the list has more than {DEFAULT.parties:,} parties", LIMITS_HELP)
    return value


def _events(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, str) and value in _SINGLE_EVENTS:
        return _SINGLE_EVENTS[value]
    return read(_distinct_items(_as_list(value), 1, "an entry names at least one event"))


def _some_events(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    return () if value == [] else _events(value, read)


_SINGLE_EVENTS: Final = {str(kind): (kind,) for kind in EventKind}
"""Values of ``event`` by the word of one event; most entries have just one, and need no validator of lists."""


TAKEN_BACK: Final = (EventKind.SIGNED, EventKind.RATIFIED, EventKind.APPROVED)
"""Events that a ``withdrawn`` entry can take back, under ``of``."""
FORCE_AFTER: Final = (EventKind.SIGNED, EventKind.APPROVED, EventKind.RATIFIED)
"""Events that ``after`` of ``entry_into_force`` can name."""

# Each type of value has a name, because json_schema.py maps each of these names to its JSON Schema.
Text = Annotated[str, _accepted_by(cs.str_schema(strict=True, pattern=f"[^{_SPACE}]"), _text)]
Title = Annotated[
    str, _accepted_by(cs.str_schema(strict=True, pattern=f"[^{_SPACE}]", max_length=DEFAULT.title), _no_title)
]
Id = Annotated[str, _accepted_by(_string(ID, DEFAULT.id), _no_id)]
Ids = Annotated[tuple[Id, ...], _after_preparing(_as_list, tuple[Id, ...])]
Link = Annotated[str, _accepted_by(_string(LINK), _no_link)]
Date = Annotated[
    PartialDate, _accepted_by(cs.no_info_after_validator_function(_parsed, cs.str_schema(strict=True)), _no_date)
]
Length = Annotated[Period, _converted_by(_period)]
Number = Annotated[int, _converted_by(_number)]
Positive = Annotated[int, _converted_by(_positive)]
Flag = Annotated[bool, _converted_by(_flag)]
KindWord = Annotated[str, _converted_with_vocabulary(_kind)]
Party = Annotated[str, _converted_with_vocabulary(_party)]
Parties = Annotated[tuple[Party, ...], _after_preparing(_parties, tuple[Party, ...])]
SomeParties = Annotated[tuple[Party, ...], _after_preparing(_some_parties, tuple[Party, ...])]
Event = Annotated[EventKind, _word(EventKind, "an event", usual.EVENTS)]
Events = Annotated[tuple[Event, ...], _read_by(_events, tuple[Event, ...])]
SomeEvents = Annotated[tuple[Event, ...], _read_by(_some_events, tuple[Event, ...])]
MannerWord = Annotated[Manner, _word(Manner, "a manner of consent", usual.MANNERS)]
ForceAfter = Annotated[EventKind, _word(EventKind, "an event that force can follow", usual.EVENTS, FORCE_AFTER)]
StateWord = Annotated[State, _word(State, "a state", usual.STATES)]
ReasonWord = Annotated[TerminationReason, _word(TerminationReason, "a reason for an end", usual.REASONS)]
SourceTypeWord = Annotated[SourceType, _word(SourceType, "a type of source", usual.SOURCE_TYPES)]


class ClaimItem(TypedDict):
    """One source speaking of one event."""

    source: Id
    date: NotRequired[Date]
    locator: NotRequired[Text]
    rejected: NotRequired[Text]
    note: NotRequired[Text]


# A claim is a mapping or an id. A union schema would report the errors of both alternatives, so a function chooses one.
Claim = Annotated[ClaimItem | str, _read_by(_as_claim, ClaimItem)]
Claims = Annotated[tuple[Claim, ...], _read_by(_claims, tuple[Claim, ...])]


class EventItem(TypedDict):
    """One entry of the history. All events share this model; the keys that only some events take are checked later."""

    event: Events
    date: Date
    effective: NotRequired[Date]
    party: NotRequired[Party]
    by: NotRequired[Text]
    place: NotRequired[Text]
    note: NotRequired[Text]
    of: NotRequired[Event]
    manner: NotRequired[MannerWord]
    partial: NotRequired[Flag]
    until: NotRequired[Date]
    reason: NotRequired[ReasonWord]
    corrected: NotRequired[Text]
    reported_by: NotRequired[Claims]
    announced_by: NotRequired[Claims]
    denied_by: NotRequired[Claims]


class StatementItem(TypedDict):
    """Statement of one source about the state, without an event."""

    source: Id
    says: StateWord
    date: NotRequired[Date]
    locator: NotRequired[Text]
    rejected: NotRequired[Text]
    note: NotRequired[Text]


class SourceItem(TypedDict):
    """A text that can be cited."""

    title: Title
    publisher: NotRequired[Text]
    author: NotRequired[Text]
    url: NotRequired[Link]
    published: NotRequired[Date]
    updated: NotRequired[Date]
    accessed: NotRequired[Date]
    archived: NotRequired[Date]
    archive_url: NotRequired[Link]
    basis: NotRequired[Text]
    based_on: NotRequired[Ids]
    type: NotRequired[SourceTypeWord]
    note: NotRequired[Text]
    corrected: NotRequired[Text]


class ForceRuleItem(TypedDict):
    """Condition in the agreement's own text for its entry into force."""

    after: ForceAfter
    days: NotRequired[Number]
    months: NotRequired[Number]


class TermItem(TypedDict):
    """Term that the agreement's own text sets, and how long before it leaves a party must give notice."""

    years: NotRequired[Positive]
    renews: NotRequired[Flag]
    notice: NotRequired[Length]


Sources = dict[Id, SourceItem]
Identifiers = dict[Text, Text]


class AgreementFile(TypedDict):
    """One agreement."""

    id: Id
    title: Title
    formal_title: NotRequired[Title]
    kind: KindWord
    parties: Parties
    approvals_needed: NotRequired[SomeParties]
    consents_needed: NotRequired[Positive]
    entry_into_force: NotRequired[ForceRuleItem]
    term: NotRequired[TermItem]
    replaces: NotRequired[Ids]
    replaced_by: NotRequired[Ids]
    amends: NotRequired[Ids]
    supplements: NotRequired[Ids]
    formerly: NotRequired[Ids]
    open: NotRequired[Flag]
    not_recorded: NotRequired[SomeEvents]
    identifiers: NotRequired[Identifiers]
    sources: NotRequired[Sources]
    history: tuple[EventItem, ...]
    statements: NotRequired[tuple[StatementItem, ...]]


def need_memory() -> None:
    """Raise OSError where too little memory is left for the core, which then would abort the process."""
    # A mapping that is not written to takes no time, and leaves the heap as it is.
    mmap(-1, _ROOM).close()


_ROOM: Final = 16 << 20
"""Bytes that the core may need to build a validator, or for the errors in one value."""


class Reader(Generic[_Value_co]):
    """Validator of values of one type."""

    def __init__(self, kind: object) -> None:
        self._kind = kind

    @cached_property
    def _validator(self) -> SchemaValidator:
        need_memory()
        return SchemaValidator(_schema(self._kind))

    def validate_python(self, value: object, *, context: Vocabulary | None = None) -> _Value_co:
        """Return data as a value of the type.

        Raises:
            pydantic_core.ValidationError: The data has faults; the error lists all of them.
        """
        return cast("_Value_co", self._validator.validate_python(value, context=context))


AGREEMENT: Final = Reader[AgreementFile](AgreementFile)
SOURCES: Final = Reader[Sources](Sources)
ITEMS: Final[Mapping[str, Reader[Any]]] = {
    "sources": SOURCES,
    "history": Reader[EventItem](EventItem),
    "statements": Reader[StatementItem](StatementItem),
}
"""Reader of one item of each key that may have very many; of a mapping, an item is a mapping of one key."""
