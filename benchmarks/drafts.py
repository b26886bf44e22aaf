"""From a plot to the draft of a file: who reports what and when, how exactly it is dated, what is said beside it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import plots
import words
from emit import COMMENT, Item
from plots import Happening, Plot, days

__all__ = ["SHARED", "Draft", "Identity", "draft_of", "shared_source"]

Fields = dict[str, "str | list[Item | str] | Item"]


@dataclass(frozen=True)
class Identity:
    """Number of the agreement in the corpus."""

    number: int
    kind: str
    parties: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id, which its number makes the only one in the corpus."""
        who = "-".join(self.parties[:2]).lower()
        return f"{who}-{words.KINDS[self.kind][0]}-{self.number}"

    @property
    def title(self) -> str:
        """Usual name."""
        names = [words.COUNTRIES[party] for party in self.parties]
        if len(names) > 2:
            return f"{words.MANY} ({', '.join(names[:-1])} and {names[-1]})"
        return f"{names[0]}-{names[1]} {words.KINDS[self.kind][1]}"


@dataclass
class Draft:
    """A file before it is written: its keys, and what was cited in it."""

    head: Fields
    sources: dict[str, Fields]
    history: list[Fields]
    statements: list[Fields]
    shared: set[str]
    """Ids of the shared sources that it cites."""

    def whole(self) -> Item:
        """All of it, in the order in which it stands in the file."""
        whole: Fields = dict(self.head)
        if self.sources:
            whole["sources"] = self.sources
        whole["history"] = list(self.history)
        if self.statements:
            whole["statements"] = list(self.statements)
        return whole


# States that are certain right after an event for all: a source may state them.
_SAYS: Final = {
    "proposed": "proposed",
    "negotiating": "negotiating",
    "signed": "signed",
    "ratified": "ratified",
    "in_force": "in_force",
    "abandoned": "abandoned",
    "terminated": "terminated",
}

SHARED: Final = {
    "white-paper": ("Defence White Paper {0}", "Ministry of Defence", "official"),
    "treaty-series": ("Treaty Series {0}, table of signatures and ratifications", "Treaty Office", "official"),
    "gazette": ("Official Gazette, {0}", "Government Printing Office", "official"),
}
"""Sources that many agreements cite, by the beginning of their id; a year, or a month, completes it."""


def shared_source(id: str) -> Fields:
    """The description of a shared source."""
    series = next(name for name in SHARED if id.startswith(name))
    when = id.removeprefix(f"{series}-")
    title, publisher, type = SHARED[series]
    return {"title": title.format(when), "publisher": publisher, "published": when, "type": type}


def draft_of(rng: random.Random, identity: Identity, plot: Plot, links: Mapping[str, str]) -> Draft:
    """The draft of an agreement's file, free of errors, with links to other ids under their keys."""
    draft = Draft(_head(rng, identity, plot, links), {}, [], [], set())
    writer = _Writer(rng, identity, draft)
    for number, one in enumerate(plot.happenings):
        after = plot.happenings[number + 1].day if number + 1 < len(plot.happenings) else plots.TODAY
        writer.record(one, after)
    return draft


# A record that does not say how it went on after the signature.
_NOT_FOLLOWED: Final = ("ratified", "in_force")

_MANNERS: Final = ("ratification", "acceptance", "approval")


def _head(rng: random.Random, identity: Identity, plot: Plot, links: Mapping[str, str]) -> Fields:
    head: Fields = {"id": identity.id, "title": identity.title}
    if rng.random() < 0.3:
        names = " and ".join(words.COUNTRIES[party] for party in identity.parties[:2])
        head["formal_title"] = f"Agreement between the Governments of {names} concerning what its title says"
    head["kind"] = identity.kind
    head["parties"] = list(identity.parties)
    if len(identity.parties) > 2 and rng.random() < 0.3:
        head["open"] = "true"
    events = {event for one in plot.happenings for event in one.events}
    if "signed" in events and events.isdisjoint(_NOT_FOLLOWED) and rng.random() < 0.4:
        head["not_recorded"] = list(_NOT_FOLLOWED)
    if identity.kind == "acsa" and rng.random() < 0.5:
        head["approvals_needed"] = [identity.parties[0]]
    if plot.consents_needed:
        head["consents_needed"] = str(plot.consents_needed)
    if plot.force_after_days is not None:
        head["entry_into_force"] = {"after": "ratified", "days": str(plot.force_after_days)}
    term: Fields = {"years": str(plot.years), "renews": "true"} if plot.years else {}
    if plot.notice_days:
        term["notice"] = f"{plot.notice_days} days"
    if term:
        head["term"] = term
    return head | dict(links)


class _Writer:
    """Writes down one happening after the other, and looks for sources of it."""

    def __init__(self, rng: random.Random, identity: Identity, draft: Draft) -> None:
        self.rng, self.identity, self.draft = rng, identity, draft
        self.names = [words.COUNTRIES[party] for party in identity.parties[:2]]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def record(self, one: Happening, after: dt.date) -> None:
        rng, entry = self.rng, Fields()
        entry["event"] = one.events[0] if len(one.events) == 1 else list(one.events)
        exact = one.announced_only or one.effective is not None or self.chance(0.85)
        entry["date"] = one.day.isoformat() if exact else _roughly(rng, one.day)
        if one.effective:
            entry["effective"] = one.effective.isoformat()
        if one.party:
            entry["party"] = one.party
        if one.of:
            entry["of"] = one.of
        if one.reason:
            entry["reason"] = one.reason
        if one.events == ("ratified",) and self.chance(0.3):
            entry["manner"] = rng.choice(_MANNERS)
        if one.events == ("approved",):
            entry["by"] = rng.choice(words.ORGANS)
        if self.chance(0.25):
            entry["place"] = rng.choice(words.PLACES)
        if self.chance(0.25) or one.events == ("note",):
            entry["note"] = self.sentences()
        self.cite(entry, one, after if exact else one.day)
        if one.excused:
            entry[COMMENT] = f"pactstate: ignore[{one.excused}] no source gives the exchange of notes"
        elif self.chance(0.04):
            entry[COMMENT] = rng.choice(words.REMARKS)
        self.draft.history.append(entry)

    def sentences(self) -> str:
        """One sentence to four, a line each."""
        some = self.rng.sample(words.SENTENCES, self.rng.choice((1, 1, 1, 2, 2, 4)))
        place = self.rng.choice(words.PLACES)
        return "\n".join(sentence.format(*self.names, place) for sentence in some)

    def cite(self, entry: Fields, one: Happening, after: dt.date) -> None:
        """Give the entry its claims; and a statement, if the state lasts until a source can speak of it."""
        rng = self.rng
        if one.announced_only or (one.events == ("in_force",) and not one.effective and self.chance(0.2)):
            early = one.day - days(rng.randint(3, 15))
            entry["announced_by"] = [self.source(min(early, plots.LAST))]
        if one.announced_only:
            return
        reports: list[Item | str] = []
        for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
            published = one.day + days(rng.choice((0, 0, 1, 1, 2, 5)))
            id = self.source(published) if self.chance(0.4) else self.shared(one.day)
            cited = [report if isinstance(report, str) else report["source"] for report in reports]
            if id not in cited:
                reports.append(self.claim(id, one.day))
        if self.chance(0.04):
            wrong = self.source(one.day + days(9))
            reports.append(
                {
                    "source": wrong,
                    "date": (one.day - days(rng.randint(3, 300))).isoformat(),
                    "rejected": rng.choice(words.REASONS),
                }
            )
        entry["reported_by"] = reports
        says = _SAYS.get(one.events[-1]) if one.party is None else None
        if says and after > one.day + days(12) and self.chance(0.15):
            stated = self.source(one.day + days(rng.randint(7, 11)))
            self.draft.statements.append({"source": stated, "says": says, "locator": rng.choice(words.LOCATORS)})

    def claim(self, id: str, day: dt.date) -> Item | str:
        """A source's id; sometimes with the place in it, or with its own date for the event."""
        if self.chance(0.75):
            return id
        claim: Fields = {"source": id}
        if self.chance(0.4):
            claim["date"] = _roughly(self.rng, day)
        claim["locator"] = self.rng.choice(words.LOCATORS)
        return claim

    def shared(self, day: dt.date) -> str:
        """A source that other agreements cite too, from after the day."""
        series = self.rng.choice(("white-paper", "treaty-series", "gazette"))
        month = day.replace(day=1) + days(40)
        when = f"{month:%Y-%m}" if series == "gazette" else f"{day.year + 1}"
        if when[:7] > f"{plots.LAST:%Y-%m}" or int(when[:4]) >= plots.LAST.year:
            return self.source(day)
        id = f"{series}-{when}"
        self.draft.shared.add(id)
        return id

    def source(self, published: dt.date) -> str:
        """A source of that day, which only this agreement cites."""
        rng = self.rng
        outlet, publisher, type = rng.choice(words.OUTLETS)
        id = f"{outlet}-{published}-{self.identity.number}"
        if id in self.draft.sources:
            return id
        source: Fields = {"title": rng.choice(words.TITLES).format(*self.names), "publisher": publisher}
        if self.chance(0.1):
            source["author"] = "A. Writer"
        address = f"{outlet}.example.org/{published:%Y/%m/%d}"
        source["url"] = f"https://www.{address}/{self.identity.id}-{rng.randrange(10**7):07}.html"
        source["published"] = published.isoformat()
        if self.chance(0.06):
            source["published"] = f"{published}/{plots.LAST}"
            source["basis"] = (
                f"Undated page; not before {published}, the day that it reports,\nand read on {plots.LAST}."
            )
        elif self.chance(0.06):
            source["accessed"] = (published + days(rng.randrange(900))).isoformat()
        source["type"] = type
        if self.chance(0.1):
            source["note"] = rng.choice(words.REMARKS)
        self.draft.sources[id] = source
        return id


def _roughly(rng: random.Random, day: dt.date) -> str:
    """A partial date that holds the day."""
    form = rng.randrange(10)
    if form < 6:
        return f"{day:%Y-%m}"
    if form < 8:
        return f"{day.year:04}"
    if form < 9:
        return f"{day - days(rng.randrange(20))}/{day + days(rng.randrange(1, 20))}"
    return f"{day}~"
