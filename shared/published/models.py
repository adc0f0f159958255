"""One row per published item of any site, and one revision number per site.

Only what the public may read gets here. Rows are written by `services` in the transaction that
publishes and are rebuilt from the sites by `projectors`; nobody else writes them.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language

from shared.kernel.templatetags.portal_tags import localurl
from shared.published.enums import Kind
from tenants.registry.models import Municipality

#: The words of the title alone: what is offered while somebody is typing.
TITLE_WORDS = Func(
    F("search"),
    Value("{a}"),
    function="ts_filter",
    template='%(function)s(%(expressions)s::"char"[])',
    output_field=SearchVectorField(),
)


class ItemQuerySet(models.QuerySet["Item"]):
    def listed(self) -> ItemQuerySet:
        """With what a list shows: the site's owner, but not the long text."""
        return self.select_related("municipality").defer("text", "search")


class Item(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    #: Whose it is, where the site shows an item of another as a guest. Lists of all sites leave
    #: guests out: there the owner's row stands for itself.
    origin = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: Of interest to the people of its site alone, so lists of all sites leave it out; search
    #: finds it.
    local = models.BooleanField(default=False, db_default=False)
    # The key in the site's schema, as text: a public row never points at a site's row.
    source_id = models.CharField(max_length=100)
    language = models.CharField(max_length=10, default="cs")

    title = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url_path = models.CharField(max_length=1000)
    image_path = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=300, blank=True)

    published_at = models.DateTimeField()
    pinned = models.BooleanField(default=False)
    pinned_until = models.DateTimeField(null=True, blank=True)

    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    all_day = models.BooleanField(default=False)
    # Takes place several times between its start and its end; `dates` knows when.
    recurring = models.BooleanField(default=False, db_default=False)
    cancelled = models.BooleanField(default=False)
    # When an event stops being a coming one: its end, or the end of its only day.
    over_at = models.DateTimeField(null=True, blank=True)

    title_key = models.CharField(max_length=2000, db_collation="C")
    search = SearchVectorField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "source_id"], name="published_item_once"
            ),
            models.CheckConstraint(
                condition=Q(origin__isnull=True) | ~Q(origin=models.F("municipality")),
                name="published_guest_is_of_another_site",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, over_at__isnull=True)
                | Q(starts_at__isnull=False, over_at__gte=models.F("starts_at")),
                name="published_item_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.EVENT) | Q(starts_at__isnull=False),
                name="published_event_has_a_start",
            ),
            models.CheckConstraint(
                condition=Q(url_path__startswith="/") & ~Q(url_path__startswith="//"),
                name="published_item_stays_on_its_site",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="published_search"),
            GinIndex(TITLE_WORDS, name="published_titles"),
            models.Index(fields=["kind", "-published_at"], name="published_latest"),
            models.Index(
                fields=["municipality", "kind", "-published_at"], name="published_latest_of_site"
            ),
            models.Index(fields=["over_at"], name="published_coming", condition=Q(kind=Kind.EVENT)),
            models.Index(
                fields=["municipality", "over_at"],
                name="published_coming_of_site",
                condition=Q(kind=Kind.EVENT),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def lang(self) -> str:
        """Its language where the page around it speaks another, for the attribute of that name."""
        return "" if self.language == (get_language() or "") else self.language

    @property
    def path(self) -> str:
        """Path on its site in the visitor's language, which the site falls back from if need be."""
        return localurl(self.url_path)

    @property
    def url(self) -> str:
        """Absolute address; costs a query unless the municipality was selected too."""
        return f"{self.municipality.url}{self.path}"

    @property
    def image_url(self) -> str:
        """Absolute address of the picture, empty without one; costs a query as `url` does."""
        return f"{self.municipality.url}{self.image_path}" if self.image_path else ""


class Word(models.Model):
    """A word that something public has, or had until lately: what mistyped ones may have meant.

    Written with the items; forgotten at night once nothing has it any more. So it is a list of
    guesses only, and what a guess finds is asked of the items (`search`).
    """

    word = models.CharField(max_length=40, primary_key=True, db_collation="C")
    #: `spelling.marks` of the word.
    marks = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["marks"], name="published_word_marks")]

    def __str__(self) -> str:
        return self.word


class SiteRevision(models.Model):
    """How many times a site has published. Cached pages are good for one number only.

    The row's lock is also what makes publications of one site wait for each other.
    """

    schema = models.CharField(max_length=63, primary_key=True)
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.schema} {self.number}"
