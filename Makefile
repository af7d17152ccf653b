# Needs Python 3.11 or newer and nothing else. `make` lists what there is; docs/running.md says more.
# No path is written out in full here: the folder's name may have a space.
SHELL := /bin/sh
RUN := .venv/bin/python
# The kernel ends the launcher when make is killed (Linux).
LEASH := $(shell command -v setpriv >/dev/null 2>&1 && echo setpriv --pdeathsig TERM)
# A command with files and a database of its own, which are gone afterwards.
THROWN_AWAY := VAR_DIR=$$(mktemp -d) && export VAR_DIR && trap 'rm -rf "$$VAR_DIR"' EXIT && trap 'exit 130' INT TERM &&

.DEFAULT_GOAL := help
.PHONY: help venv setup run test services-test spark-test journeys lint bench messages gallery

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1|/p' Makefile | while IFS='|' read -r name text; do printf '%-22s%s\n' "$$name" "$$text"; done
	@echo "  Variables: PORT (8000), VAR_DIR (var), PYTHON (python3), ARGS (more arguments for test, bench, gallery)"

venv:
	@sh scripts/venv.sh

setup: venv ## prepare .venv and the database
	@$(RUN) manage.py migrate --no-input --verbosity 0
	@echo "Ready. make run serves it with its demo."

run: venv ## serve the product with its demo on http://127.0.0.1:8000
	@exec $(LEASH) $(RUN) -m partnerhub.launcher

test: venv ## the quick tests, which need nothing but Python
	@unset DATABASE_URL REDIS_URL; $(THROWN_AWAY) $(RUN) -m pytest -n auto -m "not browser and not spark and not slow" $(ARGS)

services-test: venv ## the tests on DATABASE_URL, REDIS_URL and Chromium
	@test -n "$$DATABASE_URL" -a -n "$$REDIS_URL" || { echo "Set both, for example: \
	DATABASE_URL=postgresql://postgres@127.0.0.1:5432/partnerhub REDIS_URL=redis://127.0.0.1:6379/0 make services-test" >&2; exit 2; }
	@$(THROWN_AWAY) $(RUN) -m pytest -n auto -m "not once and not spark" $(ARGS)

spark-test: ## the other engine gives equal answers, on the embedded database (needs Java 17)
	@command -v java >/dev/null || { echo "Spark needs Java 17 (Debian, Ubuntu: apt-get install default-jre-headless)." >&2; exit 2; }
	@sh scripts/venv.sh .venv-spark requirements-spark.lock
	@unset DATABASE_URL REDIS_URL; $(THROWN_AWAY) .venv-spark/bin/python -m pytest -n 2 -m spark $(ARGS)

journeys: venv ## the browser tests alone, on the embedded database (needs Chromium)
	@unset DATABASE_URL REDIS_URL; $(THROWN_AWAY) $(RUN) -m pytest -m browser $(ARGS)

lint: venv ## every check of code, types, imports, templates, migrations and rules
	@sh scripts/lint.sh

messages: venv ## bring the catalogs of locale/ in step with the texts, and compile them
	@$(RUN) scripts/messages.py $(ARGS)

bench: setup ## measure the import and the score
	@$(RUN) -m bench $(ARGS)

gallery: venv ## pictures of every page, in all languages, themes and widths, to look through (needs Chromium)
	@$(RUN) -m bench.gallery $(ARGS)
