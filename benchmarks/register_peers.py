"""Register peers: polars and DuckDB take in a register by the rules of `registers/checking.py`, as far as these say.

Both read every column as text, name for each row the column whose rule it breaks first, and write records and other
rows to two Parquet files, compressed with Snappy as ours are, in the file's order. What they leave out and ours does:
the digests of what is read and written, the row's number and the rule in words, texts that are no UTF-8, lines with
too few or too many cells, words for no mark, and dates beyond the usual forms.

- polars: the lazy interface from scan to sinks, both sinks in one pass (`collect_all`), by the streaming engine, which
  it takes for sinks by itself; the schema is told. The rules are one chain of `when`; the four patterns that a mark
  must not have are one, and ends of ranges are only looked at in ranges: each of these was measured to be quicker.
- DuckDB: `read_csv` with the columns told, so that nothing is guessed; one `CASE`. A Parquet file is read twice, once
  for each `COPY`; a CSV file once, into a temporary table: for each that was quicker than the other way, and quicker
  than one `COPY` with `PARTITION_BY`. Insertion order is kept, as by default.

Both use as many threads as `bench_registers.py` says; nothing limits their memory.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

KINDS = ("serial", "range", "lot", "quantity")
EVENTS = ("", "made", "sold", "exported", "imported", "issued", "lost", "stolen", "documented")
GRADES = ("", "A", "B", "C", "D", "E", "X")
_TEXTS = ("kind", "last", "quantity", "make", "model", "calibre", "country", "event", "when", "holder", "source",
          "grade", "record", "note")  # fmt: skip
"""The columns besides the mark."""
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_BLANK = r"^[\s\p{Z}\p{Cf}]*$"
_NO_MARK = "|".join(
    (
        r"(?:^\s*[0-9](?:[.,][0-9]+)?[eE][+-]?[0-9]{1,3}\s*$)",
        r"(?:^\s*[0-9]{3,}[.,]0+\s*$)",
        r"(?:^\s*(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9][ T][0-9]{2}:[0-9]{2}.*$)",
        rf"(?:^\s*[0-3]?[0-9]-{_MONTHS}(?:-[0-9]{{2,4}})?\s*$)",
        rf"(?:^\s*{_MONTHS}-[0-9]{{2}}\s*$)",
        r"[\x00-\x08\x0a-\x1f\x7f]",
    )
)
"""Numbers and dates that a spreadsheet made of marks, and control characters."""
_WHOLE = r"^\s*(?:[0-9]{1,15})?\s*$"
_DATE = r"^\s*(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?[?~%]?)?\s*$"
_LONGEST, _LONGEST_CELL = 200, 10_000

Counts = tuple[int, dict[str, int]]
"""The records, and the other rows by the column whose rule they break."""


def header(source: Path) -> Sequence[str]:
    """The columns of a CSV file."""
    with source.open() as file:
        return [name.strip('"') for name in file.readline().strip().split(",")]


def counted(into: Path, problem: str = "problem") -> Counts:
    """What lies in the two files that a tool wrote."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    told = pq.read_table(into / "problems.parquet", columns=[problem])[problem].to_pylist()
    return pq.read_metadata(into / "records.parquet").num_rows, dict(Counter(told))


# -- polars -----------------------------------------------------------------------------------------------------------


def with_polars(source: Path, into: Path) -> None:
    """Takes a file in by polars."""
    import polars as pl  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    if source.suffix == ".csv":
        rows = pl.scan_csv(source, schema=dict.fromkeys(header(source), pl.String), empty_string_is_null=False)
    else:
        rows = pl.scan_parquet(source).with_columns(pl.all().fill_null(""))
    (column, is_broken), *others = _polars_rules(pl)
    problem: Any = pl.when(is_broken).then(pl.lit(column))
    for column, is_broken in others:
        problem = problem.when(is_broken).then(pl.lit(column))
    rows = rows.with_columns(problem.otherwise(pl.lit(None, dtype=pl.String)).alias("problem"))
    number = pl.col("quantity").str.strip_chars().replace("", None).cast(pl.Int64)
    records = rows.filter(pl.col("problem").is_null()).drop("problem").with_columns(number)
    problems = rows.filter(pl.col("problem").is_not_null())
    sinks = [
        each.sink_parquet(into / f"{name}.parquet", compression="snappy", lazy=True)
        for name, each in (("records", records), ("problems", problems))
    ]
    pl.collect_all(sinks)


def _polars_rules(pl: Any) -> Iterator[tuple[str, Any]]:
    """Each column with what is true of rows that break a rule of it, in the order of ours."""
    mark, kind = pl.col("mark"), pl.col("kind")
    yield "kind", ~kind.is_in(KINDS)
    yield "mark", (kind != "quantity") & mark.str.contains(_BLANK)
    yield "mark", mark.str.len_chars() > _LONGEST
    yield "mark", mark.str.contains(_NO_MARK)
    for name in _TEXTS:
        yield name, pl.col(name).str.len_chars() > _LONGEST_CELL
    yield "quantity", ~pl.col("quantity").str.contains(_WHOLE)
    yield "event", ~pl.col("event").is_in(EVENTS)
    yield "when", ~pl.col("when").str.contains(_DATE)
    yield "grade", ~pl.col("grade").is_in(GRADES)
    is_range = kind == "range"
    first, last = (pl.when(is_range).then(pl.col(name)).str.strip_chars() for name in ("mark", "last"))
    prefix, other = (end.str.extract(r"^(|.*?[^0-9])[0-9]{1,18}$") for end in (first, last))
    # Numbers of one length are in the order of their digits.
    are_ends = (prefix == other) & (first.str.len_bytes() == last.str.len_bytes()) & (first <= last)
    yield "last", is_range & ~are_ends.fill_null(value=False)


# -- DuckDB -----------------------------------------------------------------------------------------------------------


def with_duckdb(source: Path, into: Path) -> None:
    """Takes a file in by DuckDB."""
    import duckdb  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    server = duckdb.connect(config={"threads": len(os.sched_getaffinity(0))})
    names = ("mark", *_TEXTS)
    texts = ", ".join(f'coalesce("{name}", \'\') AS "{name}"' for name in names)
    rules = " ".join(f"WHEN {is_broken} THEN '{column}'" for column, is_broken in _duckdb_rules())
    checked = f"SELECT *, CASE {rules} END AS problem FROM (SELECT {texts} FROM {_duckdb_scan(source)})"
    if source.suffix == ".csv":
        server.execute(f"CREATE TEMP TABLE checked AS {checked}")
    else:
        server.execute(f"CREATE TEMP VIEW checked AS {checked}")
    kept = """* EXCLUDE (problem) REPLACE (TRY_CAST(trim(quantity) AS BIGINT) AS quantity)"""
    for name, rows in (
        ("records", f"SELECT {kept} FROM checked WHERE problem IS NULL"),
        ("problems", "FROM checked WHERE problem IS NOT NULL"),
    ):
        server.execute(f"COPY ({rows}) TO '{into / name}.parquet' (FORMAT parquet, COMPRESSION snappy)")


def _duckdb_scan(source: Path) -> str:
    if source.suffix != ".csv":
        return f"read_parquet('{source}')"
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in header(source))
    told = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv('{source}', {told}, columns = {{{columns}}})"


def _duckdb_rules() -> Iterator[tuple[str, str]]:
    """The same rules as conditions of SQL."""
    yield "kind", f"kind NOT IN {KINDS}"
    yield "mark", f"kind <> 'quantity' AND regexp_matches(mark, '{_BLANK}')"
    yield "mark", f"length(mark) > {_LONGEST}"
    yield "mark", f"regexp_matches(mark, '{_NO_MARK}')"
    for name in _TEXTS:
        yield name, f'length("{name}") > {_LONGEST_CELL}'
    yield "quantity", f"NOT regexp_matches(quantity, '{_WHOLE}')"
    yield "event", f"event NOT IN {EVENTS}"
    yield "when", f"NOT regexp_matches(\"when\", '{_DATE}')"
    yield "grade", f"grade NOT IN {GRADES}"
    first, last = "trim(mark)", 'trim("last")'
    prefix, other = (f"rtrim({end}, '0123456789')" for end in (first, last))
    is_range = f"{prefix} = {other} AND length({first}) = length({last}) AND {first} <= {last}"
    yield "last", f"kind = 'range' AND NOT ({is_range} AND length({first}) - length({prefix}) BETWEEN 1 AND 18)"
