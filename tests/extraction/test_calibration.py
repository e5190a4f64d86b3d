"""What certainties are fitted with: who judges a claim, and who measures how far a probability holds."""

from decimal import Decimal
from typing import Any

import pytest

from etl.extraction.model import Claim
from tools.calibration import Judged, calibration_error, chance_error, fit, predicted, reliability, together
from tools.judged import rightness

GOLD: dict[str, Any] = {
    "from": ["Meta Platforms"], "to": ["CoreWeave"], "kind": "purchase", "measure": "money", "unit": "USD",
    "value": 14_200_000_000,
}  # fmt: skip
SPELLINGS = {"Meta Platforms": "meta", "Meta": "meta"}


def found(kind: str = "purchase", giver: str = "Meta", value: int = 14_200_000_000) -> Claim:
    return Claim(
        (giver,), ("CoreWeave",), kind, "money", Decimal(value), "USD", "exact", "whole", "agreed", None, None, None,
        None, None, None, "so much", 0, 7,
    )  # fmt: skip


def fold(name: str) -> str:
    return SPELLINGS.get(name, name)


def judged(margin: float, right: bool, fold: int = 0, article: str = "a", says: str = "x") -> Judged:
    return Judged(article, "set", says, {"always": 1.0, "margin": margin}, right, fold=fold)


def many(share: int = 80, fold: int = 0) -> list[Judged]:
    """Of a hundred claims with a margin of 2 `share` are right, of a hundred with -2 the rest."""
    counts = ((2.0, share), (-2.0, 100 - share))
    return [judged(margin, number < count, fold) for margin, count in counts for number in range(100)]


@pytest.mark.parametrize(
    ("claims", "right"),
    [
        ([found()], [True]),
        ([found(value=14_230_000_000)], [True]),
        ([found(value=14_300_000_000)], [False]),
        ([found(kind="investment")], [False]),
        ([found(giver="Oracle")], [False]),
        ([found(), found()], [True, False]),
    ],
)
def test_a_claim_is_right_where_an_annotation_that_is_left_has_its_parties_kind_and_value(
    claims: list[Claim], right: list[bool]
) -> None:
    assert rightness([GOLD], claims, fold) == right


def test_what_is_fitted_gives_back_the_shares_that_are_right() -> None:
    curve = fit(many(80))
    assert curve.certainty({"always": 1.0, "margin": 2.0}) == pytest.approx(0.8, abs=0.02)
    assert curve.certainty({"always": 1.0, "margin": -2.0}) == pytest.approx(0.2, abs=0.02)


def test_a_claim_is_predicted_by_the_other_folds() -> None:
    told = predicted([*many(80, fold=0), *many(60, fold=1)])
    sure = {one.fold: certainty for certainty, one in told if one.evidence["margin"] > 0}
    assert sure == pytest.approx({0: 0.6, 1: 0.8}, abs=0.03)


def test_a_margin_that_speaks_against_claims_is_refused() -> None:
    with pytest.raises(ValueError, match="of 200 claims, those of higher margin are right less often"):
        fit([judged(-one.evidence["margin"], one.right) for one in many()])


def test_the_calibration_error_is_the_mean_distance_of_certainty_and_share() -> None:
    told = [(0.2, number < 4) for number in range(10)] + [(0.9, number < 9) for number in range(30)]
    bins = reliability(told, 4)
    assert [bins[0].count, bins[0].certainty, bins[0].right] == pytest.approx([10, 0.2, 0.4])
    assert calibration_error(reliability(told, 1)) == pytest.approx(abs((10 * 0.2 + 30 * 0.9) / 40 - 13 / 40))
    assert chance_error([(1.0, True), (0.0, False)], 1) == 0


def test_claims_that_several_articles_make_are_judged_together() -> None:
    told = [(0.5, judged(0, False, article="a")), (0.6, judged(0, True, article="b"))]
    alone = [(0.9, judged(0, True, article="a", says="y")), (0.9, judged(0, True, article="a", says="y"))]
    ((certainty, right),) = together([*told, *alone])
    assert right
    assert certainty == pytest.approx(0.8)
