"""Picture output and the media that an answer may hold."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_VERTEX_ONLY = "Vertex-only in generateContent; Interactions has no such field."

# fmt: off
TABLES = (
    Table("ImageConfig", Surface.REQUEST, "generationConfig.imageConfig.*",
          "config.image_config.*", "google.genai.types.ImageConfig", (
        (177, "aspect_ratio", "response_format[image].aspect_ratio", "moved exact sdk",
         "Same value, e.g. '16:9', on the image entry of response_format."),
        (178, "image_size", "response_format[image].image_size", "moved exact sdk",
         "'512', '1K', '2K' or '4K' with an upper-case K, on the image entry of response_format."),
        (179, "person_generation", None, "dropped lost sdk", _VERTEX_ONLY),
        (180, "prominent_people", None, "dropped lost sdk", _VERTEX_ONLY),
        (181, "output_mime_type", "response_format[image].mime_type",
         "moved approximate sdk",
         "image/jpeg is the only listed value and the default; other types have no counterpart."),
        (182, "output_compression_quality", None, "dropped lost sdk", _VERTEX_ONLY),
        (183, "image_output_options", "response_format[image].mime_type",
         "reshaped approximate sdk", "Only the mime type has a field."),
    )),
    Table("ImageConfigImageOutputOptions", Surface.REQUEST,
          "generationConfig.imageConfig.imageOutputOptions.*",
          "config.image_config.image_output_options.*",
          "google.genai.types.ImageConfigImageOutputOptions", (
        (184, "compression_quality", None, "dropped lost sdk", _VERTEX_ONLY),
        (185, "mime_type", "response_format[image].mime_type", "moved approximate sdk",
         "image/jpeg is the only listed value and the default."),
    )),
    Table("ProminentPeople", Surface.REQUEST,
          "generationConfig.imageConfig.prominentPeople = *", "types.ProminentPeople.*",
          "google.genai.types.ProminentPeople", (
        (186, "PROMINENT_PEOPLE_UNSPECIFIED", None, "dropped exact sdk",
         "Means the default; leave it out."),
        (187, "ALLOW_PROMINENT_PEOPLE", None, "dropped lost sdk", _VERTEX_ONLY),
        (188, "BLOCK_PROMINENT_PEOPLE", None, "dropped lost sdk", _VERTEX_ONLY),
    )),
    Table("Modality", Surface.REQUEST, "generationConfig.responseModalities[] = *",
          "types.Modality.*", "google.genai.types.Modality", (
        (189, "MODALITY_UNSPECIFIED", None, "dropped exact sdk",
         "Means the model's default; leave it out."),
        (190, "TEXT", "response_format[text]", "reshaped exact sdk",
         "An entry {'type': 'text'}. Text alone needs no response_format at all."),
        (191, "IMAGE", "response_format[image]", "reshaped exact sdk",
         "An entry {'type': 'image'}. Alone it means pictures only; for both, list text and "
         "image."),
        (192, "AUDIO", "response_format[audio]", "reshaped approximate sdk",
         "An entry {'type': 'audio'}. Answers of TTS models are WAV by default, where "
         "generateContent gave raw PCM: do not write a second WAV header. stepbridge's runtime "
         "gives raw PCM, and rewritten code takes the samples out of the file."),
        (193, "VIDEO", "response_format[video]", "reshaped exact sdk",
         "An entry {'type': 'video'} with aspect_ratio, resolution and duration."),
    )),
    Table("MediaResolution", Surface.REQUEST, "generationConfig.mediaResolution = *",
          "types.MediaResolution.*", "google.genai.types.MediaResolution", (
        (194, "MEDIA_RESOLUTION_UNSPECIFIED", None, "dropped exact sdk",
         "Means the model's default; leave it out."),
        (195, "MEDIA_RESOLUTION_LOW", 'steps[user_input].content[image].resolution = "low"',
         "reshaped approximate sdk", "On every image, video and document item, without prefix."),
        (196, "MEDIA_RESOLUTION_MEDIUM", 'steps[user_input].content[image].resolution = "medium"',
         "reshaped approximate sdk", "On every image, video and document item, without prefix."),
        (197, "MEDIA_RESOLUTION_HIGH", 'steps[user_input].content[image].resolution = "high"',
         "reshaped approximate sdk", "On every image, video and document item, without prefix."),
    )),
    Table("GenerationOutputConfig", Surface.REQUEST, "outputConfig.*",
          "config.generation_output_config.*", "google.genai.types.GenerationOutputConfig", (
        (198, "output_uri_prefix", "response_format[video].gcs_uri", "moved approximate sdk",
         "Only for video, together with delivery 'uri'."),
    )),
)
