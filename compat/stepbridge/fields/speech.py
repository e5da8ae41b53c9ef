"""Speech output and transcription of speech."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

# fmt: off
TABLES = (
    Table("SpeechConfig", Surface.REQUEST, "generationConfig.speechConfig.*",
          "config.speech_config.*", "google.genai.types.SpeechConfig", (
        (149, "voice_config", "generation_config.speech_config[].voice", "reshaped exact sdk",
         "The nested voice becomes the plain key voice of a list entry."),
        (150, "language_code", "generation_config.speech_config[].language", "renamed exact sdk",
         "Renamed to language, on each entry."),
        (151, "multi_speaker_voice_config", "generation_config.speech_config", "reshaped exact sdk",
         "One list entry {speaker, voice} for each speaker. Speaker names must match those in "
         "the prompt."),
    )),
    Table("VoiceConfig", Surface.REQUEST, "generationConfig.speechConfig.voiceConfig.*",
          "config.speech_config.voice_config.*", "google.genai.types.VoiceConfig", (
        (152, "prebuilt_voice_config", "generation_config.speech_config[].voice",
         "reshaped exact sdk", "Its voice_name becomes voice."),
        (153, "replicated_voice_config", None, "dropped lost sdk",
         "A cloned voice cannot be given in the request. The client has a voices resource for "
         "voices of your own."),
        (154, "voice", "generation_config.speech_config[].voice", "moved exact sdk", "Same value."),
    )),
    Table("PrebuiltVoiceConfig", Surface.REQUEST,
          "generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig.*",
          "config.speech_config.voice_config.prebuilt_voice_config.*",
          "google.genai.types.PrebuiltVoiceConfig", (
        (155, "voice_name", "generation_config.speech_config[].voice", "renamed exact sdk",
         "Renamed to voice, e.g. [{'voice': 'Kore'}]."),
    )),
    Table("ReplicatedVoiceConfig", Surface.REQUEST,
          "generationConfig.speechConfig.voiceConfig.replicatedVoiceConfig.*",
          "config.speech_config.voice_config.replicated_voice_config.*",
          "google.genai.types.ReplicatedVoiceConfig", (
        (156, "mime_type", None, "dropped lost sdk", "Part of a cloned voice, which has no field."),
        (157, "voice_sample_audio", None, "dropped lost sdk",
         "Part of a cloned voice, which has no field."),
        (158, "consent_audio", None, "dropped lost sdk",
         "Part of a cloned voice, which has no field."),
        (159, "voice_consent_signature", None, "dropped lost sdk",
         "Part of a cloned voice, which has no field."),
    )),
    Table("VoiceConsentSignature", Surface.REQUEST,
          "generationConfig.speechConfig.voiceConfig.replicatedVoiceConfig.voiceConsentSignature.*",
          "config.speech_config.voice_config.replicated_voice_config.voice_consent_signature.*",
          "google.genai.types.VoiceConsentSignature", (
        (160, "signature", None, "dropped lost sdk", "Part of a cloned voice, which has no field."),
    )),
    Table("MultiSpeakerVoiceConfig", Surface.REQUEST,
          "generationConfig.speechConfig.multiSpeakerVoiceConfig.*",
          "config.speech_config.multi_speaker_voice_config.*",
          "google.genai.types.MultiSpeakerVoiceConfig", (
        (161, "speaker_voice_configs", "generation_config.speech_config", "reshaped exact sdk",
         "Becomes the list itself: [{'speaker': 'A', 'voice': 'Kore'}, ...]."),
    )),
    Table("SpeakerVoiceConfig", Surface.REQUEST,
          "generationConfig.speechConfig.multiSpeakerVoiceConfig.speakerVoiceConfigs[].*",
          "config.speech_config.multi_speaker_voice_config.speaker_voice_configs[].*",
          "google.genai.types.SpeakerVoiceConfig", (
        (162, "speaker", "generation_config.speech_config[].speaker", "moved exact sdk",
         "Same name."),
        (163, "voice_config", "generation_config.speech_config[].voice", "reshaped exact sdk",
         "Only the voice's name remains, as voice."),
    )),
    Table("AudioTranscriptionConfig", Surface.REQUEST,
          "generationConfig.audioTranscriptionConfig.*", "config.audio_transcription_config.*",
          "google.genai.types.AudioTranscriptionConfig", (
        (164, "language_codes", "generation_config.transcription_config.language_codes",
         "moved exact sdk", "Same list."),
        (165, "language_auto", None, "dropped exact sdk",
         "Automatic detection is what happens when no language_codes are given; leave it out."),
        (166, "language_hints", "generation_config.transcription_config.language_codes",
         "reshaped exact sdk",
         "Its language_codes become language_codes; language_hints is deprecated there."),
        (167, "custom_vocabulary", "generation_config.transcription_config.custom_vocabulary",
         "moved exact sdk", "Same list."),
        (168, "adaptation_phrases", "generation_config.transcription_config.adaptation_phrases",
         "moved exact sdk", "Same list, deprecated in favour of custom_vocabulary."),
        (169, "word_timestamp",
         "generation_config.transcription_config.mode[verbatim].timestamp_granularities",
         "reshaped exact sdk",
         "True becomes mode {'type': 'verbatim', 'timestamp_granularities': ['word']}."),
        (170, "diarization",
         "generation_config.transcription_config.mode[verbatim].diarization_mode",
         "reshaped exact sdk",
         "True becomes mode {'type': 'verbatim', 'diarization_mode': 'speaker'}."),
        (171, "mode", "generation_config.transcription_config.mode", "reshaped exact sdk",
         "'verbatim' or 'smart' in lower case, or an object with a type."),
        (172, "source_text", "generation_config.transcription_config.mode[smart].source_text",
         "reshaped exact sdk", "An option of the smart mode."),
    )),
    Table("LanguageHints", Surface.REQUEST,
          "generationConfig.audioTranscriptionConfig.languageHints.*",
          "config.audio_transcription_config.language_hints.*",
         "google.genai.types.LanguageHints", (
        (173, "language_codes", "generation_config.transcription_config.language_codes",
         "moved exact sdk", "Same list, one level up."),
    )),
    Table("AudioTranscriptionConfigMode", Surface.REQUEST,
          "generationConfig.audioTranscriptionConfig.mode = *",
          "types.AudioTranscriptionConfigMode.*",
          "google.genai.types.AudioTranscriptionConfigMode", (
        (174, "MODE_UNSPECIFIED", None, "dropped exact sdk", "Means the default; leave it out."),
        (175, "VERBATIM", 'generation_config.transcription_config.mode = "verbatim"',
         "renamed exact sdk", "Lower case."),
        (176, "SMART", 'generation_config.transcription_config.mode = "smart"',
         "renamed exact sdk", "Lower case."),
    )),
)
