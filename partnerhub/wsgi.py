"""WSGI entry point: ``gunicorn partnerhub.wsgi``."""

import logging
import os

from django.core.wsgi import get_wsgi_application

from partnerhub.logs import Discreet

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnerhub.settings")
application = get_wsgi_application()

# The access log names every address, however gunicorn was started.
logging.getLogger("gunicorn.access").addFilter(Discreet())
