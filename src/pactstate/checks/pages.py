"""The page of every rule, in parts: what it finds, why that matters, and what to do.

The text of a rule stands in the docstring of the function that checks it; :mod:`pactstate.checks.rules.form` holds the
texts of those that are found on the way, while files are read. See docs/rules/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.checks.rules import CHECKS
from pactstate.checks.rules.form import TEXTS
from pactstate.rules import RULES, RuleInfo

__all__ = ["FAMILIES", "PAGES", "Page", "page_file"]

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PS0": "whether a file can be read",
        "PS1": "what stands in a file",
        "PS2": "what may follow what",
        "PS3": "who says so, and when",
        "PS4": "how agreements hang together",
        "PS5": "what has become of what was recorded",
        "PS9": "comments that silence findings",
    }
)
"""What the rules are about whose codes begin alike."""

_TO_DO: Final = "To do: "


@attrs.frozen
class Page:
    """What is said of a rule, in Markdown, a paragraph a line."""

    rule: RuleInfo
    headline: str
    """What it finds, in one sentence."""
    why: str
    """Why that matters: the article of law or the real case behind it. Several paragraphs."""
    remedy: str
    """What to write instead."""


def _page(rule: RuleInfo, text: str) -> Page:
    """The parts of a text: a sentence, paragraphs, and a last one that begins with 'To do:'."""
    if not text:  # Python has been told to drop docstrings
        return Page(rule, rule.name, "", "")
    headline, *why, remedy = (" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
    remedy = remedy.removeprefix(_TO_DO)
    return Page(rule, headline, "\n\n".join(why), remedy[:1].upper() + remedy[1:])


def _pages() -> Mapping[str, Page]:
    texts = dict(TEXTS)
    texts.update((check.info.name, check.page) for check in CHECKS)
    return MappingProxyType({name: _page(rule, texts[name]) for name, rule in RULES.items()})


PAGES: Final = _pages()
"""The pages of all rules, by name, in the order of their codes."""


def page_file(name: str) -> Path:
    """Where the whole page of a rule lies, with its examples: in the package, or in the source tree it is run from."""
    package = Path(__file__).parent.parent
    packaged = package / "data" / "rules"
    return (packaged if packaged.is_dir() else package.parent.parent / "docs" / "rules") / f"{name}.md"
