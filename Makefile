# Each target is one line that a person could type.
PYTHON ?= python3
BIN    := .venv/bin

.PHONY: packets docket test test-long mutants lint bench clean
.DEFAULT_GOAL := packets

packets: .venv/ready
	$(BIN)/rrdocs batch data --out out

docket: .venv/ready
	$(BIN)/rrdocs docket data --out out

test: .venv/ready-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest

test-long: .venv/ready-dev
	RRDOCS_LONG=1 $(BIN)/python -m pytest tests/test_laws.py tests/test_record.py tests/test_batch.py tests/test_papers.py

mutants: .venv/ready-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/mutants.py

lint: .venv/ready-dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/mypy

bench: .venv/ready-dev
	$(BIN)/python -m bench

clean:
	rm -rf .venv out .cache

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
