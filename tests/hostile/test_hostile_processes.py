"""Hostile cases that need a process of their own: streams, signals, environment, limits, imports."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from hostile.case import agreement
from hostile.held import complaints
from hostile.running import Done
from patience import HANGS

SCRIPT: Final = Path(sysconfig.get_path("scripts"), "pactstate")
ROOT: Final = Path(__file__).parent.parent.parent
TODAY: Final = ("--today", "2026-11-22")

COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("status", *TODAY),
    "show": ("show", "a", *TODAY),
    "sources": ("sources", *TODAY),
    "check": ("check", "agreements", *TODAY),
    "diff": ("diff", "./base", "agreements", *TODAY),
    "log": ("log", *TODAY),
    "graph": ("graph", "a", *TODAY),
    "rule": ("rule",),
    "schema": ("schema",),
    "help": ("--help",),
    "version": ("--version",),
}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a sound agreement and a base."""
    return _lay_out(tmp_path)


def _lay_out(folder: Path) -> Path:
    for name in ("agreements", "base"):
        (folder / name).mkdir()
        (folder / name / "a.yaml").write_text(agreement(), encoding="utf-8")
    (folder / ".git").mkdir()
    return folder


def _spoil(work: Path) -> None:
    wrong = agreement(id="b", date="2024-02-30", event='"::error::x\\e[31m"', source="t", claim="t", stated="t")
    (work / "agreements" / "b.yaml").write_text(wrong, encoding="utf-8")


def _many(work: Path) -> None:
    for number in range(50):
        text = agreement(id=f"a{number}", source=f"s{number}", claim=f"s{number}", stated=f"s{number}")
        (work / "agreements" / f"a{number}.yaml").write_text(text, encoding="utf-8")


def _run(command: tuple[str, ...], work: Path, **more: Any) -> Done:
    options = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "stdin": subprocess.DEVNULL,
        "timeout": HANGS,
        **more,
    }
    done = subprocess.run([SCRIPT, *command], cwd=work, check=False, **options)
    return Done((), done.returncode, done.stdout or b"", done.stderr or b"")


def _shell(line: str, work: Path) -> Done:
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", SCRIPT],
        cwd=work,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=HANGS,
    )
    return Done((), done.returncode, done.stdout, done.stderr)


_STREAMS: Final = (
    # Streams that are closed or full, the exit code that follows, and the commands that are tried.
    (">&-", {2}, tuple(COMMANDS)),
    (">/dev/full", {2}, tuple(COMMANDS)),
    (">&- 2>&-", {2}, ("check", "status", "version")),
    ("2>&-", {0, 1}, ("check", "status", "diff", "help")),
    ("<&-", {0, 1}, ("check", "diff", "schema")),
)


@pytest.mark.parametrize(
    ("streams", "codes", "name"), [(streams, codes, name) for streams, codes, names in _STREAMS for name in names]
)
def test_streams_that_are_closed_or_full(streams: str, codes: set[int], name: str, work: Path) -> None:
    if "full" in streams and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    command = " ".join(COMMANDS[name])
    done = _shell(f'"$1" {command} {streams}', work)
    assert done.code in codes, done
    assert b"Traceback" not in done.err + done.out
    assert b"please report" not in done.err
    assert b"Exception ignored" not in done.err
    assert done.err.count(b"\n") <= 1


@pytest.mark.parametrize("name", ["check", "status", "show", "rule", "help"])
def test_a_reader_that_has_gone_away(name: str, work: Path) -> None:
    _spoil(work)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = _run(COMMANDS[name], work, stdout=writer)
    finally:
        os.close(writer)
    assert done.code in (0, 1)
    assert b"Traceback" not in done.err
    assert b"Exception ignored" not in done.err


@pytest.mark.parametrize(
    "environment",
    [
        {"COLUMNS": "0"},
        {"COLUMNS": "-1"},
        {"COLUMNS": "99999999999999999999"},
        {"COLUMNS": "1", "FORCE_COLOR": "1"},
        {"COLUMNS": "x", "LINES": "x", "TERM": "\x1b[31m"},
        {"LC_ALL": "xx_XX.nonsense", "LANG": "::error::x"},
        {"LC_ALL": "tr_TR.UTF-8"},
        {"LANG": "", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "utf-16"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"PYTHONOPTIMIZE": "2"},
        {"PYTHONWARNINGS": "error"},
        {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "error"},
        {"PYTHONUNBUFFERED": "1"},
        {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNOUSERSITE": "1"},
        {"TZ": "nowhere/nothing"},
        {"TZ": ":/etc/passwd"},
        {"HOME": ""},
        {"HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"},
        {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "/nonexistent"},
        {"GITHUB_WORKSPACE": "\n::error::x"},
        {"PACTSTATE_DATA": "\n::error::x\x1b[31m"},
        {"PACTSTATE_TODAY": "::error::x"},
        {"_PACTSTATE_COMPLETE": "::error::x"},
        {"NO_COLOR": "", "FORCE_COLOR": ""},
    ],
    ids=lambda environment: (
        "-".join(f"{name}={value}" for name, value in environment.items()).encode("unicode_escape").decode()[:40]
    ),
)
def test_an_odd_environment_changes_nothing(environment: Mapping[str, str], work: Path, usual: Done) -> None:
    _spoil(work)
    odd = _run(COMMANDS["check"], work, env={"PATH": os.environ["PATH"], **environment})
    if environment.get("FORCE_COLOR"):
        assert odd.code == 1
    elif "PACTSTATE_TODAY" in environment or "_PACTSTATE_COMPLETE" in environment or environment.get("GITHUB_ACTIONS"):
        # These are asked for, and heeded.
        assert odd.code in (0, 1, 2)
        assert b"Traceback" not in odd.err
    else:
        assert (odd.code, odd.out, odd.err) == (usual.code, usual.out, usual.err)
    if not environment.get("FORCE_COLOR"):
        assert complaints(odd, "github" if environment.get("GITHUB_ACTIONS") else "text") == []


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Output of the check in a usual environment."""
    work = _lay_out(tmp_path_factory.mktemp("usual"))
    _spoil(work)
    return _run(COMMANDS["check"], work, env={"PATH": os.environ["PATH"]})


_TRAP: Final = "import os\nopen(os.environ['SPRUNG'], 'a').write(__name__)\n"
_PACKAGES: Final = (
    "yaml", "click", "attr", "attrs", "pydantic", "pydantic_core", "rich", "_yaml", "typing_extensions",
    "annotated_types", "sitecustomize", "usercustomize", "conftest", "setup", "markdown_it", "pygments", "colorama",
)  # fmt: skip
_OTHERS: Final = ("os", "json", "re", "tomllib", "typing", "encodings", "pactstate", "pactstate_cli")


@pytest.mark.parametrize("name", ["check", "diff"])
@pytest.mark.parametrize(
    "how", [(str(SCRIPT),), (sys.executable, "-P", "-m", "pactstate"), (sys.executable, "-m", "pactstate")]
)
def test_nothing_is_imported_from_the_working_directory(how: tuple[str, ...], name: str, work: Path) -> None:
    # With plain -m, Python itself looks for the package and for its own modules in the working directory.
    for module in _PACKAGES if how[1:] == ("-m", "pactstate") else (*_PACKAGES, *_OTHERS):
        (work / f"{module}.py").write_text(_TRAP, encoding="utf-8")
    for folder in ("agreements", "base"):
        (work / folder / "yaml.py").write_text(_TRAP, encoding="utf-8")
    sprung = work / "sprung"
    done = subprocess.run(
        [*how, *COMMANDS[name]],
        cwd=work,
        env={**os.environ, "SPRUNG": str(sprung)},
        capture_output=True,
        check=False,
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stderr
    assert not sprung.exists(), sprung.read_text(encoding="utf-8")


_MAIN: Final = "import sys; from pactstate.cli import main; sys.exit(main())"
_SIGNALS: Final = (("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129))

# Sends the process a signal when it comes to import a module.
_AT_IMPORT: Final = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, Finder())
from pactstate.cli import main
sys.exit(main())
"""


# A job in the background is born deaf to the one signal, and one behind nohup to the other.
_LISTENS: Final = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
"""


def _program(source: str, work: Path, *words: str) -> Done:
    """Run a program of Python with the words of a command, and nothing to read."""
    command = [sys.executable, "-P", "-c", _LISTENS + source, *words]
    done = subprocess.run(command, cwd=work, capture_output=True, check=False, timeout=HANGS, stdin=subprocess.DEVNULL)
    return Done((), done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "module",
    [
        "pactstate.cli.app",
        "click",
        "pactstate.cli.check",
        "pydantic_core",
        "pactstate.folder.scan",
        "pactstate.reports.text",
    ],
)
@pytest.mark.parametrize(("name", "code"), _SIGNALS)
def test_a_signal_while_it_imports(module: str, name: str, code: int, work: Path) -> None:
    done = _program(_AT_IMPORT.format(module=module, signal=name), work, *COMMANDS["check"])
    assert (done.code, done.out, done.err) == (code, b"", b"")


def test_ctrl_c_before_there_is_a_handler(work: Path) -> None:
    source = _AT_IMPORT.format(module="pactstate.interruption", signal="SIGINT")
    done = _program(source, work, *COMMANDS["check"])
    assert (done.code, done.out, done.err) == (130, b"", b"")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("name", "code"), _SIGNALS)
def test_a_signal_while_it_waits(name: str, code: int, jobs: str, work: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-P", "-c", _LISTENS + _MAIN, "check", "-", "--jobs", jobs],
        cwd=work,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        _until_it_reads(process)
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=HANGS)
    assert (process.returncode, out, err) == (code, b"", b"")


def _until_it_reads(process: subprocess.Popen[bytes]) -> None:
    """Fill the pipe until somebody takes from it: then all is imported, and standard input is read."""
    assert process.stdin is not None
    os.set_blocking(process.stdin.fileno(), False)
    with contextlib.suppress(BlockingIOError):
        while os.write(process.stdin.fileno(), b"# x\n" * 1024):
            pass
    os.set_blocking(process.stdin.fileno(), True)
    os.write(process.stdin.fileno(), b"#\n" * 2048)


# Calls 'now' when the first file is checked, in whatever process.
_WHILE_CHECKING: Final = """
import os, pathlib, signal, sys
from pactstate.checks import runner
from pactstate.cli import main
def interrupt(*_):
    os.kill({who}, signal.{signal})
def now():
    {now}
def look(text):
    try:
        open("told", "x").close()
    except FileExistsError:
        signal.pause()
    now()
    return []
runner.ignores = look
sys.exit(main())
"""


@pytest.mark.parametrize(("jobs", "who"), [("1", "os.getpid()"), ("2", "os.getppid()")])
@pytest.mark.parametrize(("name", "code"), _SIGNALS)
def test_a_signal_while_it_checks(jobs: str, who: str, name: str, code: int, work: Path) -> None:
    _many(work)
    source = _WHILE_CHECKING.format(who=who, signal=name, now="interrupt()")
    done = _program(source, work, *COMMANDS["check"], "--jobs", jobs)
    assert (done.code, done.out, done.err) == (code, b"", b"")


_CALLBACKS: Final = {
    # A KeyboardInterrupt that is raised in these would be wrapped, printed and dropped, or taken for something else.
    "__set_name__": "type('Class', (), {'name': type('Field', (), {'__set_name__': interrupt})()})",
    "a finalizer": "type('Class', (), {'__del__': interrupt})()",
    "a weak reference": "import weakref; thing = set(); ref = weakref.ref(thing, interrupt); del thing",
    "a comparison": "sorted([1, 2], key=interrupt)",
    "a regular expression": "import re; re.sub('a', interrupt, 'a')",
    "pydantic": (
        "from pydantic_core import SchemaValidator, core_schema as s; "
        "SchemaValidator(s.no_info_plain_validator_function(interrupt)).validate_python(1)"
    ),
    "libyaml": "import yaml; list(yaml.parse(type('Stream', (), {'read': interrupt})(), yaml.CSafeLoader))",
    "garbage collection": "import gc; gc.callbacks.append(interrupt); gc.collect()",
    "an attribute that is looked for": "hasattr(type('Class', (), {'name': property(interrupt)})(), 'name')",
    "what catches everything": "exec('try: interrupt()\\nexcept BaseException: pass')",
}


@pytest.mark.parametrize("what", _CALLBACKS)
def test_ctrl_c_in_a_callback_is_not_swallowed(what: str, work: Path) -> None:
    source = _WHILE_CHECKING.replace("{now}", _CALLBACKS[what].replace("{", "{{").replace("}", "}}"))
    done = _program(source.format(who="os.getpid()", signal="SIGINT"), work, *COMMANDS["check"])
    assert (done.code, done.out, done.err) == (130, b"", b"")


@pytest.mark.parametrize("step", ["chmod", "replace"])
@pytest.mark.parametrize("old", ["old", None])
@pytest.mark.parametrize(("name", "code"), _SIGNALS)
def test_a_signal_while_a_report_is_written_leaves_no_draft(
    step: str, old: str | None, name: str, code: int, work: Path
) -> None:
    report = work / "report.json"
    if old:
        report.write_text(old, encoding="utf-8")
    before = sorted(work.iterdir())
    source = (
        "import os, pathlib, signal, sys\n"
        "from pactstate.cli import main\n"
        f"pathlib.Path.{step} = lambda *_: os.kill(os.getpid(), signal.{name})\n"
        "sys.exit(main())\n"
    )
    done = _program(source, work, *COMMANDS["check"], "--output", "report.json")
    assert (done.code, done.out, done.err) == (code, b"", b"")
    assert sorted(work.iterdir()) == before
    assert not old or report.read_text(encoding="utf-8") == old


def test_ctrl_c_on_a_terminal_ends_its_line_and_shows_the_cursor(work: Path) -> None:
    pty = pytest.importorskip("pty")
    _many(work)
    source = _WHILE_CHECKING.format(who="os.getpid()", signal="SIGINT", now="interrupt()")
    source = source.replace("import main", "import main, output; output._MIN_FILES_FOR_PROGRESS = 2", 1)
    terminal, other = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _LISTENS + source, *COMMANDS["check"], "--jobs", "1"],
            cwd=work,
            env={**os.environ, "TERM": "xterm"},
            stdin=subprocess.DEVNULL,
            stdout=other,
            stderr=other,
            check=False,
            timeout=HANGS,
        )
        shown = os.read(terminal, 100_000)
    finally:
        os.close(terminal)
        os.close(other)
    assert done.returncode == 130
    assert b"checking" in shown
    assert b"\x1b[?25l" in shown
    assert shown.endswith(b"\x1b[?25h\r\n")


# A process beside this one goes on sending the signal, until the one that it is meant for is gone.
_KEPT_PRESSED: Final = """
import os, signal
parent = os.getpid()
ready, go = os.pipe()
if not os.fork():
    os.read(ready, 1)
    while os.getppid() == parent:
        os.kill(parent, signal.SIGINT)
    os._exit(0)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_whoever_keeps_the_keys_pressed_sees_no_more(jobs: str, work: Path) -> None:
    _many(work)
    source = _WHILE_CHECKING.format(who="0", signal="SIGINT", now="os.write(go, b'.'); signal.pause()")
    done = _program(_KEPT_PRESSED + source, work, *COMMANDS["check"], "--jobs", jobs)
    assert (done.code, done.out, done.err) == (130, b"", b"")


def test_a_signal_while_git_answers_leaves_no_process_of_git(work: Path) -> None:
    """Git ends when nobody reads any more what it says."""
    (work / ".git").rmdir()
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "agreements"), (*identity, "commit", "-q", "-m", "first")):
        subprocess.run(["git", *words], cwd=work, check=True)
    source = (
        "import os, signal, sys\n"
        "from pactstate.cli import main\n"
        "from pactstate.storage import git\n"
        "started = git.subprocess.Popen\n"
        "class Popen(started):\n"
        "    def __init__(self, command, **more):\n"
        "        super().__init__(command, **more)\n"
        "        if 'cat-file' in command:\n"
        "            os.kill(os.getpid(), signal.SIGTERM)\n"
        "git.subprocess.Popen = Popen\n"
        "sys.exit(main())\n"
    )
    # The pipes end when the last process that could write into them has ended, of whatever kind.
    done = _program(source, work, *COMMANDS["check"], "--against", "HEAD")
    assert (done.code, done.out, done.err) == (143, b"", b"")


# -I stands for -E and -s too, -OO for -O.
_FLAGS: Final = (["-I"], ["-OO"], ["-X", "dev", "-W", "error"], ["-X", "utf8"])


@pytest.mark.parametrize("name", ["check", "status", "diff", "schema"])
def test_flags_of_the_interpreter_change_nothing(name: str, work: Path) -> None:
    _spoil(work)

    def printed(flags: list[str]) -> tuple[int, bytes, bytes]:
        words = [sys.executable, *flags, "-m", "pactstate", *COMMANDS[name]]
        done = subprocess.run(words, cwd=work, capture_output=True, check=False, timeout=HANGS)
        return done.returncode, done.stdout, done.stderr

    plain = printed([])
    assert {tuple(flags): printed(flags) for flags in _FLAGS} == {tuple(flags): plain for flags in _FLAGS}


def test_a_read_only_folder_is_checked_and_stays_as_it_is(work: Path) -> None:
    _spoil(work)
    before = {path: path.lstat().st_mtime_ns for path in work.rglob("*")}
    for folder in (work / "agreements", work):
        folder.chmod(0o555)
    try:
        done = _run(COMMANDS["check"], work)
        after = {path: path.lstat().st_mtime_ns for path in work.rglob("*")}
    finally:
        for folder in (work / "agreements", work):
            folder.chmod(0o755)
    assert done.code == 1
    assert after == before


def test_standard_input_without_end_is_not_read_to_its_end(work: Path) -> None:
    zero = Path("/dev/zero")
    if not zero.exists():
        pytest.skip("needs /dev/zero")
    with zero.open("rb") as endless:
        done = _run(("check", "-", *TODAY), work, stdin=endless)
    assert done.code == 1
    assert b"limit-exceeded" in done.out
    assert complaints(done, "text") == []


_LARGE: Final = (
    "statements: stale",
    "yaml: long texts",
    "yaml: hidden characters",
)


@pytest.mark.parametrize("name", _LARGE)
def test_the_memory_for_the_largest_files(name: str) -> None:
    command = (sys.executable, ROOT / "benchmarks" / "growth.py", "--only", name, "--command", "check, text")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    _, *rows, _ = done.stdout.splitlines()
    assert rows
    assert [row for row in rows if "memory" in row or "died" in row] == []


@pytest.fixture
def limited() -> Callable[[], None]:
    """A gigabyte of addresses, and time that is far more than enough: what goes on without end dies."""
    resource = pytest.importorskip("resource")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return limit


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 1_000_000,
        b"- " * 500_000,
        b"a: &a [*a, *a, *a]\n" * 50_000,
        b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, 3000)),
        b'"' + b"\\x00" * 250_000 + b'"',
        b"\xff" * 1_000_000,
        b"\0" * 1_000_000,
        b"# pactstate: ignore[" + b"x," * 400_000,
        b"!!python/object/apply:os.system [x]\n" * 25_000,
        b"%TAG !a! b\n" * 90_000,
        b": " * 500_000,
        b"'" * 1_000_000,
    ],
    ids=lambda text: ascii(text[:12])[2:-1].strip(),
)
def test_a_file_of_one_kind_of_evil_ends(text: bytes, work: Path, limited: Callable[[], None]) -> None:
    (work / "agreements" / "a.yaml").write_bytes(text)
    done = _run((*COMMANDS["check"], "--format", "json"), work, preexec_fn=limited)
    assert done.code == 1, done.err
    assert complaints(done, "json") == []
