# `make` alone lists the verbs. Each does its own set-up, which takes a moment when nothing is to do.
# Arguments for the program behind a verb: make test ARGS="tests/store -x"

.DEFAULT_GOAL := verbs
.PHONY: verbs dev check test offline browser bench chaos serve demo record docs
MAKEFLAGS += --no-print-directory
ARGS ?=
PYTHON_HERE := .venv/bin/python
SET_UP := @infra/setup.sh

verbs:
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

dev: ## Make this machine ready: environment, locked dependencies, browser, fonts.
	$(SET_UP) dev

check: ## Look without running: style, format, types, import contracts, generated docs in sync.
	$(SET_UP) dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON_HERE) docs/generate.py --check

test: ## Run all tests, on a real browser, Postgres and S3 server, on loopback only.
	$(SET_UP) dev
	$(PYTHON_HERE) -m pytest $(ARGS)

offline: ## Run all tests in an empty network: proof that nothing reaches the outside.
	$(SET_UP) dev
	infra/offline.sh $(PYTHON_HERE) -m pytest $(ARGS)

browser: ## Run the tests that need the real browser.
	$(SET_UP) dev
	$(PYTHON_HERE) -m pytest -m browser $(ARGS)

bench: ## Measure speed and size, and print the figures.
	$(SET_UP) dev
	$(PYTHON_HERE) -m tests.benchmarks $(ARGS)

chaos: ## Kill what can be killed, and see that nothing accepted is lost.
	$(SET_UP) dev
	$(PYTHON_HERE) -m pytest tests/chaos tests/browser/test_many_visits.py $(ARGS)

serve: ## Run the service with an API, a viewer and a worker; prints the address when it answers.
	$(SET_UP) serve
	@exec $(PYTHON_HERE) -m service serve $(ARGS)

demo: ## Keep an article's posts against a small recorded internet, and browse the result.
	$(SET_UP) dev
	@exec $(PYTHON_HERE) -m tests.replica.demo $(ARGS)

record: ## Record documents of a platform for its tests (reaches the platform named in ARGS).
	$(SET_UP) dev
	$(PYTHON_HERE) -m tests.replica.record $(ARGS)

docs: ## Write the generated tables of docs/ again.
	$(SET_UP) dev
	$(PYTHON_HERE) docs/generate.py
