"""Tools and function declarations."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_UNSPECIFIED = "Means the default; leave it out."
_LIVE = "Belongs to the Live API; Interactions has no such field."

# fmt: off
TABLES = (
    Table("Tool", Surface.TOOL, "tools[].*", "tools[].*", "google.genai.types.Tool", (
        (300, "function_declarations", "tools[function]", "reshaped exact sdk",
         "Each declaration becomes its own entry {'type': 'function', 'name', 'description', "
         "'parameters'}."),
        (301, "google_search", "tools[google_search]", "reshaped exact sdk",
         "{'type': 'google_search'}. Its queries and suggestions come as steps, its sources as "
         "annotations on the text."),
        (302, "google_search_retrieval", "tools[google_search]", "reshaped approximate inferred",
         "{'type': 'google_search'}; the threshold for dynamic retrieval is gone."),
        (303, "code_execution", "tools[code_execution]", "reshaped exact sdk",
         "{'type': 'code_execution'}."),
        (304, "url_context", "tools[url_context]", "reshaped exact sdk",
         "{'type': 'url_context'}."),
        (305, "file_search", "tools[file_search]", "reshaped exact sdk",
         "{'type': 'file_search', ...} with the same three fields."),
        (306, "google_maps", "tools[google_maps]", "reshaped exact sdk",
         "{'type': 'google_maps'}; latitude and longitude are written on the tool."),
        (307, "computer_use", "tools[computer_use]", "reshaped exact sdk",
         "{'type': 'computer_use', 'environment': 'browser'}. Actions come back as ordinary "
         "function_call steps."),
        (308, "retrieval", "tools[retrieval]", "reshaped approximate sdk",
         "{'type': 'retrieval', 'retrieval_types': [...]} with a config for the back end. "
         "Enterprise only."),
        (309, "enterprise_web_search",
         'tools[google_search].search_types[] = "enterprise_web_search"',
         "reshaped exact sdk",
         "google_search with search_types ['enterprise_web_search']. Enterprise only."),
        (310, "parallel_ai_search", "tools[retrieval].parallel_ai_search_config",
         "reshaped approximate sdk",
         "A retrieval tool of type parallel_ai_search. Enterprise only."),
        (311, "exa_ai_search", "tools[retrieval].exa_ai_search_config", "reshaped exact sdk",
         "A retrieval tool of type exa_ai_search. Enterprise only."),
        (312, "mcp_servers", "tools[mcp_server]", "reshaped approximate sdk",
         "Each server becomes its own entry. Streamable HTTP only; no '-' in the name."),
    )),
    Table("tools", Surface.TOOL, "", "tools = [*]", "google.genai.types.ToolUnion", (
        (313, "callable", "tools[function]", "dropped approximate probe",
         "A Python function in tools is rejected: declare it as a function tool and run it "
         "yourself. The shim keeps the SDK's own loop working.",
         "", "tools = [python_function]"),
        (314, "mcp_session", "tools[function]", "dropped lost probe",
         "An MCP session in tools is rejected: list its tools, declare them and call them "
         "yourself, or name the server as an mcp_server tool.",
         "", "tools = [mcp_client_session]"),
    )),
    Table("FunctionDeclaration", Surface.TOOL, "tools[].functionDeclarations[].*",
          "tools[].function_declarations[].*", "google.genai.types.FunctionDeclaration", (
        (315, "description", "tools[function].description", "unchanged exact sdk", "Same text."),
        (316, "name", "tools[function].name", "unchanged exact sdk", "Same name."),
        (317, "parameters", "tools[function].parameters", "reshaped exact sdk",
         "Becomes plain JSON Schema: lower-case types, nullable as a union with null."),
        (318, "parameters_json_schema", "tools[function].parameters", "renamed exact sdk",
         "Renamed to parameters; already JSON Schema."),
        (319, "response", None, "dropped approximate sdk",
         "There is no schema for what a function returns: it is left out, and the model sees the "
         "returned value itself. Describe it in the description where that matters."),
        (320, "response_json_schema", None, "dropped approximate sdk",
         "There is no schema for what a function returns: it is left out, and the model sees the "
         "returned value itself. Describe it in the description where that matters."),
        (321, "behavior", None, "dropped lost sdk", _LIVE),
        (322, "from_callable", "tools[function]", "reshaped approximate sdk",
         "Write the declaration as a dict, or build it with this helper and take its parameters "
         "over as JSON Schema.",
         "", "types.FunctionDeclaration.from_callable(...)"),
        (323, "from_callable_with_api_option", "tools[function]", "reshaped approximate sdk",
         "As from_callable.", "", "types.FunctionDeclaration.from_callable_with_api_option(...)"),
    )),
    Table("Behavior", Surface.TOOL, "tools[].functionDeclarations[].behavior = *",
          "types.Behavior.*", "google.genai.types.Behavior", (
        (324, "UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (325, "BLOCKING", None, "dropped exact sdk",
         "Functions always block on Interactions; leave it out."),
        (326, "NON_BLOCKING", None, "dropped lost sdk", _LIVE),
    )),
    Table("ToolConfig", Surface.TOOL, "toolConfig.*", "config.tool_config.*",
          "google.genai.types.ToolConfig", (
        (330, "function_calling_config", "generation_config.tool_choice", "reshaped exact sdk",
         "Becomes generation_config.tool_choice: a word, or {'allowed_tools': {...}}. Not a "
         "top-level argument. Leave it out when there is no function tool: the service answers "
         "400."),
        (331, "retrieval_config", "tools[google_maps]", "reshaped approximate sdk",
         "Only the location has a place: latitude and longitude of the google_maps tool."),
        (332, "include_server_side_tool_invocations", None, "default changed exact documented",
         "Steps of built-in tools are always in the answer. False cannot be had: filter them out."),
    )),
    Table("FunctionCallingConfig", Surface.TOOL, "toolConfig.functionCallingConfig.*",
          "config.tool_config.function_calling_config.*",
          "google.genai.types.FunctionCallingConfig", (
        (333, "allowed_function_names",
         "generation_config.tool_choice.allowed_tools.tools", "reshaped exact sdk",
         "Becomes {'allowed_tools': {'mode': 'any', 'tools': [names]}}."),
        (334, "mode", "generation_config.tool_choice", "reshaped exact sdk",
         "The mode in lower case is the value of tool_choice. Without function tools it is "
         "refused, so the shim leaves it out then."),
        (335, "stream_function_call_arguments", None, "dropped lost sdk",
         "There is no switch: arguments always stream as fragments with stream=True. The shim "
         "gives whole calls; False is the same as leaving it out."),
    )),
    Table("FunctionCallingConfigMode", Surface.TOOL,
          "toolConfig.functionCallingConfig.mode = *", "types.FunctionCallingConfigMode.*",
          "google.genai.types.FunctionCallingConfigMode", (
        (336, "MODE_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (337, "AUTO", 'generation_config.tool_choice = "auto"', "renamed exact sdk",
         "Lower case; the default. Not supported when built-in tools and functions are mixed: "
         "the default there is validated."),
        (338, "ANY", 'generation_config.tool_choice = "any"', "renamed exact sdk", "Lower case."),
        (339, "NONE", 'generation_config.tool_choice = "none"', "renamed exact sdk",
         "Lower case."),
        (340, "VALIDATED", 'generation_config.tool_choice = "validated"', "renamed exact sdk",
         "Lower case; called a preview."),
    )),
    Table("RetrievalConfig", Surface.TOOL, "toolConfig.retrievalConfig.*",
          "config.tool_config.retrieval_config.*", "google.genai.types.RetrievalConfig", (
        (341, "lat_lng", "tools[google_maps].latitude", "moved exact sdk",
         "Becomes latitude and longitude of the google_maps tool; without that tool it has no "
         "place."),
        (342, "language_code", None, "dropped lost sdk",
         "No such field; ask for the language in the prompt."),
    )),
    Table("LatLng", Surface.TOOL, "toolConfig.retrievalConfig.latLng.*",
          "config.tool_config.retrieval_config.lat_lng.*", "google.genai.types.LatLng", (
        (343, "latitude", "tools[google_maps].latitude", "moved exact sdk", "Same number."),
        (344, "longitude", "tools[google_maps].longitude", "moved exact sdk", "Same number."),
    )),
)
