"""Python in Markdown and reStructuredText."""

from __future__ import annotations

from stepbridge_codemods.documents.blocks import Block, blocks_of, is_document
from stepbridge_codemods.documents.rewriting import audit_document, rewrite_document

__all__ = ["Block", "audit_document", "blocks_of", "is_document", "rewrite_document"]
