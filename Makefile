# make run      set Chuyi up and serve the shipped library
# make ask Q=…  answer one question
# make test     set everything up and run the tests
# make check    format, lint and types
# make bench    measure; POLICIES=DIR measures with another folder of policies
# make screenshots   take the pictures shown in the READMEs
# make clean    remove what make and the tests made, the environment too

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
# setuptools warns of every editable install; there is nothing for a user to do about it.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
POLICIES ?=

.PHONY: run ask test check format bench screenshots clean

run: .venv/.installed
	@$(BIN)/chuyi serve

ask: .venv/.installed
	@test -n "$$Q" || { echo 'make ask: give the question, as in: make ask Q=楚怡实训基地有多少个？' >&2; exit 2; }
	@$(BIN)/chuyi ask "$$Q"

test: .venv/.installed-dev .venv-milvus/.installed
	@.ci/browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: .venv/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy corpus index bot benchmarks docs

format: .venv/.installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.installed-dev
	@$(BIN)/python benchmarks/bench.py $(POLICIES)

screenshots: .venv/.installed-dev
	@.ci/browser
	@$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv .venv-milvus build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis chuyi*.sqlite3*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment of Chuyi's own, made once and brought up to date when what it needs has changed.
.venv/.installed: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo 'make: Chuyi needs Python 3.11 or newer, found as python3; or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Setting Chuyi up; this takes about half a minute, once.'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo 'make: Python cannot make an environment; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q corpus index bot
	@touch $@

.venv/.installed-dev: .venv/.installed
	@$(PIP) --no-build-isolation --editable '.[dev]'
	@touch $@

# A Milvus for the tests, apart from all else: only its server is run, so nothing else of that package is needed.
.venv-milvus/.installed: | .venv/.installed
	@rm -rf .venv-milvus
	@$(PIP) --no-deps --target .venv-milvus milvus-lite==2.5.1
	@touch $@
