"""A local Gemini that serves generateContent and Interactions. Never imports stepbridge.translate."""
