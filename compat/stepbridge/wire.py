"""Names for the JSON that travels on the wire."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A decoded JSON object. Base64 strings inside it are shared, never decoded or copied."""
