"""``pactstate schema``: its output, the folder that it reads, and its errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pactstate.cli import main

_SCHEMAS = Path(__file__).parent.parent.parent / "schema"
_FILE = "id: a\ntitle: A\nkind: fishing\nparties: [JP, QORG]\nhistory: []\n"
_SETTINGS = """\
[kinds.fishing]
title = "fishing rights"

[parties]
QORG = "Association of Southeast Asian Nations"
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in an empty folder, and return exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["schema", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def _words(output: str) -> tuple[list[str], list[str]]:
    words: dict[str, Any] = json.loads(output)["definitions"]
    return words["kind"]["enum"], words["party"]["enum"]


@pytest.mark.parametrize(
    ("arguments", "name"), [([], "agreement"), (["agreement"], "agreement"), (["sources"], "sources")]
)
def test_it_prints_the_schemas_of_the_package(run: Run, arguments: list[str], name: str) -> None:
    assert run(*arguments) == (0, (_SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"), "")


def test_words_of_the_folder_named_are_part_of_it(run: Run, write: Callable[..., Path]) -> None:
    folder = write(a=_FILE)
    (folder / "pactstate.toml").write_text(_SETTINGS)
    code, out, err = run("--data", folder)
    kinds, parties = _words(out)
    assert (code, err) == (0, "")
    assert (kinds[-1], parties[-1]) == ("fishing", "QORG")


@pytest.mark.parametrize("below", [".", "agreements", "docs/deep"])
def test_words_of_the_nearest_folder_are_part_of_it(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    folder = write(a=_FILE)
    (folder / "pactstate.toml").write_text(_SETTINGS)
    here = folder.parent / below
    here.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(here)
    assert "fishing" in _words(run()[1])[0]


def test_settings_do_without_files_and_without_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pactstate.toml").write_text(_SETTINGS)
    assert "QORG" in _words(run()[1])[1]
    (tmp_path / "agreements").mkdir()
    assert "QORG" in _words(run()[1])[1]


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_folder_that_is_none(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    assert run("--data", name) == (2, "", f"pactstate: no such folder: {name}\n")


@pytest.mark.parametrize("which", ["agreement", "sources"])
def test_settings_that_cannot_be_used(run: Run, tmp_path: Path, which: str) -> None:
    (tmp_path / "agreements").mkdir()
    (tmp_path / "pactstate.toml").write_text("colour = 1")
    code, out, err = run(which)
    assert (code, out) == (2, "")
    assert err.startswith("pactstate: pactstate.toml: unknown setting 'colour'")
    assert err.count("\n") == 1


def test_another_word(run: Run) -> None:
    code, out, err = run("statements")
    assert (code, out) == (2, "")
    assert "'statements' is not one of 'agreement', 'sources'" in err
