"""``pactstate check --against`` in clones, worktrees, hooks and locales, and in hostile repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from histories import commit, listing, new_history, put, script
from process.composite import clean_environment
from process.repositories import AGREEMENTS, git

GIT = shutil.which("git") or "git"
AU, GB = AGREEMENTS["jp-au-raa"], AGREEMENTS["jp-gb-raa"]
FIRST: Mapping[str, str] = {"agreements/jp-au-raa.yaml": AU, "agreements/jp-gb-raa.yaml": GB}
SHORTER = GB[: GB.index("  - event: in_force")]
"""One of them without its last entry."""
REMOVED = [("PS504", "jp-gb-raa.yaml"), ("PS501", "jp-gb-raa.yaml")]
"""Finding of a state that has moved back, since the entry is gone."""

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("its traps are programs for the shell", allow_module_level=True)


def environment(**variables: str) -> dict[str, str]:
    """The environment of a user who has no settings of git's; Python and what measures it are found as in this process."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "COV"))}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PACTSTATE_TODAY": "2026-11-22"}
    return {**clean_environment(), **kept, **own, **variables}


def check(cwd: Path, *arguments: str | Path, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "pactstate", "check", *arguments],
        cwd=cwd,
        env=environment(**variables),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def found(cwd: Path, *arguments: str | Path, stdin: str = "", **variables: str) -> list[tuple[str, str]]:
    """The codes of what is found, and the names of the files."""
    done = check(cwd, *arguments, "--format=json", stdin=stdin, **variables)
    assert done.stderr == ""
    findings = json.loads(done.stdout)["findings"]
    assert done.returncode == int(any(one["severity"] == "error" for one in findings))
    return [(one["code"], Path(one["path"]).name) for one in findings]


def refused(cwd: Path, *arguments: str | Path, **variables: str) -> str:
    """The one line that says why nothing could be compared."""
    done = check(cwd, *arguments, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pactstate: ")
    assert done.stderr.count("\n") == 1
    assert done.stderr.rstrip("\n").isprintable()
    return done.stderr.removeprefix("pactstate: ").rstrip("\n")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two agreements, one of which has lost an entry since."""
    return put(new_history(tmp_path / "repository", FIRST), {"agreements/jp-gb-raa.yaml": SHORTER})


# Changes as they are made.


def test_a_pull_request_from_its_branch_to_its_end(tmp_path: Path) -> None:
    upstream = new_history(tmp_path / "upstream", FIRST)
    git(tmp_path, "clone", "--quiet", upstream, "fork")
    fork = tmp_path / "fork"
    git(fork, "checkout", "--quiet", "-b", "topic")
    commit(fork, {"agreements/jp-ph-raa.yaml": AGREEMENTS["jp-ph-raa"].replace("singed", "signed")})

    # Meanwhile something is recorded on the branch that the request is for: it is missing here, and was never removed.
    commit(
        upstream, {"agreements/jp-it-raa.yaml": AU.replace("jp-au", "jp-it").replace("AU]", "IT]").replace("mofa", "m")}
    )
    git(fork, "fetch", "--quiet")
    done = check(fork, "--against", "origin/main")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 files checked, nothing wrong (compared with 'origin/main' (")

    commit(fork, {"agreements/jp-gb-raa.yaml": SHORTER})
    assert found(fork, "--against", "origin/main") == REMOVED
    later = GB.replace("date: 2023-09\n", "date: 2023-10\n")
    commit(fork, {"agreements/jp-gb-raa.yaml": later})
    assert ("PS502", "jp-gb-raa.yaml") in found(fork, "--against", "origin/main")
    commit(
        fork, {"agreements/jp-gb-raa.yaml": later.replace("date: 2023-10\n", "date: 2023-10\n    corrected: a slip\n")}
    )
    assert check(fork, "--against", "origin/main").returncode == 0


def test_an_agreement_is_known_by_its_id_not_by_its_file(repository: Path) -> None:
    put(repository, {"agreements/jp-gb-raa.yaml": None, "agreements/old/uk.yaml": SHORTER})
    assert found(repository, "--against", "HEAD") == [(code, "uk.yaml") for code in ("PS107", "PS504", "PS501")]
    put(repository, {"agreements/old/uk.yaml": None, "agreements/europe/jp-gb-raa.yaml": GB})
    assert found(repository, "--against", "HEAD") == []


def test_what_is_compared_is_what_stands_on_the_disk(repository: Path) -> None:
    assert found(repository, "--against", "HEAD") == REMOVED
    git(repository, "add", "--all")
    assert found(repository, "--against", "HEAD") == REMOVED
    put(repository, {"agreements/jp-gb-raa.yaml": GB})
    assert found(repository, "--against", "HEAD") == []
    put(repository, {"agreements/jp-gb-raa.yaml": None, "agreements/untracked.yaml": GB})
    assert found(repository, "--against", "HEAD", "--ignore=file-name") == []


@pytest.mark.parametrize("name", ["HEAD~1", "v1", "origin/before", "{full}"])
def test_any_revision(repository: Path, name: str) -> None:
    full = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "tag", "v1")
    git(repository, "update-ref", "refs/remotes/origin/before", "HEAD")
    commit(repository, {})
    assert found(repository, "--against", "HEAD") == []
    assert found(repository, "--against", name.replace("{full}", full)) == REMOVED


# The working directory.


def test_from_wherever_it_is_run(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "--quiet", tmp_path / "linked", "-b", "linked")
    put(tmp_path, {"linked/agreements/jp-gb-raa.yaml": SHORTER, "repository/docs/x": ""})
    for cwd in (repository / "docs", tmp_path / "linked" / "agreements"):
        assert found(cwd, "--against", "main") == REMOVED
    (tmp_path / "link").symlink_to(repository)
    for named in (repository, tmp_path / "linked" / "agreements", "repository/docs/../agreements"):
        assert found(tmp_path, named, "--against", "main") == REMOVED
    done = check(tmp_path, "link/agreements", "--against", "main")
    assert (done.returncode, done.stdout) == (2, "")
    assert "link is a link, and links are not followed" in done.stderr
    assert found(repository / "docs", "../agreements/jp-gb-raa.yaml", "--against", "main") == REMOVED
    assert found(repository / "docs", "../agreements/jp-au-raa.yaml", "--against", "main") == []


def test_what_an_editor_holds(repository: Path) -> None:
    put(repository, {"agreements/jp-gb-raa.yaml": GB})
    assert found(repository, "-", "--against", "HEAD", stdin=SHORTER) == [(code, "<stdin>") for code, _ in REMOVED]
    named = ("-", "--stdin-filename", "agreements/jp-gb-raa.yaml", "--against", "HEAD")
    assert found(repository, *named, stdin=SHORTER) == REMOVED
    assert found(repository, *named, stdin=GB) == []


def test_a_text_without_a_folder_has_no_base(tmp_path: Path) -> None:
    said = "--against needs a folder to compare: name one with --data or --stdin-filename"
    assert refused(tmp_path, "-", "--against", "HEAD") == said


def test_within_a_hook_of_another_repository(repository: Path, tmp_path: Path) -> None:
    """git tells a hook, in its environment, of the repository in which it runs."""
    other = new_history(tmp_path / "other", {"agreements/x.yaml": AU.replace("jp-au-raa", "x")})
    command = f"'{sys.executable}' -P -m pactstate check '{repository}/agreements' --against main --format=concise"
    script(other / ".git" / "hooks" / "pre-commit", f"env | grep -c ^GIT_INDEX_FILE >&2\n{command} >&2")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git(other, "commit", "--allow-empty", "--all", "--message=x", **environment())
    assert caught.value.stderr.startswith("1\n")
    assert "event-removed" in caught.value.stderr


# Names, in any locale.

NAMES = (
    "añejo", "条約 支部", "it's", 'say "x"', "a\nb", "*", "[a]", "{b}", "$(touch sprung)", "-x", ":(glob)x", "e\u0301",
)  # fmt: skip
ODD = (*NAMES, os.fsdecode(b"\xff\xe9")) if sys.platform == "linux" else NAMES
LOCALES = ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})


def test_names_of_any_kind_in_any_locale(tmp_path: Path) -> None:
    step = {f"{name}/agreements/{name}/{Path(path).name}": text for name in ODD for path, text in FIRST.items()}
    changed = {f"{name}/agreements/{name}/jp-gb-raa.yaml": SHORTER for name in ODD}
    repository = put(new_history(tmp_path / "r", step), changed)
    done = [check(repository, ".", "--against", "HEAD", "--format=json", **locale) for locale in LOCALES]
    assert [(one.returncode, one.stderr) for one in done] == [(1, ""), (1, "")]
    findings = json.loads(done[0].stdout)["findings"]
    for name in NAMES:
        if name.isprintable():
            path = f"{name}/agreements/{name}/jp-gb-raa.yaml"
            assert [one["code"] for one in findings if one["path"] == path] == ["PS504", "PS501"]
    assert [one["code"] for one in findings].count("PS501") == len(findings) / 2 == len(ODD)
    assert done[0].stdout == done[1].stdout
    assert not (repository / "sprung").exists()


@pytest.mark.parametrize("locale", LOCALES, ids=["UTF-8", "C"])
def test_a_deleted_file_has_the_same_name_in_any_locale(tmp_path: Path, locale: dict[str, str]) -> None:
    step = {f"{name}/agreements/{Path(path).name}": text for name in ODD for path, text in FIRST.items()}
    removed = {f"{name}/agreements/jp-gb-raa.yaml": None for name in ODD}
    repository = put(new_history(tmp_path / "r", step), removed)
    done = check(repository, ".", "--against", "HEAD", "--format=json", **locale)
    findings = json.loads(done.stdout)["findings"]
    assert {one["code"] for one in findings} == {"PS503"}
    assert len(findings) == len(ODD)
    told = {one["path"] for one in findings}
    assert told >= {f"{name}/agreements/jp-gb-raa.yaml" for name in NAMES if name.isprintable()}


def test_a_branch_of_any_name_in_any_locale(repository: Path) -> None:
    git(repository, "branch", "añejo/支部;$HOME")
    for locale in LOCALES:
        assert found(repository, "--against", "añejo/支部;$HOME", **locale) == REMOVED


# Files and folders that cannot be compared.


def test_a_shallow_clone_gets_advice_what_to_fetch(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")
    assert "'fetch-depth: 0'" in refused(tmp_path / "shallow", "--against", "origin/main")


def test_reasons_for_which_there_is_no_base(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(repository, "--against", "main", PATH=str(tmp_path / "empty")).startswith("git is not installed")
    assert refused(repository, "--against", "nowhere").endswith("in this repository: is it fetched?")

    plain = put(tmp_path / "plain", FIRST)
    assert "no git repository" in refused(plain, "--against", "main")
    git(plain, "init", "--quiet")
    assert refused(plain, "--against", "HEAD").endswith("in this repository: is it fetched?")
    git(plain, "fetch", "--quiet", repository, "main:other")
    assert refused(plain, "--against", "other").startswith("HEAD has no commit yet")
    commit(plain, {})
    assert refused(plain, "--against", "other") == "'other' and HEAD have no common ancestor"


def test_no_name_is_run_taken_for_an_option_or_shown_on_more_than_one_line(repository: Path) -> None:
    """All of them are tried in one process by the unit tests; here, what a shell or an option parser might make of them."""
    before = listing(repository)
    for name in (
        "--upload-pack=touch sprung",
        "-h",
        "$(touch sprung)",
        "main\nHEAD",
        "HEAD:nowhere",
        "HEAD:../x",
        "",
        "\udcff",
    ):
        refused(repository, f"--against={name}")
    refused(repository, "--against", "--output=sprung")
    assert listing(repository) == before


def test_a_partial_clone_gets_advice_what_to_fetch_and_fetches_nothing(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{repository}", "partial")
    partial = put(tmp_path / "partial", FIRST)
    trap = script(tmp_path / "trap", f"touch '{tmp_path}/sprung'; exit 1")
    for name in ("core.sshCommand", "remote.origin.uploadpack"):
        git(partial, "config", name, str(trap))
    before = listing(partial / ".git" / "objects")
    for url in (f"file://{repository}", "ssh://localhost/x"):
        git(partial, "config", "remote.origin.url", url)
        assert "run 'git fetch --refetch --no-filter'" in refused(partial, "--against", "HEAD")
    assert listing(partial / ".git" / "objects") == before
    assert not (tmp_path / "sprung").exists()


# Attempts to lead it elsewhere.


def test_a_git_that_the_working_directory_brings_along_is_not_run(repository: Path, tmp_path: Path) -> None:
    script(repository / "git", f"touch '{tmp_path}/sprung'")
    for path in (".", ""):
        assert refused(repository, "--against", "HEAD", PATH=path).startswith("git is not installed")
        assert found(repository, "--against", "HEAD", PATH=f"{path}:{Path(GIT).parent}") == REMOVED
    assert not (tmp_path / "sprung").exists()


def test_one_process_for_all_blobs_however_many_files(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script(tmp_path / "bin" / "git", f'echo "$@" >> "{log}"\nexec "{GIT}" "$@"')
    asked = []
    for count in (1, 300):
        names = {f"agreements/x{number}.yaml": AU.replace("jp-au-raa", f"x{number}") for number in range(count)}
        names = {name: text.replace("mofa-", f"{Path(name).stem}-") for name, text in names.items()}
        changed = {
            name: text.replace("  - event: signed\n    date: 2022-01-06", "  - event: signed\n    date: 2022-01-05")
            for name, text in names.items()
        }
        repository = put(new_history(tmp_path / f"r{count}", names), changed)
        log.unlink(missing_ok=True)
        told = found(
            repository,
            "agreements",
            "--against",
            "HEAD",
            "--select=PS5",
            PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        )
        assert len(told) == count
        asked.append(log.read_text().splitlines())
    assert len(asked[0]) == len(asked[1]) <= 6
    assert [sum("cat-file --batch" in line for line in lines) for lines in asked] == [1, 1]


def test_a_folder_that_a_pull_request_brings_along_is_no_base(repository: Path) -> None:
    """A folder named like a branch that has not been fetched must not be taken for the base."""
    (repository / "origin").symlink_to("fake")
    commit(repository, {"fake/main/jp-gb-raa.yaml": SHORTER, "upstream/main/jp-gb-raa.yaml": SHORTER})
    for name in ("upstream/main", "origin/main"):
        assert refused(repository, "--against", name) == (
            f"no revision '{name}' in this repository; if the path is meant, write './{name}'"
        )
    assert found(repository, "--against", "./upstream/main") == []


# Folders and archives, and what is told of files that are gone.


def test_folders_and_archives_are_bases_too(repository: Path, tmp_path: Path) -> None:
    git(repository, "archive", "--prefix=before/", "--output=../before.tar", "HEAD")
    git(repository, "archive", "--output=../inner.tar", "HEAD:agreements")
    git(repository, "worktree", "add", "--quiet", tmp_path / "before", "HEAD")
    for name in ("../before.tar", "../inner.tar", "../before", "../before/agreements/", str(tmp_path / "before")):
        assert found(repository, "--against", name) == REMOVED
    os.truncate(tmp_path / "before.tar", 4 * 512)
    assert refused(repository, "--against", "../before.tar") == "../before.tar is cut short"
    subprocess.run(["gzip", tmp_path / "inner.tar"], check=True)
    assert "a compressed one must be unpacked first" in refused(repository, "--against", "../inner.tar.gz")
    os.mkfifo(tmp_path / "pipe")
    assert refused(repository, "--against", "../pipe") == "../pipe is neither a folder nor a file"


def test_a_deleted_file_in_what_services_read(repository: Path) -> None:
    put(repository, {"agreements/jp-gb-raa.yaml": None})
    place = "agreements/jp-gb-raa.yaml"
    (finding,) = json.loads(check(repository, "--against", "HEAD", "--format=json").stdout)["findings"]
    assert (finding["rule"], finding["agreement"]) == ("agreement-removed", "jp-gb-raa")
    assert (finding["path"], finding["line"], finding["column"]) == (place, 1, 1)

    (result,) = json.loads(check(repository, "--against", "HEAD", "--format=sarif").stdout)["runs"][0]["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], physical["artifactLocation"]["uri"]) == ("PS503", place)
    assert physical["region"]["startLine"] == 1

    lines = check(repository, "--against", "HEAD", "--format=github").stdout.splitlines()
    assert [line.startswith(f"::error file={place},line=1,") for line in lines] == [True, False]

    done = check(repository, "--against", "HEAD", "--format=text")
    assert done.stdout.startswith("error[agreement-removed]: the agreement 'jp-gb-raa', recorded at 'HEAD' (")
    assert f" --> {place}:1:1\n" in done.stdout


def test_a_deleted_file_is_seen_from_the_root_of_the_checkout(tmp_path: Path) -> None:
    files = {f"desk/{name}": text for name, text in FIRST.items()}
    repository = put(new_history(tmp_path / "r", files), {"desk/agreements/jp-gb-raa.yaml": None})
    done = check(repository / "desk", "--against", "HEAD", "--format=github", GITHUB_WORKSPACE=str(repository))
    assert done.stdout.startswith("::error file=desk/agreements/jp-gb-raa.yaml,line=1,")
