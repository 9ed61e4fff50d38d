# Two commands on a fresh machine: `make demo` and `make test`. Everything lands in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# uv does not read pip's settings; a folder of local wheels named there is handed on.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export ORT_DISABLE_TELEMETRY := 1
SOURCES := pyproject.toml constraints.txt

.PHONY: demo test lint format bench docs report clean

demo: $(VENV)/.installed  ## install, then read the sample week and write its digest, without key or network
	$(BIN)/paperwire weekly --edition sample --engine extractive --archive demo

test: $(VENV)/.installed-dev  ## install what is missing, then run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev  ## renew the pages that are written by code
	$(BIN)/cog -r docs/commands.md README.md

# Tasks with the contenders they are run with; each run is kept, so that a second `make report` only writes.
RUNS := triage:extractive triage:tfidf triage:keyword triage:random triage:prior \
  verdict:extractive verdict:best_configuration verdict:mean_score verdict:released verdict:chance \
  openreview:extractive openreview:first_sentences openreview:chance \
  grounding:extractive grounding:verbatim grounding:scrambled injection:extractive injection:keywords \
  stories:extractive stories:tfidf stories:meaning stories:alone stories:together \
  trends:extractive trends:frequent trends:random \
  retrieval:extractive retrieval:lexical retrieval:dense retrieval:ranks retrieval:tfidf \
  csfcube:extractive csfcube:lexical csfcube:dense csfcube:tfidf
# These are put to an archive of their own, for which the retrieval task has embedded the abstracts.
ASK_RUNS := ask:extractive ask:nearest ask:silent
REPORTS := build/evals
evaluate = set -e; for run in $(1); do $(BIN)/paperwire eval run $${run%:*} --engine $${run\#*:} \
  --archive $(REPORTS) --out $(REPORTS)/$${run%:*}-$${run\#*:}.jsonl; done

report: $(VENV)/.installed-dev  ## evals/REPORT.md from real runs; needs PAPERWIRE_DATA, and an hour and a half the first time
	mkdir -p $(REPORTS)
	$(call evaluate,$(RUNS))
	$(BIN)/python -m paperwire.evals.ask_archive --data "$$PAPERWIRE_DATA"
	$(call evaluate,$(ASK_RUNS))
	$(BIN)/paperwire eval report $(foreach run,$(RUNS) $(ASK_RUNS),$(REPORTS)/$(subst :,-,$(run)).jsonl) --markdown $(REPORTS)/report.md
	cat evals/templates/report_head.md $(REPORTS)/report.md > evals/REPORT.md

bench: $(VENV)/.installed-bench  ## the figures behind every claim of speed; minutes
	$(BIN)/python -m benchmarks

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.installed: $(SOURCES) | $(BIN)/uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt --group dev
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python -c constraints.txt --group bench
	touch $@

clean:
	rm -rf $(VENV) build demo *.egg-info
