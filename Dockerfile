# Nexus as `nexus run`, in two steps, so that no build tool stays in the image.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /src
COPY requirements.lock ./
RUN uv venv /opt/nexus \
    && uv pip install --python /opt/nexus --compile-bytecode --require-hashes -r requirements.lock
COPY pyproject.toml README.md ./
COPY bot bot
COPY cogs cogs
COPY db db
RUN uv pip install --python /opt/nexus --compile-bytecode --no-deps .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home nexus \
    && install --directory --owner=nexus --mode=700 /data
COPY --from=build /opt/nexus /opt/nexus
ENV PATH="/opt/nexus/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/nexus.db \
    HEALTH_PORT=8080
USER 10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
# Alive, not ready: when Discord is away, a restart helps nobody. An operator's 0 asks nothing.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; p = os.environ['HEALTH_PORT']; p == '0' or u.urlopen(f'http://127.0.0.1:{p}/live', timeout=4)"]
ENTRYPOINT ["nexus"]
CMD ["run"]
