# What people need: `make demo` (see it work) and `make test` (all that CI runs). The rest is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Installs what a list in requirements/ names, each file held to its hash, then plangraph itself, with nothing else of
# the network: setuptools, which builds, comes first and by hash too.
define install
@$(PIP) install --require-hashes -r requirements/build.txt
@$(PIP) install --require-hashes --no-build-isolation -r $(1)
@$(PIP) install --no-deps --no-build-isolation -e .
endef

.PHONY: demo test lint format types layers check docs bench constraints checksums sbom audit clean

demo: $(VENV)/demo.stamp
	@$(BIN)/python scripts/demo.py

test: $(VENV)/test.stamp check
	@scripts/need-chromium
	@scripts/need-libreoffice
	@scripts/need-java
	$(BIN)/coverage erase
	$(BIN)/python -m pytest --cov --cov-report= -n 3 --dist loadfile --durations=25
	$(BIN)/coverage report --fail-under=85

check: lint types layers

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(VENV)/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(VENV)/test.stamp
	$(BIN)/mypy

layers: $(VENV)/test.stamp
	$(BIN)/lint-imports

docs: $(VENV)/test.stamp
	$(BIN)/python -m scripts.make_docs

bench: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks

# Lists of exact versions and hashes for what pyproject.toml asks for now; with UPGRADE=--upgrade the newest of all.
constraints:
	@scripts/freeze-constraints $(UPGRADE)

checksums: $(VENV)/test.stamp
	$(BIN)/python -m scripts.freeze_checksums

# What an installation holds, with licences (CycloneDX), and what is known against the pinned versions.
sbom: $(VENV)/demo.stamp $(VENV)/audit/stamp
	@mkdir -p build
	$(VENV)/audit/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --of JSON -o build/sbom.cdx.json

audit: $(VENV)/audit/stamp
	@said=$$($(VENV)/audit/bin/pip-audit --strict --require-hashes -r requirements/test.txt --disable-pip --progress-spinner off 2>&1) \
	  && echo "$$said" || { case "$$said" in \
	    *"known vulnerabilit"*) echo "$$said" ;; \
	    *) echo "not audited, since PyPI's advisory data can't be reached from here: $${said##*_cli:}" ;; \
	  esac >&2; exit 1; }

$(VENV)/audit/stamp: requirements/audit.txt
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "plangraph needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "python3 can't make a virtual environment here; install the venv module (Debian: apt-get install python3-venv)" >&2; exit 1; }

$(VENV)/demo.stamp: $(VENV)/bin/python pyproject.toml requirements/build.txt requirements/demo.txt
	@echo "Installing into $(VENV) …"
	$(call install,requirements/demo.txt)
	@touch $@

$(VENV)/test.stamp: $(VENV)/bin/python pyproject.toml requirements/build.txt requirements/test.txt
	@echo "Installing into $(VENV), with what the tests need …"
	$(call install,requirements/test.txt)
	@touch $@ $(VENV)/demo.stamp

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
