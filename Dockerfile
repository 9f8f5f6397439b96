# syntax=docker/dockerfile:1
# The bot as an image: docs/running.md says how it is run, deploy/compose.yml is an example.

FROM python:3.11-slim-bookworm AS built
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY deploy/requirements.lock /tmp/
# Wheels alone: nothing is compiled, and no compiler is needed.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --require-hashes --no-deps --only-binary :all: \
        --requirement /tmp/requirements.lock
WORKDIR /srv/jinlin
COPY . .
# Written here, since the user that runs it may write in data/ alone.
RUN /opt/venv/bin/python -m compileall -q bot handlers locales scheduler services storage \
    && install -d -o 10001 -g 10001 data

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 jinlin \
    && useradd --uid 10001 --gid jinlin --home-dir /srv/jinlin --no-create-home \
        --shell /usr/sbin/nologin jinlin
COPY --from=built /opt/venv /opt/venv
COPY --from=built /srv/jinlin /srv/jinlin
WORKDIR /srv/jinlin
# Fonts and time zones come from PyPI with the rest. Who may reach the port is the network's to say.
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 WEB_HOST=0.0.0.0 WEB_PORT=8080 LOG_FORMAT=json
USER jinlin
VOLUME /srv/jinlin/data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"WEB_PORT\"]}/health', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
