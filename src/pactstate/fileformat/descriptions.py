"""Descriptions of each key and each word of the files.

The JSON Schema, which editors show, and docs/format.md are generated from these tables. They are not in
:mod:`pactstate.fileformat.shapes`, because reading a file does not need them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pactstate.domain.lifecycle import EventKind, Manner, State
from pactstate.domain.model import SourceType, TerminationReason
from pactstate.fileformat import shapes

__all__ = ["EVENTS", "KEYS", "MANNERS", "REASONS", "SOURCE_TYPES", "STATES", "THINGS"]

_LOCATOR: Final = "Where in the source to look, as in 'paragraph 6'."
_NOTE: Final = "A remark for readers, in your own words."
_CORRECTED: Final = (
    "Why a record of the past was changed. Without it, a check against an older revision refuses the change."
)

THINGS: Final[Mapping[type, str]] = {
    shapes.AgreementFile: (
        "One international agreement: what it is, its history, and who says so. The file has the name of the id."
    ),
    shapes.EventItem: "One entry of the history: what happened on one day, and who says so.",
    shapes.ClaimItem: "One source speaking of one event. Where there is nothing to add, its id alone.",
    shapes.StatementItem: "What one source says of the state of the agreement, without an event.",
    shapes.SourceItem: "A text that can be cited, under the id by which it is cited.",
}
"""Descriptions of an agreement file, and of each item in its lists and its sources."""

KEYS: Final[Mapping[type, Mapping[str, str]]] = {
    shapes.AgreementFile: {
        "id": "The name of the agreement here: a-z, 0-9 and single hyphens; also the name of the file.",
        "title": "The name by which people know the agreement.",
        "formal_title": "The name in full, as the text of the agreement gives it.",
        "kind": "What sort of agreement it is. It sets which steps are expected on the way, and whose approval.",
        "parties": "Who concludes it: ISO 3166 codes, or organisations such as EU; one is enough with 'open: true'.",
        "approvals_needed": "The parties that need a domestic approval. Left out, what is usual for the kind.",
        "consents_needed": "How many parties must be bound before it can enter into force. Left out, all of them.",
        "entry_into_force": "When its own text brings it into force, as in {after: ratified, days: 30}.",
        "term": "For how long its own text keeps it in force, as in {years: 10, renews: true, notice: 6 months}.",
        "replaces": "The ids of the agreements that this one takes the place of.",
        "replaced_by": "The id of the agreement that takes the place of this one.",
        "amends": "The ids of the agreements that this one changes.",
        "supplements": "The ids of the agreements that this one adds to.",
        "formerly": "The ids that this record had before.",
        "open": "Whether the list of parties is incomplete, or others may join.",
        "not_recorded": "Events that the record does not follow; they may have happened. Empty: it follows all.",
        "identifiers": "Keys of the agreement in other registers, as in {unts: I-12345}.",
        "sources": "Sources that only this agreement cites, by id. The others stand in 'sources.yaml'.",
        "history": "What happened, oldest first. The order is part of what is said.",
        "statements": "What sources say of the state without an event: 'it has been signed'.",
    },
    shapes.EventItem: {
        "event": "What happened; a list, if several things happened on one day in that order.",
        "date": "The day of the act, as exactly as it is known: '2024-07-08', '2024-07', '2024' or '2024-07/2024-09'.",
        "effective": "The day on which the act takes effect, where it is another one.",
        "party": "The party whose act it is. Left out, the event speaks for all.",
        "by": "The organ that acted, as in 'Senate'.",
        "place": "Where it happened.",
        "note": _NOTE,
        "of": "With 'postponed': the event that did not take place. With 'withdrawn': the act that is taken back.",
        "manner": "With 'ratified': how consent was given. Left out, by ratification.",
        "partial": "With 'approved': true where another organ must still agree, such as the second of two houses.",
        "until": "With 'extended': the new end of the term.",
        "reason": "With 'terminated': why the agreement is over.",
        "corrected": _CORRECTED,
        "reported_by": "Sources that say it has happened.",
        "announced_by": "Sources that say it will happen. An announcement makes nothing certain.",
        "denied_by": "Sources that say it did not or will not happen, or has no legal effect.",
    },
    shapes.ClaimItem: {
        "source": "The id of the source.",
        "date": "The date that this source gives for the event, where it differs or adds.",
        "locator": _LOCATOR,
        "rejected": "Why the claim is judged wrong. It stays in the file and no longer counts.",
        "note": _NOTE,
    },
    shapes.StatementItem: {
        "source": "The id of the source.",
        "says": "The state in which the source sees the agreement.",
        "date": "The day that the source speaks of, where that is not the day of its publication.",
        "locator": _LOCATOR,
        "rejected": "Why the statement is judged wrong. It stays in the file and no longer counts.",
        "note": _NOTE,
    },
    shapes.SourceItem: {
        "title": "The headline, or the name of the document.",
        "publisher": "The newspaper, ministry or house that published it.",
        "author": "Who wrote it.",
        "url": "The web address, in full.",
        "published": "The day of publication; an interval, explained under 'basis', where the text bears no date.",
        "updated": "The day on which the text was last changed.",
        "accessed": "The day on which you read it.",
        "archived": "The day of the copy in an archive.",
        "archive_url": "The web address of the copy in an archive.",
        "basis": "What the interval in 'published' rests on.",
        "based_on": "The ids of the sources that it copies. Copies of one text count as one witness.",
        "type": "How close the source stands to the parties.",
        "note": _NOTE,
        "corrected": _CORRECTED,
    },
    shapes.ForceRuleItem: {
        "after": "The event from which the time is counted.",
        "days": "How many days after it.",
        "months": "How many months after it.",
    },
    shapes.TermItem: {
        "years": "How many years it stays in force.",
        "renews": "Whether it goes on after them unless a party objects.",
        "notice": "How long before it leaves a party must say so, as in '6 months'.",
    },
}
"""Descriptions of the keys of each item."""

EVENTS: Final[Mapping[str, str]] = {
    EventKind.PROPOSED: "One side or both said that they want the agreement.",
    EventKind.NEGOTIATING: "Formal negotiations began, or were taken up again.",
    EventKind.TEXT_AGREED: "The text was settled or initialled (VCLT 9-10).",
    EventKind.STALLED: "The talks came to a halt.",
    EventKind.POSTPONED: "An announced event was called off; 'of' says which.",
    EventKind.ADOPTED: "A conference or organisation adopted the text (VCLT 9).",
    EventKind.SIGNED: "Signed; by one party, if 'party' names it (VCLT 12).",
    EventKind.APPROVED: "A domestic step: a legislature, cabinet or head of state approved; 'by' says which.",
    EventKind.REFUSED: "A domestic organ said no; 'by' says which. It stands until the party approves.",
    EventKind.RATIFIED: "Consent between the parties: instruments or notes exchanged or deposited (VCLT 11-16).",
    EventKind.IN_FORCE: "The agreement became binding (VCLT 24).",
    EventKind.PROVISIONAL: "It is applied before it is in force (VCLT 25).",
    EventKind.PROVISIONAL_ENDED: "The provisional application ended (VCLT 25).",
    EventKind.AMENDED: "Its text was changed (VCLT 39-41).",
    EventKind.EXTENDED: "Its term was made longer.",
    EventKind.SUSPENDED: "Its operation was suspended, by all or by one party (VCLT 57).",
    EventKind.RESUMED: "A suspension ended.",
    EventKind.NOTICE_GIVEN: "A party gave notice that it will leave; 'effective' says from when (VCLT 56).",
    EventKind.NOTICE_SUSPENDED: "A party put its notice on hold; the agreement itself goes on.",
    EventKind.NOTICE_REVOKED: "A party took its notice back before it took effect (VCLT 68).",
    EventKind.WITHDRAWN: "A party left.",
    EventKind.ABANDONED: "Given up before force: talks ended, or signature or ratification was refused.",
    EventKind.TERMINATED: "The agreement ended; 'reason' says why (VCLT 54-64).",
    EventKind.NOTE: "Something worth remembering that moves nothing.",
}

STATES: Final[Mapping[str, str]] = {
    State.PROPOSED: "Wanted by one side or both; talks about talks.",
    State.NEGOTIATING: "Formal negotiations are under way; the text may be agreed.",
    State.SIGNED: "Signed by all, or adopted or open for signature; approvals may be in progress.",
    State.RATIFIED: "Every consent that is needed is there; the day of force has not come.",
    State.IN_FORCE: "Binding.",
    State.ABANDONED: "Given up before force.",
    State.TERMINATED: "Over.",
}

REASONS: Final[Mapping[str, str]] = {
    TerminationReason.EXPIRED: "Its term ran out.",
    TerminationReason.DENOUNCED: "A party left by notice.",
    TerminationReason.REPLACED: "Another agreement took its place; name it under 'replaced_by'.",
    TerminationReason.AGREED: "The parties agreed to end it.",
    TerminationReason.BREACH: "It was ended because of a breach.",
    TerminationReason.OTHER: "Something else; explain it in a 'note'.",
}

MANNERS: Final[Mapping[str, str]] = {
    Manner.RATIFICATION: "By ratification after signature (VCLT 14).",
    Manner.ACCESSION: "By accession, without a signature before it (VCLT 15).",
    Manner.ACCEPTANCE: "By acceptance (VCLT 14).",
    Manner.APPROVAL: "By approval between the parties, the UN's 'approval (AA)' (VCLT 14); not a domestic approval.",
    Manner.SUCCESSION: "By succession to another state's consent.",
    Manner.DEFINITIVE_SIGNATURE: "By a signature that binds (VCLT 12).",
    Manner.PARTICIPATION: "By participation, as the text of the agreement calls it.",
    Manner.FORMAL_CONFIRMATION: "By formal confirmation of an international organisation.",
}

SOURCE_TYPES: Final[Mapping[str, str]] = {
    SourceType.OFFICIAL: "By a party, or an organ or court of one.",
    SourceType.PRESS: "By a newspaper, agency or broadcaster.",
    SourceType.SECONDARY: "By somebody who retells others: a study, a digest, an encyclopedia.",
}
