"""The rules of the house, held by a machine: see docs/structure.md."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("portal", "tenants", "shared", "calendar_app")

# Whose data an app holds: "site" has tables in every schema, "public" in the public one alone,
# "none" has no tables. A new app fails here until somebody decides.
PLACES = {
    "portal": "none",
    "tenants.registry": "public",
    "tenants.accounts": "public",
    "tenants.roles": "site",
    "tenants.profile": "none",
    "tenants.pages": "site",
    "tenants.contacts": "site",
    "tenants.noticeboard": "site",
    "tenants.mandatory": "site",
    "shared.kernel": "none",
    "shared.audit": "public",
    "shared.published": "public",
    "shared.boards": "public",
    "shared.subscriptions": "public",
    "shared.duties": "public",
    "shared.opendata": "none",
    "shared.alerts": "public",
    "shared.practices": "public",
    "shared.members": "public",
    "shared.highlights": "public",
    "shared.strategies": "public",
    # Page types: were their tables in public alone, deleting page 3 of a municipality would
    # cascade through the search path into the union's page 3.
    "shared.union": "site",
    "calendar_app.categories": "public",
    "calendar_app.ical": "none",
    "calendar_app.events": "site",
    "calendar_app.imports": "site",
    "calendar_app.aggregate": "public",
    "calendar_app.feeds": "none",
    "calendar_app.suggestions": "none",  # its rows stand beside the events
    "calendar_app.sharing": "none",  # its rows stand beside the published events
}


def our_apps():
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]


def test_every_app_has_its_place():
    assert {config.name for config in our_apps()} <= set(PLACES)
    for config in our_apps():
        place = PLACES[config.name]
        assert (config.name in settings.TENANT_APPS) == (place == "site"), config.name
        if place == "none":
            assert not list(config.get_models()), config.name


def test_every_package_is_an_app_or_known_to_be_none():
    known = set(PLACES) | {"calendar_app.recurrence"}
    packages = {
        f"{root}.{child.name}"
        for root in ("tenants", "shared", "calendar_app")
        for child in (ROOT / root).iterdir()
        if (child / "__init__.py").exists()
    }
    assert packages <= known, packages - known


def _is_public_only(model: type[models.Model]) -> bool:
    return apps.get_app_config(model._meta.app_label).name not in settings.TENANT_APPS


def test_no_public_table_points_at_a_sites():
    for model in apps.get_models(include_auto_created=True):
        if not _is_public_only(model):
            continue
        for field in model._meta.local_fields:
            target = field.related_model
            if target is None or _is_public_only(target):
                continue
            # Never read, see LocalRightsBackend; Wagtail's queries expect the table.
            name = f"{model._meta.label}.{field.name}"
            assert name.startswith("accounts.User_user_permissions."), name


# Fields of Wagtail's own abstract models; the database drops their constraints besides.
WAGTAILS = {"uploaded_by_user", "locked_by"}


def test_sites_point_at_public_without_a_constraint():
    for model in apps.get_models():
        if (
            _is_public_only(model)
            or apps.get_app_config(model._meta.app_label).name.split(".")[0] not in OURS
        ):
            continue
        for field in model._meta.local_fields:
            target = field.related_model
            if target is not None and _is_public_only(target) and field.name not in WAGTAILS:
                assert field.db_constraint is False, f"{model._meta.label}.{field.name}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_our_migrations_import_no_services():
    for file in ROOT.glob("*/*/migrations/0*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom | ast.Import):
                for alias in node.names:
                    name = getattr(node, "module", None) or alias.name
                    assert "services" not in name, file


def _decorated_tasks() -> set[str]:
    """Names of tasks as written in the sources."""
    found = set()
    for root in OURS:
        for file in (ROOT / root).rglob("tasks.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if not isinstance(node, ast.FunctionDef):
                    continue
                for decorator in node.decorator_list:
                    assert isinstance(decorator, ast.Call), f"{file}: a task needs a stable name"
                    named = [word.value for word in decorator.keywords if word.arg == "name"]
                    arguments = [*decorator.args, *named]
                    if getattr(decorator.func, "id", "") in {"shared_task", "site_task"}:
                        found.add(arguments[0].value)
    return found


def test_every_task_is_registered_under_its_name():
    from portal.celery import app

    app.loader.import_default_modules()
    ours = _decorated_tasks()
    assert ours, "no tasks found: has the convention changed?"
    assert ours <= set(app.tasks)
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in app.tasks, entry


def test_bare_celery_decorators_are_not_used():
    for root in OURS:
        for file in (ROOT / root).rglob("*.py"):
            if file.match("shared/kernel/jobs.py"):
                continue
            text = file.read_text()
            assert "@app.task" not in text, file
            assert "with tenant:" not in text, file


def test_the_context_managers_that_leak_are_not_used():
    """`with municipality:` of django-tenants swaps tenants between threads."""
    for root in OURS:
        for file in (ROOT / root).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.With):
                    for item in node.items:
                        assert not (
                            isinstance(item.context_expr, ast.Name)
                            and item.context_expr.id in {"tenant", "site", "municipality"}
                        ), f"{file}:{node.lineno}"


def test_imports_go_down():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.django_db
def test_no_extension_is_needed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
        assert cursor.fetchall() == []


def test_every_template_folder_belongs_to_a_root():
    allowed = {*OURS, "components", "wagtailadmin", "wagtail", "wagtailusers"}
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders <= allowed, folders - allowed


def test_every_module_imports():
    for root in OURS:
        for file in (ROOT / root).rglob("*.py"):
            relative = file.relative_to(ROOT).with_suffix("")
            if {"migrations", "settings", "management"} & set(relative.parts):
                continue
            importlib.import_module(".".join(relative.parts).removesuffix(".__init__"))


def test_nothing_names_who_wrote_it():
    """The product speaks of the product alone."""
    words = ("chat" + "gpt", "lan" + "guage model", "/work/" + "main", "/work/" + "shared")
    for folder in (*OURS, "docs", "templates", "tests", "scripts"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".py", ".md", ".html", ".sh", ".txt"}:
                text = file.read_text().lower()
                for word in words:
                    assert word not in text, f"{word} in {file}"
