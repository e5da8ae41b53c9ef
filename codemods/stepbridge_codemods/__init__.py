"""Codemods that rewrite generateContent code, and the audit that only looks."""
