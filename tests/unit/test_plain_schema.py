"""The plain form of the JSON Schemas: what strict validators take, and the dates that readers of YAML 1.1 make."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from pactstate.cli import main
from pactstate.domain.kinds import KINDS
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.json_schema import agreement_schema, plain_schema, sources_schema
from typed_yaml import read_texts, read_typed

ROOT = Path(__file__).parent.parent.parent
FULL = {"agreement": agreement_schema(Vocabulary(KINDS, PARTIES)), "sources": sources_schema()}
PLAIN = {name: plain_schema(schema) for name, schema in FULL.items()}
RIGHT = [*sorted((ROOT / "agreements").glob("*.yaml")), *sorted((ROOT / "tests" / "rules").glob("*/ok/**/*.yaml"))]
WRONG = [
    path
    for rule in ("unknown-key", "missing-key", "invalid-value", "invalid-date", "unknown-party-code")
    for path in sorted((ROOT / "tests" / "rules" / rule / "bad").glob("*.yaml"))
]

# JSON Schema draft 7, sections 6 to 10 of its validation part and section 9 of its core, as far as schemas of files go.
MAPS_OF_SCHEMAS = ("properties", "patternProperties", "definitions")
KEYWORDS = {
    *("$schema", "$id", "$ref", "$comment", "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum"),
    *("minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "items", "additionalItems", "maxItems"),
    *("minItems", "uniqueItems", "contains", "maxProperties", "minProperties", "required", "additionalProperties"),
    *("dependencies", "propertyNames", "if", "then", "else", "allOf", "anyOf", "oneOf", "not", "format", "title"),
    *("description", "default", "readOnly", "writeOnly", "examples", *MAPS_OF_SCHEMAS),
}


class Dated(yaml.SafeLoader):
    """A reader of YAML 1.1 that makes dates of unquoted ones, and no truth value of the code of Norway."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the class above has it
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def dated(text: str) -> object:
    return yaml.load(text, Loader=Dated)


def schemas(value: object) -> Iterator[dict[str, object]]:
    """Every schema within a schema."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            for part in inner.values() if key in MAPS_OF_SCHEMAS else inner if isinstance(inner, list) else [inner]:
                yield from schemas(part)


PLAINLY, FULLY = ({name: Draft7Validator(schema) for name, schema in schemas.items()} for schemas in (PLAIN, FULL))


def accepts(path: Path, value: object, by: dict[str, Draft7Validator] = PLAINLY) -> bool:
    return by["sources" if path.stem == "sources" else "agreement"].is_valid(value)


@pytest.mark.parametrize("name", PLAIN)
def test_it_has_keywords_of_draft_7_only_and_one_type_in_each(name: str) -> None:
    Draft7Validator.check_schema(PLAIN[name])
    parts = list(schemas(PLAIN[name]))
    assert len(parts) > 50
    assert {keyword for part in parts for keyword in part} <= KEYWORDS
    assert [part for part in parts if not isinstance(part.get("type", ""), str)] == []


@pytest.mark.parametrize("name", PLAIN)
def test_every_keyword_that_binds_one_type_stands_beside_that_type(name: str) -> None:
    """Strict validators take a pattern without the type of texts for a mistake."""
    bound = {"pattern": ["string"], "minimum": ["integer", "number"], "items": ["array"], "properties": ["object"]}
    names = [part["propertyNames"] for part in schemas(PLAIN[name]) if "propertyNames" in part]
    for part in schemas(PLAIN[name]):
        for keyword, types in bound.items():
            assert keyword not in part or part.get("type") in types or part in names


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_right_files_are_accepted_however_they_are_read(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for read in (read_texts, read_typed, dated):
        assert accepts(path, read(text)), read


def test_dates_are_what_the_full_schema_refuses() -> None:
    path = ROOT / "agreements" / "jp-ph-raa.yaml"
    value = dated(path.read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    assert isinstance(value["history"][0]["date"], dt.date)
    assert not accepts(path, value, FULLY)
    assert accepts(path, value)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_wrong_files_are_refused_as_by_the_full_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for read in (read_texts, read_typed):
        assert accepts(path, read(text)) is accepts(path, read(text), FULLY)


@pytest.mark.parametrize(
    ("line", "is_right"),
    [
        ("title: 2024-07-08", True),
        ("replaces: [2024-07-08]", True),
        ("history: [{event: note, date: 2024-07-08, reported_by: 2024-07-08}]", True),
        ("sources: {2024-07-08: {title: T, published: 2024-07-08}}", True),
        ("parties: [JP, 2024-07-08]", False),
        ("kind: 2024-07-08", False),
        ("consents_needed: 2024-07-08", False),
        ("history: 2024-07-08", False),
        ("history: [{event: note, date: [2024-07-08]}]", False),
        ("history: [{event: note, date: {day: 2024-07-08}}]", False),
        ("history: [{event: note, date: null}]", False),
        ("sources: {s: {title: T, url: 2024-07-08}}", False),
    ],
)
def test_dates_stand_where_their_text_may_stand(line: str, is_right: bool) -> None:
    file = "id: a\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    value = dated(file)
    changed = dated(line)
    assert isinstance(value, dict)
    assert isinstance(changed, dict)
    assert accepts(Path("a.yaml"), {**value, **changed}) is is_right


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name, made in PLAIN.items():
        assert main(["schema", name, "--plain"]) == 0
        assert json.loads(capsys.readouterr().out) == made
