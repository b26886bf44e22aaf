"""The installed wheel, run as a user runs it, in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest

import pactstate
from pactstate.storage.locate import packaged_folder
from patience import HANGS

ROOT = Path(__file__).parent.parent.parent
SCRIPT = Path(sysconfig.get_path("scripts"), "pactstate")


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, *arguments],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **environment},
        timeout=HANGS,
    )


def test_the_tests_run_against_what_is_installed_not_the_tree() -> None:
    assert not Path(pactstate.__file__).is_relative_to(ROOT / "src")


def test_the_version_is_that_of_the_package() -> None:
    assert metadata.version("pactstate") == pactstate.__version__


def test_the_package_is_typed_and_carries_the_data() -> None:
    assert Path(pactstate.__file__).with_name("py.typed").exists()
    packaged = {path.name: path.read_bytes() for path in packaged_folder().rglob("*.yaml")}
    assert packaged == {path.name: path.read_bytes() for path in (ROOT / "agreements").rglob("*.yaml")}
    assert packaged


def test_the_command_answers_in_an_empty_folder(tmp_path: Path) -> None:
    done = run("status", "--today", "2026-11-22", cwd=tmp_path)
    assert done.returncode == 0
    answers = dict(line.split()[:2] for line in done.stdout.splitlines() if line.count("-"))
    told = {
        "au-ph-sovfa": "in_force",
        "ca-ph-sovfa": "signed",
        "fr-ph-vfa": "negotiating",
        "jp-ae-equipment": "in_force",
    }
    assert told.items() <= answers.items()
    assert "using the agreements that come with pactstate" in done.stderr


def test_importing_is_light() -> None:
    code = "import pactstate, sys; print(sorted({'pydantic', 'yaml', 'click', 'rich', 'attr'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("public", ["PartialDate", "State", "Agreement", "Status", "Kind", "Report"])
def test_the_domain_needs_neither_pydantic_nor_yaml(public: str) -> None:
    code = (
        f"import pactstate, sys; pactstate.{public}; "
        "print(sorted({'pydantic', 'yaml', 'click', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"


def test_a_file_cannot_be_imported_from_the_working_directory(tmp_path: Path) -> None:
    for name in ("yaml", "attr", "click", "pactstate"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the working directory')\n")
    assert run("status", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_the_same_bytes_in_any_locale(tmp_path: Path, locale: str) -> None:
    arguments = ("show", "jp-ph-acsa", "--today", "2026-11-22")
    usual = run(*arguments, cwd=tmp_path)
    odd = run(*arguments, cwd=tmp_path, LC_ALL=locale, PYTHONIOENCODING="ascii", TZ="Asia/Manila", PYTHONHASHSEED="7")
    assert odd.returncode == 0
    assert odd.stdout == usual.stdout


def test_a_closed_pipe_leaves_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        f"{SCRIPT} show jp-ph-raa | head -c 1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [SCRIPT, "status"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "pactstate: cannot write to standard output: no space left on device"


def test_a_new_user_validates_a_folder(tmp_path: Path) -> None:
    """The README's own example, as it stands there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```yaml\n")[2].partition("```")[0]
    folder = tmp_path / "agreements"
    folder.mkdir()
    (folder / "jp-ph-raa.yaml").write_text(example, encoding="utf-8")
    assert run("check", "--strict", cwd=tmp_path).returncode == 0
    shown = run("status", "--format", "json", "--today", "2026-11-22", cwd=tmp_path)
    (agreement,) = json.loads(shown.stdout)["agreements"]
    assert agreement["state"] == "in_force"
    (folder / "jp-ph-raa.yaml").write_text(example.replace("event: signed", "event: singed"), encoding="utf-8")
    wrong = run("check", cwd=tmp_path)
    assert wrong.returncode == 1
    assert "did you mean 'signed'?" in wrong.stdout
