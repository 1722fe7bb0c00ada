# Two commands a newcomer needs: `make run` and `make test`. Everything is set up on the way.

PYTHON := .venv/bin/python

.PHONY: run setup test lint bench docs clean

run: setup ## opens the window; without a screen, shows a whole day off-screen (the tour)
	@sh installer/run.sh

setup: .venv/.ready ## virtual environment and the system libraries that Qt needs

.venv/.ready: requirements.lock pyproject.toml installer/debian-setup.sh
	@sh installer/debian-setup.sh run
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	@sh installer/debian-setup.sh test
	@touch $@

lint: .venv/.ready-dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy -n 2
	.venv/bin/lint-imports

test: lint ## lint, types, layers, tests; under ten minutes on two cores
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n 3 --dist worksteal

bench: .venv/.ready-dev ## ratios against peers in the same run; never part of the tests
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m bench

docs: .venv/.ready-dev ## fresh screenshots and papers for the guide
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m desktop.tour --out docs/images --for-guide
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m desktop.tour --out docs/images --for-guide --province

clean:
	rm -rf .venv .bench-venv build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
