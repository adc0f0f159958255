from django.urls import path

from tenants.mandatory.views import public

app_name = "mandatory"

urlpatterns = [
    path("podatelna/", public.filing, name="filing"),
    path("ochrana-osobnich-udaju/", public.privacy, name="privacy"),
    path("smlouvy/", public.contracts, name="contracts"),
    path("smlouvy/smlouvy.csv", public.contracts_csv, name="contracts_csv"),
]
