"""What has become of something recorded, as frozen values: what it was, what it is, and whether that needs a reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs

from pactstate.compare.fields import Alteration, reworded
from pactstate.compare.matching import days
from pactstate.domain.agreement import Agreement
from pactstate.domain.answers import Status
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Claim, Event, Source, Statement
from pactstate.domain.statements import PROGRESS
from pactstate.domain.timeline import prepare

__all__ = ["AgreementChange", "ClaimChange", "EntryChange", "Retreat", "SourceChange", "StatementChange"]


@attrs.frozen
class ClaimChange:
    """A claim that was added, is gone, or reads differently."""

    before: Claim | None
    after: Claim | None

    @property
    def rejected(self) -> bool:
        """Whether it has been judged wrong since."""
        return self.after is not None and not self.after.accepted and (self.before is None or self.before.accepted)

    @property
    def reinstated(self) -> bool:
        """Whether it was judged wrong, and is not any more."""
        return self.before is not None and self.after is not None and not self.before.accepted and self.after.accepted

    @property
    def redated(self) -> bool:
        """Whether it gives the event another day."""
        return bool(self.before and self.after and days(self.before.date) != days(self.after.date))

    @property
    def rewrites(self) -> bool:
        """Whether something that was recorded is no more."""
        return self.before is not None and (self.after is None or self.reinstated or self.redated)

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """What is said about it in other words."""
        return reworded(self.before, self.after)


@attrs.frozen
class EntryChange:
    """An entry of a history that was added, is gone, or reads differently."""

    before: Event | None
    after: Event | None
    index: int | None
    """Where it stands in the history now. Of one that is gone: where the entry stands that came before it, if any."""
    altered: tuple[Alteration, ...] = ()
    """What it says of the event, apart from its claims."""
    claims: tuple[ClaimChange, ...] = ()
    moved: bool = False
    """Whether it stands at another place among the recorded entries."""
    corrected: bool = False
    """Whether it says, anew, why it reads differently."""
    merged: Event | None = None
    """Of one that is gone: the corrected entry that tells of its event now."""

    @property
    def reason(self) -> str | None:
        """What it says about that."""
        entry = self.merged or self.after
        return entry.corrected if entry and self.corrected else None

    @property
    def rewrites(self) -> bool:
        """Whether something that was recorded is no more."""
        if self.before is None:
            return False
        return (
            self.after is None
            or self.moved
            or any(one.rewrites for one in self.altered)
            or any(claim.rewrites for claim in self.claims)
        )


@attrs.frozen
class StatementChange:
    """A statement on the state that was added, is gone, or has been judged otherwise."""

    before: Statement | None
    after: Statement | None

    @property
    def altered(self) -> tuple[Alteration, ...]:
        """What is said about it in other words."""
        return reworded(self.before, self.after)


@attrs.frozen
class SourceChange:
    """A source that was added, is gone, or is described differently."""

    id: str
    before: Source | None
    after: Source | None
    altered: tuple[Alteration, ...] = ()
    corrected: bool = False
    """Whether it says, anew, why it is described differently."""
    path: str = ""
    """File that describes it, now or, if it is gone, at the base; empty in the comparison of two agreements."""

    @property
    def rewrites(self) -> bool:
        """Whether it is gone, or gives another day of publication; a first or a later update is none."""
        if self.before is None:
            return False
        return self.after is None or any(one.rewrites for one in self.altered)


@attrs.frozen
class Retreat:
    """A day on which a history stands less far than it did."""

    day: PartialDate
    before: Status
    after: Status


@attrs.frozen
class AgreementChange:
    """What has become of an agreement: nothing, if all of this is empty."""

    id: str
    before: Agreement | None
    after: Agreement | None
    altered: tuple[Alteration, ...] = ()
    """What it says of itself, apart from its history."""
    entries: tuple[EntryChange, ...] = ()
    statements: tuple[StatementChange, ...] = ()
    sources: tuple[SourceChange, ...] = ()
    """Of the sources that it cites, or cited."""

    @cached_property
    def retreat(self) -> Retreat | None:
        """The first day on which its state went back, if there is one.

        What was possible then must all be further than anything that is possible now, also when what was corrected is
        set aside. Talks that began anew after the
        agreement had been given up are no way back. The states of the day before change on the last possible days of
        the entries only, so that no other day need be asked; of a long history, not more than fifty of them are, the
        last one always.
        """
        if self.before is None or self.after is None or not self._touches_what_was_recorded:
            return None
        sources = {source.id: source for source in self.before.sources}
        reported = prepare(self.before.history, sources, self.before.terms).readings[0].reported
        ends = sorted({limit.latest for limit in reported.limits}, reverse=True)
        versions = (self.after, *self._uncorrected())
        found = None
        for end in ends[:: len(ends) // (_DAYS + 1) + 1]:
            day = PartialDate(end)
            before = self.before.status(day)
            after = [version.status(day) for version in versions]
            if State.ABANDONED not in before.possible and all(max(_ranks(one)) < min(_ranks(before)) for one in after):
                found = Retreat(day, before, after[0])
        return found

    @property
    def _touches_what_was_recorded(self) -> bool:
        """Whether anything but additions could have moved the state. The day of a source moves what is certain only."""
        recorded = any(entry.before for entry in self.entries)
        return recorded or any(one.field in ("parties", "consents_needed") for one in self.altered)

    def _uncorrected(self) -> Iterator[Agreement]:
        """The agreement with its corrections set aside, if there are any; what is odd then, too, is not due to them."""
        corrected = [one for one in self.entries if one.corrected and one.before]
        if corrected and self.after:
            history = list(self.after.history)
            for entry in corrected:
                if entry.after and entry.before and entry.index is not None:
                    history[entry.index] = entry.before
            yield attrs.evolve(self.after, history=tuple(history))


_DAYS: Final = 50


def _ranks(status: Status) -> list[int]:
    return [PROGRESS[state] for state in status.possible] + [-1] * (status.unbegun or not status.possible)
