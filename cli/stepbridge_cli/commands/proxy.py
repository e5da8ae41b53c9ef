"""``stepbridge proxy``: serve generateContent to programs in any language, from Interactions."""

from __future__ import annotations

import os
import shutil
import tempfile

import click

from stepbridge_cli.failure import Failure
from stepbridge_cli.policy_options import policy_options
from stepbridge_cli.seconds import Seconds

EXAMPLES = """\b
Examples:
  stepbridge proxy
  stepbridge proxy --api-key-env GEMINI_API_KEY --audit traffic.jsonl
  stepbridge proxy --host 0.0.0.0 --workers 4

Exit status: 0 when it was asked to stop, 2 when it cannot serve."""


@click.command(epilog=EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True,
    help="Port to listen on; 0: a free one.",
)  # fmt: skip
@click.option(
    "--upstream",
    default="https://generativelanguage.googleapis.com",
    show_default=True,
    metavar="URL",
    help="The only server that is called.",
)
@click.option(
    "--api-key-env",
    metavar="NAME",
    help="Send the key in this environment variable upstream, instead of the clients' keys.",
)
@policy_options
@click.option(
    "--max-body",
    type=click.IntRange(min=1),
    default=128 * 1024 * 1024,
    show_default=True,
    metavar="BYTES",
    help="Largest request body.",
)
@click.option(
    "--timeout",
    type=Seconds(),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="How long upstream may be silent.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True,
    help="Processes that serve.",
)  # fmt: skip
@click.option(
    "--grace",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long open answers may go on after a request to stop.",
)
@click.option(
    "--audit",
    type=click.Path(dir_okay=False, writable=True, resolve_path=True),
    metavar="FILE",
    help="Append to FILE which legacy fields the traffic used, and how each fared (JSON Lines).",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="How much is logged, on standard error.",
)
def command(
    host: str,
    port: int,
    upstream: str,
    api_key_env: str | None,
    policy: dict[str, str],
    max_body: int,
    timeout: float,
    workers: int,
    grace: int,
    audit: str | None,
    log_level: str,
) -> None:
    """Carry generateContent calls to Interactions for every client that is pointed here.

    Give clients http://HOST:PORT as their base URL. /healthz, /readyz and /metrics are the proxy's
    own; everything else goes to the upstream.
    """
    from stepbridge.proxy.config import ProxyConfig, to_environment

    os.environ.update(
        **policy,
        **to_environment(
            upstream=upstream,
            max_body=max_body,
            timeout=timeout,
            api_key_env=api_key_env,
            audit=audit,
        ),
    )
    try:
        ProxyConfig.from_environment()
    except ValueError as error:
        raise Failure(str(error)) from None
    _serve(host, port, workers, grace, log_level)


def _serve(host: str, port: int, workers: int, grace: int, log_level: str) -> None:
    os.environ["STEPBRIDGE_PROXY_LOG_LEVEL"] = log_level
    shared = tempfile.mkdtemp(prefix="stepbridge-metrics-") if workers > 1 else None
    if shared is not None:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared
    try:
        import uvicorn

        uvicorn.run(
            "stepbridge.proxy:application_from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            # The other parser, where it is installed, takes an absolute target for one of ours.
            http="h11",
            ws="none",
            log_level=log_level,
            # It would write the query, and with it keys; the proxy writes its own line.
            access_log=False,
            timeout_graceful_shutdown=grace,
            server_header=False,
            date_header=False,
        )
    except SystemExit as end:
        if end.code:
            raise Failure(f"cannot serve on {host}:{port}; the lines above say why") from None
    finally:
        if shared is not None:
            shutil.rmtree(shared, ignore_errors=True)
