"""Claims become commitments: what is told in many ways counts once, what only looks alike counts apart."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from etl.paths import Warehouse
from tests.star import Row, article, ask, claim, publish

DAY = date(2025, 9, 22)


def week(number: int) -> date:
    return DAY + timedelta(weeks=number)


def commitments(
    folder: Path, *claims: Row, columns: str = "value", days: dict[str, date] | None = None, **more: Any
) -> list[Any]:
    """Publish; article a0 appears on DAY, a1 a week later and so on, unless `days` says otherwise."""
    names = sorted({str(one["article_id"]) for one in claims})
    articles = [article(name, (days or {}).get(name, week(int(name[1:])))) for name in names]
    release = publish(Warehouse(folder), articles, list(claims), **more)
    return ask(release.path, f"SELECT {columns} FROM commitments ORDER BY value DESC, commitment_key")


def test_roundings_hedges_and_conversions_of_one_figure_are_one_commitment(tmp_path: Path) -> None:
    told = [
        claim("a0", 14_200_000_000),
        claim("a1", 14_000_000_000, bound="about"),
        claim("a2", 14_000_000_000, bound="at_least"),
        claim("a3", 12_100_000_000, unit="EUR", bound="about"),
        claim("a4", 10_000_000_000, bound="order"),
        claim("a5", 14_200_000_000, bound="at_most"),
    ]
    columns = "value, bound, low, high, headline_rule, source_count, rival_count"
    assert commitments(tmp_path, *told, columns=columns) == [
        (Decimal(14_200_000_000), "exact", Decimal(10**10), Decimal(14_200_000_000), "most exact", 6, 0)
    ]


def test_a_wire_story_on_many_sites_is_one_source(tmp_path: Path) -> None:
    articles = [article(name, DAY, publisher) | {"copy_group": "a0"} for name, publisher in (("a0", "X"), ("a1", "Y"))]
    release = publish(Warehouse(tmp_path), [*articles, article("a2", DAY, "Z")], [claim(f"a{n}") for n in range(3)])
    assert ask(release.path, "SELECT article_count, source_count FROM commitments") == [(3, 2)]


def test_up_to_vouches_for_nothing(tmp_path: Path) -> None:
    assert commitments(tmp_path, claim("a0", bound="at_most"), columns="low, high") == [(0, 10**11)]


def test_amounts_told_side_by_side_stay_apart(tmp_path: Path) -> None:
    told = [claim("a0", 4 * 10**9, bound="at_most"), claim("a0", 3_900_000_000), claim("a1", 6_500_000_000)]
    assert len(commitments(tmp_path, *told)) == 3


def test_the_same_sum_again_a_year_later_is_an_extension(tmp_path: Path) -> None:
    days = {"a0": date(2023, 9, 26), "a1": date(2023, 9, 30), "a2": date(2024, 11, 23), "a3": date(2024, 12, 1)}
    told = [claim(name, 4 * 10**9, announced=date(2023, 9, 25)) for name in ("a0", "a1")]
    told += [claim(name, 4 * 10**9, announced=date(2024, 11, 22)) for name in ("a2", "a3")]
    rows = commitments(tmp_path, *told, columns="announced, article_count", days=days)
    assert rows == [(date(2023, 9, 25), 2), (date(2024, 11, 22), 2)]
    database = Warehouse(tmp_path).database
    assert ask(database, "FROM bridge_commitment_link") == [(2, 1, "extends")]
    assert ask(database, "SELECT status FROM deals ORDER BY announced") == [("extended",), ("agreed",)]


def test_one_source_that_errs_in_the_day_does_not_count_the_money_twice(tmp_path: Path) -> None:
    told = [claim(f"a{number}", announced=DAY) for number in range(3)] + [claim("a3", announced=date(2024, 9, 22))]
    assert commitments(tmp_path, *told, columns="announced") == [(DAY,)]
    assert ask(Warehouse(tmp_path).database, "SELECT conflict, kept, rival FROM claim_conflicts") == [
        ("day", "2025-09-22", "2024-09-22")
    ]


def test_a_day_that_nobody_told_before_the_other_announcement_errs(tmp_path: Path) -> None:
    told = [claim("a0", announced=date(2024, 9, 22)), claim("a1", announced=date(2024, 9, 22))]
    told += [claim(f"a{number}", announced=DAY) for number in (2, 3, 4)]
    assert commitments(tmp_path, *told, columns="announced, source_count") == [(DAY, 5)]
    (tmp_path / "again").mkdir()
    days = {"a0": date(2024, 9, 23), "a1": date(2024, 9, 24)}
    apart = commitments(tmp_path / "again", *told, columns="announced", days=days)
    assert apart == [(date(2024, 9, 22),), (DAY,)]


def test_a_sum_converted_at_the_rate_of_its_announcement_is_the_same_sum(tmp_path: Path) -> None:
    days = {"a0": date(2022, 11, 4), "a1": date(2023, 1, 27)}  # the euro went from 0.98 to 1.09 dollars
    told = [claim("a0", 4_210_000_000, announced=date(2022, 11, 3))]
    told += [claim("a1", 4_300_000_000, unit="EUR", bound="about", announced=date(2022, 11, 3))]
    assert commitments(tmp_path, *told, columns="value, unit, source_count", days=days) == [(4_210_000_000, "USD", 2)]


def test_billions_from_more_partners_are_the_firm_sum_of_fewer(tmp_path: Path) -> None:
    told = [claim("a0", 10**9, bound="order", from_partners=["Microsoft", "NVIDIA"]), claim("a1", 5 * 10**9)]
    columns = "from_partners, value, bound, source_count"
    assert commitments(tmp_path, *told, columns=columns) == [(["NVIDIA"], 5 * 10**9, "exact", 2)]
    (tmp_path / "again").mkdir()
    told += [claim("a2", 10**9, bound="at_least", from_partners=["Oracle"])]
    told += [claim("a3", 10**9, bound="order", from_partners=["Oracle"])]
    rows = commitments(tmp_path / "again", *told, columns=columns)
    assert rows == [(["NVIDIA"], 5 * 10**9, "exact", 2), (["Oracle"], 10**9, "at_least", 2)]


def test_a_telling_that_leaves_a_party_out_joins_the_fuller_one(tmp_path: Path) -> None:
    full = claim("a0", from_partners=["OpenAI", "Oracle"], to_partners=["Stargate"])
    rows = commitments(
        tmp_path, full, claim("a1", from_partners=[], to_partners=["Stargate"]), columns="from_partners, article_count"
    )
    assert rows == [(["OpenAI", "Oracle"], 2)]


def test_a_daughter_counts_as_its_group_once_it_belongs_to_it(tmp_path: Path) -> None:
    history = [("Ampere", "Ampere", None, date(2025, 11, 24))]
    told = [
        claim("a0", from_partners=["Azure Cloud"]),
        claim("a1", from_partners=["Microsoft"]),
        claim("a2", 5, from_partners=["SoftBank"]),
        claim("a3", 5, from_partners=["Ampere"]),
        claim("a8", 7, from_partners=["SoftBank"]),
        claim("a9", 7, from_partners=["Ampere"]),
    ]
    days = {"a8": date(2026, 1, 8), "a9": date(2026, 1, 9)}
    rows = commitments(tmp_path, *told, columns="value, article_count", days=days, history=history)
    assert rows == [(10**11, 2), (7, 2), (5, 1), (5, 1)]
    versions = (
        "SELECT group_name, valid_from, valid_to, is_current FROM dim_partner WHERE name = 'Ampere' ORDER BY valid_from"
    )
    assert ask(Warehouse(tmp_path).database, versions) == [
        (None, date(1900, 1, 1), date(2025, 11, 24), False),
        ("SoftBank", date(2025, 11, 25), None, True),
    ]
    used = """SELECT p.group_name FROM bridge_commitment_partner JOIN dim_partner AS p USING (partner_key)
        JOIN fact_commitment USING (commitment_key) WHERE p.name = 'Ampere' AND value = 5"""
    assert ask(Warehouse(tmp_path).database, used) == [(None,)]


def test_parts_and_totals_are_linked_and_never_added(tmp_path: Path) -> None:
    told = [
        claim("a0", 10 * 10**9),
        claim("a0", 4 * 10**9, scope="part"),
        claim("a0", 7 * 10**9, scope="part"),
        claim("a0", 25 * 10**9, scope="total"),
    ]
    rows = commitments(tmp_path, *told, columns="scope, is_additive")
    assert rows == [("total", False), ("whole", True), ("part", False), ("part", False)]
    database = Warehouse(tmp_path).database
    links = """SELECT relation, c.value // 1000000000
        FROM bridge_commitment_link JOIN commitments AS c USING (commitment_key) ORDER BY ALL"""
    assert ask(database, links) == [("included_in", 10), ("part_of", 4), ("part_of", 7)]
    assert ask(database, "SELECT sum(value) FROM partner_ledger WHERE role = 'receives'") == [(10 * 10**9,)]
    assert ask(database, "SELECT conflict, rival FROM claim_conflicts") == [("sum", "11000000000.0000 USD in 2 parts")]


def test_shares_sum_to_the_commitment_to_the_last_digit(tmp_path: Path) -> None:
    told = claim("a0", "100.01", from_partners=["Microsoft", "NVIDIA", "Oracle"])
    commitments(tmp_path, told)
    shares = "SELECT value_share FROM bridge_commitment_partner WHERE role = 'gives' ORDER BY partner_key"
    assert ask(Warehouse(tmp_path).database, shares) == [
        (Decimal("33.3368"),), (Decimal("33.3366"),), (Decimal("33.3366"),),
    ]  # fmt: skip


def test_a_cancellation_counts_unless_more_say_otherwise_since(tmp_path: Path) -> None:
    told = [claim("a0"), claim("a1", status="cancelled")]
    assert commitments(tmp_path, *told, columns="status, is_additive") == [("cancelled", False)]
    told += [claim("a2"), claim("a3")]
    assert commitments(tmp_path, *told, columns="status, is_additive") == [("agreed", True)]
    conflicts = "SELECT conflict, kept, kept_sources, rival_sources FROM claim_conflicts"
    assert ask(Warehouse(tmp_path).database, conflicts) == [("status", "agreed", 2, 1)]
    steps = "SELECT step, day FROM deal_timeline ORDER BY day"
    assert ask(Warehouse(tmp_path).database, steps) == [("agreed", DAY), ("cancelled", week(1))]


def test_a_hundred_articles_that_deny_each_other_are_one_commitment_and_one_conflict(tmp_path: Path) -> None:
    told = [claim(f"a{number}", status=("agreed", "cancelled")[number % 2]) for number in range(100)]
    assert commitments(tmp_path, *told, columns="source_count") == [(100,)]
    assert ask(Warehouse(tmp_path).database, "SELECT conflict FROM claim_conflicts") == [("status",)]


def test_times_that_exclude_each_other_stand_in_the_conflicts(tmp_path: Path) -> None:
    early: Row = {"end_from": date(2026, 1, 1), "end_to": date(2026, 12, 31)}
    late: Row = {"end_from": date(2028, 1, 1), "end_to": date(2028, 12, 31)}
    told = [claim("a0", **early), claim("a1", **late), claim("a2", **late)]
    assert commitments(tmp_path, *told, columns="end_from, end_to") == [(date(2028, 1, 1), date(2028, 12, 31))]
    assert ask(Warehouse(tmp_path).database, "SELECT conflict, kept, rival, rival_sources FROM claim_conflicts") == [
        ("end", "2028-01-01/2028-12-31", "2026-01-01/2026-12-31", 1)
    ]


@pytest.mark.parametrize(
    ("unit", "day", "dollars", "rate_day"),
    [
        ("EUR", date(2025, 9, 21), Decimal("117360000000.00"), date(2025, 9, 19)),  # a Sunday: Friday's rate
        ("HRK", date(2025, 9, 22), None, None),  # the kuna ended with 2022
        ("XAU", date(2025, 9, 22), None, None),  # never quoted
        ("EUR", date(2040, 9, 22), None, None),  # after the table's end
    ],
)
def test_money_is_converted_at_the_last_rate_before_its_day_or_not_at_all(
    tmp_path: Path, unit: str, day: date, dollars: Decimal | None, rate_day: date | None
) -> None:
    release = publish(Warehouse(tmp_path), [article("a0", day)], [claim("a0", unit=unit)])
    assert ask(release.path, "SELECT amount_usd, rate_date FROM fact_commitment") == [(dollars, rate_day)]


def test_the_past_is_told_as_it_was_known_then(tmp_path: Path) -> None:
    told = [
        claim("a0", 80 * 10**9, status="reported"),
        claim("a1", 80 * 10**9, status="reported"),
        claim("a2", 80_400_000_000, announced=week(2), term_years=2.0),
        claim("a3", 80_400_000_000, status="cancelled"),
    ]
    commitments(tmp_path, *told)
    database = Warehouse(tmp_path).database

    def known(by: date, valid: str = "NULL") -> list[Any]:
        return ask(
            database, f"SELECT value // 100000000, status, source_count FROM commitments_as_of(DATE '{by}', {valid})"
        )

    assert known(DAY - timedelta(days=1)) == []
    assert known(DAY) == [(800, "reported", 1)]
    assert known(week(2)) == [(804, "agreed", 3)]
    assert known(week(3)) == [(804, "cancelled", 4)]
    assert known(week(2), "DATE '2027-01-01'") == [(804, "agreed", 3)]
    assert known(week(2), "DATE '2028-01-01'") == []


def test_what_an_article_said_counts_until_the_version_that_replaced_it(tmp_path: Path) -> None:
    articles = [article("a0", DAY, "X") | {"replaced_by": "a2"}, article("a1", week(1)), article("a2", week(2), "X")]
    told = [claim("a0", 10 * 10**9, status="reported"), claim("a1", 12 * 10**9), claim("a2", 12 * 10**9)]
    database = publish(Warehouse(tmp_path), articles, told).path

    def known(by: date) -> list[Any]:
        return ask(
            database,
            f"SELECT value // 1000000000, low // 1000000000, status, source_count FROM commitments_as_of(DATE '{by}')",
        )

    assert known(DAY - timedelta(days=1)) == []
    assert known(DAY) == [(10, 10, "reported", 1)]
    assert [row[1:] for row in known(week(1))] == [(10, "agreed", 2)]
    assert known(week(2)) == [(12, 12, "agreed", 2)]
    assert ask(
        database, "SELECT value // 1000000000, low // 1000000000, status, source_count FROM commitments"
    ) == known(week(2))


def test_what_a_new_version_no_longer_says_was_known_until_its_day(tmp_path: Path) -> None:
    articles = [article("a0", DAY, "X") | {"replaced_by": "a2"}, article("a2", week(2), "X")]
    gone = claim("a0", 10 * 10**9, to_partners=["OpenAI", "Oracle"], start_from=DAY)
    told = [gone, claim("a2", 5, measure="stake", unit="percent", kind="equity_grant")]
    database = publish(Warehouse(tmp_path), articles, told).path

    def known(by: date) -> list[Any]:
        return ask(
            database,
            "SELECT from_partners, to_partners, kind, value // 1000000000, source_count, is_additive "
            f"FROM commitments_as_of(DATE '{by}') WHERE measure = 'money'",
        )

    assert known(DAY - timedelta(days=1)) == []
    assert known(DAY) == known(week(1)) == [(["NVIDIA"], ["OpenAI", "Oracle"], "investment", 10, 1, True)]
    assert known(week(2)) == []
    assert ask(database, "SELECT measure FROM commitments") == [("stake",)]
    assert ask(
        database, "SELECT value // 1000000000 FROM fact_closed_commitment JOIN fact_closed_claim USING (commitment_key)"
    ) == [(10,)]


def test_an_article_that_says_nothing_new_changes_nothing_of_what_was_known_before(tmp_path: Path) -> None:
    told = [claim(f"a{number}", 10**9 * (10 + number % 3), announced=DAY) for number in range(6)]
    commitments(tmp_path, *told)
    columns = "from_partners, value, low, high, status, source_count, first_told, last_told"
    then = ask(
        Warehouse(tmp_path).database, f"SELECT {columns} FROM commitments_as_of(DATE '{week(3)}') ORDER BY value"
    )
    (tmp_path / "then").mkdir()
    commitments(tmp_path / "then", *told[:4])
    assert then == ask(Warehouse(tmp_path / "then").database, f"SELECT {columns} FROM commitments ORDER BY value")


def test_overdue_means_an_end_that_passed_before_the_newest_article(tmp_path: Path) -> None:
    told = [claim("a0", end_from=DAY, end_to=DAY), claim("a1", 5, end_to=date(2030, 1, 1))]
    assert commitments(tmp_path, *told, columns="is_overdue") == [(True,), (False,)]
    assert ask(Warehouse(tmp_path).database, "SELECT day FROM deal_timeline WHERE step = 'overdue'") == [(DAY,)]


def test_what_one_article_carries_alone(tmp_path: Path) -> None:
    commitments(tmp_path, claim("a0"), claim("a1"), claim("a1", 5), claim("a2", 8 * 10**10, bound="at_least"))
    rows = ask(Warehouse(tmp_path).database, "SELECT value, effect FROM retraction('a1') ORDER BY value")
    assert rows == [(5, "vanishes"), (10**11, "loses a source")]


def test_capacity_is_spread_over_the_quarters_of_its_interval(tmp_path: Path) -> None:
    power: Row = {"measure": "power", "unit": "MW", "kind": "supply"}
    told = claim("a0", 184, **power, start_from=date(2026, 7, 1), start_to=date(2026, 12, 31))
    commitments(tmp_path, told, claim("a1", 50, **power))
    assert ask(Warehouse(tmp_path).database, "SELECT quarter, mw FROM capacity_pipeline ORDER BY quarter") == [
        (date(2026, 7, 1), 92), (date(2026, 10, 1), 92), (None, 50),
    ]  # fmt: skip


def test_money_that_returns_to_its_giver_is_a_circle(tmp_path: Path) -> None:
    ring = ["NVIDIA", "OpenAI", "Oracle"]
    told = [claim(f"a{n}", 10**9 + n, from_partners=[ring[n]], to_partners=[ring[(n + 1) % 3]]) for n in range(3)]
    commitments(tmp_path, *told, claim("a3", from_partners=["OpenAI"], to_partners=["xAI"]))
    rows = ask(Warehouse(tmp_path).database, "SELECT partners, length, weakest_usd FROM circular_flows")
    assert rows == [(ring, 3, 10**9)]


def test_nothing_was_announced_after_it_was_first_told(tmp_path: Path) -> None:
    told = [claim("a0"), claim("a20", announced=week(20))]
    assert commitments(tmp_path, *told, columns="announced, first_told") == [(None, DAY)]
    assert ask(Warehouse(tmp_path).database, "SELECT conflict, kept FROM claim_conflicts") == [("day", str(DAY))]
