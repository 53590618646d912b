# The work of this project, one word each. `make` lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo check test bench docs lock clean

help:            ## list the work
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("denizen needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)   ## Derby's profile from real open data, into build/derby
	@$(BIN)/denizen demo

check: $(READY)  ## format, lint, types, import contracts, docs built from code and compared
	$(BIN)/ruff format --check src tests bench tools
	$(BIN)/ruff check src tests bench tools
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/build_docs.py --check

test: $(READY)   ## every test
	$(BIN)/python -m pytest

bench: $(READY)  ## time, peak memory and rightness of the work, beside rivals (makes environments for them)
	$(BIN)/python -m bench

docs: $(READY)   ## write the pages that are generated from code
	$(BIN)/python tools/build_docs.py

lock:            ## pin again (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url --universal --python-version 3.11 --no-header -o requirements.lock

clean:           ## remove what can be made again
	rm -rf build dist $(VENV)
