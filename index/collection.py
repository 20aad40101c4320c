"""A collection of Milvus that holds clauses: made, filled, searched and emptied, its failures told in one line."""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.errors import InvalidSettings, UnreachableIndex, UnusableIndex
from index.engine import Server
from index.okapi import K1, B
from index.snapshots import ADVICE

if TYPE_CHECKING:
    from pymilvus import MilvusClient

# Marks a collection as Chuyi's, so that no other program's is ever emptied; changes with the fields below.
OWNER, FORM = "Chuyi’s clauses", "1"
FIELDS = ("id", "source", "tokens", "sparse")
ANALYZER = {"tokenizer": "whitespace"}
INDEX = {"bm25_k1": K1, "bm25_b": B}
# The longest text that a field holds, in bytes.
LONGEST = 65535
# Milvus returns no more hits than twice this, and two queries are asked at once.
MOST_HITS = 8192
# What goes over in one request: rows, bytes of their tokens, names in a filter.
MOST_ROWS, MOST_BYTES, MOST_NAMES = 5000, 4_000_000, 1000
# The code of Milvus's own for a server that is not there.
CONNECT_FAILED = 2
# Seconds that a question waits for Milvus, and that a sync does.
ANSWER_WAIT, SYNC_WAIT = 5.0, 120.0


class Row(NamedTuple):
    """What is stored: the row's own id, what it was made from, tokens with blanks between."""

    id: str
    source: str
    tokens: str


class Collection:
    """The rows of a library; safe for many threads."""

    def __init__(self, server: Server) -> None:
        """Name the collection; nothing is connected until something is asked."""
        self._server = server
        self._name = server.collection
        self._place = f"{server.address}, collection {server.collection}"

    def check(self) -> None:
        """Raise UnusableIndex unless the collection is there and as `make` makes it."""
        if not self._is_there():
            raise UnusableIndex(f"{self._place}: the index is not there; {ADVICE}")
        if not self._fits():
            raise UnusableIndex(f"{self._place}: the index is of another version; {ADVICE}")

    def fits(self) -> bool:
        """Return whether `check` finds nothing wrong."""
        return self._is_there() and self._fits()

    def make(self) -> None:
        """Make the collection, in place of one of another version; raises UnusableIndex for a stranger's."""
        there = self._is_there()
        if there and self._fits():
            return
        with self._told() as client:
            if there:
                client.drop_collection(self._name, timeout=SYNC_WAIT)
            schema, index = _described(client)
            # One shard: each counts how many clauses hold a word, and IDF has to be that of all.
            client.create_collection(self._name, schema=schema, num_shards=1, timeout=SYNC_WAIT)
            # There is nothing to index yet that could be waited for.
            client.create_index(self._name, index, timeout=SYNC_WAIT, sync=False)
            client.load_collection(self._name, timeout=SYNC_WAIT)

    def put(self, rows: Iterable[Row]) -> None:
        """Write rows, in place of those of the same ids."""
        for batch in _batches(rows):
            with self._told() as client:
                client.upsert(self._name, [row._asdict() for row in batch], timeout=SYNC_WAIT)

    def take(self, field: str, values: Sequence[str]) -> None:
        """Delete the rows whose field has one of some values."""
        for n in range(0, len(values), MOST_NAMES):
            with self._told() as client:
                among = _among(field, values[n : n + MOST_NAMES])
                client.delete(self._name, filter=among, timeout=SYNC_WAIT)

    def rows(self, field: str, values: Sequence[str]) -> list[Row]:
        """Return the rows whose field has one of some values, as they are now."""
        with self._told() as client:
            found = client.query(
                self._name,
                filter=_among(field, values),
                output_fields=list(Row._fields),
                consistency_level="Strong",
                timeout=ANSWER_WAIT,
            )
        return [_row(entity) for entity in found]

    def sources(self) -> Counter[str]:
        """Count the rows of each source."""
        counted: Counter[str] = Counter()
        with self._told() as client:
            rows = client.query_iterator(
                self._name,
                batch_size=MOST_ROWS,
                output_fields=["source"],
                consistency_level="Strong",
                timeout=SYNC_WAIT,
            )
            while batch := rows.next():
                counted.update(row["source"] for row in batch)
            rows.close()
        return counted

    def search(
        self, texts: Sequence[str], limit: int, sources: Sequence[str] | None, *, newest: bool = False
    ) -> list[list[Row]]:
        """Return up to `limit` rows for each text, best first, all from one state of the collection.

        Only `newest` waits until whatever was written before has arrived.
        """
        with self._told() as client:
            found = client.search(
                self._name,
                data=list(texts),
                anns_field="sparse",
                filter="" if sources is None else _among("source", sources),
                limit=min(limit, MOST_HITS),
                output_fields=list(Row._fields),
                consistency_level="Strong" if newest else "Eventually",
                timeout=ANSWER_WAIT,
            )
        return [[_row(hit["entity"]) for hit in hits] for hits in found]

    def gone(self) -> UnusableIndex:
        """Return the error that the collection does not hold the state asked for."""
        return UnusableIndex(
            f"{self._place}: holds another state of the library, or another library; {ADVICE}"
        )

    def _is_there(self) -> bool:
        with self._told() as client:
            return bool(client.has_collection(self._name, timeout=ANSWER_WAIT))

    def _fits(self) -> bool:
        with self._told() as client:
            described = client.describe_collection(self._name, timeout=ANSWER_WAIT)
        owner, _, form = described["description"].rpartition(" ")
        if owner != OWNER:
            raise UnusableIndex(
                f"{self._place}: belongs to another program; name another in [milvus] collection"
            )
        return form == FORM and tuple(field["name"] for field in described["fields"]) == FIELDS

    @contextmanager
    def _told(self) -> Iterator["MilvusClient"]:
        """Give the client; turn what goes wrong with it into a line that names the place."""
        client = _connect(self._server)
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            yield client
        except (RpcError, MilvusException) as error:
            # What gRPC says has a code that is no number.
            code = error.code if isinstance(error, MilvusException) else None
            if isinstance(code, int) and code != CONNECT_FAILED:
                refused = f"{self._place}: Milvus refuses ({_short(error.message)}); {ADVICE}"
                raise UnusableIndex(refused) from error
            raise _unreachable(self._server, error) from error


def _unreachable(server: Server, error: Exception) -> UnreachableIndex:
    """Return the error that Milvus does not answer."""
    reason = getattr(error, "message", None) or getattr(error, "details", lambda: error)()
    return UnreachableIndex(
        f"{server.address}: Milvus does not answer ({_short(reason)}); start it, or correct [milvus] address "
        "or CHUYI_MILVUS_TOKEN"
    )


@lru_cache(maxsize=4)
def _connect(server: Server) -> "MilvusClient":
    """Return the client of a server, one for the whole process; what fails is not kept."""
    try:
        from grpc import RpcError
        from pymilvus import MilvusClient, MilvusException
    except ImportError as error:
        raise InvalidSettings(
            "[index] engine = \"milvus\" needs the package pymilvus; run “pip install 'chuyi[milvus]'”"
        ) from error
    # It logs each failure with a traceback; each is told in one line instead.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
    try:
        return MilvusClient(server.address, token=server.token, timeout=ANSWER_WAIT)
    except (RpcError, MilvusException) as error:
        raise _unreachable(server, error) from error


def _described(client: "MilvusClient") -> tuple[Any, Any]:
    """Return the fields and the index of a collection."""
    from pymilvus import DataType, Function, FunctionType

    schema = client.create_schema(auto_id=False, description=f"{OWNER} {FORM}")
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=100)
    schema.add_field("source", DataType.VARCHAR, max_length=60)
    schema.add_field(
        "tokens", DataType.VARCHAR, max_length=LONGEST, enable_analyzer=True, analyzer_params=ANALYZER
    )
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(Function("bm25", FunctionType.BM25, ["tokens"], ["sparse"]))
    index = client.prepare_index_params()
    index.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params=INDEX)
    index.add_index("source", index_type="INVERTED")
    return schema, index


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.tokens.encode())
        if len(batch) >= MOST_ROWS or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _row(entity: Any) -> Row:
    return Row(*(entity[field] for field in Row._fields))


def _among(field: str, values: Sequence[str]) -> str:
    return f"{field} in {json.dumps(list(values))}"


def _short(reason: object) -> str:
    return " ".join(str(reason).split())[:120]
