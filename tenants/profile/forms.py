from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image

from tenants.profile.services import EDITABLE, OF_THE_UNION
from tenants.registry import colors
from tenants.registry.models import Municipality, UnionMembership

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = {"coat_of_arms": 512, "header_image": 1920}
FORMATS = frozenset({"PNG", "JPEG", "WEBP"})


def redrawn(upload: UploadedFile, name: str) -> ContentFile[bytes]:
    """The picture drawn anew: no metadata, no second file hidden in it, a name of our own.

    Raises ValidationError for anything that is not a picture of an accepted type.
    """
    if upload.size is not None and upload.size > MAX_BYTES:
        raise forms.ValidationError(gettext("The picture is bigger than 10 MB."))
    upload.seek(0)
    try:
        with Image.open(upload, formats=sorted(FORMATS)) as picture:
            if picture.width * picture.height > 50_000_000:
                raise forms.ValidationError(gettext("The picture has more than 50 million points."))
            picture.thumbnail((MAX_SIDE[name], MAX_SIDE[name]))
            drawn = BytesIO()
            has_alpha = "A" in picture.getbands() or picture.mode == "P"
            if has_alpha:
                picture.convert("RGBA").save(drawn, "PNG", optimize=True)
            else:
                picture.convert("RGB").save(drawn, "JPEG", quality=85, optimize=True)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise forms.ValidationError(
            gettext("This is not a picture in PNG, JPEG or WebP. SVG is not accepted.")
        ) from error
    return ContentFile(drawn.getvalue(), name=f"{name}.{'png' if has_alpha else 'jpg'}")


class HostsField(SimpleArrayField):
    """Hosts as people write them: with https://, in capitals, with a háček."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = ",".join(host_of(part) for part in re.split(r"[\s,;]+", value.strip()) if part)
        return super().to_python(value)


def host_of(text: str) -> str:
    """The host in an address, as browsers write it; what is none comes back for the validator."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().lower()).split("/", 1)[0].rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


class ProfileForm(forms.ModelForm):
    """Every field that a site may change about itself."""

    class Meta:
        model = Municipality
        fields = EDITABLE
        field_classes = {"embedding_hosts": HostsField}
        widgets = {
            "color_primary": forms.TextInput(attrs={"type": "color"}),
            "color_accent": forms.TextInput(attrs={"type": "color"}),
            "area_as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "population_as_of": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "founded_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "purpose": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "color_primary": _(
                "Headings, buttons and the foot of the page. A colour that is too light for text "
                "is darkened, so that everybody can read it."
            ),
            "color_accent": _("Small accents: lines, days in the calendar."),
            "coat_of_arms": _(
                "PNG with a transparent background is best, at least 300 points wide."
            ),
            "header_image": _(
                "A wide landscape, at least 1600 points. Leave empty for drawn hills."
            ),
            "embedding_hosts": _(
                "Which websites may show the list of events in a frame: a school, a library. Names "
                "of hosts separated by commas, e.g. www.skola.cz, knihovna.cz. The code to paste "
                "is on the page of subscriptions."
            ),
            "population_source": _("For example: ČSÚ, Počet obyvatel v obcích k 1. 1. 2026."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_union:
            for name in OF_THE_UNION:
                del self.fields[name]

    def clean_coat_of_arms(self) -> Any:
        return self._clean_picture("coat_of_arms")

    def clean_header_image(self) -> Any:
        return self._clean_picture("header_image")

    def clean_embedding_hosts(self) -> list[str]:
        """Each once. Whoever pastes a whole address means its host."""
        return list(dict.fromkeys(self.cleaned_data["embedding_hosts"]))

    def _clean_picture(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if isinstance(value, UploadedFile):
            return redrawn(value, name)
        return "" if value is False else value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("population") is not None:
            for name in ("population_as_of", "population_source"):
                if not cleaned.get(name):
                    self.add_error(name, gettext("A figure needs its day and its source."))
        return cleaned

    def notes(self) -> list[str]:
        """What the site did with colours that could not be used as they are."""
        if not self.is_bound or "color_primary" not in self.cleaned_data:
            return []
        primary = self.cleaned_data["color_primary"]
        used = colors.palette(primary, self.cleaned_data["color_accent"])["primary"]
        if used.lower() == primary.lower():
            return []
        return [
            gettext(
                "The main colour was darkened from %(chosen)s to %(used)s so that text is readable."
            )
            % {"chosen": primary, "used": used}
        ]


class MembershipForm(forms.ModelForm):
    """When a municipality belonged to the union, and how that is known."""

    csu_code = Municipality._meta.get_field("csu_code").formfield(required=False)

    class Meta:
        model = UnionMembership
        fields = ("municipality", "since", "until", "confirmed", "evidence_note")
        labels = {
            "municipality": _("Municipality"),
            "since": _("First day of the membership"),
            "until": _("Last day of the membership"),
            "confirmed": _("The membership is confirmed"),
            "evidence_note": _("How it is known"),
        }
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "since": _("Leave it empty if it is not known. Open data need it."),
            "until": _("Empty while the municipality is a member."),
            "confirmed": _("Open data name confirmed members only."),
            "evidence_note": _("For example: statutes of the union, resolution of the council."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            # The code is of a municipality that is yet to be chosen.
            del self.fields["csu_code"]
            choices = self.fields["municipality"]
            assert isinstance(choices, forms.ModelChoiceField)
            choices.queryset = Municipality.objects.municipalities()
        else:
            del self.fields["municipality"]
            self.initial["csu_code"] = self.instance.municipality.csu_code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day is before the first one."))
            return cleaned
        owner = cleaned.get("municipality") or (self.instance.pk and self.instance.municipality)
        if not owner or self.errors:
            return cleaned
        others = UnionMembership.objects.filter(municipality=owner).exclude(pk=self.instance.pk)
        if until:
            others = others.filter(Q(since__isnull=True) | Q(since__lte=until))
        if since:
            others = others.filter(Q(until__isnull=True) | Q(until__gte=since))
        if others.exists():
            self.add_error(
                "since", gettext("Another period of the same municipality holds at that time.")
            )
        return cleaned
