"""A report at an address of this machine: who may ask for it, and what they get.

Nobody but this machine is answered, nothing is written, and no request makes anything run: it
gets the page of the last check. Host and Origin are checked, so that no site that a browser shows
can read it by a name that leads here.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import cast

from attrs import field

from pytest_osm.records import define

HOST = "127.0.0.1"
_QUIET = 15.0  # seconds after which a browser is told that there is nothing new


@define(slots=False)
class LivePage:
    """The page of the last check, and who waits for the next one; mutable, because it changes."""

    page: str = ""
    number: int = 0
    event: tuple[str, str] = ("checked", "")
    _changed: Condition = field(factory=Condition)

    def show(self, page: str) -> None:
        """Have another page."""
        with self._changed:
            self.page = page
            self._tell("checked", "")

    def fail(self, problem: str) -> None:
        """Say why there is no other page; the last one stays."""
        with self._changed:
            self._tell("failed", problem)

    def _tell(self, kind: str, text: str) -> None:
        self.event = kind, text
        self.number += 1
        self._changed.notify_all()

    def after(self, number: int) -> tuple[int, tuple[str, str]] | None:
        """What happened after something else, or None if nothing does for a while."""
        with self._changed:
            if self._changed.wait_for(lambda: self.number != number, _QUIET):
                return self.number, self.event
        return None


def serve(live: LivePage, port: int) -> ThreadingHTTPServer:
    """Answer requests in threads of their own. OSError where the port is taken."""

    class Handler(_Handler):
        """Knows the page."""

    Handler.live = live
    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(BaseHTTPRequestHandler):
    live: LivePage
    server_version, sys_version = "pytest-osm", ""

    def do_GET(self) -> None:
        """The page, or what happens to it."""
        if not self._is_from_here():
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self.path == "/":
            self._send_page()
        elif self.path == "/events":
            self._send_events()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _is_from_here(self) -> bool:
        port = cast("ThreadingHTTPServer", self.server).server_port
        hosts = {f"{name}:{port}" for name in (HOST, "localhost")}
        origin = self.headers.get("Origin")
        is_own = origin is None or origin.removeprefix("http://") in hosts
        site = self.headers.get("Sec-Fetch-Site", "none")
        return self.headers.get("Host") in hosts and is_own and site in ("none", "same-origin")

    def _send_page(self) -> None:
        contents = self.live.page.encode()
        self._begin(HTTPStatus.OK, "text/html; charset=utf-8", len(contents))
        self.wfile.write(contents)

    def _send_events(self) -> None:
        self._begin(HTTPStatus.OK, "text/event-stream")
        number = self.live.number
        try:
            while True:
                if happened := self.live.after(number):
                    number, (kind, text) = happened
                    self.wfile.write(f"event: {kind}\ndata: {json.dumps(text)}\n\n".encode())
                else:
                    self.wfile.write(b": nothing new\n\n")
                self.wfile.flush()
        except OSError:  # nobody listens any more
            self.close_connection = True

    def _refuse(self, status: HTTPStatus) -> None:
        contents = f"{status.phrase}\n".encode()
        self._begin(status, "text/plain", len(contents))
        self.wfile.write(contents)

    def _begin(self, status: HTTPStatus, kind: str, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in (
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
        ):
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: the terminal is for what changes in the model."""
