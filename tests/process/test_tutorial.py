"""Every block of the tutorial runs, in order, and prints what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from process.composite import clean_environment

PAGE = Path(__file__).parent.parent.parent / "docs" / "tutorial.md"
BLOCKS = re.findall(r"```sh\n(.*?)```(?:\n\n```text\n(.*?)```)?", PAGE.read_text(encoding="utf-8"), re.DOTALL)
MARK = "-- end of a block --"

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("its commands are for a shell", allow_module_level=True)


def test_every_block_runs_and_prints_what_the_page_shows(tmp_path: Path) -> None:
    scripts = sysconfig.get_path("scripts")
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "COV"))}
    clean = clean_environment()
    names = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PACTSTATE_TODAY": "2026-11-30"}
    environment = {**clean, **kept, **settings, **dict.fromkeys(names, "a@example.org")}
    environment["PATH"] = f"{scripts}{os.pathsep}{environment['PATH']}"
    script = "set -e\n" + f"echo '{MARK}'\n".join(commands for commands, _ in BLOCKS)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    # The id of a commit depends on its time.
    printed = re.sub(r"\([0-9a-f]{12}\)", "(7e1269cef93b)", done.stdout).split(f"{MARK}\n")
    assert printed == [shown for _, shown in BLOCKS], done.stdout


def test_every_command_of_the_page_is_in_a_block_that_runs() -> None:
    assert sum(commands.count("pactstate ") for commands, _ in BLOCKS) >= 12
    assert len(BLOCKS) == PAGE.read_text(encoding="utf-8").count("```sh")
