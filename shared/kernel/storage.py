"""Where files of the registry lie: shared by all sites, public by definition."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

PUBLIC_FOLDER = "_public"


class PublicStorage(FileSystemStorage):
    """Files that every host may show: coats of arms and header pictures."""

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / PUBLIC_FOLDER)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    @property
    def base_url(self) -> str:
        return f"{settings.MEDIA_URL}{PUBLIC_FOLDER}/"
