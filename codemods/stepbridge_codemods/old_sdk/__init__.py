"""``google.generativeai`` in one step: lowered to google-genai in memory, then migrated as such.

What is lowered and cannot go on to Interactions is not written: its calls stay as they were.
"""

from __future__ import annotations

from stepbridge_codemods.old_sdk.rewriting import mentions_old_sdk, run

__all__ = ["mentions_old_sdk", "run"]
