"""The table of the report: each commitment as its row shows it, and the evidence that opens below it.

Belongs here: choosing and wording what a row and its evidence say. Stays out: markup (`templates`), the rest of the
page.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from etl.report.reading import Facts
from etl.report.sentences import quotation
from etl.report.words import Words

Row = dict[str, Any]
_SAID = (3, 2)  # sentences of each side, and where there are many commitments
_MANY = 1000
_ALSO = 12
_CONFLICTS = 6
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_FIGURE = re.compile(r"(?:(\w+) )?(\d+(?:\.\d+)?) (\w+)(?: in (\d+) parts)?")


def table_rows(facts: Facts, words: Words) -> list[Row]:
    """Return the commitments as the table shows them, in the order of the facts."""
    return [row | _shown(row, words) for row in facts.commitments]


def _shown(row: Row, words: Words) -> Row:
    since = row["announced"] or row["first_told"]
    summary = words["table"]["evidence_summary_one"]
    if row["article_count"] > 1:
        counts = {"articles": row["article_count"], "sources": row["source_count"]}
        summary = words["table"]["evidence_summary"].format(**counts)
    if row["rival_count"]:
        summary += f" · {words['table']['rivals'].format(count=row['rival_count'])}"
    return {
        "gives": ", ".join(row["from_partners"]),
        "receives": ", ".join(row["to_partners"]),
        "amount": words.amount(row["value"], row["unit"], row["measure"], row["bound"]),
        "between": words.span(row["low"], row["high"], row["unit"], row["measure"]),
        "since": since,
        "since_key": since.toordinal() if since else 0,
        "summary": summary,
        "certain": words.percent(row["certainty"]),
    }


class Evidence:
    """What opens below a row: the rule, the sentences, the contradictions, the relatives, the line to correct it."""

    def __init__(self, facts: Facts, words: Words, today: date) -> None:
        self._facts, self._words, self._today = facts, words, today
        self._said = _SAID[len(facts.commitments) > _MANY]
        self._conflicts: dict[str, list[Row]] = {}
        for one in facts.conflicts:
            self._conflicts.setdefault(one["commitment_id"], []).append(one)

    def of(self, row: Row) -> Row:
        """Return what the evidence of one row says."""
        words, identity = self._words, row["commitment_id"]
        claims = self._facts.evidence[row["commitment_key"]]
        agreeing, others = ([one for one in claims if one["agrees"] is side] for side in (True, False))
        shown = [*agreeing[: self._said], *others[: self._said]]
        rest = [*agreeing[self._said :], *others[self._said :]]
        also = list(dict.fromkeys(f"{one['source']} ({words.day(one['published'])})" for one in rest))
        titled = (("said", agreeing[: self._said]), ("otherwise", others[: self._said]))
        return row | {
            "low_shown": words.amount(row["low"], row["unit"], row["measure"]),
            "high_shown": words.amount(row["high"], row["unit"], row["measure"]),
            "dollars": self._dollars(row),
            "begins": self._interval(row["start_from"], row["start_to"]),
            "complete": self._interval(row["end_from"], row["end_to"]),
            "said": [
                (words["evidence"][title], [self._claim(one, row) for one in told]) for title, told in titled if told
            ],
            "also": ", ".join(also[:_ALSO]),
            "also_more": max(len(also) - _ALSO, 0),
            "conflicts": [one | sides(one, words) for one in self._conflicts.get(identity, [])[:_CONFLICTS]],
            "links": [
                one | {"amount": words.amount(one["value"], one["unit"], row["measure"], one["bound"])}
                for one in self._facts.links.get(identity, [])
            ],
            "lines": self._lines(row, shown),
        }  # fmt: skip

    def _claim(self, one: Row, row: Row) -> Row:
        is_address = _ADDRESS.match(one["url"] or "") is not None
        return one | {
            "amount": self._words.amount(one["value"], one["unit"], row["measure"], one["bound"]),
            "quotation": quotation(one),
            "certain": self._words.percent(one["certainty"]),
            "href": one["url"] if is_address else "",
            "named": one["title"] or one["article"],
        }

    def _lines(self, row: Row, claims: Sequence[Row]) -> list[str]:
        """Return a line of corrections.csv that rejects the commitment, and one for each claim."""
        anchors = [one["anchor"] for one in claims]
        targets = ["|".join([row["commitment_id"], *anchors[:1]]), *anchors]
        return [f"{target},reject,,,,{self._today},{self._words['evidence']['reason']}" for target in targets]

    def _dollars(self, row: Row) -> str:
        if row["amount_usd"] is None or row["unit"] == "USD":
            return ""
        return str(
            self._words["evidence"]["dollars_text"].format(
                amount=self._words.rounded(row["amount_usd"], "USD"),
                rate=self._words.number(row["usd_per_unit"], 4),
                day=self._words.day(row["rate_date"]),
            )
        )

    def _interval(self, low: date | None, high: date | None) -> str:
        if not low and not high:
            return ""
        if low == high:
            return str(self._words.day(low))
        days = {"low": self._words.day(low) if low else "…", "high": self._words.day(high) if high else "…"}
        return str(self._words["evidence"]["interval"].format(**days))


def sides(conflict: Row, words: Words) -> Row:
    """Return both sides of a contradiction in words."""
    return {side: _worded(conflict["conflict"], conflict[side], words) for side in ("kept", "rival")}


def _worded(conflict: str, told: str, words: Words) -> str:
    if conflict in {"day", "start", "end"}:
        return " – ".join(words.day(date.fromisoformat(day)) for day in told.split("/") if day)
    if conflict == "status":
        return str(words["status"][told])
    found = _FIGURE.fullmatch(told)
    if conflict == "parties" or not found:
        return told
    bound, value, unit, parts = found.groups()
    amount = words.amount(Decimal(value), unit, "", bound or "exact")
    return str(words["conflicts"]["parts"].format(amount=amount, count=parts)) if parts else str(amount)
