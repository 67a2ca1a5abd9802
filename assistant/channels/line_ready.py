"""Whether the line can carry another call: asked before a caller is led there, who waits meanwhile."""

from __future__ import annotations

import logging

import requests

log = logging.getLogger(__name__)

CONNECT_S, ANSWER_S = 0.2, 0.3
"""Half a second in all: the caller hears nothing until then."""


def line_ready(url: str) -> bool:
    """Whether the line at `url` accepts calls and hears what is said in them; no answer is a no."""
    try:
        with requests.Session() as session:
            # Our own processes are never behind the proxy that the environment may name.
            session.trust_env = False
            answer = session.get(f"{url}/healthz", timeout=(CONNECT_S, ANSWER_S), allow_redirects=False)
        told = answer.json()
        return told["accepting"] is True and told["hearing"] is True
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        log.warning("line not reached", extra={"error": type(error).__name__})
        return False
