"""``pactstate check``: exit codes, formats, report files, counts, settings, and the day of the check."""

from __future__ import annotations

import datetime as dt
import errno
import itertools
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.folder.jobs import WorkerError
from pactstate.reports import FORMATS

HEAD = "id: {id}\ntitle: A\nkind: treaty\nparties: [JP, PH]\nsources:\n  {id}-1: {{title: P, published: 2020-06-01}}\n"
GOOD = HEAD + "history:\n  - {{event: signed, date: 2020-05-05, reported_by: [{id}-1]}}\n"
BAD = {
    "none": GOOD,
    "info": GOOD.replace("title: A", "title: 012"),
    "warning": GOOD.replace("signed", "in_force"),
    "error": GOOD + "  - {{event: negotiating, date: 2020-05-06, reported_by: [{id}-1]}}\n",
}
CODES = {"none": [], "info": ["PS105"], "warning": ["PS205"], "error": ["PS201"]}
TODAY = "2026-11-22"

Run = Callable[..., tuple[int, str, str]]


def text(*worst: str, id: str = "a") -> str:
    """A file with these findings."""
    content = GOOD
    for severity in worst:
        changed = BAD[severity].split("\n")
        content = "\n".join(
            new if new != old else kept
            for kept, old, new in itertools.zip_longest(content.split("\n"), GOOD.split("\n"), changed, fillvalue="")
        )
    return content.format(id=id)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the check on a fixed day in a folder with agreements, outside of any service."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PACTSTATE_TODAY", TODAY)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["check", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def put(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def codes(out: str) -> list[str]:
    return [finding["code"] for finding in json.loads(out)["findings"]]


# Exit codes.


@pytest.mark.parametrize("worst", ["none", "info", "warning", "error"])
@pytest.mark.parametrize("fail_on", ["error", "warning", "info", "never", None])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("zero", [False, True])
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_exit_code(run: Run, worst: str, fail_on: str | None, strict: bool, zero: bool, form: str) -> None:
    severities = ["none", "info", "warning", "error"]
    put("agreements/a.yaml", text(*severities[1 : severities.index(worst) + 1]))
    flags = [*(["--fail-on", fail_on] if fail_on else []), *["--strict"] * strict, *["--exit-zero"] * zero]
    fails = {
        "error": {"error"} | ({"warning"} if strict else set()),
        "warning": {"error", "warning"},
        "info": {"error", "warning", "info"},
        "never": set(),
    }[fail_on or "error"]
    code, out, err = run("--format", form, *flags)
    assert (code, err) == (int(worst in fails and not zero), "")
    if form == "json":
        found = {finding["severity"] for finding in json.loads(out)["findings"]}
        told = {"warning": "error"} if strict else {}
        assert found == {told.get(one, one) for one in severities[1 : severities.index(worst) + 1]}


def test_what_is_silenced_or_ignored_does_not_fail(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    assert run()[0] == 1
    assert run("--ignore", "PS201")[0] == 0
    put("agreements/a.yaml", f"# pactstate: ignore-file[PS201] why\n{text('error')}")
    assert run()[0] == 0
    assert run("--strict", "--fail-on", "info")[0] == 0


def test_strict_makes_errors_of_warnings_and_of_nothing_else(run: Run) -> None:
    put("agreements/a.yaml", text("info", "warning"))
    told = [json.loads(run("--format", "json", *flags)[1])["findings"] for flags in ([], ["--strict"])]
    assert [[(one["code"], one["severity"]) for one in findings] for findings in told] == [
        [("PS105", "info"), ("PS205", "warning")],
        [("PS105", "info"), ("PS205", "error")],
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fail-on", "nothing"],
        ["--format", "html"],
        ["--jobs", "0"],
        ["--jobs", "65"],
        ["--jobs", "x"],
        ["--today", "2026-11"],
        ["--config", "nowhere.toml"],
        ["nowhere"],
        ["nowhere.yaml"],
        ["--data", "nowhere"],
        ["--output", "nowhere/out.txt"],
        ["--no-such-flag"],
    ],
)
def test_an_impossible_request_is_reported_in_one_line(run: Run, arguments: list[str]) -> None:
    put("agreements/a.yaml", text("error"))
    code, out, err = run(*arguments, "--exit-zero")
    assert (code, out) == (2, "")
    assert err.startswith("pactstate: ")
    assert err.count("\n") == 1


# Formats, on the screen and in files.


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_offered(run: Run, form: str) -> None:
    put("agreements/a.yaml", text("error"))
    code, out, err = run("--format", form)
    assert (code, err) == (1, "")
    assert "illegal-transition" in out or "PS201" in out


def test_in_github_actions_the_screen_is_github_s(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", text("error"))
    assert run()[1].startswith("error[illegal-transition]")
    for value, start in (("true", "::error "), ("false", "error["), ("", "error["), ("1", "error[")):
        monkeypatch.setenv("GITHUB_ACTIONS", value)
        assert run()[1].startswith(start)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run("--format", "text")[1].startswith("error[illegal-transition]")
    assert codes(run("--format", "json")[1]) == ["PS201"]
    out = run("--format", "sarif", "--output", "out.txt")[1]
    assert out.startswith("::error ")
    assert json.loads(Path("out.txt").read_text())["version"] == "2.1.0"


def test_a_file_is_written_beside_the_screen(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    shown = run()[1]
    code, out, err = run("--output", "out.txt")
    assert (code, out, err) == (1, shown, "")
    assert Path("out.txt").read_text() == shown


@pytest.mark.parametrize(
    ("name", "recognised"),
    [
        ("r.sarif", lambda text: json.loads(text)["version"] == "2.1.0"),
        ("r.json", lambda text: json.loads(text)["version"] == 1),
        ("r.xml", lambda text: ET.fromstring(text).tag == "testsuites"),
        ("r.md", lambda text: text.startswith("**1 error, 1 info in 1 file**\n")),
        ("r.rdjson", lambda text: "diagnostics" in json.loads(text)),
        ("r.txt", lambda text: text.startswith("info[") and "error[" in text),
        ("r", lambda text: text.startswith("info[")),
        ("json", lambda text: text.startswith("info[")),
        ("r.JSON", lambda text: json.loads(text)["version"] == 1),
    ],
)
def test_the_format_of_a_file_is_that_of_its_ending(run: Run, name: str, recognised: Callable[[str], bool]) -> None:
    put("agreements/a.yaml", text("info", "error"))
    out = run("--output", name)[1]
    assert "error[illegal-transition]" in out
    assert "info[" not in out  # on the screen infos are counted, in the file they stand
    assert recognised(Path(name).read_text())


def form_of(file: str) -> str:
    """The format of a report."""
    content = Path(file).read_text()
    if content.startswith("<?xml"):
        return "junit"
    if not content.startswith(("{", "[")):
        return "markdown" if content.startswith("**") else "text"
    value = json.loads(content)
    keys = {"$schema": "sarif", "diagnostics": "rdjson", "summary": "json"}
    return "gitlab" if isinstance(value, list) else next(form for key, form in keys.items() if key in value)


@pytest.mark.parametrize(
    ("arguments", "forms"),
    [
        # The ending decides where it can, --format where several formats share it, or none has it.
        (["--format", "gitlab", "--output", "r.sarif", "--output", "r.xml"], {"r.sarif": "sarif", "r.xml": "junit"}),
        (["--format", "gitlab", "--output", "r.json", "--output", "r.md"], {"r.json": "gitlab", "r.md": "markdown"}),
        (["--format", "junit", "--output", "r.json", "--output", "r"], {"r.json": "json", "r": "junit"}),
        (["--format", "rdjson", "--output", "r.JSON"], {"r.JSON": "rdjson"}),
        (["--format", "text", "--output", "r.json"], {"r.json": "json"}),
        # A format before the file has precedence.
        (["--output", "gitlab:gl.json", "--output", "json:gl.sarif"], {"gl.json": "gitlab", "gl.sarif": "json"}),
        (["--format", "text", "--output", "GitLab:gl.txt"], {"gl.txt": "gitlab"}),
        (["--output", "markdown:sarif:x.json"], {"sarif:x.json": "markdown"}),
        # Text that is no format belongs to the name.
        (["--output", "./json:x"], {"json:x": "text"}),
        (["--output", "C:report.sarif"], {"C:report.sarif": "sarif"}),
        (["--output", "C:\\r.xml"], {"C:\\r.xml": "junit"}),
        (["--output", "gitlabb:gl.json"], {"gitlabb:gl.json": "json"}),
        (["--output", ":x.md"], {":x.md": "markdown"}),
    ],
)  # fmt: skip
def test_each_file_has_its_format(run: Run, arguments: list[str], forms: dict[str, str]) -> None:
    put("agreements/a.yaml", text("error"))
    assert run(*arguments)[0] == 1
    assert {file: form_of(file) for file in forms} == forms
    assert sorted(path.name for path in Path().iterdir()) == sorted(["agreements", *forms])


def test_a_format_for_machines_is_on_the_screen_unless_a_file_has_it(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    assert run("--format", "gitlab", "--output", "r.sarif")[1].startswith("[\n")
    assert run("--format", "gitlab", "--output", "r.sarif", "--output", "gitlab:r")[1].startswith("error[")


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        (["x/"], "--output needs the name of a file, and x/ is a folder: add the name of a file"),
        (
            ["json:agreements/"],
            "--output needs the name of a file, and agreements/ is a folder: add the name of a file",
        ),
        (["agreements"], "--output needs the name of a file, and agreements is a folder: add the name of a file"),
        (["gitlab:"], "--output needs the name of a file, and the name is empty"),
        (["json:-"], "--output needs the name of a file; for the screen, use --format"),
        (["x.json", "gitlab:./x.json"], "--output names ./x.json in two formats: name another file for each"),
    ],
)
def test_an_output_that_is_not_a_separate_file_is_refused(run: Run, outputs: list[str], message: str) -> None:
    put("agreements/a.yaml", text())
    assert run(*(part for output in outputs for part in ("--output", output))) == (2, "", f"pactstate: {message}\n")
    assert [path.name for path in Path().iterdir()] == ["agreements"]


def test_a_device_takes_several_reports(run: Run) -> None:
    put("agreements/a.yaml", text())
    assert run("--output", "json:/dev/null", "--output", "junit:/dev/null")[0] == 0


def test_several_files_each_in_its_format(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    run("--output", "x.json", "--output", "y.sarif", "--output", "x.json")
    assert json.loads(Path("x.json").read_text())["version"] == 1
    assert json.loads(Path("y.sarif").read_text())["version"] == "2.1.0"


def test_a_file_is_written_whatever_is_found(run: Run) -> None:
    put("agreements/a.yaml", text())
    assert run("--output", "x.json") == (0, "1 file checked, nothing wrong\n", "")
    assert codes(Path("x.json").read_text()) == []
    put("agreements/a.yaml", text("error"))
    assert run("--output", "x.json", "--exit-zero")[0] == 0
    assert codes(Path("x.json").read_text()) == ["PS201"]


def test_output_files_follow_the_options(run: Run) -> None:
    put("agreements/a.yaml", text("warning"))
    run("--strict", "--output", "x.json", "--ignore", "zzz")
    told = json.loads(Path("x.json").read_text())["findings"]
    assert [(one["code"], one["severity"]) for one in told] == [("PS205", "error"), ("PS904", "error")]


@pytest.mark.parametrize(
    "name", ["agreements/a.yaml", "agreements/../agreements/a.yaml", "link.json", "./agreements/a.yaml"]
)
def test_a_file_that_is_checked_is_not_written(run: Run, name: str) -> None:
    put("agreements/a.yaml", text("error"))
    Path("link.json").symlink_to("agreements/a.yaml")
    for arguments in ([], ["agreements"], ["agreements/a.yaml"]):
        code, out, err = run(*arguments, "--output", name)
        assert (code, out) == (2, "")
        assert err == f"pactstate: cannot write {name}: it is one of the files that are checked\n"
        assert Path("agreements/a.yaml").read_text() == text("error")


@pytest.mark.parametrize("name", ["agreements/b.yaml", "agreements/sources.yaml", "pactstate.toml"])
def test_a_file_that_the_check_reads_is_not_written(run: Run, name: str) -> None:
    """Only one file is named, but the whole folder is read, and the settings too."""
    put("agreements/a.yaml", text())
    put("agreements/b.yaml", text(id="b"))
    put("agreements/sources.yaml", "s: {title: S, published: 2020}\n")
    put("pactstate.toml", "")
    before = Path(name).read_text()
    assert run("agreements/a.yaml", "--output", name)[0] == 2
    assert Path(name).read_text() == before


@pytest.mark.parametrize("name", ["x/", "x", "new/", ".", "..", "x/..", "new/.", ""])
def test_a_folder_is_refused_before_any_work(run: Run, name: str) -> None:
    put("agreements/a.yaml", text("error"))
    Path("x").mkdir()
    code, out, err = run("nowhere", "--output", "first.txt", "--output", name)
    assert (code, out) == (2, "")
    why = f"{name} is a folder: add the name of a file" if name else "the name is empty"
    assert err == f"pactstate: --output needs the name of a file, and {why}\n"
    assert sorted(path.name for path in Path().iterdir()) == ["agreements", "x"]


def test_nothing_is_written_when_the_check_cannot_run(run: Run) -> None:
    put("out.txt", "old")
    assert run("nowhere", "--output", "out.txt")[0] == 2
    assert Path("out.txt").read_text() == "old"


# Counts.


def test_statistics_count_the_findings_of_each_rule(run: Run) -> None:
    for id in "abc":
        put(f"agreements/{id}.yaml", text("info", "warning", id=id))
    put("agreements/d.yaml", text("error", id="d"))
    _, out, err = run("--statistics")
    assert out.endswith(
        "1 error, 3 warnings in 4 files (3 infos not shown: --verbose)\n"
        "3  PS105  ambiguous-scalar\n"
        "3  PS205  skipped-step\n"
        "1  PS201  illegal-transition\n"
    )
    assert err == ""
    assert run("--statistics", "--format", "concise")[1].endswith("1  PS201  illegal-transition\n")


def test_statistics_stand_in_a_column(run: Run) -> None:
    notes = "".join(f"  - {{event: note, date: 2020-05-0{day}}}\n" for day in (6, 7, 8) for _ in range(4))
    put("agreements/a.yaml", text("warning") + notes)
    assert run("--statistics")[1].endswith("\n12  PS308  unsourced-event\n 1  PS205  skipped-step\n")


def test_statistics_of_rules_that_find_as_much_stand_in_the_order_of_their_codes(run: Run) -> None:
    notes = "  - {event: note, date: 2020-05-06}\n  - {event: note, date: 2020-05-07, reported_by: [nobody]}\n"
    put("agreements/a.yaml", text() + notes)
    assert run("--statistics")[1].endswith("\n1  PS308  unsourced-event\n1  PS309  unknown-source\n")


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("text", "concise")])
def test_statistics_stay_out_of_what_a_machine_reads(run: Run, form: str) -> None:
    put("agreements/a.yaml", text("warning", "error"))
    _, out, err = run("--format", form, "--statistics")
    assert out == run("--format", form)[1]
    assert err == "1  PS201  illegal-transition\n1  PS205  skipped-step\n"


def test_counts_are_of_everything_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all files and rules, however few findings a report lists."""
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 3)
    notes = "".join(f"  - {{event: note, date: 2020-05-06, reported_by: [nobody-{n}]}}\n" for n in range(5))
    undated = "  - {event: note, date: 2020-05-06}\n" * 6
    for id in "ab":
        put(f"agreements/{id}.yaml", text("info", "warning", id=id) + notes + undated)
    arguments = (
        "--statistics", "--output", "r.json", "--output", "r.sarif", "--output", "r.xml", "--output", "gitlab:r",
    )  # fmt: skip
    code, out, _ = run(*arguments)
    assert code == 1
    assert out.endswith(
        "\n\n... and 21 more\n\n"
        "10 errors, 14 warnings in 2 files (2 infos not shown: --verbose; 23 of them not listed)\n"
        "12  PS308  unsourced-event\n10  PS309  unknown-source\n 2  PS105  ambiguous-scalar\n 2  PS205  skipped-step\n"
    )
    told = json.loads(Path("r.json").read_text())
    assert len(told["findings"]) == 3
    assert told["summary"] == {
        "files": 2,
        "errors": 10,
        "warnings": 14,
        "infos": 2,
        "suppressed": 0,
        "dropped": 23,
        "ok": False,
        "by_rule": {"ambiguous-scalar": 2, "skipped-step": 2, "unknown-source": 10, "unsourced-event": 12},
    }
    counts = {name: told["summary"][name] for name in ("files", "errors", "warnings", "infos", "suppressed", "dropped")}
    (sarif,) = json.loads(Path("r.sarif").read_text())["runs"]
    assert sarif["properties"] == {"counts": counts, "countsByRule": told["summary"]["by_rule"]}
    properties = {one.get("name"): one.get("value") for one in ET.parse("r.xml").iter("property")}
    assert properties == {f"pactstate.{name}": str(count) for name, count in counts.items()}
    assert json.loads(Path("r").read_text())[-1]["description"] == "23 more findings counted and not listed"
    assert run("--exit-zero", "--strict")[1].endswith(
        "\n24 errors in 2 files (2 infos not shown: --verbose; 21 of them not listed)\n"
    )


def test_infos_that_are_not_shown_are_counted(run: Run) -> None:
    put("agreements/a.yaml", text("info", "warning"))
    put("agreements/b.yaml", f"# pactstate: ignore-file[PS205] why\n{text('info', 'warning', id='b')}")
    counted = "1 warning in 2 files (2 infos not shown: --verbose; 1 silenced by comments)\n"
    statistics = "2  PS105  ambiguous-scalar\n1  PS205  skipped-step\n"
    for form in ("text", "concise"):
        assert run("--format", form, "--statistics")[1].endswith(f"{counted}{statistics}")
        shown = run("--format", form, "--statistics", "--verbose")[1]
        assert "1 warning, 2 infos in 2 files (1 silenced by comments)\n" in shown
        assert shown.endswith(statistics)
    github = run("--format", "github")[1]
    assert "not listed" not in github
    assert run("--format", "github", "--fail-on", "info", "--ignore", "PS205")[0] == 1


def test_counts_are_of_the_files_that_are_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    put("agreements/a.yaml", "id: a\n" + "".join(f"x{number}: 1\n" for number in range(9)))
    put("agreements/b.yaml", text("error", id="b") + "odd: 1\n")
    summary = json.loads(run("agreements/b.yaml", "--format", "json")[1])["summary"]
    assert summary["by_rule"] == {"unknown-key": 1}
    assert summary["dropped"] == 0


def test_statistics_of_nothing_are_nothing(run: Run) -> None:
    put("agreements/a.yaml", text())
    assert run("--statistics") == (0, "1 file checked, nothing wrong\n", "")
    _, out, err = run("--statistics", "--format", "json")
    assert codes(out) == []
    assert err == ""


def test_infos_are_shown_if_asked_for(run: Run) -> None:
    put("agreements/a.yaml", text("info"))
    assert run()[1] == "1 file checked, nothing wrong (1 info not shown: --verbose)\n"
    for flag in ("-v", "--verbose"):
        assert run(flag)[1].startswith("info[ambiguous-scalar]")
    assert codes(run("--format", "json")[1]) == ["PS105"]


# Settings.


def test_settings_are_taken_from_the_file_that_is_named(run: Run) -> None:
    put("agreements/a.yaml", text("warning", "error"))
    put("pactstate.toml", "ignore = ['PS201']\n")
    put("elsewhere/strict.toml", "ignore = ['PS205', 'zzz']\n")
    assert codes(run("--format", "json")[1]) == ["PS205"]
    assert codes(run("--format", "json", "--isolated")[1]) == ["PS205", "PS201"]
    code, out, _ = run("--format", "json", "--config", "elsewhere/strict.toml")
    assert (code, codes(out)) == (1, ["PS201", "PS904"])
    assert json.loads(out)["findings"][1]["path"] == "elsewhere/strict.toml"


def test_settings_of_a_section_are_taken_too(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    put("elsewhere/pyproject.toml", "[tool.pactstate]\nignore = ['PS201']\n")
    assert run("--config", "elsewhere/pyproject.toml")[0] == 0
    put("elsewhere/pyproject.toml", "[tool.other]\nignore = ['PS201']\n")
    put("pactstate.toml", "ignore = ['PS201']\n")
    assert run("--config", "elsewhere/pyproject.toml")[0] == 1


def test_settings_that_are_named_and_cannot_be_read(run: Run) -> None:
    put("agreements/a.yaml", text())
    put("broken.toml", "x")
    assert run("--config", "broken.toml")[2].startswith("pactstate: broken.toml: this is not TOML: ")
    assert run("--config", "nowhere.toml")[2] == (
        "pactstate: nowhere.toml: cannot be read: no such file or directory\n"
    )
    assert run("--config", "agreements")[2] == "pactstate: agreements: cannot be read: it is a folder\n"


def test_own_kinds_of_settings_that_are_named(run: Run) -> None:
    put("agreements/a.yaml", text().replace("treaty", "fish"))
    put("my.toml", "kinds.fish.title = 'fishing'\n")
    assert run()[0] == 1
    assert run("--config", "my.toml")[0] == 0


@pytest.mark.parametrize("content", ["broken", "paths = ['nowhere']"])
def test_isolated_reads_no_settings(run: Run, content: str) -> None:
    put("agreements/a.yaml", text())
    put("pactstate.toml", content)
    assert run("agreements", "--isolated")[0] == 0
    assert run("--isolated") == (0, "1 file checked, nothing wrong\n", "")


def test_the_folders_of_settings_that_are_named(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    put("pacts/b.yaml", text(id="b"))
    put("my.toml", "paths = ['pacts']\n")
    assert run("--config", "my.toml") == (0, "1 file checked, nothing wrong\n", "")


def test_settings_that_are_named_come_before_broken_ones(run: Run) -> None:
    put("agreements/a.yaml", text())
    put("pactstate.toml", "broken")
    put("my.toml", "")
    assert run("agreements", "--config", "my.toml")[0] == 0
    assert run("--config", "my.toml")[0] == 0


def test_settings_are_not_both_named_and_refused(run: Run) -> None:
    put("agreements/a.yaml", text())
    assert run("--config", "nowhere.toml", "--isolated")[0] == 2


# The day.

LATER = text() + "  - {event: note, date: 2026-11-22, reported_by: [a-1]}\n"


def test_today_comes_from_an_option_or_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", f"# pactstate: ignore-file[report-before-event] why\n{LATER}")
    assert "PS214" not in codes(run("--format", "json")[1])
    assert "PS214" in codes(run("--format", "json", "--today", "2026-11-21")[1])
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-21")
    assert "PS214" in codes(run("--format", "json")[1])
    assert "PS214" not in codes(run("--format", "json", "--today", TODAY)[1])
    monkeypatch.setenv("PACTSTATE_TODAY", "yesterday")
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "PACTSTATE_TODAY" in err or "yesterday" in err


def test_else_today_is_the_day_of_the_call(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PACTSTATE_TODAY")
    tomorrow = dt.date.today() + dt.timedelta(2)
    put("agreements/a.yaml", LATER.replace("2026-11-22", tomorrow.isoformat()))
    assert "PS214" in codes(run("--format", "json")[1])
    put("agreements/a.yaml", LATER.replace("2026-11-22", (tomorrow - dt.timedelta(4)).isoformat()))
    assert "PS214" not in codes(run("--format", "json")[1])


def test_comments_expire_on_the_day_that_is_given(run: Run) -> None:
    put("agreements/a.yaml", f"# pactstate: ignore-file[PS201, until=2026-11-22] why\n{text('error')}")
    assert codes(run("--format", "json")[1]) == []
    assert codes(run("--format", "json", "--today", "2026-11-23")[1]) == ["PS903", "PS201"]


def test_what_comments_silence_is_counted(run: Run) -> None:
    put("agreements/a.yaml", f"# pactstate: ignore-file[PS201] why\n{text('error')}")
    put("agreements/b.yaml", f"# pactstate: ignore-file[PS205] why\n{text('warning', id='b')}")
    assert run()[1] == "2 files checked, nothing wrong (2 silenced by comments)\n"
    assert run("agreements/a.yaml")[1] == "1 file checked, nothing wrong (1 silenced by comments)\n"


# A file among many.


def test_a_file_that_is_named_is_judged_whatever_the_others_are(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings of other files do not count towards the cap."""
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 3)
    lost = "".join(f"  - {{event: note, date: 2020-05-06, reported_by: [nobody-{n}]}}\n" for n in range(9))
    put("agreements/a.yaml", text() + lost)
    put("agreements/b.yaml", text("error", id="b"))
    assert run()[1].endswith("10 errors in 2 files (7 of them not listed)\n")
    code, out, _ = run("agreements/b.yaml")
    assert code == 1
    assert out.startswith("error[illegal-transition]")
    assert out.endswith("\n1 error in 1 file\n")


def test_of_many_findings_the_gravest_that_no_comment_silences_are_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    lost = "".join(f"  - {{event: note, date: 2020-05-06, reported_by: [nobody-{n}]}}\n" for n in range(5))
    put("agreements/a.yaml", text("info", "warning") + lost)
    assert run()[1].endswith("\n5 errors, 1 warning in 1 file (1 info not shown: --verbose; 4 of them not listed)\n")
    assert run("--ignore", "unknown-source")[1].endswith("\n1 warning in 1 file (1 info not shown: --verbose)\n")
    told = [f"nobody-{n}]}}  # pactstate: ignore[unknown-source] why\n" for n in range(4)]
    for n, line in enumerate(told):
        lost = lost.replace(f"nobody-{n}]}}\n", line)
    put("agreements/a.yaml", text("info", "warning") + lost)
    assert run()[1].endswith("\n1 error, 1 warning in 1 file (1 info not shown: --verbose; 4 silenced by comments)\n")


def test_findings_of_several_folders_are_kept_up_to_the_same_number(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.checks.runner.MAX_FINDINGS", 2)
    for folder in ("a", "b"):
        put(f"{folder}/a.yaml", text("info", "warning", "error"))
    told = json.loads(run("a", "b", "--format", "json")[1])["findings"]
    assert len(told) == 2
    assert [one["severity"] for one in told] == ["error", "error"]
    assert run("a", "b")[1].endswith(
        "\n2 errors, 2 warnings in 2 files (2 infos not shown: --verbose; 2 of them not listed)\n"
    )


@pytest.mark.parametrize("date", ["../9999", "0001/9999", "00XX/..", "../9999-12-31"])
def test_a_statement_of_any_day_at_all_is_judged_without_a_stumble(run: Run, date: str) -> None:
    put("agreements/a.yaml", text() + f"statements:\n  - {{source: a-1, says: proposed, date: {date}}}\n")
    code, out, err = run("--format", "json")
    assert (code, err) == (0, "")


def test_a_worker_that_has_died_ends_the_check(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise WorkerError("a process has been killed")

    put("agreements/a.yaml", text())
    monkeypatch.setattr("pactstate.cli.check.check_folder", dies)
    assert run("agreements") == (2, "", "pactstate: a process has been killed\n")


@pytest.mark.parametrize(
    ("many", "errors", "screen", "bars"),
    [(True, True, True, True), (False, True, True, False), (True, False, True, False), (True, True, False, False)],
)
def test_a_bar_shows_a_person_that_it_takes_its_time(
    run: Run, monkeypatch: pytest.MonkeyPatch, many: bool, errors: bool, screen: bool, bars: bool
) -> None:
    """Only for many files, and only where a person looks at both streams."""
    put("agreements/a.yaml", text())
    put("agreements/b.yaml", text(id="b"))
    monkeypatch.setattr("pactstate.cli.output._MIN_FILES_FOR_PROGRESS", 2 if many else 3)
    monkeypatch.setattr("sys.stderr.isatty", lambda: errors)
    monkeypatch.setattr("pactstate.cli.output.on_terminal", lambda: screen)
    monkeypatch.setenv("NO_COLOR", "1")
    code, out, err = run("agreements")
    assert (code, out) == (0, "2 files checked, nothing wrong\n")
    assert ("reading" in err, "checking" in err) == (False, bars)
    Path("before").mkdir()
    shutil.copytree("agreements", "before/agreements")
    err = run("agreements", "--against", "./before")[2]
    assert ("reading" in err, "checking" in err) == (bars, bars)


def test_the_number_of_jobs_reaches_the_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", text("error"))
    asked: list[int | None] = []

    def one_process(work, items, jobs, watch, doing, **more):
        asked.append(jobs)
        return work(items)

    monkeypatch.setattr("pactstate.folder.scan.spread_batches", one_process)
    assert [run()[0], run("--jobs", "3")[0], run("-j", "64")[0]] == [1, 1, 1]
    assert asked == [None, 3, 64]


def test_a_killed_worker_is_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    put("agreements/a.yaml", text("error"))

    def killed(*_: object, **__: object) -> None:
        raise WorkerError("a process that took part has been killed; try fewer jobs")

    monkeypatch.setattr("pactstate.folder.scan.spread_batches", killed)
    assert run("--output", "out.txt") == (
        2,
        "",
        "pactstate: a process that took part has been killed; try fewer jobs\n",
    )
    assert not Path("out.txt").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stdin-filename", "agreements/a.yaml"], "--stdin-filename goes with '-' as a PATH"),
        (["agreements", "--data", "agreements"], "--data does not go with a PATH: name the folder as the PATH"),
        (["agreements", "--output", "-"], "--output needs the name of a file; for the screen, use --format"),
    ],
)
def test_options_without_effect_are_refused(run: Run, arguments: list[str], message: str) -> None:
    put("agreements/a.yaml", text())
    assert run(*arguments) == (2, "", f"pactstate: {message}\n")


def test_the_folder_of_the_environment_goes_with_a_path(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable set for all runs contradicts no option."""
    put("agreements/a.yaml", text())
    monkeypatch.setenv("PACTSTATE_DATA", "nowhere")
    assert run("agreements")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "screen", "file"),
    [
        (["--format", "concise", "--output", "r.sarif"], "1 file checked", '{\n  "$schema"'),
        (["--format", "concise", "--output", "r.txt"], "1 file checked", "1 file checked"),
        (["--format", "gitlab", "--output", "r.json"], "1 file checked", "[]"),
        (["--format", "json", "--output", "r.txt"], "1 file checked", '{\n  "version"'),
        (["--output", "r.json"], "1 file checked", '{\n  "version"'),
    ],
)
def test_a_format_for_people_is_the_screen_s(run: Run, arguments: list[str], screen: str, file: str) -> None:
    put("agreements/a.yaml", text())
    code, out, _ = run("agreements", *arguments)
    assert code == 0
    assert out.startswith(screen)
    assert Path(arguments[-1]).read_text().startswith(file)


def test_rules_that_the_settings_switch_off_are_counted(run: Run) -> None:
    """The settings may be a stranger's."""
    put("agreements/a.yaml", text("warning"))
    put("pactstate.toml", "ignore = ['PS205']")
    assert run() == (0, "1 file checked, nothing wrong (1 rule switched off by pactstate.toml)\n", "")
    put("pactstate.toml", "ignore = ['PS9']")
    assert run()[1].endswith("\n1 warning in 1 file (4 rules switched off by pactstate.toml)\n")


ALL_OF_THEM = "ignore = ['PS2', 'PS3', 'PS9']"


def test_a_stranger_s_settings_cannot_hide_what_they_switch_off(run: Run) -> None:
    """Each format says it in its own way."""
    put("agreements/a.yaml", text("warning", "error"))
    put("pactstate.toml", ALL_OF_THEM)
    for form in FORMATS:
        code, out, _ = run("--format", form)
        assert code == 0
        assert re.search(r"\b\d\d rules switched off by pactstate.toml", out), form
    told = json.loads(run("--format", "json")[1])["remarks"]
    assert [(one["kind"], one["paths"]) for one in told] == [("rules-off", ["pactstate.toml"])]
    assert {"skipped-step", "illegal-transition", "unused-ignore"} <= set(told[0]["rules"])


def test_the_caller_can_keep_settings_from_switching_rules_off(run: Run) -> None:
    put("agreements/a.yaml", text("warning", "error").replace("kind: treaty", "kind: fishing"))
    kind = "[kinds.fishing]\ntitle = 'fishing rights'\nexpects = ['signed']\n"
    for selection in (ALL_OF_THEM, "select = ['file-name']"):
        put("pactstate.toml", f"{selection}\n{kind}")
        assert codes(run("--format", "json")[1]) == []
        out = run("--format", "json", "--all-rules")[1]
        assert codes(out) == ["PS205", "PS201"]
        assert json.loads(out)["remarks"] == []
        assert codes(run("--format", "json", "--all-rules", "--ignore", "PS205")[1]) == ["PS201"]
        assert codes(run("--format", "json", "--all-rules", "--select", "PS205")[1]) == ["PS205"]
        assert "PS103" in codes(run("--format", "json", "--isolated")[1])


def test_rules_that_the_user_switches_off_are_not_attributed_to_settings(run: Run) -> None:
    put("agreements/a.yaml", text("warning"))
    put("pactstate.toml", "ignore = ['PS205', 'PS319']")
    assert run("--ignore", "PS205,PS319")[1] == "1 file checked, nothing wrong\n"
    assert run("--ignore", "PS205")[1].endswith("(1 rule switched off by pactstate.toml)\n")
    put("pactstate.toml", "select = ['PS205']")
    assert "switched off" not in run("--select", "PS205,PS201")[1]


def test_the_address_of_a_rule_s_page_is_that_of_the_settings(run: Run) -> None:
    put("agreements/a.yaml", text("error"))
    put("more/agreements/b.yaml", text("error", id="b"))
    assert "http" not in run("--format", "rdjson")[1]
    put("pactstate.toml", "rule-url = 'https://example.org/rules/{name}.html'")
    address = "https://example.org/rules/illegal-transition.html"
    for form in ("sarif", "junit", "rdjson"):
        assert address in run("agreements", "--format", form)[1]
        assert address not in run("agreements", "--format", form, "--isolated")[1]
    # Folders with other settings have none, or another one, in the same report.
    put("more/pactstate.toml", "")
    assert address not in run(".", "--format", "sarif")[1]


def test_sarif_lists_what_comments_silence_if_asked_for(run: Run) -> None:
    put("agreements/a.yaml", f"# pactstate: ignore-file[PS201] why\n{text('error')}")
    run("--output", "r.sarif")
    (left_out,) = json.loads(Path("r.sarif").read_text())["runs"]
    assert left_out["results"] == []
    run("--output", "r.sarif", "--sarif-suppressed")
    (listed,) = json.loads(Path("r.sarif").read_text())["runs"]
    assert [one["suppressions"][0]["justification"] for one in listed["results"]] == ["why"]
    assert listed == json.loads(run("--format", "sarif", "--sarif-suppressed")[1])["runs"][0]


def test_settings_that_exist_as_options_only_are_named_as_options(run: Run) -> None:
    put("agreements/a.yaml", text())
    put("pactstate.toml", "fail-on = 'never'")
    message = "pactstate: pactstate.toml: unknown setting 'fail-on': it exists on the command line only, as --fail-on\n"
    assert run() == (2, "", message)


def test_settings_may_name_their_own_folder(run: Run) -> None:
    put("a.yaml", text())
    put("pactstate.toml", "paths = ['.']")
    assert run() == (0, "1 file checked, nothing wrong\n", "")


def test_ten_thousand_unknown_names_take_no_more_searches_than_a_hundred(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought: list[str] = []
    for searches in ("pactstate.checks.rules.links.like_agreement", "pactstate.checks.rules.sources.like_source"):
        monkeypatch.setattr(searches, lambda typed, ids: sought.append(typed))
    put("agreements/a.yaml", text() + f"replaces: [{', '.join(f'x{number}' for number in range(1000))}]\n")
    put(
        "agreements/sources.yaml",
        "".join(f"s{n}: {{title: T, published: 2020, based_on: q{n}}}\n" for n in range(1000)),
    )
    code, out, _ = run("--select", "PS309,PS402", "--format", "json")
    assert (code, sum(json.loads(out)["summary"]["by_rule"].values())) == (1, 2000)
    assert len(sought) == 200


def test_a_lack_of_memory_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise MemoryError

    put("agreements/a.yaml", text())
    monkeypatch.setattr("pactstate.cli.check.check_folder", breaks)
    message = "pactstate: not enough memory: use fewer --jobs, or check fewer files at a time\n"
    assert run() == (2, "", message)


def test_a_system_that_refuses_is_not_called_a_closed_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    put("agreements/a.yaml", text())
    monkeypatch.setattr("pactstate.cli.check.check_folder", breaks)
    assert run() == (2, "", "pactstate: cannot run: too many open files\n")
