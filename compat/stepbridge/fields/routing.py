"""Model routing, service tier, guards and automatic function calling."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_ROUTING = "Vertex-only model routing; Interactions has no such field. Name the model you want."
_ARMOR = "Vertex-only guard; Interactions has no such field. Do not drop it without thought."

# fmt: off
TABLES = (
    Table("AutomaticFunctionCallingConfig", Surface.REQUEST, "",
          "config.automatic_function_calling.*",
          "google.genai.types.AutomaticFunctionCallingConfig", (
        (1130, "disable", None, "dropped exact sdk",
         "True is how Interactions always behaves, so it simply goes. False (or nothing) with "
         "Python functions in tools needs a loop in your code."),
        (1131, "maximum_remote_calls", None, "dropped approximate sdk",
         "There is no built-in loop to limit: count rounds in your own loop, or pass the limit "
         "to stepbridge.run_tools."),
        (1132, "ignore_call_history", None, "dropped approximate sdk",
         "Concerns automatic_function_calling_history, which does not exist: the steps you send "
         "and get are the history."),
    )),
    Table("GenerationConfigRoutingConfig", Surface.REQUEST, "generationConfig.routingConfig.*",
          "config.routing_config.*", "google.genai.types.GenerationConfigRoutingConfig", (
        (1133, "auto_mode", None, "dropped lost sdk", _ROUTING),
        (1134, "manual_mode", None, "dropped lost sdk", _ROUTING),
    )),
    Table("GenerationConfigRoutingConfigAutoRoutingMode", Surface.REQUEST,
          "generationConfig.routingConfig.autoMode.*", "config.routing_config.auto_mode.*",
          "google.genai.types.GenerationConfigRoutingConfigAutoRoutingMode", (
        (1135, "model_routing_preference", None, "dropped lost sdk", _ROUTING),
    )),
    Table("GenerationConfigRoutingConfigManualRoutingMode", Surface.REQUEST,
          "generationConfig.routingConfig.manualMode.*", "config.routing_config.manual_mode.*",
          "google.genai.types.GenerationConfigRoutingConfigManualRoutingMode", (
        (1136, "model_name", "model", "dropped lost sdk",
         "Vertex-only model routing. Pass this model as the model of the call instead."),
    )),
    Table("ModelSelectionConfig", Surface.REQUEST, "generationConfig.modelConfig.*",
          "config.model_selection_config.*", "google.genai.types.ModelSelectionConfig", (
        (1137, "feature_selection_preference", None, "dropped lost sdk", _ROUTING),
    )),
    Table("FeatureSelectionPreference", Surface.REQUEST,
          "generationConfig.modelConfig.featureSelectionPreference = *",
          "types.FeatureSelectionPreference.*", "google.genai.types.FeatureSelectionPreference", (
        (1138, "FEATURE_SELECTION_PREFERENCE_UNSPECIFIED", None, "dropped exact sdk",
         "Means the default; leave it out."),
        (1139, "PRIORITIZE_QUALITY", None, "dropped lost sdk", _ROUTING),
        (1140, "BALANCED", None, "dropped lost sdk", _ROUTING),
        (1141, "PRIORITIZE_COST", None, "dropped lost sdk", _ROUTING),
    )),
    Table("ModelArmorConfig", Surface.REQUEST, "modelArmorConfig.*",
          "config.model_armor_config.*", "google.genai.types.ModelArmorConfig", (
        (1142, "prompt_template_name", None, "dropped lost sdk", _ARMOR),
        (1143, "response_template_name", None, "dropped lost sdk", _ARMOR),
    )),
    Table("ServiceTier", Surface.REQUEST, "serviceTier = *", "types.ServiceTier.*",
          "google.genai.types.ServiceTier", (
        (1144, "UNSPECIFIED", None, "dropped exact sdk",
         "Means the default; leave the field out."),
        (1145, "FLEX", 'service_tier = "flex"', "unchanged exact sdk", "Same value."),
        (1146, "STANDARD", 'service_tier = "standard"', "unchanged exact sdk", "Same value."),
        (1147, "PRIORITY", 'service_tier = "priority"', "unchanged exact sdk", "Same value."),
    )),
    Table("GenerationConfig", Surface.REQUEST, "generationConfig.*", "",
          "google.genai.types.GenerationConfig (not in GenerateContentConfig)", (
        (1150, "response_format", "response_format", "moved approximate inferred",
         "A newer list in generationConfig that resembles response_format; its entries move to "
         "the top level."),
        (1151, "translation_config", None, "dropped lost sdk", "Interactions has no such field."),
        (1152, "enable_affective_dialog", None, "dropped lost sdk",
         "Belongs to the Live API; Interactions has no such field."),
    )),
)
