"""States of the agreements, worked out by hand from the records of the fact base before the data was looked at.

Each row asks where an agreement stood on a day, by all that the data holds or by what was public on another day. Above
each group stand the records that it rests on, as ``agreement of the fact base: event.date``. "nothing" among the
states says that perhaps nothing had happened yet. What follows from the rules alone:

- a month or a year is one day in it, so on its days both the state before and the one after are possible;
- what was only announced leaves the state before possible for good, and makes the one after *presumed*;
- what a record does not follow (``not_recorded``) may have happened after any of its entries, or not;
- a page without a date may have been published on any day from the latest thing that it tells until the facts were
  compiled, so that a day in between gives the answers with and without it; a page that bears a year only, likewise.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import pactstate
from pactstate import Flag, PartialDate, Registry, State, Status


class Row(NamedTuple):
    """One answer; of what stands after ``possible``, only that is compared which is given."""

    id: str
    on: str
    known_by: str | None
    possible: str
    """States, and "nothing" for none yet; a single one is certain."""
    presumed: str | None = None
    """Given where several are possible because one was only announced; else the certain state, or none."""
    since: str | None = None
    approved: str | None = None
    """Parties, or "nobody"."""
    ratified: str | None = None
    notices: str | None = None
    """Parties and "running" or "on-hold", or "none"."""
    expected: str | None = None
    """Events and their days, or "none"."""


# Access of forces

RAA = [
    # jp-ph-raa: proposed.2015-06-04, exploratory_only.2016-10-07, consideration_agreed.2022-04-09,
    # negotiations_agreed.2023-11-03
    Row("jp-ph-raa", "2015-06-04", "2015-06-04", "nothing"),
    Row("jp-ph-raa", "2015-06-05", "2015-06-05", "proposed"),
    Row("jp-ph-raa", "2016-10-07", None, "proposed", since="2015-06-04"),
    Row("jp-ph-raa", "2023-11-10", "2023-11-02", "proposed"),
    Row("jp-ph-raa", "2023-11-10", "2023-11-03", "negotiating", since="2023-11-03"),
    # jp-ph-raa: signed.2024-07-08, signed.2025 (wrong), ratified.2024-11-05 (the President: an approval at home),
    # ratified.2024-12-16 (wrong), legislature_approved.2024-12-16, legislature_approved.2025-06-06
    Row("jp-ph-raa", "2024-07-08", "2024-07-08", "signed", approved="nobody"),
    Row("jp-ph-raa", "2024-11-04", None, "signed", since="2024-07-08", approved="nobody"),
    Row("jp-ph-raa", "2024-11-05", None, "signed", approved="PH", ratified="nobody"),
    Row("jp-ph-raa", "2024-12-16", None, "signed", approved="PH", ratified="nobody"),
    Row("jp-ph-raa", "2025-06-05", None, "signed", approved="PH"),
    Row("jp-ph-raa", "2025-06-06", None, "signed", approved="PH JP", ratified="nobody"),
    # jp-ph-raa: notes_exchanged.2025-08-12, entry_into_force_rule.2025-08-12, entered_into_force.2025-09-11
    Row("jp-ph-raa", "2025-08-12", "2025-08-11", "signed", expected="none"),
    Row("jp-ph-raa", "2025-08-12", "2025-08-12", "ratified", ratified="JP PH", expected="in_force 2025-09-11"),
    Row("jp-ph-raa", "2025-09-11", "2025-09-10", "ratified in_force", presumed="in_force", expected="none"),
    Row("jp-ph-raa", "2025-09-11", "2025-09-11", "in_force", since="2025-09-11"),
    Row("jp-ph-raa", "2025", None, "signed ratified in_force"),
    # japan-australia-raa: signed.2022-01-06, legislature_approved.2023-04-28 (in a page of 2024-06-18)
    Row("jp-au-raa", "2022-01-05", None, "nothing"),
    Row("jp-au-raa", "2022-01-06", "2022-01-06", "signed"),
    Row("jp-au-raa", "2023-04-27", None, "signed", approved="nobody"),
    Row("jp-au-raa", "2023-04-28", None, "signed", approved="JP"),
    Row("jp-au-raa", "2023-05-01", "2024-06-17", "signed", approved="nobody"),
    # japan-australia-raa: notes_exchanged.2023-08-08, entered_into_force.2023-08-13 (told with the notes, five days
    # before), entered_into_force.2023-08 (in a white paper of 2024)
    Row("jp-au-raa", "2023-08-08", "2023-08-08", "ratified", expected="in_force 2023-08-13"),
    Row("jp-au-raa", "2023-08-12", None, "ratified", since="2023-08-08"),
    Row("jp-au-raa", "2023-08-13", None, "in_force", since="2023-08-13"),
    Row("jp-au-raa", "2023-09-01", "2023-12-31", "ratified in_force", presumed="in_force"),
    Row("jp-au-raa", "2023-09-01", "2024-06-30", "ratified in_force", presumed="in_force"),
    Row("jp-au-raa", "2023-09-01", "2025-01-01", "in_force"),
    # japan-united-kingdom-raa: negotiations_agreed.2021-09-28, agreed_in_principle.2022-05-05,
    # agreed_in_principle.2022-05 (in a white paper of 2022)
    Row("jp-gb-raa", "2021-09-27", None, "nothing"),
    Row("jp-gb-raa", "2021-09-28", None, "negotiating"),
    Row("jp-gb-raa", "2022-12-31", "2022-12-31", "negotiating"),
    # japan-united-kingdom-raa: signed.2023-01-11, signed.2023-01-12 (the same hour in Japan),
    # legislature_approved.2023-04-28, notes_exchanged.2023-09-15
    Row("jp-gb-raa", "2023-01-10", None, "negotiating"),
    Row("jp-gb-raa", "2023-01-11", None, "signed", since="2023-01-11", approved="nobody"),
    Row("jp-gb-raa", "2023-04-27", None, "signed", approved="nobody"),
    Row("jp-gb-raa", "2023-04-28", None, "signed", approved="JP"),
    Row("jp-gb-raa", "2023-09-14", None, "signed", approved="JP"),
    Row("jp-gb-raa", "2023-09-15", "2023-09-15", "ratified", expected="in_force 2023-10-15"),
    # japan-united-kingdom-raa: entered_into_force.2023-10-15, told with the notes; entered_into_force.2023-10 (in a white
    # paper of 2024) and .2 (in a page of 2023-11-23)
    Row("jp-gb-raa", "2023-10-14", None, "ratified", since="2023-09-15"),
    Row("jp-gb-raa", "2023-10-14", "2023-10-14", "ratified", expected="in_force 2023-10-15"),
    Row("jp-gb-raa", "2023-10-15", None, "in_force", since="2023-10-15", expected="none"),
    Row("jp-gb-raa", "2023-11-01", "2023-11-22", "ratified in_force", presumed="in_force"),
    Row("jp-gb-raa", "2023-11-01", "2023-11-23", "in_force"),
    Row("jp-gb-raa", "2026-11-22", None, "in_force", ratified="JP GB"),
    # japan-france-raa: negotiations_agreed.2024-05-02, negotiations_agreed.2024-05 (in a white paper of 2024, on no
    # stated day); nothing later
    Row("jp-fr-raa", "2024-05-02", "2023-12-31", "nothing"),
    Row("jp-fr-raa", "2024-05-02", "2024-05-01", "nothing negotiating"),
    Row("jp-fr-raa", "2024-05-02", "2024-05-02", "negotiating"),
    Row("jp-fr-raa", "2026-11-22", None, "negotiating", since="2024-05-02"),
]

VISITING_FORCES = [
    # united-states-philippines-visiting-forces-agreement-vfa: signed.1998-02-10, ratified.1998-10-05 (the President),
    # second_reading.1999-05-25, legislature_approved.1999-05-27, entered_into_force.1999-05-27 (wrong: the Senate's
    # day), entered_into_force.1999-06-01 (after notes on no stated day)
    Row("us-ph-vfa", "1998-02-09", None, "nothing"),
    Row("us-ph-vfa", "1998-02-10", None, "signed", approved="nobody"),
    Row("us-ph-vfa", "1998-10-04", None, "signed", approved="nobody"),
    Row("us-ph-vfa", "1998-10-05", None, "signed", approved="PH", ratified="nobody"),
    Row("us-ph-vfa", "1999-05-26", None, "signed", since="1998-02-10"),
    Row("us-ph-vfa", "1999-05-27", None, "signed ratified", approved="PH"),
    Row("us-ph-vfa", "1999-05-31", None, "signed ratified"),
    Row("us-ph-vfa", "1999-06-01", None, "in_force", since="1999-06-01"),
    # The notice: termination_notified.2020-02-11, termination_suspended.2020-06-02,
    # termination_suspension_extended.2020-11-11, .2020-11 and .2021-06-14, termination_withdrawn.2021-07-30
    Row("us-ph-vfa", "2020-02-10", None, "in_force", notices="none"),
    Row("us-ph-vfa", "2020-02-11", None, "in_force", since="1999-06-01", notices="PH running"),
    Row("us-ph-vfa", "2020-06-01", None, "in_force", notices="PH running"),
    Row("us-ph-vfa", "2020-06-02", None, "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2020-08-09", None, "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2020-11-11", None, "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2021-06-14", None, "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2021-07-28", None, "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2021-07-30", None, "in_force", since="1999-06-01", notices="none"),
    # The revocation is in a page of its own day; the ruling that dates the force in one of 2021-07-16.
    Row("us-ph-vfa", "2021-07-30", "2021-07-28", "in_force", notices="PH on-hold"),
    Row("us-ph-vfa", "2021-07-30", "2021-07-30", "in_force", notices="none"),
    Row("us-ph-vfa", "2026-11-22", None, "in_force", since="1999-06-01", notices="none"),
    # united-states-philippines-enhanced-defense-cooperation-agreement-edca: signed.2014-04-28, signed.2014-04,
    # ratified.2014-06 (the President), upheld_as_executive_agreement.2016-01-12, amended.2016-04-13 (so it applied by
    # then); no record of the day of its force
    Row("us-ph-edca", "2014-03-31", None, "nothing"),
    Row("us-ph-edca", "2014-04-15", None, "nothing"),
    Row("us-ph-edca", "2014-04-28", "2014-04-28", "signed"),
    Row("us-ph-edca", "2014-05-15", None, "signed", since="2014-04-28", approved="nobody"),
    Row("us-ph-edca", "2014-06-15", None, "signed in_force", approved="nobody"),
    Row("us-ph-edca", "2014-07-01", None, "signed in_force", approved="PH"),
    Row("us-ph-edca", "2016-04-13", None, "in_force"),
    Row("us-ph-edca", "2026-11-22", None, "in_force"),
    # australia-philippines-sovfa: signed.2007-05-31, legislature_approved.2012-07-24, entered_into_force.2012-09-28,
    # entered_into_force.2012-09
    Row("au-ph-sovfa", "2007-05-30", None, "nothing"),
    Row("au-ph-sovfa", "2007-05-31", None, "signed", approved="nobody"),
    Row("au-ph-sovfa", "2012-07-23", None, "signed", since="2007-05-31", approved="nobody"),
    Row("au-ph-sovfa", "2012-07-24", None, "signed", approved="PH"),
    Row("au-ph-sovfa", "2012-09-27", None, "signed"),
    Row("au-ph-sovfa", "2012-09-28", None, "in_force", since="2012-09-28"),
    # new-zealand-philippines-sovfa: negotiation_round.2025-01 (the first), negotiations_concluded.2025-02,
    # signed.2025-04-30
    Row("nz-ph-sovfa", "2024-12-31", None, "nothing"),
    Row("nz-ph-sovfa", "2025-01-15", None, "nothing negotiating"),
    Row("nz-ph-sovfa", "2025-01-31", None, "negotiating"),
    Row("nz-ph-sovfa", "2025-02-15", None, "negotiating"),
    Row("nz-ph-sovfa", "2025-04-29", None, "negotiating", since="2025-01"),
    Row("nz-ph-sovfa", "2025-04-30", "2025-04-30", "signed"),
    Row("nz-ph-sovfa", "2026-11-22", None, "signed", since="2025-04-30"),
    # canada-philippines-sovfa: negotiations_started.2025-01-16 (in an undated page that tells of their end),
    # negotiations_concluded.2025-03-07, signed.2025-11-02
    Row("ca-ph-sovfa", "2025-01-15", None, "nothing"),
    Row("ca-ph-sovfa", "2025-01-16", None, "negotiating"),
    Row("ca-ph-sovfa", "2025-03-01", "2025-03-01", "nothing"),
    Row("ca-ph-sovfa", "2025-02-01", "2025-04-01", "nothing negotiating"),
    Row("ca-ph-sovfa", "2025-03-07", "2025-04-01", "negotiating"),
    Row("ca-ph-sovfa", "2025-11-01", None, "negotiating", since="2025-01-16"),
    Row("ca-ph-sovfa", "2025-11-02", "2025-11-02", "signed", approved="nobody"),
    # france-philippines-visiting-forces-agreement: letter_of_intent.2023-12-02, negotiation_round.2025-06 (the first),
    # negotiation_round.2025-12; no signature
    Row("fr-ph-vfa", "2023-12-01", None, "nothing"),
    Row("fr-ph-vfa", "2023-12-02", "2023-12-02", "proposed"),
    Row("fr-ph-vfa", "2025-05-31", None, "proposed", since="2023-12-02"),
    Row("fr-ph-vfa", "2025-06-15", None, "proposed negotiating"),
    Row("fr-ph-vfa", "2026-11-22", None, "negotiating", since="2025-06"),
    Row("fr-ph-vfa", "2025-07-15", "2024-01-01", "proposed"),
    # japan-united-states-special-measures-agreement-2008-host-nation-support: signed.2008-01-25 (in a white paper
    # of 2016), submitted_to_legislature.2008-02-05, lower_house_approved.2008-04-03, upper_house_rejected.2008-04-25,
    # joint_committee_failed.2008-04-25 (so the first house prevailed); no record of its force or end
    Row("jp-us-sma", "2008-01-24", None, "nothing"),
    Row("jp-us-sma", "2008-01-25", None, "signed ratified"),
    Row("jp-us-sma", "2008-04-24", None, "signed ratified", approved="nobody"),
    Row("jp-us-sma", "2008-04-25", None, "signed ratified in_force terminated", approved="JP"),
    Row("jp-us-sma", "2026-11-22", None, "signed ratified in_force terminated", approved="JP"),
    Row("jp-us-sma", "2010-01-01", "2015-12-31", "nothing"),
]

# Acquisition and cross-servicing

ACSA = [
    # jp-ph-acsa: consideration_agreed.2022, negotiations_agreed.2025-04-29, agreed_in_principle.2025-10-26
    Row("jp-ph-acsa", "2025-04-28", "2025-04-28", "proposed"),
    Row("jp-ph-acsa", "2025-04-29", "2025-04-29", "negotiating"),
    Row("jp-ph-acsa", "2025-10-26", None, "negotiating", since="2025-04-29"),
    # jp-ph-acsa: signed.2026-01-15, entry_into_force_rule.2026-01-15 (not thirty days from signature),
    # legislature_approved.2026-06-19 (in a page of 2026-07-24)
    Row("jp-ph-acsa", "2025-12-28", "2025-12-28", "negotiating"),
    # signing_expected.2026-01, in a page of 2025-12-29
    Row("jp-ph-acsa", "2026-01-15", "2026-01-14", "negotiating signed"),
    Row("jp-ph-acsa", "2026-02-14", None, "signed", since="2026-01-15"),
    Row("jp-ph-acsa", "2026-03-01", "2026-01-20", "signed"),
    Row("jp-ph-acsa", "2026-06-18", None, "signed", approved="nobody"),
    Row("jp-ph-acsa", "2026-06-19", None, "signed", approved="JP", ratified="nobody"),
    Row("jp-ph-acsa", "2026-07-01", "2026-07-23", "signed", approved="nobody"),
    Row("jp-ph-acsa", "2026-07-01", "2026-07-24", "signed", approved="JP"),
    # japan-united-states-acsa-1996: signed.1996-04-15, entered_into_force.1996-10-22 (in a white paper of 2016),
    # amendment_entered_into_force.1999-09 and .2004-07, superseded.2017-04-25 (in a white paper of 2020)
    Row("jp-us-acsa-1996", "1996-03-31", None, "nothing"),
    Row("jp-us-acsa-1996", "1996-04-15", None, "signed"),
    Row("jp-us-acsa-1996", "1996-06-01", None, "signed", since="1996-04-15"),
    Row("jp-us-acsa-1996", "1996-10-15", None, "signed"),
    Row("jp-us-acsa-1996", "1996-10-31", None, "in_force", since="1996-10-22"),
    Row("jp-us-acsa-1996", "2004-08-01", None, "in_force", since="1996-10-22"),
    Row("jp-us-acsa-1996", "2004-08-01", "2019-12-31", "in_force"),
    Row("jp-us-acsa-1996", "2017-04-24", None, "in_force"),
    Row("jp-us-acsa-1996", "2017-04-25", None, "terminated", since="2017-04-25"),
    # japan-united-states-acsa-2016: signed.2016-09-26, signed.2016-09 (in a page of 2016-09-27),
    # legislature_approved.2017-04-14, entered_into_force.2017-04-25, entered_into_force.2017-04 (in a white paper of
    # 2017)
    Row("jp-us-acsa-2016", "2016-09-15", None, "nothing"),
    Row("jp-us-acsa-2016", "2016-09-30", "2016-09-27", "signed"),
    Row("jp-us-acsa-2016", "2017-04-13", None, "signed", since="2016-09-26", approved="nobody"),
    Row("jp-us-acsa-2016", "2017-04-14", None, "signed", approved="JP"),
    Row("jp-us-acsa-2016", "2017-04-24", None, "signed", approved="JP"),
    Row("jp-us-acsa-2016", "2017-04-25", None, "in_force", since="2017-04-25"),
    Row("jp-us-acsa-2016", "2017-05-01", "2019-12-31", "in_force"),
    Row("jp-us-acsa-2016", "2017-05-01", "2017-12-31", "in_force"),
    Row("jp-us-acsa-2016", "2017-05-01", "2020-12-31", "in_force"),
    # japan-australia-acsa-2010: signed.2010-05-19, lower_house_approved.2010-11-16 (lapsed),
    # upper_house_approved.2011-03-31, legislature_approved.2011-04-15, notes_exchanged.2013-01-31 and
    # entered_into_force.2013-01-31 (in pages of its day), superseded.2017-09-06 (in a page of its day)
    Row("jp-au-acsa-2010", "2010-04-30", None, "nothing"),
    Row("jp-au-acsa-2010", "2010-05-15", None, "nothing"),
    Row("jp-au-acsa-2010", "2010-05-31", None, "signed", since="2010-05-19"),
    Row("jp-au-acsa-2010", "2011-04-14", None, "signed", approved="nobody"),
    Row("jp-au-acsa-2010", "2011-04-15", None, "signed", approved="JP"),
    Row("jp-au-acsa-2010", "2013-01-30", None, "signed"),
    Row("jp-au-acsa-2010", "2013-01-31", None, "in_force", since="2013-01-31"),
    Row("jp-au-acsa-2010", "2013-01", None, "signed in_force"),
    Row("jp-au-acsa-2010", "2012-01-01", "2019-12-31", "signed"),
    Row("jp-au-acsa-2010", "2013-02-01", "2019-12-31", "in_force"),
    Row("jp-au-acsa-2010", "2017-08-31", None, "in_force"),
    Row("jp-au-acsa-2010", "2017-09-15", None, "terminated"),
    Row("jp-au-acsa-2010", "2017-09-30", None, "terminated", since="2017-09-06"),
    Row("jp-au-acsa-2010", "2018-01-01", "2019-12-31", "terminated"),
    # japan-australia-acsa-2017: signed.2017-01-14, legislature_approved.2017-04-14, notes_exchanged.2017-09-06
    # and entered_into_force.2017-09-06 (in a page of its day); revision_announced.2016-09
    Row("jp-au-acsa-2017", "2016-08-31", None, "nothing"),
    Row("jp-au-acsa-2017", "2017-01-13", None, "proposed"),
    Row("jp-au-acsa-2017", "2017-01-14", "2017-01-14", "signed"),
    Row("jp-au-acsa-2017", "2017-04-13", None, "signed", approved="nobody"),
    Row("jp-au-acsa-2017", "2017-04-14", None, "signed", approved="JP"),
    Row("jp-au-acsa-2017", "2017-08-31", None, "signed", since="2017-01-14", approved="JP"),
    Row("jp-au-acsa-2017", "2017-09-05", None, "signed"),
    Row("jp-au-acsa-2017", "2017-09-15", None, "in_force"),
    Row("jp-au-acsa-2017", "2017-10-01", None, "in_force", since="2017-09-06"),
    Row("jp-au-acsa-2017", "2018-01-01", "2018-01-01", "in_force"),
    # japan-united-kingdom-acsa: negotiations_agreed.2014-05 (in a white paper of 2021, and in an undated document of
    # after the signature), signed.2017-01-26 (in a page of that month), legislature_approved.2017-04-14, entered_into_force.2017-08
    Row("jp-gb-acsa", "2014-05-15", None, "nothing negotiating"),
    Row("jp-gb-acsa", "2016-12-31", None, "negotiating", since="2014-05"),
    Row("jp-gb-acsa", "2016-12-31", "2020-12-31", "nothing negotiating"),
    Row("jp-gb-acsa", "2017-01-15", None, "negotiating"),
    Row("jp-gb-acsa", "2017-02-15", "2017-02-15", "signed"),
    Row("jp-gb-acsa", "2017-04-13", None, "signed", approved="nobody"),
    Row("jp-gb-acsa", "2017-04-14", None, "signed", approved="JP"),
    Row("jp-gb-acsa", "2017-07-31", None, "signed", since="2017-01-26", approved="JP"),
    Row("jp-gb-acsa", "2017-08-15", None, "signed in_force"),
    Row("jp-gb-acsa", "2017-08-31", None, "in_force", since="2017-08"),
    # japan-france-acsa: negotiations_agreed.2017-01, signed.2018-07-13, legislature_approved.2019-05-08,
    # notified.2019-05-27 (the last of the two), entered_into_force.2019-06-26 (in a page of 2019-05-28, and by its month
    # in a white paper of 2021)
    Row("jp-fr-acsa", "2017-01-15", None, "nothing negotiating"),
    Row("jp-fr-acsa", "2018-07-12", None, "negotiating", since="2017-01"),
    Row("jp-fr-acsa", "2018-07-15", None, "signed"),
    Row("jp-fr-acsa", "2019-05-07", None, "signed", since="2018-07-13", approved="nobody"),
    Row("jp-fr-acsa", "2019-05-08", None, "signed", approved="JP"),
    Row("jp-fr-acsa", "2019-05-26", None, "signed", approved="JP"),
    Row("jp-fr-acsa", "2019-05-31", "2019-05-31", "ratified", expected="in_force 2019-06-26"),
    Row("jp-fr-acsa", "2019-06-25", None, "ratified"),
    Row("jp-fr-acsa", "2019-07-01", None, "in_force", since="2019-06-26"),
    Row("jp-fr-acsa", "2019-07-01", "2020-12-31", "ratified in_force", presumed="in_force"),
    # japan-canada-acsa: signed.2018-04-21 (2018-04-22 in Japan), legislature_approved.2019-05-08, entered_into_force.2019-07
    Row("jp-ca-acsa", "2018-04-20", None, "nothing"),
    Row("jp-ca-acsa", "2018-04-21", None, "signed"),
    Row("jp-ca-acsa", "2019-05-07", None, "signed", approved="nobody"),
    Row("jp-ca-acsa", "2019-05-08", None, "signed", approved="JP"),
    Row("jp-ca-acsa", "2019-06-30", None, "signed", since="2018-04-21", approved="JP"),
    Row("jp-ca-acsa", "2019-07-15", None, "signed in_force"),
    Row("jp-ca-acsa", "2026-11-22", None, "in_force", since="2019-07"),
    # japan-india-acsa: negotiations_agreed.2018-10, signed.2020-09 (in a white paper of 2021),
    # legislature_approved.2021-05-19 (in a page of 2022-06-29), notes_exchanged.2021-06-11 and
    # entered_into_force.2021-07-11 (in an undated page)
    Row("jp-in-acsa", "2018-10-15", None, "nothing negotiating"),
    Row("jp-in-acsa", "2020-08-31", None, "negotiating", since="2018-10"),
    Row("jp-in-acsa", "2020-09-15", None, "negotiating signed"),
    Row("jp-in-acsa", "2021-05-18", None, "signed", approved="nobody"),
    Row("jp-in-acsa", "2021-05-19", None, "signed", approved="JP"),
    Row("jp-in-acsa", "2021-06-10", None, "signed", since="2020-09", approved="JP"),
    Row("jp-in-acsa", "2021-06-11", None, "ratified"),
    Row("jp-in-acsa", "2021-07-10", None, "ratified", since="2021-06-11"),
    Row("jp-in-acsa", "2021-07-11", None, "in_force", since="2021-07-11"),
    Row("jp-in-acsa", "2021-12-31", "2021-12-31", "signed in_force", approved="nobody"),
    # japan-germany-acsa: negotiations_agreed.2023-09-29, agreed_in_principle.2023-12-02, agreed_in_principle.2023-11
    # (a slip), signed.2024-01-29
    Row("jp-de-acsa", "2023-09-28", None, "nothing"),
    Row("jp-de-acsa", "2023-09-29", "2023-09-29", "negotiating"),
    Row("jp-de-acsa", "2024-01-28", None, "negotiating", since="2023-09-29"),
    Row("jp-de-acsa", "2024-01-29", "2024-01-29", "signed"),
    # japan-germany-acsa: notified.2024-05-16 (Germany alone), legislature_approved.2024-06-12 (in a page of
    # 2025-06-20), notified.2024-07-12 and entered_into_force.2024-07-12 (on the receipt of the later note)
    Row("jp-de-acsa", "2024-05-15", None, "signed", ratified="nobody"),
    Row("jp-de-acsa", "2024-05-16", None, "signed", ratified="DE", approved="nobody"),
    Row("jp-de-acsa", "2024-06-11", None, "signed", ratified="DE", approved="nobody"),
    Row("jp-de-acsa", "2024-06-12", None, "signed", ratified="DE", approved="JP"),
    Row("jp-de-acsa", "2024-06-30", "2024-06-30", "signed", ratified="nobody", approved="nobody"),
    Row("jp-de-acsa", "2024-07-11", None, "signed", since="2024-01-29", ratified="DE", approved="JP"),
    Row("jp-de-acsa", "2024-07-12", "2024-07-12", "in_force", since="2024-07-12", ratified="DE JP"),
    # japan-italy-acsa: negotiations_started.2024-06 and agreed_in_principle.2024-10-18 (in a page of 2024-10-20),
    # signed.2024-11-25 and notes_exchanged.2025-08-06 (in one of 2025-08-06), legislature_approved.2025-06-06
    Row("jp-it-acsa", "2024-06-15", None, "nothing negotiating"),
    Row("jp-it-acsa", "2024-11-24", None, "negotiating", since="2024-06"),
    Row("jp-it-acsa", "2024-11-25", None, "signed", approved="nobody"),
    Row("jp-it-acsa", "2025-06-05", None, "signed", approved="nobody"),
    Row("jp-it-acsa", "2025-06-06", None, "signed", approved="JP"),
    Row("jp-it-acsa", "2025-08-05", "2025-08-05", "negotiating"),
    Row("jp-it-acsa", "2025-08-05", None, "signed", since="2024-11-25", approved="JP"),
    Row("jp-it-acsa", "2025-08-06", "2025-08-06", "ratified", expected="in_force 2025-09-05"),
    # japan-italy-acsa: entered_into_force.2025-09-05, told with the notes and by nobody afterwards
    Row("jp-it-acsa", "2025-09-04", None, "ratified", expected="in_force 2025-09-05"),
    Row("jp-it-acsa", "2025-09-05", None, "ratified in_force", presumed="in_force", expected="none"),
    Row("jp-it-acsa", "2026-11-22", None, "ratified in_force", presumed="in_force"),
    # japan-netherlands-acsa: negotiations_started.2025-06, signed.2025-12-18, signed.2025-12-17 (wrong),
    # legislature_approved.2026-06-19 (in a page of 2026-07-24)
    Row("jp-nl-acsa", "2025-06-15", None, "nothing negotiating"),
    Row("jp-nl-acsa", "2025-12-15", "2025-12-15", "nothing"),
    Row("jp-nl-acsa", "2025-12-16", None, "negotiating", since="2025-06"),
    Row("jp-nl-acsa", "2025-12-17", None, "negotiating"),
    Row("jp-nl-acsa", "2025-12-18", None, "signed", since="2025-12-18"),
    Row("jp-nl-acsa", "2026-06-18", None, "signed", approved="nobody"),
    Row("jp-nl-acsa", "2026-06-19", None, "signed", approved="JP", ratified="nobody"),
    Row("jp-nl-acsa", "2026-11-22", None, "signed", approved="JP"),
    Row("jp-nl-acsa", "2026-11-22", "2026-07-23", "signed", approved="nobody"),
    # japan-new-zealand-acsa: negotiations_agreed.2025-07-10, signed.2025-12-19, legislature_approved.2026-06-19
    Row("jp-nz-acsa", "2025-07-09", None, "nothing"),
    Row("jp-nz-acsa", "2025-07-10", "2025-07-10", "negotiating"),
    Row("jp-nz-acsa", "2025-12-19", "2025-12-18", "negotiating"),
    Row("jp-nz-acsa", "2025-12-19", "2025-12-19", "signed"),
    Row("jp-nz-acsa", "2026-06-18", None, "signed", approved="nobody"),
    Row("jp-nz-acsa", "2026-06-19", None, "signed", since="2025-12-19", approved="JP", ratified="nobody"),
]

# Security of information

INFORMATION = [
    # jp-ph-gsoia: discussions_agreed.2025-02-24, no_decision_to_conclude.2025-04-30, discussions_started.2025-05-28,
    # negotiations_expected.2026-05-22 (told ahead, for the next week), negotiations_agreed.2026-05-28,
    # negotiations_agreed.2026-05-26 (wrong)
    Row("jp-ph-gsoia", "2025-02-23", None, "nothing"),
    Row("jp-ph-gsoia", "2025-02-25", "2025-02-25", "proposed", since="2025-02-24"),
    Row("jp-ph-gsoia", "2025-06-01", None, "proposed", since="2025-02-24"),
    Row("jp-ph-gsoia", "2026-05-26", None, "proposed"),
    Row("jp-ph-gsoia", "2026-05-28", None, "negotiating", since="2026-05-28"),
    Row("jp-ph-gsoia", "2026-06-01", "2026-05-21", "proposed"),
    Row("jp-ph-gsoia", "2026-06-01", "2026-05-25", "proposed negotiating", presumed="negotiating"),
    # japan-republic-of-korea-gsomia: proposed.2011-01, cabinet_approved.2012-06-26 (an approval is a step of talks
    # under way), signing_postponed.2012-06-29; all in pages of 2012-06-29
    Row("jp-kr-gsomia", "2010-12-31", None, "nothing"),
    Row("jp-kr-gsomia", "2011-01-15", None, "nothing proposed"),
    Row("jp-kr-gsomia", "2012-06-25", None, "proposed", since="2011-01", approved="nobody"),
    Row("jp-kr-gsomia", "2012-06-26", None, "negotiating", since="2012-06-26", approved="KR"),
    Row("jp-kr-gsomia", "2012-06-28", "2012-06-28", "nothing"),
    Row("jp-kr-gsomia", "2012-06-29", "2012-06-29", "negotiating", expected="none"),
    Row("jp-kr-gsomia", "2012-07-01", None, "negotiating"),
    # japan-republic-of-korea-gsomia: negotiations_resumed.2016-10-27 and cabinet_approved.2016-11-22 (in an undated
    # page), signed.2016-11-23 and entered_into_force.2016-11-23 (one day, in a page of 2019-08-22)
    Row("jp-kr-gsomia", "2016-10-31", "2016-10-31", "negotiating"),
    Row("jp-kr-gsomia", "2016-10-31", None, "negotiating"),
    Row("jp-kr-gsomia", "2016-11-22", None, "negotiating", approved="KR"),
    Row("jp-kr-gsomia", "2016-11-23", None, "in_force", since="2016-11-23"),
    # The notice: termination_decided.2019-08-22, termination_notified.2019-08-23 and .2019-08,
    # termination_suspended.2019-11-22, normalisation_announced.2023-03-16, termination_withdrawn.2023-03-21 and
    # .2023-03
    Row("jp-kr-gsomia", "2019-08-22", None, "in_force", notices="none"),
    Row("jp-kr-gsomia", "2019-08-30", "2019-08-22", "in_force", notices="none"),
    Row("jp-kr-gsomia", "2019-08-23", None, "in_force", notices="KR running"),
    Row("jp-kr-gsomia", "2019-11-21", None, "in_force", notices="KR running"),
    Row("jp-kr-gsomia", "2019-11-22", None, "in_force", notices="KR on-hold"),
    Row("jp-kr-gsomia", "2023-03-20", None, "in_force", since="2016-11-23", notices="KR on-hold"),
    Row("jp-kr-gsomia", "2023-03-22", "2023-03-15", "in_force", notices="KR on-hold"),
    Row("jp-kr-gsomia", "2023-03-21", "2023-03-21", "in_force", notices="none"),
    Row("jp-kr-gsomia", "2026-11-22", None, "in_force", since="2016-11-23", notices="none"),
    # japan-united-states-gsomia-2007: signed.2007-08-10 (in a white paper of 2016), entered_into_force.2007-08 (on
    # signature, so never merely signed)
    Row("jp-us-gsomia", "2007-07-31", None, "nothing"),
    Row("jp-us-gsomia", "2007-08-09", None, "nothing"),
    Row("jp-us-gsomia", "2007-08-10", None, "in_force", since="2007-08-10"),
    Row("jp-us-gsomia", "2007-08-31", "2015-12-31", "nothing"),
    # japan-nato-isa: signed.2010-06-25, entered_into_force.2010-06-25
    Row("jp-nato-isa", "2010-05-31", None, "nothing"),
    Row("jp-nato-isa", "2010-06-24", None, "nothing"),
    Row("jp-nato-isa", "2010-06-25", None, "in_force", since="2010-06-25"),
    # japan-france-isa: signed.2011-10-24, entered_into_force.2011-10-24
    Row("jp-fr-isa", "2011-09-30", None, "nothing"),
    Row("jp-fr-isa", "2011-10-23", None, "nothing"),
    Row("jp-fr-isa", "2011-11-01", None, "in_force", since="2011-10-24"),
    # japan-australia-isa: signed.2012-05-17, notified.2013-03-22, entered_into_force.2013-03-22 (in pages of their days)
    Row("jp-au-isa", "2012-05-16", None, "nothing"),
    Row("jp-au-isa", "2012-05-17", "2012-05-17", "signed"),
    Row("jp-au-isa", "2013-02-28", None, "signed", since="2012-05-17"),
    Row("jp-au-isa", "2013-03-21", None, "signed"),
    Row("jp-au-isa", "2013-03-22", "2013-03-22", "in_force", since="2013-03-22"),
    # japan-united-kingdom-isa: signed.2013-07-04, entered_into_force.2014-01-01
    Row("jp-gb-isa", "2013-07-03", None, "nothing"),
    Row("jp-gb-isa", "2013-12-31", None, "signed", since="2013-07-04"),
    Row("jp-gb-isa", "2014-01-01", None, "in_force", since="2014-01-01"),
    # japan-india-isa: signed.2015-12-12, entered_into_force.2015-12-12
    Row("jp-in-isa", "2015-11-30", None, "nothing"),
    Row("jp-in-isa", "2015-12-11", None, "nothing"),
    Row("jp-in-isa", "2015-12-12", None, "in_force", since="2015-12-12"),
    # japan-italy-isa: signed.2016-03-19, notes_exchanged.2016-06-07, entered_into_force.2016-06-07
    Row("jp-it-isa", "2016-03-18", None, "nothing"),
    Row("jp-it-isa", "2016-06-06", None, "signed", since="2016-03-19"),
    Row("jp-it-isa", "2016-06-07", None, "in_force", since="2016-06-07"),
    # japan-germany-isa: agreed_in_principle.2019-02 (in a white paper of 2020), signed.2021-03-22,
    # entered_into_force.2021-03-22 (at once; in a page of its day)
    Row("jp-de-isa", "2019-02-15", None, "nothing negotiating"),
    Row("jp-de-isa", "2021-03-21", None, "negotiating", since="2019-02"),
    Row("jp-de-isa", "2021-03-22", None, "in_force"),
    Row("jp-de-isa", "2019-12-31", "2019-12-31", "nothing"),
    Row("jp-de-isa", "2021-06-01", "2021-12-31", "in_force", since="2021-03-22"),
    # japan-canada-isa: negotiations_agreed.2022-10-11, agreed_in_principle.2025-03-13, signed.2025-07-08,
    # ratification_requirement.2025-07, entered_into_force.2026 (on a 16th; from January to November)
    Row("jp-ca-isa", "2022-10-10", None, "nothing"),
    Row("jp-ca-isa", "2022-10-11", "2022-10-11", "negotiating"),
    Row("jp-ca-isa", "2025-07-08", "2025-06-30", "negotiating", since="2022-10-11"),
    Row("jp-ca-isa", "2025-07-08", "2025-07-09", "signed"),
    Row("jp-ca-isa", "2026-01-15", None, "signed", since="2025-07-08"),
    Row("jp-ca-isa", "2026-06-01", None, "signed in_force"),
    Row("jp-ca-isa", "2026-11-22", None, "in_force", since="2026-01-16/2026-11-16"),
    # japan-new-zealand-isa: negotiations_agreed.2022-04 (in a white paper of 2024), agreed_in_principle.2024-06-19,
    # signed.2025-12-19
    Row("jp-nz-isa", "2022-04-15", None, "nothing negotiating"),
    Row("jp-nz-isa", "2023-12-31", "2023-12-31", "nothing"),
    Row("jp-nz-isa", "2023-12-31", "2024-06-01", "nothing negotiating"),
    Row("jp-nz-isa", "2025-12-18", None, "negotiating", since="2022-04"),
    Row("jp-nz-isa", "2025-12-19", None, "signed", since="2025-12-19", approved="nobody"),
    # united-states-philippines-gsomia: negotiating.2021 (in a page of 2024-04-25), target_announced.2024-04-23 (a wish,
    # not a day), signed.2024-11-18; no record of its force
    Row("us-ph-gsomia", "2020-12-31", None, "nothing"),
    Row("us-ph-gsomia", "2021-07-01", None, "nothing negotiating"),
    Row("us-ph-gsomia", "2021-12-31", None, "negotiating", since="2021"),
    Row("us-ph-gsomia", "2024-04-24", "2024-04-24", "nothing"),
    Row("us-ph-gsomia", "2024-11-17", None, "negotiating"),
    Row("us-ph-gsomia", "2024-11-18", "2024-11-18", "signed"),
    Row("us-ph-gsomia", "2026-11-22", None, "signed", since="2024-11-18"),
]

# Defence equipment and technology

EQUIPMENT = [
    # jp-ph-equipment: negotiations_agreed.2015-06-04, agreed_in_principle.2015-11-19, signed.2016-02-29,
    # entered_into_force.2016-04 (in a white paper of 2016)
    Row("jp-ph-equipment", "2015-11-20", "2015-11-20", "negotiating", since="2015-06-04"),
    Row("jp-ph-equipment", "2016-02-28", None, "negotiating"),
    Row("jp-ph-equipment", "2016-03-31", None, "signed", since="2016-02-29"),
    Row("jp-ph-equipment", "2016", None, "negotiating signed in_force"),
    Row("jp-ph-equipment", "2016-12-31", "2016-12-31", "in_force", since="2016-04"),
    # japan-united-kingdom-equipment: signed.2013-07-04, entered_into_force.2013-07 (perhaps on a later day)
    Row("jp-gb-equipment", "2013-06-30", None, "nothing"),
    Row("jp-gb-equipment", "2013-07-03", None, "nothing"),
    Row("jp-gb-equipment", "2013-07-15", None, "signed in_force"),
    Row("jp-gb-equipment", "2013-07-31", None, "in_force"),
    # japan-australia-equipment: signed.2014-07-08, signed.2014-07, entered_into_force.2014-12
    Row("jp-au-equipment", "2014-07-07", None, "nothing"),
    Row("jp-au-equipment", "2014-07-08", None, "signed"),
    Row("jp-au-equipment", "2014-11-30", None, "signed", since="2014-07-08"),
    Row("jp-au-equipment", "2014-12-15", None, "signed in_force"),
    Row("jp-au-equipment", "2015-01-01", None, "in_force", since="2014-12"),
    # japan-france-equipment: signed.2015-03-13, notified.2016-12-01, entered_into_force.2016-12-01 (in a page of
    # 2016-12-02)
    Row("jp-fr-equipment", "2015-03-12", None, "nothing"),
    Row("jp-fr-equipment", "2015-03-13", None, "signed"),
    Row("jp-fr-equipment", "2015-04-01", "2015-03-01", "nothing"),
    Row("jp-fr-equipment", "2015-04-01", "2018-01-01", "signed"),
    Row("jp-fr-equipment", "2016-11-30", None, "signed"),
    Row("jp-fr-equipment", "2016-12-01", None, "in_force", since="2016-12-01"),
    # japan-india-equipment: signed.2015-12-12 (in a page of its day), entered_into_force.2016-03
    Row("jp-in-equipment", "2015-12-11", None, "nothing"),
    Row("jp-in-equipment", "2015-12-12", "2015-12-12", "signed"),
    Row("jp-in-equipment", "2016-02-29", None, "signed", since="2015-12-12"),
    Row("jp-in-equipment", "2016-03-15", None, "signed in_force"),
    Row("jp-in-equipment", "2016-04-01", None, "in_force", since="2016-03"),
    # japan-italy-equipment: signed.2017-05-22 (in a page of 2019-02-12), legislature_approved.2019-01-17, entered_into_force.2019-04 (in a white paper
    # of 2021)
    Row("jp-it-equipment", "2017-05-21", None, "nothing"),
    Row("jp-it-equipment", "2017-05-22", None, "signed"),
    Row("jp-it-equipment", "2017-05-22", "2019-02-11", "nothing"),
    Row("jp-it-equipment", "2019-01-16", None, "signed", approved="nobody"),
    Row("jp-it-equipment", "2019-01-17", None, "signed", approved="IT"),
    Row("jp-it-equipment", "2019-04-15", None, "signed in_force"),
    Row("jp-it-equipment", "2019-05-01", None, "in_force", since="2019-04"),
    Row("jp-it-equipment", "2020-12-31", "2020-12-31", "signed", since="2017-05-22"),
    # japan-germany-equipment: signed.2017-07-17, entered_into_force.2017-07-17 (on signature)
    Row("jp-de-equipment", "2017-06-30", None, "nothing"),
    Row("jp-de-equipment", "2017-07-16", None, "nothing"),
    Row("jp-de-equipment", "2017-07-17", None, "in_force", since="2017-07-17"),
    # japan-malaysia-equipment: signed.2018-04-18, signed.2018-04, entered_into_force.2018-04 (one month, perhaps not
    # one day; no earlier than the signature)
    Row("jp-my-equipment", "2018-04-17", None, "nothing"),
    Row("jp-my-equipment", "2018-04-20", None, "signed in_force"),
    Row("jp-my-equipment", "2018-05-01", None, "in_force"),
    # japan-indonesia-equipment: signed.2021-03-30, entered_into_force.2021-03 (on signature, so never merely signed)
    Row("jp-id-equipment", "2021-03-29", None, "nothing"),
    Row("jp-id-equipment", "2021-03-30", None, "in_force", since="2021-03-30"),
    # japan-vietnam-equipment: signed.2021-09, entered_into_force.2021-09 (at once)
    Row("jp-vn-equipment", "2021-08-31", None, "nothing"),
    Row("jp-vn-equipment", "2021-09-15", None, "nothing in_force"),
    Row("jp-vn-equipment", "2021-10-01", None, "in_force", since="2021-09"),
    # japan-thailand-equipment: signed.2022-05, entered_into_force.2022-05 (at once)
    Row("jp-th-equipment", "2022-04-30", None, "nothing"),
    Row("jp-th-equipment", "2022-05-15", None, "nothing in_force"),
    Row("jp-th-equipment", "2022-06-01", None, "in_force", since="2022-05"),
    # japan-sweden-equipment: signed.2022-12-19, entered_into_force.2022-12 (in a white paper of 2023)
    Row("jp-se-equipment", "2022-12-18", None, "nothing"),
    Row("jp-se-equipment", "2022-12-19", None, "signed in_force"),
    Row("jp-se-equipment", "2022-12-31", None, "in_force"),
    Row("jp-se-equipment", "2022-12-31", "2022-12-31", "signed", since="2022-12-19"),
    # japan-united-arab-emirates-equipment: signed.2023-05-25, entered_into_force.2024-01-09 (on the day of the notes);
    # both in a page of that day
    Row("jp-ae-equipment", "2023-05-24", None, "nothing"),
    Row("jp-ae-equipment", "2023-05-25", None, "signed"),
    Row("jp-ae-equipment", "2024-01-08", "2024-01-08", "nothing"),
    Row("jp-ae-equipment", "2024-01-08", None, "signed", since="2023-05-25"),
    Row("jp-ae-equipment", "2024-01-09", "2024-01-09", "in_force", since="2024-01-09"),
    # japan-singapore-equipment: negotiations_agreed.2022-06 (in a white paper of 2023), signed.2023-06-03 and
    # entered_into_force.2023-06-03 (on signature; in a page of the next day)
    Row("jp-sg-equipment", "2022-06-15", None, "nothing negotiating"),
    Row("jp-sg-equipment", "2023-06-02", None, "negotiating", since="2022-06"),
    Row("jp-sg-equipment", "2023-06-03", None, "in_force", since="2023-06-03"),
    Row("jp-sg-equipment", "2023-06-03", "2023-06-03", "nothing negotiating"),
    # japan-mongolia-equipment: early_signature_agreed.2024-09 (so talks ran by then), signed.2024-12-11 (in a page of
    # 2024-12-13), signed.2024-12-12 (wrong), notes_exchanged.2025-01-22 and entered_into_force.2025-01-22 (in a page of
    # 2025-01-24)
    Row("jp-mn-equipment", "2024-08-31", None, "nothing negotiating"),
    Row("jp-mn-equipment", "2024-12-10", None, "negotiating"),
    Row("jp-mn-equipment", "2024-12-11", None, "signed", since="2024-12-11"),
    Row("jp-mn-equipment", "2024-12-13", "2024-12-13", "signed"),
    Row("jp-mn-equipment", "2025-01-22", "2025-01-23", "signed"),
    Row("jp-mn-equipment", "2025-01-22", "2025-01-24", "in_force", since="2025-01-22"),
    Row("jp-mn-equipment", "2026-11-22", None, "in_force", since="2025-01-22"),
    # japan-bangladesh-equipment: negotiations_agreed.2023-04, agreed_in_principle.2025-05, signed.2026-02-03 and
    # entered_into_force.2026-02-03 (on signature)
    Row("jp-bd-equipment", "2023-04-15", None, "nothing negotiating"),
    Row("jp-bd-equipment", "2026-02-03", "2026-02-02", "negotiating", since="2023-04"),
    Row("jp-bd-equipment", "2026-02-03", "2026-02-03", "in_force", since="2026-02-03"),
]

# Agreements that are not legally binding

ARRANGEMENTS = [
    # jp-ph-osa: notes_exchanged.2023-11-03 (the first, in a page of the next day), .2024-12-05 and .2026-01-15
    Row("jp-ph-osa", "2023-11-02", None, "nothing"),
    Row("jp-ph-osa", "2023-11-03", "2023-11-03", "nothing"),
    Row("jp-ph-osa", "2023-11-03", "2023-11-04", "in_force"),
    Row("jp-ph-osa", "2026-11-22", None, "in_force", since="2023-11-03"),
    # jp-ph-partnership: strategic_partnership.2011 (in a page of 2024-07-08),
    # strengthened_strategic_partnership.2015-06-04, comprehensive_strategic_partnership.2026-05-28
    Row("jp-ph-partnership", "2010-12-31", None, "nothing"),
    Row("jp-ph-partnership", "2011-07-01", None, "nothing in_force"),
    Row("jp-ph-partnership", "2012-06-01", "2024-07-08", "in_force"),
    Row("jp-ph-partnership", "2026-11-22", None, "in_force", since="2011"),
]

# Records of the supplement: agreements of Japan

JAPAN = [
    # japan-ukraine-isa: proposed.2023-03 and negotiations_started.2024-02 (in an undated page of after the signature),
    # agreed_in_principle.2024-09-23 (in a page of the next day), signed.2024-11-16; no record of its force
    Row("jp-ua-isa", "2023-02-28", None, "nothing"),
    Row("jp-ua-isa", "2023-03-15", None, "nothing proposed"),
    Row("jp-ua-isa", "2024-01-31", None, "proposed", since="2023-03"),
    Row("jp-ua-isa", "2024-02-15", None, "proposed negotiating"),
    Row("jp-ua-isa", "2024-09-30", "2024-09-24", "negotiating"),
    Row("jp-ua-isa", "2024-11-15", None, "negotiating", since="2024-02"),
    Row("jp-ua-isa", "2024-11-16", "2024-11-16", "signed", since="2024-11-16"),
    Row("jp-ua-isa", "2024-11-16", None, "signed"),
    # gcap-gigo-convention: signed.2023-12-14, signed.2023-12 (in a white paper of 2024), ratified.2024-10 (the United
    # Kingdom; in a page of 2024-10-21), legislature_approved.2024-11 (all three, by 2024-11-20; the votes may be
    # older), entered_into_force.2024-12-10
    Row("jp-gb-it-gigo", "2023-12-13", None, "nothing"),
    Row("jp-gb-it-gigo", "2023-12-14", None, "signed", since="2023-12-14"),
    Row("jp-gb-it-gigo", "2024-09-30", None, "signed", ratified="nobody"),
    Row("jp-gb-it-gigo", "2024-11-30", None, "signed", ratified="GB"),
    Row("jp-gb-it-gigo", "2024-12-09", None, "signed"),
    Row("jp-gb-it-gigo", "2024-12-10", None, "in_force", since="2024-12-10"),
    # japan-canada-equipment: early_signature_agreed.2025-07-08 (so talks ran by then), signed.2026-01-27 (in a page of the next day; it still
    # needs procedures)
    Row("jp-ca-equipment", "2025-07-07", None, "nothing negotiating"),
    Row("jp-ca-equipment", "2026-01-26", None, "negotiating"),
    Row("jp-ca-equipment", "2026-01-27", None, "signed", since="2026-01-27"),
    Row("jp-ca-equipment", "2026-01-28", "2026-01-28", "signed"),
    Row("jp-ca-equipment", "2025-12-31", "2025-12-31", "negotiating"),
    # japan-united-states-sma-1987: signed.1987-01-30, entered_into_force.1987-06-01, amendment_signed.1988-03-02 and
    # amendment_entered_into_force.1988-06-01; all in a white paper of 2016; no record of its end
    Row("jp-us-sma-1987", "1987-01-29", None, "nothing"),
    Row("jp-us-sma-1987", "1987-01-30", None, "signed", since="1987-01-30"),
    Row("jp-us-sma-1987", "1987-05-31", None, "signed"),
    Row("jp-us-sma-1987", "1987-06-01", None, "in_force", since="1987-06-01"),
    Row("jp-us-sma-1987", "1988-02-01", "2015-12-31", "nothing"),
    Row("jp-us-sma-1987", "1990-01-01", None, "in_force terminated"),
    # japan-united-states-sma-2011: signed.2011-01-21 (for five years), entered_into_force.2011-04-01 (in a white paper
    # of 2016); no record of its end
    Row("jp-us-sma-2011", "2011-01-20", None, "nothing"),
    Row("jp-us-sma-2011", "2011-01-21", "2011-01-21", "signed"),
    Row("jp-us-sma-2011", "2011-03-31", None, "signed", since="2011-01-21"),
    Row("jp-us-sma-2011", "2011-04-01", None, "in_force", since="2011-04-01"),
    Row("jp-us-sma-2011", "2015-12-31", None, "in_force"),
    Row("jp-us-sma-2011", "2016-06-01", None, "in_force terminated", presumed="terminated"),
    # japan-united-states-sma-2016: signed.2016-01-22, entered_into_force.2016-04-01 and extended.2021-03-31 (one page of
    # 2021-03-31), duration.2022-03-31; no record of its end
    Row("jp-us-sma-2016", "2016-01-21", None, "nothing"),
    Row("jp-us-sma-2016", "2016-03-31", None, "signed", since="2016-01-22"),
    Row("jp-us-sma-2016", "2016-04-01", None, "in_force", since="2016-04-01"),
    Row("jp-us-sma-2016", "2021-12-31", None, "in_force"),
    Row("jp-us-sma-2016", "2022-06-01", None, "in_force terminated", presumed="terminated"),
    Row("jp-us-sma-2016", "2021-03-30", "2021-03-30", "signed"),
    # japan-united-states-security-treaty-1951: signed.1951-09-08, lower_house_approved.1951-10-26 (one of two houses),
    # legislature_approved.1951-11-18, entered_into_force.1952-04-28; the chronology calls the next one the new treaty
    Row("jp-us-security-1951", "1951-09-07", None, "nothing"),
    Row("jp-us-security-1951", "1951-09-08", None, "signed", approved="nobody"),
    Row("jp-us-security-1951", "1951-10-26", None, "signed", approved="nobody"),
    Row("jp-us-security-1951", "1951-11-18", None, "signed", approved="JP"),
    Row("jp-us-security-1951", "1952-04-27", None, "signed", since="1951-09-08"),
    Row("jp-us-security-1951", "1952-04-28", None, "in_force", since="1952-04-28"),
    Row("jp-us-security-1951", "1960-06-22", None, "in_force"),
    Row("jp-us-security-1951", "1960-06-23", None, "terminated", since="1960-06-23"),
    # japan-united-states-security-treaty-1960: signed.1960-01-19, entered_into_force.1960-06-23
    Row("jp-us-security-1960", "1960-01-18", None, "nothing"),
    Row("jp-us-security-1960", "1960-01-19", None, "signed"),
    Row("jp-us-security-1960", "1960-06-22", None, "signed", since="1960-01-19"),
    Row("jp-us-security-1960", "1960-06-23", None, "in_force", since="1960-06-23"),
    Row("jp-us-security-1960", "2026-11-29", None, "in_force"),
    # japan-united-states-mutual-defense-assistance-agreement: signed.1954-03-08, entered_into_force.1954-05
    Row("jp-us-mda", "1954-03-07", None, "nothing"),
    Row("jp-us-mda", "1954-04-30", None, "signed", since="1954-03-08"),
    Row("jp-us-mda", "1954-05-15", None, "signed in_force"),
    Row("jp-us-mda", "1954-06-01", None, "in_force", since="1954-05"),
    # japan-united-states-logistic-support-notes-2001: signed.2001-11-16, entered_into_force.2001-11-16 (on the day of
    # the notes)
    Row("jp-us-logistics-2001", "2001-11-15", None, "nothing"),
    Row("jp-us-logistics-2001", "2001-11-16", None, "in_force", since="2001-11-16"),
    # jp-ph-2plus2: the first meeting, 2022-04-09 (recorded under jp-ph-raa and jp-ph-acsa); an arrangement that is held
    Row("jp-ph-2plus2", "2022-04-08", None, "nothing"),
    Row("jp-ph-2plus2", "2022-04-09", "2022-04-09", "in_force", since="2022-04-09"),
    Row("jp-ph-2plus2", "2026-11-29", None, "in_force"),
]

# Records of the supplement: agreements of the United States, of the Philippines and of the Republic of Korea

AMERICA_AND_KOREA = [
    # united-states-philippines-mutual-defense-treaty: signed.1951-08-30, legislature_approved.1952-03-20 against
    # .1952-03-30 (open), ratified.1952-04-15 (President Truman: at home), legislature_approved.1952-05-12,
    # ratified.1952-08-27, instruments_exchanged.1952-08-27, entered_into_force.1952-08-27
    Row("us-ph-mdt", "1951-08-29", None, "nothing"),
    Row("us-ph-mdt", "1951-08-30", None, "signed", since="1951-08-30", approved="nobody"),
    Row("us-ph-mdt", "1952-03-19", None, "signed", approved="nobody"),
    Row("us-ph-mdt", "1952-03-31", None, "signed", approved="US", ratified="nobody"),
    Row("us-ph-mdt", "1952-05-12", None, "signed", approved="US PH", ratified="nobody"),
    Row("us-ph-mdt", "1952-08-26", None, "signed"),
    Row("us-ph-mdt", "1952-08-27", None, "in_force", since="1952-08-27", ratified="US PH"),
    Row("us-ph-mdt", "2026-11-29", None, "in_force"),
    # new-zealand-philippines-mlsa: signed.2024, signed.2024.2; nothing later
    Row("nz-ph-mlsa", "2023-12-31", None, "nothing"),
    Row("nz-ph-mlsa", "2024-07-01", None, "nothing signed ratified in_force"),
    Row("nz-ph-mlsa", "2025-01-01", None, "signed ratified in_force"),
    # united-states-philippines-mlsa: signed.2002-11
    Row("us-ph-mlsa", "2002-10-31", None, "nothing"),
    Row("us-ph-mlsa", "2002-12-01", None, "signed ratified in_force"),
    # united-states-papua-new-guinea-dca: signed.2023-05-22 (pages of that day), duration.2023-07
    Row("us-pg-dca", "2023-05-21", None, "nothing"),
    Row("us-pg-dca", "2023-05-22", "2023-05-22", "signed ratified in_force"),
    Row("us-pg-dca", "2026-11-29", None, "signed ratified in_force"),
    # australia-new-zealand-united-states-anzus: signed.1951-09-01 only
    Row("au-nz-us-anzus", "1951-08-31", None, "nothing"),
    Row("au-nz-us-anzus", "1951-09-01", None, "signed ratified in_force"),
    Row("au-nz-us-anzus", "1951-10-01", "2015-12-31", "nothing"),
    # republic-of-korea-united-states-mutual-defense-treaty: negotiations_agreed.1953-07-12, initialled.1953-08-08,
    # signed.1953-10-01 (in a white paper of 2022)
    Row("kr-us-mdt", "1953-07-11", None, "nothing"),
    Row("kr-us-mdt", "1953-07-12", None, "negotiating"),
    Row("kr-us-mdt", "1953-09-30", None, "negotiating", since="1953-07-12"),
    Row("kr-us-mdt", "1953-10-01", None, "signed ratified in_force"),
    Row("kr-us-mdt", "1953-10-01", "2021-12-31", "nothing"),
    # republic-of-korea-united-states-sofa: signed.1966-07-09, entered_into_force.1967-02-09
    Row("kr-us-sofa", "1966-07-08", None, "nothing"),
    Row("kr-us-sofa", "1967-02-08", None, "signed", since="1966-07-09"),
    Row("kr-us-sofa", "1967-02-09", None, "in_force", since="1967-02-09"),
    # republic-of-korea-united-states-mlsa: signed.1988-06-08
    Row("kr-us-mlsa", "1988-06-07", None, "nothing"),
    Row("kr-us-mlsa", "1988-06-08", None, "signed ratified in_force"),
    # australia-republic-of-korea-mls: signed.2010, amended.2020-06 (in a white paper of 2020) against amended.2021-09
    # (in that of 2022); so it applied by then
    Row("au-kr-mls", "2009-12-31", None, "nothing"),
    Row("au-kr-mls", "2010-07-01", None, "nothing signed in_force"),
    Row("au-kr-mls", "2011-01-01", None, "signed in_force"),
    Row("au-kr-mls", "2021-10-01", None, "in_force"),
    # republic-of-korea-united-states-sma-2005: signed.2005-06-09, entered_into_force.2005-07-06
    Row("kr-us-sma-2005", "2005-06-08", None, "nothing"),
    Row("kr-us-sma-2005", "2005-07-05", None, "signed", since="2005-06-09"),
    Row("kr-us-sma-2005", "2005-07-06", None, "in_force terminated"),
    # republic-of-korea-united-states-sma-2014: signed.2014-02-02, entered_into_force.2014-06-18
    Row("kr-us-sma-2014", "2014-02-01", None, "nothing"),
    Row("kr-us-sma-2014", "2014-06-17", None, "signed", since="2014-02-02"),
    Row("kr-us-sma-2014", "2014-06-18", None, "in_force terminated"),
    # republic-of-korea-united-states-sma-11: negotiations_started.2019-09, ratified.2021-09
    Row("kr-us-sma-2021", "2019-08-31", None, "nothing"),
    Row("kr-us-sma-2021", "2019-09-15", None, "nothing negotiating"),
    Row("kr-us-sma-2021", "2021-08-31", None, "negotiating", since="2019-09"),
    Row("kr-us-sma-2021", "2021-10-01", None, "ratified in_force terminated"),
    # india-united-states-gsomia: signed.2002, amended.2019 (an annex, so it applied by then)
    Row("in-us-gsomia", "2001-12-31", None, "nothing"),
    Row("in-us-gsomia", "2003-01-01", None, "signed in_force"),
    Row("in-us-gsomia", "2020-01-01", None, "in_force"),
    # india-united-states-lemoa: signed.2016-08
    Row("in-us-lemoa", "2016-07-31", None, "nothing"),
    Row("in-us-lemoa", "2016-09-01", None, "signed ratified in_force"),
    # india-united-states-comcasa: signed.2018-09-06, signed.2018, entered_into_force.2018-09-06 (at once)
    Row("in-us-comcasa", "2018-09-05", None, "nothing"),
    Row("in-us-comcasa", "2018-09-06", None, "in_force", since="2018-09-06"),
    Row("in-us-comcasa", "2026-11-29", None, "in_force"),
    # india-united-states-beca: signed.2020-10, signed.2020-10-26 against signing_expected.2020-10-27
    Row("in-us-beca", "2020-10-25", None, "nothing"),
    Row("in-us-beca", "2020-10-27", None, "signed ratified in_force"),
    Row("in-us-beca", "2020-11-01", None, "signed ratified in_force"),
]

# Records of the supplement: agreements of Australia, of the United Kingdom and of Russia

OTHERS = [
    # australia-papua-new-guinea-pukpuk-treaty: text_agreed.2025-09, signing_postponed.2025-09, cabinet_approved.2025-10,
    # ratified.2025-10-02 (wrong), signed.2025-10-06, ratification_requirement.2025-10
    Row("au-pg-pukpuk", "2025-08-31", None, "nothing"),
    Row("au-pg-pukpuk", "2025-09-15", None, "nothing negotiating"),
    Row("au-pg-pukpuk", "2025-09-30", None, "negotiating"),
    Row("au-pg-pukpuk", "2025-10-05", None, "negotiating", ratified="nobody"),
    Row("au-pg-pukpuk", "2025-10-06", None, "signed", since="2025-10-06", approved="PG", ratified="nobody"),
    Row("au-pg-pukpuk", "2025-10-07", "2025-10-05", "nothing negotiating"),
    # australia-indonesia-treaty-on-common-security: negotiations_concluded.2025-11-12, signed.2026-02-06
    Row("au-id-jakarta", "2025-11-11", None, "nothing"),
    Row("au-id-jakarta", "2025-11-12", None, "negotiating"),
    Row("au-id-jakarta", "2026-02-05", None, "negotiating", since="2025-11-12"),
    Row("au-id-jakarta", "2026-02-06", "2026-02-06", "signed ratified in_force"),
    # australia-indonesia-agreement-on-maintaining-security-1995: signed.1995-12-18, terminated.1999 (so it was in
    # force before)
    Row("au-id-ams", "1995-12-17", None, "nothing"),
    Row("au-id-ams", "1998-12-31", None, "signed in_force"),
    Row("au-id-ams", "2000-01-01", None, "terminated", since="1999"),
    Row("au-id-ams", "1999-07-01", None, "signed in_force terminated"),
    # australia-indonesia-lombok-treaty: signed.2006
    Row("au-id-lombok", "2005-12-31", None, "nothing"),
    Row("au-id-lombok", "2007-01-01", None, "signed ratified in_force"),
    # australia-indonesia-dca-2024: negotiations_started.2023-02, negotiations_concluded.2024-08-20, signed.2024-08-29
    Row("au-id-dca", "2023-01-31", None, "nothing"),
    Row("au-id-dca", "2023-02-15", None, "nothing negotiating"),
    Row("au-id-dca", "2024-08-28", None, "negotiating", since="2023-02"),
    Row("au-id-dca", "2024-08-29", "2024-08-29", "signed ratified in_force"),
    Row("au-id-dca", "2023-12-31", None, "negotiating"),
    # australia-tuvalu-falepili-union: signed.2023-11-09, force_expected.2024, committee_referral.2024-03-26,
    # entered_into_force.2024-08-28
    Row("au-tv-falepili", "2023-11-08", None, "nothing"),
    Row("au-tv-falepili", "2023-11-09", None, "signed"),
    Row("au-tv-falepili", "2024-08-27", None, "signed", since="2023-11-09"),
    Row("au-tv-falepili", "2024-08-28", "2024-08-28", "in_force"),
    Row("au-tv-falepili", "2024-08-28", None, "in_force", since="2024-08-28"),
    # aukus-naval-nuclear-information-agreement-2021: signed.2021-11-22, entered_into_force.2022-02-08; the agreement of
    # 2024 is to supersede it on a day without a record
    Row("au-gb-us-ennpia", "2021-11-21", None, "nothing"),
    Row("au-gb-us-ennpia", "2021-11-22", None, "signed"),
    Row("au-gb-us-ennpia", "2022-02-07", None, "signed", since="2021-11-22"),
    Row("au-gb-us-ennpia", "2022-02-08", None, "in_force terminated"),
    # aukus-naval-nuclear-propulsion-agreement-2024: signed.2024-08-05, tabled.2024-08-12; no record of its force
    Row("au-gb-us-nnpa", "2024-08-04", None, "nothing"),
    Row("au-gb-us-nnpa", "2024-08-06", None, "signed ratified in_force"),
    Row("au-gb-us-nnpa", "2024-08-08", "2024-08-08", "signed ratified in_force"),
    Row("au-gb-us-nnpa", "2026-11-29", None, "signed ratified in_force"),
    # australia-united-kingdom-geelong-treaty: signed.2025-07-26
    Row("au-gb-geelong", "2025-07-25", None, "nothing"),
    Row("au-gb-geelong", "2025-07-26", "2025-07-26", "signed ratified in_force"),
    # germany-united-kingdom-kensington-treaty: signed.2025-07-17, text_published.2025-07-21
    Row("gb-de-kensington", "2025-07-16", None, "nothing"),
    Row("gb-de-kensington", "2025-07-17", "2025-07-17", "signed ratified in_force"),
    Row("gb-de-kensington", "2026-11-29", None, "signed ratified in_force"),
    # germany-united-kingdom-trinity-house-agreement: signed.2024-10-23
    Row("gb-de-trinity-house", "2024-10-22", None, "nothing"),
    Row("gb-de-trinity-house", "2024-10-23", None, "signed ratified in_force"),
    # north-korea-russia-friendship-treaty-2000: signed.2000-02-09, superseded.2024-12-04 (so it was in force before)
    Row("kp-ru-friendship", "2000-02-08", None, "nothing"),
    Row("kp-ru-friendship", "2000-02-09", None, "signed in_force"),
    Row("kp-ru-friendship", "2020-01-01", None, "signed in_force"),
    Row("kp-ru-friendship", "2024-12-04", None, "terminated", since="2024-12-04"),
    # north-korea-russia-comprehensive-strategic-partnership-treaty: signed.2024-06-19, signed.2024-06-18 (wrong),
    # lower_house_approved.2024-10-24, legislature_approved.2024-11-06, ratified.2024-11-09 (the Russian President),
    # ratified.2024-11-11 (a decree), instruments_exchanged.2024-12-04, entered_into_force.2024-12-04
    Row("kp-ru-partnership", "2024-06-18", None, "nothing"),
    Row("kp-ru-partnership", "2024-06-19", None, "signed", approved="nobody"),
    Row("kp-ru-partnership", "2024-10-24", None, "signed", approved="nobody"),
    Row("kp-ru-partnership", "2024-11-06", None, "signed", approved="RU", ratified="nobody"),
    Row("kp-ru-partnership", "2024-11-11", None, "signed", approved="RU KP", ratified="nobody"),
    Row("kp-ru-partnership", "2024-12-03", None, "signed", since="2024-06-19"),
    Row("kp-ru-partnership", "2024-12-04", None, "in_force", since="2024-12-04", ratified="KP RU"),
    # australia-vanuatu-nakamal-agreement: initialled.2025-08, signing_postponed.2025-09, signed.2025 (wrong)
    Row("au-vu-nakamal", "2025-07-31", None, "nothing"),
    Row("au-vu-nakamal", "2025-08-15", None, "nothing negotiating"),
    Row("au-vu-nakamal", "2025-10-01", None, "negotiating", since="2025-08"),
    # australia-vanuatu-security-agreement-2022: signed.2022, approval_lapsed.2022 (given up soon after the signature, on
    # no stated day)
    Row("au-vu-security", "2021-12-31", None, "nothing"),
    Row("au-vu-security", "2022-07-01", None, "nothing signed abandoned"),
    Row("au-vu-security", "2023-01-01", None, "signed abandoned", approved="nobody"),
    Row("au-vu-security", "2025-10-01", None, "abandoned"),
    # australia-india-mlsa: signed.2020-06
    Row("au-in-mlsa", "2020-05-31", None, "nothing"),
    Row("au-in-mlsa", "2020-07-01", None, "signed ratified in_force"),
]

ROWS = [
    *RAA,
    *VISITING_FORCES,
    *ACSA,
    *INFORMATION,
    *EQUIPMENT,
    *ARRANGEMENTS,
    *JAPAN,
    *AMERICA_AND_KOREA,
    *OTHERS,
]

# Party and day of each notice to leave, and the days on which it would have taken effect.
NOTICES = [
    # termination_notified.2020-02-11: 180 days on
    ("us-ph-vfa", "2020-05-01", "PH", "2020-08-09"),
    # termination_suspended.2019-11-22: some hours before the end, which was at midnight
    ("jp-kr-gsomia", "2019-10-01", "KR", "2019-11-22/2019-11-23"),
]


@cache
def _registry(folder: Path) -> Registry:
    return pactstate.load(folder)


def _disagreements(row: Row, status: Status) -> str:
    """Return the differences of a status from the row, both sets of states first; empty where they agree."""
    stated, told = _stated(row), _told(status)
    wrong = [name for name, value in stated.items() if value != told[name]]
    if not wrong:
        return ""
    return "\n".join(
        [
            f"{row.id} on {row.on}, known by {row.known_by or 'all sources'}:",
            *(
                f"  {name}: by the fact base {{{stated[name]}}}, by the data {{{told[name]}}}"
                for name in dict.fromkeys(["possible", *wrong])
            ),
        ]
    )


def _stated(row: Row) -> dict[str, str]:
    lone = row.possible if row.possible in set(State) else "none"
    given = {
        "possible": _words(row.possible.split()),
        "state": lone,
        "presumed": row.presumed or lone,
        "since": row.since and _days(PartialDate(row.since)),
        "approved": row.approved and _words(row.approved.split()),
        "ratified": row.ratified and _words(row.ratified.split()),
        "notices": row.notices,
        "expected": row.expected,
    }
    return {name: value for name, value in given.items() if value is not None}


def _told(status: Status) -> dict[str, str]:
    return {
        "possible": _words([*status.possible, *(["nothing"] if status.unbegun else [])]),
        "state": status.state or "none",
        "presumed": status.presumed or "none",
        "since": _days(status.since) if status.since else "none",
        "approved": _words(status.approved) or "nobody",
        "ratified": _words(status.ratified) or "nobody",
        "notices": ", ".join(
            f"{notice.party} {'on-hold' if notice.on_hold else 'running'}"
            for notice in status.flags
            if notice.flag is Flag.NOTICE
        )
        or "none",
        "expected": ", ".join(f"{event.name} {event.date}" for event in status.expected) or "none",
    }


def _words(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(sorted(words, key=str))


def _days(date: PartialDate) -> str:
    return f"{date.earliest} to {date.latest}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.on}-{row.known_by or 'all'}")
def test_where_it_stood_by_the_fact_base(agreements: Path, row: Row) -> None:
    status = _registry(agreements)[row.id].status(on=row.on, known_by=row.known_by)
    assert not (wrong := _disagreements(row, status)), wrong


@pytest.mark.parametrize(("id", "on", "party", "effective"), NOTICES)
def test_when_a_notice_would_have_taken_effect(agreements: Path, id: str, on: str, party: str, effective: str) -> None:
    (notice,) = _registry(agreements)[id].status(on=on).flags
    assert notice.party == party
    assert notice.effective is not None
    assert notice.effective.compatible(effective)


def test_the_rows_ask_about_every_agreement_once_or_more(agreements: Path) -> None:
    asked = {row.id for row in ROWS}
    assert len(asked) == 98
    assert asked == set(_registry(agreements))
    assert len({row[:3] for row in ROWS}) == len(ROWS) >= 400


def test_the_rows_know_every_state_that_the_fact_base_knows() -> None:
    told = {word for row in ROWS for word in row.possible.split()}
    assert told == {*State, "nothing"}


def test_a_wrong_row_says_what_was_asked_and_both_answers(agreements: Path) -> None:
    wrong = Row("jp-ph-raa", "2025-08-20", "2025-08-20", "signed", approved="JP PH", ratified="nobody")
    status = _registry(agreements)[wrong.id].status(on=wrong.on, known_by=wrong.known_by)
    message = _disagreements(wrong, status)
    assert message.startswith("jp-ph-raa on 2025-08-20, known by 2025-08-20:")
    assert "possible: by the fact base {signed}, by the data {ratified}" in message
    assert "ratified: by the fact base {nobody}, by the data {JP, PH}" in message
    only_beside = wrong._replace(possible="ratified")
    assert "possible: by the fact base {ratified}, by the data {ratified}" in _disagreements(only_beside, status)
    assert _disagreements(wrong._replace(possible="ratified", approved=None, ratified="PH JP"), status) == ""
