# The application: web, worker, line and voice, and the command line.
FROM python:3.12-slim-bookworm AS environment
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock .
RUN python -m venv .venv && .venv/bin/python -m pip install --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /tmp bangban
WORKDIR /app
COPY --from=environment /app/.venv .venv
COPY LICENSE pyproject.toml ./
COPY knowledge knowledge
COPY assistant assistant
COPY voice voice
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    BANGBAN_DATA_DIR=/tmp/bangban \
    BANGBAN_HOST=0.0.0.0
RUN python -m compileall -q assistant knowledge voice
USER 10001
EXPOSE 8080
CMD ["python", "-m", "assistant.web"]
