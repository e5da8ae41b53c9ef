"""Chats."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_CHAIN = "Pass previous_interaction_id, or keep the steps yourself with store=False."

# fmt: off
TABLES = (
    Table("Chats", Surface.CHAT, "", "client.chats.*(...)", "google.genai.chats.Chats", (
        (740, "create", "previous_interaction_id", "reshaped approximate documented",
         "client.chats still works and still uses generateContent. On Interactions a chat is a "
         "chain of calls: the server keeps it (stored, previous_interaction_id), or you keep "
         "the steps with store=False. tools, system_instruction and generation_config must be "
         "repeated on every call."),
    )),
    Table("Chats", Surface.CHAT, "", "client.chats.create(*=...)", "google.genai.chats.Chats", (
        (741, "create.model", "model", "moved exact sdk", "On every call."),
        (742, "create.config", "generation_config", "reshaped exact documented",
         "On every call: nothing is inherited along a chain."),
        (743, "create.history", "input", "reshaped exact sdk",
         "Becomes the first steps of input.", "contents"),
    )),
    Table("Chat", Surface.CHAT, "", "chat.*(...)", "google.genai.chats.Chat", (
        (744, "send_message", "client.interactions.create", "reshaped approximate documented",
         "interactions.create(input=message, previous_interaction_id=last.id). " + _CHAIN),
        (745, "send_message_stream", "client.interactions.create",
         "reshaped approximate documented",
         "interactions.create(..., stream=True); take the id from interaction.created. " + _CHAIN),
        (746, "get_history", "client.interactions.get", "reshaped approximate sdk",
         "Your own list of steps, or interactions.get(id) for a stored one. curated=True has no "
         "counterpart."),
        (747, "record_history", None, "dropped approximate sdk",
         "Add steps to your own list; a stored chain cannot be edited, only forked from an "
         "older id."),
    )),
    Table("Chat", Surface.CHAT, "", "chat.send_message(*=...)", "google.genai.chats.Chat", (
        (748, "send_message.message", "input", "renamed exact sdk", "Becomes input.", "contents"),
        (749, "send_message.config", "generation_config", "reshaped exact sdk",
         "It replaced the chat's config for this message; give this call its own arguments."),
    )),
    Table("AsyncChats", Surface.CHAT, "", "client.aio.chats.*(...)",
          "google.genai.chats.AsyncChats", (
        (750, "create", "previous_interaction_id", "reshaped approximate documented",
         "As client.chats.create, with client.aio.interactions."),
    )),
    Table("AsyncChat", Surface.CHAT, "", "chat.*(...)", "google.genai.chats.AsyncChat", (
        (751, "send_message", "client.interactions.create", "reshaped approximate documented",
         "await client.aio.interactions.create(...). " + _CHAIN),
        (752, "send_message_stream", "client.interactions.create",
         "reshaped approximate documented",
         "async for event in await client.aio.interactions.create(..., stream=True). " + _CHAIN),
        (753, "get_history", "client.interactions.get", "reshaped approximate sdk",
         "Your own list of steps, or await client.aio.interactions.get(id)."),
        (754, "record_history", None, "dropped approximate sdk",
         "Add steps to your own list; a stored chain cannot be edited."),
    )),
)
