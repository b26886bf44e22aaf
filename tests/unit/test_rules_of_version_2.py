"""Rules that version 2 of the domain changed, where no case of ``answers.yaml`` shows it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from pactstate.cli import main
from pactstate.views.history_json import render_json

TODAY = dt.date(2026, 11, 22)
Write = Callable[..., Path]
SOURCES = "sources:\n  s: {title: S, published: 2026-01-01}\n"


def agreement(id: str, *entries: str, head: str = "") -> str:
    history = "".join(f"  - {{{entry}, reported_by: [s]}}\n" for entry in entries)
    return f"id: {id}\ntitle: {id}\nkind: treaty\nparties: [JP, PH]\n{head}{SOURCES}history:\n{history}"


def messages(path: Path, rule: str) -> list[str]:
    return [one.message for one in pactstate.check(path, today=TODAY).findings if one.rule == rule]


FORCE = ("event: [signed, in_force], date: 2010-01-10",)
END = "event: terminated, date: 2020-01-10, reason: replaced"


def test_a_chain_that_comes_back_is_named_in_each_of_its_agreements(write: Write) -> None:
    files = {
        name: agreement(name, *FORCE, END, head=f"replaces: [{before}]\nreplaced_by: [{after}]\n")
        .replace("sources:", "# sources:")
        .replace("  s: {", "#  s: {")
        for name, before, after in (("a", "c", "b"), ("b", "a", "c"), ("c", "b", "a"))
    }
    path = write(**files, sources="s: {title: S, published: 2026-01-01}\n")
    assert messages(path, "link-mismatch") == [
        f"by way of '{other}' the agreement replaces itself" for other in ("b", "c", "a")
    ]


def test_a_chain_that_ends_is_no_circle(write: Write) -> None:
    old = agreement("old", *FORCE, END, head="replaced_by: [new]\n")
    new = agreement("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    assert messages(write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]")), "link-mismatch") == []


def test_an_end_by_a_successor_names_it(write: Write) -> None:
    assert messages(write(x=agreement("x", *FORCE, END)), "link-mismatch") == [
        "'reason: replaced' does not say by which agreement"
    ]


def test_what_is_in_force_after_its_successor_needs_an_end(write: Write) -> None:
    old = agreement("old", *FORCE, head="replaced_by: [new]\n")
    new = agreement("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    path = write(old=old, new=new.replace("  s:", "  t:").replace("[s]", "[t]"))
    (one,) = messages(path, "link-mismatch")
    assert one.startswith("in force without an end, while its successor 'new' entered into force on 2020-01-10")


def test_a_mistyped_year_of_a_step_that_others_need_is_the_odd_date(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2091-02-10",
        "event: suspended, date: 2012-01-10",
        "event: resumed, date: 2013-01-10",
    )
    found = pactstate.check(write(x=agreement("x", *entries)), today=TODAY).findings
    helps = {one.rule: str(one.help) for one in found if one.rule in ("future-event", "out-of-order")}
    assert helps["out-of-order"].startswith("without this date the history is consistent")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("event: postponed, of: signed, date: 2012-01-10", ["no 'signed' is announced above that could be postponed"]),
        ("event: provisional_ended, date: 2012-01-10", ["nothing is applied provisionally that could end"]),
        ("event: withdrawn, of: ratified, party: PH, date: 2012-01-10", ["no 'ratified' by PH is recorded that could"]),
    ],
)
def test_what_acts_on_nothing(write: Write, entry: str, said: list[str]) -> None:
    found = messages(write(x=agreement("x", "event: signed, date: 2010-01-10", entry)), "nothing-to-act-on")
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


def test_a_postponed_effect_does_not_come_about(write: Write) -> None:
    entries = (
        "event: signed, date: 2010-01-10",
        "event: in_force, date: 2010-02-10, effective: 2010-06-10",
        "event: postponed, of: in_force, date: 2010-05-10",
    )
    one = pactstate.load(write(x=agreement("x", *entries)))["x"]
    assert one.status("2011-01-01").state == "signed"
    assert one.status("2010-04-01").expected == ()


def test_a_revocation_stops_an_end_that_was_decided(write: Write) -> None:
    entries = (
        *FORCE,
        "event: withdrawn, party: PH, date: 2015-01-10, effective: 2016-01-10",
        "event: notice_revoked, party: PH, date: 2015-06-10",
    )
    path = write(x=agreement("x", *entries))
    assert pactstate.load(path)["x"].status("2020-01-01").state == "in_force"
    assert messages(path, "nothing-to-act-on") == []


def test_force_by_the_rule_of_the_agreement_is_expected(write: Write) -> None:
    head = "entry_into_force: {after: ratified, days: 30}\n"
    one = pactstate.load(
        write(x=agreement("x", "event: signed, date: 2026-01-01", "event: ratified, date: 2026-01-02", head=head))
    )["x"]
    assert [str(item) for item in one.status("2026-01-10", today=TODAY).expected] == ["in_force 2026-02-01 by rule"]
    assert one.status("2026-02-10", today=TODAY).expected == ()


def test_the_last_day_for_notice_is_shown_with_the_end_of_the_term(write: Write) -> None:
    head = "term: {years: 10, renews: false, notice: 6 months}\n"
    one = pactstate.load(write(x=agreement("x", "event: [signed, in_force], date: 2020-08-31", head=head)))["x"]
    (end,) = one.status("2026-01-10", today=TODAY).expected
    assert (str(end), str(end.notice_by)) == ("end of term 2030-08-31", "2030-02-28")
    extended = agreement(
        "x", "event: [signed, in_force], date: 2020-08-31", "event: extended, date: 2025-01-10, until: 2040", head=head
    )
    (end,) = pactstate.load(write(x=extended))["x"].status("2026-01-10", today=TODAY).expected
    assert str(end) == "end of term 2040"


def test_silence_says_so_and_presumes_nothing(write: Write) -> None:
    head = "not_recorded: [ratified, in_force]\n"
    one = pactstate.load(write(x=agreement("x", "event: signed, date: 2010-01-10", head=head)))["x"]
    status = one.status("2020-01-01", today=TODAY)
    assert (status.state, status.presumed, [str(kind) for kind in status.silent]) == (
        None,
        None,
        ["ratified", "in_force"],
    )
    assert {str(place) for place in status.of("JP").possible} == {"signed", "consented", "bound"}
    assert one.status("2009-01-01").unbegun


def test_a_listed_party_alone_needs_an_open_list(write: Write) -> None:
    text = agreement("x", "event: signed, date: 2010-01-10").replace("[JP, PH]", "[JP]")
    (found,) = [one for one in pactstate.check(write(x=text), today=TODAY).findings if one.rule == "invalid-value"]
    assert "open: true" in str(found.help)


def test_two_houses_approve_in_part_and_then_whole(write: Write) -> None:
    entries = [
        "event: signed, date: 2010-01-10",
        "event: approved, party: PH, partial: true, date: 2011-01-10",
        "event: approved, party: PH, date: 2012-01-10",
    ]
    one = pactstate.load(write(x=agreement("x", *entries)))["x"]
    assert (one.status("2011-06-01").approved, one.status("2011-06-01").approved_in_part) == ((), ("PH",))
    assert (one.status("2012-06-01").approved, one.status("2012-06-01").approved_in_part) == (("PH",), ())


def test_how_a_party_consented(write: Write) -> None:
    text = agreement(
        "x", "event: signed, date: 2010-01-10", "event: ratified, manner: accession, party: PH, date: 2011-01-10"
    )
    standing = pactstate.load(write(x=text))["x"].status("2012-01-01", party="PH")
    assert (standing.manner, str(standing), standing.certain) == (
        "accession",
        "consented since 2011-01-10",
        pactstate.Place.CONSENTED,
    )


def test_a_party_of_which_nothing_is_recorded_is_not_yet_one(write: Write) -> None:
    one = pactstate.load(write(x=agreement("x", "event: signed, date: 2010-01-10")))["x"]
    assert str(one.status("2012-01-01", party="FR")) == "not yet a party"


INLINE = (
    "id: {id}\ntitle: {id}\nkind: treaty\nparties: [JP, PH]\nsources:\n  s: {source}\n"
    "history:\n  - {{event: signed, date: 2010-01-10, reported_by: [{cited}]}}\n"
)
PAPER = "{title: S, published: 2026-01-01}"


def inline(id: str, source: str = PAPER, cited: str = "s") -> str:
    return INLINE.format(id=id, source=source, cited=cited)


def found(path: Path, *rules: str) -> list[tuple[str, str, str, int]]:
    findings = pactstate.check(path, today=TODAY).findings
    return [(one.rule, one.message, Path(one.path).name, one.line) for one in findings if one.rule in rules]


def test_two_files_may_each_describe_a_source_of_the_same_id(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", "{title: Another, published: 2025-01-01}"))
    assert found(path, "duplicate-id", "unused-source") == []
    registry = pactstate.load(path)
    assert [str(registry[id].sources[0].published) for id in "ab"] == ["2026-01-01", "2025-01-01"]
    assert [source.title for source in registry.sources] == ["S", "Another"]


def test_an_id_of_a_shared_source_is_taken_in_every_file(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b"), sources=f"s: {PAPER}\n")
    message = "the id 's' is taken already by another source, line 1 of sources.yaml"
    assert found(path, "duplicate-id", "unused-source") == [
        ("duplicate-id", message, "a.yaml", 6),
        ("duplicate-id", message, "b.yaml", 6),
    ]


def test_a_source_is_used_by_its_own_file_only(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", cited="t"), sources=f"t: {PAPER}\n")
    assert found(path, "unused-source") == [("unused-source", "nothing in this file cites 's'", "b.yaml", 6)]
    based = inline("b", PAPER, "u").replace("history:", "  u: {title: U, published: 2026, based_on: [s]}\nhistory:")
    assert [name for *_, name, _ in found(write(b=based), "unused-source")] == ["sources.yaml"]


def test_every_undated_source_of_an_id_has_a_finding_and_its_own_bounds(write: Write) -> None:
    path = write(a=inline("a", "{title: S}"), b=inline("b", "{title: T}").replace("2010-01-10", "2012-01-10"))
    assert found(path, "undated-source") == [
        ("undated-source", "'s' has no 'published'; its claims put it in 2010-01-09/..", "a.yaml", 6),
        ("undated-source", "'s' has no 'published'; its claims put it in 2012-01-09/..", "b.yaml", 6),
    ]


def test_a_source_is_not_based_on_one_of_another_file(write: Write) -> None:
    path = write(a=inline("a"), b=inline("b", "{title: T, published: 2026, based_on: [s, other]}"))
    assert found(path, "unknown-source") == [("unknown-source", "no source 'other' is described here", "b.yaml", 6)]
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


def history(*entries: str, sources: str = "s: {title: S, published: 2026-01-01}") -> str:
    text = "".join(f"  - {{{entry}}}\n" for entry in entries)
    return f"id: x\ntitle: x\nkind: treaty\nparties: [JP, PH]\nsources: {{{sources}}}\nhistory:\n{text}"


def helps(path: Path, rule: str) -> list[tuple[int, str]]:
    return [(one.line, str(one.help)) for one in pactstate.check(path, today=TODAY).findings if one.rule == rule]


def test_odd_entries_that_contradict_each_other_only_are_out_of_order(write: Write) -> None:
    entries = ("negotiating, date: 2015", "resumed, date: 2012", "notice_revoked, party: JP, date: 2010")
    text = history(*(f"event: {entry}, reported_by: [s]" for entry in entries), "event: signed, date: 2016")
    lines = [line for _, _, _, line in found(write(x=text), "out-of-order")]
    assert lines, "resumed before negotiating"
    only = history(
        "event: signed, date: 2009",
        "event: resumed, date: 2012, reported_by: [s]",
        "event: notice_revoked, party: JP, date: 2010, reported_by: [s]",
        "event: in_force, date: 2016",
    )
    told = found(write(x=only), "out-of-order", "nothing-to-act-on", "illegal-transition")
    assert ("out-of-order", 9) in [(rule, line) for rule, _, _, line in told]


def test_a_swapped_day_is_asked_for_where_another_rule_finds_it(write: Write) -> None:
    sources = "s: {title: S, published: 2024-03-15}"
    text = history("event: signed, date: 2024-11-03, reported_by: [s]", sources=sources)
    ((_, help),) = helps(write(x=text), "report-before-event")
    assert help.startswith("are day and month of the date in line 7 swapped? '2024-03-11' would be consistent; ")
    assert help.endswith("an article 'updated' later says so")
    text = history("event: signed, date: 2024-11-03, reported_by: [s]", sources=sources.replace("03-15", "03-09"))
    ((_, help),) = helps(write(x=text), "report-before-event")
    assert "swapped" not in help
    text = history("event: signed, date: 2026-12-05, reported_by: [s]", sources="s: {title: S}")
    ((_, help),) = helps(write(x=text), "future-event")
    assert help.startswith("are day and month of the date in line 7 swapped? '2026-05-12' would")


def test_a_swapped_effect_is_asked_for_where_it_is_odd(write: Write) -> None:
    text = history(
        "event: [signed, in_force], date: 2010-01-20",
        "event: notice_given, party: JP, date: 2020-01-20, effective: 2020-09-01",
        "event: notice_revoked, party: JP, date: 2020-12-08",
    )
    ((_, help),) = helps(write(x=text), "notice-already-effective")
    assert "'2020-08-12' would be consistent" in help


def test_two_announcements_with_two_days_are_an_info(write: Write) -> None:
    sources = "a: {title: A, published: 2025-01-01}, b: {title: B, published: 2025-02-01}"
    claims = "announced_by: [{source: a, date: 2025-03-01}, {source: b, date: 2025-05}]"
    text = history("event: signed, date: 2025, " + claims, sources=sources)
    (one,) = [one for one in pactstate.check(write(x=text), today=TODAY).findings if one.rule == "date-conflict"]
    assert (str(one.severity), one.message) == (
        "info",
        "'signed' is announced for 2025-03-01 by 'a' (line 7) and for 2025-05 by 'b'",
    )
    for same in (text.replace("2025-05}", "2025-03}"), text.replace("2025-05}]", "2025-05}], reported_by: [s]")):
        assert found(write(x=same), "date-conflict") == []


PAPERS = (
    "gazette: {title: G, publisher: Gazette, published: 2025-09-12}, paper: {title: P, published: 2025-08-12}, "
    "late: {title: L, published: 2026-01-10}"
)
RAA = (
    "event: signed, date: 2024-07-08, reported_by: [paper]",
    "event: ratified, date: 2025-08-11, reported_by: [paper]",
    "event: in_force, date: 2025-09-11, announced_by: [paper], reported_by: [gazette, late]",
)


@pytest.mark.parametrize(
    ("statement", "since"),
    [
        ("source: late, says: ratified", ("2025-09-12", ("gazette",), 120)),
        ("source: late, says: ratified, date: 2025-10-01", ("2025-09-12", ("gazette",), 19)),
        ("source: late, says: negotiating", ("2025-09-12", ("gazette",), 120)),
        ("source: late, says: negotiating, date: 2025-08-20", ("2025-08-12", ("paper",), 8)),
        ("source: late, says: negotiating, date: 2025-06", None),
        ("source: late, says: in_force, date: 2025-08-20", ("2025-08-12", ("paper",), 8)),
        ("source: late, says: in_force, date: 2025-07-20", None),
        ("source: late, says: in_force", None),
        ("source: late, says: terminated", None),
    ],
)
def test_since_when_the_contrary_of_a_statement_was_public(
    write: Write, statement: str, since: tuple[str, tuple[str, ...], int] | None
) -> None:
    path = write(x=history(*RAA, sources=PAPERS) + f"statements: [{{{statement}}}]\n")
    one = pactstate.load(path)["x"]
    (said,) = one.statements
    public = one.contrary(said, one.weigh(said))
    assert (public and (str(public.since), public.sources, public.days)) == since
    (shown,) = json.loads(str(render_json(one, one.status(today=TODAY))))["statements"]
    assert shown["contrary"] == (since and dict(zip(("since", "sources", "days"), map(_listed, since), strict=True)))
    told = [*messages(path, "stale-statement"), *messages(path, "premature-statement")]
    assert [text for text in told if "public since" in text] == (told if since else [])
    if since:
        assert told[0].endswith(f"; public since {since[0]}, {since[2]} days before ('{since[1][0]}')")


def many_said() -> pactstate.Agreement:
    """Negotiations that each of twenty papers reported on a day of its own, and statements of each of these days."""
    days = [f"2025-01-{number:02}" for number in range(1, 21)]
    sources = tuple(pactstate.Source(f"s{number}", "S", published=day) for number, day in enumerate(days))
    kinds = ("negotiating", "stalled")
    events = [
        pactstate.Event(kinds[number % 2], day, claims=(pactstate.Claim(f"s{number}", "reported"),))
        for number, day in enumerate(days)
    ]
    said = tuple(pactstate.Statement("s19", "proposed", date=f"2025-01-{number:02}") for number in range(2, 32))
    return pactstate.Agreement("x", "X", "raa", ("JP", "PH"), tuple(events), said, sources)


def test_many_statements_are_contradicted_as_each_alone() -> None:
    one = many_said()
    judged = [(said, one.weigh(said)) for said in reversed(one.statements)]
    alone = [one.contrary(*pair) for pair in judged]
    assert one.contraries(judged) == alone
    assert {str(public.since) for public in alone if public} == {"2025-01-01"}
    assert all(alone)


def test_of_very_many_days_of_publication_some_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    one = many_said()
    judged = [(said, one.weigh(said)) for said in one.statements]
    # Forty entries and claims, and thirty statements that count ten times: five days can be tried.
    monkeypatch.setattr("pactstate.domain.statements.MAX_STEPS", 5 * 340)
    found = one.contraries(judged)
    assert {str(public.since) for public in found if public} == {"2025-01-04"}
    # The statements of the first days have nothing before them that was tried.
    assert [public is None for public in found] == [number < 4 for number in range(2, 32)]
    # One is always tried.
    monkeypatch.setattr("pactstate.domain.statements.MAX_STEPS", 1)
    assert one.contrary(*judged[0]) is not None


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_an_announcement_contradicts_a_statement_before_anything_has_begun(write: Write) -> None:
    text = history("event: signed, date: 2025-05-20, announced_by: [paper], reported_by: [late]", sources=PAPERS)
    text = (
        text.replace("2025-08-12", "2025-02-01") + "statements: [{source: gazette, says: signed, date: 2025-03-01}]\n"
    )
    (one,) = messages(write(x=text), "premature-statement")
    assert one.endswith("the history has nothing yet on that day; public since 2025-02-01, 28 days before ('paper')")


@pytest.mark.parametrize("key", ["amends", "supplements"])
def test_no_agreement_changes_itself(write: Write, key: str) -> None:
    texts = {one: agreement(one, *FORCE, head=f"{key}: [{other}]\n") for one, other in (("a", "b"), ("b", "a"))}
    assert messages(write(**texts), "link-mismatch") == [
        f"by way of 'b' the agreement {key} itself",
        f"by way of 'a' the agreement {key} itself",
    ]
    assert messages(write(a=agreement("a", *FORCE, head=f"{key}: [a]\n")), "link-mismatch")[0] == (
        f"'{key}' names the agreement itself"
    )
    assert messages(write(b=agreement("b", *FORCE), a=texts["a"]), "link-mismatch") == []


@pytest.mark.parametrize(
    ("act", "finds"),
    [
        ("event: withdrawn, party: FR, date: 2012-01-10", True),
        ("event: withdrawn, party: JP, date: 2012-01-10, of: approved", True),
        ("event: terminated, date: 2020-01-10", False),
        ("event: notice_given, party: FR, date: 2012-01-10, effective: 2013-01-10", True),
    ],
)
def test_one_party_that_leaves_ends_no_treaty_of_many(write: Write, act: str, finds: bool) -> None:
    old = agreement(
        "old", "event: approved, party: JP, date: 2009", *FORCE, act, head="replaced_by: [new]\nopen: true\n"
    )
    new = agreement("new", "event: [signed, in_force], date: 2020-01-10", head="replaces: [old]\n")
    told = messages(write(old=old.replace("[JP, PH]", "[JP, PH, FR]"), new=new), "link-mismatch")
    assert [one.partition(",")[0] for one in told] == ["in force without an end"] * finds


def test_a_renamed_agreement_is_compared_with_its_old_record(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    two = ("event: signed, date: 2010-01-10", "event: in_force, date: 2012-01-10")
    (before / "old.yaml").write_text(agreement("old", *two), encoding="utf-8")

    def rules(*entries: str, source: str = SOURCES) -> list[str]:
        text = agreement("new", *entries, head="formerly: [old]\n").replace(SOURCES, source)
        (after / "new.yaml").write_text(text, encoding="utf-8")
        report = pactstate.check(after, today=TODAY, against=str(before))
        return [one.rule for one in report.findings if one.code.startswith("PS50")]

    assert rules(*two) == []
    assert "event-removed" in rules(two[0])
    assert rules(*two, source=SOURCES.replace("2026-01-01", "2026-01-02")) == ["source-redated"]
    (after / "new.yaml").write_text(agreement("new", *two), encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == ["agreement-removed"]


def test_an_agreement_may_be_merged_into_another_one(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, head in ((before, ""), (after, "formerly: [old]\n")):
        folder.mkdir()
        (folder / "kept.yaml").write_text(agreement("kept", *FORCE, head=head), encoding="utf-8")
    (before / "old.yaml").write_text(agreement("old", *FORCE), encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == []
    (before / "old.yaml").write_text(agreement("old", *FORCE) + "x: [\n", encoding="utf-8")
    report = pactstate.check(after, today=TODAY, against=str(before))
    assert [one.rule for one in report.findings if one.code == "PS503"] == []
