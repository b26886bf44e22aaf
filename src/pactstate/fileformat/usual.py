"""Usual words of sources and treaty handbooks, each with the words of the format that it can mean.

A usual word with several meanings is in several lines, so that a suggestion names all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

__all__ = ["EVENTS", "FLAGS", "KEYS", "KINDS", "MANNERS", "REASONS", "SOURCE_TYPES", "STATES", "plain"]


@lru_cache(maxsize=1024)
def plain(word: str) -> str:
    """Return a word in lower case without punctuation, its parts separated by one blank.

    >>> plain("Entry-into-Force")
    'entry into force'
    """
    return " ".join(re.findall(r"[^\W_]+", word.casefold()))


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the words of the format by usual word, from lines ``word: usual, usual``."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        word, _, usual = line.partition(": ")
        for one in usual.split(", "):
            found[one] = (*found.get(one, ()), word)
    return MappingProxyType(found)


EVENTS: Final = _table(
    """
proposed: proposal, propose, offered, requested, suggestion, suggested
negotiating: negotiation, negotiations, negotiate, negotiated, talks, opened, opening of negotiations
negotiating: start of negotiations
negotiating: negotiations opened, talks began, talks opened, resumption of talks, talks resumed
text_agreed: initialled, initialed, initialling, agreement in principle, agreed in principle, text finalised
text_agreed: text finalized
text_agreed: concluded, conclusion, agreed, text agreed
stalled: stalemate, deadlock, frozen, halted, talks suspended
postponed: delayed, postponement, put off, called off, deferred
adopted: adoption, adopt
signed: signature, sign, signing, signatures, signed by, concluded, conclusion, agreed
approved: approval, approve, parliamentary approval, senate concurrence, concurrence, concurred, consent, passed
approved: authorised, authorized
ratified: ratification, ratify, ratifications, accession, acceded, acceptance, accepted, deposit, deposited
ratified: consent, exchange of notes
ratified: instrument deposited, deposit of instrument, exchange of instruments, ratification exchanged, succession
in_force: in force, entered into force, entry into force, enter into force, enters into force, came into force
in_force: comes into force
in_force: come into force, into force, force, entered in force, effective, took effect, takes effect, taking effect
in_force: active, enforced
in_force: entering into force, coming into force, commencement, in effect, into effect, came into effect
provisional: provisional application, provisionally applied, applied provisionally, provisionally
amended: amendment, amend, modified, modification, revised, revision, protocol
extended: extension, renewed, renewal, prolonged, prolongation, renew, extend
suspended: suspension, suspend, talks suspended
resumed: resumption, resume, reinstated, talks resumed
notice_given: notice, notice of termination, notice of withdrawal, denounced, denunciation, notified, notification
notice_given: gave notice
notice_suspended: notice on hold, suspension of notice
notice_revoked: notice withdrawn, withdrawal of notice, notice recalled, recalled
withdrawn: withdrawal, withdraw, withdrew, denounced, denunciation, left, exit, exited
abandoned: cancelled, canceled, dropped, given up, failed, abandonment, shelved
terminated: termination, terminate, ended, end, expired, expiry, expiration, lapsed, replaced, superseded
terminated: denounced, denunciation
terminated: abrogated, abrogation, repealed
note: remark, comment, other, notification
"""
)
"""Usual words for values of ``event``, ``of`` and ``after``."""

STATES: Final = _table(
    """
proposed: proposal, suggested
negotiating: negotiation, negotiations, under negotiation, in negotiation, negotiated, talks, text agreed, stalled
signed: signature, adopted, approved, concluded, pending ratification
ratified: ratification, accession, acceded
in_force: in force, entered into force, entry into force, active, effective, into force, in effect, valid, current
abandoned: cancelled, canceled, dropped, failed
terminated: termination, expired, ended, denounced, replaced, superseded, withdrawn, lapsed, abrogated
"""
)
"""Usual words for values of ``says`` and ``--state``."""

REASONS: Final = _table(
    """
expired: expiry, expiration, lapsed, end of term, term ended, ended
denounced: denunciation, notice, notice given, withdrawn, withdrawal
replaced: superseded, succeeded, replacement, replaced by, superseded by
agreed: agreement, consent, mutual consent, by consent, mutual agreement
breach: breached, violation
other: unknown, misc
"""
)
"""Usual words for values of ``reason``."""

SOURCE_TYPES: Final = _table(
    """
official: government, ministry, gazette, primary, official source, law, treaty text, treaty series, press release
press: newspaper, news, news agency, article, media, magazine, newswire, press release
secondary: encyclopedia, encyclopaedia, wikipedia, blog, academic, book, journal, paper, think tank, thinktank
secondary: report, analysis
"""
)
"""Usual words for values of ``type``."""

KINDS: Final = _table(
    """
raa: reciprocal access, reciprocal access agreement, visiting forces, visiting forces agreement, vfa, sovfa, sofa
acsa: acquisition and cross servicing, acquisition and cross servicing agreement, cross servicing, logistics
gsoia: security of information, isa, gsomia, information security, information security agreement
equipment_transfer: equipment, defence equipment, defense equipment, equipment transfer
equipment_transfer: defence equipment and technology
treaty: agreement, convention, protocol, pact, covenant
arrangement: mou, memorandum, memorandum of understanding, joint statement, declaration, letter of intent
"""
)
"""Usual words for values of ``kind`` and ``--kind``."""

MANNERS: Final = _table(
    """
ratification: ratified, ratify, instrument of ratification
accession: acceded, accede, adhesion, adherence
acceptance: accepted, accept
approval: approved, approve, aa
succession: succeeded, succeed
definitive_signature: definitive signature, signature, signed, signature not subject to ratification
participation: participated, participate
formal_confirmation: confirmation, confirmed, act of formal confirmation
"""
)
"""Usual words for values of ``manner``."""

FLAGS: Final = _table(
    """
true: yes, y, on, 1, automatic, automatically
false: no, n, off, 0
"""
)
"""Usual words for values of ``renews``, ``open`` and ``partial``."""

KEYS: Final = _table(
    """
id: identifier, slug
title: name, headline, heading, agreement
formal_title: full title, full name, official title, long title
kind: type, category, class
parties: party, countries, country, members, states, signatories, between
history: events, event, timeline, entries, steps, chronology
statements: statement, claims
sources: source, references, reference, bibliography, citations
event: type, kind, name, what, step, status, state, action
date: day, when, on, dated, event date, year
effective: effective date, effective from, takes effect, in force from
party: country, state, parties, who
by: organ, organisation, body, authority, actor
place: location, city, where, venue
note: notes, comment, comments, remark, remarks, description, details, text, summary
reason: cause, why, because
reported_by: source, sources, reported, report, reporter, reference, references, ref, refs
reported_by: citation, citations, url, link, cite
announced_by: announced, announcement
denied_by: denied, denial
source: id, source id, ref, reference, url, link, name, title, publisher
says: state, status, stage, says that, claim
locator: page, pages, paragraph, section, where, location
rejected: reject, rejection, wrong
publisher: outlet, newspaper, press, agency, ministry, publication, site, website
author: authors, by, writer, journalist
url: link, web, address, href, uri, web address, website
published: date, publication date, published on, date published, pub date, publish date, day, issued
updated: modified, last updated, update
accessed: access date, retrieved, read, access, date accessed
archived: archive date
type: kind, category
after: from, event
days: day
months: month
years: year, duration, length
renews: renewal, automatic renewal, renew, auto renew
notice: notice period
"""
)
"""Usual words for keys. A suggestion names only keys that the mapping can have."""
