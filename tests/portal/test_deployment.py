"""What production is made of: the compose file, the image, the pinned requirements, the secrets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

BASE_DIR = Path(__file__).resolve().parents[2]
ONE_SHOT = {"migrate"}
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "PORTAL_DOMAIN": "test.example",
    "SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
    return content


def test_every_service_is_there_and_hardened(compose):
    services = compose["services"]
    assert set(services) == {"web", "worker", "beat", "migrate", "postgres", "redis", "caddy"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert not service.get("privileged"), name


def test_every_service_that_stays_up_has_a_healthcheck(compose):
    for name, service in compose["services"].items():
        disabled = service["healthcheck"].get("disable", False)
        assert disabled == (name in ONE_SHOT), name


def test_the_others_wait_for_the_migrations(compose):
    for name in ("web", "worker", "beat"):
        condition = compose["services"][name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_only_caddy_is_reachable_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == [
        "caddy"
    ]
    assert compose["networks"]["data"]["internal"] is True
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["data"]


def test_data_are_in_named_volumes(compose):
    for name, volume in [("postgres", "database"), ("redis", "redis"), ("web", "media")]:
        assert any(text.startswith(f"{volume}:") for text in compose["services"][name]["volumes"])
        assert volume in compose["volumes"]


def test_secrets_come_from_files_outside_of_the_repository(compose):
    files = [secret["file"] for secret in compose["secrets"].values()]
    assert all(file.startswith("${SECRETS_DIR:-./secrets}/") for file in files)
    ignored = (BASE_DIR / ".gitignore").read_text().splitlines()
    assert {"/secrets/", "/.env"} <= set(ignored)
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET", name):
                assert name.endswith("_FILE"), name
                assert str(value).startswith("/run/secrets/"), name


def test_the_image_is_not_root_and_gets_nothing_private():
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile
    taken = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert "*" in taken, "what is not named stays out"
    assert not {"!secrets", "!.env", "!.git", "!.data"} & set(taken)


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements/dev.txt", "requirements/embedded.txt"]
)
def test_requirements_are_pinned_with_hashes_and_name_no_index(name):
    text = (BASE_DIR / name).read_text()
    assert "://" not in text
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", text))
    for package in packages:
        assert re.match(r"\S+==\S+", package), package
        assert "--hash=sha256:" in package, package


def settings_error(**changes: str | None) -> str:
    environment = {k: v for k, v in {**ENVIRONMENT, **changes}.items() if v is not None}
    result = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    return result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "PORTAL_DOMAIN"])
def test_what_is_missing_stops_the_start_and_is_named(name):
    message = settings_error(**{name: None})
    assert "ImproperlyConfigured" in message
    assert name in message


def test_a_short_secret_key_stops_the_start():
    assert "SECRET_KEY is too short" in settings_error(SECRET_KEY="short")


def test_a_password_of_its_own_completes_the_address(tmp_path, monkeypatch):
    from portal.settings import env

    file = tmp_path / "password"
    file.write_text("a:b/c@d\n")
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal@db:5432/portal?sslmode=require")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(file))
    expected = "postgresql://portal:a%3Ab%2Fc%40d@db:5432/portal?sslmode=require"
    assert env.url_with_password("DATABASE_URL") == expected


def test_the_script_makes_strong_secrets_and_keeps_those_that_are_there(tmp_path):
    folder = tmp_path / "secrets"

    def make() -> dict[str, str]:
        subprocess.run([BASE_DIR / "scripts/secrets", folder], check=True, capture_output=True)
        return {file.name: file.read_text().strip() for file in folder.iterdir()}

    made = make()
    assert make() == made
    assert len(made["secret_key.txt"]) >= 50
    assert len(made["database_password.txt"]) >= 32
    assert folder.stat().st_mode & 0o077 == 0
