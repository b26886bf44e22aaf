"""Conversion of a document to values of the domain: validate the shape, then build frozen values."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
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
    Misfit,
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
from pactstate.fileformat.validators import Reader, need_memory
from pactstate.findings import Finding
from pactstate.smallyaml import Data
from pactstate.storage.limits import DEFAULT

__all__ = ["ROLES", "agreement_of", "agreements_of", "sources_of"]

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
    """Return the agreement of one document; see :func:`agreements_of`."""
    return agreements_of([document], vocabulary, not_recorded)[0]


def agreements_of(
    documents: Sequence[Document], vocabulary: Vocabulary | None = None, not_recorded: tuple[EventKind, ...] = ()
) -> list[tuple[Agreement | None, list[Finding]]]:
    """Return the agreement of each document with its inline sources, or None, and the findings on its shape.

    All documents are validated before the first agreement is built: see :meth:`.OpenFolder.read_together`.

    Args:
        documents: Documents of agreement files.
        vocabulary: Vocabulary of the folder, if it adds kinds or parties to the common ones.
        not_recorded: Events that the folder does not record, for an agreement without a ``not_recorded`` of its own.
    """
    words = vocabulary or common()
    validated = [(None, []) if one.tree is None else _validated_agreement(one, words) for one in documents]
    return [
        _built(document, file, errors, vocabulary, not_recorded)
        for document, (file, errors) in zip(documents, validated, strict=True)
    ]


def _built(
    document: Document,
    file: shapes.AgreementFile | None,
    errors: list[ErrorDetails],
    vocabulary: Vocabulary | None,
    not_recorded: tuple[EventKind, ...],
) -> tuple[Agreement | None, list[Finding]]:
    """Return the agreement of the validated keys of a document, or None, and the findings on its shape."""
    again = without_slips(document, lines_of(document, errors)) if errors else None
    if again:
        return None, again[1] + agreement_of(again[0], vocabulary)[1]
    findings = findings_on(document, errors, shapes.AgreementFile) + _needs(document)
    if file is not None and (beyond := _beyond_acts(document, file) or _beyond_claims(document, file)):
        return None, [*findings, beyond]
    # Rules would report false findings on an incomplete history, so a document that was cut short has no agreement.
    if file is None or not document.complete:
        return None, findings
    own = {id: id for id in file.get("sources", ())}
    agreement = _made_agreement(
        id=file["id"],
        title=file["title"],
        kind=intern(file["kind"]),
        parties=tuple(map(intern, file["parties"])),
        history=tuple([_event(item, own) for item in file["history"]]),
        statements=tuple([_statement(item, own) for item in file.get("statements", ())]),
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
    most = MAX_MARKS // len(file["parties"])
    if len(file["history"]) <= most:
        return None
    entries = ((entry["event"], "party" in entry) for entry in file["history"])
    index = first_beyond_marks(len(file["parties"]), entries)
    if index is None:
        return None
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
    items, errors = _validated_sources(document)
    again = without_slips(document, lines_of(document, errors)) if errors else None
    if again:
        sources, findings = sources_of(again[0])
        return sources, again[1] + findings
    sources = {
        id: _source(intern(id), item)
        for id, item in items.items()
        if not document.spoilt or document.spoilt.isdisjoint(document.lines_of(id))
    }
    return sources, findings_on(document, errors, shapes.SourceItem)


def declared_ids(document: Document) -> frozenset[str]:
    """Return the ids in a document of shared sources, also those of sources with faults."""
    return frozenset(document.data)


# Each text is read as an object of its own. Ids, codes, names and locators are repeated, and kept once: those that
# other files repeat in the table of the interpreter, where each look-up costs more than among the sources of one file.


def _keep_once(fields: dict[str, Any], *keys: str) -> None:
    """Replace the texts of some keys by the same object in all agreements."""
    for key in keys:
        if key in fields:
            fields[key] = intern(fields[key])


def _cited_id(id: str, own: Mapping[str, str]) -> str:
    """Return the id of a cited source as the same object wherever it is cited; ``own`` are those of the file."""
    return own.get(id) or intern(id)


def _source(id: str, item: shapes.SourceItem) -> Source:
    fields = cast("dict[str, Any]", item)
    _keep_once(fields, "publisher", "author")
    return _made_source(id=id, **fields)


def _statement(item: shapes.StatementItem, own: Mapping[str, str]) -> Statement:
    fields = cast("dict[str, Any]", item)
    fields["source"] = _cited_id(item["source"], own)
    _keep_once(fields, "locator")
    return _made_statement(**fields)


def _claim(claim: shapes.ClaimItem, role: Role, own: Mapping[str, str]) -> Claim:
    fields = cast("dict[str, Any]", claim)
    fields["source"] = _cited_id(claim["source"], own)
    _keep_once(fields, "locator")
    return _made_claim(role=role, **fields)


ROLES: Final = (("reported_by", Role.REPORTED), ("announced_by", Role.ANNOUNCED), ("denied_by", Role.DENIED))


def _event(item: shapes.EventItem, own: Mapping[str, str]) -> Event:
    fields = cast("dict[str, Any]", item)
    kinds = fields.pop("event")
    claims = [
        _made_claim(own.get(claim) or intern(claim), role) if isinstance(claim, str) else _claim(claim, role, own)
        for key, role in ROLES
        if key in fields
        for claim in fields.pop(key)
    ]
    _keep_once(fields, "party", "by", "place")
    return _made_event(kinds=kinds, claims=tuple(claims), **fields)


def _needs(document: Document) -> list[Finding]:
    """Return the findings on keys of one mapping that do not fit together, which the shapes cannot express.

    The function reads the parsed data and not the agreement, so that it works for files with other faults, too.
    """
    found: list[Finding] = []
    history = document.data.get("history")
    for index, entry in enumerate(history if isinstance(history, list) else ()):
        if isinstance(entry, dict) and "event" in entry:
            event = entry["event"]
            # A file that was read only in part may have the missing key further down.
            misfit = misfits(event if isinstance(event, list) else (event,), entry, entry.get("of"))
            if misfit:
                found += [_misfit_finding(document, index, one) for one in misfit if one.field or document.complete]
    parties = document.data.get("parties")
    if isinstance(parties, list) and len(parties) == 1 and document.data.get("open") != "true" and document.complete:
        help = "write 'open: true' if there are others, which the list does not name"
        place = document.at(("parties",))
        found.append(finding("invalid-value", "an agreement has at least two parties", place, help=help))
    return found


def _misfit_finding(document: Document, index: int, misfit: Misfit) -> Finding:
    path = ("history", index, misfit.field or "event")
    place = document.at(path, key=bool(misfit.field) and not misfit.in_value)
    return finding(misfit.rule, misfit.message, place, help=misfit.help)


def _validated_agreement(
    document: Document, words: Vocabulary
) -> tuple[shapes.AgreementFile | None, list[ErrorDetails]]:
    """Return the validated keys of an agreement, or None and the errors: all, or at least as many as are reported."""
    data = document.data
    if len(document.text) <= _AT_ONCE:
        return _tried(shapes.AGREEMENT, data, words)
    several = {key: data[key] for key in shapes.ITEMS if isinstance(data.get(key), dict if key == "sources" else list)}
    empty = {key: type(value)() for key, value in several.items()}
    file, errors = _validated(shapes.AGREEMENT, {**data, **empty}, words)
    made: dict[str, object] = {}
    for key, items_of_key in several.items():
        items, found = _validated_items(shapes.ITEMS[key], items_of_key, words, DEFAULT.faults - len(errors))
        made[key] = _joined(items) if isinstance(items_of_key, dict) else tuple(items)
        errors += map(partial(_below, key), found)
    if file is None or errors:
        return None, errors
    return cast("shapes.AgreementFile", {**file, **made}), []


def _validated_sources(document: Document) -> tuple[dict[str, shapes.SourceItem], list[ErrorDetails]]:
    """Return the sources without a fault, and the errors: all, or at least as many as are reported."""
    if len(document.text) <= _AT_ONCE:
        sources, errors = _tried(shapes.SOURCES, document.data)
        if sources is not None:
            return sources, errors
    items, errors = _validated_items(shapes.SOURCES, document.data, None, DEFAULT.faults)
    return _joined(items), errors


def _joined(sources: Iterable[dict[str, shapes.SourceItem]]) -> dict[str, shapes.SourceItem]:
    return {id: source for one in sources for id, source in one.items()}


_AT_ONCE: Final = 50_000
"""Length up to which a file is validated at once, in characters."""
_PART: Final = 20_000
"""Number of items of a list or mapping by which the validated part of a value grows."""
_SHAPES_WITH_KEYS: Final = (
    shapes.AgreementFile,
    shapes.EventItem,
    shapes.ClaimItem,
    shapes.StatementItem,
    shapes.SourceItem,
)
_KEYS: Final = frozenset().union(*map(shapes.keys, _SHAPES_WITH_KEYS))


def _validated_items(
    reader: Reader[_Model], several: Data, words: Vocabulary | None, most: int
) -> tuple[list[_Model], list[ErrorDetails]]:
    """Return the items of a list or mapping that have no error, and the errors of the others.

    Errors take far more memory than the file if there are very many. So the items are validated one by one. Beyond
    ``most`` errors those of a list are not validated any more, and those of a mapping are, but their errors dropped.
    """
    items: list[_Model] = []
    errors: list[ErrorDetails] = []
    need_memory()
    if isinstance(several, dict):
        for key, value in several.items():
            item, found = _validated(reader, {key: value}, words)
            items += [] if item is None else [item]
            errors += found if len(errors) < most else ()
        return items, errors
    for number, value in enumerate(several):
        if len(errors) >= most:
            break
        item, found = _validated(reader, value, words)
        items += [] if item is None else [item]
        errors += map(partial(_below, number), found)
    return items, errors


def _below(step: str | int, details: ErrorDetails) -> ErrorDetails:
    """Return an error with a step before its path."""
    details["loc"] = (step, *details["loc"])
    return details


def _validated(
    reader: Reader[_Model], value: object, words: Vocabulary | None = None
) -> tuple[_Model | None, list[ErrorDetails]]:
    """Return the validated value, or None and its errors.

    Of a value with a very long list, a beginning is validated first, and then longer ones, up to one with errors.
    """
    for length in range(_PART, _longest(value), _PART):
        _, errors = _tried(reader, _beginning(value, length), words)
        if errors:
            return None, errors
    return _tried(reader, value, words)


def _tried(
    reader: Reader[_Model], value: object, words: Vocabulary | None = None
) -> tuple[_Model | None, list[ErrorDetails]]:
    """Return the validated value, or None and all its errors."""
    try:
        return reader.validate_python(value, context=words), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _longest(value: object) -> int:
    """Return the number of items of the longest list or mapping in a value."""
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return max(len(value), max(map(_longest, inner), default=0))


def _beginning(value: object, length: int) -> object:
    """Return a value with at most ``length`` items of each list and mapping in it, and all keys of the format."""
    if isinstance(value, dict):
        kept = {*itertools.islice(value, length), *_KEYS.intersection(value)}
        return {key: _beginning(inner, length) for key, inner in value.items() if key in kept}
    return [_beginning(item, length) for item in value[:length]] if isinstance(value, list) else value
