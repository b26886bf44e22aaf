"""Search for all slips of typing in the text of a file, in the order in which they hide each other."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from pactstate.fileformat.slips.keys import (
    ROOT_KEYS,
    correct_bullets,
    correct_colons,
    correct_commas,
    correct_open_signs,
    correct_unquoted_texts,
)
from pactstate.fileformat.slips.layout import correct_layout
from pactstate.smallyaml.faults import YamlFault
from pactstate.smallyaml.tabs_and_quotes import (
    MAX_LINES,
    SlipLines,
    correct_conflicts,
    correct_curly_quotes,
    correct_fences,
    correct_tabs,
    correct_unicode_spaces,
)
from pactstate.smallyaml.tree import Data

__all__ = ["CorrectedText", "correct_slips"]


@attrs.frozen(eq=False, repr=False)
class CorrectedText:
    """Text without its slips, and the faults of these."""

    text: str
    faults: tuple[YamlFault, ...]
    corrected: frozenset[int]
    """Numbers, from 1, of the lines of which nothing else is reported."""


def correct_slips(text: str, read: Callable[[str], Data | None]) -> CorrectedText | None:
    r"""Return a text without its slips of typing, with as many lines as before; None if it has no known slip.

    Only a text with errors needs the search. ``read`` returns the data of a text, or None if it cannot be read as YAML:
    it is asked at most three times, where a correction is a guess.

    >>> corrected = correct_slips("id: fr-no\ntitle:Agreement\n", lambda text: {})
    >>> corrected.text
    'id: fr-no\ntitle: Agreement\n'
    >>> [(fault.message, fault.help) for fault in corrected.faults]
    [('a blank is missing after the colon', "write 'title: Agreement'")]
    """
    if text.count("\n") > MAX_LINES:
        return None
    lines = SlipLines(text.replace("\r\n", "\n"), ROOT_KEYS)
    correct_conflicts(lines)
    correct_fences(lines)
    correct_unicode_spaces(lines)
    correct_tabs(lines, read)
    correct_open_signs(lines)
    correct_bullets(lines)
    correct_colons(lines)
    correct_curly_quotes(lines)
    correct_commas(lines)
    correct_unquoted_texts(lines)
    correct_layout(lines)
    if not lines.faults:
        return None
    faults = sorted(lines.faults, key=lambda fault: fault.span)
    return CorrectedText(lines.text(), tuple(faults), frozenset(lines.corrected))
