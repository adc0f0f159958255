"""Writes of the registry besides provisioning: the hosts that a site answers on."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.registry.models import Domain, Municipality

HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


def add_domain(site: Municipality, name: str) -> Domain:
    """Let a site answer on a host of its own, and let Caddy obtain a certificate for it.

    Raises ValidationError.
    """
    host = as_host(name)
    if host == settings.PORTAL_DOMAIN or host.endswith(f".{settings.PORTAL_DOMAIN}"):
        raise ValidationError(_("Hosts below the union's domain come with their sites."))
    with transaction.atomic():
        domain = Domain.objects.select_for_update().filter(domain=host).first()
        if domain is None:
            domain = Domain.objects.create(domain=host, tenant=site, is_primary=False)
        elif domain.tenant_id != site.pk:
            raise ValidationError(
                _("%(host)s belongs to another site: %(site)s")
                % {"host": host, "site": domain.tenant.name}
            )
    return domain


def remove_domain(name: str) -> None:
    """Take a host away. A site keeps its subdomain, or its links would lead nowhere."""
    host = as_host(name)
    domain = Domain.objects.filter(domain=host).first()
    if domain is None:
        raise ValidationError(_("No site answers on %(host)s.") % {"host": host})
    if domain.is_primary:
        raise ValidationError(_("%(host)s is the primary host of its site.") % {"host": host})
    domain.delete()


def as_host(name: str) -> str:
    """As browsers send it: lower case, without port, dot at the end and `www.`, in ASCII."""
    text = name.strip().lower().rstrip(".").removeprefix("www.")
    try:
        host = text.encode("idna").decode()
    except UnicodeError:
        host = ""
    if len(host) > 253 or not HOST.fullmatch(host):
        raise ValidationError(_("“%(name)s” is not a host name.") % {"name": name})
    return host
