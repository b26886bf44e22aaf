"""The pages on how to verify claims and to follow what is due say what is true."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import yaml

from pactstate.cli import main
from pactstate.fileformat.config import read_config
from pactstate.storage.limits import DEFAULT
from pactstate.views.verify import COLUMNS

ROOT = Path(__file__).parent.parent.parent
VERIFY = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
DUE = (ROOT / "docs" / "due.md").read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def printed(command: str) -> tuple[int, str]:
    out = io.StringIO()
    with redirect_stdout(out):
        code = main(shlex.split(command.partition("pactstate ")[2]))
    return code, out.getvalue()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTSTATE_DATA", str(ROOT / "agreements"))
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-22")
    (tmp_path / "claims.csv").write_text(blocks(VERIFY, "csv")[0], encoding="utf-8")


@pytest.mark.parametrize(("page", "code"), [(VERIFY, 1), (DUE, 0)], ids=["verify", "due"])
def test_commands_print_what_the_page_shows(page: str, code: int) -> None:
    sessions = blocks(page, "console")
    assert sessions
    for session in sessions:
        command, _, shown = session.partition("\n")
        assert printed(command) == (code, shown)


def test_the_five_articles_are_all_there() -> None:
    lines = blocks(VERIFY, "csv")[0].splitlines()[1:]
    assert len({line.split(",")[3] for line in lines}) == 5
    table, summary, *wrong = blocks(VERIFY, "console")[-1].split("\n\n")
    assert len(table.splitlines()) == len(lines) + 2
    assert summary.startswith(f"{len(lines)} claims: ")
    assert len(wrong) == len(re.findall("stale|premature", table))
    assert table.splitlines()[1].split()[0] == COLUMNS[0]


def test_the_settings_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "pactstate.toml").write_text(blocks(DUE, "toml")[0], encoding="utf-8")
    config = read_config(tmp_path / "pactstate.toml", DEFAULT)
    assert config is not None
    assert (str(config.reminder.open), str(config.reminder.settled)) == ("1 year", "5 years")


def test_the_weekly_job_runs_what_exists() -> None:
    (steps,) = (job["steps"] for job in yaml.safe_load(blocks(DUE, "yaml")[0])["jobs"].values())
    summary, check = [step["run"] for step in steps if step.get("run", "").startswith("pactstate")]
    code, shown = printed(summary.partition(" >> ")[0])
    assert (code, shown[:8]) == (0, "| Date |")
    assert printed(check)[0] == 1


def test_the_calendar_is_one() -> None:
    (command,) = blocks(DUE, "sh")
    code, shown = printed(command.partition(" > ")[0])
    assert code == 0
    assert shown.startswith("BEGIN:VCALENDAR\r\n")
