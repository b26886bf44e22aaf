"""Commands that change a file: ``add`` and ``reject``."""

from __future__ import annotations

import errno
import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.checks.runner import check_folder
from pactstate.cli import main
from pactstate.storage.disk import UnreadableError
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import packaged_folder
from pactstate.storage.replace import replace_unchanged

Write = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

TREATY = """\
# Kept by hand.
id: x
title: X
kind: treaty
parties: [JP, PH]

sources:
  gazette: {title: Notice, publisher: Gazette, url: "https://example.org/1", published: 2024-07-09}

history:
  - event: signed
    date: 2024-07-08
    reported_by: [gazette, daily]   # two
"""
SHARED = "daily:\n  title: News\n  published: 2024-07-09\n\nlater:\n  title: Late News\n  published: 2025-01-02\n"


@pytest.fixture
def folder(write: Write) -> Path:
    return write(x=TREATY, sources=SHARED)


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def invoke(*words: str, data: Path = folder) -> tuple[int, str, str]:
        code = main([*words, "--data", str(data), "--today", "2026-11-30"])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def text(folder: Path, name: str = "x") -> str:
    return (folder / f"{name}.yaml").read_bytes().decode()


def test_an_event_is_added_and_its_effect_is_said(run: Run, folder: Path) -> None:
    code, out, err = run("add", "event", "x", "entry into force", "--date", "2025-01-01", "--reported-by", "later@p. 1")
    assert (code, err) == (0, "")
    assert text(folder) == TREATY + (
        "\n  - event: in_force\n    date: 2025-01-01\n    reported_by:\n      - source: later\n        locator: p. 1\n"
    )
    lines = out.splitlines()
    assert lines[0].endswith("x.yaml: added 'in_force', 2025-01-01")
    assert lines[1] == "before: On 2026-11-30, X (x) is recorded as signed since 2024-07-08."
    assert lines[2] == "now: On 2026-11-30, X (x) is recorded as in_force since 2025-01-01."
    assert lines[3:] == ["check: no errors, no warnings"]


def test_an_event_has_a_place_by_its_date(run: Run, folder: Path) -> None:
    words = ["--note", "Talks.", "--announced-by", "daily", "--denied-by", "https://example.org/1"]
    assert run("add", "event", "x", "note", "--date", "2024-01", "--party", "JP", *words)[0] == 0
    added = (
        "history:\n  - event: note\n    date: 2024-01\n    party: JP\n    note: Talks.\n    announced_by: [daily]\n"
        "    denied_by: [gazette]\n\n"
    )
    assert text(folder) == TREATY.replace("history:\n", added)


def test_every_key_of_an_entry_can_be_written(run: Run, folder: Path) -> None:
    """The words are those of people, and are written as those of the format."""
    source = ["--reported-by", "later"]
    approved = ["approved", "--date", "2024-09", "--party", "Japan", "--by", "Diet", "--partial"]
    assert run("add", "event", "x", *approved, *source)[0] == 0
    assert run("add", "event", "x", "ratification", "--date", "2024-10", "--manner", "accepted", *source)[0] == 0
    expected = ["in_force", "--date", "2024-12-31", "--announced-by", "daily"]
    assert run("add", "event", "x", *expected)[0] == 0
    assert run("add", "event", "x", "postponed", "--of", "entry into force", "--date", "2024-12-30", *source)[0] == 0
    ended = ["terminated", "--date", "2025-01-01", "--effective", "2025-01-02", "--reason", "expiry"]
    assert run("add", "event", "x", *ended, *source)[0] == 0
    assert text(folder) == TREATY + (
        '\n  - event: approved\n    date: 2024-09\n    party: JP\n    by: Diet\n    partial: "true"\n    reported_by: [later]\n'
        "\n  - event: ratified\n    date: 2024-10\n    manner: acceptance\n    reported_by: [later]\n"
        "\n  - event: in_force\n    date: 2024-12-31\n    announced_by: [daily]\n"
        "\n  - event: postponed\n    date: 2024-12-30\n    of: in_force\n    reported_by: [later]\n"
        "\n  - event: terminated\n    date: 2025-01-01\n    effective: 2025-01-02\n    reason: expired\n    reported_by: [later]\n"
    )


def test_a_dry_run_prints_a_diff_and_writes_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    code, out, err = run("reject", "x", "signed", "daily", "--reason", "It is a guess.", "--dry-run", data=Path())
    assert (code, err) == (0, "")
    assert text(folder) == TREATY
    assert out == (
        "--- a/x.yaml\n+++ b/x.yaml\n@@ -10,4 +10,4 @@\n history:\n   - event: signed\n     date: 2024-07-08\n"
        "-    reported_by: [gazette, daily]   # two\n"
        "+    reported_by: [gazette, {source: daily, rejected: It is a guess.}]   # two\n"
    )


def test_carriage_returns_and_a_byte_order_mark_stay(run: Run, folder: Path) -> None:
    before = b"\xef\xbb\xbf" + TREATY.replace("\n", "\r\n").encode()
    (folder / "x.yaml").write_bytes(before)
    (folder / "x.yaml").chmod(0o640)
    words = ["add", "statement", "x", "https://example.org/1", "--says", "Signed", "--locator", "top"]
    code, out, _ = run(*words, "--dry-run")
    assert code == 0
    assert "+    says: signed\r\n" in out
    assert run(*words)[0] == 0
    added = b"\r\nstatements:\r\n  - source: gazette\r\n    says: signed\r\n    locator: top\r\n"
    assert (folder / "x.yaml").read_bytes() == before + added
    assert (folder / "x.yaml").stat().st_mode & 0o777 == 0o640


def test_a_source_gets_an_id_and_is_not_described_twice(run: Run, folder: Path) -> None:
    words = ["add", "source", "x", "--title", "In force", "--publisher", "Gazette", "--published", "2025-01-02"]
    code, out, _ = run(*words, "--url", "https://example.org/2", "--type", "official")
    assert code == 0
    assert "added source 'gazette-2025-01-02'" in out
    assert (
        '  gazette-2025-01-02: {title: In force, publisher: Gazette, url: "https://example.org/2", published: 2025-01-02, type: official}'
        in text(folder)
    )
    before = text(folder)
    code, out, err = run(*words, "--url", "https://example.org/2")
    assert (code, out) == (0, "")
    assert "'gazette-2025-01-02' has this address already" in err
    assert text(folder) == before
    code, _, err = run("add", "source", "x", "daily", "--title", "Y")
    assert (code, text(folder)) == (2, before)
    assert "there is a source 'daily' already" in err


def test_a_shared_source_stands_in_the_shared_file(run: Run, folder: Path) -> None:
    code, out, _ = run("add", "source", "--shared", "weekly", "--title", "Review")
    assert code == 0
    assert text(folder, "sources") == f"{SHARED}\nweekly:\n  title: Review\n"
    assert "before" not in out
    assert run("add", "source", "--shared", "--title", "Other Review")[0] == 0
    assert text(folder, "sources").endswith("\nother-review:\n  title: Other Review\n")
    code, _, err = run("add", "source", "--shared", "gazette", "--title", "Review")
    assert (code, "there is a source 'gazette' already" in err) == (2, True)


def test_a_claim_is_added_to_an_event(run: Run, folder: Path) -> None:
    (folder / "x.yaml").write_text(TREATY.replace(", daily]", "]"), encoding="utf-8")
    assert run("add", "claim", "x", "signed", "daily", "--date", "2024-07")[0] == 0
    assert "reported_by: [gazette, {source: daily, date: 2024-07}]   # two\n" in text(folder)
    assert run("add", "claim", "x", "signed", "gazette", "--as", "announced_by")[0] == 0
    assert text(folder).endswith("# two\n    announced_by: [gazette]\n")


REFUSED = {
    "no date in a pipe": (["event", "x", "signed"], "'pactstate add event' needs --date: only a person at a terminal"),
    "nothing in a pipe": (["event"], "needs ID, EVENT and --date"),
    "nothing for a claim": (["claim", "x"], "needs EVENT and SRC"),
    "nothing for a statement": (["statement"], "needs ID, SRC and --says"),
    "nothing for a source": (["source"], "needs ID and --title"),
    "nothing for a shared source": (["source", "--shared"], "needs --title"),
    "what an event needs": (["event", "x", "approved"], "needs --date and --party"),
    "what a postponement needs": (["event", "x", "postponed", "--date", "2024"], "needs --of"),
    "no id for an own source": (["source", "--title", "T"], "needs ID"),
    "no event of this name": (["event", "x", "singed", "--date", "2025"], "no event 'singed': did you mean 'signed'?"),
    "no reason of this name": (
        ["event", "x", "terminated", "--date", "2025", "--reason", "sun"],
        "'sun' is not a reason for an end: write expired",
    ),
    "no manner of this name": (
        ["event", "x", "ratified", "--date", "2025", "--manner", "sun"],
        "'sun' is not a manner of consent: write ratification",
    ),
    "no other event of this name": (
        ["event", "x", "postponed", "--date", "2025", "--of", "feast"],
        "no event 'feast'",
    ),
    "no state of this name": (["statement", "x", "daily", "--says", "foo"], "'foo' is not a state: write proposed"),
    "no party of this name": (["event", "x", "approved", "--date", "2025", "--party", "ZQ"], "no party 'ZQ'"),
    "an address of no source": (["claim", "x", "signed", "https://example.org/9"], "describe it with --source-title"),
    "a hidden character": (
        ["statement", "x", "daily", "--says", "signed", "--note", "a\u202eb"],
        "U+202E (right-to-left override)",
    ),
    "a title is needed": (["claim", "x", "signed", "n", "--source-publisher", "P"], "needs --source-title"),
    "too many words": (["source", "--shared", "a", "b", "--title", "T"], "write [SRC] after --shared"),
    "no such agreement": (["event", "zzz", "signed", "--date", "2024"], "no agreement 'zzz'"),
    "no such event": (["claim", "x", "ratified", "daily"], "the history has no 'ratified'"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_a_command_that_cannot_run_says_why(run: Run, folder: Path, words: list[str], message: str) -> None:
    code, out, err = run("add", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert text(folder) == TREATY


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (["event", "x", "negotiating", "--date", "2025"], "illegal-transition"),
        (["event", "x", "signed", "--date", "2025", "--reported-by", "nix"], "unknown-source"),
        (["claim", "x", "signed", "nix"], "unknown-source"),
        (["event", "x", "extended", "--date", "2025", "--of", "signed", "--allow-findings"], "invalid-value"),
        (["event", "x", "approved", "--date", "2025", "--party", "UK"], "undeclared-party"),
    ],
)
def test_new_errors_are_refused(run: Run, folder: Path, words: list[str], rule: str) -> None:
    code, out, err = run("add", *words)
    assert code == 1
    assert re.search(rf"error\[{rule}\]", out), out
    assert "is unchanged: the addition would bring the errors above" in err
    assert text(folder) == TREATY


def test_errors_that_were_there_do_not_count_and_new_ones_may_be_allowed(run: Run, folder: Path) -> None:
    assert run("add", "event", "x", "negotiating", "--date", "2025", "--allow-findings")[0] == 0
    assert "event: negotiating" in text(folder)
    code, out, _ = run("add", "event", "x", "note", "--date", "2023", "--note", "Talks.", "--reported-by", "daily")
    assert code == 0
    assert "errors and warnings" in out or "1 error or warning" in out


def test_a_file_with_errors_of_form_is_left_alone(run: Run, folder: Path) -> None:
    broken = TREATY.replace("# two", "# two\n    planet: Mars")
    (folder / "x.yaml").write_text(broken, encoding="utf-8")
    code, _, err = run("add", "event", "x", "note", "--date", "2025")
    assert code == 2
    assert "x.yaml has errors: repair what 'pactstate check' finds first" in err
    assert text(folder) == broken


def test_the_first_shared_source_makes_the_file(run: Run, folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    words = ["add", "source", "--shared", "--title", "Notice: signed", "--published", "2024-07-09"]
    code, out, _ = run(*words, "--dry-run")
    assert code == 0
    assert out.startswith("--- /dev/null\n+++ b/")
    assert out.endswith(
        '@@ -0,0 +1,3 @@\n+notice-signed-2024-07-09:\n+  title: "Notice: signed"\n+  published: 2024-07-09\n'
    )
    assert not (folder / "sources.yaml").exists()
    code, out, _ = run(*words)
    assert code == 0
    assert out.splitlines()[0].endswith("sources.yaml: added source 'notice-signed-2024-07-09'")
    assert text(folder, "sources") == 'notice-signed-2024-07-09:\n  title: "Notice: signed"\n  published: 2024-07-09\n'


def test_shared_sources_with_errors_are_left_alone(run: Run, folder: Path) -> None:
    broken = SHARED + "  planet: Mars\n"
    (folder / "sources.yaml").write_text(broken, encoding="utf-8")
    code, _, err = run("add", "source", "--shared", "--title", "T")
    assert (code, "sources.yaml has errors" in err) == (2, True)
    assert text(folder, "sources") == broken


def test_a_link_is_not_followed(run: Run, folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    real.mkdir()
    (folder / "x.yaml").rename(real / "x.yaml")
    (folder / "x.yaml").symlink_to(real / "x.yaml")
    code, _, err = run("add", "event", "x", "note", "--date", "2025")
    assert code == 2
    assert err
    assert text(real) == TREATY


def test_the_packaged_agreements_are_not_changed(
    agreements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["add", "event", "jp-ph-raa", "note", "--date", "2025"]
    assert main(words) == 2
    assert capsys.readouterr().err == (
        "pactstate: no folder 'agreements' here or above: make one with 'pactstate init', or name one with --data\n"
    )
    assert main([*words, "--data", str(packaged_folder())]) == 2
    assert "are not changed: name a folder with --data" in capsys.readouterr().err


def test_the_commands_of_the_guide_run(
    agreements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (agreements.parent / "docs" / "edit.md").read_text(encoding="utf-8")
    lines = guide.partition("```sh\n")[2].partition("```")[0].splitlines()
    folder = tmp_path / "agreements"
    folder.mkdir()
    for name in ("jp-ph-raa.yaml", "sources.yaml"):
        shutil.copy(agreements / name, folder / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTSTATE_TODAY", "2026-11-30")
    codes = {line: main(shlex.split(line)[1:]) for line in lines}
    assert len(codes) == 5
    assert not any(codes.values()), (codes, capsys.readouterr())


def test_a_second_writer_wins(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = f"{TREATY}# theirs\n"

    def check(*arguments: object) -> object:
        (folder / "x.yaml").write_text(theirs, encoding="utf-8")
        return check_folder(*arguments)

    monkeypatch.setattr("pactstate.cli.edits.check_folder", check)
    code, out, err = run("add", "event", "x", "note", "--date", "2025", "--reported-by", "later")
    assert (code, out) == (2, "")
    assert "x.yaml has changed since it was read: run the command again" in err
    assert text(folder) == theirs


def test_a_full_disk_leaves_the_old_file(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", replace)
    code, out, err = run("add", "event", "x", "note", "--date", "2025", "--reported-by", "later")
    assert (code, out) == (2, "")
    assert "cannot write" in err
    assert "no space left on device" in err
    assert text(folder) == TREATY
    assert sorted(one.name for one in folder.iterdir()) == ["sources.yaml", "x.yaml"]


def test_only_a_regular_file_is_replaced(folder: Path) -> None:
    link = folder / "link.yaml"
    link.symlink_to(folder / "x.yaml")
    with pytest.raises(UnreadableError, match="links are not followed"):
        replace_unchanged(link, TREATY, "", DEFAULT)
    assert text(folder) == TREATY


def test_of_very_many_findings_the_first_are_listed(run: Run, folder: Path) -> None:
    notes = "".join(f"  - {{event: note, date: 2024-08-{day:02}}}\n" for day in range(1, 29)) * 8
    (folder / "x.yaml").write_text(TREATY + notes, encoding="utf-8")
    code, out, _ = run("add", "event", "x", "in_force", "--date", "2025-01-01", "--reported-by", "later")
    lines = out.splitlines()
    assert code == 0
    assert "unsourced-event" in lines[4]
    found = int(lines[3].split()[1])
    assert len(lines) == 4 + 200 + 1
    assert lines[-1] == f"  ... and {found - 200} more: see 'pactstate check'"


def test_errors_that_were_there_are_no_reason_against_an_addition(run: Run, folder: Path) -> None:
    (folder / "x.yaml").write_text(TREATY + "  - {event: signed, date: 2024-09-01}\n" * 3, encoding="utf-8")
    words = ["add", "event", "x", "note", "--date", "2025-01-01", "--reported-by", "later"]
    assert run(*words)[0] == 0
    code, out, err = run("add", "event", "x", "signed", "--date", "2025-01-02", "--reported-by", "later")
    assert code == 1
    assert "repeated-event" in out
    assert "is unchanged: the addition would bring the errors above" in err


def test_a_file_of_comments_alone_is_not_replaced(run: Run, folder: Path) -> None:
    (folder / "sources.yaml").write_text("# ours\n", encoding="utf-8")
    code, _, err = run("add", "source", "--shared", "gazette-2", "--title", "Gazette")
    assert code == 2
    assert "has errors: repair" in err
    assert text(folder, "sources") == "# ours\n"
