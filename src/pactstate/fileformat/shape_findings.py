"""Findings on values that do not have the shape of the format, with advice on what to write."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Final, cast

import attrs
from pydantic_core import ErrorDetails

from pactstate.domain.fields import ID
from pactstate.domain.parties import FORMER, parties_named
from pactstate.fileformat import shapes, usual, validators
from pactstate.fileformat.document import BOOLEAN_KEY, Document, finding
from pactstate.fileformat.repairs import Instead, id_meant, list_meant, word_meant
from pactstate.fileformat.suggest import usual_word
from pactstate.findings import Finding, Fix, Location, TextEdit
from pactstate.rules import RULES
from pactstate.smallyaml import MappingNode, NodePath, ScalarNode, SequenceNode, find_node
from pactstate.smallyaml.scalars import other_meaning
from pactstate.storage.limits import DEFAULT
from pactstate.text.suggest import MAX_HELPED, clip

__all__ = ["findings_on", "lines_of"]


def findings_on(document: Document, errors: list[ErrorDetails], top: type) -> list[Finding]:
    """Return validation errors as findings; ``top`` is the shape of the document, for advice on unknown keys."""
    if not errors:
        return []
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


def lines_of(document: Document, errors: list[ErrorDetails]) -> frozenset[int]:
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
    reason = validators.explain(details["type"], details["input"])
    rule, context = (reason.type, reason.context) if reason else (details["type"], details.get("ctx", {}))
    if rule in RULES:
        location = document.at((*steps, *context["item"]), key=is_key)
        advice = cast("validators.Help", context["help"])
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
            found = _no_source_id(text, location, is_list=steps[-1] != "source")
            return attrs.evolve(found, fix=_source_fix(document, steps, text))
        elif details["input"] == "" and " #" in document.whole_line(location.line):
            advice = "a '#' behind a blank begins a comment: put a text that has one in quotes"
        path = (*steps, *context["item"])
        fix = _fix(document, path, context["meant"](), is_key=is_key) if helped and context["meant"] else None
        fix = _without_item(document, path) if helped and context["item"] else fix
        return finding(rule, context["message"], location, help=advice, fix=fix)
    if details["type"] == "missing":
        return finding(
            "missing-key", f"the key '{last}' is missing{_in(above)}", location, help=_EXAMPLES.get(str(last))
        )
    if details["type"] == "extra_forbidden":
        known = list(shapes.keys(_model(above, top)))
        suggestion = usual_word(str(last), known, usual.KEYS) if helped else None
        help = suggestion or f"known here: {', '.join(known)}"
        message = f"unknown key '{clip(str(last))}'{_in(above)}"
        return finding("unknown-key", message, location, help=help, fix=_key_fix(document, steps, known, helped=helped))
    if above == [] and last == "parties" and isinstance(details["input"], str):
        named = [parties_named(name) for name in _LISTED.split(details["input"].strip("() "))[:_MAX_IDS]]
        codes = [code for one in named for code in one]
        if len(codes) > 1:
            message = "expected a list in square brackets"
            is_clear = all(len(one) == 1 and one[0] not in FORMER for one in named)
            fix = _fix(document, ("parties",), list_meant(codes)) if is_clear and _is_plain(document, steps) else None
            return finding("invalid-value", message, location, help=f"did you mean [{', '.join(codes)}]?", fix=fix)
    shape = next((_SHAPES[part] for part in map(str, reversed(steps)) if part in _SHAPES), None)
    return finding("invalid-value", f"expected {_EXPECTED.get(details['type'], 'another value')}", location, help=shape)


def _fix(document: Document, path: NodePath, meant: Instead | None, *, is_key: bool = False) -> Fix | None:
    """Return the fix that writes another text in the place of a key or of a text, between the same quotes."""
    if meant is None:
        return None
    found = find_node(cast("MappingNode", document.root), path)
    line, column, last, end = found.key_span if is_key else found.value_span
    old = str(path[-1]) if is_key else str(found.node.data)
    quotes = end - column - len(old)
    # A text on several lines, with escapes, or in block style is left to a person.
    if line != last or quotes not in (0, 2):
        return None
    is_ambiguous = not quotes and not is_key and path != BOOLEAN_KEY and other_meaning(meant.text)
    text = f"'{meant.text}'" if is_ambiguous else meant.text
    inside = quotes // 2
    place = Location(document.path, line, column + inside, line, end - inside)
    return Fix(f"write '{clip(meant.text)}'", (TextEdit(place, text),), meant.is_safe)


def _without_item(document: Document, path: NodePath) -> Fix | None:
    """Return the fix that deletes an item which repeats an earlier one; None if it is on a line of its own."""
    above = find_node(cast("MappingNode", document.root), path[:-1]).node
    items = cast("SequenceNode", above).items
    index = cast("int", path[-1])
    *_, line, column = items[index - 1].span
    first, _, last, end = items[index].span
    if line != first or first != last:
        return None
    place = Location(document.path, line, column, line, end)
    return Fix("delete the repetition", (TextEdit(place, ""),))


def _is_plain(document: Document, path: Iterable[int | str]) -> bool:
    """Return whether the value at a path is a text without quotes."""
    node = find_node(cast("MappingNode", document.root), tuple(path)).node
    line, column, last, end = node.span
    return isinstance(node, ScalarNode) and line == last and end - column == len(node.data)


def _key_fix(document: Document, steps: list[int | str], known: Iterable[str], *, helped: bool) -> Fix | None:
    """Return the fix that writes a known key in the place of an unknown one, if the mapping does not have it yet."""
    meant = word_meant(str(steps[-1]), known, usual.KEYS) if helped else None
    above = cast("MappingNode", find_node(cast("MappingNode", document.root), tuple(steps[:-1])).node)
    is_free = meant and meant.text not in above.entries
    return _fix(document, tuple(steps), meant, is_key=True) if is_free else None


def _source_fix(document: Document, steps: list[int | str], text: str) -> Fix | None:
    """Return the fix for a text that is no id of a source: the id in another spelling, or several ids as a list."""
    ids = [part for part in _DIVIDES.split(text.strip()) if part]
    above = find_node(cast("MappingNode", document.root), tuple(steps[:-1])).node
    is_alone = isinstance(above, ScalarNode) and len(ids) <= _MAX_IDS
    if len(ids) > 1 and all(re.fullmatch(ID, id) for id in ids):
        is_list = is_alone and "," in text and _is_plain(document, steps)
        return _fix(document, tuple(steps), list_meant(ids)) if is_list else None
    return _fix(document, tuple(steps), id_meant(text)) if len(ids) == 1 else None


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
    elif is_list and len(ids) > 1 and all(re.fullmatch(ID, id) for id in ids):
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
