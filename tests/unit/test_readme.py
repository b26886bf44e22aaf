"""The README says what is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from pactstate.cli import main

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_two_commands_set_up_and_ci_runs_them_as_they_stand() -> None:
    first, second = blocks("sh")[:2]
    assert first.startswith("python3 -m venv")
    assert second.startswith("python3 -m venv")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert first.strip() in script
    assert second.strip() in script


@pytest.mark.parametrize("page", ["README.md", "docs/how-to/questions.md"])
def test_what_commands_print_is_what_they_print(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-22")
    sessions = blocks("console", (ROOT / page).read_text(encoding="utf-8"))
    assert sessions
    for session in sessions:
        command, _, printed = session.partition("\n")
        main(command.removeprefix("$ pactstate ").split())
        assert capsys.readouterr().out == printed


def test_the_wrong_example_is_as_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    right, added = blocks("yaml")[:2]
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "jp-ph-raa.yaml").write_text(f"{right}\n{added}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-22")
    assert main(["check"]) == 1
    assert capsys.readouterr().out == blocks("text")[0]


def test_the_python_examples_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks("pycon")), {}, "README", None, 0)
    assert examples.examples
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    assert runner.run(examples).failed == 0
