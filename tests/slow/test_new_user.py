"""A new user with three agreements, one of them wrong: the command, the hook and the action say the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from process.composite import Action, clean_environment
from process.repositories import Repository, git


def install_the_hook(repository: Repository, home: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository.path,
        env={**clean_environment(), "PRE_COMMIT_HOME": str(home)},
        check=True,
        capture_output=True,
    )


def commit(repository: Repository, home: Path) -> tuple[bool, str]:
    """Whether git takes the commit, and what the hook says."""
    try:
        git(repository.path, "commit", "--message", "Three agreements", PRE_COMMIT_HOME=str(home))
    except subprocess.CalledProcessError as refused:
        return False, refused.stdout + refused.stderr
    return True, ""


def test_all_three_say_the_same(hooked: Repository, hooks: Path, action: Action) -> None:
    repository = hooked
    install_the_hook(repository, hooks)

    plain = repository.check()
    taken, said = commit(repository, hooks)
    annotated = action(repository.path)

    assert (plain.returncode, taken, annotated.code) == (1, False, 1)
    assert plain.stdout.strip()
    assert plain.stdout.strip() in said

    findings = json.loads(repository.check("--format", "json").stdout)["findings"]
    assert [(found["rule"], found["path"], found["line"]) for found in findings] == [
        ("invalid-value", "agreements/jp-ph-raa.yaml", 14)
    ]
    (finding,), (annotation,) = findings, annotated.annotations()
    (result,) = json.loads(Path(annotated.outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    for words in (finding["message"], finding["help"]):
        assert words in said
        assert words in annotation["message"]
        assert words in result["message"]["text"]
        assert words.split("'")[0] in annotated.summary
    assert "did you mean 'signed'?" in finding["help"]
    for line, column in ((annotation["line"], annotation["col"]), (region["startLine"], region["startColumn"])):
        assert (int(line), int(column)) == (finding["line"], finding["column"])

    repository.mend()

    mended = action(repository.path)
    assert commit(repository, hooks) == (True, "")
    assert (repository.check().returncode, mended.code, mended.annotations()) == (0, 0, [])
    assert git(repository.path, "status", "--short") == ""
