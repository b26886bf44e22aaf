"""Sessions for contributors: ``nox`` lists, ``nox -s tests`` runs the pure suite. CI runs ``.ci/run``."""

from __future__ import annotations

import nox

nox.options.sessions = ["tests", "lint", "types"]
nox.options.default_venv_backend = "venv"


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def tests(session: nox.Session) -> None:
    """Run the pure suite."""
    session.install(".[test]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def cover(session: nox.Session) -> None:
    """Run what decides the coverage, as the README does."""
    session.install(".[test]")
    session.run("pytest", "tests/unit", "tests/golden", "tests/process", "--cov", "-n", "auto", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look at style and at the direction of imports."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy and pyright."""
    session.install("-e", ".[dev]")
    session.run("mypy")
    session.run("pyright")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into build/docs."""
    session.install(".[docs]")
    session.run("python", "-m", "sphinx", "-W", "--keep-going", "-n", "-b", "html", "docs", "build/docs")


@nox.session
def package(session: nox.Session) -> None:
    """Build what would be released into build/release."""
    session.install("twine", "cyclonedx-bom")
    session.run("bash", ".ci/release", *session.posargs, external=True)
