# Every target creates what it needs by itself: a fresh machine with Python 3.11 and make is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: corpus demo test lint evaluate bench docs clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

# Process the two training phones of tests/images into demo-case/.
demo: $(VENV)/.installed
	rm -rf demo-case
	$(BIN)/phonefx process tests/images/first-phone.zip tests/images/first-iphone.zip -o demo-case \
	  --examiner "A. Example" --case-number DEMO-1 --agency "Example Police"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Each of the many interpreters that tests start would compile every module again.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

corpus: $(VENV)/.dev
	$(BIN)/python tests/corpus_check.py

clean:
	rm -rf $(VENV) demo-case

evaluate: $(VENV)/.dev
	$(BIN)/python -m benchmarks.evaluate

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/process.py

.PHONY: bench-large
# The same with 1,000,000 messages, 200,000 calls, 50,000 contacts, 2,000,000 positions and 300,000 files, once.
bench-large: $(VENV)/.dev
	$(BIN)/python benchmarks/process.py --large --runs 0

.PHONY: bench-recovery
# Recall, precision, time and memory of the recovery of deleted SQLite rows; BIG=500 adds a database of 500 MB.
BIG ?= 0
bench-recovery: $(VENV)/.dev
	$(BIN)/python benchmarks/recovery.py --big $(BIG)

docs: $(VENV)/.dev
	$(BIN)/python tools/generate_docs.py

.PHONY: images validate
# Rebuild the ready-made training phones; the bytes stay the same with the same SQLite and zlib.
images: $(VENV)/.dev
	$(BIN)/python -m phonefx.synth.images tests/images

# Make, process and grade every scenario in every container, and write the validation report.
validate: $(VENV)/.dev
	$(BIN)/python -m phonefx.synth.validate docs/validation.md

.PHONY: fuzz
# Search for inputs that harm a decoder, guided by coverage, so many seconds each; what is found lies in .fuzz/.
SECONDS ?= 60
fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet atheris
	$(BIN)/python tools/fuzz.py --seconds $(SECONDS)

.PHONY: explore
# Search at random for inputs that break a property, so many times as many as the tests try, and for moments to be killed at.
TIMES ?= 20
explore: export PHONEFX_EXPLORE_TIMES = $(TIMES)
explore: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) -m "hypothesis or explore" --hypothesis-profile explore --hypothesis-show-statistics
