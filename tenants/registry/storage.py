"""Where a site's files lie: a folder per schema, addressed without naming the schema."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from shared.kernel.db import connection


class SiteStorage(FileSystemStorage):
    """Files of the site that the connection is on.

    The address does not name the schema: `/media/x.png` on Lipová's host can only be Lipová's
    file, so no path leads from one site's host into another's folder.
    """

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / connection.schema_name)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    @property
    def base_url(self) -> str:
        return str(settings.MEDIA_URL)
