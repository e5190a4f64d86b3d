"""The pictures of the report, as SVG that takes its colours from the page: flows, timeline, capacity.

Belongs here: which row stands where in a chart's data, and its size. Stays out: how a chart looks (`charts/*.json`,
read by Vega), numbers and words beside it (`overview`).
"""

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib.resources import files
from typing import Any, Literal

import vl_convert

from etl.report.words import Words

Row = Mapping[str, Any]
WIDTHS = {"wide": 1000, "narrow": 340}
_LOCALES: dict[str, Literal["en-US", "fr-FR"]] = {"en": "en-US", "fr": "fr-FR"}
_COLOURS = 8
_REST = "var(--muted)"
_TAG = re.compile(r"<[^>]+>")
_TOLD = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_EXACT = re.compile(r"(\.\d\d)\d+")
_HALF_A_QUARTER = timedelta(days=45)
_TALLEST, _SHORTEST, _GAP = 300, 90, 15
_MARGINS = {"wide": 250, "narrow": 112}
_LONGEST_NAME = 30


def flow(rows: Sequence[Row], unit: str, words: Words) -> dict[str, str]:
    """Return the ribbons of one measure, by width."""
    given: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for row in rows:
        given[row["giver"]] += row["amount"]
        received[row["receiver"]] += row["amount"]
    ranks = [{name: rank for rank, name in enumerate(_ordered(side), 1)} for side in (given, received)]
    total = sum(given.values())
    most = max(len(given), len(received))
    tall = min(_TALLEST, max(_SHORTEST, 26 * most)) / total
    pictures = {}
    for name, width in WIDTHS.items():
        values = [
            {
                "giver": row["giver"], "receiver": row["receiver"], "amount": row["amount"],
                "giver_label": _named(row["giver"], given, unit, words, name),
                "receiver_label": _named(row["receiver"], received, unit, words, name),
                "giver_rank": ranks[0][row["giver"]], "receiver_rank": ranks[1][row["receiver"]],
                "colour": _colour(row["giver"], ranks[0]),
            }
            for row in rows
        ]  # fmt: skip
        spec = _spec("flow.vg")
        spec |= {"width": width, "height": total * tall + _GAP * (most + 1)}
        spec["data"][0]["values"] = values
        signals = {
            "tall": tall, "total": total, "givers": len(given), "receivers": len(received), "gap": _GAP,
            "margin": _MARGINS[name],
        }  # fmt: skip
        spec["signals"] = [
            {"name": one["name"], "value": signals[one["name"]]} if one["name"] in signals else one
            for one in spec["signals"]
        ]
        pictures[name] = _silent(vl_convert.vega_to_svg(spec, allowed_base_urls=[]))
    return pictures


def timeline(rows: Sequence[Row], words: Words) -> dict[str, str]:
    """Return the lanes of the largest groups, by width."""
    values = [
        {
            "group": row["name"], "day": row["day"].isoformat(), "usd": row["usd"],
            "role": words["timeline"][row["role"]], "turn": int(row["role"] == "receives"),
        }
        for row in sorted(rows, key=lambda row: (-row["total"], row["name"], row["role"]))
    ]  # fmt: skip
    return _drawn("timeline.vl", values, words, {"wide": 800, "narrow": 195}, _sizes(values, words))


def capacity(rows: Sequence[Row], words: Words) -> dict[str, str]:
    """Return the bars of each kind, by width."""
    values = [
        {
            "kind": words["kind"][row["kind"]], "quarter": row["quarter"].isoformat(),
            "middle": (row["quarter"] + _HALF_A_QUARTER).isoformat(), "gw": row["mw"] / 1000,
            "low": row["low"] / 1000, "high": row["high"] / 1000,
        }
        for row in rows
    ]  # fmt: skip
    return _drawn("capacity.vl", values, words, {"wide": 920, "narrow": 285})


def _sizes(values: Sequence[Row], words: Words) -> Row:
    """Return what the legend tells of areas: the largest power of ten in the data and the one below."""
    power = int(math.log10(max(10, *(row["usd"] for row in values))))
    told = {size: f"{words.short(size, 'USD')} USD" for size in (10 ** (power - 1), 10**power)}
    return {"values": list(told), "labelExpr": f"{json.dumps(told)}[datum.value]"}


def _drawn(
    name: str, values: list[dict[str, Any]], words: Words, widths: Mapping[str, int], sizes: Row | None = None
) -> dict[str, str]:
    locale = _LOCALES[words.language]
    pictures = {}
    for size, width in widths.items():
        spec = _spec(name)
        spec["data"]["values"] = values
        (spec.get("spec") or spec)["width"] = width
        if sizes:
            spec["encoding"]["size"]["legend"] |= {**sizes, "orient": "top" if size == "wide" else "bottom"}
        if size == "narrow" and "encoding" in spec:
            spec["encoding"]["y"]["axis"] |= {"labelLimit": 90, "minExtent": 110}
            spec["encoding"]["x"]["axis"]["tickCount"] = 4
        svg = vl_convert.vegalite_to_svg(
            spec, config=_spec("config"), allowed_base_urls=[], format_locale=locale, time_format_locale=locale
        )
        pictures[size] = _silent(svg)
    return pictures


def _silent(svg: str) -> str:
    """Return a picture without what its parts tell a screen reader: the page gives it one label, and its figures.

    Places are told to a hundredth of a pixel.
    """
    return _TAG.sub(lambda tag: _EXACT.sub(r"\1", _TOLD.sub("", tag[0])), svg)


def _spec(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("etl.report").joinpath("charts", f"{name}.json").read_text("utf-8"))
    return found


def _ordered(sums: Mapping[str, float]) -> list[str]:
    """Return names by their sums, the largest first and the rest, which has no name, last."""
    return sorted(sums, key=lambda name: (not name, -sums[name], name))


def _named(name: str, sums: Mapping[str, float], unit: str, words: Words, size: str) -> str:
    shown = name or words["page"]["others"]
    if size != "wide":
        return shown
    if len(shown) > _LONGEST_NAME:  # the picture cuts a label at its end, where the amount stands
        shown = f"{shown[: _LONGEST_NAME - 1].rstrip()}…"
    return f"{shown}  {words.short(sums[name], unit)}"


def _colour(name: str, ranks: Mapping[str, int]) -> str:
    return f"var(--c{(ranks[name] - 1) % _COLOURS + 1})" if name else _REST
