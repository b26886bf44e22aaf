"""Plain form of the JSON Schemas, for validators that refuse keywords of editors or read dates as dates.

Ajv in its strict mode refuses keywords that draft 7 does not define, and types in lists. Readers of YAML 1.1 turn an
unquoted ``2024-07-08`` into a date, which is no type of JSON: jsonschema (Python) sees a value of no type, Ajv
(JavaScript) an object without keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias, cast

__all__ = ["plain"]

_Schema: TypeAlias = Mapping[str, object]

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
_DATE: Final = "2024-07-08"
_DATE_VALUE: Final[_Schema] = {
    "description": "A date as readers of YAML represent it: a value of no type of JSON, or an object without keys.",
    "anyOf": [
        {"type": "object", "maxProperties": 0},
        {"not": {"anyOf": [{"type": name} for name in ("array", "boolean", "null", "number", "object", "string")]}},
    ],
}
_DATE_VALUE_NAME: Final = "date_value"


def plain(schema: _Schema) -> dict[str, object]:
    """Return a schema with keywords of draft 7 only and one type in each place, which accepts dates that are typed."""
    made = _plain(schema)
    definitions = cast("Mapping[str, object]", made.pop("definitions", {}))
    return {**made, "definitions": {**definitions, _DATE_VALUE_NAME: _DATE_VALUE}}


def _plain(schema: _Schema) -> dict[str, object]:
    kept = {key: _inner(key, value) for key, value in schema.items() if key in _DRAFT_7}
    types = kept.get("type")
    names = cast("list[str]", types) if isinstance(types, list) else [types] if isinstance(types, str) else []
    dates = (
        [{"$ref": f"#/definitions/{_DATE_VALUE_NAME}"}]
        if "string" in names and re.search(str(kept.get("pattern", "$^")), _DATE)
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
