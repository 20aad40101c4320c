"""Much work on files is shared out among processes, one for each core; little is done at once."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus.errors import ChuyiError

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Result = TypeVar("Result")
# Starting processes takes as long as reading so many bytes of policies.
MUCH = 1_000_000
# Results that may wait for each process, so that they never fill the memory.
AHEAD = 16


class CrewLost(ChuyiError):
    """A process that worked on files was ended from outside."""


def work_through(
    items: Sequence[Item], work: Callable[[Item], Result], paths: Sequence[Path]
) -> Generator[Result, None, None]:
    """Yield what `work` returns for each item, in order; `paths` tell by their sizes how much there is.

    `work`, its items and its results go from process to process.
    """
    cores = _cores()
    if cores < 2 or len(items) < 2 or _size(paths) < MUCH:
        yield from map(work, items)
        return
    # Not above: a start that reads little need not wait for what starts processes.
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with ProcessPoolExecutor(cores, multiprocessing.get_context(_way()), _begin) as crew:
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(crew.submit(work, item))
                if len(waiting) > AHEAD * cores:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenExecutor as error:
            raise CrewLost(
                "a process that read policies was ended; is memory short? Then sync again"
            ) from error
        finally:
            crew.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _size(paths: Sequence[Path]) -> int:
    return sum(path.stat().st_size for path in paths if path.exists())


def _way() -> str:
    # A fork has all modules loaded, but must not be taken of a process with threads.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin() -> None:
    """Leave Ctrl-C to the parent process, and end with it whatever ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
