from django.urls import path

from shared.practices.views import exports, public

app_name = "practices"

urlpatterns = [
    path("dobra-praxe/", public.index, name="index"),
    path("dobra-praxe/rss/", exports.rss, name="rss"),
    path("dobra-praxe/export.csv", exports.as_csv, name="csv"),
    path("dobra-praxe/export.json", exports.as_json, name="json"),
    path("dobra-praxe/porovnat/", public.compare, name="compare"),
    path("dobra-praxe/<int:number>/", public.by_number, name="by_number"),
    path("dobra-praxe/<int:number>-<slug:slug>/", public.detail, name="detail"),
    path("dobra-praxe/<int:number>/soubor/<int:file_id>/<str:name>", public.file, name="file"),
    path("dobra-praxe/<int:number>/balicek.zip", public.pack, name="pack"),
    path("dobra-praxe/<int:number>/prevzit/", public.adopt, name="adopt"),
    path("dobra-praxe/<int:number>/otazka/", public.ask, name="ask"),
    path("dobra-praxe/<int:number>/podekovat/", public.thank, name="thank"),
    path("dobra-praxe/<int:number>/sledovat/", public.follow, name="follow"),
]
