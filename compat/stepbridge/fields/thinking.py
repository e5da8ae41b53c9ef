"""Thinking: budget, level and thought summaries."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

# fmt: off
TABLES = (
    Table("ThinkingConfig", Surface.REQUEST, "generationConfig.thinkingConfig.*",
          "config.thinking_config.*", "google.genai.types.ThinkingConfig", (
        (140, "include_thoughts", "generation_config.thinking_summaries", "reshaped exact sdk",
         "True becomes thinking_summaries 'auto', False becomes 'none' (the default). A boolean "
         "is rejected."),
        (141, "thinking_budget", "generation_config.thinking_level",
         "reshaped approximate reported",
         "Interactions has no token budget. The shim picks a level: 0 is minimal, up to 2048 low, "
         "up to 8192 medium, more high, each moved to the nearest level that the model takes; -1 "
         "(automatic) is left out. Cost and depth of thinking can differ."),
        (142, "thinking_level", "generation_config.thinking_level", "moved exact sdk",
         "Same level in lower case: the SDK passes upper case through and the server then "
         "refuses it. Which levels a model takes differs; minimal is an error on "
         "gemini-3.7-flash and 3.8-flash."),
    )),
    Table("ThinkingLevel", Surface.REQUEST, "generationConfig.thinkingConfig.thinkingLevel = *",
          "types.ThinkingLevel.*", "google.genai.types.ThinkingLevel", (
        (143, "THINKING_LEVEL_UNSPECIFIED", None, "dropped exact sdk",
         "Means the model's default; leave the field out."),
        (144, "MINIMAL", 'generation_config.thinking_level = "minimal"', "renamed exact sdk",
         "Lower case. An error on gemini-3.7-flash and 3.8-flash."),
        (145, "LOW", 'generation_config.thinking_level = "low"', "renamed exact sdk",
         "Lower case."),
        (146, "MEDIUM", 'generation_config.thinking_level = "medium"', "renamed exact sdk",
         "Lower case."),
        (147, "HIGH", 'generation_config.thinking_level = "high"', "renamed exact sdk",
         "Lower case."),
        (148, "XHIGH", 'generation_config.thinking_level = "xhigh"', "renamed exact sdk",
         "Lower case. In the SDK's list of levels; no page says which models take it."),
    )),
)
