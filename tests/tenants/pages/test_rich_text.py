"""A hostile POST to the editor leaves nothing that runs; the browser's editor is not trusted."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

HOSTILE = json.dumps(
    {
        "blocks": [
            {
                "key": "aaaaa",
                "type": "unstyled",
                "depth": 0,
                "text": '<script>alert("x")</script><img src=x onerror=alert(1)> odkaz dál',
                "inlineStyleRanges": [
                    {"offset": 0, "length": 5, "style": "BOLD"},
                    {"offset": 0, "length": 5, "style": "EVIL"},
                ],
                "entityRanges": [{"key": 0, "offset": 52, "length": 5}],
                "data": {"style": "color:red", "onclick": "alert(1)"},
            },
            {
                "key": "bbbbb",
                "type": "atomic",
                "depth": 0,
                "text": " ",
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 1, "offset": 0, "length": 1}],
                "data": {},
            },
            {
                "key": "ccccc",
                "type": "header-two",
                "depth": 0,
                "text": "Nadpis mimo povolené",
                "inlineStyleRanges": [],
                "entityRanges": [],
                "data": {},
            },
        ],
        "entityMap": {
            "0": {
                "type": "LINK",
                "mutability": "MUTABLE",
                "data": {"url": "javascript:alert(1)", "onclick": "alert(1)"},
            },
            "1": {
                "type": "EMBED",
                "mutability": "IMMUTABLE",
                "data": {"url": "https://video.example/x", "embedType": "video"},
            },
        },
    }
)


def test_hostile_post_is_cleaned(lipova, people, client_for, on, publish_under):
    from tenants.pages.models import ContentPage

    with on(lipova):
        page = publish_under("home", ContentPage(title="Stránka", slug="stranka"))
    response = client_for(lipova, people.clerk("lipova")).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            "title": 'Stránka <script>alert("t")</script>',
            "slug": "stranka",
            "lead": "<img src=x onerror=alert(2)>",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "text",
            "body-0-id": "",
            "body-0-value": HOSTILE,
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        },
    )
    assert response.status_code == 302, response.context and response.context["form"].errors
    with on(lipova):
        page = ContentPage.objects.get(pk=page.pk)
        stored = page.body[0].value.source
    for trace in ("<script", "<img", "javascript:", "<embed", "style=", "onclick"):
        assert trace not in stored
    html = client_for(lipova).get("/stranka/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "<script" not in main and "<img" not in main and "javascript:" not in main
    assert "&lt;script&gt;" in main


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//evil.example/",
        "/\\evil.example/",
        "https://",
        "kalendar",
    ],
)
def test_links_that_run_or_leave_unseen_are_refused(address):
    from django.core.exceptions import ValidationError

    from tenants.pages.validators import validate_link

    with pytest.raises(ValidationError):
        validate_link(address)


@pytest.mark.parametrize(
    "address",
    ["/kalendar/", "https://www.mesto-sluknov.cz/a?b=c", "mailto:obec@lipova.example", "tel:+420"],
)
def test_ordinary_links_are_accepted(address):
    from tenants.pages.validators import validate_link

    validate_link(address)
