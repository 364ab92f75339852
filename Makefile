# Every verb of the workbook. `make` lists them. Each is the verb of the same name of
# `python -m workbook`, which sets itself up in .venv; without make, call that.

PYTHON ?= python3
# The environment's own Python where there is one (an interrupted set-up may have left a dead link).
workbook = p=.venv/bin/python; [ -x $$p ] || p=$(PYTHON); $$p -m workbook

MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help run lab check prove gallery notebooks mutants test lint lock

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-zA-Z%-]+:.*## /{sub("%", "N", $$1); printf "  make %-10s %s\n", $$1, $$2}' Makefile

# Status 1 says "not done yet" and 3 "done as far as it could be checked here", which are no errors of
# make's: only scripts need them, and they call `python -m workbook step`. Status 2 is one.
step-%: ## check your work on step N: make step-1
	@$(workbook) step $*; case $$? in 0|1|3) ;; *) exit 2;; esac

hint-%: ## one more hint for the check of step N that failed last
	@$(workbook) hint $*

docker-%: ## build and run the container of step N on port 9090
	@$(workbook) docker $*

run: ## serve the full app at http://localhost:8080 (PORT=9000 make run: elsewhere)
	@$(workbook) run

lab: ## open the walkthrough notebooks in JupyterLab
	@$(workbook) lab

check: ## see whether everything works on this machine, the evening before class (instructors)
	@$(workbook) check

prove: ## prove that the workbook is sound, in all its properties (maintainers)
	@$(workbook) prove

gallery: ## write what each mistake in tests/mistakes gets told (maintainers)
	@$(workbook) gallery

gallery-%: ## the same for step N
	@$(workbook) gallery $*

notebooks: ## build the notebooks from notebooks/source/ (maintainers)
	@$(workbook) notebooks

mutants: ## spoil solutions and engine a little; see which faults nothing notices (maintainers)
	@$(workbook) mutants

test: ## the project's own tests (maintainers)
	@$(workbook) test

lint: ## run ruff, pyright, and what holds the rooms apart (maintainers)
	@$(workbook) lint

lock: ## pin the newest versions in requirements*.txt; prove that they install (maintainers)
	@$(workbook) lock

# A verb that there is not, perhaps with its number apart (`make step 1`): say which was meant.
.DEFAULT:
	@$(workbook) meant $@ $(filter $(addsuffix %,0 1 2 3 4 5 6 7 8 9),$(filter-out $@,$(MAKECMDGOALS)))
