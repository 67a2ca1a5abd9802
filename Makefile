SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
python := .venv/bin/python

.PHONY: help run setup test test-fast test-sound test-setup model lint bench lock docs clean

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: setup ## build what is missing, start everything, and say where to go
	@$(python) -m assistant.cli up --simulator

setup: ## the two environments alone
	@scripts/find-python app >/dev/null
	@scripts/find-python nlu >/dev/null
	@scripts/environment app
	@scripts/environment nlu

test-setup:
	@scripts/system-packages tests
	@scripts/find-python nlu >/dev/null
	@scripts/environment dev
	@scripts/environment nlu
	@$(python) -m voice.models fetch kokoro whisper-base vosk-ko

model: setup ## train the dialogue when its inputs changed
	@$(python) -m assistant.cli model

test: test-setup model lint ## everything that can be checked
	@$(python) -m assistant.cli knowledge check
	@cd nlu && .venv/bin/python -m unittest discover --start-directory tests --top-level-directory .
	@$(python) -m pytest -m "not sound"

test-sound: test-setup model ## telephone calls in real time, with real recognition and speech
	@$(python) -m pytest -m sound

test-fast: ## the quick tests, without databases and pages, in about a minute
	@scripts/environment dev
	@$(python) -m pytest -m "not slow and not pages and not store" -q -n 2 --dist loadgroup

lint: ## form, types, and who may import whom
	@scripts/environment dev
	@$(python) -m ruff format --check .
	@$(python) -m ruff check .
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-cache

bench: test-setup model ## how fast a text message is answered
	@$(python) -m bench

lock: ## resolve the direct dependencies anew
	@scripts/lock

docs: ## write the pages that are made from the code
	@scripts/environment dev
	@$(python) -m scripts.settings_docs

clean: ## remove what was built; keeps var/, the data
	@rm -rf .venv nlu/.venv nlu/models nlu/data/generated nlu/actions/generated \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
