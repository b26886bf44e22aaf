"""The pages of the rules that no function of this package checks: what is found while files and comments are read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pactstate.storage.limits import DEFAULT

__all__ = ["TEXTS"]

TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreadable-file": """A file cannot be opened, or its text is not UTF-8.

        A check that ends well promises that it has read every file whole. What it could not read, it names. Links are
        not followed and pipes are not opened, even inside the folder: whoever proposes a change could point them at
        anything.

        To do: save the file as UTF-8 (editors call it encoding), give leave to read it, or put the file itself in the
        place of a link.
        """,
        "invalid-yaml": """A file is not YAML, is empty, or holds more than one document.

        What cannot be followed is not guessed at, and a second document would be passed over by readers that take the
        first one only. The usual slips of typing are named at their own line: marks of an unresolved merge conflict,
        tabs and no-break spaces in front of a key, a blank or a colon that is missing after a key, an entry without its
        `- `, a key or a source at another column than its neighbours, and a text that needs quotes. The headline
        "Japan-PH relations: Toward a 'quasi-alliance'" of one of the five articles that this project grew from needs
        quotes for its colon. Of the lines that a slip has spoilt nothing else is reported; the rest of the file is.

        To do: mend the place that the finding names, or the line above it. One file holds one agreement.
        """,
        "duplicate-key": """The same key stands twice in one mapping.

        The standard forbids it, and many YAML readers keep the last one without a word. A reviewer who sees two dates
        in a diff cannot tell which of them counts; here, neither is taken for granted.

        To do: keep one of the two. Where both values are needed, the key takes a list: `reported_by: [one, another]`.
        """,
        "limit-exceeded": f"""A file is larger, or nested deeper, than the limits allow.

        A check that runs for other people reads what strangers send. A file of fifty kilobytes that consists of
        brackets can end a process, so limits are held before the cost is paid: {DEFAULT.file_bytes // 1024**2} MiB a
        file, {DEFAULT.depth} levels, {DEFAULT.nodes:,} values, {DEFAULT.scalar:,} characters a text and
        {DEFAULT.key:,} a key. The longest history of the data set takes up a sixtieth of that size.

        To do: divide sources among several files under `sources/`, and replace a long text by a paraphrase and a
        `locator`.
        """,
        "suspicious-character": """A character that does not show, or that changes the order of what shows.

        Controls for the direction of writing, characters without width and other controls can make a text look like
        another one than the one that is read: a reviewer approves what is seen, and the program works with something
        else. Unicode Technical Report 36 describes the means. They mostly come along when a text is copied from a web
        page or a word processor.

        To do: delete the character; the message gives its number and its name. Where it is hard to find, type the
        word anew.
        """,
        "unsafe-yaml": """A tag, an anchor, an alias or a merge key.

        Tags ask some YAML readers to make objects, or to run code. Aliases and merge keys stand for text that is
        elsewhere: twenty of them, nested in one kilobyte, keep a reader busy for seconds, and each further one doubles
        the time. They also hide from a reviewer what a value is. Agreement files need none of them.

        To do: write the value out where it is needed, and leave tags out: every value is text.
        """,
        "unknown-key": """A key that the format does not know.

        A mistyped key that was passed over would take its value along: with `reportedby` the entry would have no
        source, and nobody would be told. So every key that is not known is an error, and the finding names the one
        that is most like it, or those that are known at this place.

        To do: correct the key. What has no key of its own goes into `note`.
        """,
        "missing-key": """A key that is needed is missing.

        Without a kind, parties and a history there is no agreement to speak of, and an event without a date has no
        place in it. A date need not be exact: that the agreement of 2016 between Japan and the Philippines on defence
        equipment entered into force in April is `2016-04`, and a year alone will do as well.

        To do: add the key that the finding names. For a date, write as much as is known.
        """,
        "invalid-value": """A value of the wrong type, or a word that is not among those allowed.

        Events, states, kinds and types of sources come from closed lists, so that one thing has one name in all files,
        and so that `singed` is not taken for a new event. Ids are made of a-z, 0-9 and single hyphens, so that they
        are the same on every system. An `effective` day, a party or a reason in the wrong place would change what the
        history says.

        To do: write one of the words that the finding names, or a value of the type that it asks for.
        """,
        "invalid-date": """A date that does not exist, or is not written as the format asks.

        Dates are written as in ISO 8601-2 (EDTF): `2024-07-08`, `2024-07`, `2024`, and `2024-07-08/2024-07-12` for one
        day somewhere in a span. `05/06/2024` is a day in May to some readers and in June to others; 31 September is no
        day at all. A day that is not known is left out and not made up: for the agreement of 2016 between Japan and the
        Philippines on defence equipment, sources give the month of force only.

        To do: write the date as the message proposes, as exactly as the source gives it and no more.
        """,
        "ambiguous-scalar": """A text without quotes that other YAML readers would change.

        Here every value is text. Readers that follow YAML 1.1 take `NO`, the code of Norway, for the logical value
        false, `012` for ten and `1:30` for ninety. Files are shared, and a register that loses Norway on the way is
        hard to mend afterwards. Nothing is wrong as long as only this program reads the file.

        To do: put the value in quotes, as in `'NO'`.
        """,
        "unknown-party-code": """A party code that is neither in ISO 3166-1 nor that of a known organisation.

        One party has one code in all files, or `--party` would miss agreements. The two letters of ISO 3166-1 are the
        same in every language, and not always the usual abbreviation: the United Kingdom is `GB`. A state that is no
        more has the four letters of ISO 3166-3, as `YUCS` for Yugoslavia. Beside states, `EU`, `EURATOM`, `IAEA`,
        `NATO`, `OPCW` and `UN` are known; Japan has an agreement on the security of information with NATO. It asks
        about a code only if its whole name, or the code in another spelling, was written: the most similar name is too
        often that of another country.

        To do: write the code that is meant. A code of one's own is declared in `pactstate.toml`, under `[parties]`.
        """,
        "file-name": """The name of the file is not the agreement's id.

        The id names the agreement in links, commands and reports; the file's name is where people look for it. If the
        two differ, one of them leads astray, and two files may claim one id without being neighbours in a listing.

        A file that was copied and keeps the old id is reported as *duplicate-id* instead.

        To do: rename the file to the id and `.yaml`, or change the id, and the links that name it.
        """,
        "duplicate-id": """Two agreements, or two sources, have the same id.

        A claim that cites the id could mean either, and what it proves hangs on which one was published when. Letter
        case does not tell two ids apart. The data set cites two newspapers of 2025-08-12: their ids begin with the
        names of the papers, since the day alone would not do.

        Of two agreements with one id, the file that is not named after it is at fault: mostly it is a copy.

        To do: give one of the two another id, and correct what cites it. If they are the same source, keep one
        description, in `sources.yaml`.
        """,
        "ignore-without-reason": """A comment silences a rule, and does not say why.

        Whoever reads or reviews the file later cannot judge a silence without a reason, and whoever proposes a change
        could use one to carry an error past the check. The comment works nevertheless, so that one finding is enough.

        To do: write the reason after the brackets: `# pactstate: ignore[skipped-step] the notes were never published`.
        """,
        "unused-ignore": """A comment silences a rule that finds nothing there.

        The fault was mended, or the comment stands at the wrong place or names another rule than the one that speaks.
        Left where it is, it would silence the next fault of this sort, which nobody has looked at. A comment at the end
        of a line covers that line; on a line of its own it covers the entry or key that begins on the next one.

        To do: delete the comment, or the name in its brackets; or move it to the line of the finding that is meant.
        """,
        "expired-ignore": """The day until which a comment silences a rule has passed.

        Some faults are right to wait for: a step that will be published, a source that has been asked for. `until=` in
        the brackets says for how long, and on the day after it the finding returns together with this one. It counts
        by the last day of a partial date: `until=2027-01` holds to the end of January. Days in the reason mean nothing.

        To do: mend what was silenced, and delete the comment. If there is still reason to wait, give a later day.
        """,
        "unknown-rule": """A comment, an option or the configuration names no rule.

        A mistyped name silences nothing, or selects nothing: a check with `--select skiped-step` would find no fault
        and look like a success. A comment names whole rules, by name or code; options and the configuration also take
        the beginning of codes, as in `PS3`. A comment whose last day stands at the end of the reason, as in the first
        version of the format (`, until 2027-01-31`), is heeded and gets a warning: the day belongs into the brackets.

        To do: correct the name; `pactstate rule` lists all of them.
        """,
    }
)
