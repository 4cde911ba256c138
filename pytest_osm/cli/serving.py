"""A report at an address of this machine: who may ask for it, and what they get.

Nobody but this machine is answered, nothing is written, and no request makes anything run: it
gets the page of the last check. Host and Origin are checked, so that no site that a browser shows
can read it by a name that leads here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from time import time_ns
from typing import cast

from msgspec import field

from pytest_osm.records import State

HOST = "127.0.0.1"
_QUIET = 15.0  # seconds after which a browser is told that there is nothing new


class LivePage(State, dict=True):
    """The page of the last check, and who waits for the next one; mutable, because it changes."""

    page: str = ""
    number: int = field(default_factory=time_ns)  # of what happened last; no two runs share one
    problem: str = ""
    _changed: Condition = field(default_factory=Condition)

    def show(self, page_with: Callable[[int], str]) -> None:
        """Have another page, which says by its number what its reader knows."""
        page = page_with(self.number + 1)
        with self._changed:
            self.page = page
            self._tell("")

    def fail(self, problem: str) -> None:
        """Say why there is no other page; the last one stays."""
        with self._changed:
            self._tell(problem)

    def _tell(self, problem: str) -> None:
        self.problem = problem
        self.number += 1
        self._changed.notify_all()

    def after(self, number: str) -> tuple[str, str] | None:
        """The number of what happened last, and the problem, if the reader knows another number.

        None if nothing happens for a while.
        """
        with self._changed:
            if self._changed.wait_for(lambda: str(self.number) != number, _QUIET):
                return str(self.number), self.problem
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
        path, _, known = self.path.partition("?")
        if not self._is_from_here():
            self._refuse(HTTPStatus.FORBIDDEN)
        elif path == "/":
            self._send_page()
        elif path == "/events":
            self._send_events(self.headers.get("Last-Event-ID", known))
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

    def _send_events(self, known: str) -> None:
        self._begin(HTTPStatus.OK, "text/event-stream")
        try:
            while True:
                if happened := self.live.after(known):
                    known, problem = happened
                    self.wfile.write(f"id: {known}\ndata: {json.dumps(problem)}\n\n".encode())
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
