# Every target sets up what it needs. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
PYTEST := $(BIN)/python -m pytest
# As many workers as the machine has processors; WORKERS=0 runs everything in one process.
WORKERS ?= auto
PYTEST_SHARED := $(PYTEST) -n $(WORKERS) --maxprocesses 8 --dist worksteal

.PHONY: help run setup semantic test check lint types fix unit integration browser golden bench mutate soak scorecard chromium lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: .venv/run.stamp ## start Sidebyline on 127.0.0.1:8000 (PORT= changes it)
	@$(BIN)/sidebyline serve $(if $(PORT),--port $(PORT))

setup: .venv/dev.stamp ## create .venv with everything for running and testing

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Sidebyline needs Python 3.11 or newer; name it with PYTHON=/path/to/python3"; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what requirements.lock names"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@echo "Installing what requirements-dev.lock names"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

semantic: .venv/run.stamp ## add the extra that finds the same in another language
	@echo "Installing what requirements-semantic.lock names"
	@$(PIP) install --require-hashes -r requirements-semantic.lock

test: check chromium ## the whole gate, what CI runs
	$(PYTEST_SHARED) tests/browser tests/integration  # the longest first, so that all end together
	@echo "make test: everything passed"

check: .venv/dev.stamp ## the gate's fast part: format, lint, types, layers, unit, property, golden
	@$(MAKE) --no-print-directory --jobs 2 --output-sync lint types
	$(PYTEST_SHARED) tests/unit/core --cov=app.core --cov-branch --cov-fail-under=100 \
	  --cov-report=term-missing:skip-covered  # alone, since whatever runs under it takes twice as long
	$(PYTEST_SHARED) tests/unit tests/properties tests/golden tests/contracts --ignore tests/unit/core

lint: .venv/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: .venv/dev.stamp
	$(BIN)/mypy

fix: .venv/dev.stamp ## format and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

unit: .venv/dev.stamp ## unit tests alone
	$(PYTEST_SHARED) tests/unit

integration: .venv/dev.stamp ## integration tests alone
	$(PYTEST_SHARED) tests/integration

browser: .venv/dev.stamp chromium ## browser tests alone
	$(PYTEST_SHARED) tests/browser

golden: .venv/dev.stamp ## rewrite the golden files; git shows what changed
	$(PYTEST) tests/golden --rewrite-golden

# CollateX has a folder of its own, so that nothing else meets it; without it its rows say so.
.venv/bench.stamp: requirements-bench.lock | .venv/run.stamp
	@echo "Installing what requirements-bench.lock names"
	@rm -rf .venv/bench
	@$(PIP) install --require-hashes --target .venv/bench -r requirements-bench.lock && touch $@ || \
	  echo "CollateX could not be installed; its rows are left out"

bench: .venv/dev.stamp .venv/bench.stamp ## timings and accuracy beside other matchers, in one run (ROWS="5 x 40")
	PYTHONPATH=.venv/bench $(BIN)/python -m tests.tools.bench $(ROWS)
	$(BIN)/python -m tests.tools.pages_bench
	$(BIN)/python -m tests.tools.desk_bench
	$(BIN)/python -m tests.tools.chromium_bench
	$(BIN)/python -m tests.tools.exports_bench
	$(BIN)/python -m tests.tools.serving_bench

.venv/mutate.stamp: requirements-mutate.lock | .venv/dev.stamp
	@echo "Installing what requirements-mutate.lock names"
	@rm -rf .venv/mutate
	@$(PIP) install --require-hashes --target .venv/mutate -r requirements-mutate.lock
	@touch $@

mutate: .venv/dev.stamp .venv/mutate.stamp ## changes in app/core that no test sees (MODULE=moves SAMPLE=50 SEED=1)
	PYTHONPATH=.venv/mutate $(BIN)/python -m tests.tools.mutate \
	  $(if $(MODULE),--module $(MODULE)) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED))

.venv/soak.stamp: requirements-soak.lock | .venv/dev.stamp
	@echo "Installing what requirements-soak.lock names"
	@rm -rf .venv/soak
	@$(PIP) install --require-hashes --target .venv/soak -r requirements-soak.lock
	@touch $@

soak: .venv/dev.stamp .venv/soak.stamp ## jobs and bulk decisions killed midway, the desk at length, 200 sign-ins at once, 100,000 share tokens, the API (KILLS=20 SEED=1)
	$(BIN)/python -m tests.tools.soak $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))
	$(BIN)/python -m tests.tools.desk_soak $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))
	$(BIN)/python -m tests.tools.login_load
	$(BIN)/python -m tests.tools.token_soak
	PYTHONPATH=.venv/soak $(BIN)/python -m tests.tools.api_soak $(if $(SEED),--seed $(SEED))

scorecard: .venv/dev.stamp ## accuracy on the folder named by SIDEBYLINE_DATASETS
	$(BIN)/python -m tests.tools.scorecard

chromium: ## provide Chromium for the browser tests, where this machine allows it
	@bash tests/tools/provide_chromium.sh

lock: ## renew the lock files (needs uv)
	$(LOCK) --group build pyproject.toml -o requirements.lock
	$(LOCK) --group build --group dev pyproject.toml -o requirements-dev.lock
	$(LOCK) --group build --extra semantic -c requirements.lock pyproject.toml -o requirements-semantic.lock
	$(LOCK) --group bench -c requirements.lock -o requirements-bench.lock
	$(LOCK) --group mutate -c requirements-dev.lock -o requirements-mutate.lock
	$(LOCK) --group soak -c requirements-dev.lock -o requirements-soak.lock

clean: ## remove what the targets made, but not var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
