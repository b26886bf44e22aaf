"""The JSON of every command fits its published schema, and the schemas are strict where it matters."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import jsonschema
import pytest

from builders import entry, head
from pactstate.cli import main
from pactstate.views.schemas import ANY_OUTPUT, OUTPUTS, output_schema

ROOT = Path(__file__).parent.parent.parent
DATA = str(ROOT / "agreements")
TODAY = ["--today", "2026-11-22"]

COMMANDS = {
    "check-output": [["check", "bad"], ["check", DATA]],
    "diff-output": [["diff", "./before", "bad"]],
    "due-output": [["due", "--data", DATA], ["due", "--data", DATA, "--until", "1y", "--overdue-only"]],
    "log-output": [["log", "--data", DATA, "--flags", "--party", "PH"], ["log", "--data", "bad"]],
    "publishers-output": [["sources", "--by-publisher", "--data", DATA]],
    "show-output": [
        ["show", "jp-ph-raa", "--data", DATA, "--known-by", "2025-08-20"],
        ["show", "us-ph-vfa", "--data", DATA],
        ["show", "x", "--data", "bad"],
    ],
    "sources-output": [["sources", "--data", DATA]],
    "status-output": [["status", "--data", DATA], ["status", "--data", "bad", "--on", "1900", "--known-by", "2025"]],
    "verify-output": [
        ["verify", "jp-ph-raa", "negotiating", "jp-gb-raa", "signed", "--on", "2026-05-29", "--data", DATA]
    ],
}


def test_every_output_has_a_schema() -> None:
    assert list(COMMANDS) == list(OUTPUTS)


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = head(more="open: true\nidentifiers: {unts: '1'}\nterm: {years: 10, renews: false, notice: 6 months}\n")
    text += entry("in_force", "2020-01-01", "party: JP", "effective: 2020-02-01", "reported_by: [a]", "denied_by: [b]")
    for name, more in (("before", ""), ("bad", entry("negotiating", "2021-01-01", "reported_by: [c]"))):
        Path(name).mkdir()
        Path(name, "x.yaml").write_text(text + more, encoding="utf-8")
        Path(name, "sources.yaml").write_text("a: {title: A, published: 2020}\nb: {title: B}\n", encoding="utf-8")


def printed(arguments: list[str]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        main(arguments)
    return out.getvalue()


@pytest.mark.parametrize(("name", "arguments"), [(name, one) for name, lines in COMMANDS.items() for one in lines])
def test_outputs_fit_their_schema(folders: None, name: str, arguments: list[str]) -> None:
    told = json.loads(printed([*arguments, "--format", "json", *TODAY]))
    validator = jsonschema.Draft7Validator(output_schema(name))
    assert [error.message for error in validator.iter_errors(told)] == []
    assert jsonschema.Draft7Validator(output_schema(ANY_OUTPUT)).is_valid(told)


def test_the_schema_of_any_output_refuses_what_no_command_prints() -> None:
    validator = jsonschema.Draft7Validator(output_schema(ANY_OUTPUT))
    assert not validator.is_valid({"version": 2, "agreements": [{}]})
    assert not validator.is_valid([])


@pytest.mark.parametrize("name", [ANY_OUTPUT, *OUTPUTS])
def test_schemas_are_printed_and_valid(name: str) -> None:
    schema = json.loads(printed(["schema", name]))
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema == output_schema(name)


def test_a_missing_key_and_a_wrong_word_do_not_fit() -> None:
    told = json.loads(printed(["status", "jp-ph-raa", "--data", DATA, "--format", "json", *TODAY]))
    validator = jsonschema.Draft7Validator(output_schema("status-output"))
    told["agreements"][0]["state"] = "lively"
    del told["agreements"][0]["contradictions"]
    paths = {(error.validator, *error.absolute_path) for error in validator.iter_errors(told)}
    assert paths == {("anyOf", "agreements", 0, "state"), ("required", "agreements", 0)}


def documented(schema: object) -> set[str]:
    """Return the keys of all objects of a schema."""
    if isinstance(schema, list):
        return {key for one in schema for key in documented(one)}
    if not isinstance(schema, dict):
        return set()
    return {*schema.get("properties", ())} | {key for one in schema.values() for key in documented(one)}


def keys(value: object) -> set[str]:
    if isinstance(value, list):
        return {key for one in value for key in keys(one)}
    return {*value} | {key for one in value.values() for key in keys(one)} if isinstance(value, dict) else set()


@pytest.mark.parametrize("name", sorted(set(OUTPUTS) - {"check-output", "diff-output"}))
def test_every_key_is_in_the_schema(folders: None, name: str) -> None:
    told = json.loads(printed([*COMMANDS[name][0], "--format", "json", *TODAY]))
    assert keys(told) - documented(output_schema(name)) == set()
