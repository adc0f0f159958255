from tenants.pages.models.accessibility import AccessibilityPage
from tenants.pages.models.content import ContentPage, SectionPage
from tenants.pages.models.forms import FormField, FormPage
from tenants.pages.models.gallery import GalleryIndexPage, GalleryPage, GalleryPicture
from tenants.pages.models.home import HomePage
from tenants.pages.models.media import (
    DocumentText,
    DocumentUse,
    SiteDocument,
    SiteImage,
    SiteRendition,
)
from tenants.pages.models.menu import MainMenu
from tenants.pages.models.news import NewsCategory, NewsIndexPage, NewsPage

__all__ = [
    "AccessibilityPage",
    "ContentPage",
    "DocumentText",
    "DocumentUse",
    "FormField",
    "FormPage",
    "GalleryIndexPage",
    "GalleryPage",
    "GalleryPicture",
    "HomePage",
    "MainMenu",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "SectionPage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
]
