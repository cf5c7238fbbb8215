"""Peers of the linkage benchmark: scorers written by hand in SQL, and Splink 5, all on DuckDB.

**Blocking.** Pairs that share parts of the folded mark are compared, by one of two sets of rules. *Prefix* is what
``MATCHING.md`` describes: the first signs, and the last signs with the model. *Strict* has eight rules (the first
signs; the last; four ways to leave something out; the last and the middle ones with make and model), since many strict
rules find more of the true pairs than few loose ones, as Splink's guide says. They were chosen among thirty by
counting: of 50,000 finds and two million lines they bring 0.80 of the true lines with 25 pairs a find, the two of
*prefix* 0.57 with 30. How many signs is taken from the register, so that it holds at every size: all but one of its
shortest marks, and one less for *prefix*.

**SQL.** Weights in bits, as by Fellegi and Sunter: so much for each sign that was read and agrees, less for each edit
beside the unread signs, and for make, model, year (and country, where no make is stated) by how common the value is.
Tuned by hand on worlds of other seeds. One query, nothing kept on the way: the best line for each find with its weight,
and with its share in the weights of all its lines and of none of them.

**Splink 5.** As its documentation recommends: an in-memory connection; tables read and folded by DuckDB; the distance
first in the levels, so that it is computed once; few levels; one comparison for make and country, since the one follows
from the other; frequencies of terms for make and model; no columns retained that nobody wants; the chance that two
records match from deterministic rules; u from random pairs (1e8, the documentation's figure for a final model); m by
expectation and maximisation in two sessions of at most 1e7 pairs; a threshold on prediction. The rules are *strict*.
The second session is of equal last signs, make and model. On equal make, model and year, which is the simpler choice,
it takes neighbours in a series for matches: m of two edits became 0.79, where 0.04 is true.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from witnessmark.synthetic.transfers import OUTSIDE

THREADS = 2
_FOLDED = "translate(upper(mark), 'OQILSZBG -', '00115286')"
Rules = Sequence[Sequence[str]]
PREFIX: Rules = (("start",), ("finish", "model"))
STRICT: Rules = (
    ("first",), ("last",), ("front", "back_two"), ("head", "back_three"), ("tip", "back_four"), ("initial", "tail"),
    ("end", "make", "model"), ("middle", "make", "model"),
)  # fmt: skip
_KEYS = """
    left(f, {w}) as first, right(f, {w}) as last, left(f, {w} - 2) as front, right(f, 2) as back_two,
    left(f, {w} - 3) as head, right(f, 3) as back_three, left(f, {w} - 4) as tip, right(f, 4) as back_four,
    left(f, 1) as initial, right(f, {w} - 2) as tail, right(f, {w} - 3) as "end", substr(f, 2, {w} - 2) as middle,
    left(f, {w} - 1) as start, right(f, {w} - 1) as finish"""
_SIGN, _EDIT, _AGAINST = 3.2, 9.0, -10.0
"""What a sign that agrees, an edit, and an attribute that disagrees weigh, in bits."""
_MOST_EDITS = 3
_ATTRIBUTES = ("make", "model", "year", "country")


class Watch:
    """What a tool has done so far, kept in a file so that it can be told of a tool that was stopped."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.steps: dict[str, float] = {}
        self.facts: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Something that is timed."""
        self.keep(name)
        started, used = time.perf_counter(), time.process_time()
        yield
        self.steps[name] = self.steps.get(name, 0.0) + time.perf_counter() - started
        self.facts[f"{name}, CPU"] = self.facts.get(f"{name}, CPU", 0.0) + time.process_time() - used
        self.facts["peak"] = _peak()
        self.keep()

    def keep(self, doing: str = "") -> None:
        """Writes down what is known."""
        self._path.write_text(json.dumps({"steps": self.steps, "facts": self.facts, "doing": doing}))


def _peak() -> float:
    """The most memory this process had, in bytes, pages of mapped files among it.

    ``ru_maxrss`` would hold what its parent had when it began.
    """
    told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return 1024.0 * int(told.split("VmHWM:")[1].split()[0])


def connected(folder: Path, memory: str) -> Any:
    """DuckDB in memory, with so much of it."""
    import duckdb  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    connection = duckdb.connect(":memory:")
    connection.execute(f"set threads = {THREADS}; set memory_limit = '{memory}'")
    connection.execute(f"set temp_directory = '{folder / 'spilt'}'; set preserve_insertion_order = false")
    return connection


def read(connection: Any, folder: Path) -> None:
    """Lines and finds as tables with their keys; what is not stated is null."""
    connection.execute(f"""
        create temp view read_lines as
        select file_row_number as unique_id, make::varchar as make, model::varchar as model,
            country::varchar as country, "when"::varchar as "year", {_FOLDED} as f
        from read_parquet('{folder / "lines.parquet"}', file_row_number = true)""")
    connection.execute(f"""
        create temp view read_finds as
        select question as unique_id, nullif(make, '') as make, nullif(model, '') as model,
            nullif(country, '') as country, nullif("year", '') as "year", {_FOLDED} as f
        from read_parquet('{folder / "finds.parquet"}')""")
    width = connection.execute("select quantile_disc(length(f), 0.1) - 1 from read_lines").fetchone()[0]
    for name in ("lines", "finds"):
        connection.execute(f"""
            create table {name} as
            select *, length(f) - length(replace(f, '?', '')) as unread, {_KEYS.format(w=width)} from read_{name}""")


def _add_rarity(connection: Any) -> None:
    """To each find, how rare what it states is among the lines, in bits."""
    joined, told = "", ""
    for name in _ATTRIBUTES:
        connection.execute(f"""
            create temp table rare_{name} as
            select "{name}", log2(sum(count(*)) over () / count(*)) as bits from lines group by "{name}" """)
        joined += f' left join rare_{name} on finds."{name}" = rare_{name}."{name}"'
        told += f", coalesce(rare_{name}.bits, 0.0) as {name}_bits"
    connection.execute(f"create or replace table finds as select finds.*{told} from finds{joined}")


def _agree(rule: Sequence[str]) -> str:
    return " and ".join(f'q."{column}" = l."{column}"' for column in rule)


def _pairs(columns: str, rules: Rules) -> str:
    """The pairs of all rules, each once."""
    parts = []
    for number, rule in enumerate(rules):
        earlier = "".join(f" and not coalesce({_agree(before)}, false)" for before in rules[:number])
        parts.append(f"select {columns} from finds q join lines l on {_agree(rule)} where true{earlier}")
    return "\nunion all\n".join(parts)


def _weight(attribute: str) -> str:
    """What an attribute weighs: how rare its value is where it agrees, a fixed weight against where it does not."""
    return (
        f'case when q."{attribute}" is null then 0.0 when q."{attribute}" = l."{attribute}" '
        f"then q.{attribute}_bits else {_AGAINST} end"
    )


def _by_sql(rules: Rules, name: str, folder: Path, watch: Watch, memory: str) -> None:
    """The scorer that is written by hand."""
    connection = connected(folder, memory)
    with watch.step("prepare"):
        read(connection, folder)
        _add_rarity(connection)
    weight = f"""
        {_SIGN} * (length(q.f) - q.unread) - {_EDIT} * edits + {_weight("make")} + {_weight("model")}
        + {_weight("year")} + case when q.make is null then {_weight("country")} else 0.0 end"""
    with watch.step("link"):
        lines = connection.execute("select count(*) from lines").fetchone()[0]
        pairs = _pairs("q.unique_id as question, l.unique_id as line, q, l", rules)
        connection.execute(f"""
            copy (
                with near as (
                    select question, line, levenshtein(q.f, l.f) - q.unread as edits, q, l from ({pairs})
                ),
                weighed as (select question, line, {weight} as weight from near where edits <= {_MOST_EDITS})
                select question, arg_max(line, weight) as line, max(weight) as weight,
                    pow(2, max(weight)) / (sum(pow(2, weight)) + {lines * OUTSIDE / (1 - OUTSIDE)}) as share
                from weighed group by question
            ) to '{folder / f"{name}.parquet"}' (format parquet)""")
    _count(connection, folder, watch, rules)


def _count(connection: Any, folder: Path, watch: Watch, rules: Rules) -> None:
    """How many pairs were compared, and for how many finds the true line was among them; not timed."""
    counted = f"select sum(n) from ({_pairs('count(*) as n', rules)})"
    watch.facts["pairs"] = float(connection.execute(counted).fetchone()[0])
    reached = f"""
        select count(distinct t.question) from read_parquet('{folder / "truth.parquet"}') t
        join finds q on q.unique_id = t.question join lines l on l.unique_id = t.line
        where {" or ".join(f"({_agree(rule)})" for rule in rules)}"""
    watch.facts["reached"] = connection.execute(reached).fetchone()[0]
    watch.keep()


def _levels_of_marks() -> Any:
    import splink.comparison_level_library as levels  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    # An unread sign is no edit. Only finds have some, so that the sum of both sides is theirs.
    unread = "(unread_l + unread_r)"
    edits = f"levenshtein(f_l, f_r) - {unread}"
    return [
        levels.CustomLevel(f"{edits} = -100 or f_l is null or f_r is null").configure(is_null_level=True),
        levels.ExactMatchLevel("f"),
        levels.CustomLevel(f"{edits} <= 0 and {unread} = 1", "all that was read agrees, one sign unread"),
        levels.CustomLevel(f"{edits} <= 0", "all that was read agrees, several signs unread"),
        levels.CustomLevel(f"{edits} <= 1 and {unread} = 0", "one edit"),
        levels.CustomLevel(f"{edits} <= 1", "one edit, some signs unread"),
        levels.CustomLevel(f"{edits} <= 2", "two edits"),
        levels.ElseLevel(),
    ]


def _levels_of_origin() -> Any:
    import splink.comparison_level_library as levels  # noqa: PLC0415

    no_make, no_country = "(make_l is null or make_r is null)", "(country_l is null or country_r is null)"
    return [
        levels.CustomLevel(f"{no_make} and {no_country}", "neither stated").configure(is_null_level=True),
        levels.ExactMatchLevel("make", term_frequency_adjustments=True),
        levels.CustomLevel(f"{no_make} and country_l = country_r", "no make, and the country agrees"),
        levels.ElseLevel(),
    ]


def make_or_country() -> Any:
    """A comparison of makes, and of countries where no make is stated."""
    import splink.comparison_library as comparisons  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415

    return comparisons.CustomComparison(output_column_name="make", comparison_levels=_levels_of_origin())


def make_alone() -> Any:
    """A comparison of makes, where no country is ever stated."""
    import splink.comparison_library as comparisons  # noqa: PLC0415

    return comparisons.ExactMatch("make").configure(term_frequency_adjustments=True)


def linker(connection: Any, origin: Any) -> Any:
    """Splink on the tables that were read, not trained yet."""
    import splink.comparison_library as comparisons  # noqa: PLC0415
    from splink import (  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        DuckDBAPI,
        Linker,
        SettingsCreator,
        block_on,
    )

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            comparisons.CustomComparison(output_column_name="f", comparison_levels=_levels_of_marks()),
            origin,
            comparisons.ExactMatch("model").configure(term_frequency_adjustments=True),
            comparisons.ExactMatch("year"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in STRICT],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection=connection)
    tables = [api.register(table, dataset_display_name=f"{letter}_{table}")
              for letter, table in (("a", "finds"), ("b", "lines"))]  # fmt: skip
    return Linker(tables, settings, log_level="ERROR")


def train(made: Any, seed: int) -> None:
    """Estimates the parameters of Splink, without labels."""
    from splink import block_on  # noqa: PLC0415

    certain = [block_on("f", "make", "model"), block_on("f", "model", "year"), block_on("f", "make", "year")]
    made.training.estimate_probability_two_random_records_match(certain, recall=0.3)
    made.training.estimate_u_using_random_sampling(max_pairs=1e8, seed=seed)
    # The first session tells of make, model and year; the second of marks.
    for rule in (block_on("f"), block_on("tail", "make", "model")):
        made.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True, max_pairs=1e7
        )


def best(made: Any) -> str:
    """The query for the best line of each find by Splink once it is trained."""
    found = made.inference.predict(threshold_match_weight=-10).physical_name
    return f"""
        select unique_id_l as question, arg_max(unique_id_r, match_weight) as line, max(match_weight) as weight,
            pow(2, max(match_weight)) / (sum(pow(2, match_weight)) + 1) as share,
            max(match_probability) as probability
        from {found} group by unique_id_l"""


def _by_splink(name: str, folder: Path, watch: Watch, memory: str) -> None:
    connection = connected(folder, memory)
    with watch.step("prepare"):
        read(connection, folder)
        made = linker(connection, make_or_country())
    with watch.step("train"):
        train(made, 1)
    with watch.step("link"):
        connection.execute(f"copy ({best(made)}) to '{folder / f'{name}.parquet'}' (format parquet)")
    _count(connection, folder, watch, STRICT)


TOOLS: dict[str, Callable[[Path, Watch, str], None]] = {
    "sql-prefix": partial(_by_sql, PREFIX, "sql-prefix"),
    "sql-strict": partial(_by_sql, STRICT, "sql-strict"),
    "splink": partial(_by_splink, "splink"),
}
"""By name; each leaves its links in a file of that name."""
