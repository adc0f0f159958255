# Everyday commands. On a fresh machine git, make and Python 3.11 or newer are enough for all of them.
#
# Variables: PORT, PORTAL_DOMAIN, PORTAL_DATA_DIR, DATABASE_URL, REDIS_URL (docs/local-development.md),
# e.g. `make run PORT=8001`; PYTHON chooses the interpreter; ARGS goes to pytest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
JOBS ?= 2
PO := $(wildcard locale/*/LC_MESSAGES/*.po locale/wagtail/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUNTIME) $(MO) ## set everything up and run the portal until Ctrl-C
	@exec $(BIN)/python manage.py run --stop-with-parent

.PHONY: test
test: $(DEV) $(MO) ## set everything up and run every test (ARGS="-k name" for some)
	@$(BIN)/python scripts/browser.py
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

.PHONY: check
check: $(DEV) $(MO) ## linters, types, contracts, migrations, deployment settings
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

.PHONY: bench
bench: $(DEV) $(MO) ## measure speed, write docs/performance.md
	$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: format
format: $(DEV) ## let ruff and djlint format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: messages
messages: $(DEV) ## collect texts to translate into locale/ (needs gettext)
	@command -v xgettext >/dev/null || { echo "gettext is missing: apt install gettext, or brew install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages --locale cs --locale de --ignore .venv --ignore .data --no-wrap --add-location file

.PHONY: translations
translations: $(MO) ## compile the translations that have changed

%.mo: %.po | $(RUNTIME)
	@$(BIN)/python scripts/compile_translations.py $< $@

.PHONY: requirements
requirements: $(DEV) ## pin requirements with hashes (ARGS=--upgrade for the newest allowed)
	@command -v uv >/dev/null || $(PIP) install --quiet uv
	scripts/requirements $(ARGS)

.PHONY: clean
clean: ## remove the environment and everything made, also the local data (.data)
	rm -rf $(VENV) .data staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(MO)

# The environment is made anew when it is broken, e.g. after the checkout or its Python has moved.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; install it or name it: make run PYTHON=/path/to/python3"; exit 1; }
	@echo "• Creating the virtual environment in $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV) || { echo "Your Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }

$(RUNTIME): requirements.txt requirements/embedded.txt | $(BIN)/python
	@echo "• Installing requirements (a few minutes the first time) …"
	@$(PIP) install --quiet --require-hashes -r requirements.txt -r requirements/embedded.txt
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "• Installing the tools for tests and checks …"
	@$(PIP) install --quiet --require-hashes -r requirements.txt -r requirements/embedded.txt -r requirements/dev.txt
	@touch $@
