"""YAML that agreement files do without: anchors, aliases, merge keys, tags, directives, further documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hostile.case import DEFAULTS, Case, accepted, agreement, refused

__all__ = ["aliases", "anchors", "block_headers", "documents", "merge_keys", "tags"]

_MARKS: Final = tuple(name for name in DEFAULTS if name.endswith("_mark"))
_VALUES: Final = tuple(name for name in DEFAULTS if not name.endswith("_mark"))

_TAGS: Final = (
    "!", "!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!!set", "!!omap", "!!pairs", "!!binary",
    "!!timestamp", "!!merge", "!!value", "!!yaml", "!local", "!<tag:yaml.org,2002:str>", "!<x>", "!%41", "!a.b/c:d",
    "!!python/object/apply:os.system", "!!python/object/new:os.system", "!!python/name:os.system",
    "!!python/module:os", "!!python/tuple", "!!python/none", "!!js/function", "!ruby/object:Gem::Installer",
    "!!java.net.URLClassLoader", "!!perl/hash:X", "!include", "!env", "!ENV", "!reference", "!vault", "!Ref", "!é",
)  # fmt: skip


def _marked(word: str, slot: str) -> str:
    value = f" {word}" if slot.endswith("_mark") else f"{word} {DEFAULTS[slot]}"
    return agreement(**{slot: value})


def tags() -> Iterator[Case]:
    """Every tag at every place, known to any language or to none."""
    for tag in _TAGS:
        slots = (
            (*_MARKS, *_VALUES)
            if tag in ("!", "!!str", "!!python/object/apply:os.system")
            else _VALUES[:6] + _MARKS[:2]
        )
        for slot in slots:
            # Some stand where YAML itself allows none.
            yield refused(f"{tag} on the {slot}", _marked(tag, slot), "unsafe-yaml", "invalid-yaml")
        yield refused(f"{tag} on the file", f"{tag}\n{agreement()}", "unsafe-yaml", "invalid-yaml")
        yield refused(f"{tag} on a key", agreement() + f"{tag} x: y\n", "unsafe-yaml", "invalid-yaml")
        yield refused(f"{tag} alone", agreement() + f"x: {tag}\n", "unsafe-yaml", "invalid-yaml")


_NAMES: Final = ("A-b_c", "1", "é", "::error", "##x", "*", "a:b", "x" * 2000)


def anchors() -> Iterator[Case]:
    """Anchors, whether anything refers to them or not."""
    for slot in (*_MARKS, *_VALUES):
        yield refused(f"on the {slot}", _marked("&a", slot), "unsafe-yaml", "invalid-yaml")
        yield refused(f"on the {slot}, with a tag", _marked("&a !!str", slot), "unsafe-yaml", "invalid-yaml")
    for name in _NAMES:
        yield refused(f"&{name[:9]} on the title", _marked(f"&{name}", "title"), "unsafe-yaml", "invalid-yaml")
        yield refused(f"&{name[:9]} on a key", agreement() + f"&{name} x: y\n", "unsafe-yaml", "invalid-yaml")
    yield refused("on the file", "--- &a\n" + agreement(), "unsafe-yaml", "invalid-yaml")
    yield refused("twice", agreement(title="&a A", note="&a B"), "unsafe-yaml")
    yield refused("alone", agreement() + "x: &a\n", "unsafe-yaml")
    yield refused("two on one value", agreement(title="&a &b A"), "unsafe-yaml", "invalid-yaml")


def _bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


def aliases() -> Iterator[Case]:
    """Aliases to what is there, to what is not, to themselves, and those that multiply."""
    for slot in _VALUES:
        yield refused(f"unknown, as the {slot}", agreement(**{slot: "*x"}), "unsafe-yaml", "invalid-yaml")
        if slot != "id":
            known = agreement(id="&x a", **{slot: "*x"})
            yield refused(f"known, as the {slot}", known, "unsafe-yaml", "invalid-yaml")
    for name in _NAMES:
        yield refused(f"*{name[:9]}", agreement(title=f"*{name}"), "unsafe-yaml", "invalid-yaml")
        yield refused(f"*{name[:9]} as a key", agreement() + f"*{name} : y\n", "unsafe-yaml", "invalid-yaml")
    for levels in (2, 10, 100):
        for width in (1, 2, 9):
            yield refused(f"a bomb of {levels} levels, {width} wide", _bomb(levels, width), "unsafe-yaml")
    yield refused("a list in itself", agreement() + "x: &x [*x]\n", "unsafe-yaml")
    yield refused("a mapping in itself", agreement() + "x: &x {y: *x}\n", "unsafe-yaml")
    yield refused("a mapping in its own key", agreement() + "x: &x {*x : y}\n", "unsafe-yaml", "invalid-yaml")
    yield refused("the file in itself", "--- &x\nid: *x\n", "unsafe-yaml", "invalid-yaml")


def merge_keys() -> Iterator[Case]:
    """Merge keys of any value, at any place; in quotes they are texts, and unknown."""
    for value in (
        "{}",
        "{id: b}",
        "[]",
        "[{id: b}, {id: c}]",
        "a",
        "",
        "*x",
        "[*x, *x]",
        "~",
        "[[{}]]",
        "{<<: {<<: {}}}",
    ):
        yield refused(f"of {value}, in the file", agreement() + f"<<: {value}\n", "unsafe-yaml")
        yield refused(f"of {value}, first", f"<<: {value}\n" + agreement(), "unsafe-yaml")
        yield refused(f"of {value}, in an entry", agreement() + f"x:\n  - <<: {value}\n    date: 2024\n", "unsafe-yaml")
        yield refused(f"of {value}, in brackets", agreement() + f"x: {{<<: {value}}}\n", "unsafe-yaml")
        yield refused(f"of {value}, explicit", agreement() + f"? <<\n: {value}\n", "unsafe-yaml")
        yield refused(f"of {value}, twice", agreement() + f"<<: {value}\n<<: {value}\n", "unsafe-yaml")
        for quoted in ("'<<'", '"<<"', '"\\x3c<"'):
            yield refused(
                f"of {value}, as {quoted}", agreement() + f"{quoted}: {value}\n", "unknown-key", "unsafe-yaml"
            )
    for levels in (1, 5, 20, 25, 60):
        lines = ["a0: &a0 {x: y}", *(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels))]
        yield refused(f"a bomb of {levels} levels", agreement() + "\n".join(lines) + "\n", "unsafe-yaml")
    yield accepted("as a text", agreement(title="<<"), title="<<")


_GOOD: Final = agreement()


def documents() -> Iterator[Case]:
    """Further documents, directives, and what stands beside documents."""
    well = {
        "a beginning": f"---\n{_GOOD}",
        "an end": f"{_GOOD}...\n",
        "both": f"---\n{_GOOD}...\n",
        "version 1.1": f"%YAML 1.1\n---\n{_GOOD}",
        "version 1.2": f"%YAML 1.2\n---\n{_GOOD}",
        "a comment before": f"# x\n---\n{_GOOD}",
        "two ends": f"{_GOOD}...\n...\n",
    }
    for name, text in well.items():
        yield Case(name, {b"agreements/a.yaml": text.encode()}, frozenset({0, 1}), absent=frozenset({"unsafe-yaml"}))
    wrong: Mapping[str, str] = {
        "twice the same": f"{_GOOD}---\n{_GOOD}",
        "an empty one after": f"{_GOOD}---\n",
        "an empty one before": f"---\n---\n{_GOOD}",
        "after an end": f"{_GOOD}...\n{_GOOD}",
        "a thousand": f"{_GOOD}" + "---\n" * 1000,
        "a text first": f"--- a\n---\n{_GOOD}",
        "a text on the line": f"--- a\n{_GOOD}",
        "version 2.0": f"%YAML 2.0\n---\n{_GOOD}",
        "version 1.1 twice": f"%YAML 1.1\n%YAML 1.1\n---\n{_GOOD}",
        "version without a number": f"%YAML\n---\n{_GOOD}",
        "a huge version": f"%YAML 1.{'9' * 5000}\n---\n{_GOOD}",
        "a tag directive": f"%TAG ! tag:example.org,2024:\n---\n{_GOOD}",
        "a tag directive, used": f"%TAG !e! tag:example.org,2024:\n---\n{agreement(title='!e!x A')}",
        "a tag directive, broken": f"%TAG !e\n---\n{_GOOD}",
        "a directive without a document": "%YAML 1.1\n",
        "a directive in the middle": f"{_GOOD}%YAML 1.1\n",
        "a directive as a command": f"%TAG ::error:: ##[x]\n---\n{_GOOD}",
        "nothing": "",
        "a line end": "\n",
        "an end only": "...\n",
        "a beginning only": "---\n",
        "a comment only": "# id: a\n",
        "a text": "id\n",
        "a list": "- id: a\n",
        "a list of one agreement": "- " + _GOOD.replace("\n", "\n  ") + "\n",
        "null": "~\n",
        "a number": "42\n",
        "a quoted text": "'id: a'\n",
        "an empty mapping": "{}\n",
        "an empty list": "[]\n",
        "tabs before keys": _GOOD.replace("\n  ", "\n\t"),
        "tabs between": _GOOD.replace(": ", ":\t@"),
        "one line": _GOOD.replace("\n", " "),
        "lines ended by CR": _GOOD.replace("\n", "\r"),
        "lines ended by NEL": _GOOD.replace("\n", "\x85"),
        "lines ended by LS": _GOOD.replace("\n", "\u2028"),
        "JSON": '{"id": "a", "title": "A"}\n',
        "TOML": 'id = "a"\n',
        "XML": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>\n',
        "CSV": "id,title\na,A\n",
        "an index": "id: a\n  title: b\n",
    }
    for name, text in wrong.items():
        yield refused(name, text)
    yield accepted("CRLF", _GOOD.replace("\n", "\r\n"))
    yield accepted("no line end at the end", _GOOD.rstrip("\n"))
    yield accepted("blanks at the end", _GOOD.rstrip("\n") + "   ")


_HEADERS: Final = tuple(
    f"{style}{chomp}{indent}" for style in "|>" for chomp in ("", "-", "+") for indent in ("", "1", "2", "4", "9")
) + tuple(f"{style}{indent}{chomp}" for style in "|>" for indent in "19" for chomp in "-+")
_BAD_HEADERS: Final = (
    "|0", ">0", "|10", "|--", "|++", "|-+", "|11", "|a", ">|", "||", "|-1-", "|1-1", "| a", "|!", "|&a", "|'", "|\0",
)  # fmt: skip
_BODIES: Final[Mapping[str, str]] = {
    "a line": "\n      text\n",
    "nothing": "\n",
    "blank lines": "\n\n\n\n",
    "a deep line": "\n               text\n",
    "a deep blank first": "\n                  \n      text\n",
    "a tab": "\n\ttext\n",
    "a comment after": " # x\n      text\n",
    "a command": "\n      ::error::x\n      ##[error]y\n",
    "an end": "\n      text\n...\n",
}


def block_headers() -> Iterator[Case]:
    """Block texts with every header, sound or not; whether they are well depends on the body, a crash never."""
    for header in _HEADERS:
        for what, body in _BODIES.items():
            text = agreement(locator=f"{header}{body}")
            yield Case(f"{header} with {what}", {b"agreements/a.yaml": text.encode()}, frozenset({0, 1}))
    for header in _BAD_HEADERS:
        for what in ("a line", "nothing"):
            text = agreement(locator=f"{header}{_BODIES[what]}")
            rules = ("invalid-yaml", "suspicious-character", "invalid-value")
            yield refused(f"{header} with {what}", text, *rules)
    for style in "|>":
        for chomp in ("-", "+", ""):
            yield accepted(f"{style}{chomp} for the title", agreement(title=f"{style}{chomp}\n  A title\n"))
