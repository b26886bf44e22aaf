"""Base of a comparison: its name, the files that are read of it, and the settings that apply."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest

import pactstate
from histories import HOSTILE_NAMES, commit, listing, new_history, put
from pactstate.compare import Base, Comparison, RevisionError, read_base
from pactstate.fileformat.config import Config
from pactstate.folder.read import read_folder
from pactstate.storage.disk import FolderError, UnreadableError
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.storage.snapshot import Member, Snapshot
from pactstate.text.escape import visible
from process.repositories import git
from unit.test_check_command import Run, run, text  # noqa: F401 - a fixture

SETTINGS = "[parties]\nXX = 'A place'\n[kinds.pact]\ntitle = 'Pact'\n"
OWN = text(id="own").replace("[JP, PH]", "[JP, XX]").replace("kind: treaty", "kind: pact")
"""An agreement that only these settings know how to read."""


EMPTY = "the base is empty: write a git revision, as in 'origin/main', or a folder, as in './before'"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a repository with two agreements, one of which has been removed since."""
    folder = new_history(tmp_path / "r", {"agreements/a.yaml": text(id="a"), "agreements/b.yaml": text(id="b")})
    (folder / "agreements" / "b.yaml").unlink()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: the same, without a repository."""
    folder = put(tmp_path / "o", {"agreements/a.yaml": text(id="a")})
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def check(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in the repository."""
    monkeypatch.chdir(here)
    return run


def base(name: str, folder: str | Path = "agreements", config: Config | None = None) -> Base:
    return read_base(name, read_folder(Path(folder)), config=config)


def ids(name: str, folder: str | Path = "agreements") -> list[str]:
    """The agreements that are found at a base."""
    found = base(name, folder).folder
    return list(found.registry) if found else []


def refused(name: str, folder: str | Path = "agreements") -> str:
    with pytest.raises(RevisionError) as caught:
        base(name, folder)
    assert str(caught.value).isprintable()
    return str(caught.value)


def found(out: str) -> list[tuple[str, str]]:
    return [(finding["code"], finding["path"]) for finding in json.loads(out)["findings"]]


# The meaning of an ambiguous name.


def test_a_revision_has_its_name_and_its_commit(here: Path) -> None:
    full = git(here, "rev-parse", "HEAD").strip()
    git(here, "branch", "añejo")
    assert [str(base(name)) for name in ("HEAD", "añejo", full, full[:9])] == [
        f"'HEAD' ({full[:12]})",
        f"'añejo' ({full[:12]})",
        f"'{full}'",
        f"'{full[:9]}'",
    ]
    assert base("main").commit == full


def test_a_name_is_shown_on_one_line(outside: Path) -> None:
    put(outside, {"x\ny/a.yaml": text(id="a")})
    assert str(base("x\ny")) == "'x\\u{a}y'"
    assert base("./x\ny").commit is None


@pytest.mark.parametrize("name", [name for name in HOSTILE_NAMES if name not in ("", "..")], ids=ascii)
def test_what_is_neither_a_revision_nor_a_path(here: Path, name: str) -> None:
    before = listing(here)
    said = refused(name)
    if name.endswith("/") and not name.startswith("HEAD"):
        assert said == f"no such folder or archive: '{name}'"
    else:
        assert visible(f"'{name}'") in said
        assert said.endswith(" in this repository: is it fetched?")
    assert listing(here) == before


@pytest.mark.parametrize("name", ["before", "./before", "before/", "../o/before", "{here}/before", "{here}/before/."])
def test_another_folder(outside: Path, name: str) -> None:
    put(outside, {"before/a.yaml": text(id="a"), "before/z.yaml": text(id="z")})
    assert ids(name.format(here=outside)) == ["a", "z"]


@pytest.mark.parametrize("name", ["./before", "before/", "../r/before", "{here}/before", "before"])
def test_another_folder_in_a_work_tree(here: Path, name: str) -> None:
    put(here, {"before/z.yaml": text(id="z")})
    assert ids(name.format(here=here)) == ["z"]


def test_the_root_of_a_checkout_holds_the_folder(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {"agreements/y.yaml": text(id="y"), "desk/agreements/z.yaml": text(id="z"), "x.yaml": "no: agreement"}
    put(outside, {f"before/{name}": content for name, content in before.items()})
    put(outside, {"desk/agreements/a.yaml": text(id="a"), "desk/treaties/a.yaml": text(id="a")})
    assert ids("before", "agreements") == ["y"]
    assert ids("before", outside / "agreements") == ["y"]
    assert ids("before", "desk/agreements") == ["z"]
    assert ids("before/agreements", "agreements") == ["y"]
    assert ids("before/desk", "desk/agreements") == ["z"]
    monkeypatch.chdir(outside / "agreements")
    assert ids("../before", ".") == ids("../before/agreements", ".") == ["y"]
    assert ids("../before", "../agreements") == ["y"]
    monkeypatch.chdir(outside / "desk" / "treaties")
    assert ids("../../before/desk", "../agreements") == ["z"]


def test_a_branch_comes_before_a_folder_of_its_name(here: Path) -> None:
    put(here, {"main/z.yaml": text(id="z")})
    assert ids("main") == ["a", "b"]
    assert ids("./main") == ids("main/") == ["z"]


def test_a_tracked_folder_is_no_substitute_for_a_branch(here: Path) -> None:
    put(here, {"origin/main/a.yaml": text(id="a")})
    assert ids("origin/main") == ["a"]
    git(here, "add", "origin")
    advice = "no revision 'origin/main' in this repository; if the path is meant, write './origin/main'"
    assert refused("origin/main") == advice
    assert refused("origin/main/a.yaml").endswith("write './origin/main/a.yaml'")
    assert ids("./origin/main") == ["a"]


def test_nor_is_one_that_is_reached_through_a_tracked_link(here: Path) -> None:
    put(here, {"fake/main/a.yaml": text(id="a")})
    Path("origin").symlink_to("fake")
    commit(here, {})
    assert refused("origin/main").endswith("if the path is meant, write './origin/main'")


@pytest.mark.parametrize("name", [".", "./", "agreements/", "./agreements", "{here}", "{here}/agreements", "link/"])
def test_the_folder_itself_is_no_base(here: Path, name: str) -> None:
    Path("link").symlink_to("agreements")
    said = refused(name.format(here=here))
    assert said == f"'{name.format(here=here)}' is, or holds, the folder that is to be compared with it"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("./nowhere", "no such folder or archive: './nowhere'"),
        ("nowhere/", "no such folder or archive: 'nowhere/'"),
        ("./x\0y", "no such folder or archive: './x\\u{0}y'"),
        ("/" + "x" * 300, f"no such folder or archive: '/{'x' * 300}'"),
        ("nowhere", "no folder or archive 'nowhere', and no git repository in which it could be a revision"),
        ("HEAD", "no folder or archive 'HEAD', and no git repository in which it could be a revision"),
        ("./empty", "at './empty': no agreement files (*.yaml) in empty"),
        ("./a\nb", "at './a\\u{a}b': no agreement files (*.yaml) in a\\u{a}b"),
        ("agreements/a.yaml", "agreements/a.yaml is not a tar archive (a compressed one must be unpacked first)"),
    ],
    ids=ascii,
)
def test_paths_that_are_no_base(outside: Path, name: str, said: str) -> None:
    put(outside, {"empty/x": "", "a\nb/x": ""})
    assert refused(name) == said


def test_without_git_a_path_must_look_like_one(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here, {"before/z.yaml": text(id="z")})
    monkeypatch.setenv("PATH", str(here))
    assert refused("before").startswith("git is not installed, ")
    assert ids("./before") == ["z"]


def test_outside_of_a_repository_no_git_is_needed(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(outside, {"before/z.yaml": text(id="z")})
    monkeypatch.setenv("PATH", str(outside))
    assert ids("before") == ids("./before") == ["z"]


@pytest.mark.parametrize("name", ["before.tar", "./before.tar", "{here}/before.tar", "../r/before.tar"])
def test_an_archive(here: Path, name: str) -> None:
    git(here, "archive", "--output=before.tar", "HEAD")
    there = base(name.format(here=here))
    assert there.folder is not None
    assert (list(there.folder.registry), there.commit) == (["a", "b"], None)
    git(here, "add", "before.tar")
    assert "if the path is meant" in refused("before.tar")


def test_a_folder_over_the_limit(here: Path) -> None:
    blob = git(here, "rev-parse", "HEAD:agreements/a.yaml").strip()
    lines = "".join(f"100644 {blob} 0\tagreements/{number}.yaml\n" for number in range(20_001))
    put(here, {"index-info": lines})
    os.system(f"git update-index --add --index-info <{here}/index-info")
    git(here, "commit", "--quiet", "--message", "many")
    full = git(here, "rev-parse", "HEAD").strip()
    assert refused("HEAD") == f"at 'HEAD' ({full[:12]}): more than 20,000 files in agreements"
    assert ids("HEAD~1") == ["a", "b"]


# A snapshot is like a disk.


def _never() -> bytes:
    raise AssertionError


def snapshot(*names: str, inner: str = "", place: str = "/p/agreements") -> Snapshot:
    return Snapshot({name: Member(name.encode, len(name)) for name in names}, Path(place), inner)


def test_a_snapshot_finds_what_the_disk_would_find(tmp_path: Path) -> None:
    names = ["b.yaml", "a.yml", "c/z.yaml", "c/d/a.YAML", "sources.yaml", "B.yaml", "a b.yaml", "c.yaml", "é.yaml"]
    hidden = [".b.yaml", ".git/c.yaml", "x/.y/z.yaml", "d.txt", "e.yaml~", "yaml", "g/h.json"]
    put(tmp_path, {name: name for name in (*names, *hidden)})
    disk = [Path(name).relative_to(tmp_path).as_posix() for name in read_folder(tmp_path).paths]
    made = snapshot(*names, *hidden, "c-2.txt", place=str(tmp_path))
    assert made.find_files(tmp_path, DEFAULT) == disk
    assert made.find_files(tmp_path / "c", DEFAULT) == ["d/a.YAML", "z.yaml"]


def test_a_snapshot_keeps_the_limits() -> None:
    made = snapshot("a.yaml", "b.yaml", "c.txt")
    folder = Path("/p/agreements")
    assert len(made.find_files(folder, Limits(files=2))) == 2
    with pytest.raises(FolderError, match="more than 1 files in /p/agreements"):
        made.find_files(folder, Limits(files=1))
    assert made.read_bytes(folder / "a.yaml", Limits(file_bytes=6)) == b"a.yaml"
    with pytest.raises(UnreadableError, match="larger than 5 bytes") as caught:
        made.read_bytes(folder / "a.yaml", Limits(file_bytes=5))
    assert caught.value.rule == "limit-exceeded"


def test_an_empty_snapshot() -> None:
    made, folder = snapshot("c.txt"), Path("/p/agreements")
    assert made.find_files(folder, DEFAULT, needed=False) == []
    with pytest.raises(FolderError, match=r"no agreement files \(\*\.yaml\) in /p/agreements"):
        made.find_files(folder, DEFAULT)
    with pytest.raises(UnreadableError, match="cannot be read: there is no such file"):
        made.read_bytes(folder / "a.yaml", DEFAULT)


def test_what_is_refused_is_not_read() -> None:
    made = Snapshot({"a.yaml": Member(_never, 1, "it is a link"), "b.yaml": Member(_never, 9)}, Path("/p"))
    with pytest.raises(UnreadableError, match="cannot be read: it is a link"):
        made.read_bytes(Path("/p/a.yaml"), DEFAULT)
    with pytest.raises(UnreadableError, match="larger than"):
        made.read_bytes(Path("/p/b.yaml"), Limits(file_bytes=8))


def test_what_lies_outside_of_a_snapshot_is_not_there() -> None:
    made = snapshot("x/agreements/a.yaml", "x/pactstate.toml", "a.yaml", inner="x/agreements")
    has = {name: made.has(Path("/p/agreements") / name) for name in ("a.yaml", "", "..", "../..", "b.yaml", "../../b")}
    assert has == {"a.yaml": True, "": True, "..": True, "../..": False, "b.yaml": False, "../../b": False}
    assert made.has(Path("/p/pactstate.toml"))
    assert made.read_bytes(Path("/a.yaml"), DEFAULT) == b"a.yaml"
    assert [made.has(Path(name)) for name in ("/.git", "/p/.git", "/p/agreements/.git")] == [True, False, False]
    with pytest.raises(UnreadableError, match="no such file"):
        made.read_bytes(Path("/p/agreements/../../../../a.yaml/../../b.yaml"), DEFAULT)
    assert made.find_files(Path("/q/agreements"), DEFAULT, needed=False) == []


# The settings with which the base is read.


def test_the_settings_are_those_of_the_base(check: Run, here: Path) -> None:
    """A kind or a party that is taken out of the settings leaves the recorded entries readable."""
    commit(here, {"pactstate.toml": SETTINGS, "agreements/own.yaml": OWN})
    put(here, {"pactstate.toml": None, "agreements/own.yaml": None})
    assert ids("HEAD") == ["a", "own"]
    code, out, err = check("--against", "HEAD", "--format", "json")
    assert (code, err, found(out)) == (1, "", [("PS503", "agreements/own.yaml")])


@pytest.mark.parametrize("name", ["agreements/pactstate.toml", "pyproject.toml"])
def test_settings_are_found_where_the_disk_s_would_be(here: Path, name: str) -> None:
    settings = SETTINGS.replace("[", "[tool.pactstate.") if name == "pyproject.toml" else SETTINGS
    commit(here, {name: settings, "agreements/own.yaml": OWN})
    put(here, {name: None})
    assert "own" in ids("HEAD")


def test_settings_above_the_repository_are_not_the_base_s(here: Path) -> None:
    put(here, {"../pactstate.toml": SETTINGS})
    commit(here, {"agreements/own.yaml": OWN})
    assert "own" not in ids("HEAD")


def test_settings_of_an_archive_are_its_own(here: Path) -> None:
    commit(here, {"pactstate.toml": SETTINGS, "agreements/own.yaml": OWN})
    git(here, "archive", "--prefix=x/", "--output=../before.tar", "HEAD")
    put(here, {"pactstate.toml": None})
    assert "own" in ids("../before.tar")
    put(here, {"pactstate.toml": SETTINGS})
    git(here, "archive", "--output=../before.tar", "HEAD", "agreements")
    assert "own" not in ids("../before.tar")


def test_settings_of_the_caller_are_those_of_both(check: Run, here: Path) -> None:
    commit(here, {"pactstate.toml": "ignore = ['PS503']", "agreements/own.yaml": OWN})
    put(here, {"agreements/own.yaml": None, "mine.toml": SETTINGS})
    allowed = ("--against", "HEAD", "--format", "json", "--allow-uncompared")
    assert check(*allowed)[0] == 0
    assert found(check("--against", "HEAD", "--isolated", "--format", "json")[1]) == [("PS503", "agreements/own.yaml")]
    code, out, _ = check("--against", "HEAD", "--config", "mine.toml")
    assert code == 1
    assert "the agreement 'own', recorded at 'HEAD'" in out
    assert "not understood" not in out


@pytest.mark.parametrize("content", ["nonsense = 1", "not TOML", b"\xff", "link", "x" * 1_048_577])
def test_settings_that_could_not_be_used_give_way_to_the_present_ones(check: Run, here: Path, content: str) -> None:
    """Else whoever mends them could not be told that nothing else was changed."""
    (here / "pactstate.toml").symlink_to("elsewhere.toml") if content == "link" else put(
        here, {"pactstate.toml": content}
    )
    commit(here, {"agreements/own.yaml": OWN})
    (here / "pactstate.toml").unlink()
    put(here, {"pactstate.toml": SETTINGS})
    assert ids("HEAD") == ["a", "own"]
    put(here, {"agreements/own.yaml": None})
    assert found(check("--against", "HEAD", "--format", "json")[1]) == [("PS503", "agreements/own.yaml")]


# A folder that had another path.


MOVES = {
    "into another": ("agreements", "treaties/agreements"),
    "out of another": ("desk/agreements", "agreements"),
    "elsewhere": ("desk/asia/agreements", "office/agreements"),
    "renamed": ("agreements", "treaties"),
    "of another name": ("treaties", "law/treaties"),
    "from the root": (".", "agreements"),
    "from the root, to another name": (".", "treaties"),
}


@pytest.fixture(params=MOVES.values(), ids=MOVES)
def moved(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The working directory: a repository whose folder of agreements has moved, and has lost one; the two paths."""
    before, now = request.param
    names = ("x.yaml", "asia/y.yaml", "gone.yaml")
    files = {f"{before}/{name}": text(id=Path(name).stem) for name in names}
    shared = {f"{before}/sources.yaml": "s: {title: S}\n", "README.md": "x", ".github/workflows/x.yaml": "x"}
    folder = new_history(tmp_path / "r", files | shared)
    for name in (*names, "sources.yaml"):
        (folder / now / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / before / name, folder / now / name)
    (folder / now / "gone.yaml").unlink()
    monkeypatch.chdir(folder)
    return before, now


def test_a_folder_that_has_moved_is_compared(run: Run, moved: tuple[str, str]) -> None:
    before, now = moved
    code, out, err = run(now, "--against", "HEAD")
    assert (code, err) == (1, "")
    assert out.startswith("error[agreement-removed]: the agreement 'gone', recorded at 'HEAD' (")
    assert f" --> {now}/gone.yaml:1:1\n" in out
    assert f"), where the folder was {before})" in out
    assert out.count("error[") == 1
    assert run(Path.cwd() / now, "--against", "HEAD")[0] == 1


def test_a_folder_that_has_moved_can_be_named(run: Run, moved: tuple[str, str]) -> None:
    before, now = moved
    for name in (f"HEAD:{before}", f"main:{before}/", f"HEAD@{{2000-01-01 10:00}}:./{before}"):
        code, out, err = run(now, "--against", name)
        assert (code, err, out.count("error[")) == (1, "", 1)
        assert "the agreement 'gone'" in out


def test_a_folder_that_has_moved_is_found_below_a_path(check: Run, here: Path) -> None:
    git(here, "checkout", "--quiet", "agreements")
    commit(here, {"desk/agreements/c.yaml": text(id="c")})
    (here / "office").mkdir()
    shutil.move(here / "desk" / "agreements", here / "office")
    assert check(".", "--against", "HEAD")[0] == 0
    put(here, {"office/agreements/c.yaml": None, "office/agreements/new.yaml": text(id="new")})
    for paths in (["."], ["office/agreements"]):
        code, out, err = check(*paths, "--against", "HEAD")
        assert (code, out) == (2, "")
        assert "desk/agreements held agreements at 'HEAD', and is gone: if it has moved, compare the new" in err
        assert " with the base 'HEAD:desk/agreements'; " in err
    code, out, _ = check("office/agreements", "--against", "HEAD:desk/agreements")
    assert (code, "the agreement 'c', recorded at 'HEAD:desk/agreements' (" in out) == (1, True)


def test_the_settings_of_a_folder_that_has_moved_are_those_where_it_stood(check: Run, here: Path) -> None:
    commit(here, {"desk/pactstate.toml": SETTINGS, "desk/agreements/own.yaml": OWN})
    (here / "office").mkdir()
    shutil.move(here / "desk" / "agreements", here / "office")
    put(here, {"office/pactstate.toml": SETTINGS, "desk/pactstate.toml": None, "office/agreements/own.yaml": None})
    put(here, {"office/agreements/own.yaml": OWN.replace("2020-05-05", "2020-05-04")})
    code, out, _ = check("office/agreements", "--against", "HEAD", "--format", "json")
    assert (code, {code for code, _ in found(out)} >= {"PS502"}) == (1, True)
    assert "PS503" not in out


@pytest.mark.parametrize(
    "there",
    [
        {"old/agreements/c.yaml": "c", "older/agreements/c.yaml": "c"},
        {"old/agreements/c.yaml": "c", "older/agreements/d.yaml": "d"},
        {"old/agreements/other.yaml": "other"},
        {"old/agreements/sources.yaml": "sources"},
    ],
    ids=["two had it", "two became one", "no name in common", "shared sources"],
)
def test_where_it_is_not_certain_which_folder_has_moved_it_is_to_be_named(
    check: Run, here: Path, there: dict[str, str]
) -> None:
    commit(here, {name: text(id=id) for name, id in there.items()})
    for name in there:
        (here / name).unlink()
        (here / name).parent.rmdir()
    put(here, {"new/agreements/c.yaml": text(id="c"), "new/agreements/d.yaml": text(id="d")})
    put(here, {"new/agreements/sources.yaml": "s: {title: S}\n"})
    code, out, err = check("new/agreements", "--against", "HEAD")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "with the base 'HEAD:old/agreements'; " in err


def test_a_folder_named_by_an_absolute_path_is_reported_by_one(check: Run, here: Path) -> None:
    commit(here, {"old/agreements/c.yaml": text(id="c")})
    shutil.rmtree(here / "old")
    put(here, {"new/agreements/d.yaml": text(id="d")})
    err = check(here / "new" / "agreements", "--against", "HEAD")[2]
    assert err.startswith(f"pactstate: {here}/old/agreements held agreements at 'HEAD', and is gone: ")
    assert " with the base 'HEAD:old/agreements'; " in err


def test_a_folder_that_has_moved_may_have_been_put_in_order(check: Run, here: Path) -> None:
    commit(here, {f"old/agreements/asia/{id}.yaml": text(id=id) for id in ("c", "d")})
    shutil.rmtree(here / "old")
    put(here, {"new/agreements/c.yaml": text(id="c"), "new/agreements/pacific/d.yaml": text(id="d")})
    code, out, _ = check("new/agreements", "--against", "HEAD")
    assert (code, "), where the folder was old/agreements)" in out) == (0, True)


def test_a_folder_of_which_something_is_left_has_not_moved(check: Run, here: Path) -> None:
    """A folder compared in place lacks the files that were taken away."""
    put(here, {"new/agreements/b.yaml": text(id="b")})
    code, out, _ = check("new/agreements", "--against", "HEAD")
    assert (code, "there were no agreements in new/agreements" in out) == (0, True)
    assert found(check(".", "--against", "HEAD", "--format", "json")[1]) == [("PS503", "agreements/b.yaml")]


def test_a_folder_that_became_two_is_compared_with_each(check: Run, here: Path) -> None:
    commit(here, {"old/agreements/c.yaml": text(id="c"), "old/agreements/d.yaml": text(id="d")})
    shutil.rmtree(here / "old")
    put(here, {f"{id}/agreements/{id}.yaml": text(id=id) for id in ("c", "d")})
    said = "pactstate: several folders may be one that was moved since 'HEAD': compare each of them separately\n"
    assert check(".", "--against", "HEAD") == (2, "", said)
    for id, other in (("c", "d"), ("d", "c")):
        code, out, _ = check(f"{id}/agreements", "--against", "HEAD", "--format", "json")
        assert (code, found(out)) == (1, [("PS503", f"{id}/agreements/{other}.yaml")])


@pytest.mark.parametrize("where", ["agreements", "desk/agreements", "treaties"])
def test_a_deleted_folder_that_is_named_gets_advice_how_to_be_compared(check: Run, here: Path, where: str) -> None:
    commit(here, {f"{where}/z.yaml": text(id="z")})
    shutil.rmtree(here / where)
    its_base = f"HEAD:{where}"
    code, out, err = check(where, "--against", "HEAD")
    assert (code, out) == (2, "")
    assert err.startswith(f"pactstate: {where} held agreements at 'HEAD', and is gone: if it has moved, ")
    assert f" with the base '{its_base}'; " in err
    put(here, {"new/z.yaml": text(id="z").replace("2020-05-05", "2020-05-04")})
    assert ("PS502", "new/z.yaml") in found(check("new", "--against", its_base, "--format", "json")[1])
    put(here, {"before/x.yaml": text(id="x")})
    for name in (its_base, "./before"):
        assert check(where, "--against", name) == (2, "", f"pactstate: no such folder: {where}\n")
    assert check("nowhere", "--against", "HEAD") == (2, "", "pactstate: no such folder: nowhere\n")


def test_a_base_that_names_a_folder_is_the_base_of_one(check: Run, here: Path) -> None:
    assert check("agreements", "--against", "HEAD:agreements", "--format", "json")[0] == 1
    put(here, {"more/agreements/c.yaml": text(id="c")})
    said = "pactstate: 'HEAD:agreements' is the base of one folder, and there are 2: name one of them\n"
    assert check(".", "--against", "HEAD:agreements") == (2, "", said)


@pytest.mark.parametrize("folder", ["nowhere", "agreements/a.yaml", "README.md"])
def test_a_folder_of_a_revision_without_agreements_is_no_base(here: Path, folder: str) -> None:
    full = git(here, "rev-parse", "HEAD").strip()
    assert refused(f"HEAD:{folder}") == f"no agreement files (*.yaml) in {folder} at 'HEAD:{folder}' ({full[:12]})"


# Bases of a service that are empty.


@pytest.mark.parametrize("name", ["origin/", "refs/heads/", "refs/remotes/origin/"])
def test_a_base_with_an_empty_branch_gets_advice_what_to_write(check: Run, here: Path, name: str) -> None:
    git(here, "remote", "add", "origin", "https://example.org/x")
    code, out, err = check("--against", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"pactstate: the base '{name}' ends where the name of a branch should follow; ")
    assert "write github.event.merge_group.base_sha for merge_group, github.event.before for push" in err
    put(here, {f"{name}a.yaml": text(id="a")})
    assert ids(name) == ["a"]


def test_a_path_that_is_no_remote_is_a_path(here: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused("origin/") == "no such folder or archive: 'origin/'"
    monkeypatch.chdir(here)
    assert refused("origin/") == "no such folder or archive: 'origin/'"
    assert refused("//") != ""
    monkeypatch.setenv("PATH", str(here))
    assert refused("origin/") == "no such folder or archive: 'origin/'"


@pytest.mark.parametrize("length", [40, 64])
def test_the_commit_before_the_first_of_a_branch_is_none(here: Path, length: int) -> None:
    said = refused("0" * length)
    assert said.startswith(f"'{'0' * length}' stands for no commit: 'github.event.before' has this value when a push ")
    assert said.endswith("compare with the default branch, as in 'origin/main'")


# Files of the base that could not be read.


def test_a_base_without_the_folder_is_said(check: Run, here: Path) -> None:
    put(here, {"desk/agreements/a.yaml": text(id="a")})
    code, out, err = check("desk/agreements", "--against", "HEAD")
    full = git(here, "rev-parse", "HEAD").strip()
    assert (code, err) == (0, "")
    said = f"there were no agreements in desk/agreements at 'HEAD' ({full[:12]}): nothing was compared"
    assert out == f"1 file checked, nothing wrong ({said})\n"
    assert base("HEAD", "desk/agreements").folder is None


def test_a_comparison_with_a_base_without_the_folder_has_nothing_to_tell(here: Path) -> None:
    put(here, {"desk/agreements/a.yaml": text(id="a")})
    folder = read_folder(Path("desk/agreements"))
    told = Comparison(read_base("HEAD", folder), folder)
    assert [(change.id, change.before) for change in told.agreements] == [("a", None)]
    assert [(change.id, change.before) for change in told.sources] == [("a-1", None)]
    assert (told.lost, told.not_compared) == ((), ())


def test_what_could_not_be_understood_at_the_base_is_not_compared_and_no_success(check: Run, here: Path) -> None:
    broken = text(id="b").replace("event: signed", "event: singed")
    commit(here, {"agreements/b.yaml": broken, "agreements/sources.yaml": "x: 1\n"})
    put(here, {"agreements/b.yaml": text(id="b"), "agreements/sources.yaml": None})
    code, out, err = check("--against", "HEAD")
    assert code == 2
    assert "; not compared, since it could not be understood at 'HEAD' (" in out
    assert out.endswith("): agreements/b.yaml and 1 more)\n")
    assert err == (
        "pactstate: not compared, since the base could not be understood: agreements/b.yaml and 1 more; repair it in the "
        "base first, or ignore this with --allow-uncompared\n"
    )
    assert check("--against", "HEAD", "--exit-zero")[0] == 2
    assert check("--against", "HEAD", "--allow-uncompared") == (0, out, "")


def test_what_could_be_found_is_reported_beside_what_was_not_compared(check: Run, here: Path) -> None:
    commit(here, {"agreements/b.yaml": "id: b\nhistory: nonsense\n", "agreements/c.yaml": text(id="c")})
    put(here, {"agreements/b.yaml": text(id="b"), "agreements/c.yaml": None})
    code, out, err = check("--against", "HEAD", "--output", "report.json")
    assert (code, err.count("\n")) == (2, 1)
    assert "error[agreement-removed]" in out
    assert ("PS503", "agreements/c.yaml") in found((here / "report.json").read_text())
    assert check("--against", "HEAD", "--allow-uncompared") == (1, out, "")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("agreements", 2),
        ("agreements/a.yaml", 0),
        ("agreements/b.yaml", 2),
        ("agreements/renamed.yaml", 2),
        ("agreements/c.yaml", 2),
    ],
)
def test_only_what_concerns_the_named_files_counts_as_not_compared(
    check: Run, here: Path, path: str, code: int
) -> None:
    """A file of the base concerns the one in its place, and the one that describes its agreement now."""
    broken = {name: f"id: {name}\nhistory: nonsense\n" for name in ("b", "c", "moved")}
    commit(here, {f"agreements/{name}.yaml": content for name, content in broken.items()})
    put(here, {f"agreements/{name}.yaml": text(id=name) for name in ("b", "c")})
    put(here, {"agreements/moved.yaml": None, "agreements/renamed.yaml": text(id="moved")})
    assert check(path, "--against", "HEAD", "--ignore", "file-name")[0] == code


def test_a_file_that_is_understood_only_in_part_concerns_the_file_of_its_agreement(check: Run, here: Path) -> None:
    commit(here, {"agreements/b.yaml": text(id="b") + "unknown: 1\n"})
    put(here, {"agreements/b.yaml": None, "agreements/x/b.yaml": text(id="b")})
    assert check("agreements/x/b.yaml", "--against", "HEAD")[0] == 2
    assert check("agreements/a.yaml", "--against", "HEAD")[0] == 0


def test_shared_sources_that_are_not_understood_concern_every_file(check: Run, here: Path) -> None:
    commit(here, {"agreements/sources.yaml": "s: {title: T, unknown: 1}\n", "agreements/b.yaml": text(id="b")})
    put(here, {"agreements/sources.yaml": "s: {title: T}\n"})
    assert check("agreements/a.yaml", "--against", "HEAD")[0] == 2


def test_python_gets_the_files_that_were_not_compared(here: Path) -> None:
    commit(here, {"agreements/b.yaml": "id: b\nhistory: nonsense\n"})
    put(here, {"agreements/b.yaml": text(id="b")})
    report = pactstate.check("agreements", today="2026-11-22", against="HEAD")
    assert (report.ok, report.uncompared) == (True, ("agreements/b.yaml",))
    assert pactstate.check("agreements", today="2026-11-22").uncompared == ()


def test_but_an_agreement_that_was_there_must_not_go(check: Run, here: Path) -> None:
    commit(here, {"agreements/b.yaml": "id: b\nhistory: nonsense\n", "agreements/c.yaml": "- no id\n"})
    put(here, {"agreements/b.yaml": None, "agreements/c.yaml": None})
    arguments = ("--against", "HEAD", "--format", "json", "--allow-uncompared")
    code, out, _ = check(*arguments)
    assert (code, found(out)) == (1, [("PS503", "agreements/b.yaml")])
    put(here, {"agreements/renamed.yaml": text(id="b")})
    assert check(*arguments, "--ignore", "file-name")[0] == 0


def test_links_and_large_files_at_the_base_are_not_compared(check: Run, here: Path) -> None:
    (here / "agreements" / "link.yaml").symlink_to("a.yaml")
    commit(here, {"agreements/large.yaml": text(id="large") + "#" * 1_048_577, "agreements/b.yaml": text(id="b")})
    put(here, {"agreements/link.yaml": None, "agreements/large.yaml": None})
    code, out, _ = check("--against", "HEAD")
    assert (code, out.count("agreements/large.yaml and 1 more")) == (2, 1)


# The command.


def test_a_removed_file_is_reported_where_it_stood(check: Run) -> None:
    code, out, err = check("--against", "HEAD", "--format", "json")
    assert (code, err, found(out)) == (1, "", [("PS503", "agreements/b.yaml")])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["agreements"], True),
        (["."], True),
        (["agreements/asia"], True),
        (["agreements/asia/c.yaml"], False),
        (["agreements/a.yaml"], False),
        (["agreements/europe"], False),
    ],
)
def test_only_what_is_named_is_reported_on(check: Run, here: Path, arguments: list[str], told: bool) -> None:
    files = {f"agreements/{name}.yaml": text(id=Path(name).name) for name in ("b", "asia/c", "asia/d", "europe/e")}
    commit(here, files)
    put(here, {"agreements/asia/d.yaml": None})
    code, out, _ = check(*arguments, "--against", "HEAD", "--format", "json")
    assert (code, found(out)) == ((1, [("PS503", "agreements/asia/d.yaml")]) if told else (0, []))


def test_several_folders_each_with_its_own(check: Run, here: Path) -> None:
    commit(
        here,
        {f"{name}/agreements/{name}.yaml": text(id=name) for name in ("x", "w", "z")}
        | {"agreements/b.yaml": text(id="b")},
    )
    put(
        here,
        {"x/agreements/x.yaml": text(id="new"), "z/agreements/z2.yaml": text(id="z2"), "z/agreements/z.yaml": None},
    )
    code, out, _ = check(".", "--against", "HEAD", "--format", "json", "--ignore", "file-name")
    assert (code, found(out)) == (1, [("PS503", "x/agreements/x.yaml"), ("PS503", "z/agreements/z.yaml")])
    out = check(".", "--against", "HEAD", "--ignore", "file-name")[1]
    assert out.count("compared with 'HEAD'") == 1


def test_a_whole_folder_that_is_gone_is_said(check: Run, here: Path) -> None:
    """Below the path there is nothing left to compare it with."""
    commit(here, {"desk/agreements/asia/c.yaml": text(id="c"), "x.yaml": "no", "agreements/b.yaml": text(id="b")})
    git(here, "archive", "--prefix=x/", "--output=../prefixed.tar", "HEAD")
    git(here, "archive", "--output=../plain.tar", "HEAD")
    git(here, "worktree", "add", "--quiet", "../before", "HEAD")
    for name in ("HEAD", "../before"):
        assert check(".", "--against", name)[0] == 0
    shutil.rmtree("desk")
    advice = {
        "HEAD": "the base 'HEAD:desk/agreements'",
        "../before": "the base '../before/desk/agreements'",
        "../prefixed.tar": "an archive of the old one alone",
        "../plain.tar": "an archive of the old one alone",
    }
    for name, its_base in advice.items():
        said = (
            f"pactstate: desk/agreements held agreements at '{name}', and is gone: if it has moved, compare the new "
            f"folder with {its_base}; if it was deleted on purpose, name the folders to compare\n"
        )
        assert check(".", "--against", name) == (2, "", said)
    assert check("agreements", "--against", "HEAD")[0] == 0
    assert check(".", "--against", "nowhere")[0] == 2


def test_sources_that_cannot_be_understood_now_are_not_said_to_be_gone(check: Run, here: Path) -> None:
    shared = "s: {title: P, published: 2020-06-01}\n"
    commit(here, {"agreements/sources.yaml": shared, "agreements/b.yaml": text(id="b")})
    for now, told in ((shared, False), (f"other-{shared}", True), ("s: [", False), ("s: 1", False), ("", False)):
        put(here, {"agreements/sources.yaml": now})
        out = check("--against", "HEAD", "--format", "json", "--select", "PS505")[1]
        assert ("PS505" in [code for code, _ in found(out)]) == told, now


def test_a_base_that_cannot_be_read_is_one_line(check: Run) -> None:
    for paths in ([], ["agreements"], ["agreements/a.yaml"], ["."]):
        code, out, err = check(*paths, "--against", "nowhere")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("pactstate: ")
        assert err.endswith("in this repository: is it fetched?\n")
    assert check("agreements", "--against", "") == (2, "", f"pactstate: {EMPTY}\n")
    assert check("--against", "")[0] == check("--against", "./nowhere")[0] == 2


def test_it_says_which_rules_need_a_base(check: Run, here: Path) -> None:
    """A comment that silences such a finding is not called unused where there is no base."""
    put(here, {"agreements/a.yaml": f"# pactstate: ignore-file[state-moved-back] why\n{text(id='a')}"})
    assert check()[0] == 0
    assert "unused-ignore" in check("--against", "main")[1]


def test_files_that_are_as_before_are_read_once(here: Path) -> None:
    """Also where a folder has kinds and parties of its own."""
    commit(here, {"pactstate.toml": SETTINGS, "agreements/own.yaml": OWN, "agreements/b.yaml": text(id="b")})
    put(here, {"agreements/b.yaml": text("error", id="b")})
    folder = read_folder(Path("agreements"))
    there = read_base("HEAD", folder).folder
    assert there is not None
    same = {path: there.opened.read(path) is folder.opened.read(path) for path in folder.paths}
    assert same == {"agreements/a.yaml": True, "agreements/b.yaml": False, "agreements/own.yaml": True}
    put(here, {"pactstate.toml": SETTINGS.replace("A place", "Another")})
    folder = read_folder(Path("agreements"))
    there = read_base("HEAD", folder).folder
    assert there is not None
    assert there.opened.read("agreements/own.yaml") is not folder.opened.read("agreements/own.yaml")


# Python.


@pytest.mark.parametrize(
    "against", ["HEAD", "main", "./before", "before", Path("before"), Path("../r/before"), Path("before.tar")]
)
def test_python_may_ask_too(here: Path, against: str | Path) -> None:
    git(here, "archive", "--output=before.tar", "HEAD")
    put(here, {"before/b.yaml": text(id="b")})
    report = pactstate.check("agreements", today="2026-11-22", against=against)
    assert [(found.rule, found.path) for found in report.findings] == [("agreement-removed", "agreements/b.yaml")]


def test_a_path_is_no_revision(here: Path) -> None:
    put(here, {"main/a.yaml": text(id="a")})
    assert pactstate.check("agreements", today="2026-11-22", against=Path("main")).ok
    assert not pactstate.check("agreements", today="2026-11-22", against="main").ok
    with pytest.raises(pactstate.RevisionError, match="no such folder or archive: '/"):
        pactstate.check("agreements", against=Path("HEAD"))


@pytest.mark.parametrize("against", ["nowhere", "", "-h", "x\ny", "\ud800", Path("x\ny"), Path("/nowhere")], ids=ascii)
def test_python_gets_an_error_of_one_line(here: Path, against: str | Path) -> None:
    with pytest.raises(pactstate.RevisionError) as caught:
        pactstate.check("agreements", against=against)
    assert str(caught.value).isprintable()
    assert isinstance(caught.value, ValueError)


def test_without_a_base_no_git_is_needed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert pactstate.check("agreements", today="2026-11-22").ok
    shutil.rmtree(".git")
    assert pactstate.check("agreements", today="2026-11-22").ok


def test_a_tar_of_python_s_own_making(here: Path) -> None:
    with tarfile.open("before.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        tar.add("agreements")
    assert ids("./before.tar") == ["a"]


def test_in_a_working_directory_that_is_gone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole paths work in any working directory."""
    put(here, {"before/z.yaml": text(id="z")})
    folder = read_folder(here / "agreements")
    (here / "gone").mkdir()
    monkeypatch.chdir(here / "gone")
    (here / "gone").rmdir()
    revision, there = (read_base(name, folder).folder for name in ("HEAD", str(here / "before")))
    monkeypatch.chdir(here)
    assert revision is not None
    assert there is not None
    assert (list(revision.registry), list(there.registry)) == (["a", "b"], ["z"])
