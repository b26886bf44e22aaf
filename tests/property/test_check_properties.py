"""The check of any agreement: its findings lie in the file, are the same each time, and name what is not described."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings

from pactstate.checks.runner import check_folder
from pactstate.folder.read import Draft, read_draft
from pactstate.rules import RULES
from profiles import examples
from yaml_strategies import agreements, lies_within, styles, written

TODAY = dt.date(2026, 11, 22)


def _cited(value: dict[str, Any]) -> set[str]:
    """Return the ids of all sources that an agreement names."""

    def many(one: Any) -> list[Any]:
        return one if isinstance(one, list) else [one]

    claims = [
        claim
        for entry in value["history"]
        for role in ("reported_by", "announced_by", "denied_by")
        for claim in many(entry.get(role, []))
    ]
    named = {one if isinstance(one, str) else one["source"] for one in (*claims, *value.get("statements", []))}
    return named.union(*(many(one.get("based_on", [])) for one in value.get("sources", {}).values()))


@given(agreements, styles())
@settings(max_examples=examples(120))
def test_findings_lie_in_the_file_and_name_what_is_not_described(value: dict[str, Any], style: dict[str, Any]) -> None:
    text = written(value, style)
    report = check_folder(read_draft(Draft(text.encode(), "x.yaml")), TODAY)
    lines = text.replace("\r\n", "\n").split("\n")
    for found in report.findings:
        assert found.path == "x.yaml"
        assert lies_within(text.replace("\r\n", "\n"), found.location)
        assert found.excerpt == lines[found.line - 1]
        assert found.code == RULES[found.rule].code
    unknown = _cited(value) - value.get("sources", {}).keys()
    assert bool(unknown) == any(found.rule == "unknown-source" for found in report.findings)
    assert check_folder(read_draft(Draft(text.encode(), "x.yaml")), TODAY) == report
