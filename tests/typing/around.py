"""Text that goes around the escaping, for the type checkers: every ignore here is of an error that must be reported.

An ignore without an error is an error itself, for mypy by ``warn_unused_ignores`` and for pyright by the next line.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=error

from __future__ import annotations

from collections.abc import Callable, Mapping

from pactstate import reports
from pactstate.cli.output import emit, emit_aside, write_file
from pactstate.cli.table import render_table
from pactstate.findings import Report
from pactstate.reports import github, gitlab, json, junit, rdjson, sarif, text
from pactstate.reports import markdown as markdown_format
from pactstate.text.escape import (
    CsvText,
    DotText,
    JsonText,
    MarkdownText,
    MermaidText,
    SafeText,
    TerminalText,
    XmlText,
    csv_cell,
    dot,
    markdown,
    mermaid,
    visible,
)

plain = str(Report().files)

# Functions that write refuse plain text, and the results of string operations on safe text.
emit(plain)  # type: ignore[arg-type]
emit_aside(plain)  # type: ignore[arg-type]
write_file("report.md", plain)  # type: ignore[arg-type]
render_table((), (), plain, width=80, colour=False)  # type: ignore[arg-type]
emit(f"{visible(plain)}\n")  # type: ignore[arg-type]
emit(visible(plain) + "\n")  # type: ignore[arg-type]
emit(visible(plain).strip())  # type: ignore[arg-type]
emit("\n".join([visible(plain)]))  # type: ignore[arg-type]

# A type is made by its functions only, and for one target.
emit(SafeText(plain))  # type: ignore[call-arg]
emit(TerminalText(plain))  # type: ignore[call-arg]
emit(JsonText(plain))  # type: ignore[call-arg]
terminal: TerminalText = plain  # type: ignore[assignment]
terminal = markdown(plain)  # type: ignore[assignment]
in_markdown: MarkdownText = visible(plain)  # type: ignore[assignment]
in_dot: DotText = mermaid(plain)  # type: ignore[assignment]
in_mermaid: MermaidText = dot(plain)  # type: ignore[assignment]
in_xml: XmlText = csv_cell(plain)  # type: ignore[assignment]
in_csv: CsvText = TerminalText.joined("", [visible(plain)])  # type: ignore[assignment]

# Templates are words of ours. mypy takes every string for a literal one, so that pyright alone reports these.
emit(TerminalText.of(plain))  # pyright: ignore[reportArgumentType]
emit(MarkdownText.joined(plain, ["a"]))  # pyright: ignore[reportArgumentType]
visible(plain).wrapped(80, rest=plain)  # pyright: ignore[reportArgumentType]

# Writers accept safe text.
emit(TerminalText.of("{}: {}\n", plain, 1))
emit(markdown(plain))
renderers: Mapping[str, Callable[[Report, reports.Options], SafeText]] = {
    "text": text.render,
    "concise": text.render_concise,
    "json": json.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "rdjson": rdjson.render,
    "gitlab": gitlab.render,
    "markdown": markdown_format.render,
}
