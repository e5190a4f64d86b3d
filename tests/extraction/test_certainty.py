"""A certainty is a probability, rises with the margin of the reading, and is the same wherever it is computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extraction import Extractor
from etl.extraction.certainty import ALWAYS, RISING, load_calibration
from etl.extraction.model import Organisation

PACKAGED = load_calibration()
OTHERS = sorted(set(PACKAGED.coefficients) - {RISING})


@given(st.sets(st.sampled_from(OTHERS)), st.floats(-4, 6), st.floats(-4, 6))
def test_it_is_a_probability_and_never_falls_as_the_margin_rises(there: set[str], one: float, other: float) -> None:
    low, high = (PACKAGED.certainty(dict.fromkeys(there, 1.0) | {RISING: margin}) for margin in sorted((one, other)))
    assert 0 <= low <= high <= 1
    assert low == round(low, 3)


def test_it_tells_readings_apart() -> None:
    always = {ALWAYS: 1.0, "length": 3.0}
    assert PACKAGED.certainty(always | {RISING: 6.0}) - PACKAGED.certainty(always | {RISING: -4.0}) > 0.5


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor([Organisation("Meta", kind="software"), Organisation("CoreWeave", kind="neocloud")])


def test_every_claim_has_one_and_the_evidence_that_it_follows_from(extractor: Extractor) -> None:
    (claim,) = extractor.extract("Meta signed a $14.2 billion contract with CoreWeave.", language="en").claims
    assert claim.certainty == PACKAGED.certainty(dict(claim.evidence))
    assert {ALWAYS, RISING} <= dict(claim.evidence).keys()


def test_who_is_named_elsewhere_makes_a_claim_less_certain(extractor: Extractor) -> None:
    near, far = (
        extractor.extract(text, language="en").claims[0]
        for text in (
            "Meta signed a $14.2 billion contract with CoreWeave.",
            "Meta met CoreWeave. It signed a $14.2 billion contract.",
        )
    )
    assert near.certainty > far.certainty


def test_another_calibration_is_another_version() -> None:
    one = [Organisation("Meta")]
    assert Extractor(one).version != Extractor(one, calibration=type(PACKAGED)({"margin": 1.0}, "other")).version
