"""The page in a real browser: it filters, sorts, opens, follows anchors, prints, and is quick."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stepbridge_cli.reports import render
from stepbridge_cli.reports.model import Change, Report
from stepbridge_cli.reports.snippets import Sides

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt install chromium)")

BEFORE = "import os\n\n\nask(\n    old=1,\n    same='</script><b>',\n)\nprint('end')\n"
AFTER = "import os\n\n\nask(\n    new=1,\n    more=2,\n    same='</script><b>',\n)\nprint('end')\n"


@pytest.fixture
def page_report(report: Report) -> Report:
    return replace(report, sources=(Change("app/chat.py", BEFORE, AFTER, ""),))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a report; the test fails when the page complains or asks for anything from outside."""
    complaints: list[str] = []
    pages = []

    def open_page(report: Report, anchor: str = "", **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text(render(report, "html"), encoding="utf-8")
        page = browser.new_page(**options)
        pages.append(page)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith("file:") or complaints.append(request.url),
        )
        page.goto(f"{path.as_uri()}{anchor}")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


def test_the_page_stands_alone(page_report: Report) -> None:
    text = render(page_report, "html")
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert text.count("</script>") == 2
    assert "{{" not in text


def test_a_snippet_shows_both_sides(page_report: Report) -> None:
    site = page_report.sites[0]
    snippet = Sides(BEFORE, AFTER).snippet(site)
    assert (snippet.before_start, snippet.after_start) == (2, 2)
    changed = [row for row in snippet.rows if row[0] != "equal"]
    assert changed == [("replace", "    old=1,", "    new=1,"), ("replace", None, "    more=2,")]


@needs_browser
def test_totals_rows_and_notes(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report)
    assert page.locator("#coverage").inner_text() == page_report.coverage
    assert page.locator("#totals .card b").first.inner_text() == "66%"
    assert page.locator("tr.site").count() == 3
    assert "broken.py:3:9" in page.locator("#problems").inner_text()
    assert "NOT PROVED" in page.locator("#proofs").inner_text()


@needs_browser
def test_filters(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report)
    page.get_by_role("checkbox", name="manual").uncheck()
    assert page.locator("tr.site").count() == 2
    page.get_by_label("Field").select_option("SB703")
    assert page.locator("tr.site").inner_text().split()[0] == "bridged"
    page.get_by_role("button", name="Reset").click()
    assert page.locator("tr.site").count() == 3
    page.get_by_label("Search").fill("top_k")
    wait_for_rows(page, 1)
    assert page.locator("#count").inner_text() == "1 call site of 3"


@needs_browser
def test_sorting(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report)
    head = page.locator("th", has_text="Fields")
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    counts = [int(text) for text in page.locator("tr.site td.number").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)


@needs_browser
def test_a_site_opens_by_mouse_keyboard_and_anchor(
    show: Callable[..., Any], page_report: Report
) -> None:
    page = show(page_report)
    page.locator("#site-1 .name").click()
    assert page.locator(".code .gone").all_inner_texts() == ["    old=1,"]
    assert page.locator(".code .come").all_inner_texts() == ["    new=1,", "    more=2,"]
    assert "</script><b>" in page.locator(".code").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".code").count() == 0
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert page.locator("#site-2.open").count() == 1
    by_anchor = show(page_report, "#site-1")
    assert by_anchor.locator("#site-1.open").count() == 1
    by_field = show(page_report, "#SB105")
    assert by_field.locator("tr.site").count() == 1


@needs_browser
def test_light_and_dark(show: Callable[..., Any], page_report: Report) -> None:
    def paper(page: Any) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page = show(page_report, color_scheme="light")
    light = paper(page)
    page.get_by_role("button", name="Switch between light and dark").click()
    assert paper(page) != light
    page.get_by_role("button", name="Switch between light and dark").click()
    assert paper(page) == light


@needs_browser
def test_printing_shows_every_row(show: Callable[..., Any], report: Report) -> None:
    page = show(many(report, 450))
    assert page.locator("tr.site").count() == 200
    assert len(page.pdf()) > 10_000
    assert page.locator("tr.site").count() == 450


@needs_browser
def test_ten_thousand_call_sites_load_in_pages(show: Callable[..., Any], report: Report) -> None:
    page = show(many(report, 10_000))
    assert page.locator("tr.site").count() == 200
    page.get_by_role("button", name="Show more").click()
    assert page.locator("tr.site").count() == 400
    page.get_by_label("Search").fill("module_9999.py")
    wait_for_rows(page, 1)


@needs_browser
def test_a_narrow_window_does_not_scroll_sideways(
    show: Callable[..., Any], page_report: Report
) -> None:
    page = show(page_report, "#site-1", viewport={"width": 380, "height": 800})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def wait_for_rows(page: Any, number: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator("tr.site")).to_have_count(number)


def many(report: Report, number: int) -> Report:
    first = report.findings[0]
    findings = tuple(
        replace(first, path=f"package_{index % 40}/module_{index}.py") for index in range(number)
    )
    return replace(report, findings=findings, changes=(), proofs=(), problems=())
