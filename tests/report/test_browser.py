"""The report as people use it, in a real Chromium: by mouse and keyboard, narrow, dark, printed, without scripts.

Every page is watched: an error on its console, a breach of its policy or a request to anywhere fails the test.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from etl.paths import Warehouse
from etl.report.page import write_report
from tests.star import article, ask, claim, publish

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE, NARROW = 1400, 400
TODAY = date(2026, 1, 1)
Open = Callable[..., Page]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian's package chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens a file; at the end of the test, nothing may have gone wrong on any page."""
    faults: list[str] = []
    contexts = []

    def requested(url: str, file: Path) -> None:
        if url.partition("#")[0] != file.as_uri():
            faults.append(f"request to {url}")

    def open_page(file: Path, width: int = WIDE, scheme: str = "light", scripts: bool = True, at: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: requested(request.url, file))
        page.goto(file.as_uri() + at)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="module")
def report(bundled: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("report") / "report.html"
    write_report(bundled, target, "en", TODAY)
    return target


HOSTILE = (
    "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>"
    "<svg/onload=window.broken=3>{{ 7 * 7 }} so much \u202etxt.exe &amp; <!-- <style>body{display:none}</style> ]]> -->"
)
NAME = '<b onmouseover=window.broken=4>Evil</b> & "Sons" \'</script>'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of articles that try to become markup, in the rows that stand in the page and in those packed away."""
    warehouse = Warehouse(tmp_path_factory.mktemp("hostile"))
    place = HOSTILE.index("so much")
    evil = article("</script><script>window.broken = 5</script>", date(2025, 1, 1), "<i>publisher</i>")
    evil |= {
        "text": HOSTILE, "title": "<script>window.broken = 6</script>", "url": "javascript:window.broken=7",
        "language": '"><script>window.broken = 8</script>',
    }  # fmt: skip
    fields = [
        {"name": "value", "char_start": place, "char_end": place + 7, "rule": "<b>"},
        {"name": "from", "char_start": 0, "char_end": 9, "rule": "<b>"},
    ]
    claims = [
        claim(
            evil["article_id"], 10**9 + number * 10**8, from_partners=[NAME], to_partners=[f"{NAME} {number}"],
            char_start=place, char_end=place + 7, fields=fields,
        )
        for number in range(400)
    ]  # fmt: skip
    publish(warehouse, [evil], claims)
    target = warehouse.root / "report.html"
    write_report(warehouse, target, "en", TODAY)
    return target


def visible_rows(page: Page) -> int:
    return page.locator("tbody[id^=c-]:visible").count()


@pytest.fixture(scope="module")
def counted(bundled: Warehouse) -> dict[str, int]:
    """Commitments by measure, and all of them."""
    return dict(
        ask(bundled.database, "SELECT coalesce(measure, 'all'), count(*) FROM commitments GROUP BY ROLLUP (measure)")
    )


def test_a_search_answers_as_one_types(report: Path, opened: Open, counted: dict[str, int]) -> None:
    page = opened(report)
    assert page.get_by_role("status").inner_text() == f"{counted['all']} commitments · 50 shown"
    page.get_by_label("Search").fill("anthropic billion")
    found = page.locator("tbody[id^=c-] tr:first-child").all_inner_texts()
    assert 0 < len(found) < 20
    assert all("Anthropic" in row and "billion" in row for row in found)
    assert page.get_by_role("status").inner_text() == f"{len(found)} of {counted['all']} commitments"
    page.get_by_label("Measure").select_option("power")
    page.get_by_label("Search").fill("")
    assert visible_rows(page) == counted["power"]
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("button", name="Show more").click()
    assert visible_rows(page) == counted["all"]
    page.get_by_label("Search").fill("nobody has this name")
    assert visible_rows(page) == 0


def test_the_columns_sort_and_say_so(report: Path, opened: Open) -> None:
    page = opened(report)
    button = page.get_by_role("button", name="Since")
    head = page.get_by_role("columnheader", name="Since")
    page.get_by_label("Measure").select_option("chips")
    button.click()
    assert head.get_attribute("aria-sort") == "descending"
    days = page.locator("tbody[id^=c-] tr:first-child td:nth-child(6)")
    newest = days.first.inner_text()
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert days.last.inner_text() == newest != days.first.inner_text()
    page.get_by_role("button", name="Gives").click()
    givers = page.locator("tbody[id^=c-] tr:first-child td:first-child").all_inner_texts()
    assert givers == sorted(givers, key=str.casefold)
    assert head.get_attribute("aria-sort") is None
    page.get_by_role("button", name="Clear").click()
    for name, column in (("Certainty", 8), ("Sources", 7)):
        page.get_by_role("button", name=name).click()
        told = page.locator(f"tbody[id^=c-] tr:first-child td:nth-child({column})").all_inner_texts()
        numbers = [int(one.rstrip("%") or 0) for one in told]
        assert numbers == sorted(numbers, reverse=True)
        assert len(set(numbers)) > 1
    page.get_by_role("button", name="What").click()
    page.get_by_role("button", name="What").click()
    assert "%" in page.locator("tbody[id^=c-] tr:first-child td:nth-child(2)").first.inner_text()


def test_the_filters_narrow_together(report: Path, opened: Open, bundled: Warehouse) -> None:
    page = opened(report)
    page.get_by_label("Measure").select_option("money")
    page.get_by_label("Kind").select_option("purchase")
    page.get_by_label("Status").select_option("reported")
    asked = "SELECT count(*) FROM commitments WHERE measure = 'money' AND kind = 'purchase' AND status = 'reported'"
    ((expected,),) = ask(bundled.database, asked)
    assert visible_rows(page) == expected > 0


def test_a_row_opens_its_evidence_by_keyboard_alone(report: Path, opened: Open) -> None:
    page = opened(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the commitments"
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    quote = page.locator("tbody[id^=c-] details[open] blockquote").first
    assert quote.is_visible()
    assert quote.locator("mark.value").count() == 1


def test_a_link_to_a_row_finds_it_wherever_it_is(report: Path, opened: Open) -> None:
    page = opened(report)
    last = page.evaluate("document.querySelectorAll('tbody').length")
    assert last > 0
    page.get_by_role("button", name="Show more").click()
    identity = page.locator("tbody[id^=c-]").last.get_attribute("id")
    linked = opened(report, at=f"#{identity}")
    assert linked.locator(f"#{identity} blockquote").first.is_visible()
    linked.get_by_label("Search").fill("nobody has this name")
    linked.evaluate("identity => { location.hash = ''; location.hash = identity; }", identity)
    assert linked.locator(f"#{identity} blockquote").first.is_visible()


def test_the_ledger_shows_one_partner_and_leads_to_its_commitments(report: Path, opened: Open) -> None:
    page = opened(report)
    page.locator("#partner").select_option("NVIDIA")
    assert page.locator(".ledger:visible").count() == 1
    page.get_by_role("button", name="Show its commitments").click()
    rows = page.locator("tbody[id^=c-] tr:first-child").all_inner_texts()
    assert rows
    assert all("NVIDIA" in row for row in rows)


def test_the_line_that_corrects_a_row_is_copied(report: Path, opened: Open) -> None:
    page = opened(report)
    row = page.locator("tbody[id^=c-]").first
    row.locator("summary").first.click()
    row.get_by_text("Correct this").click()
    row.get_by_role("button", name="Copy", exact=True).first.click()
    row.get_by_role("button", name="Copied", exact=True).wait_for()
    line = row.locator("code.line").first.inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == line
    assert line.endswith(",reject,,,,2026-01-01,say why")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_is_wider_than_the_screen(report: Path, opened: Open, width: int) -> None:
    page = opened(report, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_page_follows_the_dark(report: Path, opened: Open) -> None:
    def ground(scheme: str) -> str:
        return str(opened(report, scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor"))

    assert ground("light") == "rgb(251, 250, 247)"
    assert ground("dark") == "rgb(20, 25, 29)"


def test_in_print_every_row_stands_and_no_control(report: Path, opened: Open, counted: dict[str, int]) -> None:
    page = opened(report)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert visible_rows(page) == counted["all"]
    assert not page.get_by_label("Search").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    size = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    figures = page.locator("tbody[id^=c-] td:nth-child(2)").first.evaluate(size)
    assert page.locator("tbody[id^=c-] summary").first.evaluate(size) < figures
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visible_rows(page) == 50


def test_without_scripts_the_table_and_its_evidence_are_there(
    report: Path, opened: Open, counted: dict[str, int]
) -> None:
    page = opened(report, scripts=False)
    assert visible_rows(page) == counted["all"]
    assert not page.get_by_label("Search").is_visible()
    row = page.locator("tbody[id^=c-]").last
    row.locator("summary").first.click()
    assert row.locator("blockquote mark.value").first.is_visible()


def test_nothing_in_an_article_becomes_markup(hostile: Path, opened: Open) -> None:
    """Neither in the first row, whose evidence stands in the page, nor in the smallest, whose evidence is packed."""
    for is_packed in (False, True):
        page = opened(hostile)
        if is_packed:
            page.get_by_role("button", name="What").click(click_count=2)
        row = page.locator("tbody[id^=c-]").first
        assert row.locator(".evidence").count() == (0 if is_packed else 1)
        row.locator("summary").first.click()
        quote = row.locator("blockquote").first
        quote.wait_for()
        quote.evaluate("(one) => one.querySelectorAll('b').forEach((label) => label.remove())")
        assert HOSTILE.replace("\u202e", "\ufffd") in (quote.text_content() or "")
        assert row.locator("tr:first-child td:first-child").inner_text() == NAME
        assert row.locator("script, img, svg, style, b[onmouseover]").count() == 0
        assert row.locator("a[href^='javascript']").count() == 0
        assert page.evaluate("window.broken") is None
        assert page.locator("body").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_accessibility_checker_finds_nothing(report: Path, opened: Open, width: int, scheme: str) -> None:
    page = opened(report, width=width, scheme=scheme)
    page.evaluate(
        """() => [".data", ".ledger:not([hidden])", "tbody[id^=c-] details"]
            .flatMap((what) => [...document.querySelectorAll(what)].slice(0, 3))
            .forEach((one) => { one.open = true; })"""
    )
    page.get_by_role("button", name="Copy", exact=True).first.wait_for(state="attached")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_accessibility_checker_finds_nothing_on_other_views(
    opened: Open, bundled: Warehouse, tmp_path: Path
) -> None:
    publish(Warehouse(tmp_path), [], [])
    empty, french = tmp_path / "empty.html", tmp_path / "french.html"
    write_report(Warehouse(tmp_path), empty, "fr", TODAY)
    write_report(bundled, french, "fr", TODAY)
    searched = opened(french)
    searched.get_by_label("Chercher").fill("microsoft")
    for page in (opened(empty), searched):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
