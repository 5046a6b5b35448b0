# Verbs:  make brief   the main job on the built-in public data
#         make test    the tests
#         make check   lint, types, import contract, docs
#         make reference  the pages of the documentation that are made from the code
#         make docs    the documentation as a site in site/
#         make lock    renew the locks from pyproject.toml
#         make clean   remove what was made here (facts in the data folder stay)
PYTHON ?= python3
OUT ?= out
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/installer/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --no-deps --build-constraints locks/build.lock --editable .
SYNC := $(UV) pip sync --quiet --python $(BIN)/python --require-hashes
PACKAGE := pyproject.toml hatch_build.py assets/package-lock.json assets/gbt2260.py locks/build.lock

.PHONY: brief test check reference docs lock clean

brief: $(VENV)/ready
	$(BIN)/rongtu sample load
	$(BIN)/rongtu loop --out $(OUT) --open

test: $(VENV)/ready-dev
	$(BIN)/pytest

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mkdocs build --quiet --strict

reference: $(VENV)/ready-dev
	$(BIN)/python docs/generate.py

docs: $(VENV)/ready-dev
	$(BIN)/mkdocs build --strict

lock: $(UV)
	$(COMPILE) --upgrade locks/installer.in -o locks/installer.lock
	$(COMPILE) --upgrade locks/build.in -o locks/build.lock
	$(COMPILE) --upgrade pyproject.toml -o locks/requirements.lock
	$(COMPILE) --upgrade pyproject.toml --extra dev -o locks/dev.lock

clean:
	rm -rf $(VENV) $(OUT) site dist src/rongtu/faces/reports/fonts src/rongtu/vocab/data/gbt2260.*

$(UV): locks/installer.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Rongtu needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(PYTHON) -m venv $(VENV)/installer
	$(VENV)/installer/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement locks/installer.lock
	@touch $(UV)

$(VENV)/ready: $(UV) locks/requirements.lock $(PACKAGE)
	$(SYNC) locks/requirements.lock
	$(INSTALL)
	@touch $@

$(VENV)/ready-dev: $(UV) locks/dev.lock locks/requirements.lock $(PACKAGE)
	$(SYNC) locks/dev.lock
	$(INSTALL)
	@touch $@ $(VENV)/ready
