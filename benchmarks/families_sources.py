"""Families of sources, of claims and of statements."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Final

from building import (
    FULL,
    HEAD,
    HISTORY,
    MOST_CLAIMS,
    SIGNED,
    SOURCE,
    Build,
    Files,
    again,
    counted,
    cycle,
    day,
    entries,
    fill,
    one,
)

__all__ = ["SOURCES"]


def shared(template: str, nodes: int = 0) -> Build:
    """One file of shared sources, and an agreement."""
    return lambda size: {
        "agreements/a.yaml": HEAD + SIGNED,
        "agreements/sources.yaml": fill(size, "s: {title: S}\n", counted(template), nodes=nodes),
    }


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


def cycle_of_sources(size: int) -> Files:
    """Sources that rest on one another in a circle."""
    count = max(2, size // 40)
    return {
        "agreements/a.yaml": HEAD
        + "history:\n  - {event: signed, date: 2024, reported_by: s0}\nsources:\n"
        + "".join(f"  s{n}: {{title: S, based_on: s{(n + 1) % count}}}\n" for n in range(count))
    }


def described(source: str, entry: str, more: str = "", nodes: int = 10) -> Build:
    """One agreement, of which a half are sources, and then entries or statements about them."""

    def build(size: int) -> Files:
        half = fill(size // 2, HEAD + "sources:\n", counted(source), "", 6)
        return {"agreements/a.yaml": fill(size, half + (more or HISTORY), counted(entry), "", nodes)}

    return build


_COPIED: Final = "  t@: {title: S, published: 2026, based_on: s0}\n"


def of_a_hundred(size: int) -> Files:
    """Entries that each cite the same hundred sources."""
    ids = [f"s{number}" for number in range(min(100, size // 400))]
    described = "".join(f"  {id}: {{title: S, published: 2024}}\n" for id in ids)
    entry = f"  - {{event: note, date: ~, reported_by: [{', '.join(ids)}]}}\n"
    entries = itertools.islice(counted(entry), max(1, MOST_CLAIMS * size // FULL // max(1, len(ids))))
    return {"agreements/a.yaml": f"{HEAD}sources:\n{described}{HISTORY}{''.join(entries)}"}


def doubtful(number: int, *templates: str) -> Build:
    """Entries, each reported by one of some sources of which the day is not known."""
    sources = "".join(f"  u{n}: {{title: S, published: 19{n}0/2025, basis: b}}\n" for n in range(number))
    items = [f"  - {{{word}, reported_by: u{n % number}}}\n" for n, word in enumerate(templates * number)]
    first = "history:\n  - {event: negotiating, date: 1899}\n"
    return one(f"{HEAD}sources:\n{sources}{first}", cycle(*items), nodes=7)


def doubtful_statements(size: int) -> Files:
    """Sources of which the day is not known, and entries and statements by each."""
    described = fill(size // 4, HEAD + "sources:\n", counted("  s@: {title: S, published: ~/2025, basis: b}\n"))
    turns = cycle(*[f"  - {{event: {event}, date: ~, reported_by: s@}}\n" for event in ("stalled", "negotiating")])
    history = fill(size // 2, described + "history:\n  - {event: negotiating, date: 1899}\n", turns())
    said = counted("  - {source: s@, says: signed, date: ~/2025}\n")
    return {"agreements/a.yaml": fill(size, history + "statements:\n", said)}


SOURCES: Final[Mapping[str, Build]] = {
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
    "sources: titles of ampersands": one(
        HEAD + SIGNED + "sources:\n",
        lambda: counted("  s@: {title: '&&&&&&&&', publisher: '&&&&&&&&', author: '<<<<', published: 2024}\n"),
        nodes=10,
    ),
    "sources: publishers with long names": one(
        HEAD + SIGNED + "sources:\n",
        lambda: counted("  s@: {title: S, publisher: 'P@ " + "x" * 400 + "', published: 2024}\n"),
        nodes=8,
    ),
    "sources: publishers, each another": described(
        "  s@: {title: S, publisher: P@, published: 2024}\n", "  - {event: note, date: ~, reported_by: s@}\n"
    ),
    "sources: addresses with marks": one(
        HEAD + SIGNED + "sources:\n",
        lambda: counted("  s@: {title: S, url: 'https://a.example/?a=@&b=[]()&c=&d=', published: 2024}\n"),
        nodes=8,
    ),
    "sources: corrected": one(
        HEAD + SIGNED + "sources:\n", lambda: counted("  s@: {title: S, published: 2024, corrected: R@}\n"), nodes=8
    ),
    "sources: announcements, each of its source, then reports": described(
        "  s@: {title: S, published: ~}\n", "  - {event: signed, date: 2090, announced_by: s@, denied_by: s1}\n"
    ),
    "claims: long locators": entries(
        "  - {event: note, date: ~, reported_by: {source: s, locator: '" + "&" * 60_000 + "'}}\n", 11
    ),
    "claims: in each role": entries(
        "  - {event: signed, date: ~, reported_by: s, announced_by: s, denied_by: s}\n", 11
    ),
    "claims: each of another day": entries(
        "  - {event: signed, date: ~, reported_by: [{source: s, date: 1990}, {source: s, date: 1991}]}\n", 19
    ),
    "claims: a hundred sources on each entry": of_a_hundred,
    "statements: each of another state": one(
        HEAD + SOURCE + SIGNED + "statements:\n",
        cycle(
            *[
                f"  - {{source: s, says: {state}, date: ~}}\n"
                for state in ("proposed", "negotiating", "signed", "ratified", "in_force", "terminated", "abandoned")
            ]
        ),
        nodes=7,
    ),
    "statements: of intervals": one(
        HEAD + SOURCE + SIGNED + "statements:\n",
        lambda: counted("  - {source: s, says: in_force, date: ~/2025-12-31}\n"),
        nodes=7,
    ),
    "statements: of many sources, with notes": described(
        "  s@: {title: S, published: ~}\n",
        "  - {source: s@, says: in_force, locator: L@, note: N@}\n",
        "history: [{event: in_force, date: 2024-01-01}]\nstatements:\n",
        11,
    ),
    "sources: six of no known day, and notes": doubtful(6, "event: note, date: ~"),
    "sources: six of no known day, and states": doubtful(6, "event: stalled, date: ~", "event: negotiating, date: ~"),
    "sources: seven of no known day, and notes": doubtful(7, "event: note, date: ~"),
    "statements: by sources of no known day": doubtful_statements,
    "sources: undated, each cited": described(
        "  s@: {title: S}\n", "  - {event: note, date: ~, reported_by: s@, announced_by: s1}\n"
    ),
    "sources: three based on the three before, and cited": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(
                size // 2,
                HEAD + "sources:\n  s0: {title: S}\n  s1: {title: S}\n  s2: {title: S}\n",
                (
                    f"  s{n}: {{title: S, based_on: [s{n // 3 * 3 - 3}, s{n // 3 * 3 - 2}, s{n // 3 * 3 - 1}]}}\n"
                    for n in itertools.count(3)
                ),
            )
            + HISTORY,
            counted("  - {event: note, date: 2024, reported_by: [s0, s@]}\n"),
            nodes=9,
        )
    },
    "statements: against intervals that overlap": lambda size: {
        "agreements/a.yaml": fill(
            size,
            fill(
                size // 2,
                HEAD + SOURCE + "history:\n  - {event: negotiating, date: 1899}\n",
                (
                    f"  - {{event: {event}, date: {day(number)}/{day(number + 60)}}}\n"
                    for number, event in enumerate(itertools.cycle(("stalled", "negotiating")))
                ),
                nodes=5,
            )
            + "statements:\n",
            counted("  - {source: s, says: signed, date: ~}\n"),
            nodes=7,
        )
    },
}
