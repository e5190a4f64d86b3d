"""What the report shows above its table: sums, changes, flows, timeline, capacity, ledgers, contradictions.

Belongs here: choosing and wording what each section says. Stays out: markup (`templates`), how a picture is drawn
(`pictures`), the table and its evidence (`rows`).
"""

from collections import Counter
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from etl.report import pictures
from etl.report.reading import PARTNERS, Facts
from etl.report.rows import sides
from etl.report.words import Words

Row = dict[str, Any]
_UNITS = {"money": "USD", "power": "MW", "chips": "count"}
_EQUITY = ("shares", "stake")
_CHANGES = 40
_CONFLICTS = 60
_CONTENTS = 5
_CHANGE_ORDER = ("added", "changed", "removed")


def overview(facts: Facts, words: Words) -> Row:
    """Return what the sections above the table are made of, by the name that the template knows."""
    ledger = _ledger(facts, words)
    return {
        "tiles": _tiles(facts, words),
        "equity": sum(row["counted"] + row["left_out"] for row in facts.totals if row["measure"] in _EQUITY),
        "before": facts.before,
        **_changes(facts, words),
        "flows": [_flow(measure, facts, words) for measure in _UNITS],
        "timeline": _timeline(facts, words),
        "deals": [_deal(deal, words) for deal in facts.deals],
        "capacity": _capacity(facts, words),
        "ledger": ledger,
        "ledger_is_limited": len(ledger) == PARTNERS,
        "conflicts": [
            one | sides(one, words) | {"title": _parties(one, words)} for one in facts.conflicts[:_CONFLICTS]
        ],
        "conflicts_more": max(len(facts.conflicts) - _CONFLICTS, 0),
    }


def _tiles(facts: Facts, words: Words) -> list[Row]:
    """Return a tile a measure. Money is summed; of power and chips, whose kinds overlap, the largest kind stands."""
    tiles = []
    for measure, found in groupby(facts.totals, key=itemgetter("measure")):
        rows = [row for row in found if row["counted"]]
        if measure in _EQUITY or not rows:
            continue
        summed = rows if measure == "money" else rows[:1]
        value, low, high = (sum(row[name] for row in summed) for name in ("value", "low", "high"))
        longest = max(row["high"] for row in rows) or 1
        unit = _UNITS[measure]
        tiles.append({
            "measure": measure,
            "headline": words.rounded(value, unit),
            "of": "" if measure == "money" or len(rows) == 1 else rows[0]["kind"],
            "between": _range(low, high, unit, words) or words["committed"]["exactly"],
            "bars": [
                {
                    "kind": row["kind"], "headline": words.rounded(row["value"], unit),
                    "between": words.span(row["low"], row["high"], unit),
                    "low": f"{100 * row['low'] / longest:.1f}", "high": f"{100 * row['high'] / longest:.1f}",
                }
                for row in rows
            ],
            "counted": sum(row["counted"] for row in rows),
            "left_out": sum(row["left_out"] for row in facts.totals if row["measure"] == measure),
        })  # fmt: skip
    return tiles


def _range(low: float, high: float, unit: str, words: Words) -> str:
    if low == high:
        return ""
    shown = {"low": words.rounded(low, unit), "high": words.rounded(high, unit)}
    return str(words["committed"]["between"].format(**shown))


def _changes(facts: Facts, words: Words) -> Row:
    known = {row["commitment_id"]: (place, row) for place, row in enumerate(facts.commitments)}
    last = len(known)
    ordered = sorted(
        facts.changes,
        key=lambda one: (_CHANGE_ORDER.index(one["change"]), known.get(one["commitment_id"], (last,))[0]),
    )
    counted = Counter(one["change"] for one in ordered)
    shown = []
    for one in ordered[:_CHANGES]:
        row = known[one["commitment_id"]][1] if one["commitment_id"] in known else None
        bound, measure = (row["bound"], row["measure"]) if row else ("exact", "")
        value = one["old_value"] if one["change"] == "removed" else one["new_value"]
        amount = words.amount(value, one["unit"], measure, bound)
        was = one["change"] == "changed" and one["old_value"] != one["new_value"]
        old = words.amount(one["old_value"], one["unit"], measure) if was else ""
        shown.append(one | {
            "title": f"{_parties(one, words)}{words['page']['colon']}{amount}",
            "was": words["new"]["was"].format(amount=old) if was else "",
            "fields": ", ".join(words["fields"][name.replace(" ", "_")] for name in one["fields"]),
        })  # fmt: skip
    return {
        "changes": shown,
        "changes_more": max(len(ordered) - _CHANGES, 0),
        "change_counts": [(name, counted[name]) for name in _CHANGE_ORDER if counted[name]],
    }


def _parties(row: Row, words: Words) -> str:
    gives = ", ".join(row["from_partners"]) or words["page"]["nobody"]
    receives = ", ".join(row["to_partners"])
    return f"{gives} → {receives}" if receives else gives


def _flow(measure: str, facts: Facts, words: Words) -> Row:
    unit = _UNITS[measure]
    rows = [
        row | {"shown": words.rounded(row["amount"], unit, measure)} for row in facts.flows if row["measure"] == measure
    ]
    between_others = [row for row in rows if not row["giver"] and not row["receiver"]]
    rows = [row for row in rows if row not in between_others]
    left = next((row for row in facts.unpaired if row["measure"] == measure and row["amount"]), None)
    found: Row = {"measure": measure, "rows": rows, "left_out": []}
    for name, outside in (("between_others", between_others), ("left_out", [left] if left else [])):
        for one in outside:
            amount, count = words.rounded(one["amount"], unit, measure), words.number(one["commitments"], 0)
            found["left_out"].append(words["flows"][name].format(amount=amount, count=count))
    if rows:
        most = max(rows, key=itemgetter("amount"))
        names = [most[side] or words["page"]["others"] for side in ("giver", "receiver")]
        found["label"] = words["flows"]["label"].format(
            flows=len(rows), givers=len({row["giver"] for row in rows}),
            receivers=len({row["receiver"] for row in rows}), largest=f"{' → '.join(names)}, {most['shown']}",
        )  # fmt: skip
        found["pictures"] = pictures.flow(rows, unit, words)
    return found


def _timeline(facts: Facts, words: Words) -> Row:
    rows = [row | {"shown": words.rounded(row["usd"], "USD")} for row in facts.moments]
    if not rows:
        return {"rows": []}
    days = [row["day"] for row in rows]
    label = words["timeline"]["label"].format(
        groups=len({row["name"] for row in rows}), first=words.day(min(days)), last=words.day(max(days))
    )
    return {"rows": rows, "label": label, "pictures": pictures.timeline(rows, words)}


def _deal(deal: Row, words: Words) -> Row:
    contents = [
        part | {"shown": words.amount(part["value"], part["unit"], part["measure"], part["bound"])}
        for part in deal["contents"][:_CONTENTS]
    ]
    return deal | {"contents": contents, "more": max(len(deal["contents"]) - _CONTENTS, 0)}


def _capacity(facts: Facts, words: Words) -> Row:
    dated = [row for row in facts.capacity if row["quarter"]]
    undated = [
        words["capacity"]["undated"].format(amount=words.rounded(row["mw"], "MW"), kind=words["kind"][row["kind"]])
        for row in facts.capacity
        if not row["quarter"]
    ]
    if not dated:
        return {"rows": [], "undated": undated}
    label = words["capacity"]["label"].format(
        first=words.quarter(dated[0]["quarter"]), last=words.quarter(dated[-1]["quarter"])
    )
    return {"rows": dated, "undated": undated, "label": label, "pictures": pictures.capacity(dated, words)}


def _ledger(facts: Facts, words: Words) -> list[Row]:
    partners = []
    for partner, found in groupby(facts.ledger, key=itemgetter("partner")):
        rows = [
            row | {
                "shown": words.rounded(Decimal(row["value"]), row["unit"], row["measure"]) if _adds(row)
                else words["partners"]["not_added"],
                "between": words.span(row["low"], row["high"], row["unit"], row["measure"]) if _adds(row) else "",
                "years": _years(row),
            }
            for row in found
        ]  # fmt: skip
        partners.append({"partner": partner, "rows": rows, "commitments": sum(row["commitments"] for row in rows)})
    most = max((one["commitments"] for one in partners), default=0)
    first = next((one["partner"] for one in partners if one["commitments"] == most), None)
    return [one | {"is_first": one["partner"] == first} for one in partners]


def _adds(row: Row) -> bool:
    """Return whether a row of a ledger is a sum that means something: stakes of several companies are none."""
    return row["commitments"] == 1 or row["measure"] not in _EQUITY


def _years(row: Row) -> str:
    first, last = row["first_year"], row["last_year"]
    return "" if first is None else str(first) if first == last else f"{first}–{last}"
