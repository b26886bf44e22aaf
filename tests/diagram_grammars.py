"""Grammars of Mermaid and of Graphviz' DOT, as far as our diagrams use them."""

from __future__ import annotations

import re

# A label holds neither a quote nor what ends a line or a statement; in Mermaid no mark that means something, but for
# the number of a character.
_LABEL = r"""(?:[^\W_]|(?<=\w)_(?=\w)|[ ,.()'/-]|\#[0-9]+;|<br/>)*"""
_QUOTED = r'"(?:[^"\\&]|\\[\\"n]|&amp;)*"'
_ATTRIBUTE = r'(?:label|style|penwidth|color|fontcolor|shape)=(?:[a-z0-9]+|"[^"]*")'

_LINES = {
    "mermaid": [
        r"stateDiagram-v2",
        rf'    state "{_LABEL}" as s[0-7]',
        rf"    s[0-7] --> s[0-7] : {_LABEL}",
        r"    classDef (?:current|possible|unvisited) [a-z0-9:, .-]+",
        r"    class s[0-7](?:,s[0-7])* (?:current|possible|unvisited)",
    ],
    "dot": [
        r"digraph pactstate \{",
        rf"    node \[{_ATTRIBUTE}(?:, {_ATTRIBUTE})*\];",
        rf"    s[0-7](?: -> s[0-7])? \[label={_QUOTED}(?:, {_ATTRIBUTE})*\];",
        r"\}",
    ],
}
ENDINGS = {"mermaid": "mmd", "dot": "dot"}


def misread(text: str, form: str) -> list[str]:
    """The lines of a diagram that are not of its grammar, whose first line comes first."""
    lines = text.removesuffix("\n").split("\n")
    wrong = [line for line in lines if not any(re.fullmatch(pattern, line) for pattern in _LINES[form])]
    return wrong if re.fullmatch(_LINES[form][0], lines[0]) and text.endswith("\n") else [lines[0], *wrong]
