.PHONY: install run test check format messages migration pictures lock help
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
READY := $(VENV)/.ready

help:  ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(READY)  ## Prepare the environment: .venv with the pinned dependencies

$(READY): requirements.lock
	@python3 -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@echo "正在安装，大约半分钟… installing, half a minute…"
	@python3 -m venv $(VENV)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $(READY)

run: install  ## Run the bot: in the sandbox, or on Telegram with BOT_TOKEN
	@$(PYTHON) -m bot run

test: install check  ## Everything: format, lint, types, structure, tests
	$(PYTHON) -m pytest -n auto

check: install
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: install  ## Put the code in shape
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

messages: install  ## Collect the texts people see into locales/
	$(PYTHON) -m locales.collect

migration: install  ## Write a migration for changed tables: make migration m="why"
	$(VENV)/bin/alembic revision --autogenerate -m "$(m)"

pictures: install  ## Take the README's pictures and draw the architecture's (needs graphviz)
	dot -Tsvg docs/architecture.dot -o docs/architecture.svg
	PICTURES=docs/pictures $(PYTHON) -m pytest tests/browser/test_product.py

lock: install  ## Pin the dependencies of pyproject.toml anew
	$(PYTHON) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate --upgrade --group dev pyproject.toml --output-file requirements.lock
	$(VENV)/bin/uv pip compile --universal --generate-hashes --no-header --no-annotate --constraint requirements.lock pyproject.toml --output-file deploy/requirements.lock
