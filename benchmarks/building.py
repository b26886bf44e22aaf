"""Builders of inputs: what families repeat, and how much of it fits a size and the limits."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

__all__ = [
    "DATED",
    "FULL",
    "HEAD",
    "HISTORY",
    "MOST_CLAIMS",
    "MOST_FILES",
    "MOST_PARTIES",
    "MOST_TITLE",
    "NODES",
    "SIGNED",
    "SOURCE",
    "Build",
    "Files",
    "N",
    "again",
    "code",
    "counted",
    "cycle",
    "day",
    "entries",
    "fill",
    "folder",
    "many_parties",
    "one",
]

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


N = "  - {event: note, date: ~, reported_by: s}\n"


def cycle(*templates: str) -> Callable[[], Iterator[str]]:
    """The templates in turn, with a number and a day of its own for each item."""

    def items() -> Iterator[str]:
        for number, template in enumerate(itertools.cycle(templates)):
            yield template.replace("@", str(number)).replace("~", day(number)).replace("^", day(20000 - number))

    return items


DATED: Final = "sources:\n  s: {title: S, published: 2025-01-01, type: press}\n"


def many_parties(head: str, template: str, first: str = "") -> Build:
    """One agreement of as many parties as there may be, a first entry, and entries in which each acts in turn."""

    def build(size: int) -> Files:
        names = [code(number) for number in range(min(MOST_PARTIES, max(2, size // 4 // 6)))]
        begun = f"id: a\ntitle: A\nkind: treaty\nparties: [{', '.join(names)}]\n{head}{DATED}{HISTORY}{first}"
        again = enumerate(itertools.cycle(names))
        acts = (template.replace("@", name).replace("~", day(number)) for number, name in again)
        own = "[parties]\n" + "".join(f'{name} = "Party {name}"\n' for name in names)
        return {"agreements/a.yaml": fill(size, begun, acts), "agreements/pactstate.toml": "format = 2\n" + own}

    return build


def code(number: int) -> str:
    """Return a code of a party that is none of a country."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "X" + "".join(letters[number // 26**place % 26] for place in (2, 1, 0))
