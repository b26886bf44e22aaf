"""Agreement that has a text of a stranger in every place that takes one."""

from __future__ import annotations

from pactstate import Agreement, Claim, Event, Source, Statement

__all__ = ["HOSTILE", "texts"]

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' onclick=a style=b {{ 7*7 }} {% x %} &amp;<!--"
)


def texts(word: str) -> Agreement:
    """Return an agreement that has a text of a stranger in every place that takes one."""
    sources = [
        Source(
            f"s{number}",
            word,
            publisher=word if number else None,
            author=word,
            url="https://example.org/?a=1&b='2'" if number else None,
            published="2000-01-02" if number < 3 else None,
            basis=word,
            type=type,
            note=word,
            corrected=word,
        )
        for number, type in enumerate(("official", "press", "secondary", None))
    ]
    claims = [
        Claim("s0", "reported", date="2000-01", locator=word, note=word),
        Claim("s1", "announced", locator=word, note=word),
        Claim("s2", "denied", rejected=word),
        Claim("s3", "reported"),
    ]
    events = [
        Event("signed", "2000-01-01", by=word, place=word, note=word, corrected=word, claims=claims),
        Event(["ratified", "in_force"], "2001", effective="2002", party="JP", manner="accession", by=word),
        Event("approved", "2001", party="PH", partial=True),
        Event("postponed", "2001-06", of="in_force"),
        Event("extended", "2003", until="2010"),
        Event("terminated", "2004", reason="agreed", reported_by=["missing"]),
    ]
    statements = [
        Statement("s0", "in_force", date="2000-01-02", locator=word, note=word),
        Statement("s1", "signed", rejected=word),
        Statement("s2", "proposed", date="2002-06-01"),
    ]
    return Agreement(
        "x", word, "treaty", ["JP", "PH"], events, statements, sources, formal_title=word, replaces=["y"],
        identifiers={"unts": word}, not_recorded=["suspended"],
    )  # fmt: skip
