"""Legacy programs composed of requests, uses of the result, and surroundings."""

from legacy_programs.compose import Program, programs

__all__ = ["Program", "programs"]
