"""Reports for people and machines: each format is a pure function of the report."""

from __future__ import annotations

import importlib
from typing import Final

from pactstate.findings import Report
from pactstate.reports.base import Options
from pactstate.text.escape import SafeText

__all__ = ["FORMATS", "Options", "render"]

FORMATS: Final = ("text", "concise", "json", "github", "sarif", "junit", "rdjson", "gitlab", "markdown")
"""Names of the formats. Each is a module of this package, but ``concise`` stands beside ``text``."""


def render(form: str, report: Report, options: Options | None = None) -> SafeText:
    """Return the report in one of :data:`FORMATS`. Imports the module of that format only.

    >>> print(render("concise", Report()), end="")
    0 files checked, nothing wrong
    """
    module, function = ("text", "render_concise") if form == "concise" else (form, "render")
    writer = getattr(importlib.import_module(f"pactstate.reports.{module}"), function)
    text: SafeText = writer(report, options or Options())
    return text
