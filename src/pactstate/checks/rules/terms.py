"""Rules that compare the history with the terms and the parties of the agreement."""

from __future__ import annotations

from collections.abc import Iterator

from pactstate.checks.case import Case
from pactstate.checks.rule import Issue, rule
from pactstate.domain.dates import certainly_before, compatible
from pactstate.domain.evidence import Evidence, LiveEntry
from pactstate.domain.flags import EARLIER_EFFECT
from pactstate.domain.lifecycle import EventKind, State
from pactstate.domain.model import Period
from pactstate.domain.points import term_end
from pactstate.domain.position import ALL, Deed
from pactstate.findings import Related, Severity
from pactstate.text.suggest import shortened

__all__ = [
    "force_offset",
    "future_event",
    "incomplete_consent",
    "past_term",
    "retroactive",
    "short_notice",
    "undeclared_party",
    "unreported_end",
]

_IN_FORCE = State.IN_FORCE
# Acts by which a state becomes a party (VCLT 11-16).
_JOINING = frozenset({EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE})


@rule("incomplete-consent", over="agreement", needs=("ratified", "in_force"))
def incomplete_consent(case: Case) -> Iterator[Issue]:
    """The agreement is in force, but the consent of only some parties is recorded.

    A treaty enters into force as it provides. If it says nothing, it enters into force when all negotiating states have
    consented (VCLT 24). If the consent of only one party is recorded, either a record is missing or fewer consents are
    enough. Two states often consent in one act, the exchange of notes (VCLT 16): the exchange of 2025-08-12 between
    Japan and the Philippines is a single `ratified` without `party`. Most agreements of many parties enter into force
    with the consent of some. For them the rule applies only if `consents_needed` is given.

    To do: record `ratified` for the other parties with its sources, or once for all without `party`. If the treaty asks
    for fewer consents, give their number: `consents_needed`.
    """
    terms = case.terms
    if EventKind.RATIFIED in case.silence:
        return
    before: State | None = None
    line = case.firm_line
    entered: list[int] = []
    for number, step in enumerate(line.steps if terms.bilateral or terms.consents_needed else ()):
        if step.state is _IN_FORCE and before is not _IN_FORCE:
            entered.append(number)
        before = step.state
    for number, position in zip(entered, line.positions(number + 1 for number in entered), strict=True):
        if ALL in position.of(Deed.CONSENTED):
            continue
        point, ledger = line.points[number], position.ledger
        consented = ledger.consented
        known = {*consented, *ledger.gone}
        missing = [party for party in terms.parties if party not in known]
        if consented and (missing if terms.consents_needed is None else len(consented) < terms.consents_needed):
            yield Issue(
                case.event_at(point.index, point.event.kinds.index(point.kinds[-1])),
                f"in_force with the consent of {shortened(consented)} only",
                f"record 'ratified' for {shortened(missing)} with its source, or say how many are enough: "
                "'consents_needed'",
            )


@rule("short-notice", over="agreement", needs=("term", "notice_given", "effective"))
def short_notice(case: Case) -> Iterator[Issue]:
    """A notice takes effect sooner than the agreement's term of notice allows.

    A party leaves on the terms of the treaty (VCLT 54). If the treaty has no such terms and the party may leave at all,
    it must give at least twelve months' notice (VCLT 56). The terms differ. The Philippine notice on the Visiting
    Forces Agreement with the United States was to take effect after 180 days; the agreement on the security of
    information between Japan and the Republic of Korea names 90. An earlier day means that a date is mistyped, that
    another term applies, or that there is a dispute, which deserves a note.

    To do: check the `date` and the `effective` day of the notice, and `notice` under `term`.
    """
    term = case.agreement.term
    for entry in case.live:
        event = entry.event
        if not (term and term.notice and event.effective and EventKind.NOTICE_GIVEN in event.kinds):
            continue
        due = term.notice.after(event.date)
        if certainly_before(event.effective, due):
            place = case.at("term", "notice")
            yield Issue(
                case.at("history", entry.index, "effective"),
                f"effective {event.effective}; {term.notice} after {event.date} is {due} ({case.in_words(place)})",
                "check both dates and the term",
                (Related(f"notice {term.notice}", place),),
            )


@rule("force-offset", over="agreement", needs=("entry_into_force", "in_force"))
def force_offset(case: Case) -> Iterator[Issue]:
    """The entry into force is not on the day that the agreement's own rule gives.

    A treaty enters into force in the manner and on the day that it provides (VCLT 24). `entry_into_force: {after:
    ratified, days: 30}` means 30 days after the exchange of notes. The notes on the Japan-Philippines reciprocal access
    agreement were exchanged on 2025-08-12. The rule gives 2025-09-11, the day on which the agreement entered into
    force. Dates are compared as intervals, so that only a certain difference counts. Only reported days count, since an
    announced day is a plan.

    The rule also finds an `entry_into_force` that counts from the wrong event. A summary of the Japan-Philippines
    agreement on supplies and services names 30 days without saying after which event. Counted from the signature of
    2026-01-15, they end before the Diet had the text.

    To do: check both dates against their sources, and `entry_into_force` against the text of the agreement.
    """
    rule = case.agreement.entry_into_force
    last: LiveEntry | None = None
    completed = False
    if rule is None:
        return
    states = {point.index: step.state for point, step in zip(case.firm_line.points, case.firm_line.steps, strict=True)}
    for entry in case.firm:
        event = entry.event
        # The days run from the consent that completed the required number; later consents do not count.
        if rule.after in event.kinds and not (completed and rule.after is EventKind.RATIFIED):
            last = entry
            completed = states.get(entry.index) is State.RATIFIED
        # Nobody may know which consent completed the number, if the list of parties is open.
        # One of many is bound by its own consent.
        by_one = rule.after is EventKind.RATIFIED and last and last.event.party and not completed
        joins = event.party is not None and not case.terms.bilateral
        if last and EventKind.IN_FORCE in event.kinds and not by_one and not joins:
            due = rule.due(last.event.date)
            if not compatible(due, event.date) and not (event.effective and compatible(due, event.effective)):
                place = case.at("history", last.index, "date")
                yield Issue(
                    case.at("history", entry.index, "date"),
                    f"in_force on {event.date}; the agreement's own rule gives {due} "
                    f"('{rule.after}' on {last.event.date}, {case.in_words(place)})",
                    "check both dates and 'entry_into_force'",
                    (Related(f"'{rule.after}' on {last.event.date}", place),),
                )
            return


@rule("past-term", over="agreement", needs=("term", "in_force"))
def past_term(case: Case) -> Iterator[Issue]:
    """The term is over, does not renew, and no later event is reported.

    A treaty ends as it provides (VCLT 54). Some treaties renew themselves: the agreement on the security of information
    between Japan and the Republic of Korea runs from year to year unless notice is given 90 days before. For other
    treaties the end of the term is an event that has to be recorded like any other. The term runs from the reported
    entry into force; an announced day does not start it.

    To do: look for an extension (`extended`), a successor (`replaced_by`) or the end (`terminated`, `reason: expired`),
    and record it. If the agreement renews itself, write `renews: true` under `term`.
    """
    term = case.agreement.term
    if not case.silence.isdisjoint({EventKind.EXTENDED, EventKind.TERMINATED}):
        return
    last = term_end(case.firm, case.agreement.clauses)
    steps = case.firm_line.steps
    if not (term and term.years and last and steps and steps[-1].state is State.IN_FORCE):
        return
    end, start = last
    if certainly_before(end, case.today) and all(certainly_before(entry.date, end) for entry in case.firm):
        place = case.at("history", start.index, "date")
        yield Issue(
            case.at("term", "years"),
            f"its {Period(term.years, 'years')} were over on {end} (in force since {start.event.date}, "
            f"{case.in_words(place)}), and nothing is reported since",
            "record the extension or the end, or 'renews: true'",
            (Related(f"in force since {start.event.date}", place),),
        )


@rule("unreported-end", over="agreement", needs=("notice_given", "effective"))
def unreported_end(case: Case) -> Iterator[Issue]:
    """The day of a notice's effect has passed, and nothing is recorded since.

    A notice ends the treaty for its party on the day of effect, unless it is revoked before (VCLT 56, 68). Nobody has
    to confirm the end on that day. The end is therefore *presumed* and not certain, and the status shows both. The
    Philippines gave notice on 2020-02-11 that the Visiting Forces Agreement with the United States would end on
    2020-08-09. It did not end, since the notice was suspended in June 2020.

    To do: look for a report of the end and record `withdrawn` or `terminated`. If something else happened before,
    record that: `notice_suspended`, `notice_revoked` or `extended`.
    """
    if not case.silence.isdisjoint({EventKind.WITHDRAWN, EventKind.TERMINATED}):
        return
    last_end: dict[str | None, int] = {}
    for entry in case.live:
        for party in _ended_for(entry):
            last_end[party] = max(entry.index, last_end.get(party, -1))
    for point in case.reading.ended.points:
        notice = case.agreement.history[point.index]
        if not point.is_presumed or not point.event.party or not certainly_before(point.date, case.today):
            continue
        # An announced end with an entry of its own is a finding of unconfirmed-announcement.
        if all(last_end.get(party, -1) <= point.index for party in (None, point.event.party)):
            yield Issue(
                case.at("history", point.index, "effective"),
                f"the notice by {notice.party} took effect on {point.date}, and nothing is recorded since",
                "record the end, or the hold or revocation that came before",
            )


def _ended_for(entry: LiveEntry) -> Iterator[str | None]:
    """Yield the party for which an entry ends the agreement; None for all of them."""
    if EventKind.TERMINATED in entry.event.kinds:
        yield None
    if EventKind.WITHDRAWN in entry.event.kinds and entry.event.party:
        yield entry.event.party


@rule("retroactive", over="agreement", needs=("effective",))
def retroactive(case: Case) -> Iterator[Issue]:
    """`effective` is certainly before `date`.

    `date` is the day of the act, `effective` the day on which it takes effect. Parties may agree that an act takes
    effect from an earlier day (VCLT 28); about one treaty in twenty of the United Kingdom does so. For `in_force`,
    `provisional`, `provisional_ended`, `ratified` (a succession), `amended`, `extended` and `terminated` the finding is
    therefore an info. It is an info, too, if the entry has another event that cannot take effect earlier. The state
    changes on the day of the act. A notice has to leave the other parties time (VCLT 56), so it cannot take effect
    before it is given. No other event can take effect before it happens.

    To do: check both dates; they may have been swapped.
    """
    for index, event in enumerate(case.agreement.history):
        if event.effective and certainly_before(event.effective, event.date):
            allowed = not EARLIER_EFFECT.isdisjoint(event.kinds)
            yield Issue(
                case.at("history", index, "effective"),
                f"'{event.name}' on {event.date} is effective {event.effective}, before it happened",
                None if allowed else "'date' is the day of the act, 'effective' the day it takes effect",
                severity=Severity.INFO if allowed else None,
            )


@rule("undeclared-party", over="agreement", needs=("party",))
def undeclared_party(case: Case) -> Iterator[Issue]:
    """The `party` of an act is not among the parties, and does not join by this act.

    A state joins by a signature, a ratification or an accession (VCLT 11 to 15). If any other state gives an approval
    or a notice, or withdraws, its code is mistyped, or the act belongs to another agreement. Japan's agreements on
    reciprocal access with Australia, the United Kingdom and the Philippines, for example, are three files.

    To do: correct the code, add it to `parties`, or record how the party joined: `signed`, `ratified` or `in_force`
    with its `party`.
    """
    parties = case.agreement.parties
    joined = set(parties)
    help = f"the parties are {shortened(parties)}"
    for entry in case.live:
        event = entry.event
        if event.party is None:
            continue
        if _JOINING.intersection(event.kinds):
            joined.add(event.party)
        elif event.party not in joined:
            yield Issue(
                case.at("history", entry.index, "party"), f"{event.party} is not a party of this agreement", help
            )
    for index, party in enumerate(case.agreement.approvals_needed or ()):
        if party not in parties:
            yield Issue(case.at("approvals_needed", index), f"{party} is not a party of this agreement", help)


@rule("future-event", over="agreement", needs=("after today",))
def future_event(case: Case) -> Iterator[Issue]:
    """An event is dated certainly after today, and is not only announced.

    A source can announce an event that lies ahead, but cannot report it. On 2025-08-12 newspapers wrote that the
    Japan-Philippines reciprocal access agreement would enter into force on 2025-09-11. That is an announcement; the
    first report is of 2025-09-11.

    To do: cite the source under `announced_by`, or correct the date.
    """
    for entry in case.live:
        if entry.evidence is Evidence.REPORTED and certainly_before(case.today, entry.event.date):
            yield Issue(
                case.at("history", entry.index, "date"),
                f"'{entry.event.name}' is dated {entry.event.date}, after today ({case.today})",
                case.swap_advice(entry.index, "correct the date, or cite the source under 'announced_by'"),
            )
