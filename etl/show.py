"""What stands behind one commitment: its figures in words, the claims with their sentences, rivals and relatives.

Belongs here: asking the release and laying the answer out as text. Stays out: the SQL (`sql/cli`), arguments (`cli`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl.console import amount, counted
from etl.paths import SQL
from etl.query import QueryError, run_own

_HEDGES = {"exact": "", "about": "about ", "at_most": "up to ", "at_least": "at least ", "order": "on the order of "}


def record_of(database: Path, name: str) -> dict[str, Any]:
    """Return a commitment with its evidence, conflicts and links. Raises QueryError as `lines_of` does."""
    one = _named(database, name)
    key = {"key": one["commitment_key"]}
    return one | {part: ask(database, f"{part}_of", key) for part in ("evidence", "conflicts", "links")}


def lines_of(database: Path, name: str) -> list[str]:
    """Return the lines that tell of a commitment. Raises QueryError where no commitment, or several, have that name."""
    one = _named(database, name)
    key = {"key": one["commitment_key"]}
    return [
        *_headline(one),
        "",
        *_section("Said by", (_claim(row) for row in ask(database, "evidence_of", key))),
        *_section("Contradicted", (_conflict(row) for row in ask(database, "conflicts_of", key))),
        *_section("Related", (_relative(row) for row in ask(database, "links_of", key))),
    ]


def _named(database: Path, name: str) -> dict[str, Any]:
    found = ask(database, "commitment_named", {"name": name})
    if not found:
        raise QueryError(
            f"no commitment {name!r}; give a commitment_key, or the first characters (4 or more) of a commitment_id"
        )
    if len(found) > 1:
        some = ", ".join(str(one["commitment_id"]) for one in found)
        raise QueryError(f"{name!r} is the beginning of several commitments: {some}")
    (one,) = found
    return one


def ask(database: Path, name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of one statement of `sql/cli`. Raises QueryError as `run_own` does."""
    answer = run_own(database, SQL / "cli" / f"{name}.sql", parameters)
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def _headline(one: dict[str, Any]) -> Iterator[str]:
    gives, receives = (", ".join(one[side]) or "nobody named" for side in ("from_partners", "to_partners"))
    yield f"{gives} -> {receives}: {_HEDGES[one['bound']]}{amount(one['value'], one['unit'])} ({one['kind']})"
    yield f"  commitment   {one['commitment_key']}, identity {one['commitment_id']}"
    yield f"  status       {one['status']}{', overdue' if one['is_overdue'] else ''}; scope {one['scope']}"
    if one["low"] != one["high"]:
        yield f"  between      {amount(one['low'], one['unit'])} and {amount(one['high'], one['unit'])}"
    yield f"  headline     chosen as: {one['headline_rule']}"
    if one["amount_usd"] is not None and one["unit"] != "USD":
        rate = f"{one['usd_per_unit'].normalize():f} on {one['rate_date']}"
        yield f"  in dollars   {amount(one['amount_usd'], 'USD')} (ECB rate {rate})"
    yield f"  announced    {one['announced'] or 'no day told'}"
    for label, low, high in (("begins", "start_from", "start_to"), ("complete", "end_from", "end_to")):
        if one[low] or one[high]:
            yield f"  {label:<12} {one[low] or '?'} to {one[high] or '?'}"
    if one["term_years"]:
        yield f"  term         {one['term_years']:g} years"
    if one["correction"]:
        yield f"  corrected    {one['correction']}"
    days = f"{one['first_told']} to {one['last_told']}" if one["first_told"] != one["last_told"] else one["first_told"]
    yield (
        f"  told         {days or 'no day known'}, {counted(one['article_count'], 'article')}, "
        f"{counted(one['source_count'], 'independent source')}"
    )
    which = "it" if one["source_count"] == 1 else "one of them"
    yield f"  certainty    {one['certainty']:.3f} that {which} is right"


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield title
        yield from told


def _claim(row: dict[str, Any]) -> str:
    joined = "" if row["joined_by"] == "same" else f", joined by {row['joined_by']}"
    verdict = "" if row["agrees"] else ", does not agree"
    place = row["url"] or row["article"]
    figure = _HEDGES[row["bound"]] + amount(row["value"], row["unit"])
    judged = f"{row['status']}, certainty {row['certainty']:.3f}{joined}{verdict}"
    return (
        f"  {row['published'] or 'undated'}  {row['source']}: {figure}, {judged}\n"
        f'    {place} [{row["char_start"]}:{row["char_end"]}] "{row["quote"]}"\n'
        f"    … {row['context']} …\n"
        f"    claim {row['anchor']}" + (f"\n    corrected: {row['correction']}" if row["correction"] else "")
    )


def _conflict(row: dict[str, Any]) -> str:
    sources = f" ({counted(row['rival_sources'], 'source')})" if row["rival_sources"] else ""
    return f"  {row['conflict']}: {row['kept']} is kept against {row['rival']}{sources}"


def _relative(row: dict[str, Any]) -> str:
    figure = amount(row["value"], row["unit"])
    return f"  {row['relation'].replace('_', ' ')}: {row['commitment_key']}, {figure} ({row['kind']})"
