"""Reading of a text with the YAML parser: libyaml, or PyYAML's own parser where libyaml is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias, cast

import yaml

from pactstate.smallyaml.builder import LimitError, TreeBuilder
from pactstate.smallyaml.faults import YamlFault
from pactstate.smallyaml.limits import YamlLimits
from pactstate.smallyaml.python_parser import PythonParser
from pactstate.smallyaml.syntax_errors import syntax_fault
from pactstate.smallyaml.tree import Tree

__all__ = ["PARSER", "parse_events"]

_Parser: TypeAlias = "Callable[[str], PythonParser]"
"""Function that makes the parser of a text."""
PARSER: Final = cast("_Parser", vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else PythonParser)
"""Parser of this installation. A loader would also prepare to construct values for every file."""


def parse_events(
    text: str, limits: YamlLimits, marker: str, boolean_key: tuple[str, str] | None, parser: _Parser = PARSER
) -> Tree:
    """Read a text without suspicious characters from the events of a parser. See :func:`.parse.parse`."""
    builder, fault, end = _read(TreeBuilder(text, limits, marker, boolean_key), parser)
    if fault is None:
        return builder.tree()
    # The parser looks up to 1,024 characters ahead, and libyaml 0.2.6 stops at 1,000 brackets by itself. So the text
    # before its error may already be deeper than our limit.
    if text.count("[") + text.count("{") > limits.depth:
        before, _, _ = _read(TreeBuilder(text[:end], limits, marker, boolean_key), parser)
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
        return builder, syntax_fault(error, builder.open_bracket()), cast("yaml.Mark", error.problem_mark).index
    return builder, None, 0
