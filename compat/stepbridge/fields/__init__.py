"""The field map: every legacy field and what becomes of it, as data."""

from __future__ import annotations

from stepbridge.fields.row import Change, Confidence, Example, Fidelity, Field, Surface

__all__ = ["Change", "Confidence", "Example", "Fidelity", "Field", "Surface"]
