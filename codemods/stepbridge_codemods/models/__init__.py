"""Model ids in source text: their status, and what replaces them."""

from __future__ import annotations

from stepbridge_codemods.models.known import MODELS, Model, Status, status_of
from stepbridge_codemods.models.text import Mention, mentions, replaced

__all__ = ["MODELS", "Mention", "Model", "Status", "mentions", "replaced", "status_of"]
