"""Words of closed lists, and conversion of the fields of public values.

A wrong value is refused at once, with what to write instead.

``@attrs.frozen(field_transformer=checked)`` gives each field a converter made from its annotation: words become members
of their list, texts and :class:`datetime.date` become partial dates, and lists become tuples. A wrong type raises
:class:`~pactstate.TypeRefusedError`, a wrong word :class:`~pactstate.ValueRefusedError`, and a text that is not a date
:class:`~pactstate.DateError`.

Type checkers see no such converter. So a public field that takes more types than its annotation has a converter that
exists for type checkers only.
"""

from __future__ import annotations

import datetime as dt
import inspect
import operator
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Final,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from pactstate.domain.dates import DateError, PartialDate
from pactstate.errors import TypeRefusedError, ValueRefusedError
from pactstate.smallyaml.characters import clip, suspicious_names
from pactstate.smallyaml.faults import DEFAULT_LIMITS

__all__ = [
    "DateLike",
    "Word",
    "as_day",
    "as_word",
    "at_least",
    "checked",
    "dated",
    "each",
    "evolved",
    "is_named",
    "maybe_dated",
    "maybe_several",
    "refuse_no_name",
    "refuse_repeats",
    "repr_as_call",
    "several",
    "shallow",
    "texts",
    "unchecked",
]


class Word(StrEnum):
    """A word from a closed list: it equals, hashes and prints as its text.

    Words have no order: ``<``, ``<=``, ``>`` and ``>=`` raise :class:`TypeError`, since the order of the alphabet would
    put ``ratified`` before ``signed``, and no other order holds for all: an abandoned agreement is not beyond one in
    force. Sort by ``str``, or by the index in the list; severities have a ``gravity``.
    """

    def _has_no_order(self, other: object) -> bool:
        raise TypeError(f"{type(self).__name__} has no order: '{self}' cannot be compared with {other!r}")

    __lt__ = __le__ = __gt__ = __ge__ = _has_no_order


_Field: TypeAlias = "attrs.Attribute[object]"
_Convert = Callable[[object, object, "attrs.Attribute[object]"], object]
"""Conversion of a value; the instance and the field are for messages."""
_Words = TypeVar("_Words", bound=Word)
_Number = TypeVar("_Number", int, int | None)


MAX_ID: Final = 200
"""Characters of an id."""
MAX_TITLE: Final = 1_000
"""Characters of a title."""
MAX_SETTING: Final = 500
"""Characters of a text in the settings, such as the title of a kind."""
MAX_NUMBER: Final = 99_999
"""Largest number of days, months, years or consents."""
MAX_NOTICE: Final = 9_999
"""Days, months or years of a notice."""
MAX_PARTIES: Final = 1_000
"""Parties of an agreement."""
MAX_MARKS: Final = 200_000
"""Parties times entries that speak for all of them: each sets a mark for each party."""
MAX_CLAIMS: Final = 20_000
"""Claims of the entries of an agreement."""
ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""Pattern of an id, in syntax that JSON Schema shares."""
LINK: Final = r'https?://[^\s<>"]+'
"""Pattern of a web address, likewise."""
PARTY_CODE: Final = r"[A-Z][A-Z0-9]{1,15}"
"""Pattern of the code of a party."""


@attrs.frozen
class _Form:
    """Form of a text field, the same as in a file."""

    pattern: str
    advice: str
    length: int = DEFAULT_LIMITS.scalar
    """Characters that it may have."""

    def refuse_wrong(self, name: str, text: str) -> None:
        """Raise :class:`ValueRefusedError` for a text that no file can hold in this place."""
        if not text.strip():
            raise ValueRefusedError(f"{name} is empty: {self.advice}")
        if len(text) > self.length:
            raise ValueRefusedError(f"{name} has {len(text):,} characters: write {self.length:,} at most")
        if not text.isprintable():
            for hidden in suspicious_names(text):
                raise ValueRefusedError(f"{name} has the character {hidden}, which does not show: leave it out")
            if re.search(_SURROGATE, text):
                raise ValueRefusedError(f"{name} has half of a surrogate pair: write characters that UTF-8 has")
        if not re.fullmatch(self.pattern, text, re.DOTALL):
            raise ValueRefusedError(f"{name} is {clip(text)!r}: {self.advice}")


_SURROGATE: Final = "[\ud800-\udfff]"
KEY: Final = _Form(".*", "write its name", DEFAULT_LIMITS.key)
TEXT: Final = _Form(".*", "write a text")
Text = Annotated[str, TEXT]
"""Text with at least one sign that shows."""
Title = Annotated[str, _Form(".*", "write a text", MAX_TITLE)]
"""Title of an agreement or a source."""
Id = Annotated[str, _Form(ID, "an id is made of a-z, 0-9 and single hyphens", MAX_ID)]
"""Id of an agreement or a source."""
Link = Annotated[str, _Form(LINK, "write a web address in full, as in 'https://example.org/page'")]
"""Web address."""
Code = Annotated[str, _Form(PARTY_CODE, "write the code of a party, as in 'JP' for Japan")]
"""Code of a party."""

DateLike = str | dt.date | PartialDate
"""Partial date, or what one is made from."""
_Item = TypeVar("_Item")

# Converters for type checkers only: they say what a field takes. At run time a field has the converter of checked().
if TYPE_CHECKING:

    def dated(value: DateLike, /) -> PartialDate: ...  # noqa: D103 - never called
    def maybe_dated(value: DateLike | None, /) -> PartialDate | None: ...  # noqa: D103 - never called
    def several(values: Iterable[str], /) -> tuple[str, ...]: ...  # noqa: D103 - never called
    def maybe_several(values: Iterable[str] | None, /) -> tuple[str, ...] | None: ...  # noqa: D103 - never called
else:
    dated = maybe_dated = several = maybe_several = None


def repr_as_call(self: object) -> str:
    """Return a value as the call that makes it, without the fields that have their default: a ``__repr__``.

    All classes share it, since attrs would compile one for each class at each start: 4 % of ``pactstate status``.
    """
    given = [
        f"{field.name}={shown!r}"
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(self)))
        if field.repr and (shown := getattr(self, field.name)) != field.default
    ]
    return f"{type(self).__name__}({', '.join(given)})"


def checked(owner: type, fields: Sequence[attrs.Attribute[object]]) -> list[attrs.Attribute[object]]:
    """Return the fields, each with a converter: its own, or one made from its annotation."""
    return _with_converters(owner, fields, deep=True)


def shallow(owner: type, fields: Sequence[attrs.Attribute[object]]) -> list[attrs.Attribute[object]]:
    """Return the fields as :func:`checked` does, but do not convert the items of a tuple or a frozen set.

    The lifecycle creates thousands of values: checking every party in every step would take quadratic time.
    """
    return _with_converters(owner, fields, deep=False)


def _with_converters(
    owner: type, fields: Sequence[attrs.Attribute[object]], *, deep: bool
) -> list[attrs.Attribute[object]]:
    hints = get_type_hints(owner, include_extras=True)
    return [
        field if field.converter else field.evolve(converter=_converter(hints[field.name], deep)) for field in fields
    ]


@cache
def _converter(hint: Hashable, deep: bool) -> attrs.Converter[object, object]:
    """Return the converter that all fields of one type share."""
    convert = _conversion(hint, deep)
    # attrs reads the signature. Computing it takes 40 us.
    vars(convert)["__signature__"] = _SIGNATURE
    return attrs.Converter(convert, takes_self=True, takes_field=True)


_SIGNATURE: Final = inspect.Signature(
    [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in ("value", "owner", "field")]
)


def _name(owner: object, field: _Field) -> str:
    """Return the name of a field for messages, such as ``Period.count``."""
    return f"{type(owner).__name__}.{field.name}"


def _refused(value: object, expected: str, owner: object, field: _Field) -> TypeRefusedError:
    """Return the error for a value of a wrong type."""
    shown = repr(value)
    return TypeRefusedError(
        f"{_name(owner, field)} takes {expected}, not {shown if len(shown) <= 60 else type(value).__name__}"
    )


def _conversion(hint: object, deep: bool) -> _Convert:
    # A union with an annotated type is a Union of typing.
    if get_origin(hint) in (UnionType, Union):
        (inner,) = (one for one in get_args(hint) if one is not NoneType)
        return _optional(_conversion(inner, deep))
    origin = get_origin(hint)
    if origin is Annotated:
        made, form = cast("tuple[type, _Form]", get_args(hint))
        return _formed(made, form)
    if origin in (tuple, frozenset):
        item = get_args(hint)[0]
        return _several(origin, _conversion(item, deep), deep=deep, takes_one=item == Id)
    made = cast("type", origin or hint)
    if made is PartialDate:
        return _date
    return _word(made) if issubclass(made, Word) else _instance(made)


def _optional(convert: _Convert) -> _Convert:
    return lambda value, owner, field: None if value is None else convert(value, owner, field)


def _date(value: object, owner: object, field: _Field) -> object:
    # PartialDate refuses other types with a message.
    return value if isinstance(value, PartialDate) else PartialDate(cast("str", value))


def _word(made: type[Word]) -> _Convert:
    def convert(value: object, owner: object, field: _Field) -> object:
        return as_word(made, value)

    return convert


def as_day(value: DateLike | None) -> dt.date:
    """Return one day, by default that of the call.

    Raises:
        DateError: The value is no date, or more than one day.
    """
    if value is None:
        return dt.date.today()
    if type(value) is dt.date:
        return value
    day = PartialDate(value)
    if not day.is_day:
        raise DateError(f"'{day}' is not one day")
    return day.earliest


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """Return texts as a tuple.

    Raises:
        TypeRefusedError: A single text is given, which would be split into its letters, or no texts.
    """
    several = tuple(values) if isinstance(values, Iterable) else (values,)
    if not isinstance(values, Iterable) or isinstance(values, str) or not all(isinstance(one, str) for one in several):
        raise TypeRefusedError(f"a list of texts is needed, not {values!r:.60}")
    return several


def each(values: Iterable[_Item], kind: type[_Item], name: str) -> tuple[_Item, ...]:
    """Return values of one class as a tuple.

    Raises:
        TypeRefusedError: The values are no list, or one is of another class; ``name`` is the field in the message.
    """
    if not isinstance(values, Iterable) or isinstance(values, str):
        raise TypeRefusedError(f"{name} takes a list, not {values!r:.60}")
    found = tuple(values)
    for value in found:
        if not isinstance(value, kind):
            raise TypeRefusedError(f"{name} takes {_article(kind)} {kind.__name__}, not {value!r:.60}")
    return found


def _article(kind: type) -> str:
    return "an" if kind.__name__[0] in "AEIOU" else "a"


def as_word(words: type[_Words], value: object) -> _Words:
    """Return the member of a list of words. Raises :class:`~pactstate.ValueRefusedError` for another word."""
    if isinstance(value, words):
        return value
    try:
        return words(cast("str", value))
    except ValueError:
        raise ValueRefusedError(f"{value!r} is no {words.__name__}: write one of {', '.join(words)}") from None


_EXPECTED: Final = {str: "a text", int: "a whole number", bool: "True or False"}


def _instance(made: type) -> _Convert:
    def convert(value: object, owner: object, field: _Field) -> object:
        # bool is a subclass of int in Python, but True is never meant as a number.
        if value.__class__ is made or (isinstance(value, made) and made is not int):
            return value
        raise _refused(value, _EXPECTED.get(made, f"{_article(made)} {made.__name__}"), owner, field)

    return convert


def _formed(made: type, form: _Form) -> _Convert:
    convert = _instance(made)

    def convert_text(value: object, owner: object, field: _Field) -> object:
        form.refuse_wrong(_name(owner, field), cast("str", convert(value, owner, field)))
        return value

    return convert_text


def _several(
    made: type[tuple[object, ...] | frozenset[object]], convert: _Convert, *, deep: bool, takes_one: bool
) -> _Convert:
    def convert_all(values: object, owner: object, field: _Field) -> object:
        if values.__class__ is made and not deep:
            return values
        if takes_one and isinstance(values, str):
            return made((convert(values, owner, field),))
        # A single text would be split into its letters.
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise _refused(values, "a list", owner, field)
        return made(convert(value, owner, field) for value in values)

    return convert_all


def at_least(least: int) -> Callable[[object, attrs.Attribute[_Number], _Number], None]:
    """Return a validator that accepts None and numbers from ``least`` to :data:`MAX_NUMBER`."""

    def validate(owner: object, field: attrs.Attribute[_Number], value: _Number) -> None:
        if value is not None and not least <= value <= MAX_NUMBER:
            limit = f"{least} or more" if value < least else f"{MAX_NUMBER:,} at most"
            raise ValueRefusedError(f"{type(owner).__name__}.{field.name} is {value:,}: write {limit}")

    return validate


def is_named(owner: object, field: attrs.Attribute[str], text: str) -> None:
    """Refuse a text that the settings of a folder cannot have as a name: an empty or a very long one."""
    refuse_no_name(text, f"{type(owner).__name__}.{field.name}")


def refuse_no_name(text: str, name: str) -> None:
    """Raise :class:`ValueRefusedError` for a name that is empty, or longer than the settings allow."""
    if not text.strip():
        raise ValueRefusedError(f"{name} is empty: write a name")
    if len(text) > MAX_SETTING:
        raise ValueRefusedError(f"{name} has {len(text):,} characters: write {MAX_SETTING} at most")


def refuse_repeats(items: Collection[str], name: str) -> None:
    """Raise :class:`ValueRefusedError` for an item that stands twice; ``name`` is the field in the message."""
    seen: set[str] = set()
    for item in items:
        if item in seen:
            raise ValueRefusedError(f"{name}: '{item}' stands twice in the list: keep one of the two")
        seen.add(item)


def evolved(value: _Item, **changes: object) -> _Item:
    """Return a copy of a value with other fields, none of which is checked.

    A file with an error in a text is judged all the same, so its values may hold texts that a constructor refuses.
    """
    owner = type(value)
    make, values_of = _copier(cast("Hashable", owner))
    made = cast("_Item", make(*values_of(value)))
    for name, changed in changes.items():
        object.__setattr__(made, name, changed)
    return made


@cache
def _copier(owner: Hashable) -> tuple[Callable[..., object], Callable[[object], tuple[object, ...]]]:
    names = [field.name for field in attrs.fields(cast("type[attrs.AttrsInstance]", owner))]
    return unchecked(cast("type[object]", owner)), operator.attrgetter(*names)


def unchecked(owner: type[_Item]) -> Callable[..., _Item]:
    """Return a function that makes values of a class from fields that are known to be right.

    The reader of files has validated all fields already, and need not convert them again. Every field of a frozen
    instance is set past its guard, which takes most of the time. So an instance of a subclass without that guard is
    made, and becomes an instance of the class when it is complete.
    """
    return cast("Callable[..., _Item]", _maker(cast("Hashable", owner)))


@cache
def _maker(owner: Hashable) -> Callable[..., object]:
    made_by = cast("type[attrs.AttrsInstance]", owner)
    fields = {field.name: attrs.field(default=field.default, alias=field.alias) for field in attrs.fields(made_by)}
    # The last field sets the class, which is quicker than a function that calls the class and then sets it.
    becomes_the_class = {"__class__": attrs.field(default=made_by, init=False)}
    plain = attrs.make_class(made_by.__name__, fields | becomes_the_class, eq=False, repr=False, slots=False)
    return type(
        made_by.__name__,
        (made_by,),
        {
            "__slots__": (),
            "__init__": vars(plain)["__init__"],
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
        },
    )
