# Portico's targets. `make help` lists them.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

.PHONY: help run test check fmt generated lint-docker image audit sbom

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the server on the embedded default: http://127.0.0.1:8000/docs
	cargo run --locked --package portico-server --bin portico -- serve

test: ## Run every test; PostgreSQL and Redis are installed if they are missing
	scripts/install-services
	scripts/own-adapter test
	scripts/test

check: ## Format, lints, documentation and generated files
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features --locked -- --deny warnings
	RUSTDOCFLAGS="--deny warnings" cargo doc --workspace --all-features --no-deps --locked
	scripts/generated check
	scripts/own-adapter check
	scripts/check-links
	scripts/lint-deploy
	scripts/lint-workflows

fmt: ## Format the code
	cargo fmt --all
	cargo fmt --all --manifest-path examples/own-adapter/Cargo.toml

generated: ## Make docs/configuration.md, docs/errors.md, the OpenAPI snapshot and the example's lock file anew
	scripts/generated update
	scripts/own-adapter lock

audit: ## Judge the dependencies: vulnerabilities, licences, sources
	scripts/audit

sbom: ## Print what the binary of a release is built of, as CycloneDX
	@scripts/sbom

lint-docker: ## Check docker/ as far as the tools at hand allow
	scripts/lint-docker

image: ## Build the container image
	docker build --file docker/Dockerfile --tag portico .
