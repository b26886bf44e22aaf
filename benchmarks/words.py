"""The words that a corpus is made of: parties, kinds, outlets, and sentences with blanks."""

from __future__ import annotations

from typing import Final

__all__ = [
    "COUNTRIES",
    "KINDS",
    "LOCATORS",
    "MANY",
    "ORGANS",
    "OUTLETS",
    "PLACES",
    "REASONS",
    "REMARKS",
    "SENTENCES",
    "TITLES",
]

COUNTRIES: Final = {
    "AU": "Australia",
    "BD": "Bangladesh",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CL": "Chile",
    "CI": "Côte d'Ivoire",
    "DE": "Germany",
    "DK": "Denmark",
    "EG": "Egypt",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "ID": "Indonesia",
    "IN": "India",
    "IS": "Iceland",
    "IT": "Italy",
    "JP": "Japan",
    "KE": "Kenya",
    "KR": "Republic of Korea",
    "MN": "Mongolia",
    "MX": "Mexico",
    "MY": "Malaysia",
    "NL": "Netherlands",
    "NO": "Norway",
    "NZ": "New Zealand",
    "PH": "Philippines",
    "PL": "Poland",
    "SE": "Sweden",
    "SG": "Singapore",
    "TH": "Thailand",
    "TR": "Türkiye",
    "US": "United States",
    "VN": "Viet Nam",
    "ZA": "South Africa",
}

KINDS: Final = {
    "raa": ("raa", "Reciprocal Access Agreement", 6),
    "acsa": ("acsa", "Acquisition and Cross-Servicing Agreement", 10),
    "gsoia": ("isa", "Agreement on the Security of Information", 12),
    "equipment_transfer": (
        "equipment",
        "Agreement concerning the Transfer of Defence Equipment and Technology",
        14,
    ),
    "treaty": ("treaty", "Treaty on Mutual Assistance", 50),
    "arrangement": ("partnership", "Joint Declaration on Partnership", 8),
}
"""Each kind's word in an id, its name, and how often it comes."""

MANY: Final = "Convention on Cooperation"
"""Names of treaties of more than two parties."""

OUTLETS: Final = (
    ("kyodo", "Kyodo News", "press"),
    ("jiji", "Jiji Press", "press"),
    ("reuters", "Reuters", "press"),
    ("nhk", "NHK World", "press"),
    ("inquirer", "Philippine Daily Inquirer", "press"),
    ("asahi", "The Asahi Shimbun (朝日新聞)", "press"),
    ("monde", "Le Monde", "press"),
    ("ministry", "Ministry of Foreign Affairs", "official"),
    ("defence", "Ministry of Defence", "official"),
    ("parliament", "Parliament, minutes of the plenary", "official"),
    ("embassy", "Embassy, press section", "official"),
    ("review", "Review of International Security", "secondary"),
    ("digest", "Treaty Digest", "secondary"),
)
"""Id, publisher, type."""

TITLES: Final = (
    "{0} and {1} sign accord after three years of talks",
    "Signing of the agreement between {0} and {1}",
    "{0}: parliament takes up the agreement with {1}",
    "Minister says that the pact with {1} serves both sides",
    "Exchange of notes concerning the entry into force",
    "'A new stage': {0} and {1} deepen their cooperation",
    "{0}-{1} agreement to take effect",
    "Minutes of the committee on foreign affairs",
    "What the agreement with {1} means for {0}",
    "Joint statement of the foreign ministers",
    "{1} seeks changes to the agreement - sources",
    "Accord entre {0} et {1} : les étapes",
)

PLACES: Final = (
    "Manila",
    "Tokyo",
    "Canberra",
    "Washington",
    "London",
    "Paris",
    "Oslo",
    "Malacañang, Manila",
    "Zürich",
    "Reykjavík",
    "New York",
    "Wellington",
    "The Hague",
)

ORGANS: Final = (
    "National Diet (House of Councillors plenary)",
    "Senate (Resolution 1248, third reading, 19-0)",
    "Cabinet",
    "President",
    "Storting",
    "House of Representatives",
    "Federal Council",
    "Parliament (two readings)",
)

SENTENCES: Final = (
    "The foreign minister and the ambassador of {1} sign in {2}; agreed minutes are signed alongside.",
    "The text follows the model that {0} has used with its other partners.",
    "An announcement of the ministry gives the day; the treaty series does not carry the text yet.",
    "The committee on foreign affairs recommends approval after two hearings.",
    "Both sides say that the procedures which their law requires are complete.",
    "Officials of {1} speak of remaining differences over jurisdiction and over the cost of the facilities.",
    "The page gives the month only; two other sources name the day.",
    "Notes are exchanged between the ministry of {0} and the embassy of {1}.",
    "The day is that of the government's own table; the newspapers differ by one.",
    "A joint committee meets for the first time and concludes the implementing arrangements.",
    "The clause on entry into force counts the days from the later of the two notes.",
    "Read in a copy of the register; the page itself was not opened.",
    "The opposition asks for a renegotiation of the article on criminal jurisdiction.",
    "The first use of the agreement is an exercise in disaster relief near {2}.",
    "What is meant is the protocol of the same year, which is part of the agreement.",
)

LOCATORS: Final = ("headline", "paragraph 1", "paragraph 6", "row 12 of the table", "page 3", "Article 27(6)")

REASONS: Final = (
    "Gives the day of the approval by one parliament; the exchange of notes came later.",
    "Confuses this agreement with the one on the exchange of information.",
    "Written before the text was public; the ministry's own page differs.",
)

REMARKS: Final = tuple(sentence for sentence in SENTENCES if "{" not in sentence)
"""Words without blanks."""
