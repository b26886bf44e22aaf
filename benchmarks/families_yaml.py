"""Families of texts that are hard to read as YAML, or are no agreement: whatever only a check reads to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from building import (
    HEAD,
    HISTORY,
    SIGNED,
    Build,
    Files,
    again,
    counted,
    fill,
    one,
)

__all__ = ["YAML"]


def nested(size: int) -> Files:
    """Flow lists as deep as is allowed, again and again."""
    return {"agreements/a.yaml": fill(size, HEAD + "history:\n", again("- " + "[" * 60 + "]" * 60 + "\n"), nodes=60)}


def silenced(size: int) -> Files:
    """As many ignores as are heeded, and as many findings as fit."""
    ignores = "".join(f"# pactstate: ignore-file[unsourced-event] reason {number}\n" for number in range(200))
    return {"agreements/a.yaml": fill(size, ignores + HEAD + HISTORY, counted("  - {event: note, date: 2024}\n"))}


YAML: Final[Mapping[str, Build]] = {
    "keys: unknown": one(HEAD + "history: []\n", lambda: counted("histroy@: x\n"), nodes=2),
    "keys: unknown, long": one(HEAD + "history: []\n", lambda: counted("h" * 1000 + "@: x\n"), nodes=2),
    "keys: unknown, of 60 characters": one(
        HEAD + "history: []\n", lambda: counted("approvals_needed" * 3 + "@: x\n"), nodes=2
    ),
    "keys: twice": one(HEAD + "history: []\n", lambda: again("id: a\n"), nodes=2),
    "keys: lists": one(HEAD + "history: []\n", lambda: again("? [a]\n: b\n"), nodes=3),
    "keys: merge keys": one(HEAD + "history: []\n", lambda: again("<<: {}\n"), nodes=2),
    "yaml: nested lists": nested,
    "yaml: nested lists, block style": one(HEAD + HISTORY, lambda: again("- " * 62 + "a\n"), nodes=63),
    "yaml: empty lists on one line": one(HEAD + "history: [", lambda: again("[],   "), "]\n", 1),
    "yaml: empty lists, too many": one(HEAD + "history: [", lambda: again("[],"), "]\n"),
    "yaml: a list of short texts": one(HEAD + "history: [", lambda: again("ab,  "), "]\n", 1),
    "yaml: mappings on one line": one(HEAD + "history: [", lambda: again("{a: b},      "), "]\n", 3),
    "yaml: one mapping of many keys": one(HEAD + "history:\n- {", lambda: counted("k@: v, "), "}\n", 2),
    "yaml: anchors": one(HEAD + HISTORY, lambda: counted("- &a@ b\n"), nodes=1),
    "yaml: anchors on one line": one(HEAD + "history: [", lambda: counted("&a@ b,"), "]\n", 1),
    "yaml: aliases on one line": one(HEAD + "x: &a b\nhistory: [", lambda: again("*a ,   "), "]\n", 1),
    "yaml: tags": one(HEAD + HISTORY, lambda: again("- !t b\n"), nodes=1),
    "yaml: tags on one line": one(HEAD + "history: [", lambda: again("!t b,  "), "]\n", 1),
    "yaml: documents": one("---\n" + HEAD + "history: []\n", lambda: again("---\n")),
    "yaml: a bracket not closed": one(HEAD + "history: [\n", lambda: again("ab,  \n"), nodes=1),
    "yaml: a quote not closed": one(HEAD + 'history: "', lambda: again("a\n")),
    "yaml: an error at the end": one(HEAD + HISTORY, lambda: again("- ab   \n"), "a: b\n: c: d\n", 1),
    "yaml: ambiguous": one(HEAD + HISTORY, lambda: again("- NO  \n"), nodes=1),
    "yaml: ambiguous on one line": one(HEAD + "history: [", lambda: again("NO,   "), "]\n", 1),
    "yaml: folded texts": one(HEAD, lambda: again("history: a\n" + "  b\n" * 8000)),
    "yaml: literal texts": one(HEAD + HISTORY, lambda: again("- |\n" + "  b\n" * 15000)),
    "yaml: folded texts, block style": one(HEAD + HISTORY, lambda: again("- >\n" + "  b\n\n" * 10000)),
    "yaml: quoted texts over lines": one(HEAD + HISTORY, lambda: again('- "' + "b\n\n  " * 10000 + '"\n')),
    "yaml: long texts": one(HEAD + HISTORY, lambda: again("- " + "a" * 65000 + "\n")),
    "yaml: long words": one(HEAD + HISTORY, lambda: again("- {event: " + "a" * 65000 + ", date: x}\n")),
    "yaml: long texts of blanks": one(HEAD + HISTORY, lambda: again("- '" + " " * 65000 + "'\n")),
    "yaml: long dates": one(HEAD + HISTORY, lambda: again("- {event: note, date: " + "2024-" * 13000 + "}\n")),
    "yaml: long titles": one(
        "id: a\nkind: raa\nparties: [JP, PH]\nhistory: []\nsources:\n",
        lambda: counted("  s@: {title: '" + "a" * 65000 + "'}\n"),
    ),
    "yaml: long links": one(
        HEAD + SIGNED + "sources:\n", lambda: counted("  s@: {title: S, url: 'https://" + "a/" * 32000 + " x'}\n")
    ),
    "yaml: escapes": one(HEAD + HISTORY, lambda: again('- "' + "\\x41" * 16000 + '"\n')),
    "yaml: escapes of hidden characters": one(
        HEAD + HISTORY, lambda: again('- "\\u200b\\u200c\\u200d\\u200e"\n'), nodes=1
    ),
    "yaml: quotes": one(HEAD + HISTORY, lambda: again("- '" + "''" * 32000 + "'\n")),
    "yaml: empty quotes": one(HEAD + HISTORY, lambda: again("- '' \n"), nodes=1),
    "yaml: blank lines": one(HEAD + "history: []\n", lambda: again("\n")),
    "yaml: blanks": one(HEAD + "history: []\n", lambda: again(" ")),
    "yaml: tabs": one(HEAD + "history: []\n#", lambda: again("\t")),
    "yaml: CRLF": one(
        HEAD.replace("\n", "\r\n") + "history:\r\n", lambda: counted("- {event: note, date: ~}\r\n"), nodes=5
    ),
    "yaml: CR": one(HEAD + "history:\n", lambda: again("- a\r")),
    "yaml: hidden characters": one(HEAD + "history: []\n#", lambda: again("\u200b")),
    "yaml: hidden characters on lines": one(HEAD + "history: []\n", lambda: again("#\u200b\n")),
    "yaml: astral characters": one(HEAD + HISTORY, lambda: again("- 😀😀😀😀\n"), nodes=1),
    "yaml: CJK texts": one(HEAD + HISTORY, lambda: again("- {event: 条約, date: 令和六年}\n"), nodes=5),
    "yaml: NUL": one("", lambda: again("\0")),
    "yaml: colons": one(HEAD + "title: ", lambda: again(":a")),
    "yaml: question marks": one(HEAD + "history: []\n", lambda: again("? \n")),
    "yaml: hyphens": one(HEAD + HISTORY, lambda: again("-    \n"), nodes=1),
    "yaml: directives": one("", lambda: counted("%FOO @\n"), "---\n" + HEAD),
    "yaml: tag directives": one("", lambda: counted("%TAG !a@! b@\n"), "---\n" + HEAD),
    "comments: plain": one(HEAD + "history: []\n", lambda: again("# x\n")),
    "comments: one": one(HEAD + "history: []\n# ", lambda: again("x")),
    "comments: ours": one(HEAD + "history: []\n", lambda: counted("# pactstate: ignore[x@] r\n")),
    "comments: ours, on one line": one(HEAD + "history: []\n# x ", lambda: again("# pactstate: ignore[x] r ")),
    "comments: ours, with many rules": one(HEAD + "history: []\n# pactstate: ignore[", lambda: counted("x@,"), "] r\n"),
    "comments: ours, with blanks": one(HEAD + "history: []\n# pactstate: ignore[x]", lambda: again(" "), "r\n"),
    "comments: ours, until and until": one(
        HEAD + "history: []\n# pactstate: ignore[x]", lambda: again(" until 2024"), "\n"
    ),
    "comments: ours, many hashes": one(HEAD + "history: []\n", lambda: again("#"), "pactstate: x\n"),
    "comments: ours, hashes and blanks": one(HEAD + "history: []\n", lambda: again("# "), "pactstate: x\n"),
    "comments: ours, in texts": one(HEAD + HISTORY, lambda: again("- 'x # pactstate: y'\n"), nodes=1),
    "comments: ours, in one text on one line": one(HEAD + "history: ['", lambda: again("# pactstate: "), "']\n"),
    "comments: ours, beside texts on one line": one(HEAD + "history: [", lambda: again("'# pactstate: ', "), "]\n", 1),
    "comments: ours, and many findings": silenced,
    "slips: colons without a blank": one(HEAD + HISTORY, lambda: counted("  - event:note\n    date:~\n")),
    "slips: curly quotes": one(HEAD + HISTORY, lambda: counted("  - event: \u201cnote\u201d\n    date: ~\n")),
    "yaml: keys in quotes": one(HEAD + HISTORY, lambda: counted('- {"event": "note", "date": "~"}\n'), nodes=5),
    "yaml: mappings within mappings": one(
        HEAD + HISTORY, lambda: again("- " + "{a: " * 30 + "b" + "}" * 30 + "\n"), nodes=61
    ),
    "yaml: flow mappings over lines": one(
        HEAD + HISTORY, lambda: counted("- {event: note,\n   date: ~,\n   by: x}\n"), nodes=7
    ),
    "yaml: plain texts over lines": one(HEAD + HISTORY, lambda: again("- a\n  b\n  c\n"), nodes=1),
    "yaml: blanks at the ends": one(HEAD + HISTORY, lambda: counted("- event: note   \n  date: ~    \n"), nodes=5),
    "yaml: a comment on each line": one(HEAD + HISTORY, lambda: counted("- event: note # c\n  date: ~ # c\n"), nodes=5),
    "yaml: line separators": one(HEAD + HISTORY, lambda: again("- 'a\u2028b\u0085c'\n"), nodes=1),
    "yaml: byte order marks": one(HEAD + HISTORY, lambda: again("- 'a\ufeffb'\n"), nodes=1),
    "yaml: wrong indentation": one(HEAD + HISTORY, lambda: again("  - event: note\n   date: 2024\n")),
    "yaml: hyphens without a blank": one(HEAD + HISTORY, lambda: again("  -event: note\n")),
    "yaml: tabs for blanks": one(HEAD + HISTORY, lambda: again("\t- event: note\n\t  date: 2024\n")),
    "yaml: percent signs": one(HEAD + HISTORY, lambda: again("- %a\n")),
    "yaml: at signs and backticks": one(HEAD + HISTORY, lambda: again("- @a\n- `b\n")),
    "yaml: block texts with signs": one(HEAD + HISTORY, lambda: again("- |2-\n    a\n- >1+\n  b\n"), nodes=2),
    "yaml: unknown escapes": one(HEAD + HISTORY, lambda: again('- "\\q"\n')),
    "yaml: quotes in the middle": one(HEAD + HISTORY, lambda: again("- 'a' b\n")),
    "yaml: brackets closed twice": one(HEAD + HISTORY, lambda: again("- [a]]\n")),
    "yaml: NEL and carriage returns": one(HEAD + HISTORY, lambda: again("- a\r\r\n"), nodes=1),
    "yaml: texts of hidden characters": one(
        HEAD + HISTORY, lambda: again("- {event: 'n\u200bote', date: '20\u200b24'}\n"), nodes=5
    ),
    "yaml: decimal dates": one(HEAD + HISTORY, lambda: again("- {event: note, date: 03.04.2024}\n"), nodes=5),
    "yaml: dates in words": one(HEAD + HISTORY, lambda: again("- {event: note, date: 3 March 2024}\n"), nodes=5),
    "yaml: events in other words": one(
        HEAD + HISTORY, lambda: again("- {event: came into force, date: 2024}\n"), nodes=5
    ),
    "yaml: parties in words": one(
        HEAD + HISTORY, lambda: again("- {event: approved, party: Japan, date: 2024}\n"), nodes=7
    ),
    "slips: full-width colons": one(HEAD + HISTORY, lambda: again("  - event\uff1a note\n    date\uff1a 2024\n")),
    "slips: equals signs": one(HEAD + HISTORY, lambda: again("  - event = note\n    date = 2024\n")),
    "slips: commas at the ends": one(HEAD + HISTORY, lambda: again("  - event: note,\n    date: 2024,\n"), nodes=5),
    "slips: dashes of other alphabets": one(
        HEAD + HISTORY, lambda: again("  \u2013 event: note\n    date: 2024\u201303\n")
    ),
    "keys: of other case": one(HEAD + HISTORY, lambda: again("- {Event: note, DATE: 2024, Reported_By: s}\n"), nodes=7),
}
