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
from etl.extraction.quantities import Quantity
from etl.extraction.scene import Scenes

ALWAYS = "always"
RISING = "margin"
_LOWEST, _HIGHEST = -4.0, 6.0
_SHORTEST, _LONGEST = 8, 32
_DIGITS = 3
_CARRIED = frozenset({"past", "topic"})


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
    """Return what speaks for and against a claim that is told by these quantities, the surest first.

    `margin` is the reading's own; the rest is what the weights tend to misjudge in articles that they do not know.
    """
    cast = told[0][1]
    found = {
        ALWAYS: 1.0,
        "margin": max(_LOWEST, min(_HIGHEST, cast.margin)),
        "length": math.log(max(_SHORTEST, min(_LONGEST, scenes.count))),
        "told otherwise": float(any(_parties(other) != _parties(cast) for _, other in told[1:])),
    }
    for side, role in (("giver", cast.giver), ("receiver", cast.taker)):
        found[f"no {side}"] = float(role.mention is None)
        found[f"{side} carried over"] = float(role.at in _CARRIED)
        found[f"several {side}s"] = float(len(role.partners) > 1)
    return {name: value for name, value in found.items() if value}


def _parties(cast: Cast) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return cast.giver.partners, cast.taker.partners
