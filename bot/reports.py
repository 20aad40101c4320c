"""Tables and outlines for a person: the library, a document, hits, figures, findings, a sync."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.citations import cite
from bot.records import Record
from bot.render import Line, damage_words, excerpt, labelled, matches, one_line, place, table_lines
from corpus.library import DocumentInfo, FileReport, SyncReport
from corpus.model import Clause, Document

if TYPE_CHECKING:
    from index.glossary_check import Finding
    from index.search import Hit

OPENING = 40


def file_line(report: FileReport) -> str:
    """Return the line that `chuyi sync` prints for a file."""
    if report.error:
        return f"{report.state:<9} {report.error}"
    if report.state == "removed":
        return f"{report.state:<9} {report.id}"
    damage = ", ".join(f"{kind} {n}" for kind, n in report.damage.items())
    counts = f"{report.clauses} clauses, {report.targets} targets"
    return f"{report.state:<9} {report.id}: {counts}" + (f"; damaged: {damage}" if damage else "")


def sync_summary(report: SyncReport, folder: Path, database: Path) -> str:
    """Return the last line of `chuyi sync`."""
    states = ("added", "changed", "unchanged", "removed", "failed")
    counts = {state: sum(file.state == state for file in report.files) for state in states}
    said = ", ".join(f"{n} {state}" for state, n in counts.items() if n) or "no policy files"
    return f"{folder}: {said}; {report.seconds:.1f} s; database {database}"


def document_lines(infos: Sequence[DocumentInfo]) -> Iterator[Line]:
    """Yield the table of the library's documents."""
    if not infos:
        return
    head = ("ID", "TITLE", "NUMBER", "DATE", "STATUS", "CLAUSES", "TARGETS", "DAMAGE")
    rows = [
        (i.id, one_line(i.title), i.number, i.date, i.status, str(i.clauses), str(i.targets), str(i.damage))
        for i in infos
    ]
    yield from table_lines([head, *rows])


def outline_lines(document: Document) -> Iterator[Line]:
    """Yield a document's title and its clauses as a tree, each with its id and how it begins."""
    yield Line(((one_line(document.title), "strong"),))
    facts = (document.issuer, document.number, document.date, document.status, document.source_url)
    if said := "  ".join(one_line(fact) for fact in facts if fact):
        yield Line(((said, "dim"),))
    yield Line()
    for clause in document.clauses:
        yield _outline_line(document, clause)


def _outline_line(document: Document, clause: Clause) -> Line:
    parts = [(f"{clause.id}  ", "dim"), (_opening(document, clause), "strong" if clause.heading else "")]
    notes = [*(["inferred"] if clause.inferred else []), *clause.damage]
    if notes:
        parts.append((f"  [{', '.join(notes)}]", "warn"))
    return Line(tuple(parts), indent=2 * clause.id.count("."))


def _opening(document: Document, clause: Clause) -> str:
    """Return a clause's heading, else how its text begins, with its number as written."""
    start = clause.start
    end = clause.heading_end if clause.heading else clause.end
    text = re.sub(r"^[#>\s]+", "", one_line(document.text[start:end].strip())).strip()
    if not text:
        return clause.label or f"({clause.kind})"
    return text if clause.heading or len(text) <= OPENING else text[:OPENING] + "…"


def clause_lines(document: Document, clause: Clause) -> Iterator[Line]:
    """Yield one clause: its headings, its text as it stands, its place, its damage."""
    citation = cite(document, clause)
    for n, heading in enumerate(citation.headings):
        yield Line(((one_line(heading), "dim"),), indent=2 * n)
    for line in citation.quote.split("\n"):
        if line.strip():
            yield Line(((line, ""),))
    for child in (c for c in document.clauses if c.parent == clause.id):
        yield _outline_line(document, child)
    yield Line()
    yield labelled("Clause", f"{clause.id}  {clause.label}".rstrip(), indent=0)
    yield labelled("Document", f"{one_line(citation.title)} ({document.id})", indent=0)
    if clause.damage:
        yield labelled("Damage", damage_words(clause.damage, "en"), indent=0, style="warn")


def hit_lines(found: Iterable[tuple[Document, "Hit"]]) -> Iterator[Line]:
    """Yield the clauses of a search, each with an excerpt around the words found and its place."""
    for n, (document, hit) in enumerate(found, 1):
        citation = cite(document, hit.clause)
        spans = matches(citation.quote, hit.words)
        yield Line(((f"{n}. ", "dim"), *excerpt(citation.quote, spans)))
        where = f"{document.id} {hit.clause.id}  {place(citation)}  {hit.score:.2f}"
        yield Line(((where, "dim"),), indent=3)


def target_lines(rows: Sequence[Record]) -> Iterator[Line]:
    """Yield the figures that documents set as a table."""
    head = ("DOCUMENT", "CLAUSE", "SUBJECT", "VALUE", "UNIT", "QUALIFIER", "TEXT")
    cells = [
        (
            row["document"],
            row["clause"],
            row["subject"],
            _range(row),
            row["unit"],
            row["qualifier"],
            row["text"],
        )
        for row in rows
    ]
    if cells:
        yield from table_lines([head, *([one_line(str(c or "")) for c in line] for line in cells)])


def _range(row: Record) -> str:
    return str(row["value"]) if row["high"] is None else f"{row['value']}–{row['high']}"


def damage_lines(rows: Sequence[Record]) -> Iterator[Line]:
    """Yield what is damaged as a table, with the line of the file where it is."""
    head = ("DOCUMENT", "CLAUSE", "LINE", "KIND", "DETAIL")
    cells = [(row["document"], row["clause"], row["line"], row["kind"], row["detail"]) for row in rows]
    if cells:
        yield from table_lines([head, *([one_line(str(c)) for c in line] for line in cells)])


def glossary_lines(findings: Sequence["Finding"]) -> Iterator[Line]:
    """Yield what is wrong in a glossary as a table, conflicts first."""
    head = ("KIND", "LINE", "ENTRY", "WHAT TO DO")
    ordered = sorted(findings, key=lambda finding: finding.kind)
    rows = [(f.kind, str(f.line or ""), str(f.entry), f.message) for f in ordered]
    if rows:
        yield from table_lines([head, *rows])


def write_csv(fields: Sequence[str], rows: Iterable[Mapping[str, object]], file: TextIO) -> None:
    """Write records as CSV with a head line."""
    writer = csv.DictWriter(file, fields, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
