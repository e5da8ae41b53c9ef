"""Which files a command works on, and how they are read."""

from __future__ import annotations

from stepbridge_cli.sources.file import SourceFile, read
from stepbridge_cli.sources.selection import Project, Request, Selection, select

__all__ = ["Project", "Request", "Selection", "SourceFile", "read", "select"]
