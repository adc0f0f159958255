"""From a scene's name to the bytes of a picture."""

from __future__ import annotations

import io
import random

from portal.demo.art.canvas import Canvas
from portal.demo.art.palettes import LOOKS
from portal.demo.art.scenes import SCENES
from portal.demo.art.shields import draw_shield

PICTURE = (1200, 900)
HEADER = (1600, 600)


def picture(slug: str, scene: str) -> bytes:
    """A JPEG of the scene in the colours of the site."""
    look = LOOKS[slug]
    width, height = HEADER if scene.startswith("panorama") else PICTURE
    drawing = SCENES[scene]
    rng = random.Random(f"{slug}/{scene}")
    # A picture is shown smaller than it is, a header as it is: that one gets the finer edges.
    scale = 3 if scene.startswith("panorama") else 2
    canvas = Canvas(width, height, drawing.light, look.palette, rng, scale)
    drawing.draw(canvas, look.landmark)
    out = io.BytesIO()
    canvas.finish().save(out, "JPEG", quality=86)
    return out.getvalue()


def header(slug: str) -> bytes:
    return picture(slug, LOOKS[slug].header)


def shield(slug: str) -> bytes:
    out = io.BytesIO()
    draw_shield(slug, LOOKS[slug].palette).save(out, "PNG")
    return out.getvalue()
