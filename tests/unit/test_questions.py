"""Commands that change a file ask a person at a terminal for what is missing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest

from pactstate.cli import main
from pactstate.domain.model import Source
from pactstate.editing.suggestions import day_in_address, source_like
from terminal import Terminal

Write = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

TREATY = """\
id: jp-ph-raa
title: Japan-Philippines Reciprocal Access Agreement
kind: raa
parties: [JP, PH]
history:
  - event: signed
    date: 2024-07-08
    reported_by: [gazette]
    announced_by: [{source: gazette, locator: page 1}, daily]
  - event: note
    date: 2024-08
    note: A visit.
    reported_by: [gazette]
  - event: note
    date: 2024-09
    note: Another visit.
statements:
  - source: gazette
    says: in_force
  - source: gazette
    says: signed
    locator: page 2
  - source: daily
    says: in_force
    rejected: No.
"""
SHARED = """\
gazette: {title: Notice of signature, publisher: Gazette, url: "https://example.org/1", published: 2024-07-08, type: official}
daily: {title: News of signature, publisher: Daily, published: 2024-07-07}
"""


@pytest.fixture
def folder(write: Write) -> Path:
    return write(**{"jp-ph-raa": TREATY, "sources": SHARED})


@pytest.fixture
def person(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    terminal = Terminal(monkeypatch)

    def run(*words: str, answers: Sequence[str] = (), uses_all: bool = True) -> tuple[int, str, str]:
        result = terminal.run([*words, "--data", str(folder), "--today", "2026-11-30"], answers)
        assert not uses_all or terminal.left == ""
        return result

    return run


def text(folder: Path, name: str = "jp-ph-raa") -> str:
    return (folder / f"{name}.yaml").read_text(encoding="utf-8")


def added(folder: Path) -> str:
    """Return the lines that have been inserted, without blank ones."""
    lines = difflib.ndiff(TREATY.splitlines(), text(folder).splitlines())
    return "\n".join(line[2:] for line in lines if line.startswith("+ ") and line.strip() != "+")


def test_an_event_with_a_new_source_is_recorded_by_answers(person: Run, folder: Path) -> None:
    answers = [
        "",  # the only agreement
        "approval",
        "2024-12-16",
        "Philippines",
        "Senate",
        "example.org/2024/12/17/vote",
        "Vote in the Senate",
        "",  # the publisher of the same host
        "",  # the day in the address
        "",  # the type of the same host
        "",  # the source reports the event
        "paragraph 2",
        "",  # write it
    ]
    code, out, err = person("add", "event", answers=answers)
    assert code == 0
    assert added(folder) == (
        "  - event: approved\n    date: 2024-12-16\n    party: PH\n    by: Senate\n    reported_by:\n"
        "      - source: gazette-2024-12-17\n        locator: paragraph 2\n"
        "sources:\n  gazette-2024-12-17:\n    title: Vote in the Senate\n    publisher: Gazette\n"
        "    url: https://example.org/2024/12/17/vote\n    published: 2024-12-17\n    type: official"
    )
    assert out.splitlines()[1:] == [
        "before: On 2026-11-30, Japan-Philippines Reciprocal Access Agreement (jp-ph-raa) is recorded as signed since 2024-07-08.",
        "now: On 2026-11-30, Japan-Philippines Reciprocal Access Agreement (jp-ph-raa) is recorded as signed since 2024-07-08; approved by PH.",
        "check: 3 errors and warnings",
        *out.splitlines()[4:6],
        out.splitlines()[-1],
    ]
    assert "warning[unsourced-event] no source is cited for 'note' on 2024-09" in out
    assert "+  - event: approved" in err


def test_legal_next_events_come_first_and_by_number(person: Run, folder: Path) -> None:
    code, _, err = person("add", "event", "jp-ph-raa", answers=["1", "2025-08-12", "", "gazette", "", "", "y"])
    assert code == 0
    words = [line.split()[1] for line in err.splitlines() if line.lstrip()[:1].isdigit()]
    assert words[:2] == ["ratified", "in_force"]
    assert "proposed" not in words
    # The gazette is older than the event, so by default it announces it.
    assert added(folder) == "  - event: ratified\n    date: 2025-08-12\n    announced_by: [gazette]"


DETAILS = {
    "an end": (
        ["terminated"],
        ["2024-10", "2", "daily", "2"],
        "  - event: terminated\n    date: 2024-10\n    reason: denounced\n    announced_by: [daily]",
    ),
    "two events of one day": (
        ["ratified+in_force"],
        ["2024-10", "", "1", "announced"],
        "  - event: [ratified, in_force]\n    date: 2024-10\n    announced_by: [gazette]",
    ),
}


@pytest.mark.parametrize(("words", "answers", "lines"), DETAILS.values(), ids=DETAILS)
def test_what_an_event_needs_is_asked_for(
    person: Run, folder: Path, words: list[str], answers: list[str], lines: str
) -> None:
    code, _, err = person("add", "event", "jp-ph-raa", *words, answers=[*answers, "", "y"])
    assert code == 0, err
    assert added(folder) == lines


def test_a_postponement_asks_for_the_event_that_is_meant(person: Run, folder: Path) -> None:
    announced = TREATY.replace(
        "statements:", "  - event: in_force\n    date: 2025\n    announced_by: [daily]\nstatements:"
    )
    (folder / "jp-ph-raa.yaml").write_text(announced, encoding="utf-8")
    words = ["add", "event", "jp-ph-raa", "postponed", "--date", "2024-11", "--announced-by", "gazette"]
    code, _, err = person(*words, answers=["feast", "entry into force", "y"])
    assert code == 0, err
    assert "no event 'feast'" in err
    assert "  - event: postponed\n    date: 2024-11\n    of: in_force\n    announced_by: [gazette]\n" in text(folder)


def test_only_what_is_missing_of_a_new_source_is_asked_for(person: Run, folder: Path) -> None:
    given = ["--source-publisher", "Weekly", "--source-type", "press", "--source-url", "https://example.org/9"]
    words = ["add", "statement", "jp-ph-raa", "--says", "signed", "--locator", "page 1", *given]
    code, _, err = person(*words, answers=["new", "A Review", "2024-07-12", "y"])
    assert code == 0, err
    assert (
        "  weekly-2024-07-12:\n    title: A Review\n    publisher: Weekly\n    url: https://example.org/9\n"
        "    published: 2024-07-12\n    type: press\n" in text(folder)
    )


def test_an_address_that_cannot_be_taken_apart_has_no_host() -> None:
    sources = [Source("a", "A", url="https://example.org/1"), Source("b", "B")]
    assert source_like("https://[x", sources) is None
    assert source_like("https://example.org/2", sources) == sources[0]
    assert day_in_address("https://[x") is None


@pytest.mark.parametrize(
    ("pasted", "name"),
    [
        ("\x1b[31mA talk.\x1b[0m", "U+001B"),
        ("A \u202etalk.", "U+202E"),
        ("A talk.\x07", "U+0007"),
        ("A\u200btalk", "U+200B"),
    ],
)
def test_what_does_not_show_is_refused_at_once(pasted: str, name: str, person: Run, folder: Path) -> None:
    """Text that is pasted from a terminal or a web page can bring controls along."""
    code, _, err = person("add", "event", "jp-ph-raa", "note", answers=["2024-10", "", pasted, "A talk.", "", "y"])
    assert code == 0
    assert f"the answer has {name}" in err
    assert added(folder) == "  - event: note\n    date: 2024-10\n    note: A talk."


def test_suggestions_fit_the_terminal(person: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words stand in one column; the meaning of one goes on below it, broken between words."""
    monkeypatch.setenv("COLUMNS", "60")
    _, _, err = person("add", "event", "jp-ph-raa", answers=["note", "2024-10", "", "", "", "n"])
    shown = err.partition("   1  JP")[0].splitlines()
    assert max(map(len, shown)) <= 60
    assert "   3  withdrawn          A party left." in shown
    assert any(line.startswith("        ") for line in shown)


def test_dates_are_understood_in_words(person: Run, folder: Path) -> None:
    answers = ["8 October 2024", "", "A talk.", "new", "", "News", "Paper", "Oct 9, 2024", "press", "", "", "y"]
    code, _, err = person("add", "event", "jp-ph-raa", "note", answers=answers)
    assert code == 0, err
    assert "date: 2024-10-08" in text(folder)
    assert "published: 2024-10-09" in text(folder)


def test_a_source_may_be_left_out(person: Run, folder: Path) -> None:
    code, out, _ = person("add", "event", "jp-ph-raa", "note", answers=["2024-10", "", "A talk.", "", "y"])
    assert code == 0
    assert added(folder) == "  - event: note\n    date: 2024-10\n    note: A talk."
    assert "no source is cited for 'note' on 2024-10" in out


def test_a_wrong_answer_is_explained_and_asked_for_again(person: Run, folder: Path) -> None:
    answers = [
        "zzz", "jp-ph", "singed", "note", "7/8/2025", "", "1 July 2025", "Atlantis", "JP", "A visit.", "signature",
        "weather", "notice", "", "", "n",
    ]  # fmt: skip
    code, out, err = person("add", "event", answers=answers)
    assert (code, "\n" in out) == (0, False)
    for message in (
        "no agreement 'zzz'",
        "no event 'singed': did you mean 'signed'?",
        "'7/8/2025' is not a date here",
        "an answer is needed; Ctrl-C gives up, and nothing is changed",
        "no party 'Atlantis'",
        "2 sources have these words: name one of gazette (Notice of signature), daily (News of signature)",
        "no source has 'weather': write its address, or 'new'",
        "nothing is written",
    ):
        assert message in err
    assert text(folder) == TREATY


def test_an_end_of_the_answers_writes_nothing(person: Run, folder: Path) -> None:
    code, out, _ = person("add", "event", answers=["jp-ph-raa"])
    assert (code, "\n" in out) == (130, False)
    assert text(folder) == TREATY


def test_nothing_is_asked_with_yes_or_with_all_values(person: Run, folder: Path) -> None:
    code, _, err = person("add", "event", "--yes")
    assert code == 2
    assert "needs ID, EVENT and --date" in err
    code, out, err = person("add", "statement", "jp-ph-raa", "gazette", "--says", "signed")
    assert (code, err) == (0, "")
    assert "added the statement of 'gazette'" in out


def test_a_source_that_is_cited_and_not_described_is_asked_about(person: Run, folder: Path) -> None:
    words = ["add", "claim", "jp-ph-raa", "signed", "weekly-3", "--locator", "page 3"]
    answers = ["nowhere", "", "Weekly Review", "", "bad", "2024-07-12", "book", "", "y"]
    code, _, err = person(*words, answers=answers)
    assert code == 0, err
    assert "'nowhere' is not a web address" in err
    assert "  weekly-3:\n    title: Weekly Review\n    published: 2024-07-12\n    type: secondary\n" in text(folder)
    assert "reported_by: [gazette, {source: weekly-3, locator: page 3}]" in text(folder)


def test_a_claim_is_asked_for(person: Run, folder: Path) -> None:
    code, _, err = person("add", "claim", answers=["", "note", "note#2", "2", "rumoured", "", "", "y"])
    assert code == 0
    assert "name one of note#1 (2024-08), note#2 (2024-09)" in err
    assert added(folder) == "    announced_by: [daily]"


def test_a_statement_is_asked_for(person: Run, folder: Path) -> None:
    code, _, err = person("add", "statement", answers=["", "Daily", "war", "entered into force", "headline", "y"])
    assert code == 0
    assert "'war' is not a state: write proposed" in err
    assert text(folder).endswith("  - source: daily\n    says: in_force\n    locator: headline\n")


def test_a_source_is_asked_for(person: Run, folder: Path) -> None:
    known = ["https://example.org/1"]
    code, out, err = person("add", "source", answers=["", *known])
    assert (code, "\n" in out) == (0, False)
    assert "'gazette' has this address already" in err
    code, _, _ = person("add", "source", "--shared", answers=["", "A Book", "Press", "2025", "3", "y"])
    assert code == 0
    assert text(folder, "sources").endswith(
        'press-2025: {title: A Book, publisher: Press, published: "2025", type: secondary}\n'
    )


def test_the_type_of_a_source_is_one_of_three(person: Run, folder: Path) -> None:
    answers = ["https://other.example/2025/01/02/x", "Title", "Press", "", "rumour", "press", "n"]
    code, _, err = person("add", "source", "jp-ph-raa", answers=answers)
    assert code == 0
    assert "'rumour' is not a type of source: write official, press or secondary" in err
    assert "+    published: 2025-01-02" in err


def test_a_rejection_is_asked_for(person: Run, folder: Path) -> None:
    answers = ["", "signed", "weekly", "gazette announced_by", "It is the same page.", "y"]
    code, _, err = person("reject", answers=answers)
    assert code == 0
    assert "no claim of 'weekly': gazette reported_by, gazette announced_by or daily" in err
    assert "announced_by: [{source: gazette, locator: page 1, rejected: It is the same page.}, daily]" in text(folder)


def test_the_rejection_of_a_statement_is_asked_for(person: Run, folder: Path) -> None:
    code, _, err = person("reject", "jp-ph-raa", answers=["statement", "2", "Too early.", "y"])
    assert code == 0
    assert "gazette statement#2  statement#2 (signed, page 2)" in err
    assert text(folder).index("rejected: Too early.") > text(folder).index("locator: page 2")
    code, _, err = person("reject", "jp-ph-raa", "note#2")
    assert code == 2
    assert "there is no claim that could be rejected" in err


def test_the_rejection_of_a_source_with_one_claim_is_asked_for(person: Run, folder: Path) -> None:
    code, _, _ = person("reject", "jp-ph-raa", "signed", answers=["daily", "It guesses.", "y"])
    assert code == 0
    assert "{source: daily, rejected: It guesses.}" in text(folder)


def test_a_new_agreement_is_made_by_answers(person: Run, folder: Path) -> None:
    answers = [
        "France-Norway Logistics Agreement", "France", "France, France", "France, Atlantis", "France, Norway",
        "peace", "logistics", "Fr No", "jp-ph-raa", "sources", "", "extended", "signing", "2024-07-08", "Paris",
        "gazette", "", "", "y",
    ]  # fmt: skip
    code, out, err = person("new", answers=answers)
    assert code == 0, err
    for message in (
        "an agreement has two parties or more",
        "'FR' is named twice",
        "a history cannot begin with 'extended'",
        "no party 'Atlantis'",
        "'peace' is not a kind of agreement",
        "'Fr No' cannot be the id",
        "jp-ph-raa.yaml is there already",
        "'sources' cannot be the id",
    ):
        assert message in err
    assert text(folder, "fr-no-acsa") == (
        'id: fr-no-acsa\ntitle: France-Norway Logistics Agreement\nkind: acsa\nparties: [FR, "NO"]\n'
        "# If its own text says so:\n# entry_into_force: {after: ratified, days: 30}\n"
        "# term: {years: 10, renews: true, notice: 6 months}\n\nhistory:\n  - event: signed\n    date: 2024-07-08\n"
        "    place: Paris\n    reported_by: [gazette]\n"
    )
    assert out.splitlines()[1:] == [
        "before: nothing was recorded of fr-no-acsa.",
        "now: On 2026-11-30, France-Norway Logistics Agreement (fr-no-acsa) is recorded as signed since 2024-07-08.",
        "check: no errors, no warnings",
    ]


def edited(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str | None]) -> list[str]:
    """Let an editor change what it is given; return the list of what it was given."""
    seen: list[str] = []

    def edit(text: str, **_: object) -> str | None:
        seen.append(text)
        return change(text)

    monkeypatch.setattr(click, "edit", edit)
    return seen


def test_what_is_added_can_be_edited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = edited(monkeypatch, lambda text: text.replace("A talk.", "A long talk.") + "place: Manila\n")
    words = ["--data", str(folder), "--today", "2026-11-30", "--edit"]
    event = ["add", "event", "jp-ph-raa", "note", "--date", "2024-07", "--note", "A talk.", "--reported-by", "gazette"]
    assert main([*event, *words]) == 0
    assert seen == ["event: note\ndate: 2024-07\nnote: A talk.\nreported_by: [gazette]\n"]
    assert added(folder) == (
        "  - event: note\n    date: 2024-07\n    note: A long talk.\n    reported_by: [gazette]\n    place: Manila"
    )
    seen = edited(monkeypatch, lambda text: text.replace("No.", "It guesses."))
    assert main(["reject", "jp-ph-raa", "signed", "daily", "--reason", "No.", *words]) == 0
    assert seen == ["rejected: No.\n"]
    assert "{source: daily, rejected: It guesses.}" in text(folder)
    edited(monkeypatch, lambda text: text.replace("[gazette]", "[{source: gazette, locator: page 1}]"))
    assert main(["add", "claim", "jp-ph-raa", "note#3", "gazette", "--as", "announced_by", *words]) == 0
    assert "    note: Another visit.\n    announced_by:\n      - source: gazette\n        locator: page 1\n" in text(
        folder
    )


@pytest.mark.parametrize("back", [None, "", "a: [", "- a", "other: x\n", "rejected: [a]\n"])
def test_what_cannot_be_added_from_an_editor_is_refused(
    back: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(monkeypatch, lambda _: back)
    for words in (["signed", "daily"], ["statement#1", "gazette"]):
        code = main(["reject", "jp-ph-raa", *words, "--reason", "No.", "--edit", "--data", str(folder)])
        assert code in (1, 2), words
        assert capsys.readouterr().err.startswith("pactstate: ")
    assert text(folder) == TREATY


def test_an_editor_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(text: str, **_: object) -> str:
        raise click.ClickException("vi: Editing failed")

    monkeypatch.setattr(click, "edit", fail)
    words = ["add", "statement", "jp-ph-raa", "gazette", "--says", "signed", "--edit", "--data", str(folder)]
    assert main(words) == 2
    assert capsys.readouterr().err == "pactstate: vi: Editing failed\n"
    assert text(folder) == TREATY


def with_remarks(shown: str) -> str:
    """Return lines as a person may have edited them: a comment above and behind each."""
    return "".join(f"# above {line}\n{line}  # behind\n" for line in shown.splitlines()) + "# last\n"


EVENT = ["add", "event", "jp-ph-raa", "note", "--date", "2024-10", "--note", "A #1 talk."]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            EVENT,
            (
                "  # above event: note\n  - event: note  # behind\n    # above date: 2024-10\n    date: 2024-10  # behind\n"
                '    # above note: "A #1 talk."\n    note: "A #1 talk."  # behind\n    # last\n'
            ),
        ),
        (
            ["add", "claim", "jp-ph-raa", "signed", "daily"],
            "    # above source: daily\n    # behind\n    # last\n    reported_by: [gazette, daily]\n",
        ),
        (
            ["add", "claim", "jp-ph-raa", "note#2", "daily", "--as", "announced_by"],
            "    # above announced_by: [daily]\n    announced_by: [daily]  # behind\n    # last\n",
        ),
        (
            ["add", "source", "jp-ph-raa", "paper", "--title", "News"],
            (
                "# above sources:\nsources:  # behind\n# above   paper:\n  paper:  # behind\n"
                "# above     title: News\n    title: News  # behind\n# last\n"
            ),
        ),
        (
            ["add", "statement", "jp-ph-raa", "daily", "--says", "signed"],
            (
                "  # above source: daily\n  - source: daily  # behind\n    # above says: signed\n    says: signed  # behind\n"
                "    # last\n"
            ),
        ),
        (
            ["reject", "jp-ph-raa", "statement#1", "gazette", "--reason", "No."],
            "    says: in_force\n    # above rejected: No.\n    rejected: No.  # behind\n    # last\n",
        ),
        (
            ["reject", "jp-ph-raa", "note#1", "gazette", "--reason", "No."],
            "    # above rejected: No.\n    # behind\n    # last\n    reported_by: [{source: gazette, rejected: No.}]\n",
        ),
        (
            ["add", "source", "--shared", "paper", "--title", "News"],
            "# above paper:\n# behind\n# above   title: News\n# behind\n# last\npaper: {title: News}\n",
        ),
    ],
)
def test_comments_of_a_person_are_kept(
    words: list[str], lines: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(monkeypatch, with_remarks)
    assert main([*words, "--edit", "--data", str(folder), "--today", "2026-11-30"]) == 0
    assert lines in text(folder, "sources" if "--shared" in words else "jp-ph-raa")


def test_comments_are_kept_in_a_new_file_of_shared_sources(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(**{"jp-ph-raa": TREATY.replace("[gazette]", "[]")})
    edited(monkeypatch, with_remarks)
    words = ["add", "source", "--shared", "paper", "--title", "News", "--edit"]
    assert main([*words, "--data", str(folder), "--today", "2026-11-30"]) == 0
    assert text(folder, "sources") == with_remarks("paper:\n  title: News")


def test_a_person_edits_again_what_cannot_be_written(
    person: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First no YAML, then an error of the check, then what is right: each try begins with what was typed last."""
    tries = iter(["event: [note\n", "event: note\ndate: 2030\n", "event: note\ndate: 2024-10  # a month\n"])
    seen = edited(monkeypatch, lambda _: next(tries))
    code, out, err = person(*EVENT, "--edit", answers=["", "y", "y", ""])
    assert code == 0, err
    assert seen[1:] == ["event: [note\n", "event: note\ndate: 2030\n"]
    assert err.count("Edit it again") == 2
    assert "jp-ph-raa.yaml: what comes from the editor cannot be added: line " in err
    assert "jp-ph-raa.yaml is unchanged: the addition would bring the errors above" in err
    assert out.count("future-event") == 1
    assert added(folder) == "  - event: note\n    date: 2024-10  # a month"


@pytest.mark.parametrize(("typed", "ending"), [("event: [note\n", 2), (" \n", 2), ("event: note\ndate: 2030\n", 1)])
def test_a_person_who_does_not_edit_again_has_changed_nothing(
    typed: str, ending: int, person: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(monkeypatch, lambda _: typed)
    code, _, err = person(*EVENT, "--edit", answers=["", "n"], uses_all=False)
    assert code == ending, err
    assert ("Edit it again" in err) == bool(typed.strip())
    assert text(folder) == TREATY


def test_a_new_file_can_be_edited_again(person: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = iter(
        [lambda text: text.replace("kind: raa", "kind: nonsense"), lambda text: text.replace("nonsense", "acsa")]
    )
    edited(monkeypatch, lambda text: next(tries)(text))  # noqa: PLW0108 - each try takes the next one
    words = ["--title", "T", "--kind", "raa", "--party", "FR", "--party", "NO", "--event", "signed", "--date", "2024"]
    code, _, err = person("new", "fr-no", *words, "--edit", answers=["", "y", ""])
    assert code == 0, err
    assert "kind: acsa" in text(folder, "fr-no")
