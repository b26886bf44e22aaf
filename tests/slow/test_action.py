"""The action, its steps run as they stand, as GitHub's runner does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from process.composite import Action, Composite, Outcome, clean_environment
from process.repositories import AGREEMENTS, Repository, git

ROOT = Path(__file__).parents[2]
ACTION = Composite(ROOT, ROOT)
STEPS = ACTION.metadata["runs"]["steps"]


def test_its_form_is_that_of_the_schema() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stdout


def test_no_expression_stands_in_a_script_and_every_one_is_known() -> None:
    known = {f"inputs.{name}" for name in ACTION.metadata["inputs"]}
    known |= {"steps.install.outputs.python", "github.event.repository.default_branch"}
    used = set()
    for step in STEPS:
        assert "${{" not in step["run"]
        for text in (*step["env"].values(), step.get("working-directory", "")):
            found = re.findall(r"\$\{\{ ([\w.-]+) \}\}", text)
            assert text.count("${{") == len(found)
            used.update(found)
    assert used == known


def test_no_step_is_a_strangers() -> None:
    assert {tuple(sorted(step)) for step in STEPS} <= {
        ("env", "id", "name", "run", "shell"),
        ("env", "id", "name", "run", "shell", "working-directory"),
        ("env", "id", "if", "name", "run", "shell", "working-directory"),
    }
    assert {step["shell"] for step in STEPS} == {"bash"}


def test_every_input_and_output_is_described() -> None:
    for item in (*ACTION.metadata["inputs"].values(), *ACTION.metadata["outputs"].values()):
        assert item["description"].endswith(".")
    assert all(isinstance(item["default"], str) for item in ACTION.metadata["inputs"].values())


def test_findings_become_annotations_a_summary_and_sarif(action: Action, repository: Repository) -> None:
    done = action(repository.path)
    assert done.code == 1
    (annotation,) = done.annotations()
    assert (annotation["level"], annotation["file"], annotation["line"], annotation["title"]) == (
        "error",
        "agreements/jp-ph-raa.yaml",
        "14",
        "invalid-value (PS103)",
    )
    assert "did you mean 'signed'?" in annotation["message"]
    assert "agreements/jp-ph-raa.yaml:14" in done.summary
    assert "**invalid-value**" in done.summary
    assert done.outputs["exit-code"] == "1"
    sarif = Path(done.outputs["sarif-file"])
    assert not sarif.is_relative_to(repository.path)
    (result,) = json.loads(sarif.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "agreements/jp-ph-raa.yaml"


def test_where_nothing_is_wrong_it_passes(action: Action, repository: Repository) -> None:
    repository.mend()
    done = action(repository.path)
    assert (done.code, done.annotations(), done.outputs["exit-code"]) == (0, [], "0")
    assert "3 files" in done.summary
    assert json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_the_site_is_built_outside_of_the_workspace(action: Action, repository: Repository) -> None:
    repository.mend()
    repository.set_traps()
    done = action.site(repository.path, base_url="https://example.org/treaties", title="Treaties")
    assert done.code == 0, done.log
    folder = Path(done.outputs["site-folder"])
    assert not folder.is_relative_to(repository.path)
    assert "<h1>Treaties</h1>" in (folder / "index.html").read_text(encoding="utf-8")
    assert "https://example.org/treaties/jp-gb-raa/" in (folder / "sitemap.xml").read_text(encoding="utf-8")
    assert not repository.sprung.exists()
    named = action.site(repository.path, paths="agreements")
    assert "without --base-url" in named.log
    assert (Path(named.outputs["site-folder"]) / "jp-gb-raa" / "index.html").exists()


def test_a_site_of_two_folders_or_of_wrong_files_is_refused(action: Action, repository: Repository) -> None:
    done = action.site(repository.path, paths="agreements more")
    assert (done.code, done.outputs) == (2, {})
    assert "A site is made of one folder" in done.log
    done = action.site(repository.path)
    assert (done.code, done.outputs) == (2, {})
    assert "correct them" in done.log


OLD = {
    "agreements/jp-ph-raa.yaml": """\
id: jp-ph-raa
title: Japan-Philippines Reciprocal Access Agreement
kind: raa
parties: [JP, PH]
history:
  - event: signed
    date: 2024-07-08
"""
}


@pytest.mark.parametrize(
    ("inputs", "code", "levels"),
    [
        ({}, 0, ["warning"]),
        ({"strict": "true"}, 1, ["error"]),
        ({"fail_on": "warning"}, 1, ["warning"]),
        ({"fail_on": "never", "strict": "true"}, 0, ["error"]),
        ({"ignore": "unsourced-event"}, 0, []),
        ({"strict": "true", "select": "PS2"}, 0, []),
        ({"strict": "true", "select": "PS2, unsourced-event"}, 1, ["error"]),
        ({"paths": "agreements/jp-gb-raa.yaml\n  agreements/jp-au-raa.yaml\n", "strict": "true"}, 0, []),
        ({"paths": "agreements/jp-gb-raa.yaml agreements/jp-ph-raa.yaml", "strict": "true"}, 1, ["error"]),
    ],
)
def test_inputs_reach_the_check(
    action: Action, repository: Repository, inputs: dict[str, str], code: int, levels: list[str]
) -> None:
    repository.add(OLD)
    done = action(repository.path, **inputs)
    assert done.code == code, done.log
    assert [annotation["level"] for annotation in done.annotations()] == levels


def test_settings_are_heeded_unless_they_are_not_trusted(action: Action, repository: Repository) -> None:
    repository.add({**OLD, "pactstate.toml": 'paths = ["agreements"]\nignore = ["unsourced-event"]\n'})
    assert action(repository.path, strict="true", paths="").code == 0
    assert action(repository.path, strict="true", isolated="true").code == 1
    assert action(repository.path, strict="true", all_rules="true", paths="").code == 1


@pytest.mark.parametrize("folder", ["repository", "repository/agreements"])
def test_paths_are_those_of_the_repository_wherever_it_was_checked_out(
    action: Action, repository: Repository, folder: str
) -> None:
    """As ``actions/checkout`` does with ``path: repository``."""
    done = action(repository.path.parent, working_directory=folder)
    assert [annotation["file"] for annotation in done.annotations()] == ["agreements/jp-ph-raa.yaml"]


@pytest.fixture
def pull_request(repository: Repository) -> Repository:
    """A repository whose main branch has two good agreements and a settled one, and a branch that is checked out."""
    repository.mend()
    git(repository.path, "commit", "--quiet", "--message", "Record")
    git(repository.path, "branch", "--move", "main")
    git(repository.path, "checkout", "--quiet", "-b", "proposal")
    return repository


MENDED = AGREEMENTS["jp-ph-raa"].replace("event: singed", "event: signed")


def test_a_pull_request_is_compared_with_its_base(action: Action, pull_request: Repository) -> None:
    pull_request.add({"agreements/jp-ph-raa.yaml": MENDED.replace("date: 2024-07-08", "date: 2024-07-07")})
    assert action(pull_request.path).code == 0
    done = action(pull_request.path, against="main")
    assert done.code == 1
    levels = [(one["level"], one["title"], one["line"]) for one in done.annotations()]
    assert ("error", "event-rewritten (PS502)", "15") in levels
    assert done.summary.startswith("### Changes since 'main' (")
    assert "- **rewritten** event 'signed' on 2024-07-08: 'date' was 2024-07-08, is 2024-07-07" in done.summary
    assert "**event-rewritten**" in done.summary.partition("### Changes")[2]
    assert action(pull_request.path, against="main", summary="false").summary == ""


def test_a_pull_request_that_adds_passes_and_is_reported(action: Action, pull_request: Repository) -> None:
    more = "  - event: note\n    date: 2024-07-08\n    reported_by: [mofa-2024-07-08]\n"
    pull_request.add({"agreements/jp-ph-raa.yaml": MENDED + more})
    done = action(pull_request.path, against="main")
    assert (done.code, done.annotations()) == (0, [])
    assert "- **added** event 'note' on 2024-07-08, reported by mofa-2024-07-08" in done.summary


@pytest.mark.parametrize("paths", ["", ".", "agreements", "agreements/jp-gb-raa.yaml agreements/jp-ph-raa.yaml"])
def test_a_file_that_is_deleted_is_missed(action: Action, pull_request: Repository, paths: str) -> None:
    git(pull_request.path, "rm", "--quiet", "agreements/jp-au-raa.yaml")
    done = action(pull_request.path, against="main", paths=paths)
    named = "jp-au" in paths or not paths.endswith(".yaml")
    assert (done.code, "agreement-removed (PS503)" in str(done.annotations())) == ((1, True) if named else (0, False))
    assert "- **removed** agreement with 1 event" in done.summary


def test_old_findings_do_not_fail_a_pull_request(action: Action, pull_request: Repository) -> None:
    pull_request.add(OLD)
    git(pull_request.path, "commit", "--quiet", "--message", "Old")
    git(pull_request.path, "branch", "--force", "main")
    more = "  - event: note\n    date: 2022-01-06\n    reported_by: [mofa-2022-01-06]\n"
    pull_request.add({"agreements/jp-au-raa.yaml": AGREEMENTS["jp-au-raa"] + more})
    assert action(pull_request.path, strict="true", against="main").code == 1
    done = action(pull_request.path, strict="true", against="main", new_only="true")
    assert (done.code, done.annotations()) == (0, [])
    assert "1 finding left out: not new since" in done.summary
    assert json.loads(Path(done.outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]["results"] == []
    pull_request.add({"agreements/jp-au-raa.yaml": AGREEMENTS["jp-au-raa"] + more.partition("    reported")[0]})
    done = action(pull_request.path, strict="true", against="main", new_only="true")
    assert (done.code, [one["file"] for one in done.annotations()]) == (1, ["agreements/jp-au-raa.yaml"])
    assert action(pull_request.path, strict="true", new_only="true").code == 1


def test_a_base_that_is_not_understood_is_no_success_unless_it_may_be(action: Action, pull_request: Repository) -> None:
    pull_request.add({"agreements/jp-ph-raa.yaml": AGREEMENTS["jp-ph-raa"]})
    git(pull_request.path, "commit", "--quiet", "--message", "Break")
    git(pull_request.path, "branch", "--force", "main")
    pull_request.mend()
    done = action(pull_request.path, against="main")
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert "agreements/jp-ph-raa.yaml; repair it in the base first, or ignore this with --allow-uncompared" in done.log
    assert done.summary.startswith("### Changes since 'main' (")
    assert "not compared, since it could not be understood then: agreements/jp-ph-raa.yaml" in done.summary
    assert action(pull_request.path, against="main", allow_uncompared="true").code == 0


# The events that may start it.

BASE = {
    "pull_request": "github.event.pull_request.base.sha",
    "merge_group": "github.event.merge_group.base_sha",
    "push": "github.event.before",
}
GUIDE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")


def documented_workflow() -> dict[str, Any]:
    """The workflow for all events that the guide shows."""
    (block,) = [block for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "merge_group" in block]
    # YAML 1.1 takes the key for a truth value.
    loaded: dict[Any, Any] = yaml.safe_load(block)
    return {("on" if key is True else key): value for key, value in loaded.items()}


def test_the_documented_workflow_names_the_base_of_every_event_that_starts_it() -> None:
    workflow = documented_workflow()
    assert set(workflow["on"]) == set(BASE)
    checkout, check = workflow["jobs"]["check"]["steps"]
    assert checkout["with"]["fetch-depth"] == 0
    assert set(check["with"]) <= set(ACTION.metadata["inputs"])
    assert check["with"]["against"] == f"${{{{ {' || '.join(BASE.values())} }}}}"


def test_the_documented_workflow_is_one(tmp_path: Path) -> None:
    (tmp_path / "workflow.yml").write_text(yaml.safe_dump(documented_workflow()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", "workflow.yml"],
        capture_output=True,
        cwd=tmp_path,
        encoding="utf-8",
        check=False,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def checkout(pull_request: Repository, tmp_path: Path) -> Repository:
    """A clone, as the checkout makes one, in which a recorded day has been rewritten since the branch ``main``."""
    pull_request.add({"agreements/jp-ph-raa.yaml": MENDED.replace("date: 2024-07-08", "date: 2024-07-07")})
    git(pull_request.path, "commit", "--quiet", "--message", "Rewrite")
    git(tmp_path, "clone", "--quiet", pull_request.path, "clone")
    return Repository(tmp_path / "clone")


DEFAULT_BRANCH = {"github.event.repository.default_branch": "main"}


@pytest.mark.parametrize("event", BASE)
def test_every_event_has_its_base(action: Action, checkout: Repository, event: str) -> None:
    """GitHub gives the commit in full; but for a push, it checks out a merge of the base and what is proposed."""
    base = git(checkout.path, "rev-parse", "origin/main").strip()
    if event != "push":
        git(checkout.path, "checkout", "--quiet", "--detach", base)
        git(checkout.path, "merge", "--quiet", "--no-ff", "--message", "Merge", "origin/proposal")
    done = action(checkout.path, DEFAULT_BRANCH, against=base)
    assert done.code == 1, event
    assert "event-rewritten (PS502)" in str(done.annotations())


@pytest.mark.parametrize("length", [40, 64])
def test_a_push_that_creates_a_branch_is_compared_with_the_default_branch(
    action: Action, checkout: Repository, length: int
) -> None:
    done = action(checkout.path, DEFAULT_BRANCH, against="0" * length)
    assert done.code == 1
    assert "event-rewritten (PS502)" in str(done.annotations())
    assert done.summary.startswith("### Changes since 'origin/main' (")


def test_the_first_push_of_all_has_nothing_to_be_compared_with(action: Action, checkout: Repository) -> None:
    git(checkout.path, "checkout", "--quiet", "--detach", "origin/main")
    assert action(checkout.path, DEFAULT_BRANCH, against="0" * 40).code == 0
    done = action(checkout.path, against="0" * 40)
    assert done.code == 0
    ((level, message),) = [(one["level"], one["message"]) for one in done.annotations()]
    assert (level, message.endswith("nothing was compared.")) == ("notice", True)
    assert "### Changes" not in done.summary


def test_without_a_base_nothing_is_compared(action: Action, checkout: Repository) -> None:
    """As for a schedule, or for a run that somebody starts."""
    done = action(checkout.path, DEFAULT_BRANCH, against="", new_only="true", allow_uncompared="true")
    assert (done.code, done.annotations()) == (0, [])
    assert "### Changes" not in done.summary


def test_a_base_without_its_branch_is_no_success(action: Action, checkout: Repository) -> None:
    """As origin/${{ github.base_ref }} is in a merge queue."""
    done = action(checkout.path, DEFAULT_BRANCH, against="origin/")
    assert done.code == 2
    assert "write github.event.merge_group.base_sha for merge_group, github.event.before for push" in done.log


def test_a_commit_that_a_forced_push_has_dropped_is_no_success(action: Action, checkout: Repository) -> None:
    done = action(checkout.path, DEFAULT_BRANCH, against="f" * 40)
    assert (done.code, "names no commit in this repository: is it fetched?" in done.log) == (2, True)


@pytest.mark.parametrize("inputs", [{"paths": "up/agreements"}, {"paths": "up"}, {"working_directory": "up"}])
def test_a_checkout_in_a_subfolder_is_compared_with_its_base(
    action: Action, checkout: Repository, tmp_path: Path, inputs: dict[str, str]
) -> None:
    """As actions/checkout makes one with a path."""
    (tmp_path / "workspace").mkdir()
    checkout.path.rename(tmp_path / "workspace" / "up")
    done = action(tmp_path / "workspace", DEFAULT_BRANCH, against="origin/main", **inputs)
    assert done.code == 1
    assert [one["file"].rpartition("agreements/")[2] for one in done.annotations()] == ["jp-ph-raa.yaml"]
    assert "- **rewritten** event 'signed' on 2024-07-08" in done.summary


def test_a_shallow_clone_is_no_success(action: Action, pull_request: Repository, tmp_path: Path) -> None:
    git(pull_request.path, "commit", "--quiet", "--allow-empty", "--message", "Propose")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", pull_request.path.as_uri(), shallow)
    done = action(shallow, against="origin/main")
    assert done.code == 2
    assert "fetch-depth: 0" in done.log
    assert done.summary == "pactstate could not check; the log of the step says why.\n"


def test_without_a_summary(action: Action, repository: Repository) -> None:
    done = action(repository.path, summary="false")
    assert (done.code, done.summary) == (1, "")


def test_a_check_that_could_not_be_made_is_no_success(action: Action, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = action(empty)
    assert (done.code, done.outputs) == (2, {"exit-code": "2"})
    assert "no folder 'agreements' here or above" in done.log
    assert done.summary == "pactstate could not check; the log of the step says why.\n"


@pytest.mark.parametrize("input", ["strict", "all_rules", "isolated", "summary", "new_only", "allow_uncompared"])
def test_what_is_neither_true_nor_false_is_refused(action: Action, repository: Repository, input: str) -> None:
    repository.mend()
    done = action(repository.path, **{input: "True"})
    assert done.code == 2
    assert done.annotations()[0]["message"].startswith(
        "The inputs 'strict', 'all-rules', 'isolated', 'summary', 'new-only'"
    )


HOSTILE = (
    "a 'b\"; touch sprung; $(touch sprung) `touch sprung` ${IFS} * --exit-zero\n::set-env name=x::y\n##[add-mask]y"
)


@pytest.mark.parametrize(
    ("input", "value"),
    [
        *(
            (input, HOSTILE)
            for input in (
                *("paths", "fail_on", "select", "ignore", "strict", "all_rules", "isolated", "summary", "against"),
                *("new_only", "allow_uncompared"),
            )
        ),
        *((input, "--exit-zero") for input in ("paths", "fail_on", "select", "ignore", "against")),
        *((input, "error --exit-zero") for input in ("fail_on", "select", "ignore")),
        *(("paths", value) for value in ("-", "--help", "agreements/jp-au-raa.yaml --version")),
    ],
)
def test_an_input_is_a_text_whatever_stands_in_it(
    action: Action, repository: Repository, input: str, value: str
) -> None:
    before = contents(repository.path)
    done = action(repository.path, **{input: value})
    assert done.code in (1, 2)
    assert contents(repository.path) == before
    assert not forged(done)


def test_a_path_is_no_pattern(action: Action, repository: Repository) -> None:
    assert action(repository.path, paths="*").code == 2


def test_a_python_is_the_name_of_a_program_whatever_stands_in_it(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    done = Composite(clone, tmp_path / "scratch").run("install", tmp_path / "workspace", {"python": HOSTILE}, {})
    assert done.code == 2
    assert contents(tmp_path / "workspace") == {}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def forged(done: Outcome) -> list[str]:
    """The lines of the log in which something other than the check speaks to the runner."""
    ours = re.compile(r"::(error|warning|notice) (file|title)=")
    return [
        line for line in done.log.splitlines() if "##[" in line or (re.match(r"\s*::", line) and not ours.match(line))
    ]


def test_a_hostile_tree_is_neither_imported_nor_changed(action: Action, repository: Repository) -> None:
    repository.set_traps()
    before = contents(repository.path)
    done = action(repository.path)
    assert (done.code, len(done.annotations())) == (1, 1)
    assert not repository.sprung.exists()
    assert contents(repository.path) == before


def test_a_hostile_tree_has_no_say_in_the_installation(action: Action) -> None:
    assert not action.sprung


def test_the_traps_would_spring(repository: Repository) -> None:
    repository.set_traps()
    subprocess.run([sys.executable, "-c", "import yaml"], cwd=repository.path, env=clean_environment(), check=True)
    assert repository.sprung.exists()


def test_what_a_file_says_forges_nothing(action: Action, repository: Repository) -> None:
    repository.add(
        {
            "agreements/jp-au-raa.yaml": "id: '##[error]x'\n'::stop-commands::x': |\n  ::error::forged\n",
            "agreements/##[group]::error::.yaml": "id: x\n",
        }
    )
    done = action(repository.path)
    assert done.code == 1
    assert not forged(done)


def test_the_sarif_is_not_written_through_a_link_of_the_tree(action: Action, repository: Repository) -> None:
    for name in ("report.sarif", "report.md", "pactstate.sarif"):
        (repository.path / name).symlink_to(repository.sprung)
    action(repository.path)
    assert not repository.sprung.exists()


@pytest.mark.parametrize("program", ["python-that-is-old", "python-that-is-missing"])
def test_a_python_that_is_too_old_is_said(clone: Path, tmp_path: Path, program: str) -> None:
    old = tmp_path / "python-that-is-old"
    pretend = "import sys; sys.version_info = (3, 10, 14, 'final', 0); exec(sys.argv[1])"
    old.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -c "{pretend}" "$3"\n', encoding="utf-8")
    old.chmod(0o755)
    done = Composite(clone, tmp_path / "scratch").run("install", tmp_path, {"python": str(tmp_path / program)}, {})
    assert done.code == 2
    (annotation,) = done.annotations()
    assert annotation["message"].startswith("Python 3.11 or later is needed.")
    assert "actions/setup-python" in annotation["message"]
    assert done.outputs == {}


def test_every_python_is_isolated_and_away_from_the_workspace(clone: Path, tmp_path: Path) -> None:
    """A version that is new enough gets past the question; what is asked of it is written down."""
    new, asked = tmp_path / "python-that-is-new", tmp_path / "asked"
    script = f'echo "$PWD $1 $2" >> "{asked}"\n[ "$2" = -c ] && exec "{sys.executable}" "$@"\nexit 7\n'
    new.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    new.chmod(0o755)
    done = Composite(clone, tmp_path / "scratch").run("install", tmp_path, {"python": str(new)}, {})
    assert (done.code, done.annotations()) == (7, [])
    assert asked.read_text(encoding="utf-8").splitlines() == [f"{clone} -I -c", f"{clone} -I -m"]
