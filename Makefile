# make demo    promote the sample notebook, prove it, run it
# make test    style, types, layers, tests
# Each makes a virtual environment of its own, and makes it again only when pyproject.toml changes.

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check
BUILD_FILES = pyproject.toml hatch_build.py $(wildcard front/*.py)

.PHONY: demo test clean

demo: .demo/installed
	@.demo/bin/python sample_notebooks/demo.py

test: .venv/installed
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/pyright --pythonpath .venv/bin/python
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 2 --dist loadgroup

.demo/installed: EXTRA = demo
.venv/installed: EXTRA = test
.demo/installed .venv/installed: $(BUILD_FILES)
	@test -n "$(PYTHON)" || { echo "nb2pipe needs Python 3.11 or later; name one: make PYTHON=/path/to/python"; exit 1; }
	@echo "Installing nb2pipe into $(@D) (takes some minutes the first time) ..."
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python $(PIP_INSTALL) --editable ".[$(EXTRA)]"
	@touch $@

clean:
	rm -rf .demo .venv $(addprefix sample_notebooks/,data reports spaceflights)
