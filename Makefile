# `make demo` and `make test` do all the set-up a fresh machine needs: an environment of the project's own in .venv.
# docs/explanation/supply-chain.md says what is installed, from which list, and what the lower half of this file is for.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed
# Exact versions with digests. `make LOCK=` goes by the bounds of pyproject.toml instead, where a platform has no such files.
LOCK ?= requirements/dev.lock
# Processes for the tests; each loads the language pipeline, and those with a browser mostly wait. More than there are processors make browsers miss keys.
WORKERS ?= 2

TOOLS = .venv-tools
TOOLSTAMP = $(TOOLS)/.installed
PIP = -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test lint types layers docs reference figures check wheel clean lock lowest licences sbom audit

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

$(STAMP): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "rf_scorer needs Python 3.11, 3.12 or 3.13; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
ifeq ($(strip $(LOCK)),)
	$(BIN)/python $(PIP) --editable '.[dev]'
else
	$(BIN)/python $(PIP) --require-hashes --only-binary :all: --requirement $(LOCK)
	$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
endif
	@touch $@

demo: $(STAMP) ## score the bundled interviews into demo-output/
	$(BIN)/rf-scorer demo --out demo-output --force

# By folder and file: those that come last are quick, so that no process waits long for another at the end.
test: $(STAMP) ## the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(STAMP) ## what ruff says
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## what mypy says
	$(BIN)/mypy

layers: $(STAMP) ## who may import whom
	$(BIN)/lint-imports

# The pages of docs/ as a site; the first is docs/_build/html/index.html. A link that leads nowhere, or a page that no other lists, is a failure.
docs: $(STAMP) ## the pages as a site, docs/_build/html/index.html
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky --conf-dir docs --doctree-dir docs/_build/doctrees . docs/_build/html

# The pages that are made from the program, and the tables of the raters' guides.
reference: $(STAMP) ## the pages that are made from the program
	$(BIN)/python docs/make.py

# One process after the other, an hour and a half of one processor; what DATA lacks is left out. docs/measurements/overview.md says what DATA holds.
DATA ?= ../data
figures: $(STAMP) ## everything measured again, and put into the pages
	$(BIN)/python benchmarks/all.py --data $(DATA)

check: lint types layers docs test ## lint, types, layers, docs and test: what must hold before a change lands

# The bytes depend on the checkout and on the locked builder, not on a date that the caller's shell happens to hold.
wheel: $(STAMP) ## a wheel and a source distribution, dist/
	env -u SOURCE_DATE_EPOCH $(BIN)/python -m build --no-isolation --outdir dist

# Supply chain. The tools live apart from the project, so that neither decides the other's versions.
$(TOOLSTAMP): requirements/tools.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python $(PIP) --require-hashes --only-binary :all: --requirement requirements/tools.lock
	@touch $@

# uv does not read pip's settings: it is told of the same package index, where one is set.
UV = UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$$($(TOOLS)/bin/python -m pip config get global.index-url 2>/dev/null)}"; \
	if [ -n "$$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi; $(TOOLS)/bin/uv
# Keeps what still fits; `make lock UPGRADE=--upgrade` takes the newest of everything.
UPGRADE ?=
COMPILE = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' $(UPGRADE)

lock: $(TOOLSTAMP) ## the lists of exact versions (UPGRADE=--upgrade: the newest)
	$(UV) $(COMPILE) --extra dev --output-file requirements/dev.lock pyproject.toml
	$(UV) $(COMPILE) --extra dask --extra desk --extra pdf --extra spss --constraint requirements/dev.lock --output-file requirements/run.lock pyproject.toml
	$(UV) $(COMPILE) --output-file requirements/tools.lock requirements/tools.in

# The lowest versions that pyproject.toml allows, in an environment of their own, and the tests that lean on a library.
LOWEST = .venv-lowest
LOWEST_TESTS ?= tests/foundations tests/schemas tests/validation tests/documents tests/transcripts tests/protocols \
	tests/privacy tests/language tests/agreement tests/exchange tests/pages tests/rating tests/desk/test_app.py \
	tests/desk/test_rating_saving.py tests/cli/test_score.py tests/cli/test_check.py
lowest: $(TOOLSTAMP) ## the tests with the lowest versions that pyproject.toml allows
	$(UV) venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(LOWEST)
	$(UV) pip install --quiet --python $(LOWEST)/bin/python --only-binary :all: --resolution lowest-direct --editable '.[dev]'
	$(LOWEST)/bin/python -m pytest -n $(WORKERS) --dist loadfile -p no:cacheprovider $(LOWEST_TESTS)

licences: $(STAMP) ## the licences of what is installed
	$(BIN)/python requirements/licences.py

sbom: wheel $(TOOLSTAMP) ## the bill of materials, dist/rf_scorer.cdx.json
	$(BIN)/python requirements/bill.py --wheel "$$(ls -t dist/*.whl | head -n 1)" --out dist/rf_scorer.cdx.json
	$(TOOLS)/bin/python requirements/valid_bill.py dist/rf_scorer.cdx.json

# Asks a vulnerability service, so it needs a network; a package that could not be asked about is a failure.
AUDIT ?= --vulnerability-service pypi
audit: $(TOOLSTAMP) ## known weaknesses of what is installed; needs a network
	$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off $(AUDIT) --requirement requirements/run.lock
	$(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off $(AUDIT) --requirement requirements/dev.lock

clean: ## remove everything that was made
	rm -rf $(VENV) $(TOOLS) $(LOWEST) dist build demo-output docs/_build
