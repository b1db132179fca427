"""The client of curl."""

import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

from server import CLIENTS, EXPIRED, PASSWORD, account, portico


class Curl(unittest.TestCase):
    """Each test has a session file of its own."""

    @classmethod
    def setUpClass(cls):
        cls.base = cls.enterClassContext(portico())
        account(cls.base, "curl")

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.session = pathlib.Path(folder, "session")
        self.run_client("log-in", self.base, "curl@example.com", typed=PASSWORD)

    def run_client(self, *arguments, typed=None, code=0):
        """Runs the client; what it printed."""
        command = [CLIENTS / "curl" / "portico.sh", *arguments]
        env = os.environ | {"PORTICO_SESSION": str(self.session)}
        done = subprocess.run(
            command, env=env, input=typed, capture_output=True, text=True, timeout=30, check=False
        )
        self.assertEqual(done.returncode, code, done)
        return done.stdout

    def titles(self):
        return [item["title"] for item in json.loads(self.run_client("GET", "/items/"))["data"]]

    def test_items_are_made_and_listed_until_log_out(self):
        self.assertEqual(self.session.stat().st_mode & 0o777, 0o600)
        self.run_client("POST", "/items/", json.dumps({"title": "Lantern"}))
        self.assertIn("Lantern", self.titles())
        held = self.session.read_text()
        self.run_client("log-out")
        self.assertFalse(self.session.exists())

        self.session.write_text(held)
        refused = self.run_client("GET", "/items/", code=1)
        self.assertEqual(json.loads(refused)["code"], "invalid_token")
        self.assertFalse(self.session.exists(), "a session that is over is forgotten")

    def test_a_renewed_token_is_adopted(self):
        before = self.session.read_text()
        time.sleep(EXPIRED)
        self.titles()
        after = self.session.read_text()
        self.assertNotEqual(before, after)
        self.titles()
        self.assertEqual(after, self.session.read_text(), "a live token stays")

    def test_a_refused_request_is_told(self):
        refused = self.run_client("POST", "/items/", "{}", code=1)
        self.assertEqual(json.loads(refused)["code"], "validation_failed")

    def test_a_wrong_password_is_told(self):
        self.session.unlink()
        self.run_client("log-in", self.base, "curl@example.com", typed="wrong", code=1)
        self.assertFalse(self.session.exists())
