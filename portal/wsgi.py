"""WSGI entry point. The portal is WSGI on purpose: async views would run in the public schema."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")


def _application() -> Any:
    django = get_wsgi_application()
    from portal.early import EarlyAnswers  # needs the apps, which are there only now

    return EarlyAnswers(django)


application = _application()
