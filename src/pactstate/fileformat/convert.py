"""Conversion of a document to values of the domain: validate the shape, then build frozen values."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from sys import intern
from typing import Any, Final, TypeVar, cast

import attrs
from pydantic_core import ErrorDetails, ValidationError

from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import MAX_MARKS, unchecked
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import (
    Claim,
    Event,
    ForceRule,
    Role,
    Source,
    Statement,
    Term,
    first_beyond_marks,
    in_order,
    misfits,
)
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.fileformat import shapes, values
from pactstate.fileformat.document import Document, finding, without_slips
from pactstate.fileformat.shape_findings import findings_on, lines_of
from pactstate.findings import Finding
from pactstate.storage.limits import DEFAULT

__all__ = ["ROLES", "agreement_of", "sources_of"]

_Model = TypeVar("_Model")

# The shapes have checked the fields.
_made_agreement = unchecked(Agreement)
_made_claim = unchecked(Claim)
_made_event = unchecked(Event)
_made_source = unchecked(Source)
_made_statement = unchecked(Statement)


def agreement_of(
    document: Document, vocabulary: Vocabulary | None = None, not_recorded: tuple[EventKind, ...] = ()
) -> tuple[Agreement | None, list[Finding]]:
    """Return the agreement of a document with its inline sources, or None, and the findings on its shape.

    Args:
        document: Document of an agreement file.
        vocabulary: Vocabulary of the folder, if it adds kinds or parties to the common ones.
        not_recorded: Events that the folder does not record, for an agreement without a ``not_recorded`` of its own.
    """
    if document.tree is None:
        return None, []
    words = vocabulary or common()
    file, errors = _validated(
        lambda value: shapes.AGREEMENT.validate_python(value, context=words),
        document.data,
        longest=document.tree.longest_collection,
    )
    again = without_slips(document, lines_of(document, errors)) if errors else None
    if again:
        return None, again[1] + agreement_of(again[0], vocabulary)[1]
    findings = findings_on(document, errors, shapes.AgreementFile) + _needs(document)
    if file is not None and (beyond := _beyond_acts(document, file) or _beyond_claims(document, file)):
        return None, [*findings, beyond]
    # Rules would report false findings on an incomplete history, so a document that was cut short has no agreement.
    if file is None or not document.complete:
        return None, findings
    agreement = _made_agreement(
        id=file["id"],
        title=file["title"],
        kind=intern(file["kind"]),
        parties=tuple(map(intern, file["parties"])),
        history=tuple([_event(item) for item in file["history"]]),
        statements=tuple([_statement(item) for item in file.get("statements", ())]),
        sources=tuple([_source(id, item) for id, item in sorted(file.get("sources", {}).items())]),
        formal_title=file.get("formal_title"),
        approvals_needed=file.get("approvals_needed"),
        consents_needed=file.get("consents_needed"),
        entry_into_force=ForceRule(**file["entry_into_force"]) if "entry_into_force" in file else None,
        term=Term(**file["term"]) if "term" in file else None,
        replaces=file.get("replaces", ()),
        replaced_by=file.get("replaced_by", ()),
        amends=file.get("amends", ()),
        supplements=file.get("supplements", ()),
        formerly=file.get("formerly", ()),
        open=file.get("open", False),
        not_recorded=in_order(file.get("not_recorded", not_recorded)),
        identifiers=tuple(file.get("identifiers", {}).items()),
        vocabulary=vocabulary,
    )
    return agreement, [attrs.evolve(found, agreement=agreement.id) for found in findings]


def _beyond_acts(document: Document, file: shapes.AgreementFile) -> Finding | None:
    """Return a finding on the first act for all parties beyond the limit; None if there are few."""
    entries = ((entry["event"], "party" in entry) for entry in file["history"])
    index = first_beyond_marks(len(file["parties"]), entries)
    if index is None:
        return None
    most = MAX_MARKS // len(file["parties"])
    message = f"more than {most:,} entries speak for all of the {len(file['parties']):,} parties"
    return finding("limit-exceeded", message, document.at(("history", index, "event")), help=values.LIMITS_HELP)


def _beyond_claims(document: Document, file: shapes.AgreementFile) -> Finding | None:
    """Return a finding on the first entry whose claims are beyond the limit; None if there are few."""
    if len(document.text) < DEFAULT.claims:  # Each claim takes a character at least.
        return None
    counts = (
        len(entry.get("reported_by", ())) + len(entry.get("announced_by", ())) + len(entry.get("denied_by", ()))
        for entry in file["history"]
    )
    totals = enumerate(itertools.accumulate(counts))
    index = next((index for index, total in totals if total > DEFAULT.claims), None)
    if index is None:
        return None
    message = f"more than {DEFAULT.claims:,} claims"
    return finding("limit-exceeded", message, document.at(("history", index)), help=values.LIMITS_HELP)


def sources_of(document: Document) -> tuple[dict[str, Source], list[Finding]]:
    """Return the shared sources of a document by id, and the findings on its shape.

    A source with a fault is left out; the others are returned.
    """
    if document.tree is None:
        return {}, []
    items, errors = _validated(shapes.SOURCES.validate_python, document.data, longest=document.tree.longest_collection)
    again = without_slips(document, lines_of(document, errors)) if errors else None
    if again:
        sources, findings = sources_of(again[0])
        return sources, again[1] + findings
    if items is None or document.spoilt:
        wrong = {details["loc"][0] for details in errors}
        wrong |= {id for id in document.data if not document.spoilt.isdisjoint(document.lines_of(id))}
        rest = {id: value for id, value in document.data.items() if id not in wrong}
        items = shapes.SOURCES.validate_python(rest)
    return {id: _source(id, item) for id, item in items.items()}, findings_on(document, errors, shapes.SourceItem)


def declared_ids(document: Document) -> frozenset[str]:
    """Return the ids in a document of shared sources, also those of sources with faults."""
    return frozenset(document.data)


# Each text is read as an object of its own. Ids, codes and names are repeated, and kept once.


def _source(id: str, item: shapes.SourceItem) -> Source:
    if "publisher" in item:
        item["publisher"] = intern(item["publisher"])
    return _made_source(id=intern(id), **item)


def _statement(item: shapes.StatementItem) -> Statement:
    item["source"] = intern(item["source"])
    return _made_statement(**item)


def _claim(claim: shapes.ClaimItem | str, role: Role) -> Claim:
    if isinstance(claim, str):
        return _made_claim(source=intern(claim), role=role)
    claim["source"] = intern(claim["source"])
    return _made_claim(role=role, **claim)


ROLES: Final = (("reported_by", Role.REPORTED), ("announced_by", Role.ANNOUNCED), ("denied_by", Role.DENIED))


def _event(item: shapes.EventItem) -> Event:
    fields = cast("dict[str, Any]", item)
    kinds = fields.pop("event")
    claims = [_claim(claim, role) for key, role in ROLES if key in fields for claim in fields.pop(key)]
    if "party" in fields:
        fields["party"] = intern(fields["party"])
    return _made_event(kinds=kinds, claims=tuple(claims), **fields)


def _needs(document: Document) -> list[Finding]:
    """Return the findings on keys of one mapping that do not fit together, which the shapes cannot express.

    The function reads the parsed data and not the agreement, so that it works for files with other faults, too.
    """
    found: list[Finding] = []
    history = document.data.get("history")
    for index, entry in enumerate(history if isinstance(history, list) else ()):
        if isinstance(entry, dict) and "event" in entry:
            found += _needs_of_entry(document, index, entry)
    parties = document.data.get("parties")
    if isinstance(parties, list) and len(parties) == 1 and document.data.get("open") != "true" and document.complete:
        help = "write 'open: true' if there are others, which the list does not name"
        place = document.at(("parties",))
        found.append(finding("invalid-value", "an agreement has at least two parties", place, help=help))
    return found


def _needs_of_entry(document: Document, index: int, entry: Mapping[str, object]) -> Iterator[Finding]:
    event = entry["event"]
    words = event if isinstance(event, list) else (event,)
    for misfit in misfits(words, entry, entry.get("of")):
        # A file that was read only in part may have the missing key further down.
        if misfit.field or document.complete:
            path = ("history", index, misfit.field or "event")
            place = document.at(path, key=bool(misfit.field) and not misfit.in_value)
            yield finding(misfit.rule, misfit.message, place, help=misfit.help)


def _validated(
    validate: Callable[[object], _Model], value: object, *, longest: int
) -> tuple[_Model | None, list[ErrorDetails]]:
    """Return the validated value, or None and its errors; ``longest`` is the length of its longest list or mapping.

    Errors take far more memory than the file if there are very many. So a value with long lists is cut: the first
    ``_SAMPLE_SIZE`` items of each list are validated first. As long as that gives fewer errors than the limit, a longer
    part is validated, up to the whole value. If a part gives far more errors than the limit, a shorter one is searched.
    """
    least, before = 0, 0
    length = min(_SAMPLE_SIZE, longest)
    model, error = _tried(validate, _beginning(value, length) if length < longest else value)
    while length < longest and (error is None or error.error_count() < DEFAULT.faults):
        least, before = length, error.error_count() if error else 0
        length = min(4 * length, longest) if error else longest
        model, error = _tried(validate, value if length == longest else _beginning(value, length))
    if error is None:
        return model, []
    for _ in range(_MAX_TRIES):
        count = error.error_count()
        if 4 * count < 5 * DEFAULT.faults or length - least < 2:
            break
        # Interpolate, as if the faults were spread evenly.
        middle = least + max(1, (length - least) * (DEFAULT.faults - before) // (count - before))
        fewer = _tried(validate, _beginning(value, middle))[1]
        if fewer and fewer.error_count() >= DEFAULT.faults:
            length, error = middle, fewer
        else:
            least, before = middle, fewer.error_count() if fewer else 0
    found = error.errors(include_url=False)
    return None, [one for one in found if not _may_be_cut_off(value, one, length)] or found


def _may_be_cut_off(value: object, details: ErrorDetails, length: int) -> bool:
    """Return whether a key may be missing only because the mapping was cut."""
    if details["type"] != "missing":
        return False
    for step in details["loc"][:-1]:
        value = value.get(step) if isinstance(value, dict) else value[int(step)] if isinstance(value, list) else None
    return isinstance(value, dict) and len(value) > length


def _tried(validate: Callable[[object], _Model], value: object) -> tuple[_Model | None, ValidationError | None]:
    try:
        return validate(value), None
    except ValidationError as error:
        return None, error.with_traceback(None)


_SAMPLE_SIZE: Final = 2_000
"""Number of items of each list and mapping that are validated first."""
_MAX_TRIES: Final = 6
"""Number of attempts to find a shorter part with enough errors."""


def _beginning(value: object, length: int) -> object:
    """Return a value with at most ``length`` items of each list and mapping in it."""
    if isinstance(value, dict):
        return {key: _beginning(inner, length) for key, inner in itertools.islice(value.items(), length)}
    return [_beginning(item, length) for item in value[:length]] if isinstance(value, list) else value
