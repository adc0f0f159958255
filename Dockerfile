# One image for web, worker, beat and migrations; docker-compose.yml says which command each runs.
ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE}

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

# A fixed number, so that the owner of files in volumes and backups means the same everywhere.
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /tmp --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal /data /data/media

WORKDIR /app
COPY requirements.txt ./
# Compiled here once, since the running containers cannot write into the image.
RUN pip install --require-hashes --compile -r requirements.txt

COPY . ./
ENV DJANGO_SETTINGS_MODULE=portal.settings.production \
    PORTAL_DATA_DIR=/data \
    STATIC_ROOT=/app/staticfiles

# The values unlock nothing; production settings insist on some while files are collected.
RUN for po in locale/*/LC_MESSAGES/*.po locale/wagtail/*/LC_MESSAGES/*.po; do \
        if [ -e "$po" ]; then python scripts/compile_translations.py "$po" "${po%.po}.mo"; fi; \
    done \
 && SECRET_KEY=only-while-building-the-image-not-used-by-any-running-portal \
    PORTAL_DOMAIN=build.invalid DATABASE_URL=postgresql://build.invalid/none REDIS_URL=redis://build.invalid \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q portal tenants shared calendar_app

USER 10001:10001
EXPOSE 8000
VOLUME /data/media
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["python", "-S", "deploy/healthcheck.py", "web", "/healthz"]

# Requests wait for the database most of the time, so threads beyond the number of cores pay.
ENV GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=4 GRANIAN_BACKPRESSURE=64 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true GRANIAN_WORKERS_KILL_TIMEOUT=20
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "portal.wsgi:application"]
