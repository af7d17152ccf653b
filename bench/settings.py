"""The product's settings, with the empty page beside its own."""

from partnerhub.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["*"]
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
