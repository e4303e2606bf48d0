# What CI runs, verbatim. Needs Python 3.11 or newer, and pip's access to a package index; everything else is installed
# into two folders of this checkout: .venv-demo (the base package alone) and .venv (everything that tests need). With
# Node.js and npm's access to its registry, the page for browsers is built too; without them its tests are skipped.

PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
DEMO := .venv-demo/$(BIN)
VENV := .venv/$(BIN)
CHECKED := src tests benchmarks
PAGE := src/efficientcracknet/page/index.html
NPM := $(shell command -v npm)
CHECK_PYTHON := $(PYTHON) -c "import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else \
	'Python 3.11 or newer is needed, $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.12 TARGET' % v[:2])"

.DEFAULT_GOAL := help

.PHONY: help
help:  ## List the targets
	@awk -F ' *## ' '/^[a-z-]+:.*## / { sub(/:.*/, "", $$1); printf "make %-11s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: .venv-demo/installed  ## Install the base package and find the cracks in examples/
	rm -rf demo
	$(DEMO)/efficientcracknet predict examples --out demo

.PHONY: test
test: lint types contracts docs-check test-fast test-browser  ## Everything CI asks for, except the wheel

.PHONY: lint
lint: .venv/installed  ## Style: ruff
	$(VENV)/ruff check $(CHECKED)
	$(VENV)/ruff format --check $(CHECKED)

.PHONY: types
types: .venv/installed  ## Types: mypy, strict
	$(VENV)/mypy

.PHONY: contracts
contracts: .venv/installed  ## Which file may import which: import-linter
	$(VENV)/lint-imports

.PHONY: docs-check
docs-check: .venv/installed  ## Docstrings agree with signatures, generated tables with results/
	$(VENV)/pydoclint --quiet --config=pyproject.toml src benchmarks
	$(VENV)/python -m benchmarks.tables --check
	$(VENV)/python -m benchmarks.cards --check

.PHONY: test-fast
test-fast: .venv/installed  ## Tests that take seconds
	$(VENV)/pytest

.PHONY: test-slow
test-slow: .venv/installed  ## Tests that take minutes
	$(VENV)/pytest -m "slow and not parity"

.PHONY: test-gpu
test-gpu: .venv/installed  ## Tests that need a CUDA device
	$(VENV)/pytest -m gpu

.PHONY: browser
browser: $(PAGE)  ## Build the page for browsers into the package; needs Node.js 20 or newer

.PHONY: test-browser
test-browser: .venv/installed $(if $(NPM),$(PAGE) browser-types)  ## Tests in a real browser, where Node.js and Chromium are there
	$(VENV)/pytest -m "browser and not slow" -rs

.PHONY: browser-types
browser-types: $(PAGE)
	browser/node_modules/.bin/tsc --project browser
	browser/node_modules/.bin/tsc --project browser/desk

.PHONY: test-parity
test-parity: .venv/installed  ## Exported networks in their own runtimes; fetches converters, GB of them, if missing
	$(VENV)/pytest -m parity

.PHONY: test-wheel
test-wheel: .venv/installed  ## The wheel alone in an empty environment
	$(VENV)/pytest -m slow -rP --show-capture=stdout tests/test_wheel.py

.PHONY: wheel
wheel: .venv/installed $(if $(NPM),$(PAGE))  ## Build dist/*.whl
	$(VENV)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

.PHONY: tables
tables: .venv/installed  ## Write the tables of README.md, and the plots of cards, anew from results/*.json
	$(VENV)/python -m benchmarks.tables
	$(VENV)/python -m benchmarks.cards

.PHONY: freeze
freeze: .venv/installed  ## Write what is installed in .venv to constraints.txt
	{ echo "# Exact versions of all that make installs. Written by make freeze, see CONTRIBUTING.md."; \
	  $(VENV)/python -m pip freeze --exclude-editable | sed 's/+[a-z0-9.]*$$//'; } > constraints.txt

.PHONY: clean
clean:  ## Remove both environments and everything built
	rm -rf .venv .venv-demo demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache \
		browser/node_modules src/efficientcracknet/page

$(PAGE): LICENSE browser/node_modules/.package-lock.json $(wildcard browser/*.js browser/page/* browser/page/*/* browser/licences/*/*)
	node browser/build.js $(@D)

browser/node_modules/.package-lock.json: browser/package.json browser/package-lock.json browser/.npmrc
	@test -n "$(NPM)" || { echo "The page is built with Node.js 20 or newer and its npm, and npm is not there."; exit 1; }
	npm ci --prefix browser --loglevel=error

.venv-demo/installed: pyproject.toml constraints.txt
	@$(CHECK_PYTHON)
	$(PYTHON) -m venv --clear .venv-demo
	$(DEMO)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(DEMO)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed: pyproject.toml constraints.txt
	@$(CHECK_PYTHON)
	$(PYTHON) -m venv .venv
	$(VENV)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(VENV)/python -m pip install --quiet --constraint constraints.txt --editable ".[train,heic,marker,geo,openvino,serve]" --group test --group lint
	touch $@
