"""A program of a user, for the type checkers: what is public is typed, and no Any comes out."""

from __future__ import annotations

import datetime as dt
from typing import assert_type

import pactstate

registry = pactstate.load("agreements")
assert_type(registry, pactstate.Registry)
raa = registry["jp-ph-raa"]
assert_type(raa, pactstate.Agreement)
assert_type(raa.history[0].claims[0].role, pactstate.Role)

status = raa.status(on=dt.date(2025, 3, 1), known_by="2025-09-20")
assert_type(status.state, pactstate.State | None)
assert_type(status.possible, frozenset[pactstate.State])
assert_type(status.since, pactstate.PartialDate | None)
assert_type(status.why, tuple[pactstate.Reason, ...])
assert_type(status.expected[0].date.earliest, dt.date)

report = pactstate.check("agreements", today=dt.date(2026, 11, 22))
assert_type(report.ok, bool)
assert_type(report.findings[0].severity, pactstate.Severity)

kind = pactstate.Kind(
    "fisheries", "fisheries", expects=[[pactstate.EventKind.SIGNED]], unusual=[pactstate.EventKind.PROVISIONAL]
)
words = pactstate.Vocabulary([kind], {"ASEAN": "Association of Southeast Asian Nations"})
assert_type(pactstate.load("agreements", vocabulary=words), pactstate.Registry)
assert_type(pactstate.check("agreements", vocabulary=words), pactstate.Report)
assert_type(kind.expects, tuple[frozenset[pactstate.EventKind], ...])

taken = pactstate.step(pactstate.Position(), pactstate.Act(pactstate.EventKind.SIGNED), pactstate.Terms(("JP", "PH")))
assert_type(taken.position.state, pactstate.State | None)
assert_type(taken.violation, pactstate.Violation | None)
assert_type(pactstate.certainly_before(pactstate.PartialDate("2024"), pactstate.PartialDate(dt.date(2025, 1, 1))), bool)
