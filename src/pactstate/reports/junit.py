"""JUnit's XML, which nearly every system for continuous integration shows as results of tests.

A file is a test suite, and a finding is a test in it: an error fails, a silenced finding is skipped, the rest passes
with an output. The attributes are those of the schema of Jenkins' xUnit plugin (junit-10.xsd). A test has neither file
nor line there: class name and suite name the file, and the text begins with file and line. Characters are those of XML
1.0, section 2.2.
"""

from __future__ import annotations

from collections import Counter
from typing import Final
from xml.etree import ElementTree as ET

from pactstate.findings import Finding, Report, Severity, Suppression
from pactstate.reports.base import Note, Options, counts, notes
from pactstate.text.escape import XmlText, visible, xml_text

__all__ = ["render"]

_TOOL: Final = "pactstate"
_COUNTS: Final = {"tests": "testcase", "failures": "failure", "errors": "error"}
# Nothing is timed: the same files give the same bytes.
_TIME: Final = "0"


def render(report: Report, options: Options) -> XmlText:
    """Return XML in ASCII. There is always a test, since some services take a report without tests for a broken run."""
    tests: dict[str, list[ET.Element]] = {path: [] for path in report.paths}
    for finding in report.findings:
        tests.setdefault(finding.path, []).append(_finding_case(finding, report))
    for suppression in report.suppressed:
        tests.setdefault(suppression.finding.path, []).append(_silenced_case(suppression, report))
    root = ET.Element("testsuites", {"name": _TOOL})
    root.extend(_suite(path, cases or [_test(path, "no findings")]) for path, cases in tests.items())
    if not tests:
        root.append(_suite(_TOOL, [_empty_case()]))
    if report.remarks or report.dropped:
        root.append(_about_check(report))
    _set_counts(root)
    return xml_text(root)


def _about_check(report: Report) -> ET.Element:
    """Return a suite about the check: numbers and remarks as properties, and a skipped test for each note."""
    suite = _suite(_TOOL, [_note_case(note) for note in notes(report)])
    properties = ET.Element("properties")
    values = [*counts(report).items(), *((remark.kind, remark.message) for remark in report.remarks)]
    for name, value in values:
        ET.SubElement(properties, "property", {"name": f"{_TOOL}.{name}", "value": str(value)})
    suite.insert(0, properties)
    return suite


def _note_case(note: Note) -> ET.Element:
    case = _test(note.path, note.kind)
    ET.SubElement(case, "skipped", {"message": note.message})
    return case


def _suite(path: str, cases: list[ET.Element]) -> ET.Element:
    """Return the tests of a file under unique names, since GitLab shows only one test of a name."""
    suite = ET.Element("testsuite", {"name": path} if path == _TOOL else {"name": path, "file": path})
    counts: Counter[str] = Counter()
    for case in cases:
        name = case.attrib["name"]
        counts[name] += 1
        if counts[name] > 1:
            case.set("name", f"{name} ({counts[name]})")
    suite.extend(cases)
    _set_counts(suite)
    suite.set("skipped", str(sum(1 for _ in suite.iter("skipped"))))
    return suite


def _set_counts(element: ET.Element) -> None:
    for name, tag in _COUNTS.items():
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("time", _TIME)


def _finding_case(finding: Finding, report: Report) -> ET.Element:
    case = _case(finding)
    if finding.severity is Severity.ERROR:
        attributes = {"type": finding.rule, "message": finding.message}
        ET.SubElement(case, "failure", attributes).text = _text(finding, report)
    else:
        ET.SubElement(case, "system-out").text = _text(finding, report)
    return case


def _silenced_case(suppression: Suppression, report: Report) -> ET.Element:
    case = _case(suppression.finding)
    ET.SubElement(case, "skipped", {"message": suppression.reason}).text = _text(suppression.finding, report)
    return case


def _empty_case() -> ET.Element:
    case = _test(_TOOL, "files")
    ET.SubElement(case, "skipped", {"message": "no file was checked"})
    return case


def _case(finding: Finding) -> ET.Element:
    name = f"{finding.code} {finding.rule}, line {finding.line}, column {finding.column}"
    return _test(finding.path, name)


def _test(path: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": path, "name": name, "time": _TIME})


def _text(finding: Finding, report: Report) -> str:
    """Return the text of a test: the finding, related places, help, and the page of the rule."""
    related = [f"{one.location.path}:{one.location.line}: {one.message}" for one in finding.related]
    help = [f"help: {finding.help}"] if finding.help else []
    lines = [
        *map(visible, (str(finding), *related, *help)),
        report.page_address(finding.rule) or f"pactstate rule {finding.rule}",
    ]
    return "\n".join(lines)
