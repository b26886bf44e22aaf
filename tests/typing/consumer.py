"""A program of a user, for the type checkers: what is public is typed, and no Any comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import assert_type

import pactstate
from pactstate import lifecycle, model

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

taken = lifecycle.step(lifecycle.Position(), lifecycle.Act(pactstate.EventKind.SIGNED), lifecycle.Terms(("JP", "PH")))
assert_type(taken.position.state, pactstate.State | None)
assert_type(taken.violation, lifecycle.Violation | None)
assert_type(taken, lifecycle.Transition)
assert_type(taken.position.flags, lifecycle.Flags)
assert_type(taken.position.flags.notices, tuple[lifecycle.Notice, ...])
assert_type(taken.position.ledger, lifecycle.Ledger)
assert_type(dict(taken.position.of(lifecycle.Deed.SIGNED)), dict[str, lifecycle.Mark])

date = pactstate.PartialDate("2024")
assert_type(date.certainly_before("2025"), bool)
assert_type(date.possibly_before(dt.date(2025, 1, 1)), bool)
assert_type(date.compatible(pactstate.PartialDate("2024-07")), bool)
assert_type(date.same_days("2024-01/2024-12"), bool)

treaty = pactstate.Agreement(
    "fr-no-acsa",
    title="Acquisition and cross-servicing",
    kind="acsa",
    parties=["FR", "NO"],
    history=[
        pactstate.Event("signed", "2024-07-08", reported_by=["gazette"], denied_by=pactstate.Claim("blog", "denied")),
        pactstate.Event(["ratified", "in_force"], dt.date(2025, 1, 1), party="NO", manner="accession", until="2040"),
        pactstate.Event("terminated", "2026", reason="expired", of="signed"),
    ],
    statements=[pactstate.Statement("gazette", "signed", "2024")],
    sources=[pactstate.Source("gazette", title="Gazette", published="2024-07-09", type="press", based_on=["note"])],
    entry_into_force=pactstate.ForceRule("ratified", days=30),
    term=pactstate.Term(10, renews=True, notice=pactstate.Period(6, "months")),
    replaces=["fr-no-acsa-2010"],
    approvals_needed=["FR"],
    identifiers={"unts": "I-1"},
)
assert_type(treaty.history, tuple[pactstate.Event, ...])
assert_type(treaty.history[0].date, pactstate.PartialDate)
assert_type(treaty.history[0].of, pactstate.EventKind | None)
assert_type(treaty.sources[0].type, pactstate.SourceType | None)
assert_type(pactstate.loads(pactstate.dumps(treaty)), pactstate.Agreement)
assert_type(pactstate.from_dict(pactstate.to_dict(treaty)), pactstate.Agreement)
pactstate.to_dataframe(pactstate.load(), "spells", on="2025")
pactstate.dump(registry, "elsewhere", overwrite=True)
pactstate.dump([treaty], "elsewhere")
assert_type(pactstate.check(registry), pactstate.Report)
assert_type(pactstate.check(treaty, today="2026-01-01"), pactstate.Report)
assert_type(pactstate.check_text("id: a"), pactstate.Report)
assert_type(pactstate.load("agreements", strict=False).report, pactstate.Report)

statuses = registry.status(on="2025-03-01", kind="raa", party="JP", state="signed")
assert_type(statuses, pactstate.Statuses)
assert_type(statuses[0], pactstate.AgreementStatus)
assert_type(statuses[:1], pactstate.Statuses)
assert_type(statuses.to_dicts(), list[dict[str, object]])
assert_type(status.newest_source, pactstate.Source | None)
assert_type(status.to_dict(), dict[str, object])
judgement = raa.judge("negotiating", on="2026-05-29")
assert_type(judgement, pactstate.Judgement)
assert_type(judgement.verdict, pactstate.Verdict)
assert_type(judgement.contrary, pactstate.Contrary | None)
assert_type(raa.spells(known_by="2025"), tuple[pactstate.Spell, ...])

assert_type(status.expected, tuple[pactstate.Expectation, ...])
assert_type(status.expected[0].why, pactstate.Why)
assert_type(status.flags, tuple[pactstate.FlagStatus, ...])
assert_type(status.flags[0].flag, pactstate.Flag)
assert_type(status.standing, tuple[pactstate.Standing, ...])
assert_type(raa.status(party="PH").possible, frozenset[pactstate.Place])
assert_type(statuses[0].status, pactstate.Status)
assert_type(treaty.history[1].manner, pactstate.Manner | None)
assert_type(treaty.history[2].reason, pactstate.TerminationReason | None)

finding = report.findings[0]
assert_type(finding, pactstate.Finding)
assert_type(finding.location, pactstate.Location)
assert_type(finding.related, tuple[pactstate.Related, ...])
assert_type(finding.severity.gravity, int)
assert_type(finding.fix, pactstate.Fix | None)
edits = pactstate.Fix("write '2024-07-08'", (pactstate.TextEdit(finding.location, "2024-07-08"),)).edits
assert_type(edits, tuple[pactstate.TextEdit, ...])
assert_type(report.suppressed, tuple[pactstate.Suppression, ...])
assert_type(report.unlisted, tuple[pactstate.Unlisted, ...])
assert_type(report.remarks, tuple[pactstate.Remark, ...])
assert_type(report.remarks[0].kind, pactstate.RemarkKind)
assert_type(pactstate.all_kinds(), Mapping[str, pactstate.Kind])
assert_type(pactstate.__version__, str)
assert_type(model.State("signed"), model.State)


def load_or_explain(path: str) -> pactstate.Registry | str:
    """Handle each error as a program would."""
    try:
        return pactstate.load(path)
    except pactstate.AgreementError as group:
        assert_type(group.findings, tuple[pactstate.Finding, ...])
        return str(group)
    except (pactstate.FolderError, pactstate.ConfigurationError, pactstate.RevisionError) as error:
        return str(error)
    except (pactstate.DateError, pactstate.ValueRefusedError, pactstate.TypeRefusedError) as error:
        return str(error)
    except (pactstate.UnknownAgreementError, pactstate.MissingLibraryError, pactstate.PactstateError) as error:
        return str(error)


def in_words(value: pactstate.Event | pactstate.Claim | pactstate.Source) -> str:
    """Match values by position and by name."""
    match value:
        case pactstate.Event((kind, *_), day):
            assert_type(kind, pactstate.EventKind)
            assert_type(day, pactstate.PartialDate)
            return f"{kind} on {day}"
        case pactstate.Claim(source=source, role=pactstate.Role.DENIED):
            assert_type(source, str)
            return f"denied by {source}"
        case pactstate.Claim(role=role):
            assert_type(role, pactstate.Role)
            return role
        case pactstate.Source(title=title):
            return title
        case _:
            return str(value)
