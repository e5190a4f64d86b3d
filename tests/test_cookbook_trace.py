"""Every number in an answer of the cookbook is traced to quotes.

Belongs here: making each number again, without the marts, from the claims that the row rests on, and finding each
claim's number in its quote. A column whose numbers are traced by no rule fails.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from etl import cookbook
from etl.paths import PROJECT, Warehouse
from etl.query import run_query

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
RECIPES = cookbook.recipes()
CLAIMS = """
SELECT e.*, f.fields, a.text FROM evidence AS e JOIN fact_claim AS f USING (claim_key)
JOIN dim_article AS a USING (article_key) WHERE e.commitment_key IN (SELECT unnest($keys::INTEGER[]))
"""
COMMITMENTS = """
SELECT c.*, f.usd_per_unit FROM commitments AS c JOIN fact_commitment AS f USING (commitment_key)
WHERE c.commitment_key IN (SELECT unnest($keys::INTEGER[]))
"""
GROUPS = "SELECT name, any_value(root_group) FROM dim_partner WHERE is_current GROUP BY name"
WORDED = re.compile(r"[^\W\d_]+")
NOT_NUMBERS = (str, date, bool, type(None))
Row = dict[str, Any]


@dataclass(frozen=True)
class Behind:
    """What stands behind one row of an answer."""

    row: Row
    claims: list[Row]
    commitments: list[Row]
    groups: dict[str, str]

    def told(self) -> set[Decimal]:
        return {claim["value"] for claim in self.claims}

    def lows(self) -> set[Decimal]:
        """Return what is told, and nothing at all where it is told as a ceiling."""
        return self.told() | {Decimal(0) for claim in self.claims if claim["bound"] == "at_most"}

    def sources(self, until: date = date.max) -> set[str]:
        return {claim["source"] for claim in self.claims if claim["published"] <= until}

    def usd(self, figure: str = "value") -> dict[int, Decimal]:
        """Return each commitment in dollars, once its figure is told by a claim."""
        assert {one[figure] for one in self.commitments} <= (self.lows() if figure == "low" else self.told())
        return {one["commitment_key"]: one[figure] * one["usd_per_unit"] for one in self.commitments}


def ask(warehouse: Warehouse, sql: str, **parameters: Any) -> list[Row]:
    answer = run_query(warehouse.database, sql, parameters=parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def is_told(behind: Behind, number: Decimal) -> bool:
    return number in behind.told()


def in_dollars(behind: Behind, number: Decimal) -> bool:
    return any(abs(number - usd) <= 1 for usd in behind.usd().values())


def sum_of(figure: str) -> Callable[[Behind, Decimal], bool]:
    return lambda behind, number: abs(number - sum(behind.usd(figure).values())) <= 1


def shared_in_dollars(behind: Behind, number: Decimal) -> bool:
    pays = behind.usd()
    shares: list[Decimal] = [
        pays[one["commitment_key"]] / len(one["from_partners"]) / len(one["to_partners"])
        for one in behind.commitments
        if behind.row["gives"] in one["from_partners"] and behind.row["receives"] in one["to_partners"]
    ]
    return len(shares) == len(behind.commitments) and abs(number - sum(shares)) <= 1


def of_circle(choose: Callable[[list[Decimal]], Decimal]) -> Callable[[Behind, Decimal], bool]:
    def rule(behind: Behind, number: Decimal) -> bool:
        circle = behind.row["circle"].split(" → ")
        pays, flows = behind.usd(), defaultdict[tuple[str, str], Decimal](Decimal)
        for one in behind.commitments:
            for giver in {behind.groups[name] for name in one["from_partners"]}:
                for receiver in {behind.groups[name] for name in one["to_partners"]}:
                    flows[giver, receiver] += (
                        pays[one["commitment_key"]] / len(one["from_partners"]) / len(one["to_partners"])
                    )
        return abs(number - choose([flows[edge] for edge in pairwise([*circle, circle[0]])])) <= 1

    return rule


def megawatts(behind: Behind, number: Decimal) -> bool:
    whole = 0.0
    for one in behind.commitments:
        assert one["value"] in behind.told()
        days = [day for day in (one["start_from"], one["start_to"]) if day] or [
            day for day in (one["end_from"], one["end_to"]) if day
        ]
        quarter = behind.row.get("quarter")
        share = 1.0
        if quarter is not None:
            following = (quarter + timedelta(days=93)).replace(day=1)
            inside = (min(max(days), following - timedelta(days=1)) - max(min(days), quarter)).days + 1
            share = inside / ((max(days) - min(days)).days + 1)
        whole += float(one["value"]) * share
    return abs(float(number) - whole) < 0.1


def a_gigawatt(behind: Behind, number: Decimal) -> bool:
    usd: Decimal = max(one["value"] * one["usd_per_unit"] for one in behind.commitments if one["measure"] == "money")
    power: Decimal = max(one["value"] for one in behind.commitments if one["measure"] == "power")
    return power in behind.told() and abs(number - usd / power / 10**6) <= Decimal("0.06")


def largest(measure: str) -> Callable[[Behind, Decimal], bool]:
    def rule(behind: Behind, number: Decimal) -> bool:
        found = [one for one in behind.commitments if one["measure"] == measure and one["is_additive"]]
        is_said = {one["value"] for one in found} <= behind.told()
        figures: list[Decimal] = [one["value"] * (one["usd_per_unit"] or 1) for one in found]
        return is_said and abs(number - max(figures)) <= 1

    return rule


def rate(behind: Behind, number: Decimal) -> bool:
    rates: set[Decimal] = {one["usd_per_unit"] for one in behind.commitments}
    return rates == {number}


def in_euros(behind: Behind, number: Decimal) -> bool:
    euros: set[Decimal] = {claim["value"] for claim in behind.claims if claim["unit"] == "EUR"}
    return number in euros


def term(behind: Behind, number: Decimal) -> bool:
    spans = [
        claim["text"][field["char_start"] : field["char_end"]]
        for claim in behind.claims
        for field in claim["fields"]
        if field["name"] == "term" and field["char_start"] is not None
    ]
    return any(f"{float(number):g}" in span or WORDED.match(span) for span in spans)


def sources_until(day: date) -> Callable[[Behind, Decimal], bool]:
    return lambda behind, number: number == len(behind.sources(day))


def first_or_alone(behind: Behind, number: Decimal) -> bool:
    first = {one["commitment_key"]: one["first_told"] for one in behind.commitments}
    mine = [claim for claim in behind.claims if claim["source"] == behind.row["source"]]
    told_first = {one["commitment_key"] for one in mine if one["published"] == first[one["commitment_key"]]}
    alone = {one["commitment_key"] for one in behind.commitments if one["source_count"] == 1}
    return number in {len(told_first), len(alone)}


def differing(behind: Behind, number: Decimal) -> bool:
    mine = [claim for claim in behind.claims if claim["source"] == behind.row["source"]]
    return number == len({claim["commitment_key"] for claim in mine if not claim["agrees"]})


def how_many(behind: Behind, number: Decimal) -> bool:
    return number == len(behind.commitments)


def certain(behind: Behind, number: Decimal) -> bool:
    least: float = max(claim["certainty"] for claim in behind.claims)
    return least - 1e-3 <= float(number) <= 1


def left(behind: Behind, number: Decimal) -> bool:
    others = [claim for claim in behind.claims if claim["article"] != "2025-11-05-openai-aws"]
    return number == len(others)


def articles(behind: Behind, number: Decimal) -> bool:
    return number >= len({claim["article"] for claim in behind.claims if claim["source"] == behind.row["source"]}) > 0


def is_name(behind: Behind, number: Decimal) -> bool:
    return True


RULES: dict[str, Callable[[Behind, Decimal], bool]] = {
    **dict.fromkeys(("value", "of_value", "high", "amount", "chips", "contents", "kept", "rival"), is_told),
    "low": lambda behind, number: number in behind.lows(),
    "amount_usd": in_dollars,
    "amount_eur": in_euros,
    "usd_per_unit": rate,
    "usd": sum_of("value"),
    "usd_low": sum_of("low"),
    "usd_high": sum_of("high"),
    "weakest_usd": of_circle(min),
    "total_usd": of_circle(lambda flows: sum(flows, Decimal())),
    "mw": megawatts,
    "billion_usd_a_gigawatt": a_gigawatt,
    "term_years": term,
    "source_count": sources_until(date.max),
    "rival_sources": lambda behind, number: 1 <= number <= len(behind.sources()),
    "claims_left": left,
    "commitments": how_many,
    "articles": articles,
    "told_first": first_or_alone,
    "told_alone": first_or_alone,
    "differs_from_headline": differing,
    "certainty": certain,
    **dict.fromkeys(("year", "deal_key", "rests_on"), is_name),  # these name something and count nothing
    "dollars_a_gigawatt.usd": largest("money"),
    "dollars_a_gigawatt.mw": largest("power"),
    "known_by_midyear.source_count": sources_until(date(2025, 6, 30)),
    "who_gives_money_to_whom.usd": shared_in_dollars,
}


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.name for recipe in RECIPES])
def test_every_number_of_an_answer_is_made_from_what_quotes_say(bundled: Warehouse, recipe: cookbook.Recipe) -> None:
    answer = ask(bundled, recipe.sql)
    assert answer or recipe.name == "what_is_cancelled_or_overdue"
    groups = dict(run_query(bundled.database, GROUPS).rows)
    for row in answer:
        keys = row["rests_on"] if isinstance(row["rests_on"], list) else [row["rests_on"]]
        claims, commitments = (ask(bundled, sql, keys=keys) for sql in (CLAIMS, COMMITMENTS))
        assert {claim["commitment_key"] for claim in claims} == set(keys)
        for claim in claims:
            assert claim["text"][claim["char_start"] : claim["char_end"]] == claim["quote"]
            assert says(claim["quote"], claim["value"]), (claim["quote"], claim["value"])
        behind = Behind(row, claims, commitments, groups)
        for column, number in numbers(row):
            rule = RULES.get(f"{recipe.name}.{column}", RULES.get(column))
            assert rule, f"{column}: no rule traces its numbers"
            assert rule(behind, number), f"{column}: {number} does not follow from what the row rests on"


def numbers(row: Row) -> list[tuple[str, Decimal]]:
    """Return every number of a row with its column, those inside of its texts too."""
    found = []
    for column, value in row.items():
        if column in {"contents", "kept", "rival"}:
            texts = value if isinstance(value, list) else [value]
            figures = [re.match(r"(\d[\d.]*) \S", text) for text in texts]
            found += [(column, Decimal(figure[1])) for figure in figures if figure]
        elif not isinstance(value, (*NOT_NUMBERS, list)):
            found.append((column, Decimal(str(value))))
    return found


def says(quote: str, value: Decimal) -> bool:
    """Whether the digits of a value stand in its quote; a number written out in words has none."""
    written = [re.sub(r"[\s  .,']", "", one).strip("0") for one in re.findall(r"\d(?:[\d\s  .,']*\d)?", quote)]
    digits = re.sub(r"\D", "", f"{value.normalize():f}").strip("0")
    return digits in written if written else bool(WORDED.search(quote))


def test_the_page_answers_as_the_bundled_warehouse_does(bundled: Warehouse) -> None:
    published = (PROJECT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    assert published == cookbook.page(bundled.database), "run `dealhouse docs docs` after a run, and commit the page"
