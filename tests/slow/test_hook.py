"""The hook for pre-commit, run for real from a clone of this project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from histories import new_history, put
from process.composite import clean_environment
from process.repositories import AGREEMENTS, Repository

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
IT = AGREEMENTS["jp-au-raa"].replace("jp-au", "jp-it").replace("AU]", "IT]").replace("mofa", "m")
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


def test_it_says_what_is_wrong_in_a_fresh_repository(hooked: Repository, hooks: Path) -> None:
    done = subprocess.run(
        [*PRE_COMMIT, "run", "--all-files"],
        cwd=hooked.path,
        env={**clean_environment(), "PRE_COMMIT_HOME": str(hooks)},
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


# A repository with several folders, as the guide has it.


def documented_config() -> dict[str, Any]:
    """The configuration for several folders that the guide shows."""
    guide = (ROOT / "docs" / "check.md").read_text(encoding="utf-8").partition("\n## In pre-commit\n")[2]
    (block,) = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    config: dict[str, Any] = yaml.safe_load(block)
    return config


def test_pre_commit_understands_the_documented_configuration(tmp_path: Path) -> None:
    config = yaml.safe_dump(documented_config()).replace("REVISION", "f" * 40)
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [*PRE_COMMIT, "validate-config", "config.yaml"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=clean_environment(),
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.fixture(scope="module")
def monorepo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with three folders of agreements, and one agreement in each."""
    names = {"asia/agreements": "jp-gb-raa", "europe/agreements": "jp-au-raa", "law/treaties": "jp-ph-raa"}
    files = {f"{folder}/{id}.yaml": AGREEMENTS[id].replace("singed", "signed") for folder, id in names.items()}
    return Repository(new_history(tmp_path_factory.mktemp("hook") / "monorepo", files))


@pytest.mark.parametrize(
    ("changed", "content", "found"),
    [
        ("asia/agreements/jp-gb-raa.yaml", "event: ratified", [[("PS103", "asia/agreements/jp-gb-raa.yaml")], []]),
        ("europe/agreements/jp-au-raa.yaml", "event: signed", [[("PS103", "europe/agreements/jp-au-raa.yaml")], []]),
        ("law/treaties/jp-ph-raa.yaml", "event: signed", [[], [("PS103", "law/treaties/jp-ph-raa.yaml")]]),
        ("law/treaties/jp-ph-raa.yaml", None, [[], [("PS503", "law/treaties/jp-ph-raa.yaml")]]),
        ("other/config.yaml", "", [[], []]),
    ],
)
def test_each_documented_hook_checks_its_own_folders(
    monorepo: Repository, changed: str, content: str | None, found: list[list[tuple[str, str]]]
) -> None:
    """A change is seen by the hook that it starts, and by no other."""
    path = monorepo.path / changed
    kept = path.read_text(encoding="utf-8") if path.exists() else None
    put(monorepo.path, {changed: None if content is None else (kept or "").replace(content or "x", f"{content}x")})
    # Beside the one that is deleted stands another one, as in any folder.
    put(monorepo.path, {"law/treaties/jp-it-raa.yaml": IT})
    try:
        (repo,) = documented_config()["repos"]
        for hook, expected in zip(repo["hooks"], found, strict=True):
            starts = hook.get("always_run", False) or bool(re.search(hook["files"], changed))
            done = monorepo.check(*hook["args"], "--format=json")
            seen = [(one["code"], one["path"]) for one in json.loads(done.stdout)["findings"]]
            assert (done.returncode, seen) == (int(bool(expected)), expected)
            assert starts or not expected
    finally:
        put(monorepo.path, {changed: kept} if kept or path.exists() else {})


def test_the_folders_of_another_name_start_their_hook_and_not_that_of_others() -> None:
    (repo,) = documented_config()["repos"]
    first, second = (re.compile(hook["files"]) for hook in repo["hooks"])
    paths = ("asia/agreements/a.yaml", "europe/agreements/x/b.yml", "law/treaties/c.yaml", "law/agreements/d.yaml")
    assert [bool(first.search(path)) for path in paths] == [True, True, False, False]
    assert [bool(second.search(path)) for path in paths] == [False, False, True, False]
