"""The JSON Schemas against the reader: what the one takes the other takes, for files made from the tables."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic_core import ValidationError

from pactstate.domain.dates import DateError, PartialDate
from pactstate.domain.kinds import KINDS
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import SourceType, TerminationReason
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat import document, shapes, validators
from pactstate.fileformat import values as value_types
from pactstate.fileformat.json_schema import agreement_schema, sources_schema
from pactstate.storage.limits import DEFAULT
from profiles import examples
from strategies import broken_date_texts, date_texts
from typed_yaml import typed
from yaml_strategies import (
    agreements,
    claim_lists,
    ids,
    links,
    numbers,
    parties,
    periods,
    sources,
    texts,
    values,
    words,
)

_VOCABULARY = Vocabulary(KINDS, PARTIES)
_SCHEMA: dict[str, Any] = agreement_schema(_VOCABULARY)
_AGREEMENT = Draft7Validator(_SCHEMA)
_SOURCES = Draft7Validator(sources_schema())


def _is_remarked(text: str) -> bool:
    """Whether the check tells people to write the text in quotes, since other readers change it."""
    _, found = document.read("a.yaml", f"- {text}\n".encode(), DEFAULT)
    return any(finding.rule == "ambiguous-scalar" for finding in found)


def _typed(value: object, key: str = "") -> object:
    """The data as another reader types it, where the texts stand without quotes unless the check asks for them."""
    if isinstance(value, dict):
        return {name: _typed(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    text = str(value)
    plain = typed(text)
    return text if plain == text or (key != "renews" and _is_remarked(text)) else plain


@given(agreements)
def test_what_the_reader_takes_the_schema_takes(value: dict[str, Any]) -> None:
    shapes.AGREEMENT.validate_python(value, context=_VOCABULARY)
    assert not list(_AGREEMENT.iter_errors(value))
    assert not list(_AGREEMENT.iter_errors(_typed(value)))


@given(st.dictionaries(ids, sources, max_size=3))
def test_what_the_reader_takes_as_sources_the_schema_takes(value: dict[str, Any]) -> None:
    shapes.SOURCES.validate_python(value)
    assert not list(_SOURCES.iter_errors(value))
    assert not list(_SOURCES.iter_errors(_typed(value)))


# Value by value, on texts: of one mind, except about the calendar.

_PROPERTIES = _SCHEMA["properties"]
_ENTRY = _PROPERTIES["history"]["items"]["properties"]
_SOURCE = _PROPERTIES["sources"]["additionalProperties"]["properties"]
_TERM = _PROPERTIES["term"]["properties"]
_RULE = _PROPERTIES["entry_into_force"]["properties"]
_events = values(EventKind)
_VALUES: dict[str, tuple[object, dict[str, Any], st.SearchStrategy[Any]]] = {
    "text": (value_types.Text, _PROPERTIES["title"], words),
    "id": (value_types.Id, _PROPERTIES["id"], ids),
    "ids": (value_types.Ids, _PROPERTIES["replaces"], ids | st.lists(ids | texts, max_size=3)),
    "link": (value_types.Link, _SOURCE["url"], links),
    "length": (value_types.Length, _TERM["notice"], periods),
    "number": (value_types.Number, _RULE["days"], numbers | st.from_regex("0{0,3}[0-9]{0,4}", fullmatch=True)),
    "positive": (value_types.Positive, _TERM["years"], numbers | st.from_regex("0{0,3}[0-9]{0,4}", fullmatch=True)),
    "flag": (value_types.TrueOrFalse, _TERM["renews"], st.sampled_from(["true", "false", "True", "yes"])),
    "kind": (value_types.KindWord, _PROPERTIES["kind"], values(KINDS)),
    "party": (value_types.Party, _ENTRY["party"], parties),
    "parties": (value_types.Parties, _PROPERTIES["parties"], st.lists(parties | texts, max_size=3)),
    "some parties": (value_types.SomeParties, _PROPERTIES["approvals_needed"], st.lists(parties | texts, max_size=3)),
    "events": (value_types.EventWords, _ENTRY["event"], _events | st.lists(_events | texts, max_size=3)),
    "event": (value_types.EventWord, _ENTRY["of"], _events),
    "force after": (value_types.ForceAfter, _RULE["after"], _events),
    "state": (value_types.StateWord, _PROPERTIES["statements"]["items"]["properties"]["says"], values(State)),
    "reason": (value_types.ReasonWord, _ENTRY["reason"], values(TerminationReason)),
    "source type": (value_types.SourceTypeWord, _SOURCE["type"], values(SourceType)),
    "claims": (shapes.ClaimValues, _ENTRY["reported_by"], claim_lists),
}

_damage = st.tuples(st.integers(0, 12), st.text("aA0-: ./s", max_size=2), st.integers(0, 2))


def _damaged(value: object, damage: tuple[int, str, int]) -> object:
    """A text with something put in or left out; anything else as it is."""
    start, put, length = damage
    # In Python's expressions '$' also stands before a line feed at the end, which JSON Schema does not mean.
    return (value[:start] + put + value[start + length :]).rstrip("\n") if isinstance(value, str) else value


@pytest.mark.parametrize("name", _VALUES)
@given(more=st.data())
@settings(max_examples=examples(60))
def test_reader_and_schema_are_of_one_mind_about_a_value(name: str, more: st.DataObject) -> None:
    annotation, part, strategy = _VALUES[name]
    usual = more.draw(strategy, "value")
    value = more.draw(
        st.one_of(
            st.just(usual),
            _damage.map(lambda damage: _damaged(usual, damage)),
            texts.map(lambda text: text.rstrip("\n")),
            st.lists(texts, max_size=1),
            st.just({}),
        ),
        "as written",
    )
    try:
        validators.Reader(annotation).validate_python(value, context=_VOCABULARY)
        taken = True
    except ValidationError:
        taken = False
    schema = {**part, "definitions": _SCHEMA["definitions"]}
    assert Draft7Validator(schema).is_valid(value) == taken


# Dates: the pattern is the grammar of docs/domain.md, and knows no calendar.

_DATE = _ENTRY["date"]["pattern"]


@given(date_texts() | broken_date_texts())
@settings(max_examples=examples(500))
def test_the_pattern_of_dates_takes_every_date(text: str) -> None:
    try:
        PartialDate(text)
    except DateError:
        return
    assert re.search(_DATE, text)


_CALENDAR = re.compile(
    r"is not a (day|month)|is an EDTF season|in EDTF: write its months|ends before it begins|is not a year here"
)


@given(st.from_regex(_DATE, fullmatch=True, alphabet=st.characters(codec="ascii")))
@settings(max_examples=examples(500))
def test_what_the_pattern_of_dates_takes_is_a_date_or_fails_by_the_calendar(text: str) -> None:
    message = ""
    try:
        PartialDate(text)
    except DateError as error:
        message = str(error)
    assert not message or _CALENDAR.search(message)
