"""The old SDK, ``google.generativeai``."""

from __future__ import annotations

EXAMPLES: dict[int, tuple[str, str]] = {
    901: (
        """
import google.generativeai as genai

genai.configure(api_key="...")
""",
        """
from google import genai

client = genai.Client(api_key="...")
""",
    ),
    904: (
        """
model = genai.GenerativeModel("gemini-3.5-flash", system_instruction="Be brief.")
print(model.generate_content("Name three rivers.").text)
""",
        """
interaction = client.interactions.create(
    model="gemini-3.5-flash",
    input="Name three rivers.",
    system_instruction="Be brief.",
    store=False,
)
print(interaction.output_text)
""",
    ),
    916: (
        """
chat = model.start_chat(history=[])
print(chat.send_message("My name is Ada.").text)
print(chat.send_message("What is my name?").text)
""",
        """
first = client.interactions.create(model="gemini-3.5-flash", input="My name is Ada.")
print(first.output_text)
second = client.interactions.create(
    model="gemini-3.5-flash",
    input="What is my name?",
    previous_interaction_id=first.id,
)
print(second.output_text)
""",
    ),
    918: (
        """
for chunk in model.generate_content("Count.", stream=True):
    print(chunk.text, end="")
""",
        """
for event in client.interactions.create(
    model="gemini-3.5-flash", input="Count.", store=False, stream=True
):
    if event.event_type == "step.delta" and event.delta.type == "text":
        print(event.delta.text, end="")
""",
    ),
    963: (
        """
model.generate_content(
    "hi", generation_config=genai.types.GenerationConfig(temperature=0, max_output_tokens=50)
)
""",
        """
client.interactions.create(
    model="gemini-3.5-flash",
    input="hi",
    generation_config={"temperature": 0, "max_output_tokens": 50},
    store=False,
)
""",
    ),
    982: (
        """
file = genai.upload_file("report.pdf")
print(model.generate_content([file, "Summarise this."]).text)
""",
        """
from io import BytesIO

file = client.files.upload(file=BytesIO(b"%PDF-1.4"), config={"mime_type": "application/pdf"})
interaction = client.interactions.create(
    model="gemini-3.5-flash",
    input=[
        {"type": "document", "uri": file.uri, "mime_type": file.mime_type},
        {"type": "text", "text": "Summarise this."},
    ],
    store=False,
)
print(interaction.output_text)
""",
    ),
}
