"""Files of a git revision: names, folders, environments, and hostile repositories."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from histories import HOSTILE_NAMES, commit, listing, new_history, put, script
from pactstate.storage import git as revisions
from pactstate.storage.disk import UnreadableError
from pactstate.storage.git import Repository
from pactstate.storage.limits import DEFAULT
from pactstate.storage.snapshot import RevisionError
from process.repositories import git

GIT = shutil.which("git") or "git"
LINUX = sys.platform == "linux"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests, or of a hook in which they run, have no say."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits, the second of which takes a file away and adds another."""
    return new_history(
        tmp_path / "repository",
        {"agreements/a.yaml": "one", "agreements/b.yaml": "two", "README.md": "hello"},
        {"agreements/a.yaml": "three", "agreements/b.yaml": None, "agreements/c.yaml": "four"},
    )


def found(folder: Path) -> Repository:
    repository = revisions.find_repository(folder)
    assert repository is not None
    return repository


def files(folder: Path, revision: str = "HEAD") -> dict[str, str]:
    """Return the files of a folder at a revision."""
    commit = revisions.merge_base(found(folder), revision)
    assert commit is not None
    with revisions.opened(found(folder), commit) as snapshot:
        return {
            inner: snapshot.read_bytes(folder / inner, DEFAULT).decode()
            for inner in snapshot.find_files(folder, DEFAULT, needed=False)
        }


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RevisionError) as caught:
        act()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Notes every process that is begun from now on."""
    begun: list[list[str]] = []

    class Noted(subprocess.Popen):
        def __init__(self, command: list[str], *arguments: object, **options: object) -> None:
            begun.append([str(word) for word in command])
            super().__init__(command, *arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return begun


BEFORE = {"a.yaml": "one", "b.yaml": "two"}
AFTER = {"a.yaml": "three", "c.yaml": "four"}


# The meaning of a name of a revision.


@pytest.mark.parametrize(
    "name",
    [
        *("older", "heads/older", "refs/heads/older", "v1", "v1-signed", "tags/v1", "v1-signed^{}", "v1^0"),
        *("HEAD~1", "HEAD^", "@~", "main~1", "HEAD^1", "main@{1}", "main^{/A change}~1", "origin/older"),
        *("refs/remotes/origin/older", "{full}", "{short}", "v1-1-g{short}"),
    ],
)
def test_any_name_of_a_revision_will_do(repository: Path, name: str) -> None:
    git(repository, "branch", "older", "HEAD~1")
    git(repository, "tag", "v1", "older")
    git(repository, "tag", "--annotate", "--message", "x", "v1-signed", "older")
    git(repository, "update-ref", "refs/remotes/origin/older", "older")
    full = git(repository, "rev-parse", "older").strip()
    name = name.format(full=full, short=full[:7]) if "{full}" in name or "{short}" in name else name
    assert revisions.merge_base(found(repository), name) == full
    assert files(repository / "agreements", name) == BEFORE


def test_the_commit_is_that_from_which_the_two_part(repository: Path) -> None:
    """Commits that the other branch has got since then do not count."""
    git(repository, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    git(repository, "checkout", "--quiet", "main")
    base = git(repository, "rev-parse", "topic").strip()
    git(repository, "checkout", "--quiet", "topic")
    commit(repository, {"agreements/mine.yaml": "x"})
    assert revisions.merge_base(found(repository), "main") == base
    assert files(repository / "agreements", "main") == BEFORE


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_what_is_no_revision_is_none_and_nothing_is_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(repository)
    before = listing(repository)
    assert revisions.merge_base(found(repository), name) is None
    assert listing(repository) == before


def test_no_name_reaches_git_as_an_option(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = found(repository)
    begun = commands(monkeypatch)
    for name in HOSTILE_NAMES:
        revisions.merge_base(here, name)
    own = {"--no-pager", "-c", "--verify", "--quiet"}
    assert {word for command in begun for word in command[1:] if word.startswith("-")} == own


def test_two_hashes_that_a_range_gives_are_no_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = found(repository)
    one = git(repository, "rev-parse", "HEAD").encode()
    for answer in (one + one, b"^" + one, b"", b"main\n", one.strip(), b"-" + one):
        monkeypatch.setattr(revisions, "_run", lambda *_, answer=answer: answer)
        assert revisions.merge_base(here, "main") is None


@pytest.mark.parametrize(
    "branch", ["añejo/支部", "it's", 'say"x"', "a&b", "$HOME", "a;b", "x|y", "a b".replace(" ", "\u2003")]
)
def test_a_branch_may_have_an_odd_name(repository: Path, branch: str) -> None:
    git(repository, "branch", branch, "HEAD~1")
    assert files(repository / "agreements", branch) == BEFORE


def test_a_branch_whose_name_is_not_utf8(repository: Path) -> None:
    name = os.fsdecode(b"\xff\xe9")
    if not LINUX:
        pytest.skip("names are Unicode here")
    git(repository, "update-ref", f"refs/heads/{name}", "HEAD~1")
    assert files(repository / "agreements", name) == BEFORE


def test_a_repository_of_longer_hashes(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    git(tmp_path / "r", "init", "--quiet", "--object-format=sha256")
    assert len(commit(tmp_path / "r", {"a.yaml": "one"})) == 64
    assert files(tmp_path / "r") == {"a.yaml": "one"}


def test_history_is_read_as_it_was_recorded(repository: Path) -> None:
    """Neither a replaced object nor a graft puts another history in its place."""
    git(repository, "replace", "HEAD~1", "HEAD")
    put(repository, {".git/info/grafts": git(repository, "rev-parse", "HEAD")})
    assert files(repository / "agreements", "HEAD~1") == BEFORE


# The folder in the repository.


@pytest.mark.parametrize("name", ["agreements", "desk/agreements", "desk/asia/a b/agreements"])
def test_the_folder_is_that_of_the_same_path(tmp_path: Path, name: str) -> None:
    step = {f"{name}/a.yaml": "one", "b.yaml": "no", "agreements-2/c.yaml": "no", f"{name}.yaml": "no"}
    assert files(new_history(tmp_path / "r", step) / name) == {"a.yaml": "one"}


def test_the_folder_may_be_the_root(tmp_path: Path) -> None:
    folder = new_history(tmp_path / "r", {"a.yaml": "one", "sources/b.yml": "two", ".github/c.yaml": "no", "d.txt": ""})
    assert files(folder) == {"a.yaml": "one", "sources/b.yml": "two"}


def test_a_folder_that_was_a_file_or_missing_has_no_files(tmp_path: Path) -> None:
    folder = new_history(tmp_path / "r", {"agreements": "a file"}, {"agreements": None}, {"agreements/a.yaml": "one"})
    assert files(folder / "agreements", "HEAD~2") == files(folder / "agreements", "HEAD~1") == {}


def test_a_linked_worktree_has_a_head_of_its_own(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "--quiet", "--detach", tmp_path / "linked", "HEAD~1")
    assert files(tmp_path / "linked" / "agreements") == BEFORE
    assert files(tmp_path / "linked" / "agreements", "main") == BEFORE
    assert files(repository / "agreements") == AFTER


def test_a_submodule_is_a_repository_of_its_own(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From outside of it, it could be one that a pull request has brought along."""
    outer = new_history(tmp_path / "outer", {"x": "x"})
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repository, "data")
    commit(outer, {})
    monkeypatch.chdir(outer / "data" / "agreements")
    assert files(outer / "data" / "agreements", "HEAD~1") == BEFORE
    assert files(outer) == {}
    monkeypatch.chdir(tmp_path)
    assert files(outer / "data" / "agreements", "HEAD~1") == BEFORE
    monkeypatch.chdir(outer)
    assert refused(lambda: revisions.find_repository(Path("data/agreements"))) == (
        "data/agreements is in a repository of its own, inside of another one: change into it first"
    )


def test_a_link_to_the_repository_is_its_owner_s_and_one_in_it_is_anybody_s(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repository)
    assert files(tmp_path / "link" / "agreements", "HEAD~1") == BEFORE
    (repository / "x").mkdir()
    (repository / "x" / "inner").symlink_to(repository / "agreements")
    for name in ("x/inner", "x/inner/asia"):
        said = refused(lambda name=name: revisions.find_repository(repository / name))
        assert said.endswith(f"{name} is reached by a link: name the folder that the link leads to")


def test_a_folder_named_by_a_path_of_any_kind(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "agreements")
    for folder in (
        Path(),
        Path("../agreements"),
        repository / "agreements",
        repository / "agreements" / ".." / "agreements",
    ):
        assert files(folder, "HEAD~1") == BEFORE


def test_uncommitted_files_are_not_read(repository: Path) -> None:
    put(repository, {"agreements/a.yaml": "dirty", "agreements/c.yaml": None, "agreements/new.yaml": "untracked"})
    put(repository, {"agreements/staged.yaml": "staged"})
    git(repository, "add", "agreements/staged.yaml")
    assert files(repository / "agreements") == AFTER


@pytest.mark.parametrize(
    "name",
    [
        *(
            "añejo", "条約", "a b", " a ", "it's", 'say "x"', "a\nb", "\n", "a\tb", "a\\b", "a\\nb", "*", "?", "[a-z]",
            "a**",
        ),
        *(
            ":(glob)a", ":!a", ":x", ":/", "-x", "--help", "$(x)", "`x`", "%s", "#x", "!x", "~", "{a,b}", "e\u0301",
            "\x01",
        ),
        pytest.param(os.fsdecode(b"\xff\xe9"), marks=pytest.mark.skipif(not LINUX, reason="names are Unicode here")),
    ],
    ids=ascii,
)  # fmt: skip
def test_names_of_any_kind(tmp_path: Path, name: str) -> None:
    name = name.replace("/", "")
    step = {f"{name}/{name}/{name}.yaml": "one", f"{name}/a/b.yaml": "no", "a/b.yaml": "no", "x/x/x.yaml": "no"}
    folder = new_history(tmp_path / name / "r", step) / name / name
    assert files(folder) == {f"{name}.yaml": "one"}


def test_settings_above_the_folder_are_listed_and_nothing_else(tmp_path: Path) -> None:
    names = ("pactstate.toml", "x/pyproject.toml", "x/y/agreements/pactstate.toml")
    others = ("y/pactstate.toml", "x/a.yaml", "x/z/pyproject.toml", "x/y/other.toml")
    folder = new_history(tmp_path / "r", dict.fromkeys((*names, *others, "x/y/agreements/a.yaml"), "x"))
    with revisions.opened(found(folder / "x/y/agreements"), "HEAD") as snapshot:
        assert set(snapshot.members) == {*names, "x/y/agreements/a.yaml"}  # fmt: skip


# Files that are read, and the number of calls of git.


@pytest.mark.parametrize("count", [1, 40])
def test_one_process_reads_all_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    names = [f"{number}.yaml" for number in range(count)]
    folder = new_history(tmp_path / "r", {f"agreements/{name}": f"text of {name}" for name in names}) / "agreements"
    begun = commands(monkeypatch)
    here = found(folder)
    base = revisions.merge_base(here, "HEAD")
    assert base
    with revisions.opened(here, base) as snapshot:
        assert [snapshot.read_bytes(folder / name, DEFAULT) for name in names] == [
            f"text of {n}".encode() for n in names
        ]
    asked = [next(word for word in command[1:] if "-" in word[1:] and not word.startswith("-")) for command in begun]
    assert asked == ["rev-parse", "rev-parse", "rev-parse", "merge-base", "ls-tree", "cat-file"]
    assert {command[0] for command in begun} == {GIT}


def test_nothing_is_left_running(repository: Path) -> None:
    with revisions.opened(found(repository / "agreements"), "HEAD"):
        pass
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_nor_after_an_error(repository: Path) -> None:
    def fail() -> None:
        with revisions.opened(found(repository / "agreements"), "HEAD") as snapshot:
            snapshot.members["agreements/a.yaml"].read()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_bytes_come_as_they_were_committed(tmp_path: Path) -> None:
    folder = new_history(
        tmp_path / "r",
        {".gitattributes": "*.yaml text eol=crlf ident\n*.bin.yaml -text\n"},
        {"a.bin.yaml": b"\0\r\n\xff\n\n", "empty.bin.yaml": b"", "b.bin.yaml": b"deadbeef blob 3\nabc\n"},
    )
    with revisions.opened(found(folder), "HEAD") as snapshot:
        told = {name: snapshot.read_bytes(folder / name, DEFAULT) for name in snapshot.find_files(folder, DEFAULT)}
    assert told == {"a.bin.yaml": b"\0\r\n\xff\n\n", "empty.bin.yaml": b"", "b.bin.yaml": b"deadbeef blob 3\nabc\n"}


def test_links_and_other_repositories_are_named_and_not_read(repository: Path) -> None:
    (repository / "agreements" / "link.yaml").symlink_to("/etc/passwd")
    other = git(repository, "rev-parse", "HEAD").strip()
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{other},agreements/other.yaml")
    git(repository, "add", "agreements/link.yaml")
    git(repository, "commit", "--quiet", "--message", "x")
    folder = repository / "agreements"
    with revisions.opened(found(folder), "HEAD") as snapshot:
        for name, reason in {"link": "a link, and links are not followed", "other": "another repository"}.items():
            assert f"{name}.yaml" in snapshot.find_files(folder, DEFAULT)
            with pytest.raises(UnreadableError, match=f"cannot be read: it is {reason}"):
                snapshot.read_bytes(folder / f"{name}.yaml", DEFAULT)


def test_a_file_over_the_limit_is_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = new_history(tmp_path / "r", {"a.yaml": b"x" * 1_048_577, "b.yaml": b"x" * 1_048_576})
    asked: list[bytes] = []
    real = revisions._blob

    def noted(*arguments: object) -> bytes:
        asked.append(real(*arguments))
        return asked[-1]

    monkeypatch.setattr(revisions, "_blob", noted)
    with revisions.opened(found(folder), "HEAD") as snapshot:
        with pytest.raises(UnreadableError, match="larger than 1,048,576 bytes") as caught:
            snapshot.read_bytes(folder / "a.yaml", DEFAULT)
        assert caught.value.rule == "limit-exceeded"
        assert asked == []
        assert snapshot.read_bytes(folder / "b.yaml", DEFAULT) == b"x" * 1_048_576


# Revisions that cannot be compared.


def test_a_shallow_clone_is_refused_with_a_remedy(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "shallow")
    said = refused(lambda: revisions.merge_base(found(tmp_path / "shallow"), "HEAD"))
    assert "'fetch-depth: 0'" in said
    assert said.startswith("this clone is shallow")


def test_histories_that_have_nothing_in_common(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "other")
    commit(repository, {})
    told = refused(lambda: revisions.merge_base(found(repository), "main"))
    assert told == "'main' and HEAD have no common ancestor"


def test_a_head_without_a_commit(repository: Path, tmp_path: Path) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "other")
    assert refused(lambda: revisions.merge_base(found(repository), "main")).startswith("HEAD has no commit yet")
    assert revisions.merge_base(found(repository), "HEAD") is None
    assert revisions.merge_base(found(new_history(tmp_path / "empty")), "HEAD") is None


def test_outside_of_a_work_tree_there_is_no_repository(repository: Path, tmp_path: Path) -> None:
    """A bare repository has no folder to compare with."""
    git(tmp_path, "clone", "--quiet", "--bare", repository, "bare.git")
    for folder in (tmp_path, tmp_path / "bare.git", tmp_path / "bare.git" / "agreements"):
        folder.mkdir(exist_ok=True)
        assert revisions.find_repository(folder) is None
    git(repository, "config", "core.bare", "true")
    assert revisions.find_repository(repository / "agreements") is None


def test_what_looks_like_a_bare_repository_is_a_folder_like_others(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", repository, "bare.git")
    shutil.copytree(tmp_path / "bare.git", repository / "agreements", dirs_exist_ok=True)
    put(repository, {"agreements/config": f"[core]\nbare = true\nfsmonitor = touch {tmp_path}/sprung\n"})
    assert files(repository / "agreements", "HEAD~1") == BEFORE
    assert not (tmp_path / "sprung").exists()


def test_several_merge_bases_are_none(repository: Path) -> None:
    """An entry recorded on one of the two may be missing in the other."""
    git(repository, "checkout", "--quiet", "-b", "topic", "HEAD~1")
    commit(repository, {"x": "x"})
    git(repository, "branch", "before")
    git(repository, "merge", "--quiet", "main")
    git(repository, "checkout", "--quiet", "main")
    git(repository, "merge", "--quiet", "before")
    said = refused(lambda: revisions.merge_base(found(repository), "topic"))
    assert said == "'topic' and HEAD have 2 merge bases: merge 'topic' into HEAD first"
    git(repository, "merge", "--quiet", "topic")
    assert revisions.merge_base(found(repository), "topic") == git(repository, "rev-parse", "topic").strip()


def test_a_repository_of_another_user_is_not_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = refused(lambda: revisions.find_repository(repository))
    assert said == (
        f"git refuses the repository of {repository}, since another user owns it: if you trust it, run "
        f"git config --global --add safe.directory {repository}"
    )
    assert "'" not in said


def test_a_root_with_a_blank_is_quoted_in_the_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = new_history(tmp_path / "a b", {"agreements/a.yaml": "one"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert refused(lambda: revisions.find_repository(root / "agreements")).endswith(f" safe.directory '{root}'")


def test_the_advice_for_a_repository_of_another_user_works(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    _, _, command = refused(lambda: revisions.find_repository(repository)).partition(", run ")
    subprocess.run(shlex.split(command), check=True)
    assert files(repository / "agreements", "HEAD~1") == BEFORE


def test_a_folder_that_is_still_to_be_made(repository: Path) -> None:
    assert files(repository / "new" / "agreements", "HEAD~1") == {}


def test_what_only_looks_like_a_repository(tmp_path: Path) -> None:
    put(tmp_path, {"a\nb/.git/x": "x"})
    said = refused(lambda: revisions.find_repository(tmp_path / "a\nb"))
    assert said.startswith(f"git cannot read the repository of {tmp_path}/a\\u{{a}}b: not a git repository")


def test_an_error_without_words(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "bin" / "git", "echo trace >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    said = refused(lambda: revisions.find_repository(repository))
    assert said == f"git cannot read the repository of {repository}: its objects may be damaged"


def test_a_revision_that_cannot_be_listed(repository: Path) -> None:
    said = refused(lambda: revisions.opened(found(repository), "f" * 40).__enter__())
    assert said.startswith("git cannot list ffffffffffff, since objects are missing or damaged: ")


def _object(repository: Path, name: str) -> Path:
    id = git(repository, "rev-parse", name).strip()
    return repository / ".git" / "objects" / id[:2] / id[2:]


def test_a_file_that_is_missing(repository: Path) -> None:
    _object(repository, "HEAD:agreements/c.yaml").unlink()
    said = refused(lambda: files(repository / "agreements"))
    assert " is missing: if this clone was made with a filter, run " in said


def test_a_file_that_is_damaged_does_not_pass_for_a_shorter_one(repository: Path) -> None:
    commit(repository, {"agreements/c.yaml": os.urandom(2000)})
    path = _object(repository, "HEAD:agreements/c.yaml")
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.truncate(1000)
    assert refused(lambda: files(repository / "agreements")).endswith(" was read: it may be damaged")


class _Gone(io.BytesIO):
    def flush(self) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize(
    ("asked", "answer", "said"),
    [
        (_Gone, b"", "git has ended before every file was read"),
        (io.BytesIO, b"", "object aaaa is missing"),
        (io.BytesIO, b"aaaa missing\n", "object aaaa is missing"),
        (io.BytesIO, b"bbbb blob 1\nx\n", "object aaaa is missing"),
        (io.BytesIO, b"aaaa blob 3\nxy", "git has ended before object aaaa was read"),
        (io.BytesIO, b"aaaa blob 3\nxyz", "git has ended before object aaaa was read"),
    ],
)
def test_a_git_that_ends_too_early(asked: Callable[[], io.BytesIO], answer: bytes, said: str) -> None:
    assert refused(lambda: revisions._blob(asked(), io.BytesIO(answer), b"aaaa")).startswith(said)


@pytest.mark.parametrize("name", ["agreements/a.yaml", "agreements", "README.md", "new", "new/staged", "."])
def test_what_git_tracks(repository: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    put(repository, {"new/staged/x": "x"})
    git(repository, "add", "new")
    monkeypatch.chdir(repository)
    assert revisions.tracks(found(repository / "agreements"), Path(name))
    assert revisions.tracks(found(repository / "agreements"), repository / name)


@pytest.mark.parametrize("name", ["untracked", "ignored", "agreements/untracked", "agreements/*", "nothing", "a[b]"])
def test_what_git_does_not_track(repository: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    commit(repository, {".gitignore": "ignored", "ab": "", "agreements/x": ""})
    put(repository, {"untracked/x": "", "ignored": "", "agreements/untracked": "", "agreements/*": "", "a[b]": ""})
    monkeypatch.chdir(repository)
    assert not revisions.tracks(found(repository / "agreements"), Path(name))


def test_where_git_cannot_say_a_path_counts_as_tracked(repository: Path, tmp_path: Path) -> None:
    assert revisions.tracks(found(repository), tmp_path / "outside")


def test_a_path_through_a_tracked_link_counts_as_tracked(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a pull request could bring a folder 'origin/main' along, behind a link."""
    put(repository, {"fake/main/a.yaml": "x"})
    put(tmp_path, {"outside/main/a.yaml": "x"})
    for name, target in {"origin": "fake", "fork": "../outside", "direct": "build"}.items():
        (repository / name).symlink_to(target)
    commit(repository, {})
    (repository / "build").mkdir()
    monkeypatch.chdir(repository)
    for name in ("origin/main", "fork/main", "direct"):
        assert revisions.tracks(found(repository), Path(name)), name


# The git program, and the parts of the environment that it heeds.


@pytest.mark.parametrize("path", ["", ".", ":", ".:", "bin", "./bin:..", "/nowhere"])
def test_a_git_in_the_working_directory_is_not_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for place in ("git", "bin/git"):
        script(repository / place, f"touch {repository}/sprung")
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", path)
    assert refused(lambda: revisions.find_repository(repository)).startswith("git is not installed, ")
    monkeypatch.setenv("PATH", os.pathsep.join((path, str(Path(GIT).parent))))
    assert found(repository).git == GIT
    assert files(repository / "agreements", "HEAD~1") == BEFORE
    assert not (repository / "sprung").exists()


def test_a_git_that_cannot_be_started(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "bin" / "git", "").write_text("#!/no/such/shell\n")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    said = refused(lambda: revisions.find_repository(repository))
    assert said == f"git cannot read the repository of {repository}: no such file or directory"


@pytest.mark.parametrize(
    "names", [("GIT_DIR",), ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"), ("GIT_COMMON_DIR",), ("GIT_NAMESPACE",)]
)
def test_the_repository_of_a_hook_does_not_mislead(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    other = new_history(tmp_path / "other", {"agreements/z.yaml": "other"}, {"agreements/y.yaml": "other"})
    values = {
        "GIT_DIR": other / ".git",
        "GIT_WORK_TREE": other,
        "GIT_INDEX_FILE": other / ".git" / "index",
        "GIT_COMMON_DIR": other / ".git",
        "GIT_NAMESPACE": "x",
    }
    for name in names:
        monkeypatch.setenv(name, str(values[name]))
    assert files(repository / "agreements", "HEAD~1") == BEFORE
    assert revisions.tracks(found(repository), repository / "agreements" / "c.yaml")
    assert not revisions.tracks(found(repository), repository / "agreements" / "z.yaml")
    put(tmp_path, {"none/x": "x"})
    assert revisions.find_repository(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_TRACE", "1"),
        ("GIT_PREFIX", "elsewhere/"),
        ("GIT_LITERAL_PATHSPECS", "0"),
        ("GIT_GLOB_PATHSPECS", "1"),
        ("GIT_NOGLOB_PATHSPECS", "1"),
        ("GIT_ICASE_PATHSPECS", "1"),
        ("GIT_SHALLOW_FILE", "/dev/null"),
        ("GIT_PAGER", "false"),
        ("GIT_PAGER_IN_USE", "1"),
        ("GIT_EDITOR", "false"),
        ("GIT_ASKPASS", "false"),
        ("LC_ALL", "de_DE.UTF-8"),
        ("LANGUAGE", "de"),
    ],
)
def test_other_variables_change_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert files(repository / "agreements", "HEAD~1") == BEFORE
    assert not revisions.tracks(found(repository), repository / "nothing*")
    assert revisions.find_repository(tmp_path) is None


EVERY_HOOK = ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman")
TRAPS = {
    "core.fsmonitor": "{trap}",
    "core.hooksPath": "{hooks}",
    "core.pager": "{trap}",
    "core.editor": "{trap}",
    "core.sshCommand": "{trap}",
    "core.askPass": "{trap}",
    "core.gitProxy": "{trap}",
    "core.alternateRefsCommand": "{trap}",
    "credential.helper": "!{trap}",
    "diff.external": "{trap}",
    "diff.trap.textconv": "{trap}",
    "diff.trap.command": "{trap}",
    "filter.trap.clean": "{trap}",
    "filter.trap.smudge": "{trap}",
    "filter.trap.process": "{trap}",
    "filter.trap.required": "true",
    "interactive.diffFilter": "{trap}",
    "pager.ls-tree": "{trap}",
    "pager.rev-parse": "{trap}",
    "alias.rev-parse": "!{trap}",
    "alias.ls-tree": "!{trap}",
    "alias.cat-file": "!{trap}",
    "alias.merge-base": "!{trap}",
    "alias.ls-files": "!{trap}",
    "remote.origin.url": "ext::{trap}",
    "remote.origin.uploadpack": "{trap}",
    "remote.origin.vcs": "trap",
    "protocol.ext.allow": "always",
    "protocol.file.allow": "always",
}


@pytest.fixture
def trapped(repository: Path, tmp_path: Path) -> Iterator[Path]:
    """A repository whose every setting wants to be run; nothing of it may have been when the test is over."""
    sprung = tmp_path / "sprung"
    trap = script(tmp_path / "trap", f"touch '{sprung}'")
    for hook in EVERY_HOOK:
        for place in (repository / ".git" / "hooks", tmp_path / "hooks"):
            script(place / hook, f"touch '{sprung}'")
    commit(repository, {".gitattributes": "* filter=trap diff=trap\n"})
    sprung.unlink(missing_ok=True)
    for name, value in TRAPS.items():
        git(repository, "config", name, value.format(trap=trap, hooks=tmp_path / "hooks"))
    yield repository
    assert not sprung.exists()
    # The traps are worth something: whoever is less careful steps into them.
    subprocess.run([GIT, "-C", repository, "status"], capture_output=True, check=False)
    assert sprung.exists()


def test_nothing_that_a_repository_names_is_run(trapped: Path) -> None:
    put(trapped, {"agreements/a.yaml": "dirty"})
    assert files(trapped / "agreements", "HEAD~2") == BEFORE
    assert revisions.merge_base(found(trapped), "ext::x") is None
    assert revisions.tracks(found(trapped), trapped / "agreements")
    assert not revisions.tracks(found(trapped), trapped / "nothing")


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_missing_objects_are_not_fetched(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", f"--filter={kind}", "--no-checkout", f"file://{repository}", "partial")
    partial = tmp_path / "partial"
    sprung = tmp_path / "sprung"
    trap = script(tmp_path / "trap", f"touch '{sprung}'\nexit 1")
    git(partial, "config", "remote.origin.uploadpack", str(trap))
    git(partial, "config", "core.sshCommand", str(trap))
    put(partial, {"agreements/a.yaml": "one"})
    # An older git does not know the variable that forbids it; the one that allows no protocol stands behind it.
    for settings in (revisions._VARIABLES, {**revisions._VARIABLES, "GIT_NO_LAZY_FETCH": "0"}):
        monkeypatch.setattr(revisions, "_VARIABLES", settings)
        for url in (f"file://{repository}", "ssh://localhost/x", f"ext::{trap}"):
            git(partial, "config", "remote.origin.url", url)
            said = refused(lambda: files(partial / "agreements"))
            assert "run 'git fetch --refetch --no-filter'" in said
            assert "warning" not in said
            assert "transport" not in said
            assert not sprung.exists()
    subprocess.run([GIT, "-C", partial, "show", "HEAD:README.md"], capture_output=True, check=False)
    git(partial, "config", "remote.origin.url", f"file://{repository}")
    subprocess.run([GIT, "-C", partial, "show", "HEAD:README.md"], capture_output=True, check=False)
    assert sprung.exists()


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_the_advice_for_a_partial_clone_works(repository: Path, tmp_path: Path, kind: str) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", f"--filter={kind}", f"file://{repository}", "partial")
    partial = tmp_path / "partial"
    assert files(partial / "agreements") == AFTER
    said = refused(lambda: files(partial / "agreements", "HEAD~1"))
    command = re.search(r"run '(git [^']+)'", said)
    assert command
    subprocess.run([*command[1].split(), "--quiet"], cwd=partial, check=True)
    assert files(partial / "agreements", "HEAD~1") == BEFORE


def test_the_names_of_a_commit_are_listed_without_its_files(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{repository}", "partial")
    here = found(tmp_path / "partial")
    assert revisions.listing(here, "HEAD~1") == ["README.md", "agreements/a.yaml", "agreements/b.yaml"]
    assert refused(lambda: revisions.listing(here, "f" * 40)).startswith("git cannot list ffffffffffff")


def test_which_remotes_there_are(repository: Path) -> None:
    git(repository, "remote", "add", "origin", "https://example.org/x")
    here = found(repository)
    assert [revisions.has_remote(here, name) for name in ("origin", "upstream", "")] == [True, False, False]
    (repository / ".git" / "config").write_text("[")
    assert not revisions.has_remote(here, "origin")
