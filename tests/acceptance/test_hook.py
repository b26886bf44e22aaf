"""The hook for pre-commit, run for real from a clone of this project."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from acceptance.composite import clean_environment
from acceptance.repositories import Repository

ROOT = Path(__file__).parent.parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = (sys.executable, "-m", "pre_commit")


def test_pre_commit_understands_the_manifest() -> None:
    done = subprocess.run(
        [*PRE_COMMIT, "validate-manifest", MANIFEST],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=clean_environment(),
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("agreements/jp-ph-raa.yaml", True),
        ("desk/agreements/asia/jp-ph-raa.yml", True),
        ("agreements/sources/press.yaml", True),
        ("pactstate.toml", True),
        ("desk/pyproject.toml", True),
        ("agreements/README.md", False),
        ("disagreements/jp-ph-raa.yaml", False),
        ("config.yaml", False),
        ("not-pactstate.toml", False),
        ("agreements/jp-ph-raa.yaml.orig", False),
    ],
)
def test_it_runs_when_an_agreement_or_a_setting_changes(path: str, runs: bool) -> None:
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert bool(re.search(hook["files"], path)) is runs


def test_it_says_what_is_wrong_in_a_fresh_repository(clone: Path, repository: Repository) -> None:
    done = subprocess.run(
        [*PRE_COMMIT, "try-repo", clone, "pactstate-check", "--all-files"],
        cwd=repository.path,
        env=clean_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "pactstate check" in done.stdout
    assert "- exit code: 1\n" in done.stdout
    assert "invalid-value" in done.stdout
    assert "--> agreements/jp-ph-raa.yaml:14:12\n" in done.stdout
    assert "did you mean 'signed'?" in done.stdout
