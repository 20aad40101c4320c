"""Load on a server from a process of its own: as many requests as it answers, over connections kept open.

    load.py ADDRESS SECONDS CONNECTIONS < requests

Standard input holds the requests, JSON strings, sent in turn. Prints one JSON object: answers a second, p50,
p99 and longest wait in milliseconds, and the share of a core that this process itself took.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load; times in milliseconds."""

    rate: float
    p50: float
    p99: float
    longest: float
    own_share: float


class Client:
    """One connection, on which a request is sent when the one before was answered."""

    def __init__(self, host: str, port: int) -> None:
        """Connect."""
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sent = 0.0
        self._read = b""
        self._length = -1

    def send(self, request: bytes) -> None:
        """Send a request."""
        self._read, self._length = b"", -1
        self._sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> float | None:
        """Read what is there; return the seconds waited once the answer is whole."""
        self._read += self.socket.recv(262144)
        if self._length < 0:
            head, found, _ = self._read.partition(b"\r\n\r\n")
            if not found:
                return None
            if b" 200 " not in head[:13]:
                raise RuntimeError(self._read.decode(errors="replace"))
            lines = head.lower().split(b"\r\n")
            self._length = (
                len(head) + 4 + next(int(v[15:]) for v in lines if v.startswith(b"content-length:"))
            )
        return time.perf_counter() - self._sent if len(self._read) >= self._length else None


def measure(host: str, port: int, requests: Sequence[bytes], seconds: float, connections: int) -> Load:
    """Ask for some seconds; what comes in the first tenth of them is not counted."""
    waits: list[float] = []
    turn = cycle(requests)
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            client = Client(host, port)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.send(next(turn))
        for _ in _until(seconds / 10):
            _pump(selector, turn)
        began, used = time.perf_counter(), time.process_time()
        for _ in _until(seconds):
            waits += _pump(selector, turn)
        took, used = time.perf_counter() - began, time.process_time() - used
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    waits.sort()
    p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    return Load(len(waits) / took, p50, p99, 1000 * waits[-1], used / took)


def _until(seconds: float) -> Iterator[None]:
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        yield


def _pump(selector: selectors.BaseSelector, turn: Iterator[bytes]) -> list[float]:
    """Take the answers that are there and send the next requests."""
    waits = []
    for key, _ in selector.select(timeout=10):
        if (waited := key.data.receive()) is not None:
            waits.append(waited)
            key.data.send(next(turn))
    return waits


if __name__ == "__main__":
    host, _, port = sys.argv[1].partition(":")
    requests = [text.encode() for text in json.load(sys.stdin)]
    load = measure(host, int(port), requests, float(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(asdict(load)))
