"""The page stands below the language, data do not: their addresses have one form."""

from django.urls import path, re_path

from shared.opendata import views
from shared.opendata.api import views as api_views

plain_urlpatterns = [
    re_path(
        r"^opendata/(?P<slug>[a-z0-9-]+)\.(?P<extension>[a-z-]+(?:\.[a-z]+)?)\Z",
        views.file,
        name="opendata_file",
    ),
    re_path(r"^api/v1/(?P<rest>.*)\Z", api_views.api, name="opendata_api"),
    path("zdroj/<slug:noun>/<str:key>", views.resource, name="opendata_resource"),
]

urlpatterns = [path("opendata/", views.index, name="opendata")]
