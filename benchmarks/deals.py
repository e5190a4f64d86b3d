"""Made-up deals, told by made-up articles, with the truth beside them.

Belongs here: what is true, and how it is told: rounded, hedged, converted, copied, wrongly dated, with a party left
out. Stays out: measuring (`benchmarks/warehouse.py`). The same arguments give the same rows.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from etl.rates import reference_rates

CURRENCIES = ("USD", "EUR", "GBP", "JPY", "KRW")
_KINDS = (
    ("purchase", "money"),
    ("investment", "money"),
    ("financing", "money"),
    ("supply", "power"),
    ("supply", "chips"),
)
_DAY_ZERO = date(2018, 1, 1)
_DAYS = 3000
QUOTE_WIDTH = 24


@dataclass(frozen=True, slots=True)
class World:
    """Deals and their tellings; `deal` of a telling is the truth that no warehouse sees."""

    partners: pl.DataFrame
    deals: pl.DataFrame
    tellings: pl.DataFrame


def make_world(deals: int, claims: int, partners: int, seed: int, claims_an_article: int = 10) -> World:
    """Return a world with that many deals, about that many claims, and that many partners."""
    rng = np.random.default_rng(seed)
    names = _partners(partners)
    true = _deals(rng, deals, names)
    return World(names, true, _tellings(rng, true, claims, claims_an_article))


def _partners(count: int) -> pl.DataFrame:
    """One in twenty belongs to the one before it."""
    numbers = np.arange(count)
    names = [f"Partner {number:05d}" for number in numbers]
    groups = [names[number - 1] if number % 20 == 19 else None for number in numbers]
    return pl.DataFrame({"name": names, "group": groups}, schema={"name": pl.String, "group": pl.String})


def _deals(rng: np.random.Generator, count: int, partners: pl.DataFrame) -> pl.DataFrame:
    giver = rng.integers(0, partners.height, count)
    receiver = (giver + rng.integers(1, partners.height, count)) % partners.height
    repeated = rng.random(count) < 0.15  # the same two again, with another amount
    giver[1:][repeated[1:]] = giver[:-1][repeated[1:]]
    receiver[1:][repeated[1:]] = receiver[:-1][repeated[1:]]
    second = np.where(rng.random(count) < 0.1, (giver + 7) % partners.height, -1)
    second[second == receiver] = -1
    kind = rng.choice(len(_KINDS), count, p=(0.4, 0.2, 0.1, 0.2, 0.1))
    unit = rng.choice(len(CURRENCIES), count, p=(0.75, 0.15, 0.05, 0.03, 0.02))
    digits = rng.choice((1, 2, 3), count, p=(0.3, 0.5, 0.2))
    power = rng.uniform(7.5, 11.5, count)
    raw = np.where(
        kind == 3, 10 ** rng.uniform(1.5, 4, count), np.where(kind == 4, 10 ** rng.uniform(3.5, 6.3, count), 10**power)
    )
    raw = np.where((kind < 3) & (unit == 3), raw * 150, np.where((kind < 3) & (unit == 4), raw * 1300, raw))
    return pl.DataFrame({
        "deal": np.arange(count, dtype=np.int32), "giver": giver.astype(np.int32),
        "receiver": receiver.astype(np.int32), "second": second.astype(np.int32), "kind": kind.astype(np.int8),
        "unit": np.where(kind < 3, unit, -1).astype(np.int8),
        "value": _rounded(raw, digits), "announced": rng.integers(0, _DAYS - 100, count).astype(np.int32),
    })  # fmt: skip


def _rounded(values: np.ndarray, digits: np.ndarray | int) -> np.ndarray:
    scale = 10.0 ** (np.floor(np.log10(values)) - digits + 1)
    return np.asarray(np.maximum(np.round(values / scale), 1) * scale)


def _tellings(rng: np.random.Generator, deals: pl.DataFrame, claims: int, claims_an_article: int) -> pl.DataFrame:
    mean = claims / deals.height
    counts = np.clip(np.round(rng.exponential(mean, deals.height)), 1, mean * 8).astype(np.int64)
    of = np.repeat(np.arange(deals.height), counts)
    count = len(of)
    told = {name: deals[name].to_numpy()[of] for name in deals.columns}
    first = np.concatenate(([True], of[1:] != of[:-1]))
    published = np.minimum(
        told["announced"] + np.floor(rng.exponential(25, count)).astype(np.int32) * ~first, _DAYS - 1
    )
    value, unit = told["value"].copy(), told["unit"].copy()
    bound = np.zeros(count, dtype=np.int8)
    style = rng.random(count)
    rounded = style < 0.2
    value[rounded] = _rounded(value[rounded], 2)
    bound[rounded & (rng.random(count) < 0.5)] = 1
    at_most, at_least, order = (style > 0.9) & (style < 0.94), (style > 0.94) & (style < 0.98), style > 0.985
    bound[at_most], bound[at_least], bound[order] = 2, 3, 4
    value[at_least] = np.minimum(_rounded(value[at_least] * 0.995, 2), value[at_least])
    value[order] = 10.0 ** np.floor(np.log10(value[order]))
    converted = (style > 0.84) & (style < 0.9) & (unit >= 0)
    rates = _rates()
    other = np.where(unit == 0, 1, 0).astype(np.int8)
    factor = rates[unit[converted], published[converted]] / rates[other[converted], published[converted]]
    value[converted] = _rounded(value[converted] * factor, 2)
    unit = np.where(converted, other, unit)
    bound[converted] = 1
    dated = rng.random(count)
    wrong = rng.choice((-365, -30, -2, 2, 30), count)
    announced = np.where(
        dated < 0.4, -1, np.where(dated < 0.45, np.maximum(told["announced"] + wrong, 0), told["announced"])
    )
    copied = (rng.random(count) < 0.2) & ~first  # a copy says what the telling before it says
    for column in (value, unit, bound, announced):
        source = np.where(copied, np.arange(count) - 1, np.arange(count))
        column[:] = column[source]
    omitted = rng.random(count)
    frame = pl.DataFrame({
        "deal": told["deal"], "kind": told["kind"], "unit": unit, "value": value, "bound": bound,
        "published": published, "announced": announced.astype(np.int32),
        "giver": np.where(omitted < 0.02, -1, told["giver"]).astype(np.int32),
        "second": np.where(omitted > 0.7, -1, told["second"]).astype(np.int32), "receiver": told["receiver"],
    })  # fmt: skip
    again = pl.int_range(pl.len()).over("published", "deal")  # no article tells one deal twice
    ordered = frame.with_columns(again=again, chance=rng.random(count)).sort("published", "again", "chance")
    groups = (ordered["published"].to_numpy().astype(np.int64) << 24) + ordered["again"].to_numpy()
    article = _articles(groups, claims_an_article)
    slot = np.arange(count) - np.maximum.accumulate(np.where(np.diff(article, prepend=-1) > 0, np.arange(count), 0))
    return ordered.drop("again", "chance").with_columns(article=article, slot=slot).with_row_index("claim")


def _articles(groups: np.ndarray, size: int) -> np.ndarray:
    """Number articles: neighbours of one group, `size` at a time."""
    new_group = np.concatenate(([True], groups[1:] != groups[:-1]))
    starts = np.maximum.accumulate(np.where(new_group, np.arange(len(groups)), 0))
    new_article = (np.arange(len(groups)) - starts) % size == 0
    return np.asarray(np.cumsum(new_article) - 1, dtype=np.int32)


def _rates() -> np.ndarray:
    """Dollars for one unit of each currency on each day; days without a rate take the last before."""
    frame = reference_rates(CURRENCIES).filter(pl.col("rate_date") >= date(2017, 12, 1))
    days = pl.DataFrame({"day": pl.date_range(_DAY_ZERO, pl.date(2026, 12, 31), eager=True).head(_DAYS)})
    rows = []
    for currency in CURRENCIES:
        own = (
            frame.filter(pl.col("currency") == currency)
            .select("rate_date", pl.col("usd_per_unit").cast(pl.Float64))
            .sort("rate_date")
        )
        rows.append(days.join_asof(own, left_on="day", right_on="rate_date")["usd_per_unit"].to_numpy())
    return np.asarray(rows)
