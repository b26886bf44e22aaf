"""``pactstate rule``: pages, lists, and unknown words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from pactstate.checks import pages
from pactstate.checks.pages import FAMILIES, PAGES, Page
from pactstate.cli import main
from pactstate.cli.app import app
from pactstate.rules import RULES

PAGES_FOLDER = Path(__file__).parent.parent.parent / "docs" / "rules"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command, and return exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(["rule", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def completed(begun: str) -> list[tuple[str, str | None]]:
    items = ShellComplete(app, {}, "pactstate", "_PACTSTATE_COMPLETE").get_completions(["rule"], begun)
    return [(item.value, item.help) for item in items]


@pytest.mark.parametrize("name", RULES)
def test_a_name_gives_the_page(run: Run, name: str) -> None:
    assert run(name) == (0, (PAGES_FOLDER / f"{name}.md").read_text(encoding="utf-8"), "")


@pytest.mark.parametrize("word", ["PS205", "ps205", "Skipped-Step", " skipped-step "])
def test_a_code_in_any_letter_case_gives_the_page(run: Run, word: str) -> None:
    code, out, err = run(word)
    assert (code, out.splitlines()[0], err) == (0, "# PS205 skipped-step", "")


def test_without_a_word_all_rules_are_listed(run: Run) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    blocks = out.rstrip("\n").split("\n\n")
    families = [block for block in blocks if "\n" not in block]
    assert families == [f"{prefix}: {subject}" for prefix, subject in FAMILIES.items()]
    assert [block for block in blocks if "\n" in block] == [
        f"{rule.code} {name} ({rule.severity}{', depends on today' if rule.clock else ''})\n  {PAGES[name].headline}"
        for name, rule in RULES.items()
    ]
    assert max(map(len, out.splitlines())) <= 80


def test_each_rule_is_listed_under_its_family(run: Run) -> None:
    heading = ""
    for line in run()[1].splitlines():
        heading = line if line.startswith("PS") and line[3] == ":" else heading
        if line.startswith("PS") and line != heading:
            assert heading.startswith(f"{line[:3]}:")


def test_the_beginning_of_codes_lists_the_rules_that_it_means(run: Run) -> None:
    code, out, _ = run("ps40")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if line.startswith("PS")] == [
        "PS4:",
        "PS401",
        "PS402",
        "PS403",
    ]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("skiped-step", "no rule 'skiped-step': did you mean 'skipped-step'?"),
        ("PS299", "no rule 'PS299': did you mean 'PS209'?"),
        ("weather", "no rule 'weather': 'pactstate rule' lists them all"),
        ("", "no rule '': 'pactstate rule' lists them all"),
        ("\x1b[1m", r"no rule '\u{1b}[1m': 'pactstate rule' lists them all"),
        ("x" * 100_000, f"no rule '{'x' * 60}...': 'pactstate rule' lists them all"),
    ],
)
def test_an_unknown_rule_is_reported_in_one_line(run: Run, word: str, message: str) -> None:
    assert run(word) == (2, "", f"pactstate: {message}\n")


def test_a_page_that_is_missing_from_the_installation_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactstate.cli.rule.page_file", lambda name: tmp_path / name)
    code, out, err = run("skipped-step")
    assert (code, out) == (2, "")
    assert err == (
        f"pactstate: {tmp_path / 'skipped-step'}, a part of pactstate, cannot be read (no such file or directory): "
        "run 'pip install --force-reinstall pactstate'\n"
    )


def test_names_are_completed() -> None:
    assert completed("skip") == [("skipped-step", "PS205")]
    assert completed("PARTY") == [("party-required", "PS213"), ("party-not-allowed", "PS215")]
    assert completed("") == [(name, rule.code) for name, rule in RULES.items()]


def test_codes_are_completed_once_they_are_begun() -> None:
    assert completed("ps40") == [("PS401", "duplicate-id"), ("PS402", "dangling-link"), ("PS403", "link-mismatch")]


def test_without_docstrings_there_are_no_texts_but_no_failure_either() -> None:
    """``PYTHONOPTIMIZE=2`` drops what the pages are made of; the check goes on."""
    rule = RULES["skipped-step"]
    assert pages._page(rule, "") == Page(rule, "skipped-step", "", "")
