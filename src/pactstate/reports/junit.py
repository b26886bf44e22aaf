"""The report as results of tests in JUnit's XML, which nearly every system for continuous integration shows.

A file is a test suite and a finding a test in it: errors fail, what comments have silenced is skipped, the rest passes
with an output. The attributes are those of the schema of Jenkins' xUnit plugin (junit-10.xsd), in which a test has no
file and no line: the class name and the suite name the file, and the text begins with file and line. XML 1.0, section
2.2, says which characters there are.
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
    """XML in ASCII, never without a test: some readers take that for a broken run."""
    tests: dict[str, list[ET.Element]] = {path: [] for path in report.paths}
    for finding in report.findings:
        tests.setdefault(finding.path, []).append(_found(finding, report))
    for suppression in report.suppressed:
        tests.setdefault(suppression.finding.path, []).append(_silenced(suppression, report))
    root = ET.Element("testsuites", {"name": _TOOL})
    root.extend(_suite(path, cases or [_test(path, "no findings")]) for path, cases in tests.items())
    if not tests:
        root.append(_suite(_TOOL, [_nothing()]))
    if report.remarks or report.dropped:
        root.append(_about(report))
    _count(root)
    return xml_text(root)


def _about(report: Report) -> ET.Element:
    """Return a suite on the check itself: numbers and remarks as properties, and a skipped test for each gap."""
    suite = _suite(_TOOL, [_noted(note) for note in notes(report)])
    properties = ET.Element("properties")
    values = [*counts(report).items(), *((remark.kind, remark.message) for remark in report.remarks)]
    for name, value in values:
        ET.SubElement(properties, "property", {"name": f"{_TOOL}.{name}", "value": str(value)})
    suite.insert(0, properties)
    return suite


def _noted(note: Note) -> ET.Element:
    case = _test(note.path, note.kind)
    ET.SubElement(case, "skipped", {"message": note.message})
    return case


def _suite(path: str, cases: list[ET.Element]) -> ET.Element:
    """The tests of a file, each under a name of its own: GitLab shows one of a name."""
    suite = ET.Element("testsuite", {"name": path} if path == _TOOL else {"name": path, "file": path})
    seen: Counter[str] = Counter()
    for case in cases:
        name = case.attrib["name"]
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name} ({seen[name]})")
    suite.extend(cases)
    _count(suite)
    suite.set("skipped", str(sum(1 for _ in suite.iter("skipped"))))
    return suite


def _count(element: ET.Element) -> None:
    for name, tag in _COUNTS.items():
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("time", _TIME)


def _found(finding: Finding, report: Report) -> ET.Element:
    case = _of(finding)
    if finding.severity is Severity.ERROR:
        attributes = {"type": finding.rule, "message": finding.message}
        ET.SubElement(case, "failure", attributes).text = _text(finding, report)
    else:
        ET.SubElement(case, "system-out").text = _text(finding, report)
    return case


def _silenced(suppression: Suppression, report: Report) -> ET.Element:
    case = _of(suppression.finding)
    ET.SubElement(case, "skipped", {"message": suppression.reason}).text = _text(suppression.finding, report)
    return case


def _nothing() -> ET.Element:
    case = _test(_TOOL, "files")
    ET.SubElement(case, "skipped", {"message": "no file was checked"})
    return case


def _of(finding: Finding) -> ET.Element:
    name = f"{finding.code} {finding.rule}, line {finding.line}, column {finding.column}"
    return _test(finding.path, name)


def _test(path: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": path, "name": name, "time": _TIME})


def _text(finding: Finding, report: Report) -> str:
    """Return what is shown of a test: the finding, the related places, what to write instead, and the rule's page."""
    related = [f"{one.location.path}:{one.location.line}: {one.message}" for one in finding.related]
    help = [f"help: {finding.help}"] if finding.help else []
    lines = [
        *map(visible, (str(finding), *related, *help)),
        report.page_address(finding.rule) or f"pactstate rule {finding.rule}",
    ]
    return "\n".join(lines)
