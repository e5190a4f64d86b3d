"""What people correct: it shows in the release, survives a new extractor, and is told where it cannot be made."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from etl.corrections import HEADER, Correction, Names, append, read
from etl.paths import Warehouse
from etl.releases import diff_releases
from etl.warehouse import Release
from tests.star import QUOTE, Row, article, ask, publish
from tests.star import claim as bare_claim

DAY = date(2025, 9, 22)
BILLION = 10**9
TEXT = QUOTE * 9
ARTICLES = {f"a{place}": place for place in range(16)}


def number(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def claim(name: str, value: int = 100 * BILLION, at: int = 0, **other: Any) -> Row:
    span = {"char_start": at, "char_end": at + len(QUOTE), "quote": TEXT[at : at + len(QUOTE)]}
    return bare_claim(number(name), value, **span, **other)


def anchor(name: str, at: int = 0, measure: str = "money") -> str:
    return f"{number(name)[:16]}@{at}-{at + len(QUOTE)}/{measure}"


class Desk:
    """A warehouse of a few articles and claims that is published again and again with other corrections."""

    def __init__(self, root: Path, claims: Sequence[Row]) -> None:
        self.warehouse = Warehouse(root)
        self.claims = list(claims)

    def publish(self, *lines: str, raw: bytes = b"") -> Release:
        path = self.warehouse.corrections
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw or "\n".join([",".join(HEADER), *lines, ""]).encode())
        names = {name: number(name) for name in ARTICLES}
        told = {str(one["article_id"]) for one in self.claims}
        articles = [
            article(name, DAY + timedelta(weeks=ARTICLES[name])) | {"article_id": long, "text": TEXT}
            for name, long in names.items()
            if long in told
        ]
        return publish(self.warehouse, articles, self.claims)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return ask(self.warehouse.database, sql)

    def outcomes(self) -> list[tuple[int, str]]:
        return [
            (line, outcome) for line, outcome in self.ask("SELECT line, outcome FROM fact_correction ORDER BY line")
        ]

    def identity(self, where: str) -> str:
        ((found,),) = self.ask(f"SELECT commitment_id FROM commitments WHERE {where}")
        return str(found)


def line(target: str, what: str, field: str = "", value: str = "", reason: str = "seen in the filing") -> str:
    return f"{target},{what},{field},{value},Ana,2026-01-05,{reason}"


def test_a_changed_field_shows_wherever_the_number_is_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1")])
    desk.publish(
        line(anchor("a0"), "change", "to_partners", "Oracle"), line(anchor("a0"), "change", "value", "9.5 billion")
    )
    assert desk.ask("SELECT value, to_partners FROM commitments ORDER BY value") == [
        (Decimal("9500000000"), ["Oracle"]), (Decimal(100 * BILLION), ["OpenAI"]),
    ]  # fmt: skip
    note = (
        "to_partners Oracle instead of OpenAI (Ana, 2026-01-05: seen in the filing); "
        "value 9500000000 instead of 100000000000 (Ana, 2026-01-05: seen in the filing)"
    )
    for place in ("fact_claim", "claims", "evidence"):
        assert desk.ask(f"SELECT correction FROM {place} WHERE value < 1e11") == [(note,)]
    for place in ("fact_commitment", "commitments"):
        ((told,),) = desk.ask(f"SELECT correction FROM {place} WHERE value < 1e11")
        assert told == "; ".join(f"a claim: {one}" for one in note.split("; "))
        assert desk.ask(f"SELECT correction FROM {place} WHERE value >= 1e11") == [(None,)]
    assert desk.outcomes() == [(2, "applied"), (3, "applied")]


def test_a_release_with_the_same_corrections_is_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1", 7)])
    first, second = (desk.publish(line(anchor("a0"), "reject"), line(anchor("a9"), "reject")) for _ in range(2))
    assert first.changed
    assert not second.changed


def test_a_corrected_currency_is_converted(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0")])
    desk.publish(line(anchor("a0"), "change", "unit", "EUR"))
    ((unit, dollars),) = desk.ask("SELECT unit, amount_usd FROM commitments")
    assert unit == "EUR"
    assert dollars > 100 * BILLION


def test_a_correction_holds_for_what_another_extractor_reads_at_the_same_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a0", 7, at=20)])
    desk.publish()
    ((found,),) = desk.ask("SELECT anchor FROM claims WHERE value = 7")
    assert found == anchor("a0", 20)
    desk.claims = [claim("a0"), claim("a0", 9, at=22, from_partners=["SoftBank"], bound="about")]
    desk.publish(line(found, "reject"))
    assert desk.ask("SELECT value FROM fact_commitment") == [(100 * BILLION,)]
    assert desk.ask("SELECT value, replaced_by_key, correction FROM fact_closed_claim") == [
        (9, -1, "rejected (Ana, 2026-01-05: seen in the filing)")
    ]


def test_a_claim_id_of_an_older_extractor_still_names_its_claim(tmp_path: Path) -> None:
    old = claim("a0") | {"claim_id": "f" * 64, "extractor_version": "old", "run_id": 0}
    desk = Desk(tmp_path, [old, claim("a0", kind="financing"), claim("a1", 7)])
    desk.publish(line("f" * 64, "reject"))
    assert desk.ask("SELECT value FROM fact_claim") == [(7,)]


def test_what_a_correction_was_about_and_is_gone_is_told_and_stops_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0")])
    desk.publish(line(anchor("a0", 30), "reject"), line(anchor("a7"), "reject"), line("0123456789abcdef", "reject"))
    assert desk.outcomes() == [(2, "gone"), (3, "gone"), (4, "gone")]
    told = desk.ask(
        "SELECT source_path, reason, detail, row_json FROM rejects WHERE stage = 'corrections' ORDER BY detail"
    )
    assert [row[:2] for row in told] == [("corrections.csv", "gone")] * 3
    assert told[0][2] == (
        f"corrections.csv, line 2: {anchor('a0', 30)}: the extractor now reads no such claim there; "
        "the line is left out: correct it or delete it"
    )
    assert told[0][3] == line(anchor("a0", 30), "reject")
    assert "no article is called so" in told[1][2]
    desk.publish()
    assert desk.ask("SELECT count(*) FROM rejects WHERE stage = 'corrections'") == [(0,)]


def test_claims_at_one_place_are_told_apart(tmp_path: Path) -> None:
    each = [claim("a0", 2 * BILLION, from_partners=[giver]) for giver in ("NVIDIA", "SoftBank")]
    desk = Desk(tmp_path, each)
    desk.publish(line(anchor("a0"), "reject"))
    assert desk.outcomes() == [(2, "gone")]
    ((found,),) = desk.ask("SELECT anchor FROM claims WHERE list_contains(from_partners, 'SoftBank')")
    desk.publish(line(found, "change", "kind", "financing"))
    assert desk.ask("SELECT from_partners, kind, anchor FROM claims WHERE kind = 'financing'") == [
        (["SoftBank"], "financing", found)
    ]
    desk.publish(line(found, "reject"))
    assert desk.ask("SELECT from_partners FROM fact_claim") == [(["NVIDIA"],)]
    ((left,),) = desk.ask("SELECT anchor FROM claims")
    desk.publish(line(found, "reject"), line(left, "accept"))
    assert desk.outcomes() == [(2, "applied"), (3, "applied")]
    assert desk.ask("SELECT certainty, correction FROM fact_claim") == [(0.99, None)]
    desk.claims = each[:1]
    desk.publish(line(found, "reject"))
    assert desk.outcomes() == [(2, "gone")]


def test_a_split_claim_stands_alone_and_a_merged_one_moves(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1"), claim("a2"), claim("a3", 7 * BILLION)])
    desk.publish(line(anchor("a1"), "split"))
    assert desk.ask("SELECT article_count FROM commitments WHERE value > 1e10 ORDER BY 1") == [(1,), (2,)]
    desk.publish(line(anchor("a1"), "split"), line(anchor("a2"), "merge", "", anchor("a1")))
    assert desk.ask("SELECT article_count, correction IS NULL FROM commitments WHERE value > 1e10 ORDER BY 2") == [
        (2, False),
        (1, True),
    ]
    desk.publish(line(anchor("a2"), "merge", "", anchor("a3")))
    rows = desk.ask("SELECT article_count, high FROM commitments ORDER BY commitment_key")
    assert rows == [(2, 100 * BILLION), (2, 100 * BILLION)]
    assert desk.ask("SELECT joined_by FROM fact_claim WHERE correction IS NOT NULL") == [("correction",)]


def test_commitments_are_merged_rejected_and_changed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1", 7 * BILLION), claim("a2", 3 * BILLION, status="reported")])
    desk.publish()
    big, small, rumour = (desk.identity(f"value = {value}e9") for value in (100, 7, 3))
    desk.publish(
        line(big, "merge", "", small), line(big, "change", "value", "7000000000"),
        line(big, "change", "to_partners", "Oracle|Microsoft"),
        line(big, "change", "end_to", "2027-12-31"), line(big, "change", "status", "completed"), line(rumour, "reject"),
    )  # fmt: skip
    columns = "commitment_id, value, low, high, headline_rule, to_partners, end_to, status, article_count"
    assert desk.ask(f"SELECT {columns} FROM commitments") == [
        (
            big,
            7 * BILLION,
            7 * BILLION,
            100 * BILLION,
            "correction",
            ["Microsoft", "Oracle"],
            date(2027, 12, 31),
            "completed",
            2,
        )
    ]
    assert desk.ask(
        "SELECT article, c.correction FROM fact_closed_claim AS c JOIN dim_article USING (article_key)"
    ) == [("a2", "rejected (Ana, 2026-01-05: seen in the filing)")]
    ((told,),) = desk.ask("SELECT correction FROM commitments")
    assert told.startswith(
        "another commitment merged into it (Ana, 2026-01-05: seen in the filing); value set to 7000000000 ("
    )
    as_of = desk.ask("SELECT value, status FROM commitments_as_of(DATE '2025-09-23')")
    assert as_of == [(100 * BILLION, "completed")], "of that day only one figure was told"


def test_a_commitment_whose_identity_has_changed_is_found_by_its_claims(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1")])
    desk.publish()
    known = desk.identity("true")
    desk.claims = [claim("a1"), claim("a2")]
    desk.publish(line(f"{known}|{anchor('a0')}|{anchor('a1')}", "change", "status", "cancelled"))
    assert desk.identity("status = 'cancelled'") != known
    desk.publish(line(known, "change", "status", "cancelled"))
    assert desk.outcomes() == [(2, "gone")]


CLASHES = [
    (("C change kind supply", "C change kind financing"), ["applied", "contradicts"], "contradicts line {first}"),
    (("C reject", "C change kind supply"), ["applied", "contradicts"], "contradicts line {first}"),
    (("C change kind supply", "C change kind supply"), ["applied", "repeats"], "says what line {first} says"),
    (("D reject", "C merge  D"), ["applied", "impossible"], "line {first} rejects the other claim"),
    (("C merge  D", "D merge  C"), ["contradicts", "contradicts"], "in a circle"),
    (("X merge  Y", "Y merge  X"), ["contradicts", "contradicts"], "in a circle"),
    (("X merge  Y", "Y reject"), ["applied", "contradicts"], "contradicts line {first}"),
    (("X merge  Y", "Y change status completed"), ["applied", "impossible"], "line {first} merges that commitment"),
    (("X merge  P",), ["impossible"], "one is money, the other power"),
    (("C merge  Q",), ["impossible"], "one claim tells of money, the other of power"),
    (("X change value 3e9",), ["impossible"], "no article tells this figure"),
    (("X change to_partners NVIDIA",), ["impossible"], "NVIDIA would give and receive"),
    (("C change to_partners NVIDIA",), ["impossible"], "NVIDIA would give and receive"),
    (("C change to_partners", "C change from_partners"), ["impossible"] * 2, "nobody would give and nobody receive"),
    (("C change unit MW",), ["impossible"], "money would be counted in MW"),
    (("C change end_from 2027-01-01", "C change end_to 2026-01-01"), ["impossible"] * 2, "would come after"),
]


def test_what_cannot_be_made_is_left_out_with_its_reason_and_the_rest_is_made(tmp_path: Path) -> None:
    """Each case has its own article with two claims of money, whose commitments are X and Y, and one of power."""
    values = {name: (100 + 20 * place) * BILLION for name, place in ARTICLES.items()}
    claims = [
        one
        for name, value in values.items()
        for one in (
            claim(name, value),
            claim(name, value + 7 * BILLION, at=7),
            claim(name, value // BILLION, at=14, measure="power", unit="MW", kind="supply"),
        )
    ]
    desk = Desk(tmp_path, claims)
    desk.publish()
    lines: list[str] = []
    expected: list[tuple[str, str]] = []
    for name, (told, outcomes, reason) in zip(ARTICLES, CLASHES, strict=True):
        meant = {"C": anchor(name), "D": anchor(name, 7), "Q": anchor(name, 14, "power")}
        for letter, place in (("X", 0), ("Y", 7), ("P", 14)):
            of_claim = f"SELECT commitment_key FROM evidence WHERE article = '{name}' AND char_start = {place}"
            meant[letter] = desk.identity(f"commitment_key IN ({of_claim})")
        first = 2 + len(lines)
        lines += [line(*(meant.get(cell, cell) for cell in one.split(" "))) for one in told]
        expected += [(outcome, "" if outcome == "applied" else reason.format(first=first)) for outcome in outcomes]
    desk.publish(*lines)
    found = desk.ask("SELECT outcome, detail FROM fact_correction ORDER BY line")
    assert [
        (outcome, reason if reason in detail else detail)
        for (outcome, detail), (_, reason) in zip(found, expected, strict=True)
    ] == expected
    left_out = sum(outcome != "applied" for outcome, _ in expected)
    assert desk.ask("SELECT count(*) FROM rejects WHERE stage = 'corrections'") == [(left_out,)]


BAD_LINES = [
    ("nonsense,reject,,,,2026-01-05,because", "bad-target", "names neither a claim nor a commitment"),
    ("A,delete,,,,2026-01-05,because", "bad-what", "write one of accept, reject, change, split, merge"),
    ("A,change,knd,supply,,2026-01-05,because", "bad-field", "did you mean kind?"),
    ("A,change,kind,suply,,2026-01-05,because", "bad-value", "did you mean supply?"),
    ("A,change,value,lots,,2026-01-05,because", "bad-value", "such as 250000000000 or 250 billion"),
    ("A,change,value,-5,,2026-01-05,because", "bad-value", "a number above zero"),
    ("A,change,value,NaN,,2026-01-05,because", "bad-value", "a number above zero"),
    ("A,change,value,1e999999999,,2026-01-05,because", "bad-value", "a number above zero"),
    ("A,change,value,0.00001,,2026-01-05,because", "bad-value", "a number above zero"),
    ("A,change,unit,dollars,,2026-01-05,because", "bad-value", "write USD"),
    ("A,change,announced,31/12/2026,,2026-01-05,because", "bad-value", "as YYYY-MM-DD"),
    ("A,change,announced,1066-10-14,,2026-01-05,because", "bad-value", "no day from 1970-01-01"),
    ("A,change,to_partners,Orakle,,2026-01-05,because", "unknown-partner", "did you mean Oracle?"),
    ("A,reject,kind,,,2026-01-05,because", "bad-field", "takes no field"),
    ("A,split,,yes,,2026-01-05,because", "bad-value", "takes no value"),
    ("A,merge,,0123456789abcdef,,2026-01-05,because", "bad-value", "a claim is merged with a claim"),
    ("A,merge,,A,,2026-01-05,because", "bad-value", "cannot be merged with itself"),
    ("0123456789abcdef,change,measure,power,,2026-01-05,because", "bad-field", "no field of a commitment"),
    ("A,reject,,,,yesterday,because", "bad-date", "as YYYY-MM-DD"),
    ("A,reject,,,,2026-01-05,", "no-reason", "say why"),
    ("A,reject,,,,2026-01-05,not so, not at all", "bad-line", "it has 8 cells where line 1 has 7"),
    ('A,reject,,,,2026-01-05,"because', "bad-line", "close every quotation mark"),
]


def test_a_bad_line_is_told_with_its_number_and_costs_itself_only(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1", 7)])
    texts = [text.replace("A", anchor("a0")) for text, _, _ in BAD_LINES]
    desk.publish(*texts, line(anchor("a1"), "reject"))
    found = desk.ask("SELECT line, outcome, detail, line_text FROM fact_correction ORDER BY line")
    for place, ((text, outcome, told), row) in enumerate(zip(BAD_LINES, found, strict=False)):
        assert row[:2] == (place + 2, outcome), text
        assert row[2].startswith(f"corrections.csv, line {place + 2}: ")
        assert told in row[2]
        assert row[3] == texts[place]
    assert desk.ask("SELECT count(*) FROM rejects WHERE stage = 'corrections'") == [(len(BAD_LINES),)]
    assert desk.ask("SELECT value FROM commitments") == [(100 * BILLION,)]


@pytest.mark.parametrize(
    "content", [b"target;what;field;value;author;date;reason\n", b"\xff\xfe\x00t", b'"target,what\n']
)
def test_a_file_with_another_header_costs_its_corrections_and_not_the_release(tmp_path: Path, content: bytes) -> None:
    desk = Desk(tmp_path, [claim("a0")])
    desk.publish(raw=content + b"\n" + line(anchor("a0"), "reject").encode())
    ((reason, detail),) = desk.ask("SELECT reason, detail FROM rejects")
    assert reason == "bad-header"
    assert "let line 1 be target,what,field,value,author,date,reason" in detail
    assert desk.ask("SELECT count(*) FROM commitments") == [(1,)]


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + ",".join(reversed(HEADER)).encode()
        + b'\r\n"so, no",2026-01-05,,,,reject,'
        + anchor("a0").encode()
    )
    ((found),) = read(path, Names())
    assert found.correction == Correction(anchor("a0"), "reject", date(2026, 1, 5), "so, no")


def test_lines_are_added_below_what_stands_there_whatever_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "reference" / "corrections.csv"
    first = Correction(anchor("a0"), "reject", date(2026, 1, 5), 'said "so", twice', author="Ana")
    second = Correction(anchor("a0", 7), "change", date(2026, 1, 6), "typo", "kind", "supply")
    append(path, [first])
    path.write_bytes(path.read_bytes().rstrip())
    append(path, [second])
    found = read(path, Names())
    assert [one.correction for one in found] == [first, second]
    assert [one.number for one in found] == [2, 3]


def test_what_a_correction_changed_is_said_to_come_of_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1", 7 * BILLION)])
    desk.publish()
    desk.publish(line(anchor("a0"), "change", "value", "90000000000"), line(anchor("a1"), "reject"))
    found = diff_releases(desk.warehouse, 1, 2)
    rows = [dict(zip(found.columns, one, strict=True)) for one in found.rows]
    told = {row["change"]: row["reason"] for row in rows}
    assert told.keys() == {"changed", "removed"}
    assert told["changed"].startswith("correction: ")
    assert "Ana" in told["changed"]
    assert told["removed"].startswith("correction: rejected (Ana, ")


def test_the_timeline_follows_a_corrected_status(tmp_path: Path) -> None:
    desk = Desk(tmp_path, [claim("a0"), claim("a1", status="completed")])
    desk.publish()
    identity = desk.identity("true")
    timeline = "SELECT step, day FROM deal_timeline ORDER BY day"
    assert [step for step, _ in desk.ask(timeline)] == ["agreed", "completed"]
    desk.publish(f"{identity},change,status,agreed,Ann,2026-02-03,not built yet")
    assert [step for step, _ in desk.ask(timeline)] == ["agreed"]
    desk.publish(f"{identity},change,status,cancelled,Ann,2026-02-03,they gave it up")
    assert desk.ask(timeline)[-1] == ("cancelled", date(2026, 2, 3))
