"""An embeddings endpoint on this machine, in a thread, which answers as it is told to."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "sesame-4711"


class Endpoint:
    """What the server was asked, and what it answers: statuses in turn (the last one for good), a body of its own."""

    def __init__(self):
        self.asked, self.statuses, self.body, self.headers = [], [200], None, {}
        self.dimension, self.drip, self.sent = 4, None, 0
        self.gone = threading.Event()

    def answer(self, request):
        """The body for a request."""
        if self.body is not None:
            return self.body
        data = [{"index": i, "embedding": self.vector(words)} for i, words in enumerate(request["input"])]
        return json.dumps({"object": "list", "data": data[::-1], "model": request["model"]}).encode()

    def vector(self, words):
        """Some vector of a text, not of length 1."""
        return [
            3.0 + len(words),
            *(float(ord(c) % 7 + 1) for c in words.ljust(self.dimension - 1)[: self.dimension - 1]),
        ]

    def status(self):
        """What the next answer begins with."""
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def serving(endpoint, secured=None):
    """The address of the endpoint while it answers, behind a context of TLS where one is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.asked.append((self.path, dict(self.headers), request))
            status, body = endpoint.status(), endpoint.answer(request)
            self.send_response(status)
            for name, value in endpoint.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):
                self.send_body(body)

        def send_body(self, body):
            if endpoint.drip is None:
                self.wfile.write(body)
                return
            for i in range(len(body)):
                if endpoint.gone.wait(endpoint.drip):
                    return
                self.wfile.write(body[i : i + 1])
                self.wfile.flush()
                endpoint.sent += 1

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https://localhost' if secured else 'http://127.0.0.1'}:{server.server_port}/v1"
    finally:
        endpoint.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
