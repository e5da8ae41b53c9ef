"""Notebooks: the same rewrite, over cells in order; only changed cells change in the file."""

from __future__ import annotations

from stepbridge_codemods.notebooks.document import NotebookError
from stepbridge_codemods.notebooks.rewriting import audit_notebook, rewrite_notebook

__all__ = ["NotebookError", "audit_notebook", "rewrite_notebook"]
