# stepbridge: verify args="reviews.jsonl --workers 3"
"""Rates product reviews in parallel and says what the run cost.

Every line of the input is one review. A review that the API refuses is reported and counted; when
the service is overloaded the call is tried again. Results are printed in the order of the input.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

import pydantic
from google import genai
from google.genai import errors, types

MODEL = "gemini-2.5-flash"
RETRY_ON = {429, 500, 503}
ATTEMPTS = 4

# US dollars for a million tokens
PRICE_IN, PRICE_OUT = 0.30, 2.50


class Rating(pydantic.BaseModel):
    stars: int = pydantic.Field(ge=1, le=5)
    topic: Literal["delivery", "quality", "price", "service"]
    reason: str


SAFETY = [
    types.SafetySetting(
        category=types.HarmCategory.HARM_CATEGORY_HARASSMENT,
        threshold=types.HarmBlockThreshold.BLOCK_ONLY_HIGH,
    ),
    types.SafetySetting(
        category=types.HarmCategory.HARM_CATEGORY_HATE_SPEECH,
        threshold=types.HarmBlockThreshold.BLOCK_ONLY_HIGH,
    ),
]

CONFIG = types.GenerateContentConfig(
    system_instruction="Rate the review. Quote at most five words of it in the reason.",
    response_mime_type="application/json",
    response_schema=Rating,
    max_output_tokens=512,
    temperature=0,
    safety_settings=SAFETY,
)


@dataclass
class Run:
    client: genai.Client
    limit: asyncio.Semaphore
    tokens: Counter = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    async def rate(self, review: dict[str, Any]) -> Rating | None:
        async with self.limit:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return await self._rate_once(review)
                except errors.APIError as e:
                    if e.code in RETRY_ON and attempt < ATTEMPTS:
                        await asyncio.sleep(random.uniform(0, 0.2 * 2**attempt))
                        continue
                    self.failed.append(f"{review['id']}: error {e.code}")
                    return None
        return None

    async def _rate_once(self, review: dict[str, Any]) -> Rating | None:
        resp = await self.client.aio.models.generate_content(
            model=MODEL,
            contents=f"Product: {review['product']}\n\n{review['text']}",
            config=CONFIG,
        )
        usage = resp.usage_metadata
        if usage is not None:
            self.tokens["in"] += usage.prompt_token_count or 0
            self.tokens["out"] += (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0)
        if not resp.text:
            self.failed.append(f"{review['id']}: empty answer")
            return None
        return Rating.model_validate_json(resp.text)


async def main(path: str, workers: int) -> int:
    with open(path, encoding="utf-8") as lines:
        reviews = [json.loads(line) for line in lines if line.strip()]

    run = Run(client=genai.Client(), limit=asyncio.Semaphore(workers))
    ratings = await asyncio.gather(*(run.rate(review) for review in reviews))

    topics = Counter()
    for review, rating in zip(reviews, ratings):
        if rating is None:
            print(f"{review['id']}  -")
            continue
        topics[rating.topic] += 1
        print(f"{review['id']}  {'*' * rating.stars:<5}  {rating.topic}: {rating.reason}")

    for topic, count in sorted(topics.items()):
        print(f"{topic}: {count}")
    for line in sorted(run.failed):
        print(f"failed {line}")
    cost = (run.tokens["in"] * PRICE_IN + run.tokens["out"] * PRICE_OUT) / 1_000_000
    print(f"{run.tokens['in']} tokens in, {run.tokens['out']} out, {cost:.6f} USD")
    return 0


if __name__ == "__main__":
    args = sys.argv[1:]
    workers = int(args[args.index("--workers") + 1]) if "--workers" in args else 4
    sys.exit(asyncio.run(main(args[0], workers)))
