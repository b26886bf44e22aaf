"""Text from files, made harmless for where it is printed.

What a stranger writes into a file must be no terminal escape, no workflow command, no formula and no markup. Every
output takes its texts through here. Rule: safety.md, promise 6.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Final

__all__ = ["csv_cell", "json_text", "markdown", "visible"]

_PRINTABLE: Final = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u024f]*")
# GitHub's runner takes "::name" after white space at the start of a line, and "##[name" anywhere in one.
_COMMAND: Final = re.compile(r"(?<=:):|(?<=#)#(?=\[)")


def visible(text: str) -> str:
    """The text on one line: every control, format, separator, private and unassigned character is written out.

    Colons and hashes that could begin a workflow command are written out too.
    """
    if not _PRINTABLE.fullmatch(text):
        text = "".join(character if _shows(character) else _written_out(character) for character in text)
    return _COMMAND.sub(lambda match: _written_out(match.group()), text)


def _shows(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp")


def _written_out(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def markdown(text: str) -> str:
    """The text as one cell or span of GitHub's Markdown: no markup, no link, no heading or list, no table pipe."""
    escaped = html.escape(visible(text), quote=False)
    return re.sub(r"[\\`*_\[\]|~$]|^[#+-]", r"\\\g<0>", escaped)


def csv_cell(text: str) -> str:
    """The text as a spreadsheet cell: a leading character that would begin a formula gets a ``'`` before it."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown


def json_text(value: object) -> str:
    """A value as strict JSON in ASCII, in which no line is a workflow command."""
    text = json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False)
    return text.replace("::", ":\\u003a").replace("##[", "#\\u0023[")
