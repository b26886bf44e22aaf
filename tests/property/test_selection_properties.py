"""Selected rules, compared with a naive model: for each rule, the most exact word decides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pactstate.rules import RULES, RuleInfo, Selection, find_rules

names = st.sampled_from(sorted(RULES))
codes = st.sampled_from(sorted(rule.code for rule in RULES.values()))
starts = st.builds(lambda code, length: code[:length], codes, st.integers(2, 5))
spelled = st.builds(
    lambda word, change: change(word),
    st.one_of(names, codes, starts),
    st.sampled_from([str, str.lower, str.upper, str.title, lambda word: f" {word}\t"]),
)
junk = st.text("PS0123456789 -abps", max_size=6)
words = st.lists(st.one_of(spelled, spelled, spelled, junk), max_size=5).map(tuple)


def exactness(word: str, rule: RuleInfo) -> int:
    """Count the characters of the rule's code that the word gives; 0 if it does not name the rule."""
    plain = word.strip().upper()
    if plain == rule.name.upper():
        return len(rule.code)
    return len(plain) if len(plain) >= 2 and rule.code[: len(plain)] == plain else 0


def most(chosen: tuple[str, ...], rule: RuleInfo) -> int:
    return max((exactness(word, rule) for word in chosen), default=0)


@given(st.one_of(spelled, junk))
def test_what_a_word_means(word: str) -> None:
    expected = {name: exactness(word, rule) for name, rule in RULES.items() if exactness(word, rule)}
    assert dict(find_rules(word)) == expected


@given(words, words)
def test_a_rule_speaks_if_it_is_selected_more_exactly_than_ignored(
    select: tuple[str, ...], ignore: tuple[str, ...]
) -> None:
    def speaks(rule: RuleInfo) -> bool:
        wanted, unwanted = most(select, rule), most(ignore, rule)
        return rule.form or (wanted > unwanted if select else not unwanted)

    assert Selection(select, ignore).names == {name for name, rule in RULES.items() if speaks(rule)}


@given(words, words, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(select: tuple[str, ...], ignore: tuple[str, ...], chance) -> None:
    def stirred(chosen: tuple[str, ...]) -> tuple[str, ...]:
        more = [*chosen, *chosen]
        chance.shuffle(more)
        return tuple(more)

    assert Selection(stirred(select), stirred(ignore)).names == Selection(select, ignore).names


@given(words, words, spelled)
def test_one_more_word_to_ignore_brings_no_rule_in(select: tuple[str, ...], ignore: tuple[str, ...], word: str) -> None:
    before, after = Selection(select, ignore).names, Selection(select, (*ignore, word)).names
    assert after <= before
    assert before - after <= set(find_rules(word))


@given(words.filter(bool), words, spelled)
def test_one_more_word_to_select_leaves_no_rule_out(
    select: tuple[str, ...], ignore: tuple[str, ...], word: str
) -> None:
    before, after = Selection(select, ignore).names, Selection((*select, word), ignore).names
    assert before <= after
    assert after - before <= set(find_rules(word))
