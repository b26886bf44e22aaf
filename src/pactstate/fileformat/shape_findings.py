"""Findings on values that do not have the shape of the format, with advice on what to write."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final, cast

import attrs
from pydantic_core import ErrorDetails

from pactstate.domain.events import EventKind
from pactstate.domain.fields import ID
from pactstate.domain.parties import FORMER, parties_named
from pactstate.fileformat import shapes, usual, validators
from pactstate.fileformat.document import Document, finding, is_boolean
from pactstate.fileformat.repairs import Instead, id_meant, list_meant, word_meant
from pactstate.fileformat.suggest import usual_word
from pactstate.findings import Finding, Fix, Location, TextEdit
from pactstate.rules import RULES
from pactstate.smallyaml import MappingNode, Node, NodePath, ScalarNode, SequenceNode, find_node
from pactstate.smallyaml.scalars import other_meaning, single_quoted
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
    return [_as_finding(document, details, top, number) for number, details in enumerate(shown)]


_MAX_EXPLAINED: Final = 500
"""Findings of a file that say what a wrong text may mean. The search may take as long as ten other findings."""


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


def _as_finding(document: Document, details: ErrorDetails, top: type, number: int) -> Finding:
    """Return a validation error as a finding.

    ``number`` is the number of errors before it: only the first errors of a file get help.
    """
    helped = number < MAX_HELPED
    steps, is_key = list(details["loc"]), details["type"] == "extra_forbidden"
    # pydantic ends the path with "[key]" if a key of a dict is wrong. A file may have an unknown key of that name, too.
    if len(steps) > 1 and steps[-1] == "[key]" and not is_key:
        steps, is_key = steps[:-1], True
    above, last = steps[:-1], steps[-1]
    location = document.at(tuple(steps), key=is_key)
    reason = validators.explain(details["type"], details["input"], in_full=number < _MAX_EXPLAINED)
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
            described = _at_address(document, text) if helped else None
            found = _no_source_id(text, location, is_list=steps[-1] != "source")
            if described:
                fix = _fix(document, tuple(steps), Instead(described, is_safe=True))
                return attrs.evolve(found, help=f"write '{described}', the id of the source at this address", fix=fix)
            return attrs.evolve(found, fix=_source_fix(document, steps, text))
        elif details["input"] == "" and " #" in document.whole_line(location.line):
            advice = "a '#' behind a blank begins a comment: put a text that has one in quotes"
        several = _several_events(steps, details["input"]) if rule == "invalid-value" else None
        if several and helped:
            fix = _fix(document, tuple(steps[:-1]), several) if _is_plain(document, steps) else None
            return finding(rule, context["message"], location, help=f"write {several.text}", fix=fix)
        path = (*steps, *context["item"])
        fix = _fix(document, path, context["meant"](), is_key=is_key) if helped and context["meant"] else None
        fix = _without_item(document, path) if helped and context["item"] else fix
        return finding(rule, context["message"], location, help=advice, fix=fix)
    if details["type"] == "missing":
        message = f"the key '{last}' is missing{_in(above)}"
        fix = _id_fix(document) if steps == ["id"] else None
        return finding("missing-key", message, location, help=_EXAMPLES.get(str(last)), fix=fix)
    if details["type"] == "extra_forbidden":
        known = list(shapes.keys(_model(above, top)))
        suggestion = usual_word(str(last), known, usual.KEYS) if helped else None
        help = suggestion or f"known here: {', '.join(known)}"
        message = f"unknown key '{clip(str(last))}'{_in(above)}"
        return finding("unknown-key", message, location, help=help, fix=_key_fix(document, steps, known, helped=helped))
    if steps in (["parties"], ["approvals_needed"]) and isinstance(details["input"], str):
        named = [parties_named(name) for name in re.split(_LISTED, details["input"].strip("() "))[:_MAX_IDS]]
        codes = [code for one in named for code in one]
        if len(codes) > 1 or (codes and last != "parties"):
            message = "expected a list in square brackets"
            is_clear = all(len(one) == 1 and one[0] not in FORMER for one in named)
            fix = _fix(document, tuple(steps), list_meant(codes)) if is_clear and _is_plain(document, steps) else None
            return finding("invalid-value", message, location, help=f"did you mean [{', '.join(codes)}]?", fix=fix)
    fix = _layout_fix(document, steps) if helped else None
    shape = next((_SHAPES[part] for part in map(str, reversed(steps)) if part in _SHAPES), None)
    message = f"expected {_EXPECTED.get(details['type'], 'another value')}"
    return finding("invalid-value", message, location, help=shape, fix=fix)


def _several_events(steps: Sequence[int | str], text: object) -> Instead | None:
    """Return the list of events that one text names, as in 'signed, in_force'."""
    if list(steps[2:]) != ["event", 0] or not isinstance(text, str):
        return None
    words = re.split(_DIVIDES_EVENTS, text.strip("()[] "))
    return list_meant(words) if len(words) > 1 and all(word in _EVENTS for word in words) else None


def _id_fix(document: Document) -> Fix | None:
    """Return the fix that writes the id as the first key: the name of the file, if that can be an id."""
    root = cast("MappingNode", document.root)
    id, (line, column, *_) = PurePath(document.path).stem, root.span
    if not re.fullmatch(ID, id) or document.whole_line(line)[column - 1 : column] == "{":
        return None
    end = "\r\n" if document.text.partition("\n")[0].endswith("\r") else "\n"
    written = single_quoted(id) if other_meaning(id) else id
    return Fix(f"write 'id: {clip(id)}'", (TextEdit(Location(document.path, line, 1, line, 1), f"id: {written}{end}"),))


def _layout_fix(document: Document, steps: Sequence[int | str]) -> Fix | None:
    """Return the fix that makes a list of one entry, or sources by id of a list of sources."""
    node = find_node(cast("MappingNode", document.root), tuple(steps)).node
    line, column, last, end = node.span
    is_flow = document.whole_line(line)[column - 1 : column] in ("{", "[")
    if isinstance(node, MappingNode) and is_flow and steps in (["history"], ["statements"]):
        places = (Location(document.path, line, column, line, column), Location(document.path, last, end, last, end))
        return Fix("put it in square brackets", tuple(map(TextEdit, places, "[]")))
    if isinstance(node, SequenceNode) and not is_flow and steps == ["sources"]:
        edits = [_source_head(document, item) for item in node.items[:_MAX_SOURCES]]
        is_whole = len(node.items) <= _MAX_SOURCES and all(edits)
        return Fix("write each source below its id", tuple(filter(None, edits))) if is_whole else None
    return None


def _source_head(document: Document, item: Node) -> TextEdit | None:
    """Return the edit that makes an item of a list a source: it begins with its id, which has the keys below it."""
    if not isinstance(item, MappingNode):
        return None
    line, column, *_ = item.span
    key, (name, value) = next(iter(item.entries.items()))
    head = document.whole_line(line)[: column - 1]
    dash = head.rfind("-") + 1
    if head.strip(" ") != "-" or name.span[:2] != (line, column):
        return None
    if len(item.entries) == 1 and isinstance(value, MappingNode) and value.span[0] > line:
        return TextEdit(Location(document.path, line, dash, line, column), "")
    below = [one.span[0] for one, _ in item.entries.values() if one is not name]
    if key == "id" and isinstance(value, ScalarNode) and re.fullmatch(ID, value.data) and below and min(below) > line:
        return TextEdit(Location(document.path, line, dash, line, value.span[3]), f"{value.data}:")
    return None


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
    is_ambiguous = not quotes and not is_key and not is_boolean(path) and other_meaning(meant.text)
    text = f"'{meant.text}'" if is_ambiguous else meant.text
    inside = quotes // 2
    place = Location(document.path, line, column + inside, line, end - inside)
    return Fix(f"write '{clip(meant.text)}'", (TextEdit(place, text),), meant.is_safe)


def _without_item(document: Document, path: NodePath) -> Fix | None:
    """Return the fix that deletes an item which repeats an earlier one, unless there is a comment to lose."""
    above = find_node(cast("MappingNode", document.root), path[:-1]).node
    items = cast("SequenceNode", above).items
    index = cast("int", path[-1])
    *_, line, column = items[index - 1].span
    first, start, last, end = items[index].span
    text = document.whole_line(first)
    place = Location(document.path, line, column, last, end)
    if text[: start - 1].strip() == "-":
        place = Location(document.path, first, 1, last + 1, 1)
        text = text[: start - 1] + text[end - 1 :]
    elif line != first:
        text = document.whole_line(line)[column - 1 :] + text[: start - 1]
    else:
        text = ""
    return Fix("delete the repetition", (TextEdit(place, ""),)) if first == last and "#" not in text else None


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
    ids = [part for part in re.split(_DIVIDES, text.strip(_AROUND)) if part]
    above = find_node(cast("MappingNode", document.root), tuple(steps[:-1])).node
    is_alone = isinstance(above, ScalarNode) and len(ids) <= _MAX_IDS
    if len(ids) > 1 and all(re.fullmatch(ID, id) for id in ids):
        if is_alone and "," in text and _is_plain(document, steps):
            return _fix(document, tuple(steps), list_meant(ids))
        return _dashes_fix(document, steps, ids) if is_alone else None
    return _fix(document, tuple(steps), id_meant(text)) if len(ids) == 1 else None


def _at_address(document: Document, url: str) -> str | None:
    """Return the id of the one source of the file that has a web address."""
    sources = document.data.get("sources")
    if "//" not in url or not isinstance(sources, dict):
        return None
    found = [id for id, source in sources.items() if isinstance(source, dict) and source.get("url") == url]
    return found[0] if len(found) == 1 else None


def _dashes_fix(document: Document, steps: Sequence[int | str], ids: Sequence[str]) -> Fix | None:
    """Return the fix that begins each line of a text with a dash; every line has one of the ids, and nothing else."""
    first, column, last, _ = find_node(cast("MappingNode", document.root), tuple(steps)).node.span
    lines = [document.whole_line(line) for line in range(first, last + 1)]
    indents = {len(line) - len(line.lstrip(" ")) for line in lines}
    if [line.strip() for line in lines] != [*ids] or indents != {column - 1}:
        return None
    places = (Location(document.path, line, column, line, column) for line in range(first, last + 1))
    return Fix("begin each with a dash", tuple(TextEdit(place, "- ") for place in places))


_NO_DATE: Final = (
    "leave the whole entry out until the day, the month or the year is known; if a source announces it, write the time "
    "that it names under 'date', as in '2027', and the source under 'announced_by'"
)
_CITING: Final = frozenset({"reported_by", "announced_by", "denied_by", "based_on"})
_LISTED: Final = r"\s*(?:[,;&+/]|\band\b|[-\u2013](?!\w))\s*"
_DIVIDES_EVENTS: Final = r"\s*(?:[,;&+/]|\band\b)\s*"
_EVENTS: Final = frozenset(map(str, EventKind))
_AROUND: Final = "()[] \n"
"""Signs around several ids that are no list: other brackets, or one that is not opened."""
_DIVIDES: Final = r"\s*(?:[,;&+]|\band\b|\s)\s*"


def _names_source(steps: list[int | str], *, is_key: bool) -> bool:
    """Return whether the value at a path is the id of a source that is cited."""
    last = next((step for step in reversed(steps) if isinstance(step, str)), "")
    return not is_key and (last in _CITING or (last == "source" and len(steps) > 1))


def _no_source_id(text: str, location: Location, *, is_list: bool) -> Finding:
    """Return the finding on a text that cannot be the id of a source, with advice for an address or several ids."""
    from pactstate.fileformat.suggest import description, id_for_address  # imported here: few files need it

    ids = [part for part in re.split(_DIVIDES, text.strip(_AROUND)) if part][:_MAX_IDS]
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
_MAX_SOURCES: Final = 500
"""Sources that one repair changes."""
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
