"""Options, markers and fixtures that all tests share."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pactstate
import profiles
from pactstate.interruption import SIGNALS
from patience import HANGS

HERE = Path(__file__).parent
MARKERS = {
    "property": "property",
    "fuzz": "property",
    "process": "process",
    "hostile": "hostile",
    "cost": "cost",
    "browser": "browser",
    "slow": "slow",
}
"""Marker of the tests in a folder, by the name of the folder. Tests elsewhere are pure and have none."""

PROCESS_EVENTS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"})
"""Audit events of Python that start a process."""

SHARED = os.environ.get("PACTSTATE_TESTS", "")
"""Folder for what several test runs share, such as the built documentation; empty for none."""

profiles.load()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected outputs anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the markers of the folders that it is in."""
    for item in items:
        for folder in item.path.relative_to(HERE).parent.parts:
            if folder in MARKERS:
                item.add_marker(MARKERS[folder])


def pytest_collection_finish() -> None:
    """Freeze the tests and what they import: a full collection of garbage takes longer than most tests."""
    gc.collect()
    gc.freeze()


class _Processes:
    """Audit hook that notes which events start a process while a test is watched."""

    def __init__(self) -> None:
        self.watched = False
        self.started: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.watched and event in PROCESS_EVENTS:
            self.started.append(event)


_processes = _Processes()
sys.addaudithook(_processes)


@pytest.fixture(autouse=True)
def _no_processes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that starts a process without being in a folder whose tests may."""
    _processes.started = []
    _processes.watched = not any(
        request.node.get_closest_marker(name) for name in ("process", "hostile", "slow", "browser")
    )
    yield
    _processes.watched = False
    assert _processes.started == [], "tests that start processes belong to tests/process"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that keeps it, or write the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def agreements() -> Path:
    """The folder of the data set."""
    return HERE.parent / "agreements"


@pytest.fixture(scope="session")
def registry() -> pactstate.Registry:
    """The data set, read once."""
    return pactstate.load(HERE.parent / "agreements")


@pytest.fixture(scope="session", autouse=True)
def _no_environment() -> Iterator[None]:
    """Remove the environment variables that would change a result."""
    own = ("PACTSTATE_DATA", "PACTSTATE_TODAY", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM")
    with pytest.MonkeyPatch.context() as patch:
        for name in (*own, "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """Restore the signal handlers that a command has changed."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder of agreements from names and texts, and return it."""

    def make(**files: str | bytes) -> Path:
        folder = tmp_path / "agreements"
        for name, content in files.items():
            path = folder / f"{name.replace('__', '/').replace('_', '-')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], object]], tuple[Path, object]]:
    """Return a function that fills a folder once for all processes, and returns it and the result of filling it.

    The jobs of ``.ci/run`` share such folders, too: ``PACTSTATE_TESTS`` names the folder that holds them.
    """
    import fcntl  # Windows has none, where only the pure suite runs

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    if SHARED:
        shared = Path(SHARED)

    def make(name: str, fill: Callable[[Path], object]) -> tuple[Path, object]:
        folder, done = shared / name, shared / f"{name}.json"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir()
                done.write_text(json.dumps(fill(folder)), encoding="utf-8")
        return folder, json.loads(done.read_text(encoding="utf-8"))

    return make


@pytest.fixture(scope="session")
def documentation(once: Callable[[str, Callable[[Path], object]], tuple[Path, object]]) -> tuple[Path, object]:
    """The documentation as Sphinx makes it, and its exit code and warnings."""
    pytest.importorskip("furo")
    pytest.importorskip("myst_parser")

    def fill(folder: Path) -> tuple[int, str]:
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", "html", "docs", str(folder)]
        done = subprocess.run(
            command, cwd=HERE.parent, capture_output=True, encoding="utf-8", check=False, timeout=HANGS
        )
        return done.returncode, done.stderr

    return once("documentation", fill)
