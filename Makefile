# Every target makes what it needs; `make PYTHON=...` names an interpreter of 3.11 or newer.
BIN := .venv/bin
SEEN := PYTHONPATH=src:tests
RUN_STAMP := .venv/.for-running
DEV_STAMP := .venv/.for-developing
SHOWN := build/s1-thighs.html
# A worker keeps to its tests in order, so that what a module makes once is made once; one that has none left takes half
# of another's.
ON_ALL_CORES := -n auto --dist worksteal
IN_TWO_BROWSERS := -n 2 --dist worksteal
ON_POSTGRESQL := NAPPAGE_TEST_DATABASE=postgresql
# Finding the tests of all folders takes half a minute: where none can be asked for, none are looked for.
WITHOUT_DATABASE := tests/architecture tests/spec tests/golden tests/knowledge tests/mutation tests/unit/engine tests/unit/values \
                    tests/unit/library tests/unit/rendering
DATABASE_ONLY := $(addprefix --ignore=,$(WITHOUT_DATABASE))
WITH_BROWSER := tests/screens tests/stories
# Python keeps what it compiled even where an image says not to: every worker of every pass, and every command that a
# test starts, would compile all of it again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run outlook front test test-all check tests-sqlite tests-postgresql tests-browser screens spec docs bench properties \
        mutation claims-sources locks clean

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-16s %s\n", $$1, $$2 }' Makefile

$(RUN_STAMP): requirements-build.lock requirements.lock pyproject.toml tools/environment.sh tools/system.sh
	@tools/system.sh running
	@tools/environment.sh requirements-build.lock requirements.lock
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.lock
	@tools/system.sh testing
	@tools/environment.sh requirements-dev.lock
	@touch $@

front: $(RUN_STAMP) ## install and collect what the pages are served with
	@command -v npm >/dev/null || tools/environment.sh requirements-node.lock
	@$(BIN)/python tools/front_end.py

run: $(RUN_STAMP) front ## open the fictional demo clinic in a browser, logins printed
	@$(BIN)/nappage demo --data build/demo

outlook: $(RUN_STAMP) ## show the worked course S1 as text, and write its page
	@$(BIN)/nappage outlook examples/s1-thighs.toml
	@echo
	@$(BIN)/nappage outlook examples/s1-thighs.toml --format html --output "$(CURDIR)/$(SHOWN)"

check: $(DEV_STAMP) ## lint, format, types, architecture contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports

test: check tests-sqlite tests-postgresql tests-browser ## all tests on SQLite, all that use a database on PostgreSQL too

tests-sqlite: $(DEV_STAMP) front
	$(BIN)/pytest $(ON_ALL_CORES) -m "not browser and not long"

tests-postgresql: $(DEV_STAMP) front
	$(ON_POSTGRESQL) $(BIN)/pytest $(ON_ALL_CORES) $(DATABASE_ONLY) -m "database and not browser and not long"

tests-browser: $(DEV_STAMP) front
	$(BIN)/pytest $(IN_TWO_BROWSERS) $(WITH_BROWSER) -m "browser and not long"
	$(ON_POSTGRESQL) $(BIN)/pytest $(IN_TWO_BROWSERS) $(WITH_BROWSER) -m "browser and both_engines"

# The coverage of both passes is one: what only one engine does is covered by its own pass.
test-all: check front ## everything on both databases: coverage, browser, power cuts, long histories
	$(BIN)/pytest $(ON_ALL_CORES) -m "not browser" --cov --cov-report= --cov-fail-under=0
	$(ON_POSTGRESQL) $(BIN)/pytest $(ON_ALL_CORES) $(DATABASE_ONLY) -m "database and not browser" --cov --cov-append --cov-report=term
	$(BIN)/pytest $(IN_TWO_BROWSERS) $(WITH_BROWSER) -m browser
	$(ON_POSTGRESQL) $(BIN)/pytest $(IN_TWO_BROWSERS) $(WITH_BROWSER) -m browser

screens: $(DEV_STAMP) front ## walk through every screen, and leave pictures of them under build/screens
	NAPPAGE_PICTURES=1 $(BIN)/pytest $(IN_TWO_BROWSERS) $(WITH_BROWSER) -m browser

spec: $(DEV_STAMP) ## write the generated pages under docs/
	$(SEEN) $(BIN)/python -m support.render_spec

docs: spec ## the documents are Markdown; this writes the generated ones

properties: $(DEV_STAMP) ## the naive second implementation over 10,000 random histories
	HYPOTHESIS_PROFILE=full $(BIN)/pytest $(ON_ALL_CORES) -m "not database" tests/properties

mutation: $(DEV_STAMP) ## seeded mutants of the engine, and the survivors
	$(SEEN) $(BIN)/python -m mutation.run

bench: $(DEV_STAMP) ## one table beside the peers, from one run
	@$(MAKE) --no-print-directory -C bench

claims-sources: $(RUN_STAMP) ## which claims of the originals are recognised: make claims-sources DIR=...
	@test -n "$(DIR)" || { echo "Name the folder of the originals: make claims-sources DIR=..." >&2; exit 2; }
	@$(BIN)/nappage claims coverage "$(DIR)"

COMPILE := $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11

locks: $(RUN_STAMP) ## pin anew what pyproject.toml asks for, and install it once to see that it can be
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group build -o requirements-build.lock
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.lock
	$(COMPILE) --group node -o requirements-node.lock
	$(BIN)/python tools/front_end.py lock
	@tools/try_locks.sh $(BIN)/python requirements-build.lock requirements.lock requirements-dev.lock

clean: ## remove what was made
	rm -rf .venv build dist
