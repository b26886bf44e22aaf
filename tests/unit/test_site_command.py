"""The command ``site``: what it refuses, and that the folder appears whole or stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pactstate
from builders import entry, head
from pactstate.cli import main
from pactstate.folder.jobs import WorkerError
from pactstate.site.folder import MARKER, OutputError, differences, write_site


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def small(write) -> Path:
    return write(x=head() + entry("signed", "2000"))


def run(*words: str | Path) -> int:
    return main(["site", *map(str, words), "--today", "2026-11-29"])


def test_a_history_that_is_too_long_is_not_in_the_site(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted(pactstate.load(small))
    monkeypatch.setattr("pactstate.site.plane.MAX_STEPS", 0)
    assert run(tmp_path / "out", "--data", small) == 0
    assert f"not in the site, since their histories are too long: {ids[0]}" in capsys.readouterr().err
    assert not (tmp_path / "out" / ids[0]).exists()


def test_the_command_writes_a_site_and_replaces_it(small: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "made" / "public"
    assert run(out, "--data", small) == 0
    assert re.fullmatch(r"\d+ files in .*public\n", capsys.readouterr().out)
    before = tree(out)
    (out / "left-over.html").write_text("x", encoding="utf-8")
    assert run(out, "--data", small, "--check") == 1
    assert capsys.readouterr().out == "left-over.html\n"
    assert run(out, "--data", small) == 0
    assert tree(out) == before
    assert run(out, "--data", small, "--check") == 0
    assert [path.name for path in out.parent.iterdir()] == ["public"]


def test_check_writes_nothing(small: Path, tmp_path: Path, capsys) -> None:
    assert run(tmp_path / "public", "--data", small, "--check") == 1
    assert "x/index.html\n" in capsys.readouterr().out
    assert not (tmp_path / "public").exists()


def test_a_folder_that_is_no_site_stays(small: Path, tmp_path: Path, capsys) -> None:
    assert run(small, "--data", small) == 2
    assert "holds other files" in capsys.readouterr().err
    assert [path.name for path in small.iterdir()] == ["x.yaml"]
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert run(file, "--data", small) == 2
    assert "is no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    assert run(tmp_path / "link", "--data", small) == 2
    assert "symbolic link" in capsys.readouterr().err
    assert run(tmp_path / "empty", "--data", small) == 0


def broken() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise KeyboardInterrupt


def full() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise OSError(28, "No space left on device")


def killed() -> Iterator[tuple[str, str]]:
    yield "index.html", "new"
    raise WorkerError("a process that took part has been killed; try fewer jobs")


def test_an_interrupted_build_leaves_the_old_site(tmp_path: Path) -> None:
    out = tmp_path / "public"
    write_site([("index.html", "old")], out)
    before = tree(out)
    with pytest.raises(KeyboardInterrupt):
        write_site(broken(), out)
    with pytest.raises(OutputError, match=r"cannot write .*: no space left on device"):
        write_site(full(), out)
    with pytest.raises(WorkerError, match="has been killed"):
        write_site(killed(), out)
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_site_that_cannot_take_its_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "public"
    write_site([("index.html", "old")], out)
    before = tree(out)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError("refused")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError):
        write_site([("index.html", "new")], out)
    assert tree(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_differences_name_what_is_missing_changed_or_too_much(tmp_path: Path) -> None:
    out = tmp_path / "public"
    files = [("a", "1"), ("b/c", "2")]
    assert differences(files, out) == [MARKER, "a", "b/c"]
    write_site(files, out)
    assert differences(files, out) == []
    (out / "a").write_text("3", encoding="utf-8")
    (out / "d").write_text("4", encoding="utf-8")
    assert differences(files, out) == ["a", "d"]


def test_files_with_errors_make_no_site_unless_forced(write, tmp_path: Path, capsys) -> None:
    folder = write(x=head() + entry("signed", "2001") + entry("negotiating", "2002"))
    assert run(tmp_path / "public", "--data", folder) == 2
    assert "correct them, or add --force" in capsys.readouterr().err
    assert run(tmp_path / "public", "--data", folder, "--force") == 0


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:x", "", "https://", "https:///a", "https://[bad", "https://\u2100/", "https://x.\u00e9/", "//x/"),
        *(
            "https://x/?a",
            "https://x/#a",
            "https://x y/",
            "https://x/\n",
            "https://x/\u202e",
            "https://x/%zz",
            "ftp://x/",
        ),
        *('https://x/"><script>', "https://user:word@x/", "https://x/\udcff", "https://x:port/"),
    ],
)
def test_a_base_that_is_no_address_of_a_folder_is_refused(small: Path, tmp_path: Path, address: str, capsys) -> None:
    assert run(tmp_path / "public", "--data", small, "--base-url", address) == 2
    assert "--base-url is no address of a folder: write it as in" in capsys.readouterr().err
    assert not (tmp_path / "public").exists()


@pytest.mark.parametrize("address", ["HTTPS://x", "http://localhost:8000/a_b/~c/%C3%BC", "https://a-b.example.org/"])
def test_a_base_is_an_address_of_a_folder(small: Path, tmp_path: Path, address: str) -> None:
    assert run(tmp_path / "public", "--data", small, "--base-url", address) == 0
    assert f"{address.rstrip('/')}/due.html" in (tmp_path / "public" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", ["index", "api", "data", "due", "about", "con", "x-2", "v1"])
def test_an_agreement_may_have_the_name_of_a_page(tmp_path: Path, id: str) -> None:
    out, folder = tmp_path / "public", tmp_path / "records"
    folder.mkdir()
    (folder / f"{id}.yaml").write_text(head(id=id) + entry("signed", "2001"), encoding="utf-8")
    assert run(out, "--data", folder) == 0
    for page in out.rglob("*.html"):
        assert page.read_text(encoding="utf-8").count("<!doctype html>") == 1, page


def test_a_site_is_not_written_among_the_records(small: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "link").symlink_to(small)
    for out in (small / "public", small / "a" / ".." / "b" / "c", tmp_path / "link" / "public"):
        assert run(out, "--data", small) == 2
        assert "is in the folder of the agreements" in capsys.readouterr().err
    assert [path.name for path in small.iterdir()] == ["x.yaml"]
    # Hidden folders are not read.
    assert run(small / ".site", "--data", small) == 0
    assert run(small / ".site", "--data", small, "--check") == 0


@pytest.mark.parametrize("id", ["sources", "kinds", "parties"])
def test_no_agreement_can_have_the_folder_of_a_list(tmp_path: Path, id: str, capsys) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / f"{id}.yaml").write_text(head(id=id) + entry("signed", "2001"), encoding="utf-8")
    assert run(tmp_path / "public", "--data", tmp_path / "a") == 2
    assert f"an agreement has the id '{id}', and the site has a folder of that name" in capsys.readouterr().err


def test_options_choose_what_is_built(small: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "public"
    more = ("--title", "Pacts", "--base-url", "https://example.org/a", "--only", "x", "--no-api")
    assert run(out, "--data", small, *more) == 0
    assert "https://example.org/a/x/" in (out / "sitemap.xml").read_text(encoding="utf-8")
    assert "<h1>Pacts</h1>" in (out / "index.html").read_text(encoding="utf-8")
    assert not (out / "api").exists()
    assert "--base-url" not in capsys.readouterr().err
    assert run(out, "--data", small) == 0
    assert "without --base-url" in capsys.readouterr().err
    assert run(out, "--data", small, "--only", "unknown") == 2
    assert run(out, "--data", small, "--no-feeds") == 0
    assert not (out / "due.ics").exists()


@pytest.mark.parametrize("there", ["ab", "abcx", "abX", "Xbc", "abcd", ""])
def test_a_file_that_differs_in_any_piece_is_told(there: str, tmp_path: Path) -> None:
    pieces = [("a.txt", "a"), ("b.txt", "b"), ("a.txt", "bc")]
    write_site(pieces, tmp_path / "site")
    assert (tmp_path / "site" / "a.txt").read_text(encoding="utf-8") == "abc"
    assert differences(pieces, tmp_path / "site") == []
    (tmp_path / "site" / "a.txt").write_text(there, encoding="utf-8")
    assert differences(pieces, tmp_path / "site") == ["a.txt"]
