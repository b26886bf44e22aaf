"""Conversion of a document to values of the domain: validate the shape, then build frozen values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from sys import intern
from typing import Any, Final, TypeVar, cast

import attrs
from pydantic_core import ErrorDetails, ValidationError

from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import unchecked
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import Claim, Event, ForceRule, Role, Source, Statement, Term
from pactstate.domain.parties import parties_named
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.fileformat import shapes, usual
from pactstate.fileformat.document import Document, finding, without_slips
from pactstate.fileformat.suggest import usual_word
from pactstate.findings import Finding, Location
from pactstate.rules import RULES
from pactstate.smallyaml import Data, ScalarNode, find_node
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import MAX_HELPED, clip, listed

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
    file, errors = _validated_agreement(document, vocabulary or common())
    again = without_slips(document, _lines(document, errors)) if errors else None
    if again:
        return None, again[1] + agreement_of(again[0], vocabulary)[1]
    findings = _findings(document, errors, shapes.AgreementFile) + _needs(document)
    if file is not None and (beyond := _beyond_acts(document, file)):
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
        not_recorded=file.get("not_recorded", not_recorded),
        identifiers=tuple(file.get("identifiers", {}).items()),
        vocabulary=vocabulary,
    )
    return agreement, [attrs.evolve(found, agreement=agreement.id) for found in findings]


_FOR_EACH: Final = frozenset({EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE, EventKind.PROVISIONAL})
"""Events that set a mark for each party where they name none."""


def _beyond_acts(document: Document, file: shapes.AgreementFile) -> Finding | None:
    """Return a finding on the first act for all parties beyond the limit; None if there are few."""
    most = DEFAULT.marks // len(file["parties"])
    acts = (
        index
        for index, entry in enumerate(file["history"])
        if "party" not in entry and not _FOR_EACH.isdisjoint(entry["event"])
    )
    index = next(itertools.islice(acts, most, None), None)
    if index is None:
        return None
    message = f"more than {most:,} entries speak for all of the {len(file['parties']):,} parties"
    return finding("limit-exceeded", message, document.at(("history", index, "event")), help=shapes.LIMITS_HELP)


def sources_of(document: Document) -> tuple[dict[str, Source], list[Finding]]:
    """Return the shared sources of a document by id, and the findings on its shape.

    A source with a fault is left out; the others are returned.
    """
    if document.tree is None:
        return {}, []
    items, errors = _validated_sources(document)
    again = without_slips(document, _lines(document, errors)) if errors else None
    if again:
        sources, findings = sources_of(again[0])
        return sources, again[1] + findings
    sources = {
        id: _source(id, item)
        for id, item in items.items()
        if not document.spoilt or document.spoilt.isdisjoint(document.lines_of(id))
    }
    return sources, _findings(document, errors, shapes.SourceItem)


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


# Keys that only some events take, with those events.
_OWNERS: Final[Mapping[str, tuple[EventKind, ...]]] = {
    "of": (EventKind.POSTPONED, EventKind.WITHDRAWN),
    "reason": (EventKind.TERMINATED,),
    "manner": (EventKind.RATIFIED,),
    "partial": (EventKind.APPROVED,),
    "until": (EventKind.EXTENDED,),
}


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
    for key, owners in _OWNERS.items() if not _OWNERS.keys().isdisjoint(entry) else ():
        if key in entry and not any(kind in words for kind in owners):
            place = document.at(("history", index, key), key=True)
            goes = " or ".join(f"'{kind}'" for kind in owners)
            yield finding("invalid-value", f"'{key}' goes with {goes} only", place, help="leave it out")
    if EventKind.POSTPONED in words and "of" not in entry and document.complete:
        place = document.at(("history", index, "event"))
        help = "add the event that did not take place, as in 'of: signed'"
        yield finding("missing-key", f"'{EventKind.POSTPONED}' does not say of what", place, help=help)
    if EventKind.WITHDRAWN in words and "of" in entry and entry["of"] not in shapes.TAKEN_BACK:
        place = document.at(("history", index, "of"))
        known = listed(f"'{kind}'" for kind in shapes.TAKEN_BACK)
        yield finding(
            "invalid-value",
            f"'withdrawn' takes back {known} only",
            place,
            help="leave 'of' out to record that the party left",
        )


def _validated_agreement(
    document: Document, words: Vocabulary
) -> tuple[shapes.AgreementFile | None, list[ErrorDetails]]:
    """Return the validated keys of an agreement, or None and the errors: all, or at least as many as are reported."""
    data = document.data
    if len(document.text) <= _AT_ONCE:
        return _tried(shapes.AGREEMENT, data, words)
    several = {key: data[key] for key in shapes.ITEMS if isinstance(data.get(key), dict if key == "sources" else list)}
    empty = {key: type(values)() for key, values in several.items()}
    file, errors = _validated(shapes.AGREEMENT, {**data, **empty}, words)
    made: dict[str, object] = {}
    for key, values in several.items():
        items, found = _validated_items(shapes.ITEMS[key], values, words, DEFAULT.faults - len(errors))
        made[key] = _joined(items) if isinstance(values, dict) else tuple(items)
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
    items, errors = _validated_items(shapes.SOURCES, document.data)
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
    reader: shapes.Reader[_Model], values: Data, words: Vocabulary | None = None, most: int = DEFAULT.faults
) -> tuple[list[_Model], list[ErrorDetails]]:
    """Return the items of a list or mapping that have no error, and the errors of the others.

    Errors take far more memory than the file if there are very many. So the items are validated one by one. Beyond
    ``most`` errors those of a list are not validated any more, and those of a mapping are, but their errors dropped.
    """
    items: list[_Model] = []
    errors: list[ErrorDetails] = []
    shapes.need_memory()
    if isinstance(values, dict):
        for key, value in values.items():
            item, found = _validated(reader, {key: value}, words)
            items += [] if item is None else [item]
            errors += found if len(errors) < most else ()
        return items, errors
    for number, value in enumerate(values):
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
    reader: shapes.Reader[_Model], value: object, words: Vocabulary | None = None
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
    reader: shapes.Reader[_Model], value: object, words: Vocabulary | None = None
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


def _findings(document: Document, errors: list[ErrorDetails], top: type) -> list[Finding]:
    """Return validation errors as findings; ``top`` is the shape of the document, for advice on unknown keys."""
    shown = [details for details in errors[: DEFAULT.faults] if not _spoilt(document, details)]
    meant = _meant_keys(errors, top)
    shown = [details for details in shown if details["type"] != "missing" or details["loc"] not in meant]
    return [_as_finding(document, details, top, number < MAX_HELPED) for number, details in enumerate(shown)]


def _meant_keys(errors: Iterable[ErrorDetails], top: type) -> frozenset[tuple[int | str, ...]]:
    """Return the paths of the keys that unknown keys probably stand for, so that they are not reported as missing."""
    unknown = itertools.islice((one["loc"] for one in errors if one["type"] == "extra_forbidden"), MAX_HELPED)
    return frozenset((*loc[:-1], key) for loc in unknown for key in _likely_keys(loc, top))


def _likely_keys(loc: tuple[int | str, ...], top: type) -> Iterable[str]:
    """Return the keys that an unknown key may stand for."""
    model = _model(list(loc[:-1]), top)
    question = usual_word(str(loc[-1]), shapes.keys(model), usual.KEYS) or ""
    return (key for key in shapes.keys(model) if f"'{key}'" in question)


def _lines(document: Document, errors: list[ErrorDetails]) -> frozenset[int]:
    """Return the lines at which validation errors are shown."""
    return frozenset(
        document.at(details["loc"], key=details["type"] == "extra_forbidden").line
        for details in errors[: DEFAULT.faults]
    )


def _spoilt(document: Document, details: ErrorDetails) -> bool:
    """Return whether a validation error only follows from a fault in the YAML, which is reported already."""
    location = document.at(details["loc"], key=details["type"] == "extra_forbidden")
    if (location.line, location.column) in document.faulty or location.line in document.spoilt:
        return True
    # In a file that was read only in part, keys and items can be missing, but each text is complete.
    if document.complete or details["type"] == "extra_forbidden":
        return False
    return not (document.root and isinstance(find_node(document.root, details["loc"]).node, ScalarNode))


def _as_finding(document: Document, details: ErrorDetails, top: type, helped: bool) -> Finding:
    steps, is_key = list(details["loc"]), details["type"] == "extra_forbidden"
    # pydantic ends the path with "[key]" if a key of a dict is wrong. A file may have an unknown key of that name, too.
    if len(steps) > 1 and steps[-1] == "[key]" and not is_key:
        steps, is_key = steps[:-1], True
    above, last = steps[:-1], steps[-1]
    location = document.at(tuple(steps), key=is_key)
    reason = shapes.explain(details["type"], details["input"])
    rule, context = (reason.type, reason.context) if reason else (details["type"], details.get("ctx", {}))
    if rule in RULES:
        location = document.at((*steps, *context["item"]), key=is_key)
        advice = cast("shapes.Help", context["help"])
        if callable(advice):
            advice = advice() if helped else None
        if context["nothing"]:
            advice = _NO_DATE if steps[:1] == ["history"] and steps[2:] == ["date"] else "leave the key out"
        elif (
            rule != "limit-exceeded"
            and _names_source(steps, is_key=is_key)
            and isinstance(text := details["input"], str)
            and text.strip()
        ):
            return _no_source_id(text, location, is_list=steps[-1] != "source")
        elif details["input"] == "" and " #" in document.whole_line(location.line):
            advice = "a '#' behind a blank begins a comment: put a text that has one in quotes"
        return finding(rule, context["message"], location, help=advice)
    if details["type"] == "missing":
        return finding(
            "missing-key", f"the key '{last}' is missing{_in(above)}", location, help=_EXAMPLES.get(str(last))
        )
    if details["type"] == "extra_forbidden":
        known = list(shapes.keys(_model(above, top)))
        suggestion = usual_word(str(last), known, usual.KEYS) if helped else None
        help = suggestion or f"known here: {', '.join(known)}"
        return finding("unknown-key", f"unknown key '{clip(str(last))}'{_in(above)}", location, help=help)
    if above == [] and last == "parties" and isinstance(details["input"], str):
        codes = [
            code for name in _LISTED.split(details["input"].strip("() "))[:_MAX_IDS] for code in parties_named(name)
        ]
        if len(codes) > 1:
            message = "expected a list in square brackets"
            return finding("invalid-value", message, location, help=f"did you mean [{', '.join(codes)}]?")
    shape = next((_SHAPES[part] for part in map(str, reversed(steps)) if part in _SHAPES), None)
    return finding("invalid-value", f"expected {_EXPECTED.get(details['type'], 'another value')}", location, help=shape)


_NO_DATE: Final = (
    "leave the whole entry out until the day, the month or the year is known; if a source announces it, write the time "
    "that it names under 'date', as in '2027', and the source under 'announced_by'"
)
_CITING: Final = frozenset({"reported_by", "announced_by", "denied_by", "based_on"})
_LISTED: Final = re.compile(r"\s*(?:[,;&+/]|\band\b|[-\u2013](?!\w))\s*")
_DIVIDES: Final = re.compile(r"\s*(?:[,;&+]|\band\b|\s)\s*")


def _names_source(steps: list[int | str], *, is_key: bool) -> bool:
    """Return whether the value at a path is the id of a source that is cited."""
    last = next((step for step in reversed(steps) if isinstance(step, str)), "")
    return not is_key and (last in _CITING or (last == "source" and len(steps) > 1))


def _no_source_id(text: str, location: Location, *, is_list: bool) -> Finding:
    """Return the finding on a text that cannot be the id of a source, with advice for an address or several ids."""
    from pactstate.fileformat.suggest import description, id_for_address  # imported here: few files need it

    ids = [part for part in _DIVIDES.split(text.strip()) if part][:_MAX_IDS]
    tidy = "-".join(re.findall(r"[a-z0-9]+", text.casefold()[:60]))
    if re.match(r"https?://|www\.", text, re.IGNORECASE):
        id = id_for_address(text if "//" in text else f"https://{text}")
        message = f"'{clip(text)}' is a web address; here the id of a source is named"
        help = f"{description(id, text)}; and name its id here: {id}" if id and len(text) <= _MAX_ADDRESS else _NAME_IT
    elif is_list and len(ids) > 1 and all(re.fullmatch(shapes.ID, id) for id in ids):
        message, help = f"'{clip(text)}' is one text; several ids are a list", f"write [{', '.join(ids)}]"
    elif tidy and len(ids) == 1:
        message, help = f"'{clip(text)}' is not an id: ids are made of a-z, 0-9 and single hyphens", f"write '{tidy}'"
    else:
        message, help = f"'{clip(text)}' is not the id of a source", _NAME_IT
    return finding("invalid-value", message, location, help=help)


_MAX_IDS: Final = 20
_MAX_ADDRESS: Final = 300
_NAME_IT: Final = "describe the source under 'sources:' and name its id here, as in 'tribune-2025-09-11'"
_EXPECTED = {
    "tuple_type": "a list",
    "dict_type": "keys with values",
}
_SHAPES = {
    "history": "begin each entry with '- event: ...', with 'date: ...' below it",
    "parties": "write them in brackets, as in 'parties: [JP, PH]'",
    "statements": "begin each with '- source: ...', with 'says: ...' below it",
    "sources": "write the id of each source, with 'title: ...' below it",
    "reported_by": "name the id of a source, or '{source: ..., date: ...}'",
    "announced_by": "name the id of a source, or '{source: ..., date: ...}'",
    "denied_by": "name the id of a source, or '{source: ..., date: ...}'",
    "entry_into_force": "write it as in '{after: ratified, days: 30}'",
    "term": "write it as in '{years: 10, renews: true, notice: 6 months}'",
}
_EXAMPLES = {
    "id": "add 'id:' with the name of the file, without its ending",
    "title": "add 'title:' with the agreement's name, or the source's headline",
    "kind": "add 'kind:', as in 'kind: treaty'",
    "parties": "add 'parties:', as in 'parties: [JP, PH]'",
    "history": "add 'history:' with a list of events, oldest first",
    "event": "add 'event:', as in 'event: signed'",
    "date": "add 'date:' with as much as is known: '2024-07-08', '2024-07' or '2024'",
    "source": "add 'source:' with the id of a source",
    "says": "add 'says:' with a state, as in 'says: signed'",
    "after": "add 'after:', as in 'after: ratified'",
}


def _in(above: Iterable[str | int]) -> str:
    """Return words for the mapping at a path, such as " in this entry"; empty for the top of the file."""
    names = [part for part in above if isinstance(part, str)]
    inside = {"history": "this entry", "statements": "this statement", "sources": "this source"}
    claims = {"reported_by", "announced_by", "denied_by"}
    if not names:
        return ""
    return " in this claim" if names[-1] in claims else f" in {inside.get(names[0], f'{names[-1]!r}')}"


_MODELS: dict[str, type] = {
    "history": shapes.EventItem,
    "statements": shapes.StatementItem,
    "sources": shapes.SourceItem,
    "entry_into_force": shapes.ForceRuleItem,
    "term": shapes.TermItem,
}


def _model(above: list[str | int], top: type) -> type:
    """Return the shape of the mapping at a path."""
    if not above or top is not shapes.AgreementFile:
        return top
    if above[0] == "history" and len(above) > 2:
        return shapes.ClaimItem
    return _MODELS[str(above[0])]
