"""Findings that comments silence, and findings about the comments themselves (PS901 to PS904)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import pactstate
from builders import found as found_by
from builders import (
    reported,
)
from pactstate.checks.runner import check_folder
from pactstate.checks.suppression import unknown_words
from pactstate.cli import main
from pactstate.findings import Finding, Location, Report, Severity
from pactstate.folder.read import read_folder
from pactstate.rules import RULES, Selection
from pactstate.storage.limits import DEFAULT

TODAY = "2026-11-22"
Write = Callable[..., Path]

# One warning each: the entry on line 8 skips a step, that on line 11 has no source.
TEXT = """\
id: a
title: A
kind: treaty
parties: [JP, PH]
sources:
  paper: {title: P, published: 2024}
history:
  - event: in_force
    date: 2020-05-05
    reported_by: [paper]
  - event: amended
    date: 2021-05-05
"""
SKIPPED, UNSOURCED = ("skipped-step", 8), ("unsourced-event", 11)


def at(line: int, comment: str, text: str = TEXT) -> str:
    """The text with a comment of ours at the end of a line."""
    lines = text.split("\n")
    lines[line - 1] += f"  # pactstate: {comment}"
    return "\n".join(lines)


def above(line: int, comment: str, text: str = TEXT) -> str:
    """The text with a comment of ours in a line of its own, above a line."""
    lines = text.split("\n")
    lines.insert(line - 1, f"# pactstate: {comment}")
    return "\n".join(lines)


def report(write: Write, text: str, today: str = TODAY, **more: str) -> Report:
    return pactstate.check(write(a=text, **more), today=today)


def found(report: Report) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in report.findings]


def marked(finding: Finding) -> str:
    """Return the text at which a finding points."""
    return finding.excerpt[finding.column - 1 : finding.end_column - 1]


def test_without_comments_all_is_found(write: Write) -> None:
    told = report(write, TEXT)
    assert found(told) == [SKIPPED, UNSOURCED]
    assert told.suppressed == ()


def test_a_comment_at_the_end_of_a_line_covers_the_line(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step] the notes: never published"))
    assert found(told) == [UNSOURCED]
    (one,) = told.suppressed
    assert (one.finding.rule, one.finding.line, one.finding.excerpt[:18]) == ("skipped-step", 8, "  - event: in_forc")
    assert (one.reason, one.until) == ("the notes: never published", None)
    assert (one.location.path, one.location.line, one.location.column) == (one.finding.path, 8, 22)
    assert found(report(write, at(9, "ignore[skipped-step] why"))) == [SKIPPED, ("unused-ignore", 9), UNSOURCED]


def test_a_comment_above_an_entry_covers_the_entry(write: Write) -> None:
    assert found(report(write, above(8, "ignore[skipped-step] why"))) == [("unsourced-event", 12)]
    both = "ignore[skipped-step, unsourced-event] why"
    assert found(report(write, above(8, both))) == [("unused-ignore", 8), ("unsourced-event", 12)]
    assert found(report(write, above(7, both))) == []
    assert len(report(write, above(7, both)).suppressed) == 2
    assert found(report(write, above(11, both))) == [SKIPPED, ("unused-ignore", 11)]


@pytest.mark.parametrize("line", [1, 5, 8, 12])
def test_a_comment_for_the_file_covers_the_file(write: Write, line: int) -> None:
    for place in (at, above):
        assert found(report(write, place(line, "ignore-file[skipped-step,unsourced-event] why"))) == []


def test_a_comment_silences_only_what_it_names(write: Write) -> None:
    assert found(report(write, at(8, "ignore[unsourced-event] why"))) == [SKIPPED, ("unused-ignore", 8), UNSOURCED]


def test_a_comment_speaks_of_its_own_file(write: Write) -> None:
    other = TEXT.replace("id: a", "id: b").replace("paper", "other")
    told = report(write, at(1, "ignore-file[skipped-step, unsourced-event] why"), b=other)
    assert {Path(one.path).name for one in told.findings} == {"b.yaml"}
    assert found(told) == [SKIPPED, UNSOURCED]


@pytest.mark.parametrize("word", ["skipped-step", "Skipped-Step", "PS205", "ps205", "Ps205"])
def test_a_rule_goes_by_name_and_by_code(write: Write, word: str) -> None:
    assert found(report(write, at(8, f"ignore[{word}] why"))) == [UNSOURCED]


def test_line_ends_of_windows(write: Write) -> None:
    text = at(8, "ignore[skipped-step, until=2027-01-31] why").replace("\n", "\r\n")
    told = report(write, text)
    assert found(told) == [UNSOURCED]
    assert (told.suppressed[0].reason, told.suppressed[0].until) == ("why", "2027-01-31")
    assert told.suppressed[0].finding.excerpt == text.split("\r\n")[7]


def test_a_silenced_error_does_not_stop_loading(write: Write) -> None:
    text = TEXT.replace("event: amended", "event: negotiating")
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(write(a=text))
    assert list(pactstate.load(write(a=at(11, "ignore[illegal-transition] why", text)))) == ["a"]


def test_comments_in_files_of_shared_sources(write: Write) -> None:
    sources = "s: {title: S}  # pactstate: ignore[undated-source, unused-source] none is known\n"
    assert found(report(write, at(1, "ignore-file[PS205, PS308] why"), sources=sources)) == []


# The nearest comment.


def test_the_nearest_comment_silences(write: Write) -> None:
    text = above(8, "ignore[PS205] entry", at(8, "ignore[PS205] line", at(1, "ignore-file[PS205] file")))
    told = report(write, text)
    assert [one.reason for one in told.suppressed] == ["line"]
    assert found(told) == [("unused-ignore", 1), ("unused-ignore", 8), ("unsourced-event", 12)]


def test_of_two_comments_that_cover_the_same_the_first_silences(write: Write) -> None:
    told = report(write, at(1, "ignore-file[PS205] one", above(2, "ignore-file[PS205] two")))
    assert [one.reason for one in told.suppressed] == ["one"]
    assert found(told) == [("unused-ignore", 2), ("unsourced-event", 12)]


def test_an_expired_comment_leaves_it_to_the_next(write: Write) -> None:
    told = report(write, at(8, "ignore[PS205, until=2020] a", at(1, "ignore-file[PS205, until=2030] b")))
    assert [(one.reason, one.until) for one in told.suppressed] == [("b", "2030")]
    assert found(told) == [("expired-ignore", 8), UNSOURCED]


# Until.


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11", "2026-11-30"),
        ("2026", "2026-12-31"),
        ("2026-03/2026-11", "2026-11-30"),
    ],
)
def test_a_comment_holds_up_to_its_last_day(write: Write, until: str, last: str) -> None:
    text = at(8, f"ignore[skipped-step, until={until}] why")
    day = dt.date.fromisoformat(last)
    assert found(report(write, text, last)) == [UNSOURCED]
    told = report(write, text, (day + dt.timedelta(1)).isoformat())
    assert found(told) == [SKIPPED, ("expired-ignore", 8), UNSOURCED]
    assert told.suppressed == ()


def test_an_expired_comment_is_an_error_at_its_date(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step, PS308, until=2026-11-21] why"))
    one = next(one for one in told.findings if one.rule == "expired-ignore")
    assert (one.code, one.severity, one.message) == (
        "PS903",
        Severity.ERROR,
        "this ignore held until 2026-11-21",
    )
    assert one.help == "correct the fault that it silenced, or write a later day, as in 'until=2027-01-31'"
    assert marked(one) == "2026-11-21"
    assert [found.rule for found in told.findings].count("unused-ignore") == 0


def test_loading_does_not_depend_on_the_day(write: Write) -> None:
    text = TEXT.replace("event: amended", "event: negotiating")
    folder = write(a=at(11, "ignore[illegal-transition, until=2000] why", text))
    assert list(pactstate.load(folder)) == ["a"]
    assert not pactstate.check(folder, today=TODAY).ok
    kept = check_folder(read_folder(folder), dt.date(2026, 11, 22), expiry=dt.date(2000, 12, 31))
    assert [one.rule for one in kept.findings] == ["skipped-step", "unsourced-event"]


def test_an_end_that_is_no_date_is_an_error_there(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step, until=2027-02-30] why"))
    assert found(told) == [("invalid-date", 8), UNSOURCED]
    assert marked(told.findings[0]) == "2027-02-30"
    assert told.findings[0].code == "PS104"
    assert "2027-02-30" in told.findings[0].message


def test_a_very_long_end_gives_a_short_message(write: Write) -> None:
    told = report(write, at(8, f"ignore[skipped-step, until=1{'1/' * 20_000}] why"))
    assert max(len(one.message) for one in told.findings) < 300


# Faults of a comment.


@pytest.mark.parametrize("reason", ["", " .", " -- !", "(), ", ' ""'])
def test_a_comment_without_a_reason(write: Write, reason: str) -> None:
    told = report(write, at(8, f"ignore[skipped-step]{reason}"))
    assert found(told) == [("ignore-without-reason", 8), UNSOURCED]
    (one, _) = told.findings
    assert (one.code, one.severity, one.message) == ("PS901", Severity.ERROR, "this ignore gives no reason")
    assert one.help == "say why after the brackets, as in 'ignore[skipped-step] the notes were never published'"
    assert marked(one) == f"# pactstate: ignore[skipped-step]{reason}".rstrip()
    assert [one.finding.rule for one in told.suppressed] == ["skipped-step"]


@pytest.mark.parametrize("reason", ["x", "7", "理由", "é"])
def test_any_word_is_a_reason(write: Write, reason: str) -> None:
    assert found(report(write, at(8, f"ignore[skipped-step] {reason}"))) == [UNSOURCED]


@pytest.mark.parametrize(
    ("word", "help"),
    [
        ("skiped-step", "did you mean 'skipped-step'?"),
        ("PS2055", "did you mean 'PS205'?"),
        ("zzz", "'pactstate rule' lists the rules"),
        ("*", "'pactstate rule' lists the rules"),
    ],
)
def test_a_rule_that_is_not_known(write: Write, word: str, help: str) -> None:
    told = report(write, at(8, f"ignore[skipped-step, {word}] why"))
    assert found(told) == [("unknown-rule", 8), UNSOURCED]
    (one, _) = told.findings
    assert (one.code, one.severity) == ("PS904", Severity.ERROR)
    assert one.message == f"this ignore names '{word}', which is no rule"
    assert one.help == help
    assert marked(one) == word


@pytest.mark.parametrize("word", ["PS2", "PS", "ps20", "P"])
def test_a_comment_names_no_family_of_rules(write: Write, word: str) -> None:
    assert found(report(write, at(8, f"ignore[{word}] why"))) == [SKIPPED, ("unknown-rule", 8), UNSOURCED]


def test_a_family_is_not_said_to_be_unknown(write: Write) -> None:
    """``--ignore PS2`` is well understood; in a comment, the user must be told why it is not."""
    told = report(write, at(8, "ignore[PS2] why"))
    one = next(one for one in told.findings if one.rule == "unknown-rule")
    assert "did you mean" not in (one.help or "")
    assert one.message != "this ignore names 'PS2', which is no rule"


@pytest.mark.parametrize("said", ["ignore why", "ignore[] why", "ignore[ , ] why", "ignore-file why"])
def test_a_comment_that_names_no_rule(write: Write, said: str) -> None:
    told = report(write, at(8, said))
    assert found(told) == [SKIPPED, ("unknown-rule", 8), UNSOURCED]
    one = next(one for one in told.findings if one.rule == "unknown-rule")
    word = said.partition(" ")[0].partition("[")[0]
    assert one.message == "this ignore names no rule"
    assert one.help == f"name the rule, as in '{word}[skipped-step] reason'; 'pactstate rule' lists the rules"
    assert marked(one) == f"# pactstate: {said}"


@pytest.mark.parametrize(
    ("said", "word", "help"),
    [
        ("ignor[skipped-step] why", "ignor", "did you mean 'ignore'?"),
        ("Ignore[skipped-step] why", "Ignore", "did you mean 'ignore'?"),
        ("ignore_file[skipped-step]", "ignore_file", "did you mean 'ignore-file'?"),
        ("noqa[skipped-step] why", "noqa", "write 'ignore[rule] reason', or 'ignore-file[rule] reason'"),
        ("", "", "write 'ignore[rule] reason', or 'ignore-file[rule] reason'"),
    ],
)
def test_a_word_that_says_nothing(write: Write, said: str, word: str, help: str) -> None:
    told = report(write, at(8, said))
    assert found(told) == [SKIPPED, ("unknown-rule", 8), UNSOURCED]
    one = next(one for one in told.findings if one.rule == "unknown-rule")
    assert (one.message, one.help) == (f"'{word}' is not known to the check", help)
    assert one.code == "PS904"


def test_a_comment_that_silences_nothing(write: Write) -> None:
    told = report(write, at(9, "ignore[PS205, unsourced-event] why"))
    unused = [one for one in told.findings if one.rule == "unused-ignore"]
    assert [marked(one) for one in unused] == ["PS205", "unsourced-event"]
    assert [one.message for one in unused] == [
        "'skipped-step' is not found here: nothing is silenced",
        "'unsourced-event' is not found here: nothing is silenced",
    ]
    assert {(one.code, one.severity, one.help) for one in unused} == {("PS902", Severity.WARNING, "delete it")}


def test_a_comment_below_all_silences_nothing(write: Write) -> None:
    assert found(report(write, TEXT + "# pactstate: ignore[PS308] why\n")) == [
        SKIPPED,
        UNSOURCED,
        ("unused-ignore", 13),
    ]


def test_a_comment_without_reason_may_be_unused_too(write: Write) -> None:
    assert found(report(write, at(9, "ignore[PS205]"))) == [
        SKIPPED,
        ("ignore-without-reason", 9),
        ("unused-ignore", 9),
        UNSOURCED,
    ]


def test_comments_that_mean_nothing_are_not_unused(write: Write) -> None:
    for said in ("ignor[PS205] why", "ignore[zzz] why", "ignore why", "ignore[PS205, until=2020] why"):
        assert "unused-ignore" not in [rule for rule, _ in found(report(write, at(9, said)))]


# Rules that cannot be silenced.

FORM = [name for name, rule in RULES.items() if rule.form]
OWN = [name for name, rule in RULES.items() if rule.code.startswith("PS9")]


def test_rules_on_the_form_are_those_whose_files_are_not_understood() -> None:
    assert {RULES[name].code for name in FORM} == {
        *("PS001", "PS002", "PS003", "PS004", "PS006"),
        *("PS101", "PS102", "PS103", "PS104", "PS106"),
        "PS401",
    }
    assert len(OWN) == 4


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("duplicate-key", TEXT + "title: A\n"),
        ("unsafe-yaml", TEXT.replace("title: A", "title: &a A")),
        ("unknown-key", TEXT + "titel: A\n"),
        ("missing-key", TEXT.replace("title: A\n", "")),
        ("invalid-value", TEXT.replace("kind: treaty", "kind: treety")),
        ("invalid-date", TEXT.replace("2020-05-05", "5.5.2020")),
        ("unknown-party-code", TEXT.replace("[JP, PH]", "[JP, PX]")),
    ],
)
def test_a_fault_of_the_form_cannot_be_silenced(write: Write, rule: str, text: str) -> None:
    told = report(write, f"# pactstate: ignore-file[{rule}] why\n{text}")
    assert [one.rule for one in told.findings if RULES[one.rule].form] == [rule]
    assert told.suppressed == ()
    # The history has not been judged, so nothing can be said of what is used.
    assert "unused-ignore" not in [one.rule for one in told.findings]


@pytest.mark.parametrize("rule", [*FORM, *OWN])
def test_a_comment_that_tries_to_silence_what_cannot_be_silenced_is_reported(write: Write, rule: str) -> None:
    told = report(write, at(1, f"ignore-file[{rule}] why"))
    one = next(one for one in told.findings if one.rule == "unused-ignore")
    assert (one.message, one.help) == (f"'{rule}' cannot be silenced", "correct the fault, and delete this comment")
    assert marked(one) == rule


def test_what_is_wrong_with_comments_cannot_be_silenced(write: Write) -> None:
    text = at(9, "ignore[zzz,PS205]", at(8, "ignore[PS205, until=2020] a"))
    told = report(write, at(1, "ignore-file[PS901, PS902, PS903, PS904] why", text))
    own = [one.rule for one in told.findings if one.code.startswith("PS9") and one.line > 1]
    assert sorted(own) == ["expired-ignore", "ignore-without-reason", "unknown-rule", "unused-ignore"]


def test_a_suspicious_character_can_be_silenced(write: Write) -> None:
    """The comment is an error, but the file around it has been understood."""
    text = TEXT.replace("title: A", "title: \u202dA")
    assert found(report(write, text))[0] == ("suspicious-character", 2)
    assert found(report(write, at(2, "ignore[PS005] as in the source", text))) == [SKIPPED, UNSOURCED]


# When nothing is said of unused comments.


def test_a_rule_that_is_not_selected_is_not_unused(write: Write) -> None:
    folder = read_folder(write(a=at(9, "ignore[PS205, PS308] why")))
    day = dt.date(2026, 11, 22)

    def rules(*words: str, ignored: tuple[str, ...] = ()) -> list[str]:
        return [one.rule for one in check_folder(folder, day, Selection(words, ignored)).findings]

    assert rules() == ["skipped-step", "unused-ignore", "unused-ignore", "unsourced-event"]
    assert rules(ignored=("PS205",)) == ["unused-ignore", "unsourced-event"]
    assert rules(ignored=("PS205", "PS308")) == []
    assert rules(ignored=("PS902",)) == ["skipped-step", "unsourced-event"]
    assert rules("PS205") == ["skipped-step"]
    assert rules("PS902") == []
    assert rules("PS902", "PS205") == ["skipped-step", "unused-ignore"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("PS901", "ignore[PS205]"),
        ("PS903", "ignore[PS308, until=2020] why"),
        ("PS904", "ignore[zzz] why"),
        ("PS904", "ignor[PS205] why"),
        ("PS904", "ignore why"),
    ],
)
def test_what_is_wrong_with_comments_is_said_by_rules_too(write: Write, rule: str, said: str) -> None:
    folder = read_folder(write(a=at(8, said)))
    day = dt.date(2026, 11, 22)
    codes = [one.code for one in check_folder(folder, day, Selection(("PS9",))).findings]
    assert codes == [rule]
    assert [one.code for one in check_folder(folder, day, Selection(("PS9",), (rule,))).findings] == []


def test_an_invalid_end_is_always_said(write: Write) -> None:
    folder = read_folder(write(a=at(8, "ignore[PS205, until=2027-13] why")))
    assert [one.rule for one in check_folder(folder, dt.date(2026, 11, 22), Selection(("PS205",))).findings] == [
        "invalid-date"
    ]


def test_a_file_with_a_fault_of_form_says_nothing_of_unused_comments(write: Write) -> None:
    good = TEXT.replace("id: a", "id: b").replace("paper", "other")
    told = report(write, at(9, "ignore[PS205] why") + "titel: A\n", b=at(9, "ignore[PS205] why", good))
    assert [(Path(one.path).name, one.rule) for one in told.findings] == [
        ("a.yaml", "unknown-key"),
        ("b.yaml", "skipped-step"),
        ("b.yaml", "unused-ignore"),
        ("b.yaml", "unsourced-event"),
    ]


def test_a_history_that_is_not_judged_says_nothing_of_unused_comments(write: Write) -> None:
    """Only the first of two agreements with one id is judged."""
    told = report(write, TEXT, b__a=at(8, "ignore[PS205] why", TEXT.replace("paper", "other")))
    assert [one.rule for one in told.findings if one.path.endswith("b/a.yaml")] == ["duplicate-id"]


def test_what_unread_sources_leave_open_is_not_unused(write: Write) -> None:
    text = TEXT.replace("sources:\n  paper: {title: P, published: 2024}\n", "")
    said = at(8, "ignore[unknown-source] it will come", text)
    assert [one.finding.rule for one in report(write, said).suppressed] == ["unknown-source"]
    told = report(write, said, sources="[")
    assert [one.rule for one in told.findings] == ["skipped-step", "unsourced-event", "invalid-yaml"]


def test_what_sources_that_are_not_understood_leave_open_is_not_unused(write: Write) -> None:
    text = TEXT.replace("sources:\n  paper: {title: P, published: 2024}\n", "")
    said = at(8, "ignore[unknown-source] it will come", text)
    told = report(write, said, sources="paper: {titel: P}\n")
    assert {"unknown-key"} <= {one.rule for one in told.findings}
    assert "unused-ignore" not in [one.rule for one in told.findings]


# Many.


def test_as_many_comments_are_heeded_as_the_limit_says(write: Write) -> None:
    many = "".join(f"# pactstate: ignore[PS205] {number}\n" for number in range(DEFAULT.ignores - 1))
    text = at(7 + DEFAULT.ignores, "ignore[skipped-step] why", many + TEXT)
    assert [one.reason for one in report(write, text).suppressed] == ["why"]
    told = report(write, "# pactstate: ignore[PS205] more\n" + text)
    assert told.suppressed == ()
    exceeded = [one for one in told.findings if one.rule == "limit-exceeded"]
    assert [one.message for one in exceeded] == ["more than 200 ignores in one file"]
    assert [one.line for one in exceeded] == [8 + DEFAULT.ignores]
    assert exceeded[0].help == "the limits are listed in SECURITY.md"
    assert "unused-ignore" not in [one.rule for one in told.findings]


def test_so_many_findings_are_kept_the_gravest_first(
    write: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    text = TEXT + "  - event: negotiating\n    date: 2022\n    reported_by: [nobody]\n"
    told = report(write, text)
    assert found(told) == [("illegal-transition", 13), ("unknown-source", 15)]
    assert told.dropped == 2
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 3)
    assert found(report(write, text)) == [SKIPPED, ("illegal-transition", 13), ("unknown-source", 15)]
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 4)
    assert report(write, text).dropped == 0
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 1)
    assert main(["check", str(write(a=text)), "--today", TODAY]) == 1
    assert "2 errors, 2 warnings in 1 file (3 of them not listed)\n" in capsys.readouterr().out


def test_findings_are_quoted_without_the_end_of_their_line(write: Write) -> None:
    told = report(write, TEXT.replace("\n", "\r\n"))
    assert [one.excerpt for one in told.findings] == ["  - event: in_force", "  - event: amended"]
    empty = report(write, "")
    assert [one.excerpt for one in empty.findings] == [""]
    unreadable = report(write, b"\xff")
    assert [one.excerpt for one in unreadable.findings] == [""]


def test_words_are_judged_one_by_one() -> None:
    place = {word: Location("x", number) for number, word in enumerate(("PS2", "zzz", "skipped-stp"), 1)}
    told = list(unknown_words(place, "somebody says", lambda _: ""))
    assert [(one.rule, one.line, one.message, one.help) for one in told] == [
        ("unknown-rule", 2, "somebody says 'zzz', which is no rule", "'pactstate rule' lists the rules"),
        ("unknown-rule", 3, "somebody says 'skipped-stp', which is no rule", "did you mean 'skipped-step'?"),
    ]


def test_a_comment_for_what_stands_above_it_gets_advice_where_to_go(write: Write) -> None:
    told = report(write, above(11, "ignore[skipped-step] of the entry above").replace("\n# pact", "\n      # pact"))
    (one,) = [one for one in told.findings if one.rule == "unused-ignore"]
    assert one.help == "put it above the entry that it means, indented like that, or at the end of the line"


def test_one_comment_names_so_many_rules_only(write: Write) -> None:
    told = report(write, at(8, f"ignore[{','.join(f'x{number}' for number in range(DEFAULT.ignores + 5))}] why"))
    assert [one.rule for one in told.findings].count("limit-exceeded") == 1
    assert [one.rule for one in told.findings].count("unknown-rule") == DEFAULT.ignores


@pytest.mark.parametrize("reason", ["the archive was closed until 2020", "closed, until 2020", "until 2020-01-01"])
def test_a_reason_that_speaks_of_a_day_does_not_expire(write: Write, reason: str) -> None:
    told = report(write, at(8, f"ignore[skipped-step] {reason}"))
    assert found(told) == [UNSOURCED]
    assert [(one.reason, one.until) for one in told.suppressed] == [(reason, None)]


def test_the_spelling_of_the_first_version_holds_and_is_reported(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step] why, until 2027-01-31"))
    assert found(told) == [("unknown-rule", 8), UNSOURCED]
    (one, _) = told.findings
    assert (one.severity, marked(one)) == (Severity.WARNING, "2027-01-31")
    assert one.help == "write the day in the brackets: 'ignore[skipped-step, until=2027-01-31]' and then the reason"
    assert [(one.reason, one.until) for one in told.suppressed] == [("why", "2027-01-31")]


def test_the_spelling_of_the_first_version_expires(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step] why, until 2026-01-31"))
    assert found(told) == [SKIPPED, ("expired-ignore", 8), UNSOURCED]
    assert "until=" in str(next(one.help for one in told.findings if one.rule == "expired-ignore"))


@pytest.mark.parametrize("until", ["January 2026", "tomorrow", "", "2026-11-31"])
def test_an_end_that_is_no_date_is_refused(write: Write, until: str) -> None:
    told = report(write, at(8, f"ignore[skipped-step, until={until}] why"))
    assert ("invalid-date", 8) in found(told)


@pytest.mark.parametrize("inside", ["until 2027-01-31", "until: 2027-01-31"])
def test_an_end_without_its_sign_says_how_to_write_it(write: Write, inside: str) -> None:
    told = report(write, at(8, f"ignore[skipped-step, {inside}] why"))
    first = next(one for one in told.findings if one.rule == "unknown-rule")
    assert first.help == "write the last day once, as 'until=2027-01-31'"


def test_a_second_end_is_no_rule(write: Write) -> None:
    told = report(write, at(8, "ignore[skipped-step, until=2027-01-31, until=2028-01-31] why"))
    assert found(told) == [("unknown-rule", 8), UNSOURCED]
    assert marked(told.findings[0]) == "until=2028-01-31"


@pytest.mark.parametrize(
    ("comment", "message", "help"),
    [
        (
            "ignore[skipped-step",
            "the bracket after this ignore is not closed",
            "close the bracket: 'ignore[skipped-step] ",
        ),
        ("ignore why not", "this ignore names no rule", "name the rule, as in 'ignore[skipped-step] reason'"),
        (
            "ignore[PS2] why not",
            "rules: a comment silences what it names",
            "name the rule itself; 'pactstate rule' lists",
        ),
        (
            "ignore[skipped-step] a pactstate: ignore[x] b",
            "a second ignore in the same comment has no effect",
            "name several rules in one bracket, or put each comment on a line of its own",
        ),
    ],
)
def test_what_is_wrong_with_a_comment_comes_with_what_to_do(
    write: Write, comment: str, message: str, help: str
) -> None:
    told = found_by(write, "unknown-rule", f"  # pactstate: {comment}\n" + reported("signed", "2020"))
    assert [(message in one.message, help in str(one.help)) for one in told] == [(True, True)]


@pytest.mark.parametrize(("number", "told"), [(200, 0), (201, 1)])
def test_an_ignore_names_so_many_rules_at_most(write: Write, number: int, told: int) -> None:
    comment = f"  # pactstate: ignore[{', '.join(['skipped-step'] * number)}] for a test\n"
    limits = found_by(write, "limit-exceeded", comment + reported("in_force", "2020"), kind="raa")
    assert [one.help for one in limits] == ["name those that are found here"] * told


def test_a_comment_is_unused_also_beside_a_fault_that_is_not_one_of_form(write: Write) -> None:
    text = "# pactstate: ignore-file[skipped-step] for a test\nid: x\ntitle: X\nkind: treaty\nparties: [{}, JP]\nhistory: []\n"
    for party, told in (
        ("'NO'", {"unused-ignore"}),
        ("NO", {"unused-ignore", "ambiguous-scalar"}),
        ("XX", {"unknown-party-code"}),
    ):
        findings = pactstate.check(write(x=text.format(party)), today=TODAY).findings
        assert {one.rule for one in findings} == told
