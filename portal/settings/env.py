"""Typed readers of the environment which fail loudly, and say what to do, while settings are read.

A variable set to nothing counts as not set: that is what an unfilled line of an `.env` file means.
Secrets may also come from a file named by `<NAME>_FILE`, as docker's and systemd's secrets do.
"""

import os
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def optional_text(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None


def text(name: str, *, default: str | None = None) -> str:
    value = optional_text(name)
    if value is not None:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. Set it; .env.example shows all of them."
        )
    return default


def integer(name: str, *, default: int | None = None) -> int:
    value = optional_text(name)
    if value is None and default is not None:
        return default
    try:
        return int(text(name))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def boolean(name: str, *, default: bool | None = None) -> bool:
    value = optional_text(name)
    if value is None and default is not None:
        return default
    word = text(name).lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def path(name: str, *, default: Path | None = None) -> Path:
    value = optional_text(name)
    if value is None and default is not None:
        return default
    return Path(text(name)).expanduser().resolve()


def optional_secret(name: str) -> str | None:
    """From the variable, or from the file that `<NAME>_FILE` names. No message repeats it."""
    value, file = optional_text(name), optional_text(f"{name}_FILE")
    if file is None:
        return value
    if value is not None:
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set; unset one of them.")
    try:
        content = Path(file).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {file}, which cannot be read: {error.strerror}."
        ) from error
    if not content:
        raise ImproperlyConfigured(f"{name}_FILE names {file}, which is empty.")
    return content


def secret(name: str, *, min_length: int = 1) -> str:
    value = optional_secret(name)
    if value is None:
        raise ImproperlyConfigured(
            f"The secret {name} is not set. Set {name}, or {name}_FILE to the path of a file that "
            "holds it; docs/operations.md says how to make the secrets."
        )
    if len(value) < min_length:
        raise ImproperlyConfigured(
            f"The secret {name} is too short: {min_length} characters at least. docs/operations.md "
            "says how to make the secrets."
        )
    return value


def url_with_password(name: str) -> str:
    """The address `<X>_URL`, completed by `<X>_PASSWORD` (or its file) when that is set.

    So the address can stand in a plain file of settings while the password is a secret.
    """
    url = secret(name)
    password = optional_secret(f"{name.removesuffix('_URL')}_PASSWORD")
    if password is None:
        return url
    parts = urlsplit(url)
    if parts.password:
        raise ImproperlyConfigured(f"{name} has a password already, yet another one is set.")
    user, _at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()
