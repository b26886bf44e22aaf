"""Mutation testing: which faults in the code would no test notice?

Four steps, each kept in the work folder:

1. Every test is run once, to know which lines it passes, how long it takes, and that it passes.
2. One process imports everything and collects the tests. For each mutant it forks; the child puts the changed code into
   the living functions and runs the tests that pass the changed lines, those named after the module and the quickest
   first, up to the first failure. A fork takes hundredths of a second, a start of pytest several seconds.
3. What shows only at import (a table, a default, the body of a class) is tried in a fork of a process that has not
   imported the package yet. So is what survives the second step and ran while the tests were collected.

4. The tests of a few modules start programs, which see only what is on the disk: there the changed module is written into
   a copy of the tree, and the tests run in a process of their own.

Survivors are compared with docs/mutants.md, which says of each why no test can, or need, kill it; an explanation of what
does not survive any more is a fault too.

    python tests/mutation/run.py --work DIR [--again | --afresh] [--seconds N] [--jobs N] [MODULE ...]
    python tests/mutation/run.py --work DIR --record [FILE ...]

MODULE is a path below src/pactstate without the ending, or a folder: ``dates``, ``checks``. ``--again`` tries only what
survived before and is not explained, after ``--record`` of the new tests; ``--afresh`` tries all, and first with the test
that killed a mutant the last time. ``--seconds`` is how much time each mutant gets, by the tests' own measured times.
"""

# ruff: noqa: T201 - a script: what it prints is its result

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import importlib.machinery
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType, FunctionType

import attrs
import pytest
from hypothesis import Phase, settings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCE = ROOT / "src" / "pactstate"
TESTS = ("tests/unit", "tests/golden", "tests/property")
EXPLAINED = ROOT / "docs" / "mutants.md"

sys.path[:0] = [str(HERE.parent), str(ROOT / "src")]

from mutation.operators import Mutant, mutants  # noqa: E402

# hypothesis is here before pytest can look at it.
QUIET = ("-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
# Nobody reads how a test fails: to explain it would take longer than the test.
CURT = (*QUIET, "--tb=native", "--assert=plain", "--capture=sys", "-p", "no:xdist", "-p", "no:cov")
KILLED, SLOW, SURVIVED, COLD, BROKEN = "killed", "timed out", "survived", "only at import", "could not be tried"
_BATCH = 100
_RELATED = {
    "checks": ("check", "terms", "announcements", "odd", "awkward", "recorded", "suppress", "rule", "limit"),
    "reading": ("reading", "comments", "config", "schema", "suggest", "limit"),
}
"""The files of tests that are about the modules of a folder, by parts of their names."""
AREAS = ("dates", "lifecycle", "timeline", "escape", "checks", "reading")


# Which tests there are, and what they pass.


class FewerExamples:
    """A plug-in: property tests with few examples, always the same, and no search for the smallest one."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            function = getattr(item, "obj", None)
            function = getattr(function, "__func__", function)
            kept = getattr(function, "_hypothesis_internal_use_settings", None)
            if kept is not None:
                function._hypothesis_internal_use_settings = settings(
                    kept,
                    max_examples=min(kept.max_examples, 20),
                    derandomize=True,
                    database=None,
                    phases=(Phase.explicit, Phase.generate),
                )


class Recorder:
    """A plug-in: how long each test took, and whether it passed."""

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.times[report.nodeid] = self.times.get(report.nodeid, 0.0) + report.duration
        if not report.passed:
            self.failed.add(report.nodeid)


def record(work: Path, files: Sequence[str], jobs: int) -> None:
    """Step 1; with files, for these only, beside what is known already."""
    rc = work / "settings.ini"
    rc.write_text(f"[run]\nsource_pkgs = pactstate\ndata_file = {work / 'coverage'}\n")
    recorder = Recorder()
    options = ["--cov", f"--cov-config={rc}", "--cov-context=test", "--cov-report=", *QUIET]
    os.chdir(ROOT)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(HERE.parent)])
    times = work / "tests.json"
    known: dict[str, float] = {}
    if files and times.exists():
        known = json.loads(times.read_text())
        options.append("--cov-append")
    shared = ["-n", str(jobs)] if jobs > 1 else []
    pytest.main([*(files or TESTS), *options, *shared, "-p", "mutation.fewer"], plugins=[recorder])
    known |= {test: seconds for test, seconds in recorder.times.items() if test not in recorder.failed}
    times.write_text(json.dumps(known, indent=1))
    print(f"{len(known)} tests pass, {len(recorder.failed)} do not and are left out")


@attrs.frozen
class Tests:
    """What is known of the tests."""

    times: dict[str, float]
    passing: dict[str, dict[int, list[str]]]
    """By file and line, the tests that pass it."""
    breadth: dict[str, Counter[str]]
    """By file, how many of its lines each test passes."""
    imported: dict[str, set[int]]
    """By file, the lines that run before any test."""
    killers: dict[str, str]
    """By mutant, the test that killed it the last time."""
    seconds: float
    jobs: int

    @classmethod
    def read(cls, work: Path, files: Iterable[Path], killers: dict[str, str], seconds: float, jobs: int) -> Tests:
        from coverage import CoverageData

        times = json.loads((work / "tests.json").read_text())
        data = CoverageData(str(work / "coverage"))
        data.read()
        passing: dict[str, dict[int, list[str]]] = {}
        imported: dict[str, set[int]] = {}
        same = {name: name for name in times}
        for file in map(str, files):
            lines = data.contexts_by_lineno(file)
            imported[file] = {line for line, contexts in lines.items() if "" in contexts}
            passing[file] = {
                line: list({same[name] for one in contexts if (name := one.rpartition("|")[0]) in same})
                for line, contexts in lines.items()
            }
        breadth = {file: Counter(name for tests in lines.values() for name in tests) for file, lines in passing.items()}
        return cls(times, passing, breadth, imported, killers, seconds, jobs)

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that might notice it, the likeliest and quickest first, as many as there is time for."""
        lines = self.passing.get(str(mutant.path), {})
        if mutant.at_import or not any(lines.get(line) for line in mutant.lines):
            found = {test for tests in lines.values() for test in tests}
            found |= {test for test in self.times if _related(test, mutant.path)}
        else:
            found = {test for line in mutant.lines for test in lines.get(line, [])}
        # A test that passes what few others pass nearby, and little else, is about this very thing.
        telling = dict.fromkeys(found, 0.0)
        for line, tests in lines.items():
            if line in mutant.around:
                for test in found.intersection(tests):
                    telling[test] += 1 / len(tests) / self.breadth[str(mutant.path)][test]

        def rank(test: str) -> tuple[bool, bool, float, float]:
            return not _related(test, mutant.path), "property" in test, -telling[test], self.times[test]

        chosen, left = [], self.seconds
        for test in sorted(found, key=rank):
            if self.times[test] <= left:
                left -= self.times[test]
                chosen.append(test)
        return chosen

    def known(self, mutant: Mutant) -> list[str]:
        """The test that killed it the last time, if there is one still."""
        killer = self.killers.get(mutant.key)
        return [killer] if killer in self.times else []

    def runs_at_import(self, mutant: Mutant) -> bool:
        return mutant.at_import or not self.imported.get(str(mutant.path), set()).isdisjoint(mutant.lines)


def _related(test: str, path: Path) -> bool:
    file = test.partition("::")[0].rpartition("/")[2]
    return path.stem.rstrip("s") in file or any(part in file for part in _RELATED.get(path.parent.name, ()))


# Children.


@attrs.frozen
class Verdict:
    """What became of a mutant."""

    outcome: str
    by: str = ""


def own_folder(work: Path) -> Path:
    """Where a child keeps what is gone with it."""
    return work / "tmp" / str(os.getpid())


def _isolate(folder: Path) -> None:
    os.setsid()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "base").mkdir(parents=True)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


@attrs.define
class _Child:
    task: object
    folder: Path
    until: float


def forked(
    tasks: Iterator[tuple[object, Callable[[], str]]], folder: Path, jobs: int, wall: float
) -> Iterator[tuple[object, str | None]]:
    """Run tasks in children, and give what each returns: None for one that crashed or took too much of the processor."""
    running: dict[int, _Child] = {}
    more = True
    while more or running:
        while more and len(running) < jobs:
            task, work = next(tasks, (None, None))
            if work is None:
                more = False
                break
            pid = os.fork()
            if not pid:
                status = 3
                try:
                    place = own_folder(folder.parent)
                    _isolate(place)
                    (place / "said").write_text(work())
                    status = 0
                except BaseException:  # noqa: BLE001 - no child may come back into the loop of its parent
                    with (folder / "errors.txt").open("a") as errors:
                        traceback.print_exc(file=errors)
                finally:
                    os._exit(status)
            running[pid] = _Child(task, folder / str(pid), time.monotonic() + wall)
        if not running:
            break
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid in running:
            child = running.pop(pid)
            _end(pid)
            said = child.folder / "said"
            # Ended by the clock on the wall: it waited for something, or the machine stood still. That proves nothing.
            proves = os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL
            yield child.task, said.read_text() if said.exists() else None if proves else BROKEN
            shutil.rmtree(child.folder, ignore_errors=True)
            continue
        for late in [late for late, child in running.items() if time.monotonic() > child.until]:
            _end(late)
        time.sleep(0.002)


def _end(pid: int) -> None:
    """End a child with all that it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


# Step 2: warm.


class Warm:
    """A plug-in that runs the tests of one mutant after the other, each in a child, instead of the tests themselves."""

    def __init__(
        self, todo: Sequence[Mutant], tests: Tests, work: Path, tell: Callable[[Mutant, Verdict], None]
    ) -> None:
        self.todo, self.tests, self.work, self.tell = todo, tests, work, tell

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.living = living({mutant.path for mutant in self.todo})
        gc.collect()
        gc.freeze()
        checked: set[str] = set()
        banned: set[str] = set()
        pending, later = list(self.todo[:_BATCH]), list(self.todo[_BATCH:])
        while pending:
            queue = iter([(mutant, self._task(mutant, banned)) for mutant in pending])
            verdicts = [(mutant, _verdict(said)) for mutant, said in self._forked(queue)]
            # A test that fails by itself, or after other ones, kills nothing.
            new = sorted({verdict.by for _, verdict in verdicts if verdict.outcome == KILLED and verdict.by} - checked)
            alone = iter([(test, self._alone(test)) for test in new])
            found = {test for test, said in self._forked(alone) if _verdict(said).outcome != SURVIVED}
            checked |= set(new)
            banned |= found
            pending = []
            for mutant, verdict in verdicts:
                if verdict.by in banned:
                    pending.append(mutant)
                else:
                    self.tell(mutant, verdict)
            pending, later = [*pending, *later[:_BATCH]], later[_BATCH:]
        if banned:
            print("fail without any mutant:", *sorted(banned), sep="\n  ")
        return True

    def _forked(self, queue: Iterator[tuple[object, Callable[[], str]]]) -> Iterator[tuple[object, str | None]]:
        return forked(queue, self.work / "tmp", self.tests.jobs, self.tests.seconds * 6 + 60)

    def _task(self, mutant: Mutant, banned: set[str]) -> Callable[[], str]:
        def work() -> str:
            if not swapped_in(mutant, self.living):
                return COLD
            names = dict.fromkeys([*self.tests.known(mutant), *self.tests.of(mutant)])
            return self._run([name for name in names if name not in banned])

        return work

    def _alone(self, test: str) -> Callable[[], str]:
        return lambda: self._run([test])

    def _run(self, names: Iterable[str]) -> str:
        from _pytest.runner import runtestprotocol

        items = [self.items[name] for name in names if name in self.items]
        if not items:
            return COLD
        items[0].config._tmp_path_factory._basetemp = own_folder(self.work) / "base"  # type: ignore[attr-defined]
        for item, following in zip(items, [*items[1:], None], strict=True):
            # By the time of the processor, since others use the machine too.
            signal.setitimer(signal.ITIMER_PROF, 3 + 10 * self.tests.times[item.nodeid])
            try:
                good = not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))
            except BaseException:  # noqa: BLE001 - also an exit or an interruption that the mutant brought about
                good = False
            if not good:
                return f"{KILLED} {item.nodeid}"
        return SURVIVED


def _verdict(said: str | None) -> Verdict:
    if said is None:
        return Verdict(SLOW)
    outcome = next((one for one in (KILLED, COLD, BROKEN) if said.startswith(one)), SURVIVED)
    return Verdict(outcome, said.removeprefix(outcome).strip())


def living(paths: Iterable[Path]) -> dict[CodeType, list[FunctionType]]:
    """The functions of the files that there are now, by their code."""
    files = set(map(str, paths))
    found: dict[CodeType, list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in files:
            found.setdefault(one.__code__, []).append(one)
    return found


def swapped_in(mutant: Mutant, functions: Mapping[CodeType, list[FunctionType]]) -> bool:
    """Put the changed code into every living function of the module; whether that was possible."""
    old = compile(mutant.path.read_text(encoding="utf-8"), str(mutant.path), "exec", dont_inherit=True)
    new = dict(_named(mutant.compiled()))
    done = False
    for name, code in _named(old):
        if name in new and new[name] != code:
            for function in functions.get(code, []):
                try:
                    function.__code__ = new[name]
                except ValueError:  # it sees other variables of the function around it
                    return False
                done = True
    return done


def _named(code: CodeType) -> Iterator[tuple[object, CodeType]]:
    """Every code object in one, by a name that a mutant's has too."""
    counted = Counter[tuple[str, int]]()
    pending = [code]
    while pending:
        for inner in pending.pop(0).co_consts:
            if isinstance(inner, CodeType):
                name = (inner.co_qualname, inner.co_firstlineno)
                counted[name] += 1
                yield (*name, counted[name]), inner
                pending.append(inner)


def warm(todo: Sequence[Mutant], tests: Tests, work: Path, tell: Callable[[Mutant, Verdict], None]) -> None:
    """Step 2, in a child: this process must not import the package."""
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    status = 1
    try:
        os.chdir(ROOT)
        needed = sorted(
            {test.partition("::")[0] for mutant in todo for test in [*tests.known(mutant), *tests.of(mutant)]}
        )
        plugins = [FewerExamples(), Warm(todo, tests, work, tell)]
        status = int(pytest.main([*needed, *CURT], plugins=plugins))
    finally:
        sys.stdout.flush()
        os._exit(status)


# Step 3: cold.


class Chosen:
    """A plug-in: of the tests that were collected, those chosen, in that order; their parameters may have changed."""

    def __init__(self, names: Iterable[str]) -> None:
        self.order = {name.partition("[")[0]: number for number, name in reversed(list(enumerate(names)))}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = [item for item in items if item.nodeid.partition("[")[0] in self.order]
        items[:] = sorted(kept, key=lambda item: self.order[item.nodeid.partition("[")[0]])


def cold(todo: Sequence[Mutant], tests: Tests, work: Path, tell: Callable[[Mutant, Verdict], None]) -> None:
    """Step 3."""
    for name in (
        "hypothesis.stateful",
        "pydantic",
        "yaml",
        "click.testing",
        "rich.console",
        "rich.table",
        "jsonschema",
    ):
        importlib.import_module(name)
    os.chdir(ROOT)
    gc.collect()
    gc.freeze()

    def task(mutant: Mutant | None, lists: Sequence[tuple[str, ...]]) -> Callable[[], str]:
        def run() -> str:
            if mutant is not None:
                _import_as(mutant.path, mutant.compiled())
            signal.setitimer(signal.ITIMER_PROF, 30 + 10 * sum(tests.times[name] for names in lists for name in names))
            for names in lists:
                files = list(dict.fromkeys(name.partition("::")[0] for name in names))
                recorder = Recorder()
                options = [*CURT, "-x", f"--basetemp={own_folder(work) / 'base'}"]
                status = pytest.main([*files, *options], plugins=[FewerExamples(), Chosen(names), recorder])
                # Parameters may be gone with the mutant: then there is no test.
                if status not in (0, 5):
                    return f"{KILLED} {next(iter(recorder.failed), 'while collecting')}"
            return SURVIVED

        return run

    chosen = {
        mutant: [tuple(names) for names in (tests.known(mutant), _in_few_files(tests.of(mutant), tests)) if names]
        for mutant in todo
    }
    queue = iter([(names, task(None, [names])) for names in {names for lists in chosen.values() for names in lists}])
    sound = {names: said == SURVIVED for names, said in forked(queue, work / "tmp", tests.jobs, 600)}
    for names in [names for names, good in sound.items() if not good]:
        print("some of these fail without any mutant:", *names)
    queue = iter([(mutant, task(mutant, [*filter(sound.get, lists)])) for mutant, lists in chosen.items()])
    for mutant, said in forked(queue, work / "tmp", tests.jobs, tests.seconds * 6 + 120):
        tell(mutant, _verdict(said))


def _in_few_files(names: list[str], tests: Tests) -> list[str]:
    """Importing a file of tests takes its time too: those files that come first, as many as there is time for."""
    files = list(dict.fromkeys(name.partition("::")[0] for name in names))[: max(4, int(tests.seconds))]
    return [name for name in names if name.partition("::")[0] in files]


def _import_as(path: Path, code: CodeType) -> None:
    usual = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> CodeType | None:
        return code if self.path == str(path) else usual(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]


# Step 4: on the disk.

ON_DISK = {
    "checks/parallel": ("tests/unit/test_parallel.py", "tests/unit/test_parallel_in_detail.py", "-k", "not same_bytes")
}
"""The modules that are tried so, and the tests that are about them; not those that check whole folders for a long time."""


def on_disk(todo: Mapping[Mutant, Sequence[str]], work: Path, tell: Callable[[Mutant, Verdict], None]) -> None:
    """Step 4."""
    copy = work / "tree"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", "build"))
    usual: dict[Sequence[str], float] = {}
    for mutant, files in todo.items():
        if files not in usual:
            start = time.monotonic()
            if _run_in(copy, files, None) != SURVIVED:
                print("some of these fail without any mutant:", *files)
                return
            usual[files] = time.monotonic() - start
        path = copy / mutant.path.relative_to(ROOT)
        path.write_text(mutant.source(), encoding="utf-8")
        said = _run_in(copy, files, 30 + 5 * usual[files])
        if said == KILLED:  # what fails by chance does not do so twice
            said = _run_in(copy, files, 30 + 5 * usual[files])
        tell(mutant, Verdict(said, " ".join(files)))
        shutil.copy(mutant.path, path)


def _run_in(folder: Path, files: Sequence[str], patience: float | None) -> str:
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-x", *files, *CURT],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return KILLED if process.wait(patience) else SURVIVED
    except subprocess.TimeoutExpired:
        return SLOW
    finally:
        _end(process.pid)
        process.wait()


# Together.


def modules(names: Sequence[str]) -> list[tuple[str, Path]]:
    """The files of the modules and folders that are named."""
    files = [
        file
        for name in names or AREAS
        for file in (sorted((SOURCE / name).rglob("*.py")) if (SOURCE / name).is_dir() else [SOURCE / f"{name}.py"])
    ]
    return [(file.relative_to(SOURCE).with_suffix("").as_posix(), file) for file in files]


def explanations() -> set[str]:
    """The mutants that docs/mutants.md explains: each in backquotes at the beginning of a list's item."""
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines() if EXPLAINED.exists() else []
    return {line[2:].lstrip("`").rpartition("``: ")[0].strip() for line in lines if line.startswith("- ``")}


def report(all_of_them: dict[str, list[str]], results: dict[str, Verdict]) -> bool:
    """Print the score; whether every survivor is explained and every explanation needed."""
    explained = explanations()
    print(f"\n{'module':28}{'made':>7}{'killed':>8}{'slow':>6}{'explained':>11}{'open':>6}{'score':>8}")
    sums = Counter[str]()
    open_ones: list[str] = []
    known = {key for keys in all_of_them.values() for key in keys}
    for module, keys in all_of_them.items():
        counted = Counter(results[key].outcome for key in keys if key in results)
        left = [key for key in keys if key in results and results[key].outcome not in (KILLED, SLOW)]
        told = [key for key in left if key in explained]
        open_ones += [key for key in left if key not in explained]
        row = {
            "made": sum(counted.values()),
            "killed": counted[KILLED],
            "slow": counted[SLOW],
            "explained": len(told),
            "open": len(left) - len(told),
        }
        sums.update(row)
        print(_row(module, row))
    print(_row("all", sums))
    for key in open_ones:
        print("OPEN", key)
    stale = [key for key in sorted(explained) if key in known and key in results and results[key].outcome != SURVIVED]
    for key in stale:
        print("STALE", key)
    untried = sum(key not in results for keys in all_of_them.values() for key in keys)
    if untried:
        print(untried, "have not been tried")
    return not (open_ones or stale or untried)


def _row(name: str, row: Counter[str] | dict[str, int]) -> str:
    score = (row["killed"] + row["slow"]) / row["made"] if row["made"] else 1.0
    return f"{name:28}{row['made']:>7}{row['killed']:>8}{row['slow']:>6}{row['explained']:>11}{row['open']:>6}{score:>8.1%}"


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for, and print the score."""
    parser = argparse.ArgumentParser(description="Mutation testing.")
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--work", type=Path, required=True, help="where the steps keep what they find")
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--jobs", type=int, default=2, help="so many processes")
    parser.add_argument("--record", action="store_true", help="run the tests, or those of the files that are named")
    parser.add_argument("--again", action="store_true", help="only what survived before")
    parser.add_argument("--afresh", action="store_true", help="also what has a verdict already")
    parser.add_argument("--only", default="", help="only mutants whose name holds this")
    parser.add_argument("--report", action="store_true", help="only tell what is known")
    options = parser.parse_args(arguments)
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    if options.record:
        record(work, options.modules, options.jobs)
        return 0
    kept = work / "results.jsonl"
    results = verdicts(kept)
    made = {module: list(mutants(file, module)) for module, file in modules(options.modules)}

    if not options.report:
        if not (work / "tests.json").exists():
            jobs = ["--jobs", str(options.jobs)]
            subprocess.run([sys.executable, __file__, "--work", str(work), "--record", *jobs], check=True)
        files = {mutant.path for those in made.values() for mutant in those}
        killers = {key: verdict.by for key, verdict in results.items() if verdict.outcome == KILLED}
        tests = Tests.read(work, files, killers, options.seconds, options.jobs)
        again = {SURVIVED} if options.again else {SURVIVED, KILLED, SLOW} if options.afresh else set[str]()
        explained = explanations() if options.again else set[str]()
        todo = [
            mutant
            for those in made.values()
            for mutant in those
            if options.only in mutant.key
            and mutant.key not in explained
            and (results.get(mutant.key, Verdict(COLD)).outcome in {COLD, BROKEN, *again})
        ]

        def tell(mutant: Mutant, verdict: Verdict) -> None:
            with kept.open("a") as file:
                file.write(json.dumps([mutant.key, verdict.outcome, verdict.by]) + "\n")

        apart = {mutant: ON_DISK[name] for mutant in todo if (name := mutant.key.partition(" ")[0]) in ON_DISK}
        if apart:
            on_disk(apart, work, tell)
        todo = [mutant for mutant in todo if mutant not in apart]
        warm([mutant for mutant in todo if not mutant.at_import], tests, work, tell)
        results = verdicts(kept)
        remaining = [
            mutant
            for mutant in todo
            if mutant.at_import
            or results.get(mutant.key, Verdict(COLD)).outcome == COLD
            or (results[mutant.key].outcome == SURVIVED and tests.runs_at_import(mutant))
        ]
        cold(remaining, tests, work, tell)
        results = verdicts(kept)
    good = report({module: [mutant.key for mutant in those] for module, those in made.items()}, results)
    return 0 if good else 1


def verdicts(kept: Path) -> dict[str, Verdict]:
    """The last verdict on each mutant, by what is kept in the work folder."""
    lines = kept.read_text().splitlines() if kept.exists() else []
    return {key: Verdict(outcome, by) for key, outcome, by in map(json.loads, lines)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
