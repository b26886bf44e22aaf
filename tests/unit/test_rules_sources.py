"""Rules on sources: unknown, unused, undated, taken twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pactstate
from builders import (
    TODAY,
    Write,
    entry,
    findings_in,
    found,
    head,
    places_of,
    reported,
    rules_of,
    said,
    source,
    text_at,
)
from pactstate.cli import main


# evidence
def test_a_source_described_elsewhere_is_pointed_to(write: Write) -> None:
    text = head()
    first = text.replace("id: x", "id: a").replace("history:\n", "sources:\n  paper: {title: Paper}\nhistory:\n")
    second = text + "  - {event: signed, date: 2020, reported_by: [paper]}\n"
    report = pactstate.check(write(a=first + "  []\n", x=second))
    (found,) = [finding for finding in report.findings if finding.rule == "unknown-source"]
    assert found.help == "it is described in a.yaml: move it to sources.yaml, where others can cite it"


def test_every_kind_of_citation_is_looked_up(write: Write) -> None:
    text = head()
    entry = (
        "  - {event: signed, date: 2020, reported_by: [one, {source: two}], announced_by: three, denied_by: [four]}\n"
        "statements:\n  - {source: five, says: signed}\n"
    )
    report = pactstate.check(write(x=text + entry))
    found = [finding for finding in report.findings if finding.rule == "unknown-source"]
    assert [text_at(write, finding) for finding in found] == ["one", "two", "three", "four", "five"]
    assert all(str(finding.help).startswith("describe it under 'sources:' with this line") for finding in found)


def test_a_source_that_only_a_statement_cites_is_used(write: Write) -> None:
    extra = "  q: {title: Q, publisher: P, published: 2026-02-01}\n"
    history = [reported("in_force", "2020-01-01")]
    assert len(found(write, "unused-source", *history, sources=extra)) == 1
    assert found(write, "unused-source", *history, sources=extra, more=said("source: q, says: in_force")) == []


def test_the_claims_of_an_undated_source_may_leave_it_one_day(write: Write) -> None:
    undated = "  q: {title: Q, publisher: P, accessed: 2024-07-08}\n"
    (one,) = found(write, "undated-source", reported("signed", "2024-07-09", "reported_by: q"), sources=undated)
    assert one.message.endswith("its claims put it in 2024-07-08")


@pytest.mark.parametrize("field", ["updated", "accessed", "archived"])
def test_the_day_that_is_too_early_is_pointed_at(write: Write, field: str) -> None:
    extra = f"  q: {{title: Q, publisher: P, published: 2026-02-01, {field}: 2025-07-08}}\n"
    (one,) = found(write, "source-clock", reported("signed", "2024", "reported_by: q"), sources=extra)
    assert text_at(write, one) == "2025-07-08"


def test_a_source_open_at_both_ends_does_not_stop_the_check(write: Write) -> None:
    undated = "  q: {title: Q}\n"
    told = findings_in(write, entry("signed", "../2020", "reported_by: [q]"), undated)
    assert [one.message for one in told] == ["'q' has no 'published'"]
    told = findings_in(write, entry("signed", "2020/..", "announced_by: [q]"), undated)
    assert [one.message for one in told] == ["'q' has no 'published'"]


def test_a_broken_file_of_sources_does_not_make_every_source_unknown(write: Write) -> None:
    history = head() + entry("signed", "2020", "reported_by: [a, b, c]")
    a, b = "a: {title: A, published: 2021}\n", "b: {titel: B, published: 2021}\n"
    told = [one for one in pactstate.check(write(x=history, sources=a + b)).findings if one.rule != "single-witness"]
    assert set(rules_of(told)) == {"unknown-key", "unknown-source"}
    (unknown,) = [one for one in told if one.rule == "unknown-source"]
    assert unknown.message == "no source 'c' is described here"
    for broken in (a + "[", b"\xff", "[a]"):
        assert "unknown-source" not in rules_of(list(pactstate.check(write(x=history, sources=broken)).findings))


def test_clocks_are_compared_as_intervals(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: [s, d]")
    for published, accessed, wrong in (
        ("2020-06", "2020-06-15", False),
        ("2020-06-15", "2020-06", False),
        ("2020-06-15", "2020-05", True),
        ("2020-06", "2020-05-31", True),
    ):
        told = findings_in(write, history, source("d", published, f", accessed: {accessed}"))
        assert ("source-clock" in rules_of(told)) is wrong, (published, accessed)


def test_what_a_rejected_claim_implies_does_not_bound_a_source(write: Write) -> None:
    history = entry("signed", "2020-03-10", "reported_by: web") + entry(
        "in_force", "2021", "reported_by: [s, {source: web, rejected: speaks of another}]"
    )
    told = findings_in(write, history, "  web: {title: Web}\n")
    (undated,) = [one for one in told if one.rule == "undated-source"]
    assert undated.message.endswith("put it in 2020-03-09/..")


def test_a_source_that_others_copy_is_used(write: Write) -> None:
    sources = source("agency", "2020-03-10") + source("copy", "2020-03-11", ", based_on: agency")
    start = head(more=f"sources:\n{sources}")
    report = pactstate.check(write(x=start + entry("signed", "2020-03-10", "reported_by: copy")), today=TODAY)
    assert rules_of(list(report.findings)) == []


INLINE = (
    "id: {id}\ntitle: {id}\nkind: treaty\nparties: [JP, PH]\nsources:\n  s: {source}\n"
    "history:\n  - {{event: signed, date: 2010-01-10, reported_by: [{cited}]}}\n"
)


PAPER = "{title: S, published: 2026-01-01}"


def inline(id: str, source: str = PAPER, cited: str = "s") -> str:
    return INLINE.format(id=id, source=source, cited=cited)


def test_two_files_may_each_describe_a_source_of_the_same_id(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", "{title: Another, published: 2025-01-01}"))
    assert places_of(path, "duplicate-id", "unused-source") == []
    registry = pactstate.load(path)
    assert [str(registry[id].sources[0].published) for id in "ab"] == ["2026-01-01", "2025-01-01"]
    assert [source.title for source in registry.sources] == ["S", "Another"]


def test_an_id_of_a_shared_source_is_taken_in_every_file(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b"), sources=f"s: {PAPER}\n")
    message = "the id 's' is taken already by another source, line 1 of sources.yaml"
    assert places_of(path, "duplicate-id", "unused-source") == [
        ("duplicate-id", message, "a.yaml", 6),
        ("duplicate-id", message, "b.yaml", 6),
    ]


def test_a_source_is_used_by_its_own_file_only(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", cited="t"), sources=f"t: {PAPER}\n")
    assert places_of(path, "unused-source") == [("unused-source", "nothing in this file cites 's'", "b.yaml", 6)]
    based = inline("b", PAPER, "u").replace("history:", "  u: {title: U, published: 2026, based_on: [s]}\nhistory:")
    assert [name for *_, name, _ in places_of(write(b=based), "unused-source")] == ["sources.yaml"]


def test_every_undated_source_of_an_id_has_a_finding_and_its_own_bounds(write: Write) -> None:
    path = write(a=inline("a", "{title: S}"), b=inline("b", "{title: T}").replace("2010-01-10", "2012-01-10"))
    assert places_of(path, "undated-source") == [
        ("undated-source", "'s' has no 'published'; its claims put it in 2010-01-09/..", "a.yaml", 6),
        ("undated-source", "'s' has no 'published'; its claims put it in 2012-01-09/..", "b.yaml", 6),
    ]


def test_a_source_is_not_based_on_one_of_another_file(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", "{title: T, published: 2026, based_on: [s, other]}"))
    assert places_of(path, "unknown-source") == [("unknown-source", "no source 'other' is described here", "b.yaml", 6)]
    path = write(b=inline("b"), sources="t: {title: T, published: 2026, based_on: [s]}\n")
    (one,) = [one for one in pactstate.check(path, today=TODAY).findings if one.rule == "unknown-source"]
    assert (one.message, one.help) == (
        "no source 's' is described here",
        "it is described in a.yaml: move it to sources.yaml, where others can cite it",
    )


def test_sources_of_the_same_id_are_shown_apart(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(a=inline("a"), b=inline("b", "{title: Another, published: 2025-01-01}"), c=inline("c"))
    assert main(["sources", "s", "--data", str(path), "--format", "json"]) == 0
    records = json.loads(capsys.readouterr().out)["sources"]
    assert [(one["title"], one["agreements"]) for one in records] == [("S", ["a", "c"]), ("Another", ["b"])]


def rewritten(path: Path, base: Path) -> list[tuple[str, str]]:
    report = pactstate.check(path, today=TODAY, against=str(base))
    return [(Path(one.path).name, one.message) for one in report.findings if one.rule == "source-redated"]


def test_each_file_keeps_the_day_of_its_source(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, day in ((before, "2025-01-01"), (after, "2025-01-05")):
        folder.mkdir()
        (folder / "a.yaml").write_text(inline("a"), encoding="utf-8")
        (folder / "b.yaml").write_text(inline("b", f"{{title: T, published: {day}}}"), encoding="utf-8")
    ((name, message),) = rewritten(after, before)
    assert name == "b.yaml"
    assert "'published' was 2025-01-01, is 2025-01-05" in message
    (after / "b.yaml").write_text(inline("b", PAPER, "t").replace("  s:", "  t:"), encoding="utf-8")
    ((name, message),) = rewritten(after, before)
    assert (name, message.endswith("is gone")) == ("b.yaml", True)


def test_a_source_may_be_moved_between_its_file_and_the_shared_ones(tmp_path: Path) -> None:
    own, shared = tmp_path / "own", tmp_path / "shared"
    for folder in (own, shared):
        folder.mkdir()
    (own / "a.yaml").write_text(inline("a"), encoding="utf-8")
    (shared / "a.yaml").write_text(inline("a").replace(f"sources:\n  s: {PAPER}\n", ""), encoding="utf-8")
    (shared / "sources.yaml").write_text(f"s: {PAPER}\n", encoding="utf-8")
    assert rewritten(own, shared) == rewritten(shared, own) == []
    (shared / "sources.yaml").write_text("s: {title: S, published: 2026-01-05}\n", encoding="utf-8")
    assert [name for name, _ in rewritten(own, shared)] == ["a.yaml"]
    assert [name for name, _ in rewritten(shared, own)] == ["sources.yaml"]


def test_a_source_that_copies_what_is_not_described(write: Write) -> None:
    sources = "a: {title: A, based_on: [b, c]}\nb: {title: B}\nlonger-name: {title: L, based_on: longer-nmae}\n"
    text = "id: x\ntitle: T\nkind: gsoia\nparties: [JP, PH]\nhistory: []\n"
    report = pactstate.check(write(x=text, sources=sources))
    told = [(one.line, one.column, one.message, one.help) for one in report.findings if one.rule == "unknown-source"]
    assert told == [
        (1, 29, "no source 'c' is described here", "describe it, or name its publisher in a 'note'"),
        (
            3,
            35,
            "no source 'longer-nmae' is described here",
            "did you mean 'longer-name'? if not, describe it, or name its publisher in a 'note'",
        ),
    ]


def test_an_undated_source_whose_claims_contradict_each_other_has_no_bounds(write: Write) -> None:
    history = entry("signed", "2024", "announced_by: q") + entry("in_force", "2025-06-01", "reported_by: q")
    told = findings_in(write, history, "  q: {title: Q}\n")
    assert [one.message for one in told if one.rule == "undated-source"] == ["'q' has no 'published'"]
    only_states = findings_in(write, "  []\n", "  q: {title: Q}\n", after="statements: [{source: q, says: signed}]\n")
    assert [one.message for one in only_states] == ["'q' has no 'published'"]
