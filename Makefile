# Every verb of the workbook. `make` lists them. Each calls `python -m workbook`, which sets itself
# up in .venv; without make, call that.

PYTHON ?= python3
# The environment's own Python where there is one (an interrupted set-up may have left a dead link).
workbook = p=.venv/bin/python; [ -x $$p ] || p=$(PYTHON); $$p -m workbook

.DEFAULT_GOAL := help
.PHONY: help run docker lab notebooks test check gallery mutants lint lock

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-zA-Z%-]+:.*## /{sub("%", "N", $$1); printf "  make %-10s %s\n", $$1, $$2}' Makefile

# Status 1 says "not done yet", which is no error of make's: only scripts need it, and they call
# `python -m workbook check`. Status 2 is one.
step-%: ## check your work on step N: make step-1
	@$(workbook) check $*; [ $$? -le 1 ]

hint-%: ## one more hint for the check of step N that failed last
	@$(workbook) hint $*

docker-%: ## build and run the container of step N on port 9090
	@$(workbook) docker $*

run: ## serve the full app at http://localhost:8080 (PORT=9000 make run: elsewhere)
	@$(workbook) setup model >/dev/null
	@cd solution/10_full_app && exec ../../.venv/bin/gunicorn

docker: ## build the full app's container and run it at http://localhost:9090
	docker build --tag flask-lab .
	docker run --rm --publish 9090:8080 --volume flask-lab:/data flask-lab

lab: ## open the walkthrough notebooks in JupyterLab
	@$(workbook) lab

notebooks: ## build the notebooks from notebooks/source/ (maintainers)
	@$(workbook) notebooks

test: ## the project's own tests (maintainers)
	@$(workbook) setup dev model lab >/dev/null
	@.venv/bin/python -m pytest --numprocesses=auto --quiet

check: ## prove that the workbook is sound, the evening before class
	@$(workbook) sound

gallery: ## write what each mistake in tests/mistakes gets told (maintainers)
	@$(workbook) gallery

gallery-%: ## the same for step N
	@$(workbook) gallery $*

mutants: ## spoil the solutions a little; see which faults no check notices (maintainers)
	@$(workbook) mutants

lint: ## ruff and pyright (maintainers)
	@$(workbook) setup dev model lab >/dev/null
	@.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/basedpyright

pin = PATH="$$PATH:.venv/bin" uv pip compile --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
	--annotation-style line --custom-compile-command "make lock" pyproject.toml
lock: ## pin the newest versions in requirements*.txt (maintainers)
	@$(workbook) setup >/dev/null
	@$(pin) --output-file requirements.txt
	@for group in model lab dev; do \
		$(pin) --group $$group --output-file requirements-$$group.txt; done
