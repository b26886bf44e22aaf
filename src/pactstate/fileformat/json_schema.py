"""JSON Schema of the files, generated from the shapes, for editors and other validators.

The schema is of draft 7, the newest that language servers for YAML support well. It finds less than the check: it knows
the form of a date but not the calendar, and nothing of the lifecycle, of links or of evidence. It never refuses a file
in which the check finds nothing. So it accepts numbers in many places, because other readers of YAML take an unquoted
``2016`` for a number.

A keyword of JSON Schema applies only to values of its own type. So alternatives of different types share one schema
without ``anyOf``, and an editor can name the fault.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Mapping
from typing import Final, cast

from pactstate.domain.fields import ID, LINK
from pactstate.domain.lifecycle import PARTY_POLICY, EventKind, PartyPolicy
from pactstate.domain.model import FORCE_AFTER
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import descriptions, shapes, values

__all__ = ["agreement_schema", "plain_schema", "sources_schema"]

Schema = dict[str, object]

_DIALECT: Final = "http://json-schema.org/draft-07/schema#"


def agreement_schema(vocabulary: Vocabulary) -> Schema:
    """Return the schema of an agreement file, with the kinds and parties of a vocabulary."""
    return {
        "$schema": _DIALECT,
        "title": "pactstate agreement",
        "description": descriptions.THINGS[shapes.AgreementFile],
        **_mapping(shapes.AgreementFile),
        "definitions": {
            "kind": _words({name: _of_kind(kind.title, kind.approval) for name, kind in vocabulary.kinds.items()}),
            "party": _words(vocabulary.parties)
            | {"errorMessage": "Not the code of a party: an ISO 3166 code such as JP, or an organisation such as EU."},
            "event": _words({kind: _of_event(kind) for kind in EventKind}),
        },
    }


def sources_schema() -> Schema:
    """Return the schema of a file of shared sources."""
    return {
        "$schema": _DIALECT,
        "title": "pactstate sources",
        "description": "Sources that several agreements cite, by id.",
        **_shape(shapes.Sources),
    }


def _of_kind(title: str, approval: str) -> str:
    return f"{title}; approval: {approval}" if approval else title


def _of_event(kind: EventKind) -> str:
    needs = " Needs 'party'." if PARTY_POLICY[kind] is PartyPolicy.REQUIRED else ""
    return descriptions.EVENTS[kind] + needs


def _words(words: Mapping[str, str]) -> Schema:
    """Return the schema for one of the words, given with their descriptions."""
    return {
        "type": "string",
        "enum": [str(word) for word in words],
        "enumDescriptions": list(words.values()),
    }


def _events(events: Iterable[EventKind]) -> Schema:
    return _words({kind: descriptions.EVENTS[kind] for kind in events})


def _defined(name: str) -> Schema:
    # The type is repeated here, because editors complete a key by its type and do not follow the reference.
    return {"type": "string", "allOf": [{"$ref": f"#/definitions/{name}"}]}


def _whole(pattern: str, message: str) -> Schema:
    return {"pattern": f"^{pattern}$", "patternErrorMessage": message}


def _either(first: Schema, second: Schema) -> Schema:
    """Return the schema for a value of one of two types; the two schemas must share no keyword but ``type``."""
    return {**first, **second, "type": [*_types(first), *_types(second)]}


def _types(shape: Schema) -> list[object]:
    found = shape["type"]
    return found if isinstance(found, list) else [found]


def _list(item: Schema, **limits: object) -> Schema:
    return {"type": "array", "items": item, **limits}


def _number(least: int, pattern: str, message: str) -> Schema:
    return {
        "type": ["string", "integer"],
        **_whole(pattern, message),
        "minimum": least,
        "maximum": 99_999,
    }


_ATOM: Final = r"(?:[0-9]{4}(?:-(?:[0-9]{2}(?:-(?:[0-9]{2}|XX))?|XX(?:-XX)?))?|[0-9]{3}X|[0-9]{2}XX)[?~%]?"
_DATE: Final = rf"(?:{_ATOM}(?:/(?:{_ATOM}|\.\.))?|\.\./{_ATOM})"

_ID: Final[Schema] = {
    "type": ["string", "integer"],
    **_whole(ID, "An id is made of a-z, 0-9 and single hyphens."),
    "minimum": 0,
}

# Schemas of the types in values.py.
_VALUES: Final[Mapping[object, Schema]] = {
    values.Text: {"type": ["string", "number"], "pattern": r"\S", "patternErrorMessage": "The value is empty."},
    values.Title: {"type": ["string", "number"], "pattern": r"\S", "patternErrorMessage": "The value is empty."},
    values.Id: _ID,
    values.Ids: _either(_ID, _list(_ID)),
    values.Link: {
        "type": "string",
        **_whole(LINK, "Write the web address in full: 'https://example.org/page'."),
    },
    values.Date: {
        "type": ["string", "integer"],
        **_whole(_DATE, "Write a day '2024-07-08', a month '2024-07', a year '2024' or an interval '2024-07/2024-09'."),
        "minimum": 1,
        "maximum": 9999,
    },
    values.Length: {"type": "string", **_whole(values.LENGTH, "Write it as in '6 months' or '180 days'.")},
    values.Number: _number(0, values.NUMBER, "Write digits only, as in '30'."),
    values.Positive: _number(1, rf"(?!0+$){values.NUMBER}", "Write a number from 1 upwards."),
    values.TrueOrFalse: {"type": ["boolean", "string"], **_whole("(?:true|false)", "Write true or false.")},
    values.KindWord: _defined("kind"),
    values.Party: _defined("party"),
    values.Parties: _list(_defined("party"), minItems=1, uniqueItems=True),
    values.SomeParties: _list(_defined("party"), uniqueItems=True),
    # 'enum' and 'allOf' apply to values of all types, to a text and a list alike, so this needs anyOf.
    values.EventWords: {"anyOf": [_defined("event"), _list(_defined("event"), minItems=1, uniqueItems=True)]},
    values.SomeEventWords: {"anyOf": [_defined("event"), _list(_defined("event"), uniqueItems=True)]},
    values.EventWord: _defined("event"),
    values.MannerWord: _words(descriptions.MANNERS),
    shapes.Identifiers: {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    values.ForceAfter: _events(FORCE_AFTER),
    values.StateWord: _words(descriptions.STATES),
    values.ReasonWord: _words(descriptions.REASONS),
    values.SourceTypeWord: _words(descriptions.SOURCE_TYPES),
}


def _shape(annotation: object) -> Schema:
    """Return the schema of the type of a value, or of a shape."""
    if annotation in _VALUES:
        return _VALUES[annotation]
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation == shapes.ClaimValues:
        claim = _either(_ID, _mapping(shapes.ClaimItem))
        return _either(claim, _list({"description": descriptions.THINGS[shapes.ClaimItem], **claim}))
    if origin is tuple:
        return _list(_thing(arguments[0]))
    if origin is dict:
        ids = {"pattern": _ID["pattern"], "patternErrorMessage": _ID["patternErrorMessage"]}
        return {"type": "object", "propertyNames": ids, "additionalProperties": _thing(arguments[1])}
    return _mapping(cast("type", annotation))


def _thing(item: type) -> Schema:
    return {"description": descriptions.THINGS[item], **_mapping(item)}


def _mapping(item: type) -> Schema:
    """Return the schema of a ``TypedDict``."""
    keys, described = shapes.keys(item), descriptions.KEYS[item]
    return {
        "type": "object",
        "properties": {name: {"description": described[name], **_shape(kind)} for name, (kind, _) in keys.items()},
        "required": [name for name, (_, required) in keys.items() if required],
        "additionalProperties": False,
    }


# The plain form is for validators that refuse keywords of editors, or read dates as dates. Ajv in its strict mode
# refuses keywords that draft 7 does not define, and types in lists. Readers of YAML 1.1 turn an unquoted 2024-07-08
# into a date, which is no type of JSON: jsonschema (Python) sees a value of no type, Ajv (JavaScript) an object without
# keys.

_KEYWORDS_BY_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    "array": ("items", "minItems", "maxItems", "uniqueItems"),
    "boolean": (),
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "object": ("properties", "required", "additionalProperties", "propertyNames"),
    "string": ("pattern",),
}
"""Keywords of draft 7 that the schemas use, by the type of value that they apply to."""

_COMMON_KEYWORDS: Final = ("$schema", "$ref", "title", "description", "type", "enum", "allOf", "anyOf", "definitions")
_DRAFT_7: Final = frozenset(_COMMON_KEYWORDS).union(*_KEYWORDS_BY_TYPE.values())
_SOME_DATE: Final = "2024-07-08"
_DATE_VALUE: Final[Mapping[str, object]] = {
    "description": "A date as readers of YAML represent it: a value of no type of JSON, or an object without keys.",
    "anyOf": [
        {"type": "object", "maxProperties": 0},
        {"not": {"anyOf": [{"type": name} for name in ("array", "boolean", "null", "number", "object", "string")]}},
    ],
}
_DATE_VALUE_NAME: Final = "date_value"


def plain_schema(schema: Mapping[str, object]) -> dict[str, object]:
    """Return a schema with keywords of draft 7 only and one type in each place, which accepts dates that are typed."""
    made = _plain(schema)
    definitions = cast("Mapping[str, object]", made.pop("definitions", {}))
    return {**made, "definitions": {**definitions, _DATE_VALUE_NAME: _DATE_VALUE}}


def _plain(schema: Mapping[str, object]) -> dict[str, object]:
    kept = {key: _inner(key, value) for key, value in schema.items() if key in _DRAFT_7}
    types = kept.get("type")
    names = cast("list[str]", types) if isinstance(types, list) else [types] if isinstance(types, str) else []
    dates = (
        [{"$ref": f"#/definitions/{_DATE_VALUE_NAME}"}]
        if "string" in names and re.search(str(kept.get("pattern", "$^")), _SOME_DATE)
        else []
    )
    if len(names) < 2 and not dates:
        return kept
    typed = {keyword for name in names for keyword in _KEYWORDS_BY_TYPE[name]}
    alternatives = [
        {"type": name, **{keyword: kept[keyword] for keyword in _KEYWORDS_BY_TYPE[name] if keyword in kept}}
        for name in names
    ]
    rest = {key: value for key, value in kept.items() if key not in typed and key != "type"}
    return {**rest, "anyOf": [*alternatives, *dates]}


def _inner(keyword: str, value: object) -> object:
    """Return the value of a keyword with every schema in it made plain."""
    if isinstance(value, dict):
        named = cast("Mapping[str, object]", value)
        if keyword in ("properties", "definitions"):
            return {name: _inner("", inner) for name, inner in named.items()}
        return _plain(named)
    if isinstance(value, list) and keyword in ("allOf", "anyOf"):
        return [_inner("", inner) for inner in cast("list[object]", value)]
    return value
