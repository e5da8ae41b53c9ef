"""Fields of contents and parts, as google.genai.types (3.4.0) names them; see shape.py."""

from __future__ import annotations

SHAPES: dict[str, str] = {
    "Content": "parts:[Part] role",
    "Part": (
        "media_resolution:PartMediaResolution code_execution_result:CodeExecutionResult "
        "executable_code:ExecutableCode file_data:FileData function_call:FunctionCall "
        "function_response:FunctionResponse inline_data:Blob text thought "
        "thought_signature:bytes video_metadata:VideoMetadata tool_call:ToolCall "
        "tool_response:ToolResponse part_metadata audio_transcription:Transcription "
        "media_processing:=MediaProcessing speech_metadata:SpeechMetadata "
        "document_metadata:DocumentMetadata spreadsheet_metadata:SpreadsheetMetadata "
        "audio_metadata:AudioMetadata"
    ),
    "PartMediaResolution": "level:=PartMediaResolutionLevel num_tokens",
    "CodeExecutionResult": "outcome:=Outcome output id",
    "ExecutableCode": "code language:=Language id",
    "Image": "gcs_uri image_bytes:bytes mime_type",
    "FileData": "display_name file_uri mime_type",
    "FunctionCall": "id args name partial_args:[PartialArg] will_continue",
    "PartialArg": "bool_value json_path null_value number_value string_value will_continue",
    "FunctionResponse": (
        "will_continue scheduling:=FunctionResponseScheduling parts:[FunctionResponsePart] id "
        "name response"
    ),
    "FunctionResponsePart": (
        "inline_data:FunctionResponseBlob file_data:FunctionResponseFileData "
        "media_processing:=MediaProcessing media_resolution:PartMediaResolution "
        "video_metadata:VideoMetadata document_metadata:DocumentMetadata "
        "spreadsheet_metadata:SpreadsheetMetadata audio_metadata:AudioMetadata"
    ),
    "FunctionResponseBlob": "mime_type data:bytes display_name",
    "FunctionResponseFileData": "file_uri mime_type display_name",
    "VideoMetadata": "end_offset fps start_offset content_layers:[=VideoMetadataContentLayer]",
    "DocumentMetadata": "start_page end_page content_layers:[=DocumentMetadataContentLayer]",
    "SpreadsheetMetadata": (
        "visible_cells sheet_index content_layers:[=SpreadsheetMetadataContentLayer]"
    ),
    "AudioMetadata": "start_offset end_offset",
    "Blob": "data:bytes display_name mime_type",
    "ToolCall": "id tool_type:=ToolType args",
    "ToolResponse": "id tool_type:=ToolType response",
    "Transcription": (
        "text finished language_code speaker_label words:[WordInfo] start_offset end_offset"
    ),
    "WordInfo": "word start_offset end_offset",
    "SpeechMetadata": "speaker style",
}
