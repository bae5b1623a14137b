# syntax=docker/dockerfile:1
# docker build -t wasla . && docker run --env-file .env -p 8080:8080 wasla

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
# The dependencies change less often than the code: they are a layer of their own.
COPY requirements-server.lock ./
RUN python -m venv /opt/wasla \
 && /opt/wasla/bin/pip install --require-hashes --no-deps --requirement requirements-server.lock
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY bot bot
COPY intents intents
COPY locales locales
# What builds the wheel comes from the lock too: its lines for hatchling, with their hashes, are the constraint.
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --no-deps --requirement requirements.lock \
 && /opt/build/bin/python -m build --wheel --no-isolation --outdir /dist \
 && /opt/wasla/bin/pip install --no-deps --no-index /dist/*.whl

FROM python:3.13-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/wasla wasla
COPY --from=build /opt/wasla /opt/wasla
ENV PATH=/opt/wasla/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    WASLA_HOST=0.0.0.0 WASLA_PORT=8080 WASLA_DATA_DIR=/var/lib/wasla WASLA_LOG_FORMAT=json
WORKDIR /var/lib/wasla
USER 10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"WASLA_PORT\"]}/readyz', timeout=2)"]
ENTRYPOINT ["wasla"]
CMD ["serve"]
