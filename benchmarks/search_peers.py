"""Search peers: the tools beside which `bench_search.py` measures, as their documentation recommends, and tuned.

Each gets the same folded keys and answers with ten keys, the nearest first. What a tool finds but puts into no order,
or into one that knows nothing of edits, is ordered by RapidFuzz's edit distance: that helps it.

- tantivy: fuzzy terms of distance 2; regular expressions where an unknown run is; one writing thread; the first 100
  hits, ordered.
- RapidFuzz: `cdist` with Levenshtein distance, a cutoff of 2 (of 3 where an unknown run is) and results of one byte.
- TF-IDF: scikit-learn's vectors of character 3-grams, with the edges of the mark (`char_wb`, which found more than
  `char`), as 32-bit numbers; `sp_matmul_topn` of the best 100 above 0.1, in batches of 250; then ordered.
- PostgreSQL's pg_trgm: a GIN index (`gin_trgm_ops`), analysed; `%` with a threshold of 0.2 (0.3, the default, misses
  short marks with two edits), the best 100 by similarity, then ordered; `LIKE` where something is unread, and `%`
  after it where that finds nothing. Prepared statements; 2 GB of shared buffers, no JIT, no parallel workers. The
  server is a throwaway one; where its programs are not on the machine it is left out. Debian's package `postgresql`
  has the extension too.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psycopg
from tests.support.postgres import Cluster, find_binaries, running_cluster

TOP = 10
_WIDER = 100
_STEP = 100_000
_SETTINGS = (
    "shared_buffers = '2GB'", "effective_cache_size = '6GB'", "work_mem = '64MB'", "maintenance_work_mem = '1GB'",
    "random_page_cost = 1.1", "jit = off", "max_parallel_workers_per_gather = 0",
    "max_parallel_maintenance_workers = 0",
)  # fmt: skip
_SIMILAR = "SELECT key FROM marks WHERE key %% %s ORDER BY similarity(key, %s) DESC LIMIT %s"
_LIKE = "SELECT key FROM marks WHERE key LIKE %s ORDER BY length(key) LIMIT %s"

Answers = list[list[str]]
Ask = Callable[[Sequence[str]], Answers]


class Tool(NamedTuple):
    """A tool that is ready to be asked."""

    ask: Ask
    seconds: float
    """How long it took to build what is searched."""
    size: int
    """Bytes of it on disk."""
    batch: int
    """Readings that it is asked at once."""


def _nearest(key: str, found: Iterable[str]) -> list[str]:
    from rapidfuzz.distance import Levenshtein  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    return [each for _, each in sorted((Levenshtein.distance(key, each), each) for each in found)[:TOP]]


def size_of(folder: Path) -> int:
    """Bytes of the files of a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


@contextmanager
def _tantivy(keys: Sequence[str], folder: Path) -> Iterator[Tool]:
    import tantivy  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415

    schema = tantivy.SchemaBuilder().add_text_field("key", stored=True, tokenizer_name="raw").build()
    started = time.perf_counter()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=1_000_000_000, num_threads=1)
    for key in keys:
        writer.add_document(tantivy.Document(key=key))
    writer.commit()
    writer.wait_merging_threads()
    took = time.perf_counter() - started
    index.reload()
    searcher = index.searcher()

    def ask(questions: Sequence[str]) -> Answers:
        found = []
        for key in questions:
            if "*" in key:
                query = tantivy.Query.regex_query(schema, "key", key.replace("?", ".").replace("*", ".*"))
            else:  # an unread character is one of the two edits
                query = tantivy.Query.fuzzy_term_query(schema, "key", key, distance=2)
            hits = searcher.search(query, _WIDER).hits
            found.append(_nearest(key, [searcher.doc(address)["key"][0] for _, address in hits]))
        return found

    yield Tool(ask, took, size_of(folder), 20)


@contextmanager
def _rapidfuzz(keys: Sequence[str], _: Path) -> Iterator[Tool]:
    from rapidfuzz import process  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
    from rapidfuzz.distance import Levenshtein  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    def ask(questions: Sequence[str]) -> Answers:
        asked = [key.replace("*", "") for key in questions]
        distances = process.cdist(asked, keys, scorer=Levenshtein.distance, score_cutoff=3, dtype=np.uint8, workers=1)
        found = []
        for key, row in zip(questions, distances, strict=True):
            near = np.flatnonzero(row <= (3 if "*" in key else 2))
            found.append([keys[int(n)] for n in near[np.argsort(row[near], kind="stable")[:TOP]]])
        return found

    yield Tool(ask, 0.0, 0, 10)


@contextmanager
def _tfidf(keys: Sequence[str], folder: Path) -> Iterator[Tool]:
    from sklearn.feature_extraction.text import (  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415
        TfidfVectorizer,
    )
    from sparse_dot_topn import (  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415
        sp_matmul_topn,
    )

    started = time.perf_counter()
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), lowercase=False, dtype=np.float32)
    matrix = vectors.fit_transform(keys).T.tocsr()
    for name in ("data", "indices", "indptr"):
        np.save(folder / f"{name}.npy", getattr(matrix, name))
    took = time.perf_counter() - started

    def ask(questions: Sequence[str]) -> Answers:
        # The 3-grams of unread characters are in no mark, so that they count for nothing.
        best: Any = sp_matmul_topn(vectors.transform(questions), matrix, top_n=_WIDER, threshold=0.1, n_threads=1)
        rows = np.split(best.indices, best.indptr[1:-1])
        return [_nearest(key, [keys[int(n)] for n in row]) for key, row in zip(questions, rows, strict=True)]

    yield Tool(ask, took, size_of(folder), 250)


@contextmanager
def _postgres(keys: Sequence[str], _: Path) -> Iterator[Tool]:
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL is not on this machine")
    with running_cluster(binaries) as cluster, psycopg.connect(_tuned(cluster), autocommit=True) as server:
        took = _filled(server, keys)
        size = server.execute("SELECT pg_total_relation_size('marks')").fetchone()

        def ask(questions: Sequence[str]) -> Answers:
            return [_asked(server, key) for key in questions]

        yield Tool(ask, took, size[0] if size else 0, 20)


def _tuned(cluster: Cluster) -> str:
    """The address of a database of a server that was started again with other settings."""
    for setting in _SETTINGS:
        cluster.run("postgres", f"ALTER SYSTEM SET {setting}")
    cluster.stop()
    cluster.start()
    return cluster.address(cluster.new_database())


def _filled(server: psycopg.Connection[tuple[Any, ...]], keys: Sequence[str]) -> float:
    started = time.perf_counter()
    server.execute("CREATE EXTENSION pg_trgm")
    server.execute("SET pg_trgm.similarity_threshold = 0.2")
    server.execute("CREATE TABLE marks (key text NOT NULL)")
    with server.cursor() as cursor, cursor.copy("COPY marks FROM STDIN") as copy:
        for first in range(0, len(keys), _STEP):
            copy.write("\n".join(keys[first : first + _STEP]) + "\n")
    server.execute("CREATE INDEX ON marks USING gin (key gin_trgm_ops)")
    server.execute("VACUUM ANALYZE marks")
    return time.perf_counter() - started


def _asked(server: psycopg.Connection[tuple[Any, ...]], key: str) -> list[str]:
    if "?" in key or "*" in key:
        pattern = key.replace("?", "_").replace("*", "%")
        fitting = [row[0] for row in server.execute(_LIKE, (pattern, TOP), prepare=True)]
        if fitting or "*" in key:
            return fitting
    return _nearest(key, (row[0] for row in server.execute(_SIMILAR, (key, key, _WIDER), prepare=True)))


PEERS: Mapping[str, Callable[[Sequence[str], Path], AbstractContextManager[Tool]]] = {
    "tantivy": _tantivy,
    "RapidFuzz cdist": _rapidfuzz,
    "TF-IDF 3-grams, sparse top-n": _tfidf,
    "PostgreSQL pg_trgm GIN": _postgres,
}
