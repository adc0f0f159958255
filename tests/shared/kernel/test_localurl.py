import pytest
from django.utils import translation

from shared.kernel.templatetags.portal_tags import localurl


@pytest.mark.parametrize(
    ("path", "german"),
    [
        ("/kontakty/", "/de/kontakty/"),
        ("/hledat/?q=/documents/2/rad.pdf", "/de/hledat/?q=/documents/2/rad.pdf"),
        ("/de/kontakte/", "/de/kontakte/"),
        # One address for every language: with a prefix nothing would answer.
        ("/documents/2/rad.pdf", "/documents/2/rad.pdf"),
        ("/media/pictures/lipa.jpg", "/media/pictures/lipa.jpg"),
        ("/kalendar.ics?kategorie=kultura", "/kalendar.ics?kategorie=kultura"),
        ("https://sluknov.example/", "https://sluknov.example/"),
    ],
)
def test_only_what_speaks_a_language_gets_a_prefix(path, german):
    assert localurl(path) == path
    with translation.override("de"):
        assert localurl(path) == german
