from django.urls import path

from tenants.registry import views

urlpatterns = [
    path("vzhled/clenove.css", views.members_css, name="members_css"),
    path("vzhled/<str:version>.css", views.site_css, name="site_css"),
]
