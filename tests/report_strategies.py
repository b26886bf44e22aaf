"""Strategies for whole reports, with hostile text wherever a text can stand.

The formats are tested with these: each must come out well formed, whatever strangers write into files and file names.
"""

from __future__ import annotations

from hypothesis import strategies as st

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
from pactstate.rules import RULES, RuleInfo

FRAGMENTS = (
    # Workflow commands of GitHub and others: at the start of a line, after white space, in mixed case, anywhere.
    "::error::x",
    "::ERROR file=a.yaml,line=1::x",
    "\n::warning::x",
    "\r::add-mask::x",
    " \u3000::stop-commands::x",
    "##[group]x",
    "x ##[error]x",
    "##[add-path]x",
    "##vso[task.setvariable variable=x]y",
    "::endgroup::",
    "${{ secrets.TOKEN }}",
    "%0A::error::x",
    "%25,title=x:y",
    ":",
    "#",
    ",",
    "%",
    # Terminals: colours, window titles, links, backspaces, and the one-character forms.
    "\x1b[31mx\x1b[0m",
    "\x1b]0;x\x07",
    "\x1b]8;;https://example.org\x1b\\x",
    "\x9b2J",
    "\b\b\b",
    "\x7f",
    # Characters that break lines, are invisible, or change the direction.
    "\x00",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\v",
    "\f",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\u200b",
    "\u200d",
    "\u202eabc\u2066",
    "\ufeff",
    "\ufffe",
    "\U000e0041",
    "e\u0301",
    "相互アクセス",
    "\U0001f1e6",
    # Markup.
    "| a | b |",
    "\n| --- | --- |\n",
    "`x`",
    "```\n",
    "\\",
    "\\|",
    "*x* _x_ __x__ ~~x~~",
    "# x",
    "- x",
    "1. x",
    "> x",
    "[x](javascript:alert)",
    "![x](https://example.org/x.png)",
    "[x]: https://example.org",
    "https://example.org/x",
    "www.example.org",
    "a@example.org",
    "@mention",
    "@org/team",
    "#12",
    "owner/name#12",
    "GH-12",
    "0123456789abcdef0123456789abcdef01234567",
    "$x$ $$x$$ $`x`$",
    ":tada:",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "</details>",
    "<https://example.org>",
    "&lt; &#60; &amp;lt;",
    "&",
    '"',
    "'",
    "]]>",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "</failure></testcase>",
    "}",
    '","x":"',
    # Formulae.
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    # Paths.
    "../x",
    "/etc/passwd",
    "file:///x",
    "C:\\x",
    "%2e%2e/",
    "a b",
    "?x",
)

_ARBITRARY = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)

hostile_texts = st.lists(st.sampled_from(FRAGMENTS) | _ARBITRARY, max_size=4).map("".join)
"""Texts as a stranger could write them, in Unicode without lone surrogates; often empty."""

hostile_names = hostile_texts.filter(bool)
"""The same, never empty."""

paths = st.sampled_from(("agreements/a.yaml", "agreements/sources.yaml", "dossiers/日本 b.yaml")) | hostile_names


@st.composite
def locations(draw: st.DrawFn) -> Location:
    """A place: without width, within a line, or over several lines; perhaps past the end of its line."""
    line, column = draw(st.integers(1, 40)), draw(st.integers(1, 30))
    more_lines = draw(st.sampled_from((0, 0, 1, 3)))
    end_column = draw(st.integers(1 if more_lines else column, 40))
    return Location(draw(paths), line, column, line + more_lines, end_column)


def _severities(rule: RuleInfo) -> st.SearchStrategy[Severity]:
    """The rule's own severity; warnings may have been made errors."""
    return st.sampled_from((rule.severity, Severity.ERROR) if rule.severity is Severity.WARNING else (rule.severity,))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of any rule, anywhere."""
    rule = draw(st.sampled_from(tuple(RULES.values())))
    related = st.builds(Related, hostile_texts, locations())
    return Finding(
        rule=rule.name,
        code=rule.code,
        severity=draw(_severities(rule)),
        message=draw(hostile_texts),
        location=draw(locations()),
        agreement=draw(st.none() | hostile_texts),
        help=draw(st.none() | hostile_texts),
        related=tuple(draw(st.lists(related, max_size=2))),
        excerpt=draw(hostile_texts),
        fix=draw(st.none() | fixes()),
    )


@st.composite
def fixes(draw: st.DrawFn) -> Fix:
    """A fix of any file, with any text."""
    place = draw(locations())
    edits = [TextEdit(place, text) for text in draw(st.lists(hostile_texts, min_size=1, max_size=2))]
    return Fix(draw(hostile_texts), tuple(edits), draw(st.booleans()))


def suppressions() -> st.SearchStrategy[Suppression]:
    """A finding silenced by a comment."""
    return st.builds(Suppression, findings(), hostile_texts, locations(), st.none() | hostile_texts)


unlisted = st.lists(
    st.builds(Unlisted, st.sampled_from(tuple(RULES)), st.sampled_from(Severity), st.integers(1, 10_000)), max_size=2
)
"""Findings that are counted only; most reports have none."""

remarks = st.lists(
    st.builds(
        Remark,
        st.sampled_from(RemarkKind),
        st.lists(st.sampled_from(tuple(RULES)), max_size=3, unique=True),
        st.lists(paths, max_size=2),
        hostile_texts,
    ),
    max_size=2,
    unique=True,
)
"""Statements on the check itself, with names of files and bases as a stranger could choose them."""

RULE_URL = "https://example.org/rules/{name}"


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report: the files of its findings were checked, and perhaps others."""
    found = draw(st.lists(findings(), max_size=5))
    silenced = draw(st.lists(suppressions(), max_size=2))
    others = draw(st.lists(paths, max_size=2))
    checked = {*(finding.path for finding in (*found, *(item.finding for item in silenced))), *others}
    return Report(found, sorted(checked), silenced, draw(unlisted), draw(remarks), draw(st.none() | st.just(RULE_URL)))
