"""Readers of the environment: what is missing or wrong stops the start and is named."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env


@pytest.fixture
def variable(monkeypatch):
    def set_variable(value, name="PORTAL_TEST"):
        monkeypatch.setenv(name, value)

    return set_variable


def test_a_missing_variable_is_named():
    with pytest.raises(ImproperlyConfigured, match="PORTAL_TEST"):
        env.text("PORTAL_TEST")


def test_an_empty_variable_counts_as_missing(variable):
    variable("  ")
    assert env.optional_text("PORTAL_TEST") is None
    assert env.text("PORTAL_TEST", default="x") == "x"


@pytest.mark.parametrize(
    ("value", "read"), [("yes", True), ("TRUE", True), ("0", False), ("off", False)]
)
def test_truth_has_several_spellings(variable, value, read):
    variable(value)
    assert env.boolean("PORTAL_TEST") is read


@pytest.mark.parametrize("reader", [env.boolean, env.integer])
def test_nonsense_is_refused_and_shown(variable, reader):
    variable("maybe")
    with pytest.raises(ImproperlyConfigured, match=r"PORTAL_TEST.*maybe"):
        reader("PORTAL_TEST", default=1)


def test_a_secret_comes_from_the_variable_or_from_a_file(variable, tmp_path):
    file = tmp_path / "secret"
    file.write_text("from-file\n")
    variable(str(file), "PORTAL_TEST_FILE")
    assert env.secret("PORTAL_TEST") == "from-file"
    variable("too", "PORTAL_TEST")
    with pytest.raises(ImproperlyConfigured, match="Both"):
        env.secret("PORTAL_TEST")


def test_a_missing_secret_is_named_with_both_ways_to_set_it():
    with pytest.raises(ImproperlyConfigured, match=r"PORTAL_TEST.*PORTAL_TEST_FILE"):
        env.secret("PORTAL_TEST")


@pytest.mark.parametrize("content", [None, ""])
def test_a_secret_file_that_is_missing_or_empty_is_named(variable, tmp_path, content):
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    variable(str(file), "PORTAL_TEST_FILE")
    with pytest.raises(ImproperlyConfigured, match=str(file)):
        env.secret("PORTAL_TEST")


def test_a_short_secret_is_refused_without_being_repeated(variable):
    variable("hunter2")
    with pytest.raises(ImproperlyConfigured, match="too short") as caught:
        env.secret("PORTAL_TEST", min_length=50)
    assert "hunter2" not in str(caught.value)
