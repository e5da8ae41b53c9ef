"""Gemini calls made over plain HTTP with requests, httpx or aiohttp."""
