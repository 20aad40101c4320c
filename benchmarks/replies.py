"""Replies of the Telegram bot through the Bot API server of the tests: how many a second, and how long one takes."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))

from bot_api import TOKEN, BotApi, Call  # noqa: E402
from chats import Person  # noqa: E402

Row = tuple[str, str]
CHATS = (1, 50)


def reply_rows(
    command: Sequence[str],
    folder: Path,
    questions: Sequence[str],
    seconds: float,
    memory: Callable[[int], str],
) -> Iterator[Row]:
    """Yield what an empty bot does, and what the one does that `command` starts in `folder`."""
    empty = [sys.executable, str(HERE / "empty_bot.py")]
    for name, started in (("an empty bot", empty), ("the Telegram bot", [*command, "telegram"])):
        with BotApi() as api, _bot(started, folder, api) as process:
            _ask(api, questions[:20], 1, 1.0)
            for chats in CHATS:
                yield from _rate_rows(
                    f"replies of {name}, chats: {chats}", *_ask(api, questions, chats, seconds)
                )
            yield "  its memory, calls refused", f"{memory(process.pid)}, {len(api.refused)}"


def _rate_rows(label: str, waits: Sequence[float], took: float) -> Iterator[Row]:
    times = sorted(1000 * wait for wait in waits)
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    yield label, f"{len(times) / took:.0f} a second"
    yield f"  p50, p99, longest of {len(times)}", f"{p50:.1f} ms, {p99:.1f} ms, {times[-1]:.1f} ms"


@contextmanager
def _bot(command: Sequence[str], folder: Path, api: BotApi) -> Iterator[subprocess.Popen[bytes]]:
    config = folder / "bot.toml"
    config.write_text(
        f'[telegram]\nbase_url = "{api.address}"\nmessages_per_second = 1000\n', encoding="utf-8"
    )
    environment = os.environ | {"CHUYI_TELEGRAM_TOKEN": TOKEN, "CHUYI_CONFIG": str(config)}
    address = [api.address] if "empty_bot.py" in command[-1] else []
    with subprocess.Popen(
        [*command, *address], env=environment, cwd=folder, stdout=subprocess.DEVNULL
    ) as process:
        try:
            api.until(lambda: api.polls or process.poll() is not None, "the bot's first poll", 60)
            yield process
        finally:
            process.terminate()


def _ask(api: BotApi, questions: Sequence[str], chats: int, seconds: float) -> tuple[list[float], float]:
    """Return how long each reply took, and all of them, when every chat asks on as soon as it is answered."""
    people = {person.id: person for person in (Person(api) for _ in range(chats))}
    asked: dict[int, float] = {}
    waits: list[float] = []
    texts = cycle(questions)
    began = time.monotonic()
    done = SimpleNamespace(at=0.0)

    def ask(person: Person) -> None:
        asked[person.id] = time.monotonic()
        person.says(next(texts))

    def on_call(call: Call) -> None:
        """Ask the next question as soon as the last message of a reply came, the one with buttons."""
        person = people.get(int(call.parameters.get("chat_id", 0)))
        if call.method != "sendmessage" or not person or "reply_markup" not in call.parameters:
            return
        waits.append(call.at - asked.pop(person.id))
        done.at = call.at
        if call.at < began + seconds:
            ask(person)

    api.on_call = on_call
    for person in people.values():
        ask(person)
    api.until(lambda: not asked, "the last reply", seconds + 60)
    return waits, done.at - began
