"""Blobs, files and how media are to be read."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_PART = "contents[].parts[]"
_VIDEO = "steps[user_input].content[video].processing[static]"
_PAGES = "steps[user_input].content[document].processing[static].page_options"
_SHEETS = "steps[user_input].content[document].processing[static].spreadsheet_options"
_AUDIO = "steps[user_input].content[audio].processing[static]"
_FILE = "Read from the Files API, which stays as it is."
_UNSPECIFIED = "Means the default; leave it out."

# fmt: off
TABLES = (
    Table("Blob", Surface.CONTENT, f"{_PART}.inlineData.*", f"{_PART}.inline_data.*",
          "google.genai.types.Blob", (
        (240, "data", "steps[].content[image].data", "renamed exact probe",
         "base64 text on both wires. The legacy SDK gives bytes and encodes them for you; on "
         "Interactions encode and decode yourself."),
        (241, "display_name", None, "dropped lost sdk",
         "Items have no display name (a video may have name)."),
        (242, "mime_type", "steps[].content[image].mime_type", "unchanged approximate sdk",
         "Same value, and it decides the item's type. A closed list: audio/mp4 is audio/m4a "
         "there, and text files go as text items or documents."),
        (243, "as_image", "steps[model_output].content[image].data", "reshaped approximate sdk",
         "Decode data (base64) yourself.", "", f"{_PART}.inline_data.as_image()"),
    )),
    Table("FileData", Surface.CONTENT, f"{_PART}.fileData.*", f"{_PART}.file_data.*",
          "google.genai.types.FileData", (
        (244, "display_name", None, "dropped lost sdk", "Items have no display name."),
        (245, "file_uri", "steps[].content[image].uri", "renamed exact sdk",
         "Same address under the name uri. A gs:// address must be registered with the Files "
         "API on the Developer API."),
        (246, "mime_type", "steps[].content[image].mime_type", "unchanged approximate sdk",
         "Same value, and it decides the item's type; leave it out for YouTube links."),
    )),
    Table("VideoMetadata", Surface.CONTENT, f"{_PART}.videoMetadata.*",
          f"{_PART}.video_metadata.*", "google.genai.types.VideoMetadata", (
        (247, "start_offset", f"{_VIDEO}.start_offset", "moved exact sdk",
         "A duration string such as '10s'; integers are refused."),
        (248, "end_offset", f"{_VIDEO}.end_offset", "moved exact sdk",
         "A duration string such as '20.5s'; integers are refused."),
        (249, "fps", f"{_VIDEO}.fps", "moved exact sdk",
         "Same number. Reported to be refused together with resolution."),
        (250, "content_layers", f"{_VIDEO}.content_layers", "moved exact sdk",
         "Same list in lower case."),
    )),
    Table("VideoMetadataContentLayer", Surface.CONTENT,
          f"{_PART}.videoMetadata.contentLayers[] = *", "types.VideoMetadataContentLayer.*",
          "google.genai.types.VideoMetadataContentLayer", (
        (251, "CONTENT_LAYER_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (252, "FRAMES", f'{_VIDEO}.content_layers[] = "frames"', "renamed exact sdk",
         "Lower case."),
        (253, "AUDIO", f'{_VIDEO}.content_layers[] = "audio"', "renamed exact sdk", "Lower case."),
        (254, "TRANSCRIPT", f'{_VIDEO}.content_layers[] = "transcript"', "renamed exact sdk",
         "Lower case."),
    )),
    Table("MediaProcessing", Surface.CONTENT, f"{_PART}.mediaProcessing = *",
          "types.MediaProcessing.*", "google.genai.types.MediaProcessing", (
        (255, "MEDIA_PROCESSING_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (256, "STATIC", 'steps[user_input].content[video].processing = "static"',
         "renamed exact sdk", "Lower case."),
        (257, "AGENTIC", 'steps[user_input].content[video].processing = "agentic"',
         "renamed exact sdk", "Lower case; adds processing steps to the answer."),
    )),
    Table("PartMediaResolution", Surface.CONTENT, f"{_PART}.mediaResolution.*",
          f"{_PART}.media_resolution.*", "google.genai.types.PartMediaResolution", (
        (258, "level", "steps[user_input].content[image].resolution", "moved exact sdk",
         "Lower case, without prefix."),
        (259, "num_tokens", None, "dropped lost sdk", "Only the four levels exist."),
    )),
    Table("PartMediaResolutionLevel", Surface.CONTENT, f"{_PART}.mediaResolution.level = *",
          "types.PartMediaResolutionLevel.*", "google.genai.types.PartMediaResolutionLevel", (
        (260, "MEDIA_RESOLUTION_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (261, "MEDIA_RESOLUTION_LOW", 'steps[user_input].content[image].resolution = "low"',
         "renamed exact sdk", "Lower case, without prefix."),
        (262, "MEDIA_RESOLUTION_MEDIUM", 'steps[user_input].content[image].resolution = "medium"',
         "renamed exact sdk", "Lower case, without prefix."),
        (263, "MEDIA_RESOLUTION_HIGH", 'steps[user_input].content[image].resolution = "high"',
         "renamed exact sdk", "Lower case, without prefix."),
        (264, "MEDIA_RESOLUTION_ULTRA_HIGH",
         'steps[user_input].content[image].resolution = "ultra_high"',
         "renamed exact sdk", "Lower case, without prefix."),
    )),
    Table("DocumentMetadata", Surface.CONTENT, f"{_PART}.documentMetadata.*",
          f"{_PART}.document_metadata.*", "google.genai.types.DocumentMetadata", (
        (265, "start_page", f"{_PAGES}.start_page", "moved exact sdk", "Same number."),
        (266, "end_page", f"{_PAGES}.end_page", "moved exact sdk", "Same number."),
        (267, "content_layers", f"{_PAGES}.content_layers", "moved exact sdk",
         "Same list in lower case."),
    )),
    Table("DocumentMetadataContentLayer", Surface.CONTENT,
          f"{_PART}.documentMetadata.contentLayers[] = *", "types.DocumentMetadataContentLayer.*",
          "google.genai.types.DocumentMetadataContentLayer", (
        (268, "CONTENT_LAYER_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (269, "PAGE_IMAGE", f'{_PAGES}.content_layers[] = "page_image"', "renamed exact sdk",
         "Lower case."),
        (270, "PAGE_TEXT", f'{_PAGES}.content_layers[] = "page_text"', "renamed exact sdk",
         "Lower case."),
    )),
    Table("SpreadsheetMetadata", Surface.CONTENT, f"{_PART}.spreadsheetMetadata.*",
          f"{_PART}.spreadsheet_metadata.*", "google.genai.types.SpreadsheetMetadata", (
        (271, "visible_cells", f"{_SHEETS}.visible_cells", "moved exact sdk", "Same value."),
        (272, "sheet_index", f"{_SHEETS}.sheet_index", "moved exact sdk", "Same value."),
        (273, "content_layers", f"{_SHEETS}.content_layers", "moved exact sdk",
         "Same list in lower case."),
    )),
    Table("SpreadsheetMetadataContentLayer", Surface.CONTENT,
          f"{_PART}.spreadsheetMetadata.contentLayers[] = *",
          "types.SpreadsheetMetadataContentLayer.*",
          "google.genai.types.SpreadsheetMetadataContentLayer", (
        (274, "CONTENT_LAYER_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (275, "DATA", f'{_SHEETS}.content_layers[] = "data"', "renamed exact sdk", "Lower case."),
        (276, "FORMULAS", f'{_SHEETS}.content_layers[] = "formulas"', "renamed exact sdk",
         "Lower case."),
        (277, "VISUAL", f'{_SHEETS}.content_layers[] = "visual"', "renamed exact sdk",
         "Lower case."),
    )),
    Table("AudioMetadata", Surface.CONTENT, f"{_PART}.audioMetadata.*",
          f"{_PART}.audio_metadata.*", "google.genai.types.AudioMetadata", (
        (278, "start_offset", f"{_AUDIO}.start_offset", "moved exact sdk",
         "A duration string such as '10s'."),
        (279, "end_offset", f"{_AUDIO}.end_offset", "moved exact sdk",
         "A duration string such as '20.5s'."),
    )),
    Table("SpeechMetadata", Surface.CONTENT, f"{_PART}.speechMetadata.*",
          f"{_PART}.speech_metadata.*", "google.genai.types.SpeechMetadata", (
        (280, "speaker", "steps[user_input].content[text].annotations[speech_metadata].speaker",
         "moved exact sdk", "Same value, in an annotation of the text item."),
        (281, "style", "steps[user_input].content[text].annotations[speech_metadata].style",
         "moved exact sdk", "Same value, in an annotation of the text item."),
    )),
    Table("Transcription", Surface.CONTENT, f"{_PART}.audioTranscription.*",
          f"{_PART}.audio_transcription.*", "google.genai.types.Transcription", (
        (282, "text", "steps[model_output].content[text].text", "reshaped exact sdk",
         "The text of the item."),
        (283, "finished", None, "dropped lost sdk",
         "No such flag; a step is finished when step.stop arrives."),
        (284, "language_code", None, "dropped lost sdk", "Not delivered."),
        (285, "speaker_label", "steps[model_output].content[text].annotations[word_info].speaker",
         "reshaped approximate sdk", "Comes on each word."),
        (286, "words", "steps[model_output].content[text].annotations[word_info]",
         "reshaped exact sdk", "One word_info annotation for each word."),
        (287, "start_offset", None, "dropped approximate sdk",
         "Take start_offset of the first word."),
        (288, "end_offset", None, "dropped approximate sdk", "Take end_offset of the last word."),
    )),
    Table("WordInfo", Surface.CONTENT, f"{_PART}.audioTranscription.words[].*",
          f"{_PART}.audio_transcription.words[].*", "google.genai.types.WordInfo", (
        (289, "word", "steps[model_output].content[text].annotations[word_info].text",
         "renamed exact sdk", "Renamed to text."),
        (290, "start_offset",
         "steps[model_output].content[text].annotations[word_info].start_offset",
         "moved exact sdk", "Same value."),
        (291, "end_offset", "steps[model_output].content[text].annotations[word_info].end_offset",
         "moved exact sdk", "Same value."),
    )),
    Table("File", Surface.CONTENT, "file.*", "client.files.upload(...).*",
          "google.genai.types.File", (
        (1200, "name", None, "unchanged exact sdk", _FILE),
        (1201, "display_name", None, "unchanged exact sdk", _FILE),
        (1202, "mime_type", "steps[user_input].content[image].mime_type", "unchanged exact sdk",
         "Read as before, and put into mime_type of the content item."),
        (1203, "size_bytes", None, "unchanged exact sdk", _FILE),
        (1204, "create_time", None, "unchanged exact sdk", _FILE),
        (1205, "expiration_time", None, "unchanged exact sdk", _FILE),
        (1206, "update_time", None, "unchanged exact sdk", _FILE),
        (1207, "sha256_hash", None, "unchanged exact sdk", _FILE),
        (1208, "uri", "steps[user_input].content[image].uri", "unchanged exact sdk",
         "Read as before, and put into uri of the content item."),
        (1209, "download_uri", None, "unchanged exact sdk", _FILE),
        (1210, "state", None, "unchanged exact sdk",
         "Stays. Wait until a video is ACTIVE before use, as before."),
        (1211, "source", None, "unchanged exact sdk", _FILE),
        (1212, "video_metadata", None, "unchanged exact sdk", _FILE),
        (1213, "error", None, "unchanged exact sdk", _FILE),
    )),
    Table("FileStatus", Surface.CONTENT, "file.error.*", "client.files.upload(...).error.*",
          "google.genai.types.FileStatus", (
        (1214, "details", None, "unchanged exact sdk", _FILE),
        (1215, "message", None, "unchanged exact sdk", _FILE),
        (1216, "code", None, "unchanged exact sdk", _FILE),
    )),
    Table("FileState", Surface.CONTENT, "file.state = *", "types.FileState.*",
          "google.genai.types.FileState", (
        (1217, "STATE_UNSPECIFIED", None, "unchanged exact sdk", _FILE),
        (1218, "PROCESSING", None, "unchanged exact sdk", _FILE),
        (1219, "ACTIVE", None, "unchanged exact sdk", _FILE),
        (1220, "FAILED", None, "unchanged exact sdk", _FILE),
    )),
    Table("FileSource", Surface.CONTENT, "file.source = *", "types.FileSource.*",
          "google.genai.types.FileSource", (
        (1221, "SOURCE_UNSPECIFIED", None, "unchanged exact sdk", _FILE),
        (1222, "UPLOADED", None, "unchanged exact sdk", _FILE),
        (1223, "GENERATED", None, "unchanged exact sdk", _FILE),
        (1224, "REGISTERED", None, "unchanged exact sdk", _FILE),
    )),
)
