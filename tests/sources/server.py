"""A real HTTP server on loopback whose answers a test writes."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Answers by path; `asked` are the requests that came, in order, `posted` what was sent here."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    posted: list[bytes] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.address}{path}"


def answer(content: bytes, status: int = 200, **headers: str) -> Answer:
    """Return a whole answer; a header's `_` stands for `-`. A matching If-None-Match is answered by 304."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        unchanged = "ETag" in told and handler.headers.get("If-None-Match") == told["ETag"]
        handler.send_response(304 if unchanged else status)
        for name, value in ({"Content-Length": str(len(content)), "Content-Type": "text/html"} | told).items():
            if not (unchanged and name == "Content-Length"):
                handler.send_header(name, value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        if not unchanged:
            handler.wfile.write(content)

    return write


@contextmanager
def serve() -> Iterator[Site]:
    """Run a site; what it has no answer for is not found."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            site.asked.append(self.path)
            site.headers.append(dict(self.headers))
            with suppress(BrokenPipeError, ConnectionResetError):
                site.answers.get(self.path, answer(b"not here", 404))(self)

        def do_POST(self) -> None:
            self.close_connection = True
            site.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            answer(b"taken")(self)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
