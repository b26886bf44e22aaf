"""Reading of a text with the YAML parser: libyaml, or PyYAML's own parser where libyaml is missing.

Errors of the parser become faults with advice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, TypeAlias, cast

import yaml

from pactstate.smallyaml.builder import LimitError, TreeBuilder
from pactstate.smallyaml.faults import Span, YamlFault, YamlLimits
from pactstate.smallyaml.python_parser import PythonParser
from pactstate.smallyaml.tree import KeyPath, Tree

__all__ = ["PARSER", "parse_events"]

_Parser: TypeAlias = "Callable[[str], PythonParser]"
"""Function that makes the parser of a text."""
PARSER: Final = cast("_Parser", vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else PythonParser)
"""Parser of this installation. A loader would also prepare to construct values for every file."""


def parse_events(
    text: str, limits: YamlLimits, marker: str, boolean_paths: Collection[KeyPath], parser: _Parser = PARSER
) -> Tree:
    """Read a text without suspicious characters from the events of a parser. See :func:`.parse.parse`."""
    builder, fault, end = _read(TreeBuilder(text, limits, marker, boolean_paths), parser)
    if fault is None:
        return builder.tree()
    # The parser looks up to 1,024 characters ahead, and libyaml 0.2.6 stops at 1,000 brackets by itself. So the text
    # before its error may already be deeper than our limit.
    if text.count("[") + text.count("{") > limits.depth:
        before, _, _ = _read(TreeBuilder(text[:end], limits, marker, boolean_paths), parser)
        if before.faults and before.faults[-1].rule == "limit-exceeded":
            return before.tree()
    builder.faults.append(fault)
    return builder.tree()


def _read(builder: TreeBuilder, parser: _Parser) -> tuple[TreeBuilder, YamlFault | None, int]:
    """Read the builder's text as far as possible. Return the parser's error as a fault, and its offset.

    The exception itself is not returned: it holds the frames of all callers, which would hold the exception.
    """
    try:
        builder.refuse_directives()
        builder.read(parser(builder.text).get_event)
        builder.complete = True
    except LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        return builder, _syntax_fault(error, builder.open_bracket()), cast("yaml.Mark", error.problem_mark).index
    return builder, None, 0


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


def _syntax_fault(error: yaml.MarkedYAMLError, open_bracket: Span | None) -> YamlFault:
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
