"""Constraints of junit-10.xsd, the schema of Jenkins' xUnit plugin, as tables. This repository does not hold the schema.

Source: https://github.com/jenkinsci/xunit-plugin, src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd.
Elements for tests that are run again are left out, since no report of ours has any.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testsuite", "properties", "testcase", "system-out", "system-err"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
    "skipped": set(),
    "error": set(),
    "failure": set(),
    "system-out": set(),
    "system-err": set(),
}
_REQUIRED = {
    "testsuite": {"name", "tests", "failures", "errors"},
    "property": {"name", "value"},
    "testcase": {"name"},
}
_OPTIONAL = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
    "testcase": {"time", "classname", "group"},
    "skipped": {"type", "message"},
    "error": {"type", "message"},
    "failure": {"type", "message"},
}
_WITH_TEXT = {"skipped", "error", "failure", "system-out", "system-err"}
_SECONDS = re.compile(r"[0-9]{0,3}(?:,?[0-9]{3})*(?:\.[0-9]{0,3})?")


def assert_jenkins_takes(root: ET.Element) -> None:
    """Fail for a report that the schema refuses."""
    assert root.tag in ("testsuites", "testsuite")
    for element in root.iter():
        tag, names = element.tag, set(element.attrib)
        required = _REQUIRED.get(tag, set())
        assert required <= names, (tag, required - names)
        assert names <= required | _OPTIONAL.get(tag, set()), (tag, names)
        assert {child.tag for child in element} <= _CHILDREN[tag], tag
        assert tag in _WITH_TEXT or not (element.text or "").strip(), tag
        assert not (element.tail or "").strip(), tag
        if tag in ("testsuites", "testsuite"):
            assert _SECONDS.fullmatch(element.get("time", "")), tag
