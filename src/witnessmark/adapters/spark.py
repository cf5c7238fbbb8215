"""Spark: readings looked up on a cluster, by the same function that this machine's processes run.

Questions and answers travel as Arrow streams, one for each stretch. Every worker needs this program, and the registers
under the same path: a shared folder, or a copy on each.
"""

import itertools
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from witnessmark.adapters.processes import STEP, answers
from witnessmark.adapters.shelf import FolderShelf
from witnessmark.app.bulk import Work
from witnessmark.errors import ConfigError, StoreUnavailable

_STRETCHES = 200
"""Stretches of one job: what this machine holds in memory at once."""


class SparkCluster:
    """``Executor`` on Spark."""

    step = STEP

    def __init__(self, folder: Path, master: str) -> None:
        self._folder = str(folder)
        self._master = master

    def run(self, work: Work, stretches: Iterable[tuple[int, pa.Table]]) -> Iterator[tuple[int, pa.Table]]:
        """See ``Executor.run``."""
        work.check(FolderShelf(Path(self._folder)))
        context = self._context()
        try:
            waiting = iter(stretches)
            while some := list(itertools.islice(waiting, _STRETCHES)):
                yield from self._job(context, work, some)
        except _spark_error() as error:
            told = str(error).strip().partition("\n")[0]
            raise StoreUnavailable(f"{self._master}: Spark could not finish: {told}") from error
        finally:
            context.stop()

    def _job(self, context: Any, work: Work, some: list[tuple[int, pa.Table]]) -> Iterator[tuple[int, pa.Table]]:
        folder = self._folder

        def told(asked: tuple[int, bytes]) -> tuple[int, bytes]:
            return asked[0], _streamed(answers(folder, work, _table(asked[1])))

        asked = context.parallelize([(first, _streamed(table)) for first, table in some], len(some))
        for first, stream in asked.map(told).toLocalIterator(prefetchPartitions=True):
            yield first, _table(stream)

    def _context(self) -> Any:
        try:
            import pyspark  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ConfigError('want Spark, got none installed; pip install "witnessmark[spark]"') from error
        # Workers run the Python that this one is, unless the settings of the cluster name another.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        settings = pyspark.SparkConf().setMaster(self._master).setAppName("witnessmark")
        settings.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
        settings.set("spark.log.level", "ERROR")
        if self._master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            settings.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
        try:
            return pyspark.SparkContext.getOrCreate(settings)
        except Exception as error:  # the bridge to Java raises its own, of many kinds
            raise StoreUnavailable(f"{self._master}: no Spark to be had there: {error}") from error


def _spark_error() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 - comes with Spark
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return Py4JError, PySparkException


def _streamed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def _table(stream: bytes) -> pa.Table:
    return pa.ipc.open_stream(stream).read_all()
