"""Groups of calls that migrate together, and what is to be done about each."""
