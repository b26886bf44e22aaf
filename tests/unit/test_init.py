"""``pactstate init``: a folder that validates at once, and never a file that was there before."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from pactstate.cli import main
from pactstate.cli.check import command as check
from pactstate.cli.site import command as site
from pactstate.folder import start
from pactstate.folder.start import Destination, Host, Origin, StartError, create_files, host_of, starting_files

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parent.parent.parent
MADE = {
    ".editorconfig",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "agreements/jp-gb-raa.yaml",
    "pactstate.toml",
    "schema/agreement.schema.json",
    "schema/sources.schema.json",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> tuple[int, str, str]:
        code = main([*words])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def files(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): one.read_text(encoding="utf-8")
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def test_a_folder_validates_at_once(run: Run, tmp_path: Path) -> None:
    code, out, err = run("init")
    assert code == 0
    assert files(tmp_path).keys() == MADE
    assert out.splitlines() == [f"created {name}" for name in sorted(MADE)]
    assert "for OWNER and REVISION in .pre-commit-config.yaml\n" in err
    assert err.splitlines()[-1] == (
        "next: 'pactstate status' for what is recorded, 'pactstate new' for an agreement of yours, 'pactstate check' for "
        "what is wrong"
    )
    assert run("check", "--strict", "--today", "2026-11-30")[:2] == (0, "1 file checked, nothing wrong\n")


def test_a_demonstration_has_packaged_agreements(run: Run, tmp_path: Path) -> None:
    assert run("init", "new/place", "--demo", "--host", "gitlab")[0] == 0
    place = tmp_path / "new" / "place"
    made = files(place)
    assert made["agreements/LICENSE"] == (ROOT / "agreements" / "LICENSE").read_text(encoding="utf-8")
    assert "agreements/sources.yaml" in made
    assert {f"agreements/{id}.yaml" for id in start.DEMO} < made.keys()
    assert ".gitlab-ci.yml" in made
    assert run("check", "new/place/agreements", "--strict", "--today", "2026-11-30")[0] == 0


def test_a_dry_run_creates_nothing(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("init", "x", "--dry-run", "--host", "github")
    assert (code, list(tmp_path.iterdir())) == (0, [])
    assert "would create x/.github/workflows/agreements.yml" in out.splitlines()


def test_what_is_there_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    (tmp_path / ".editorconfig").symlink_to("nowhere")
    code, out, err = run("init", "--host", "none")
    assert code == 0
    assert err.splitlines()[:2] == [
        "pactstate: .editorconfig is there already, and stays as it is",
        "pactstate: .pre-commit-config.yaml is there already, and stays as it is",
    ]
    assert "pre-commit" not in out
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"


def test_a_second_run_creates_nothing(run: Run, tmp_path: Path) -> None:
    assert run("init", "--host", "github")[0] == 0
    before = files(tmp_path)
    said = "pactstate: everything is there already: nothing is created\n"
    assert run("init", "--host", "github") == (0, "", said)
    assert run("init", "--demo", "--host", "github") == (0, "", said)
    assert run("init", "--dry-run", "--host", "github") == (0, "", said.replace("is created", "would be created"))
    assert files(tmp_path) == before


def test_a_run_makes_what_an_interrupted_one_has_left_out(run: Run, tmp_path: Path) -> None:
    """A killed process has made some of the files; the next run makes the others."""
    assert run("init")[0] == 0
    made = files(tmp_path)
    for left_out in made:
        (tmp_path / left_out).unlink()
        assert run("init")[0] == 0
        assert files(tmp_path) == made


def test_a_folder_with_agreements_gets_everything_else(run: Run, tmp_path: Path) -> None:
    text = "id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\nhistory: []\n"
    own = {"agreements/x.yaml": text, "pyproject.toml": "[tool.pactstate]\nformat = 2\n"}
    (tmp_path / "agreements").mkdir()
    for name, content in own.items():
        (tmp_path / name).write_text(content)
    code, out, err = run("init", "--demo", "--host", "none")
    assert code == 0
    assert files(tmp_path).keys() == {*own, *MADE} - {"agreements/jp-gb-raa.yaml", "pactstate.toml"}
    assert {name: files(tmp_path)[name] for name in own} == own
    assert out.count("created ") == len(MADE) - 2
    assert err.splitlines()[:2] == [
        "pactstate: agreements has agreements already, and gets no example",
        "pactstate: pyproject.toml has settings already, and stays as it is",
    ]


def test_the_next_command_is_for_the_folder(run: Run) -> None:
    _, _, err = run("init", "new place")
    assert "next: cd 'new place', then 'pactstate status'" in err
    assert "next: " not in run("init", "other", "--dry-run")[2]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    {
        "settings in the folder": ("x/agreements/pactstate.toml", "x = 1\n", "unknown setting"),
        "a file in the place of the folder": ("x", "text\n", "cannot create"),
        "a file in the place of agreements": ("x/agreements", "text\n", "not a folder: "),
    }.values(),
)
def test_a_place_that_is_taken_is_refused(run: Run, tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text)
    code, out, err = run("init", "x")
    assert (code, out, files(tmp_path)) == (2, "", {name: text})
    assert said in err


def test_settings_above_and_an_empty_folder_hinder_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pactstate.toml").write_text("format = 2\n")
    (tmp_path / "x" / "agreements").mkdir(parents=True)
    assert run("init", "x")[0] == 0
    assert files(tmp_path / "x").keys() == MADE


def test_links_are_not_followed(run: Run, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "schema").symlink_to(outside)
    code, out, err = run("init", "x")
    assert (code, out) == (2, "")
    assert "x/schema is a link, and links are not followed" in err
    assert list(outside.iterdir()) == []
    assert [one.name for one in (tmp_path / "x").iterdir()] == ["schema"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device", "file"), OSError("odd")])
def test_all_files_are_created_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    create = start.create_file

    def fail_at_the_last(path: Path, data: bytes) -> None:
        if path.name == "last":
            raise error
        create(path, data)

    monkeypatch.setattr(start, "create_file", fail_at_the_last)
    texts = {tmp_path / "a" / "b" / "first": "x", tmp_path / "a" / "last": "x"}
    with pytest.raises(StartError, match=(error.strerror or "odd").lower()):
        create_files(texts, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_a_rival_stays(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("rival")
    with pytest.raises(StartError, match="file exists"):
        create_files({tmp_path / "a": "x", tmp_path / "b": "x"}, tmp_path)
    assert files(tmp_path) == {"b": "rival"}


@pytest.mark.parametrize(
    ("addresses", "host"),
    [
        (["git@github.com:owner/records.git"], Host.GITHUB),
        (["https://user@github.example.org/owner/records"], Host.GITHUB),
        (["/srv/github/records", "ssh://git@gitlab.example.org:2222/records"], Host.GITLAB),
        (["https://codeberg.org/github/gitlab"], None),
        (["../github"], None),
        ([], None),
    ],
)
def test_the_host_is_that_of_the_remote(addresses: list[str], host: Host | None) -> None:
    assert host_of(addresses) is host


def test_the_workflow_and_the_hook_call_what_is_here(tmp_path: Path) -> None:
    origin = Origin("https://github.com/someone/pactstate", "0123abc")
    destination = Destination(tmp_path / "law", tmp_path, Host.GITHUB, origin)
    texts = {path.relative_to(tmp_path).as_posix(): text for path, text in starting_files(destination).items()}
    assert not any(re.search("@[a-z]+@", text) for text in texts.values())
    (_, step) = yaml.safe_load(texts[".github/workflows/agreements.yml"])["jobs"]["check"]["steps"]
    assert step["uses"] == "someone/pactstate@0123abc"
    assert step["with"]["paths"] == "law/agreements"
    assert step["with"].keys() <= yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"].keys()
    (repository,) = yaml.safe_load(texts[".pre-commit-config.yaml"])["repos"]
    (hook,) = repository["hooks"]
    assert (repository["repo"], repository["rev"]) == (origin.address, origin.revision)
    assert hook == {"id": "pactstate-check", "args": ["law/agreements", "--strict"]}
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] in {one["id"] for one in hooks}
    schemas = json.loads(texts[".vscode/settings.json"])["yaml.schemas"]
    assert schemas.keys() == {"./law/schema/agreement.schema.json", "./law/schema/sources.schema.json"}
    assert {name.removeprefix("./") for name in schemas} < texts.keys()
    first, _, _ = texts["law/agreements/jp-gb-raa.yaml"].partition("\n")
    assert (tmp_path / "law" / "agreements" / first.rpartition("=")[2]).resolve() == (
        tmp_path / "law" / "schema" / "agreement.schema.json"
    )
    whole = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    destination = Destination(tmp_path / "law", tmp_path, Host.GITHUB, origin, has_site=True)
    text = starting_files(destination)[tmp_path / ".github/workflows/site.yml"]
    steps = {step.get("id", step["uses"]): step for step in yaml.safe_load(text)["jobs"]["site"]["steps"]}
    own = steps["pactstate"]
    assert own["uses"] == "someone/pactstate@0123abc"
    assert own["with"].keys() <= whole["inputs"].keys()
    used = re.findall(r"steps\.(\w+)\.outputs\.([\w-]+)", text)
    assert {step for step, _ in used} <= steps.keys()
    assert {output for step, output in used if step == "pactstate"} <= whole["outputs"].keys()
    gitlab = starting_files(Destination(tmp_path, tmp_path, Host.GITLAB, origin))[tmp_path / ".gitlab-ci.yml"]
    install, line = yaml.safe_load(gitlab)["agreements"]["script"]
    assert install.endswith('"pactstate @ git+https://github.com/someone/pactstate@0123abc"')
    words = line.split()
    assert words[:3] == ["pactstate", "check", "agreements"]
    options = {option for one in check.params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_a_name_that_other_files_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="'my records' has other signs"):
        starting_files(Destination(tmp_path / "my records", tmp_path, None, Origin()))
    assert starting_files(Destination(tmp_path / "my records", tmp_path / "my records", None, Origin()))


def test_ci_installs_what_this_installation_came_from(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = {"url": "https://github.com/someone/pactstate.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}

    class Installed:
        def read_text(self, name: str) -> str:
            assert name == "direct_url.json"
            return json.dumps(source)

    monkeypatch.setattr(metadata, "distribution", lambda name: Installed())
    code, _, err = run("init", "--host", "github")
    assert code == 0
    assert err.startswith("next: ")
    assert "someone/pactstate@0123abc" in (tmp_path / ".github/workflows/agreements.yml").read_text()


def test_the_site_is_published_where_the_host_has_pages(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("init", "a", "--host", "github", "--site")
    assert (code, "created a/.github/workflows/site.yml" in out.splitlines()) == (0, True)
    assert run("init", "b", "--host", "gitlab", "--site")[0] == 0
    jobs = yaml.safe_load((tmp_path / "b" / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    assert jobs.keys() == {"agreements", "pages"}
    words = jobs["pages"]["script"][1].split()
    assert words[:3] == ["pactstate", "site", "public"]
    assert {word for word in words if word.startswith("--")} <= {option for one in site.params for option in one.opts}
    assert run("init", "c", "--host", "none", "--site") == (
        2,
        "",
        "pactstate: --site needs a host that publishes pages: add --host github or --host gitlab\n",
    )
    assert run("init", "d", "--host", "github")[0] == 0
    assert not (tmp_path / "d" / ".github" / "workflows" / "site.yml").exists()
