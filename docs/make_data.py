"""Write the counted and the listed parts of the pages on the data set. Run as ``python docs/make_data.py``.

The tables of ``docs/data.md`` that count, and those of ``docs/contradictions.md`` that list what is rejected and what
is open, come from the files in ``agreements/``. The prose and the other tables are written by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pactstate
from pactstate import Registry
from pactstate.domain.model import Event, Role

__all__ = ["PAGES", "main", "rejections", "undecided", "with_tables"]

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = (ROOT / "docs" / "data.md", ROOT / "docs" / "contradictions.md")

_KINDS: Final = {
    "raa": "reciprocal access agreements, so named, of Japan",
    "acsa": "supplies and services; in two pairs, one agreement replaced the other",
    "gsoia": "security of information",
    "equipment_transfer": "defence equipment and technology",
    "treaty": "alliances, visiting forces, status and cost of forces, submarines, and other treaties",
    "arrangement": "Official Security Assistance to the Philippines (one row of notes), the 2+2 meetings, partnership",
}
_TYPES: Final = {
    "official": "a page of a government, parliament or court, or a copy or data extract of one",
    "press": "a news report",
    "secondary": "a blog, digest, aggregator or encyclopaedia",
}
_REJECTED: Final = ("agreement", "about", "source", "says", "why it is rejected")


def rejections(registry: Registry) -> Iterator[tuple[str, ...]]:
    """Yield a row for every rejected claim and statement: agreement, event, source, what it says, why it is wrong."""
    for agreement in registry.agreements:
        for event in agreement.history:
            for claim in event.claims:
                if claim.rejected:
                    says = claim.date if claim.date and claim.date != event.date else "another account"
                    yield f"`{agreement.id}`", _about(event), f"`{claim.source}`", str(says), claim.rejected
        for statement in agreement.statements:
            if statement.rejected:
                says = str(statement.says)
                yield f"`{agreement.id}`", "the state", f"`{statement.source}`", says, statement.rejected


def undecided(registry: Registry) -> Iterator[tuple[str, ...]]:
    """Yield a row for every event of which accepted reports exclude each other: agreement, event, versions, note."""
    for agreement in registry.agreements:
        for event in agreement.history:
            reports = [claim for claim in event.claims if claim.role is Role.REPORTED and claim.accepted]
            days = [claim.date or event.date for claim in reports]
            if not all(one.compatible(other) for one in days for other in days):
                versions = "; ".join(f"{day} (`{claim.source}`)" for claim, day in zip(reports, days, strict=True))
                yield f"`{agreement.id}`", _about(event), versions, event.note or ""


def with_tables(page: str, registry: Registry) -> str:
    """Return the text of a page with each of its tables as it should be."""
    kinds = Counter(str(agreement.kind) for agreement in registry.agreements)
    types = Counter(str(source.type) for source in registry.sources)
    rejected = list(rejections(registry))
    articles = [row for row in rejected if row[2].startswith("`seed-")]
    others = [row for row in rejected if row not in articles]
    tables: Mapping[str, Callable[[], str]] = {
        "kinds": lambda: _table(("kind", "number", "agreements"), _counted(_KINDS, kinds)),
        "types": lambda: _table(("type", "number", "what it is"), _counted(_TYPES, types)),
        "articles": lambda: _table(_REJECTED, articles),
        "others": lambda: _table(_REJECTED, others),
        "open": lambda: _table(("agreement", "about", "versions", "note"), undecided(registry)),
    }
    return _PLACE.sub(lambda place: f"<!-- table {place[1]} -->\n\n{tables[place[1]]()}\n\n<!-- end -->", page)


_PLACE: Final = re.compile(r"<!-- table ([a-z]+) -->\n.*?<!-- end -->", re.DOTALL)


def main() -> None:
    """Write the tables of both pages."""
    registry = pactstate.load(ROOT / "agreements")
    for page in PAGES:
        page.write_text(with_tables(page.read_text(encoding="utf-8"), registry), encoding="utf-8", newline="\n")


def _about(event: Event) -> str:
    return f"`{event.name}` {event.date}" + (f" by {event.party}" if event.party else "")


def _counted(texts: Mapping[str, str], counts: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    for name, text in texts.items():
        yield f"`{name}`", str(counts[name]), text


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
