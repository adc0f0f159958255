"""WSGI entry point. The portal is WSGI on purpose: async views would run in the public schema."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

application = get_wsgi_application()
