"""A server of its own for the tests of the clients, and the page of the browser client next to it."""

import contextlib
import functools
import http.server
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

CLIENTS = pathlib.Path(__file__).resolve().parent.parent
PASSWORD = 'a "quiet" lake \\ at six'
# Tokens that live this long are renewed several times in each test.
SETTINGS = {
    "PORTICO__HTTP__BIND": "127.0.0.1:0",
    "PORTICO__HTTP__WORKERS": "2",
    "PORTICO__HTTP__STOP_DELAY": "0s",
    "PORTICO__TOKENS__ACCESS_TTL": "2s",
    "PORTICO__TOKENS__LEEWAY": "0s",
    "PORTICO__PASSWORDS__BCRYPT_COST": "4",
    "PORTICO__LOG__LEVEL": "warn",
}
# An expired token is renewed from the second after its last one.
EXPIRED = 3.2
START_LIMIT = 60


@contextlib.contextmanager
def pages():
    """Serves the folder of the browser client; its origin."""
    handler = functools.partial(SilentHandler, directory=CLIENTS / "browser")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class SilentHandler(http.server.SimpleHTTPRequestHandler):
    """Static files without a log."""

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def portico(cors_origin="http://127.0.0.1:1"):
    """A running server that pages of this origin may use; its address."""
    with tempfile.TemporaryDirectory(prefix="portico-clients-") as folder:
        address = pathlib.Path(folder, "address")
        own = {
            "PORTICO__DATA_DIR": folder,
            "PORTICO__HTTP__ADDRESS_FILE": str(address),
            "PORTICO__HTTP__CORS_ORIGINS": cors_origin,
        }
        server = subprocess.Popen(
            [os.environ["PORTICO"], "serve"], env=SETTINGS | own, stdout=subprocess.DEVNULL
        )
        try:
            yield f"http://{written(address, server)}"
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(timeout=START_LIMIT)
        assert code == 0, f"the server ended with {code}"


def written(file, process):
    """The content of a file that the process writes once it is ready."""
    deadline = time.monotonic() + START_LIMIT
    while not file.exists():
        assert process.poll() is None, f"the server ended with {process.returncode}"
        assert time.monotonic() < deadline, "the server did not become ready"
        time.sleep(0.02)
    return file.read_text().strip()


def account(base, name):
    """Makes an account; its address."""
    email = f"{name}@example.com"
    body = json.dumps({"email": email, "password": PASSWORD}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{base}/api/v1/users/signup", body, headers)
    with urllib.request.urlopen(request, timeout=10):
        return email
