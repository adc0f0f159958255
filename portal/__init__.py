"""Composition root: settings, addresses, Celery, health and the command line. Owns no data."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
