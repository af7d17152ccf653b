# The same image serves as web, worker and beat; docker-compose.yml says which is which.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock

# /data holds what the parts share: evidence, uploads, the installation's key.
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin partnerhub && install -d -o partnerhub -g partnerhub /data
COPY . .
# Style sheets and scripts, hashed and compressed: part of the image, as its code is. Asks no database.
ENV STATIC_ROOT=/app/collected
RUN SECRET_KEY=unused DATABASE_URL=postgresql:// VAR_DIR=/tmp/collecting python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/collecting
ENV VAR_DIR=/data
VOLUME /data
USER partnerhub

EXPOSE 8000
CMD ["gunicorn", "partnerhub.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
