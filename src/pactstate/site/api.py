"""JSON files under ``api/v1``: values of one form for each key, and their description in OpenAPI.

A value that is missing is an empty text or list. A date has its text, and its first and last possible day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.log import KnownChange
from pactstate.domain.status import Status
from pactstate.site.templating import Site
from pactstate.text.escape import JsonText, json_pieces, json_text
from pactstate.views.agenda import Agenda
from pactstate.views.sources import Record

__all__ = ["agreement_entry", "api_description", "api_list", "change_items", "due_items", "source_items"]


def _date(date: PartialDate | None) -> dict[str, str]:
    if date is None:
        return {"text": "", "earliest": "", "latest": ""}
    return {"text": str(date), "earliest": date.earliest.isoformat(), "latest": date.latest.isoformat()}


def agreement_entry(agreement: Agreement, status: Status) -> Mapping[str, object]:
    """Return the item of an agreement in the list of agreements, given its status on the day of the site."""
    return {
        "id": agreement.id,
        "title": agreement.title,
        "kind": agreement.kind,
        "parties": list(agreement.parties),
        "state": str(status.state or ""),
        "possible": [str(state) for state in State if state in status.possible],
        "presumed": str(status.presumed or ""),
        "since": _date(status.since),
        "flags": [str(flag.flag) for flag in status.flags],
        "newest": _date(status.newest),
        "page": f"{agreement.id}/index.html",
    }


def source_items(records: Iterable[Record]) -> Iterator[Mapping[str, object]]:
    """Yield the items of the list of sources."""
    return (
        {
            "id": record.source.id,
            "title": record.source.title,
            "publisher": record.source.publisher or "",
            "url": record.source.url or "",
            "type": str(record.source.type or ""),
            "published": _date(record.source.published),
            "stands": record.stands,
            "rejected": record.rejected,
            "agreements": list(record.agreements),
        }
        for record in records
    )


def due_items(due: Agenda) -> Iterator[Mapping[str, object]]:
    """Yield the items of the list of what is due."""
    return (
        {
            "agreement": line.item.agreement,
            "topic": str(line.item.topic),
            "words": line.item.words,
            "date": _date(line.item.date),
            "overdue": line.item.is_overdue,
            "source": line.source.id if line.source else "",
        }
        for line in due.lines
    )


def change_items(log: Iterable[KnownChange]) -> Iterator[Mapping[str, object]]:
    """Yield the items of the list of changes."""
    return (
        {
            "known": _date(PartialDate(change.known)),
            "agreement": change.agreement,
            "state": str(change.state),
            "since": _date(change.since),
            "source": change.source,
            "publisher": change.publisher or "",
        }
        for change in log
    )


_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_DATE: Final = {"$ref": "#/components/schemas/Date"}
_COUNT: Final = {"type": "integer", "minimum": 0}

_SHAPES: Final[Mapping[str, Mapping[str, object]]] = {
    "agreements": {
        **dict.fromkeys(("id", "title", "kind", "state", "presumed", "page"), _TEXT),
        **dict.fromkeys(("parties", "possible", "flags"), _TEXTS),
        **dict.fromkeys(("since", "newest"), _DATE),
    },
    "sources": {
        **dict.fromkeys(("id", "title", "publisher", "url", "type"), _TEXT),
        "published": _DATE,
        **dict.fromkeys(("stands", "rejected"), _COUNT),
        "agreements": _TEXTS,
    },
    "due": {
        **dict.fromkeys(("agreement", "topic", "words", "source"), _TEXT),
        "date": _DATE,
        "overdue": {"type": "boolean"},
    },
    "changes": {
        **dict.fromkeys(("agreement", "state", "source", "publisher"), _TEXT),
        **dict.fromkeys(("known", "since"), _DATE),
    },
}
"""Values of an item of each list, by key."""

_FILES: Final = ("index", *_SHAPES, "openapi")


def api_list(name: str, items: Iterable[Mapping[str, object]], site: Site) -> Iterator[tuple[str, JsonText]]:
    """Yield the path and the pieces of the file of a list, given its items."""
    pieces = json_pieces({**_head(site), name: iter(items)}, depth=2)
    return ((f"api/v1/{name}.json", piece) for piece in pieces)


def api_description(site: Site) -> Iterator[tuple[str, JsonText]]:
    """Yield the paths and the texts of the list of all files, and of their description."""
    yield "api/v1/index.json", json_text({**_head(site), "files": [f"{one}.json" for one in _FILES]})
    yield "api/v1/openapi.json", json_text(_openapi(site))


def _head(site: Site) -> Mapping[str, object]:
    return {"version": 1, "today": site.today.isoformat()}


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _openapi(site: Site) -> dict[str, object]:
    """Return the description of the files (OpenAPI 3.1, whose schemas are JSON Schema 2020-12)."""
    head = {"version": {"const": 1}, "today": {"type": "string", "format": "date"}}
    answers: dict[str, Mapping[str, object]] = {
        name: _object({**head, name: {"type": "array", "items": _object(shape)}}) for name, shape in _SHAPES.items()
    }
    answers["index"] = _object({**head, "files": _TEXTS})
    return {
        "openapi": "3.1.0",
        "info": {"title": site.title, "version": "1"},
        "paths": {
            f"/api/v1/{name}.json": {
                "get": {
                    "operationId": name,
                    "responses": {
                        "200": {"description": name, "content": {"application/json": {"schema": answers[name]}}}
                    },
                }
            }
            for name in sorted(answers)
        },
        "components": {"schemas": {"Date": _object(dict.fromkeys(("text", "earliest", "latest"), _TEXT))}},
    }
