# The rooms are explained in CONTRIBUTING.md. Every target sets up what it needs by itself (.ci/need).

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

# Programs that .ci/need unpacked where it could not install them.
export PATH := $(PATH):$(CURDIR)/.cache/debian/bin

VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
DEMO     := .cache/demo/lumbung.db
# Where goroutines meet: tested with the race detector too.
RACE     := $(addprefix ./,$(wildcard ledger/store ledger/people api cmd/lumbung))
# Of the long tests.
CHECKS   ?= 20000
FUZZTIME ?= 30s

WEBSRC   := $(shell find web/src web/build web/public web/*.html web/*.ts web/*.json -type f 2>/dev/null)
# npm as it should run here: quiet, and with the Node of web/package.json before any other.
NPM      := npm --prefix web --no-audit --no-fund --loglevel=error

.DEFAULT_GOAL := help
.PHONY: help run reset build test soak replay lint check bench web shots race tools browser bench-web

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## serve the demo village, kept in a local file
	@mkdir -p $(dir $(DEMO))
	bin/lumbung demo --database sqlite:$(DEMO)

reset: ## forget the demo village: the next run starts afresh
	rm -rf $(dir $(DEMO))

build: web/dist/index.html ## build bin/lumbung, one file that needs nothing else
	@./.ci/need
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/lumbung ./cmd/lumbung

test: ## everything that CI runs, on SQLite and PostgreSQL (about 25 minutes at most)
	@./.ci/need postgres hledger cc node chromium
	@$(MAKE) lint
	$(NPM) test
	go test -count=1 -timeout 15m ./...
	@$(MAKE) race
	@$(MAKE) browser

race: # part of test; -short: the race detector makes everything several times slower
ifneq ($(RACE),)
	CGO_ENABLED=1 go test -count=1 -race -short -timeout 20m $(RACE)
endif

browser: build # part of test: the app in a real browser against the real binary
	@./.ci/need postgres node chromium
	$(NPM) run e2e

shots: build ## take a picture of every page at 360, 320 and 1280 px into web/shots
	@./.ci/need node chromium
	$(NPM) run shots

web: web/node_modules/.package-lock.json ## the web app in development: it reloads as you type; start `make run` beside it
	$(NPM) run dev

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@./.ci/need node
	$(NPM) ci
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEBSRC)
	$(NPM) run build
	@touch $@

soak: ## the same tests for hours: more checks, longer cycles, every fuzz target (CHECKS=, FUZZTIME=)
	@./.ci/need postgres hledger node chromium
	LUMBUNG_SOAK=1 RAPID_CHECKS=$(CHECKS) go test -count=1 -timeout 12h ./...
	./.ci/fuzz $(FUZZTIME)
	LUMBUNG_SOAK=1 $(MAKE) browser

replay: ## replay the worked cycles through HTTP and show each
	@./.ci/need postgres hledger
	go test -count=1 -run '^TestReplay' -v ./cmd/lumbung

lint: tools web/node_modules/.package-lock.json ## gofmt, vet, staticcheck, errcheck, tsc, oxlint, and no file that names one machine
	@unformatted=$$(find . -name '*.go' -not -path './.cache/*' -not -path '*/node_modules/*' -exec gofmt -l {} +); \
		if [ -n "$$unformatted" ]; then printf '%s\n' "$$unformatted" "Not formatted: type gofmt -w and these names." >&2; exit 1; fi
	go vet ./...
	.cache/tools/staticcheck ./...
	.cache/tools/errcheck -exclude .ci/tools/errcheck.txt ./...
	./.ci/places
	$(NPM) run lint
	npm --prefix web/tools run check

tools: # of lint, at the versions that .ci/tools/go.mod pins
	@./.ci/need
	@mkdir -p .cache/tools
	@go build -C .ci/tools -o ../../.cache/tools/ tool

check: build ## prove the demo village's books: balances, chain, seals
	@if [ ! -e $(DEMO) ]; then echo "No demo village yet: type make run first." >&2; exit 1; fi
	bin/lumbung check --database sqlite:$(DEMO)

bench: ## measure
	@./.ci/need postgres
	go test -run '^$$' -bench . -benchmem -timeout 1h ./...
	@$(MAKE) bench-web

bench-web: build # part of bench: what the web app costs a phone
	@./.ci/need node chromium
	npm --prefix web/bench --no-audit --no-fund --loglevel=error ci
	PATH="$(CURDIR)/web/node_modules/.bin:$$PATH" npm --prefix web/bench run bench
