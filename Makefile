# `make demo` and `make test` are the two commands; each installs what it needs.
.PHONY: help setup build demo test check check-deploy prove bench-preprocessing bench-transport bench-screening bench-load format fuzz clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

setup: ## install Debian packages and Python environments that are missing
	@dev/setup.sh serve oracle

build: ## release build of holster and holster-load
	@dev/build.sh

demo: ## set up, build, start Redis and Triton, serve, and moderate the sample listings
	@dev/demo.sh

test: ## set up, build, start the real servers, and run every test
	@dev/test.sh

check-deploy: ## compose, manifests, rules and dashboards; these also against live servers under load
	@dev/setup.sh serve deploy
	@dev/build.sh
	@.venv/deploy/bin/python dev/check_deploy.py
	@dev/monitoring.sh

check: ## formatting, imports, file sizes, demo files
	@dev/check.sh

prove: ## what the product holds: rates, tails, chaos, and a ledger of every call (about half an hour; docs/performance.md)
	@dev/prove.sh

bench-preprocessing: ## pixels, fingerprints and tokens against their peers, each ratio with its target (about 10 minutes)
	@dev/bench.sh preprocessing

bench-transport: ## gRPC server and client against nghttpd, grpc-swift-2, grpcio and tritonclient, each ratio with its target (about 15 minutes)
	@dev/bench.sh transport

bench-screening: ## lookups of ten million fingerprints against faiss, each ratio with its target (about 15 minutes, 12 GB of memory)
	@dev/bench.sh screening

bench-load: ## holster-load beside h2load and perf_analyzer at the same targets (about 3 minutes)
	@dev/bench.sh load

fuzz: ## search for inputs that crash what reads outside bytes: 10 minutes a target, or dev/fuzz.sh --seconds N
	@dev/fuzz.sh

format: ## format all Swift sources in place
	@swift format --in-place --parallel --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/*Fuzz

clean: ## remove build results and run folders (not the Python environments)
	@rm -rf .build .run
