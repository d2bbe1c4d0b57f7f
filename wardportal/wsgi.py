"""WSGI application; creates secret key and private Postgres if the environment names none."""

import os

from django.core.wsgi import get_wsgi_application

from wardportal.following.readable_feeds import readable_feeds
from wardportal.runtime.startup import prepare

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardportal.settings")
prepare()
application = readable_feeds(get_wsgi_application())

from core.http.deadline import limit_statements  # noqa: E402  (settings are there only now)
from core.http.view_counts import start_flushing  # noqa: E402  (models are there only now)

limit_statements()
start_flushing()
