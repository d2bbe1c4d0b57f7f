"""WSGI application; creates secret key and private Postgres if the environment names none."""

import os

from wardportal.runtime.application import make_application
from wardportal.runtime.startup import prepare

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardportal.settings")
prepare()
application = make_application()
