"""People. One identity for all sites lives in the public schema; rights are local to a site."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.registry.models import Municipality


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may log in. `is_superuser` marks an operator of the whole portal.

    Never deleted, because rows in every schema may point here: see
    `services.deactivate`. Groups go through a table that every schema has, so the search path
    alone decides what a person may do on the site that they are on.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("surname"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    session_epoch = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised to end every session of this person."
    )
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group,
        verbose_name=_("roles on this site"),
        through="roles.Membership",
        through_fields=("user", "group"),
        blank=True,
        related_name="user_set",
        related_query_name="user",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_email_is_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def name(self) -> str:
        return str(self)

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError(
            "People are deactivated and made anonymous, never deleted.", {self}
        )

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}{self.session_epoch}"  # type: ignore[misc]


class Seat(models.Model):
    """Who works where: the memberships of all sites, readable without opening their schemas.

    Written in the transaction that changes a membership; verified and rebuilt with the projection.
    Rights on a desk come from the site's own membership, never from here.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=30)

    class Meta:
        db_table = "practices_seat"  # where it was born; a new name would buy nothing
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality"], name="practices_one_seat_per_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.municipality_id} {self.role}"


class Invitation(models.Model):
    """An invitation to work on a site. The link is signed, not stored; using it closes it."""

    email = models.EmailField(_("e-mail"))
    schema_name = models.CharField(max_length=63)
    role = models.CharField(_("role"), max_length=30)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "schema_name",
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="accounts_one_open_invitation_per_site",
            ),
        ]
        indexes = [
            models.Index(fields=["schema_name", "created_at"], name="accounts_invites_of_site")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return (
            self.accepted_at is None
            and self.revoked_at is None
            and self.expires_at > timezone.now()
        )
