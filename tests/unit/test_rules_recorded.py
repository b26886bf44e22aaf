"""The rules that compare with a base (PS501 to PS505): what they say, where they point, and what silences them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import pactstate
from builders import (
    SIGNED_IN_FORCE,
    SOURCES,
    Write,
    agreement_text,
    dated,
    head,
    reported,
)
from pactstate.checks.runner import check_folder
from pactstate.cli import main
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Finding, Report, Severity
from pactstate.folder.read import read_folder
from pactstate.rules import RULES, Selection

TODAY = dt.date(2026, 11, 22)

HEAD = """\
id: a
title: Agreement A
kind: treaty
parties: [JP, PH]
sources:
  p: {title: P, published: 2024-05-05}
  q: {title: Q, published: 2024-06-06}
  u: {title: U}
"""
TEXT = f"""\
{HEAD}history:
  - event: signed
    date: 2020-01-10
    reported_by: [p, q]
  - event: ratified
    date: 2021-02-20
    effective: 2021-03-01
    party: JP
    reported_by:
      - {{source: p, date: 2021-02}}
      - {{source: q, rejected: It has another day.}}
  - event: in_force
    date: 2022-03-30
    reported_by: [p, q]
  - event: [terminated]
    date: 2023-04-04
    reason: agreed
    announced_by: [u]
    reported_by: [p]
statements:
  - {{source: q, says: terminated}}
"""

SIGNED = "  - event: signed\n    date: 2020-01-10\n    reported_by: [p, q]\n"
FORCE = "  - event: in_force\n    date: 2022-03-30\n    reported_by: [p, q]\n"
TOLD = "statements:\n  - {source: q, says: terminated}\n"

Files = str | Mapping[str, str]
Compare = Callable[..., Report]


def files(given: Files) -> Mapping[str, str]:
    return {"a.yaml": given} if isinstance(given, str) else given


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """Check a folder ``now`` against the folder ``base``; only what concerns the rules here is returned."""
    monkeypatch.chdir(tmp_path)

    def held(before: Files, after: Files, **options: object) -> Report:
        for side, given in (("base", before), ("now", after)):
            shutil.rmtree(tmp_path / side, ignore_errors=True)
            for name, text in files(given).items():
                path = tmp_path / side / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        base = Base("main", None, read_folder(Path("base"), config=Config()))
        return check_folder(read_folder(Path("now"), config=Config()), TODAY, base=base, **options)

    return held


def recorded(report: Report) -> list[Finding]:
    return [found for found in report.findings if RULES[found.rule].base]


def marked(finding: Finding) -> str:
    """Return the text that a finding underlines."""
    return finding.excerpt[finding.column - 1 : finding.end_column - 1]


def told(report: Report) -> list[tuple[str, str, str]]:
    """The rule, the message and what is underlined, of each finding here."""
    return [(found.rule, found.message, marked(found)) for found in recorded(report)]


def test_an_unchanged_record_has_no_finding(compare: Compare) -> None:
    report = compare(TEXT, TEXT)
    assert recorded(report) == []
    assert [one.message for one in report.remarks] == ["compared with 'main'"]


def test_the_rules_are_the_five_that_have_a_base() -> None:
    assert [rule.code for rule in RULES.values() if rule.base] == ["PS501", "PS502", "PS503", "PS504", "PS505"]


# PS501.


def test_a_deleted_entry_is_reported_at_the_one_before(compare: Compare) -> None:
    (found,) = recorded(compare(TEXT, TEXT.replace(FORCE, ""), selection=Selection(("event-removed",))))
    assert (found.rule, found.code, found.severity) == ("event-removed", "PS501", Severity.ERROR)
    assert found.message == "'in_force' on 2022-03-30, recorded at 'main', is gone"
    assert (found.path, found.line, marked(found)) == (str(Path("now", "a.yaml")), 13, "ratified")
    assert found.help == ("put it back; if it is wrong, reject its claims, or correct it and add 'corrected: reason'")
    assert found.agreement == "a"
    assert found.related == ()


def test_a_deleted_first_entry_is_reported_at_the_beginning(compare: Compare) -> None:
    (found,) = recorded(compare(TEXT, TEXT.replace(SIGNED, "")))[:1]
    assert (found.message, found.line, marked(found)) == (
        "'signed' on 2020-01-10, recorded at 'main', is gone",
        9,
        "history",
    )


def test_all_deleted_entries_are_reported(compare: Compare) -> None:
    report = compare(TEXT, f"{HEAD}history: []\n{TOLD}")
    assert [found for found in told(report) if found[0] == "event-removed"] == [
        ("event-removed", f"{what}, recorded at 'main', is gone", "history")
        for what in (
            "'signed' on 2020-01-10",
            "'ratified' by JP on 2021-02-20",
            "'in_force' on 2022-03-30",
            "'terminated' on 2023-04-04",
        )
    ]


@pytest.mark.parametrize(
    ("now", "line", "pointed"),
    [
        ("statements: []\n", 28, "statements"),
        ("statements:\n  - {source: p, says: terminated}\n", 28, "statements"),
        ("", 9, "history"),
    ],
)
def test_a_deleted_statement_is_reported(compare: Compare, now: str, line: int, pointed: str) -> None:
    (found,) = recorded(compare(TEXT, TEXT.replace(TOLD, now)))
    assert (found.rule, found.line, marked(found)) == ("event-removed", line, pointed)
    assert found.message == "the statement of q ('terminated'), recorded at 'main', is gone"
    assert found.help == "put it back; if it is wrong, add 'rejected: reason' to it"


def test_statements_are_added_and_rejected_freely(compare: Compare) -> None:
    more = "statements:\n  - {source: p, says: in_force}\n  - {source: q, says: terminated, rejected: why}\n"
    assert recorded(compare(TEXT, TEXT.replace(TOLD, more))) == []


def test_a_correction_covers_the_deleted_entry_that_it_merges(compare: Compare) -> None:
    twice = TEXT.replace(FORCE, f"{FORCE}  - event: in_force\n    date: 2022-03\n    reported_by: [q]\n")
    once = TEXT.replace(FORCE, f"{FORCE}    corrected: Recorded twice.\n")
    assert [found.rule for found in recorded(compare(twice, TEXT))] == ["event-removed"]
    assert recorded(compare(twice, once)) == []


# PS502.


@pytest.mark.parametrize(
    ("old", "new", "what", "pointed"),
    [
        (
            "date: 2022-03-30",
            "date: 2022-03-31",
            "'in_force' on 2022-03-30 {}: 'date' was 2022-03-30, is 2022-03-31",
            "2022-03-31",
        ),
        (
            "2021-03-01",
            "2021-03-02",
            "'ratified' by JP on 2021-02-20 {}: 'effective' was 2021-03-01, is 2021-03-02",
            "2021-03-02",
        ),
        (
            "    effective: 2021-03-01\n",
            "",
            "'ratified' by JP on 2021-02-20 {}: 'effective' was 2021-03-01, is not given any more",
            "ratified",
        ),
        ("party: JP", "party: PH", "'ratified' by JP on 2021-02-20 {}: 'party' was JP, is PH", "PH"),
        (
            "date: 2020-01-10",
            "date: 2020-01-10\n    party: PH",
            "'signed' on 2020-01-10 {}: 'party' is PH and was not given",
            "PH",
        ),
        (
            "event: in_force",
            "event: [amended, in_force]",
            "'in_force' on 2022-03-30 {}: 'event' was in_force, is amended, in_force",
            "amended",
        ),
        ("event: signed", "event: adopted", "'signed' on 2020-01-10 {}: 'event' was signed, is adopted", "adopted"),
        (
            "reason: agreed",
            "reason: expired",
            "'terminated' on 2023-04-04 {}: 'reason' was agreed, is expired",
            "expired",
        ),
        (FORCE, FORCE.replace("p, q", "p"), "'in_force' on 2022-03-30 {}: 'reported_by: q' is gone", "in_force"),
        (
            "    announced_by: [u]\n",
            "    denied_by: [u]\n",
            "'terminated' on 2023-04-04 {}: 'announced_by: u' is gone",
            "terminated",
        ),
        (
            "{source: q, rejected: It has another day.}",
            "q",
            "'ratified' by JP on 2021-02-20 {}: 'reported_by: q' is no longer rejected",
            "ratified",
        ),
        (
            "date: 2021-02}",
            "date: 2021}",
            "'ratified' by JP on 2021-02-20 {}: the date of 'reported_by: p' was 2021-02, is 2021",
            "ratified",
        ),
        (
            "{source: p, date: 2021-02}",
            "p",
            "'ratified' by JP on 2021-02-20 {}: the date of 'reported_by: p' was 2021-02, is not given any more",
            "ratified",
        ),
        (
            "[u]",
            "[{source: u, date: 2023}]",
            "'terminated' on 2023-04-04 {}: the date of 'announced_by: u' is 2023 and was not given",
            "terminated",
        ),
        (
            SIGNED + TEXT[TEXT.index("  - event: ratified") : TEXT.index(FORCE)],
            TEXT[TEXT.index("  - event: ratified") : TEXT.index(FORCE)] + SIGNED,
            "'signed' on 2020-01-10 {}: it was at another place among the entries",
            "signed",
        ),
    ],
)
def test_a_rewritten_entry_is_reported(compare: Compare, old: str, new: str, what: str, pointed: str) -> None:
    assert TEXT.count(old) == 1
    report = compare(TEXT, TEXT.replace(old, new), selection=Selection(("PS501", "PS502")))
    assert told(report) == [("event-rewritten", what.format("was recorded otherwise at 'main'"), pointed)]
    (found,) = recorded(report)
    assert (found.code, found.severity, found.agreement) == ("PS502", Severity.ERROR, "a")
    assert found.help == "restore it, or say why it changed with 'corrected: reason' in the entry"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date: 2022-03-30", "date: 2022-03-30\n    by: Diet\n    place: Tokyo\n    note: By exchange of notes."),
        ("[p, q]\n  - event: ratified", "[q, p]\n    denied_by: [u]\n  - event: ratified"),
        ("announced_by: [u]", "announced_by: [{source: u, rejected: why}]"),
        ("rejected: It has another day.", "rejected: It has the day before."),
        (FORCE, f"  - event: note\n    date: 2022\n{FORCE}  - event: amended\n    date: 2022-05\n"),
        ("  u: {title: U}", "  u: {title: U, published: 2024}"),
        ("published: 2024-05-05", "published: 2024-05-05, updated: 2024-05-07"),
        ("title: Agreement A", "title: Another title"),
    ],
)
def test_additions_have_no_finding(compare: Compare, old: str, new: str) -> None:
    assert old in TEXT
    assert recorded(compare(TEXT, TEXT.replace(old, new, 1))) == []


def test_a_finding_names_three_changes_of_an_entry_at_most(compare: Compare) -> None:
    new = "  - event: amended\n    date: 2022-03-31\n    party: PH\n    reported_by: [p]\n"
    (found,) = recorded(compare(TEXT, TEXT.replace(FORCE, new), selection=Selection(("PS502",))))
    assert found.message.endswith(
        ": 'event' was in_force, is amended; 'date' was 2022-03-30, is 2022-03-31; 'party' is PH and was not given; "
        "and more"
    )
    three = compare(TEXT, TEXT.replace(FORCE, new.replace("[p]", "[p, q]")), selection=Selection(("PS502",)))
    assert recorded(three)[0].message.endswith("'party' is PH and was not given")


def test_what_is_long_is_cut(compare: Compare) -> None:
    many = "[signed, ratified, in_force, amended, extended, suspended, resumed, provisional]"
    now = TEXT.replace("event: in_force", f"event: {many}")
    (found,) = recorded(compare(TEXT, now, selection=Selection(("PS502",))))
    assert found.message.endswith(f": 'event' was in_force, is {many[1:61]}...")
    (found,) = recorded(compare(now, TEXT, selection=Selection(("PS502",))))
    assert found.message.endswith(f": 'event' was {many[1:61]}..., is in_force")


def test_additions_to_a_rewritten_entry_are_not_reported(compare: Compare) -> None:
    new = FORCE.replace("2022-03-30", "2022-03-31\n    place: Tokyo").replace("p, q", "p, q, u")
    (found,) = recorded(compare(TEXT, TEXT.replace(FORCE, new), selection=Selection(("PS502",))))
    assert found.message.endswith(": 'date' was 2022-03-30, is 2022-03-31")


def test_a_reason_allows_a_rewritten_entry(compare: Compare) -> None:
    corrected = FORCE.replace("2022-03-30", "2022-03-31\n    corrected: The notes say so.").replace("[p, q]", "[q]")
    assert recorded(compare(TEXT, TEXT.replace(FORCE, corrected))) == []


def test_an_old_reason_is_not_enough(compare: Compare) -> None:
    old = TEXT.replace(FORCE, f"{FORCE}    corrected: The notes say so.\n")
    new = old.replace("2022-03-30", "2022-03-31")
    (found,) = recorded(compare(old, new, selection=Selection(("PS502",))))
    assert found.help == (
        "restore it, or write another reason after 'corrected:': the base has this one, or it has no words"
    )
    assert recorded(compare(old, new.replace("say so.", "say so, as does the law."))) == []


def test_a_deleted_reason_is_reported(compare: Compare) -> None:
    reason = "The notes say so. " * 5
    old = TEXT.replace(FORCE, f"{FORCE}    corrected: {reason}\n")
    (found,) = recorded(compare(old, TEXT))
    assert found.message.endswith(f": 'corrected' was {reason[:60]}..., is not given any more")
    assert marked(found) == "in_force"


# PS504.


def test_a_state_that_moved_back_is_reported_at_the_history(compare: Compare) -> None:
    now = TEXT[: TEXT.index("  - event: [terminated]")] + TOLD
    (found,) = recorded(compare(TEXT, now, selection=Selection(("PS504",))))
    assert (found.rule, found.code, found.severity) == ("state-moved-back", "PS504", Severity.WARNING)
    assert found.message == "on 2023-04-04 its state was 'terminated' at 'main', and is 'in_force' now"
    assert (found.line, marked(found), found.agreement) == (9, "history", "a")
    assert found.help == "if that is right, add 'corrected: reason' to the entry that changed"


def test_a_state_that_was_lost_is_reported(compare: Compare) -> None:
    (found,) = recorded(compare(TEXT, f"{HEAD}history: []\n", selection=Selection(("PS504",))))
    assert found.message == "on 2020-01-10 its state was 'signed' at 'main', and is 'no state' now"


def test_several_states_are_reported_in_order(compare: Compare) -> None:
    was = f"{HEAD}history:\n  - {{event: in_force, date: 2020-05}}\n  - {{event: terminated, date: 2020-06, reason: agreed}}\n"
    now = f"{HEAD}history:\n  - {{event: negotiating, date: 2020-01}}\n  - {{event: signed, date: 2020-04/2020-12}}\n"
    (found,) = recorded(compare(was, now, selection=Selection(("PS504",))))
    assert found.message == ("on 2020-05-31 its state was 'in_force' at 'main', and is 'negotiating or signed' now")
    was = was.replace("2020-06,", "2020-05-10/2020-08,").replace("date: 2020-05}", "date: 2020-05-01}")
    now = now.replace("2020-04/2020-12", "2020-12")
    (found,) = recorded(compare(was, now, selection=Selection(("PS504",))))
    assert found.message == "on 2020-05-01 its state was 'in_force' at 'main', and is 'negotiating' now"


def test_the_reason_for_what_moved_it_explains_a_state(compare: Compare) -> None:
    end = TEXT.index("  - event: [terminated]")
    was, now = TEXT[:end], TEXT[:end].replace("2022-03-30", "2022-03-31")
    select = Selection(("PS504",))
    assert [found.rule for found in recorded(compare(was, now, selection=select))] == ["state-moved-back"]
    assert recorded(compare(was, f"{now}    corrected: The notes say so.\n", selection=select)) == []
    elsewhere = now.replace("2020-01-10", "2020-01-10\n    corrected: By another hand.")
    assert [found.rule for found in recorded(compare(was, elsewhere, selection=select))] == ["state-moved-back"]


def test_a_source_that_was_rejected_may_move_the_state_back(compare: Compare) -> None:
    rejected = "[{source: p, rejected: why}, {source: q, rejected: why}]"
    # The effect of a consent would make force presumed.
    text = TEXT.replace("    effective: 2021-03-01\n", "")
    now = text.replace(FORCE, FORCE.replace("[p, q]", rejected))
    now = now[: now.index("  - event: [terminated]")]
    was = text[: text.index("  - event: [terminated]")]
    assert [found.rule for found in recorded(compare(was, now))] == ["state-moved-back"]


# PS503.


def test_a_deleted_agreement_is_reported_where_its_file_was(compare: Compare) -> None:
    other = TEXT.replace("id: a", "id: b").replace("Agreement A", "Agreement B").replace(" p", " p2")
    other = other.replace("[p", "[p2").replace(" q", " q2").replace(" u", " u2").replace("[u", "[u2")
    (found,) = recorded(compare({"old/a.yaml": TEXT, "b.yaml": other}, {"b.yaml": other}))
    assert (found.rule, found.code, found.severity) == ("agreement-removed", "PS503", Severity.ERROR)
    assert found.message == "the agreement 'a', recorded at 'main', is gone"
    assert found.help == "put its file back; record an agreement that is over as 'terminated'"
    assert (found.path, found.line, found.excerpt) == (str(Path("now", "old", "a.yaml")), 1, "")
    assert found.agreement == "a"


def test_an_agreement_that_moved_is_the_same_one(compare: Compare) -> None:
    assert recorded(compare(TEXT, {"elsewhere/a.yaml": TEXT})) == []
    moved = {"elsewhere/a.yaml": TEXT.replace("2022-03-30", "2022-03-31")}
    report = compare(TEXT, moved, selection=Selection(("PS501", "PS502", "PS503", "PS505")))
    assert [(found.rule, found.path) for found in recorded(report)] == [
        ("event-rewritten", str(Path("now", "elsewhere", "a.yaml")))
    ]


def test_an_agreement_of_another_id_is_reported_if_it_has_the_title(compare: Compare) -> None:
    (found,) = recorded(compare(TEXT, TEXT.replace("id: a", "id: b")))
    assert (found.rule, found.line, marked(found)) == ("agreement-removed", 1, "")
    assert found.path == str(Path("now", "a.yaml"))
    assert found.help == "it looks like 'b': keep the id"


def test_an_agreement_that_was_there_too_is_not_the_new_one(compare: Compare) -> None:
    twin = "id: b\ntitle: Agreement A\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    (found,) = recorded(compare({"a.yaml": TEXT, "b.yaml": twin}, {"b.yaml": twin}))
    assert found.help == "put its file back; record an agreement that is over as 'terminated'"


@pytest.mark.parametrize("name", ["a.yaml", "b.yaml"])
def test_an_unreadable_agreement_is_not_a_deletion(compare: Compare, name: str) -> None:
    """A file is known by the id that it gives itself, and by its name; its faults are reported."""
    broken = f"{TEXT}nonsense: 1\n"
    report = compare(TEXT, {name: broken})
    assert recorded(report) == []
    assert [found.rule for found in report.findings] == ["unknown-key"]
    without_id = compare(TEXT, {name: broken.replace("id: a\n", "")})
    assert [found.rule for found in recorded(without_id)] == ["agreement-removed"] * (name == "b.yaml")


def test_an_agreement_that_was_not_understood_is_gone_all_the_same(compare: Compare) -> None:
    other = "id: b\ntitle: B\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    report = compare({"old/a.yaml": f"{TEXT}nonsense: 1\n", "b.yaml": other}, {"b.yaml": other})
    (found,) = recorded(report)
    assert (found.rule, found.agreement, found.line) == ("agreement-removed", None, 1)
    assert found.message == "the agreement 'a', which was not understood at 'main', is gone"
    assert found.help == "put its file back, and correct it"
    assert found.path == str(Path("now", "old", "a.yaml"))
    assert [one.message for one in report.remarks] == [
        "compared with 'main'",
        f"not compared, since it could not be understood at 'main': {Path('base', 'old', 'a.yaml')}",
    ]


def test_a_file_that_gave_no_id_is_not_missed(compare: Compare) -> None:
    other = "id: b\ntitle: B\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    assert recorded(compare({"a.yaml": TEXT.replace("id: a\n", ""), "b.yaml": other}, {"b.yaml": other})) == []


def test_an_agreement_that_was_not_understood_and_is_there_is_not_compared(compare: Compare) -> None:
    assert recorded(compare(f"{TEXT}nonsense: 1\n", TEXT.replace(FORCE, ""))) == []
    assert recorded(compare(f"{TEXT}nonsense: 1\n", f"{TEXT}nonsense: 2\n")) == []


def test_a_new_agreement_is_free(compare: Compare) -> None:
    other = "id: b\ntitle: B\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    assert recorded(compare(TEXT, {"a.yaml": TEXT, "b.yaml": other})) == []


# PS505.


@pytest.mark.parametrize(
    ("old", "new", "what", "pointed"),
    [
        ("2024-05-05", "2024-05-06", "'published' was 2024-05-05, is 2024-05-06", "2024-05-06"),
        (", published: 2024-05-05", "", "'published' was 2024-05-05, is not given any more", "p"),
        (
            "published: 2024-05-05",
            "accessed: 2024, updated: 2025",
            "'published' was 2024-05-05, is not given any more",
            "p",
        ),
    ],
)
def test_a_source_with_another_date_is_reported(compare: Compare, old: str, new: str, what: str, pointed: str) -> None:
    (found,) = recorded(compare(TEXT, TEXT.replace(old, new), selection=Selection(("PS505",))))
    assert (found.rule, found.code, found.severity) == ("source-redated", "PS505", Severity.ERROR)
    assert found.message == f"source 'p' was recorded otherwise at 'main': {what}"
    assert (found.line, marked(found)) == (6, pointed)
    assert found.help == "restore it, or say why it changed with 'corrected: reason' in the source"


def test_only_what_was_recorded_is_reported_of_a_source(compare: Compare) -> None:
    was = TEXT.replace("{title: U}", "{title: U, updated: 2025-02-02, corrected: why}")
    now = TEXT.replace("{title: U}", "{title: V, published: 2025-01-01, updated: 2025-02-01}")
    (found,) = recorded(compare(was, now))
    assert found.message.endswith(
        ": 'updated' was 2025-02-02, is 2025-02-01; 'corrected' was why, is not given any more"
    )
    assert marked(found) == "2025-02-01"


def test_a_reason_allows_another_date_of_a_source(compare: Compare) -> None:
    now = TEXT.replace("published: 2024-05-05", "published: 2024-05-06, corrected: It was printed later.")
    assert recorded(compare(TEXT, now)) == []
    later = now.replace("2024-05-06", "2024-05-07")
    assert [found.rule for found in recorded(compare(now, later))] == ["source-redated"]


SHARED = "spare: {title: Spare, published: 2020}\nother: {title: Other, published: 2021}\n"


def test_a_deleted_source_is_reported_at_its_file(compare: Compare) -> None:
    left = SHARED.partition("\n")[2]
    (found,) = recorded(compare({"a.yaml": TEXT, "sources.yaml": SHARED}, {"a.yaml": TEXT, "sources.yaml": left}))
    assert found.message == "source 'spare', recorded at 'main', is gone"
    assert found.help == "put it back; if it is described under another id, keep the old one"
    assert (found.path, found.line) == (str(Path("now", "sources.yaml")), 1)
    inline = compare(TEXT.replace("  u:", "  spare: {title: S}\n  u:"), TEXT, selection=Selection(("PS505",))).findings
    assert [(one.message, one.path) for one in inline] == [(found.message, str(Path("now", "a.yaml")))]


def test_sources_deleted_with_their_file_are_reported(compare: Compare) -> None:
    found = recorded(compare({"a.yaml": TEXT, "sources.yaml": SHARED}, TEXT))
    assert [(one.message, one.path) for one in found] == [
        (f"source '{id}', recorded at 'main', is gone", str(Path("now", "sources.yaml"))) for id in ("other", "spare")
    ]


def test_sources_deleted_with_their_agreement_are_not_reported(compare: Compare) -> None:
    other = "id: b\ntitle: B\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    found = recorded(compare({"a.yaml": TEXT, "b.yaml": other}, {"b.yaml": other}))
    assert [one.rule for one in found] == ["agreement-removed"]


def test_a_source_that_moved_to_another_file_is_the_same_one(compare: Compare) -> None:
    now = {"a.yaml": TEXT.replace("  p: {title: P, published: 2024-05-05}\n", "")}
    now["sources/more.yaml"] = "p: {title: P, published: 2024-05-05}\n"
    assert recorded(compare(TEXT, now)) == []
    now["sources/more.yaml"] = "p: {title: P, published: 2024-05-06}\n"
    (found,) = recorded(compare(TEXT, now))
    assert (found.path, marked(found)) == (str(Path("now", "sources", "more.yaml")), "2024-05-06")


@pytest.mark.parametrize(
    "broken",
    [
        "spare: {title: Spare, published: 2020, nonsense: 1}\nother: {title: Other, published: 2021}\n",
        "other: {title: Other, published: 2021}\nspare: {title: [\n",
        "other: {title: [\n",
    ],
)
def test_an_unreadable_source_file_is_not_a_deletion(compare: Compare, broken: str) -> None:
    report = compare({"a.yaml": TEXT, "sources.yaml": SHARED}, {"a.yaml": TEXT, "sources.yaml": broken})
    assert recorded(report) == []
    assert report.worst() is Severity.ERROR


# The comparison.


def test_without_a_base_these_rules_find_nothing(compare: Compare, tmp_path: Path) -> None:
    compare(TEXT, f"{HEAD}history: []\n")
    report = check_folder(read_folder(tmp_path / "now"), TODAY)
    assert recorded(report) == []
    assert report.remarks == ()


def test_with_a_base_without_agreements_these_rules_find_nothing(compare: Compare) -> None:
    compare(TEXT, TEXT)
    report = check_folder(read_folder(Path("now")), TODAY, base=Base("main", "0123456789abcdef", None))
    assert recorded(report) == []
    (remark,) = report.remarks
    assert remark.message == "there were no agreements in now at 'main' (0123456789ab): nothing was compared"


def test_with_a_base_without_agreements_no_comment_is_unused(compare: Compare) -> None:
    compare(TEXT, f"{TEXT}# pactstate: ignore-file[event-rewritten] it is meant\n")
    report = check_folder(read_folder(Path("now")), TODAY, base=Base("main", None, None))
    assert "unused-ignore" not in {found.rule for found in report.findings}


@pytest.mark.parametrize(("side", "heeded"), [("base", True), ("now", False)])
def test_the_settings_that_count_are_those_of_the_base(compare: Compare, side: str, heeded: bool) -> None:
    """A comment in the changed file cannot silence the report of its change."""
    compare(TEXT, TEXT.replace(FORCE, ""))
    Path(side, "pactstate.toml").write_text("format = 1\nignore = ['PS5']\n")
    base = Base("main", None, read_folder(Path("base")))
    report = check_folder(read_folder(Path("now")), TODAY, base=base)
    assert (recorded(report) == []) is heeded


def test_only_what_is_asked_for_is_reported(compare: Compare) -> None:
    other = "id: b\ntitle: B\nkind: treaty\nparties: [JP, PH]\nhistory:\n  - {event: proposed, date: 2020}\n"
    was = {"a.yaml": TEXT, "b.yaml": other, "sources.yaml": SHARED}
    now = {"b.yaml": other.replace("2020", "2021")}

    def only(name: str) -> list[str]:
        report = compare(was, now, only=lambda path: path == str(Path("now", name)))
        return sorted(found.rule for found in recorded(report))

    assert only("a.yaml") == ["agreement-removed"]
    assert only("b.yaml") == ["event-rewritten", "state-moved-back"]
    assert only("sources.yaml") == ["source-redated"] * 2
    assert only("c.yaml") == []


# Comments that silence.

REDATED = TEXT.replace("date: 2022-03-30", "date: 2022-03-29")


BACK = TEXT.replace(FORCE, "").replace("[terminated]", "note").replace("    reason: agreed\n", "")
WRONG = {
    "event-rewritten": REDATED,
    "event-removed": TEXT.replace(FORCE, ""),
    "source-redated": TEXT.replace("2024-05-05", "2024-05-04"),
    "agreement-removed": TEXT.replace("id: a", "id: b"),
    "state-moved-back": BACK,
}


@pytest.mark.parametrize("rule", [name for name in WRONG if RULES[name].severity is Severity.ERROR])
def test_no_comment_silences_what_only_a_correction_excuses(compare: Compare, rule: str) -> None:
    selection = Selection((rule, "PS9"))
    assert [found.rule for found in compare(TEXT, WRONG[rule], selection=selection).findings] == [rule]
    for line in range(WRONG[rule].count("\n")):
        for word in ("ignore", "ignore-file"):
            lines = WRONG[rule].split("\n")
            lines[line] += f"  # pactstate: {word}[{rule}] it is meant"
            report = compare(TEXT, "\n".join(lines), selection=selection)
            assert report.suppressed == ()
            assert sorted(found.rule for found in report.findings) == sorted([rule, "unused-ignore"])
            (unused,) = (found for found in report.findings if found.rule == "unused-ignore")
            assert unused.message == f"'{rule}' cannot be silenced"


def test_a_comment_silences_a_step_back(compare: Compare) -> None:
    def with_comment(line: int, word: str = "ignore") -> Report:
        lines = BACK.split("\n")
        lines[line - 1] += f"  # pactstate: {word}[state-moved-back] it is meant"
        return compare(TEXT, "\n".join(lines), selection=Selection(("PS504", "PS9")))

    for line in range(1, BACK.count("\n")):
        report = with_comment(line)
        silenced = [one.finding.rule for one in report.suppressed]
        assert silenced == ["state-moved-back"] * (line == 9)
        assert {found.rule for found in report.findings} == (
            set() if silenced else {"state-moved-back", "unused-ignore"}
        )
    assert with_comment(2, "ignore-file").findings == ()


@pytest.mark.parametrize("rule", [name for name, info in RULES.items() if info.base])
def test_a_comment_is_unused_only_where_something_was_compared(compare: Compare, rule: str) -> None:
    """A check without a base must not ask for the deletion of what one with a base needs."""
    text = f"{TEXT}# pactstate: ignore-file[{rule}] it is meant\n"
    against = [found for found in compare(text, text).findings if found.rule == "unused-ignore"]
    assert [(found.line, marked(found)) for found in against] == [(30, rule)]
    alone = check_folder(read_folder(Path("now"), config=Config()), TODAY)
    assert [found for found in alone.findings if found.rule == "unused-ignore"] == []


def test_rules_are_selected_and_ignored_by_name_and_code(compare: Compare) -> None:
    now = REDATED.replace("2024-05-05", "2024-05-04").replace(SIGNED, "")

    def rules(**words: tuple[str, ...]) -> set[str]:
        return {found.rule for found in compare(TEXT, now, selection=Selection(**words)).findings}

    every = {"event-removed", "event-rewritten", "state-moved-back", "source-redated"}
    assert rules(select=("PS5",)) == every
    assert rules(select=("PS5",), ignore=("PS502", "source-redated")) == {"event-removed", "state-moved-back"}
    assert rules(select=("event-rewritten",)) == {"event-rewritten"}
    assert rules(ignore=("PS5",)).isdisjoint(every)


# As the command has it.


@pytest.fixture
def command(compare: Compare, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(before: Files, after: Files, *words: str) -> tuple[int, str]:
        compare(before, after)
        code = main(["check", "now", "--against", "./base", "--today", "2026-11-22", *words])
        return code, capsys.readouterr().out

    return run


def test_the_command_fails_for_what_is_rewritten(command: Callable[..., tuple[int, str]]) -> None:
    code, out = command(TEXT, REDATED)
    assert code == 1
    assert "error[event-rewritten]: 'in_force' on 2022-03-30 was recorded otherwise at './base': 'date' was" in out
    assert command(TEXT, TEXT)[0] == 0
    assert command(TEXT, REDATED, "--ignore", "PS5")[0] == 0
    assert command(TEXT, REDATED, "--select", "PS1")[0] == 0


def test_the_command_fails_for_a_state_that_moved_back_when_strict(command: Callable[..., tuple[int, str]]) -> None:
    text = TEXT.replace("    effective: 2021-03-01\n", "")
    now = text.replace(FORCE, FORCE.replace("[p, q]", "[{source: p, rejected: why}, {source: q, rejected: why}]"))
    now = now.replace("  - event: [terminated]", "  - event: note").replace("    reason: agreed\n", "")
    select = ("--select", "PS5")
    was = text.replace("  - event: [terminated]", "  - event: note").replace("    reason: agreed\n", "")
    code, out = command(was, now, *select)
    assert code == 0
    assert out.startswith("warning[state-moved-back]: on 2022-03-30 its state was 'in_force' at './base'")
    code, out = command(was, now, *select, "--strict")
    assert code == 1
    assert out.startswith("error[state-moved-back]: ")
    assert command(was, now, *select, "--fail-on", "warning")[0] == 1


def test_a_source_that_only_grew_hides_no_other(write: Write) -> None:
    text = head() + reported("signed", "2020") + SOURCES
    then = write(x=text + dated("a", "2026-01-01") + dated("b", "2026-01-01"))
    base = Base("main", None, read_folder(then, config=Config()))
    grown = "  a: {title: a, publisher: P, published: 2026-01-01, updated: 2026-02-01}\n"
    now = read_folder(write(x=text + grown + dated("b", "2026-03-01")), config=Config())
    told = [one for one in check_folder(now, TODAY, base=base).findings if one.rule == "source-redated"]
    assert [one.message.partition(" was")[0] for one in told] == ["source 'b'"]


def test_deletions_in_the_rest_of_the_folder_are_not_reported(write: Write) -> None:
    text = "id: {}\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    then = write(**{id: text.format(id) for id in "xyz"})
    base = Base("main", None, read_folder(then, config=Config()))
    for id in "yz":
        (then / f"{id}.yaml").unlink()
    now = read_folder(then, config=Config())
    told = check_folder(now, TODAY, base=base, only=lambda path: path.endswith(("x.yaml", "y.yaml"))).findings
    assert [one.message.partition(",")[0] for one in told] == ["the agreement 'y'"]


def test_that_the_settings_of_the_base_could_not_be_used_is_said(write: Write) -> None:
    folder = read_folder(write(x="id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"), config=Config())
    said_so = "the settings at 'main' could not be used, so that the present ones were"
    for unsettled in (True, False):
        remarks = check_folder(folder, TODAY, base=Base("main", None, folder, unsettled=unsettled)).remarks
        assert (said_so in [one.message for one in remarks]) is unsettled


PAPER = "sources:\n  s: {title: S, published: 2026-01-01}\n"


def test_a_renamed_agreement_is_compared_with_its_old_record(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    two = ("event: signed, date: 2010-01-10", "event: in_force, date: 2012-01-10")
    (before / "old.yaml").write_text(agreement_text("old", *two), encoding="utf-8")

    def rules(*entries: str, source: str = PAPER) -> list[str]:
        text = agreement_text("new", *entries, head="formerly: [old]\n").replace(PAPER, source)
        (after / "new.yaml").write_text(text, encoding="utf-8")
        report = pactstate.check(after, today=TODAY, against=str(before))
        return [one.rule for one in report.findings if one.code.startswith("PS50")]

    assert rules(*two) == []
    assert "event-removed" in rules(two[0])
    assert rules(*two, source=PAPER.replace("2026-01-01", "2026-01-02")) == ["source-redated"]
    (after / "new.yaml").write_text(agreement_text("new", *two), encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == ["agreement-removed"]


def test_an_agreement_may_be_merged_into_another_one(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, keys in ((before, ""), (after, "formerly: [old]\n")):
        folder.mkdir()
        (folder / "kept.yaml").write_text(agreement_text("kept", *SIGNED_IN_FORCE, head=keys), encoding="utf-8")
    (before / "old.yaml").write_text(agreement_text("old", *FORCE), encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == []
    (before / "old.yaml").write_text(agreement_text("old", *FORCE) + "x: [\n", encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == []
