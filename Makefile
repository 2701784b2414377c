# Meridian's one way in. `make` alone explains itself.
#
# What make knows: which frontend files make up the bundle, and when npm must
# run. What Go knows better, it is asked every time: its build cache answers in
# under a second when nothing changed.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := build/bin
CACHE := build/cache
MODULES := frontend/node_modules/.installed
BUNDLE := frontend/dist/index.html
PDFIUM := frontend/pdfium/pdfium.wasm
PDFIUM_SHA256 := 71aec412a303a0405baee21c3d6d3f30ad2033dc02444130fe476be3976e2d09
TOOLS := $(CACHE)/tools.stamp
SCREEN := $(shell find frontend/src frontend/public -type f 2>/dev/null) \
	$(wildcard frontend/index.html frontend/vite.config.ts frontend/tsconfig.json frontend/package.json frontend/licences.ts frontend/*.txt)

# What everything is built with. One set of flags for programs, tests and checks
# lets Go compile each package once for all of them; netgo makes the net package
# the same with cgo and without it.
comma := ,
LINUX := $(filter Linux,$(shell uname -s))
export GOFLAGS := -trimpath $(if $(LINUX),-tags=netgo)

# What the window is built with. Linux names its WebKit; others carry one.
export WINDOW_TAGS := desktop,production$(if $(LINUX),$(comma)webkit2_41$(comma)netgo)
LINK := -ldflags '-s -w'

# macOS has no sha256sum.
SHA256 := $(if $(shell command -v sha256sum),sha256sum,shasum -a 256)

##@ Everyday

.PHONY: help
help: ## Say what can be done here
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
		/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Build Meridian and open it: in a window, or without a display at an address it prints
	@build/run

.PHONY: dev
dev: $(MODULES) ## The interface with hot reload, over a server with its own throw-away data
	@build/dev

##@ Proof

.PHONY: test
test: ## Everything that must hold before a change lands: what CI runs
	@build/test

.PHONY: check
check: $(MODULES) $(TOOLS) $(BUNDLE) $(PDFIUM) ## Format, vet, staticcheck, arrows, types, lint, dead code, drift
	@build/check

.PHONY: e2e
e2e: $(MODULES) build ## The journeys alone: in headless Chromium, then in the real window
	@build/setup test
	@cd frontend && npm run --silent e2e && npm run --silent e2e:window

.PHONY: looks
looks: $(MODULES) build ## Pictures of every screen into build/looks: light, dark, English, Korean, wide, narrow
	@cd frontend && npm run --silent looks

.PHONY: fuzz
fuzz: ## Feed the decoders rubbish: FUZZTIME=30s for each target
	@build/fuzz $(or $(FUZZTIME),30s)

.PHONY: bench
bench: $(MODULES) build ## The figures: futures per second, start to first fan, memory, sizes
	@build/bench

.PHONY: eval
eval: ## How well search finds: question sets in SETS, by default ../shared/data/retrieval
	@go run ./backend/cmd/evaluate $(or $(SETS),../shared/data/retrieval)

##@ Making

.PHONY: build
build: $(BIN)/meridian $(BIN)/meridiand ## Both programs into build/bin: meridian (window) and meridiand (none)

.PHONY: golden
golden: $(MODULES) $(PDFIUM) ## Write every generated file anew: golden JSON, schema, OpenAPI, types
	@build/golden

.PHONY: picture
picture: e2e ## Take the README's picture from the newest journey
	cp $(CACHE)/picture.png build/picture.png

.PHONY: package
package: build $(TOOLS) ## Installers for Linux, Windows and macOS into build/bin/release, with sums and parts
	@build/setup package || [ $$? = 3 ]
	@build/package

.PHONY: package-test
package-test: package ## Packs twice and compares; installs the .deb, uses it, removes it (as root)
	@build/reproduce
	@build/linux/try

.PHONY: clean
clean: ## Remove what was built; keeps downloads and caches that Go and npm own
	rm -rf $(BIN) $(CACHE) build/coverage build/looks
	find frontend/dist frontend/pdfium -mindepth 1 ! -name .gitkeep -delete

# ---------------------------------------------------------------------------

.PHONY: $(BIN)/meridian $(BIN)/meridiand
$(BIN)/meridian: $(BUNDLE) $(PDFIUM)
	@build/setup run
	@mkdir -p $(BIN)
	go build $(LINK) -tags $(WINDOW_TAGS) -o $@ ./app

$(BIN)/meridiand: $(BUNDLE) $(PDFIUM)
	@mkdir -p $(BIN)
	CGO_ENABLED=0 go build $(LINK) -o $@ ./backend/cmd/meridiand

$(BUNDLE): $(SCREEN) $(MODULES)
	cd frontend && npm run --silent build
	@touch $@

# What reads PDF files is embedded like the bundle, and is the very file that was
# measured or none.
$(PDFIUM): $(MODULES)
	@echo '$(PDFIUM_SHA256)  frontend/node_modules/@hyzyla/pdfium/dist/pdfium.wasm' | $(SHA256) --quiet --check -
	@cp frontend/node_modules/@hyzyla/pdfium/dist/pdfium.wasm $@
	@touch $@

# npm runs when the lock file says something new, not when git touched it.
$(MODULES): frontend/package-lock.json
	@if cmp -s $< $@; then touch $@; else \
		(cd frontend && npm ci --no-audit --no-fund --loglevel=error) && cp $< $@; fi

$(TOOLS): build/tools/go.mod build/tools/go.sum $(wildcard build/tools/*/*.go)
	@mkdir -p $(BIN) $(CACHE)
	cd build/tools && go build -o ../bin/ tool ./tally ./pack
	@touch $@

.PHONY: bundle tools flags
bundle: $(BUNDLE) $(PDFIUM)
tools: $(TOOLS)
flags:
	@echo "GOFLAGS='$(GOFLAGS)' WINDOW_TAGS='$(WINDOW_TAGS)'"
