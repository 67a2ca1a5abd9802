"""Posting to other systems, and to which addresses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.conversation.posting import HttpPoster, UnfitAddress, require_fit
from assistant.errors import SendError


@pytest.mark.parametrize(
    ("url", "fit_here", "fit_in_production"),
    [
        ("https://12345.example/told", True, True),
        ("https://10.1.2.3/told", True, True),
        ("http://12345.example/told", True, False),
        ("http://127.0.0.1:9000/", True, False),
        ("https://127.0.0.1/", True, False),
        ("https://localhost/", True, False),
        ("https://[::1]/", True, False),
        ("https://[::ffff:127.0.0.1]/", True, False),
        ("https://169.254.169.254/latest", True, False),
        ("https://0.0.0.0/", True, False),
        ("https://name:word@12345.example/", False, False),
        ("ftp://12345.example/", False, False),
        ("https:///told", False, False),
        ("12345.example", False, False),
        ("https://12345.example/" + "x" * 500, False, False),
    ],
)
def test_which_addresses_are_told(url, fit_here, fit_in_production):
    for strict, fit in ((False, fit_here), (True, fit_in_production)):
        if fit:
            require_fit(url, strict=strict)
        else:
            with pytest.raises(UnfitAddress):
                require_fit(url, strict=strict)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """Takes what is posted at /told and points elsewhere from /moved."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.taken.append((self.path, body, dict(self.headers)))
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "/told")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is said of requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.taken = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_posted_as_it_is_and_a_redirection_is_not_followed(server):
    url = f"http://127.0.0.1:{server.server_port}"
    poster = HttpPoster(strict=False)

    assert poster.post(f"{url}/told", b'{"a":1}', {"X-Bangban-Delivery": "evt_1"}) == 200
    assert poster.post(f"{url}/moved", b"{}", {}) == 302

    assert [(path, body) for path, body, _ in server.taken] == [("/told", b'{"a":1}'), ("/moved", b"{}")]
    assert server.taken[0][2]["X-Bangban-Delivery"] == "evt_1"


def test_in_production_a_name_that_leads_to_this_machine_is_not_called(server):
    with pytest.raises(SendError) as refused:
        HttpPoster(strict=True).post(f"http://localhost:{server.server_port}/told", b"{}", {})

    assert refused.value.reason == "address_unfit"
    assert server.taken == []


def test_who_does_not_answer_is_unreachable(server):
    port = server.server_port
    server.shutdown()
    server.server_close()

    with pytest.raises(SendError) as failed:
        HttpPoster(strict=False).post(f"http://127.0.0.1:{port}/told", b"{}", {})

    assert (failed.value.reason, failed.value.retryable) == ("unreachable", True)
