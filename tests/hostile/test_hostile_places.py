"""Links and files where a folder or an output is meant: what leads out of the tree, and what must not be written over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from hostile.case import agreement
from hostile.held import complaints
from hostile.running import TODAY, Done, run, snapshot
from pactstate.storage.limits import DEFAULT

_SECRET: Final = b"password: hunter2\n"


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository, and a folder outside of it."""
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "agreements").mkdir()
    (repository / "agreements" / "a.yaml").write_text(agreement(), encoding="utf-8")
    (tmp_path / "outside" / "agreements").mkdir(parents=True)
    for name in ("secret.yaml", "agreements/secret.yaml", "pactstate.toml"):
        (tmp_path / "outside" / name).write_bytes(_SECRET)
    monkeypatch.chdir(repository)
    return repository


def _clean(*arguments: bytes) -> Done:
    done = run(*arguments, b"--today", TODAY)
    assert complaints(done, "text") == []
    return done


_READERS: Final = (
    (b"check",),
    (b"check", b"agreements"),
    (b"check", b"agreements/"),
    (b"check", b"."),
    (b"check", b"agreements/secret.yaml"),
    (b"check", b"--data", b"agreements"),
    (b"status",),
    (b"show", b"secret"),
    (b"sources",),
    (b"log",),
    (b"diff", b"../base", b"agreements"),
)


@pytest.mark.parametrize("command", _READERS, ids=lambda command: b"-".join(command).decode().replace("/", "-"))
@pytest.mark.parametrize("target", ["../outside", "../outside/agreements", "/"])
def test_a_folder_that_is_a_link_leads_nowhere(target: str, command: tuple[bytes, ...], work: Path) -> None:
    (work / "agreements" / "a.yaml").unlink()
    (work / "agreements").rmdir()
    (work / "agreements").symlink_to(target)
    done = _clean(*command)
    assert done.code == 2
    assert b"hunter2" not in done.out + done.err
    assert b"link" in done.err or b"no such file" in done.err


@pytest.mark.parametrize("name", ["x", "x.yaml", "sources", "sources.yaml"])
@pytest.mark.parametrize("command", _READERS[:4], ids=lambda command: b"-".join(command).decode().replace("/", "-"))
def test_a_link_in_the_folder_is_named_and_not_followed(name: str, command: tuple[bytes, ...], work: Path) -> None:
    (work / "agreements" / name).symlink_to("../../outside")
    done = _clean(*command)
    assert done.code == 1
    assert b"unreadable-file" in done.out
    assert b"hunter2" not in done.out + done.err


@pytest.mark.parametrize("form", ["github", "sarif", "rdjson", "gitlab"])
def test_a_link_is_named_by_its_own_name_in_every_format(form: str, work: Path) -> None:
    (work / "agreements" / "b.yaml").symlink_to("../read-me")
    (work / "read-me").touch()
    command = (b"check", b"agreements", b"--format", form.encode(), b"--today", TODAY)
    done = run(*command, env={"GITHUB_WORKSPACE": str(work)})
    assert complaints(done, form) == []
    assert b"agreements/b.yaml" in done.out
    assert b"read-me" not in done.out


@pytest.mark.parametrize("target", ["/", "../outside"])
def test_a_link_that_is_named_is_not_walked(target: str, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (work / "x").symlink_to(target)
    walked = []
    monkeypatch.setattr("os.walk", lambda path, *_, **__: walked.append(path) or iter(()))
    done = _clean(b"check", b"x")
    assert (done.code, walked) == (2, [])
    assert b"is a link, and links are not followed" in done.err


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + ".yaml", "agreements/" + "a" * 300 + ".yaml", "a/" * 3000])
def test_a_path_that_is_too_long_is_reported_as_such(name: str, work: Path) -> None:
    done = _clean(b"check", name.encode())
    assert done.code == 2
    assert b"standard output" not in done.err


@pytest.mark.parametrize("name", ["pactstate.toml", "pyproject.toml"])
def test_settings_that_are_a_link_are_not_followed(name: str, work: Path) -> None:
    (work / name).symlink_to("../outside/secret.yaml")
    done = _clean(b"check")
    assert done.code == 2
    assert b"hunter2" not in done.out + done.err


def test_more_files_than_are_allowed_are_not_read(work: Path) -> None:
    for number in range(DEFAULT.files + 1):
        # A link would be named if it were reached.
        (work / "agreements" / f"{number}.yaml").symlink_to("x")
    done = _clean(b"check", b"agreements")
    assert (done.code, done.err) == (2, b"pactstate: more than 20,000 files in agreements\n")


_KEPT: Final = (
    # Files that would be overwritten, and outputs that the next check would read as agreements.
    b"agreements/a.yaml",
    b"./agreements/../agreements/a.yaml",
    b"link-to-a.yaml",
    b"hard-link-to-a",
    b"agreements/a.yaml/x",
    b"agreements",
    b"nowhere/x",
    b"",
    b"-",
)


@pytest.mark.parametrize("output", _KEPT)
def test_no_output_takes_the_place_of_what_is_checked(output: bytes, work: Path) -> None:
    (work / "link-to-a.yaml").symlink_to("agreements/a.yaml")
    os.link(work / "agreements" / "a.yaml", work / "hard-link-to-a")
    before = snapshot(os.fsencode(work / "agreements"))
    done = _clean(b"check", b"agreements", b"--output", output)
    assert done.code in ((0, 2) if output == b"hard-link-to-a" else (2,))
    # A second name of the same file is replaced, and the file stays.
    after = snapshot(os.fsencode(work / "agreements"))
    assert {path: values[4] for path, values in after.items()} == {path: values[4] for path, values in before.items()}


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ((b"check", b"-"), b"agreements/a.yaml"),
        ((b"check", b"-", b"--data", b"agreements"), b"agreements/a.yaml"),
        ((b"check", b"agreements", b"--against", b"./base"), b"base/a.yaml"),
    ],
)
def test_no_output_takes_the_place_of_what_is_read_besides(
    command: tuple[bytes, ...], output: bytes, work: Path
) -> None:
    (work / "base").mkdir()
    (work / "base" / "a.yaml").write_text(agreement(), encoding="utf-8")
    done = run(*command, b"--output", output, b"--today", TODAY, stdin=agreement().encode())
    assert done.code == 2
    assert (work / os.fsdecode(output)).read_text(encoding="utf-8") == agreement()


@pytest.mark.parametrize("target", ["../outside/secret.yaml", "../outside/new"])
def test_an_output_that_is_a_link_leads_nowhere(target: str, work: Path) -> None:
    (work / "report.sarif").symlink_to(target)
    before = snapshot(os.fsencode(work.parent / "outside"))
    run(b"check", b"agreements", b"--output", b"report.sarif", b"--today", TODAY)
    assert snapshot(os.fsencode(work.parent / "outside")) == before


@pytest.mark.parametrize("folder", [b"out", b"out/x"])
def test_no_output_where_nothing_may_be_written(folder: bytes, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (work / "out").mkdir()

    opened = Path.open

    def refuse(path: Path, mode: str = "r", *more: object, **options: object) -> object:
        if mode == "xb":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", refuse)
    done = _clean(b"check", b"agreements", b"--output", folder + b"/report.sarif")
    assert done.code == 2
    assert not list((work / "out").iterdir())


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_full_disk_leaves_the_old_report(size: int, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = work / "report.sarif"
    report.write_bytes(b"old")

    def full(self: Path, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    done = _clean(b"check", b"agreements", b"--output", b"report.sarif")
    assert done.code == 2
    assert report.read_bytes() == b"old"
    assert {path.name for path in work.iterdir()} == {".git", "agreements", "report.sarif"}
