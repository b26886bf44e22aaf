"""Slips of typing that leave a text that is no YAML, or YAML of another shape, recognised line by line.

The parser notices such a slip late, and in its own words: a missing blank after a colon shows as a missing colon on
the next line. So a text with errors is searched for the usual slips first. Each one becomes a fault at its own line,
and the line is mended in a copy of the text, with as many lines as before. The parser then reads the copy, so that it
can tell the other faults of the file. What it says of a line that a slip has spoilt is dropped.

Only texts with errors are searched: a text that is read without any costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs

from pactstate.fileformat.suggest import clip
from pactstate.smallyaml.faults import Fault, Span
from pactstate.smallyaml.portability import CURLY, CURLY_HELP

__all__ = ["Mended", "lone_returns", "mended"]

_KEYS: Final = (
    "id|title|formal_title|kind|parties|approvals_needed|consents_needed|entry_into_force|term|replaces|replaced_by|"
    "amends|sources|history|statements|event|date|effective|party|by|place|note|of|reason|corrected|reported_by|"
    "announced_by|denied_by|source|says|locator|rejected|publisher|author|url|published|updated|accessed|archived|basis|"
    "based_on|type|after|days|months|years|renews|notice"
)
_LISTS: Final = {"history": "event", "statements": "source"}
"""Keys with a list of entries, and the key with which an entry begins."""

_TOP_KEYS: Final = frozenset(
    [
        "id",
        "title",
        "formal_title",
        "kind",
        "parties",
        "approvals_needed",
        "consents_needed",
        "entry_into_force",
        "term",
        "replaces",
        "replaced_by",
        "amends",
        "sources",
        "history",
        "statements",
    ]
)
_SOURCE_KEYS: Final = frozenset(
    [
        "title",
        "publisher",
        "author",
        "url",
        "published",
        "updated",
        "accessed",
        "archived",
        "basis",
        "based_on",
        "type",
        "note",
        "corrected",
    ]
)

# White space that is none to YAML, although editors show it as blanks.
_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_OPENING: Final = "\u2018\u201a\u201b\u201c\u201e\u201f"
_CURLY: Final = f"{_OPENING}\u2019\u201d"
_COLONS: Final = "\uff1a\ufe55\ua789\u2236"

_KEY_LINE: Final = re.compile(r"(?P<indent> *)(?P<dash>- +)?(?P<key>[\w.-]+|'[^']*'|\"[^\"]*\") *:(?P<value>(?: .*)?)$")
_BLOCK_TEXT: Final = re.compile(r".*: +[|>][-+0-9]* *(?:#.*)?$")
_MAX_LINE: Final = 1000
"""Characters of a line that is looked at. The patterns take time that grows with the square of it."""
_MAX_SLIPS: Final = 100
"""So many are reported; a text with more was not typed."""
_EXAMPLES: Final = 3
"""So many further lines with the same slip are named."""


@attrs.frozen(eq=False, repr=False)
class Mended:
    """A text whose slips are mended, and what was found."""

    text: str
    faults: tuple[Fault, ...]
    spoilt: frozenset[int]
    """The lines, from 1, of which nothing else is to be said."""


class _Lines:
    """The lines of a text while they are mended."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.faults: list[Fault] = []
        self.spoilt: set[int] = set()
        self.texts = _lines_of_texts(self.lines)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Return the numbers, from 0, and the lines that a person may have typed and that are no text in a block."""
        return (
            (number, line)
            for number, line in enumerate(self.lines)
            if len(line) <= _MAX_LINE and number not in self.texts
        )

    def mend(self, number: int, line: str) -> None:
        """Replace a line, and let nothing else be said of it."""
        self.lines[number] = line
        self.spoilt.add(number + 1)

    def report(self, number: int, start: int, end: int, message: str, help: str, others: Iterable[int] = ()) -> None:
        """Note a slip in a line, from 0, between two columns, from 0; ``others`` are further lines that have it."""
        if len(self.faults) >= _MAX_SLIPS:
            return
        more = [other + 1 for other in others]
        told = f"{', '.join(map(str, more[:_EXAMPLES]))}{' and others' if len(more) > _EXAMPLES else ''}"
        also = f" (also line{'s' if len(more) > 1 else ''} {told})" if more else ""
        span: Span = (number + 1, start + 1, number + 1, end + 1)
        self.faults.append(Fault("invalid-yaml", f"{message}{also}", span, help))


_LONE_RETURN: Final = re.compile(r"\r(?!\n)")
_RETURN_AT_END: Final = re.compile(r"\r(?=[\r\n#]| *(?:- +)?[\w.'\"-]+ *:(?: |[\r\n]|\Z)| *- |\Z)")


def lone_returns(text: str) -> Fault | None:
    """Return the fault of a text in which lines end with CR alone; None for any other text."""
    returns = [match.start() for match in _LONE_RETURN.finditer(text)]
    if not returns or ("\n" in text and len(returns) != len(_RETURN_AT_END.findall(text.replace("\r\n", "\n")))):
        return None
    first = returns[0]
    line, column = text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first)
    more = f" (and {len(returns) - 1} more)" if len(returns) > 1 else ""
    message = f"this line ends with a carriage return (CR) alone, which hardly any program reads as a line end{more}"
    help = "save the file with LF line ends (some editors say: Unix)"
    return Fault("invalid-yaml", message, (line, column, line, column), help)


def mended(text: str, parses: Callable[[str], bool]) -> Mended | None:
    """Return a text with its slips mended; None if none is recognised.

    ``parses`` says whether a text can be read as YAML; asked a few times at most, where a mend has to be guessed.
    """
    lines = _Lines(text.replace("\r\n", "\n"))
    _merge_conflicts(lines)
    _fences(lines)
    _unicode_spaces(lines)
    _tabs(lines, parses)
    _bullets(lines)
    _colons(lines)
    _curly_quotes(lines)
    _commas(lines)
    _texts(lines)
    _layout(lines)
    if not lines.faults:
        return None
    faults = sorted(lines.faults, key=lambda fault: fault.span)
    return Mended("\n".join(lines.lines), tuple(faults), frozenset(lines.spoilt))


_OPENS: Final = re.compile(r"(?:--- +)? *(?:- +)*(?:[^\s:\"'\[{][^:\"'\[{]*: +)?[\[{]")
_TOP_KEY: Final = re.compile(rf"(?:{'|'.join(sorted(_TOP_KEYS))}):")


def _lines_of_texts(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines on which a text below ``|`` or ``>`` or a value in brackets goes on."""
    found: set[int] = set()
    above: int | None = None
    depth = 0
    for number, line in enumerate(lines):
        if depth and not _TOP_KEY.match(line):
            found.add(number)
            depth = max(depth + _opened(line), 0)
            continue
        indent = len(line) - len(line.lstrip(" "))
        if above is not None and (not line.strip() or indent > above):
            found.add(number)
            continue
        above = indent if _BLOCK_TEXT.match(line) else None
        depth = max(_opened(line), 0) if _OPENS.match(line) else 0
    return frozenset(found)


def _opened(line: str) -> int:
    """Return how many more brackets a line opens than it closes."""
    return line.count("[") + line.count("{") - line.count("]") - line.count("}")


_MARKER: Final = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?$")


def _merge_conflicts(lines: _Lines) -> None:
    """Find what git leaves where two changes of the same lines met; the first of the two versions is kept."""
    begun: int | None = None
    is_other = False
    for number, line in enumerate(lines.lines):
        match = _MARKER.match(line)
        sign = match[1][0] if match else ""
        if match and begun is None:
            begun = number if sign == "<" else None
            last = _end_of_conflict(lines.lines, number) if sign == "<" else number
            stretch = f": lines {number + 1} to {last + 1} hold two versions" if last > number else ""
            help = "keep the right lines, and delete those that begin with <<<<<<<, |||||||, ======= or >>>>>>>"
            lines.report(number, 0, len(line), f"this line is left from an unresolved merge conflict{stretch}", help)
        elif begun is None:
            continue
        is_other = bool(begun is not None and (sign in "|=" if sign else is_other))
        lines.mend(number, "" if match or is_other else line)
        begun = None if sign == ">" else begun


def _end_of_conflict(lines: list[str], number: int) -> int:
    """Return the number of the line that ends the conflict begun on a line; that line itself, where none does."""
    for other in range(number + 1, len(lines)):
        match = _MARKER.match(lines[other])
        if match and match[1][0] in "<>":
            return other if match[1][0] == ">" else number
    return number


_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[\w -]*$")


def _fences(lines: _Lines) -> None:
    """Find what begins and ends a block of code in Markdown, from where the text was copied."""
    found = [number for number, line in lines if _FENCE.match(line)]
    if found:
        first, *others = found
        message = "this line belongs to Markdown, from where the text was copied"
        lines.report(first, 0, len(lines.lines[first]), message, "delete it", others)
        for number in found:
            lines.mend(number, "")


_STRUCTURE: Final = re.compile(rf"[{_SPACES} ]*(?:-[{_SPACES} ]+)?(?:[\w.-]+[{_SPACES} ]*:)?[{_SPACES} ]*")


def _unicode_spaces(lines: _Lines) -> None:
    """Find white space that is no blank in front of a key, behind its colon or behind the dash of an entry."""
    found: dict[int, tuple[int, str]] = {}
    for number, line in lines:
        structure = _STRUCTURE.match(line)
        end = structure.end() if structure else 0
        mended = re.sub(f"[{_SPACES}]", " ", line[:end])
        if mended != line[:end] and line.strip():
            start = next(place for place in range(end) if line[place] != mended[place])
            found[number] = start, line[start]
            lines.mend(number, mended + line[end:])
    if found:
        first, *others = found
        start, space = found[first]
        message = f"this is not an ordinary blank, although it looks like one: {_named(space)}"
        lines.report(first, start, start + 1, message, "type ordinary blanks in its place", others)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'without a name').lower()})"


_TABS: Final = re.compile(r"( *(?:-(?=\t))?)([ \t]*\t[ \t]*)(?=\S)")
_TAB_WIDTHS: Final = (2, 4, 8)


def _tabs(lines: _Lines, parses: Callable[[str], bool]) -> None:
    """Find tabs that indent a line. For how many blanks each stands is tried out."""
    found = {number: match for number, line in lines if (match := _TABS.match(line))}
    if not found:
        return
    before = lines.lines
    for width in (*_TAB_WIDTHS, _TAB_WIDTHS[0]):
        lines.lines = list(before)
        for number, match in found.items():
            blanks = " " if match[1].endswith("-") else match[2].expandtabs(width)
            lines.mend(number, match[1] + blanks + before[number][match.end() :])
        if parses("\n".join(lines.lines)):
            break
    first, *others = found
    start, end = found[first].span(2)
    lines.report(
        first, start, end, "a tab indents this line", "indent with blanks (the space bar), not with tabs", others
    )


_BULLET: Final = re.compile(
    rf"(?P<indent> *)(?P<bullet>[-*\u2010-\u2015\u2212\u2022\u2023\u00b7]|[0-9]{{1,3}}[.)])(?P<gap> *)"
    rf"(?P<rest>(?:{_KEYS}) *[:{_COLONS}].*|[a-z0-9]+(?:-[a-z0-9]+)+ *)$"
)


def _bullets(lines: _Lines) -> None:
    """Find entries that begin with another sign than a hyphen and a blank."""
    for number, line in lines:
        match = _BULLET.match(line)
        if match is None or (match["bullet"] == "-" and match["gap"]):
            continue
        word = match["rest"].partition(":")[0].strip()
        shown = f"- {word}:" if ":" in match["rest"] else f"- {word}"
        if match["bullet"] == "-":
            message = "a blank is missing after the dash"
        else:
            sign = match["bullet"]
            shown_sign = f"'{sign}'" if len(sign) > 1 else _named(sign)
            message = f"an entry begins with a hyphen and a blank, not with {shown_sign}"
        lines.report(number, *match.span("bullet"), message, f"write '{clip(shown)}'")
        lines.mend(number, f"{match['indent']}- {match['rest']}")


_COLON: Final = re.compile(
    rf"(?P<stem> *(?:- +)?)(?P<key>{_KEYS})"
    rf"(?:(?P<tight>:)(?=[^\s:])| *(?P<other>[{_COLONS}]) *| *(?P<equals>[=;]) *)(?P<rest>.*)$"
)
_NO_COLON: Final = re.compile(rf"(?P<stem> *(?:- +)?)(?P<key>{_KEYS})(?P<rest>(?: +[^\s:#=;].*)?)$")
_ID_WITHOUT_COLON: Final = re.compile(r"(?P<stem> *)(?P<key>[a-z0-9]+(?:-[a-z0-9]+)+)(?P<rest>) *$")
_TIGHT_IN_BRACKETS: Final = re.compile(rf"(?P<stem>[{{,] *)(?P<key>{_KEYS}):(?=[^\s,}}])(?P<rest>[^,}}]*)")


def _colons(lines: _Lines) -> None:
    """Find keys without a colon, with another sign in its place, or without the blank after it."""
    for number, line in lines:
        match = _COLON.match(line)
        if match:
            written = clip(f"{match['key']}: {match['rest']}".rstrip())
            if match["tight"]:
                message, place = "a blank is missing after the colon", match.span("tight")
            else:
                sign = "other" if match["other"] else "equals"
                message, place = f"a key is followed by a colon, not by {_named(match[sign])}", match.span(sign)
            lines.report(number, *place, message, f"write '{written}'")
            lines.mend(number, f"{match['stem']}{match['key']}: {match['rest']}")
        elif "{" in line and (match := _TIGHT_IN_BRACKETS.search(line)):
            written = clip(f"{match['key']}: {match['rest']}".rstrip())
            lines.report(number, *match.span("key"), "a blank is missing after the colon", f"write '{written}'")
            lines.mend(number, _TIGHT_IN_BRACKETS.sub(r"\g<stem>\g<key>: \g<rest>", line))
        elif (match := _NO_COLON.match(line)) and _stands_as_key(lines.lines, number, len(match["stem"])):
            written = clip(f"{match['key']}:{match['rest']}".rstrip())
            lines.report(number, *match.span("key"), "a colon is missing after the key", f"write '{written}'")
            lines.mend(number, f"{match['stem']}{match['key']}:{match['rest']}")
        elif (match := _ID_WITHOUT_COLON.match(line)) and _indent_of_next(lines.lines, number) > len(match["stem"]):
            lines.report(
                number, *match.span("key"), "a colon is missing after the id", f"write '{clip(match['key'])}:'"
            )
            lines.mend(number, f"{match['stem']}{match['key']}:")


def _stands_as_key(lines: list[str], number: int, column: int) -> bool:
    """Return whether the next line, or the one above, has a key at this column or, below it, the value of this one."""
    for other in (_next(lines, number, 1), _next(lines, number, -1)):
        match = _KEY_LINE.match(lines[other]) if other is not None else None
        if match and match.start("key") == column:
            return True
    return bool(lines[number].strip(" -") == lines[number].split()[-1] and _indent_of_next(lines, number) > column)


def _next(lines: list[str], number: int, step: int) -> int | None:
    """Return the number of the next line that is neither empty nor a comment."""
    number += step
    while 0 <= number < len(lines):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            return number
        number += step
    return None


def _indent_of_next(lines: list[str], number: int) -> int:
    """Return the column of the next key; -1 if another thing follows."""
    other = _next(lines, number, 1)
    match = _KEY_LINE.match(lines[other]) if other is not None else None
    return match.start("key") if match else -1


_CURLY_KEY: Final = re.compile(rf"(?P<stem> *(?:- +)?)(?P<quoted>[{_CURLY}](?P<key>[\w-]+)[{_CURLY}]) *:")
_CURLY_TEXT: Final = re.compile(
    rf"(?P<before>(?::|-|,) +|[\[{{] *)"
    rf"(?P<text>[{_OPENING}\u201d](?P<inner>[^\[\]{{}}]*?)(?:[{_CURLY}](?= *(?:[,\]}}]|#|$))|$))"
)


def _curly_quotes(lines: _Lines) -> None:
    """Find texts and keys between curly quotes, which quote nothing in YAML."""
    for number, line in lines:
        key = _CURLY_KEY.match(line)
        text = _CURLY_TEXT.search(line)
        match = key or text
        if match is None:
            continue
        start, end = match.span("quoted" if key else "text")
        last = line[end - 1] if line[end - 1] in _CURLY else "\u201d"
        message = CURLY.format(line[start], last)
        lines.report(number, start, end, message, "write the key without quotes" if key else CURLY_HELP)
        if key:
            lines.mend(number, f"{key['stem']}{key['key']}:{line[key.end() :]}")
        else:
            lines.mend(
                number, _CURLY_TEXT.sub(lambda one: f"{one['before']}'{one['inner'].replace(chr(39), ' ')}'", line)
            )


_WITH_COMMA: Final = re.compile(
    rf"(?P<stem> *(?:- +)?)(?P<sign>[\"']?)(?P<key>{_KEYS})(?P=sign): *"
    rf"(?P<value>\"[^\"]*\"|'[^']*'|\[.*\]|{{.*}}) *(?P<comma>,) *$"
)


def _commas(lines: _Lines) -> None:
    """Find commas behind values, as JSON has them."""
    for number, line in lines:
        match = _WITH_COMMA.match(line)
        if match:
            lines.report(number, *match.span("comma"), "a comma stands behind the value", "delete it")
            lines.mend(number, f"{match['stem']}{match['key']}: {match['value']}")


_TEXT_KEYS: Final = "title|formal_title|publisher|author|place|note|by|basis|locator|rejected|corrected"
_TEXT: Final = re.compile(rf"(?P<stem> *(?:- +)?(?:{_TEXT_KEYS}): +)(?P<text>[^\s\[\]{{}}'\"|>#&*!].*|'.*'.*|\".*)$")


def _texts(lines: _Lines) -> None:
    """Find texts that need quotes and have none, or in which a quote stands within quotes of the same kind."""
    for number, line in lines:
        match = _TEXT.match(line)
        if match is None or number + 1 in lines.spoilt:
            continue
        text = match["text"].rstrip()
        start = match.start("text")
        sign = text[0]
        if sign in "'\"":
            inner = text[1:-1] if text.endswith(sign) and len(text) > 1 else None
            if inner is None or sign not in (inner.replace("''", "") if sign == "'" else inner.replace('\\"', "")):
                continue
            message = f"a quote ({sign}) stands within a text between the same quotes, and ends it"
        elif sign in "@`%":
            inner, message = text, f"this text begins with '{sign}', and is not in quotes"
        elif ": " in text or text.endswith(":"):
            inner, message = text, "this text contains a colon with a blank after it, and is not in quotes"
        else:
            continue
        written = "'" + inner.replace("''", "'").replace("'", "''") + "'"
        help = "put it in single quotes, and write each ' in it twice"
        if len(written) <= _MAX_SHOWN:
            help = f"write {clip(written)}"
        lines.report(number, start, start + len(text), message, help)
        lines.mend(number, f"{match['stem']}{written}")


_MAX_SHOWN: Final = 60
"""Characters of a text that is shown as it should be written."""


class _Layout:
    """Follows the columns of the keys from line to line. What does not fit is reported, and blanked in the copy."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._section = ""
        """The key at the left edge below which the line stands."""
        self._header = 0
        """Its line; below 'sources:', that of the latest source."""
        self._dash: int | None = None
        """The column of the dashes of its entries; None before the first one."""
        self._columns = [0]
        """The columns at which keys may stand: those of the mappings that are open."""
        self._begins = ""
        """The key with which the latest entry began."""
        self._waits = False
        """Whether the key above has its value below."""
        self._source: str | None = None
        """The latest source."""
        self._undashed: list[int] = []
        """The lines with which entries begin that have no dash."""
        self._original = list(lines.lines)

    def report_undashed(self) -> None:
        """Note the entries without a dash: they are one slip, however many there are."""
        if self._undashed:
            first, *others = self._undashed
            line = self._original[first]
            start = len(line) - len(line.lstrip())
            message = "an entry begins here, and the dash before it is missing"
            help = f"begin it with a dash and a blank: '- {clip(line.strip())}'"
            self._lines.report(first, start, len(line.partition(":")[0]), message, help, others)

    def look(self, number: int, line: str) -> None:
        """Take the next line with a key."""
        match = _KEY_LINE.match(line)
        if match is None:
            return
        indent, key, column = len(match["indent"]), match["key"], match.start("key")
        value = match["value"].strip()
        above, self._waits = self._waits, not value or value[0] in "#|>"
        if match["dash"]:
            self._entry(number, match)
        elif indent == 0 and key in _TOP_KEYS:
            self._section, self._header, self._dash, self._columns, self._source = key, number, None, [0], None
        elif self._section == "sources" and self._misplaced(number, key, column):
            return
        elif self._lacks_dash(indent, key):
            self._undashed.append(number)
            self._blank(number, self._is_other_entry)
        elif column in self._columns or (above and column > self._columns[-1]):
            self._columns = [*(one for one in self._columns if one < column), column]
        elif number + 1 in self._lines.spoilt:
            # How many blanks were meant is not known.
            near = min(self._columns, key=lambda one: (abs(one - column), -one))
            self._lines.mend(number, f"{' ' * near}{line.strip()}")
        elif key in _KEYS_OF_ALL:
            self._displaced(number, match, column)

    def _entry(self, number: int, match: re.Match[str]) -> None:
        indent, key, column = len(match["indent"]), match["key"], match.start("key")
        if self._dash is not None and indent != self._dash and key == _LISTS.get(self._section):
            message = f"this dash stands at column {indent + 1}, the dashes above it at column {self._dash + 1}"
            self._report(number, match, message, "give all dashes of a list the same indentation", self._is_other_entry)
            return
        if self._dash is None or indent <= self._dash:
            self._dash, self._begins = indent, key
        self._columns = [*(one for one in self._columns if one <= indent), column]

    def _lacks_dash(self, indent: int, key: str) -> bool:
        if self._section not in _LISTS or key in _TOP_KEYS:
            return False
        if self._dash is None or indent <= self._dash:
            return key in (_LISTS[self._section], self._begins)
        return key == self._begins and indent == self._columns[min(1, len(self._columns) - 1)]

    def _is_other_entry(self, line: str) -> bool:
        match = _KEY_LINE.match(line)
        if match is None:
            return False
        indent, key = len(match["indent"]), match["key"]
        if match["dash"]:
            return self._dash is None or indent <= self._dash
        return (indent == 0 and key in _TOP_KEYS) or self._lacks_dash(indent, key)

    def _misplaced(self, number: int, key: str, column: int) -> bool:
        """Report a source at the column of 'sources:', or a key at the column of its source; whether that is so."""
        match = _KEY_LINE.match(self._lines.lines[number])
        known = key in _SOURCE_KEYS
        if column == 0 and not known and match and self._has_source_below(number):
            message = f"the source '{clip(key)}' stands at the column of 'sources:'"
            help = "indent it and the lines below it by two blanks"
            self._report(number, match, message, help, lambda line: line.partition(":")[0] in _TOP_KEYS)
            return True
        if not known:
            if match and match["value"].strip()[:1] not in ("", "{", "#"):
                return False  # a text below a key, such as a key in quotes, is not the head of a source
            self._source, self._columns = key, [0, column]
            self._header = number
        elif self._source is not None and match and column == self._columns[-1] and len(self._columns) == 2:
            message = f"'{key}' stands at the column of its source, '{clip(self._source)}'"
            help = f"indent it and its neighbours by two blanks, below '{clip(self._source)}:'"
            self._report(number, match, message, help, self._is_other_source)
            return True
        return False

    def _has_source_below(self, number: int) -> bool:
        below = _next(self._lines.lines, number, 1)
        match = _KEY_LINE.match(self._lines.lines[below]) if below is not None else None
        return bool(match and match["indent"] and match["key"] in _SOURCE_KEYS)

    def _is_other_source(self, line: str) -> bool:
        match = _KEY_LINE.match(line)
        return bool(match and match["key"] not in _SOURCE_KEYS and match.start("key") <= self._columns[-1])

    def _displaced(self, number: int, match: re.Match[str], column: int) -> None:
        expected = min(self._columns, key=lambda one: (abs(one - column), -one))
        message = f"'{match['key']}' begins at column {column + 1}, the keys around it at column {expected + 1}"

        def is_back(line: str) -> bool:
            return bool(line.strip()) and (column < expected or len(line) - len(line.lstrip(" ")) <= expected)

        self._report(number, match, message, "give it the same indentation", is_back)

    def _report(self, number: int, match: re.Match[str], message: str, help: str, ends: Callable[[str], bool]) -> None:
        """Note a slip, and blank its lines."""
        lines = self._lines
        lines.report(number, *match.span("key"), message, help)
        self._blank(number, ends)

    def _blank(self, number: int, ends: Callable[[str], bool]) -> None:
        """Blank a line and those below it, up to one that stands for itself."""
        lines = self._lines
        lines.spoilt.add(self._header + 1)
        lines.mend(number, "")
        for below in range(number + 1, len(lines.lines)):
            if below not in lines.texts and ends(lines.lines[below]):
                break
            lines.mend(below, "")


_KEYS_OF_ALL: Final = frozenset(_KEYS.split("|"))
_CLOSING: Final = {"{": "}", "[": "]", "'": "'", '"': '"'}


def _layout(lines: _Lines) -> None:
    """Find entries without a dash, and keys and sources at a wrong column."""
    layout = _Layout(lines)
    closes = ""
    for number, line in lines:
        if closes:
            # A value in brackets or quotes goes on over several lines.
            closes = "" if closes in line else closes
            continue
        layout.look(number, line)
        value = line.partition(":")[2].strip()
        closing = _CLOSING.get(value[:1], "")
        closes = closing if closing and closing not in value[1:] else ""
    layout.report_undashed()
