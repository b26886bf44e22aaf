"""Claims of articles about the state of an agreement, judged: agrees, stale, premature or undecidable."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import unchecked
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Source, Statement
from pactstate.domain.statements import Contrary, Judgement, Verdict
from pactstate.domain.status import Status
from pactstate.text.escape import JsonText, MarkdownText, TerminalText, json_records, markdown_link
from pactstate.views.explain import Addresses, Sentence, as_markdown, as_terminal, cited, explanation, paragraph
from pactstate.views.status import states_in_words
from pactstate.views.tables import markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "ArticleClaim",
    "JudgedClaim",
    "cells",
    "contraries",
    "render_json",
    "render_markdown",
    "render_plain",
    "sentences",
    "summary",
    "verify",
]

_made_statement = unchecked(Statement)

COLUMNS = ("Agreement", "Says", "On", "Verdict", "State then", "Public for", "Source")


@attrs.frozen
class ArticleClaim:
    """State of an agreement as an article gives it."""

    agreement: Agreement
    says: State
    on: PartialDate
    """Day of the article."""
    url: str | None = None
    publisher: str | None = None


@attrs.frozen
class JudgedClaim:
    """Verdict on a claim of an article."""

    claim: ArticleClaim
    judgement: Judgement
    contrary: Contrary | None
    """Evidence against a wrong claim that had been public before; None if there was none."""
    then: Status
    """Answer for the day of the article, by everything on file."""

    @property
    def is_wrong(self) -> bool:
        """Whether the claim is certainly not true."""
        return self.judgement.verdict in (Verdict.STALE, Verdict.PREMATURE)

    @property
    def is_excusable(self) -> bool | None:
        """Whether a wrong claim was made before its contrary was public; None for other claims."""
        return self.contrary is None if self.is_wrong else None


def verify(claim: ArticleClaim) -> JudgedClaim:
    """Judge a claim by everything on file, whenever it was published.

    The article itself is no evidence against its claim: a source with its address does not count.
    """
    agreement = claim.agreement
    own = next((source.id for source in agreement.sources if claim.url and source.url == claim.url), None)
    unused = next(id for id in map("article-{}".format, count()) if agreement.source(id) is None)
    statement = _made_statement(source=own or unused, says=claim.says, date=claim.on)
    judgement = agreement.weigh(statement)
    return JudgedClaim(claim, judgement, agreement.contrary(statement, judgement), agreement.status(claim.on))


def cells(finding: JudgedClaim) -> tuple[str, ...]:
    """Return a finding as unescaped texts, one for each of :data:`COLUMNS`."""
    claim, against = finding.claim, finding.contrary
    return (
        claim.agreement.id,
        str(claim.says),
        str(claim.on),
        str(finding.judgement.verdict),
        states_in_words(finding.judgement.possible, unbegun=finding.judgement.unbegun),
        _days(against.days) if against else "",
        ", ".join(against.sources) if against else "",
    )


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"


def sentences(finding: JudgedClaim) -> list[Sentence]:
    """Return the verdict in sentences, with the evidence."""
    return [_judged(finding), *explanation(finding.claim.agreement, finding.then), *_contrary(finding)]


def _judged(finding: JudgedClaim) -> Sentence:
    claim = finding.claim
    who = f"{claim.publisher}: " if claim.publisher else ""
    return [f"{who}'{claim.says}' on {claim.on} {_VERDICTS[finding.judgement.verdict]}."]


def _contrary(finding: JudgedClaim) -> list[Sentence]:
    against = finding.contrary
    if against:
        for_days = f"for {_days(against.days)}, since {against.since}, by "
        return [[f"The contrary had been public {for_days}", *cited(finding.claim.agreement, against.sources), "."]]
    return [["No source on file had published the contrary before that day."]] if finding.is_wrong else []


_VERDICTS = {
    Verdict.AGREES: "agrees with the record",
    Verdict.STALE: "is stale: the agreement had moved on",
    Verdict.PREMATURE: "is premature: the agreement had not come so far",
    Verdict.UNDECIDABLE: "cannot be decided from the record",
}


def summary(findings: Sequence[JudgedClaim]) -> str:
    """Return the number of claims with each verdict in one line."""
    counts = [(verdict, sum(one.judgement.verdict is verdict for one in findings)) for verdict in Verdict]
    noun = "claim" if len(findings) == 1 else "claims"
    return f"{len(findings)} {noun}: " + ", ".join(f"{count} {verdict}" for verdict, count in counts if count)


def render_plain(findings: Sequence[JudgedClaim], width: int, addresses: Addresses = Addresses.WRITTEN) -> TerminalText:
    """Return one claim as a paragraph; several as a table with a summary, and the contrary of each wrong one."""
    if len(findings) == 1:
        lines = as_terminal(paragraph(sentences(findings[0])), addresses).wrapped(width)
        return TerminalText.of("{}\n", TerminalText.joined("\n", lines))
    table = plain_table(COLUMNS, list(map(cells, findings)))
    return TerminalText.of("{}\n\n{}\n{}", table, summary(findings), contraries(findings, width, addresses))


def contraries(findings: Sequence[JudgedClaim], width: int, addresses: Addresses) -> TerminalText:
    """Return a paragraph for each wrong claim: why it is wrong, and who had published the contrary."""
    wrong = [
        as_terminal(paragraph([[f"{one.claim.agreement.id}:"], _judged(one), *_contrary(one)]), addresses)
        for one in findings
        if one.is_wrong
    ]
    lines = [line for text in wrong for line in (TerminalText.of(""), *text.wrapped(width))]
    return TerminalText.joined("\n", [*lines, ""])


def render_markdown(findings: Sequence[JudgedClaim]) -> MarkdownText:
    """Return one claim as a paragraph with links, several as a table with links and a summary."""
    if len(findings) == 1:
        return MarkdownText.of("{}\n", as_markdown(paragraph(sentences(findings[0]))))
    rows = []
    for finding in findings:
        id, says, on, *others, _ = cells(finding)
        claim = finding.claim
        says_link = markdown_link(says, claim.url)
        sources = as_markdown(cited(claim.agreement, finding.contrary.sources if finding.contrary else ()))
        rows.append((f"{claim.agreement.title} ({id})", says_link, on, *others, sources))
    return MarkdownText.of("{}\n\n{}\n", markdown_table(COLUMNS, rows), summary(findings))


def _as_json(finding: JudgedClaim) -> dict[str, object]:
    claim, judgement, against = finding.claim, finding.judgement, finding.contrary
    possible = [*([None] if judgement.unbegun else []), *(one for one in State if one in judgement.possible)]
    sources = [claim.agreement.source(id) for id in against.sources] if against else []
    return {
        "agreement": claim.agreement.id,
        "title": claim.agreement.title,
        "says": claim.says,
        "on": str(claim.on),
        "url": claim.url,
        "publisher": claim.publisher,
        "verdict": judgement.verdict,
        "wrong": finding.is_wrong,
        "possible": possible,
        "state": finding.then.state,
        "since": str(finding.then.since) if finding.then.since else None,
        "excusable": finding.is_excusable,
        "contrary_since": str(against.since) if against else None,
        "contrary_days": against.days if against else None,
        "contrary_sources": [_source_as_json(one) for one in sources if one],
        "explanation": [str(as_terminal(one)) for one in sentences(finding)],
    }


def _source_as_json(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": str(source.published),
        "url": source.url,
    }


def render_json(findings: Sequence[JudgedClaim]) -> JsonText:
    """Return the verdicts as JSON. The format is versioned."""
    return json_records({"version": 1, "claims": map(_as_json, findings)})
