#!/usr/bin/env python3
# stepbridge: verify args="--orders orders.json" stdin="questions.txt"
"""Order desk: a chat assistant on the command line that looks orders up before it answers.

    python order_desk.py --orders orders.json < questions.txt

One question a line, an empty line starts a new conversation. The API key is read from
GEMINI_API_KEY.
"""

import argparse
import json
import sys
from pathlib import Path

from google import genai
from google.genai import types

MODEL = "gemini-2.5-flash"
MAX_TOOL_ROUNDS = 5

SYSTEM_PROMPT = """You work at the order desk of a small bicycle workshop.
Look an order up before you say anything about it, and never guess a delivery date.
Answer in at most three sentences."""

TOOLS = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="find_order",
            description="Looks up one order by its number.",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={
                    "order_id": types.Schema(type=types.Type.STRING, description="Order number, such as B-1042"),
                },
                required=["order_id"],
            ),
        ),
        types.FunctionDeclaration(
            name="list_orders",
            description="Lists the orders that are in the given state.",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={
                    "state": types.Schema(type=types.Type.STRING, enum=["open", "shipped", "returned"]),
                    "limit": types.Schema(type=types.Type.INTEGER, description="How many at most"),
                },
                required=["state"],
            ),
        ),
    ]
)


class OrderBook:
    def __init__(self, path: Path):
        self.orders = {order["id"]: order for order in json.loads(path.read_text(encoding="utf-8"))}

    def find_order(self, order_id):
        order = self.orders.get(order_id)
        if order is None:
            return {"error": f"there is no order {order_id}"}
        return order

    def list_orders(self, state, limit=10):
        ids = sorted(key for key, order in self.orders.items() if order["state"] == state)
        return {"state": state, "orders": ids[: max(0, int(limit))]}

    def call(self, name, args):
        handlers = {"find_order": self.find_order, "list_orders": self.list_orders}
        try:
            return handlers[name](**args)
        except (KeyError, TypeError, ValueError) as problem:
            return {"error": f"{name}: {problem}"}


class Assistant:
    def __init__(self, book, model=MODEL, verbose=False):
        self.client = genai.Client()
        self.book = book
        self.model = model
        self.verbose = verbose
        self.history = []
        self.config = types.GenerateContentConfig(
            system_instruction=SYSTEM_PROMPT,
            temperature=0.2,
            max_output_tokens=1024,
            tools=[TOOLS],
            tool_config=types.ToolConfig(
                function_calling_config=types.FunctionCallingConfig(mode="AUTO"),
            ),
        )

    def reset(self):
        self.history = []

    def ask(self, question):
        self.history.append(types.Content(role="user", parts=[types.Part.from_text(text=question)]))
        for _ in range(MAX_TOOL_ROUNDS):
            response = self.client.models.generate_content(
                model=self.model,
                contents=self.history,
                config=self.config,
            )
            # Appended as it came, so that the thought signatures in it travel back.
            self.history.append(response.candidates[0].content)
            if not response.function_calls:
                return response.text
            results = []
            for call in response.function_calls:
                result = self.book.call(call.name, call.args)
                if self.verbose:
                    print(f"  [{call.name} {json.dumps(call.args, sort_keys=True)}]")
                results.append(
                    types.Part(
                        function_response=types.FunctionResponse(id=call.id, name=call.name, response=result)
                    )
                )
            self.history.append(types.Content(role="user", parts=results))
        return "Sorry, I could not find that out."


def main():
    parser = argparse.ArgumentParser(description="Ask the order desk.")
    parser.add_argument("--orders", type=Path, required=True, help="JSON file with the orders")
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("-v", "--verbose", action="store_true", help="show the look-ups")
    args = parser.parse_args()

    assistant = Assistant(OrderBook(args.orders), model=args.model, verbose=args.verbose)
    for line in sys.stdin:
        question = line.strip()
        if not question:
            assistant.reset()
            print("--")
            continue
        print(f"> {question}")
        print(assistant.ask(question))


if __name__ == "__main__":
    main()
