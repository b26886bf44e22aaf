"""Files that the command line writes: whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pactstate.cli.output import CannotRunError, write_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Callable[[int], None]:
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def test_a_new_file(tmp_path: Path) -> None:
    write_file(str(tmp_path / "new"), "é\n\udcff\r\n")
    assert (tmp_path / "new").read_bytes() == "é\n\\udcff\r\n".encode()
    assert names(tmp_path) == ["new"]


def test_the_draft_is_written_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another file system it could not be put in the place of the file in one step."""
    moved: list[Path] = []
    replace = Path.replace

    def note(draft: Path, target: Path) -> Path:
        moved.append(draft)
        return replace(draft, target)

    monkeypatch.setattr("pathlib.Path.replace", note)
    write_file(str(tmp_path / "new"), "x")
    assert [draft.parent for draft in moved] == [tmp_path]
    assert names(tmp_path) == ["new"]


def test_a_path_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_file("new", "x")
    (tmp_path / "sub").mkdir()
    write_file("sub/../sub/new", "y")
    assert ((tmp_path / "new").read_text(), (tmp_path / "sub" / "new").read_text()) == ("x", "y")


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_usual_mode(tmp_path: Path, umask: Callable[[int], int], mask: int, expected: int) -> None:
    umask(mask)
    write_file(str(tmp_path / "new"), "x")
    assert mode(tmp_path / "new") == expected
    assert umask(0o022) == mask


@pytest.mark.parametrize("kept", [0o640, 0o600, 0o755, 0o444])
def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "old"
    path.write_text("old and long")
    path.chmod(kept)
    write_file(str(path), "new")
    assert (path.read_text(), mode(path), names(tmp_path)) == ("new", kept, ["old"])


def test_reader_of_the_old_file_can_read_it_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("old")
    (tmp_path / "twin").hardlink_to(path)
    with path.open() as reader:
        write_file(str(path), "new")
        assert reader.read() == "old"
    assert (tmp_path / "twin").read_text() == "old"


@pytest.mark.parametrize("name", ["link", "folder/file", "nowhere"])
def test_no_link_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A pull request may bring the link along, and it may lead to any file of the machine."""
    far, here = tmp_path / "far", tmp_path / "here"
    far.mkdir()
    here.mkdir()
    (far / "file").write_text("old")
    (here / "link").symlink_to("../far/file")
    (here / "nowhere").symlink_to("../far/new")
    (here / "folder").symlink_to("../far")
    monkeypatch.chdir(here)
    with pytest.raises(CannotRunError, match=f"cannot write {name}: .* is a link, and links are not followed"):
        write_file(name, "new")
    assert (far / "file").read_text() == "old"
    assert names(far) == ["file"]


def test_a_folder_above_the_working_directory_may_be_reached_by_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.chdir(tmp_path / "real")
    write_file(str(tmp_path / "link" / "file"), "new")
    assert (tmp_path / "real" / "file").read_text() == "new"


class Stop(BaseException):
    """An interruption."""


def fails(error: BaseException) -> Callable[..., object]:
    def call(*arguments: object, **more: object) -> object:
        raise error

    return call


@pytest.mark.parametrize("step", ["pathlib.Path.chmod", "pathlib.Path.replace"])
@pytest.mark.parametrize("old", ["old", None])
def test_what_goes_wrong_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, old: str | None
) -> None:
    path = tmp_path / "file"
    if old:
        path.write_text(old)
    with monkeypatch.context() as patch:
        patch.setattr(step, fails(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
        with pytest.raises(CannotRunError) as caught:
            write_file(str(path), "new")
    assert str(caught.value) == f"cannot write {path}: no space left on device"
    with monkeypatch.context() as patch:
        patch.setattr(step, fails(Stop()))
        with pytest.raises(Stop):
            write_file(str(path), "new")
    assert names(tmp_path) == (["file"] if old else [])
    assert not old or path.read_text() == old


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere/file", "no such file or directory"),
        ("a-file/file", "not a directory"),
        ("a-folder", "is a directory"),
        ("x" * 300, "file name too long"),
        ("nul\0", "embedded null"),
    ],
)
def test_error_in_writing_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("old")
    (tmp_path / "a-folder").mkdir()
    with pytest.raises(CannotRunError) as caught:
        write_file(name, "new")
    said = str(caught.value)
    # Python 3.13 names the function before the reason.
    assert said.startswith(f"cannot write {name}: ")
    assert reason in said
    assert (tmp_path / "a-file").read_text() == "old"
    assert names(tmp_path) == ["a-file", "a-folder"]
    assert names(tmp_path / "a-folder") == []


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.open", fails(PermissionError(errno.EACCES, os.strerror(errno.EACCES))))
        with pytest.raises(CannotRunError, match="permission denied"):
            write_file(str(tmp_path / "file"), "new")
    assert (tmp_path / "file").read_text() == "old"


def test_an_error_without_words_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathlib.Path.open", fails(OSError("Something Else")))
    with pytest.raises(CannotRunError, match=r"cannot write .*: something else$"):
        write_file(str(tmp_path / "file"), "new")


@pytest.mark.parametrize("name", ["x" * 255, "é" * 127, "\U0001f600" * 63], ids=["narrow", "wide", "widest"])
def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path, name: str) -> None:
    write_file(str(tmp_path / name), "new")
    assert names(tmp_path) == [name]


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_file(str(pipe), "é\udcff\n")
    reader.join()
    assert read == ["é\\udcff\n".encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_is_written_as_it_is() -> None:
    write_file("/dev/null", "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


# Standard output as a file.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "a.yaml").write_text("[")
    return tmp_path
