# Everything there is to do here; CI calls the same targets. `make` lists them.

GO       ?= go
LISTEN   ?= 127.0.0.1:8080
FUZZTIME ?= 1m
PREFIX   ?= /usr/local

GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

# The page is compiled, then packed into the folder that package site embeds,
# then all of it goes into one native program, which writes the site.
built   := app/internal/site/built
flags   := -trimpath -ldflags="-s -w"
sources  = $(shell find $(1) -type f ! -name '*_test.go' ! -path '*/testdata/*' ! -path '$(built)/*')
page    := go.mod go.sum $(call sources,app/main_wasm.go app/internal/ui tokens)
program := go.mod go.sum $(call sources,app tokens web)

# Inlined calls are a tenth of what a browser has to fetch. They stay where they
# save time that somebody would notice.
hot     := bytes strings unicode/utf8
lean    := -gcflags=all=-l $(foreach p,$(hot),-gcflags=$(p)=)

# One package of go-app is both the page and the server of a page. A browser gets
# the page alone, and routes that are no patterns: without HTTP, TLS, the tables of
# host names and regular expressions it has to fetch an eighth less.
goapp  := github.com/maxence-charriere/go-app/v9
client := .cache/go-app

.DELETE_ON_ERROR:
.PHONY: help run test lint build install site shots chaos bench bench-page fuzz needs

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## serve page and tokens on LISTEN, with nothing to set up
	@bin/mintmark serve --dev --listen $(LISTEN) || { echo "make run LISTEN=127.0.0.1:0 takes a free port"; exit 1; }

test: needs build ## run every test, in the browser and on the command line
	$(GO) test -timeout 20m $$($(GO) list ./... | grep -v -e /browser -e /chaos)
	$(GO) test -timeout 20m ./app/internal/browser # these two load the machine themselves
	$(GO) test -timeout 20m ./app/internal/chaos

lint: ## check format, vet and the import arrows
	@unformatted=$$(gofmt -l app tokens web); [ -z "$$unformatted" ] || { echo "gofmt these: $$unformatted"; exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet ./app ./app/internal/ui ./tokens
	$(GO) run $(GOLANGCI) run

build: bin/mintmark site ## leave the program in bin and the site in dist

install: bin/mintmark ## put the program into PREFIX/bin
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 bin/mintmark $(DESTDIR)$(PREFIX)/bin

site: dist/mintmark.html ## write the static site and the single file to dist

shots: build ## leave a picture of every view, width and theme in shots
	rm -rf shots && mkdir shots
	$(GO) test -count=1 -run 'View' ./app/internal/browser -args -shots $(CURDIR)/shots

chaos: needs ## kill, starve and stop the server under load, 200 times on each engine
	$(GO) test -count=1 -timeout 60m -v ./app/internal/chaos -args -kills 200 -outage 10s -turns 5

bench: build bench-page ## measure the library and the page
	$(GO) test -run '^$$' -bench . -benchmem $$($(GO) list ./... | grep -v /browser)

bench-page: build ## measure how long the page keeps a person waiting
	$(GO) test -run '^$$' -bench . -benchtime 1x ./app/internal/browser

fuzz: ## fuzz each target for FUZZTIME
	@grep -rho --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' app tokens >/dev/null || { echo "there is nothing to fuzz"; exit 1; }
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' app tokens | sed 's|/[^/]*:func | |' | while read -r dir name; do \
		echo "fuzz $$name in $$dir for $(FUZZTIME)"; \
		$(GO) test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s "./$$dir" || exit 1; \
	done

bin/mintmark: $(program) $(built)/app.wasm.br
	CGO_ENABLED=0 $(GO) build $(flags) -o $@ ./app

dist/mintmark.html: bin/mintmark
	rm -rf dist
	bin/mintmark site --out dist --single-file $@

$(built)/app.wasm.br: .cache/app.wasm wasm_exec.js app/internal/site/press.go app/internal/site/press/main.go
	$(GO) run ./app/internal/site/press .cache/app.wasm wasm_exec.js $(built)

.cache/app.wasm: $(page) .cache/page.mod
	GOOS=js GOARCH=wasm $(GO) build -modfile=.cache/page.mod -buildvcs=false $(flags) $(lean) -o $@ ./app

.cache/page.mod: go.mod go.sum Makefile
	rm -rf $(client) && mkdir -p $(client)
	cd "$$($(GO) list -f '{{.Module.Dir}}' $(goapp)/pkg/app)" && cp -R go.mod pkg "$(CURDIR)/$(client)"
	chmod -R u+w $(client)
	cd $(client)/pkg/app && \
		{ echo 'package app; import "strings"'; sed -n '/^func isRemoteLocation/,/^}/p; /^func isStaticResourcePath/,/^}/p' http.go; } >address.go && \
		rm http.go resource.go wasm.go && \
		sed -i.full 's/rwr\.regexp\.MatchString(path)/false/' route.go
	cp go.sum .cache/page.sum
	$(GO) mod edit -replace $(goapp)=./$(client) -print go.mod >$@

# What tests use beside Go. As root on Debian it is installed; elsewhere the
# tests that need it are skipped, or fail under CI=true.
needs:
	@missing=; \
	[ -n "$$CHROMIUM" ] || command -v chromium chromium-browser google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v firefox firefox-esr >/dev/null || missing="$$missing firefox-esr"; \
	command -v WebKitWebDriver >/dev/null || missing="$$missing webkit2gtk-driver"; \
	command -v Xvfb >/dev/null || missing="$$missing xvfb"; \
	command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
		apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; \
	else \
		echo "tests that need$$missing are skipped: install them to run all"; \
	fi
