"""Money and addresses of strategies in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext

from shared.kernel.templatetags.portal_tags import NBSP, cznumber, localurl
from shared.strategies.enums import DocumentKind
from shared.strategies.models import Activity, Document
from tenants.registry.models import Municipality

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """Without decimals that say nothing: 12.50 is "12,5"; nothing for what is not known."""
    if value is None:
        return ""
    number = Decimal(value).normalize()
    return cznumber(int(number) if number == int(number) else number)  # type: ignore[arg-type]


@register.filter
def crowns(value: Decimal | None) -> str:
    """ "66 550 Kč", with halers where there are any; a dash where nothing is known."""
    if value is None:
        return "–"
    amount = Decimal(value).quantize(Decimal("0.01"))
    return f"{cznumber(int(amount) if amount == int(amount) else amount)}{NBSP}Kč"  # type: ignore[arg-type]


@register.filter
def activity_url(activity: Activity) -> str:
    """On its owner's site: a joint activity of another is not on this one."""
    return f"{activity.document.municipality.url}{localurl(activity.path)}"


@register.filter
def project_url(document: Document) -> str:
    """On the union's site. One query on other sites."""
    assert document.project is not None
    return f"{Municipality.objects.the_union().url}{localurl(document.project.path)}"


@register.simple_tag
def kind_heading(kind: str) -> str:
    return {
        DocumentKind.PROGRAMME: gettext("Municipal development programmes"),
        DocumentKind.INTEGRATED: gettext("Integrated strategy of the territory (ISRÚ)"),
        DocumentKind.DEVELOPMENT: gettext("Development documents"),
        DocumentKind.JOINT_PLAN: gettext("Plans of joint activities"),
    }[DocumentKind(kind)]
