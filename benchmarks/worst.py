"""What the worst files within the limits cost ``pactstate check``: CPU time and peak memory, at half and at full size.

Run as ``python benchmarks/worst.py [--jobs N] [--only WORD]... [--beyond]`` with the package installed. Each case is
one file of 1 MiB (or a folder of so much in many files), or as much of it as the limits on values allow. SECURITY.md
promises a second and 150 MB for a file, and 2.2 times the time for twice the size; what is beyond is marked. Growth is
of the time without that of an empty run, and told from 0.2 s on.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FULL: Final = 1024 * 1024
NODES: Final = 200_000
MOST_SECONDS: Final = 1.0
MOST_MEGABYTES: Final = 150
MOST_GROWTH: Final = 2.2

Files = Mapping[str, str]
Build = Callable[[int], Files]

HEAD = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\n"
MANY = "id: a\ntitle: A\nkind: climate\nparties: [JP, PH, US, GB, FR, DE]\n"
SOURCE = "sources:\n  s: {title: S, published: 2024-01-01, type: press}\n"
HISTORY = "history:\n"
SIGNED = "history:\n  - {event: signed, date: 2024-01-01, reported_by: s}\n"


def fill(size: int, head: str, items: Iterable[str], tail: str = "", nodes: int = 0) -> str:
    """The head, so many items as fit the size and the limit on values (of which each item has so many), the tail."""
    room = size - 1 - len(head.encode()) - len(tail.encode())
    most = int((NODES - 1000) * size / FULL) // nodes if nodes else None
    taken: list[str] = []
    for item in itertools.islice(items, most):
        room -= len(item.encode())
        if room < 0:
            break
        taken.append(item)
    return head + "".join(taken) + tail


def again(item: str) -> Iterator[str]:
    """The same item for ever."""
    return itertools.repeat(item)


def counted(template: str) -> Iterator[str]:
    """An item for each number, put in for ``@``; ``~`` is a day of its own, later each time."""
    for number in itertools.count():
        yield template.replace("@", str(number)).replace("~", day(number))


def day(number: int) -> str:
    """The days of the years from 1900 on, 28 in each month, and then again."""
    month, day = divmod(number, 28)
    year, month = divmod(month, 12)
    return f"{1900 + year % 120:04}-{month + 1:02}-{day + 1:02}"


def one(head: str, items: Callable[[], Iterable[str]], tail: str = "", nodes: int = 0) -> Build:
    """One agreement."""
    return lambda size: {"agreements/a.yaml": fill(size, head, items(), tail, nodes)}


def entries(template: str, nodes: int = 0, head: str = HEAD + SOURCE + HISTORY) -> Build:
    """One agreement of many entries."""
    return one(head, lambda: counted(template), nodes=nodes)


def shared(template: str, nodes: int = 0) -> Build:
    """One file of shared sources, and an agreement."""
    return lambda size: {
        "agreements/a.yaml": HEAD + SIGNED,
        "agreements/sources.yaml": fill(size, "s: {title: S}\n", counted(template), nodes=nodes),
    }


def folder(template: str, each: str = "") -> Build:
    """Many agreements, that fill the size together; in each so many bytes of an item."""

    def build(size: int) -> Files:
        texts: dict[str, str] = {}
        room = size
        for number in itertools.count():
            text = template.replace("@", f"{number:05}").replace("^", f"{number + 1:05}").replace("~", day(number))
            text += each
            room -= len(text)
            if room < 0:
                return texts
            texts[f"agreements/a{number:05}.yaml"] = text
        raise AssertionError

    return build


def nested(size: int) -> Files:
    """Flow lists as deep as is allowed, again and again."""
    return {"agreements/a.yaml": fill(size, HEAD + "history:\n", again("- " + "[" * 60 + "]" * 60 + "\n"), nodes=60)}


def settings(template: str) -> Build:
    """Settings beside a small agreement: they may be a quarter of the size."""
    return lambda size: {"agreements/a.yaml": HEAD + SIGNED, "pactstate.toml": fill(size // 4, "", counted(template))}


def settings_of(head: str, template: str, tail: str) -> Build:
    """The same, within one value."""
    return lambda size: {
        "agreements/a.yaml": HEAD + SIGNED,
        "pactstate.toml": fill(size // 4, head, counted(template), tail),
    }


def recorded(before: str, now: str, head: str = HEAD + SOURCE + HISTORY) -> Build:
    """One agreement in a base and now."""
    return lambda size: {
        "before/agreements/a.yaml": fill(size, head, counted(before)),
        "agreements/a.yaml": fill(size, head, counted(now)),
    }


_N = "  - {event: note, date: ~, reported_by: s}\n"
_EVENTS = ["proposed", "signed", "ratified", "in_force", "suspended", "resumed", "terminated", "negotiating"]


def cycle(*templates: str) -> Callable[[], Iterator[str]]:
    """The templates in turn, with a number and a day of its own for each item."""

    def items() -> Iterator[str]:
        for number, template in enumerate(itertools.cycle(templates)):
            yield template.replace("@", str(number)).replace("~", day(number)).replace("^", day(20000 - number))

    return items


def cites(size: int) -> Files:
    """Entries that each cite a source of their own, and these."""
    half = fill(size // 2, "sources:\n", counted("  s@: {title: S, published: ~}\n"))
    events = counted("  - {event: note, date: ~, reported_by: s@}\n")
    return {"agreements/a.yaml": fill(size, HEAD + half + HISTORY, events)}


def unknown_sources(size: int) -> Files:
    """Entries that cite what is not described, beside many that are."""
    half = fill(size // 2, "sources:\n", counted("  source-@-of-a-paper: {title: S, published: 2024}\n"))
    return {
        "agreements/a.yaml": fill(
            size, HEAD + half + HISTORY, counted("  - {event: note, date: 2024, reported_by: sourec-@-of-paper}\n")
        )
    }


def silenced(size: int) -> Files:
    """As many ignores as are heeded, and as many findings as fit."""
    ignores = "".join(f"# pactstate: ignore-file[unsourced-event] reason {number}\n" for number in range(200))
    return {"agreements/a.yaml": fill(size, ignores + HEAD + HISTORY, counted("  - {event: note, date: 2024}\n"))}


CASES: Final[Mapping[str, Build]] = {
    # entries
    "entries: notes, in order": entries(_N, 7),
    "entries: notes, block style": entries("  - event: note\n    date: ~\n    reported_by: [s]\n", 8),
    "entries: without a source": entries("  - {event: note, date: 2024}\n", 5),
    "entries: of one year": entries("  - {event: note, date: 2024, reported_by: s}\n", 7),
    "entries: of no known day": entries("  - {event: note, date: 1900/2025, reported_by: s}\n", 7),
    "entries: open intervals": entries("  - {event: note, date: ../.., reported_by: s}\n", 7),
    "entries: in reverse": one(HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ^, reported_by: s}\n"), nodes=7),
    "entries: to and fro": one(
        HEAD + SOURCE + HISTORY,
        cycle("  - {event: note, date: ~, reported_by: s}\n", "  - {event: note, date: ^, reported_by: s}\n"),
        nodes=7,
    ),
    "entries: intervals within each other": one(
        HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ~/2025, reported_by: s}\n"), nodes=7
    ),
    "entries: months and days": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            *[f"  - {{event: note, date: {date}, reported_by: s}}\n" for date in ("2024", "2024-05", "~", "2024-05-03")]
        ),
        nodes=7,
    ),
    "entries: every event in turn": one(
        HEAD + SOURCE + HISTORY,
        cycle(*[f"  - {{event: {event}, date: ~, reported_by: s}}\n" for event in _EVENTS]),
        nodes=7,
    ),
    "entries: illegal": entries("  - {event: resumed, date: ~}\n", 5),
    "entries: illegal, of no known day": entries("  - {event: proposed, date: ../..}\n", 5),
    "entries: repeated": entries("  - {event: signed, date: ~}\n", 5),
    "entries: suspended and resumed": one(
        HEAD + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle("  - {event: suspended, date: ~, by: JP}\n", "  - {event: resumed, date: ~, by: JP}\n"),
        nodes=7,
    ),
    "entries: stalled and talked again, of no known day": one(
        HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
        cycle("  - {event: stalled, date: 1900/2025}\n", "  - {event: negotiating, date: 1900/2025}\n"),
        nodes=5,
    ),
    "entries: abandoned and talked again": one(
        HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
        cycle("  - {event: abandoned, date: ~}\n", "  - {event: negotiating, date: ~}\n"),
        nodes=5,
    ),
    "entries: joined and left": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle("  - {event: withdrawn, party: US, date: ~}\n", "  - {event: in_force, party: US, date: ~}\n"),
        nodes=7,
    ),
    "entries: notices": one(
        MANY + SOURCE + "history:\n  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: notice_given, party: US, date: ~, effective: 2030}\n",
            "  - {event: notice_suspended, party: US, date: ~}\n",
            "  - {event: notice_revoked, party: US, date: ~}\n",
        ),
        nodes=8,
    ),
    "entries: extended": entries("  - {event: extended, date: ~, effective: ~}\n", 7),
    "entries: postponed": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: ~, announced_by: s}\n",
            "  - {event: postponed, of: signed, date: ~, reported_by: s}\n",
        ),
        nodes=8,
    ),
    "entries: announced only": entries("  - {event: signed, date: ~, announced_by: s}\n", 7),
    "entries: announced, in the future": entries("  - {event: note, date: 2090, announced_by: s}\n", 7),
    "entries: announced and reported": one(
        HEAD + SOURCE + HISTORY,
        cycle("  - {event: extended, date: ~, announced_by: s}\n", "  - {event: extended, date: ~, reported_by: s}\n"),
        nodes=7,
    ),
    "entries: denied": entries("  - {event: note, date: ~, reported_by: s, denied_by: s}\n", 9),
    "entries: rejected": entries("  - {event: note, date: ~, reported_by: {source: s, date: 2020, rejected: r}}\n", 12),
    "entries: an undeclared party": entries("  - {event: approved, party: US, date: ~}\n", 7),
    "entries: no party": entries("  - {event: approved, date: ~}\n", 5),
    "entries: unknown party": entries("  - {event: approved, party: Japn@, date: ~}\n", 7),
    "entries: impossible date": entries("  - {event: note, date: 2024-02-30}\n", 5),
    "entries: impossible date and event and party": entries("  - {event: x@, date: x@, party: x@, of: x@}\n", 9),
    "entries: unknown keys": entries("  - {evnet: note, dat: 2024, partty: JP}\n", 7),
    "entries: empty mappings": entries("  - {}\n", 1),
    "entries: texts": entries("  - abcd\n", 1),
    "entries: an error in each, on one line": one(HEAD + "history: [", lambda: again("{event: x, date: x},"), "]\n", 5),
    "entries: warnings, on one line": one(HEAD + "history: [", lambda: again("{event: note, date: 2024},"), "]\n", 5),
    "entries: one with many events": one(
        HEAD + SOURCE + "history:\n  - {date: 2024, event: [", cycle(*[f"{event}," for event in _EVENTS]), "note]}\n", 1
    ),
    "entries: one with many notes": one(
        HEAD + "history:\n  - {date: 2024, event: [note", lambda: again(",note"), "]}\n", 1
    ),
    # claims, statements, sources
    "claims: many on one entry": one(
        HEAD + SOURCE + "history:\n  - event: signed\n    date: 2024-01-01\n    reported_by:\n",
        lambda: counted("      - {source: s, date: ~}\n"),
        nodes=5,
    ),
    "claims: announcements on one entry": one(
        HEAD + SOURCE + "history:\n  - event: signed\n    date: 2024-01-01\n    announced_by:\n",
        lambda: counted("      - {source: s, date: ~}\n"),
        nodes=5,
    ),
    "claims: on one entry, short": one(
        HEAD + SOURCE + "history:\n  - {event: signed, date: 2024-01-01, reported_by: [s",
        lambda: again(",s  "),
        "]}\n",
        1,
    ),
    "claims: a source for each entry": cites,
    "claims: unknown sources": unknown_sources,
    "claims: unknown sources only": entries("  - {event: note, date: 2024, reported_by: s@}\n", 7),
    "statements: fresh": one(
        HEAD + SOURCE + SIGNED + "statements:\n", lambda: again("  - {source: s, says: signed}\n"), nodes=5
    ),
    "statements: stale": one(
        HEAD + SOURCE + SIGNED + "statements:\n", lambda: counted("  - {source: s, says: proposed, date: ~}\n"), nodes=7
    ),
    "statements: premature": one(
        HEAD + SOURCE + SIGNED + "statements:\n", lambda: counted("  - {source: s, says: in_force, date: ~}\n"), nodes=7
    ),
    "statements: rejected": one(
        HEAD + SOURCE + SIGNED + "statements:\n", lambda: again("  - {source: s, says: signed, rejected: r}\n"), nodes=7
    ),
    "statements: against a long history": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(
                size // 2,
                HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
                cycle("  - {event: stalled, date: ~}\n", "  - {event: negotiating, date: ~}\n")(),
            )
            + "statements:\n",
            counted("  - {source: s, says: signed, date: ~}\n"),
        )
    },
    "statements: against a history of no known days": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(
                size // 2,
                HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1900}\n",
                cycle("  - {event: stalled, date: 1900/2025}\n", "  - {event: negotiating, date: 1900/2025}\n")(),
            )
            + "statements:\n",
            counted("  - {source: s, says: signed, date: ~/2025}\n"),
        )
    },
    "sources: unused, inline": one(
        HEAD + SIGNED + "sources:\n", lambda: counted("  s@: {title: S, published: 2024}\n"), nodes=6
    ),
    "sources: unused, shared": shared("s@: {title: S, published: 2024}\n", 6),
    "sources: undated": shared("s@: {title: S}\n", 4),
    "sources: each wrong": shared("s@: {titel: S, published: 2024-02-30, type: x, url: x}\n", 10),
    "sources: clocks": shared("s@: {title: S, published: 2024, updated: 2020, accessed: 2019, archived: 2018}\n", 12),
    "sources: a chain": one(
        HEAD + "history:\n  - {event: signed, date: 2024, reported_by: s0}\nsources:\n  s0: {title: S}\n",
        lambda: (f"  s{n + 1}: {{title: S, based_on: s{n}}}\n" for n in itertools.count()),
        nodes=6,
    ),
    "sources: a chain, backwards": one(
        HEAD + "history:\n  - {event: signed, date: 2024, reported_by: s0}\nsources:\n",
        lambda: (f"  s{n}: {{title: S, based_on: s{n + 1}}}\n" for n in itertools.count()),
        nodes=6,
    ),
    "sources: reports from a chain": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(
                size // 2,
                HEAD + "sources:\n  s0: {title: S}\n",
                (f"  s{n + 1}: {{title: S, based_on: s{n}}}\n" for n in itertools.count()),
            )
            + HISTORY,
            counted("  - {event: note, date: 2024, reported_by: [s10000, s9999]}\n"),
        )
    },
    "sources: one based on many": one(
        HEAD + SIGNED + "sources:\n  s:\n    title: S\n    based_on:\n", lambda: counted("      - x@\n"), nodes=1
    ),
    "sources: many based on many": one(
        HEAD + SIGNED + "sources:\n",
        lambda: (
            f"  s{n}: {{title: S, based_on: [{', '.join(f's{m}' for m in range(max(0, n - 100), n))}]}}\n"
            for n in itertools.count()
        ),
        nodes=104,
    ),
    "sources: the same id": shared("s: {title: S}\n", 4),
    # top-level keys
    "parties: known, again and again": one(
        "id: a\ntitle: A\nkind: raa\nhistory: []\nparties: [JP", lambda: again(", PH "), "]\n", 1
    ),
    "parties: unknown": one(
        "id: a\ntitle: A\nkind: raa\nhistory: []\nparties: [JP", lambda: counted(", Japn@"), "]\n", 1
    ),
    "approvals: unknown": one(HEAD + "history: []\napprovals_needed: [JP", lambda: counted(", Japn@"), "]\n", 1),
    "links: dangling": one(HEAD + "history: []\nreplaces:\n", lambda: counted("  - a-@\n"), nodes=1),
    "links: to itself": one(HEAD + "history: []\namends:\n", lambda: again("  - a   \n"), nodes=1),
    "links: no ids": one(HEAD + "history: []\nreplaces:\n", lambda: counted("  - A_@\n"), nodes=1),
    "keys: unknown": one(HEAD + "history: []\n", lambda: counted("histroy@: x\n"), nodes=2),
    "keys: unknown, long": one(HEAD + "history: []\n", lambda: counted("h" * 1000 + "@: x\n"), nodes=2),
    "keys: unknown, of 60 characters": one(
        HEAD + "history: []\n", lambda: counted("approvals_needed" * 3 + "@: x\n"), nodes=2
    ),
    "keys: twice": one(HEAD + "history: []\n", lambda: again("id: a\n"), nodes=2),
    "keys: lists": one(HEAD + "history: []\n", lambda: again("? [a]\n: b\n"), nodes=3),
    "keys: merge keys": one(HEAD + "history: []\n", lambda: again("<<: {}\n"), nodes=2),
    # YAML
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
    # comments
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
    # folders and settings
    "folder: small agreements": folder(HEAD.replace("id: a", "id: a@") + SIGNED.replace("reported_by: s", "note: x")),
    "folder: unreadable": folder("@: ["),
    "folder: empty": folder("# @\n"),
    "folder: the same id": folder(HEAD + SIGNED + "# @\n"),
    "folder: a chain of links": folder(
        HEAD.replace("id: a", "id: a@")
        + "replaced_by: a^\nhistory:\n  - {event: terminated, reason: replaced, date: ~}\n"
    ),
    "folder: replaced by one": folder(HEAD.replace("id: a", "id: a@") + "replaced_by: a00000\nhistory: []\n"),
    "folder: dangling": folder(HEAD.replace("id: a", "id: a@") + "replaced_by: b@\nhistory: []\n"),
    "folder: sources of the same id": folder(
        HEAD.replace("id: a", "id: a@") + "history: []\nsources: {s: {title: S}}\n"
    ),
    "settings: comments": settings("# x\n"),
    "settings: keys": settings("k@ = 1\n"),
    "settings: tables": settings("[t@]\n"),
    "settings: dotted": settings("a.b.c.d.k@ = 1\n"),
    "settings: tables within tables": settings("[a.b.c.d.t@]\n"),
    "settings: lists of tables": settings("[[t]]\n"),
    "settings: unknown rules": settings_of("ignore = [", '"x@", ', "]\n"),
    "settings: rules": settings_of("ignore = [", '"skipped-step", ', "]\n"),
    "settings: parties": settings_of("[parties]\n", 'X@ = "x"\n', ""),
    "settings: kinds": settings_of("", '[kinds.k@]\ntitle = "x"\n', ""),
    "settings: wrong kinds": settings_of("", "[kinds.k@]\ntitel = 1\n", ""),
    "settings: one text": settings_of('ignore = ["', "x", '"]\n'),
    "settings: escapes": settings_of('ignore = ["', "\\u0041", '"]\n'),
    "settings: brackets": settings_of("ignore = ", "[", ""),
    "settings: a long number": settings_of("format = 1", "1", "\n"),
    "settings: quotes": settings_of("# ", '"', "\n"),
    "settings: paths": settings_of("paths = [", '"a@", ', "]\n"),
}

AGAINST: Final[Mapping[str, Build]] = {
    "nothing changed": recorded(_N, _N),
    "all rewritten": recorded(_N, "  - {event: note, date: ~, place: x@, reported_by: s}\n"),
    "all on another day": recorded(_N, "  - {event: note, date: 2024, reported_by: s}\n"),
    "all gone": recorded("  - {event: note, date: ~, note: n@}\n", "  - {event: proposed, date: ~}\n"),
    "all alike, other claims": recorded(
        "  - {event: note, date: 2024, reported_by: s}\n", "  - {event: note, date: 2024, denied_by: s}\n"
    ),
    "alike, with places": recorded(
        "  - {event: note, date: 2024, place: a@}\n", "  - {event: note, date: 2024, place: b@}\n"
    ),
    "in another order": lambda size: {
        "before/agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ~}\n")()),
        "agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, cycle("  - {event: note, date: ^}\n")()),
    },
    "statements": recorded(
        "  - {source: s, says: signed, date: ~}\n",
        "  - {source: s, says: proposed, date: ~}\n",
        HEAD + SOURCE + SIGNED + "statements:\n",
    ),
    "claims": recorded(
        "      - {source: s, date: ~, note: a}\n",
        "      - {source: s, date: ~, note: b}\n",
        HEAD + SOURCE + "history:\n  - event: signed\n    date: 2024-01-01\n    reported_by:\n",
    ),
    "sources": recorded(
        "  s@: {title: S, published: 2024}\n", "  s@: {title: S, published: 2023}\n", HEAD + SIGNED + "sources:\n"
    ),
}

FORMATS: Final = ("concise", "json", "github", "sarif", "junit", "rdjson", "gitlab", "markdown")
_ANY_FORMAT: Final = (
    "entries: without a source",
    "entries: an error in each, on one line",
    "entries: warnings, on one line",
    "yaml: ambiguous on one line",
    "yaml: CJK texts",
    "yaml: hidden characters",
    "keys: twice",
    "comments: ours, and many findings",
)
_ANY_COMMAND: Final = (
    "entries: notes, in order",
    "entries: of one year",
    "entries: to and fro",
    "entries: intervals within each other",
    "entries: stalled and talked again, of no known day",
    "entries: abandoned and talked again",
    "entries: every event in turn",
    "claims: many on one entry",
    "claims: a source for each entry",
    "statements: stale",
    "statements: against a history of no known days",
    "sources: unused, shared",
    "sources: a chain",
    "yaml: long titles",
    "folder: small agreements",
)
COMMANDS: Final = {
    "status": ["status"],
    "status --format json": ["status", "--format", "json"],
    "show": ["show", "a"],
    "show --format json": ["show", "a", "--format", "json"],
    "sources": ["sources"],
    "log": ["log"],
    "graph": ["graph", "a"],
    "graph --format dot": ["graph", "a", "--format", "dot"],
    "status --group-by party": ["status", "--group-by", "party"],
}


@dataclass(frozen=True)
class Run:
    """One command upon one case."""

    name: str
    build: Build
    command: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    code: int
    seconds: float
    megabytes: float
    printed: int


def runs() -> Iterator[Run]:
    """Every case with ``check``; some with every format and every other command; those with a base."""
    for name, build in CASES.items():
        yield Run(name, build, ("check",))
    for name in _ANY_FORMAT:
        for form in FORMATS:
            yield Run(f"{form}; {name}", CASES[name], ("check", "--verbose", "--format", form))
    for name in _ANY_COMMAND:
        for label, command in COMMANDS.items():
            yield Run(f"{label}; {name}", CASES[name], tuple(command))
    for name, build in AGAINST.items():
        yield Run(f"check --against; {name}", build, ("check", "agreements", "--against", "./before/agreements"))
        yield Run(f"diff; {name}", build, ("diff", "./before/agreements", "agreements"))


# What a process has used at most counts from its start, and not what its parent had used before it.
_MEASURED: Final = """
import json, resource, sys
from pactstate.cli import main
code = main(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_SELF)
try:
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    peak = used.ru_maxrss
with open(sys.argv[1], "w") as file:
    json.dump([code, used.ru_utime + used.ru_stime, int(peak) / 1024], file)
"""


def cost(run: Run, size: int) -> Cost:
    """Run a command upon a case of a size, in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "work")
        for name, text in run.build(size).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            if not name.startswith("before") and path.stat().st_size > FULL:
                raise ValueError(f"{run.name}: {path.stat().st_size} bytes")
        told = Path(place, "told")
        command = [sys.executable, "-c", _MEASURED, str(told), *run.command, "--today", "2026-11-22"]
        with Path(place, "out").open("wb") as out:
            try:
                subprocess.run(command, cwd=root, check=False, stdout=out, stderr=out, timeout=120)  # noqa: S603
            except subprocess.TimeoutExpired:
                return Cost(-1, 120, 0, 0)
        printed = Path(place, "out").stat().st_size
        if not told.exists():
            return Cost(-2, 0, 0, printed)
        return Cost(*json.loads(told.read_text()), printed)


def verdict(half: Cost, full: Cost, empty: Cost) -> tuple[float | None, str]:
    """How much more the full size takes, and what is beyond the promise."""
    net = half.seconds - empty.seconds
    growth = (full.seconds - empty.seconds) / net if net > 0 and full.seconds - empty.seconds > 0.2 else None
    beyond = [
        "time" if full.seconds > MOST_SECONDS else "",
        "memory" if full.megabytes > MOST_MEGABYTES else "",
        "growth" if growth and growth > MOST_GROWTH else "",
        "died" if full.code not in (0, 1, 2) else "",
    ]
    return growth, " ".join(filter(None, beyond))


def main() -> None:
    """Print a row for each case, the slowest last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--only", action="append", default=[], help="cases with this in their name")
    parser.add_argument("--beyond", action="store_true", help="print those beyond the promise only")
    options = parser.parse_args()
    chosen = [run for run in runs() if not options.only or any(word in run.name for word in options.only)]
    empty = min((cost(Run("", one(HEAD + SIGNED, list), ("check",)), FULL) for _ in range(3)), key=lambda c: c.seconds)
    python = sys.version.split()[0]
    print(f"{os.cpu_count()} cores, Python {python}; an empty run: {empty.seconds:.2f} s, {empty.megabytes:.0f} MB")
    print(f"{'half s':>7} {'full s':>7} {'growth':>6} {'MB':>5} {'exit':>4} {'out kB':>7}  case")
    count = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        costs = pool.map(lambda run: (run, cost(run, FULL // 2), cost(run, FULL)), chosen)
        for run, half, full in costs:
            growth, beyond = verdict(half, full, empty)
            count += bool(beyond)
            if beyond or not options.beyond:
                grown = f"{growth:6.2f}" if growth else "      "
                print(
                    f"{half.seconds:7.2f} {full.seconds:7.2f} {grown} {full.megabytes:5.0f} {full.code:4}"
                    f" {full.printed // 1000:7}  {run.name}{f'  <-- {beyond}' if beyond else ''}",
                    flush=True,
                )
    print(f"{len(chosen)} cases, {count} of them beyond {MOST_SECONDS:g} s, {MOST_MEGABYTES} MB or {MOST_GROWTH} times")


if __name__ == "__main__":
    main()
