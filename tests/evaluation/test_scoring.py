"""The counts behind precision, recall and F1, on articles small enough to count by hand."""

from dataclasses import replace

import pytest

from etl.evaluation.facts import Fact, Found, GoldArticle
from etl.evaluation.scoring import evaluate

CLAIM = Fact(("Meta",), ("CoreWeave",), "purchase", "money", 14.2e9, "USD", "exact", "whole", "agreed", term_years=6.0)


def gold(*claims: Fact, article: str = "a", language: str = "en", pairs: tuple[str, ...] = ()) -> GoldArticle:
    return GoldArticle(article, language, claims, frozenset(frozenset(pair.split("+")) for pair in pairs))


def found(*claims: Fact, pairs: tuple[str, ...] = ()) -> Found:
    return Found(claims, frozenset(frozenset(pair.split("+")) for pair in pairs))


def test_a_claim_that_is_right_in_everything_counts_at_every_level() -> None:
    score = evaluate([gold(CLAIM)], {"a": found(CLAIM, pairs=("Meta+CoreWeave",))}, str.casefold).total
    assert [score.ratio(level).f1 for level in ("quantity", "claim", "strict", "pair")] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("other", "right"),
    [
        (replace(CLAIM, value=14.21e9), "quantity claim strict"),
        (replace(CLAIM, unit="usd", givers=("META",)), "quantity claim strict"),
        (replace(CLAIM, bound="about"), "quantity claim"),
        (replace(CLAIM, term_years=None), "quantity claim"),
        (replace(CLAIM, end="2031-12-31/2031-12-31"), "quantity claim"),
        (replace(CLAIM, givers=("CoreWeave",), takers=("Meta",)), "quantity"),
        (replace(CLAIM, takers=("CoreWeave", "Oracle")), "quantity"),
        (replace(CLAIM, unit="EUR"), ""),
        (replace(CLAIM, value=14.3e9), ""),
    ],
)
def test_each_level_asks_for_more(other: Fact, right: str) -> None:
    score = evaluate([gold(CLAIM)], {"a": found(other)}, str.casefold).total
    assert " ".join(level for level in ("quantity", "claim", "strict") if score.levels[level]) == right


def test_precision_counts_what_was_found_and_recall_what_was_annotated() -> None:
    annotated = [gold(CLAIM, replace(CLAIM, value=1e9), replace(CLAIM, value=2e9))]
    ratio = evaluate(annotated, {"a": found(CLAIM, replace(CLAIM, value=7e9))}, str.casefold).total.ratio("claim")
    assert [ratio.precision, ratio.recall, ratio.f1] == pytest.approx([1 / 2, 1 / 3, 2 / 5])


def test_one_found_claim_answers_one_annotated_claim_only() -> None:
    score = evaluate([gold(CLAIM, CLAIM)], {"a": found(CLAIM)}, str.casefold).total
    assert score.levels["claim"] == 1


def test_an_attribute_is_asked_for_where_either_side_has_it() -> None:
    other = replace(CLAIM, term_years=5.0, announced="2025-09-30")
    score = evaluate([gold(CLAIM)], {"a": found(other)}, str.casefold).total
    assert {name: (score.right[name], score.asked[name]) for name in ("kind", "term_years", "announced", "start")} == {
        "kind": (1, 1), "term_years": (0, 1), "announced": (0, 1), "start": (0, 0),
    }  # fmt: skip


def test_one_giver_and_one_receiver_imply_their_pair() -> None:
    annotated = gold(CLAIM, replace(CLAIM, givers=("Meta", "Oracle")), pairs=("AMD+OpenAI", "AMD+amd"))
    score = evaluate([annotated], {"a": found(pairs=("CoreWeave+Meta", "Intel+AMD"))}, str.casefold).total
    assert (score.levels["pair"], score.pairs_annotated, score.pairs_found) == (1, 2, 2)


def test_languages_are_scored_apart_and_clean_articles_counted() -> None:
    articles = [gold(CLAIM), gold(article="b", language="fr"), gold(article="c", language="fr")]
    evaluation = evaluate(articles, {"a": found(CLAIM), "b": found(CLAIM)}, str.casefold)
    english, french = evaluation.languages["en"], evaluation.languages["fr"]
    assert (english.ratio("claim").f1, french.ratio("claim").precision) == (1, 0)
    assert (french.clean, french.negatives, evaluation.total.found) == (1, 2, 2)


def test_nothing_found_where_nothing_is_annotated_is_perfect() -> None:
    ratio = evaluate([gold()], {}, str.casefold).total.ratio("claim")
    assert (ratio.precision, ratio.recall, ratio.f1) == (1, 1, 1)


def test_mistakes_are_told_once_each_in_the_order_of_the_text() -> None:
    annotated = gold(replace(CLAIM, at=50), replace(CLAIM, value=1e9, at=5), replace(CLAIM, value=2e9, at=90))
    wrong_parties = replace(CLAIM, value=1e9, takers=("Oracle",), at=5)
    given = found(replace(CLAIM, kind="supply", at=50), wrong_parties, replace(CLAIM, value=3e9, at=70), pairs=("A+B",))
    told = evaluate([annotated], {"a": given}, str.casefold).mistakes
    assert [mistake.what for mistake in told] == ["parties", "kind", "extra", "missed", "missed pair", "extra pair"]
    assert (told[0].annotated, told[0].found) == ("Meta → CoreWeave 1e+09 USD", "Meta → Oracle 1e+09 USD")
    assert told[1].found == "supply"
