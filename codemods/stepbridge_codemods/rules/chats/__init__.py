"""Chats become chains of calls, or lists of steps."""
