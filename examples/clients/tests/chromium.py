"""A headless Chromium, driven over the pipe of its DevTools protocol: no library, no port, no download."""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
import threading

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ANSWER_LIMIT = 30
# The file descriptors that --remote-debugging-pipe reads from and writes to.
COMMANDS, REPLIES = 3, 4


class Browser:
    """A running browser."""

    def __init__(self, commands, replies):
        self._commands = commands
        self._replies = replies
        self._answers = {}
        self._changed = threading.Condition()
        self._last = 0
        threading.Thread(target=self._read, daemon=True).start()

    def open_tab(self, url):
        """A new tab with this page."""
        target = self.call("Target.createTarget", {"url": url})["targetId"]
        attached = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})
        return Tab(self, target, attached["sessionId"])

    def call(self, method, params, session=None):
        """Calls a method of the protocol; what it returns."""
        with self._changed:
            self._last += 1
            number = self._last
            message = {"id": number, "method": method, "params": params}
            if session:
                message["sessionId"] = session
            self._commands.write(json.dumps(message).encode() + b"\0")
            self._commands.flush()
            arrived = self._changed.wait_for(lambda: number in self._answers, ANSWER_LIMIT)
            assert arrived, f"the browser does not answer {method}"
            answer = self._answers.pop(number)
        assert "error" not in answer, f"{method}: {answer}"
        return answer["result"]

    def _read(self):
        rest = b""
        while chunk := self._replies.read1(65536):
            *messages, rest = (rest + chunk).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    with self._changed:
                        self._answers[message["id"]] = message
                        self._changed.notify_all()


class Tab:
    """A page in a tab of its own."""

    def __init__(self, browser, target, session):
        self._browser = browser
        self._target = target
        self._session = session

    def close(self):
        """Closes the tab."""
        self._browser.call("Target.closeTarget", {"targetId": self._target})

    def run(self, script):
        """Runs the body of an asynchronous function in the page; what it returns."""
        params = {
            "expression": f"(async () => {{ {script} }})()",
            "awaitPromise": True,
            "returnByValue": True,
        }
        reply = self._browser.call("Runtime.evaluate", params, self._session)
        assert "exceptionDetails" not in reply, reply["exceptionDetails"]
        return reply["result"].get("value")


@contextlib.contextmanager
def chromium():
    """Starts a browser with a profile of its own."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, f"no browser is installed: one of {', '.join(PROGRAMS)}"
    with tempfile.TemporaryDirectory(prefix="portico-chromium-", ignore_cleanup_errors=True) as profile:
        command = [
            program,
            "--headless=new",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            # A tab in the background is as awake as the one in front.
            "--disable-background-timer-throttling",
            "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows",
        ]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # the sandbox refuses to run as root
        process, browser = spawn(command)
        try:
            yield browser
            browser.call("Browser.close", {})
            process.wait(timeout=ANSWER_LIMIT)
        finally:
            process.kill()
            process.wait()


def spawn(command):
    """Starts the browser with a pipe at each of its two file descriptors."""
    (their_commands, our_commands), (our_replies, their_replies) = os.pipe(), os.pipe()
    # Above the numbers that they are copied to, so that neither copy overwrites the other.
    theirs = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (their_commands, their_replies)]

    def place():
        os.dup2(theirs[0], COMMANDS)
        os.dup2(theirs[1], REPLIES)

    process = subprocess.Popen(
        command, close_fds=False, preexec_fn=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for end in (their_commands, their_replies, *theirs):
        os.close(end)
    return process, Browser(os.fdopen(our_commands, "wb"), os.fdopen(our_replies, "rb"))
