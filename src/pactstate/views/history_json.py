"""History of one agreement with its evidence, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import Contradiction, StatementContradiction
from pactstate.domain.events import State
from pactstate.domain.model import Claim, Event, Statement
from pactstate.domain.statements import Contrary, Judgement
from pactstate.domain.status import Status, status_as_json
from pactstate.text.escape import JsonText, json_text
from pactstate.views.known_record import Elsewhere, KnownRecord, days_apart

__all__ = ["render_json"]


def render_json(agreement: Agreement, status: Status, others: Sequence[Elsewhere] = ()) -> JsonText:
    """Return the history as JSON. The format is versioned."""
    record = KnownRecord(agreement, status)
    judged = record.judged()
    against = {id(statement): public for statement, _, public in judged}
    rule, term = agreement.entry_into_force, agreement.term
    value = {
        "version": 2,
        "on": str(status.on),
        "known_by": _text(status.known_by),
        "id": agreement.id,
        "title": agreement.title,
        "formal_title": agreement.formal_title,
        "kind": agreement.kind,
        "parties": list(agreement.parties),
        "approvals_needed": list(agreement.needs_approval_of()),
        "consents_needed": agreement.consents_needed,
        "entry_into_force": {"after": rule.after, "months": rule.months, "days": rule.days} if rule else None,
        "term": {"years": term.years, "renews": term.renews, "notice": _text(term.notice)} if term else None,
        "replaces": list(agreement.replaces),
        "replaced_by": list(agreement.replaced_by),
        "amends": list(agreement.amends),
        "supplements": list(agreement.supplements),
        "open": agreement.open,
        "not_recorded": list(agreement.not_recorded),
        "identifiers": dict(agreement.identifiers),
        "status": status_as_json(status),
        "history": [
            {**_event_as_json(agreement, event, claims), "later": record.is_later(event)}
            for event, claims in record.known()
        ],
        "statements": [_statement_as_json(*one) for one in judged],
        "contradictions": [_contradiction_as_json(agreement, one, against) for one in record.contradictions()],
        "contradictions_elsewhere": [_contradiction_as_json(other, one, {}) for other, one in others],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "url": source.url,
                "published": _text(source.published),
                "updated": _text(source.updated),
                "basis": source.basis,
                "type": source.type,
                "corrected": source.corrected,
            }
            for source in agreement.sources
            if record.has_source(source.id)
        ],
    }
    return json_text(value, depth=2)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _event_as_json(agreement: Agreement, event: Event, claims: tuple[Claim, ...]) -> dict[str, object]:
    return {
        "event": list(event.kinds),
        "date": str(event.date),
        "effective": _text(event.effective),
        "party": event.party,
        "by": event.by,
        "place": event.place,
        "note": event.note,
        "of": event.of,
        "reason": event.reason,
        "corrected": event.corrected,
        "claims": [
            {
                "source": claim.source,
                "role": claim.role,
                "date": _text(claim.date),
                "published": _text(source.published if source else None),
                "updated": _text(source.updated if source else None),
                "days_after": days_apart(event, claim, source),
                "locator": claim.locator,
                "rejected": claim.rejected,
                "note": claim.note,
            }
            for claim in claims
            for source in [agreement.source(claim.source)]
        ],
    }


def _statement_as_json(statement: Statement, judgement: Judgement, public: Contrary | None) -> dict[str, object]:
    return {
        "source": statement.source,
        "says": statement.says,
        "day": _text(judgement.day),
        "verdict": judgement.verdict,
        "possible": [state for state in State if state in judgement.possible],
        "contrary": {"since": str(public.since), "sources": list(public.sources), "days": public.days}
        if public
        else None,
        "locator": statement.locator,
        "rejected": statement.rejected,
        "note": statement.note,
    }


def _contradiction_as_json(
    agreement: Agreement, one: Contradiction, public: Mapping[int, Contrary | None]
) -> dict[str, object]:
    if isinstance(one, StatementContradiction):
        contrary = public.get(id(one.statement))
        said: dict[str, object] = {
            "says": one.statement.says,
            "event": None,
            "role": None,
            "date": _text(one.judgement.day),
            "verdict": one.judgement.verdict,
            "against": list(contrary.sources) if contrary else [],
        }
    else:
        said = {
            "says": None,
            "event": list(one.event.kinds),
            "role": one.claim.role,
            "date": str(one.claim.date or one.event.date),
            "verdict": None,
            "against": list(one.against),
        }
    return {"agreement": agreement.id, "source": one.source, **said, "rejected": one.rejected}
