"""The JSON Schemas: valid, as generated, with a description of every key, and in agreement with the check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft7Validator, ValidationError
from jsonschema.exceptions import best_match
from pydantic_core import ValidationError as RefusalError

from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.lifecycle import PARTY_POLICY, EventKind, PartyPolicy, State
from pactstate.domain.model import SourceType, TerminationReason
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import descriptions, shapes
from pactstate.fileformat.json_schema import agreement_schema, sources_schema
from typed_yaml import read_texts, read_typed

_ROOT = Path(__file__).parent.parent.parent
_VOCABULARY = Vocabulary(KINDS, PARTIES)
_AGREEMENT: dict[str, Any] = agreement_schema(_VOCABULARY)
_SOURCES: dict[str, Any] = sources_schema()
_SCHEMAS = {"agreement": _AGREEMENT, "sources": _SOURCES}
_MODELS = [
    shapes.AgreementFile,
    shapes.EventItem,
    shapes.ClaimItem,
    shapes.StatementItem,
    shapes.SourceItem,
    shapes.ForceRuleItem,
    shapes.TermItem,
]


_OF_SOURCES, _OF_AGREEMENTS = Draft7Validator(_SOURCES), Draft7Validator(_AGREEMENT)


def _validator(path: Path) -> Draft7Validator:
    return _OF_SOURCES if path.stem == "sources" else _OF_AGREEMENTS


def _parts(schema: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(part)


_PARTS = [part for schema in _SCHEMAS.values() for part in _parts(schema)]


# The files that are handed out.


@pytest.mark.parametrize("name", _SCHEMAS)
def test_the_files_are_as_generated(name: str) -> None:
    kept = (_ROOT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == _SCHEMAS[name], f"run: pactstate schema {name} > schema/{name}.schema.json"


@pytest.mark.parametrize("schema", _SCHEMAS.values(), ids=_SCHEMAS)
def test_they_are_valid_as_draft_7(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$id"]
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("path", sorted((_ROOT / "agreements").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_data_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    name = "sources" if path.stem == "sources" else "agreement"
    link = f"../schema/{name}.schema.json"
    assert first == f"# yaml-language-server: $schema={link}"
    assert (path.parent / link).is_file()


def test_no_keyword_stands_beside_a_reference() -> None:
    # Draft 7: all others in the same mapping are ignored.
    assert not [part for part in _PARTS if "$ref" in part and len(part) > 1]


# Messages of an editor.


def _is_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith(".")


@pytest.mark.parametrize("schema", _SCHEMAS.values(), ids=_SCHEMAS)
def test_every_key_at_every_level_is_described(schema: dict[str, Any]) -> None:
    assert _is_sentence(schema["description"])
    keys = [item for part in _parts(schema) for item in part.get("properties", {}).items()]
    assert len(keys) > 12
    assert not [name for name, value in keys if not _is_sentence(value.get("description", "?"))]


def test_the_descriptions_are_those_of_the_models_and_no_others() -> None:
    assert {model: set(keys) for model, keys in descriptions.KEYS.items()} == {
        model: set(shapes.keys(model)) for model in _MODELS
    }


@pytest.mark.parametrize("model", descriptions.THINGS)
def test_every_description_of_a_thing_is_used(model: type) -> None:
    assert descriptions.THINGS[model] in [part.get("description") for part in _PARTS]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (EventKind, descriptions.EVENTS),
        (State, descriptions.STATES),
        (TerminationReason, descriptions.REASONS),
        (SourceType, descriptions.SOURCE_TYPES),
    ],
)
def test_every_word_is_explained(kind: Any, table: dict[str, str]) -> None:
    assert list(table) == list(kind)
    assert all(map(_is_sentence, table.values()))


def test_every_list_of_words_explains_each_of_them() -> None:
    lists = [part for part in _PARTS if "enum" in part and isinstance(part["enum"], list)]
    assert len(lists) == 9
    for part in lists:
        assert len(part["enum"]) == len(part["enumDescriptions"])
        assert all(part["enumDescriptions"])


def test_an_event_that_needs_a_party_says_so() -> None:
    event = _AGREEMENT["definitions"]["event"]
    told = {
        word for word, text in zip(event["enum"], event["enumDescriptions"], strict=True) if "Needs 'party'" in text
    }
    assert told == {kind for kind, policy in PARTY_POLICY.items() if policy is PartyPolicy.REQUIRED}


def test_words_of_one_s_own_are_part_of_it() -> None:
    own = _VOCABULARY.extended(
        {"fishing": Kind("fishing", "fishing rights", approval="Diet"), "plain": Kind("plain", "plain")},
        {"ASEAN": "Association of Southeast Asian Nations"},
    )
    words = agreement_schema(own)["definitions"]
    assert isinstance(words, dict)
    kinds = dict(zip(words["kind"]["enum"], words["kind"]["enumDescriptions"], strict=True))
    parties = dict(zip(words["party"]["enum"], words["party"]["enumDescriptions"], strict=True))
    assert set(kinds) - set(KINDS) == {"fishing", "plain"}
    assert (kinds["fishing"], kinds["plain"]) == ("fishing rights; approval: Diet", "plain")
    assert parties == {**PARTIES, "ASEAN": "Association of Southeast Asian Nations"}


# Files that the schema accepts, with each reader of YAML.

_RIGHT = [*sorted((_ROOT / "agreements").glob("*.yaml")), *sorted((_ROOT / "tests" / "rules").glob("*/ok/**/*.yaml"))]


@pytest.mark.parametrize("path", _RIGHT, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_right_files_are_accepted_as_texts_and_as_other_readers_type_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for value in (read_texts(text), read_typed(text)):
        assert not list(_validator(path).iter_errors(value))


_FILE = """\
id: a
title: A
kind: treaty
parties: [JP, PH]
history:
- {event: signed, date: 2016}
"""


def _errors(line: str) -> list[ValidationError]:
    """Return what the schema finds in the file after a line was inserted or replaced."""
    value = {**cast("dict[str, object]", read_typed(_FILE)), **cast("dict[str, object]", read_typed(line))}
    return list(Draft7Validator(_AGREEMENT).iter_errors(value))


def _is_taken(line: str) -> bool:
    """Whether this library takes the same file."""
    value = {**cast("dict[str, object]", read_texts(_FILE)), **cast("dict[str, object]", read_texts(line))}
    try:
        shapes.AGREEMENT.validate_python(value, context=_VOCABULARY)
    except RefusalError:
        return False
    return True


@pytest.mark.parametrize(
    "line",
    [
        "title: 2016", "title: 3.5", "formal_title: '2016'", "consents_needed: 2", "consents_needed: '2'",
        "consents_needed: 00008", "entry_into_force: {after: ratified, days: 0, months: '12'}",
        "term: {years: 10, renews: true, notice: 1 day}", "term: {years: '10', renews: 'false', notice: 6 months}",
        "term: {}", "replaces: b", "replaces: [b, 2016]", "amends: 2016", "approvals_needed: []",
        "approvals_needed: [NO]", "sources: {2016: {title: T, url: 'https://example.org/a?b=c#d'}}", "history: []",
        "history: [{event: [signed, in_force], date: 2016-02-29, reported_by: b}]",
        "history: [{event: note, date: ../2016-XX, reported_by: {source: b, date: 201X~}}]",
        "history: [{event: note, date: 2016-05/.., denied_by: [b, 2016, {source: 2016, rejected: 5}]}]",
        "history: [{event: note, date: '20XX?', announced_by: []}]",
        "statements: [{source: b, says: signed, date: 2016%/2017-01-01~}]",
    ],
)  # fmt: skip
def test_what_may_be_written_in_more_than_one_way(line: str) -> None:
    assert not _errors(line)
    assert _is_taken(line)


# Files that the schema refuses, and the place at which an editor points.


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("history:", "history"),
        ("history: {}", "history"),
        ("histori: []", ""),
        ("title: ' '", "title"),
        ("title:", "title"),
        ("title: [a]", "title"),
        ("id: A", "id"),
        ("id: -1", "id"),
        ("id: a--b", "id"),
        ("kind: rra", "kind"),
        ("parties: JP", "parties"),
        ("parties: []", "parties"),
        ("parties: [JP, JP]", "parties"),
        ("parties: [JP, UK]", "parties.1"),
        ("approvals_needed: [JP, JP]", "approvals_needed"),
        ("approvals_needed: JP", "approvals_needed"),
        ("consents_needed: 0", "consents_needed"),
        ("consents_needed: '0'", "consents_needed"),
        ("consents_needed: 100000", "consents_needed"),
        ("consents_needed: '100000'", "consents_needed"),
        ("consents_needed: 1.5", "consents_needed"),
        ("consents_needed: two", "consents_needed"),
        ("entry_into_force: {days: 3}", "entry_into_force"),
        ("entry_into_force: {after: in_force}", "entry_into_force.after"),
        ("entry_into_force: {after: signed, days: -1}", "entry_into_force.days"),
        ("entry_into_force: {after: signed, weeks: 1}", "entry_into_force"),
        ("term: {renews: maybe}", "term.renews"),
        ("term: {renews: 1}", "term.renews"),
        ("term: {notice: half a year}", "term.notice"),
        ("term: {notice: 6}", "term.notice"),
        ("replaces: [B]", "replaces.0"),
        ("replaced_by: {a: b}", "replaced_by"),
        ("sources: [a]", "sources"),
        ("sources: {A: {title: T}}", "sources"),
        ("sources: {a: {}}", "sources.a"),
        ("sources: {a: {title: T, url: example.org}}", "sources.a.url"),
        ("sources: {a: {title: T, type: blog}}", "sources.a.type"),
        ("sources: {a: {title: T, published: 1.1.2024}}", "sources.a.published"),
        ("statements: [{source: a, says: sealed}]", "statements.0.says"),
        ("statements: [{source: a}]", "statements.0"),
        ("history: [{event: [], date: 2016}]", "history.0.event"),
        ("history: [{event: [note, note], date: 2016}]", "history.0.event"),
        ("history: [{event: [note, singed], date: 2016}]", "history.0.event.1"),
        ("history: [{event: singed, date: 2016}]", "history.0.event"),
        ("history: [{event: postponed, of: flag, date: 2016}]", "history.0.of"),
        ("history: [{event: terminated, reason: old, date: 2016}]", "history.0.reason"),
        ("history: [{event: note}]", "history.0"),
        ("history: [{event: note, date: 0}]", "history.0.date"),
        ("history: [{event: note, date: 10000}]", "history.0.date"),
        ("history: [{event: note, date: 2016-1}]", "history.0.date"),
        ("history: [{event: note, date: 2016-XX-05}]", "history.0.date"),
        ("history: [{event: note, date: ../..}]", "history.0.date"),
        ("history: [{event: note, date: [2016]}]", "history.0.date"),
        ("history: [{event: note, date: 2016, party: Japan}]", "history.0.party"),
        ("history: [{event: note, date: 2016, reported_by: A}]", "history.0.reported_by"),
        ("history: [{event: note, date: 2016, reported_by: [[a]]}]", "history.0.reported_by.0"),
        ("history: [{event: note, date: 2016, reported_by: {date: 2016}}]", "history.0.reported_by"),
        ("history: [{event: note, date: 2016, denied_by: [{source: a, dat: 2016}]}]", "history.0.denied_by.0"),
        ("history: [{event: note, date: 2016, denied_by: [{source: a, date: 5/2016}]}]", "history.0.denied_by.0.date"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(line: str, path: str) -> None:
    error = best_match(_errors(line))
    assert error is not None
    assert ".".join(map(str, error.absolute_path)) == path
    assert not _is_taken(line), "a schema is never stricter than the check"


@pytest.mark.parametrize("key", ["id", "title", "kind", "parties", "history"])
def test_what_must_be_there(key: str) -> None:
    value = cast("dict[str, object]", read_typed(_FILE))
    del value[key]
    errors = Draft7Validator(_AGREEMENT).iter_errors(value)
    assert [error.message for error in errors] == [f"'{key}' is a required property"]


# The rules about shapes, by their own bad examples.

_OUTSIDE = {
    "invalid-date": "2023-09-31 has the shape of a date; that September has 30 days a schema cannot know",
}
"""Rules whose bad example a schema accepts, and why it must."""


@pytest.mark.parametrize("rule", ["unknown-key", "missing-key", "invalid-value", "invalid-date", "unknown-party-code"])
def test_bad_examples_of_the_rules_about_shapes_are_refused(rule: str) -> None:
    files = sorted((_ROOT / "tests" / "rules" / rule / "bad").glob("*.yaml"))
    refused = [
        not _validator(path).is_valid(read(path.read_text())) for path in files for read in (read_texts, read_typed)
    ]
    assert set(refused) == {rule not in _OUTSIDE}
