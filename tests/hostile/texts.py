"""Bytes that are no UTF-8, characters that do not show, keys that come twice in disguise, and texts that other
readers take for something else."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from hostile.case import DEFAULTS, Case, accepted, agreement, either, refused

__all__ = ["characters", "duplicates", "encodings", "implicit_types"]

_GOOD: Final = agreement()
_FOREIGN: Final = agreement(title="Übereinkunft 条約 договор")
_BOMS: Final = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
_CODECS: Final[Mapping[str, str]] = {
    "latin-1": "Übereinkunft",
    "cp1252": "“Übereinkunft”",
    "iso8859-15": "100 €",
    "cp437": "Überein",
    "koi8-r": "договор",
    "cp1251": "договор",
    "iso8859-8": "הסכם",
    "cp1256": "اتفاقية",
    "shift_jis": "条約",
    "euc_jp": "条約",
    "gb18030": "条约",
    "big5": "條約",
    "euc_kr": "조약",
    "mac_roman": "Übereinkunft",
}
_ESCAPING: Final = {"iso2022_jp": "条約", "iso2022_kr": "조약"}
_NOT_UTF8: Final[Mapping[str, bytes]] = {
    "overlong slash": b"\xc0\xaf",
    "overlong NUL": b"\xc0\x80",
    "overlong in three": b"\xe0\x80\xaf",
    "overlong in four": b"\xf0\x80\x80\xaf",
    "overlong in five": b"\xf8\x80\x80\x80\xaf",
    "overlong in six": b"\xfc\x80\x80\x80\x80\xaf",
    "overlong escape": b"\xc0\x9b[31m",
    "overlong line end": b"\xc0\x8a::error::x",
    "first surrogate": b"\xed\xa0\x80",
    "last surrogate": b"\xed\xbf\xbf",
    "a pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "far beyond Unicode": b"\xf7\xbf\xbf\xbf",
    "a continuation": b"\x80",
    "the last continuation": b"\xbf",
    "a start alone": b"\xc3",
    "a start of three": b"\xe2\x82",
    "a start of four": b"\xf0\x9f\x98",
    "0xFE": b"\xfe",
    "0xFF": b"\xff",
    "NEL of Latin-1": b"\x85",
    "CSI of Latin-1": b"\x9b31m",
    "a command after it": b"\xff\n::error::x",
    "an old command after it": b"\xff##[error]x",
}
_PLACES: Final = (
    "at the beginning",
    "in the id",
    "in the title",
    "in a key",
    "in a comment",
    "in quotes",
    "at the end",
)


def _with(data: bytes, where: str) -> bytes:
    good = _GOOD.encode()
    mark = b"@@"
    return {
        "at the beginning": mark + good,
        "in the id": good.replace(b"id: a", b"id: a" + mark, 1),
        "in the title": good.replace(b"An agreement", b"An " + mark + b" agreement"),
        "in a key": good.replace(b"kind: raa", b"ki" + mark + b"nd: raa"),
        "in a comment": good + b"# x " + mark + b"\n",
        "in quotes": good.replace(b"An agreement", b'"An ' + mark + b' agreement"'),
        "at the end": good + mark,
    }[where].replace(mark, data)


def encodings() -> Iterator[Case]:
    """Other encodings than UTF-8, with and without a mark, and what UTF-8 forbids."""
    for what, text in (("ASCII", _GOOD), ("foreign", _FOREIGN), ("nothing", ""), ("a letter", "a")):
        for codec, bom in _BOMS.items():
            data = text.encode(codec)
            yield refused(f"{codec}, {what}, marked", bom + data, "unreadable-file")
            if data:
                yield refused(f"{codec}, {what}", data, "unreadable-file", "suspicious-character")
                yield refused(
                    f"{codec}, {what}, after UTF-8", b"id: a\n" + data, "unreadable-file", "suspicious-character"
                )
                yield refused(f"{codec}, {what}, cut off", data[:-1] + b"\xff", "unreadable-file")
    for codec, text in _CODECS.items():
        for slot in ("title", "note", "id", "source", "event", "date"):
            yield refused(f"{codec} in the {slot}", agreement(**{slot: text}).encode(codec), "unreadable-file")
        comment = (_GOOD + f"# {text}\n").encode(codec)
        yield refused(f"{codec} in a comment", comment, "unreadable-file")
    for codec, text in _ESCAPING.items():
        yield refused(f"{codec} in the title", agreement(title=text).encode(codec), "suspicious-character")
    yield either("UTF-7 in the title", agreement(title="Übereinkunft").encode("utf-7"), "unreadable-file")
    yield refused("EBCDIC", _GOOD.encode("cp037"), "unreadable-file", "suspicious-character")
    for what, data in _NOT_UTF8.items():
        for where in _PLACES:
            yield refused(f"{what}, {where}", _with(data, where), "unreadable-file")
    yield accepted("a mark of UTF-8", codecs.BOM_UTF8 + _GOOD.encode())
    yield refused("two marks of UTF-8", codecs.BOM_UTF8 * 2 + _GOOD.encode(), "suspicious-character")
    yield refused("a mark alone", codecs.BOM_UTF8, "invalid-yaml")
    for where in _PLACES[1:]:
        yield refused(f"a mark of UTF-8, {where}", _with(codecs.BOM_UTF8, where), "suspicious-character")
    for where in _PLACES:
        yield refused(f"NUL, {where}", _with(b"\0", where), "suspicious-character")
        yield refused(f"many NULs, {where}", _with(b"\0" * 5000, where), "suspicious-character")
    yield refused("random bytes", bytes(range(256)) * 20, "unreadable-file")
    yield refused("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unreadable-file")
    yield refused("gzip", b"\x1f\x8b\x08\x00" + b"\0" * 6, "unreadable-file")
    yield refused("Windows end of file", _GOOD.encode() + b"\x1a", "suspicious-character")


_HIDDEN: Final = (
    *(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"),
    *"\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e",
    *"\u2060\u2061\u2064\u2066\u2067\u2068\u2069\u206a\u206f\ufeff\ufff9\ufffb\ufffe\uffff\U000e0001\U000e0041\U000e007f",
)  # fmt: skip
_ODD: Final = (
    *"\xa0\u00b4\u0300\u0301\u0338\u034f\u115f\u1160\u17b4\u1680\u2000\u2003\u202f\u205f\u2800\u3000\u3164\uffa0\ufffc\ufffd",
    *"\u0378\ue000\uf8ff\ufdd0\U0001d173\U000f0000\U0010ffff\U000e0100\U0001fffe\U0001f3fb\u20e3\ufe0f\ufe00\u1f600\u0635\u05d0",
)  # fmt: skip


def characters() -> Iterator[Case]:
    """Characters that do not show or mislead: as they are, and brought in by an escape."""
    for one in _HIDDEN:
        name = f"U+{ord(one):04X}"
        escape = f"\\x{ord(one):02x}" if ord(one) < 256 else f"\\U{ord(one):08x}"
        # A lone CR is a line end to YAML, and so may break the file as well.
        rules = ("suspicious-character", "invalid-yaml")
        yield refused(f"{name} in a value", agreement(title=f"a{one}b"), *rules)
        yield refused(f"{name} in a comment", _GOOD + f"# a{one}b\n", *rules)
        yield refused(f"{name} in a key", _GOOD + f"a{one}b: c\n", *rules)
        yield refused(f"{name} in the id", agreement(id=f"a{one}b"), *rules)
        yield refused(f"{name} in quotes", agreement(note=f"'a{one}b'"), *rules)
        yield refused(f"{name} by an escape", agreement(note=f'"a{escape}b"'), *rules)
        yield refused(f"{name} by an escape in a key", _GOOD + f'"a{escape}b": c\n', *rules, "unknown-key")
        yield refused(f"{name} in an ignore", _GOOD + f"# pactstate: ignore[past-term] a{one}b\n", *rules)
    for one in _ODD:
        name = f"U+{ord(one):04X}"
        yield either(f"{name} in a value", agreement(title=f"a{one}b"))
        yield either(f"{name} first", agreement(title=f"{one}b"))
        yield refused(f"{name} in a key", _GOOD + f"a{one}b: c\n")
        yield refused(f"{name} in the event", agreement(event=f"signed{one}"))
        yield refused(f"{name} in a date", agreement(date=f"2024{one}"), "invalid-date", "suspicious-character")
    for surrogate in (
        "\\ud800",
        "\\udfff",
        "\\ud83d\\ude00",
        "\\U0000d800",
        "\\U00110000",
        "\\UFFFFFFFF",
        "\\xZZ",
        "\\u12",
        "\\q",
    ):
        for slot in ("title", "id", "event"):
            yield either(f"{surrogate} in the {slot}", agreement(**{slot: f'"{surrogate}"'}))
        yield refused(f"{surrogate} in a key", _GOOD + f'"{surrogate}": x\n')


_SPELT: Final[Mapping[str, str]] = {
    "plain": "{0}:",
    "single": "'{0}':",
    "double": '"{0}":',
    "escaped": '"{1}":',
    "long escape": '"{2}":',
    "blanks after": "{0}   :",
    "explicit": "? {0}\n{3}:",
    "explicit, quoted": "? '{0}'\n{3}:",
    "literal": "? |-\n{3}  {0}\n{3}:",
    "folded": "? >-\n{3}  {0}\n{3}:",
    "broken over lines": '"{4}\\\n{3}  {5}":',
}


def _spelt(how: str, key: str, indent: str) -> str:
    short = f"\\x{ord(key[0]):02x}{key[1:]}"
    long = "".join(f"\\U{ord(one):08x}" for one in key)
    return _SPELT[how].format(key, short, long, indent, key[:1], key[1:])


_MAPPINGS: Final[Mapping[str, tuple[str, str, str]]] = {
    # A key of the mapping, its value, the indentation, and where the two stand.
    "the file": ("kind", "raa", ""),
    "an entry": ("place", "Manila", "    "),
    "a source": ("author", "A. Author", "    "),
    "the sources": ("other", "{title: Other}", "  "),
}
_ANCHOR: Final[Mapping[str, str]] = {
    "the file": f"kind: {DEFAULTS['kind']}\n",
    "an entry": f"    place: {DEFAULTS['place']}\n",
    "a source": f"    title: {DEFAULTS['source_title']}\n",
    "the sources": "sources:\n",
}


def duplicates() -> Iterator[Case]:
    """The same key twice, in every pair of spellings, and what only looks the same."""
    for where, (key, value, indent) in _MAPPINGS.items():
        line = _ANCHOR[where]
        kept = "" if where in ("the file", "an entry") else line
        spellings = _SPELT if where in ("the file", "the sources") else ("plain", "double", "escaped", "explicit")
        for first in spellings:
            for second in spellings:
                two = "".join(f"{indent}{_spelt(how, key, indent)} {value}\n" for how in (first, second))
                rules = (
                    ("duplicate-key", "invalid-yaml") if "broken over lines" in (first, second) else ("duplicate-key",)
                )
                yield refused(f"{first} and {second} in {where}", _GOOD.replace(line, kept + two), *rules)
    flow = ("a: 1", "'a': 1", '"a": 1', '"a":1', '"\\x61": 1', "? a : 1", "? 'a' : 1", "a", "a: ")
    for one in flow:
        for other in flow:
            yield refused(f"{one} and {other} in brackets", _GOOD + f"x: {{{one}, {other}}}\n", "duplicate-key")
    for text in ("", "' '", "''", "~", "null", "1", "é", "条約", "a b", "::x", "x##[x]", "<<x", "0x1", "=", "\\"):
        twice = f"{text}: 1\n{text}: 2\n" if text else "? \n: 1\n? \n: 2\n"
        yield refused(f"{text!r} twice", _GOOD + twice, "duplicate-key", "unknown-key")
    for count in (2, 3, 50):
        yield refused(f"{count} times", _GOOD + "title: A\n" * count, "duplicate-key")
    alike = {
        "NFC and NFD": ("é", "e\u0301"),
        "cases": ("Id", "ID"),
        "Cyrillic": ("kind", "kınd"),
        "blanks": ("'a b'", "'a  b'"),
        "number and text": ("1", "'1'"),
        "a zero width space": ("a", "'a\u200b'"),
        "full width": ("a", "ａ"),
        "a ligature": ("fi", "ﬁ"),
        "a sharp s": ("ss", "ß"),
        "a trailing NBSP": ("a", "'a\xa0'"),
        "the Kelvin sign": ("k", "\u212a"),
    }
    for what, (one, other) in alike.items():
        yield refused(
            f"alike by {what}",
            _GOOD + f"{one}: x\n{other}: y\n",
            "unknown-key",
            "duplicate-key",
            "suspicious-character",
        )
        sources = f"sources:\n  {one}: {{title: A}}\n  {other}: {{title: B}}\n"
        yield refused(
            f"sources alike by {what}",
            _GOOD.replace("sources:\n", sources),
            "invalid-value",
            "duplicate-key",
            "suspicious-character",
        )


def _day_of(match: re.Match[str]) -> bool:
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    return match is not None and _day_of(match)


_IMPLICIT: Final = (
    # Logical values
    *"y Y yes Yes YES n N no No NO true True TRUE false False FALSE on On ON off Off OFF yEs t f T F".split(),
    # Nothing
    *"~ null Null NULL nULL nil None none undefined".split(),
    # Whole numbers
    *"0 1 -1 +1 00 007 012 -012 0o14 0O14 0x1F 0X1f -0x1f 0b101 0B1 1_000 0_1 +12_34 0x_1 1__0 _1 1_".split(),
    *"9223372036854775807 9223372036854775808 -9223372036854775809 18446744073709551616 ٣ ４２ ² Ⅷ 1,000 1'000".split(),
    # Numbers to the base 60
    *"1:30 190:20:30 -1:30 1:30:45.5 59:59 1:60 01:30 0:0 +1:2:3 1:2:3:4".split(),
    # Other numbers
    *"1.0 1. .5 -.5 1e3 1E3 1.5e+3 1e 1e5000 -1e-5000 .inf -.inf +.INF .Inf .nan .NaN .NAN inf nan NaN Infinity 0. 1.2.3 1_0.5 6.8523015e+5".split(),
    # Days and times
    *"2024 2024-01 2024-1-1 2024-01-01 2024-02-29 2023-02-29 2024-02-30 2024-13-01 0000-01-01 0001-01-01 9999-12-31".split(),
    *"10000-01-01 20240101 2024-001 2024-W01 01-02-2024 31/12/2024 24-01-01 -0001-01-01 2024-01-01T00:00:00Z".split(),
    "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-12-15 2:59:43.10", "12:00", "12:00:00",
    # Words of YAML 1.1
    "=", "<<", "=a", "<<a", "==", "+", ".", "..", "...a", "-a", "?a", ":a", "a:b", "a#b",
    # Words of other languages
    *"undefined NULL_ __proto__ constructor toString hasOwnProperty __class__ prototype self this eval import".split(),
)  # fmt: skip
_TEXTS: Final = ("title", "note")


def implicit_types() -> Iterator[Case]:
    """Texts that YAML 1.1 takes for truth values, numbers, times or nothing: each stays the text that it is."""
    for text in dict.fromkeys(_IMPLICIT):
        word = text.strip()
        is_id = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word) is not None
        yield accepted(f"{text!r} as the title", agreement(title=text), title=word)
        yield (
            accepted(
                f"{text!r} as the title, in brackets",
                f"{{id: a, title: {text}, kind: raa, parties: [JP, PH], history: []}}\n",
                title=word,
            )
            if _in_brackets(word)
            else accepted(
                f"{text!r} as a quoted title",
                agreement(title=f"'{word}'" if "'" not in word else f'"{word}"'),
                title=word,
            )
        )
        date = agreement(date=text, published="2024-12-31", days="0")
        yield (
            either(f"{text!r} as the date", date, "invalid-date")
            if _is_date(word)
            else refused(f"{text!r} as the date", date, "invalid-date")
        )
        id_rules = ("file-name",) if is_id else ("invalid-value",)
        yield refused(f"{text!r} as the id", agreement(id=text), *id_rules)
        cited = agreement(source=text, claim=text, stated=text)
        if word == "<<":
            yield refused(f"{text!r} as a source", cited, "unsafe-yaml")
        elif is_id:
            yield accepted(f"{text!r} as a source", cited)
        else:
            yield refused(f"{text!r} as a source", cited, "invalid-value", "invalid-yaml")
        yield refused(f"{text!r} as a key", _GOOD + f"{text}: x\n", "unsafe-yaml" if word == "<<" else "unknown-key")
        party = agreement(party=f"'{word}'" if "'" not in word else f'"{word}"')
        known = word in ("NO", "TF")
        yield (
            accepted(f"{text!r} as a party", party)
            if known
            else refused(f"{text!r} as a party", party, "unknown-party-code")
        )
        yield refused(f"{text!r} as the event", agreement(event=text), "invalid-value")
    for number in (
        "0",
        "1",
        "-1",
        "007",
        "99999",
        "100000",
        "1e3",
        "1_0",
        "0x1",
        "٣",
        "1.0",
        "1:30",
        "~",
        "9" * 5000,
        "' 1'",
        "''",
    ):
        fits = re.fullmatch("[0-9]{1,5}", number) is not None
        for slot in ("days", "years"):
            case = agreement(**{slot: number})
            yield (
                either(f"{number[:9]!r} as {slot}", case)
                if fits
                else refused(f"{number[:9]!r} as {slot}", case, "invalid-value")
            )
    for truth in ("true", "false", "'true'", "yes", "True", "1", "on", "~", "''"):
        fits = truth.strip("'") in ("true", "false")
        case = agreement(renews=truth)
        yield (
            either(f"{truth!r} as renews", case, "invalid-value")
            if fits
            else refused(f"{truth!r} as renews", case, "invalid-value")
        )
    for code in ("NO", '"NO"', '"\\x4eO"'):
        yield accepted(f"Norway as {code}", agreement(party=code))


def _in_brackets(word: str) -> bool:
    return (
        not any(one in word for one in ",[]{}#'\"")
        and ": " not in word
        and not word.startswith((":", "?", "-"))
        and not word.endswith(":")
    )
