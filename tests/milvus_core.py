"""A real Milvus core as a server on loopback, which tests may stop, freeze and start again; syncs that are killed."""

import os
import signal
import socket
import subprocess
from multiprocessing.connection import Connection
from pathlib import Path

from conftest import ROOT
from pymilvus import MilvusClient

from bot.service import sync_library
from bot.settings import Settings

HOME = ROOT / ".venv-milvus" / "milvus_lite" / "lib"


class Core:
    """The server of milvus-lite 2.5.1; its data outlives it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        assert (HOME / "milvus").exists(), "make .venv-milvus/.installed"
        command = [HOME / "milvus", self._folder / "core.db", f"127.0.0.1:{self._port}", "FATAL"]
        with (self._folder / "core.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                env=os.environ | {"LD_LIBRARY_PATH": str(HOME)},
                stdout=log,
                stderr=log,
            )
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "core.log").read_text(errors="replace")

    def stop(self) -> None:
        """End it at once, as a fault would."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        """Let it take connections and answer none."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # every thread of it has stopped

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self._port), 1).close()
        except OSError:
            return False
        return True


def sync_probed(settings: Settings, kill_at: int) -> None:
    """Sync, dying by SIGKILL before the write to Milvus of the number `kill_at`."""
    seen = 0

    def probed(method):
        def call(*arguments, **options):
            nonlocal seen
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return method(*arguments, **options)

        return call

    for name in ("create_collection", "upsert", "delete"):
        setattr(MilvusClient, name, probed(getattr(MilvusClient, name)))
    sync_library(settings)


def nurse(pipe: Connection) -> None:
    """Sync in children of a process that has never used gRPC, which bears no fork; tell how each ended."""
    while order := pipe.recv():
        if (child := os.fork()) == 0:
            sync_probed(*order)
            os._exit(0)
        pipe.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
