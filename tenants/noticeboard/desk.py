"""What the desk offers for notices beside Wagtail's form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views.snippets import CreateView, IndexView, UnpublishView

from shared.boards import selectors as joint
from shared.boards.models import JointPosting
from shared.kernel import clock
from shared.kernel.db import connection
from shared.kernel.templatetags.portal_tags import czdate, czdatetime
from tenants.noticeboard import files, periods, proof, rules, services
from tenants.noticeboard.enums import NoticeKind, Stage
from tenants.noticeboard.forms import ExtensionForm, ReasonForm
from tenants.noticeboard.models import JournalEntry, Notice
from tenants.noticeboard.permissions import (
    user_can_erase,
    user_can_extend,
    user_can_flag,
    user_can_see_proof,
    user_can_take_down,
)
from tenants.registry.models import PUBLIC_SCHEMA


def url_name(view: str) -> str:
    return str(Notice.snippet_viewset.get_url_name(view))


def address(view: str, notice: Notice) -> str:
    return reverse(url_name(view), args=(notice.pk,))


class NoticePolicy(ModelPermissionPolicy):
    """A posted notice is neither deleted nor taken back, whatever rights a person has."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("delete", "publish") and instance is not None and instance.is_posted:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))


class NoticeIndexView(IndexView):
    def get_list_more_buttons(self, instance: Notice) -> list[Button]:
        buttons: list[Button] = super().get_list_more_buttons(instance)
        if not instance.is_posted:
            return buttons
        buttons = [each for each in buttons if "/delete/" not in str(each.url or "")]
        for item in LIST_ITEMS:
            if item.allowed(self.request.user, instance):
                buttons.append(
                    Button(item.label, url=item.target(instance), icon_name=item.icon_name)
                )
        return buttons

    def get_header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().get_header_more_buttons())
        if connection.schema_name == PUBLIC_SCHEMA:
            buttons.append(
                HeaderButton(
                    _("On the boards of all members"),
                    url=reverse(url_name("joint")),
                    icon_name="globe",
                )
            )
        return buttons


class CreateNoticeView(CreateView):
    def get_initial_form_instance(self) -> Notice:
        """Empty, or with `?opravuje=` the posted notice that the new one is to correct."""
        number = self.request.GET.get("opravuje", "")
        original = None
        if number.isascii() and number.isdigit() and len(number) < 19:
            original = Notice.objects.filter(pk=int(number), posted_at__isnull=False).first()
        if original is None:
            return Notice()
        kept = ("kind", "reference", "file_mark", "originator", "department", "meeting_on", "text")
        return Notice(
            **{name: getattr(original, name) for name in kept},
            title=gettext("Correction: %(title)s") % {"title": original.title},
            corrects=original,
            personal=original.personal,
        )


class NoticeUnpublishView(UnpublishView):
    """Takes back the approval of a notice that still waits."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.is_posted:
            return redirect(address("take-down", self.object))
        return super().dispatch(request, *args, **kwargs)


class _NoticeView(WagtailAdminTemplateMixin, TemplateView):
    """A page of one notice for those who keep the board."""

    header_icon = "clipboard-list"
    notice: Notice

    def allowed(self) -> bool:
        return user_can_see_proof(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not user_can_see_proof(request.user):
            raise PermissionDenied
        self.notice = get_object_or_404(Notice, pk=kwargs["pk"])
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.notice.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(url_name("list")), "label": gettext("Notice board")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.notice.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"notice": self.notice, "back_url": address("edit", self.notice)}


class _ReasonView(_NoticeView):
    """Something is done to a posted notice, for a reason that is recorded."""

    template_name = "tenants/noticeboard/desk/reason.html"
    form_class: type[ReasonForm] = ReasonForm
    confirm_label: str | Promise
    done: str | Promise
    serious = True  # cannot be taken back

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def warning(self) -> str:
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                self.act(form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, self.done % {"title": self.notice.title})
                return redirect(reverse(url_name("list")))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", self.form_class())
        context["media"] = context["form"].media
        return context | {
            "warning": self.warning(),
            "confirm_label": self.confirm_label,
            "serious": self.serious,
        }


class TakeDownView(_ReasonView):
    page_title: str | Promise = _("Take the notice down")
    confirm_label = _("Take it down now")
    done = _("“%(title)s” has been taken down.")

    def allowed(self) -> bool:
        return user_can_take_down(self.request.user, self.notice)

    def act(self, data: dict[str, Any]) -> None:
        services.take_down(self.notice, self.request.user, data["reason"])  # type: ignore[arg-type]

    def warning(self) -> str:
        last = self.notice.last_required_day
        if last is None or clock.today() > last:
            return ""
        text = gettext(
            "The least period runs until %(last)s; the earliest removal is %(earliest)s. Taken down"
            " now, the notice may have no effect."
        ) % {"last": czdate(last), "earliest": czdate(self.notice.earliest_removal)}
        if self.notice.is_joint_copy:
            text += " " + gettext("The union, which posted it, will see your reason.")
        return text


class ExtendView(_ReasonView):
    """A later planned removal: the one thing of a posted notice that a clerk may still move."""

    page_title = _("Keep the notice on the board for longer")
    form_class = ExtensionForm
    confirm_label = _("Keep it for longer")
    done = _("“%(title)s” stays on the board for longer.")
    serious = False

    def allowed(self) -> bool:
        return user_can_extend(self.request.user, self.notice)

    def act(self, data: dict[str, Any]) -> None:
        user: Any = self.request.user
        services.extend(self.notice, user, data["until"], data["reason"])


class FlagView(_ReasonView):
    page_title = _("Mark as containing personal data")
    confirm_label = _("Mark it")
    done = _("“%(title)s” is marked as containing personal data.")

    def allowed(self) -> bool:
        return user_can_flag(self.request.user, self.notice)

    def act(self, data: dict[str, Any]) -> None:
        services.flag_personal(self.notice, self.request.user, data["reason"])  # type: ignore[arg-type]

    def warning(self) -> str:
        if self.notice.is_on_board:
            return gettext(
                "It goes on hanging as the law asks. When it is taken down, it leaves the archive,"
                " the search and the feeds with its documents. The mark cannot be taken back."
            )
        return gettext(
            "It leaves the archive, the search and the feeds with its documents at once. The mark"
            " cannot be taken back."
        )


class EraseView(_ReasonView):
    page_title = _("Erase the notice")
    confirm_label = _("Erase it for good")
    done = _("“%(title)s” has been erased. The journal keeps that it hung.")

    def allowed(self) -> bool:
        return user_can_erase(self.request.user, self.notice)

    def act(self, data: dict[str, Any]) -> None:
        services.erase(self.notice, self.request.user, data["reason"])  # type: ignore[arg-type]

    def warning(self) -> str:
        return gettext(
            "Text and documents are deleted and cannot be brought back. Do so only when the notice"
            " need not be kept any longer."
        )


class CertificateView(_NoticeView):
    """For printing: when it hung, whether the remote copy was up, when it was delivered."""

    page_title = _("Certificate of posting and removal")

    def allowed(self) -> bool:
        return self.notice.is_posted

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = proof.certificate(self.notice) | {"back_url": address("edit", self.notice)}
        return render(request, "tenants/noticeboard/certificate.html", context)


class JournalView(_NoticeView):
    page_title = _("Journal of the notice")
    template_name = "tenants/noticeboard/desk/journal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = JournalEntry.objects.filter(notice_id=self.notice.pk)
        return super().get_context_data(**kwargs) | {
            "entries": entries,
            "interruptions": proof.interruptions(self.notice),
        }


class JointView(WagtailAdminTemplateMixin, TemplateView):
    """The union's page: where each joint posting hangs, since when, and when the last period ends."""

    page_title = _("On the boards of all members")
    header_icon = "globe"
    template_name = "tenants/noticeboard/desk/joint.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(url_name("list")), "label": gettext("Notice board")},
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if connection.schema_name != PUBLIC_SCHEMA:
            raise Http404
        if not user_can_see_proof(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        overviews = joint.overviews()
        if (number := kwargs.get("pk")) is not None:
            overviews = [each for each in overviews if each.posting.source_notice == number]
            if not overviews:
                raise Http404
        return super().get_context_data(**kwargs) | {"overviews": overviews}


# --- Buttons of the form --------------------------------------------------------------------------


class _PostedMenuItem(ActionMenuItem):
    """Shown on a posted notice, whose form is locked; Wagtail's own buttons are not."""

    view = ""

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        raise NotImplementedError

    @classmethod
    def target(cls, notice: Notice) -> str:
        return address(cls.view, notice)

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and self.allowed(
            context["request"].user, context["instance"]
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return self.target(parent_context["instance"])


class TakeDownMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-take-down", _("Take down"), "cross", "take-down"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return user_can_take_down(user, notice)


class ExtendMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-extend", _("Keep for longer"), "calendar-alt", "extend"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return user_can_extend(user, notice)


class FlagMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-flag", _("Contains personal data"), "user", "flag"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return user_can_flag(user, notice)


class CertificateMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-certificate", _("Certificate"), "doc-full", "certificate"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return notice.is_posted and user_can_see_proof(user)


class JournalMenuItem(CertificateMenuItem):
    name, label, icon_name, view = "action-journal", _("Journal"), "list-ul", "journal"


class CorrectMenuItem(_PostedMenuItem):
    name, label, icon_name = "action-correct", _("Correct by a new notice"), "edit"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return (
            notice.is_posted
            and not notice.is_joint_copy
            and user.has_perm("noticeboard.add_notice")
        )

    @classmethod
    def target(cls, notice: Notice) -> str:
        return f"{reverse(url_name('add'))}?opravuje={notice.pk}"


class EraseMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-erase", _("Erase"), "bin", "erase"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return user_can_erase(user, notice)


class JointMenuItem(_PostedMenuItem):
    name, label, icon_name, view = "action-joint", _("Where it hangs"), "globe", "joint-one"

    @classmethod
    def allowed(cls, user: Any, notice: Notice) -> bool:
        return notice.everywhere and notice.joint_key is not None and user_can_see_proof(user)


# The first one is the large button, so nothing that cannot be taken back.
MENU_ITEMS = [
    CertificateMenuItem,
    JournalMenuItem,
    ExtendMenuItem,
    TakeDownMenuItem,
    CorrectMenuItem,
    FlagMenuItem,
    EraseMenuItem,
    JointMenuItem,
]
LIST_ITEMS = (
    ExtendMenuItem,
    TakeDownMenuItem,
    CertificateMenuItem,
    CorrectMenuItem,
    EraseMenuItem,
)


# --- Form and list --------------------------------------------------------------------------------


class PeriodsPanel(Panel):
    """What the law asks of each kind, and when a notice posted today may come down."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "tenants/noticeboard/desk/periods.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            notice: Notice = self.instance
            day = notice.posting_day
            rows = [
                {
                    "kind": kind.label,
                    "period": periods.period(kind),
                    "earliest": periods.earliest_removal(kind, day),
                    "current": kind == notice.kind,
                }
                for kind in NoticeKind
                if kind in periods.PERIODS
            ]
            joint_posting = None
            if notice.is_joint_copy and notice.joint_key is not None:
                joint_posting = JointPosting.objects.filter(pk=notice.joint_key).first()
            return context | {"rows": rows, "day": day, "joint_posting": joint_posting}


class StageColumn(StatusTagColumn):
    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, primary=lambda notice: notice.is_on_board, **kwargs)

    def get_value(self, instance: Notice) -> str:
        stage = instance.stage
        if stage == Stage.WAITING:
            return gettext("waits for %(moment)s") % {"moment": czdatetime(instance.post_at)}
        if stage == Stage.REMOVED:
            return gettext("taken down %(day)s") % {"day": czdate(instance.removed_on)}
        return str(stage.label)


class PostedColumn(Column):
    def get_value(self, instance: Notice) -> str:
        return str(czdatetime(instance.posted_at or instance.post_at))


class UntilColumn(Column):
    def get_value(self, instance: Notice) -> str:
        if instance.planned_removal is None:
            return gettext("until revoked")
        return str(czdate(instance.planned_removal))


def notes_on(notice: Notice) -> list[tuple[str, str]]:
    """What a clerk is told after saving: (level, text)."""
    found = []
    if notice.is_posted:
        found.append(
            ("success", gettext("It hangs on the board. From now on it cannot be changed."))
        )
    elif notice.live:
        stage = notice.stage
        if stage == Stage.HELD:
            found.append(("warning", rules.refusal(notice, notice.posting_day)))
        else:
            found.append(
                (
                    "success",
                    gettext("It will be posted by itself on %(moment)s.")
                    % {"moment": czdatetime(notice.post_at)},
                )
            )
    if text := rules.explanation(notice):
        found.append(("info", text))
    for part in notice.attachments.select_related("document"):
        if part.document is None:
            continue
        has_text = part.has_text
        if not part.path:
            try:
                with part.document.file.open("rb") as source:
                    has_text = files.pdf_facts(part.document.filename, source)["has_text"]
            except OSError:
                has_text = None
        if has_text is False:
            found.append(
                (
                    "warning",
                    gettext(
                        "“%(title)s” is a picture of paper without a text layer: it cannot be"
                        " searched, read aloud or copied from. Export it from the program it was"
                        " written in, or run it through text recognition."
                    )
                    % {"title": str(part)},
                )
            )
        elif part.extension.lower() != "pdf":
            found.append(
                (
                    "warning",
                    gettext("“%(title)s” is not a PDF. A PDF can be read by everybody.")
                    % {"title": str(part)},
                )
            )
    return found
