"""Pages of the rules, in parts: what a rule finds, why that matters, and what to do.

The text of a page is the docstring of the rule. ``TEXTS`` has the texts of rules that have no function of their own:
reading finds these faults in files and comments. docs/make_rules.py writes the whole pages to docs/rules/.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.checks.rules import CHECKS
from pactstate.rules import RULES, RuleInfo
from pactstate.storage.limits import DEFAULT

__all__ = ["FAMILIES", "PAGES", "TEXTS", "Page", "page_file"]

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PS0": "whether a file can be read",
        "PS1": "what a file contains",
        "PS2": "what may follow what",
        "PS3": "sources, and when they were published",
        "PS4": "ids, and links between agreements",
        "PS5": "changes to what was recorded",
        "PS9": "comments that silence findings",
    }
)
"""Subject of each family of rules, by the beginning of their codes."""

_TO_DO: Final = "To do: "


@attrs.frozen
class Page:
    """Text of a rule's page, in Markdown, one paragraph a line."""

    rule: RuleInfo
    headline: str
    """The fault that the rule finds, in one sentence."""
    why: str
    """The reason for the rule: an article of law, or a real case. Several paragraphs."""
    remedy: str
    """Advice on what to write instead."""


TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable-file": """A file cannot be opened, or its text is not UTF-8.

        A check that ends without errors promises that it has read every file whole. So it names each file that it could
        not read. It does not follow links and does not open pipes, even inside the folder: whoever proposes a change
        could point them at anything.

        To do: save the file as UTF-8 (editors call this the encoding), make it readable for you, or replace the link by
        the file itself.
        """,
        "invalid-yaml": """A file is not YAML, is empty, or holds more than one document.

        The parser does not guess. A second document is an error, since some readers take only the first one. Common
        slips are named at their own line: marks of an unresolved merge conflict, tabs and no-break spaces in front of a
        key, a missing space or colon after a key, an entry without its `- `, a key or a source at another column than
        its neighbours, and a text that needs quotes. For example, the headline "Japan-PH relations: Toward a
        'quasi-alliance'" needs quotes because of its colon. The check reports nothing else about the lines that such a
        slip has spoilt, and goes on with the rest of the file.

        To do: correct the place that the finding names, or the line above it. One file holds one agreement.
        """,
        "duplicate-key": """The same key stands twice in one mapping.

        YAML forbids it, and many readers keep the last value without a word. A reviewer who sees two dates in a diff
        cannot tell which of them counts. So the check accepts neither.

        To do: keep one of the two. If both values are needed, write a list: `reported_by: [one, another]`.
        """,
        "limit-exceeded": f"""A file is larger, or nested deeper, than the limits allow.

        Checks run on files of strangers. A file of fifty kilobytes that consists of brackets can end a process, so the
        parser stops at its limits before it pays for more: {DEFAULT.file_bytes // 1024**2} MiB a file,
        {DEFAULT.depth} levels, {DEFAULT.nodes:,} values, {DEFAULT.scalar:,} characters a text and {DEFAULT.key:,} a
        key. The longest history of the data set has a sixtieth of that size.

        To do: divide sources among several files under `sources/`. Replace a long text by a paraphrase and a `locator`.
        """,
        "suspicious-character": """A character that is invisible, or that changes the order of the text.

        Controls for the direction of writing, characters without width and other controls can make a text look
        different from what the program reads: a reviewer approves one text, and the program works with another.
        Unicode Technical Report 36 describes such attacks. Mostly these characters come along when somebody copies a
        text from a web page or a word processor.

        To do: delete the character. The message gives its number and its name. If it is hard to find, type the word
        again.
        """,
        "unsafe-yaml": """A tag, an anchor, an alias or a merge key.

        Tags ask some YAML readers to create objects or to run code. Aliases and merge keys stand for text elsewhere:
        twenty of them, nested in one kilobyte, keep a reader busy for seconds, and each further one doubles the time.
        They also hide from a reviewer what a value is. Agreement files need none of them.

        To do: write the value where it is needed, and leave tags out: every value is text.
        """,
        "unknown-key": """A key that the format does not know.

        If the check skipped a mistyped key, its value would be lost: with `reportedby` the entry would have no source,
        and nobody would notice. So every unknown key is an error. The finding names the most similar key, or those that
        are known at this place.

        To do: correct the key. Put what has no key of its own into `note`.
        """,
        "missing-key": """A key that is needed is missing.

        An agreement needs a kind, parties and a history, and an event needs a date to have a place in it. The date need
        not be exact. The agreement of 2016 between Japan and the Philippines on defence equipment entered into force in
        April: `2016-04`. A year alone is enough, too.

        To do: add the key that the finding names. For a date, write as much as is known.
        """,
        "invalid-value": """A value of the wrong type, or a word that is not among those allowed.

        Events, states, kinds and types of sources come from closed lists. So one thing has one name in all files, and
        `singed` is not taken for a new event. Ids consist of a-z, 0-9 and single hyphens, so that they are the same on
        every system. An `effective` day, a party or a reason at the wrong place would change the meaning of the
        history.

        To do: write one of the words that the finding names, or a value of the type that it asks for.
        """,
        "invalid-date": """A date that does not exist, or is not written as the format asks.

        Dates follow ISO 8601-2 (EDTF): `2024-07-08`, `2024-07`, `2024`, and `2024-07-08/2024-07-12` for one day
        somewhere in an interval. `05/06/2024` is a day in May to some readers and a day in June to others. 31 September
        does not exist. Do not invent a day that is not known: for the agreement of 2016 between Japan and the
        Philippines on defence equipment, sources give only the month of entry into force.

        To do: write the date as the message proposes, as exactly as the source gives it and no more.
        """,
        "ambiguous-scalar": """A text without quotes that other YAML readers would change.

        Here every value is text. Readers that follow YAML 1.1 take `NO`, the code of Norway, for the logical value
        false, `012` for ten and `1:30` for ninety. Files are shared, and a register that has lost Norway is hard to
        repair. As long as only pactstate reads the file, nothing is wrong.

        To do: put the value in quotes, as in `'NO'`.
        """,
        "unknown-party-code": """A party code that is neither in ISO 3166 nor that of a known organisation.

        A party has one code in all files; otherwise `--party` would miss agreements. The two letters of ISO 3166-1 are
        the same in every language, and not always the usual abbreviation: the United Kingdom is `GB`. A former state
        has the four letters of ISO 3166-3, such as `YUCS` for Yugoslavia. Besides states, `EU`, `EURATOM`, `IAEA`,
        `NATO`, `OPCW` and `UN` are known; Japan has an agreement on the security of information with NATO. The message
        suggests a code only for a whole name or another spelling of a code, since the most similar name is too often
        that of another country.

        To do: write the code of the party. Declare a code of your own in `pactstate.toml`, under `[parties]`.
        """,
        "file-name": """The name of the file is not the agreement's id.

        The id names the agreement in links, commands and reports. People look for it under the name of the file. If the
        two differ, one of them misleads, and two files may claim the same id without being neighbours in a listing.

        A copied file that keeps the old id is reported as *duplicate-id* instead.

        To do: rename the file to the id and `.yaml`, or change the id and the links that name it.
        """,
        "duplicate-id": """Two agreements, or two sources, have the same id.

        A claim that cites the id could mean either of them, and what it proves depends on which one was published when.
        Letter case does not make two ids different. The data set cites two newspapers of 2025-08-12: their ids begin
        with the names of the papers, since the day alone would not be enough.

        A source in an agreement's own `sources:` belongs to its file, so two files may each describe a source of the
        same id. An id in `sources.yaml` is taken in every file.

        Of two agreements with one id, the finding is in the file that is not named after it: mostly it is a copy.

        To do: give one of the two another id, and correct what cites it. If they are the same source, keep the
        description in `sources.yaml` and delete the other one.
        """,
        "ignore-without-reason": """A comment silences a rule, and does not say why.

        Without a reason, a later reader cannot judge whether the comment is right, and whoever proposes a change could
        use one to hide an error. The comment still silences the rule, so that one finding is enough.

        To do: write the reason after the brackets: `# pactstate: ignore[skipped-step] the notes were never published`.
        """,
        "unused-ignore": """A comment silences a rule that finds nothing there.

        Somebody has corrected the fault, or the comment is at the wrong place, or it names another rule than the one
        that found something. If it stayed, it would silence the next fault of this sort, which nobody has looked at. A
        comment at the end of a line covers that line. On a line of its own, it covers the entry or key that begins on
        the next line.

        To do: delete the comment, or the name in its brackets; or move it to the line of the finding.
        """,
        "expired-ignore": """The day until which a comment silences a rule has passed.

        Sometimes it is right to wait: a step will be published, or a source has been requested. `until=` in the
        brackets says for how long. On the day after it, the finding returns together with this one. Of a partial date
        the last day counts: `until=2027-01` holds to the end of January. Days in the reason mean nothing.

        To do: correct the fault, and delete the comment. If there is still reason to wait, give a later day.
        """,
        "unknown-rule": """A comment, an option or the settings name a rule that does not exist.

        A mistyped name silences nothing, or selects nothing: a check with `--select skiped-step` would find no fault
        and look like a success. A comment names whole rules, by name or code. Options and settings also take the
        beginning of codes, such as `PS3`. A comment with its last day at the end of the reason (`, until 2027-01-31`,
        as in the first version of the format) still works and gets a warning: write the day in the brackets.

        To do: correct the name. `pactstate rule` lists all rules.
        """,
    }
)
"""Texts of the rules that have no function of their own, by name."""


def _page(rule: RuleInfo, text: str) -> Page:
    """Return the parts of a docstring: a sentence, paragraphs, and a last paragraph that begins with 'To do:'."""
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
    """Return the file with the whole page of a rule: in the installed package, or in the source tree."""
    package = Path(__file__).parent.parent
    packaged = package / "data" / "rules"
    return (packaged if packaged.is_dir() else package.parent.parent / "docs" / "rules") / f"{name}.md"
