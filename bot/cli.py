"""The command `chuyi`: every sub-command, and what a user sees when something goes wrong."""

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial, update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.console import fail, print_json, progress, read_questions, show_lines, warn
from bot.settings import Settings, load_settings
from corpus.errors import ChuyiError, InvalidQuestion

if TYPE_CHECKING:
    from bot.service import Parts
    from corpus.library import Library
    from corpus.model import Document

FAILED, MISUSED, INTERRUPTED = 1, 2, 130
_FILE = partial(click.Path, path_type=Path)


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; return its exit status, every error being one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        status = cli.main(list(arguments), prog_name="chuyi", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSED
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "chuyi"
        message = error.format_message().rstrip(".")
        return fail(f"{message}{'' if message[-1:] == '?' else ';'} “{path} --help” tells more", MISUSED)
    except click.ClickException as error:
        return fail(error.format_message(), FAILED)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read had enough (click exits then); Python must not try to write the rest when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ChuyiError as error:
        return fail(str(error), MISUSED if isinstance(error, InvalidQuestion) else FAILED)
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exc()
        return fail(f"{type(error).__name__}: {error}; “chuyi --debug …” shows where", FAILED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", type=_FILE(dir_okay=False, exists=True), envvar="CHUYI_CONFIG", help="Settings file."
)
@click.option("--library", type=_FILE(), envvar="CHUYI_LIBRARY", help="Folder of policy files.")
@click.option("--database", type=_FILE(), envvar="CHUYI_DATABASE", help="Database made from the library.")
@click.option("--debug", is_flag=True, help="Show where in Chuyi an unexpected error happened.")
@click.version_option(__version__, message="chuyi %(version)s")
@click.pass_context
def cli(
    context: click.Context, config: Path | None, library: Path | None, database: Path | None, debug: bool
) -> None:
    """Answers questions about government policy from the policy's own text, with the clause.

    The library is a folder of policy files; without --library it is the one that config.toml names, or
    the one shipped with Chuyi.
    """
    context.obj = lambda: load_settings(config, library, database)


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the settings as its first argument, read when it runs, not when it shows its help."""

    @click.pass_obj
    def call(load: Callable[[], Settings], *args: Any, **kwargs: Any) -> Any:
        return command(load(), *args, **kwargs)

    return update_wrapper(call, command)


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
among = click.option("--document", "documents", multiple=True, help="Look in this document only; repeatable.")


@cli.command()
@click.argument("question", nargs=-1, required=True)
@as_json
@among
@with_settings
def ask(settings: Settings, question: tuple[str, ...], as_json: bool, documents: tuple[str, ...]) -> None:
    """Answer QUESTION with the figure or sentence, the quote and the clause it stands in."""
    from bot.answer import check_question

    asked = check_question(_checked(" ".join(question)))  # before half a second goes into opening
    _answer(_open_parts(settings), asked, None, as_json, documents)


@cli.command()
@as_json
@among
@with_settings
def chat(settings: Settings, as_json: bool, documents: tuple[str, ...]) -> int:
    """Answer questions one after another; each may lean on those before it.

    On a terminal end with Ctrl-D. Otherwise every line of standard input is a question.
    """
    parts = _open_parts(settings)
    conversation: str | None = None
    status = 0
    for n, question in enumerate(read_questions(), 1):
        try:
            conversation = _answer(parts, question, conversation, as_json, documents)
        except InvalidQuestion as error:
            status = 0 if sys.stdin.isatty() else fail(f"line {n}: {error}", FAILED)
            if sys.stdin.isatty():
                warn(str(error))
    return status


def _answer(
    parts: "Parts", question: str, conversation: str | None, as_json: bool, documents: tuple[str, ...]
) -> str:
    from bot.render import Line, answer_json, answer_lines

    answer = parts.answerer.answer(_checked(question), conversation, documents or None)
    if as_json:
        click.echo(answer_json(answer))
    else:
        show_lines([*([Line()] if conversation else []), *answer_lines(answer)])
    sys.stdout.flush()
    return answer.conversation


def _checked(question: str) -> str:
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise InvalidQuestion("the question is not valid UTF-8; check the terminal's encoding") from error
    return question


@cli.command()
@with_settings
def sync(settings: Settings) -> int:
    """Bring the database in step with the library: only what was added, changed or removed is read."""
    from bot import reports
    from bot.service import sync_library

    with progress(settings.library_folder, lambda report: print(reports.file_line(report))) as told:
        report = sync_library(settings, told)
    click.echo(reports.sync_summary(report, settings.library_folder, settings.database))
    return FAILED if any(file.state == "failed" for file in report.files) else 0


@cli.command()
@as_json
@with_settings
def documents(settings: Settings, as_json: bool) -> None:
    """List the documents of the library."""
    from bot import records, reports

    infos = _open_library(settings).documents()
    if as_json:
        print_json([records.document_record(info) for info in infos])
    else:
        show_lines(reports.document_lines(infos))


@cli.command()
@click.argument("document")
@click.argument("clause", required=False)
@as_json
@with_settings
def show(settings: Settings, document: str, clause: str | None, as_json: bool) -> None:
    """Show the outline of DOCUMENT, or one CLAUSE of it with its headings and text.

    A clause is named by its id (2.4.1) or as people write it (二（四）1, 第十四条).
    """
    from bot import records, reports
    from corpus.reference import find_clause

    library = _open_library(settings)
    found = library.document(document)
    if clause is not None:
        place = find_clause(clause, found.clauses)
        record = records.clause_record(found, place)
        lines = reports.clause_lines(found, place)
    else:
        info = next(i for i in library.documents() if i.id == found.id)
        record = records.outline_record(info, found)
        lines = reports.outline_lines(found)
    if as_json:
        print_json(record)
    else:
        show_lines(lines)


@cli.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Clauses at most.")
@as_json
@among
@with_settings
def search(
    settings: Settings, words: tuple[str, ...], limit: int, as_json: bool, documents: tuple[str, ...]
) -> None:
    """List the clauses that share words with WORDS, best first, the words marked."""
    from bot import records, reports

    parts = _open_parts(settings)
    for name in documents:
        parts.library.document(name)  # an unknown one is an error, not an empty result
    hits = parts.searcher.search(_checked(" ".join(words)), limit, documents or None)
    found = [(parts.library.document(hit.document), hit) for hit in hits]
    if as_json:
        print_json([records.hit_record(document, hit) for document, hit in found])
    else:
        show_lines(reports.hit_lines(found))
        if not found:
            warn("no clause holds these words; “chuyi documents” lists what the library holds")


@cli.command()
@click.argument("document", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@as_json
@with_settings
def targets(settings: Settings, document: str | None, as_csv: bool, as_json: bool) -> None:
    """Print the table of figures that the text sets: subject, value, unit, qualifier, clause."""
    from bot import records, reports

    rows = list(records.target_records(_chosen(_open_library(settings), document)))
    if as_json:
        print_json(rows)
    elif as_csv:
        reports.write_csv(records.TARGET_FIELDS, rows, sys.stdout)
    else:
        show_lines(reports.target_lines(rows))


@cli.command()
@click.argument("document", required=False)
@as_json
@with_settings
def check(settings: Settings, document: str | None, as_json: bool) -> int:
    """Print what is damaged in the text, each with its place and kind; exit status 1 if anything is."""
    from bot import records, reports

    rows = list(records.damage_records(_chosen(_open_library(settings), document)))
    if as_json:
        print_json(rows)
    else:
        show_lines(reports.damage_lines(rows))
        if not rows:
            click.echo("Nothing is damaged.")
    return FAILED if rows else 0


@cli.command("eval")
@click.argument("files", nargs=-1, required=True, type=_FILE(exists=True, dir_okay=False))
@click.option("--show/--no-show", default=True, help="Print every case that fails (the default).")
@as_json
@with_settings
def evaluate(settings: Settings, files: tuple[Path, ...], show: bool, as_json: bool) -> int:
    """Score the question FILES (JSON lines) against the library; exit status 1 below 100 %."""
    from bot.evaluate import read_cases, score

    cases = [case for path in files for case in read_cases(path)]
    parts = _open_parts(settings)
    result = score(parts.answerer, parts.library, cases)
    if as_json:
        print_json(result.to_json())
    else:
        click.echo(result.text(show))
    return 0 if result.passed == result.total else FAILED


@cli.group()
def glossary() -> None:
    """The words of the field: equal terms, abbreviations, English names."""


@glossary.command("check")
@as_json
@with_settings
def check_words(settings: Settings, as_json: bool) -> int:
    """Print terms that contradict each other, and entries that change no result in this library.

    Exit status 1 if any contradict each other.
    """
    from bot import reports
    from index.glossary import SHIPPED, load_glossary
    from index.glossary_check import check_glossary
    from index.words import normalise

    words = load_glossary(settings.glossary)
    library = _open_library(settings)
    texts = [normalise(document.text) for document in _chosen(library, None)]
    source = (settings.glossary or SHIPPED).read_text(encoding="utf-8-sig")
    findings = check_glossary(words, lambda term: sum(text.count(term) for text in texts), source)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        show_lines(reports.glossary_lines(findings))
    return FAILED if any(finding.kind == "conflict" for finding in findings) else 0


@cli.command()
@click.option("--host", help="Address to listen on (default: the settings', 127.0.0.1).")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to listen on (default: the settings', 8000)."
)
@with_settings
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve pages, widget and HTTP API until Ctrl-C or SIGTERM; the library is synced first."""
    from bot.web.server import listen, serve_forever

    host = settings.server.host if host is None else host
    with listen(host, settings.server.port if port is None else port) as socket:
        _bring_up_to_date(settings)
        serve_forever(settings, socket, click.echo)


@cli.command()
@with_settings
def telegram(settings: Settings) -> None:
    """Answer in Telegram until Ctrl-C or SIGTERM; the library is synced first.

    The bot's token comes from CHUYI_TELEGRAM_TOKEN; @BotFather gives it.
    """
    from bot.telegram_bot import run_telegram

    run_telegram(settings, lambda: _bring_up_to_date(settings), click.echo)


def _open_parts(settings: Settings) -> "Parts":
    from bot.service import open_parts

    _bring_up_to_date(settings)
    parts = open_parts(settings)
    _warn_if_empty(parts.library)
    return parts


def _open_library(settings: Settings) -> "Library":
    from corpus.library import open_library

    _bring_up_to_date(settings, finding=False)
    library = open_library(settings.database)
    _warn_if_empty(library)
    return library


def _warn_if_empty(library: "Library") -> None:
    from bot.service import EMPTY_LIBRARY

    if not library.documents():
        warn(EMPTY_LIBRARY)


def _bring_up_to_date(settings: Settings, finding: bool = True) -> None:
    """Sync before a command; a file that cannot be used is a line on standard error, no more."""
    from bot.service import ready_library

    with progress(
        settings.library_folder, lambda report: warn(report.error) if report.error else None
    ) as told:
        ready_library(settings, told, warn, finding)


def _chosen(library: "Library", document: str | None) -> Iterator["Document"]:
    """Yield the named document, or all of them."""
    names = [info.id for info in library.documents()] if document is None else [document]
    return (library.document(name) for name in names)


if __name__ == "__main__":
    main()
