"""Errors of the YAML parser as faults, with advice."""

from __future__ import annotations

from typing import Final

import yaml

from pactstate.smallyaml.faults import Span, YamlFault

__all__ = ["syntax_fault"]

_HINTS: Final = (
    (
        "mapping values are not allowed",
        "quote a text that contains ': ', and give every key of a mapping the same indentation",
    ),
    (
        "could not find expected ':'",
        "write 'key: value'; a text that goes on over several lines is indented further than its key",
    ),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that begins with one of % @ ` \\t"),
    ("did not find expected key", "give every key of a mapping the same indentation"),
    ("did not find expected '-' indicator", "give every '- ' of a list the same indentation"),
    ("unexpected end of stream", "a quote or a bracket is opened and not closed"),
    ("did not find expected ',' or", "a bracket is opened and not closed, or a comma is missing"),
    ("unexpected document indicator", "a quote is opened and not closed"),
    ("unknown escape character", "inside \"...\" write \\\\ for a backslash, or use '...'"),
)
"""Words of the parser, and advice for them."""


def syntax_fault(error: yaml.MarkedYAMLError, open_bracket: Span | None) -> YamlFault:
    """Return the parser's error as a fault. ``open_bracket`` is the place of the last bracket that is not closed."""
    # The parser's words are constants. The part of the source that it quotes is left out: it may hold anything.
    problem = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if open_bracket and "did not find expected" in problem and line > open_bracket[0]:
        # The parser notices a missing bracket only lines below.
        help = "close the bracket, or put a comma between its values"
        message = "this is not YAML: a bracket is opened here and not closed"
        return YamlFault("invalid-yaml", message, open_bracket, help)
    if "end of stream" in problem and error.context_mark and "quoted" in (error.context or ""):
        start = (error.context_mark.line + 1, error.context_mark.column + 1)
        message = "this is not YAML: a quote is opened here and not closed"
        return YamlFault("invalid-yaml", message, (*start, *start), "close it, with the same quote")
    context = ""
    if error.context and error.context_mark and error.context_mark.line + 1 < line:
        context = f" {error.context} that begins on line {error.context_mark.line + 1}"
    hint = next((hint for words, hint in _HINTS if words in problem), None)
    return YamlFault("invalid-yaml", f"this is not YAML: {problem}{context}", (line, column, line, column), hint)
