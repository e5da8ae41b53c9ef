"""Runs at the start of every Python process below ``stepbridge run``: its folder is on PYTHONPATH.

Installs the shim, then gives way to the environment's own ``sitecustomize``, which this one hides.
"""

import importlib.util
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _install() -> None:
    try:
        from stepbridge.transport.launch import install_from_environment

        install_from_environment()
    except Exception as error:
        # A program that was to run on the shim must not run without it.
        sys.stderr.write(f"stepbridge: cannot install the shim: {error}\n")
        sys.stderr.flush()
        os._exit(2)


def _next_sitecustomize() -> None:
    elsewhere = [entry for entry in sys.path if Path(entry).resolve() != _HERE]
    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


_install()
_next_sitecustomize()
