"""Validators: schemas of pydantic's core for annotated types, and the reason for which a value was refused.

pydantic's core accepts or refuses most values without a call to Python; :func:`explain` then says why it refused a
value, and what to write instead. The schema is written for the core directly: pydantic's models take longer to import
and build than a folder takes to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from mmap import mmap
from typing import (
    Annotated,
    Any,
    Final,
    Generic,
    LiteralString,
    NamedTuple,
    NotRequired,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator
from pydantic_core import core_schema as cs

from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.repairs import Instead

__all__ = [
    "Accepts",
    "Explanation",
    "Help",
    "Reader",
    "accepted_by",
    "after_preparing",
    "converted_by",
    "converted_with_vocabulary",
    "explain",
    "keys",
    "need_memory",
    "read_by",
    "wrong",
]

_Value_co = TypeVar("_Value_co", covariant=True)

Help = str | Callable[[], str | None] | None
"""Advice on what to write instead; a function if it takes time to find."""


_Meant = Callable[[], Instead | None]
"""Function that finds what is meant; the search takes time, and only the first errors need it."""


def wrong(
    rule: LiteralString,
    message: str,
    help: Help = None,
    item: tuple[int, ...] = (),
    *,
    nothing: bool = False,
    meant: _Meant | None = None,
) -> PydanticCustomError:
    """Return the error that refuses a value.

    Args:
        rule: Name of the rule that the finding belongs to.
        message: What is wrong.
        help: Advice on what to write instead.
        item: Path from the value to the faulty item, such as the index in a list.
        nothing: Whether the value is a placeholder, such as 'tbc'.
        meant: Function that returns what to write instead.
    """
    # The message is not the template, because pydantic would replace braces in words of the file.
    told = _without_arguments(meant) if meant else None
    context = {"message": message, "help": help, "item": item, "nothing": nothing, "meant": told}
    return PydanticCustomError(rule, "see the context", context)


def _without_arguments(call: _Meant) -> _Meant:
    """Return the function as one without arguments of its own.

    pydantic writes out each value of a context for each error, and of a partial function all arguments: for one
    unknown party the names of all parties.
    """

    def meant() -> Instead | None:
        return call()

    return meant


class Accepts:
    """Schema of pydantic's core for a value, as an annotation of its type."""

    def __init__(self, schema: CoreSchema) -> None:
        self.schema = schema


def accepted_by(
    accepted: CoreSchema, refuse: Callable[[object], object], in_brief: Callable[[object], object] | None = None
) -> Accepts:
    """Return an annotation for values that a schema accepts.

    :func:`explain` calls ``refuse`` with a value that the schema refused, to raise the reason. In a file with very many
    faults it calls ``in_brief``, which raises a reason that takes less time to find.
    """
    name = f"{len(_REFUSALS)}"
    _REFUSALS[name] = refuse, in_brief or refuse
    return Accepts(cs.custom_error_schema(accepted, custom_error_type=name, custom_error_message="see explain()"))


def converted_by(convert: Callable[[object], object]) -> Accepts:
    """Return an annotation for values that a function checks and converts."""
    return Accepts(cs.no_info_plain_validator_function(convert))


def converted_with_vocabulary(convert: Callable[[object, cs.ValidationInfo], object]) -> Accepts:
    """Return an annotation for values that a function checks with the vocabulary of the call."""
    return Accepts(cs.with_info_plain_validator_function(convert))


def after_preparing(prepare: Callable[[object], object], kind: object) -> Accepts:
    """Return an annotation for values that a function checks or changes before they are validated as ``kind``."""
    return Accepts(cs.no_info_before_validator_function(prepare, _schema(kind)))


def read_by(read: Callable[[object, cs.ValidatorFunctionWrapHandler], object], kind: object) -> Accepts:
    """Return an annotation for values that a function reads; it may call the validator of ``kind`` that it is given."""
    return Accepts(cs.no_info_wrap_validator_function(read, _schema(kind)))


def _schema(kind: object) -> CoreSchema:
    """Return the schema of a type: an annotated one, a tuple, a dict or a ``TypedDict``."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return cast("Accepts", arguments[1]).schema
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


_REFUSALS: Final[dict[str, tuple[Callable[[object], object], Callable[[object], object]]]] = {}
"""Functions that raise the reason for a refused value, in full and in brief."""


class Explanation(NamedTuple):
    """Reason for which a value was refused: the name of the rule, and the context that :func:`wrong` gives."""

    type: str
    context: dict[str, Any]


def explain(kind: str, value: object, *, in_full: bool = True) -> Explanation | None:
    """Return why a value was refused, given the type of the validation error; None for pydantic's own types.

    Without ``in_full``, the reason is the one that takes less time to find.
    """
    refusals = _REFUSALS.get(kind)
    try:
        if refusals:
            refusals[0 if in_full else 1](value)
    except PydanticCustomError as reason:
        # Do not return the exception: its traceback would keep the local variables of all callers in memory.
        return Explanation(reason.type, reason.context or {})
    return None


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
