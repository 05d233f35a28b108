# make demo   the main job on the sample surveys: three diagnoses, three Word reports under out/
# make test   everything that must hold: style, types, tests
# make app    the window
.DEFAULT_GOAL := help
.PHONY: help .venv runtime demo test app package frozen deb tarball compare release-linux release bench crash-test fuzz audit lock licences clean
PYTHON_VENV := .venv/bin/python

help:
	@echo "make demo     diagnose the sample surveys and write three Word reports to out/"
	@echo "make test     style, types and tests"
	@echo "make app      open the window"
	@echo "make package  freeze the program into dist/jizhen and try it"
	@echo "make deb      ... and pack it for Debian, UOS and Kylin; make tarball: to unpack and run"
	@echo "make compare  size and start-up of dist/jizhen beside a bare window and novelWriter, frozen in the same run"
	@echo "make release-linux  what is handed out for Linux, made on Debian 11 and tried on 11, 12 and 13 (root, mmdebstrap, Xvfb)"
	@echo "make release  put the release together from dist/ (KEY=private key: signed updates), see docs/release.md"
	@echo "make bench    the time ratios of tests/benchmarks"
	@echo "make crash-test  kill the program while it writes, 1,500 times (COUNT=, SEED=), and look at what is there"
	@echo "make fuzz     20,000 damaged files of each kind we read (COUNT=, SEED=); goes on where it was stopped"
	@echo "make audit    known weaknesses of the locked packages; fails where one is known, or there is no network to ask"
	@echo "make lock     write requirements*.txt again from pyproject.toml (UPGRADE=1: newest versions)"
	@echo "make licences write THIRD-PARTY-LICENSES.md again"
	@echo "make clean    remove what the other commands made"

runtime:
	@packaging/venv.sh requirements.txt

.venv:
	@packaging/venv.sh requirements-dev.txt

demo: runtime
	@$(PYTHON_VENV) main.py demo --out out

app: runtime
	@packaging/qt-system-packages.sh window
	@$(PYTHON_VENV) main.py

test: .venv
	@packaging/qt-system-packages.sh
	@$(PYTHON_VENV) -m ruff check --quiet
	@$(PYTHON_VENV) -m ruff format --check --quiet --output-format concise
	@$(PYTHON_VENV) -m mypy --no-error-summary
	@$(PYTHON_VENV) packaging/licences.py --check
	@QT_QPA_PLATFORM=offscreen $(PYTHON_VENV) -m pytest -q -n auto

bench: .venv
	@QT_QPA_PLATFORM=offscreen $(PYTHON_VENV) -m pytest -q tests/benchmarks

crash-test: .venv
	@$(PYTHON_VENV) -m tests.reliability.crash $(or $(COUNT),1500) $(SEED)

fuzz: .venv
	@$(PYTHON_VENV) -m tests.reliability.fuzz $(or $(COUNT),20000) $(or $(SEED),1)

audit:
	@$${PYTHON:-python3} packaging/audit.py

package: frozen
	@$(PYTHON_VENV) packaging/smoke.py dist/jizhen

deb tarball: frozen
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(PYTHON_VENV) packaging/linux.py $@ dist/jizhen --out dist

compare: .venv
	@$(PYTHON_VENV) packaging/compare.py dist/jizhen --novelwriter

# frozen and packed on Debian 11; then installed, run, typed into and removed where nothing else is
release-linux:
	@set -e; packaging/oldest-system.sh dist; deb=$$(ls -t dist/jizhen_*.deb | head -n 1); \
	for suite in bullseye bookworm trixie; do packaging/clean-machine.sh "$$deb" $$suite; done; \
	for method in fcitx5 ibus; do for suite in bookworm trixie; do packaging/type-chinese.sh "$$deb" $$method $$suite; done; done; \
	packaging/type-chinese.sh "$$deb" fcitx bookworm

# what is handed out, of what lies in dist/: updates signed with KEY=private-key, sums, and what is missing
release: .venv
	@$(PYTHON_VENV) packaging/release.py dist $(if $(KEY),--key "$(KEY)")

# the same commit gives the same bytes: the order of sets and the time in the files are fixed
frozen: .venv
	@packaging/qt-system-packages.sh window
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) PYTHONHASHSEED=0 \
		$(PYTHON_VENV) -m PyInstaller --noconfirm --clean --log-level ERROR packaging/jizhen.spec

lock:
	@packaging/lock.sh

licences: runtime
	@$(PYTHON_VENV) packaging/licences.py

clean:
	@rm -rf .venv build dist out .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
