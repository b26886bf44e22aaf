"""Too deep, too large, too many: each limit from below, at it and above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hostile.case import Case, accepted, agreement, either, refused
from pactstate.storage.limits import DEFAULT

__all__ = ["depth", "size"]

# Beginning and end of a collection. Flow collections are on one line, the others indent.
_NESTS: Final[Mapping[str, tuple[str, str]]] = {
    "lists": ("[", "]"),
    "mappings": ("{a: ", "}"),
    "quoted keys": ('{"a": ', "}"),
    "both": ("[{a: ", "}]"),
    "spaced lists": ("[ ", " ]"),
    "keys that are lists": ("{? [", "] : a}"),
    "pairs in lists": ("[a: ", "]"),
}
_WHERE: Final[Mapping[str, tuple[str, int]]] = {
    # Text before the collection, and the number of collections that are open there.
    "as the file": ("", 0),
    "as a value": ("id: a\ntitle: ", 1),
    "as an unknown value": ("id: a\nx: ", 1),
    "in the history": ("id: a\nhistory:\n  - ", 2),
    "in an entry": ("id: a\nhistory:\n  - note: ", 3),
    "after a key": ("id: a\n? ", 1),
}
_DEPTHS: Final = (1, 30, DEFAULT.depth - 3, DEFAULT.depth, DEFAULT.depth + 1, 200, 3000)
_ABYSSES: Final = (20_000, 100_000)


def depth() -> Iterator[Case]:
    """Nested collections of every style, where they may and where they may not stand."""
    for style, (opens, closes) in _NESTS.items():
        each = sum(opens.count(bracket) for bracket in "[{") + (style == "pairs in lists")
        for where, (head, open_already) in _WHERE.items():
            for levels in _DEPTHS:
                text = f"{head}{opens * levels}{closes * levels}\n"
                name = f"{levels} {style} {where}"
                if levels * each + open_already > DEFAULT.depth:
                    yield refused(name, text, "limit-exceeded")
                else:
                    yield _shallow(name, text)
        for levels in _ABYSSES:
            yield refused(f"{levels} {style}, closed", opens * levels + closes * levels, "limit-exceeded")
            yield refused(f"{levels} {style}, open", "a: " + opens * levels, "limit-exceeded")
    for levels in (*_DEPTHS, *_ABYSSES):
        beyond = levels >= DEFAULT.depth
        kind: Callable[..., Case] = refused if beyond else _shallow
        rules = ("limit-exceeded",) if beyond else ()
        yield kind(f"{levels} hyphens", "x:\n  " + "- " * levels + "a\n", *rules)
        yield kind(f"{levels} question marks", "x:\n  " + "? " * levels + "a\n", *rules)
        if levels <= 200:
            steps = "".join(f"{' ' * level}a:\n" for level in range(levels))
            if levels == DEFAULT.depth:
                yield _shallow(f"{levels} steps", f"{steps}{' ' * levels}b\n")
            else:
                yield kind(f"{levels} steps", f"{steps}{' ' * levels}b\n", *rules)
            lists = "".join(f"{' ' * level}-\n" for level in range(levels))
            yield kind(f"{levels} lists of steps", f"x:\n{lists}{' ' * levels}- b\n", *rules)
    for opens in (
        "[",
        "{",
        "- ",
        "? ",
        "[[",
        "{a: [",
        "'",
        '"',
        "*a",
        "&a ",
        "!!a ",
        "|\n",
        ">\n",
        "{{",
        "[{",
        "!<",
        "%",
        "@",
        "`",
    ):
        for levels in (1, 3, 63, 5000):
            yield refused(f"{levels} of {opens.strip()!r}, alone", opens * levels)
            yield refused(f"{levels} of {opens.strip()!r}, as a value", "id: " + opens * levels)


def _shallow(name: str, text: str) -> Case:
    return refused(name, text, absent=frozenset({"limit-exceeded"}))


_PADDING: Final[Mapping[str, tuple[str, str]]] = {
    "a comment": ("# ", "x"),
    "comments": ("", "# a\n"),
    "blank lines": ("", "\n"),
    "blanks": ("# ", " "),
    "CRLF": ("", "\r\n"),
    "two bytes a character": ("# ", "é"),
    "three bytes a character": ("# ", "条"),
    "four bytes a character": ("# ", "😀"),
    "tabs": ("# ", "\t"),
}


def _padded(head: str, unit: str, size: int) -> bytes:
    data = (agreement() + head).encode()
    padded = data + unit.encode() * ((size - len(data)) // len(unit.encode()))
    return padded + b"\n" * (size - len(padded))


_STYLES: Final[Mapping[str, Callable[[str], str]]] = {
    "plain": lambda text: text,
    "single": lambda text: f"'{text}'",
    "double": lambda text: f'"{text}"',
    "literal": lambda text: f"|-\n      {text}",
    "folded": lambda text: f">-\n      {text}",
}


def size() -> Iterator[Case]:
    """Files, texts and keys of just the size that is allowed, and of one more."""
    most = DEFAULT.file_bytes
    for what, (head, unit) in _PADDING.items():
        yield accepted(f"{most} bytes of {what}", _padded(head, unit, most))
        yield refused(f"{most + 1} bytes of {what}", _padded(head, unit, most + 1), "limit-exceeded")
    yield accepted(f"{most - 1} bytes", _padded("# ", "x", most - 1))
    yield refused(f"{8 * most} bytes", _padded("# ", "x", 8 * most), "limit-exceeded")
    for style, written in _STYLES.items():
        for unit in ("a", "é", "条", "😀", "a b "):
            for length in (DEFAULT.title, DEFAULT.title + 1, DEFAULT.scalar, DEFAULT.scalar + 1):
                text = (unit * length)[: length - 1] + "z"
                name = f"{length} of {unit.strip()!r} as a {style} title"
                content = agreement(title=written(text))
                if length > DEFAULT.title:
                    yield refused(name, content, "limit-exceeded")
                else:
                    yield accepted(name, content, title=text)
    for length in (1, 1023, DEFAULT.key, DEFAULT.key + 1, 5000, 70_000):
        rules = ("unknown-key", "invalid-yaml") if length <= DEFAULT.key else ("limit-exceeded", "invalid-yaml")
        for style in ("plain", "single", "double"):
            key = _STYLES[style]("k" * length)
            yield refused(f"a {style} key of {length}", agreement() + f"{key}: v\n", *rules)
            yield refused(f"a {style} key of {length}, explicit", agreement() + f"? {key}\n: v\n", *rules)
            yield refused(f"a {style} key of {length}, in brackets", agreement() + f"x: {{{key}: v}}\n", *rules)
    for escape in ("\\x41", "\\u0041", "\\U00000041", "\\n", "\\\\", "\\_"):
        length = DEFAULT.scalar
        yield either(f"{length} of {escape}", agreement(note=f'"{escape * length}"'), "limit-exceeded")
        yield refused(f"{length + 1} of {escape}", agreement(note=f'"{escape * (length + 1)}"'), "limit-exceeded")
    head = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nx:\n"
    for nodes, more in ((DEFAULT.nodes - 13, -1), (DEFAULT.nodes, 1), (DEFAULT.nodes + 60_000, 1)):
        text = head + "- a\n" * nodes
        name = f"{nodes} values and some"
        yield (
            refused(name, text, "limit-exceeded")
            if more > 0
            else refused(name, text, absent=frozenset({"limit-exceeded"}))
        )
    for count in (199, 200, 201, 1000):
        notes = "".join(f"# pactstate: ignore[past-term] reason {number}\n" for number in range(count))
        rules = ("limit-exceeded",) if count > DEFAULT.ignores else ()
        kind = refused if rules else either
        yield kind(f"{count} ignores", agreement() + notes, *rules)
        bracket = f"# pactstate: ignore[{', '.join(f'x{number}' for number in range(count))}] reason\n"
        yield refused(f"an ignore of {count} rules", agreement() + bracket, "unknown-rule", *rules)
    # Reading stops at the limit of faults; text behind them changes nothing.
    yield refused("keys twice", agreement() + "id: a\n" * (DEFAULT.faults + 1), "duplicate-key")
    entries = "  - {event: note, date: x}\n" * (DEFAULT.faults // 2 + 1)
    yield refused(
        "wrong entries", f"id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory:\n{entries}", "invalid-date"
    )
