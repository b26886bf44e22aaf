"""Tabs, curly quotes, foreign blanks and merge markers: slips of typing in any YAML text, found line by line.

The parser notices a slip late and in its own words: it reports a tab as a character that begins no value, and a line of
a merge conflict as a missing colon. So a text with errors is searched for slips. Each slip becomes a fault at its own
line, and the line is corrected in a copy of the text with as many lines as before. The parser can then read the copy
and report the other faults of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, takewhile
from typing import Final

from pactstate.smallyaml.characters import named
from pactstate.smallyaml.faults import Span, YamlFault
from pactstate.smallyaml.scalars import CURLY_HELP, CURLY_MESSAGE, single_quoted
from pactstate.smallyaml.tree import Data

__all__ = [
    "MAX_LINES",
    "SlipLines",
    "bare_carriage_returns",
    "correct_conflicts",
    "correct_curly_quotes",
    "correct_fences",
    "correct_tabs",
    "correct_unicode_spaces",
]

MAX_LINES: Final = 20_000
"""Lines of a text that is searched. Nobody types a longer one, and the search takes 8 us for each line."""
_MAX_LINE_LENGTH: Final = 1000
"""Characters of a line that is searched. The patterns take time that grows with the square of it."""
_MAX_SLIPS: Final = 100
"""Slips that are reported. A text with more was not typed."""
_MAX_LINES_NAMED: Final = 3
"""Further lines with the same slip that a message names."""
_MAX_EDITS: Final = 500
"""Lines that one repair changes. The next reading of the repaired text finds the rest."""

# White space that editors show as blanks and YAML does not count as such.
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_OPENING_QUOTES: Final = "\u2018\u201a\u201b\u201c\u201e\u201f"
_CURLY_QUOTES: Final = f"{_OPENING_QUOTES}\u2019\u201d"

_NESTED: Final = f"[{_OPENING_QUOTES}\u201d]"

_BLOCK_TEXT: Final = re.compile(r".*: +[|>][-+0-9]* *(?:#.*)?$")
# Possessive, so that a line takes time in proportion to its length: a line of 1 MiB of "- - -" took minutes.
_BRACKET: Final = re.compile(r"(?:---\ ++)?\ *+(?:-\ ++)*+(?:[^\s:\"'\[{][^:\"'\[{]*+:\ ++)?[\[{]")


class SlipLines:
    """Lines of a text while they are searched and corrected."""

    def __init__(self, text: str, root_keys: Iterable[str] = ()) -> None:
        """Take the lines of a text.

        ``root_keys`` are keys of the root, if they are known: one at the left edge ends a bracket that is not closed.
        """
        self.lines = text.split("\n")
        self._original = tuple(self.lines)
        self.faults: list[YamlFault] = []
        self.corrected: set[int] = set()
        """Numbers, from 1, of the lines of which the parser's errors say nothing more."""
        self._root_keys = frozenset(root_keys)
        self.continued = _continued_lines(self.lines, self._root_keys)
        """Numbers, from 0, of the lines on which a block text or a value in brackets goes on."""

    def note_closed_brackets(self) -> None:
        """Find the lines on which a value goes on once more, after brackets were closed."""
        self.continued = _continued_lines(self.lines, self._root_keys)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Return the numbers, from 0, and the lines that a person may have typed and that continue no value."""
        return (
            (number, line)
            for number, line in enumerate(self.lines)
            if len(line) <= _MAX_LINE_LENGTH and number not in self.continued
        )

    def correct(self, number: int, line: str) -> None:
        """Replace a line."""
        self.lines[number] = line
        self.corrected.add(number + 1)

    def repair(self, number: int, start: int, end: int, message: str, help: str, repaired: Mapping[int, str]) -> None:
        """Report a slip whose one repair is known, and correct its lines.

        Args:
            number: Number of the first line, from 0.
            start: Column at which the slip begins, from 0.
            end: Column at which it ends.
            message: What is wrong.
            help: What to write.
            repaired: Every line that has the slip, as it should be.
        """
        others = [one for one in repaired if one != number]
        self.report(number, start, end, message, help, others, self.edits(repaired))
        for one, line in repaired.items():
            self.correct(one, line)

    def has_moved(self) -> bool:
        """Return whether a line that was corrected begins at another column than before, which may be a guess."""
        return any(
            _indentation(self.lines[number - 1]) != _indentation(self._original[number - 1])
            for number in self.corrected
        )

    def edits(self, repaired: Mapping[int, str], *, whole: bool = False) -> tuple[tuple[Span, str], ...]:
        """Return the edits that make lines of the text other ones; none if one of the lines was corrected before.

        Such a line has other columns by now. The next reading of the repaired text finds its other slip.

        Args:
            repaired: Lines, by number from 0.
            whole: Whether the repair of some lines without the others would be wrong.
        """
        if whole and len(repaired) > _MAX_EDITS:
            return ()
        if any(self.lines[number] is not self._original[number] for number in repaired):
            return ()
        return tuple(self._edit(number, line) for number, line in islice(repaired.items(), _MAX_EDITS))

    def _edit(self, number: int, line: str) -> tuple[Span, str]:
        """Return the edit that makes a line of the text another one."""
        old = self._original[number]
        head = _common_start(old, line)
        tail = _common_start(old[head:][::-1], line[head:][::-1])
        return (number + 1, head + 1, number + 1, len(old) - tail + 1), line[head : len(line) - tail]

    def report(
        self,
        number: int,
        start: int,
        end: int,
        message: str,
        help: str,
        others: Iterable[int] = (),
        edits: Iterable[tuple[Span, str]] = (),
    ) -> None:
        """Add the fault of a slip between two columns of a line; all numbers count from 0.

        ``others`` are the numbers of further lines with the same slip.
        """
        if len(self.faults) >= _MAX_SLIPS:
            return
        more = [other + 1 for other in others]
        listed = ", ".join(map(str, more[:_MAX_LINES_NAMED]))
        rest = " and others" if len(more) > _MAX_LINES_NAMED else ""
        also = f" (also line{'s' if len(more) > 1 else ''} {listed}{rest})" if more else ""
        span: Span = (number + 1, start + 1, number + 1, end + 1)
        self.faults.append(YamlFault("invalid-yaml", f"{message}{also}", span, help, edits=tuple(edits)))

    def text(self, other: Mapping[int, str] | None = None) -> str:
        """Return the corrected text, with other lines at some numbers."""
        lines = self.lines.copy()
        for number, line in (other or {}).items():
            lines[number] = line
        return "\n".join(lines)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _common_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _continued_lines(lines: list[str], root_keys: frozenset[str]) -> frozenset[int]:
    found: set[int] = set()
    column_above: int | None = None
    depth = 0
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        if depth and not (colon and key in root_keys):
            found.add(number)
            depth = max(depth + _opened_brackets(line), 0)
            continue
        indent = _indentation(line)
        if column_above is not None and (not line.strip() or indent > column_above):
            found.add(number)
            continue
        column_above = indent if _BLOCK_TEXT.match(line) else None
        depth = max(_opened_brackets(line), 0) if _BRACKET.match(line) else 0
    return frozenset(found)


def _opened_brackets(line: str) -> int:
    """Return how many more brackets a line opens than it closes."""
    return line.count("[") + line.count("{") - line.count("]") - line.count("}")


_BARE_RETURN: Final = re.compile(r"\r(?!\n)")
_RETURN_AT_END: Final = re.compile(r"\r(?=[\r\n#]| *(?:- +)?[\w.'\"-]+ *:(?: |[\r\n]|\Z)| *- |\Z)")


def bare_carriage_returns(text: str) -> YamlFault | None:
    """Return the fault of a text in which lines end with CR alone; None for any other text."""
    returns = [match.start() for match in _BARE_RETURN.finditer(text)]
    if not returns or ("\n" in text and len(returns) != len(_RETURN_AT_END.findall(text.replace("\r\n", "\n")))):
        return None
    first = returns[0]
    line, column = text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first)
    more = f" (and {len(returns) - 1} more)" if len(returns) > 1 else ""
    message = f"this line ends with a carriage return (CR) alone, which hardly any program reads as a line end{more}"
    help = "save the file with LF line ends (some editors say: Unix)"
    # Among lines with other ends, a carriage return may stand in the place of any sign.
    edits = () if "\n" in text else (((1, 1, 1, len(text) + 1), text.replace("\r", "\n")),)
    return YamlFault("invalid-yaml", message, (line, column, line, column), help, edits=edits)


_CONFLICT_MARKER: Final = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?$")


def correct_conflicts(lines: SlipLines) -> None:
    """Find the markers of an unresolved merge of git. The first of the two versions is kept."""
    start: int | None = None
    in_other_version = False
    for number, line in enumerate(lines.lines):
        match = _CONFLICT_MARKER.match(line)
        sign = match[1][0] if match else ""
        if match and start is None:
            start = number if sign == "<" else None
            last = _end_of_conflict(lines.lines, number) if sign == "<" else number
            extent = f": lines {number + 1} to {last + 1} hold two versions" if last > number else ""
            help = "keep the right lines, and delete those that begin with <<<<<<<, |||||||, ======= or >>>>>>>"
            lines.report(number, 0, len(line), f"this line is left from an unresolved merge conflict{extent}", help)
        elif start is None:
            continue
        in_other_version = bool(start is not None and (sign in "|=" if sign else in_other_version))
        lines.correct(number, "" if match or in_other_version else line)
        start = None if sign == ">" else start


def _end_of_conflict(lines: list[str], number: int) -> int:
    """Return the line that ends the conflict that starts on a line; the same line, if none does."""
    for other in range(number + 1, len(lines)):
        match = _CONFLICT_MARKER.match(lines[other])
        if match and match[1][0] in "<>":
            return other if match[1][0] == ">" else number
    return number


_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[\w -]*$")


def correct_fences(lines: SlipLines) -> None:
    """Find the lines around a block of code in Markdown, from which the text was copied."""
    found = [number for number, line in lines if _FENCE.match(line)]
    if found:
        first, *others = found
        message = "this line belongs to Markdown, from where the text was copied"
        edits: list[tuple[Span, str]] = [((number + 1, 1, number + 2, 1), "") for number in found[:_MAX_EDITS]]
        lines.report(first, 0, len(lines.lines[first]), message, "delete it", others, edits)
        for number in found:
            lines.correct(number, "")


_STRUCTURE: Final = re.compile(rf"[{_SPACES} ]*(?:-[{_SPACES} ]+)?(?:[\w.-]+[{_SPACES} ]*:)?[{_SPACES} ]*")
_SPACE: Final = re.compile(f"[{_SPACES}]")


def correct_unicode_spaces(lines: SlipLines) -> None:
    """Find white space that is no blank before a key, behind its colon or behind the dash of an entry."""
    found: dict[int, tuple[int, str]] = {}
    repaired: dict[int, str] = {}
    for number, line in lines:
        if line.isascii():
            continue
        structure = _STRUCTURE.match(line)
        end = structure.end() if structure else 0
        space = _SPACE.search(line, 0, end)
        if space and line.strip():
            found[number] = space.start(), space.group()
            repaired[number] = _SPACE.sub(" ", line[:end]) + line[end:]
    if found:
        first = next(iter(found))
        start, character = found[first]
        message = f"this is not an ordinary blank, although it looks like one: {named(character)}"
        lines.repair(first, start, start + 1, message, "type ordinary blanks in its place", repaired)


_TABS: Final = re.compile(r"( *+(?:-(?=\t))?)(\t[ \t]*+)(?=\S)")
_TAB_WIDTHS: Final = (2, 4, 8)


def correct_tabs(lines: SlipLines, read: Callable[[str], Data | None]) -> None:
    """Find tabs that indent a line.

    ``read`` returns the data of a text, or None if it cannot be read. It is asked for each usual width of a tab: three
    times. The repair is known if all widths that can be read mean the same.
    """
    found = {number: match for number, line in lines if (match := _TABS.match(line))}
    if not found:
        return
    tried = [_without_tabs(lines, found, width) for width in _TAB_WIDTHS]
    readings = [(repaired, data) for repaired in tried if (data := read(lines.text(repaired))) is not None]
    repaired = readings[0][0] if readings else tried[0]
    first, *others = found
    start, end = found[first].span(2)
    message, help = "a tab indents this line", "indent with blanks (the space bar), not with tabs"
    if readings and all(data == readings[0][1] for _, data in readings):
        lines.repair(first, start, end, message, help, repaired)
        return
    lines.report(first, start, end, message, help, others)
    for number, line in repaired.items():
        lines.correct(number, line)


def _without_tabs(lines: SlipLines, found: Mapping[int, re.Match[str]], width: int) -> Mapping[int, str]:
    """Return the lines that tabs indent, with blanks in their place."""
    repaired: dict[int, str] = {}
    for number, match in found.items():
        blanks = " " if match[1].endswith("-") else match[2].expandtabs(width)
        repaired[number] = match[1] + blanks + lines.lines[number][match.end() :]
    return repaired


_CURLY_KEY: Final = re.compile(
    rf"(?P<stem> *+(?:- ++)?)(?P<quoted>[{_CURLY_QUOTES}](?P<key>[\w-]+)[{_CURLY_QUOTES}]) *:"
)
_CURLY_TEXT: Final = re.compile(
    rf"(?P<before>(?::|-|,) +|[\[{{] *)"
    rf"(?P<text>[{_OPENING_QUOTES}\u201d](?P<inner>[^\[\]{{}}]*?)(?:[{_CURLY_QUOTES}](?= *(?:[,\]}}]|#|$))|$))"
)


def correct_curly_quotes(lines: SlipLines) -> None:
    """Find texts and keys between curly quotes, which quote nothing in YAML."""
    for number, line in lines:
        key = _CURLY_KEY.match(line)
        match = key or _CURLY_TEXT.search(line)
        if match is None:
            continue
        start, end = match.span("quoted" if key else "text")
        last = line[end - 1] if line[end - 1] in _CURLY_QUOTES else "\u201d"
        message = CURLY_MESSAGE.format(line[start], last)
        if key:
            written = f"{key['stem']}{key['key']}:{line[key.end() :]}"
            lines.repair(number, start, end, message, "write the key without quotes", {number: written})
            continue
        written = _CURLY_TEXT.sub(_in_straight_quotes, line)
        # A quote that is not closed, or one in another, may have several meanings.
        if all(_is_closed(one) for one in _CURLY_TEXT.finditer(line)):
            lines.repair(number, start, end, message, CURLY_HELP, {number: written})
        else:
            lines.report(number, start, end, message, CURLY_HELP)
            lines.correct(number, written)


def _in_straight_quotes(match: re.Match[str]) -> str:
    return f"{match['before']}{single_quoted(match['inner'])}"


def _is_closed(match: re.Match[str]) -> bool:
    inner = match["inner"]
    return match["text"][-1] in _CURLY_QUOTES and bool(inner.strip()) and not re.search(_NESTED, inner)
