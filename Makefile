# Everything a contributor types. Each target makes its own environment from nothing.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
ENV := .venv
BIN := $(ENV)/bin
# uv is used where it is present because it is fast; venv and pip do the same.
UV := $(shell command -v uv)

ifdef UV
create = $(UV) venv --quiet --clear --python $(PYTHON) $(1)
install = VIRTUAL_ENV=$(1) $(UV) pip install --quiet
else
create = $(PYTHON) -m venv --clear $(1)
install = $(1)/bin/python -m pip install --quiet --disable-pip-version-check
endif

# Tests start the program hundreds of times: byte code that is kept spares a third of each start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench lock clean

demo: $(ENV)/.runtime
	$(BIN)/gomtin demo

test: $(ENV)/.dev
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: $(ENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: $(ENV)/.dev
	$(BIN)/python -P tests/bench.py

# The newest versions that pyproject.toml admits, with hashes, for all supported Pythons. Needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --upgrade --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --upgrade --group build --group dev pyproject.toml -o requirements-dev.lock

$(ENV)/.runtime: requirements.lock pyproject.toml
	@test -e $(ENV)/.dev || $(call create,$(ENV))
	@echo "installing gomtin into $(ENV)"
	@$(call install,$(ENV)) --require-hashes -r requirements.lock
	@$(call install,$(ENV)) --no-deps --no-build-isolation -e .
	@touch $@

$(ENV)/.dev: requirements-dev.lock pyproject.toml
	@test -e $(ENV)/.runtime || $(call create,$(ENV))
	@echo "installing gomtin and its tools into $(ENV)"
	@$(call install,$(ENV)) --require-hashes -r requirements-dev.lock
	@$(call install,$(ENV)) --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(ENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
