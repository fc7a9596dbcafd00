# make demo    promote the sample notebook, prove it, run it
# make test    style, types, layers, tests
# Each makes a virtual environment of its own, and makes it again only when pyproject.toml changes.

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check
BUILD_FILES = pyproject.toml hatch_build.py $(wildcard front/*.py)

PANEL = labextension/static_ext/package.json
PANEL_MODULES = labextension/node_modules/.package-lock.json
PANEL_SOURCES = $(shell find labextension/src labextension/style labextension/schema -type f) \
	labextension/package.json labextension/tsconfig.json

.PHONY: demo test clean panel browser

demo: .demo/installed
	@.demo/bin/python sample_notebooks/demo.py

test: panel browser .venv/installed
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/pyright --pythonpath .venv/bin/python
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 2 --dist loadgroup

# The JupyterLab panel, where Node.js is there; its tests need a browser, too.
panel:
	@if command -v npm >/dev/null; then $(MAKE) -s $(PANEL); \
	else echo "Node.js is not there: the panel is not built, and its tests are left out"; fi

$(PANEL): $(PANEL_MODULES) $(PANEL_SOURCES)
	@echo "Building the JupyterLab panel ..."
	@cd labextension && npm run --silent build:prod

$(PANEL_MODULES): labextension/package-lock.json
	@echo "Installing what builds the JupyterLab panel ..."
	@cd labextension && npm ci --no-audit --no-fund --silent && touch node_modules/.package-lock.json

browser:
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		echo "Installing Chromium ..."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is not there: the tests in a browser are left out"; fi

.demo/installed: export NB2PIPE_LABEXT = skip
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
