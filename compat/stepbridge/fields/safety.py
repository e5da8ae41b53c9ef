"""Safety settings of a request."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_UNSPECIFIED = "Means the default; leave the setting out."

# fmt: off
TABLES = (
    Table("SafetySetting", Surface.REQUEST, "safetySettings[].*", "config.safety_settings[].*",
          "google.genai.types.SafetySetting", (
        (1100, "category", "safety_settings[].type", "renamed exact sdk",
         "The key is called type; the value loses HARM_CATEGORY_ and is lower case."),
        (1101, "method", "safety_settings[].method", "renamed exact sdk",
         "Lower case. Enterprise only, on both APIs."),
        (1102, "threshold", "safety_settings[].threshold", "renamed exact sdk",
         "Same names in lower case; required."),
    )),
    Table("HarmCategory", Surface.REQUEST, "safetySettings[].category = *",
          "types.HarmCategory.*", "google.genai.types.HarmCategory", (
        (1103, "HARM_CATEGORY_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1104, "HARM_CATEGORY_HARASSMENT", 'safety_settings[].type = "harassment"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1105, "HARM_CATEGORY_HATE_SPEECH", 'safety_settings[].type = "hate_speech"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1106, "HARM_CATEGORY_SEXUALLY_EXPLICIT", 'safety_settings[].type = "sexually_explicit"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1107, "HARM_CATEGORY_DANGEROUS_CONTENT", 'safety_settings[].type = "dangerous_content"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1108, "HARM_CATEGORY_CIVIC_INTEGRITY", 'safety_settings[].type = "civic_integrity"',
         "renamed exact sdk", "Lower case, without prefix. Deprecated on both APIs."),
        (1109, "HARM_CATEGORY_JAILBREAK", 'safety_settings[].type = "jailbreak"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1110, "HARM_CATEGORY_IMAGE_HATE", 'safety_settings[].type = "image_hate"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1111, "HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT",
         'safety_settings[].type = "image_dangerous_content"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1112, "HARM_CATEGORY_IMAGE_HARASSMENT", 'safety_settings[].type = "image_harassment"',
         "renamed exact sdk", "Lower case, without prefix."),
        (1113, "HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT",
         'safety_settings[].type = "image_sexually_explicit"',
         "renamed exact sdk", "Lower case, without prefix."),
    )),
    Table("HarmBlockThreshold", Surface.REQUEST, "safetySettings[].threshold = *",
          "types.HarmBlockThreshold.*", "google.genai.types.HarmBlockThreshold", (
        (1114, "HARM_BLOCK_THRESHOLD_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1115, "BLOCK_LOW_AND_ABOVE", 'safety_settings[].threshold = "block_low_and_above"',
         "renamed exact sdk", "Lower case."),
        (1116, "BLOCK_MEDIUM_AND_ABOVE", 'safety_settings[].threshold = "block_medium_and_above"',
         "renamed exact sdk", "Lower case."),
        (1117, "BLOCK_ONLY_HIGH", 'safety_settings[].threshold = "block_only_high"',
         "renamed exact sdk", "Lower case."),
        (1118, "BLOCK_NONE", 'safety_settings[].threshold = "block_none"',
         "renamed exact sdk", "Lower case."),
        (1119, "OFF", 'safety_settings[].threshold = "off"', "renamed exact sdk", "Lower case."),
    )),
    Table("HarmBlockMethod", Surface.REQUEST, "safetySettings[].method = *",
          "types.HarmBlockMethod.*", "google.genai.types.HarmBlockMethod", (
        (1120, "HARM_BLOCK_METHOD_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1121, "SEVERITY", 'safety_settings[].method = "severity"', "renamed exact sdk",
         "Lower case. Enterprise only."),
        (1122, "PROBABILITY", 'safety_settings[].method = "probability"', "renamed exact sdk",
         "Lower case. Enterprise only."),
    )),
)
