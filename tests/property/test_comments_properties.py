"""Comments at any place of any valid file cover what the marks of another parser say."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pactstate.checks.runner import check_folder
from pactstate.fileformat.document import read
from pactstate.fileformat.ignores import ignores
from pactstate.findings import Finding, Report
from pactstate.folder.read import Draft, read_draft
from pactstate.rules import RULES
from pactstate.storage.limits import DEFAULT
from profiles import examples
from yaml_strategies import agreements

TODAY = dt.date(2026, 11, 22)
SILENT = sorted(name for name, rule in RULES.items() if rule.silenceable and not rule.base)


class Block(str):
    """A text to be written as a block."""

    __slots__ = ()


class Folded(str):
    """A text to be written as a folded block."""

    __slots__ = ()


class Dumper(yaml.SafeDumper):
    """The pure one, with blocks, and with lists as far left as their keys or further right."""

    wide = False

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and not self.wide)

    def ignore_aliases(self, data: object) -> bool:
        return True


class WideDumper(Dumper):
    wide = True


for kind, style in ((Block, "|"), (Folded, ">")):
    Dumper.add_representer(
        kind, lambda dumper, text, style=style: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)
    )


@st.composite
def files(draw: st.DrawFn) -> str:
    """A valid file as text: keys in blocks, texts in any style, some of them over several lines."""
    data = draw(agreements)
    prose = st.sampled_from(["title", "note", "place", "by", "locator", "basis", "rejected", "publisher"])
    wrapped = st.sampled_from([str, str, Block, Folded])

    def styled(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: styled(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [styled(item) for item in value]
        return draw(wrapped)(value + "\n  # more\nlines #x\n") if key == draw(prose) else value

    stream = io.StringIO(newline="")
    yaml.dump(
        styled(data),
        stream,
        Dumper=draw(st.sampled_from([Dumper, WideDumper])),
        sort_keys=False,
        default_flow_style=draw(st.sampled_from([False, False, None])),
        default_style=draw(st.sampled_from([None, None, '"', "'"])),
        width=draw(st.sampled_from([30, 80, 10_000])),
        indent=draw(st.integers(2, 5)),
        allow_unicode=True,
        line_break=draw(st.sampled_from(["\n", "\r\n"])),
    )
    return stream.getvalue()


def check(text: str) -> Report:
    return check_folder(read_draft(Draft(text.encode(), "x.yaml")), TODAY)


def data_of(text: str) -> object:
    """Return the data of a text, by the parser in Python; None if it is not YAML."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return None


def nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for part in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from nodes(inner)


def last_line(node: yaml.Node) -> int:
    """The last line on which something of a node stands, counted from 1."""
    ends = [one.end_mark for one in nodes(node) if not isinstance(one, yaml.CollectionNode) or one.flow_style]
    return max((mark.line + 1 if mark.column else mark.line for mark in ends), default=node.start_mark.line + 1)


def elements(text: str) -> dict[int, int]:
    """The first line of every entry of a list and every key that is written as a block, and its last line.

    Of several that begin on one line, the outermost.
    """
    found: dict[int, int] = {}
    lines = text.split("\n")

    def trimmed(line: int) -> int:
        return line if lines[line - 1].strip() else trimmed(line - 1)

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert root is not None
    for node in nodes(root):
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            for part in node.value:
                first, last = part if isinstance(part, tuple) else (part, part)
                line = first.start_mark.line + 1
                found[line] = max(found.get(line, 0), trimmed(max(last_line(last), last_line(first))))
    return found


def shifted(finding: Finding, after: int, by: int) -> tuple[object, ...]:
    """A finding as it must be when lines have been put in after a line."""

    def moved(line: int) -> int:
        return line + by if line > after else line

    def told(text: str | None) -> str | None:
        return text and re.sub(r"(?<=\bline )\d+", lambda match: str(moved(int(match.group()))), text)

    return (
        finding.rule,
        finding.severity,
        told(finding.message),
        told(finding.help),
        moved(finding.line),
        finding.column,
        moved(finding.end_line),
        finding.end_column,
        [(moved(one.location.line), one.location.column, told(one.message)) for one in finding.related],
    )


def exactly(before: Report, after: Report, rule: str, covers: tuple[int, int], added: int, by: int) -> None:
    """The findings of a rule on the lines covered, as they are afterwards, are silenced, and nothing else has changed."""
    first, last = covers
    old = [shifted(finding, added, by) for finding in before.findings]
    silenced = [one for one in old if one[0] == rule and first <= one[4] <= last]
    assert sorted((shifted(one.finding, 0, 0) for one in after.suppressed), key=repr) == sorted(silenced, key=repr)
    new = [shifted(finding, 0, 0) for finding in after.findings]
    unused = [one for one in new if one[0] == "unused-ignore"]
    assert [one for one in new if one not in unused] == [one for one in old if one not in silenced]
    assert len(unused) == (not silenced)


def rule_of(data: st.DataObject, report: Report) -> str:
    """A rule to be silenced: mostly one that has found something."""
    found = sorted({finding.rule for finding in report.findings}.intersection(SILENT))
    return data.draw(st.sampled_from(found * 3 or SILENT) | st.sampled_from(SILENT))


@settings(max_examples=examples(60))
@given(files(), st.data())
def test_a_comment_above_an_element_silences_exactly_what_is_found_in_it(text: str, data: st.DataObject) -> None:
    before = check(text)
    assume(not any(RULES[finding.rule].form for finding in before.findings))
    rule, places = rule_of(data, before), elements(text)
    line = data.draw(st.sampled_from(sorted(places)))
    lines = text.split("\n")
    # Indented further than the element it would belong to what stands above.
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    comment = " " * data.draw(st.integers(0, indent)) + f"# pactstate: ignore[{rule}] why"
    between = data.draw(st.sampled_from([[], [""], ["", "# more"], [comment[: comment.index("#")] + "# more"]]))
    above = "\n".join([*lines[: line - 1], comment, *between, *lines[line - 1 :]])
    by = above.count("\n") - text.count("\n")
    assert data_of(above) == data_of(text)
    exactly(before, check(above), rule, (line + by, places[line] + by), line - 1, by)


@settings(max_examples=examples(60))
@given(files(), st.data())
def test_a_comment_at_the_end_of_a_line_silences_exactly_what_is_found_there(text: str, data: st.DataObject) -> None:
    before = check(text)
    assume(not any(RULES[finding.rule].form for finding in before.findings))
    rule = rule_of(data, before)
    lines = text.split("\n")
    line = data.draw(st.integers(1, len(lines)))
    assume(lines[line - 1].strip())
    end = "\r" if lines[line - 1].endswith("\r") else ""
    lines[line - 1] = f"{lines[line - 1].rstrip(chr(13))}  # pactstate: ignore[{rule}] why{end}"
    changed = "\n".join(lines)
    # Whether it is a comment or part of a text is for the other parser to say.
    if data_of(changed) == data_of(text):
        exactly(before, check(changed), rule, (line, line), line, 0)
    elif data_of(changed) is not None:
        assert ignores(read("x.yaml", changed.encode(), DEFAULT)[0]) == []


@settings(max_examples=examples(60))
@given(files(), st.data())
def test_a_comment_anywhere_is_one_for_us_if_it_is_one_for_yaml(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    line = data.draw(st.integers(0, len(lines) - 1))
    spaces = data.draw(st.integers(0, 8))
    comment = " " * spaces + "# pactstate: ignore[skipped-step] why"
    changed = "\n".join([*lines[:line], comment, *lines[line:]])
    document = read("x.yaml", changed.encode(), DEFAULT)[0]
    assume(document.complete and document.root is not None)
    found = ignores(document)
    assert [one.location.line for one in found] == ([line + 1] if data_of(changed) == data_of(text) else [])
    below = next((number for number in range(line, len(lines)) if lines[number].strip()), None)
    places = elements(text)
    if found and below is not None and below + 1 in places:
        belongs_above = len(lines[below]) - len(lines[below].lstrip()) < spaces
        covered = (line + 1, line) if belongs_above else (below + 2, places[below + 1] + 1)
        assert (found[0].first, found[0].last) == covered


@given(files(), st.data())
def test_a_comment_for_the_file_silences_a_rule(text: str, data: st.DataObject) -> None:
    before = check(text)
    assume(not any(RULES[finding.rule].form for finding in before.findings))
    rule = rule_of(data, before)
    changed = f"# pactstate: ignore-file[{rule}] why\n{text}"
    exactly(before, check(changed), rule, (1, changed.count("\n") + 1), 0, 1)
