# Needs Python 3.11 or newer with pip, and make. Everything else is installed into .venv from a hash-checked lock.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header
CLEAN := site report.html report_files docs/_build docs/generated build dist src/pyrrhic.egg-info

.PHONY: help site report test format lint texts docs lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

site: .venv/.core ## the laboratory in English and Russian: writes site/ and names the file to open
	$(BIN)/pyrrhic site

report: .venv/.core ## history and the counterfactuals on the record: writes report.html
	$(BIN)/pyrrhic report

test: .venv/.test ## everything that is checked, in a few minutes
	@which=$$(sh scripts/browsers.sh) && $(PYTEST) -m "$$which"

format: .venv/.test ## write every file as the formatter writes it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: .venv/.test ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

texts: .venv/.test ## bring the Russian catalogue up to date with what the program says
	@$(BIN)/python -P scripts/texts.py

docs: .venv/.test ## the documentation: docs/_build/html/index.html
	$(BIN)/sphinx-build -E -W -n --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

lock: .venv/.test ## bring both locks up to date with pyproject.toml (needs the network)
	$(LOCK) --upgrade --all-extras --output-file requirements-test.lock
	$(LOCK) --upgrade --extra build --extra fast --constraint requirements-test.lock --output-file requirements.lock

clean: ## remove what was made, but not .venv
	rm -rf $(CLEAN)

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(None if sys.version_info >= (3, 11) else \
	'Pyrrhic needs Python 3.11 or newer, and $(PYTHON) is ' + sys.version.split()[0] + '; name another: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv

.venv/.core: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the libraries of requirements.lock into .venv (once, a minute or two)"
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
# The libraries are what is asked after here; whether the user's own cache can be written to is not the build's affair.
	@found=$$(XDG_CACHE_HOME=.venv/.cache $(BIN)/pyrrhic doctor 2>&1) || { echo "$$found"; exit 1; }
	@touch $@

.venv/.test: requirements-test.lock .venv/.core
	@echo "Installing the libraries of requirements-test.lock into .venv (once, a minute or two)"
	@$(PIP) --require-hashes --requirement requirements-test.lock
	@touch $@
