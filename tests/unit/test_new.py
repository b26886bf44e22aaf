"""Command that makes the file of a new agreement."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.cli import main
from pactstate.storage.disk import UnreadableError
from pactstate.storage.replace import create_file

Write = Callable[..., Path]
Run = Callable[..., tuple[int, str, str]]

OTHER = """\
id: jp-ph-raa
title: Japan-Philippines RAA
kind: raa
parties: [JP, PH]
formerly: [jp-ph-vfa]
approvals_needed: [JP]
entry_into_force: {after: ratified, days: 30}
history:
  - event: note
    date: 2023
    note: A visit.
    announced_by: [gazette]
"""
SHARED = 'gazette: {title: Notice, url: "https://example.org/1", published: 2024-07-09}\n'
SIGNED = ["--event", "signature", "--date", "2024-07-08"]
PARTIES = ["--party", "Japan", "--party", "no"]
WORDS = ["--title", "Japan-Norway RAA", "--kind", "Reciprocal access", *PARTIES, *SIGNED]


@pytest.fixture
def folder(write: Write) -> Path:
    return write(**{"jp-ph-raa": OTHER, "sources": SHARED})


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def invoke(*words: str, data: Path | None = None) -> tuple[int, str, str]:
        code = main([*words, "--data", str(data or folder), "--today", "2026-11-30"])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def text(folder: Path, name: str = "jp-no-raa") -> str:
    return (folder / f"{name}.yaml").read_bytes().decode()


def test_a_file_is_made_with_its_first_event(run: Run, folder: Path) -> None:
    code, out, err = run("new", "jp-no-raa", *WORDS, "--reported-by", "gazette@page 1", "--place", "Oslo")
    assert (code, err) == (0, "")
    assert text(folder) == (
        'id: jp-no-raa\ntitle: Japan-Norway RAA\nkind: raa\nparties: [JP, "NO"]\n# If its own text says so:\n'
        "# entry_into_force: {after: ratified, days: 30}\n# term: {years: 10, renews: true, notice: 6 months}\n\n"
        "history:\n  - event: signed\n    date: 2024-07-08\n    place: Oslo\n    reported_by:\n"
        "      - source: gazette\n        locator: page 1\n"
    )
    assert out.splitlines()[0].endswith("jp-no-raa.yaml: new")
    assert out.splitlines()[1:] == [
        "before: nothing was recorded of jp-no-raa.",
        "now: On 2026-11-30, Japan-Norway RAA (jp-no-raa) is recorded as signed since 2024-07-08.",
        "check: no errors, no warnings",
    ]
    assert (folder / "jp-no-raa.yaml").stat().st_mode & 0o111 == 0
    assert main(["check", str(folder / "jp-no-raa.yaml"), "--strict", "--today", "2026-11-30"]) == 0


def test_a_new_source_is_described_in_the_file(run: Run, folder: Path) -> None:
    source = [
        "--source-title",
        "Signed: the pact",
        "--source-publisher",
        "MOFA",
        "--source-url",
        "https://example.org/2",
    ]
    words = [*WORDS, *source, "--source-published", "2024-07-08", "--source-type", "official"]
    assert run("new", "jp-no-raa", *words)[0] == 0
    assert text(folder).partition("\n\n")[2] == (
        'sources:\n  mofa-2024-07-08:\n    title: "Signed: the pact"\n    publisher: MOFA\n    url: https://example.org/2\n'
        "    published: 2024-07-08\n    type: official\n\n"
        "history:\n  - event: signed\n    date: 2024-07-08\n    reported_by: [mofa-2024-07-08]\n"
    )


def test_a_source_from_before_the_event_announces_it(run: Run, folder: Path) -> None:
    code, out, _ = run("new", "x", *WORDS, "--source-title", "To be signed", "--source-published", "2024-07-01")
    assert code == 0
    assert text(folder, "x").endswith("announced_by: [to-be-signed-2024-07-01]\n")
    assert "now: On 2026-11-30, Japan-Norway RAA (x) is recorded as nothing yet or signed; presumed signed." in out


def test_a_source_keeps_the_id_or_the_address_by_which_it_is_cited(run: Run, folder: Path) -> None:
    title = ["--source-title", "Signed", "--source-published", "2024-07-08"]
    assert run("new", "x", *WORDS, "--reported-by", "daily-1@page 2", *title)[0] == 0
    assert "sources:\n  daily-1:\n    title: Signed\n" in text(folder, "x")
    assert "      - source: daily-1\n        locator: page 2\n" in text(folder, "x")
    assert (
        run("new", "y", *WORDS, "--reported-by", "https://example.org/1", "--announced-by", "other.example/2", *title)[
            0
        ]
        == 0
    )
    assert "    url: https://other.example/2\n" in text(folder, "y")
    assert text(folder, "y").endswith("    reported_by: [gazette]\n    announced_by: [signed-2024-07-08]\n")


def test_a_dry_run_prints_a_diff_that_makes_the_file(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    code, out, _ = run("new", "jp-no-raa", *WORDS, "--reported-by", "gazette", "--dry-run")
    assert code == 0
    head, body = out.splitlines()[:3], out.splitlines()[3:]
    assert head == ["--- /dev/null", "+++ b/jp-no-raa.yaml", "@@ -0,0 +1,12 @@"]
    assert len(body) == 12
    assert all(line.startswith("+") for line in body)
    assert not (folder / "jp-no-raa.yaml").exists()


def test_kind_and_clauses_come_from_another_record(run: Run, folder: Path) -> None:
    words = ["--title", "T", "--from", "jp-ph-raa", "--reported-by", "gazette", *SIGNED]
    assert run("new", "jp-no-raa", *words, *PARTIES)[0] == 0
    assert (
        'kind: raa\nparties: [JP, "NO"]\napprovals_needed: [JP]\nentry_into_force: {after: ratified, days: "30"}\n'
        "# If its own text says so:\n# term: {" in text(folder)
    )
    # Approvals of parties that the new agreement does not have say nothing of it.
    assert run("new", "fr-no", *words, "--party", "FR, NO", "--kind", "treaty")[0] == 0
    assert 'kind: treaty\nparties: [FR, "NO"]\nentry_into_force' in text(folder, "fr-no")


def test_an_open_agreement_may_have_one_party(run: Run, folder: Path) -> None:
    words = ["--title", "T", "--kind", "treaty", "--party", "JP", *SIGNED, "--reported-by", "gazette"]
    code, _, err = run("new", "x", *words)
    assert (code, "an agreement has two parties or more" in err) == (2, True)
    assert run("new", "x", *words, "--open")[0] == 0
    assert 'parties: [JP]\nopen: "true"\n' in text(folder, "x") or "open: true\n" in text(folder, "x")


REFUSED = {
    "nothing is given": (
        [],
        "needs ID, --title, --kind, --party, --event and --date: only a person at a terminal is asked",
    ),
    "the kind comes from the other": (["--from", "jp-ph-raa"], "needs ID, --title, --party, --event and --date"),
    "the file is there": (["jp-ph-raa", *WORDS], "jp-ph-raa.yaml is there already, and is not replaced"),
    "a former id": (["jp-ph-vfa", *WORDS], "'jp-ph-vfa' is the former id of jp-ph-raa: choose another one"),
    "a path": (["../jp-no-raa", *WORDS], "'../jp-no-raa' cannot be the id: write a-z, 0-9 and single hyphens"),
    "shared sources": (["sources", *WORDS], "'sources' cannot be the id"),
    "another kind": (["x", *WORDS, "--kind", "peace"], "'peace' is not a kind of agreement"),
    "another party": (["x", *WORDS, "--party", "Atlantis"], "no party 'Atlantis'"),
    "a party twice": (["x", *WORDS, "--party", "JP"], "'JP' is named twice"),
    "another event": (["x", *WORDS, "--event", "feast"], "no event 'feast'"),
    "no other record": (["x", *WORDS, "--from", "zz-top"], "no agreement 'zz-top'"),
    "an unknown address": (["x", *WORDS, "--reported-by", "https://example.org/9"], "describe it with --source-title"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_is_refused(run: Run, folder: Path, words: list[str], message: str) -> None:
    before = sorted(folder.iterdir())
    code, out, err = run("new", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert sorted(folder.iterdir()) == before
    assert text(folder, "jp-ph-raa") == OTHER


def test_a_file_with_errors_is_not_made(run: Run, folder: Path) -> None:
    code, out, err = run("new", "x", *WORDS, "--event", "extended", "--reported-by", "nix")
    assert code == 1
    assert "error[illegal-transition]" in out
    assert "error[unknown-source]" in out
    assert "x.yaml is not made: it would bring the errors above" in err
    assert not (folder / "x.yaml").exists()


def test_files_with_the_name_of_the_id_are_not_replaced(run: Run, folder: Path, tmp_path: Path) -> None:
    (folder / "part").mkdir()
    (folder / "part" / "x.yml").write_text("id: x\n", encoding="utf-8")
    (folder / "y.yaml").symlink_to(tmp_path / "nowhere")
    (folder / "z.yaml").mkdir()
    for name, shown in (("x", "part/x.yml"), ("y", "y.yaml"), ("z", "z.yaml")):
        code, _, err = run("new", name, *WORDS)
        assert code == 2
        assert f"{shown} is there already" in err
    assert not (tmp_path / "nowhere").exists()


def test_the_first_file_of_a_folder_is_made(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty" / "agreements"
    code, _, err = run("new", "jp-no-raa", *WORDS, data=empty)
    assert (code, err) == (2, f"pactstate: no such folder: {empty}\n")
    empty.mkdir(parents=True)
    words = [*WORDS, "--source-title", "Signed", "--source-published", "2024-07-09"]
    assert run("new", "jp-no-raa", *words, data=empty)[0] == 0
    assert [one.name for one in empty.iterdir()] == ["jp-no-raa.yaml"]


def test_a_folder_behind_a_link_is_refused(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "agreements-of-others").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    code, _, err = run("new", "jp-no-raa", *WORDS, data=Path("agreements-of-others"))
    assert (code, "is a link, and links are not followed" in err) == (2, True)
    with pytest.raises(UnreadableError, match="links are not followed"):
        create_file(Path("agreements-of-others/x.yaml"), b"")


def test_what_another_writer_has_made_meanwhile_stays(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        create_file(file, b"ours")
    assert file.read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["x.yaml"]


def test_a_file_is_made_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    create_file(tmp_path / "x.yaml", b"ours")
    assert (tmp_path / "x.yaml").read_bytes() == b"ours"
    with pytest.raises(OSError, match="not permitted"):
        create_file(tmp_path / "x.yaml", b"other")
    assert (tmp_path / "x.yaml").read_bytes() == b"ours"
    assert [one.name for one in tmp_path.iterdir()] == ["x.yaml"]


def test_a_full_disk_leaves_no_file(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(Path, "replace", full)
    before = sorted(folder.iterdir())
    code, _, err = run("new", "jp-no-raa", *WORDS)
    assert code == 2
    assert "cannot write" in err
    assert sorted(folder.iterdir()) == before
