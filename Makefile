# Two commands: `make run` simulates and reports, `make test` checks. Both set up what they need in .venv.

PYTHON ?=
BIN := .venv/bin
FACTS := src/jangmadang/facts/measured.json
LEVELS := src/jangmadang/facts/measured_levels.json
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt --editable

.PHONY: help install run serve test test-browser test-processors test-llm lint compiled bench docs site notebooks rows schema mechanisms resolution facts-table facts-seeds facts-nearby facts-posterior levels-posterior facts-draws posterior posterior-held-out check-inference facts-screening questions findings baseline assumption-bands posterior-levels evaluate outlook-economy pictures clean
.DELETE_ON_ERROR:

help:
	@echo "make run      simulate the standard scenario and write results/hyesan/report.html"
	@echo "make serve    open the observatory, a local page to ask the economy in a browser"
	@echo "make test     check style, types, layers and tests"
	@echo "make test-browser  click through the observatory in Chromium, by mouse and by keyboard (some minutes)"
	@echo "make test-processors  pass weeks as on a processor without FMA and AVX: the bits must be the same (compiles all once more: some minutes)"
	@echo "make test-llm  read a report with a small language model on this machine (compiles its server: a quarter of an hour the first time)"
	@echo "make lint     check style, types and layers only"
	@echo "make pictures take the pictures of docs/observatory.md anew, after make run (some minutes)"
	@echo "make docs     refresh the generated parts of docs/"
	@echo "make site     make the documentation site in build/site, with a search and a page for every module"
	@echo "make notebooks  run docs/notebooks/ again and keep what they show (some minutes)"
	@echo "make rows     refresh the names and types of columns and parameters, src/jangmadang/world/dtypes.py and rows.py"
	@echo "make schema   refresh what editors complete and check scenarios by, src/jangmadang/scenario/scenario.schema.json"
	@echo "make mechanisms  print what each mechanism moves, with ten paired runs each (some minutes)"
	@echo "make facts-table  run all facts, responses and levels and write $(FACTS) and measured_levels.json (some minutes)"
	@echo "make facts-seeds  which facts and responses hold on other seeds and at the default resolution (half an hour)"
	@echo "make facts-nearby  how often facts and responses hold near the shipped parameters: 60 draws (some minutes)"
	@echo "make posterior  fit all ranged parameters to the evidence and ship what is then known (an hour on 2 cores)"
	@echo "make posterior-held-out  fit to what was known by the end of 2022 and try that on later reports (an hour on 2 cores)"
	@echo "make check-inference  fit 24 made-up histories whose truth is known (some minutes, after make posterior)"
	@echo "make facts-posterior  how often facts and responses hold over the shipped posterior: 60 draws (some minutes)"
	@echo "make levels-posterior  how near reported levels are over the shipped posterior: 60 draws (some minutes)"
	@echo "make facts-draws  how often facts hold over the whole plausible ranges: 300 draws (half an hour on 2 cores)"
	@echo "make facts-screening  what each fact depends on most: Morris screening (an hour and a half on 2 cores)"
	@echo "make questions  ask the ten questions again and write their answers into docs/ (some minutes)"
	@echo "make findings   measure the findings of docs/second_edition.md again (some minutes)"
	@echo "make baseline   renew tests/baseline.json after a change of results, and say by how much they moved (a minute)"
	@echo "make assumption-bands  how far figures that no report counts lie apart as what is assumed moves: 60 draws (some minutes)"
	@echo "make posterior-levels  the same figures over the shipped posterior: 60 draws (some minutes)"
	@echo "make outlook-economy  ask the economy at the newest report and ship its answer: 60 members (some minutes)"
	@echo "make evaluate  score past outlooks at rolling origins and write their record (a minute); EXTRA=FILE or ECONOMY=SEEDS: with more reports or the economy, docs/ only"
	@echo "make resolution  compare Hyesan at 1:1, 1:5 and 1:10 over ten seeds (two minutes)"
	@echo "make bench    measure speed against the budgets and against other frameworks, keep it in benchmarks/history (some minutes)"
	@echo "make install  only create .venv with the jangmadang command in it"
	@echo "make clean    remove .venv, .venv-peers, .venv-llm and caches; results stay"

run: .venv/installed
	@$(BIN)/jangmadang run hyesan --runs 20

serve: .venv/installed-serve
	@$(BIN)/jangmadang serve

install: .venv/installed

test: .venv/installed-dev
	@$(MAKE) --no-print-directory --jobs=2 lint compiled  # side by side, and compiled by one process before several need it
	$(BIN)/python -m pytest -n 2 --dist worksteal -q
	@echo "Left out: a browser (make test-browser), a run as on an older processor (make test-processors), a language model (make test-llm)"

test-browser: .venv/installed-browser compiled
	@command -v chromium chromium-browser google-chrome > /dev/null || $(BIN)/playwright install chromium
	JANGMADANG_BROWSER=1 $(BIN)/python -m pytest -q tests/browser
	@echo "Pictures of what was seen: results/browser"

test-processors: .venv/installed-dev compiled
	JANGMADANG_PROCESSORS=1 $(BIN)/python -m pytest -q tests/determinism/test_processors.py

test-llm: .venv/installed-dev .venv-llm/installed
	@$(BIN)/python scripts/llm/check_language_model.py .venv-llm/bin/python

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

compiled: .venv/installed-dev
	@$(BIN)/python -c "import jangmadang as jm; \
	  [jm.run(name, seed=1, resolution='calibration', until='2015-01-12') for name in ('hyesan', 'baseline')]"

bench: .venv/installed-serve
	@$(MAKE) --no-print-directory .venv-peers/installed || \
	  echo "The peers cannot be installed; everything else is measured" >&2
	@$(BIN)/python -m benchmarks.bench

pictures: .venv/installed-browser
	@$(BIN)/python scripts/take_pictures.py

docs: rows schema
	@$(BIN)/python scripts/docs/build.py

site: .venv/installed-site
	@$(BIN)/python -m sphinx -q -W --keep-going -c docs/site -d build/site-kept . build/site
	@echo "Open build/site/index.html"

notebooks: .venv/installed-site
	@$(BIN)/jupyter execute --inplace docs/notebooks/*.ipynb

rows: .venv/installed
	@$(BIN)/python scripts/make_rows.py

schema: .venv/installed
	@$(BIN)/python scripts/make_scenario_schema.py

mechanisms: .venv/installed
	@$(BIN)/python tests/engine/mechanism_table.py --seeds 10

resolution: .venv/installed-dev
	@JANGMADANG_RESOLUTION_SEEDS=10 $(BIN)/python -m pytest -q tests/engine/test_resolution.py

facts-table: .venv/installed
	@$(BIN)/jangmadang facts --counters --json > $(FACTS).new; \
	  if test -s $(FACTS).new; then mv $(FACTS).new $(FACTS); \
	  else rm -f $(FACTS).new; exit 1; fi
	@$(BIN)/jangmadang facts --levels --json > $(LEVELS).new && mv $(LEVELS).new $(LEVELS)
	@$(BIN)/python scripts/docs/build.py

facts-seeds: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py seeds --count 6
	@$(BIN)/python scripts/docs/build.py

facts-nearby: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py nearby --count 60
	@$(BIN)/python scripts/docs/build.py

facts-posterior: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py posterior --count 60
	@$(BIN)/python scripts/docs/build.py

posterior: .venv/installed-dev
	@$(BIN)/jangmadang calibrate hyesan --out build/posterior
	@cp build/posterior/posterior.nc src/jangmadang/scenario/packs/posterior.nc

posterior-held-out: .venv/installed-dev
	@$(BIN)/jangmadang calibrate hyesan --known-by 2022-12-31 --out build/held_out
	@cp build/held_out/diagnosis.json docs/inference_held_out.json
	@$(BIN)/python scripts/docs/build.py

levels-posterior: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py levels --count 60
	@$(BIN)/python scripts/docs/build.py

facts-draws: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py robustness --count 300
	@$(BIN)/python scripts/docs/build.py

facts-screening: .venv/installed-dev
	@$(BIN)/python scripts/docs/facts_draws.py screening --count 4
	@$(BIN)/python scripts/docs/build.py

check-inference: .venv/installed-dev
	@$(BIN)/python scripts/check_inference.py
	@$(BIN)/python scripts/docs/build.py

questions: .venv/installed
	@$(BIN)/python scripts/ask_questions.py
	@$(BIN)/python scripts/docs/build.py

assumption-bands: .venv/installed
	@$(BIN)/python scripts/measure_assumption_bands.py

posterior-levels: .venv/installed-dev
	@$(BIN)/python scripts/measure_assumption_bands.py --posterior

evaluate: .venv/installed
	@$(BIN)/python scripts/evaluate_outlook.py $(if $(EXTRA),--extra "$(EXTRA)") $(if $(ECONOMY),--economy $(ECONOMY))
	@$(BIN)/python scripts/docs/build.py

outlook-economy: .venv/installed
	@$(BIN)/python scripts/ask_economy.py
	@$(BIN)/python scripts/docs/build.py

findings: .venv/installed
	@$(BIN)/python scripts/measure_findings.py
	@$(BIN)/python scripts/docs/build.py

baseline: .venv/installed
	@$(BIN)/python scripts/make_baseline.py

clean:
	rm -rf .venv .venv-peers .venv-llm .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready:
	@python=$$(sh scripts/find_python.sh $(PYTHON)) || exit 1; \
	  echo "Creating .venv with $$python"; "$$python" -m venv .venv
	@touch $@

.venv/installed: .venv/ready pyproject.toml constraints.txt
	@echo "Installing jangmadang and its dependencies into .venv (a few minutes the first time)"
	@$(PIP) .
	@touch $@

.venv/installed-serve: .venv/installed
	@echo "Installing what the local page needs into .venv"
	@$(PIP) '.[serve]'
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the tools for the tests into .venv"
	@$(PIP) '.[dev]'
	@touch $@

.venv/installed-site: .venv/installed
	@echo "Installing what the documentation site needs into .venv"
	@$(PIP) '.[site]'
	@touch $@

.venv/installed-browser: .venv/installed-dev
	@echo "Installing what drives a browser into .venv"
	@$(PIP) '.[browser]'
	@touch $@

.venv-peers/installed: benchmarks/peers/requirements.txt .venv/ready pyproject.toml constraints.txt
	@echo "Installing the benchmark's peers into .venv-peers, with jangmadang beside them"
	@rm -f $@
	@$(BIN)/python -m venv .venv-peers
	@$(subst $(BIN),.venv-peers/bin,$(PIP)) . --requirement benchmarks/peers/requirements.txt
	@touch $@

.venv-llm/installed: scripts/llm/requirements.txt .venv/ready
	@echo "Installing a small language model and its server into .venv-llm (it is compiled: a quarter of an hour)"
	@rm -f $@
	@$(BIN)/python -m venv .venv-llm
	@.venv-llm/bin/python -m pip --disable-pip-version-check --quiet install --requirement scripts/llm/requirements.txt
	@touch $@
