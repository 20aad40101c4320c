"""The web under load and on the wire: answers a second beside an empty endpoint; what each page weighs."""

import gzip
import http.client
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from load import Load

from bot.kept import FEW

HERE = Path(__file__).parent
CONNECTIONS = 8
ROUNDS = 3
VISITS = 20
ASK = "/api/v1/ask"
_FILE = re.compile(r"/static/[\w./-]+")
_IMPORT = re.compile(r"""["'(]\./([\w-]+\.(?:js|css))""")
Row = tuple[str, str]


def load_rows(
    address: str, questions: Sequence[str], documents: Sequence[str], seconds: float
) -> Iterator[Row]:
    """Yield what Chuyi and an empty FastAPI endpoint, each one process, do under the same load in turn.

    Chuyi keeps answers, so it is asked twice: as it is, and in a way of which nothing is kept (naming the
    documents of the library over and over), which is what questions never asked before take.
    """
    asked = [_body(question=question) for question in questions]
    all_named = [*documents] * (FEW // len(documents) + 1)
    anew = [_body(question=question, documents=all_named) for question in questions]
    loads: list[tuple[Load, ...]] = []
    with serving([sys.executable, str(HERE / "empty.py")]) as (_, empty):
        for _ in range(ROUNDS):
            targets = ((empty, "/", asked), (address, ASK, asked), (address, ASK, anew))
            loads.append(tuple(under_load(*target, seconds) for target in targets))
    for n, name in enumerate(
        ("an empty FastAPI endpoint", f"{ASK}, asked before", f"{ASK}, never asked before")
    ):
        load = sorted((each[n] for each in loads), key=lambda load: load.rate)[ROUNDS // 2]
        yield name, f"{load.rate:.0f} a second"
        yield "  p50, p99, longest", f"{load.p50:.1f} ms, {load.p99:.1f} ms, {load.longest:.1f} ms"
        ratio = statistics.median(each[n].rate / each[0].rate for each in loads)
        yield "  beside the empty endpoint", f"{ratio:.0%}; load from {load.own_share:.0%} of a core"


def _body(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def under_load(address: str, path: str, bodies: Sequence[str], seconds: float) -> Load:
    """Return what a server did with requests in a load of another process."""
    requests = [_request(address, path, body) for body in bodies]
    command = [sys.executable, str(HERE / "load.py"), address, str(seconds), str(CONNECTIONS)]
    done = subprocess.run(command, input=json.dumps(requests), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Load(**json.loads(done.stdout))


def _request(address: str, path: str, body: str) -> str:
    length = len(body.encode())
    head = f"POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n{body}"


@contextmanager
def serving(command: Sequence[str], folder: Path = HERE) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve in a process of its own that says its address first; yields the process and host:port."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            yield process, urlsplit(line.split(" at ")[1].split(" ")[0]).netloc
        finally:
            process.terminate()


def page_rows(address: str, document: str, question: str) -> Iterator[Row]:
    """Yield what each page weighs with its files, and the time to its first byte."""
    pages = {
        "ask page": "/",
        "ask page with an answer": f"/?q={quote(question)}",
        "documents": "/documents",
        f"reading page of {document}": f"/documents/{quote(document, safe='')}",
        "widget as a page": "/embed",
        "widget": "/widget.js",
    }
    for name, path in pages.items():
        visits = [fetch(address, path) for _ in range(VISITS)]
        page = visits[0][1]
        plain, packed, whole = map(_kilobytes, _weights(page, _files(address, page)))
        yield name, f"{plain}, gzip {packed}, with its files {whole}"
        waits = [wait for wait, _ in visits]
        yield "  first byte, median and longest", f"{statistics.median(waits):.1f} ms, {max(waits):.1f} ms"


def fetch(address: str, path: str) -> tuple[float, bytes]:
    """Return the milliseconds to an answer's first byte on a connection of its own, and its content."""
    with closing(http.client.HTTPConnection(address)) as connection:
        began = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        waited = 1000 * (time.perf_counter() - began)
        content = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return waited, content


def _files(address: str, page: bytes) -> list[bytes]:
    """Return the styles, scripts and pictures that a page loads, with the modules that those import."""
    found: dict[str, bytes] = {}
    waiting = _FILE.findall(page.decode())
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = fetch(address, path)[1]
            text = found[path].decode()
            waiting += _FILE.findall(text)
            waiting += [f"{path.rpartition('/')[0]}/{name}" for name in _IMPORT.findall(text)]
    return [*found.values()]


def _weights(page: bytes, files: Sequence[bytes]) -> tuple[int, int, int]:
    packed = len(gzip.compress(page))
    return len(page), packed, packed + sum(len(gzip.compress(file)) for file in files)


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"
