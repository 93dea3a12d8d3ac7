# Each target is what a person could type.
PYTHON ?= python3
BIN    := .venv/bin

.PHONY: packets docket test test-quick test-long mutants lint docs golden locks bench clean
.DEFAULT_GOAL := packets

packets: .venv/ready
	$(BIN)/rrdocs batch data --out out

docket: .venv/ready
	$(BIN)/rrdocs docket data --out out

# Lint, types and all tests, in as many processes as there are processors; pytest says how long.
test: .venv/ready-dev
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest -n auto

# What finds most in under a minute.
test-quick: .venv/ready-dev
	$(BIN)/python -m pytest -q -n auto tests/test_architecture.py tests/test_bad.py \
	  tests/test_one_fact.py tests/test_dates.py tests/test_deadlines.py tests/test_receipt.py \
	  tests/test_majority.py tests/test_groups.py tests/test_docs.py tests/test_terms.py

test-long: .venv/ready-dev
	RRDOCS_LONG=1 $(BIN)/python -m pytest tests/test_laws.py tests/test_record.py \
	  tests/test_batch.py tests/test_papers.py

mutants: .venv/ready-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/mutants.py

lint: .venv/ready-dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/mypy

# The pages and schemas that are made from the code.
docs: .venv/ready-dev
	$(BIN)/rrdocs schema
	$(BIN)/python tools/architecture.py
	$(BIN)/python tools/commands.py > docs/commands.md
	$(BIN)/python tools/coverage.py > docs/coverage.md
	$(BIN)/python tools/documents.py > docs/documents.md
	$(BIN)/python tools/parameters.py > docs/parameters.md
	$(BIN)/python tools/terms.py

# The approved texts of documents and findings. Read what has changed: git diff tests/golden
golden: .venv/ready-dev
	$(BIN)/python tools/golden.py
	$(BIN)/python -m tests.support.phrases

# The locked versions, anew from pyproject.toml; needs uv (pip install uv).
LOCK := uv pip compile --quiet --generate-hashes --no-header --no-annotate \
  --python-version 3.11
locks:
	$(LOCK) --extra build pyproject.toml --output-file requirements.lock
	$(LOCK) --extra build --extra redline --extra dev pyproject.toml --output-file requirements-dev.lock

bench: .venv/ready-dev
	$(BIN)/python -m bench

clean:
	rm -rf .venv out .cache

# A Python that is too old, or has no venv, is told so before anything is made.
.venv/ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not installed: name a Python 3.11 or" \
	  "later, as in make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) tools/python.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
