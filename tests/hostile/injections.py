# ruff: noqa: Q003 - a table of quotes
"""Texts that would be commands, escapes, formulas or markup where they are printed: in values, keys, comments, names
of files and folders, settings, and the arguments of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hostile.case import DEFAULTS, Case, Content, accepted, agreement, either, refused
from pactstate.storage.limits import DEFAULT

__all__ = ["PAYLOADS", "arguments", "injections", "names"]

PAYLOADS: Final = (
    # Workflow commands, and what may hide their beginning
    "::error::x", "::error file=a,line=1::x", "  ::warning::x", "::ERROR::x", "::set-output name=a::b", "::add-mask::a",
    "::stop-commands::x", "::set-env name=PATH::/tmp", "::add-path::/tmp", "::save-state name=a::b", "::debug::x",
    "##[error]x", "a ##[command]x", "##vso[task.setvariable variable=a]b", "##[set-env name=a]b", "##[group]x", "##[", "#[error]x", "###[error]x", "a\n::error::x",
    "a\r::error::x", "a\r\n::error::x", "a\x85::error::x", "a\u2028::error::x", "a\x0b::error::x", "a\x0c::error::x",
    "\u3000::error::x", "\xa0::error::x", "\ufeff::error::x", "\u200b::error::x", "%0A::error::x", "%0D%0A##[error]x",
    ":", "::", ":::", "a::b", ": :error::x", "：：error：：x", "＃＃[error]x", "x,file=b::y", "x%3A%3Ay", "%25", "%",
    # Terminals
    "\x1b[31mred", "\x1b]0;title\x07", "\x1b]8;;https://example.org\x1b\\x", "\x1b[2J\x1b[H", "\x9b31m", "\x9d0;x\x9c",
    "a\bb", "a\rb", "\x07", "\x0e", "\x7f", "\u202egnp.exe", "\u2066a\u2069", "e\u0301", "\u0301a", "\U0001f468\u200d\U0001f469",
    # Spreadsheets
    "=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", '"=1', "；=1", "a,=1", 'a",=1', "a\n=1",
    # Markup
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</pre><b>", "]]>", "<![CDATA[x", "<!-- x", "-->", "&amp;", "&#x3c;",
    "&lt;script&gt;", "<!DOCTYPE a>", "<?xml?>", "\"><b>", "' onload='x", "</testsuite>", "javascript:alert(1)",
    # Markdown
    "[a](javascript:alert(1))", "![a](https://example.org/a.png)", "`code`", "``` x", "| a | b |", "|", "\\|", "**a**", "_a_", "~~a~~",
    "# a", "> a", "- a", "1. a", "---", "===", "a\n---", "[a]: https://example.org", "<https://example.org>", "https://example.org",
    "www.example.org", "@octocat", "#1", "GH-1", "octo/repo#1", ":tada:", "$x$", "$$x$$", "[^1]", "- [ ] a", "a  \nb", "a\\\nb",
    # Diagrams
    '"]; x [label="', "--> x", "%%{init: {}}%%", "click a href", "a:::b", ";", "}", "{", "end", "\\n", "\\l",
    # Shells, formats, templates, paths, SQL
    "$(id)", "`id`", "${{ github.token }}", "${HOME}", "; rm -rf x", "&& x", "| x", "> x", "%s%n", "{0.__class__}", "{{7*7}}", "{}", "%(x)s",
    "../../etc/passwd", "/etc/passwd", "C:\\x", "file:///etc/passwd", "\\\\host\\x", "~/x", "-rf", "--help", "'; DROP TABLE x; --",
    "\\", "\\\\", "\\u0041", "\\x41", "\"", "'", "''", "\0", "a\0b", "\U0010ffff", "\ufffe", "a" * 3000, "条約" * 500, "\n", " ", "\t",
)  # fmt: skip

_SLOTS: Final = (
    "title", "source_title", "place", "note", "locator", "id", "kind", "event", "date", "party", "source", "claim", "says", "notice",
)  # fmt: skip
_FREE: Final = frozenset({"title", "source_title", "place", "note", "locator"})
DEFAULT_TYPE: Final = "    type: press\n"


def _quoted(text: str) -> str:
    """As YAML reads it in double quotes, whatever it is."""
    return '"' + "".join(one if one.isalnum() and one.isascii() else f"\\U{ord(one):08x}" for one in text) + '"'


def injections() -> Iterator[Case]:
    """Every payload in every value, in keys and in comments."""
    good = agreement()
    for number, payload in enumerate(PAYLOADS):
        name = f"{number} {payload[:20]!r}"
        for place, slot in enumerate(_SLOTS):
            # A text may say anything; everything else has a form.
            if slot in _FREE and (number + place) % 2 == 0:
                yield either(f"{name} as the {slot}", agreement(**{slot: _quoted(payload)}))
            if slot not in _FREE and (number + place) % 3 == 0:
                yield refused(f"{name} as the {slot}", agreement(**{slot: _quoted(payload)}))
        if number % 2:
            yield refused(f"{name} as a key", good + f"{_quoted(payload)}: x\n")
            yield refused(f"{name} as the key of an entry", good.replace("    place:", f"    {_quoted(payload)}:"))
            yield either(
                f"{name} as a reason",
                good.replace("reported_by: s", f"reported_by: {{source: s, date: 2020, rejected: {_quoted(payload)}}}"),
            )
            yield refused(f"{name} after a fault", agreement(note=f"[ {payload}"))
        else:
            line = payload.replace("\n", " ")
            yield either(
                f"{name} in an ignore",
                good.replace("place: Manila", f"place: Manila # pactstate: ignore[past-term] {line}"),
            )
            yield either(f"{name} as an ignored rule", good + f"# pactstate: ignore[{line}] reason\n")
            yield either(f"{name} as an end", good + f"# pactstate: ignore[past-term] reason, until 2{line}\n")
            yield either(
                f"{name} as an address", good.replace(DEFAULT_TYPE, f"{DEFAULT_TYPE}    url: {_quoted(payload)}\n")
            )
            yield either(f"{name}, plain", agreement(title=payload))
    everything = "".join(
        f"  x{number}: {{title: {_quoted(payload)}, publisher: {_quoted(payload)}}}\n"
        for number, payload in enumerate(PAYLOADS)
        if payload.strip()
    )
    yield refused("all of them", good.replace("sources:\n", "sources:\n" + everything), "suspicious-character")


def quoted_payloads() -> list[str]:
    """The payloads of which a text may consist, as they stand in a file."""
    return [_quoted(payload) for payload in PAYLOADS if payload.strip() and len(payload) < 200]


def filled(quoted: str, number: int) -> str:
    """An agreement that says the same in every text of it; ids are made with the number."""
    free = dict.fromkeys(sorted(_FREE), quoted)
    text = agreement(**free, id=f"a{number}", **dict.fromkeys(("source", "claim", "stated"), f"s{number}")).replace(
        "    note:", f"    by: {quoted}\n    corrected: {quoted}\n    note:"
    )
    text = text.replace(
        DEFAULT_TYPE, f"{DEFAULT_TYPE}    publisher: {quoted}\n    author: {quoted}\n    basis: {quoted}\n"
    )
    text = text.replace("kind: raa", f"formal_title: {quoted}\nkind: raa")
    text += f"    rejected: {quoted}\n"
    return text


def long() -> str:
    """One agreement whose entries, sources and statements say every payload."""
    sources, entries, statements = "", "", ""
    for number, quoted in enumerate(quoted_payloads()):
        sources += f"  q{number}: {{title: {quoted}, publisher: {quoted}, published: 2024-01-02}}\n"
        claim = f"{{source: q{number}, locator: {quoted}, rejected: {quoted}}}"
        entries += f"  - {{event: note, date: 2024-01-02, place: {quoted}, note: {quoted}, by: {quoted}, corrected: {quoted}, reported_by: [q{number}, s], denied_by: [{claim}]}}\n"
        statements += f"  - {{source: q{number}, says: signed, locator: {quoted}, rejected: {quoted}}}\n"
    title = ""
    for quoted in quoted_payloads():
        # Longer titles are refused.
        if len(title) + len(quoted) < DEFAULT.title:
            title += f" {quoted[1:-1]}"
    text = agreement(title=f'"{title}"').replace("sources:\n", "sources:\n" + sources)
    return text.replace("statements:\n", entries + "statements:\n" + statements)


def unknown_keys() -> str:
    """An agreement with every payload as a key, an event and an ignore."""
    events = "".join(f"  - {{event: {quoted}, date: {quoted}, {quoted}: x}}\n" for quoted in quoted_payloads())
    return agreement(id="b", source="t", claim="t", stated="t").replace("history:\n", "history:\n" + events)


def _as_name(payload: str) -> bytes:
    return payload.replace("/", "∕").replace("\0", "␀").encode("utf-8", "surrogateescape")[:200]


def names() -> Iterator[Case]:
    """Every payload as the name of a file and of a folder, and names that are no text."""
    good, bad = agreement().encode(), b"id: [\n"
    odd = (
        b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x80\x9b31m", b"a\xffb", b"\xff::error::x", b"\xff##[x]", b"\xff\n::error::x", "é".encode(),
        "e\u0301".encode(), b"-", b"--", b"-rf", b"--output=x", b"a b", b" ", b"a" * 250, b"\xf0\x9f\x98\x80" * 60, b"CON", b"a:b", b"~",
        b"*", b"?", b"[a]", b"$HOME", b"a.yaml", b".yaml.b", b"..a", b"sources", b"Sources", b"pactstate.toml", b"yaml", b"%00", b"a%0Ab",
    )  # fmt: skip
    for number, name in enumerate(dict.fromkeys((*map(_as_name, PAYLOADS), *odd))):
        shown = f"{number} {name[:20]!r}"
        file = b"agreements/" + name[:250] + b".yaml"
        rules = () if name == b"sources" else ("file-name", "unknown-key", "invalid-value", "duplicate-id")
        if name.startswith(b"."):
            yield accepted(f"{shown}, hidden", _beside(file, bad))
        else:
            yield refused(f"{shown} as a file", _beside(file, good), *rules)
            yield refused(f"{shown} as a broken file", _beside(file, bad), "invalid-yaml")
        folder = b"x" + name[:250] if name in (b"a.yaml", b"pactstate.toml") else name[:250]
        if number % 2:
            yield either(f"{shown} as a folder", _beside(b"agreements/" + folder + b"/a.yaml", good))
        else:
            named = b"x" + name[:250]
            files = {named + b"/agreements/a.yaml": bad}
            yield refused(f"{shown} as a folder named", files, "invalid-yaml", command=(b"check", named))


def _beside(path: bytes, data: bytes) -> dict[bytes, Content]:
    return {b"agreements/a.yaml": agreement().encode(), path: data}


_ARGUMENTS: Final = (
    (b"show", b"@"), (b"status", b"@"), (b"sources", b"@"), (b"log", b"@"), (b"rule", b"@"), (b"schema", b"@"), (b"@",),
    (b"status", b"--kind", b"@"), (b"status", b"--party", b"@"), (b"status", b"--state", b"@"), (b"status", b"--on", b"@"),
    (b"status", b"--data", b"@"), (b"status", b"--format", b"@"), (b"check", b"@"), (b"check", b"--format", b"@"), (b"check", b"--select", b"@"),
    (b"check", b"--ignore", b"@"), (b"check", b"--config", b"@"), (b"check", b"--against", b"@"), (b"check", b"--jobs", b"@"),
    (b"check", b"--fail-on", b"@"), (b"check", b"--today", b"@"), (b"check", b"-", b"--stdin-filename", b"@"), (b"diff", b"@"),
    (b"diff", b"./before", b"@"), (b"check", b"--@"), (b"log", b"--until", b"@"), (b"show", b"a", b"--known-by", b"@"),
)  # fmt: skip


def arguments() -> Iterator[Case]:
    """Every fourth payload as every argument, and what is not text."""
    words = [payload.replace("\0", "").encode() for payload in PAYLOADS[::4] if payload != "--help"]
    for number, word in enumerate(
        (
            *words,
            b"",
            b"\xff",
            b"\xff::error::x",
            b"-",
            b"--",
            b".",
            b"..",
            b"/dev/null",
            b"/dev/zero",
            b"a/b/c.yaml",
        )
    ):
        for place, command in enumerate(_ARGUMENTS):
            if (number + place) % 3 == 0:
                filled = tuple(part.replace(b"@", word) for part in command)
                yield Case(
                    f"{number} {word[:20]!r} to {b' '.join(command).decode()}",
                    {b"agreements/a.yaml": agreement().encode()},
                    frozenset({0, 1, 2}),
                    command=filled,
                )


assert set(_SLOTS) <= set(DEFAULTS)
