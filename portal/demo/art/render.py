"""From a scene's name to the bytes of a picture, in other processes where there are cores for it."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

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
    canvas = Canvas(width, height, drawing.light, look.palette, rng)
    drawing.draw(canvas, look.landmark)
    out = io.BytesIO()
    canvas.finish().save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


def header(slug: str) -> bytes:
    return picture(slug, LOOKS[slug].header)


def shield(slug: str) -> bytes:
    out = io.BytesIO()
    draw_shield(slug, LOOKS[slug].palette).save(out, "PNG")
    return out.getvalue()


@dataclass
class Studio:
    """Draws ahead in other processes; without them it draws when a picture is asked for."""

    pool: ProcessPoolExecutor | None
    _ordered: dict[tuple[str, str], Future[bytes]] = field(default_factory=dict)

    def order(self, slug: str, scenes: Iterable[str]) -> None:
        if self.pool is not None:
            for scene in scenes:
                self._ordered[slug, scene] = self.pool.submit(picture, slug, scene)

    def picture(self, slug: str, scene: str) -> bytes:
        future = self._ordered.pop((slug, scene), None)
        return future.result() if future is not None else picture(slug, scene)


@contextmanager
def studio(processes: int | None = None) -> Iterator[Studio]:
    """`processes=0` draws in this one; None takes a process for every core, two at most."""
    if processes is None:
        processes = min(2, os.cpu_count() or 1)
    if processes == 0:
        yield Studio(None)
        return
    # Spawned, not forked: a fork would inherit the connections to the database.
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    try:
        yield Studio(pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
