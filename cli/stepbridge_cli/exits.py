"""Exit status: bits, so that a script can tell "there is work" from "something went wrong".

====  ====================================================================================
0     clean, or proved
1     findings, differences, or files that would change
2     error: some file could not be processed, or the command could not be carried out
3     both
130   interrupted from the keyboard
143   ended by a signal, as 128 and its number: 143 for SIGTERM, 129 for SIGHUP
====  ====================================================================================

Mistakes on the command line end with 2 as well.
"""

from __future__ import annotations

CLEAN = 0
FINDINGS = 1
ERROR = 2
INTERRUPTED = 130


def status(*, findings: bool, errors: bool) -> int:
    """The exit status of a command that looked at files."""
    return (FINDINGS if findings else CLEAN) | (ERROR if errors else CLEAN)
