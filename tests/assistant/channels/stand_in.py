"""A server on this machine that answers as a test says, in the provider's place."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class StandIn:
    """Answers every request with `status` and `body`, after `hold` lets it."""

    url: str
    status: int = 201
    body: bytes = b"{}"
    hold: threading.Event = field(default_factory=threading.Event)
    seen: list[tuple[str, str, dict[str, list[str]]]] = field(default_factory=list)

    def says(self, code: int, body: object) -> None:
        self.status, self.body = code, json.dumps(body).encode()


@contextmanager
def standing_in() -> Iterator[StandIn]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def _answer(self, fields: str) -> None:
            stand_in.seen.append((self.command, urlsplit(self.path).path, parse_qs(fields)))
            stand_in.hold.wait(10)
            self.send_response(stand_in.status)
            self.send_header("Content-Length", str(len(stand_in.body)))
            self.end_headers()
            self.wfile.write(stand_in.body)

        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in = StandIn(f"http://127.0.0.1:{server.server_address[1]}/stand-in")
    stand_in.hold.set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.hold.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
