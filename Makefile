# `make` lists the targets. Every recipe is a plain command that can be run by hand.
.DEFAULT_GOAL := help
.PHONY: help serve watch build test check lighthouse bench encoder lock clean

PYTHON ?= python3
PORT ?= 8000
MODEL ?=
FOR ?= with_asks
$(if $(filter with_asks without_asks,$(FOR)),,$(error FOR is '$(FOR)'; expected with_asks or without_asks))
JOBS ?= 2
BIN := .venv/bin
# What is never imported need not be compiled; the rest is at its first import.
PIP := -m pip install --quiet --disable-pip-version-check --no-compile

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 10

serve: .venv/.runtime ## build site and index, serve both on http://127.0.0.1:8000 (PORT=…)
	$(BIN)/guide build
	$(BIN)/guide serve --port $(PORT)

watch: .venv/.runtime ## serve, and rebuild whenever a page is saved
	$(BIN)/guide build
	$(BIN)/guide serve --port $(PORT) --watch

build: .venv/.runtime ## build site/ and index/
	$(BIN)/guide build

test: .venv/.dev ## all tests: units, golden files, API, properties, browser
	$(BIN)/guide build
	$(BIN)/pytest --numprocesses $(JOBS) --dist loadfile

check: .venv/.dev node_modules/.installed ## format, lint, types, strict build, links, numbers, prose
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir .cache/strict-site
	$(BIN)/python scripts/check_links.py .cache/strict-site
	$(BIN)/python scripts/check_numbers.py docs
	$(BIN)/python scripts/check_prose.py
	npx cspell --no-progress --quiet "docs/**/*.md" README.md CONTRIBUTING.md
	$(BIN)/python scripts/charts.py --check
	$(BIN)/python scripts/publish_data.py --check
	$(BIN)/python scripts/size_budget.py
	npm run --silent check

lighthouse: .venv/.dev node_modules/.installed ## measure the built pages as a phone would see them
	npm install --silent --no-save --no-audit --no-fund lighthouse@12.8.2
	$(BIN)/guide build
	$(BIN)/python scripts/lighthouse.py

bench: .venv/.dev ## measure speed; prints the table of docs/chatbot/performance.md
	$(BIN)/guide build
	$(BIN)/python benchmarks/run.py

encoder: .venv-training/.training ## tune an encoder and export it (FOR=without_asks: the other one; MODEL= exports only)
	.venv-training/bin/guide build
	$(if $(MODEL),,.venv-training/bin/python -m chatbot.training.index_pairs index .cache/pairs.jsonl)
	$(if $(MODEL),,.venv-training/bin/python -m chatbot.training.finetune --kind $(FOR) --pairs .cache/pairs.jsonl --out .cache/$(FOR))
	.venv-training/bin/python -m chatbot.training.export --model $(or $(MODEL),.cache/$(FOR)) --out chatbot/encoders/$(FOR) \
		--index index --questions tests/data/evaluation/dev-questions.jsonl

lock: .venv/.dev ## pin the newest versions that pyproject.toml allows
	$(BIN)/python scripts/lock.py

clean: ## remove everything that was built
	rm -rf site .cache index/versions index/manifest.json .pytest_cache .mypy_cache .ruff_cache

.venv/.runtime: requirements/runtime.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python $(PIP) -r requirements/runtime.txt
	$(BIN)/python $(PIP) --no-deps --editable .
	touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	$(BIN)/python $(PIP) -r requirements/dev.txt
	touch $@

.venv-training/.training: requirements/training.txt requirements/dev.txt pyproject.toml
	test -x .venv-training/bin/python || $(PYTHON) -m venv .venv-training
	.venv-training/bin/python $(PIP) -r requirements/training.txt -r requirements/dev.txt
	.venv-training/bin/python $(PIP) --no-deps --editable .
	touch $@

node_modules/.installed: package-lock.json
	npm ci --silent --no-audit --no-fund
	touch $@
