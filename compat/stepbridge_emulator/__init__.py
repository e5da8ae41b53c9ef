"""A local Gemini that serves generateContent and Interactions.

Shares no code with ``stepbridge.translate``, so that it can convict it.
"""

from stepbridge_emulator.emulator import Emulator
from stepbridge_emulator.exchange_log import Exchange

__all__ = ["Emulator", "Exchange"]
