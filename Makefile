# make check is what .ci/run runs; everything else is a part of it or a help.

GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
LDFLAGS  = -s -w -X main.version=$(VERSION)
FUZZTIME ?= 1000x

# The race detector is C: without a C compiler its tests are left out.
RACE_PACKAGES = ./cmd/... ./internal/pipeline/... ./internal/stage/serve/...
CC_FOUND := $(shell command -v $${CC:-cc} 2>/dev/null || command -v gcc 2>/dev/null)

export CGO_ENABLED = 0

.DEFAULT_GOAL := build
.PHONY: build run demo test race fuzz bench faults fleet-faults soak news bench-archive load load-million bench-postgres link-growth bench-relations reference simulate lint golangci format tidy check clean

## build: one static binary, ./chancery
build:
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o chancery ./cmd/chancery

## run: code documents, as in make run ARGS='code page.html'
run:
	@$(GO) run ./cmd/chancery $(ARGS)

## demo: code the samples that are built in
demo:
	@$(GO) run ./cmd/chancery demo

## test: all tests, those of PostgreSQL and of exports' readers too where they can be installed
test:
	.ci/readers.sh .ci/postgres.sh $(GO) test ./...

## race: the concurrent packages under the race detector
race:
ifeq ($(CC_FOUND),)
	@echo 'race: no C compiler, so the race detector cannot run; install gcc to run it'
else
	CGO_ENABLED=1 $(GO) test -race -run Parallel .
	CGO_ENABLED=1 .ci/readers.sh .ci/postgres.sh $(GO) test -race $(RACE_PACKAGES)
endif

## fuzz: every fuzz test for FUZZTIME (tries or time), as in make fuzz FUZZTIME=5m
fuzz:
	@grep -r --include='*_test.go' '^func Fuzz' . | sed 's|^\(.*\)/[^/]*:func \(Fuzz[A-Za-z0-9_]*\).*|\1 \2|' | sort -u | \
	while read -r dir name; do \
		echo "fuzz $$dir $$name"; \
		$(GO) test "$$dir" -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x </dev/null >.fuzz.log 2>&1 || { cat .fuzz.log; rm -f .fuzz.log; exit 1; }; \
	done; status=$$?; rm -f .fuzz.log; exit $$status

## bench: all benchmarks
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

## reference: values of the measures by R (r-base-core, r-cran-mass, r-cran-boot)
reference:
	Rscript --vanilla relations/testdata/reference/reference.R relations/testdata/reference >relations/testdata/reference/reference.tsv

## simulate: how often the measures' verdicts are right, 1,000 runs of each case
simulate:
	CHANCERY_SIMULATE=1000 $(GO) test ./relations -run Simulated -v -timeout 5h

## faults: the program is killed, and the database stopped, many times (FAULTS); minutes
FAULTS ?= 200
faults:
	CHANCERY_FAULTS=$(FAULTS) CHANCERY_FLIPS=$(FAULTS) .ci/postgres.sh $(GO) test ./cmd/chancery ./internal/stage/store/... -run 'Killed|Stopped|FlippedByteInTheFile' -v -count 1 -timeout 2h

## fleet-faults: a fleet of two workers, three NATS nodes and PostgreSQL, each fault FLEET_FAULTS times in the midst of its work; root, an hour
FLEET_FAULTS ?= 50
fleet-faults:
	CHANCERY_FLEET_FAULTS=$(FLEET_FAULTS) CHANCERY_POSTGRES_REQUIRED=1 .ci/postgres.sh $(GO) test ./internal/pipeline/fleet -run FleetFaults -v -count 1 -timeout 5h

## soak: a fleet at its full rate for MINUTES, a fault about every minute; rate and memory over time in out/soak; root, 15 GB of disk for 30 minutes
MINUTES ?= 30
soak:
	CHANCERY_FLEET_SOAK=$(MINUTES) CHANCERY_FLEET_SOAK_OUT=$(CURDIR)/out/soak CHANCERY_POSTGRES_REQUIRED=1 CHANCERY_POSTGRES_OPTIONS='-c fsync=on -c shared_buffers=512MB -c max_wal_size=2GB' \
		.ci/postgres.sh $(GO) test ./internal/pipeline/fleet -run FleetSoak -v -count 1 -timeout 5h

## news: NEWS dispatches kept in four orders, with repeats, by one worker and by four: the same incidents; minutes
NEWS ?= 5000
news:
	CHANCERY_NEWS=$(NEWS) $(GO) test ./internal/pipeline/keep -run OrderMakesNoDifference -v -count 1 -timeout 3h

## bench-archive: an archive of EVENTS events made and asked (it needs 3 GB for a million); its tables are in docs/archive.md
EVENTS ?= 1000000
bench-archive:
	CHANCERY_BENCH_EVENTS=20000 CHANCERY_BENCH_WORDS=500 $(GO) test ./internal/stage/store/sqlite -run BenchArchive -v -count 1 -timeout 3h
	CHANCERY_BENCH_EVENTS=$(EVENTS) CHANCERY_BENCH_WORDS=40 $(GO) test ./internal/stage/store/sqlite -run BenchArchive -v -count 1 -timeout 3h

## load: fifty readers at an archive, as in make load ARCHIVE=news.db; run chancery ingest into it beside to see both
load:
	CHANCERY_LOAD=$(abspath $(ARCHIVE)) $(GO) test ./cmd/chancery -run TestLoad -v -count 1 -timeout 10m

## load-million: an archive of a million incidents is made (LOAD_DIR keeps it: 3.5 GB, half an hour), and fifty readers ask it while pages are added
LOAD_DIR ?=
load-million:
	CHANCERY_LOAD_DIR=$(LOAD_DIR) .ci/load.sh

## bench-postgres: ten million events in PostgreSQL (EVENTS_PG, copied COPIES times, four to a year; 32 GB of disk), and each filter asked; tables in docs/scale.md
EVENTS_PG ?= 250000
COPIES    ?= 39
PG_BUILD  ?= -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB -c checkpoint_timeout=1h -c full_page_writes=off -c autovacuum=off -c max_parallel_maintenance_workers=0 \
	-c shared_buffers=2GB -c maintenance_work_mem=1GB -c effective_cache_size=12GB
bench-postgres:
	CHANCERY_POSTGRES_OPTIONS='$(PG_BUILD)' CHANCERY_BENCH_EVENTS=$(EVENTS_PG) CHANCERY_BENCH_COPIES=$(COPIES) .ci/postgres.sh $(GO) test ./internal/stage/store/postgres -run BenchArchive -v -count 1 -timeout 6h

## link-growth: what linking a document costs as the archive grows to GROWTH documents
GROWTH ?= 100000
link-growth:
	CHANCERY_GROWTH=$(GROWTH) $(GO) test ./internal/pipeline/keep -run Growth -v -count 1 -timeout 6h

## bench-relations: each measure over a million incidents, with its limit of two seconds
bench-relations:
	CHANCERY_MILLION=1 $(GO) test ./relations -run Million -v -count 1 -timeout 1h

## browser: the pages of the desk in chromium, on an archive of invented news; pictures in out/pages
browser:
	.ci/browser.sh

## format: what gofmt would change is a fault
format:
	@files=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [ -n "$$files" ]; then echo "not formatted; run gofmt -w on:"; echo "$$files"; exit 1; fi

## lint: vet and staticcheck, in the version that go.mod names
lint:
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

## golangci: the longer list of .golangci.yml, where golangci-lint 2 is installed
golangci:
	golangci-lint run

## tidy: go.mod and go.sum list what is used, and nothing else
tidy:
	$(GO) mod tidy -diff

## check: all that must be green before a commit
check: format tidy lint test race fuzz browser build

clean:
	rm -f chancery .fuzz.log
	rm -rf bin out
