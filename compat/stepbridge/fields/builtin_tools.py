"""Settings of the built-in tools."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_UNSPECIFIED = "Means the default; leave it out."
_NONE = "The google_search tool has no such setting."
_POLICY = "tools[computer_use].disabled_safety_policies[]"
_LOWER = "Lower case."

# fmt: off
TABLES = (
    Table("GoogleSearch", Surface.TOOL, "tools[].googleSearch.*", "tools[].google_search.*",
          "google.genai.types.GoogleSearch", (
        (350, "search_types", "tools[google_search].search_types", "reshaped exact sdk",
         "A list of names. Leave it out unless you need it: setting it was reported to upset "
         "the model."),
        (351, "blocking_confidence", None, "dropped lost sdk", _NONE + " Vertex-only before."),
        (352, "exclude_domains", None, "dropped lost sdk", _NONE + " Vertex-only before."),
        (353, "time_range_filter", None, "dropped lost sdk",
         _NONE + " Name the period in the prompt."),
    )),
    Table("SearchTypes", Surface.TOOL, "tools[].googleSearch.searchTypes.*",
          "tools[].google_search.search_types.*", "google.genai.types.SearchTypes", (
        (354, "web_search", 'tools[google_search].search_types[] = "web_search"',
         "reshaped exact sdk", "An empty object becomes a name in the list."),
        (355, "image_search", 'tools[google_search].search_types[] = "image_search"',
         "reshaped exact sdk", "An empty object becomes a name in the list."),
    )),
    Table("Interval", Surface.TOOL, "tools[].googleSearch.timeRangeFilter.*",
          "tools[].google_search.time_range_filter.*", "google.genai.types.Interval", (
        (356, "end_time", None, "dropped lost sdk", _NONE),
        (357, "start_time", None, "dropped lost sdk", _NONE),
    )),
    Table("PhishBlockThreshold", Surface.TOOL, "tools[].googleSearch.blockingConfidence = *",
          "types.PhishBlockThreshold.*", "google.genai.types.PhishBlockThreshold", (
        (358, "PHISH_BLOCK_THRESHOLD_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (359, "BLOCK_LOW_AND_ABOVE", None, "dropped lost sdk", _NONE),
        (360, "BLOCK_MEDIUM_AND_ABOVE", None, "dropped lost sdk", _NONE),
        (361, "BLOCK_HIGH_AND_ABOVE", None, "dropped lost sdk", _NONE),
        (362, "BLOCK_HIGHER_AND_ABOVE", None, "dropped lost sdk", _NONE),
        (363, "BLOCK_VERY_HIGH_AND_ABOVE", None, "dropped lost sdk", _NONE),
        (364, "BLOCK_ONLY_EXTREMELY_HIGH", None, "dropped lost sdk", _NONE),
    )),
    Table("GoogleSearchRetrieval", Surface.TOOL, "tools[].googleSearchRetrieval.*",
          "tools[].google_search_retrieval.*", "google.genai.types.GoogleSearchRetrieval", (
        (365, "dynamic_retrieval_config", None, "dropped approximate sdk",
         "The model decides when to search; there is no threshold."),
    )),
    Table("DynamicRetrievalConfig", Surface.TOOL,
          "tools[].googleSearchRetrieval.dynamicRetrievalConfig.*",
          "tools[].google_search_retrieval.dynamic_retrieval_config.*",
          "google.genai.types.DynamicRetrievalConfig", (
        (366, "dynamic_threshold", None, "dropped approximate sdk",
         "The model decides when to search; there is no threshold."),
        (367, "mode", None, "dropped approximate sdk", "The model decides when to search."),
    )),
    Table("DynamicRetrievalConfigMode", Surface.TOOL,
          "tools[].googleSearchRetrieval.dynamicRetrievalConfig.mode = *",
          "types.DynamicRetrievalConfigMode.*", "google.genai.types.DynamicRetrievalConfigMode", (
        (368, "MODE_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (369, "MODE_DYNAMIC", None, "dropped approximate sdk", "The model decides by itself."),
    )),
    Table("EnterpriseWebSearch", Surface.TOOL, "tools[].enterpriseWebSearch.*",
          "tools[].enterprise_web_search.*", "google.genai.types.EnterpriseWebSearch", (
        (370, "blocking_confidence", None, "dropped lost sdk", _NONE),
        (371, "exclude_domains", None, "dropped lost sdk", _NONE),
    )),
    Table("GoogleMaps", Surface.TOOL, "tools[].googleMaps.*", "tools[].google_maps.*",
          "google.genai.types.GoogleMaps", (
        (372, "auth_config", None, "dropped lost sdk",
         "The google_maps tool takes no credentials."),
        (373, "enable_widget", "tools[google_maps].enable_widget", "unchanged exact sdk",
         "Same flag; the widget is being retired."),
        (374, "grounding_types", None, "dropped lost sdk",
         "The google_maps tool has no such setting."),
    )),
    Table("GoogleMapsGroundingTypes", Surface.TOOL, "tools[].googleMaps.groundingTypes.*",
          "tools[].google_maps.grounding_types.*", "google.genai.types.GoogleMapsGroundingTypes", (
        (375, "places", None, "dropped lost sdk",
         "Places are what the tool grounds on; they cannot be chosen."),
        (376, "routing", None, "dropped lost sdk", "The google_maps tool has no such setting."),
    )),
    Table("FileSearch", Surface.TOOL, "tools[].fileSearch.*", "tools[].file_search.*",
          "google.genai.types.FileSearch", (
        (377, "file_search_store_names", "tools[file_search].file_search_store_names",
         "unchanged exact sdk", "Same list."),
        (378, "top_k", "tools[file_search].top_k", "unchanged exact sdk", "Same number."),
        (379, "metadata_filter", "tools[file_search].metadata_filter", "unchanged exact sdk",
         "Same text."),
    )),
    Table("ComputerUse", Surface.TOOL, "tools[].computerUse.*", "tools[].computer_use.*",
          "google.genai.types.ComputerUse", (
        (380, "environment", "tools[computer_use].environment", "renamed exact sdk",
         "Lower case, without prefix."),
        (381, "excluded_predefined_functions",
         "tools[computer_use].excluded_predefined_functions", "unchanged exact sdk", "Same list."),
        (382, "enable_prompt_injection_detection",
         "tools[computer_use].enable_prompt_injection_detection", "unchanged exact sdk",
         "Same flag."),
        (383, "disabled_safety_policies", "tools[computer_use].disabled_safety_policies",
         "renamed exact sdk", "Same names in lower case."),
    )),
    Table("Environment", Surface.TOOL, "tools[].computerUse.environment = *",
          "types.Environment.*", "google.genai.types.Environment", (
        (384, "ENVIRONMENT_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (385, "ENVIRONMENT_BROWSER", 'tools[computer_use].environment = "browser"',
         "renamed exact sdk", "Lower case, without prefix."),
        (386, "ENVIRONMENT_MOBILE", 'tools[computer_use].environment = "mobile"',
         "renamed exact sdk", "Lower case, without prefix."),
        (387, "ENVIRONMENT_DESKTOP", 'tools[computer_use].environment = "desktop"',
         "renamed exact sdk", "Lower case, without prefix."),
    )),
    Table("SafetyPolicy", Surface.TOOL, "tools[].computerUse.disabledSafetyPolicies[] = *",
          "types.SafetyPolicy.*", "google.genai.types.SafetyPolicy", (
        (388, "SAFETY_POLICY_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (389, "FINANCIAL_TRANSACTIONS", f'{_POLICY} = "financial_transactions"',
         "renamed exact sdk", _LOWER),
        (390, "SENSITIVE_DATA_MODIFICATION", f'{_POLICY} = "sensitive_data_modification"',
         "renamed exact sdk", _LOWER),
        (391, "COMMUNICATION_TOOL", f'{_POLICY} = "communication_tool"',
         "renamed exact sdk", _LOWER),
        (392, "ACCOUNT_CREATION", f'{_POLICY} = "account_creation"', "renamed exact sdk", _LOWER),
        (393, "DATA_MODIFICATION", f'{_POLICY} = "data_modification"',
         "renamed exact sdk", _LOWER),
        (394, "USER_CONSENT_MANAGEMENT", f'{_POLICY} = "user_consent_management"',
         "renamed exact sdk", _LOWER),
        (395, "LEGAL_TERMS_AND_AGREEMENTS", f'{_POLICY} = "legal_terms_and_agreements"',
         "renamed exact sdk", _LOWER),
    )),
    Table("McpServer", Surface.TOOL, "tools[].mcpServers[].*", "tools[].mcp_servers[].*",
          "google.genai.types.McpServer", (
        (396, "name", "tools[mcp_server].name", "unchanged exact sdk",
         "Same name; '-' is not allowed in it."),
        (397, "streamable_http_transport", "tools[mcp_server]", "reshaped approximate sdk",
         "Its url and headers move up to the tool; time limits are dropped."),
    )),
    Table("StreamableHttpTransport", Surface.TOOL,
          "tools[].mcpServers[].streamableHttpTransport.*",
          "tools[].mcp_servers[].streamable_http_transport.*",
          "google.genai.types.StreamableHttpTransport", (
        (1300, "headers", "tools[mcp_server].headers", "moved exact sdk", "Same dictionary."),
        (1301, "sse_read_timeout", None, "dropped lost sdk", "No such setting."),
        (1302, "terminate_on_close", None, "dropped lost sdk",
         "No such setting. True, the default, is the same as leaving it out."),
        (1303, "timeout", None, "dropped lost sdk", "No such setting."),
        (1304, "url", "tools[mcp_server].url", "moved exact sdk", "Same address."),
    )),
)
