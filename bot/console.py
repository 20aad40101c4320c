"""Standard input, output and error of a command: styles and a bar on a terminal, plain text elsewhere."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.render import Line
    from corpus.library import FileReport

_STYLES = {"": "", "strong": "bold", "mark": "bold yellow", "dim": "dim", "warn": "red"}


def warn(message: str) -> None:
    """Say something in one line on standard error."""
    print("chuyi: " + " ".join(message.split()), file=sys.stderr, flush=True)


def fail(message: str, status: int) -> int:
    """Say what failed; return the exit status."""
    warn(message)
    return status


def print_json(value: object) -> None:
    """Print a JSON value on one line."""
    from bot.render import as_json

    click.echo(as_json(value))


def show_lines(lines: Iterable["Line"]) -> None:
    """Print lines: with styles on a terminal, plain elsewhere."""
    if sys.stdout.isatty():
        _print_styled(lines)
        return
    from bot.render import plain

    for line in lines:
        click.echo(plain([line]))


def _print_styled(lines: Iterable["Line"]) -> None:
    from rich.console import Console
    from rich.text import Text

    from bot.render import wrapped

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        for row in wrapped(line, console.width):
            parts = [(part, _STYLES[style]) for part, style in row.parts]
            console.print(Text.assemble(" " * row.indent, *parts))


def read_questions() -> Iterator[str]:
    """Yield the questions that are typed, or the lines of a pipe; empty ones are passed over."""
    if sys.stdin.isatty():
        import readline  # noqa: F401 - what is typed, Chinese too, can be edited

        lines = _typed()
    else:
        lines = (line.strip("\ufeff\r\n") for line in sys.stdin)
    yield from (line for line in lines if line.strip())


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("? ")
        except EOFError:
            click.echo()
            return


@contextmanager
def progress(folder: Path, say: Callable[["FileReport"], None]) -> Iterator[Callable[["FileReport"], None]]:
    """Hand on what becomes of each file of a library, with a bar on a terminal once a file is read."""
    if not sys.stderr.isatty():
        yield say
        return
    from rich.console import Console
    from rich.progress import Progress

    from corpus.library import list_policies

    # Lines printed meanwhile go above the bar, if they go to the terminal at all.
    bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty())
    task = bar.add_task("Reading policies", total=len(list_policies(folder)))

    def advance(report: "FileReport") -> None:
        if report.state in ("added", "changed") and not bar.live.is_started:
            bar.start()
        bar.advance(task)
        say(report)

    try:
        yield advance
    finally:
        bar.stop()
