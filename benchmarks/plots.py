"""Made-up events of an agreement in a corpus: kinds, parties, and a history that the table of events allows.

A plot knows the true day of everything. What a file says of it (partial dates, sources, styles) is made elsewhere, so
that whatever is made of a plot is free of contradictions.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

__all__ = ["LAST", "TODAY", "Happening", "Plot", "days", "invent"]

TODAY: Final = dt.date(2026, 11, 22)
"""The day that is taken for today wherever a corpus is checked."""
LAST: Final = dt.date(2026, 10, 31)
"""Nothing is recorded after it, so that every report of it has appeared by today."""

Parties = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on one day; or that is off, or still ahead, and was announced only."""

    events: tuple[str, ...]
    day: dt.date
    party: str | None = None
    effective: dt.date | None = None
    of: str | None = None
    reason: str | None = None
    announced_only: bool = False
    excused: str | None = None
    """The rule that a comment in the file has to silence here."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A history, oldest first, and the terms that it keeps to."""

    happenings: tuple[Happening, ...]
    consents_needed: int | None = None
    force_after_days: int | None = None
    years: int | None = None
    notice_days: int | None = None


def days(count: int) -> dt.timedelta:
    """Return a number of days."""
    return dt.timedelta(days=count)


STAGES: Final = ("talks", "abandoned", "signed", "ratified", "in_force", "terminated")
_WEIGHTS: Final = (9, 4, 12, 8, 52, 15)
_ENDS: Final = ("expired", "agreed", "other", "breach", "denounced", "denounced")


def invent(
    rng: random.Random,
    kind: str,
    parties: Parties,
    stage: str | None = None,
    end: str | None = None,
    anchor: tuple[str, dt.date] | None = None,
) -> Plot:
    """A plot up to a stage, and the reason of its end if it has one; what is not given is drawn by lot.

    With an anchor, the first event of that word falls on that day, and all others as far from it as they would.
    """
    stage = stage or rng.choices(STAGES, _WEIGHTS)[0]
    telling = _Telling(rng, kind, parties, dt.date(rng.randint(1955, 2021), 1, 1) + days(rng.randrange(365)))
    telling.talks(stage)
    if stage not in ("talks", "abandoned"):
        telling.signature()
    if stage in ("ratified", "in_force", "terminated"):
        telling.consent()
    if stage in ("in_force", "terminated"):
        telling.force()
        telling.life()
    if stage == "terminated":
        telling.end(end or rng.choice(_ENDS))
    if anchor:
        telling.move(*anchor)
    return telling.plot()


@dataclass
class _Telling:
    """A story in the making, with the day that it has come to."""

    rng: random.Random
    kind: str
    parties: Parties
    day: dt.date
    told: list[Happening] = field(default_factory=list)
    together: bool = False
    """Signed and in force by one act."""
    consents_needed: int | None = None
    force_after_days: int | None = None
    notice_days: int | None = None

    def plot(self) -> Plot:
        """Return the events reported by the day; ahead, an entry into force that is announced."""
        past = [one for one in self.told if one.day <= LAST]
        ahead = self.told[len(past) : len(past) + 1]
        if ahead and ahead[0].events == ("in_force",) and ahead[0].day > TODAY + days(3) and not ahead[0].excused:
            past.append(replace(ahead[0], announced_only=True))
        years = self.rng.choice((5, 10, 10, 20)) if self.rng.random() < 0.2 else None
        return Plot(tuple(past), self.consents_needed, self.force_after_days, years, self.notice_days)

    def move(self, event: str, day: dt.date) -> None:
        """Move everything so that the first event of that word falls on the day."""
        by = day - next(one.day for one in self.told if event in one.events and not one.announced_only)
        self.told = [
            replace(one, day=one.day + by, effective=one.effective and one.effective + by) for one in self.told
        ]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def tell(
        self,
        *events: str,
        within: int = 400,
        party: str | None = None,
        effective: dt.date | None = None,
        of: str | None = None,
        reason: str | None = None,
        announced_only: bool = False,
        excused: str | None = None,
    ) -> Happening:
        self.day += days(self.rng.randint(16, max(within, 17)))
        one = Happening(events, self.day, party, effective, of, reason, announced_only, excused)
        self.told.append(one)
        return one

    def remark(self, share: float) -> None:
        """A note now and then; of one party, or of all."""
        while self.chance(share):
            self.tell("note", within=90, party=self.rng.choice((None, *self.parties)))
            share /= 2

    def talks(self, stage: str) -> None:
        early = stage in ("talks", "abandoned")
        if self.chance(0.2) or early:
            self.tell("proposed", party=self.rng.choice((None, self.parties[0])))
            self.remark(0.2)
        if self.chance(0.35) or stage == "abandoned":
            self.tell("negotiating")
            self.remark(0.25)
            if self.chance(0.12):
                self.tell("stalled")
                self.tell("negotiating")
            if self.chance(0.2):
                self.tell("text_agreed")
        if stage == "abandoned":
            self.tell("abandoned")
            if self.chance(0.2):
                self.tell("negotiating", within=2000)
        if self.told and not early and self.chance(0.08):
            self.tell("signed", announced_only=True)
            self.tell("postponed", of="signed", within=18)

    def signature(self) -> None:
        if self.kind == "arrangement":
            self.tell(self.rng.choice(("adopted", "text_agreed")))
        elif len(self.parties) > 2:
            self.tell("adopted")
            if self.chance(0.5):
                self.tell("signed", within=60)
            else:
                self.by_each("signed", self.parties, within=120)
        elif self.kind in ("gsoia", "equipment_transfer") and self.chance(0.5):
            self.together = True
            self.tell("signed", "in_force")
        elif self.chance(0.15):
            self.by_each("signed", self.parties, within=40)
        else:
            self.tell("signed")
        if self.kind not in ("arrangement", "raa", "acsa") and not self.together and self.chance(0.06):
            self.tell("provisional", within=60)
        self.remark(0.2)

    def consent(self) -> None:
        if self.together or self.kind == "arrangement":
            return
        if self.kind in ("raa", "acsa", "treaty"):
            approving = self.parties if self.kind == "raa" else self.parties[:1]
            self.by_each("approved", approving, within=300)
            self.remark(0.2)
        if self.kind in ("raa", "acsa") and self.chance(0.05):
            return  # the notes were never published
        if len(self.parties) > 2:
            self.consents_needed = len(self.parties) - 1
            self.by_each("ratified", self.parties[:-1], within=300)
        elif self.chance(0.2):
            self.by_each("ratified", self.parties, within=200)
        elif self.kind in ("raa", "acsa") or self.chance(0.6):
            self.tell("ratified")

    def by_each(self, event: str, parties: Sequence[str], within: int) -> None:
        for party in parties:
            self.tell(event, party=party, within=within)

    def force(self) -> None:
        if self.together:
            return
        if self.told[-1].events == ("ratified",) and self.chance(0.5):
            self.force_after_days = wait = self.rng.choice((30, 30, 60, 90))
            self.day += days(wait)
            self.told.append(Happening(("in_force",), self.day))
        else:
            jumped = self.kind in ("raa", "acsa") and not any("ratified" in one.events for one in self.told)
            # An agreement that was signed earlier may be in force from a later day, as real treaties are.
            early = self.told[-1].day + days(8) if self.chance(0.05) and not jumped else None
            self.tell("in_force", effective=early, excused="skipped-step" if jumped else None)
        if self.consents_needed:
            last = self.parties[-1]
            self.tell("ratified", party=last, within=900)
            self.tell("in_force", party=last, within=60)

    def life(self) -> None:
        turns = (self.amendment, self.extension, self.suspension, self.notice, self.departure)
        for turn in self.rng.choices(turns, (40, 20, 8, 10, 20), k=self.rng.choice((0, 0, 0, 0, 1, 1, 2))):
            turn()
            self.remark(0.2)

    def amendment(self) -> None:
        one = self.tell("amended", within=3000)
        if self.chance(0.3):
            self.told[-1] = replace(one, effective=one.day + days(self.rng.randint(20, 200)))

    def extension(self) -> None:
        self.tell("extended", within=3000)

    def suspension(self) -> None:
        party = self.rng.choice((None, *self.joined()))
        self.tell("suspended", party=party, within=3000)
        self.tell("resumed", party=party, within=800)

    def notice(self) -> None:
        if self.gone():
            return
        self.notice_days = 180
        self.give_notice(self.parties[0])
        if self.chance(0.6):
            self.tell("notice_suspended", party=self.parties[0], within=60)
        self.tell("notice_revoked", party=self.parties[0], within=60)

    def give_notice(self, party: str) -> None:
        one = self.tell("notice_given", party=party, within=2000)
        self.told[-1] = replace(one, effective=one.day + days(self.rng.randint(180, 200)))

    def departure(self) -> None:
        """One of several parties leaves, while enough of them stay."""
        if len(self.parties) < 4 or self.gone() or not self.consents_needed:
            return
        self.give_notice(self.parties[1])
        effective = self.told[-1].effective or self.day
        self.day = effective
        self.told.append(Happening(("withdrawn",), effective, self.parties[1], effective))

    def joined(self) -> Parties:
        return tuple(party for party in self.parties if party not in self.gone())

    def gone(self) -> set[str | None]:
        return {one.party for one in self.told if one.events == ("withdrawn",)}

    def end(self, reason: str) -> None:
        if reason == "denounced":
            self.give_notice(self.joined()[0])
            self.day = self.told[-1].effective or self.day
            self.told.append(Happening(("terminated",), self.day, reason=reason))
        else:
            self.tell("terminated", within=4000, reason=reason)
