"""Report formats: one module each, all written from the one model in ``model.py``."""

from __future__ import annotations

from importlib import import_module

from stepbridge_cli.reports.look import Look
from stepbridge_cli.reports.model import Report

FORMATS = ("text", "json", "sarif", "junit", "github", "markdown", "csv", "html")


def render(report: Report, name: str, look: Look | None = None) -> str:
    """The report in one of FORMATS, ending in a line feed."""
    module = import_module(f"stepbridge_cli.reports.{name}")
    text: str = module.render(report, look or Look())
    return text
