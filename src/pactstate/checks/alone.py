"""One file by itself: what the rules find in it, and what must be known of it where files are held against each other.

So files can be looked at one after the other, or in several processes, and nothing else of them need be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import attrs

from pactstate.checks.context import Case, Described, Survey, Ties
from pactstate.checks.ties import ties
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import publication
from pactstate.domain.model import Role, Source
from pactstate.fileformat.document import Document
from pactstate.fileformat.ignores import Ignore, ignores
from pactstate.findings import Finding, Unlisted
from pactstate.folder.index import Outline, outline
from pactstate.folder.scan import Reading

__all__ = ["Gist", "Looker", "quoted"]


class Gist(NamedTuple):
    """What stays of a file that was looked at; a plain tuple, since processes send many of them."""

    outline: Outline
    digest: bytes
    form: Sequence[Finding]
    """What is wrong with it before any rule."""
    found: Sequence[Finding] = ()
    """What the rules find in it."""
    unlisted: Sequence[Unlisted] = ()
    """What they find beyond that, which is counted only."""
    comments: Sequence[Ignore] = ()
    """The comments of ours in it."""
    ties: Ties | None = None
    """What its agreement names that may stand in another file."""
    cited: Collection[str] = ()
    """The sources that it cites and does not describe."""
    uncited: Collection[str] = ()
    """Those that it describes and does not cite."""
    undated: Sequence[tuple[str, list[PartialDate]]] = ()
    """The sources without a day of publication that it describes or cites, with the days on which each can have been
    published by what it is cited for."""


@attrs.frozen(eq=False, repr=False)
class Looker:
    """Looks at one file after the other."""

    survey: Survey
    told: Collection[str]
    """The files that are reported on; of the others only that is asked which others need to know."""
    over_agreement: Callable[[Case], tuple[list[Finding], list[Unlisted]]]
    """All that the rules find in an agreement: findings, and the number of those that are not kept."""
    over_sources: Callable[[Described], Iterable[Finding]]
    """All that they find in the sources that a file describes."""

    def __call__(self, path: str) -> Gist:
        """What is to be said of a file."""
        reading = self.survey.shelf.reading(path)
        text, agreement = reading.document, reading.agreement
        if text is None:
            return Gist(outline(reading), reading.digest, reading.findings)
        if agreement is None:
            return self._shared(reading, text)
        own, told = agreement.sources, path in self.told
        linked = self.survey.shelf.linked(agreement)
        said: list[Finding] = []
        unlisted: list[Unlisted] = []
        if told:
            case = Case(linked, self.survey, text, self.survey.changes.get(linked.id))
            said, unlisted = self.over_agreement(case)
        if told and own:
            said += self.over_sources(Described(text, own, inline=True, today=self._today))
        cited = _cited(linked)
        described = {source.id for source in own}
        return Gist(
            outline(reading),
            reading.digest,
            quoted(reading.findings, text),
            quoted(said, text) if said else (),
            unlisted,
            ignores(text) if told else (),
            ties(linked, path, cited),
            # What a file describes although it is shared is cited all the same.
            cited.difference(described.difference(self.survey.shelf.sources)),
            described.difference(cited),
            _undated(linked.sources, linked),
        )

    def _shared(self, reading: Reading, text: Document) -> Gist:
        """What is to be said of a file that holds no agreement."""
        told, described = reading.path in self.told, tuple(reading.sources.values())
        found = self.over_sources(Described(text, described, inline=False, today=self._today)) if told else ()
        return Gist(
            outline(reading),
            reading.digest,
            quoted(reading.findings, text),
            quoted(found, text),
            comments=ignores(text) if told else (),
            undated=_undated(described, None),
        )

    @cached_property
    def _today(self) -> PartialDate:
        return PartialDate(self.survey.today)


def quoted(findings: Iterable[Finding], text: Document) -> list[Finding]:
    """Findings in a file, each with the line at which it points."""
    found = list(findings)
    if not found:
        return found
    lines = text.text.split("\n")
    return [
        attrs.evolve(one, excerpt=lines[one.line - 1].rstrip("\r")) if one.line <= len(lines) else one for one in found
    ]


def _cited(agreement: Agreement) -> frozenset[str]:
    """The sources that a history and the statements cite."""
    claims = (claim.source for event in agreement.history for claim in event.claims)
    return frozenset((*claims, *(statement.source for statement in agreement.statements)))


def _undated(sources: Iterable[Source], agreement: Agreement | None) -> Sequence[tuple[str, list[PartialDate]]]:
    """The undated ones of these sources, with the days on which each can have been published by its claims."""
    undated = {source.id: source for source in sources if source.published is None}
    if not undated:
        return ()
    spans: dict[str, list[PartialDate]] = {id: [] for id in undated}
    for event in agreement.history if agreement else ():
        for claim in event.claims:
            source = undated.get(claim.source)
            if source and claim.accepted and claim.role is not Role.DENIED:
                spans[source.id].append(publication(claim, event, source))
    return list(spans.items())
