"""Measure Chuyi in one run: sync, answers in process and over HTTP, load, pages, chat, cold start, memory.

    bench.py [FOLDER] [--library DIR] [--seconds N]

FOLDER holds the policies that are parsed and synced, by default ../shared/policies where that exists, else
the shipped library. Answers, cold starts and memory are those of the library served, by default the shipped
one; its questions are made from the figures that its policies set, so that any folder can be measured.
Times are wall clock; cold starts alternate with those of jieba alone and are given as medians. Prints one
table.
"""

import argparse
import http.client
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from replies import reply_rows
from web import load_rows, page_rows, serving

from bot.answer import Answerer
from bot.model import Answer
from bot.service import Parts, open_parts, sync_library
from bot.settings import SHIPPED_LIBRARY, Settings, load_settings
from corpus.library import list_policies, read_document

ROOT = Path(__file__).parents[1]
POLICIES = ROOT.parent / "shared" / "policies"
JIEBA = "import jieba; jieba.setLogLevel(60); jieba.initialize()"
QUESTIONS = 200
STARTS = 7
Row = tuple[str, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=POLICIES if POLICIES.is_dir() else SHIPPED_LIBRARY
    )
    parser.add_argument("--library", type=Path, default=SHIPPED_LIBRARY, help="what is served and asked")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to ask, each way")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        policies = load_settings(None, arguments.folder, Path(temporary) / "policies.sqlite3")
        served = load_settings(None, arguments.library, Path(temporary) / "served.sqlite3")
        for label, figure in measure(policies, served, arguments.seconds):
            print(f"{label:<44} {figure}", flush=True)


def measure(policies: Settings, settings: Settings, seconds: float) -> Iterator[Row]:
    """Yield every measurement as a row of the table."""
    yield "machine", f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    yield from _sync_rows(policies)
    sync_library(settings)
    parts = open_parts(settings)
    questions = _questions(parts)
    yield "questions made from the policies' figures", str(len(questions))
    if questions:
        answerer = Answerer(parts.library, parts.searcher)  # one that keeps no answer
        yield from _answer_rows("in process", answerer.answer, questions, seconds)
        yield from _server_rows(parts, settings, questions, seconds)
        folder = settings.database.parent
        yield from reply_rows(_chuyi(settings), folder, questions, seconds, _memory)
        yield from _start_rows(settings, questions[0])


def _sync_rows(settings: Settings) -> Iterator[Row]:
    paths = [file.path for file in list_policies(settings.library_folder) if not file.fault]
    size = sum(path.stat().st_size for path in paths) / 1e6
    yield "policies", f"{len(paths)}, {size:.2f} MB"
    yield "parse", _rate(size, _seconds(lambda: [read_document(path) for path in paths]))
    yield "sync into a new database", _rate(size, _seconds(lambda: sync_library(settings)))
    yield "sync with nothing changed", f"{_seconds(lambda: sync_library(settings)) * 1000:.0f} ms"
    yield "database", f"{settings.database.stat().st_size / 1e6:.2f} MB"


def _rate(size: float, seconds: float) -> str:
    return f"{size / seconds:.3g} MB/s ({seconds:.2f} s)"


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _questions(parts: Parts) -> list[str]:
    """Return questions spread over all figures of the library."""
    documents = [parts.library.document(info.id) for info in parts.library.documents()]
    every = list(
        dict.fromkeys(f"{t.subject}有多少{t.unit}？" for d in documents for t in d.targets if t.subject)
    )
    every = [question for question in every if len(question) <= 100]
    return every[:: max(1, len(every) // QUESTIONS)][:QUESTIONS]


def _answer_rows(
    where: str, ask: Callable[[str], Answer | None], questions: list[str], seconds: float
) -> Iterator[Row]:
    for question in questions[:20]:
        ask(question)
    times: list[float] = []
    ends = time.perf_counter() + seconds
    while not times or time.perf_counter() < ends:
        question = questions[len(times) % len(questions)]
        times.append(_seconds(partial(ask, question)))
    times_ms = sorted(t * 1000 for t in times)
    p50, p99 = statistics.median(times_ms), times_ms[int(len(times_ms) * 0.99)]
    yield f"answers {where}", f"{1000 * len(times) / sum(times_ms):.0f} a second"
    yield f"  p50, p99, longest of {len(times)}", f"{p50:.2f} ms, {p99:.2f} ms, {times_ms[-1]:.2f} ms"


def _server_rows(parts: Parts, settings: Settings, questions: list[str], seconds: float) -> Iterator[Row]:
    with serving(_command(settings), settings.database.parent) as (process, address):
        connection = http.client.HTTPConnection(address)

        def ask(question: str) -> None:
            body = json.dumps({"question": question}).encode()
            connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            if response.status != 200:
                raise RuntimeError(response.read().decode())
            response.read()

        ask(questions[0])
        yield "server's memory after one answer", _memory(process.pid)
        yield from _answer_rows("over HTTP, one connection", ask, questions, seconds)
        yield "server's memory after them", _memory(process.pid)
        documents = [info.id for info in parts.library.documents()]
        yield from load_rows(address, questions, documents, seconds)
        yield from page_rows(address, documents[0], questions[0])


def _command(settings: Settings) -> list[str]:
    """Return the command that serves as configured by default, but with a limit that a load does not reach."""
    config = settings.database.with_suffix(".toml")
    config.write_text('[limit]\nrate = "1000000/second"\n')
    return _chuyi(settings, "serve", "--port", "0", config=config)


def _memory(pid: int) -> str:
    """Return the resident memory of a process (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "not known on this system"
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return f"{kilobytes / 1024:.0f} MB"


def _start_rows(settings: Settings, question: str) -> Iterator[Row]:
    """Yield the cold start of `chuyi ask` beside jieba's own."""
    commands = {"ask": _chuyi(settings, "ask", question), "jieba": [sys.executable, "-c", JIEBA]}
    # As a user starts it: with Python's compiled files kept, whatever this process was told.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for n in range(STARTS + 1):
        for name, command in commands.items():
            took = _seconds(partial(subprocess.run, command, capture_output=True, check=True, env=env))
            if n:  # the first fills the caches of both
                times[name].append(took)
    ask, jieba = (statistics.median(times[name]) for name in ("ask", "jieba"))
    yield f"cold start of chuyi ask, median of {STARTS}", f"{ask:.2f} s"
    yield "cold start of jieba alone", f"{jieba:.2f} s"
    yield "  ratio", f"{ask / jieba:.2f}"


def _chuyi(settings: Settings, *arguments: str, config: Path | None = None) -> list[str]:
    places = ["--config", str(config)] if config else []
    places += ["--library", str(settings.library_folder), "--database", str(settings.database)]
    return [sys.executable, "-m", "bot.cli", *places, *arguments]


if __name__ == "__main__":
    main()
