"""Learning who gives what to whom: linear weights and a layer of hidden units, by descent on the likelihood.

Belongs here: the tables of a network of casts and their descent. Stays out: what the features are (`examples`), the
decisions of one label (`learning`), using what was learned (`etl/extraction/casting.py`).
Each feature has a weight for every label and for every hidden unit; what a unit hears is cut at zero and weighs for the
labels in turn, so that features can mean something together that none of them means alone. Half of all that is heard
is left out at random while it learns (dropout, Srivastava et al. 2014), by a fixed seed: the same articles give the
same weights.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.extraction.sides import GIVER_SIDE, SIDES
from tools.examples import KINDS, Telling
from tools.learning import PRIORS, prior

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
EPOCHS = 16
RAREST = 8
BATCH = 64
RATE = 0.01
WARMING = 0.2
FEATURES_DROPPED = 0.2
UNITS_DROPPED = 0.4
DECAY = 1e-4
START = 0.4
NETWORKS = 2
UNITS = 48
_GIVES = np.array([SIDES.index(GIVER_SIDE[kind]) for kind in KINDS])


class Rows:
    """Rows of features of one decision; equal rows are held once, and `index` tells which of them each row is."""

    def __init__(self, decision: str, rows: Sequence[Sequence[str]]) -> None:
        counts: dict[str, int] = {}
        for row in rows:
            for feature in set(row):
                counts[feature] = counts.get(feature, 0) + 1
        self.names = sorted({feature for feature, count in counts.items() if count >= RAREST} | set(PRIORS[decision]))
        column = {feature: number for number, feature in enumerate(self.names)}
        known: dict[tuple[int, ...], int] = {}
        self.index: Ints = np.array(
            [
                known.setdefault(tuple(sorted({column[one] for one in row if one in column})), len(known))
                for row in rows
            ],
            dtype=np.int64,
        )
        self._columns = [np.array(row, dtype=np.int64) for row in known]

    def matrix(self, wanted: Ints, random: np.random.Generator) -> Floats:
        """Return the wanted rows as zeros and ones, some features left out at random."""
        columns = [self._columns[number] for number in wanted]
        row = np.repeat(np.arange(len(columns)), [len(one) for one in columns])
        column = np.concatenate(columns)
        heard = random.random(len(column)) >= FEATURES_DROPPED
        told = np.zeros((len(columns), len(self.names)), dtype=np.float32)
        told[row[heard], column[heard]] = 1.0
        return told


class Weight:
    """A table of weights and its descent (Adam, Kingma and Ba 2015)."""

    def __init__(self, start: Floats) -> None:
        self.now, self._start = start.copy(), start
        self._mean, self._square = np.zeros_like(start), np.zeros_like(start)

    def step(self, slope: Floats, rate: float, number: int) -> None:
        """Descend once along `slope`; `number` counts the steps from 1."""
        self._mean += 0.1 * (slope - self._mean)
        self._square += 0.001 * (slope**2 - self._square)
        scale = np.sqrt(self._square / (1 - 0.999**number)) + 1e-8
        self.now -= rate * (self._mean / (1 - 0.9**number) / scale + DECAY * (self.now - self._start))


class Batch(NamedTuple):
    """Some tellings: the rows of their quantities, candidates and pairs; for each pair its telling, its giver, taker
    and own row, by place in these; and which readings are right."""

    kinds: Ints
    cast: Ints
    pairs: Ints
    owner: Ints
    giver: Ints
    taker: Ints
    pair: Ints
    first: Ints
    right: NDArray[np.bool_]
    claimed: NDArray[np.bool_]
    weight: Floats


class Examples:
    """All tellings that roles are learned from, ready to be dealt into batches."""

    def __init__(self, told: Sequence[Telling]) -> None:
        self.count = len(told)
        self.kind = Rows("kind", [one.kind for one in told])
        self.side = Rows("side", [features for one in told for features in one.cast])
        self.cast = Rows("cast", [features for one in told for features in one.pairs.values()])
        self._candidates = np.cumsum([0, *(len(one.cast) for one in told)])
        self._pairs = np.cumsum([0, *(len(one.pairs) for one in told)])
        self._giver, self._taker = (
            np.array([self._candidates[row] + pair[role] for row, one in enumerate(told) for pair in one.pairs])
            for role in (0, 1)
        )
        self._right = np.zeros((self._pairs[-1], len(KINDS)), dtype=bool)
        for row, one in enumerate(told):
            place = {pair: self._pairs[row] + number for number, pair in enumerate(one.pairs)}
            for kind, giver, taker in one.right:
                self._right[place[giver, taker], kind] = True
        self._claimed = np.array([bool(one.right) for one in told])
        self._weight = np.sqrt(np.array([one.weight for one in told], dtype=np.float32))

    def batch(self, chosen: Ints) -> Batch:
        """Return some tellings as a batch."""
        counts = self._pairs[chosen + 1] - self._pairs[chosen]
        pairs = np.concatenate([np.arange(self._pairs[one], self._pairs[one + 1]) for one in chosen])
        cast, place = np.unique(
            self.side.index[np.concatenate([self._giver[pairs], self._taker[pairs]])], return_inverse=True
        )
        rows, pair = np.unique(self.cast.index[pairs], return_inverse=True)
        return Batch(
            self.kind.index[chosen],
            cast,
            rows,
            np.repeat(np.arange(len(chosen)), counts),
            place[: len(pairs)],
            place[len(pairs) :],
            pair,
            np.cumsum([0, *counts])[:-1],
            self._right[pairs],
            self._claimed[chosen],
            self._weight[chosen] / self._weight[chosen].sum(),
        )


class Heard(NamedTuple):
    """A batch as a network hears it: its rows of features, which units let through what they hear (0 where not) for
    each pair and for each quantity alone, what they say, and the scores of every reading and of no claim."""

    told: list[Floats]
    passing: Floats
    alone_passing: Floats
    units: Floats
    alone_units: Floats
    total: NDArray[np.floating]
    none: NDArray[np.floating]


class Network:
    """The weights of kind, side and cast, and those of the hidden units, while they are learned."""

    def __init__(self, examples: Examples, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._examples = examples
        kinds = len(KINDS)
        self.kind = self._table("kind", examples.kind, ("none", *KINDS), UNITS)
        self.side = self._table("side", examples.side, SIDES, 2 * UNITS)
        self.cast = self._table("cast", examples.cast, KINDS, UNITS)
        self.unit = Weight(np.zeros((UNITS, 1 + kinds), dtype=np.float32))

    def _table(self, decision: str, rows: Rows, labels: tuple[str, ...], units: int) -> Weight:
        known = PRIORS[decision]
        linear = np.array([prior(known.get(name, 0.0), labels) for name in rows.names])
        hidden = self._random.normal(0.0, START, (len(rows.names), units))
        return Weight(np.concatenate([linear, hidden], axis=1).astype(np.float32))

    def learn(self) -> None:
        """Descend through all epochs; the rate rises to its highest and falls to nothing along a cosine."""
        each = -(-self._examples.count // BATCH)
        total, number = each * EPOCHS, 0
        for _ in range(EPOCHS):
            order = self._random.permutation(self._examples.count)
            for start in range(0, self._examples.count, BATCH):
                number += 1
                self._step(self._examples.batch(order[start : start + BATCH]), _rate(number / total), number)

    def loss(self, batch: Batch) -> float:
        """Return what the descent makes small: the mean of minus the log likelihood of what is right."""
        heard = self._forward(batch)
        total, none = heard.total, heard.none
        whole = np.log(np.add.reduceat(np.exp(total).sum(axis=1), batch.first) + np.exp(none))
        right = np.add.reduceat(np.where(batch.right, np.exp(total), 0.0).sum(axis=1), batch.first)
        wanted = np.where(batch.claimed, np.log(np.maximum(right, 1e-30)), none)
        return float(((whole - wanted) * batch.weight).sum())

    def _forward(self, batch: Batch) -> Heard:
        kinds, random = len(KINDS), self._random
        rows = (self._examples.kind, self._examples.side, self._examples.cast)
        told = [
            one.matrix(wanted, random) for one, wanted in zip(rows, (batch.kinds, batch.cast, batch.pairs), strict=True)
        ]
        kind, side, cast = (one @ table.now for one, table in zip(told, (self.kind, self.side, self.cast), strict=True))
        heard = (
            kind[batch.owner, 1 + kinds :]
            + side[batch.giver, 2 : 2 + UNITS]
            + side[batch.taker, 2 + UNITS :]
            + cast[batch.pair, kinds:]
        )
        alone = kind[:, 1 + kinds :]
        passing, alone_passing = (
            ((one > 0) & (random.random(one.shape) >= UNITS_DROPPED)).astype(np.float32) / np.float32(1 - UNITS_DROPPED)
            for one in (heard, alone)
        )
        units, alone_units = heard * passing, alone * alone_passing
        total = cast[batch.pair, :kinds] + kind[batch.owner, 1 : 1 + kinds] + units @ self.unit.now[:, 1:]
        total += side[batch.giver][:, _GIVES] + side[batch.taker][:, 1 - _GIVES]
        none = kind[:, 0] + alone_units @ self.unit.now[:, 0]
        return Heard(told, passing, alone_passing, units, alone_units, total, none)

    def _step(self, batch: Batch, rate: float, number: int) -> None:
        heard, out = self._forward(batch), self.unit.now
        error, none_error = _errors(batch, heard.total, heard.none)
        units_error = (error @ out[:, 1:].T) * heard.passing
        alone_error = none_error[:, None] * out[:, 0] * heard.alone_passing
        kind_error = np.concatenate(
            [
                none_error[:, None],
                np.add.reduceat(error, batch.first, axis=0),
                np.add.reduceat(units_error, batch.first, axis=0) + alone_error,
            ],
            axis=1,
        )
        giving, taking = (
            np.stack([error[:, side_of_kind == number].sum(axis=1) for number in range(len(SIDES))], axis=1)
            for side_of_kind in (_GIVES, 1 - _GIVES)
        )
        empty = np.zeros_like(units_error)
        side_error = _gathered(np.concatenate([giving, units_error, empty], axis=1), batch.giver, len(batch.cast))
        side_error += _gathered(np.concatenate([taking, empty, units_error], axis=1), batch.taker, len(batch.cast))
        cast_error = _gathered(np.concatenate([error, units_error], axis=1), batch.pair, len(batch.pairs))
        unit_slope = np.concatenate([(heard.alone_units.T @ none_error)[:, None], heard.units.T @ error], axis=1)
        self.unit.step(unit_slope, rate, number)
        for table, rows, slope in zip(
            (self.kind, self.side, self.cast), heard.told, (kind_error, side_error, cast_error), strict=True
        ):
            table.step(rows.T @ slope, rate, number)


def _rate(done: float) -> float:
    if done < WARMING:
        return RATE * (0.52 - 0.48 * float(np.cos(np.pi * done / WARMING)))
    return RATE * 0.5 * (1 + float(np.cos(np.pi * (done - WARMING) / (1 - WARMING))))


def _errors(batch: Batch, total: NDArray[np.floating], none: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Return the derivatives of the loss by the score of every reading and of no claim."""
    top = np.maximum(np.maximum.reduceat(total.max(axis=1), batch.first), none)
    odds, nothing = np.exp(total - top[batch.owner, None]), np.exp(none - top)
    whole = np.add.reduceat(odds.sum(axis=1), batch.first) + nothing
    wanted = np.where(batch.right, odds, 0.0)
    hoped = np.maximum(np.add.reduceat(wanted.sum(axis=1), batch.first), 1e-30)
    hit = np.where(batch.claimed[batch.owner, None], wanted / hoped[batch.owner, None], 0.0)
    error = (odds / whole[batch.owner, None] - hit) * batch.weight[batch.owner, None]
    return error.astype(np.float32), ((nothing / whole - ~batch.claimed) * batch.weight).astype(np.float32)


def _gathered(values: Floats, index: Ints, size: int) -> Floats:
    """Return the sums of the rows of `values` that share an index."""
    order = np.argsort(index, kind="stable")
    places, starts = np.unique(index[order], return_index=True)
    sums = np.zeros((size, values.shape[1]), dtype=np.float32)
    sums[places] = np.add.reduceat(values[order], starts, axis=0)
    return sums


def learn_network(told: Sequence[Telling]) -> list[str]:
    """Return the lines of kind, side, cast and unit of a weights file: the mean of some networks, side by side."""
    examples = Examples([one for one in told if one.pairs and one.learnt])
    networks = [Network(examples, seed) for seed in range(NETWORKS)]
    for network in networks:
        network.learn()
    return list(_lines(examples, networks))


def _lines(examples: Examples, networks: Sequence[Network]) -> Iterator[str]:
    """Yield the lines of the weights: linear ones are averaged, hidden units stand one network after another."""
    count = len(networks)
    heard = [f"h{number}" for number in range(UNITS * count)]
    giving, taking = ([f"{role} {name}" for name in heard] for role in ("giver", "taker"))
    for decision, rows, labels, units in (
        ("kind", examples.kind, ("none", *KINDS), [heard]),
        ("side", examples.side, SIDES, [giving, taking]),
        ("cast", examples.cast, KINDS, [heard]),
    ):
        tables = [getattr(one, decision).now for one in networks]
        linear = sum(table[:, : len(labels)] for table in tables) / count
        hidden = [
            table[:, len(labels) + part * UNITS : len(labels) + (part + 1) * UNITS]
            for part in range(len(units))
            for table in tables
        ]
        yield "\t".join([decision, "labels", *labels, *chain.from_iterable(units)])
        for name, row in zip(rows.names, np.concatenate([linear, *hidden], axis=1), strict=True):
            yield "\t".join([decision, name, *map(_short, row)])
    yield "\t".join(["unit", "labels", "none", *KINDS])
    for name, row in zip(heard, np.concatenate([one.unit.now for one in networks]) / count, strict=True):
        yield "\t".join(["unit", name, *(f"{weight:.3f}" for weight in row)])


def _short(weight: float) -> str:
    return f"{weight:.2f}".replace("-0.00", "0").replace("0.00", "0")
