# Two commands matter: `make run` serves the demo, `make test` runs the tests. Both do their own set-up.
PYTHON ?= python3
VENV := .venv/bin
TEMPLATES = $(shell find templates education -name '*.html')
# What our checks need to start Django, away from the demo's data.
CHECKING = env -u DATABASE_URL -u REDIS_URL SCLERO_HOME=$(CURDIR)/var/checking \
	SECRET_KEY=only-for-checks-$(shell head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: run test check lint format lock develop

run: ## Serve the demo on http://127.0.0.1:8000/ (PORT=8001 make run for another port)
	@exec $(PYTHON) sclero/bootstrap.py run

develop: ## Make .venv with everything the checks need
	@$(PYTHON) sclero/bootstrap.py develop

test: develop ## All tests; those in a browser when Chromium is installed
	$(VENV)/python -m pytest -n 2

check: lint test ## Everything that has to be right before a change goes in

lint: develop ## All checks except the tests
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/djade --check $(TEMPLATES)
	$(VENV)/lint-imports --no-logo
	$(VENV)/mypy $(wildcard education/*/domain)
	mkdir -p var/checking
	$(CHECKING) $(VENV)/python manage.py makemigrations --check --dry-run
	$(CHECKING) $(VENV)/python manage.py check_content fixtures/starter
	$(CHECKING) ALLOWED_HOSTS=learn.example.org $(VENV)/python manage.py check --deploy --fail-level WARNING

format: develop ## Put code and templates into their one form
	$(VENV)/ruff check --fix-only --quiet .
	$(VENV)/ruff format .
	$(VENV)/djade $(TEMPLATES) || true

lock: ## Resolve the requirements anew (needs uv)
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
