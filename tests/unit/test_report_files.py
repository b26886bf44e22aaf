"""Paths for other programs: relative to the top of the checkout, wherever the command was run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pactstate.cli import main
from pactstate.cli.report_files import relative_to_checkout
from pactstate.findings import (
    Finding,
    Fix,
    Location,
    Related,
    Remark,
    RemarkKind,
    Report,
    Severity,
    Suppression,
    TextEdit,
    Unlisted,
)
from pactstate.reports import FORMATS

FOR_PROGRAMS = ("json", "github", "sarif", "junit", "gitlab", "rdjson")


def finding(path: str, *related: str) -> Finding:
    return Finding(
        "skipped-step",
        "PS205",
        Severity.WARNING,
        "message",
        Location(path, 3, 4, 5, 6),
        "a",
        "help",
        tuple(Related("related", Location(one, 7, 8, 9, 10)) for one in related),
        "the line",
        fix=Fix("repair", (TextEdit(Location(path, 3, 4, 3, 5), "x"),)),
    )


def report(*paths: str) -> Report:
    first, second = paths[0], paths[-1]
    silenced = Suppression(finding(second, first), "why", Location(second, 1, 2, 1, 9), "2027")
    more = Unlisted("skipped-step", Severity.WARNING, 7)
    remark = Remark(RemarkKind.NOT_COMPARED, ["skipped-step"], paths, "'main'")
    return Report(
        (finding(first, second), finding(second)), (first, second), (silenced,), (more,), (remark,), "https://x"
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with some files; the working directory is a folder in it."""
    root = tmp_path / "workspace" / "up"
    for name in ("sub/agreements/a.yaml", "sub/sources.yaml", "other/b.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / ".git").mkdir()
    (tmp_path / "outside.yaml").write_text("")
    monkeypatch.chdir(root / "sub")
    return root


@pytest.fixture
def tree(repository: Path) -> Path:
    """The same files without a repository."""
    (repository / ".git").rmdir()
    return repository


@pytest.mark.parametrize("form", FOR_PROGRAMS)
def test_every_path_is_relative_to_the_top_of_the_repository(repository: Path, form: str) -> None:
    before = report("agreements/a.yaml", "../other/b.yaml")
    after = relative_to_checkout(before, form, {})
    assert after == report("sub/agreements/a.yaml", "other/b.yaml")
    assert [one.excerpt for one in after.findings] == ["the line", "the line"]


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in FOR_PROGRAMS])
def test_what_a_person_reads_stays(repository: Path, form: str) -> None:
    before = report("agreements/a.yaml", "sources.yaml")
    assert relative_to_checkout(before, form, {}, "prefix") is before


def test_a_repository_below_the_workspace_has_its_own_top_level(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``actions/checkout`` leaves it with ``path: up``; the command runs beside it."""
    workspace = repository.parent
    monkeypatch.chdir(workspace)
    after = relative_to_checkout(report("up/sub/sources.yaml"), "sarif", {"GITHUB_WORKSPACE": str(workspace)})
    assert after == report("sub/sources.yaml")


def test_a_work_tree_whose_git_folder_is_elsewhere_is_a_repository(tree: Path) -> None:
    (tree / ".git").write_text("gitdir: /elsewhere\n")
    assert relative_to_checkout(report("sources.yaml"), "sarif", {}) == report("sub/sources.yaml")


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_without_a_repository_the_service_names_the_checkout(tree: Path, variable: str) -> None:
    assert relative_to_checkout(report("sources.yaml"), "gitlab", {variable: str(tree)}) == report("sub/sources.yaml")


def test_the_first_root_that_is_set_counts(tree: Path) -> None:
    for first, expected in ((str(tree / "sub"), "sources.yaml"), ("", "sub/sources.yaml")):
        environment = {"GITHUB_WORKSPACE": first, "CI_PROJECT_DIR": str(tree)}
        assert relative_to_checkout(report("sources.yaml"), "sarif", environment).paths[0] == expected


@pytest.mark.parametrize("environment", [{}, {"GITHUB_WORKSPACE": "", "CI_PROJECT_DIR": ""}, {"CI_PROJECT_DIR": "/x"}])
@pytest.mark.parametrize(
    "path", ["agreements/a.yaml", "./agreements/../agreements//a.yaml", "../sub/agreements/a.yaml"]
)
def test_other_paths_are_relative_to_the_working_directory(tree: Path, environment: dict[str, str], path: str) -> None:
    assert relative_to_checkout(report(path), "sarif", environment) == report("agreements/a.yaml")


def test_without_a_root_an_absolute_path_stays(tree: Path) -> None:
    """A file named by its whole path, as editors do, is reported by that path."""
    path = str(tree / "sub" / "agreements" / "a.yaml")
    assert relative_to_checkout(report(path), "json", {}, "prefix") == report(path)


@pytest.mark.parametrize("path", ["command line", "<stdin>", ""])
def test_what_is_no_file_stays(repository: Path, path: str) -> None:
    assert relative_to_checkout(report(path), "sarif", {}, "prefix") == report(path)


@pytest.mark.parametrize("path", ["../../../outside.yaml", ".././../../outside.yaml"])
def test_a_file_outside_of_all_roots_keeps_its_path(repository: Path, path: str) -> None:
    assert relative_to_checkout(report(path), "sarif", {}, "prefix") == report("../../../outside.yaml")


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("services", "services/sub/sources.yaml"), ("services/x/", "services/x/sub/sources.yaml"), (".", "sub/sources.yaml"),
     ("/srv/x", "/srv/x/sub/sources.yaml"), ("a/../b", "b/sub/sources.yaml")],
)  # fmt: skip
def test_a_prefix_is_put_before_every_path(repository: Path, prefix: str, expected: str) -> None:
    assert relative_to_checkout(report("sources.yaml"), "junit", {}, prefix) == report(expected)


def test_path_of_a_deleted_file_is_relative_to_the_root(repository: Path) -> None:
    assert relative_to_checkout(report("agreements/gone.yaml"), "github", {}) == report("sub/agreements/gone.yaml")
    assert relative_to_checkout(report("gone/gone.yaml"), "github", {}) == report("sub/gone/gone.yaml")


def test_a_name_that_begins_with_dots_is_inside(repository: Path) -> None:
    (repository / "..a.yaml").write_text("")
    assert relative_to_checkout(report("../..a.yaml"), "sarif", {}).paths[0] == "..a.yaml"


def test_absolute_paths_and_links_to_the_root(repository: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(repository)
    for path in (repository / "sub" / "sources.yaml", link / "sub" / "sources.yaml"):
        assert relative_to_checkout(report(str(path)), "github", {}) == report("sub/sources.yaml")
    (repository / ".git").rmdir()
    assert relative_to_checkout(report("sources.yaml"), "github", {"GITHUB_WORKSPACE": str(link)}) == report(
        "sub/sources.yaml"
    )


def test_a_link_to_a_file_is_meant_itself(repository: Path) -> None:
    Path("link.yaml").symlink_to("../other/b.yaml")
    assert relative_to_checkout(report("link.yaml"), "github", {}) == report("sub/link.yaml")


def test_each_path_is_looked_up_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    real = os.path.realpath
    monkeypatch.setattr(os.path, "realpath", lambda path: looked.append(path) or real(path))
    many = Report([finding("sources.yaml")] * 50, ["sources.yaml"])
    assert relative_to_checkout(many, "sarif", {}).findings[49].path == "sub/sources.yaml"
    assert len(looked) == 1


def test_on_the_command_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "sub" / "agreements" / "a.yaml").write_text("[")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository.parent))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    files = ["--output", "x.sarif", "--output", "x.json", "--output", "x.xml", "--output", "x.md"]
    assert main(["check", "../sub/agreements", *files]) == 1
    assert "file=sub/agreements/a.yaml" in capsys.readouterr().out
    (result,) = json.loads(Path("x.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sub/agreements/a.yaml"
    assert json.loads(Path("x.json").read_text())["findings"][0]["path"] == "sub/agreements/a.yaml"
    assert ET.parse("x.xml").find(".//testcase").get("classname") == "sub/agreements/a.yaml"
    assert "| agreements/a.yaml:1 |" in Path("x.md").read_text()
    assert main(["check", "--path-prefix", "services", "--output", "x.json"]) == 1
    assert json.loads(Path("x.json").read_text())["findings"][0]["path"] == "services/sub/agreements/a.yaml"
