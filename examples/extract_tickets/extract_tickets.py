# stepbridge: verify args="--folder mails --output tickets.jsonl" files="tickets.jsonl"
"""Reads a folder of customer mails and writes one structured record a mail.

Usage:
    python extract_tickets.py --folder mails --output tickets.jsonl

Every record is checked against the schema below; token usage is summed up at the end, so that
the bill can be compared with what the dashboard says.
"""
import argparse
import dataclasses
import enum
import json
import logging
import pathlib
import sys
from typing import List, Optional

from google import genai
from google.genai import types
from pydantic import BaseModel, Field

log = logging.getLogger("extract_tickets")

MODEL_ID = "gemini-2.5-flash"

client = genai.Client()


class Urgency(enum.Enum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Product(BaseModel):
    name: str
    quantity: int = Field(description="How many of it the mail is about, 1 if it does not say")


class Ticket(BaseModel):
    """What support needs to know about a mail."""

    customer: str
    summary: str = Field(description="One sentence, in English")
    urgency: Urgency
    products: List[Product]
    order_number: Optional[str] = None
    refund_wanted: bool


@dataclasses.dataclass
class Usage:
    requests: int = 0
    prompt: int = 0
    output: int = 0
    thoughts: int = 0

    def add(self, metadata):
        if metadata is None:
            return
        self.requests += 1
        self.prompt += metadata.prompt_token_count or 0
        self.output += metadata.candidates_token_count or 0
        self.thoughts += metadata.thoughts_token_count or 0

    @property
    def total(self):
        return self.prompt + self.output + self.thoughts


INSTRUCTION = (
    "You turn customer mails into support tickets. "
    "Take facts from the mail only; leave a field empty when the mail does not say."
)

extraction_config = types.GenerateContentConfig(
    system_instruction=INSTRUCTION,
    response_mime_type="application/json",
    response_schema=Ticket,
    temperature=0.0,
    seed=7,
    thinking_config=types.ThinkingConfig(thinking_budget=0),
)

EXAMPLE = types.Content(
    role="user",
    parts=[types.Part(text="Mail:\nHi, two bells arrived cracked, please send new ones. /J. Adeyemi, order 881")],
)
EXAMPLE_ANSWER = types.Content(
    role="model",
    parts=[
        types.Part(
            text=json.dumps(
                {
                    "customer": "J. Adeyemi",
                    "summary": "Two bells arrived cracked and should be replaced.",
                    "urgency": "normal",
                    "products": [{"name": "bell", "quantity": 2}],
                    "order_number": "881",
                    "refund_wanted": False,
                }
            )
        )
    ],
)


def extract(mail: str, usage: Usage) -> Optional[Ticket]:
    response = client.models.generate_content(
        model=MODEL_ID,
        contents=[
            EXAMPLE,
            EXAMPLE_ANSWER,
            types.Content(role="user", parts=[types.Part(text=f"Mail:\n{mail}")]),
        ],
        config=extraction_config,
    )
    usage.add(response.usage_metadata)
    ticket = response.parsed
    if ticket is None:
        log.warning("no valid ticket in: %s", response.text)
    return ticket


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("tickets.jsonl"))
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")

    mails = sorted(options.folder.glob("*.txt"))
    if not mails:
        print(f"no mails in {options.folder}", file=sys.stderr)
        return 1

    usage = Usage()
    by_urgency = dict.fromkeys(Urgency, 0)
    with options.output.open("w", encoding="utf-8") as out:
        for path in mails:
            ticket = extract(path.read_text(encoding="utf-8"), usage)
            if ticket is None:
                continue
            by_urgency[ticket.urgency] += 1
            out.write(json.dumps({"file": path.name, **ticket.model_dump(mode="json")}) + "\n")
            print(f"{path.name}: {ticket.urgency.value}, {len(ticket.products)} product(s), {ticket.customer}")

    for urgency, count in by_urgency.items():
        print(f"{urgency.value:>8}: {count}")
    print(f"{usage.requests} requests, {usage.prompt} prompt + {usage.output} output tokens, {usage.total} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
