"""Inputs of ``pactstate check``: folders, files in them, standard input."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import pactstate
from pactstate.cli import main
from pactstate.folder import read
from pactstate.folder.read import Draft, FolderError, read_draft, read_folder
from pactstate.storage.limits import DEFAULT, Limits

TODAY = "2026-11-22"
HEAD = "id: {id}\ntitle: A\nkind: treaty\nparties: [JP, PH]\nhistory:\n"
SHARED = "s: {title: S, published: 2020-06-01}\n"
CITED = HEAD + "  - {{event: signed, date: 2020-05-05, reported_by: [s]}}\n"
ALONE = CITED.replace("history:", "sources:\n  {id}-1: {{title: P, published: 2020-06-01}}\nhistory:").replace(
    "[s]", "[{id}-1]"
)
WARNED = ALONE.replace("signed", "in_force")
BROKEN = ALONE.replace("2020-05-05", "5.5.2020")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the check on a fixed day in an empty folder, with or without something on standard input."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PACTSTATE_TODAY", TODAY)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data or b"")))
            code = main(["check", "--format", "json", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def put(name: str | Path, content: str | bytes, id: str | None = None) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        content = content.format(id=id or path.stem).encode() if "{id}" in content else content.encode()
    path.write_bytes(content)
    return path


def told(result: tuple[int, str, str]) -> list[tuple[str, str]]:
    """Path and rule of every finding of a run that could be made."""
    code, out, err = result
    assert code in (0, 1), err
    assert err == ""
    return [(finding["path"], finding["rule"]) for finding in json.loads(out)["findings"]]


def files(result: tuple[int, str, str]) -> int:
    """Return the number of checked files that a run reports."""
    count = json.loads(result[1])["summary"]["files"]
    assert isinstance(count, int)
    return count


# Folders and files.


def test_without_a_path_it_is_the_nearest_folder(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", WARNED)
    for place in (".", "agreements", "agreements/asia", "other/place"):
        Path(place).mkdir(parents=True, exist_ok=True)
    assert told(run()) == [("agreements/a.yaml", "skipped-step")]
    base = Path.cwd()
    for place, shown in (("agreements", "a.yaml"), ("other/place", "../../agreements/a.yaml")):
        monkeypatch.chdir(base / place)
        assert told(run()) == [(shown, "skipped-step")]


def test_a_folder_may_be_named_by_option_or_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", BROKEN)
    put("x/b.yaml", WARNED)
    put("pactstate.toml", "paths = ['agreements']\n")
    assert told(run("--data", "x")) == [("x/b.yaml", "skipped-step")]
    monkeypatch.setenv("PACTSTATE_DATA", "x")
    assert told(run()) == [("x/b.yaml", "skipped-step")]
    assert told(run("agreements")) == [("agreements/a.yaml", "invalid-date")]
    assert told(run("--data", "agreements")) == [("agreements/a.yaml", "invalid-date")]


def test_the_packaged_folder_is_no_default(run: Run) -> None:
    """A run would otherwise be called clean although it read none of the caller's files."""
    assert run() == (2, "", "pactstate: no folder 'agreements' here or above: name a folder to check\n")


def test_several_paths(run: Run) -> None:
    put("x/a.yaml", WARNED)
    put("x/b.yaml", BROKEN)
    put("y/a.yaml", BROKEN)
    put("z/a.yaml", WARNED)
    put("z/b.yaml", WARNED)
    both = run("x", "y/a.yaml", "z/b.yaml")
    assert told(both) == [
        ("x/a.yaml", "skipped-step"),
        ("x/b.yaml", "invalid-date"),
        ("y/a.yaml", "invalid-date"),
        ("z/b.yaml", "skipped-step"),
    ]
    assert files(both) == 4


@pytest.mark.parametrize(
    "paths",
    [
        ["x"],
        ["x", "x"],
        ["x", "x/"],
        ["x", "./x", "y/../x"],
        ["x", "x/a.yaml"],
        ["x/a.yaml", "x"],
        ["x/a.yaml", "x/b.yaml"],
        ["x/a.yaml", "x/b.yaml", "./x/a.yaml", "x//b.yaml"],
    ],
)
def test_each_file_is_checked_once(run: Run, paths: list[str]) -> None:
    put("x/a.yaml", WARNED)
    put("x/b.yaml", BROKEN)
    result = run(*paths)
    assert told(result) == [("x/a.yaml", "skipped-step"), ("x/b.yaml", "invalid-date")]
    assert files(result) == 2


def test_each_file_is_checked_once_however_it_is_named(run: Run) -> None:
    path = put("x/a.yaml", WARNED)
    for paths in (["x", path.parent.absolute()], ["x/a.yaml", path.absolute()], ["x", path.absolute()]):
        assert files(run(*paths)) == 1


def test_a_subfolder_is_a_part_of_its_folder(run: Run) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/asia/a.yaml", CITED)
    put("agreements/b.yaml", BROKEN)
    assert told(run("agreements/asia")) == []
    assert files(run("agreements", "agreements/asia")) == 3


def test_only_named_files_are_reported_on(run: Run) -> None:
    put("x/a.yaml", WARNED)
    put("x/b.yaml", BROKEN)
    put("x/sources.yaml", "s: {title: S}\n")
    assert told(run("x/a.yaml")) == [("x/a.yaml", "skipped-step")]
    assert files(run("x/a.yaml")) == 1
    assert told(run("x/sources.yaml")) == [("x/sources.yaml", "undated-source"), ("x/sources.yaml", "unused-source")]
    put("x/a.yaml", f"# pactstate: ignore-file[PS205] why\n{WARNED}")
    put("x/b.yaml", f"# pactstate: ignore-file[PS205] why\n{WARNED}")
    assert len(json.loads(run("x/a.yaml", "--format", "sarif", "--sarif-suppressed")[1])["runs"][0]["results"]) == 1


def test_of_files_the_settings_are_reported_on_too(run: Run) -> None:
    put("x/a.yaml", WARNED)
    put("x/pactstate.toml", "ignore = ['zzz']\n")
    assert told(run("x/a.yaml")) == [("x/a.yaml", "skipped-step"), ("x/pactstate.toml", "unknown-rule")]


def test_settings_of_several_folders_are_reported_on_once(run: Run) -> None:
    put("pactstate.toml", "ignore = ['zzz']\n")
    put("x/a.yaml", ALONE)
    put("y/a.yaml", ALONE)
    assert told(run("x", "y")) == [("pactstate.toml", "unknown-rule")]


@pytest.mark.parametrize("path", ["nowhere.yaml", "x/nowhere.yaml", "nowhere.d/a.yaml"])
def test_a_file_that_does_not_exist(run: Run, path: str) -> None:
    put("x/a.yaml", ALONE)
    assert run("x", path) == (2, "", f"pactstate: no such file: {path}\n")


def test_a_folder_that_does_not_exist_or_is_none(run: Run) -> None:
    put("LICENSE", "")
    assert run("nowhere") == (2, "", "pactstate: no such folder: nowhere\n")
    assert run("LICENSE") == (2, "", "pactstate: not a folder: LICENSE\n")
    Path("x.d").mkdir()
    assert run("x.d") == (2, "", "pactstate: no agreement files (*.yaml) in x.d\n")


@pytest.mark.parametrize("name", ["x/.a.yaml", "x/a.txt", "x/.d/a.yaml"])
def test_a_skipped_file_is_not_reported_as_clean(run: Run, name: str) -> None:
    put("x/sources.yaml", SHARED)
    put(name, BROKEN, id="a")
    code, out, err = run(name)
    assert (code, out) == (2, "")
    assert err == f"pactstate: no agreement file: {name} (hidden files and other endings are skipped)\n"


# The folder that a file belongs to.


@pytest.mark.parametrize(
    ("file", "root"),
    [
        ("agreements/a.yaml", "agreements"),
        ("agreements/asia/east/a.yaml", "agreements"),
        ("x/agreements/asia/a.yaml", "x/agreements"),
        ("agreements/x/agreements/a.yaml", "agreements/x/agreements"),
        ("x/a.yaml", "x"),
        ("x/asia/east/a.yaml", "x"),
    ],
)
@pytest.mark.parametrize("shared", ["sources.yaml", "sources/more.yaml"])
def test_a_file_is_read_with_the_sources_of_its_folder(run: Run, file: str, root: str, shared: str) -> None:
    put(file, CITED)
    put(f"{root}/{shared}", SHARED)
    assert told(run(file)) == []
    assert told(run(Path(file).absolute())) == []


def test_a_file_belongs_to_no_folder_outside_of_its_repository(run: Run, tmp_path: Path) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/b.yaml", BROKEN)
    put("agreements/repo/x/a.yaml", CITED)
    Path("agreements/repo/.git").mkdir()
    assert told(run("agreements/repo/x/a.yaml")) == [("x/a.yaml", "unknown-source")]
    assert told(run("agreements/repo/x")) == [("x/a.yaml", "unknown-source")]
    put("agreements/repo/sources/s.yaml", SHARED)
    assert told(run("agreements/repo/x/a.yaml")) == []


def test_a_file_outside_of_agreements_belongs_to_its_folder(run: Run) -> None:
    put("x/y/a.yaml", CITED)
    put("x/b.yaml", BROKEN)
    assert told(run("x/y/a.yaml")) == [("x/y/a.yaml", "unknown-source")]
    put("x/y/c.yaml", BROKEN)
    assert told(run("x/y/c.yaml")) == [("x/y/c.yaml", "invalid-date")]


@pytest.mark.parametrize("place", ["agreements", "agreements/asia", "agreements/asia/east"])
def test_a_file_is_read_with_the_sources_of_its_folder_in_any_working_directory(
    run: Run, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/asia/east/a.yaml", CITED)
    file = Path("agreements/asia/east/a.yaml")
    base = Path.cwd()
    monkeypatch.chdir(base / place)
    assert told(run((base / file).relative_to(base / place))) == []
    assert files(run((base / file).relative_to(base / place))) == 1


def test_a_file_is_read_with_the_sources_of_the_working_directory(run: Run) -> None:
    put("sources.yaml", SHARED)
    put("asia/a.yaml", CITED)
    assert told(run(Path("asia/a.yaml").absolute())) == []
    assert told(run("asia/a.yaml")) == []
    put("b.yaml", CITED)
    assert told(run("b.yaml")) == []


def test_a_file_named_through_its_parent(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/asia/a.yaml", CITED)
    put("elsewhere/x.yaml", ALONE)
    monkeypatch.chdir("elsewhere")
    assert told(run("../agreements/asia/a.yaml")) == []
    assert told(run("../elsewhere/x.yaml")) == []


# Standard input.


def test_standard_input_is_checked_in_the_nearest_folder(run: Run) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/b.yaml", BROKEN)
    result = run("-", stdin=CITED.format(id="new"))
    assert told(result) == []
    assert files(result) == 1
    assert told(run("-", stdin=CITED.format(id="new").replace("signed", "in_force"))) == [("<stdin>", "skipped-step")]
    assert run("-", stdin="[")[0] == 1


def test_standard_input_without_a_folder_cannot_be_compared(run: Run) -> None:
    put("before/a.yaml", ALONE)
    code, out, err = run("-", "--against", "./before", stdin=ALONE.format(id="a"))
    assert (code, out) == (2, "")
    assert err == "pactstate: --against needs a folder to compare: name one with --data or --stdin-filename\n"


def test_standard_input_replaces_its_agreement(run: Run) -> None:
    put("agreements/a.yaml", BROKEN)
    put("agreements/b.yaml", ALONE)
    assert told(run("-", stdin=ALONE.format(id="a"))) == []
    assert told(run("-", stdin=WARNED.format(id="b"))) == [("<stdin>", "skipped-step")]
    put("agreements/c.yaml", ALONE.replace("history:", "replaces: a\nhistory:"))
    answer = ALONE.replace("history:", "replaced_by: c\nhistory:").format(id="a")
    assert "dangling-link" not in [rule for _, rule in told(run("-", stdin=answer))]


@pytest.mark.parametrize("file", ["agreements/asia/a.yaml", "agreements/a.yml", "agreements/asia/a.yml"])
def test_standard_input_replaces_its_agreement_in_any_folder(run: Run, file: str) -> None:
    put(file, ALONE)
    folder = read_folder(Path("agreements"), draft=Draft(ALONE.format(id="a").encode(), "<stdin>"))
    assert [finding.rule for finding in folder.findings] == []
    assert folder.paths == ("<stdin>",)


@pytest.mark.parametrize(
    "arguments",
    [
        ("data", "data/sub"),
        ("data/sub", "data"),
        ("data", "data/sub/b.yaml"),
        ("data/sub/b.yaml", "data"),
        ("data", "./data/../data/sub", "data/sub/deep"),
        ("data", "data", "data/.", "{here}/data"),
        ("data", "data/a.yaml", "{here}/data/a.yaml"),
        ("{here}/data/sub", "data"),
    ],
)
def test_each_file_is_read_once(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    put("data/a.yaml", WARNED)
    put("data/sub/b.yaml", WARNED)
    put("data/sub/sources.yaml", SHARED.replace("s:", "t:"))
    put("data/sub/deep/c.yaml", ALONE)
    result = run(*(argument.format(here=tmp_path) for argument in arguments))
    assert sorted(Path(path).name for path, rule in told(result) if rule == "skipped-step") == ["a.yaml", "b.yaml"]
    assert files(result) == 4


@pytest.mark.parametrize("first", ["repo", "repo/agreements", "repo/agreements/sub/agreements"])
def test_folders_of_agreements_in_each_other_are_read_once(run: Run, first: str) -> None:
    put("repo/agreements/a.yaml", WARNED)
    put("repo/agreements/sub/agreements/b.yaml", WARNED)
    assert files(run(first, "repo", "repo/agreements/sub/agreements", "repo/agreements/sub/agreements/b.yaml")) == 2


def test_folders_beside_each_other_are_read_each(run: Run) -> None:
    put("data/a.yaml", ALONE)
    put("data-sub/b.yaml", ALONE)
    put("data/.hidden/c.yaml", WARNED)
    assert files(run("data", "data-sub")) == 2
    # Hidden files are not read with their folder.
    assert told(run("data", "data/.hidden")) == [("data/.hidden/c.yaml", "skipped-step")]
    assert files(run("data", "data/.hidden")) == 2


def test_files_of_a_folder_and_of_a_folder_below_it_are_distinguished(run: Run) -> None:
    put("data/a.yaml", WARNED)
    put("data/b.yaml", WARNED)
    put("data/sub/c.yaml", WARNED)
    assert told(run("data/a.yaml", "data/sub")) == [
        ("data/a.yaml", "skipped-step"),
        ("data/sub/c.yaml", "skipped-step"),
    ]


def test_a_folder_that_two_names_lead_to_is_read_once(run: Run, tmp_path: Path) -> None:
    """As on a system that takes upper and lower case for the same."""
    put("data/a.yaml", WARNED)
    put("data/b.yaml", ALONE)
    other = tmp_path.parent / f"{tmp_path.name}-link"
    other.symlink_to(tmp_path)
    assert files(run("data", other / "data")) == 2
    assert files(run(other / "data", "data")) == 2
    assert told(run("data/b.yaml", other / "data" / "a.yaml")) == [("data/a.yaml", "skipped-step")]


def test_two_names_of_one_file_are_two_files(run: Run) -> None:
    """A file goes by its name, and one of the two names is wrong."""
    put("data/a.yaml", ALONE)
    os.link("data/a.yaml", "data/b.yaml")
    assert told(run("data")) == [("data/b.yaml", "duplicate-id")]


@pytest.mark.parametrize("folder", ["data", "./data", "{here}/data"])
def test_standard_input_belongs_to_a_folder_named_with_it(run: Run, tmp_path: Path, folder: str) -> None:
    put("data/a.yaml", ALONE)
    put("data/sub/b.yaml", WARNED)
    place = ("-", "--stdin-filename", "data/sub/b.yaml", folder.format(here=tmp_path))
    result = run(*place, stdin=ALONE.format(id="b"))
    assert told(result) == []
    assert files(result) == 2


def test_standard_input_in_the_place_of_a_file(run: Run) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/asia/a.yaml", BROKEN)
    place = ("-", "--stdin-filename", "agreements/asia/a.yaml")
    result = run(*place, stdin=CITED.format(id="a"))
    assert told(result) == []
    assert files(result) == 1
    assert told(run(*place, stdin=CITED.format(id="b"))) == [("agreements/asia/a.yaml", "file-name")]
    named = ("--stdin-filename", "./agreements/../agreements/asia/a.yaml", "-")
    assert told(run(*named, stdin="[")) == [("agreements/asia/a.yaml", "invalid-yaml")]
    path = Path("agreements/asia/a.yaml").absolute()
    assert told(run("-", "--stdin-filename", path, stdin="[")) == [(str(path), "invalid-yaml")]


def test_standard_input_in_the_place_of_a_new_file(run: Run) -> None:
    put("agreements/sources.yaml", SHARED)
    put("agreements/b.yaml", BROKEN)
    assert told(run("-", "--stdin-filename", "agreements/new.yaml", stdin=CITED.format(id="new"))) == []
    assert told(run("-", "--stdin-filename", "agreements/new/new.yaml", stdin=CITED.format(id="new"))) == []


@pytest.mark.parametrize("name", ["x/asia/new.yaml", "x/asia/east/new.yaml"])
@pytest.mark.parametrize("there", [True, False])
def test_a_new_file_belongs_to_its_future_folder(run: Run, name: str, there: bool) -> None:
    put("x/sources.yaml", SHARED)
    if there:
        Path(name).parent.mkdir(parents=True)
    assert told(run("-", "--stdin-filename", name, stdin=CITED.format(id="new"))) == []


def test_a_new_folder_may_have_a_dot_in_its_name(run: Run) -> None:
    content = WARNED.format(id="new")
    assert told(run("-", "--stdin-filename", "v1.2/new.yaml", stdin=content)) == [("v1.2/new.yaml", "skipped-step")]


def test_standard_input_in_the_place_of_shared_sources(run: Run) -> None:
    put("agreements/a.yaml", CITED)
    put("agreements/sources.yaml", "[")
    place = ("-", "--stdin-filename", "agreements/sources.yaml")
    assert told(run(*place, stdin=SHARED)) == []
    assert told(run(*place, stdin="s: {title: S}\n")) == [("agreements/sources.yaml", "undated-source")]
    assert told(run(*place, stdin=ALONE.format(id="a")))[0] == ("agreements/sources.yaml", "invalid-value")
    assert told(run("-", "--stdin-filename", "agreements/sources/x.yaml", stdin="t: {title: T}\n")) == [
        ("agreements/sources/x.yaml", "undated-source"),
        ("agreements/sources/x.yaml", "unused-source"),
    ]


def test_standard_input_is_judged_as_the_file_would_be(run: Run) -> None:
    """A source of the file has the id of a shared one."""
    taken = ALONE.replace("{id}-1", "paper")
    put("agreements/sources.yaml", SHARED.replace("s:", "paper:"))
    put("agreements/a.yaml", taken)
    put("agreements/z.yaml", taken)
    expected = [("agreements/z.yaml", "duplicate-id")]
    assert told(run("agreements/z.yaml")) == expected
    content = Path("agreements/z.yaml").read_bytes()
    assert told(run("-", "--stdin-filename", "agreements/z.yaml", stdin=content)) == expected


def test_standard_input_of_no_folder_beside_a_folder(run: Run) -> None:
    put("x/a.yaml", ALONE.format(id="a"))
    assert told(run("x", "-", stdin=WARNED.format(id="b"))) == [("<stdin>", "skipped-step")]


def test_standard_input_without_any_folder(run: Run) -> None:
    assert told(run("-", stdin=ALONE.format(id="a"))) == []
    assert told(run("-", stdin=WARNED.format(id="a"))) == [("<stdin>", "skipped-step")]
    assert told(run("-", stdin=CITED.format(id="a"))) == [("<stdin>", "unknown-source")]
    assert told(run("-", stdin="")) == [("<stdin>", "invalid-yaml")]
    assert told(run("-", stdin=b"\xff")) == [("<stdin>", "unreadable-file")]
    assert told(run("-", "--stdin-filename", "nowhere/a.yaml", stdin=WARNED.format(id="a"))) == [
        ("nowhere/a.yaml", "skipped-step")
    ]
    assert told(run("-", "--stdin-filename", "a.yaml", stdin=WARNED.format(id="a"))) == [("a.yaml", "skipped-step")]


@pytest.mark.parametrize("name", ["/nowhere/at/all/a.yaml", "/nowhere/agreements/a.yaml", "/nowhere/sources.yaml"])
def test_standard_input_in_the_place_of_a_file_in_no_folder(run: Run, name: str) -> None:
    content = SHARED if name.endswith("sources.yaml") else WARNED.format(id="a")
    rule = "unused-source" if content == SHARED else "skipped-step"
    assert told(run("-", "--stdin-filename", name, stdin=content)) == [(name, rule)]


def test_standard_input_goes_by_the_settings_around_it(run: Run) -> None:
    put("agreements/b.yaml", ALONE)
    put("pactstate.toml", "ignore = ['PS205']\nkinds.fish.title = 'fishing'\n")
    fish = WARNED.format(id="a").replace("treaty", "fish")
    assert told(run("-", stdin=fish)) == []
    assert told(run("-", "--stdin-filename", "agreements/a.yaml", stdin=fish)) == []
    assert told(run("-", "--isolated", stdin=fish)) == [("<stdin>", "invalid-value")]
    put("mine.toml", "kinds.fish = {title = 'fishing', expects = ['signed']}\n")
    assert told(run("-", "--config", "mine.toml", stdin=fish)) == [("<stdin>", "skipped-step")]
    put("pactstate.toml", "broken")
    assert run("-", stdin=fish)[0] == 2


def test_standard_input_alone_goes_by_the_settings_that_are_named(run: Run) -> None:
    put("mine.toml", "ignore = ['PS205']\n")
    assert told(run("-", "--config", "mine.toml", stdin=WARNED.format(id="a"))) == []


def test_standard_input_in_the_folder_of_the_settings_or_of_the_option(run: Run) -> None:
    put("pacts/sources.yaml", SHARED)
    put("others/sources.yaml", "t: {title: T, published: 2020-06-01}\n")
    put("pactstate.toml", "paths = ['pacts', 'others']\n")
    refused = "pactstate: the settings name several folders: choose one with --data, or say --stdin-filename\n"
    assert run("-", stdin=CITED.format(id="a")) == (2, "", refused)
    put("pactstate.toml", "paths = ['pacts']\n")
    assert told(run("-", stdin=CITED.format(id="a"))) == []
    other = ("-", "--data", "others")
    assert told(run(*other, stdin=CITED.format(id="a"))) == [("<stdin>", "unknown-source")]
    assert told(run(*other, stdin=CITED.format(id="a").replace("[s]", "[t]"))) == []
    assert run("-", "--data", "nowhere", stdin="")[2] == "pactstate: no such folder: nowhere\n"


def test_standard_input_beside_files(run: Run) -> None:
    put("agreements/b.yaml", WARNED)
    put("agreements/c.yaml", BROKEN)
    result = run("-", "agreements/b.yaml", stdin=WARNED.format(id="a"))
    assert told(result) == [("<stdin>", "skipped-step"), ("agreements/b.yaml", "skipped-step")]
    assert files(result) == 2
    assert told(run("-", "-", stdin=WARNED.format(id="a"))) == [("<stdin>", "skipped-step")]


def test_standard_input_is_read_up_to_the_limit(run: Run) -> None:
    comment = b"\n#" + b"x" * (DEFAULT.file_bytes - len(ALONE.format(id="a")) - 2)
    content = ALONE.format(id="a").encode() + comment
    assert len(content) == DEFAULT.file_bytes
    assert told(run("-", stdin=content)) == []
    result = run("-", stdin=content + b"x" * 1000)
    assert told(result) == [("<stdin>", "limit-exceeded")]
    assert json.loads(result[1])["findings"][0]["message"] == "larger than 1,048,576 bytes"
    put("agreements/a.yaml", BROKEN)
    assert told(run("-", "--stdin-filename", "agreements/a.yaml", stdin=content + b"x")) == [
        ("agreements/a.yaml", "limit-exceeded")
    ]


class Unreadable(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError(5, "Input/output error")


def test_standard_input_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = io.TextIOWrapper(io.BytesIO(b""))
    closed.close()
    for stream, reason in (
        (None, "it is closed"),
        (io.TextIOWrapper(io.BufferedReader(Unreadable())), "Input/output error"),
        (closed, "closed file"),
    ):
        monkeypatch.setattr(sys, "stdin", stream)
        assert main(["check", "-"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("pactstate: cannot read standard input: ")
        assert reason in err
        assert err.count("\n") == 1


# Drafts, without the command line.


def test_a_draft_alone() -> None:
    folder = read_draft(Draft(ALONE.format(id="a").encode(), "here"))
    assert folder.paths == ("here",)
    assert list(folder.registry) == ["a"]
    assert folder.findings == ()
    assert list(folder.documents) == ["here"]
    small = read_draft(Draft(b"x" * 11, "here"), limits=Limits(file_bytes=10))
    assert [(one.rule, one.path, one.message) for one in small.findings] == [
        ("limit-exceeded", "here", "larger than 10 bytes")
    ]
    assert read_draft(Draft(b"x" * 10, "here"), limits=Limits(file_bytes=10)).findings[0].rule == "invalid-yaml"


def test_a_draft_in_a_folder_that_is_empty(tmp_path: Path) -> None:
    draft = Draft(ALONE.format(id="a").encode(), "here")
    assert list(read_folder(tmp_path, draft=draft).registry) == ["a"]
    with pytest.raises(FolderError):
        read_folder(tmp_path)
    with pytest.raises(FolderError):
        read_folder(tmp_path / "nowhere", draft=draft)


def test_a_draft_takes_the_place_of_one_file_only(tmp_path: Path) -> None:
    for id in "ab":
        put(tmp_path / f"{id}.yaml", ALONE)
    new = ALONE.format(id="a").replace("title: A", "title: New").encode()
    for draft in (Draft(new, "here"), Draft(new, "here", tmp_path / "a.yaml")):
        folder = read_folder(tmp_path, draft=draft)
        assert sorted(folder.paths) == sorted(["here", str(tmp_path / "b.yaml")])
        assert [one.title for one in folder.registry.agreements] == ["New", "A"]
        assert folder.agreement_paths["a"] == "here"
    added = read_folder(tmp_path, draft=Draft(new, "here", tmp_path / "c.yaml"))
    assert len(added.paths) == 3
    assert [one.rule for one in added.findings] == ["duplicate-id"]


def test_a_draft_that_is_not_understood_takes_no_place(tmp_path: Path) -> None:
    put(tmp_path / "a.yaml", ALONE)
    folder = read_folder(tmp_path, draft=Draft(b"[", "here"))
    assert sorted(folder.paths) == sorted(["here", str(tmp_path / "a.yaml")])
    assert list(folder.registry) == ["a"]


def test_a_draft_that_is_too_large_is_not_looked_into(tmp_path: Path) -> None:
    put(tmp_path / "a.yaml", ALONE)
    size = len(ALONE.format(id="a"))
    draft = Draft(ALONE.format(id="a").encode() + b"#" * 10, "here")
    folder = read_folder(tmp_path, limits=Limits(file_bytes=size), draft=draft)
    assert sorted(folder.paths) == sorted(["here", str(tmp_path / "a.yaml")])
    assert [one.rule for one in folder.findings] == ["limit-exceeded"]


def test_a_draft_that_is_too_large_still_replaces_its_file(tmp_path: Path) -> None:
    put(tmp_path / "sources.yaml", SHARED)
    put(tmp_path / "a.yaml", CITED)
    limits = Limits(file_bytes=200)
    folder = read_folder(tmp_path, limits=limits, draft=Draft(b"#" * 201, "here", tmp_path / "sources.yaml"))
    assert sorted(folder.paths) == sorted(["here", str(tmp_path / "a.yaml")])
    assert not folder.opened.sources_complete


def test_reading_a_folder_is_a_door_of_its_own(tmp_path: Path) -> None:
    assert {"Draft", "read_draft", "read_folder", "ConfigurationError"} <= set(read.__all__)
    assert attrs.fields(Draft).path.default is None
    assert pactstate.check(put(tmp_path / "x" / "a.yaml", ALONE).parent, today=TODAY).ok


def test_a_folder_that_is_none_of_agreements_means_those_in_it(run: Run) -> None:
    put("mkdocs.yml", "site: x\n")
    put("desk/agreements/sources.yaml", SHARED)
    put("desk/agreements/asia/a.yaml", CITED)
    put("other/agreements/b.yaml", WARNED)
    put(".hidden/agreements/c.yaml", BROKEN)
    for path in (".", Path.cwd()):
        result = run(path)
        assert [rule for _, rule in told(result)] == ["skipped-step"]
        assert files(result) == 3
    assert files(run("desk")) == 2


def test_a_folder_with_too_many_below_it_has_to_be_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("x/y/z/a.yaml", ALONE)
    monkeypatch.setattr("pactstate.storage.locate.DEFAULT", Limits(files=1))
    assert run("x") == (2, "", "pactstate: more than 1 folders in x: name the folder of agreements\n")


def test_a_draft_replaces_its_file_in_the_folder_that_is_named_beside_it(run: Run) -> None:
    put("agreements/a.yaml", BROKEN)
    put("agreements/b.yaml", WARNED)
    result = run("agreements", "-", "--stdin-filename", "agreements/a.yaml", stdin=ALONE.format(id="a"))
    assert told(result) == [("agreements/b.yaml", "skipped-step")]
    assert files(result) == 2


def test_a_draft_beside_another_folder_is_checked_on_its_own(run: Run) -> None:
    put("x/a.yaml", WARNED)
    put("y/b.yaml", BROKEN)
    result = run("x", "-", "--stdin-filename", "y/b.yaml", stdin=WARNED.format(id="b"))
    assert told(result) == [("x/a.yaml", "skipped-step"), ("y/b.yaml", "skipped-step")]
