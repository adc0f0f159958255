from tests.calendar_app.conftest import make_event  # noqa: F401
