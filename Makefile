# `make run` builds a warehouse from the bundled articles, `make test` checks the project, `make serve` opens the Dagster page,
# `make docs` makes the site of the pages in docs/.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check serve docs clean

run: $(READY)
	$(BIN)/dealhouse run

test: check
	$(BIN)/pytest --numprocesses 2 --dist worksteal

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

serve: $(READY)
	$(BIN)/dealhouse serve

docs: $(READY)
	$(BIN)/sphinx-build --quiet --fail-on-warning docs docs/_build
	@echo "open docs/_build/index.html"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		found=$$($(PYTHON) --version 2>/dev/null || echo "no $(PYTHON)"); \
		echo "Dealhouse needs Python 3.11 or newer; $$found was found. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv build docs/_build *.egg-info
