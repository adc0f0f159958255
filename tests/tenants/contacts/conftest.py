from tests.tenants.pages.conftest import make_image, publish_under

__all__ = ["make_image", "publish_under"]
