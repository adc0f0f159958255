"""Who has a site: the union and its municipalities, their hosts and their membership."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from shared.kernel import clock
from shared.kernel.storage import PublicStorage
from shared.kernel.text import czech_sort_key
from tenants.registry import colors
from tenants.registry.enums import Kind, State, Status

PUBLIC_SCHEMA = "public"
SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use a–z, digits and single hyphens."))
COLOR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Write the colour as #rrggbb."), flags=re.IGNORECASE)

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9][0-9]{0,4})?\Z"
)
HOST = RegexValidator(
    rf"^{_HOST.pattern}",
    _(
        "Write names of hosts such as www.skola.cz, without an address of a page and without a star."
    ),
)


def is_host(value: str) -> bool:
    return _HOST.match(value) is not None


# Names of schemas and hosts that are not a municipality's.
RESERVED_SLUGS = frozenset(
    {"public", "template-site", "information-schema", "www", "admin", "mail", "svazek"}
)


def validate_ico(value: str) -> None:
    """Eight digits of which the last is the check digit: 11 − weighted sum mod 11, mod 10."""
    if not (len(value) == 8 and value.isascii() and value.isdigit()):
        raise ValidationError(_("Write all eight digits, with the zeros in front."))
    weighted = sum(
        int(digit) * weight for digit, weight in zip(value[:7], range(8, 1, -1), strict=True)
    )
    if (11 - weighted % 11) % 10 != int(value[7]):
        raise ValidationError(_("This is not a valid number: one of its digits is wrong."))


def validate_not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This name is reserved."))


def public_storage() -> PublicStorage:
    return PublicStorage()


def schema_for_slug(slug: str) -> str:
    """The schema of a municipality's site; slugs have no underscores, so this is one to one."""
    return slug.replace("-", "_")


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def active(self) -> MunicipalityQuerySet:
        return self.filter(state=State.ACTIVE)

    def municipalities(self) -> MunicipalityQuerySet:
        return self.filter(kind=Kind.MUNICIPALITY).order_by("sort_key")

    def members(self) -> MunicipalityQuerySet:
        """Active municipalities that belong to the union today, in Czech order."""
        today = clock.today()
        current = UnionMembership.objects.filter(
            Q(since__isnull=True) | Q(since__lte=today),
            Q(until__isnull=True) | Q(until__gte=today),
            municipality=models.OuterRef("pk"),
        )
        return self.municipalities().active().filter(models.Exists(current))

    def the_union(self) -> Municipality:
        """The union itself. Raises Municipality.DoesNotExist before it is provisioned."""
        return self.get(kind=Kind.UNION)


class Municipality(TenantMixin):
    """A site's owner: a municipality, or the union, whose schema is the public one.

    Figures carry the day they hold for and their source; what is not known stays empty.
    """

    auto_create_schema = False
    auto_drop_schema = False

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    slug = models.CharField(max_length=50, unique=True, validators=[SLUG, validate_not_reserved])
    name = models.CharField(_("name"), max_length=100)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OBEC)
    csu_code = models.CharField(
        _("ČSÚ code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}\Z", _("Six digits."))],
        help_text=_("Also the identifier of the municipality in RÚIAN."),
    )
    postal_code = models.CharField(_("post code"), max_length=6, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    area_ha = models.PositiveIntegerField(_("area in hectares"), null=True, blank=True)
    area_as_of = models.DateField(_("area as of"), null=True, blank=True)
    area_source = models.CharField(
        _("source of the area"), max_length=200, blank=True, default="", db_default=""
    )
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_as_of = models.DateField(_("inhabitants as of"), null=True, blank=True)
    population_source = models.CharField(_("source of the figure"), max_length=200, blank=True)

    color_primary = models.CharField(
        _("main colour"), max_length=7, default="#2362a2", validators=[COLOR]
    )
    color_accent = models.CharField(
        _("accent colour"), max_length=7, default="#c8561b", validators=[COLOR]
    )
    coat_of_arms = models.ImageField(
        _("coat of arms"), storage=public_storage, upload_to="registry/arms", blank=True
    )
    header_image = models.ImageField(
        _("header picture"), storage=public_storage, upload_to="registry/headers", blank=True
    )

    office_address = models.CharField(_("address of the office"), max_length=250, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    data_box = models.CharField(_("data box"), max_length=10, blank=True)
    ico = models.CharField(
        _("registration number (IČO)"),
        max_length=8,
        blank=True,
        db_default="",
        validators=[validate_ico],
        help_text=_("Eight digits. Open data and mandatory information need it."),
    )
    website = models.URLField(_("former website"), blank=True)
    embedding_hosts = ArrayField(
        models.CharField(max_length=253, validators=[HOST]),
        verbose_name=_("sites that may show the calendar"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Names of hosts, e.g. www.skola.cz, separated by commas."),
    )

    # What the register of unions asks for, of the union alone.
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    purpose = models.TextField(
        _("purpose of the union"),
        max_length=2_000,
        blank=True,
        default="",
        db_default="",
        help_text=_("As its statutes say. It is part of the union’s register in open data."),
    )
    members_source = models.CharField(
        _("source of the list of members"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        validators=[
            RegexValidator(r"^\S+\Z", _("Write the code only, without spaces.")),
        ],
        help_text=_(
            "The code that the register of unions uses, i.e. what follows zdroje-výčtu-členů: there."
        ),
    )

    state = models.CharField(max_length=20, choices=State, default=State.PROVISIONING)
    provisioned_steps = models.JSONField(default=list, editable=False)
    migration_leaves = models.JSONField(
        default=dict,
        editable=False,
        help_text="The last migration of each app that this site's schema has reached.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["kind", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=Kind.UNION), name="registry_only_one_union"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.UNION, schema_name=PUBLIC_SCHEMA)
                | (Q(kind=Kind.MUNICIPALITY) & ~Q(schema_name=PUBLIC_SCHEMA)),
                name="registry_union_alone_is_in_public",
            ),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | ~Q(population_source=""),
                name="registry_population_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = czech_sort_key(self.name)
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)

    @property
    def is_union(self) -> bool:
        return self.kind == Kind.UNION

    @property
    def display_name(self) -> str:
        """The name with its legal status, as on a letterhead: Město Šluknov, Obec Lipová."""
        if self.is_union:
            return self.name
        word = {Status.OBEC: "Obec", Status.MESTYS: "Městys", Status.MESTO: "Město"}
        return f"{word[Status(self.status)]} {self.name}"

    @property
    def host(self) -> str:
        """Host under the portal's domain: where the desk is and where links lead."""
        if self.is_union:
            return str(settings.PORTAL_DOMAIN)
        return f"{self.slug}.{settings.PORTAL_DOMAIN}"

    @property
    def url(self) -> str:
        """Address of the site's home page, without a trailing slash."""
        return site_url(self.host)

    @property
    def look_version(self) -> str:
        """Part of the stylesheet's address; changes whenever the colours do."""
        return f"{colors.VERSION}-{self.color_primary[1:]}-{self.color_accent[1:]}".lower()


def site_url(host: str) -> str:
    usual = {"http": 80, "https": 443}[settings.PORTAL_SCHEME]
    port = "" if usual == settings.PORTAL_PORT else f":{settings.PORTAL_PORT}"
    return f"{settings.PORTAL_SCHEME}://{host}{port}"


class Domain(DomainMixin):
    """A host that a site answers on, lower case, without port or trailing dot."""

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")


class UnionMembership(models.Model):
    """A period in which a municipality belonged to the union, and how that is known."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships"
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)
    evidence_note = models.CharField(_("evidence"), max_length=500)

    class Meta:
        verbose_name = _("membership of the union")
        verbose_name_plural = _("memberships of the union")
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True)
                | Q(until__isnull=True)
                | Q(until__gte=models.F("since")),
                name="registry_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.since or '…'}–{self.until or '…'}"
