"""The settings of the tests: the product's own, over plain HTTP, with its files in a folder that the run throws away."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("PARTNERHUB_HTTP", "1")
os.environ.setdefault("JOB_VANISHED_SECONDS", "0.5")
if not os.environ.get("VAR_DIR"):
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="partnerhub-tests-")
    # Registered before the settings start an embedded database there, so it runs after that has stopped.
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from partnerhub.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Static files are looked up when they are asked for, not listed anew by every test client.
WHITENOISE_AUTOREFRESH = True
