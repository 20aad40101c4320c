"""Run a function in a process of its own, which may be killed, limited or stripped of its rights."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

_FORK = multiprocessing.get_context("fork")
NOBODY = 65534


def run_in_child(function: Callable[..., Any], *arguments: object) -> tuple[Any, int | None]:
    """Return what `function` returned in a child process (None if it was killed) and the exit code."""
    ours, theirs = _FORK.Pipe(duplex=False)
    child = _FORK.Process(target=_run, args=(theirs, function, arguments))
    child.start()
    theirs.close()
    try:
        result = ours.recv()
    except EOFError:
        result = None
    child.join()
    return result, child.exitcode


def _run(pipe: Connection, function: Callable[..., Any], arguments: tuple[object, ...]) -> None:
    pipe.send(function(*arguments))


def drop_rights() -> None:
    """Become a user whom the rights of files bind; root is bound by none."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
