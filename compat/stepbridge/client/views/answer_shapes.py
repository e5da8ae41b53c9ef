"""Fields of answers and files, as google.genai.types (3.4.0) names them; see shape.py."""

from __future__ import annotations

SHAPES: dict[str, str] = {
    "DeleteFileResponse": "sdk_http_response:HttpResponse id type",
    "GenerateContentResponse": (
        "sdk_http_response:HttpResponse candidates:[Candidate] create_time:datetime "
        "model_version prompt_feedback:GenerateContentResponsePromptFeedback response_id "
        "usage_metadata:GenerateContentResponseUsageMetadata model_status:ModelStatus "
        "automatic_function_calling_history:[Content]"
    ),
    "HttpResponse": "headers body",
    "Candidate": (
        "content:Content citation_metadata:CitationMetadata finish_message token_count "
        "finish_reason:=FinishReason grounding_metadata:GroundingMetadata avg_logprobs index "
        "logprobs_result:LogprobsResult safety_ratings:[SafetyRating] "
        "url_context_metadata:UrlContextMetadata continuation_token:bytes"
    ),
    "GenerateContentResponsePromptFeedback": (
        "block_reason:=BlockedReason block_reason_message safety_ratings:[SafetyRating]"
    ),
    "GenerateContentResponseUsageMetadata": (
        "cache_tokens_details:[ModalityTokenCount] cached_content_token_count "
        "candidates_token_count candidates_tokens_details:[ModalityTokenCount] "
        "prompt_token_count prompt_tokens_details:[ModalityTokenCount] thoughts_token_count "
        "tool_use_prompt_token_count tool_use_prompt_tokens_details:[ModalityTokenCount] "
        "total_token_count traffic_type:=TrafficType"
    ),
    "ModalityTokenCount": "modality:=MediaModality token_count",
    "ModelStatus": "message model_stage:=ModelStage retirement_time:datetime",
    "SafetyRating": (
        "blocked category:=HarmCategory overwritten_threshold:=HarmBlockThreshold "
        "probability:=HarmProbability probability_score severity:=HarmSeverity severity_score"
    ),
    "LogprobsResult": (
        "chosen_candidates:[LogprobsResultCandidate] "
        "top_candidates:[LogprobsResultTopCandidates] log_probability_sum"
    ),
    "LogprobsResultCandidate": "log_probability token token_id",
    "LogprobsResultTopCandidates": "candidates:[LogprobsResultCandidate]",
    "CountTokensResponse": "sdk_http_response:HttpResponse total_tokens cached_content_token_count",
    "File": (
        "name display_name mime_type size_bytes:int create_time:datetime expiration_time:datetime "
        "update_time:datetime sha256_hash uri download_uri state:=FileState "
        "source:=FileSource video_metadata error:FileStatus"
    ),
    "FileStatus": "details message code",
    "CitationMetadata": "citations:[Citation]",
    "Citation": "end_index license publication_date:GoogleTypeDate start_index title uri",
    "GoogleTypeDate": "day month year",
    "UrlContextMetadata": "url_metadata:[UrlMetadata]",
    "UrlMetadata": "retrieved_url url_retrieval_status:=UrlRetrievalStatus",
}
