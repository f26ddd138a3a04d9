"""A headless Chromium that tests drive over a pipe: nothing but the installed browser is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_AT_THREE_AND_FOUR = (
    "import fcntl, os, sys; pipes = [fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 10) for pipe in sys.argv[1:3]];"
    " [os.dup2(pipe, 3 + n) for n, pipe in enumerate(pipes)]; os.execvp(sys.argv[3], sys.argv[3:])"
)
"""Starts the browser with its pipes where it looks for them."""
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe")
_ANSWER = 60.0
"""Seconds within which the browser answers."""


class Browser:
    """One page in a browser; what it asks for, and what its policy refuses, is kept."""

    def __init__(self, profile: Path, width: int = 1400, height: int = 900) -> None:
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        command = ["chromium", *_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"]

        line = [sys.executable, "-c", _AT_THREE_AND_FOUR, str(to_read), str(to_write), *command]
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(
            line, pass_fds=(to_read, to_write), stdin=nowhere, stdout=nowhere, stderr=nowhere
        )
        os.close(to_read)
        os.close(to_write)
        self._number, self._held = 0, b""
        self.events: list[dict[str, Any]] = []
        pages = self._ask("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in pages if target["type"] == "page")
        self._session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers to a command at the page."""
        return self._ask(method, self._session, **params)

    def open(self, page: Path, fragment: str = "") -> None:
        """Shows a file."""
        self.events.clear()
        self.ask("Page.navigate", url=page.resolve().as_uri() + fragment)
        until = time.monotonic() + _ANSWER
        while self.value("document.readyState") != "complete" and time.monotonic() < until:
            time.sleep(0.02)

    def value(self, expression: str) -> Any:
        """What an expression comes to on the page."""
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def click(self, selector: str) -> None:
        """Presses the mouse in the middle of an element, which is brought into view."""
        script = """(() => { const e = document.querySelector(%s); e.scrollIntoView({block: 'center'});
            const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()"""
        box = self.value(script % json.dumps(selector))
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def press(self, key: str, code: int, text: str = "") -> None:
        """Presses a key."""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more)

    def asked_for(self) -> list[str]:
        """The addresses that the page had fetched, itself aside."""
        sent = [event["params"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in sent if one.get("type") != "Document"]

    def complaints(self) -> list[str]:
        """What the browser logged: errors, and what the page's policy refused."""
        return [event["params"]["entry"]["text"] for event in self.events if event.get("method") == "Log.entryAdded"]

    def close(self) -> None:
        """Ends the browser."""
        self._process.terminate()
        self._process.wait(timeout=_ANSWER)
        os.close(self._to)
        os.close(self._from)

    def _ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            read = os.read(self._from, 1 << 16)
            assert read, "the browser ended"
            self._held += read
        message, _, self._held = self._held.partition(b"\0")
        return dict(json.loads(message))
