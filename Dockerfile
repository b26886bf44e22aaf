# pactstate for CI without a Python of its own:
#   docker build -t pactstate . && docker run --rm -v "$PWD:/work:ro" pactstate check
FROM python:3.13-slim-bookworm AS build
COPY . /source
RUN python -m venv /opt/pactstate && /opt/pactstate/bin/pip install --no-cache-dir /source

FROM python:3.13-slim-bookworm
# git is needed for 'check --against' and 'diff'. The files belong to somebody else: git is told to read them.
# Debian keeps one version of a package, so that a pinned version is gone with the next security update.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
  && git config --system --add safe.directory '*' \
  && useradd --create-home --uid 10001 pactstate
COPY --from=build /opt/pactstate /opt/pactstate
ENV PATH=/opt/pactstate/bin:$PATH
USER 10001
WORKDIR /work
ENTRYPOINT ["pactstate"]
CMD ["--help"]
