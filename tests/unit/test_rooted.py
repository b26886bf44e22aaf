"""Paths as a service sees them: from the root of the checkout, wherever the command was run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.cli.rooted import rooted
from pactstate.findings import Finding, Location, Related, Report, Severity, Suppression
from pactstate.formats import FORMATS

FOR_SERVICES = ("github", "sarif", "gitlab", "rdjson")


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
    )


def report(*paths: str) -> Report:
    first, second = paths[0], paths[-1]
    silenced = Suppression(finding(second, first), "why", Location(second, 1, 2, 1, 9), "2027")
    return Report((finding(first, second), finding(second)), (first, second), (silenced,), 7)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two files; the working directory is a folder in it."""
    root = tmp_path / "checkout"
    for name in ("sub/agreements/a.yaml", "sub/sources.yaml", "other/b.yaml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (tmp_path / "outside.yaml").write_text("")
    monkeypatch.chdir(root / "sub")
    return root


@pytest.mark.parametrize("form", FOR_SERVICES)
@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_every_path_is_seen_from_the_root(checkout: Path, form: str, variable: str) -> None:
    before = report("agreements/a.yaml", "../other/b.yaml")
    after = rooted(before, form, {variable: str(checkout)})
    assert after == report("sub/agreements/a.yaml", "other/b.yaml")
    assert [one.excerpt for one in after.findings] == ["the line", "the line"]
    assert after.dropped == 7


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in FOR_SERVICES])
def test_what_a_person_reads_stays(checkout: Path, form: str) -> None:
    before = report("agreements/a.yaml", "sources.yaml")
    assert rooted(before, form, {"GITHUB_WORKSPACE": str(checkout)}) is before


@pytest.mark.parametrize("environment", [{}, {"GITHUB_WORKSPACE": ""}, {"GITHUB_WORKSPACE": "", "CI_PROJECT_DIR": ""}])
def test_outside_of_a_service_paths_stay(checkout: Path, environment: dict[str, str]) -> None:
    before = report("agreements/a.yaml", "sources.yaml")
    assert rooted(before, "sarif", environment) is before


def test_the_first_root_that_is_set_counts(checkout: Path) -> None:
    for first, expected in ((str(checkout / "sub"), "sources.yaml"), ("", "sub/sources.yaml")):
        environment = {"GITHUB_WORKSPACE": first, "CI_PROJECT_DIR": str(checkout)}
        assert rooted(report("sources.yaml"), "sarif", environment).paths[0] == expected


@pytest.mark.parametrize("path", ["command line", "<stdin>", "", "../../outside.yaml"])
def test_what_is_no_file_of_the_checkout_stays(checkout: Path, path: str) -> None:
    assert rooted(report(path), "sarif", {"GITHUB_WORKSPACE": str(checkout)}) == report(path)


def test_a_file_that_is_gone_is_seen_from_the_root_too(checkout: Path) -> None:
    after = rooted(report("agreements/gone.yaml"), "github", {"GITHUB_WORKSPACE": str(checkout)})
    assert after == report("sub/agreements/gone.yaml")


def test_a_name_that_begins_with_dots_is_inside(checkout: Path) -> None:
    (checkout / "..a.yaml").write_text("")
    assert rooted(report("../..a.yaml"), "sarif", {"GITHUB_WORKSPACE": str(checkout)}).paths[0] == "..a.yaml"


def test_absolute_paths_and_links_to_the_root(checkout: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(checkout)
    for root in (checkout, link):
        for path in (checkout / "sub" / "sources.yaml", link / "sub" / "sources.yaml"):
            assert rooted(report(str(path)), "github", {"GITHUB_WORKSPACE": str(root)}) == report("sub/sources.yaml")


def test_each_path_is_looked_up_once(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[object] = []
    real = os.path.relpath
    monkeypatch.setattr(os.path, "relpath", lambda path, start: looked.append(path) or real(path, start))
    many = Report([finding("sources.yaml")] * 50, ["sources.yaml"])
    assert rooted(many, "sarif", {"GITHUB_WORKSPACE": str(checkout)}).findings[49].path == "sub/sources.yaml"
    assert len(looked) == 1


def test_on_the_command_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "sub" / "agreements" / "a.yaml").write_text("[")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert main(["check", "--output", "x.sarif", "--output", "x.json"]) == 1
    assert "file=sub/agreements/a.yaml" in capsys.readouterr().out
    (result,) = json.loads(Path("x.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "sub/agreements/a.yaml"
    assert json.loads(Path("x.json").read_text())["findings"][0]["path"] == "agreements/a.yaml"
