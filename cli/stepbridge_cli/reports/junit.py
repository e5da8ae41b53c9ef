"""JUnit XML: a suite a file, a case a call site; what is left to a person fails."""

from __future__ import annotations

import re
from itertools import groupby
from xml.etree import ElementTree

from stepbridge_cli.reports.causes import unsaid
from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report, Site
from stepbridge_cli.reports.site_text import line, notes
from stepbridge_codemods.finding import Tier

# XML 1.0 has no way to write these, not even escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, look: Look) -> str:
    root = ElementTree.Element("testsuites", name="stepbridge")
    for path, sites in groupby(report.places, key=lambda site: site.path):
        _suite(root, path, list(sites))
    for problem in report.problems:
        suite = _element(root, "testsuite", name=problem.path, tests="1", failures="0", errors="1")
        case = _element(suite, "testcase", name="read", classname=problem.path)
        _element(case, "error", message=str(problem))
    if not len(root):
        suite = _element(root, "testsuite", name="stepbridge", tests="1", failures="0", errors="0")
        _element(suite, "testcase", name=report.coverage, classname="stepbridge")
    ElementTree.indent(root)
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n"


def _suite(root: ElementTree.Element, path: str, sites: list[Site]) -> None:
    failures = sum(site.tier is Tier.MANUAL for site in sites)
    suite = _element(
        root, "testsuite", name=path, tests=str(len(sites)), failures=str(failures), errors="0"
    )
    for site in sites:
        place = f"cell {site.cell}, line {site.line}" if site.cell else f"line {site.line}"
        case = _element(suite, "testcase", name=f"{place}: {site.call}", classname=path)
        lines = [
            text
            for finding in site.findings
            for text in (line(finding, Look()), *notes(finding, Look()))
        ]
        if site.tier is Tier.MANUAL:
            lines = [*unsaid(site), *lines]
            failure = _element(case, "failure", message="left to a person")
            failure.text = _clean("\n".join(lines))
        else:
            _element(case, "system-out").text = _clean("\n".join(lines))


def _element(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    clean = {name: _clean(value) for name, value in attributes.items()}
    return ElementTree.SubElement(parent, tag, clean)


def _clean(text: str) -> str:
    return _IMPOSSIBLE.sub("\ufffd", text)
