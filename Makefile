# Two commands: `make demo` scores the five examples, `make test` runs all that CI runs.
# Each makes its own environment in .venv and needs nothing but Python 3.11 or later, make and the package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
# pip compiles nothing: most of what it installs is never imported. What one process has compiled the next must find, whatever the
# environment says: tests start commands in processes of their own.
INSTALL := -m pip install --quiet --no-compile
export PYTHONDONTWRITEBYTECODE :=
# Two at a time; what each of them says stays together where this make can see to it.
BESIDE := --no-print-directory -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync)

.PHONY: demo test cover lint types style layers spark bench bench-large mutants expected schema clean python

demo: $(VENV)/.installed
	@$(BIN)/python examples/demo.py

# The browser tests use the Chromium that they find, or the one that LAWSCORE_CHROMIUM names. PySpark is installed while the types
# are checked. What goes to a worker together, and in which order, stands in tests/support_workers.py.
test: $(VENV)/.installed-dev
	@$(BIN)/python tests/browser/chromium.py
	@$(MAKE) $(BESIDE) types spark style layers
	@$(BIN)/python -m pytest -n 2 -q

# The same tests, and which lines and branches they reach: it takes twice as long, and no test depends on it.
cover: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered -q

lint: $(VENV)/.installed-dev
	@$(MAKE) $(BESIDE) types style layers

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

style: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

layers: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

# The Spark tests use the Java that they find, if it is of 17 or later: only then is PySpark installed.
spark: $(VENV)/.installed-dev
	@! $(BIN)/python tests/spark/java.py || $(MAKE) --no-print-directory $(VENV)/.installed-spark

# In under ten minutes, beside its peers, which have an environment of their own; `bench-large` adds twenty million units and the
# profiles of a million.
bench: $(VENV)-bench/.installed
	@$(VENV)-bench/bin/python benchmarks/run.py

bench-large: $(VENV)-bench/.installed
	@$(VENV)-bench/bin/python benchmarks/run.py --large
	@$(VENV)-bench/bin/python benchmarks/profile_columns.py --write
	@$(VENV)-bench/bin/python benchmarks/profile_start.py --write

# How good the conformance kit is: see tests/mutation/README.md.
mutants: $(VENV)-mutants/.installed
	@$(VENV)-mutants/bin/python tests/mutation/run.py --write

# The committed digits of the examples, and the schemas beside the rubrics: made again on purpose, never by a test.
expected: $(VENV)/.installed
	@$(BIN)/python examples/runs.py --write

schema: $(VENV)/.installed
	@for of in rubric cases migration; do $(BIN)/lawscore schema $$of --lang zh --output rubrics/$$of.schema.json || exit 1; done

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "lawscore needs Python 3.11 or later, and found no '$(PYTHON)'. Install it, or name yours: make demo PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "lawscore needs Python 3.11 or later; '$(PYTHON)' is older. Name a newer one: make demo PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "this Python has no venv module (on Debian: apt-get install python3-venv)" >&2; exit 1; }

$(BIN)/python: | python
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing lawscore into $(VENV) …"
	@$(BIN)/python $(INSTALL) -e '.[office,report]' || { echo "the installation failed: is the package index reachable?" >&2; exit 1; }
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing lawscore and its tools into $(VENV) …"
	@$(BIN)/python $(INSTALL) -e '.[dev]' || { echo "the installation failed: is the package index reachable?" >&2; exit 1; }
	@touch $@ $(VENV)/.installed

# By its name alone, since lawscore is not to be installed anew under those that check it; constraints.txt has its version, and what
# else the extra `spark` names is there for the tests.
$(VENV)/.installed-spark: $(VENV)/.installed-dev
	@echo "installing PySpark into $(VENV) …"
	@$(BIN)/python $(INSTALL) pyspark || { echo "the installation failed: is the package index reachable?" >&2; exit 1; }
	@touch $@

$(VENV)-mutants/.installed: pyproject.toml constraints.txt tests/mutation/requirements.txt | python
	@$(PYTHON) -m venv $(VENV)-mutants
	@$(VENV)-mutants/bin/python -m pip install --quiet -e . -r tests/mutation/requirements.txt
	@touch $@

$(VENV)-bench/.installed: pyproject.toml constraints.txt benchmarks/requirements.txt | python
	@echo "installing lawscore and its peers into $(VENV)-bench …"
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet -e '.[office,analysis,arrow]' -r benchmarks/requirements.txt || { echo "the installation failed: is the package index reachable?" >&2; exit 1; }
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-mutants $(VENV)-bench out .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
