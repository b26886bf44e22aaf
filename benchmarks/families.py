"""Families of inputs that were made to be dear: each builds the files of a given size. ``growth.py`` measures them.

A family is named after what it repeats. Add a row for whatever else is repeated, joined, sorted, copied or quoted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["COLUMNS", "COMMANDS", "FAMILIES", "FULL", "MAPPING", "Family", "Files"]

FULL: Final = 1_040_000
"""Bytes of the largest input: a little less than the limit of 1 MiB, since some commands add to a file."""
NODES: Final = 200_000
MOST_CLAIMS: Final = 19_900
"""Claims at most in a file of the full size, below the limit of 20,000."""
MOST_PARTIES: Final = 990
"""Parties at most, below the limits of 1,000 in an agreement and of 2,000 keys and values in the settings."""
MOST_TITLE: Final = 490
"""Characters of a title at most, below the limit of 500 in the settings."""
MOST_FILES: Final = 19_000
"""Files at most in a folder of the full size, below the limit of 20,000."""

Files = Mapping[str, str]
Build = Callable[[int], Files]

HEAD = "id: a\ntitle: A\nkind: raa\nparties: [JP, PH]\n"
MANY = "id: a\ntitle: A\nkind: climate\nparties: [JP, PH, US, GB, FR, DE]\n"
SOURCE = "sources:\n  s: {title: S, published: 2024-01-01, type: press}\n"
HISTORY = "history:\n"
SIGNED = "history:\n  - {event: signed, date: 2024-01-01, reported_by: s}\n"


def fill(size: int, head: str, items: Iterable[str], tail: str = "", nodes: int = 0) -> str:
    """The head, so many items as fit the size and the limits on values (of which each item has so many), the tail."""
    room = size - 1 - len(head.encode()) - len(tail.encode())
    most = int((NODES - 1000) * size / FULL) // nodes if nodes else None
    claims = max(0, MOST_CLAIMS - head.count("_by:")) * size // FULL
    taken: list[str] = []
    for item in itertools.islice(items, most):
        room -= len(item.encode())
        claims -= max(item.count("_by:"), item.count("source:"))
        if room < 0 or claims < 0:
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
        for number in range(max(2, size * MOST_FILES // FULL)):
            text = template.replace("@", f"{number:05}").replace("^", f"{number + 1:05}").replace("~", day(number))
            text += each
            room -= len(text)
            if room < 0:
                break
            texts[f"agreements/a{number:05}.yaml"] = text
        return texts

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


def contradicted(size: int) -> Files:
    """Statements of a former state, beside reports of which each came out on a day of its own."""
    quarter = size // 4
    sources = fill(
        quarter,
        "sources:\n  z: {title: Z, published: 2026-01-01}\n",
        counted("  s@: {title: S, published: ~}\n"),
    )
    turns = ("stalled", "negotiating")
    entries = cycle(*[f"  - {{event: {event}, date: ~, reported_by: s@}}\n" for event in turns])
    history = fill(quarter, HISTORY + "  - {event: negotiating, date: 1899, reported_by: z}\n", entries())
    last = "  - {event: signed, date: 2025, reported_by: z}\nstatements:\n"
    said = counted("  - {source: z, says: proposed, date: 2025-12-31}\n")
    return {"agreements/a.yaml": fill(size, HEAD + sources + history + last, said)}


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


_ANY: Final[Mapping[str, Build]] = {
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
    "statements: against many publications": contradicted,
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

_CHANGED: Final[Mapping[str, Build]] = {
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

_DATED: Final = "sources:\n  s: {title: S, published: 2025-01-01, type: press}\n"
_FORCE: Final = "  - {event: in_force, date: 1900, reported_by: s}\n"


def many_parties(head: str, template: str, first: str = "") -> Build:
    """One agreement of as many parties as there may be, a first entry, and entries in which each acts in turn."""

    def build(size: int) -> Files:
        names = [_code(number) for number in range(min(MOST_PARTIES, max(2, size // 4 // 6)))]
        begun = f"id: a\ntitle: A\nkind: treaty\nparties: [{', '.join(names)}]\n{head}{_DATED}{HISTORY}{first}"
        again = enumerate(itertools.cycle(names))
        acts = (template.replace("@", name).replace("~", day(number)) for number, name in again)
        own = "[parties]\n" + "".join(f'{name} = "Party {name}"\n' for name in names)
        return {"agreements/a.yaml": fill(size, begun, acts), "agreements/pactstate.toml": "format = 2\n" + own}

    return build


def _code(number: int) -> str:
    """Return a code of a party that is none of a country."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "X" + "".join(letters[number // 26**place % 26] for place in (2, 1, 0))


def cited_by_all(size: int) -> Files:
    """Many agreements that each cite the same shared sources, which are as many."""
    count = max(1, size // 400)
    cited = ", ".join(f"s{number}" for number in range(10))
    entry = f"history:\n  - {{event: signed, date: 2024-01-01, reported_by: [{cited}]}}\n"
    texts = {
        f"agreements/a{number:05}.yaml": HEAD.replace("id: a", f"id: a{number:05}") + entry for number in range(count)
    }
    shared_sources = "".join(f"s{number}: {{title: S, published: 2024-02-01}}\n" for number in range(max(10, count)))
    return texts | {"agreements/sources.yaml": shared_sources}


def two_lists(size: int) -> Files:
    """Two agreements that name one another again and again."""
    return {
        "agreements/a.yaml": fill(size // 2, HEAD + "history: []\nreplaces: [b", again(", b"), "]\n"),
        "agreements/b.yaml": fill(
            size // 2, HEAD.replace("id: a", "id: b") + "history: []\nreplaced_by: [a", again(", a"), "]\n"
        ),
    }


def long_kind(size: int) -> Files:
    """A kind with a long title, that many entries break."""
    title = "T" * min(size // 8, MOST_TITLE)
    return {
        "agreements/a.yaml": fill(
            size // 2, HEAD.replace("raa", "own") + SOURCE + HISTORY, counted("  - {event: ratified, date: ~}\n"), "", 5
        ),
        "agreements/pactstate.toml": f'format = 2\n[kinds.own]\ntitle = "{title}"\nexpects = [["signed"]]\n',
    }


def long_texts(size: int) -> Files:
    """A long title, a long party in the settings and a long source, which entries repeat."""
    title = "T" * min(size // 8, MOST_TITLE)
    publisher = "T" * min(size // 8, 60_000)
    head = f"id: a\ntitle: {title}\nkind: raa\nparties: [JP, XX]\n"
    head += f"sources:\n  s: {{title: {title}, publisher: {publisher}, published: 2025}}\n"
    return {
        "agreements/a.yaml": fill(
            size, head + HISTORY, counted("  - {event: note, party: XX, date: ~, reported_by: s}\n"), "", 9
        ),
        "agreements/pactstate.toml": f'format = 2\n[parties]\nXX = "{title}"\n',
    }


def many_words(size: int) -> Files:
    """Many parties of nearly one name in the settings, and many unknown words in a file."""
    names = [
        f"Respublica Antarctica Borealis {_code(number)}"
        for number in range(min(MOST_PARTIES, max(1, size // 4 // 50)))
    ]
    own = "".join(f'{_code(number)} = "{name}"\n' for number, name in enumerate(names))
    return {
        "agreements/a.yaml": fill(
            size, HEAD + HISTORY, counted("  - {event: note, party: Respublika Antartica Boreale @, date: ~}\n"), "", 7
        ),
        "agreements/pactstate.toml": f"format = 2\n[parties]\n{own}",
    }


def long_ids(size: int) -> Files:
    """A long id of a source, cited again and again."""
    name = "s" * min(size // 8, 1000)
    head = HEAD + f"sources:\n  {name}: {{title: S, published: 2025}}\n" + HISTORY
    return {"agreements/a.yaml": fill(size, head, again(f"  - {{event: note, date: 2024, reported_by: {name}}}\n"))}


def published_on(template: str) -> Build:
    """Entries whose sources were each published on a day of its own."""

    def build(size: int) -> Files:
        half = fill(size // 2, HEAD + "sources:\n", counted("  s@: {title: S, published: ~}\n"), "", 6)
        return {"agreements/a.yaml": fill(size, half + HISTORY, counted(template), "", 9)}

    return build


def many_files(size: int) -> Files:
    """As many tiny agreements as there may be in a folder, in 1 MiB."""
    head = "id: a@\ntitle: A\nkind: raa\nparties: [JP, PH]\nhistory: []\n"
    return {f"agreements/a{n}.yaml": head.replace("@", str(n)) for n in range(max(1, size * MOST_FILES // FULL))}


def cycle_of_sources(size: int) -> Files:
    """Sources that rest on one another in a circle."""
    count = max(2, size // 40)
    return {
        "agreements/a.yaml": HEAD
        + "history:\n  - {event: signed, date: 2024, reported_by: s0}\nsources:\n"
        + "".join(f"  s{n}: {{title: S, based_on: s{(n + 1) % count}}}\n" for n in range(count))
    }


def deep_folders(size: int) -> Files:
    """An agreement below as many folders as Python can delete."""
    return {"agreements/" + "d/" * min(size // 4, 900) + "a.yaml": HEAD + SIGNED, "agreements/a.yaml": HEAD + SIGNED}


def settings_beside(head: str, template: str, tail: str = "") -> Build:
    """Settings in the folder of agreements, which many entries look up."""
    return lambda size: {
        "agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, counted(_N), "", 7),
        "agreements/pactstate.toml": fill(
            size // 4, "format = 2\n" + head, itertools.islice(counted(template), MOST_PARTIES // 2), tail
        ),
    }


_MORE: Final[Mapping[str, Build]] = {
    "parties: each signs": many_parties("", "  - {event: signed, party: @, date: 2020, reported_by: s}\n"),
    "parties: each signs and consents, on a day of its own": many_parties(
        "open: true\n", "  - {event: [signed, ratified], party: @, date: ~, reported_by: s}\n"
    ),
    "parties: each approves in part": many_parties(
        "", "  - {event: approved, party: @, partial: true, date: ~, reported_by: s}\n"
    ),
    "parties: each suspends": many_parties(
        "open: true\n", "  - {event: suspended, party: @, date: 2020, reported_by: s}\n", _FORCE
    ),
    "parties: each gives notice": many_parties(
        "open: true\n",
        "  - {event: notice_given, party: @, date: 2020, effective: 2090, reported_by: s}\n",
        _FORCE,
    ),
    "parties: each withdraws": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: ~, reported_by: s}\n", _FORCE
    ),
    "parties: each refused": many_parties(
        "", "  - {event: refused, party: @, date: ~, reported_by: s}\n", "  - {event: adopted, date: 1900}\n"
    ),
    "parties: each announced": many_parties(
        "open: true\n", "  - {event: ratified, party: @, date: 2090, announced_by: s}\n"
    ),
    "parties: each of no known day": many_parties(
        "open: true\n", "  - {event: [signed, ratified], party: @, date: 1625/2025, reported_by: s}\n"
    ),
    "parties: each provisionally bound": many_parties(
        "open: true\n", "  - {event: provisional, party: @, date: ~, reported_by: s}\n"
    ),
    "parties: approvals of all are needed": many_parties(
        "approvals_needed: [JP, PH]\n", "  - {event: approved, party: @, date: ~, reported_by: s}\n"
    ),
    "entries: intervals of 400 years": entries("  - {event: note, date: 1625/2025, reported_by: s}\n", 7),
    "entries: intervals that begin each day": entries("  - {event: note, date: ~/2026, reported_by: s}\n", 7),
    "entries: intervals that end each day": entries("  - {event: note, date: 1700/~, reported_by: s}\n", 7),
    "entries: of one day, many events": entries("  - {event: [note, note, note], date: ~, reported_by: s}\n", 10),
    "entries: amended, with later effect": one(
        HEAD + _DATED + "history:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: amended, date: ~, effective: 2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: amended, with earlier effect": one(
        HEAD + _DATED + "history:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: amended, date: ~, effective: 1901, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: extended until": one(
        HEAD + _DATED + "term: {years: 10, notice: 6 months}\nhistory:\n  - {event: in_force, date: 1900}\n",
        lambda: counted("  - {event: extended, date: ~, until: 2090, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: announcements of one event": one(
        HEAD + _DATED + "history:\n  - {event: signed, date: 1900}\n",
        lambda: counted("  - {event: in_force, date: 2090, announced_by: s}\n"),
        nodes=7,
    ),
    "entries: postponed, and nothing to cancel": entries(
        "  - {event: postponed, of: in_force, date: ~, reported_by: s}\n", 9
    ),
    "entries: announced and postponed, of no known day": one(
        HEAD + _DATED + "history:\n  - {event: signed, date: 1900}\n",
        cycle(
            "  - {event: in_force, date: 1900/2090, announced_by: s}\n",
            "  - {event: postponed, of: in_force, date: 1900/2025, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: notices on hold": one(
        HEAD
        + _DATED
        + "history:\n  - {event: in_force, date: 1900}\n  - {event: notice_given, party: PH, date: 1901}\n",
        lambda: counted("  - {event: notice_suspended, party: PH, date: 1901/2025, reported_by: s}\n"),
        nodes=9,
    ),
    "entries: signature withdrawn, and signed again": one(
        MANY + _DATED + HISTORY,
        cycle(
            "  - {event: signed, party: US, date: ~, reported_by: s}\n",
            "  - {event: withdrawn, of: signed, party: US, date: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "entries: corrected": entries("  - {event: note, date: ~, reported_by: s, corrected: r}\n", 9),
    "entries: places": entries("  - {event: note, date: ~, place: Manila @, reported_by: s}\n", 9),
    "entries: notes": entries("  - {event: note, date: ~, note: N @, by: B @, reported_by: s}\n", 11),
    "claims: rejected, each of another day": entries(
        "  - {event: note, date: ~, reported_by: [s, {source: s, date: ~, rejected: r}]}\n", 14
    ),
    "claims: rejected, each of one signature": one(
        HEAD + SOURCE + "history:\n  - event: signed\n    date: 2024-01-01\n    reported_by:\n",
        lambda: counted("      - {source: s, date: ~, rejected: r@}\n"),
        nodes=7,
    ),
    "claims: many rejected, in a long history": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: negotiating, date: ~, reported_by: {source: s, date: ^, rejected: r}}\n",
            "  - {event: stalled, date: ~, reported_by: {source: s, rejected: r}}\n",
        ),
        nodes=12,
    ),
    "claims: locators": entries("  - {event: note, date: ~, reported_by: {source: s, locator: p. @}}\n", 11),
    "sources: each published on a day of its own, reports": published_on(
        "  - {event: note, date: 1800, reported_by: s@}\n"
    ),
    "sources: each published on a day of its own, announcements": published_on(
        "  - {event: in_force, date: 2090, announced_by: s@}\n"
    ),
    "sources: each published in some year": one(
        HEAD + SIGNED + "sources:\n", lambda: counted("  s@: {title: S, published: 1900/2025, basis: b}\n"), nodes=8
    ),
    "sources: reports of no known day": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(size // 2, HEAD + "sources:\n", counted("  s@: {title: S, published: 1900/2025}\n"), "", 6) + HISTORY,
            counted("  - {event: note, date: 1900/2025, reported_by: s@}\n"),
            "",
            7,
        )
    },
    "sources: a circle": cycle_of_sources,
    "sources: one address": one(
        HEAD + SIGNED + "sources:\n",
        lambda: counted("  s@: {title: S, url: 'https://a.example/', published: 2024}\n"),
        nodes=8,
    ),
    "sources: one address, and its archive": one(
        HEAD + SIGNED + "sources:\n",
        lambda: counted("  s@: {title: S, archive_url: 'https://a.example/', publisher: P, author: A}\n"),
        nodes=10,
    ),
    "sources: of one title": shared("s@: {title: One and the same title, publisher: P, published: 2024}\n", 8),
    "sources: undated, on one line": one(
        HEAD + SIGNED + "sources: {z: {title: S}", lambda: counted(", s@: {title: S}"), "}\n", 4
    ),
    "sources: unknown, on one line": one(
        HEAD + "history: [{event: signed, date: 2024, reported_by: [s", lambda: counted(", s@"), "]}]\n", 1
    ),
    "sources: based on unknown ones, on one line": one(
        HEAD + SIGNED + "sources: {s: {title: S, based_on: [x", lambda: counted(", x@"), "]}}\n", 1
    ),
    "sources: cited by all": cited_by_all,
    "sources: a long id": long_ids,
    "links: dangling, on one line": one(HEAD + "history: []\nreplaces: [b", lambda: counted(", b@"), "]\n", 1),
    "links: one id, again and again": two_lists,
    "links: supplements, formerly": one(
        HEAD + "history: []\nsupplements: [b]\nformerly: [c", lambda: counted(", c@"), "]\n", 1
    ),
    "identifiers": one(HEAD + "history: []\nidentifiers:\n", lambda: counted("  k@: v\n"), nodes=2),
    "not recorded, again and again": one(
        HEAD + SIGNED + "not_recorded: [ratified", lambda: again(", in_force"), "]\n", 1
    ),
    "texts: long, and repeated": long_texts,
    "texts: wide characters": entries("  - {event: note, date: ~, place: 東京都千代田区@, reported_by: s}\n", 9),
    "texts: a title of many lines": one(
        "id: a\nkind: raa\nparties: [JP, PH]\nhistory: []\ntitle: |\n", lambda: itertools.repeat("  T\n", 16_000)
    ),
    "settings: a long title of a kind": long_kind,
    "settings: parties with names alike": many_words,
    "settings: many parties, many entries": settings_beside("[parties]\n", 'X@ = "x"\n'),
    "settings: many kinds, many entries": settings_beside("", '[kinds.k@]\ntitle = "x"\nexpects = [["signed"]]\n'),
    "settings: unknown words, many entries": settings_beside("ignore = [", '"skiped-step@", ', "]\n"),
    "entries: reports, and announcements that are illegal": one(
        HEAD + SOURCE + HISTORY, cycle(_N, "  - {event: resumed, date: ~, announced_by: s}\n"), nodes=7
    ),
    "entries: reports, and announced acts of one party": one(
        HEAD + SOURCE + HISTORY, cycle(_N, "  - {event: ratified, party: JP, date: ~, announced_by: s}\n"), nodes=9
    ),
    "entries: announced and reported, of one year": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: 2023, announced_by: s}\n", "  - {event: signed, date: 2023, reported_by: s}\n"
        ),
        nodes=7,
    ),
    "entries: in the future": entries("  - {event: note, date: 2090, reported_by: s}\n", 7),
    "entries: reported too early": entries("  - {event: note, date: 2024-06-01, reported_by: s}\n", 7),
    "entries: retroactive": entries("  - {event: in_force, date: 2020, effective: 2010, reported_by: s}\n", 9),
    "claims: two of one origin": entries(
        "  - {event: note, date: 2024, reported_by: [s, t]}\n",
        8,
        HEAD + "sources:\n  s: {title: S, published: 2024}\n  t: {title: S, published: 2024, based_on: s}\n" + HISTORY,
    ),
    "claims: denials on one entry": one(
        HEAD + SOURCE + HISTORY + "  - event: signed\n    date: 2024\n    reported_by: s\n    denied_by:\n",
        lambda: again("      - s\n"),
        nodes=1,
    ),
    "sources: each based on the two before": one(
        HEAD + SIGNED + "sources:\n  s0: {title: S}\n  s1: {title: S}\n",
        lambda: (f"  s{n + 2}: {{title: S, based_on: [s{n + 1}, s{n}]}}\n" for n in itertools.count()),
        nodes=8,
    ),
    "term: extended, and notices": one(
        HEAD
        + "term: {years: 1, renews: false, notice: 6 months}\n"
        + SOURCE
        + HISTORY
        + "  - {event: in_force, date: 1900}\n",
        cycle(
            "  - {event: extended, date: ~, reported_by: s}\n",
            "  - {event: notice_given, party: JP, date: ~, effective: ~, reported_by: s}\n",
        ),
        nodes=9,
    ),
    "slips: colons without a blank": one(HEAD + HISTORY, lambda: counted("  - event:note\n    date:~\n")),
    "slips: curly quotes": one(HEAD + HISTORY, lambda: counted("  - event: \u201cnote\u201d\n    date: ~\n")),
    "folder: tiny files": many_files,
    "folder: unknown words": folder(
        HEAD.replace("id: a", "id: a@") + "histroy@: []\nhistory:\n  - {event: singed@, party: Japn@, date: 2024}\n"
    ),
    "folder: comments of ours": folder(
        "# pactstate: ignore[skiped-step@] r\n" + HEAD.replace("id: a", "id: a@") + "history: []\n"
    ),
    "folder: deep": deep_folders,
    "folder: formerly one id": folder(HEAD.replace("id: a", "id: a@") + "formerly: [z]\nhistory: []\n"),
    "folder: supplements one": folder(HEAD.replace("id: a", "id: a@") + "supplements: [a00000]\nhistory: []\n"),
    "folder: a chain of amendments": folder(HEAD.replace("id: a", "id: a@") + "amends: [a^]\nhistory: []\n"),
    "folder: same title and parties": folder(HEAD.replace("id: a", "id: a@") + SIGNED),
}


def after(first: Build, template: str, nodes: int = 10) -> Build:
    """One agreement, of which a half is that of another family, and then more entries."""

    def build(size: int) -> Files:
        files = first(size // 2)
        return {**files, "agreements/a.yaml": fill(size, files["agreements/a.yaml"], counted(template), "", nodes)}

    return build


def described(source: str, entry: str, more: str = "", nodes: int = 10) -> Build:
    """One agreement, of which a half are sources, and then entries or statements about them."""

    def build(size: int) -> Files:
        half = fill(size // 2, HEAD + "sources:\n", counted(source), "", 6)
        return {"agreements/a.yaml": fill(size, half + (more or HISTORY), counted(entry), "", nodes)}

    return build


def each_to_all(size: int) -> Files:
    """Agreements that each name all others."""
    ids = [f"a{number:04}" for number in range(max(2, int((size / 7) ** 0.5)))]
    return {
        f"agreements/{id}.yaml": HEAD.replace("id: a", f"id: {id}")
        + f"history: []\namends: [{', '.join(other for other in ids if other != id)}]\n"
        for id in ids
    }


def all_replace_one(size: int) -> Files:
    """Agreements that all replace one, which names them all."""
    ids = [f"a{number:05}" for number in range(max(2, size // 140))]
    ended = "history: [{event: terminated, reason: replaced, date: 2020}]\n"
    replaced = HEAD.replace("id: a", "id: z") + f"replaced_by: [{', '.join(ids)}]\n{ended}"
    entered = "replaces: [z]\nhistory: [{event: in_force, date: 2019}]\n"
    texts = {f"agreements/{id}.yaml": HEAD.replace("id: a", f"id: {id}") + entered for id in ids}
    return {**texts, "agreements/z.yaml": replaced}


def long_names(size: int) -> Files:
    """Files with long names, in a folder with a long name, with a finding in each line."""
    folder = f"agreements/{'d' * 200}/{'e' * 200}/"
    text = HEAD.replace("id: a", f"id: {'n' * 180}@") + HISTORY + "  - {}\n" * 50
    return {f"{folder}{'n' * 180}{n:05}.yaml": text.replace("@", f"{n:05}") for n in range(max(2, size // 900))}


def swapped(size: int) -> Files:
    """Entries whose days may all be months."""
    days = (f"2024-{n % 12 + 1:02}-{n * 7 % 12 + 1:02}" for n in itertools.count())
    events = itertools.cycle(("negotiating", "stalled"))
    entries = (
        f"  - {{event: {event}, date: {one}, reported_by: s}}\n" for event, one in zip(events, days, strict=False)
    )
    return {"agreements/a.yaml": fill(size, HEAD + SOURCE + HISTORY, entries, "", 10)}


def expecting(size: int) -> Files:
    """A kind that expects very much, and a history that skips all of it again and again."""
    steps = ", ".join(['["text_agreed"]'] * min(900, max(1, size // 4 // 30)))
    turns = ("negotiating", "signed", "abandoned")
    entries = cycle(*[f"  - {{event: {event}, date: ~}}\n" for event in turns])
    return {
        "agreements/a.yaml": fill(size, HEAD.replace("raa", "own") + SOURCE + HISTORY, entries(), "", 6),
        "agreements/pactstate.toml": f"format = 2\n[kinds.own]\ntitle = 'x'\nexpects = [{steps}]\n",
    }


_AHEAD: Final = "  - {event: withdrawn, party: @, date: 2090, announced_by: s}\n"
_NOTICE: Final = "  - {event: notice_given, party: @, date: 2020, effective: 2021, reported_by: s}\n"
_COPIED: Final = "  t@: {title: S, published: 2026, based_on: s0}\n"

_LATER: Final[Mapping[str, Build]] = {
    "parties: notices that took effect, and notes": after(
        many_parties("open: true\n", _NOTICE, _FORCE), "  - {event: note, date: 2022, reported_by: s}\n"
    ),
    "parties: an undeclared one beside many": many_parties(
        "", "  - {event: approved, party: US, date: 2020, reported_by: s}\n"
    ),
    "parties: withdrawals announced": many_parties("open: true\n", _AHEAD, _FORCE),
    "parties: withdrawals announced, and not reported": many_parties(
        "open: true\n", "  - {event: withdrawn, party: @, date: ~, announced_by: s}\n", _FORCE
    ),
    "parties: each announced, with each event": many_parties(
        "open: true\n", "  - {event: [signed, ratified, in_force], party: @, date: 2090, announced_by: s}\n"
    ),
    "parties: approvals denied": many_parties(
        "", "  - {event: approved, party: @, date: ~, reported_by: s, denied_by: s}\n"
    ),
    "parties: notices, and revoked": many_parties(
        "open: true\n",
        "  - {event: [notice_given, notice_revoked], party: @, date: ~, effective: 2090, reported_by: s}\n",
        _FORCE,
    ),
    "sources: read on a day of their own, and cited": described(
        "  s@: {title: S, accessed: 2025}\n", "  - {event: note, date: ~, reported_by: [s@, s1]}\n", nodes=20
    ),
    "sources: one of another day than its claims": entries(
        "  - {event: note, date: ~, reported_by: {source: s, date: 2023}}\n", 14
    ),
    "sources: wide titles": shared(
        "s@: {title: 日本国とフィリピン共和国との間の協定, publisher: 外務省, published: 2024}\n", 8
    ),
    "statements: by sources of many days": described(
        "  s@: {title: S, published: ~}\n",
        "  - {source: s@, says: in_force}\n",
        "history: [{event: signed, date: 2024-01-01}]\nstatements:\n",
    ),
    "statements: stale, by copies of one source": described(
        _COPIED,
        "  - {source: t@, says: proposed}\n",
        "  s0: {title: S, published: 2026}\nhistory: [{event: in_force, date: 2020}]\nstatements:\n",
    ),
    "entries: days or months": swapped,
    "entries: disputed": one(
        HEAD + SOURCE + HISTORY,
        cycle(
            "  - {event: signed, date: ~, reported_by: s, denied_by: s}\n",
            "  - {event: in_force, date: 1900/2025, reported_by: s, denied_by: s}\n",
        ),
        nodes=20,
    ),
    "entries: effective and until, of no known day": entries(
        "  - {event: extended, date: 1900/2025, effective: 1901/2030, until: 2000/2090, reported_by: s}\n", 11
    ),
    "entries: effective far ahead": entries("  - {event: amended, date: ~, effective: 9999, reported_by: s}\n", 10),
    "entries: notes of 1,000 characters": entries(
        "  - {event: note, date: ~, note: '" + "n" * 1000 + "', reported_by: s}\n", 9
    ),
    "entries: silenced, each on its line": entries(
        "  - {event: note, date: 2024} # pactstate: ignore[unsourced-event] r\n", 5
    ),
    "term: renews since the year 1": folder(
        HEAD.replace("id: a", "id: a@")
        + "term: {years: 1, renews: true, notice: 30 days}\n"
        + HISTORY
        + "  - {event: in_force, date: 0001-01-01}\n"
    ),
    "settings: a kind that expects very much": expecting,
    "links: each to all others": each_to_all,
    "links: all replace one, and it names them": all_replace_one,
    "folder: empty files": lambda size: {
        f"agreements/a{number:05}.yaml": "" for number in range(max(2, size * MOST_FILES // FULL))
    },
    "folder: identical files": folder(HEAD + SIGNED),
    "folder: long names": long_names,
    "folder: statements by one source": lambda size: {
        "agreements/sources.yaml": "s: {title: S, published: 2024}\n",
        **folder(
            HEAD.replace("id: a", "id: a@")
            + "history: [{event: in_force, date: 2020, reported_by: s}]\nstatements: [{source: s, says: signed}]\n"
        )(size),
    },
}


def _before(files: Files) -> Files:
    return {f"before/{name}": text for name, text in files.items()}


def renamed(size: int) -> Files:
    """Many agreements under other ids than before."""
    small = HEAD.replace("id: a", "id: ^@") + SIGNED
    old, new = (folder(small.replace("^", letter))(size) for letter in "ab")
    return {**_before(old), **{name.replace("/a", "/b"): text for name, text in new.items()}}


def parties_on_other_days(size: int) -> Files:
    """Consents of many parties, each on another day than before."""
    old, new = (
        many_parties("open: true\n", f"  - {{event: ratified, party: @, date: {date}, reported_by: s}}\n")(size)
        for date in ("~", "2020")
    )
    return {**_before(old), **new}


_LATER_CHANGED: Final[Mapping[str, Build]] = {
    "many files, renamed": renamed,
    "parties, each on another day": parties_on_other_days,
    "claims, rejected since": recorded(
        "  - {event: note, date: ~, reported_by: s}\n",
        "  - {event: note, date: ~, reported_by: {source: s, rejected: r}}\n",
    ),
    "notes, each other": recorded(
        "  - {event: note, date: 2024, note: x@, place: y}\n", "  - {event: note, date: 2024, note: y@, place: z}\n"
    ),
}

MAPPING: Final = """\
[source]
id = "list"
title = "List"
published = "2025-12-01"
[agreements]
id = "{parties}-{Ref}"
title = "Agreement"
kind = "treaty"
parties = "Parties"
split = [";"]
links = "Links"
identifiers = {list = "Ref"}
unused = ["Remarks"]
[[agreements.events]]
event = "signed"
date = "Signed"
place = "Place"
[dates]
dayfirst = true
"""
COLUMNS: Final = "Ref,Agreement,Parties,Signed,Place,Links,Remarks\n"


def table(row: str, head: str = COLUMNS) -> Build:
    """A table of many rows."""
    return lambda size: {"mapping.toml": MAPPING, "table.csv": fill(size, head, counted(row))}


def wide(size: int) -> Files:
    """A table of one row and many columns."""
    return {
        "mapping.toml": MAPPING,
        "table.csv": fill(size, COLUMNS[:-1], counted(",c@"), "\n1,A,JP;PH,2024,,,\n"),
    }


_TABLES: Final[Mapping[str, Build]] = {
    "rows": table("@,A @,JP;PH,2024-01-02,Manila,https://a.example/@,r\n"),
    "rows of one id": table("1,A @,JP;PH,2024-01-02,Manila,https://a.example/@,r\n"),
    "dates in words": table("@,A @,JP;PH,15 Sept 2023,Manila,,\n"),
    "dates that are none": table("@,A @,JP;PH,soon @,Manila,,\n"),
    "parties in words": table("@,A @,Japan;the Philippines,2024,,,\n"),
    "unknown parties": table("@,A @,Japn@;Philippina,2024,,,\n"),
    "many parties": table("@,A @,JP" + ";PH;US;GB;FR;DE" * 100 + ",2024,,,\n"),
    "many links": table("@,A @,JP;PH,2024,," + "https://a.example/@ " * 100 + ",\n"),
    "short rows": table("@\n"),
    "long rows": table("@,A,JP;PH,2024" + "," * 40 + "\n"),
    "long cells": table("@,A,JP;PH,2024," + "x" * 20_000 + ",,\n"),
    "quotes": table('@,"A ""@""\n",JP;PH,2024,,,\n'),
    "a quote not closed": table('@,"A,JP;PH,2024,,,\n'),
    "empty rows": table(",,,,,,\n"),
    "dates in another language": table("@,A @,JP;PH,令和6年7月@日,Manila,,\n"),
    "dates in long words": table("@,A @,JP;PH,the @th of Septembre in the year of 2023,Manila,,\n"),
    "formulas": table("@,=A@+1,JP;PH,2024-01-02,+x,@y,-z\n"),
    "wide cells, quoted": table('@,"A @, ""quoted"" ' + "x, " * 300 + '",JP;PH,2024-01-02,"M\nanila",,\n'),
    "ids alike but for case": table("A@,A,JP;PH,2024,,,\na@,A,JP;PH,2024,,,\n"),
    "separators": table("@,A @,JP;PH,2024,," + ";" * 40 + ",\n"),
    "columns": wide,
}

_FORMS: Final = {
    "check": "text concise json github sarif junit rdjson gitlab markdown",
    "status": "table json csv markdown",
    "show": "text json markdown",
    "log": "table json csv markdown",
    "graph": "mermaid dot",
    "sources": "table json csv markdown",
    "verify": "table json markdown",
    "due": "table json csv markdown ics",
    "export": "csv jsonl sqlite parquet xlsx",
    "site": "html",
    "add": "diff",
    "reject": "diff",
    "fix": "diff",
    "schema": "agreement status-output",
    "rule": "text",
    "import": "shown written",
    "check --against": "text json sarif",
    "diff": "text json markdown",
}
_WORDS: Final = {
    "check": ["check", "agreements", "--verbose", "--jobs", "1"],
    "show": ["show", "^"],
    "verify": ["verify", "^", "signed", "--on", "2025-01-01"],
    "graph": ["graph", "^"],
    "site": ["site", "made", "--force"],
    "add": ["add", "event", "^", "note", "--date", "2026-01-02", "--reported-by", "s", "--dry-run", "--allow-findings"],
    "reject": ["reject", "^", "signed", "s", "--reason", "r", "--dry-run", "--allow-findings"],
    "fix": ["fix", "agreements", "--dry-run", "--unsafe"],
    "import": ["import", "mapping.toml", "table.csv", "--into", "made"],
    "check --against": ["check", "agreements", "--against", "./before/agreements", "--jobs", "1"],
    "diff": ["diff", "./before/agreements", "agreements"],
}
_ONE_FORM: Final = ("site", "add", "reject", "fix", "rule")
"""Commands with one output format, which they do not let choose."""


def _words(command: str, form: str) -> tuple[str, ...]:
    words = _WORDS.get(command, [command])
    if command == "import":
        return (*words, "--write") if form == "written" else tuple(words)
    if command in _ONE_FORM:
        return tuple(words)
    if command == "schema":
        return (*words, form)
    if command == "export":
        return (*words, "--format", form, "--to", "made" if form in ("csv", "parquet") else f"made.{form}")
    return (*words, "--format", form)


_OPTIONS: Final = {
    "status --group-by party, table": "status --group-by party",
    "status --group-by party, json": "status --group-by party --format json",
    "status --known-by, json": "status --known-by 2010-01-01 --format json",
    "status of words, table": "status signed japan",
    "show --known-by, text": "show ^ --known-by 2010-01-01",
    "log --flags, json": "log --flags --format json",
    "log --flags, table": "log --flags",
    "sources --by-publisher, json": "sources --by-publisher --format json",
    "sources --disputed, json": "sources --disputed --format json",
    "sources of words, table": "sources japan times",
    "due of all days, json": "due --from 1800-01-01 --until 9999-12-31 --format json",
    "due of all days, ics": "due --from 1800-01-01 --until 9999-12-31 --format ics",
    "graph of a kind, mermaid": "graph treaty",
    "export --known-by, csv": "export --known-by 2010-01-01 --format csv --to made",
    "check --statistics, text": "check agreements --statistics --jobs 1",
    "schema of sources, json": "schema sources",
    "new --from, diff": "new b --from ^ --title B --event signed --date 2024-01-01 --dry-run --allow-findings",
    "check --new-only, json": "check agreements --against ./before/agreements --new-only --format json --jobs 1",
    "export --since, csv": "export --since ./before/agreements --format csv --to made",
    "import --update, shown": "import mapping.toml table.csv --into agreements --update",
    "import --guess, toml": "import --guess table.csv",
}
"""Words of the commands with options that make another answer."""

COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"{command}, {form}": _words(command, form) for command, forms in _FORMS.items() for form in forms.split()},
    **{label: tuple(words.split()) for label, words in _OPTIONS.items()},
}
"""Each command in each of its formats; ``^`` stands for the id of the first agreement, ``made`` for what it writes."""


@dataclass(frozen=True)
class Family:
    """Inputs of one kind, in any size."""

    name: str
    build: Build
    """The files of so many bytes, by their paths below the working directory."""
    commands: tuple[str, ...]
    """The commands of COMMANDS that it is made for."""


_AGAINST: Final = tuple(
    label for label in COMMANDS if label.startswith(("check --against", "check --new-only", "diff", "export --since"))
)
_IMPORT: Final = tuple(label for label in COMMANDS if label.startswith("import"))
_PLAIN: Final = tuple(label for label in COMMANDS if label not in (*_AGAINST, *_IMPORT))
# Files that are no agreement, or settings that are wrong: nothing but a check reads them to the end.
_CHECKED: Final = tuple(label for label in _PLAIN if label.startswith(("check", "fix")))
_NO_AGREEMENT: Final = ("yaml: ", "keys: ", "comments: ", "slips: ")


def _families() -> Iterator[Family]:
    for name, build in {**_ANY, **_MORE, **_LATER}.items():
        yield Family(name, build, _CHECKED if name.startswith(_NO_AGREEMENT) else _PLAIN)
    for name, build in {**_CHANGED, **_LATER_CHANGED}.items():
        yield Family(f"changed: {name}", build, _AGAINST)
    for name, build in _TABLES.items():
        yield Family(f"table: {name}", build, _IMPORT)


FAMILIES: Final[tuple[Family, ...]] = tuple(_families())
