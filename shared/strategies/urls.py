from django.urls import path

from shared.strategies.views import exports, public

app_name = "strategies"

urlpatterns = [
    path("strategie/", public.index, name="index"),
    path("strategie/aktivity/", public.activities, name="activities"),
    path("strategie/aktivity.csv", exports.activities, {"form": "csv"}, name="csv"),
    path("strategie/aktivity.xlsx", exports.activities, {"form": "xlsx"}, name="xlsx"),
    path("strategie/aktivity.json", exports.activities, {"form": "json"}, name="json"),
    path("strategie/dokumenty.csv", exports.documents, {"form": "csv"}, name="documents_csv"),
    path("strategie/dokumenty.json", exports.documents, {"form": "json"}, name="documents_json"),
    path("strategie/projekt/<int:project>-<slug:slug>/", public.project, name="project"),
    path("strategie/<int:number>/", public.by_number, name="by_number"),
    path(
        "strategie/<int:number>/aktivity.csv",
        exports.of_document,
        {"form": "csv"},
        name="document_csv",
    ),
    path(
        "strategie/<int:number>/aktivity.xlsx",
        exports.of_document,
        {"form": "xlsx"},
        name="document_xlsx",
    ),
    path(
        "strategie/<int:number>/aktivity.json",
        exports.of_document,
        {"form": "json"},
        name="document_json",
    ),
    path("strategie/<int:number>/soubor/<int:file_id>/<str:name>", public.file, name="file"),
    path("strategie/<int:number>-<slug:slug>/", public.document, name="document"),
    path(
        "strategie/<int:number>-<slug:slug>/aktivita/<int:activity>/",
        public.activity,
        name="activity",
    ),
]
