"""One reader for each target of output: it takes the text as the target's own program would, and knows nothing of ours.

The readers stand on parsers that were not written here (json, csv, xml, markdown-it), on what GitHub's runner does with
the lines of a log, on what a terminal shows, and on the grammars of the two languages for diagrams.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree as ET

import icalendar

from clean import assert_clean, assert_csv, assert_markdown, read_json
from diagram_grammars import misread
from pactstate.text.escape import (
    CalendarText,
    CsvText,
    DotText,
    HtmlText,
    JsonText,
    MarkdownText,
    MermaidText,
    PatchText,
    SafeText,
    TerminalText,
    XmlText,
)

__all__ = ["FORMS", "READERS", "Command", "commands"]


class Command(NamedTuple):
    """A workflow command, as the runner takes it."""

    name: str
    properties: dict[str, str]
    data: str


# White space as .NET trims it. The runner drops what ignores white space and letter case, and more than it documents.
_SPACE = "\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000 " + "".join(map(chr, range(0x2000, 0x200B)))
_OURS = {"error", "warning", "notice"}
_PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}


def _undone(text: str, *codes: str) -> str:
    for code in (*codes, "25"):
        text = text.replace(f"%{code}", chr(int(code, 16)))
    return text


def commands(output: str) -> list[Command]:
    """The commands that a runner finds: the new form at the start of a line, the old one anywhere; of any name."""
    found = []
    for line in re.split(r"\r\n|\r|\n", output):
        if new := re.match(r"::(.*?)::(.*)", line.lstrip(_SPACE), re.DOTALL):
            name, _, properties = new[1].partition(" ")
            pairs = [pair.partition("=") for pair in properties.strip(_SPACE).split(",") if pair]
            values = {key: _undone(value.lstrip("="), "0D", "0A", "3A", "2C") for key, _, value in pairs if value}
            found.append(Command(name.lower(), values, _undone(new[2], "0D", "0A")))
        elif old := re.search(r"##\[(.*?)\](.*)", line, re.DOTALL):
            found.append(Command(old[1].partition(" ")[0].lower(), {}, old[2]))
    return found


def _terminal(text: str) -> None:
    """A log or a terminal: no hidden character, and of commands only annotations with the properties that we give."""
    shown = commands(text)
    assert_clean(text, commands=bool(shown))
    assert "##[" not in text
    for command in shown:
        assert command.name in _OURS
        assert set(command.properties) <= _PROPERTIES
    assert len(shown) == sum(line.startswith("::") for line in text.split("\n"))


_TAGS = {"testsuites", "testsuite", "testcase", "properties", "property", "failure", "skipped", "system-out"}


def _xml(text: str) -> None:
    assert text.isascii()
    assert_clean(text)
    assert {element.tag for element in ET.fromstring(text).iter()} <= _TAGS


def _diagram(form: str) -> Callable[[str], None]:
    def read(text: str) -> None:
        assert_clean(text)
        assert misread(text, form) == []

    return read


_CALENDAR_LINE = re.compile(r"[A-Z-]+(?:;VALUE=DATE)?:[^\n]*")


def _calendar(text: str) -> None:
    assert text.endswith("\r\n")
    lines = text.replace("\r\n", "\n")
    assert_clean(lines)
    assert all(len(line.encode()) <= 75 for line in lines.split("\n"))
    unfolded = lines.replace("\n ", "").splitlines()
    assert all(_CALENDAR_LINE.fullmatch(line) for line in unfolded)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT")
    assert not any(event.subcomponents for event in events)


class _Tags(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"table", "thead", "tbody", "tr", "th", "td", "p"}
        assert attrs == []


def _html(text: str) -> None:
    assert_clean(text)
    _Tags().feed(text)


READERS: Mapping[type[SafeText], Callable[[str], object]] = {
    TerminalText: _terminal,
    CalendarText: _calendar,
    HtmlText: _html,
    # A tab may indent a line of a file.
    PatchText: lambda text: assert_clean(text.replace("\t", " ")),
    MarkdownText: lambda text: assert_markdown(text, thorough=True),
    CsvText: assert_csv,
    JsonText: read_json,
    XmlText: _xml,
    DotText: _diagram("dot"),
    MermaidText: _diagram("mermaid"),
}
"""Each raises :class:`AssertionError` if a text means more to its target than it should."""

FORMS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("table", "text", "concise"), assert_clean),
    "github": _terminal,
    **dict.fromkeys(("json", "sarif", "rdjson", "gitlab"), read_json),
    "junit": _xml,
    **{form: READERS[kind] for form, kind in (("csv", CsvText), ("markdown", MarkdownText), ("ics", CalendarText))},
    **{form: READERS[kind] for form, kind in (("mermaid", MermaidText), ("dot", DotText))},
}
"""Readers of each format of a command."""
