"""Completion in shells: with the installed command, and in bash itself."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from pactstate.cli.app import app
from pactstate.domain.lifecycle import State
from pactstate.rules import RULES

SCRIPTS = sysconfig.get_path("scripts")
COMMAND = Path(SCRIPTS, "pactstate")
GOOD = """\
id: jp-ph-raa
title: Japan-Philippines Reciprocal Access Agreement
kind: fisheries
parties: [JP, PH]
sources:
  mofa-2024:
    title: Signing of the agreement
    publisher: Ministry of Foreign Affairs of Japan
    published: 2024-07-08
    type: official
history:
  - event: signed
    date: 2024-07-08
    reported_by: [mofa-2024]
"""
SETTINGS = (
    '[parties]\nPACIFIC = "Pacific Community"\n[kinds.fisheries]\ntitle = "fishing rights"\nexpects = ["signed"]\n'
)


Complete = Callable[[str], list[str]]


def run(command: str | Path, *arguments: str, cwd: Path, **environment: str) -> str:
    """Return what a command prints, and expect nothing on standard error."""
    done = subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def complete(capfd: pytest.CaptureFixture[str]) -> Complete:
    """The words that are offered for the last word of a line; nothing is printed meanwhile."""

    def offered(line: str) -> list[str]:
        *before, begun = line.split(" ")[1:]
        items = ShellComplete(app, {}, "pactstate", "_PACTSTATE_COMPLETE").get_completions(before, begun)
        assert capfd.readouterr() == ("", "")
        return [item.value for item in items]

    return offered


@pytest.fixture
def desk(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a folder of agreements and settings."""
    folder = write(
        jp_ph_raa=GOOD, jp_gb_raa="not: read", asia__jp_au_raa="nor: this", sources="{}", sources__press="{}"
    )
    (folder.parent / "pactstate.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(folder.parent)
    return folder.parent


# Values that only their author knows: days, numbers, texts in words of one's own, revisions and addresses.
FREE = {
    *(
        "on",
        "known_by",
        "today",
        "until",
        "start",
        "date",
        "effective",
        "published",
        "accessed",
        "age",
        "since",
        "jobs",
    ),
    *("publisher", "title", "author", "by", "place", "note", "locator", "reason", "url", "base_url", "path_prefix"),
    *("against", "base", "stdin_filename", "only", "report"),
}


def parameters(command: click.Command = app, name: str = "") -> Iterator[tuple[str, click.Parameter]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for one in command.list_commands(context):
            within = command.get_command(context, one)
            assert within
            yield from parameters(within, f"{name} {one}")
    else:
        yield from ((name.strip(), one) for one in command.params)


def test_every_word_that_is_known_is_offered(desk: Path) -> None:
    for command, one in parameters():
        name = (one.name or "").removeprefix("source_")
        if (command, name) == ("new", "id"):  # It is made up.
            continue
        if name not in FREE and not (isinstance(one, click.Option) and one.is_flag):
            assert one.shell_complete(click.Context(app), ""), (command, one.name)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_names_the_command(tmp_path: Path, shell: str) -> None:
    script = run(COMMAND, cwd=tmp_path, _PACTSTATE_COMPLETE=f"{shell}_source")
    assert f"_PACTSTATE_COMPLETE={shell}_complete" in script
    assert {"bash": "-F _pactstate_completion pactstate", "zsh": "#compdef pactstate", "fish": "--command pactstate"}[
        shell
    ] in script


def test_bash_itself_completes(desk: Path) -> None:
    script = (
        'eval "$(_PACTSTATE_COMPLETE=bash_source pactstate)"; '
        "COMP_WORDS=(pactstate show jp-g); COMP_CWORD=2; _pactstate_completion pactstate; "
        'printf "%s\\n" "${COMPREPLY[@]}"; complete -p pactstate'
    )
    path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    said = run("bash", "--noprofile", "--norc", "-c", script, cwd=desk, PATH=path)
    assert said.splitlines()[0] == "jp-gb-raa"
    assert "_pactstate_completion pactstate" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pactstate st", ["status"]),
        ("pactstate show jp", ["jp-au-raa", "jp-gb-raa", "jp-ph-raa"]),
        ("pactstate show jp-ph", ["jp-ph-raa"]),
        ("pactstate show us", []),
        ("pactstate status jp-ph-raa jp-g", ["jp-gb-raa"]),
        ("pactstate status --party PAC", ["PACIFIC"]),
        ("pactstate status --party=PH", ["PH"]),
        ("pactstate status --kind fi", ["fisheries"]),
        ("pactstate status --kind ac", ["acsa"]),
        ("pactstate status --state ", [*map(str, State), "uncertain", "disputed", "expected"]),
        ("pactstate sources m", ["mofa-2024"]),
        ("pactstate verify jp-ph-raa in", ["in_force"]),
        ("pactstate verify jp-ph-raa in_force jp-g", ["jp-gb-raa"]),
        ("pactstate due jp-g", ["jp-gb-raa"]),
        ("pactstate due --fail-on ", ["overdue", "never"]),
        ("pactstate add event jp-ph-raa rat", ["ratified"]),
        ("pactstate add event jp-ph-raa ratified --manner acc", ["accession", "acceptance"]),
        ("pactstate add event jp-ph-raa signed --party PAC", ["PACIFIC"]),
        ("pactstate add event jp-ph-raa signed --reported-by m", ["mofa-2024"]),
        ("pactstate add claim jp-ph-raa signed m", ["mofa-2024"]),
        ("pactstate add statement jp-ph-raa mofa-2024 --says si", ["signed"]),
        ("pactstate reject jp-ph-raa si", ["signed"]),
        ("pactstate reject jp-ph-raa signed m", ["mofa-2024"]),
        ("pactstate export agree", ["agreements"]),
    ],
)
def test_words_are_completed(desk: Path, complete: Complete, line: str, words: list[str]) -> None:
    assert complete(line) == words


def test_ids_are_those_of_the_folder_that_the_command_would_read(
    desk: Path, complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    treaties = tmp_path / "elsewhere" / "treaties"
    treaties.mkdir(parents=True)
    (treaties / "us-ph-vfa.yml").touch()
    assert complete(f"pactstate show --data {treaties} ") == ["us-ph-vfa"]
    with monkeypatch.context() as patch:
        patch.setenv("PACTSTATE_DATA", str(treaties))
        assert complete("pactstate show ") == ["us-ph-vfa"]
    (desk / "pactstate.toml").write_text('paths = ["elsewhere/treaties"]\n', encoding="utf-8")
    assert complete("pactstate show ") == ["us-ph-vfa"]
    (desk / "pactstate.toml").unlink()
    (desk / "agreements").rename(desk / "gone")
    assert "jp-ph-acsa" in complete("pactstate show ")


def test_what_cannot_be_read_is_passed_over_in_silence(desk: Path, complete: Complete) -> None:
    assert complete("pactstate show --data nowhere ") == []
    (desk / "pactstate.toml").write_text("colour = 1\n", encoding="utf-8")
    for line in ("pactstate show ", "pactstate sources ", "pactstate status --kind ", "pactstate status --party "):
        assert complete(line) == []


def test_sources_of_a_large_folder_are_not_read(desk: Path, complete: Complete) -> None:
    for number in range(200):
        (desk / "agreements" / f"x-{number}.yaml").touch()
    assert complete("pactstate sources m") == []
    assert complete("pactstate show x-199") == ["x-199"]


@pytest.mark.parametrize(
    "name", ["$(touch x)", "`touch x`", "a;b", "a b", "-rf", "a\nplain,b", "a\x1b[31m", "a'b", "ä"]
)
def test_no_word_is_offered_that_a_shell_could_misunderstand(desk: Path, complete: Complete, name: str) -> None:
    (desk / "agreements" / f"{name}.yaml").touch()
    assert complete("pactstate show ") == ["jp-au-raa", "jp-gb-raa", "jp-ph-raa"]


def test_an_explanation_stays_on_its_line(desk: Path) -> None:
    settings = SETTINGS.replace("fishing rights", "a\\nplain\\nforged\\u001b[31m")
    (desk / "pactstate.toml").write_text(settings, encoding="utf-8")
    line = "pactstate status --kind fi"
    said = run(COMMAND, cwd=desk, _PACTSTATE_COMPLETE="zsh_complete", COMP_WORDS=line, COMP_CWORD="3")
    assert said.splitlines() == ["plain", "fisheries", "a\\u{a}plain\\u{a}forged\\u{1b}[31m"]


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ("", list(RULES)),
        ("skip", ["skipped-step"]),
        ("ps20", [rule.code for rule in RULES.values() if rule.code.startswith("PS20")]),
        ("PS205", ["PS205"]),
        ("skipped-step,single", ["skipped-step,single-witness"]),
        ("PS205,", [f"PS205,{name}" for name in RULES]),
        ("nothing-of-the-kind", []),
    ],
)
def test_rules_are_completed_after_commas_too(
    desk: Path, complete: Complete, option: str, begun: str, words: list[str]
) -> None:
    assert complete(f"pactstate check {option} {begun}") == words
