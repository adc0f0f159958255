"""The API's description by OpenAPI 3.1, made from the resources so that both always agree."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from shared.opendata.api import resources
from shared.opendata.api.resources import Parameter, Resource
from shared.opendata.problems import MEDIA_TYPE, TITLES

BASE = "/api/v1"

_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
_HEADERS = {
    "ETag": {"description": "Ask with it in If-None-Match.", "schema": {"type": "string"}},
}


def document() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": _PROBLEM}
    for resource in resources.all_resources():
        name = resource.name.capitalize()
        schemas[name] = {
            "type": "object",
            "properties": dict(resource.properties),
            "required": list(resource.properties),
            "additionalProperties": False,
        }
        schemas[f"{name}Page"] = {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": _reference(name)},
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "Address of the next page; null on the last one.",
                },
            },
            "required": ["items", "next"],
            "additionalProperties": False,
        }
        paths[f"/{resource.name}"] = {"get": _list(resource, name)}
        if resource.single is not None:
            paths[f"/{resource.name}/{{id}}"] = {"get": _single(resource, name)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.WAGTAIL_SITE_NAME,
            "version": "1.0.0",
            "description": (
                "What the sites of the union have published, for reading. A municipality's site "
                "has its own, the union's that of all members. Times are in Europe/Prague."
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _list(resource: Resource, name: str) -> dict[str, Any]:
    return {
        "operationId": f"list_{resource.name}",
        "summary": resource.summary,
        "parameters": [
            _parameter(each) for each in (*resource.parameters, resources.LIMIT, resources.CURSOR)
        ],
        "responses": {
            "200": _answer(f"{name}Page"),
            **_problems(400, 404, 405, 429),
        },
    }


def _single(resource: Resource, name: str) -> dict[str, Any]:
    return {
        "operationId": f"get_{resource.name}",
        "summary": f"One of {resource.name}.",
        "parameters": [
            {
                "name": "id",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": resource.key_pattern},
            },
        ],
        "responses": {"200": _answer(name), **_problems(400, 404, 405, 429)},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": parameter.schema,
    }
    return found | ({"example": parameter.example} if parameter.example else {})


def _answer(name: str) -> dict[str, Any]:
    return {
        "description": "What was asked for.",
        "headers": _HEADERS,
        "content": {"application/json": {"schema": _reference(name)}},
    }


def _problems(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": TITLES[status],
            "content": {MEDIA_TYPE: {"schema": _reference("Problem")}},
        }
        for status in statuses
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
