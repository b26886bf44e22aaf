"""``pactstate diff``: folders, bases, the length of its output, and hostile texts in it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt

from pactstate.cli.diff import command
from pactstate.cli.output import CannotRunError

TODAY = "2026-11-22"
RAA = """\
id: x
title: X
kind: raa
parties: [JP, PH]
sources:
  paper: {title: A paper, published: 2024-12-31}
history:
  - {event: signed, date: 2024-07-08, reported_by: [paper]}
"""
RATIFIED = "  - {event: ratified, date: 2024-08-12, reported_by: [paper]}\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, ["--today", TODAY, *map(str, arguments)], standalone_mode=False)


@pytest.fixture
def before(write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder 'agreements' in the working directory, and its copy 'before/agreements'."""
    folder = write(x=RAA)
    shutil.copytree(folder, tmp_path / "before" / "agreements")
    monkeypatch.chdir(tmp_path)
    return folder


def test_nothing_has_changed(before: Path) -> None:
    done = run("./before")
    assert (done.return_value, done.stderr) == (0, "")
    assert done.stdout == "nothing has changed since './before'\n"
    assert json.loads(run("./before", "--format", "json").stdout)["agreements"] == []


def test_an_event_that_moves_the_state(before: Path) -> None:
    (before / "x.yaml").write_text(RAA + RATIFIED)
    done = run("./before")
    assert (done.return_value, done.stderr) == (0, "")
    assert done.stdout == (
        "x: X\n"
        "  state      signed since 2024-07-08; now ratified since 2024-08-12\n"
        "  added      event 'ratified' on 2024-08-12, reported by paper\n"
        "\n"
        "1 agreement has changed since './before': 1 added; states on 2026-11-22\n"
    )


def test_states_are_those_of_the_day_asked_about(before: Path) -> None:
    (before / "x.yaml").write_text(RAA + RATIFIED)
    assert "state      signed since 2024-07-08, as before" in run("./before", "--on", "2024-08-01").stdout
    value = json.loads(run("./before", "--on", "2024-08-01", "--format", "json").stdout)
    assert (value["on"], value["base"]) == ("2024-08-01", {"name": "./before", "commit": None})
    assert [value["agreements"][0][when]["state"] for when in ("then", "now")] == ["signed", "signed"]


def test_errors_in_the_files_are_said_and_give_the_exit_code(before: Path) -> None:
    (before / "x.yaml").write_text(RAA + "  - {event: proposed, date: 2025, reported_by: [paper]}\n")
    done = run("./before")
    assert done.return_value == 1
    assert "1 error in agreements" in done.stderr
    assert "added      event 'proposed' on 2025" in done.stdout


def test_a_base_without_the_agreement(before: Path) -> None:
    (before / "y.yaml").write_text(RAA.replace("id: x", "id: y").replace("paper", "other"))
    assert "y: X\n  state      not recorded; now signed since 2024-07-08\n" in run("./before").stdout


def test_a_base_that_cannot_be_read(before: Path) -> None:
    error = run("./nowhere").exception
    assert isinstance(error, CannotRunError)
    assert str(error) == "no such folder or archive: './nowhere'"


def test_several_folders_are_reported_together(before: Path, tmp_path: Path) -> None:
    for root in ("before", "."):
        (tmp_path / root / "more" / "agreements").mkdir(parents=True)
        (tmp_path / root / "more" / "agreements" / "z.yaml").write_text(RAA.replace("id: x", "id: z"))
    (before / "x.yaml").write_text(RAA + RATIFIED)
    (tmp_path / "more" / "agreements" / "z.yaml").write_text(RAA.replace("id: x", "id: z") + RATIFIED)
    done = run("./before", "agreements", "more/agreements")
    assert "2 agreements have changed since './before': 2 added" in done.stdout
    value = json.loads(run("./before", "agreements", "more", "--format", "json").stdout)
    assert [one["id"] for one in value["agreements"]] == ["x", "z"]


def test_a_deleted_folder_is_not_passed_over(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "before" / "more" / "agreements"
    gone.mkdir(parents=True)
    (gone / "z.yaml").write_text(RAA.replace("id: x", "id: z"))
    shutil.move(before, tmp_path / "now" / "agreements")
    monkeypatch.chdir(tmp_path / "now")
    error = run("../before", ".").exception
    assert isinstance(error, CannotRunError)
    assert str(error).startswith("more/agreements held agreements at '../before', and is gone: if it has moved, ")
    assert run("../before", "agreements").return_value == 0
    error = run("./nowhere", ".").exception
    assert isinstance(error, CannotRunError)


def test_what_was_not_compared_is_no_success(before: Path, tmp_path: Path) -> None:
    """Changes that could be compared are printed nevertheless."""
    (tmp_path / "before" / "agreements" / "y.yaml").write_text("id: y\nhistory: nonsense\n")
    (before / "y.yaml").write_text(RAA.replace("id: x", "id: y").replace("paper", "other"))
    (before / "x.yaml").write_text(RAA + RATIFIED)
    done = run("./before")
    assert done.return_value == 2
    assert "added      event 'ratified' on 2024-08-12" in done.stdout
    assert "not compared, since it could not be understood then: before/agreements/y.yaml" in done.stdout
    assert done.stderr.endswith(
        "before/agreements/y.yaml; repair it in the base first, or ignore this with --allow-uncompared\n"
    )
    allowed = run("./before", "--allow-uncompared")
    assert (allowed.return_value, allowed.stdout, allowed.stderr) == (0, done.stdout, "")
    (before / "x.yaml").write_text(RAA + "  - {event: proposed, date: 2025, reported_by: [paper]}\n")
    assert run("./before", "--allow-uncompared").return_value == 1


def test_a_comment_is_no_longer_than_it_may_be(before: Path) -> None:
    notes = "".join(
        f"  - {{event: note, date: 2024-09-01, note: '{number:05}', reported_by: [paper]}}\n" for number in range(900)
    )
    (before / "x.yaml").write_text(RAA + notes)
    text = run("./before", "--format", "markdown").stdout
    assert 59_000 < len(text) < 60_200
    assert text.endswith("There is more than a comment can hold: `pactstate diff` shows the rest.\n")
    assert len(run("./before").stdout.splitlines()) > 900
    assert len(json.loads(run("./before", "--format", "json").stdout)["agreements"][0]["changes"]) == 900


def test_equal_changes_are_counted_each_except_a_source_that_two_cite(before: Path) -> None:
    visit = "  - {event: note, date: 2024-09-01, reported_by: [paper]}\n"
    (before / "x.yaml").write_text(RAA.replace("2024-12-31", "2024-12-30") + visit + visit)
    assert "2 added, 1 rewritten; states" in run("./before").stdout
    sources = "shared: {title: Shared, published: 2024-12-31}\n"
    cited = RAA.replace("paper: {title: A paper, published: 2024-12-31}", "{}").replace("sources:\n  {}\n", "")
    for folder, day in ((before.parent / "before" / "agreements", "2024-12-31"), (before, "2024-12-30")):
        (folder / "sources.yaml").write_text(sources.replace("2024-12-31", day))
        for id in ("x", "y"):
            (folder / f"{id}.yaml").write_text(cited.replace("id: x", f"id: {id}").replace("paper", "shared"))
    text = run("./before").stdout
    assert "2 agreements have changed since './before': 1 rewritten; states" in text
    assert text.count("rewritten  source shared: 'published' was 2024-12-31, is 2024-12-30") == 2


def test_what_is_long_is_cut(before: Path) -> None:
    (before / "x.yaml").write_text(RAA.replace("title: A paper", f"title: {'A' * 900}"))
    for form in ("text", "markdown"):
        assert "A" * 200 + "..." in "".join(run("./before", "--format", form).stdout.split())
        assert "A" * 201 not in run("./before", "--format", form).stdout


HOSTILE = "<b>x</b> | @user #1 ::error:: ##[add-mask]x \\e[31m https://example.org [a](b) `c` \\u202e"


def test_no_text_of_a_file_does_anything(before: Path) -> None:
    (before / "x.yaml").write_text(
        RAA.replace("title: X", f'title: "{HOSTILE}"').replace(
            "date: 2024-07-08", f'date: 2024-07-09, corrected: "{HOSTILE}", by: "{HOSTILE}"'
        )
        + f'statements:\n  - {{source: paper, says: signed, rejected: "{HOSTILE}"}}\n'
    )
    for form in ("text", "markdown", "json"):
        text = run("./before", "--format", form).stdout
        assert "corrected" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not re.search(r"^\s*::", text, re.MULTILINE)
        assert "##[" not in text
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(run("./before", "--format", "markdown").stdout)
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    assert not any(token.type == "html_block" for token in tokens)
    assert "@user" not in run("./before", "--format", "markdown").stdout


def test_only_sources_may_change_and_only_words(before: Path) -> None:
    (before / "sources.yaml").write_text("spare: {title: Spare}\n")
    text = run("./before", "--format", "markdown").stdout
    assert "0 agreements have changed since './before': 1 added; states" in text
    assert "| Agreement" not in text
    (before / "sources.yaml").unlink()
    (before / "x.yaml").write_text(RAA.replace("[paper]}", "[{source: paper, locator: page 2}]}"))
    text = run("./before").stdout
    assert "changed    claim on 'signed' on 2024-07-08: reported by paper; 'locator' is \"page 2\"" in text
