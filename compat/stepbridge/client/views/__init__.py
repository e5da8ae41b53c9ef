"""What answers look like to the caller."""

from __future__ import annotations

from stepbridge.client.views.parts import Blob, Part
from stepbridge.client.views.response import GenerateContentResponse
from stepbridge.client.views.view import View, view_class

__all__ = ["Blob", "GenerateContentResponse", "Part", "View", "view_class"]
