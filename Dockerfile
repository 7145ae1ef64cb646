# syntax=docker/dockerfile:1
# holster and holster-load. The build stage is a bare Debian 12 with the Swift toolchain and runs what any such machine runs:
# `dev/setup.sh build` and `make build`.
#
#   docker build -t holster:0.1.0 .
ARG SWIFT_IMAGE=swift:6.3.1-bookworm
ARG RUNTIME_IMAGE=debian:12.12-slim

FROM ${SWIFT_IMAGE} AS build
WORKDIR /source
# What is needed for the build alone comes first, so that a change of sources does not install packages again.
COPY dev/setup.sh dev/setup.sh
RUN apt-get update && apt-get install -y --no-install-recommends make && dev/setup.sh build
COPY Makefile Package.swift ./
COPY dev dev
COPY Sources Sources
COPY Tests Tests
COPY Benchmarks Benchmarks
RUN make build && dev/install.sh /installed

FROM ${RUNTIME_IMAGE}
# The shared libraries that `holster` is linked to, curl for the health check; the toolchain's own come from the build stage.
RUN --mount=type=bind,from=build,source=/installed/packages.txt,target=/packages.txt \
    apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl $(cat /packages.txt) \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /installed/opt/holster /opt/holster
COPY config /opt/holster/config
RUN useradd --system --uid 10001 --home-dir /opt/holster --shell /usr/sbin/nologin holster \
    && install -d -o holster -g holster -m 0700 /var/lib/holster
USER 10001:10001
WORKDIR /opt/holster
ENV HOLSTER_STORE_DIRECTORY=/var/lib/holster HOLSTER_MODELS_REPOSITORY=/models
VOLUME /var/lib/holster
EXPOSE 7070 7071
HEALTHCHECK --interval=5s --timeout=2s --start-period=30s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:7071/readyz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/holster/bin/holster"]
CMD ["serve"]
