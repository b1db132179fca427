#!/usr/bin/env python3
"""A client of Portico that needs nothing beside the standard library.

It adopts renewed tokens, and may be used by several threads at once:

    portico = Portico("http://127.0.0.1:8000")
    portico.log_in("ada", "a quiet lake at six in the morning")
    portico.create_item("Lantern")
    for item in portico.items():
        print(item["title"])
    portico.log_out()
"""

import getpass
import json
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

TIMEOUT = 30


class Problem(Exception):
    """What the server refused, and why (RFC 9457)."""

    def __init__(self, status, document):
        super().__init__(document.get("detail", f"status {status}"))
        self.status = status
        self.code = document.get("code")
        self.errors = document.get("errors", [])


@dataclass(frozen=True)
class Session:
    """A log-in: its id, its newest token, and when that expires. Texts of that form sort as times."""

    id: str
    token: str
    until: str


class Portico:
    """One log-in at one server. A process that wants its own session makes its own client."""

    def __init__(self, base):
        self.base = base.rstrip("/") + "/api/v1"
        self._session = None
        self._lock = threading.Lock()

    @property
    def session(self):
        """The present session; None after log-out, or when the server has ended it."""
        return self._session

    def log_in(self, identifier, password):
        """Starts a session."""
        reply = self.request("POST", "/auth/login", {"identifier": identifier, "password": password})
        with self._lock:
            self._session = Session(reply["session_id"], reply["access_token"], reply["expires_at"])

    def log_out(self):
        """Ends the session, in whatever state its token is."""
        self.request("POST", "/auth/logout")
        with self._lock:
            self._session = None

    def items(self):
        """Every item that the user may see, newest first, page by page."""
        path = "/items/"
        while path:
            page = self.request("GET", path)
            yield from page["data"]
            cursor = page["next_cursor"]
            path = cursor and f"/items/?cursor={urllib.parse.quote(cursor)}"

    def create_item(self, title, description=None):
        """Makes an item. The key lets a caller send the same request again and still have one item."""
        body = {"title": title, "description": description}
        return self.request("POST", "/items/", body, {"Idempotency-Key": str(uuid.uuid4())})

    def request(self, method, path, body=None, headers=None):
        """Sends a request below /api/v1; the JSON of the reply, or None where there is none.

        A 401 ends the session, unless another thread has adopted a newer token: then the request is repeated.
        """
        sent = self._session
        reply = self._send(method, path, body, dict(headers or {}), sent)
        self._adopt(sent, reply.headers)
        if reply.status == 401 and sent is not None:
            if self._newer_than(sent):
                return self.request(method, path, body, headers)
        text = reply.read()
        if reply.status >= 400:
            raise Problem(reply.status, problem_document(text))
        return json.loads(text) if text else None

    def _send(self, method, path, body, headers, session):
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if session is not None:
            headers["Authorization"] = f"Bearer {session.token}"
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            return urllib.request.urlopen(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as refused:
            return refused

    def _adopt(self, sent, headers):
        """Replies may come in any order: an older token never takes the place of a newer one."""
        token, until = headers["X-Access-Token"], headers["X-Access-Token-Expires-At"]
        with self._lock:
            now = self._session
            if token and sent and now and now.id == sent.id and until > now.until:
                self._session = Session(now.id, token, until)

    def _newer_than(self, sent):
        """Whether there is a newer token of this session; where there is not, the session is over."""
        with self._lock:
            now = self._session
            if now == sent:
                self._session = None
            return now is not None and now.id == sent.id and now != sent


def problem_document(text):
    """The problem as the server described it; a proxy on the way may answer with something else."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def main():
    """Makes items with the given titles, and lists all."""
    if len(sys.argv) < 3:
        sys.exit(f"usage: {sys.argv[0]} URL IDENTIFIER [TITLE..]   (the password is read from the terminal or stdin)")
    portico = Portico(sys.argv[1])
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        portico.log_in(sys.argv[2], password)
        for title in sys.argv[3:]:
            portico.create_item(title)
        for item in portico.items():
            print(item["created_at"], item["title"])
        portico.log_out()
    except Problem as problem:
        sys.exit(f"{problem.status} {problem.code}: {problem}")


if __name__ == "__main__":
    main()
