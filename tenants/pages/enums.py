from django.db import models
from django.utils.translation import gettext_lazy as _


class QuickLinkIcon(models.TextChoices):
    """Pictures that a quick link may carry; the values are symbols of static/img/icons.svg."""

    CALENDAR = "calendar", _("calendar")
    BOARD = "board", _("notice board")
    BUILDING = "building", _("office")
    CLOCK = "clock", _("clock")
    PHONE = "telephone", _("telephone")
    ENVELOPE = "envelope-fill", _("letter")
    PEOPLE = "people", _("people")
    FILE = "file", _("document")
    DOWNLOAD = "download", _("download")
    NEWS = "rss", _("news")
    IMAGE = "image", _("picture")
    BOOK = "book", _("book")
    HOUSE = "house-door-fill", _("house")
    BOX = "box", _("box")
    PLACE = "geo-alt-fill", _("place")
    GLOBE = "globe", _("globe")
    STAR = "star-fill", _("star")
    IDEA = "lightbulb-fill", _("idea")
    INFO = "info-circle-fill", _("information")
    WARNING = "exclamation-triangle-fill", _("warning")
    OFFICE = "office", _("town hall")
    FORM = "form", _("form")
    WASTE = "waste", _("waste")
    CULTURE = "culture", _("culture")
    TOURISM = "tourism", _("trips")
    SCHOOL = "school", _("school")
    SPORT = "sport", _("sport")
    BUS = "bus", _("bus")
    HEALTH = "health", _("health")


class CalloutKind(models.TextChoices):
    INFO = "info", _("information")
    SUCCESS = "success", _("good news")
    WARNING = "warning", _("warning")
    ERROR = "error", _("danger")


class HeadingLevel(models.TextChoices):
    H2 = "h2", _("main heading")
    H3 = "h3", _("subheading")
