"""The bot as a process of its own, told to use the Bot API server of the tests."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
from bot_api import TOKEN, BotApi
from conftest import Command, copy_policies

PUBLIC = "https://policy.example.gov.cn"
CONFIG = f"""
[library]
folder = "policies"
[server]
public_url = "{PUBLIC}"
[limit]
rate = ""
[telegram]
"""


@dataclass
class Bot:
    """Runs `chuyi telegram` in a folder; everything that it says is kept in one file."""

    command: Command
    api: BotApi
    process: subprocess.Popen[str] | None = field(default=None, repr=False)
    excused: list[str] = field(default_factory=list)

    @property
    def said_file(self) -> Path:
        return self.command.folder / "said.txt"

    @property
    def said(self) -> str:
        """All that the bot wrote to standard output and error, each time it ran."""
        return self.said_file.read_text(encoding="utf-8", errors="replace")

    @property
    def complaints(self) -> list[str]:
        """What it said besides its greeting and what a test expected."""
        lines = [line for line in self.said.splitlines() if not line.startswith("Chuyi answers as @")]
        return [line for line in lines if line and line not in self.excused]

    def excuse(self, line: str) -> None:
        """Take a line for what had to be said."""
        self.excused.append(line)

    def environment(self, token: str | None = TOKEN) -> dict[str, str]:
        named = {} if token is None else {"CHUYI_TELEGRAM_TOKEN": token}
        return self.command.environment() | named

    def configure(self, **settings: object) -> None:
        """Write config.toml: the folder `policies`, and keys of [telegram]."""
        known = {"base_url": self.api.address, "messages_per_second": 1000} | settings
        # JSON's texts, numbers and truths are TOML's, too.
        lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in known.items())
        (self.command.folder / "config.toml").write_text(CONFIG + lines, encoding="utf-8")

    def start(self) -> None:
        """Start the bot; return when it asks for updates."""
        polls = self.api.polls
        with self.said_file.open("a") as said:
            self.process = self.command.start(
                "telegram", env=self.environment(), stdout=said, stderr=subprocess.STDOUT
            )
        running = self.process
        self.api.until(lambda: self.api.polls > polls or running.poll() is not None, "the first poll", 60)
        assert running.poll() is None, self.said

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the bot and return its exit status."""
        process, self.process = self.process, None
        assert process
        process.send_signal(how)
        return process.wait(30)

    @contextmanager
    def running(self) -> Iterator["Bot"]:
        """Run the bot; it must end cleanly."""
        self.start()
        try:
            yield self
        finally:
            status = self.stop()
        assert status == 0, self.said


@contextmanager
def bot_in(folder: Path, *policies: str, **settings: object) -> Iterator[Bot]:
    """Make a library of policies with a Bot API server for it; the bot is not started."""
    copy_policies(folder / "policies", *policies)
    with BotApi() as api:
        bot = Bot(Command(folder), api)
        bot.configure(**settings)
        try:
            yield bot
        finally:
            if bot.process:
                bot.process.kill()
                bot.process.wait()


def answers(address: str, *questions: str) -> list[dict]:
    """Return the API's answers to the questions of one conversation."""
    found: list[dict] = []
    for question in questions:
        conversation = found[-1]["conversation"] if found else None
        body = {"question": question, "conversation": conversation}
        found.append(_client(address).post("/api/v1/ask", json=body).raise_for_status().json())
    return found


@cache
def _client(address: str) -> httpx.Client:
    """Return a client that is kept: making one takes longer than an answer."""
    return httpx.Client(base_url=address, timeout=30, verify=False)
