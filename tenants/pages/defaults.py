"""What a new site starts with: a home page, the pages every site needs, a menu, a workflow.

Texts are in the language of the site, Czech, because they are its content and not the interface.
Every function may run again and then changes nothing that a clerk has changed since.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from shared.kernel import clock
from shared.kernel.cms import HomeBase, add_once, home_slug, home_type
from shared.published import services as published
from tenants.pages.models import (
    AccessibilityPage,
    GalleryIndexPage,
    HomePage,
    MainMenu,
    NewsCategory,
    NewsIndexPage,
)
from tenants.pages.rights import COLLECTION_RIGHTS, PAGE_RIGHTS
from tenants.registry.models import Municipality
from tenants.roles.enums import PUBLISHING_ROLES, Role

WORKFLOW_NAME = "Schválení redakcí"
CATEGORIES = [
    ("Z úřadu", "z-uradu", "Aus dem Rathaus", "From the office"),
    ("Kultura a sport", "kultura-a-sport", "Kultur und Sport", "Culture and sport"),
    ("Doprava a uzavírky", "doprava", "Verkehr", "Traffic"),
    ("Školy a děti", "skoly", "Schulen und Kinder", "Schools and children"),
    ("Životní prostředí", "zivotni-prostredi", "Umwelt", "Environment"),
    ("Varování", "varovani", "Warnungen", "Warnings"),
]
# Where `shared.union` and `shared.strategies` put their pages.
UNION_ENTRIES = (
    ("Orgány a lidé", "/organy/", "Organe", "Organs and people"),
    ("Společné projekty", "/projekty/", "Projekte", "Joint projects"),
    ("Dokumenty", "/dokumenty/", "Dokumente", "Documents"),
    ("Strategie", "/strategie/", "Strategien", "Strategies"),
)


# --- Pages ------------------------------------------------------------------------------------


def create_locales() -> dict[str, Locale]:
    return {
        code: Locale.objects.get_or_create(language_code=code)[0]
        for code, _name in settings.LANGUAGES
    }


def tree_root() -> Page:
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(
            instance=Page(
                title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page)
            )
        )
    return root


def home_page() -> Page:
    """The home page in the default language, whatever its type. Raises Page.DoesNotExist."""
    return Page.objects.get(depth=2, slug=home_slug(settings.LANGUAGE_CODE)).specific


def create_home(site: Municipality) -> Page:
    """The home page, the Site row that points at it, and drafts of it in other languages."""
    locales = create_locales()
    root = tree_root()
    home = next(
        (page for page in root.get_children().specific() if isinstance(page, HomeBase)), None
    )
    if home is None:
        # Wagtail's first migration leaves a page that welcomes the developer.
        welcome = [page for page in root.get_children() if page.specific_class is Page]
        model = home_type(union=site.is_union)
        home = model(
            title=site.display_name,
            slug="novy-web" if welcome else home_slug(settings.LANGUAGE_CODE),
            locale=locales[settings.LANGUAGE_CODE],
            tagline=_tagline(site),
        )
        if isinstance(home, HomePage):
            home.quick_links = [("link", link) for link in _quick_links()]
        root.add_child(instance=home)
        Site.objects.update(root_page=home)
        for page in welcome:
            Page.objects.get(pk=page.pk).delete()
        if welcome:
            home = model.objects.get(pk=home.pk)
            home.slug = home_slug(settings.LANGUAGE_CODE)
            home.save()
        home.save_revision().publish()
    _create_site_row(site, home)
    for code, locale in locales.items():
        if code != settings.LANGUAGE_CODE and not home.has_translation(locale):
            # A draft: the Czech page is served under /de/ until somebody has translated it, and
            # German pages can hang below it even before.
            translated = home.copy_for_translation(locale)
            if translated.slug != home_slug(code):
                translated.slug = home_slug(code)
                translated.save()
    return home


def _tagline(site: Municipality) -> str:
    return "Společně za lepší region" if site.is_union else "Oficiální stránky"


def _quick_links() -> list[dict[str, Any]]:
    return [
        {"title": "Úřední deska", "url": "/uredni-deska/", "icon": "board"},
        {"title": "Kalendář akcí", "url": "/kalendar/", "icon": "calendar"},
        {"title": "Kontakty a úřední hodiny", "url": "/kontakty/", "icon": "clock"},
        {"title": "Aktuality", "url": "/aktuality/", "icon": "rss"},
    ]


def _create_site_row(site: Municipality, home: Page) -> None:
    """Exactly one Site, the default one: a municipality's own domain leads to it as well."""
    row = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    row.hostname, row.port = _address(site)
    row.site_name, row.root_page = site.name, home
    Site.objects.exclude(pk=row.pk).delete()
    row.save()


def _address(site: Municipality) -> tuple[str, int]:
    address = urlsplit(site.url)
    return address.hostname or site.host, address.port or (443 if address.scheme == "https" else 80)


@transaction.atomic
def follow_address(site: Municipality) -> None:
    """After PORT has changed: pages and stored VEVENTs name whole addresses."""
    hostname, port = _address(site)
    Site.objects.filter(is_default_site=True).update(hostname=hostname, port=port)
    Site.clear_site_root_paths_cache()
    published.rebuild()


def create_pages(site: Municipality) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        home = create_home(site)
        add_once(home, NewsIndexPage(title="Aktuality", slug="aktuality"))
        add_once(home, GalleryIndexPage(title="Fotogalerie", slug="fotogalerie"))
        add_once(home, _accessibility_page(site))
        if not NewsCategory.objects.exists():
            NewsCategory.objects.bulk_create(
                NewsCategory(name=name, slug=slug, name_de=de, name_en=en, order=order)
                for order, (name, slug, de, en) in enumerate(CATEGORIES)
            )


def _accessibility_page(site: Municipality) -> AccessibilityPage:
    owner = site.display_name
    return AccessibilityPage(
        title="Prohlášení o přístupnosti",
        slug="pristupnost",
        prepared_on=clock.today(),
        intro=f"<p>{owner} se zavazuje ke zpřístupnění svých internetových stránek v souladu se "
        "zákonem č. 99/2019 Sb., o přístupnosti internetových stránek a mobilních aplikací. Toto "
        "prohlášení se vztahuje na všechny stránky na tomto webu.</p>",
        non_accessible="<ul><li>Některé starší dokumenty ke stažení jsou naskenované obrazy bez "
        "textové vrstvy. Na požádání jejich obsah sdělíme jiným způsobem.</li>"
        "<li>Některé fotografie v galeriích mají jen stručný textový popis.</li></ul>",
        contact_email=site.email,
        contact_phone=site.phone,
        contact_text="<p>Narazili jste na obsah, který nemůžete použít, nebo potřebujete informaci "
        "v jiné podobě? Napište nám nebo zavolejte. Odpovíme nejpozději do 15 dnů.</p>",
        enforcement="<p>Nebudete-li s naší odpovědí spokojeni, můžete se obrátit na Digitální "
        "a informační agenturu, Na Vápence 915/14, 130 00 Praha 3, "
        'e-mail <a href="mailto:pristupnost@dia.gov.cz">pristupnost@dia.gov.cz</a>.</p>',
    )


def create_menu(site: Municipality) -> None:
    """The first menu. Items lead to addresses and not to pages, so it needs no page to be there."""
    setting, _created = MainMenu.objects.get_or_create(pk=1)
    if setting.items:
        return
    union = site.is_union
    entries = [
        (
            "O svazku" if union else "Úřad",
            "/kontakty/",
            "Verband" if union else "Rathaus",
            "The union" if union else "Office",
            [
                ("Kontakty", "/kontakty/", "Kontakt", "Contacts"),
                (
                    "Povinně zveřejňované informace",
                    "/povinne-informace/",
                    "Pflichtangaben",
                    "Mandatory information",
                ),
                *(UNION_ENTRIES if union else ()),
            ],
        ),
        ("Aktuality", "/aktuality/", "Aktuelles", "News", []),
        ("Kalendář", "/kalendar/", "Kalender", "Calendar", []),
        ("Úřední deska", "/uredni-deska/", "Amtstafel", "Notice board", []),
        ("Fotogalerie", "/fotogalerie/", "Fotogalerie", "Photographs", []),
    ]
    if union:
        entries.insert(1, ("Obce", "/obce/", "Gemeinden", "Municipalities", []))
        entries.insert(2, ("Dobrá praxe", "/dobra-praxe/", "Gute Praxis", "Good practice", []))

    def item(title: str, url: str, de: str, en: str) -> dict[str, Any]:
        return {"title": title, "title_de": de, "title_en": en, "url": url, "page": None}

    setting.items = [
        ("item", {**item(title, url, de, en), "children": [item(*child) for child in children]})
        for title, url, de, en, children in entries
    ]
    setting.save()


# --- Rights and workflow ----------------------------------------------------------------------


def create_rights(site: Municipality) -> None:
    """Rights of the roles on the tree, on files, and who approves what authors write."""
    root = tree_root()
    collection = Collection.get_first_root_node() or Collection.add_root(
        instance=Collection(name="Root")
    )
    groups = {role: Group.objects.get(name=role.value) for role in Role}
    for role, group in groups.items():
        for right in PAGE_RIGHTS[role]:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{right}_page"
            )
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        wanted = Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs", "wagtailcore"],
            codename__in=COLLECTION_RIGHTS[role],
        )
        for permission in wanted:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
    create_workflow(root, groups)
    # Wagtail's own first groups would only confuse: the roles are fixed.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()


def create_workflow(root: Page, groups: dict[Role, Group]) -> Workflow:
    """One step: an editor or administrator approves. Also for snippets that have a workflow."""
    workflow = Workflow.objects.filter(name=WORKFLOW_NAME).first()
    if workflow is None:
        # The one that Wagtail's migration makes would offer a second, identical choice.
        for old in Workflow.objects.filter(active=True):
            old.deactivate()
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
        task = GroupApprovalTask.objects.create(name=WORKFLOW_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        task.groups.set([groups[role] for role in PUBLISHING_ROLES])
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def create_snippet_workflow(site: Municipality) -> None:
    """The same approval for every snippet type that has a workflow, whichever app it is of."""
    from wagtail.models import WorkflowContentType, WorkflowMixin
    from wagtail.snippets.models import get_snippet_models

    workflow = Workflow.objects.get(name=WORKFLOW_NAME)
    for model in get_snippet_models():
        if issubclass(model, WorkflowMixin):
            WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model),
                defaults={"workflow": workflow},
            )
