"""How likely a claim is right: a probability fitted on annotated articles that the extractor had not learned from.

Belongs here: what speaks for and against a claim, and the logistic curve over it. Stays out: fitting it
(`tools/learn_certainty.py`), which writes `certainty.toml`; docs/certainty.md says how far the probabilities hold.
Right means that giver, receiver, kind, measure, unit and value are all right.
"""

import hashlib
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from etl.extraction.casting import Cast
from etl.extraction.features import Candidate
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes

ALWAYS = "always"
RISING = ("margin", "odds")
_LOWEST, _HIGHEST = -4.0, 6.0
_MOST_TOLD = 3
_DIGITS = 3
_UNNAMED = frozenset({"pronoun", "possessive", "noun", "description"})


@dataclass(frozen=True, slots=True)
class Calibration:
    """The coefficient of each piece of evidence, and the digest of the file that they come from."""

    coefficients: Mapping[str, float]
    digest: str = ""

    def certainty(self, told: Mapping[str, float]) -> float:
        """Return the probability that a claim is right, given its evidence, to three digits."""
        score = sum(self.coefficients.get(name, 0.0) * value for name, value in told.items())
        return round(1 / (1 + math.exp(-score)), _DIGITS)


@cache
def load_calibration() -> Calibration:
    """Return the packaged calibration."""
    source = (resources.files("etl.extraction") / "certainty.toml").read_text(encoding="utf-8")
    return Calibration(tomllib.loads(source), hashlib.sha256(source.encode()).hexdigest())


def evidence(scenes: Scenes, told: Sequence[tuple[Quantity, Cast]]) -> dict[str, float]:
    """Return what speaks for a claim that is told by these quantities, the surest first.

    `margin` and `odds` are the readings' own, cut at both ends; the others say what the weights tend to misjudge.
    """
    quantity, cast = told[0]
    at = scenes.sentence_of(quantity.char_start)
    alike = [other for _, other in told[1:] if _parties(other) == _parties(cast)]
    found = {
        ALWAYS: 1.0,
        "margin": _cut(cast.margin),
        "odds": _cut(cast.odds),
        "told again": float(min(len(alike), _MOST_TOLD - 1)),
        "told otherwise": float(min(len(told) - 1 - len(alike), _MOST_TOLD - 1)),
        "taken over unit": float(quantity.bare),
        f"of {quantity.measure}": 1.0,
    }
    for side, role in (("giver", cast.giver), ("receiver", cast.taker)):
        found.update(_naming(scenes, at, side, role))
    return {name: value for name, value in found.items() if value}


def _naming(scenes: Scenes, at: int, side: str, role: Candidate) -> dict[str, float]:
    """Return how the giver or receiver of a claim is named."""
    if role.mention is None:
        return {f"no {side}": 1.0}
    return {
        f"{side} unnamed": float(role.mention.how in _UNNAMED),
        f"{side} elsewhere": float(scenes.sentence_of(role.mention.char_start) != at),
        f"several {side}s": float(len(role.partners) > 1),
    }


def _parties(cast: Cast) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return cast.giver.partners, cast.taker.partners


def _cut(score: float) -> float:
    return max(_LOWEST, min(_HIGHEST, score))
