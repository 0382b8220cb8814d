"""Firefox without a window, spoken to by WebDriver BiDi: opens an address, answers scripts, keeps what was said and asked for.

with started("firefox-esr", folder_of_profile) as firefox:
    firefox.open("file:///...")
    firefox.value("document.title")
"""

import itertools
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from waiting import PATIENCE
from websockets.sync.client import ClientConnection, connect

ANNOUNCED = "WebDriverBiDiServer.json"  # the file in its profile in which Firefox says where it listens
STARTS_WITHIN = 120  # seconds
EVENTS = ("log.entryAdded", "network.beforeRequestSent")


@contextmanager
def started(program: str, profile: Path) -> Iterator["Firefox"]:
    """Firefox with an empty profile, ended on leaving."""
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with connect(f"{_address(profile / ANNOUNCED)}/session", max_size=None, proxy=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait()


def _address(announced: Path) -> str:
    last = time.monotonic() + STARTS_WITHIN
    while not (announced.is_file() and (text := announced.read_text(encoding="utf-8"))):
        assert time.monotonic() < last, "Firefox did not start"
        time.sleep(0.05)
    said = json.loads(text)
    return f"ws://{said['ws_host']}:{said['ws_port']}"


class Firefox:
    """One window of Firefox; `said` are the lines of its console, `asked` the addresses that the page asked for."""

    def __init__(self, socket: ClientConnection):
        self._socket, self._numbers = socket, itertools.count(1)
        self.said: list[str] = []
        self.asked: list[str] = []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=list(EVENTS))
        self._context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Open an address and wait until the page has loaded."""
        self._call("browsingContext.navigate", context=self._context, url="about:blank", wait="complete")
        self.said.clear()
        self.asked.clear()
        self._call("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def value(self, expression: str) -> Any:
        """What an expression, or the promise that it is, gives in the page. Raises `AssertionError` with what it threw."""
        answer = self._call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def wait(self, condition: str) -> None:
        """Wait until a condition holds in the page, in which it may name what is not there yet. Raises `AssertionError` where it does not come to."""
        holds = f"""new Promise((settled) => {{
            const last = performance.now() + {PATIENCE};
            const holds = () => {{ try {{ return {condition}; }} catch {{ return false; }} }};
            const look = () => (holds() ? settled(true) : performance.now() > last ? settled(false) : setTimeout(look, 50));
            look();
        }})"""
        assert self.value(holds), f"this never came to hold: {condition}; said: {self.said}"

    def press(self, key: str) -> None:
        """Press a key on what has the focus."""
        strokes = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._call("input.performActions", context=self._context, actions=actions)

    def _call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (message := json.loads(self._socket.recv())).get("id") != number:
            self._hear(message)
        assert message["type"] == "success", message
        return message["result"]

    def _hear(self, event: dict) -> None:
        if event["method"] == "log.entryAdded":
            self.said.append(str(event["params"]["text"]))
        else:
            self.asked.append(event["params"]["request"]["url"])
