"""The client of Python."""

import concurrent.futures
import subprocess
import sys
import time
import unittest

from server import CLIENTS, EXPIRED, PASSWORD, account, portico

sys.path.insert(0, str(CLIENTS / "python"))
from portico_client import Portico, Problem  # noqa: E402


class Python(unittest.TestCase):
    """Each test has an account of its own."""

    @classmethod
    def setUpClass(cls):
        cls.base = cls.enterClassContext(portico())

    def setUp(self):
        self.email = account(self.base, self.id().rpartition(".")[2])
        self.portico = Portico(self.base)
        self.portico.log_in(self.email, PASSWORD)

    def test_items_are_made_and_listed_until_log_out(self):
        self.portico.create_item("Lantern", "For the cellar")
        self.assertIn("Lantern", [item["title"] for item in self.portico.items()])
        held = self.portico.session
        self.portico.log_out()
        self.assertIsNone(self.portico.session)

        self.portico._session = held
        with self.assertRaises(Problem) as refused:
            self.portico.request("GET", "/items/")
        self.assertEqual((refused.exception.status, refused.exception.code), (401, "invalid_token"))
        self.assertIsNone(self.portico.session, "a session that is over is forgotten")

    def test_threads_share_one_token_while_it_is_renewed(self):
        held = {self.portico.session.token}

        def ask(_):
            for _ in range(10):
                self.portico.request("GET", "/users/me")
                held.add(self.portico.session.token)
                time.sleep(0.4)

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            list(threads.map(ask, range(4)))
        self.assertEqual(len(held), 2, "one renewal, whoever met it")
        self.assertEqual(len(self.portico.request("GET", "/auth/sessions")), 1)

    def test_an_old_reply_does_not_bring_an_old_token_back(self):
        first = self.portico.session
        time.sleep(EXPIRED)
        late = self.portico._send("GET", "/users/me", None, {}, first)
        self.portico.request("GET", "/users/me")
        time.sleep(EXPIRED)
        self.portico.request("GET", "/users/me")
        newest = self.portico.session
        self.portico._adopt(first, late.headers)
        self.assertEqual(self.portico.session, newest)

    def test_the_command_makes_items_and_lists_them(self):
        done = subprocess.run(
            [sys.executable, CLIENTS / "python" / "portico_client.py", self.base, self.email, "Rope"],
            input=PASSWORD + "\n", capture_output=True, text=True, timeout=30, check=True,
        )
        self.assertIn(" Rope\n", done.stdout)
