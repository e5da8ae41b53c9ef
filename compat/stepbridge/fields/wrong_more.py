"""More of half-migrated code: a range of ids that ran out goes on here."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_SEEN = "google-genai 3.4.0, google/genai/_gaos; run against a mock transport"

# fmt: off
TABLES = (
    Table("wrong", Surface.BETA, "", "", _SEEN, (
        (1850, "top_level_setting", "generation_config", "moved exact probe",
         "create has no such argument: it raises TypeError. The settings of generation are keys "
         "of generation_config.",
         "", "interactions.create(temperature=0.2)"),
        (1851, "unknown_argument", None, "dropped exact probe",
         "create has no such argument: it raises TypeError. What the SDK does not know yet goes "
         "into extra_body.",
         "", "interactions.create(candidate_count=2)"),
        (1852, "minimal_level", "generation_config.thinking_level", "reshaped exact documented",
         "This model refuses the level minimal: low, medium or high.",
         "", "generation_config={'thinking_level': 'minimal'}"),
        (1853, "format_without_type", "response_format", "reshaped exact documented",
         "An entry of response_format says its type: text, image, audio or video.",
         "", "response_format={'mime_type': 'application/json', 'schema': ...}"),
        (1854, "mcp_server_name", "tools[mcp_server].name", "reshaped exact documented",
         "The name of an MCP server must not have a hyphen: snake_case.",
         "", "{'type': 'mcp_server', 'name': 'weather-service', ...}"),
        (1855, "agent_settings", "agent_config", "reshaped exact probe",
         "An agent takes agent_config; generation_config beside agent raises ValueError.",
         "", "interactions.create(agent=..., generation_config={...})"),
        (1856, "status_value", "status", "renamed exact sdk",
         "A status is lower case, and one of queued, in_progress, requires_action, completed, "
         "incomplete, failed, cancelled, requires_continuation. Compared with anything else it is "
         "never equal, and a loop that waits for it does not end.",
         "", "interaction.status == 'COMPLETE'"),
        (1857, "legacy_safety", "safety_settings[].type", "reshaped exact probe",
         "Entries of safety_settings say type and threshold, in lower case and without prefix; "
         "{category, threshold} and types.SafetySetting are rejected.",
         "", "safety_settings=[{'category': 'HARM_CATEGORY_HARASSMENT', ...}]"),
        (1858, "call_args", "steps[function_call].arguments", "renamed exact probe",
         "A function_call step has arguments, not args: AttributeError.",
         "", "step.args"),
    )),
)
