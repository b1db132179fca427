"""The fetch wrapper, in two tabs of a browser."""

import json
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from chromium import chromium
from server import EXPIRED, PASSWORD, account, pages, portico

REQUESTS = 24
PATIENCE = 10
# Sends requests one after the other; the status of each, and how often the stored token was another one.
ASK = """
    const {{ api, session }} = await import("./portico.js");
    const statuses = [], tokens = new Set([session().token]);
    for (let number = 0; number < {requests}; number++) {{
        const reply = await api("{base}/api/v1/users/me");
        statuses.push(reply.status);
        tokens.add(session().token);
        await new Promise((done) => setTimeout(done, 300));
    }}
    return {{ statuses, tokens: tokens.size }};
"""
# One request whose reply the page sees late.
ASK_LATE = """
    const {{ api, session }} = await import("./portico.js");
    const quick = window.fetch;
    window.fetch = async (...call) => {{
        const reply = await quick(...call);
        window.isHeld = true;
        await new Promise((done) => setTimeout(done, {delay}));
        return reply;
    }};
    const reply = await api("{base}/api/v1/users/me");
    window.fetch = quick;
    return [reply.status, reply.headers.get("X-Access-Token-Expires-At")];
"""
SESSION = 'return JSON.parse(localStorage.getItem("portico.session"));'


class TwoTabs(unittest.TestCase):
    """Two tabs of one browser, logged in by the form of the page."""

    @classmethod
    def setUpClass(cls):
        page = cls.enterClassContext(pages())
        cls.base = cls.enterClassContext(portico(cors_origin=page))
        cls.email = account(cls.base, "tabs")
        cls.browser = cls.enterClassContext(chromium())
        cls.url = f"{page}/index.html?api={cls.base}"

    def setUp(self):
        self.tabs = [self.browser.open_tab(self.url) for _ in range(2)]
        for tab in self.tabs:
            self.wait_for(tab, "Logged out")
        self.tabs[0].run(f"""
            const form = document.getElementById("log-in");
            form.identifier.value = {json.dumps(self.email)};
            form.password.value = {json.dumps(PASSWORD)};
            form.requestSubmit();
        """)
        for tab in self.tabs:
            self.wait_for(tab, "Logged in")

    def tearDown(self):
        self.tabs[0].run('document.getElementById("log-out").click();')
        for tab in self.tabs:
            self.wait_for(tab, "Logged out")
            tab.close()

    def wait_for(self, tab, state):
        """Waits until the page says that it is in this state."""
        deadline = time.monotonic() + PATIENCE
        text = None
        while not (text or "").startswith(state):
            self.assertLess(time.monotonic(), deadline, f"{state} is awaited, the page says {text}")
            time.sleep(0.05)
            text = tab.run('return document.getElementById("state")?.textContent;')

    def sessions(self):
        """Each tab's token, and how many sessions the account has."""
        held = [tab.run(SESSION) for tab in self.tabs]
        script = f"""
            const {{ api }} = await import("./portico.js");
            return (await (await api("{self.base}/api/v1/auth/sessions")).json()).length;
        """
        return held, self.tabs[0].run(script)

    def test_both_tabs_stay_logged_in_with_one_token_over_several_renewals(self):
        ask = ASK.format(base=self.base, requests=REQUESTS)
        with ThreadPoolExecutor() as threads:
            outcomes = list(threads.map(lambda tab: tab.run(ask), self.tabs))
        for outcome in outcomes:
            self.assertEqual(outcome["statuses"], [200] * REQUESTS)
            self.assertGreaterEqual(outcome["tokens"], 3, "the token was renewed twice at least")
        (one, other), count = self.sessions()
        self.assertEqual(one, other)
        self.assertEqual(count, 1)

    def test_a_late_reply_does_not_bring_an_older_token_back(self):
        slow, quick = self.tabs
        time.sleep(EXPIRED)
        with ThreadPoolExecutor() as threads:
            late = threads.submit(slow.run, ASK_LATE.format(base=self.base, delay=5500))
            while not slow.run("return window.isHeld;"):
                time.sleep(0.05)
            ask = ASK.format(base=self.base, requests=14)
            self.assertEqual(set(quick.run(ask)["statuses"]), {200})
            newest = quick.run(SESSION)
            status, until = late.result()
        self.assertEqual(status, 200)
        self.assertLess(until, newest["until"], "the late reply brought the older token")
        (one, other), count = self.sessions()
        self.assertEqual(one, other)
        self.assertGreaterEqual(one["until"], newest["until"])
        self.assertEqual(count, 1)

    def test_a_tab_that_slept_while_its_token_was_renewed_goes_on_with_the_new_one(self):
        awake, asleep = self.tabs
        time.sleep(EXPIRED)
        awake.run(ASK.format(base=self.base, requests=1))
        outcome = asleep.run(ASK.format(base=self.base, requests=2))
        self.assertEqual(outcome, {"statuses": [200, 200], "tokens": 1})

    def test_an_item_is_made_in_one_tab_and_log_out_reaches_both(self):
        one, other = self.tabs
        one.run("""
            const form = document.getElementById("items");
            form.title.value = "Lantern";
            form.requestSubmit();
        """)
        deadline = time.monotonic() + PATIENCE
        while one.run('return document.getElementById("list").textContent;') != "Lantern":
            self.assertLess(time.monotonic(), deadline, "the item is not listed")
            time.sleep(0.05)
        other.run('document.getElementById("log-out").click();')
        self.wait_for(one, "Logged out")
        self.assertIsNone(one.run(SESSION))
