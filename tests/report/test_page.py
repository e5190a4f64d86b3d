"""What stands in the report's file, without a browser: everything the release says, in either language, and no more."""

import base64
import hashlib
import html
import json
import re
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from etl.cli import app
from etl.paths import Warehouse
from etl.query import run_query
from etl.report.page import page
from etl.report.reading import read_facts
from etl.report.sentences import quotation
from etl.report.words import LANGUAGES, Words
from tests.star import article, ask, claim, publish

TODAY = date(2026, 1, 1)
HEADER = "target,what,field,value,author,date,reason"


@pytest.fixture(scope="module")
def text(bundled: Warehouse) -> str:
    return page(bundled, "en", TODAY)


def keys(table: Any, path: str = "") -> set[str]:
    if isinstance(table, dict):
        return {key for name, value in table.items() for key in keys(value, f"{path}.{name}")}
    return {path}


def test_both_languages_have_the_same_words() -> None:
    assert keys(dict(Words("en").tables)) == keys(dict(Words("fr").tables))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_warehouse_has_a_word(bundled: Warehouse, language: str) -> None:
    words = Words(language)
    for table, sql in {
        "kind": "SELECT kind FROM dim_kind",
        "measure": "SELECT measure FROM fact_claim",
        "status": "SELECT step FROM fact_transition",
        "bound": "SELECT bound FROM fact_claim",
        "scope": "SELECT scope FROM fact_claim",
        "rule": "SELECT headline_rule FROM fact_commitment",
        "mark": "SELECT unnest(fields).name FROM fact_claim",
    }.items():
        assert {value for (value,) in ask(bundled.database, sql)} <= set(words[table])


def test_what_reads_the_same_is_told_once() -> None:
    assert Words("en").span(1_500_000_000, 2_000_000_000, "USD") == "1.5–2\u00a0billion USD"
    assert Words("en").span(201_100_000_000, 201_400_000_000, "USD") == ""


def test_amounts_and_days_are_written_as_each_language_writes_them() -> None:
    english, french = Words("en"), Words("fr")
    many = Decimal(1_400_000_000_000)
    assert english.amount(many, "USD", "money", "about") == "about 1.4\u00a0trillion USD"
    assert french.amount(many, "USD", "money", "about") == "environ 1\u202f400\u00a0milliards USD"
    assert french.amount(Decimal(1_500_000_000), "EUR", "money") == "1,5\u00a0milliard EUR"
    assert french.amount(Decimal(160_000_000), "count", "shares") == "160\u00a0millions d’actions"
    assert english.amount(Decimal(4500), "MW") == "4.5\u00a0GW"
    assert english.span(0, 25_000, "count", "chips") == "0–25,000\u00a0chips"
    assert english.span(1_500_000_000, 2_000_000_000, "USD") == "1.5–2\u00a0billion USD"
    assert english.span(500_000_000, 2_000_000_000, "USD") == "500\u00a0million USD–2\u00a0billion USD"
    assert (english.day(TODAY), french.day(date(2025, 2, 3))) == ("1 Jan 2026", "3 févr. 2025")


def test_a_quotation_holds_its_quote_in_the_articles_own_characters(bundled: Warehouse) -> None:
    texts = dict(ask(bundled.database, "SELECT article, text FROM dim_article"))
    told = [row for rows in read_facts(bundled).evidence.values() for row in rows]
    assert len(told) == ask(bundled.database, "SELECT count(*) FROM fact_claim")[0][0]
    for row in told:
        found = quotation(row)
        whole = "".join(piece.text for piece in found.pieces)
        assert whole in texts[row["article"]]
        quote = texts[row["article"]][row["char_start"] : row["char_end"]]
        assert "".join(piece.text for piece in found.pieces if piece.field == "value") == quote
    marked = [{piece.field for piece in quotation(row).pieces} for row in told]
    assert sum("from" in fields for fields in marked) > len(told) / 2


def test_each_of_those_who_give_together_is_marked_where_the_sentence_names_them() -> None:
    text = "Oracle rose. SoftBank, OpenAI, Oracle and MGX will spend $500 billion, OpenAI said, on OpenAIX."
    giver, amount = text.index("SoftBank"), text.index("$500 billion")
    fields = [
        {"name": "from", "char_start": giver, "char_end": giver + 8},
        {"name": "value", "char_start": amount, "char_end": amount + 12},
    ]
    row = {
        "around": text, "place": 0, "char_start": amount, "char_end": amount + 12, "language": "en", "fields": fields,
        "from_partners": ["MGX", "OpenAI", "Oracle", "SoftBank"], "to_partners": [],
    }  # fmt: skip
    marked = [piece.text for piece in quotation(row).pieces if piece.field == "from"]
    assert marked == ["SoftBank", "OpenAI", "Oracle", "MGX"]


def test_every_commitment_stands_in_the_table_with_all_its_sentences(bundled: Warehouse, text: str) -> None:
    rows = dict(re.findall(r"<tbody id=c-(\w+) (.*?)(?=<tbody id=|</table>)", text, re.DOTALL))
    sql = "SELECT commitment_id, list(quote), any_value(from_partners), any_value(article) FROM evidence GROUP BY ALL"
    told = run_query(bundled.database, sql).rows
    assert set(rows) == {identity for identity, *_ in told}
    for identity, quotes, _, _ in told:
        shown = html.unescape(rows[identity])
        assert all(f'<mark class="value">{quote}<b' in shown for quote in quotes)


def test_the_file_is_small_and_asks_for_nothing_from_elsewhere(text: str) -> None:
    assert len(text.encode()) < 2_000_000
    assert not re.search(r"<(?:link|img|iframe|object|embed|base|form[^>]+action)\b|\ssrc=|@import|url\(", text)
    links = re.findall(r'<a [^>]*href="([^"]*)"', text)
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {"https"}
    targets = set(re.findall(r'\bid="?([\w-]+)', text))
    assert {link[1:] for link in links if link.startswith("#")} <= targets


def test_only_the_scripts_and_styles_of_the_file_itself_may_run(text: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert found
    policy = html.unescape(found[1])
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (source,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_what_is_new_is_told_with_what_it_was(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    first, second = article("first", date(2025, 1, 1)), article("second", date(2025, 2, 1))
    publish(warehouse, [first], [claim("first"), claim("first", 10, measure="power", unit="MW", kind="supply")])
    publish(
        warehouse, [first, second], [claim("first", 3 * 10**11), claim("second", 5000, unit="count", measure="chips")]
    )
    told = page(warehouse, "en", TODAY)
    (section,) = re.findall(r'<section id="new".*?</section>', told, re.DOTALL)
    plain = html.unescape(re.sub(r"<[^>]*>", "", section)).replace("\u00a0", " ")
    assert "Since release 1: 1 new, 1 changed, 1 no longer told." in plain
    assert "NVIDIA → OpenAI: 300 billion USD (was 100 billion USD)" in plain
    assert "NVIDIA → OpenAI: 5,000 chips" in plain
    assert "no longer told NVIDIA → OpenAI: 10 MW" in plain


def test_a_ledger_counts_stakes_of_several_companies_and_does_not_add_them(tmp_path: Path) -> None:
    stakes = {"measure": "stake", "unit": "percent", "kind": "equity_grant", "to_partners": ["Oracle"]}
    claims = [claim("a", share, from_partners=[giver], **stakes) for giver, share in (("AMD", 10), ("NVIDIA", 27))]
    publish(Warehouse(tmp_path), [article("a", date(2025, 1, 1))], claims)
    row = r'data-partner="(\w+)".*?<td>equity grant</td><td class="n">([^<]*)'
    told = dict(re.findall(row, page(Warehouse(tmp_path), "en", TODAY), re.DOTALL))
    assert told == {"AMD": "10%", "NVIDIA": "27%", "Oracle": "not added"}


def test_a_release_without_commitments_says_so(tmp_path: Path) -> None:
    publish(Warehouse(tmp_path), [], [])
    assert "No commitment yet. Put articles into the inbox" in page(Warehouse(tmp_path), "en", TODAY)


def test_evidence_beyond_the_first_rows_is_packed_and_whole(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    claims = [claim("a", 10**9 + number * 10**8, to_partners=[f"Firm {number}"]) for number in range(600)]
    publish(warehouse, [article("a", date(2025, 1, 1))], claims)
    told = page(warehouse, "fr", TODAY)
    (packed,) = re.findall(r'<script type="application/json" id="evidence">(.*?)</script>', told)
    inline = told.count('class="evidence"')
    fragments = []
    for _, part in json.loads(packed):
        shared, rows = json.loads(zlib.decompress(base64.b64decode(part)).decode())
        fragments += ["".join(shared[one] if isinstance(one, int) else one for one in row) for row in rows]
    assert 0 < inline < 600
    assert inline + len(fragments) == 600
    assert json.loads(packed)[0][0] == inline
    assert all(fragment.startswith('<div class="evidence">') for fragment in fragments)
    assert all(fragment.count("<div") == fragment.count("</div>") for fragment in fragments)
    assert told.count("<tbody id=c-") == 600


def test_the_line_that_a_row_offers_corrects_it(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    first, second = "1f" * 32, "2e" * 32
    articles = [article(first, date(2025, 1, 1)), article(second, date(2025, 2, 1))]
    claims = [claim(first), claim(second, 5000, measure="chips", unit="count", kind="supply")]
    publish(warehouse, articles, claims)
    rows = re.findall(r"<tbody id=c-.*?(?=<tbody id=|</table>)", page(warehouse, "en", TODAY), re.DOTALL)
    offered = [re.findall(r'<code class="line">([^<]*)</code>', row) for row in rows]
    assert [len(lines) for lines in offered] == [2, 2]
    rejected, changed = offered[0][0], offered[1][1].replace(",reject,,,", ",change,status,cancelled,")
    warehouse.corrections.parent.mkdir()
    warehouse.corrections.write_text(f"{HEADER}\n{rejected}\n{changed}\n", encoding="utf-8")
    publish(warehouse, articles, claims)
    told = page(warehouse, "en", TODAY)
    (row,) = re.findall(r"<tbody id=c-.*?(?=<tbody id=|</table>)", told, re.DOTALL)
    assert "5,000\u00a0chips" in row
    assert "<td>cancelled<small>corrected</small>" in row
    assert 'class="correction"><strong>Corrected</strong>' in row


def test_the_command_writes_where_it_is_told(bundled: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = CliRunner().invoke(
        app, ["report", "--warehouse", str(bundled.root), "--lang", "fr", "--output", str(target)]
    )
    assert done.exit_code == 0
    assert done.stdout.strip().endswith("page.html")
    assert '<html lang="fr">' in target.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_what_keeps_it_from_being_written_is_told_in_a_sentence(bundled: Warehouse, tmp_path: Path) -> None:
    def told(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["report", *arguments])
        assert done.exit_code == 1
        return done.stderr.strip()

    root = str(bundled.root)
    nothing = told("--warehouse", str(tmp_path))
    assert nothing == f"{tmp_path / 'deals.duckdb'}: nothing is published yet; run `dealhouse run` first"
    for target, why in {
        tmp_path / "absent" / "a.html": "No such file or directory",
        tmp_path: "Is a directory",
        Path("/dev/full"): "No space left on device",
    }.items():
        expected = f"{target}: the report cannot be written there: {why}; name another file with --output"
        assert told("--warehouse", root, "--output", str(target)) == expected
