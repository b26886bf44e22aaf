"""Errors of the program itself: the missing or broken module is named, and ``--debug`` shows the traceback."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import pactstate
from pactstate.cli import main
from pactstate.cli.output import CannotRunError
from pactstate.cli.uncaught import report

CHECK = ("check", "agreements")
PACKAGE = Path(pactstate.__file__).parent
AGAIN = "run 'pip install --force-reinstall {}'\n"


# The coverage of a copy of the package is nobody's business.
UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


def broken(
    tmp_path: Path, module: str, content: str | None, command: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    """Run a command with a module that is missing (None), or that holds something else."""
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "a.yaml").write_text("[", encoding="utf-8")  # which only libyaml can refuse
    file = tmp_path / "replacement.py"
    file.write_text(content or "", encoding="utf-8")
    program = (
        "import importlib.util, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        f"            if {content is None}:\n"
        "                raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        f"            return importlib.util.spec_from_file_location(name, {str(file)!r})\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from pactstate.cli import main\n"
        "sys.exit(main())\n"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("yaml", "PyYAML"),
        ("yaml.events", "PyYAML"),
        ("attr", "attrs"),
        ("attrs", "attrs"),
        ("click", "click"),
        ("pydantic_core", "pydantic-core"),
        ("pactstate.cli.app", "pactstate"),
        ("pactstate.cli.output", ""),
        ("pactstate.cli.uncaught", ""),
        ("pactstate.cli.check", "pactstate"),
        ("pactstate.text.escape", ""),
        ("pactstate.interruption", ""),
        ("pactstate.reports.text", "pactstate"),
    ],
)
def test_a_module_that_is_missing_is_named(tmp_path: Path, module: str, distribution: str) -> None:
    done = broken(tmp_path, module, None, CHECK)
    assert (done.returncode, done.stdout) == (2, "")
    if distribution:
        assert done.stderr == f"pactstate: the module '{module}' is missing: {AGAIN.format(distribution)}"
    else:
        # Without these, an error is told in fewer words.
        message = f"pactstate: cannot start (ModuleNotFoundError(\"No module named '{module}'\")): "
        assert done.stderr == message + AGAIN.format("pactstate")


def test_rich_is_missed_only_where_it_is_used(tmp_path: Path) -> None:
    assert broken(tmp_path, "rich", None, ["rule"]).returncode == 0


def test_a_module_of_python_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    error = ModuleNotFoundError("No module named '_ctypes'", name="_ctypes")
    message = "pactstate: the module '_ctypes', a part of Python, is missing: install Python again\n"
    assert report_of(capsys, error) == (2, message)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libgcc_s.so.1: failed to map segment from shared object", name="_pydantic_core"),
        SystemError("error return without exception set"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_lack_of_memory_is_not_taken_for_something_else(capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    message = "pactstate: not enough memory: use fewer --jobs, or check fewer files at a time\n"
    assert report_of(capsys, error) == (2, message)


def test_an_error_in_reporting_is_shown_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("pactstate.cli.uncaught.report", fails)
    monkeypatch.setattr("pactstate.cli.app.run", fails)
    assert main(["rule"]) == 2
    assert capsys.readouterr().err == "pactstate: cannot start (RecursionError())\n"


@pytest.mark.parametrize("where", ["pactstate.cli.app.run", "pactstate.cli.output.print_version"])
def test_a_lack_of_memory_is_one_line_even_if_the_report_needs_memory(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("pactstate.cli.uncaught.report", fails)
    monkeypatch.setattr(where, fails)
    assert main(["--version"] if "version" in where else ["rule"]) == 2
    message = "pactstate: not enough memory: use fewer --jobs, or check fewer files at a time\n"
    assert capsys.readouterr().err == message


def test_a_lack_of_memory_without_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("pactstate.cli.uncaught.report", fails)
    monkeypatch.setattr("pactstate.cli.app.run", fails)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["rule"]) == 2


@pytest.mark.parametrize(
    ("file", "module"),
    [
        (PACKAGE / "folder" / "scan.py", "pactstate.folder.scan"),
        (PACKAGE / "checks" / "__init__.py", "pactstate.checks"),
        ("/nowhere/else.py", "/nowhere/else.py"),
    ],
)
def test_the_module_of_a_file_that_is_no_python(
    capsys: pytest.CaptureFixture[str], file: str | Path, module: str
) -> None:
    code, err = report_of(capsys, SyntaxError("invalid syntax", (str(file), 1, 1, "(")))
    assert code == 2
    assert err.startswith(f"pactstate: the module '{module}' cannot be loaded (SyntaxError: invalid syntax ")


def test_nothing_is_written_without_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ImportError

    monkeypatch.setattr("pactstate.cli.uncaught.report", fails)
    monkeypatch.setattr("pactstate.cli.app.run", fails)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["rule"]) == 2


@pytest.mark.parametrize(
    ("module", "content", "message"),
    [
        (
            "yaml",
            "raise ImportError('libyaml.so: file too short', name='yaml._yaml')",
            "the module 'yaml._yaml' cannot be loaded (ImportError: libyaml.so: file too short): "
            + AGAIN.format("PyYAML"),
        ),
        (
            "pydantic_core",
            "raise ImportError('undefined symbol: x', name='_pydantic_core')",
            "the module '_pydantic_core' cannot be loaded (ImportError: undefined symbol: x): "
            + AGAIN.format("pydantic-core"),
        ),
        (
            "pydantic_core",
            "raise SystemError('incompatible\\n::error::x')",
            "the module 'pydantic_core' cannot be loaded (SystemError: incompatible ::error::x): "
            + AGAIN.format("pydantic-core"),
        ),
        (
            "click",
            "x",
            "the module 'click' cannot be loaded (NameError: name 'x' is not defined): " + AGAIN.format("click"),
        ),
        (
            "pactstate.folder.scan",
            "from pactstate.domain.kinds import Nothing",
            "the module 'pactstate.domain.kinds' cannot be loaded (ImportError: cannot import name 'Nothing' from "
            f"'pactstate.domain.kinds' ({PACKAGE / 'domain' / 'kinds.py'})): " + AGAIN.format("pactstate"),
        ),
    ],
    ids=[
        "an extension module",
        "one without its package",
        "versions that do not fit",
        "a cut file",
        "a name that is missing",
    ],
)
def test_a_module_that_is_broken_is_named(tmp_path: Path, module: str, content: str, message: str) -> None:
    done = broken(tmp_path, module, content, CHECK)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"pactstate: {message}")


def test_a_file_that_is_no_python_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "site" / "pactstate"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("folder/scan.py", "checks/__init__.py"):
        source = (copy / name).read_bytes()
        (copy / name).write_bytes(b"(\n")
        done = subprocess.run(
            [sys.executable, "-P", "-c", "import sys; from pactstate.cli import main; sys.exit(main())", "check"],
            env={**UNMEASURED, "PYTHONPATH": str(copy.parent)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        module = f"pactstate.{name.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"pactstate: the module '{module}' cannot be loaded (SyntaxError: ")
        assert done.stderr.endswith(AGAIN.format("pactstate"))
        (copy / name).write_bytes(source)


def report_of(capsys: pytest.CaptureFixture[str], error: Exception, *words: str) -> tuple[int, str]:
    code = report(error, words)
    out, err = capsys.readouterr()
    assert out == ""
    return code, err


def test_a_file_of_the_package_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(PACKAGE / "data" / "x.md")
    message = f"pactstate: {path}, a part of pactstate, cannot be read (no such file or directory): "
    assert report_of(capsys, FileNotFoundError(2, "No such file or directory", path)) == (
        2,
        message + AGAIN.format("pactstate"),
    )
    other = FileNotFoundError(2, "No such file or directory", "/elsewhere/x")
    assert report_of(capsys, other) == (2, "pactstate: cannot run: no such file or directory: /elsewhere/x\n")


def test_the_agreements_of_the_package_may_be_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pactstate.cli.options.packaged_folder", lambda: tmp_path / "gone")
    assert main(["status"]) == 2
    assert capsys.readouterr().err == (
        f"pactstate: no folder 'agreements' here or above, and {tmp_path / 'gone'}, a part of pactstate, is missing: "
        f"name a folder with --data, or {AGAIN.format('pactstate')}"
    )


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error):
        return error


def test_an_unexpected_error_has_its_place_and_a_hint_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    code, err = report_of(capsys, raised(KeyError("::error::\n\x1b[31m")))
    line = raised.__code__.co_firstlineno + 2
    assert code == 2
    assert err == (
        "pactstate: unexpected KeyError: '::error::\\n\\x1b[31m' at "
        f"{__name__}:{line}; this is a bug in pactstate: please report it with the traceback, shown with --debug\n"
    )
    assert "y" * 300 + "... at" in report_of(capsys, raised(ValueError("y" * 301)))[1]


def test_the_place_is_the_innermost_line_of_pactstate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("pactstate.cli.rule.emit", fails)
    assert main(["rule"]) == 2
    assert ": unexpected RecursionError at pactstate.cli.rule:" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--debug", "check", "nowhere"], ["check", "nowhere", "--debug"]])
def test_debug_shows_the_traceback_of_a_refusal_too(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["check", "nowhere"]) == 2
    refusal = capsys.readouterr().err
    assert main(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert err.endswith(refusal)
    # 'from None' hides the first exception.
    assert "FileNotFoundError" in err


def test_the_traceback_is_as_harmless_as_all_else(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\n::error::x\n##[error]\x1b[31m\r::error::y"
    for error in (raised(ValueError(hostile)), raised(CannotRunError(hostile))):
        code, err = report_of(capsys, error, "--debug")
        assert code == 2
        assert "\x1b" not in err
        assert "\r" not in err
        assert not any(line.strip().startswith("::") for line in err.splitlines())
        assert "##[" not in err
    assert err.splitlines()[-1].startswith("pactstate: ")


def test_no_hint_at_debug_after_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert report_of(capsys, raised(ValueError()), "--debug")[1].endswith(
        "please report it with the traceback, shown above\n"
    )


def test_debug_changes_nothing_where_nothing_goes_wrong(
    capsys: pytest.CaptureFixture[str], write: Callable[..., Path]
) -> None:
    shown = []
    for words in (["rule"], ["rule", "--debug"], ["--debug", "rule"]):
        assert main(words) == 0
        shown.append(capsys.readouterr())
    assert shown[0] == shown[1] == shown[2]
