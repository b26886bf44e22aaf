"""Finding and opening files in a folder that a stranger may have filled (safety.md)."""

from __future__ import annotations

import os
import signal
import socket
import stat
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import attrs
import pytest

from pactstate.storage.disk import (
    FolderError,
    UnreadableError,
    find_files,
    is_source_file,
    read_bytes,
    shown_name,
    system_name,
)
from pactstate.storage.limits import DEFAULT, Limits
from patience import HANGS


def _fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def _names(folder: Path, limits: Limits = DEFAULT) -> list[str]:
    return find_files(folder, limits)


def _reason(path: Path, limits: Limits = DEFAULT) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(path, limits)
    assert caught.value.rule == "unreadable-file"
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


def test_yaml_files_of_all_subfolders_come_in_order(tmp_path: Path) -> None:
    _fill(tmp_path, "b.yaml", "a.yml", "c/z.yaml", "c/d/a.yaml", "sources.yaml", "B.yaml", "a b.yaml", "c.yaml")
    assert _names(tmp_path) == [
        "B.yaml", "a b.yaml", "a.yml", "b.yaml", "c/d/a.yaml", "c/z.yaml", "c.yaml", "sources.yaml",
    ]  # fmt: skip


def test_other_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    _fill(tmp_path, "a.yaml", ".b.yaml", ".git/c.yaml", "d.txt", "e.yaml~", "yaml", "f.yamll", "g/h.json")
    assert _names(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda _: None, "no such folder: "),
        (lambda path: path.write_text("x"), "not a folder: "),
        (lambda path: path.mkdir(), "no agreement files (*.yaml) in "),
    ],
    ids=["missing", "file", "empty"],
)
def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    folder = tmp_path / "folder"
    make(folder)
    with pytest.raises(FolderError) as caught:
        find_files(folder, DEFAULT)
    assert str(caught.value) == f"{message}{folder}"


def test_a_folder_whose_name_is_too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"name too long|no such folder"):
        find_files(tmp_path / ("x" * 300), DEFAULT)


@pytest.mark.parametrize("where", ["", "sub"])
def test_a_folder_that_may_not_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    _fill(tmp_path, "a.yaml", "sub/b.yaml")
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path) == tmp_path / where:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(FolderError) as caught:
        find_files(tmp_path, DEFAULT)
    assert str(caught.value) == f"cannot read folder {tmp_path / where}: permission denied"


def test_a_folder_in_a_place_that_may_not_be_entered_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    folder = tmp_path / "closed" / "agreements"
    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", refuse)
        with pytest.raises(FolderError):
            find_files(folder, DEFAULT)


def test_so_many_files_and_no_more(tmp_path: Path) -> None:
    _fill(tmp_path, "a.yaml", "b/c.yaml", "b/d.yaml", "e.txt")
    assert len(_names(tmp_path, Limits(files=3))) == 3
    with pytest.raises(FolderError) as caught:
        find_files(tmp_path, Limits(files=2))
    assert str(caught.value) == f"more than 2 files in {tmp_path}"
    with pytest.raises(FolderError, match="more than 0 files"):
        find_files(tmp_path, Limits(files=0))


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    _fill(tmp_path, "outside/secret.yaml", "in/a.yaml")
    (tmp_path / "in" / "b.yaml").symlink_to(tmp_path / "outside" / "secret.yaml")
    (tmp_path / "in" / "c").symlink_to(tmp_path / "outside")
    (tmp_path / "in" / "d.yaml").symlink_to("nowhere")
    (tmp_path / "in" / "loop").symlink_to(".")
    names = _names(tmp_path / "in")
    assert {"a.yaml", "b.yaml", "d.yaml"} <= {*names}
    assert not any("secret" in name or "loop/" in name for name in names)


def test_a_link_to_a_folder_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    """Promise 1 of safety.md: links are not followed, but reported."""
    _fill(tmp_path, "outside/secret.yaml", "in/a.yaml")
    (tmp_path / "in" / "more").symlink_to(tmp_path / "outside")
    assert _names(tmp_path / "in") == ["a.yaml", "more"]


@pytest.mark.parametrize("target", ["real", "nowhere"])
def test_the_folder_itself_is_no_link(tmp_path: Path, target: str) -> None:
    _fill(tmp_path, "real/a.yaml")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(
        FolderError, match=r"link is a link, and links are not followed: name the folder that it leads to"
    ):
        find_files(tmp_path / "link", DEFAULT)


def test_no_link_below_the_working_directory_leads_to_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folders above it belong to the user, and may be links."""
    _fill(tmp_path, "real/here/in/a.yaml")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / "here" / "more").symlink_to("in")
    _fill(tmp_path, "real/here/in/agreements/b.yaml")
    monkeypatch.chdir(tmp_path / "real" / "here")
    assert _names(tmp_path / "link" / "here" / "in" / "agreements") == ["b.yaml"]
    with pytest.raises(FolderError, match=r"here/more is a link"):
        find_files(Path("more/agreements"), DEFAULT)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("sources.yaml", True),
        ("sources.yml", True),
        ("sources/a.yaml", True),
        ("sources/b/a.yaml", True),
        ("jp-ph.yaml", False),
        ("b/sources.yaml", False),
        ("b/sources/a.yaml", False),
        ("sources-2.yaml", False),
    ],
)
def test_files_of_sources_are_known_by_their_place(name: str, source: bool) -> None:
    assert is_source_file(name) is source


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff" * 10)
    assert read_bytes(path, Limits(file_bytes=10)) == b"\xff" * 10
    with pytest.raises(UnreadableError) as caught:
        read_bytes(path, Limits(file_bytes=9))
    assert (caught.value.rule, caught.value.reason) == ("limit-exceeded", "larger than 9 bytes")


def test_the_documented_file_size(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 1_048_576)
    assert len(read_bytes(path, DEFAULT)) == 1_048_576
    path.write_bytes(b"x" * 1_048_577)
    with pytest.raises(UnreadableError, match="larger than 1,048,576 bytes"):
        read_bytes(path, DEFAULT)


def test_what_is_no_regular_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    Path("real.yaml").write_text("x")
    Path("folder.yaml").mkdir()
    Path("link.yaml").symlink_to("real.yaml")
    os.mkfifo("pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        assert {name: _reason(Path(f"{name}.yaml")) for name in ("folder", "link", "pipe", "socket")} == {
            "folder": "cannot be read: it is a folder",
            "link": "cannot be read: it is a link, and links are not followed",
            "pipe": "cannot be read: it is a pipe",
            "socket": "cannot be read: it is a socket",
        }


def test_devices_are_named() -> None:
    assert _reason(Path(os.devnull)) == "cannot be read: it is a device"


def test_a_file_that_has_vanished_is_named(tmp_path: Path) -> None:
    assert _reason(tmp_path / "a.yaml") == "cannot be read: no such file or directory"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(tmp_path, "a.yaml")

    def refuse(*args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert _reason(tmp_path / "a.yaml") == "cannot be read: permission denied"


def test_an_error_without_words_is_named_by_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(tmp_path, "a.yaml")

    def fail(*args: object) -> int:
        raise TimeoutError

    monkeypatch.setattr(os, "open", fail)
    assert _reason(tmp_path / "a.yaml") == "cannot be read: timeouterror"


@pytest.fixture
def _hangs() -> Iterator[None]:
    """Ends a test that hangs, as opening a pipe may."""

    def stop(*args: object) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@attrs.frozen
class _Swap:
    """Puts something else in a file's place just before it is opened."""

    path: Path
    put: Callable[[Path], object]
    real: Callable[..., int] = os.open

    def __call__(self, *args: object) -> int:
        self.path.unlink()
        self.put(self.path)
        return self.real(*args)


@pytest.mark.usefixtures("_hangs")
@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (os.mkfifo, "it is no regular file"),
        (lambda path: path.symlink_to(path.parent / "secret"), "too many levels of symbolic links"),
        (lambda path: path.mkdir(), "it is no regular file"),
        (lambda _: None, "no such file or directory"),
    ],
    ids=["pipe", "link", "folder", "nothing"],
)
def test_a_file_swapped_before_it_is_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], object], reason: str
) -> None:
    _fill(tmp_path, "a.yaml", "secret")
    monkeypatch.setattr(os, "open", _Swap(tmp_path / "a.yaml", put))
    assert _reason(tmp_path / "a.yaml") == f"cannot be read: {reason}"


def test_a_file_is_closed_after_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(tmp_path, "a.yaml")
    opened: list[int] = []
    real = os.open

    def note(*args: int) -> int:
        opened.append(real(*args))
        return opened[-1]

    monkeypatch.setattr(os, "open", note)
    read_bytes(tmp_path / "a.yaml", DEFAULT)
    assert len(opened) == 1
    with pytest.raises(OSError, match=r"[Bb]ad file descriptor"):
        os.fstat(opened[0])


@pytest.mark.parametrize(
    ("kind", "name"), [(stat.S_IFBLK, "a device"), (stat.S_IFCHR, "a device"), (0o160000, "no regular file")]
)
def test_what_is_no_file_is_never_opened(monkeypatch: pytest.MonkeyPatch, kind: int, name: str) -> None:
    monkeypatch.setattr(os, "lstat", lambda _: os.stat_result([kind] * 10))
    monkeypatch.setattr(os, "open", pytest.fail)
    with pytest.raises(UnreadableError, match=f"it is {name}$"):
        read_bytes(Path("a.yaml"), DEFAULT)


def test_a_folder_is_found_from_a_place_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.yaml").write_text("x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert find_files(tmp_path / "real", DEFAULT) == ["a.yaml"]
    with pytest.raises(FolderError, match="link is a link"):
        find_files(tmp_path / "link", DEFAULT)


@pytest.mark.parametrize("name", ["a", "é", "\udcff", "a/\udc80é"])
def test_a_name_that_was_shown_is_found_again(name: str) -> None:
    assert system_name(shown_name(name)) == name


def test_what_no_system_could_have_named_is_shown_as_it_is() -> None:
    assert shown_name("\ud800") == "\ud800"


def test_the_reason_is_what_an_unreadable_file_says() -> None:
    error = UnreadableError("cannot be read: it is a pipe")
    assert (str(error), error.reason, error.rule) == (*["cannot be read: it is a pipe"] * 2, "unreadable-file")


@pytest.mark.parametrize("size", [0, 3, 9])
def test_a_file_that_has_grown_meanwhile_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0123456789")
    real = os.fstat

    def before(descriptor: int) -> os.stat_result:
        known = list(real(descriptor))
        known[6] = size
        return os.stat_result(known)

    monkeypatch.setattr(os, "fstat", before)
    assert read_bytes(path, Limits(file_bytes=10)) == b"0123456789"
    for limit in range(10):
        with pytest.raises(UnreadableError, match=f"larger than {limit} bytes"):
            read_bytes(path, Limits(file_bytes=limit))


def test_of_a_file_that_is_too_large_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 4_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError):
            read_bytes(path, Limits(file_bytes=1000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
