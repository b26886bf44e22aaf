"""Pages of parties: of their own, or a list for an agreement of many."""

from __future__ import annotations

import re

from built_site import SITE, Dom
from pactstate import Agreement, Event, Source, Vocabulary
from pactstate.domain.parties import STATES
from pactstate.site.build import build
from pactstate.site.templating import Site

OWN = {f"UNIT{number}": f"Unit {number}" for number in range(60)}
CODES = [*STATES, *OWN]
WORDS = Vocabulary(parties=OWN)
MANY = 251
"""Parties of which each has no page of its own any more."""
SOURCES = [Source("s", "S", published="2001-02-01")]


def convention(parties: int) -> Agreement:
    """Return an agreement in force, of which the first two parties are bound."""
    acts = [Event("ratified", "2001-01-02", party=one, reported_by=["s"]) for one in CODES[:2]]
    history = [Event("signed", "2001-01-01", reported_by=["s"]), *acts]
    history.append(Event("in_force", "2001-01-03", reported_by=["s"]))
    return Agreement("many", "Many", "treaty", CODES[:parties], history, open=True, sources=SOURCES, vocabulary=WORDS)


def bilateral(*parties: str) -> Agreement:
    return Agreement("two", "Two", "treaty", parties, [Event("signed", "2001", reported_by=["s"])], sources=SOURCES)


def hrefs(page: str) -> list[str | None]:
    return [values["href"] for tag, values in Dom(page).elements if tag == "a"]


def test_parties_of_an_agreement_of_few_have_no_list_of_their_own() -> None:
    files = dict(build([convention(8)], SITE))
    assert "many/parties.html" not in files
    assert f"../parties/{CODES[7]}.html" in hrefs(files["many/index.html"])
    assert f"parties/{CODES[7]}.html" in hrefs(files["index.html"])


def test_each_state_has_a_page_of_its_own() -> None:
    files = dict(build([convention(MANY - 1)], SITE))
    assert sum(path.startswith("parties/") for path in files) == MANY - 1


def test_parties_of_more_than_a_few_share_a_list() -> None:
    files = dict(build([convention(9)], SITE))
    assert "parties.html" in hrefs(files["many/index.html"])
    assert "index.html" in hrefs(files["many/parties.html"])
    assert f"../parties/{CODES[8]}.html" in hrefs(files["many/parties.html"])
    groups = re.findall(r"<h2 [^>]*>(.*?)</h2>.*?<ul[^>]*>(.*?)</ul>", files["many/parties.html"], re.DOTALL)
    names = [re.findall(r"<li><a[^>]*>(.*?)</a></li>", rows) for _, rows in groups]
    assert [title for title, _ in groups] == ["Bound: 2", "Not bound so far: 7"]
    assert [len(some) for some in names] == [2, 7]
    assert all(some == sorted(some) for some in names)
    whole = sorted(convention(9).party_name(code) for code in CODES[:9])
    assert sorted(name for some in names for name in some) == whole


def test_a_party_of_several_agreements_has_a_page_of_its_own() -> None:
    for agreements in (
        [convention(MANY), bilateral(CODES[3], CODES[20])],
        [bilateral(CODES[3], CODES[20]), convention(MANY)],
    ):
        files = dict(build(agreements, SITE))
        assert {path for path in files if path.startswith("parties/")} == {
            f"parties/{CODES[3]}.html",
            f"parties/{CODES[20]}.html",
        }
        assert "many/parties.html" in hrefs(files["index.html"])
        assert f"../parties/{CODES[3]}.html" in hrefs(files["many/parties.html"])
        assert f"../parties/{CODES[4]}.html" not in hrefs(files["many/parties.html"])
        own = files[f"parties/{CODES[3]}.html"]
        assert {"../many/index.html", "../two/index.html"} <= {*hrefs(own)}


def test_the_number_of_files_does_not_grow_with_the_parties_of_an_agreement_of_very_many() -> None:
    assert len([*build([convention(MANY)], SITE)]) == len([*build([convention(MANY + 40)], SITE)])


def test_a_list_of_one_party_names_no_parties_in_its_rows() -> None:
    files = dict(build([convention(12), bilateral(*CODES[3:5])], Site(SITE.today)))
    assert f'data-party="{" ".join(CODES[:12])}"' in files["index.html"]
    assert "data-party" not in files[f"parties/{CODES[3]}.html"]
    assert "data-party" not in files["kinds/treaty.html"]
