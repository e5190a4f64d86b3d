"""Learning casts: the descent follows the likelihood, gives the same weights twice, and finds what no sum can say."""

from itertools import product

import numpy as np
import pytest

from etl.extraction.weights import parse_weights
from tools import network
from tools.examples import KINDS, Telling
from tools.network import Examples, Network, learn_network

BUY, LEND = KINDS.index("purchase"), KINDS.index("financing")


def told(number: int, first: bool, second: bool) -> Telling:
    """Return a quantity that is a purchase where one of two words stands alone, else a loan."""
    words = [name for name, stands in (("first", first), ("second", second)) if stands]
    one = Telling(
        f"article {number}", ["measure=money", *words], [["nobody"], ["org=cloud"]], {(1, 0): ["cloud>nobody"]}
    )
    one.right = [(BUY if first != second else LEND, 1, 0)]
    return one


@pytest.fixture(scope="module")
def articles() -> list[Telling]:
    return [told(number, *words) for number, words in enumerate(product((False, True), repeat=2))] * 40


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("UNITS", 8),
        ("NETWORKS", 1),
        ("EPOCHS", 150),
        ("FEATURES_DROPPED", 0.0),
        ("UNITS_DROPPED", 0.0),
    ):
        monkeypatch.setattr(network, name, value)


@pytest.mark.usefixtures("short")
def test_units_tell_what_two_words_mean_together(articles: list[Telling]) -> None:
    decisions = parse_weights("\n".join(learn_network(articles)), "learned").decisions
    kind, unit = decisions["kind"], decisions["unit"]
    out = np.array(list(unit.weights.values()))
    for one in articles[:4]:
        linear = kind.vector(one.kind)[: 1 + len(KINDS)]
        rest = (
            decisions["side"].vector(["org=cloud"]),
            decisions["side"].vector(["nobody"]),
            decisions["cast"].vector(["cloud>nobody"]),
        )
        heard = kind.vector(one.kind)[1 + len(KINDS) :] + rest[0][2:10] + rest[1][10:] + rest[2][len(KINDS) :]
        scores = linear[1:] + rest[2][: len(KINDS)] + np.maximum(heard, 0.0) @ out[:, 1:]
        assert scores[BUY] > scores[LEND] if one.right[0][0] == BUY else scores[LEND] > scores[BUY], one.kind


@pytest.mark.usefixtures("short")
def test_the_same_articles_give_the_same_weights(articles: list[Telling]) -> None:
    assert learn_network(articles) == learn_network(articles)


@pytest.mark.usefixtures("short")
def test_descent_follows_the_loss(articles: list[Telling], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slope is the change of the loss when its weight is moved a little."""
    examples = Examples(articles)
    learning = Network(examples, seed=1)
    learning.unit.now[:] = np.random.default_rng(2).normal(0.0, 0.5, learning.unit.now.shape)
    batch = examples.batch(np.arange(8))
    slopes: dict[int, np.ndarray] = {}
    monkeypatch.setattr(network.Weight, "step", lambda self, slope, rate, number: slopes.update({id(self): slope}))
    learning._step(batch, 0.0, 1)
    for table in (learning.kind, learning.side, learning.cast, learning.unit):
        place = np.unravel_index(np.abs(slopes[id(table)]).argmax(), table.now.shape)
        kept = table.now[place]
        losses = []
        for shift in (1e-2, -1e-2):
            table.now[place] = kept + shift
            losses.append(learning.loss(batch))
        table.now[place] = kept
        assert (losses[0] - losses[1]) / 2e-2 == pytest.approx(slopes[id(table)][place], rel=0.02, abs=1e-4)
