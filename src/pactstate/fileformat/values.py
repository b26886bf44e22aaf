"""Types of the values in a file, each with the function that says why a value was refused and what to write instead.

Every value arrives as text, or as a list or mapping of texts, and is converted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import partial
from typing import Annotated, Final, NoReturn, TypeVar, cast

from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core import core_schema as cs

from pactstate.domain.dates import DateError, PartialDate, date_of, refuse_in_brief
from pactstate.domain.fields import ID, LINK
from pactstate.domain.lifecycle import EventKind, Manner, State
from pactstate.domain.model import FORCE_AFTER, Period, SourceType, TerminationReason
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import usual
from pactstate.fileformat.repairs import (
    address_meant,
    date_meant,
    id_meant,
    length_meant,
    party_meant,
    word_meant,
)
from pactstate.fileformat.suggest import like_party, usual_word
from pactstate.fileformat.validators import (
    Accepts,
    accepted_by,
    after_preparing,
    converted_by,
    converted_with_vocabulary,
    read_by,
    wrong,
)
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import clip, listed

_Enum = TypeVar("_Enum", bound=StrEnum)

# Patterns for a whole value. JSON Schema uses them too, so they have only syntax that both dialects share.
_IS_ID: Final = re.compile(ID).fullmatch
NUMBER: Final = r"[0-9]{1,5}"
LENGTH: Final = r"([1-9][0-9]{0,3}) (day|month|year)s?"

# Characters that str.strip() removes. The core's regular expressions lack U+001C to U+001F under \s.
_SPACE: Final = r"\s\x1c-\x1f"

LIMITS_HELP: Final = "the limits are listed in SECURITY.md"


def _text(value: object) -> str:
    if not isinstance(value, str):
        found = "a list" if isinstance(value, list) else "a mapping"
        raise wrong("invalid-value", f"expected a text, found {found}")
    if not value.strip():
        raise wrong("invalid-value", "the value is empty", "write a value, or leave the key out")
    return value


_LONGEST_KEPT: Final = len("2024-07-08")


class Dates(dict[str, PartialDate]):
    """Days, months and years by their texts: the files of a folder repeat the same ones.

    Intervals and dates with a qualifier hardly repeat, and would fill the table. It is emptied when it is full, since
    the cache of functools takes twice the memory to know which date is the oldest.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __missing__(self, text: str) -> PartialDate:
        date = date_of(text)
        if date is None:
            # explain() makes the error that says what the text may mean, which takes long, and only for a finding.
            raise DateError(text)
        if len(text) > _LONGEST_KEPT:
            return date
        if len(self) >= self._most:
            self.clear()
        self[text] = date
        return date


_parsed: Final = Dates(most=1 << 15).__getitem__


def _no_date(value: object, refuse: Callable[[str], object] = PartialDate) -> None:
    text = value if isinstance(value, str) else _text(value)
    try:
        refuse(text)
    except DateError as error:
        meant = partial(date_meant, text, error.meant)
        raise wrong("invalid-date", str(error), nothing=error.says_nothing, meant=meant) from None


def is_id(text: str) -> bool:
    """Return whether a text can be the id of an agreement or a source."""
    return len(text) <= DEFAULT.id and _IS_ID(text) is not None


def _too_long(text: str, most: int) -> PydanticCustomError:
    # The text comes back in every finding, row and picture that names it.
    return wrong("limit-exceeded", f"'{clip(text)}' has more than {most:,} characters", LIMITS_HELP)


def _no_title(value: object) -> NoReturn:
    raise _too_long(_text(value), DEFAULT.title)


def refuse_id(value: object) -> NoReturn:
    """Raise the reason for which a value is not an id, with an id that it may stand for."""
    text = _text(value)
    if _IS_ID(text):
        raise _too_long(text, DEFAULT.id)
    tidy = re.sub(r"[^a-z0-9]+", "-", text.casefold()[:60]).strip("-")
    raise wrong(
        "invalid-value",
        f"'{clip(text)}' is not an id: ids are made of a-z, 0-9 and single hyphens",
        f"write '{tidy}'" if tidy else None,
        meant=partial(id_meant, text),
    )


def _one_of(text: str, words: Iterable[str], what: str, table: Mapping[str, tuple[str, ...]]) -> PydanticCustomError:
    known = list(words)

    def help() -> str:
        return usual_word(text, known, table) or f"write {listed(known)}"

    return wrong("invalid-value", f"'{clip(text)}' is not {what}", help, meant=partial(word_meant, text, known, table))


def _string(pattern: str, longest: int | None = None) -> CoreSchema:
    return cs.str_schema(strict=True, pattern=f"^(?:{pattern})$", max_length=longest)


def _word(
    kind: type[_Enum], what: str, table: Mapping[str, tuple[str, ...]], allowed: Iterable[_Enum] | None = None
) -> Accepts:
    words = {str(member): member for member in (kind if allowed is None else allowed)}

    def refuse(value: object) -> NoReturn:
        raise _one_of(_text(value), words, what, table)

    # The enum schema alone accepts every member of the enumeration, also one that is not in 'allowed'.
    member = cs.enum_schema(kind, list(words.values()), sub_type="str")
    return accepted_by(cs.chain_schema([cs.literal_schema(list(words)), member]), refuse)


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

        message = f"'{clip(text)}' is not the code of a party"
        raise wrong("unknown-party-code", message, help, meant=partial(party_meant, text, parties))
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
        raise wrong("invalid-value", f"'{clip(text)}' is not a whole number", "write digits only, as in '30'")
    return int(text)


def _positive(value: object) -> int:
    number = _number(value)
    if not number:
        raise wrong("invalid-value", "expected a number from 1 upwards, found 0")
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
        message = f"'{clip(text)}' is not a length of time"
        help = "write it as in '6 months' or '180 days'"
        raise wrong("invalid-value", message, help, meant=partial(length_meant, text))
    return Period(int(match[1]), f"{match[2]}s")


def _no_link(value: object) -> NoReturn:
    text = _text(value)
    meant = address_meant(text)
    help = f"did you mean '{clip(meant.text)}'?" if meant else "write it in full, as in 'https://example.org/page'"
    raise wrong("invalid-value", f"'{clip(text)}' is not a web address", help, meant=lambda: meant)


def _as_list(value: object) -> object:
    """Return a list as it is, and another value as a list of one item."""
    return value if isinstance(value, list) else [value]


def _distinct_items(value: object, least: int, what: str) -> object:
    """Return a value; refuse a list that repeats an item, or has fewer than ``least``, with the message ``what``."""
    if isinstance(value, list):
        seen: set[str] = set()
        for index, item in enumerate(value):
            if isinstance(item, str) and item in seen:
                message = f"'{clip(item)}' stands twice in the list"
                raise wrong("invalid-value", message, "keep one of the two", (index,))
            seen |= {item} if isinstance(item, str) else set()
        if len(value) < least:
            raise wrong("invalid-value", what)
    return value


def _parties(value: object) -> object:
    return _distinct_items(_not_too_many(value), 1, "an agreement has at least two parties")


def _some_parties(value: object) -> object:
    return _distinct_items(_not_too_many(value), 0, "")


def _not_too_many(value: object) -> object:
    if isinstance(value, list) and len(value) > DEFAULT.parties:
        # Every answer has a place for each party.
        raise wrong("limit-exceeded", f"the list has more than {DEFAULT.parties:,} parties", LIMITS_HELP)
    return value


def _events(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    if isinstance(value, str) and value in _SINGLE_EVENTS:
        return _SINGLE_EVENTS[value]
    return read(_distinct_items(_as_list(value), 1, "an entry names at least one event"))


def _some_events(value: object, read: cs.ValidatorFunctionWrapHandler) -> object:
    return () if value == [] else _events(value, read)


_SINGLE_EVENTS: Final = {str(kind): (kind,) for kind in EventKind}
"""Values of ``event`` by the word of one event; most entries have just one, and need no validator of lists."""


# Each type of value has a name, because json_schema.py maps each of these types to its JSON Schema.
Text = Annotated[str, accepted_by(cs.str_schema(strict=True, pattern=f"[^{_SPACE}]"), _text)]
Title = Annotated[
    str, accepted_by(cs.str_schema(strict=True, pattern=f"[^{_SPACE}]", max_length=DEFAULT.title), _no_title)
]
Id = Annotated[str, accepted_by(_string(ID, DEFAULT.id), refuse_id)]
Ids = Annotated[tuple[Id, ...], after_preparing(_as_list, tuple[Id, ...])]
Link = Annotated[str, accepted_by(_string(LINK), _no_link)]
Date = Annotated[
    PartialDate,
    accepted_by(
        cs.no_info_after_validator_function(_parsed, cs.str_schema(strict=True)),
        _no_date,
        partial(_no_date, refuse=refuse_in_brief),
    ),
]
Length = Annotated[Period, converted_by(_period)]
Number = Annotated[int, converted_by(_number)]
Positive = Annotated[int, converted_by(_positive)]
TrueOrFalse = Annotated[bool, converted_by(_flag)]
KindWord = Annotated[str, converted_with_vocabulary(_kind)]
Party = Annotated[str, converted_with_vocabulary(_party)]
Parties = Annotated[tuple[Party, ...], after_preparing(_parties, tuple[Party, ...])]
SomeParties = Annotated[tuple[Party, ...], after_preparing(_some_parties, tuple[Party, ...])]
EventWord = Annotated[EventKind, _word(EventKind, "an event", usual.EVENTS)]
EventWords = Annotated[tuple[EventWord, ...], read_by(_events, tuple[EventWord, ...])]
SomeEventWords = Annotated[tuple[EventWord, ...], read_by(_some_events, tuple[EventWord, ...])]
MannerWord = Annotated[Manner, _word(Manner, "a manner of consent", usual.MANNERS)]
ForceAfter = Annotated[EventKind, _word(EventKind, "an event that force can follow", usual.EVENTS, FORCE_AFTER)]
StateWord = Annotated[State, _word(State, "a state", usual.STATES)]
ReasonWord = Annotated[TerminationReason, _word(TerminationReason, "a reason for an end", usual.REASONS)]
SourceTypeWord = Annotated[SourceType, _word(SourceType, "a type of source", usual.SOURCE_TYPES)]
