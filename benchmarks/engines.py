"""Measure the engines side by side in one run: a nation's laws, a million clauses, and how far they agree.

    engines.py [--data DIR] [--clauses N] [--questions N] [--milvus ADDRESS] [PART ...]

PART is one or more of `sync` (the laws read into a new database, and one file changed), `laws` (questions to
their articles, every engine), `million` (synthetic clauses whose words follow Zipf's law) and `agree` (the ten
best articles of STARD, tantivy against the reference, and Milvus where there is one); by default all. The questions are STARD's, cut by our own
segmenter. Times are wall clock, of ranking alone with the ten best asked for, in one thread.
"""

import argparse
import json
import random
import resource
import shutil
import sqlite3
import statistics
import tarfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s
from data_sets import DATA, read_paragraphs, read_questions
from texts import BATCH, WORDS, batches, build, documents_of

from bot.service import open_parts, sync_library
from bot.settings import Settings, load_settings
from corpus.library import open_library
from corpus.sync import Change
from index.bm25 import RankBM25
from index.collection import Collection
from index.disk import DiskEngine
from index.engine import Engine, Server, in_full
from index.glossary import load_glossary
from index.milvus import MilvusEngine, marker
from index.milvus_keeper import MilvusKeeper, milvus_folder
from index.okapi import K1, B
from index.search import open_segmenter
from index.snapshots import index_home
from index.words import normalise

Row = tuple[str, str]
Tokens = list[str]
Rank = Callable[[Tokens], object]
BEST = 10
# rank-bm25 takes a second a question at this size.
SLOW_QUESTIONS = 25
VOCABULARY, LENGTH = 200_000, 60


def main() -> None:
    """Measure and print."""
    parts = {"sync": sync_rows, "laws": laws_rows, "million": million_rows, "agree": agree_rows}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(parts))
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--clauses", type=int, default=1_000_000, help="synthetic clauses")
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument(
        "--milvus", metavar="ADDRESS", help="a Milvus to be held to the reference, as http://…"
    )
    arguments = parser.parse_args()
    with TemporaryDirectory() as temporary:
        for name in arguments.parts or parts:
            folder = Path(temporary) / name
            folder.mkdir()
            for label, figure in parts[name](arguments, folder):
                print(f"{label:<44} {figure}", flush=True)
            shutil.rmtree(folder)


def sync_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield how fast the laws are read first, how soon a changed file is served, and what opening takes."""
    settings = unpack_laws(arguments.data, folder)
    files = sorted(settings.library_folder.glob("*.md"))
    size = sum(file.stat().st_size for file in files) / 1e6
    took = seconds(lambda: sync_library(settings))
    yield "laws: first sync", f"{len(files)} files, {size:.1f} MB, {size / took:.2f} MB/s ({took:.0f} s)"
    with files[len(files) // 2].open("a", encoding="utf-8") as file:
        file.write("\n第九百九十九条 本条为新增。\n")
    yield "laws: sync after one changed file", f"{seconds(lambda: sync_library(settings)):.2f} s"
    yield "laws: sync with nothing changed", f"{seconds(lambda: sync_library(settings)):.2f} s"
    yield (
        "laws: opening the library",
        f"{seconds(lambda: open_parts(settings)):.2f} s, {in_child(opened, settings)}",
    )
    yield "laws: a whole answer", in_child(answered, settings, arguments.data, arguments.questions)
    yield "laws: a whole search", in_child(searched_for, settings, arguments.data, arguments.questions)


def opened(settings: Settings) -> str:
    """Open a library and tell what memory that takes."""
    parts = open_parts(settings)
    return f"{len(parts.searcher)} clauses, {memory()}"


def answered(settings: Settings, data: Path, count: int) -> str:
    """Answer questions and tell the times and the memory that takes."""
    parts = open_parts(settings)
    asked = [q.text[:500] for q in read_questions(data, "stard")[:count]]
    times = [seconds(lambda text=text: parts.answerer.answer(text)) for text in asked]  # type: ignore[misc]
    return f"{spread(times)}, {memory()}"


def searched_for(settings: Settings, data: Path, count: int) -> str:
    """Search for questions, by all that a search does, and tell the times and the memory that takes."""
    searcher = open_parts(settings).searcher
    asked = [q.text[:500] for q in read_questions(data, "stard")[:count]]
    times = [seconds(lambda text=text: searcher.search(text, BEST)) for text in asked]  # type: ignore[misc]
    return f"{spread(times)}, {memory()}"


def laws_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield the times of each engine for questions to the articles of the laws."""
    corpus = article_tokens(unpack_laws(arguments.data, folder))
    questions = question_tokens(arguments.data)[: arguments.questions]
    yield "articles", f"{len(corpus)}, {len(questions)} questions"
    slow = timed(reference_rank(corpus), questions[:SLOW_QUESTIONS])
    yield "rank-bm25", spread(slow)
    engine = build(folder / "index", (" ".join(tokens) for tokens in corpus))
    fast = timed(lambda tokens: engine.top(in_full(tokens), BEST), questions)
    yield "tantivy, scored again by the reference's sums", spread(fast)
    yield "  rank-bm25's p50 over tantivy's", f"{statistics.median(slow) / statistics.median(fast):.0f}"
    yield "bm25s", spread(timed(bm25s_rank(corpus), questions))
    yield "SQLite FTS5", spread(timed(fts5_rank(corpus), questions))


def million_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield the times and the memory of a search among synthetic clauses, opened by a new process."""
    took = seconds(lambda: build(folder, zipf_lines(arguments.clauses)))
    yield f"{arguments.clauses} synthetic clauses: built", f"{took:.0f} s"
    yield "  questions of 4 to 20 words", in_child(searched, folder, arguments.clauses, arguments.questions)


def searched(folder: Path, clauses: int, count: int) -> str:
    """Search synthetic clauses and tell the times and the memory that takes."""
    engine = DiskEngine(folder, WORDS, documents_of(clauses))
    questions = [
        list(dict.fromkeys(line.split(" ")[: 4 + n % 17])) for n, line in enumerate(zipf_lines(count, 2))
    ]
    return f"{spread(timed(lambda tokens: engine.top(in_full(tokens), BEST), questions))}, {memory()}"


def agree_rows(arguments: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """Yield how many of the ten best articles of STARD each engine shares with the reference."""
    segmenter = open_segmenter(load_glossary())
    articles = read_paragraphs(arguments.data, "stard")
    corpus = [segmenter.tokens(normalise(f"{a.title} {a.text}")) for a in articles]
    questions = question_tokens(arguments.data)[: min(arguments.questions, 200)]
    reference = RankBM25(corpus)
    expected = [reference.top(in_full(tokens), BEST) for tokens in questions]
    lines = [" ".join(tokens) for tokens in corpus]
    yield from shared_rows("tantivy", build(folder / "index", lines), questions, expected)
    if arguments.milvus:
        server = Server(arguments.milvus, "chuyi_benchmark")
        took = time.perf_counter()
        engine = build_milvus(folder, lines, server)
        yield "Milvus: rows written", f"{len(lines) / (time.perf_counter() - took):.0f} a second"
        yield from shared_rows("Milvus", engine, questions, expected)
        yield "  in so long", spread(timed(lambda tokens: engine.top(in_full(tokens), BEST), questions))
        yield from raw_rows(corpus, questions, server)


def shared_rows(
    name: str, engine: Engine, questions: Sequence[Tokens], expected: Sequence[list[tuple[int, float]]]
) -> Iterator[Row]:
    """Yield how far an engine agrees with what the reference finds."""
    shared, same = [], 0
    for tokens, best in zip(questions, expected, strict=True):
        found = [
            (int(hit.document) * BATCH + hit.position, hit.score) for hit in engine.top(in_full(tokens), BEST)
        ]
        shared.append(len({n for n, _ in best} & {n for n, _ in found}) / BEST)
        same += found == best
    yield f"STARD, {len(questions)} questions, {name}: overlap@10", f"{statistics.mean(shared):.4f}"
    yield "  the same order and scores to the last bit", f"{same} of {len(questions)}"


def raw_rows(corpus: Sequence[Tokens], questions: Sequence[Tokens], server: Server) -> Iterator[Row]:
    """Yield how far the scores and the order that Milvus gives by itself are from the reference's."""
    from pymilvus import MilvusClient

    client = MilvusClient(server.address)
    reference = RankBM25([*corpus, [marker(WORDS).tokens]])  # the row that marks the state counts too
    apart, shared = [], []
    for tokens in questions:
        (hits,) = client.search(server.collection, [" ".join(tokens)], anns_field="sparse", limit=BEST)
        best = reference.top(in_full(tokens), len(corpus))
        scores, places = dict(best), [hit["id"].split(".") for hit in hits]
        found = [int(key) * BATCH + int(at) for key, _, at, *_ in places]
        pairs = [(scores[n], hit["distance"]) for n, hit in zip(found, hits, strict=True)]
        apart += [(abs(ours - theirs), abs(ours - theirs) / ours) for ours, theirs in pairs]
        shared.append(len(set(found) & {n for n, _ in best[:BEST]}) / BEST)
    client.drop_collection(server.collection)
    largest, share = (max(column) for column in zip(*apart, strict=True))
    yield "  its own scores: the largest difference", f"{largest:.1e}, as a share of the score {share:.1e}"
    yield "  its own ten best: overlap@10", f"{statistics.mean(shared):.4f}"


def unpack_laws(data: Path, folder: Path) -> Settings:
    """Return settings for a library of the laws, each file under a name of its own."""
    library = folder / "policies"
    library.mkdir()
    with tarfile.open(data / "laws.tar.gz") as archive:
        for member in archive:
            source = archive.extractfile(member) if member.name.endswith(".md") else None
            if source:
                stem = "-".join(Path(member.name).with_suffix("").parts[1:])[-80:]
                (library / f"{stem}.md").write_bytes(source.read())
    return load_settings(library=library, database=folder / "laws.sqlite3")


def article_tokens(settings: Settings) -> list[Tokens]:
    """Return the tokens of every article of a library."""
    sync_library(settings)
    corpus = []
    with open_library(settings.database) as library:
        for id, analysis in library.analyses():
            clauses = library.document(id).clauses
            held = json.loads(analysis)["tokens"].items()
            corpus += [line.split(" ") for n, line in held if clauses[int(n)].kind == "article"]
    return corpus


def question_tokens(data: Path) -> list[Tokens]:
    """Return the distinct tokens of STARD's questions."""
    segmenter = open_segmenter(load_glossary())
    return [list(dict.fromkeys(segmenter.tokens(normalise(q.text)))) for q in read_questions(data, "stard")]


def build_milvus(folder: Path, lines: Sequence[str], server: Server) -> MilvusEngine:
    """Fill a collection with clauses given as lines of tokens, and open it."""
    database = folder / "benchmark.sqlite3"
    keeper = MilvusKeeper(database, WORDS, server)
    keeper.renew(Change("", WORDS, len(lines), [], (), lambda: batches(lines)))
    keeper.settle()
    tables = milvus_folder(index_home(database), WORDS)
    return MilvusEngine(tables, WORDS, documents_of(len(lines)), WORDS, Collection(server))


def reference_rank(corpus: Sequence[Tokens]) -> Rank:
    """Return rank-bm25."""
    reference = RankBM25(corpus)
    return lambda tokens: reference.top(in_full(tokens), BEST)


def bm25s_rank(corpus: Sequence[Tokens]) -> Rank:
    """Return bm25s, ranking as Lucene does."""
    ranking = bm25s.BM25(k1=K1, b=B, method="lucene")
    ranking.index(corpus, show_progress=False)
    return lambda tokens: ranking.retrieve([tokens], k=BEST, show_progress=False)


def fts5_rank(corpus: Sequence[Tokens]) -> Rank:
    """Return SQLite's full-text index in memory, ranking by its bm25()."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE clauses USING fts5(tokens, content='')")
    rows = ((n, " ".join(tokens)) for n, tokens in enumerate(corpus))
    database.executemany("INSERT INTO clauses (rowid, tokens) VALUES (?, ?)", rows)
    query = "SELECT rowid FROM clauses WHERE clauses MATCH ? ORDER BY rank LIMIT ?"
    return lambda tokens: database.execute(query, (" OR ".join(f'"{t}"' for t in tokens), BEST)).fetchall()


def zipf_lines(count: int, seed: int = 1) -> Iterator[str]:
    """Yield clauses of about 60 words whose frequencies follow Zipf's law, the same for the same seed."""
    chance = random.Random(seed)
    words = [f"w{n}" for n in range(VOCABULARY)]
    cumulative, total = [], 0.0
    for n in range(VOCABULARY):
        total += 1 / (n + 2.7)
        cumulative.append(total)
    for _ in range(count):
        yield " ".join(
            chance.choices(words, cum_weights=cumulative, k=chance.randint(LENGTH // 2, LENGTH * 3 // 2))
        )


def timed(rank: Rank, questions: Sequence[Tokens]) -> list[float]:
    """Return the seconds that each question takes, after some to warm up."""
    for tokens in questions[:5]:
        rank(tokens)
    return [seconds(lambda tokens=tokens: rank(tokens)) for tokens in questions]  # type: ignore[misc]


def seconds(work: Callable[[], object]) -> float:
    """Return how long work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def spread(times: Sequence[float]) -> str:
    """Return the median, the 99th percentile and the longest in milliseconds."""
    ordered = sorted(1000 * t for t in times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"p50 {statistics.median(ordered):.2f} ms, p99 {p99:.2f} ms, longest {ordered[-1]:.2f} ms"


def memory() -> str:
    """Return the most memory that this process has held."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"


def in_child(work: Callable[..., str], *arguments: object) -> str:
    """Return what work tells in a new process, so that its memory is its own."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, get_context("spawn")) as child:
        return child.submit(work, *arguments).result()


if __name__ == "__main__":
    main()
