"""Slips of typing around the keys of an agreement file: dashes, colons, commas, and texts that need quotes."""

from __future__ import annotations

import re
from typing import Final

from pactstate.fileformat import shapes
from pactstate.smallyaml.characters import named
from pactstate.smallyaml.scalars import single_quoted
from pactstate.smallyaml.tabs_and_quotes import SlipLines
from pactstate.text.suggest import clip

__all__ = [
    "KEYS",
    "KEY_LINE",
    "ROOT_KEYS",
    "SOURCE_KEYS",
    "correct_bullets",
    "correct_colons",
    "correct_commas",
    "correct_open_signs",
    "correct_unquoted_texts",
    "next_line",
]

ROOT_KEYS: Final = frozenset(shapes.keys(shapes.AgreementFile))
SOURCE_KEYS: Final = frozenset(shapes.keys(shapes.SourceItem))
_OTHER_ITEMS: Final = (
    shapes.EventItem,
    shapes.ClaimItem,
    shapes.StatementItem,
    shapes.ForceRuleItem,
    shapes.TermItem,
)
KEYS: Final = ROOT_KEYS.union(SOURCE_KEYS, *map(shapes.keys, _OTHER_ITEMS))
"""All keys of an agreement file."""
_KEYS: Final = "|".join(sorted(KEYS))
_TEXT_KEYS: Final = "title|formal_title|publisher|author|place|note|by|basis|locator|rejected|corrected"
"""Keys with a text that people write in their own words."""
_COLONS: Final = "\uff1a\ufe55\ua789\u2236"
_MAX_SHOWN: Final = 60
"""Characters of a text that is shown as it should be written."""

KEY_LINE: Final = re.compile(
    r"(?P<indent> *+)(?P<dash>- ++)?(?P<key>[\w.-]+|'[^']*'|\"[^\"]*\") *:(?P<value>(?: .*)?)$"
)
"""Line with a key, of an agreement file or not."""


_BULLETS: Final = r"[-*\u2010-\u2015\u2212\u2022\u2023\u00b7]|[0-9]{1,3}[.)]"
_BULLET: Final = re.compile(
    rf"(?P<indent> *+)(?P<bullet>{_BULLETS})(?P<gap> *)"
    rf"(?P<rest>(?:{_KEYS}) *[:{_COLONS}].*|[a-z0-9]+(?:-[a-z0-9]+)+ *|(?P<quote>[\"']?)[A-Z]{{2,}}(?P=quote) *)$"
)


def correct_bullets(lines: SlipLines) -> None:
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
            shown_sign = f"'{sign}'" if len(sign) > 1 else named(sign)
            message = f"an entry begins with a hyphen and a blank, not with {shown_sign}"
        # The other keys of the entry show at which column the first one belongs.
        blanks = " " * max(_column_of_next(lines.lines, number) - len(match["indent"]) - 1, 1)
        written = f"{match['indent']}-{blanks}{match['rest']}"
        lines.repair(number, *match.span("bullet"), message, f"write '{clip(shown)}'", {number: written})


_COLON: Final = re.compile(
    rf"(?P<stem> *+(?:- ++)?)(?P<key>{_KEYS})"
    rf"(?:(?P<tight>:)(?=[^\s:])| *(?P<other>[{_COLONS}]) *| *(?P<equals>[=;]) *)(?P<rest>.*)$"
)
_NO_COLON: Final = re.compile(rf"(?P<stem> *+(?:- ++)?)(?P<key>{_KEYS})(?P<rest>(?: +[^\s:#=;].*)?)$")
_ID_WITHOUT_COLON: Final = re.compile(r"(?P<stem> *+)(?P<key>(?=[0-9-]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)+)(?P<rest>) *$")
_TIGHT_IN_BRACKETS: Final = re.compile(rf"(?P<stem>[{{,] *)(?P<key>{_KEYS}):(?=[^\s,}}])(?P<rest>[^,}}]*)")


def correct_colons(lines: SlipLines) -> None:
    """Find keys without a colon, with another sign in its place, or without the blank after it."""
    for number, line in lines:
        match = _COLON.match(line)
        if match:
            written = clip(f"{match['key']}: {match['rest']}".rstrip())
            if match["tight"]:
                message, place = "a blank is missing after the colon", match.span("tight")
            else:
                sign = "other" if match["other"] else "equals"
                message, place = f"a key is followed by a colon, not by {named(match[sign])}", match.span(sign)
            repaired = f"{match['stem']}{match['key']}: {match['rest']}"
            lines.repair(number, *place, message, f"write '{written}'", {number: repaired})
        elif "{" in line and (match := _TIGHT_IN_BRACKETS.search(line)):
            written = clip(f"{match['key']}: {match['rest']}".rstrip())
            repaired = _TIGHT_IN_BRACKETS.sub(r"\g<stem>\g<key>: \g<rest>", line)
            message = "a blank is missing after the colon"
            lines.repair(number, *match.span("key"), message, f"write '{written}'", {number: repaired})
        elif (match := _NO_COLON.match(line)) and _stands_as_key(lines.lines, number, len(match["stem"])):
            written = clip(f"{match['key']}:{match['rest']}".rstrip())
            repaired = f"{match['stem']}{match['key']}:{match['rest']}"
            message = "a colon is missing after the key"
            lines.repair(number, *match.span("key"), message, f"write '{written}'", {number: repaired})
        elif (match := _ID_WITHOUT_COLON.match(line)) and _column_of_next(lines.lines, number) > len(match["stem"]):
            help = f"write '{clip(match['key'])}:'"
            repaired = f"{match['stem']}{match['key']}:"
            lines.repair(number, *match.span("key"), "a colon is missing after the id", help, {number: repaired})


def _stands_as_key(lines: list[str], number: int, column: int) -> bool:
    """Return whether a neighbour has a key at this column, or the next line has the value of a key on this one."""
    for other in (next_line(lines, number, 1), next_line(lines, number, -1)):
        match = KEY_LINE.match(lines[other]) if other is not None else None
        if match and match.start("key") == column:
            return True
    return bool(lines[number].strip(" -") == lines[number].split()[-1] and _column_of_next(lines, number) > column)


def next_line(lines: list[str], number: int, step: int) -> int | None:
    """Return the number of the next line, in steps of 1 or -1, that is neither empty nor a comment."""
    number += step
    while 0 <= number < len(lines):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            return number
        number += step
    return None


def _column_of_next(lines: list[str], number: int) -> int:
    """Return the column of the key on the next line; -1 if it has none."""
    other = next_line(lines, number, 1)
    match = KEY_LINE.match(lines[other]) if other is not None else None
    return match.start("key") if match else -1


_WITH_COMMA: Final = re.compile(
    rf"(?P<stem> *+(?:- ++)?)(?P<sign>[\"']?)(?P<key>{_KEYS})(?P=sign): *"
    rf"(?P<value>\"[^\"]*\"|'[^']*'|\[.*\]|{{.*}}) *(?P<comma>,) *$"
)


def correct_commas(lines: SlipLines) -> None:
    """Find commas behind values, as JSON has them."""
    for number, line in lines:
        match = _WITH_COMMA.match(line)
        if match:
            start, end = match.span("comma")
            repaired = line[:start] + line[end:]
            lines.repair(number, start, end, "a comma stands behind the value", "delete it", {number: repaired})


_VALUE: Final = re.compile(rf" *+(?:- ++)*+(?P<key>(?:{_KEYS}|[a-z0-9]+(?:-[a-z0-9]+)+): +)?(?P<value>[\[{{\"'].*)$")
_BEGINS_ANEW: Final = re.compile(rf" *+(?:- |(?:{_BULLETS})? *+(?:{_KEYS})\b)")
"""Beginning of an entry or a key, with slips of its own."""
_CLOSING: Final = {"[": "]", "{": "}"}


def correct_open_signs(lines: SlipLines) -> None:
    """Find brackets and quotes that are not closed at the end of their line, although the next line begins anew."""
    for number, line in lines:
        match = _VALUE.match(line)
        opened = _open_at_end(match["value"]) if match and number + 1 not in lines.corrected else None
        # A sign alone says nothing of what it holds.
        if match is None or opened is None or len(match["value"].strip()) == 1 or _goes_on(lines, number, match):
            continue
        signs, length = opened
        if signs == "]" and match["value"].startswith("[["):  # no value is a list of lists
            start = match.start("value")
            help = f"delete one: write {clip(match['value'][1:])}"
            written = line[:start] + line[start + 1 :]
            lines.repair(number, start, start + 1, "a bracket is opened twice and closed once", help, {number: written})
            continue
        start, end = match.start("value"), match.start("value") + length
        what = "a quote is" if signs[0] in "\"'" else "a bracket is" if len(signs) == 1 else "brackets are"
        written = f"{line[:end]}{signs}{line[end:]}"
        help = f"close {'it' if len(signs) == 1 else 'them'}: write {clip(written[start : end + len(signs)])}"
        lines.repair(number, start, start + 1, f"{what} opened here and not closed", help, {number: written})
    lines.note_closed_brackets()


def _goes_on(lines: SlipLines, number: int, match: re.Match[str]) -> bool:
    """Return whether the value on a line may go on below: unless a key or an entry follows, no further right."""
    other = next_line(lines.lines, number, 1)
    if other is None:
        return False
    below = lines.lines[other]
    column = match.start("key") if match["key"] else match.start("value")
    indent = len(below) - len(below.lstrip(" "))
    return indent > column or not (KEY_LINE.match(below) or _BEGINS_ANEW.match(below))


_SIGN: Final = re.compile(r"[\"'\[\]{}#]")


def _open_at_end(value: str) -> tuple[str, int] | None:
    """Return the signs that close what a value opens, and its length without a comment; None if nothing is open.

    None also if brackets do not fit each other, or if a text between quotes may end anywhere.
    """
    open_signs: list[str] = []
    length, start = len(value), 0
    # Most values have no sign, and a search for the next one takes less time than to look at each character.
    while found := _SIGN.search(value, start):
        sign, place = found.group(), found.start()
        if sign in "\"'" and value[:place].rstrip(" ")[-1:] in ("", "[", "{", ",", ":"):
            end = value.find(sign, place + 1)
            if end < 0:
                is_clear = not re.search(r" #|[\\,\[\]{}]", value[place:])
                return ("".join([sign, *reversed(open_signs)]), len(value.rstrip())) if is_clear else None
            place = end
        elif sign in _CLOSING:
            open_signs.append(_CLOSING[sign])
        elif sign in "]}":
            if not open_signs or open_signs.pop() != sign:
                return None
        elif sign == "#" and value[place - 1] == " ":
            length = place
            break
        start = place + 1
    return ("".join(reversed(open_signs)), len(value[:length].rstrip())) if open_signs else None


_TEXT: Final = re.compile(rf"(?P<stem> *+(?:- ++)?(?:{_TEXT_KEYS}): +)(?P<text>[^\s\[\]{{}}'\"|>#&*!].*|'.*'.*|\".*)$")


def correct_unquoted_texts(lines: SlipLines) -> None:
    """Find texts that need quotes and have none, and texts in quotes that hold a quote of the same kind."""
    for number, line in lines:
        match = _TEXT.match(line)
        if match is None or number + 1 in lines.corrected:
            continue
        text, comment = _without_comment(match["text"])
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
        written = single_quoted(inner.replace("''", "'") if sign == "'" else inner)
        help = "put it in single quotes, and write each ' in it twice"
        if len(written) <= _MAX_SHOWN:
            help = f"write {clip(written)}"
        repaired = f"{match['stem']}{written}{comment}"
        if _is_whole(lines.lines, number, match):
            lines.repair(number, start, start + len(text), message, help, {number: repaired})
        else:
            lines.report(number, start, start + len(text), message, help)
            lines.correct(number, repaired)


_KEY_WITHIN: Final = re.compile(rf"\b(?:{_KEYS}): ")


def _without_comment(value: str) -> tuple[str, str]:
    """Return a text and the comment behind it with the blanks between them; behind the last quote, if it has some."""
    begin = value.rfind(value[0], 1) if value[0] in "'\"" else 0
    comment = re.compile(r" +#|\s*$").search(value, max(begin, 0))
    at = comment.start() if comment else len(value)
    return value[:at], value[at:]


def _is_whole(lines: list[str], number: int, match: re.Match[str]) -> bool:
    """Return whether a text certainly is all of its value, and no more: without an escape, a key or a further line."""
    below = next_line(lines, number, 1)
    column = len(match["stem"]) - len(match["stem"].lstrip(" -"))
    goes_on = below is not None and len(lines[below]) - len(lines[below].lstrip(" ")) > column
    text = match["text"]
    return not (text[0] == '"' and "\\" in text) and not goes_on and not _KEY_WITHIN.search(text)
