"""A server on loopback that speaks as Crossref and PubMed do, with the troubles they have."""

import json
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR
from urllib.parse import parse_qs, unquote, urlsplit

from education.library.lookups.polite import Polite
from education.library.management.commands.check_references import Command

WORKS = {
    "10.1056/retracted": {
        "updated-by": [{"type": "retraction", "DOI": "10.1056/notice", "source": "retraction-watch"}]
    },
    "10.1056/clean": {"title": ["Nothing the matter"]},
}
SUMMARIES = {"1": {"uid": "1", "pubtype": ["Journal Article"]}, "2": {"uid": "2", "pubtype": [], "references": []}}


class RegisterServer:
    """The server; `asked` are the paths asked for, `down` names a register that answers 503 to everything."""

    def __init__(self):
        self.asked, self.down, self.troubles = [], "", []
        self.agents = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.addresses = {"crossref": self.address, "pubmed": self.address}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.folder = tempfile.TemporaryDirectory()

    def close(self):
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def file(self, text):
        """Return the path of a file with this text."""
        path = Path(self.folder.name) / "retraction_watch.csv"
        path.write_text(text, encoding="utf-8-sig")
        return path

    def _handler(self):
        register = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                register.answer(self)

            def log_message(self, *args):
                pass

        return Handler

    def answer(self, request):
        """Answer as the register that the path belongs to."""
        asked = urlsplit(request.path)
        self.asked.append(request.path)
        self.agents.append(request.headers["User-Agent"])
        crossref = asked.path.startswith("/works/")
        if self.troubles:
            trouble = self.troubles.pop(0)
            return request.connection.shutdown(SHUT_RDWR) if trouble == "hang up" else self._send(request, *trouble)
        if self.down == ("crossref" if crossref else "pubmed"):
            return self._send(request, 503, b"busy", {"Retry-After": "1"})
        if crossref:
            work = WORKS.get(unquote(asked.path.removeprefix("/works/")))
            return self._json(request, {"status": "ok", "message": work}) if work else self._send(request, 404, b"no")
        ids = parse_qs(asked.query)["id"][0].split(",")
        found = {pmid: SUMMARIES.get(pmid, {"uid": pmid, "error": "cannot get document summary"}) for pmid in ids}
        return self._json(request, {"result": {"uids": ids} | found})

    def _json(self, request, content):
        self._send(request, 200, json.dumps(content).encode(), {"Content-Type": "application/json"})

    def _send(self, request, status, body, headers=()):
        request.send_response(status)
        for name, value in dict(headers).items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


class Trusting(Command):
    """The command, with loopback counted as public, because the stub listens there; nothing really waits."""

    @staticmethod
    def client(base, *, every, contact):
        """Return a reader of the stub."""
        return polite(base, every=every, contact=contact)


def _no_wait(seconds):
    pass


def polite(base, *, every=0.0, contact="", wait=_no_wait, **more):
    """Return a reader that may reach loopback."""
    return Polite(base, every=every, contact=contact, timeout=1.0, allowed=lambda ip: ip.is_loopback, wait=wait, **more)
