"""Pure functions between generateContent JSON and Interactions JSON. No I/O, no SDK."""
