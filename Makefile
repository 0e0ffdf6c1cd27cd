# heatsink: `make` builds the page, the engine and bin/heatsink; `make demo`
# and `make test` do what they say on a machine with Go, Node and npm.
#
# What depends on what:
#
#   core, wasm ──> build/engine.wasm ──> build/engine.lzma ──┐
#   site ──> build/shell/index.html ─────────────────────────┴─> the page ──> bin/heatsink <── core, cli
#
# The page lies in cli/page/built/ for the command to embed, and in site/dist/
# for any web server.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

PAGE := cli/page/built/page.html
NODE_MODULES := site/node_modules/.installed
GOROOT := $(shell go env GOROOT)

.PHONY: licences dist reproducible audit all page engine types test lint fuzz mutants demo picture screenshots bench bench-engine bench-stream bench-page conformance sizes clean chromium FORCE

all: bin/heatsink
page: site/dist/index.html
engine: build/engine.wasm

# --- What was built from what -------------------------------------------------
# Sources are watched by their content: a group's hash file changes when a file
# in it changes, comes or goes, and only then is anything that depends on it
# built again. core.hash is also the stamp that page and command share.

CORE_FILES := find core wasm go.mod go.sum -type f ! -name '*_test.go' ! -path '*/testdata/*'
CLI_FILES := find cli -type f -name '*.go' ! -name '*_test.go'
SITE_FILES := find site/src site/build site/index.html site/vite.config.ts site/tsconfig.json -type f ! -name '*.test.ts*'

build/core.hash: FILES = $(CORE_FILES)
build/cli.hash: FILES = $(CLI_FILES)
build/site.hash: FILES = $(SITE_FILES)
build/core.hash build/cli.hash build/site.hash: FORCE
	@mkdir -p build
	@hash=$$({ go version; $(FILES) -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; } | sha256sum | cut -c1-32); \
	grep -qsx "$$hash" $@ || echo "$$hash" >$@

$(NODE_MODULES): site/package.json site/package-lock.json
	cd site && npm ci --no-audit --no-fund
	@touch $@

# --- Engine, page, command ----------------------------------------------------

build/engine.wasm: build/core.hash
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-s -w" -o $@ ./wasm

build/engine.lzma: build/engine.wasm site/build/pack.mjs | $(NODE_MODULES)
	node site/build/pack.mjs $< $@

build/shell/index.html: build/site.hash $(NODE_MODULES)
	cd site && node_modules/.bin/vite build --logLevel warn

$(PAGE): build/shell/index.html build/engine.lzma build/core.hash $(wildcard cli/page/*.go cli/page/assemble/*.go)
	go run ./cli/page/assemble -shell $< -engine build/engine.lzma -sources "$$(cat build/core.hash)" -o $@

site/dist/index.html: $(PAGE)
	@mkdir -p $(@D)
	cp $< $@

# --version says which commit it is: the nearest tag, how far from it, and -dirty.
# Nothing else of where and when it was built is in the command.
build/version: FORCE
	@mkdir -p build
	@version=$$(git describe --tags --always --dirty 2>/dev/null || true); \
	[[ -f $@ && "$$(cat $@)" == "$$version" ]] || echo "$$version" >$@

# Without C, so that a C compiler and its library make no difference, and a start
# has no library to load.
BUILD_COMMAND = CGO_ENABLED=0 go build -trimpath -buildvcs=false \
	-ldflags "-s -w -X heatsink/cli/page.sources=$$(cat build/core.hash) -X heatsink/cli.version=$$(cat build/version)"

bin/heatsink: $(PAGE) site/dist/index.html build/core.hash build/cli.hash build/version
	$(BUILD_COMMAND) -o $@ ./cli/heatsink

# site/src/report/types.ts is generated, and committed.
types:
	go tool tygo generate

# --- Releases -----------------------------------------------------------------

# The licences of what is in the page, which shows them; committed.
licences: $(NODE_MODULES)
	go run ./cli/release licences -of page -o site/src/ui/licences.txt

# cli/release/parts.go has the same list.
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

# Static commands for all platforms, the page, their licences and list of parts
# (CycloneDX), and what they must hash to.
dist: all
	rm -rf build/dist && mkdir -p build/dist
	cp $(PAGE) build/dist/heatsink.html
	for platform in $(PLATFORMS); do \
		os=$${platform%/*} arch=$${platform#*/}; \
		GOOS=$$os GOARCH=$$arch $(BUILD_COMMAND) \
			-o build/dist/heatsink-$$os-$$arch$$([[ $$os == windows ]] && echo .exe) ./cli/heatsink; \
	done
	go run ./cli/release licences -of all -o build/dist/LICENCES.txt
	go run ./cli/release sbom -version "$$(cat build/version)" -o build/dist/heatsink.cdx.json
	cd build/dist && sha256sum * >SHA256SUMS

# Builds the commit twice, in folders of other names with caches of their own,
# and compares page and command byte for byte.
reproducible: $(NODE_MODULES)
	.ci/reproducible

# What is known to be wrong with what is shipped, by the word of two servers; it
# fails where one can't be reached.
audit: $(NODE_MODULES)
	@.ci/audit

# --- Trying it ----------------------------------------------------------------

demo: all
	@bin/heatsink demo/shop.pcapng -o build/demo.html
	@echo "The demo report is $(CURDIR)/build/demo.html"

# Every view with 10, 200 and 5 000 hosts, light and dark, wide and narrow.
screenshots: all chromium
	node site/build/screenshots.mjs

# heatsink beside its peers, on captures made for it (bench/README.md). The
# results go to BENCH_OUT; SCALE=0.05 is quick. The idle machine is yours to see to.
ROUNDS ?= 5
SCALE ?= 1
BENCH_CORPUS ?= $(firstword $(CORPUS) $(wildcard ../shared/corpus))
BENCH_OUT ?= bench/results/$(shell date -u +%F)

build/bench/captures.json: FORCE
	@mkdir -p build/bench
	go build -o build/bench/bench ./bench
	@build/bench/bench generate -dir build/bench -scale $(SCALE) -corpus "$(BENCH_CORPUS)" \
		-stamp "$$(find bench/captures.go bench/traffic -name '*.go' ! -name '*_test.go' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32)"

bench: all build/bench/captures.json bench-engine
	build/bench/bench run -dir build/bench -rounds $(ROUNDS) -browser build/bench/browser.json -out $(BENCH_OUT)

# The engine in Chromium beside wiregasm in Chromium, heatsink and tshark.
bench-engine: all chromium build/bench/captures.json
	node site/build/bench-engine.mjs build/bench $(ROUNDS)

# What memory a stream of GIGABYTES takes.
GIGABYTES ?= 10
bench-stream: all
	@mkdir -p build/bench
	go build -o build/bench/bench ./bench
	build/bench/bench stream -gigabytes $(GIGABYTES) | bin/heatsink - -o build/bench/stream.html --quiet --stats

# How fast the page is with the largest report, by the browser's own clock.
bench-page: all chromium
	node site/build/bench-page.mjs

# README's picture is committed: make it anew when the page's look changes.
picture: demo chromium
	node site/build/picture.mjs build/demo.html demo/shop.png

# The engine with its functions' names, to tell them apart; otherwise the same.
build/engine-names.wasm: build/core.hash
	GOOS=js GOARCH=wasm go build -trimpath -buildvcs=false -ldflags "-w" -o $@ ./wasm

sizes: all build/engine-names.wasm
	@bin/heatsink demo/shop.pcapng -o build/demo.html --quiet
	@bin/heatsink demo/shop.pcapng -o build/demo-no-engine.html --no-engine --quiet
	@node site/build/sizes.mjs

# --- Tests --------------------------------------------------------------------

# An empty environment for the tests under WebAssembly: Go's loader allows it
# no more than 12 kB.
WASM_EXEC := env -i PATH=$$PATH HOME=$$HOME $(GOROOT)/lib/wasm/go_js_wasm_exec

test: all chromium
	go test ./...
	GOOS=js GOARCH=wasm go test -exec "$(WASM_EXEC)" ./core/...
	cd site && node_modules/.bin/vitest run --project unit
	cd site && node_modules/.bin/vitest run --project e2e

# Every reader and decoder is shown any bytes, one after the other, each for T:
# its fuzz target natively, and the page's decoder in node. A crasher is left in
# testdata/fuzz, where it is a test from then on. Small heaps are collected less
# often than by default, and inputs made small in few tries: both took most of T.
# Where T ends while an input is tried, Go before 1.27 may call that a failure
# (go.dev/issue/75804): one without a crasher is none.
T ?= 10m
fuzz: $(NODE_MODULES)
	@mkdir -p build; go test -list '^Fuzz' ./core/... ./cli/... \
	| awk '/^Fuzz/ {f[n++] = $$1} /^ok/ {for (i = 0; i < n; i++) print $$2, f[i]; n = 0}' \
	| while read -r folder target; do \
		echo "--- $$folder $$target"; \
		GOGC=800 go test "$$folder" -run '^$$' -fuzz "^$$target$$" -fuzztime $(T) -fuzzminimizetime 10x </dev/null |& tee build/fuzz.log \
		|| { grep -q 'context deadline exceeded' build/fuzz.log && ! grep -q 'Failing input' build/fuzz.log; } || exit 1; \
	done
	cd site && HEATSINK_FUZZ=$(T) node_modules/.bin/vitest run --project unit src/hostile -t 'any values'

# Mutants of real captures, natively and ENGINE_MUTANTS of them in the engine too.
ENGINE_MUTANTS ?= 2000
mutants: all
	@[[ -d "$(CORPUS)" ]] || { echo "usage: make mutants CORPUS=FOLDER"; exit 2; }
	rm -rf build/mutants
	HEATSINK_CORPUS="$(abspath $(CORPUS))" HEATSINK_MUTANTS="$(abspath build/mutants)" go test ./core -run Mutants -count=1 -v -timeout 30m
	cd site && HEATSINK_ENGINE_MUTANTS=$(ENGINE_MUTANTS) HEATSINK_MUTANTS="$(abspath build/mutants)" node_modules/.bin/vitest run --project e2e native

# CORPUS is a folder of captures, TRUTH what tshark counts in them.
conformance: all
	@[[ -d "$(CORPUS)" && -d "$(TRUTH)" ]] || { echo "usage: make conformance CORPUS=FOLDER TRUTH=FOLDER"; exit 2; }
	cd site && HEATSINK_CORPUS="$(abspath $(CORPUS))" node_modules/.bin/vitest run --project e2e native
	HEATSINK_CORPUS="$(abspath $(CORPUS))" HEATSINK_TRUTH="$(abspath $(TRUTH))" go test ./core -run Conformance -count=1 -v

lint: $(NODE_MODULES) build/engine.wasm
	@unformatted=$$(gofmt -l core wasm cli demo bench); [[ -z "$$unformatted" ]] || { echo "not formatted by gofmt:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./core/... ./wasm
	go tool staticcheck ./...
	@cp site/src/report/types.ts build/types.before
	go tool tygo generate
	@cmp -s build/types.before site/src/report/types.ts || { echo "site/src/report/types.ts was stale; it is generated anew: commit it"; exit 1; }
	@go run ./cli/release licences -of page -o build/licences.txt
	@cmp -s build/licences.txt site/src/ui/licences.txt || { echo "site/src/ui/licences.txt is stale: make licences, and commit it"; exit 1; }
	cd site && node_modules/.bin/tsc --noEmit
	cd site && node_modules/.bin/biome check --error-on-warnings .

# The page's tests run in a real browser: Debian's Chromium, or what CHROMIUM names.
chromium:
	@for c in "$${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do \
		if command -v "$$c" >/dev/null; then exit 0; fi; \
	done; \
	if [[ $$(id -u) == 0 ]] && command -v apt-get >/dev/null; then \
		apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; \
	else \
		echo "the page's tests need Chromium: install the package chromium, or set CHROMIUM to a Chromium or Chrome"; exit 1; \
	fi

clean:
	rm -rf build bin site/dist $(PAGE) $(PAGE:.html=.json)
