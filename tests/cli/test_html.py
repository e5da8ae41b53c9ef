"""The page in a real browser: it filters, sorts, opens, follows anchors, prints, and is quick."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stepbridge_cli.reports import render
from stepbridge_cli.reports.model import Change, Point, Report
from stepbridge_cli.reports.snippets import Row, Sides, Sources
from stepbridge_codemods.finding import Tier

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
    assert text.count("</script>") == 3
    assert "{{" not in text


def test_the_page_and_json_find_the_same(
    stepbridge: Callable[..., Any], tmp_path: Path, legacy: str, stays: str
) -> None:
    """The page also needs the new source; what was found must not depend on that."""
    (tmp_path / "ended.py").write_text(legacy.replace("2.5", "1.5"))
    (tmp_path / "stays.py").write_text(stays)
    fixed = {"env": {"SOURCE_DATE_EPOCH": "0"}}
    first, again = (stepbridge("audit", ".", "-f", "json", **fixed).stdout for _ in range(2))
    assert first == again
    value = json.loads(first)
    page = stepbridge("audit", ".", "-f", "html", **fixed).stdout
    [embedded] = re.findall(r'type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    shown = json.loads(embedded)
    assert sum(len(site["findings"]) for site in shown["sites"]) == len(value["findings"])
    assert [site["tier"] for site in shown["sites"]] == ["native", "model", "bridged"]
    assert shown["tiers"] == value["totals"]["sites_by_tier"]
    assert all(site["code"] for site in shown["sites"])


def test_a_snippet_shows_both_sides(page_report: Report) -> None:
    [snippet] = Sources(page_report.sources).snippets(page_report.sites[0])
    assert (snippet.cell, snippet.rows[0]) == (0, Row("equal", 2, "", 2, ""))
    changed = [row for row in snippet.rows if row.kind != "equal"]
    assert changed == [
        Row("replace", 5, "    old=1,", 5, "    new=1,"),
        Row("replace", None, None, 6, "    more=2,"),
    ]


def test_what_lies_between_two_places_is_left_out() -> None:
    before = "\n".join(f"line {number}" for number in range(1, 40))
    sides = Sides(before, before.replace("line 30", "other"))
    rows = sides.around([(3, 3), (30, 30)])
    assert [row.before_line for row in rows] == [1, 2, 3, 4, 5, None, 28, 29, 30, 31, 32]
    assert [row.kind for row in rows if row.kind != "equal"] == ["gap", "replace"]
    assert sides.around([(100, 120)]) == ()


def test_a_notebook_is_shown_cell_by_cell(page_report: Report) -> None:
    def notebook(source: str) -> str:
        cell = {"cell_type": "code", "source": [source]}
        return json.dumps({"cells": [{"cell_type": "markdown", "source": "# Title"}, cell]})

    change = Change("notes.ipynb", notebook("a\nb\nold()"), notebook("a\nb\nnew()"), "")
    site = next(site for site in page_report.sites if site.cell)
    [snippet] = Sources([change]).snippets(site)
    assert snippet.cell == 2
    assert snippet.rows[-1] == Row("replace", 3, "old()", 3, "new()")


@needs_browser
def test_totals_rows_and_notes(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report)
    assert page.locator("#coverage").inner_text() == page_report.coverage
    assert page.locator(".share b").inner_text() == "66%"
    assert "of 3 call sites move without a person" in page.locator(".share").inner_text()
    assert page.locator(".figures dd").all_inner_texts() == ["2", "1", "0", "1"]
    assert page.locator("tr.site").count() == 3
    lists = page.locator("#lists").inner_text()
    for remark in ("broken.py:3:9", "NOT PROVED", "docs: no Python files here"):
        assert remark in lists


@needs_browser
def test_what_is_left_leads_to_the_call_sites(
    show: Callable[..., Any], page_report: Report
) -> None:
    page = show(page_report)
    first = page.locator("#left li").first
    assert first.locator("b").inner_text() == "1"
    assert "Return the text or the steps" in first.inner_text()
    first.get_by_role("button").click()
    assert page.locator("tr.site .tag").all_inner_texts() == ["manual"]
    page.get_by_role("button", name="Move, and may behave otherwise").click()
    assert page.locator("tr.site .tag").all_inner_texts() == ["native"]
    page.get_by_role("button", name="app", exact=True).click()
    assert page.locator("#folder").input_value() == "app"
    assert page.locator("tr.site").count() == 2


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
    assert page.locator("#count").inner_text() == "1 of 3"
    page.get_by_label("Search").fill("nothing has this name")
    wait_for_rows(page, 0)
    assert page.get_by_text("No call site fits these filters.").is_visible()


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
    assert "no equivalent lost, 1 use" in by_field.locator("#about").inner_text()


@needs_browser
def test_keys_reach_everything(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the call sites"
    page.keyboard.press("/")
    page.keyboard.type("generate_content")
    wait_for_rows(page, 2)
    page.keyboard.press("Escape")
    for key in ("j", "j", "k", "Enter", "Tab", "Tab"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Before"
    page.keyboard.press("Escape")
    assert page.locator("tr.detail").count() == 0
    assert focused(page) == "app/chat.py:4"


@needs_browser
def test_light_and_dark(show: Callable[..., Any], page_report: Report) -> None:
    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page = show(page_report, color_scheme="light")
    light = paper()
    button = page.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    dark = paper()
    assert dark != light
    page.reload()
    assert (paper(), button.get_attribute("aria-pressed")) == (dark, "true")
    button.click()
    assert paper() == light


@needs_browser
def test_folders_are_named_from_the_one_that_holds_them_all(
    show: Callable[..., Any], report: Report
) -> None:
    first = report.findings[0]
    paths = (
        "/home/ada/shop/web/a.py",
        "/home/ada/shop/web/api/b.py",
        f"/home/ada/shop/{'x' * 50}/c.py",
    )
    findings = tuple(replace(first, path=path) for path in paths)
    page = show(replace(report, findings=findings, problems=(), proofs=()))
    names = page.locator("#charts .card").first.locator("tbody button")
    assert names.all_inner_texts() == ["web", "web/api", "\u2026" + "x" * 31]
    assert names.nth(1).get_attribute("title") == "/home/ada/shop/web/api"


@needs_browser
def test_what_is_no_call_site_is_listed_beside_them(
    show: Callable[..., Any], page_report: Report
) -> None:
    first = page_report.findings[0]
    beside = [
        replace(first, rule="SB030", tier=Tier.MANUAL, legacy="gemini-pro", site="30"),
        replace(first, rule="SB999", path="requirements.txt", site="1"),
    ]
    page = show(replace(page_report, findings=(*page_report.findings, *beside)))
    assert "of 3 call sites" in page.locator(".share").inner_text()
    assert page.locator("#count").inner_text() == "5 of 5"
    page.get_by_role("button", name="Name a model that has ended.").click()
    assert page.locator("tr.site .tag").all_inner_texts() == ["model"]
    page.get_by_role("checkbox", name="model").uncheck()
    page.get_by_role("checkbox", name="requirement").check()
    assert page.locator("tr.site .tag").all_inner_texts() == ["requirement"]


@needs_browser
def test_the_history_is_drawn_and_told(show: Callable[..., Any], report: Report) -> None:
    points = [
        Point("first", "2026-01-05T09:00:00Z", dict(zip(Tier, (5, 4, 3), strict=True))),
        Point("now", "2026-03-05T09:00:00Z", report.tiers),
    ]
    page = show(replace(report, history=tuple(points), moved=("a.py: ask: manual -> gone",)))
    chart = page.locator("#history svg")
    assert "12 at first, 3 now" in str(chart.get_attribute("aria-label"))
    assert chart.locator("polygon").count() == len(Tier)
    rows = page.locator("#history tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["first", "2026-01-05 09:00", "5", "4", "3", "12", ""],
        ["now", "2026-03-05 09:00", "1", "1", "1", "3", "-9"],
    ]
    assert "manual -> gone" in page.locator(".moves").inner_text()


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(
    scheme: str, width: int, show: Callable[..., Any], page_report: Report
) -> None:
    """WCAG 2.2 AA and good practice, contrast included, with a call site open."""
    from axe_playwright_python.sync_playwright import Axe

    full = replace(page_report, history=(Point("now", page_report.created, page_report.tiers),))
    page = show(
        full, "#site-1", color_scheme=scheme, viewport={"width": width, "height": 900},
        bypass_csp=True, reduced_motion="reduce",
    )  # fmt: skip
    found = Axe().run(page)
    assert [rule["id"] for rule in found.response["violations"]] == []


@needs_browser
def test_printing_shows_every_row(show: Callable[..., Any], report: Report) -> None:
    page = show(many(report, 450))
    assert page.locator("tr.site").count() == 200
    assert len(page.pdf()) > 10_000
    assert page.locator("tr.site").count() == 450


@needs_browser
def test_paper_is_light_and_without_controls(show: Callable[..., Any], page_report: Report) -> None:
    page = show(page_report, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for control in ("#theme", "#filters", "footer"):
        assert not page.locator(control).is_visible()
    assert page.locator("tr.site").first.is_visible()


@needs_browser
def test_a_page_without_findings(show: Callable[..., Any], report: Report) -> None:
    page = show(replace(report, findings=(), changes=(), proofs=(), problems=(), notes=()))
    assert page.locator(".share").inner_text().split("\n") == ["100%", "No legacy Gemini calls"]
    assert not page.locator("#sites").is_visible()


@needs_browser
def test_ten_thousand_call_sites_load_in_pages(show: Callable[..., Any], report: Report) -> None:
    page = show(many(report, 10_000))
    assert page.locator("tr.site").count() == 200
    page.get_by_role("button", name="Show more").click()
    assert page.locator("tr.site").count() == 400
    page.get_by_label("Search").fill("module_9999.py")
    wait_for_rows(page, 1)


@needs_browser
@pytest.mark.parametrize("width", [320, 390, 720, 1024])
def test_a_narrow_window_does_not_scroll_sideways(
    width: int, show: Callable[..., Any], page_report: Report
) -> None:
    """320 is WCAG's reflow, 720 a window of 1440 at 200 %. Names may be long and unbroken."""
    long = "a_long_name_without_a_break_" * 9
    findings = [
        replace(finding, path=f"{long}/{finding.path}", legacy=finding.legacy + long)
        for finding in page_report.findings
    ]
    wide = replace(
        page_report,
        findings=tuple(findings),
        sources=(Change(f"{long}/app/chat.py", BEFORE + long, AFTER + long, ""),),
    )
    page = show(wide, "#site-1", viewport={"width": width, "height": 800})
    assert page.locator(".code").count() == 1
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.innerText"))


def wait_for_rows(page: Any, number: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator("tr.site")).to_have_count(number)


def many(report: Report, number: int) -> Report:
    first = report.findings[0]
    findings = tuple(
        replace(first, path=f"package_{index % 40}/module_{index}.py") for index in range(number)
    )
    return replace(report, findings=findings, changes=(), proofs=(), problems=())
