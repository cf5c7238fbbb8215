# Everything a fresh machine needs is python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
# The locks name everything, so nothing is resolved again: a release made since then changes nothing.
PIP := $(RUN) pip install -q --disable-pip-version-check --no-deps
LOCK := -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url

.PHONY: demo test check bench peers docs lock clean

demo: $(VENV)/runtime.done ## trace the published cases, and write one dossier for each into demo/
	rm -f demo/*.case
	WITNESSMARK_HOME=$(CURDIR)/demo/home $(RUN) witnessmark demo demo

test: $(VENV)/dev.done ## run the tests
	$(RUN) pytest -n 2 --dist loadfile -q --cov --cov-config=pyproject.toml --cov-report=
	$(RUN) coverage report --include='src/witnessmark/case/*,src/witnessmark/custody/*,src/witnessmark/diversion/*' --fail-under=100 --skip-covered

check: $(VENV)/dev.done ## lint, types, layers, docs up to date, then the tests
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/make.py --check
	$(MAKE) test

bench: $(VENV)/dev.done ## benchmarks beside the plain tools, and a fuzz run of 100,000 inputs
	$(BIN)/python benchmarks/fuzz_readers.py --runs 100000 --seed 1
	$(BIN)/python benchmarks/fuzz_books.py --runs 24000 --seed 1
	$(BIN)/python benchmarks/fuzz_pictures.py --runs 5000 --seed 1
	$(BIN)/python benchmarks/bench_case_store.py
	$(BIN)/python benchmarks/bench_marks.py --readings 1000000 --seed 1
	$(BIN)/python benchmarks/bench_search.py --marks 1000000
	$(BIN)/python benchmarks/bench_ranges.py
	$(BIN)/python benchmarks/bench_registers.py
	$(BIN)/python benchmarks/bench_import.py --rows 200000
	$(BIN)/python benchmarks/expected_answers.py
	$(BIN)/python benchmarks/bench_resolver.py --seeds 3

peers: $(VENV)/dev.done ## the tools beside which the benchmarks measure; only for benchmarks
	$(RUN) pip install -q tantivy==0.27.0 rapidfuzz==3.14.6 scikit-learn==1.9.1 sparse-dot-topn==1.2.0 \
		ncls==0.0.71 duckdb==2.0.1 polars==2.1.0 splink==5.0.0 openpyxl==3.1.5
	$(BIN)/python benchmarks/bench_search.py --marks 1000000 10000000 --peers
	$(BIN)/python benchmarks/bench_ranges.py --peers --slow
	$(BIN)/python benchmarks/bench_registers.py --peers
	$(BIN)/python benchmarks/bench_resolver.py --seeds 10 --peers --picture docs/images/calibration.svg
	$(BIN)/python benchmarks/bench_linkage.py --finds 1000000 --lines 10000000 --peers
	$(BIN)/python benchmarks/bench_leso.py

docs: $(VENV)/dev.done ## make the reference and the pictures again from the code
	$(BIN)/python docs/make.py

lock: $(BIN)/python ## resolve the dependencies anew; hashes, no addresses
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile $(LOCK) --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK) --group build --group dev --extra postgres --extra fast --extra spark --extra pdf --extra heic --extra timestamps pyproject.toml -o requirements-dev.lock

clean: ## remove what make made
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "want Python 3.11 or newer, got " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.done: requirements.lock pyproject.toml $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-build-isolation -e .
	$(RUN) pip check
	touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/runtime.done
	$(PIP) --require-hashes -r requirements-dev.lock
	$(RUN) pip check
	touch $@
