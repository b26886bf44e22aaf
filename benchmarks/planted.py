"""Errors that are planted in files: of form, of the history, and of the evidence, each with the rule that finds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from drafts import Draft

__all__ = ["IN_DRAFTS", "IN_TEXTS", "RULES"]


def _last(draft: Draft, **more: str) -> None:
    """One entry more, on the day of the last one and with its sources."""
    last = draft.history[-1]
    draft.history.append({key: last[key] for key in ("date", "reported_by") if key in last} | more)


def _unknown_key(draft: Draft) -> None:
    entry = draft.history[0]
    entry["reportd_by"] = entry.pop("reported_by", ["white-paper-1999"])


def _missing_key(draft: Draft) -> None:
    del draft.history[0]["date"]


def _invalid_value(draft: Draft) -> None:
    draft.history[-1]["event"] = "singed"


def _invalid_date(draft: Draft) -> None:
    draft.history[-1]["date"] = "2024-02-30"


def _unknown_party_code(draft: Draft) -> None:
    draft.head["parties"] = ["UK", "JP"]


def _file_name(draft: Draft) -> None:
    draft.head["id"] = f"{draft.head['id']}-old"


def _illegal_transition(draft: Draft) -> None:
    draft.history.insert(0, {"event": "resumed", "date": "1950"})


def _nothing_to_act_on(draft: Draft) -> None:
    _until_in_force(draft)
    _last(draft, event="notice_revoked", party=_party(draft))


def _repeated_event(draft: Draft) -> None:
    _until_in_force(draft)
    _last(draft, event="in_force")


def _until_in_force(draft: Draft) -> None:
    """Cut the history down to what one entry of force leaves."""
    draft.head.pop("entry_into_force", None)
    draft.history[:] = [{"event": ["signed", "in_force"], "date": "1950-05-05"}]
    draft.statements.clear()


def _party(draft: Draft) -> str:
    return str(draft.head["parties"][0]) if isinstance(draft.head["parties"], list) else ""


def _out_of_order(draft: Draft) -> None:
    _last(draft, event="note", date="1951-07-08")


def _party_required(draft: Draft) -> None:
    _until_in_force(draft)
    _last(draft, event="approved")


def _undeclared_party(draft: Draft) -> None:
    _until_in_force(draft)
    _last(draft, event="approved", party="VA")


def _unknown_source(draft: Draft) -> None:
    draft.history[-1]["reported_by"] = "nobody-2020-01-01"


def _report_before_event(draft: Draft) -> None:
    draft.sources["early-page"] = {"title": "An early page", "published": "1949-01-01", "type": "press"}
    draft.sources[f"early-{draft.head['id']}"] = draft.sources.pop("early-page")
    draft.history[-1]["reported_by"] = f"early-{draft.head['id']}"


def _source_clock(draft: Draft) -> None:
    id = f"clock-{draft.head['id']}"
    draft.sources[id] = {"title": "A page", "published": "2020-01-01", "accessed": "2019-01-01", "type": "press"}
    draft.statements.append({"source": id, "says": "proposed", "rejected": "Of another agreement."})


def _dangling_link(draft: Draft) -> None:
    draft.head["amends"] = "nowhere-to-be-found"


def _ignore_without_reason(draft: Draft) -> None:
    draft.history[-1]["#"] = "pactstate: ignore[skipped-step]"


IN_DRAFTS: Final[Mapping[str, Callable[[Draft], None]]] = {
    "unknown-key": _unknown_key,
    "missing-key": _missing_key,
    "invalid-value": _invalid_value,
    "invalid-date": _invalid_date,
    "unknown-party-code": _unknown_party_code,
    "file-name": _file_name,
    "illegal-transition": _illegal_transition,
    "repeated-event": _repeated_event,
    "nothing-to-act-on": _nothing_to_act_on,
    "out-of-order": _out_of_order,
    "party-required": _party_required,
    "undeclared-party": _undeclared_party,
    "unknown-source": _unknown_source,
    "report-before-event": _report_before_event,
    "source-clock": _source_clock,
    "dangling-link": _dangling_link,
    "ignore-without-reason": _ignore_without_reason,
}
"""Changes that spoil a draft, by the rule."""


def _duplicate_key(text: str) -> str:
    return text.replace("\nkind: ", "\nkind: treaty\nkind: ", 1)


def _invalid_yaml(text: str) -> str:
    return text.replace("parties: [", "parties: [[", 1)


def _unsafe_yaml(text: str) -> str:
    return text.replace("kind: ", "kind: &kind ", 1)


def _suspicious_character(text: str) -> str:
    return text.replace("title: ", "title: \N{ZERO WIDTH SPACE}", 1)


IN_TEXTS: Final[Mapping[str, Callable[[str], str]]] = {
    "duplicate-key": _duplicate_key,
    "invalid-yaml": _invalid_yaml,
    "unsafe-yaml": _unsafe_yaml,
    "suspicious-character": _suspicious_character,
}
"""Changes that spoil a text, by the rule."""

RULES: Final = (*IN_DRAFTS, *IN_TEXTS)
