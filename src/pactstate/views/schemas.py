"""JSON Schemas (draft 7) of what the commands print with ``--format json``.

A key may be added to an output without a new version, so that unknown keys are allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pactstate.domain.agenda import Topic
from pactstate.domain.expectations import Why
from pactstate.domain.lifecycle import EventKind, Flag, State
from pactstate.domain.model import Role, SourceType
from pactstate.domain.position import Place
from pactstate.domain.statements import Verdict

__all__ = ["ANY_OUTPUT", "OUTPUTS", "output_schema"]

ANY_OUTPUT: Final = "output"
"""Name of the schema that the output of every command fits."""

Schema = Mapping[str, object]

_TEXT: Final[Schema] = {"type": "string"}
_YES: Final[Schema] = {"type": "boolean"}
_NUMBER: Final[Schema] = {"type": "integer"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_DATE: Final[Schema] = {"type": "string", "description": "A date in EDTF: a day, a month, a year or an interval."}


def _word(*words: str) -> Schema:
    return {"enum": [*map(str, words)]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _record(**fields: Schema) -> Schema:
    """Return the schema of an object that has all these keys."""
    return {"type": "object", "required": list(fields), "properties": fields}


def _output(version: int, **fields: Schema) -> Schema:
    return _record(version={"const": version}, **fields)


_STATE: Final = _word(*State)
_MAYBE_STATE: Final = _maybe(_STATE)
_MAYBE_TEXT: Final = _maybe(_TEXT)
_MAYBE_DATE: Final = _maybe(_DATE)
_TEXTS: Final = _list(_TEXT)
_EVENTS: Final = _list(_word(*EventKind))
_ROLE: Final = _word(*Role)
_VERDICT: Final = _word(*Verdict)
_PLACE: Final = _word(*(place.name.lower() for place in Place))

_STATUS: Final[Mapping[str, Schema]] = {
    "state": _MAYBE_STATE,
    "possible": _list(_MAYBE_STATE),
    "presumed": _MAYBE_STATE,
    "since": _MAYBE_DATE,
    "projected": _YES,
    "not_recorded": _EVENTS,
    "flags": _list(
        _record(
            flag=_word(*Flag),
            party=_MAYBE_TEXT,
            since=_MAYBE_DATE,
            certain=_YES,
            presumed=_maybe(_YES),
            on_hold=_maybe(_YES),
            effective=_MAYBE_DATE,
        )
    ),
    "signed": _TEXTS,
    "approved": _TEXTS,
    "approved_in_part": _TEXTS,
    "ratified": _TEXTS,
    "standing": _list(
        _record(
            party=_TEXT,
            standing=_maybe(_PLACE),
            possible=_list(_PLACE),
            presumed=_maybe(_PLACE),
            since=_MAYBE_DATE,
            manner=_MAYBE_TEXT,
            approved=_YES,
        )
    ),
    "expected": _list(_record(event=_TEXT, date=_DATE, party=_MAYBE_TEXT, why=_word(*Why), notice_by=_MAYBE_DATE)),
    "newest_source": _maybe(_record(id=_TEXT, published=_DATE)),
}
_WHY: Final = _list(
    _record(event=_TEXT, date=_DATE, party=_MAYBE_TEXT, claims=_list(_record(source=_TEXT, role=_ROLE)))
)
_AGREEMENT: Final[Mapping[str, Schema]] = {"id": _TEXT, "title": _TEXT, "kind": _TEXT, "parties": _TEXTS}
_CONTRADICTION: Final = _record(
    agreement=_TEXT,
    source=_TEXT,
    says=_MAYBE_STATE,
    event=_maybe(_EVENTS),
    role=_maybe(_ROLE),
    date=_MAYBE_DATE,
    verdict=_maybe(_VERDICT),
    against=_TEXTS,
    rejected=_MAYBE_TEXT,
)
_PLACE_IN_FILE: Final[Mapping[str, Schema]] = {
    "path": _TEXT,
    "line": _COUNT,
    "column": _COUNT,
    "end_line": _COUNT,
    "end_column": _COUNT,
}
_CHANGE: Final = _record(
    change=_word("added", "corrected", "rejected", "rewritten", "removed", "changed"),
    what=_word("agreement", "event", "claim", "statement", "source"),
)
_SOURCE: Final[Mapping[str, Schema]] = {
    "id": _TEXT,
    "title": _TEXT,
    "publisher": _MAYBE_TEXT,
    "url": _MAYBE_TEXT,
    "published": _MAYBE_DATE,
}

OUTPUTS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "check-output": _output(
            1,
            summary={"type": "object", "required": ["ok", "by_rule"]},
            remarks=_list(_record(kind=_TEXT, message=_TEXT, rules=_TEXTS, paths=_TEXTS)),
            findings=_list(
                _record(
                    rule=_TEXT,
                    code=_TEXT,
                    severity=_word("error", "warning", "info"),
                    message=_TEXT,
                    **_PLACE_IN_FILE,
                    agreement=_MAYBE_TEXT,
                    related=_list(_record(message=_TEXT, **_PLACE_IN_FILE)),
                    help=_MAYBE_TEXT,
                    fix=_maybe(_record(message=_TEXT, safe=_YES, edits=_list(_record(**_PLACE_IN_FILE, text=_TEXT)))),
                )
            ),
        ),
        "diff-output": _output(
            1,
            base=_record(name=_TEXT, commit=_MAYBE_TEXT),
            on=_DATE,
            agreements=_list(
                _record(
                    id=_TEXT,
                    title=_MAYBE_TEXT,
                    then=_maybe(_record(**_STATUS)),
                    now=_maybe(_record(**_STATUS)),
                    changes=_list(_CHANGE),
                )
            ),
            sources=_list(_CHANGE),
            not_compared=_TEXTS,
        ),
        "due-output": _output(
            1,
            **{"today": _DAY, "from": _DAY, "until": _MAYBE_DATE, "overdue": _COUNT},
            items=_list(
                _record(
                    agreement=_TEXT,
                    title=_MAYBE_TEXT,
                    kind=_MAYBE_TEXT,
                    parties=_TEXTS,
                    topic=_word(*Topic),
                    event=_MAYBE_TEXT,
                    party=_MAYBE_TEXT,
                    words=_TEXT,
                    date=_DATE,
                    earliest=_DAY,
                    latest=_DAY,
                    days=_NUMBER,
                    overdue=_YES,
                    certain=_YES,
                    notice_by=_MAYBE_DATE,
                    detail=_MAYBE_TEXT,
                    source=_MAYBE_TEXT,
                    publisher=_MAYBE_TEXT,
                    published=_MAYBE_DATE,
                    url=_MAYBE_TEXT,
                )
            ),
        ),
        "log-output": _output(
            1,
            changes=_list(
                _record(
                    known=_DAY,
                    agreement=_TEXT,
                    state=_MAYBE_STATE,
                    change=_MAYBE_TEXT,
                    since=_MAYBE_DATE,
                    days=_maybe(_NUMBER),
                    source=_TEXT,
                    publisher=_MAYBE_TEXT,
                    published=_MAYBE_DATE,
                    url=_MAYBE_TEXT,
                )
            ),
            notes=_TEXTS,
        ),
        "publishers-output": _output(
            1,
            publishers=_list(
                _record(
                    publisher=_MAYBE_TEXT,
                    sources=_TEXTS,
                    claims=_COUNT,
                    stands=_COUNT,
                    share=_maybe(_COUNT),
                    delay=_maybe(_NUMBER),
                    delays=_list(_NUMBER),
                )
            ),
        ),
        "show-output": _output(
            2,
            on=_DATE,
            known_by=_MAYBE_DATE,
            **_AGREEMENT,
            formal_title=_MAYBE_TEXT,
            approvals_needed=_TEXTS,
            consents_needed=_maybe(_COUNT),
            entry_into_force=_maybe(_record(after=_word(*EventKind), months=_COUNT, days=_COUNT)),
            term=_maybe(_record(years=_maybe(_COUNT), renews=_maybe(_YES), notice=_MAYBE_TEXT)),
            replaces=_TEXTS,
            replaced_by=_TEXTS,
            amends=_TEXTS,
            supplements=_TEXTS,
            open=_YES,
            not_recorded=_EVENTS,
            identifiers={"type": "object"},
            status=_record(**_STATUS, why=_WHY),
            history=_list(
                _record(
                    event=_EVENTS,
                    date=_DATE,
                    effective=_MAYBE_DATE,
                    party=_MAYBE_TEXT,
                    by=_MAYBE_TEXT,
                    place=_MAYBE_TEXT,
                    note=_MAYBE_TEXT,
                    of=_maybe(_word(*EventKind)),
                    reason=_MAYBE_TEXT,
                    corrected=_MAYBE_TEXT,
                    claims=_list(
                        _record(
                            source=_TEXT,
                            role=_ROLE,
                            date=_MAYBE_DATE,
                            published=_MAYBE_DATE,
                            updated=_MAYBE_DATE,
                            days_after=_maybe(_NUMBER),
                            locator=_MAYBE_TEXT,
                            rejected=_MAYBE_TEXT,
                            note=_MAYBE_TEXT,
                        )
                    ),
                    later=_YES,
                )
            ),
            statements=_list(
                _record(
                    source=_TEXT,
                    says=_STATE,
                    day=_MAYBE_DATE,
                    verdict=_VERDICT,
                    possible=_list(_STATE),
                    contrary=_maybe(_record(since=_DATE, sources=_TEXTS, days=_COUNT)),
                    locator=_MAYBE_TEXT,
                    rejected=_MAYBE_TEXT,
                    note=_MAYBE_TEXT,
                )
            ),
            contradictions=_list(_CONTRADICTION),
            contradictions_elsewhere=_list(_CONTRADICTION),
            sources=_list(
                _record(
                    **_SOURCE,
                    updated=_MAYBE_DATE,
                    basis=_MAYBE_TEXT,
                    type=_maybe(_word(*SourceType)),
                    corrected=_MAYBE_TEXT,
                )
            ),
        ),
        "sources-output": _output(
            1,
            sources=_list(
                _record(
                    **_SOURCE,
                    author=_MAYBE_TEXT,
                    type=_maybe(_word(*SourceType)),
                    basis=_MAYBE_TEXT,
                    based_on=_TEXTS,
                    stands=_COUNT,
                    rejected=_COUNT,
                    stale=_COUNT,
                    premature=_COUNT,
                    contradictions=_COUNT,
                    agreements=_TEXTS,
                    claims=_list(
                        _record(
                            agreement=_TEXT,
                            event=_TEXT,
                            party=_MAYBE_TEXT,
                            date=_DATE,
                            role=_ROLE,
                            own_date=_MAYBE_DATE,
                            locator=_MAYBE_TEXT,
                            rejected=_MAYBE_TEXT,
                            against=_TEXTS,
                        )
                    ),
                    statements=_list(
                        _record(
                            agreement=_TEXT,
                            says=_STATE,
                            day=_MAYBE_DATE,
                            verdict=_VERDICT,
                            locator=_MAYBE_TEXT,
                            rejected=_MAYBE_TEXT,
                        )
                    ),
                )
            ),
        ),
        "status-output": _output(
            2,
            on=_DATE,
            known_by=_MAYBE_DATE,
            agreements=_list(_record(**_AGREEMENT, **_STATUS, why=_WHY, contradictions=_COUNT)),
        ),
        "verify-output": _output(
            1,
            claims=_list(
                _record(
                    agreement=_TEXT,
                    title=_TEXT,
                    says=_STATE,
                    on=_DATE,
                    url=_MAYBE_TEXT,
                    publisher=_MAYBE_TEXT,
                    verdict=_VERDICT,
                    wrong=_YES,
                    possible=_list(_MAYBE_STATE),
                    state=_MAYBE_STATE,
                    since=_MAYBE_DATE,
                    excusable=_maybe(_YES),
                    contrary_since=_MAYBE_DATE,
                    contrary_days=_maybe(_COUNT),
                    contrary_sources=_list(_record(**_SOURCE)),
                    explanation=_TEXTS,
                )
            ),
        ),
    }
)
"""Schemas by the word of the command line; ``publishers-output`` is that of ``sources --by-publisher``."""


def output_schema(name: str) -> dict[str, object]:
    """Return the schema of one of :data:`OUTPUTS`, or of any of them.

    >>> output_schema("log-output")["title"]
    'pactstate log-output'
    """
    every: Schema = {"anyOf": [{"title": f"pactstate {one}", **schema} for one, schema in OUTPUTS.items()]}
    schema = every if name == ANY_OUTPUT else OUTPUTS[name]
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"pactstate {name}", **schema}
