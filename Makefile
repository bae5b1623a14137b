# Everything that a fresh machine with Python 3.11 or newer needs. POSIX sh and GNU make, nothing else.
#   make run         try it in the browser        make test     run the tests
#   make check       format, lint, types, layers  make bench    measure (SHORT=1: a minute of it)
#   make help        the whole list

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults fuzz sbom docs screenshots lock image-lint clean

VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
ARGS ?=
PYTEST_ARGS ?=

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

run: $(STAMP) ## start the demo: a store, customers and a phone, all on this machine
	@exec $(PY) -m bot demo $(ARGS)

# Two at a time: a third of the time goes into waiting for deadlines and restarts.
test: $(STAMP) ## run all tests (PYTEST_ARGS="-k words" to choose)
	@$(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(STAMP) ## format, lint, types, layers, spelling, catalogues, budgets
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m codespell_lib
	$(PY) -m bot.language.check
	$(PY) -m pytest -q tests/test_project/test_budgets.py

bench: $(STAMP) ## measure how fast this machine answers (SHORT=1 for a short run)
	@exec $(PY) -m bot bench $(if $(SHORT),--short) $(ARGS)

faults: $(STAMP) ## kill, cut, fill and jump for two minutes (FAULTS="--seconds 1800 --seed 7"), then look for what was lost or said twice
	@exec $(PY) -m tests.faults $(FAULTS)

bench-peers: $(STAMP) ## measure beside a bare aiohttp handler and pywa on FastAPI (SHORT=1: half a minute)
	$(PY) -m pip install --quiet --disable-pip-version-check 'uv>=0.9'
	$(PY) -m uv pip install --quiet --python $(PY) --group peers
	@exec $(PY) -m bot.bench.peers $(if $(SHORT),--short) $(ARGS)

fuzz: $(STAMP) ## throw odd inputs at every parser (ARGS="--inputs 1000000")
	@exec $(PY) -m tests.fuzz $(ARGS)

sbom: $(STAMP) ## write what the image is made of into build/sbom.json (CycloneDX)
	@mkdir -p build
	@$(PY) -m cyclonedx_py requirements --pyproject pyproject.toml --mc-type application --output-reproducible --validate \
		--output-format JSON --output-file build/sbom.json requirements-server.lock
	@echo "build/sbom.json"

docs: $(STAMP) ## build the documentation's site into build/site
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --quiet

screenshots: $(STAMP) ## take the documentation's pictures anew (ARGS=name for one)
	@exec $(PY) -m tests.screenshots $(ARGS)

lock: $(STAMP) ## choose new versions for requirements.lock and requirements-server.lock
	$(PY) -m pip install --quiet 'uv>=0.9'
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--upgrade --extra embedded --group dev pyproject.toml --output-file requirements.lock
	UV_CUSTOM_COMPILE_COMMAND='make lock' $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--constraint requirements.lock pyproject.toml --output-file requirements-server.lock

image-lint: $(STAMP) ## lint the Dockerfile
	$(VENV)/bin/hadolint Dockerfile

clean: ## remove what make made, the demo's data included
	rm -rf $(VENV) dist build wasla-data .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is what makes a second start immediate: it is younger than the lock file as long as that does not change.
$(STAMP): requirements.lock pyproject.toml
	@found=; for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Wasla needs Python 3.11 or newer, and none was found. Install it (Debian, Ubuntu: apt install python3 python3-venv), or say PYTHON=/path/to/python make run." >&2; \
		exit 1; \
	fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$$found has no venv module. Install it (Debian, Ubuntu: apt install python3-venv) and try again." >&2; \
		exit 1; \
	fi; \
	echo "Preparing $(VENV) with $$($$found --version) (once) ..."; \
	$$found -m venv --clear $(VENV)
# The lock file is complete; left to look for more, an older pip takes a newer release for a requirement with an extra and stops at its hash.
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
