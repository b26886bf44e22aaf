"""The command line: its output and its exit codes."""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

import pactstate
from pactstate.cli import main, output
from pactstate.cli.app import app
from pactstate.interruption import take_signals, undoing

GOLDEN = Path(__file__).parent.parent / "golden"
SAMPLE = Path(__file__).parent.parent / "sample"

GOOD = """\
id: good
title: Good
kind: treaty
parties: [JP, PH]
sources:
  paper: {title: Paper, published: 2020-06-01}
history:
  - {event: signed, date: 2020-05-05, reported_by: [paper]}
"""
WARNED = GOOD.replace("id: good", "id: warned").replace("signed", "in_force")
BROKEN = GOOD.replace("id: good", "id: broken").replace("2020-05-05", "5.5.2020")
INFO = GOOD.replace("id: good", "id: info").replace("title: Good", "title: 012")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line on a fixed day, and return exit code, output and errors."""
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-22")

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# status


def test_status_shows_a_row_for_each(run: Run) -> None:
    code, out, err = run("status", "--data", SAMPLE)
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[1:-2]] == sorted(
        path.stem for path in SAMPLE.glob("*.yaml") if path.stem != "sources"
    )
    assert out.endswith(
        "\n13 agreements on 2026-11-22: "
        "1 proposed, 1 negotiating, 2 signed, 5 in_force, 1 abandoned, 1 terminated, 2 uncertain\n"
    )


@pytest.mark.parametrize(
    ("on", "known_by", "possible", "state", "presumed", "expected", "approved"),
    [
        ("2025-03-01", "2025-03-01", ["signed"], "signed", "signed", [], ["PH"]),
        (
            "2025-08-20",
            "2025-08-20",
            ["ratified"],
            "ratified",
            "ratified",
            [{"event": "in_force", "date": "2025-09-11", "party": None, "why": "announced", "notice_by": None}],
            ["PH", "JP"],
        ),
        ("2025-09-20", "2025-08-20", ["ratified", "in_force"], None, "in_force", [], ["PH", "JP"]),
        ("2025-09-20", "2025-11-05", ["in_force"], "in_force", "in_force", [], ["PH", "JP"]),
    ],
)
def test_the_worked_example_of_the_contract(
    run: Run,
    agreements: Path,
    on: str,
    known_by: str,
    possible: list[str],
    state: str | None,
    presumed: str,
    expected: list[object],
    approved: list[str],
) -> None:
    code, out, _ = run(
        "status", "jp-ph-raa", "--on", on, "--known-by", known_by, "--format", "json", "--data", agreements
    )
    (raa,) = json.loads(out)["agreements"]
    assert code == 0
    found = [raa[key] for key in ("possible", "state", "presumed", "expected", "approved")]
    assert found == [possible, state, presumed, expected, approved]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["--kind", "raa"], ["is-no-raa"]),
        (["--kind", "raa", "--kind", "arrangement"], ["fi-is-partnership", "is-no-raa"]),
        (["--party", "FI", "--party", "NO"], ["fi-no-acsa-2010", "fi-no-acsa-2016", "fi-no-se-forces"]),
        (["--party", "NO", "--party", "FI", "--kind", "acsa"], ["fi-no-acsa-2010", "fi-no-acsa-2016"]),
        (["--party", "US"], []),
        (["--state", "proposed"], ["is-se-gsoia"]),
        (["--state", "negotiating"], ["is-eu-gsoia", "is-no-acsa"]),
        (["--state", "proposed", "--state", "abandoned"], ["is-se-equipment", "is-se-gsoia"]),
        (["--state", "in_force", "--on", "2016-04-15", "--party", "FI", "--party", "SE"], ["fi-se-forces"]),
        (["is-no-raa", "fi-is-gsoia", "is-no-raa"], ["is-no-raa", "fi-is-gsoia"]),
    ],
)
def test_status_filters(run: Run, filters: list[str], ids: list[str]) -> None:
    code, out, _ = run("status", *filters, "--format", "json", "--data", SAMPLE)
    assert code == 0
    assert [agreement["id"] for agreement in json.loads(out)["agreements"]] == ids


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "raaa"], "no kind 'raaa': did you mean 'raa'?"),
        (["--party", "zzz"], "no party 'zzz': write a code or a name, as in 'JP' or 'Japan'"),
        (
            ["--party", "Congo"],
            "no party 'Congo': did you mean 'CD' for Congo (Kinshasa) or 'CG' for Congo (Brazzaville)?",
        ),
    ],
)
def test_a_filter_that_can_match_nothing_is_refused(run: Run, arguments: list[str], message: str) -> None:
    assert run("status", *arguments, "--data", SAMPLE) == (2, "", f"pactstate: {message}\n")


@pytest.mark.parametrize(
    "filters",
    [
        ["--party", "japan", "--party", "phl", "--kind", "RAA", "--state", "in force"],
        ["--party", "jp", "--kind", "reciprocal access", "--state", "IN_FORCE"],
    ],
)
def test_filters_understand_usual_names(run: Run, filters: list[str]) -> None:
    exact = ["--party", "JP", "--party", "PH", "--kind", "raa", "--state", "in_force"]
    assert run("status", *filters, "--data", SAMPLE) == run("status", *exact, "--data", SAMPLE)


def test_status_in_groups_of_what_was_chosen(run: Run) -> None:
    code, out, err = run("status", "--state", "signed", "--group-by", "state", "--data", SAMPLE)
    assert (code, err) == (0, "")
    headings = [part.partition("\n")[0] for part in out.split("\n\n")]
    assert headings == [
        "signed (2)",
        "uncertain: more than one answer is possible (1)",
        "3 agreements on 2026-11-22: 2 signed, 1 uncertain",
    ]
    assert "negotiating or signed" in out


def test_groups_use_the_words_of_the_folder(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD.replace("treaty", "fishing").replace("JP", "ASEAN"))
    settings = '[parties]\nASEAN = "South-East Asia"\n[kinds.fishing]\ntitle = "fishing rights"\n'
    (folder / "pactstate.toml").write_text(settings)
    code, out, _ = run("status", "--group-by", "kind", "--data", folder)
    assert (code, out.splitlines()[0]) == (0, "fishing: fishing rights (1)")
    code, out, _ = run("status", "--group-by", "party", "--format", "markdown", "--data", folder)
    assert [line for line in out.splitlines() if line.startswith("###")] == [
        "### PH: Philippines (1)",
        "### ASEAN: South-East Asia (1)",
    ]


def test_status_in_groups_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["status", "--data", str(SAMPLE), "--group-by", "kind"]) == 0
    assert "\x1b[1mraa: reciprocal access (1)\x1b[0m\n" in terminal.getvalue()


def test_force_color_colours_groups_in_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[32min_force" in run("status", "--group-by", "party", "--data", SAMPLE)[1]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_records_are_not_grouped(run: Run, form: str) -> None:
    answer = run("status", "--group-by", "kind", "--format", form, "--data", "a-folder-that-is-not-even-looked-at")
    assert answer == (2, "", "pactstate: --group-by is for table and markdown\n")


def test_what_to_group_by_can_be_completed(run: Run) -> None:
    complete = ShellComplete(app, {}, "pactstate", "_PACTSTATE_COMPLETE")
    assert [item.value for item in complete.get_completions(["status"], "--g")] == ["--group-by"]
    assert [item.value for item in complete.get_completions(["status", "--group-by"], "")] == ["kind", "party", "state"]


def test_the_help_says_what_a_repeated_filter_means(run: Run) -> None:
    words = " ".join(run("status", "--help")[1].split())
    assert "Only agreements of this kind; repeated: of any of these kinds." in words
    assert "repeated: of all these parties." in words
    assert "Only agreements that are, or may be, in this state, or whose answer" in words
    assert "Print a table for each kind, party or state; for table and markdown." in words


def test_today_is_an_argument(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "on 2016-03-01" in run("status", "--today", "2016-03-01", "--data", SAMPLE)[1]
    monkeypatch.delenv("PACTSTATE_TODAY")
    assert run("status", "--data", SAMPLE)[0] == 0


@pytest.mark.parametrize("form", ["csv", "markdown", "table"])
def test_the_other_formats(run: Run, form: str) -> None:
    code, out, _ = run("status", "--format", form, "--data", SAMPLE)
    assert code == 0
    assert "is-no-raa" in out


def test_a_terminal_gets_a_coloured_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["status", "--data", str(SAMPLE)]) == 0
    assert "\x1b[32min_force" in terminal.getvalue()


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["status", "--data", str(SAMPLE)]) == 0
    assert "\x1b" not in terminal.getvalue()


def test_force_color_colours_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("status", "--data", SAMPLE)[1]


# the folder


def test_the_nearest_folder_upwards_is_used(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(good=GOOD)
    below = folder.parent / "a" / "b"
    below.mkdir(parents=True)
    for place in (folder.parent, below, folder):
        monkeypatch.chdir(place)
        code, out, err = run("status")
        assert (code, err) == (0, "")
        assert "good" in out


def test_else_the_packaged_data_which_is_said(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("status")
    assert code == 0
    assert "jp-ph-raa" in out
    assert err == (
        "pactstate: no folder 'agreements' here or above: "
        f"using the agreements that come with pactstate {pactstate.__version__}\n"
    )


def test_what_comes_with_the_package_is_not_checked_again(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(worse=BROKEN)
    assert run("status", "--data", folder)[0] == 1
    monkeypatch.setattr("pactstate.cli.options.packaged_folder", lambda: folder)
    assert run("status", "--data", folder)[::2] == (0, "")


def test_the_environment_names_the_folder(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACTSTATE_DATA", str(write(good=GOOD)))
    assert "good" in run("status")[1]


def test_what_could_be_read_is_shown_and_the_rest_is_said(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD, broken=BROKEN)
    for arguments in (["status"], ["show", "good"]):
        code, out, err = run(*arguments, "--data", folder)
        assert code == 1
        assert "good" in out
        assert err.count("\n") == 1
        assert "1 error in" in err
        assert "broken.yaml" in err
    assert "2 errors in" in run("status", "--data", write(worse=BROKEN))[2]


# what cannot run: one line, exit code 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["status", "--data", "missing"], "no such folder: missing"),
        (["check", "missing"], "no such folder: missing"),
        (["export", "events", "--data", "empty", "--to", "x"], "no agreement files (*.yaml) in empty"),
        (["check", "missing.yaml"], "no such file: missing.yaml"),
        (["check", "empty"], "no agreement files (*.yaml) in empty"),
        (["check", "--data", "a-file"], "not a folder: a-file"),
        (["status", "--on", "10/11/2024"], "write '2024-11-10' or '2024-10-11'"),
        (["status", "--today", "2024"], "'2024' is not one day"),
        (["status", "--state", "sighed"], "no state 'sighed': did you mean 'signed'?"),
        (["status", "--state", "zzz"], "'zzz' is not one of 'proposed'"),
        (["check", "good", "--output", "good/report.yaml"], "cannot write good/report.yaml: agreements are read there"),
        (["status", "nothing-like-it", "--data", "good"], "no agreement 'nothing-like-it'"),
        (["show", "goood", "--data", "good"], "no agreement 'goood': did you mean 'good'?"),
        (["show"], "Missing argument 'ID'"),
        (["statsu"], "No such command 'statsu'"),
        (["status", "--no-such-option"], "No such option"),
    ],
)
def test_what_cannot_run_says_why_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a-file").write_text("")
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "good.yaml").write_text(GOOD)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.startswith("pactstate: ")
    assert err.count("\n") == 1


def test_settings_that_cannot_be_used_are_named_when_versions_are_compared(
    run: Run, write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(good=GOOD)
    (folder / "pactstate.toml").write_text("nonsense = 1\n")
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "good.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    code, out, err = run("diff", "./before", folder)
    assert (code, out) == (2, "")
    assert "unknown setting 'nonsense'" in err


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "Usage: pactstate" in err


def test_the_help_fits_a_screen(run: Run, golden: Callable[[Path, str], None]) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert len(out.splitlines()) <= 40
    assert max(map(len, out.splitlines())) <= 80
    golden(GOLDEN / "help.txt", out)


@pytest.mark.parametrize(
    "command", ["status", "show", "sources", "check", "fix", "diff", "log", "due", "new", "add", "reject", "init"]
)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"pactstate {command}" in out.partition("Example")[2]


def test_the_commands_can_be_completed() -> None:
    complete = ShellComplete(app, {}, "pactstate", "_PACTSTATE_COMPLETE")
    assert [item.value for item in complete.get_completions([], "s")] == ["status", "show", "sources", "site", "schema"]


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"pactstate {pactstate.__version__}\n", "")


# check


def test_check_is_clean(run: Run, write: Callable[..., Path]) -> None:
    assert run("check", write(good=GOOD)) == (0, "1 file checked, nothing wrong\n", "")


def test_check_finds_errors(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD, broken=BROKEN)
    code, out, err = run("check", folder)
    assert (code, err) == (1, "")
    assert out == (
        "error[invalid-date]: '5.5.2020' is not a date here: write '2020-05-05'\n"
        f" --> {folder / 'broken.yaml'}:8:27\n"
        "  |\n"
        "8 |   - {event: signed, date: 5.5.2020, reported_by: [paper]}\n"
        "  |                           ^^^^^^^^\n"
        "\n"
        "1 error in 2 files\n1 can be repaired: pactstate fix\n"
    )


def test_warnings_count_only_if_strict(run: Run, write: Callable[..., Path]) -> None:
    folder = write(warned=WARNED)
    assert run("check", folder)[0] == 0
    code, out, _ = run("check", "--strict", folder)
    assert code == 1
    assert out.startswith("error[skipped-step]")


def test_infos_are_counted_and_shown_on_demand(run: Run, write: Callable[..., Path]) -> None:
    folder = write(info=INFO)
    assert run("check", folder)[1] == "1 file checked, nothing wrong (1 info not shown: --verbose)\n"
    assert "info[ambiguous-scalar]" in run("check", "-v", folder)[1]


def test_naming_files_reports_on_those_only(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD, broken=BROKEN, sources__more="more: {title: More, published: 5.5.2020}\n")
    assert run("check", folder / "good.yaml")[0] == 0
    assert run("check", folder / "broken.yaml")[1].endswith("1 error in 1 file\n1 can be repaired: pactstate fix\n")
    assert run("check", folder / "sources" / "more.yaml")[1].endswith(
        "1 error in 1 file\n1 can be repaired: pactstate fix\n"
    )
    assert run("check", folder, folder / "good.yaml")[1].endswith(
        "2 errors in 3 files\n2 can be repaired: pactstate fix\n"
    )


def test_a_file_stands_in_the_folder_of_agreements_or_in_that_of_the_sources(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cited = GOOD.replace("sources:\n  paper: {title: Paper, published: 2020-06-01}\n", "")
    for name in ("agreements", "elsewhere", "further"):
        (tmp_path / name / "below").mkdir(parents=True)
        (tmp_path / name / "below" / "good.yaml").write_text(cited)
    (tmp_path / "agreements" / "sources.yaml").write_text("paper: {title: Paper, published: 2020-06-01}\n")
    (tmp_path / "elsewhere" / "sources.yaml").write_text("paper: {title: Paper, published: 2020-06-01}\n")
    (tmp_path / "further" / "sources" / "deep").mkdir(parents=True)
    (tmp_path / "further" / "sources" / "deep" / "more.yaml").write_text(
        "paper: {title: Paper, published: 2020-06-01}\n"
    )
    for name in ("agreements", "elsewhere", "further"):
        assert run("check", tmp_path / name / "below" / "good.yaml") == (0, "1 file checked, nothing wrong\n", "")
    assert run("check", tmp_path / "further" / "sources" / "deep" / "more.yaml")[0] == 0
    with monkeypatch.context() as patch:
        patch.chdir(tmp_path / "agreements")
        assert run("check", "below/good.yaml") == (0, "1 file checked, nothing wrong\n", "")
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "good.yaml").write_text(cited)
    assert "unknown-source" in run("check", tmp_path / "alone" / "good.yaml")[1]


def test_a_file_that_is_not_read_is_not_called_clean(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    for name in (".hidden.yaml", "notes.txt"):
        (folder / name).write_text("[")
        code, out, err = run("check", folder / name)
        assert (code, out) == (2, "")
        assert f"no agreement file: {folder / name} (hidden files" in err


def test_endings_in_capitals_are_read_too(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    (folder / "other.YAML").write_text("[")
    assert run("check", folder)[0] == 1


def test_links_in_circles_are_findings(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    (folder / "loop").symlink_to(folder / "loop")
    code, out, _ = run("check", folder)
    assert code == 1
    assert "links are not followed" in out


def test_a_folder_and_a_file_in_it_are_checked_once(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(broken=BROKEN)
    assert run("check", folder, f"{folder}/", folder / "." / "broken.yaml")[1].endswith(
        "\n1 error in 1 file\n1 can be repaired: pactstate fix\n"
    )


def test_a_folder_named_like_a_file_is_a_finding(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    (folder / "odd.yaml").mkdir()
    code, out, _ = run("check", folder)
    assert code == 1
    assert "it is a folder" in out


def test_a_link_to_the_folders_to_check_is_not_followed(run: Run, write: Callable[..., Path]) -> None:
    link = write(good=GOOD).parent.with_name("link")
    link.symlink_to(link.parent)
    code, out, err = run("check", link)
    assert (code, out) == (2, "")
    assert "is a link, and links are not followed: name the folder that it leads to" in err


def test_a_folder_that_cannot_be_searched_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("os.scandir", refused)
    assert run("check", tmp_path) == (2, "", f"pactstate: cannot read folder {tmp_path}: permission denied\n")


def test_a_dangling_link_is_a_finding(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    (folder / "link.yaml").symlink_to(folder / "nothing")
    assert "links are not followed" in run("check", folder / "link.yaml")[1]


def test_check_takes_the_nearest_folder(run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(good=GOOD).parent)
    assert run("check") == (0, "1 file checked, nothing wrong\n", "")


def test_check_colours_a_terminal(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    assert main(["check", str(write(broken=BROKEN))]) == 1
    assert "\x1b[1;31merror[invalid-date]\x1b[0m: " in terminal.getvalue()


def test_a_dumb_terminal_gets_no_colour(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("TERM", "dumb")
    assert main(["check", str(write(broken=BROKEN))]) == 1
    assert "\x1b" not in terminal.getvalue()


# the streams


class Failing(io.StringIO):
    """A stream whose reader has gone, or whose disk is full."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error

    def fileno(self) -> int:
        raise OSError


def test_a_reader_that_has_gone_is_no_error(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(BrokenPipeError()))
    assert main(["check", str(write(good=GOOD))]) == 0
    assert main(["check", str(write(broken=BROKEN))]) == 1


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (Failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))), "no space left on device"),
        (Failing(ValueError("closed")), "it is closed"),
        (None, "it is closed"),
    ],
)
def test_error_in_writing_is_reported(
    run: Run, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, stream: Failing | None, reason: str
) -> None:
    folder = write(good=GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        code = main(["check", str(folder)])
    assert code == 2
    assert run("check", folder)[2] == f"pactstate: cannot write to standard output: {reason}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(), 0, ""),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 2, "no space left on device"),
        (OSError(), 2, "it is closed"),
    ],
)
def test_what_help_cannot_write_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, code: int, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("click.decorators.echo", fail)
    assert main(["--help"]) == code
    assert capsys.readouterr().err == (f"pactstate: cannot write to standard output: {said}\n" if said else "")


def test_status_of_a_history_with_errors_is_said_to_have_them(run: Run, write: Callable[..., Path]) -> None:
    wrong = GOOD + "  - {event: negotiating, date: 2021, reported_by: [paper]}\n"
    code, out, err = run("status", "--data", write(good=wrong))
    assert (code, "signed" in out) == (1, True)
    assert "errors in" in err


def test_no_standard_error_is_borne(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["status", "--data", "missing"]) == 2
    monkeypatch.setattr(sys, "stderr", Failing(OSError()))
    assert main(["status", "--data", "missing"]) == 2


def test_a_stream_that_fails_is_silenced_for_the_end_of_the_process(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as stream:
        output.silence(stream)
        stream.write("lost")
    assert (tmp_path / "out").read_text() == ""


def test_an_interruption_is_130(monkeypatch: pytest.MonkeyPatch, agreements: Path) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pactstate.cli.status.open_records", interrupt)
    assert main(["status", "--data", str(agreements)]) == 130
    monkeypatch.setattr("pactstate.cli.app.run", interrupt)
    assert main(["status"]) == 130


def test_python_dash_m(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import runpy

    monkeypatch.setattr(sys, "argv", ["pactstate", "--version"])
    with pytest.raises(SystemExit) as exit:
        runpy.run_module("pactstate", run_name="__main__")
    assert exit.value.code == 0
    assert capsys.readouterr().out == f"pactstate {pactstate.__version__}\n"


# show


def test_show_tells_the_history(run: Run, agreements: Path) -> None:
    code, out, err = run("show", "jp-ph-raa", "--data", agreements)
    assert (code, err) == (0, "")
    assert "2025-09-11  in_force" in out
    assert "rejected: " in out


@pytest.mark.parametrize(("form", "start"), [("json", "{"), ("markdown", "## jp")])
def test_show_in_other_formats(run: Run, agreements: Path, form: str, start: str) -> None:
    code, out, _ = run("show", "jp-ph-raa", "--format", form, "--known-by", "2024-01-01", "--data", agreements)
    assert code == 0
    assert out.startswith(start)
    assert "2024-07-08" not in out


# sources


def test_sources_has_a_row_for_each(run: Run, agreements: Path) -> None:
    code, out, err = run("sources", "--data", agreements)
    assert (code, err) == (0, "")
    assert "seed-004" in out
    assert "rejected: " not in out


def test_named_sources_are_listed(run: Run, agreements: Path) -> None:
    _, out, _ = run("sources", "seed-004", "seed-002", "seed-004", "--data", agreements)
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["seed-004", "seed-002"]
    assert "jp-ph-raa: says negotiating; stale on 2026-05-29~" in out


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_sources_in_other_formats(run: Run, agreements: Path, form: str) -> None:
    code, out, _ = run("sources", "seed-004", "--format", form, "--data", agreements)
    assert code == 0
    assert "seed-004" in out
    assert "seed-002" not in out


@pytest.mark.parametrize(
    ("id", "hint"), [("seed-0004", ": did you mean 'seed-000' or 'seed-004'?"), ("nothing-like-any-of-them", "")]
)
def test_an_unknown_source_is_said(run: Run, agreements: Path, id: str, hint: str) -> None:
    assert run("sources", id, "--data", agreements) == (2, "", f"pactstate: no source '{id}'{hint}\n")


def test_sources_on_a_terminal(agreements: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["sources", "--data", str(agreements)]) == 0
    assert main(["sources", "seed-001", "--data", str(agreements)]) == 0
    assert "\x1b[1mSource" in terminal.getvalue()
    assert "seed-001: Deepening" in terminal.getvalue()


# what comes from a file is harmless


def test_no_text_of_a_file_reaches_the_screen_raw(run: Run, write: Callable[..., Path]) -> None:
    hostile = "\\x1b[31m::error::x ##[error]y"
    text = GOOD.replace("title: Good", f'title: "{hostile}"').replace("title: Paper", f'title: "{hostile}"')
    folder = write(good=text + f'    note: "{hostile}"\n    place: "{hostile}"\n    "{hostile}": 1\n')
    for arguments in (
        ["check", folder],
        ["status", "--data", folder, "--format", "csv"],
        ["show", "good", "--data", folder],
    ):
        code, out, err = run(*arguments)
        assert "\x1b" not in out + err
        assert not re.search(r"^\s*::", out + err, re.MULTILINE)
        assert "##[" not in out + err


def test_no_file_name_reaches_the_screen_raw(run: Run, tmp_path: Path) -> None:
    (tmp_path / "::error::\n\x1b[31m.yaml").write_text(BROKEN)
    code, out, _ = run("check", tmp_path)
    assert code == 1
    assert "\x1b" not in out
    assert not re.search(r"^\s*::", out, re.MULTILINE)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rule"]])
def test_a_closed_output_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert main(arguments) == 2
    assert capsys.readouterr().err == "pactstate: cannot write to standard output: it is closed\n"


class Ended(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_a_process_of_ours(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    number = getattr(signal, name)

    def end(code: int) -> None:
        # Further signals, as by a key that is kept pressed, change nothing.
        os.kill(os.getpid(), number)
        raise Ended(code)

    monkeypatch.setattr("os._exit", end)
    monkeypatch.setattr("sys.argv", ["pactstate", "rule"])
    # Under nohup, SIGHUP is ignored, and pactstate leaves it so.
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    assert main() == 0
    with pytest.raises(Ended) as ended:
        signal.raise_signal(number)
    assert ended.value.args == (code,)


def test_what_is_half_done_is_undone_the_last_first_and_each_whatever_another_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undone: list[str] = []

    def fails() -> None:
        undone.append("fails")
        raise ValueError

    monkeypatch.setattr("os._exit", lambda code: undone.append(f"exit {code}"))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    take_signals()
    with undoing(lambda: undone.append("first")), undoing(fails):
        with undoing(lambda: undone.append("never")):
            pass
        signal.raise_signal(signal.SIGTERM)
    assert undone == ["fails", "first", "exit 143"]


@pytest.mark.parametrize("wraps", [lambda error: RuntimeError("wrapped"), lambda error: error])
def test_an_interruption_before_the_handlers_is_one_too(
    monkeypatch: pytest.MonkeyPatch, wraps: Callable[[BaseException], BaseException]
) -> None:
    """A class body of an enumeration that is imported wraps it, before Python 3.12."""

    def interrupted() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as error:
            raise wraps(error) from error

    def end(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr("pactstate.interruption.take_signals", interrupted)
    monkeypatch.setattr("os._exit", end)
    monkeypatch.setattr("sys.argv", ["pactstate", "rule"])
    with pytest.raises(Ended) as ended:
        main()
    assert ended.value.args == (130,)


@pytest.mark.parametrize("words", [["--version"], ["rule"]])
def test_an_interruption_that_somebody_has_wrapped_is_one(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """A program that calls main with arguments handles signals itself."""

    def wraps(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ValueError("wrapped") from None

    monkeypatch.setattr("pactstate.cli.output.print_version", wraps)
    monkeypatch.setattr("pactstate.cli.app.run", wraps)
    assert main(words) == 130
    monkeypatch.setattr("pactstate.cli.output.print_version", lambda: signal.raise_signal(signal.SIGINT))
    monkeypatch.setattr("pactstate.cli.app.run", lambda _: signal.raise_signal(signal.SIGINT))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert main(words) == 130


@pytest.mark.parametrize("collects", [True, False])
def test_the_collector_is_left_as_it_was(collects: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        assert main(["--help"]) == 0
        assert gc.isenabled() is collects
    finally:
        (gc.enable if was else gc.disable)()


def test_the_end_of_a_process_of_ours_looks_for_no_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    before = gc.get_freeze_count()
    assert main(["--help"]) == 0
    assert gc.get_freeze_count() <= before
    monkeypatch.setattr("sys.argv", ["pactstate", "--help"])
    assert main() == 0
    assert gc.get_freeze_count() > before


def test_handlers_of_the_caller_and_ignored_signals_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["pactstate", "rule"])

    def own(*_: object) -> None:
        """A handler of the caller's."""

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, own)
    signal.signal(signal.SIGHUP, own)
    assert main() == 0
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGTERM) is own
    assert main(["rule"]) == 0
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert main(["rule"]) == 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
