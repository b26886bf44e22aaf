"""``check --against BASE --new-only``: findings that the base has are neither shown nor counted."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

import pactstate
from histories import commit, new_history, put
from pactstate.checks.runner import check_folder
from pactstate.compare import read_base
from pactstate.findings import RemarkKind
from pactstate.folder.read import read_folder
from pactstate.reports import FORMATS
from process.repositories import git
from unit.test_check_command import Run, run, text  # noqa: F401 - a fixture

OLD = {"a": "warning", "b": "error", "c": "info"}
NOTE = "  - {event: note, date: 2020-06-0%d}\n"
"""An entry without a source: a warning."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with a warning, an error, an info, and a file in order."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    files = {f"agreements/{id}.yaml": text(worst, id=id) for id, worst in OLD.items()}
    return new_history(tmp_path / "r", {**files, "agreements/d.yaml": text(id="d")})


@pytest.fixture
def check(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(here)
    return lambda *arguments: run("--against", "HEAD", "--new-only", *arguments)


def found(check: Run, *arguments: str) -> list[tuple[str, str]]:
    """The rules and files of what is reported."""
    _, out, err = check("--format", "json", *arguments)
    assert err == ""
    return [(one["rule"], Path(one["path"]).name) for one in json.loads(out)["findings"]]


def test_what_the_base_had_does_not_fail(check: Run, here: Path) -> None:
    put(here, {"agreements/d.yaml": text(id="d") + NOTE.replace("}", ", reported_by: [d-1]}") % 1})
    code, out, err = check("--strict")
    assert (code, err) == (0, "")
    full = git(here, "rev-parse", "HEAD")[:12]
    assert out == (
        f"4 files checked, nothing wrong (compared with 'HEAD' ({full}); "
        f"3 findings left out: not new since 'HEAD' ({full}))\n"
    )


def test_what_is_new_fails(check: Run, here: Path) -> None:
    put(here, {"agreements/d.yaml": text("error", id="d"), "agreements/e.yaml": text("warning", id="e")})
    assert found(check) == [("illegal-transition", "d.yaml"), ("skipped-step", "e.yaml")]
    assert [check(*flags)[0] for flags in ((), ("--fail-on", "never"))] == [1, 0]
    put(here, {"agreements/d.yaml": text(id="d")})
    assert [check(*flags)[0] for flags in ((), ("--strict",), ("--fail-on", "warning"))] == [0, 1, 1]


@pytest.mark.parametrize("form", FORMATS)
def test_in_every_format(check: Run, here: Path, form: str) -> None:
    put(here, {"agreements/d.yaml": text("error", id="d")})
    code, out, _ = check("--format", form, "--verbose")
    assert code == 1
    assert "PS201" in out or "illegal-transition" in out
    assert "d.yaml" in out
    assert "skipped-step" not in out.replace('"name": "skipped-step"', "").partition('"rules"')[0]
    assert not any(f"{id}.yaml:" in out for id in OLD)


def test_the_number_of_what_is_left_out_is_reported(check: Run, here: Path) -> None:
    put(here, {f"agreements/{id}.yaml": text(id=id) for id in ("a", "b")})
    for form in ("text", "concise", "markdown", "github"):
        assert "1 finding left out: not new since" in check("--format", form)[1].replace("\\", "")
    put(here, {"agreements/c.yaml": text(id="c")})
    assert "left out" not in check()[1]


def test_statistics_and_files_tell_the_same(check: Run, here: Path) -> None:
    put(here, {"agreements/d.yaml": text("error", id="d")})
    code, out, _ = check("--statistics", "--output", "report.json")
    assert (code, out.endswith("\n1  PS201  illegal-transition\n")) == (1, True)
    assert len(json.loads((here / "report.json").read_text())["findings"]) == 1


# Findings that count as the same.

UNSOURCED = text(id="d") + NOTE % 1
EDITS: Mapping[str, tuple[str | None, list[str]]] = {
    "as it was": (UNSOURCED, []),
    "lines above it": ("# x\n" * 7 + UNSOURCED.replace("history:", "\n\nhistory:"), []),
    "another layout": (UNSOURCED.replace("{event: note, date: 2020-06-01}", "event: note\n    date: 2020-06-01"), []),
    "another title": (UNSOURCED.replace("title: A", "title: Other"), []),
    "a second one": (UNSOURCED + NOTE % 2, ["unsourced-event"]),
    "a second one above it": (UNSOURCED.replace(NOTE % 1, NOTE % 1 + NOTE % 1), ["unsourced-event"]),
    "another in its place": (text(id="d") + NOTE % 3, ["event-rewritten", "unsourced-event"]),
    "another rule": (UNSOURCED.replace("note, ", "note, other: x, "), ["unknown-key"]),
    "mended": (text(id="d") + (NOTE % 1).replace("}", ", reported_by: [d-1]}"), []),
}


@pytest.mark.parametrize(("now", "rules"), EDITS.values(), ids=EDITS)
def test_what_is_known_by_its_rule_its_agreement_and_what_it_says(
    check: Run, here: Path, now: str, rules: list[str]
) -> None:
    commit(here, {"agreements/d.yaml": UNSOURCED})
    put(here, {"agreements/d.yaml": now})
    assert sorted(rule for rule, _ in found(check)) == rules


def test_lines_in_messages_may_move(check: Run, here: Path) -> None:
    put(here, {"agreements/b.yaml": "# x\n" * 90 + text("error", id="b")})
    assert "line 9" in pactstate.check("agreements", today="2026-11-22").findings[1].message
    assert found(check) == []


def test_a_file_may_be_renamed_and_its_folder_may_move(check: Run, here: Path) -> None:
    put(here, {"agreements/b.yaml": None, "agreements/asia/b.yaml": text("error", id="b")})
    assert found(check) == []
    (here / "agreements").rename(here / "treaties")
    assert found(check, "treaties") == []
    put(here, {"treaties/d.yaml": text("error", id="d")})
    assert found(check, "treaties") == [("illegal-transition", "d.yaml")]


def test_findings_without_an_agreement_are_known_by_their_file(check: Run, here: Path) -> None:
    commit(here, {"agreements/sources.yaml": "s: {title: S}\n"})
    put(here, {"agreements/sources.yaml": "r: {title: R, published: 2020-01-01}\ns: {title: S}\n"})
    assert found(check) == [("unused-source", "sources.yaml")]
    (here / "agreements").rename(here / "treaties")
    assert found(check, "treaties") == [("unused-source", "sources.yaml")]


def test_another_base_than_a_revision(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(here, "worktree", "add", "--quiet", "../before", "HEAD")
    git(here, "archive", "--output=../before.tar", "HEAD")
    put(here, {"agreements/e.yaml": text("warning", id="e")})
    monkeypatch.chdir(here)
    for base in ("../before", "../before.tar"):
        assert found(run, "--against", base, "--new-only") == [("skipped-step", "e.yaml")]


# Together with other options.


def test_what_compares_with_the_base_is_always_new(check: Run, here: Path) -> None:
    put(here, {"agreements/a.yaml": None})
    assert found(check) == [("agreement-removed", "a.yaml")]


def test_files_that_are_named(check: Run, here: Path) -> None:
    put(here, {f"agreements/{id}.yaml": text("error", id=id) for id in ("d", "e")})
    assert found(check, "agreements/d.yaml", "agreements/b.yaml") == [("illegal-transition", "d.yaml")]
    code, out, _ = check("agreements/a.yaml")
    assert (code, "1 finding left out" in out) == (0, True)


def test_a_folder_that_the_base_did_not_have_is_all_new(check: Run, here: Path) -> None:
    put(here, {"more/agreements/e.yaml": text("warning", id="e")})
    assert found(check, "more/agreements") == [("skipped-step", "e.yaml")]


def test_what_a_comment_no_longer_silences_is_new(check: Run, here: Path) -> None:
    silenced = "# pactstate: ignore-file[skipped-step] known\n" + text("warning", id="a")
    commit(here, {"agreements/a.yaml": silenced})
    assert found(check) == []
    put(here, {"agreements/a.yaml": text("warning", id="a")})
    assert found(check) == [("skipped-step", "a.yaml")]


def test_a_comment_that_the_base_needed_no_more_is_known(check: Run, here: Path) -> None:
    """The comment silences a rule that needs a base."""
    unused = "# pactstate: ignore-file[state-moved-back] why\n" + text(id="d")
    commit(here, {"agreements/d.yaml": unused})
    assert found(check) == []
    put(here, {"agreements/e.yaml": unused.replace("d-1", "e-1").replace("id: d", "id: e")})
    assert found(check) == [("unused-ignore", "e.yaml")]


def test_a_rule_that_is_switched_on_speaks_anew(check: Run, here: Path) -> None:
    """Each side is judged by its own settings, and both by the caller's."""
    commit(here, {"pactstate.toml": "ignore = ['skipped-step', 'nonsense']"})
    assert found(check) == []
    assert found(check, "--isolated") == []
    put(here, {"pactstate.toml": "ignore = ['nonsense']"})
    assert found(check) == [("skipped-step", "a.yaml")]
    put(here, {"pactstate.toml": "ignore = ['nonsense', 'more']"})
    assert found(check) == [("skipped-step", "a.yaml"), ("unknown-rule", "pactstate.toml")]
    put(here, {"mine.toml": "ignore = ['nonsense']"})
    assert found(check, "--config", "mine.toml") == [("unknown-rule", "mine.toml")]


def test_however_many_the_base_had_what_is_new_is_found(
    check: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 3)
    files = {f"agreements/{id}.yaml": text("warning", id=id) for id in "efghij"}
    many = {"agreements/m.yaml": text(id="m") + "".join(NOTE % day for day in (1, 2, 3, 4, 5))}
    commit(here, {**files, **many})
    assert found(check) == []
    put(here, {"agreements/m.yaml": many["agreements/m.yaml"] + NOTE % 6})
    put(here, {"agreements/z.yaml": text("warning", id="z")})
    assert found(check) == [("unsourced-event", "m.yaml"), ("skipped-step", "z.yaml")]


def test_what_was_not_understood_then_is_not_known(check: Run, here: Path) -> None:
    commit(here, {"agreements/d.yaml": "id: d\nhistory: nonsense\n"})
    put(here, {"agreements/d.yaml": text("error", id="d")})
    code, out, _ = check("--allow-uncompared")
    assert (code, "error[illegal-transition]" in out) == (1, True)
    assert check()[0] == 2


def test_more_than_is_listed_is_compared_or_counted(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = [NOTE % day for day in range(1, 6)]
    commit(here, {"agreements/d.yaml": text(id="d") + "".join(notes[:3])})
    put(here, {"agreements/d.yaml": text("error", id="d") + "".join(notes)})
    monkeypatch.chdir(here)

    def numbers(most: int) -> tuple[int, dict[str, int], list[str]]:
        folder = read_folder(Path("agreements"))
        day = dt.date(2026, 11, 22)
        report = check_folder(folder, day, base=read_base("HEAD", folder), new_only=True, most=most)
        known = [str(one.count) for one in report.remarks if one.kind is RemarkKind.KNOWN]
        return len(report.findings), dict(report.by_rule), known

    listed, by_rule, known = numbers(100)
    assert by_rule["unsourced-event"] == 2
    fewer = numbers(1)
    assert fewer[0] <= listed
    assert fewer[1:] == (by_rule, known)


@pytest.mark.parametrize("flag", ["--new-only", "--allow-uncompared"])
def test_without_a_base_it_is_refused(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    monkeypatch.chdir(here)
    assert run(flag) == (2, "", "pactstate: --new-only and --allow-uncompared go with --against\n")


def test_several_processes_find_the_same(check: Run, here: Path) -> None:
    put(here, {"agreements/d.yaml": text("error", id="d")})
    assert found(check, "--jobs", "2") == [("illegal-transition", "d.yaml")]


def test_python_may_ask_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, {"agreements/d.yaml": text("error", id="d")})
    monkeypatch.chdir(here)
    report = pactstate.check("agreements", today="2026-11-22", against="HEAD", new_only=True)
    assert [found.rule for found in report.findings] == ["illegal-transition"]
    with pytest.raises(ValueError, match="new_only needs a base: pass it as against"):
        pactstate.check("agreements", new_only=True)
