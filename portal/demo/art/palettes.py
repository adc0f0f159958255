"""The colours and the landmark that tell the sites apart."""

from __future__ import annotations

from dataclasses import dataclass

from .canvas import Palette, rgb


@dataclass(frozen=True)
class Look:
    primary: str
    accent: str
    far: str
    near: str
    roof: str
    wall: str
    landmark: str
    header: str = "panorama"

    @property
    def palette(self) -> Palette:
        return Palette(
            rgb(self.primary),
            rgb(self.accent),
            rgb(self.far),
            rgb(self.near),
            rgb(self.roof),
            rgb(self.wall),
        )


LOOKS: dict[str, Look] = {
    "sever": Look(
        "#1d4f7c", "#e0a526", "#5f87a3", "#86ab58", "#a4503c", "#f3dfb4", "church", "panorama_union"
    ),
    "dolni-poustevna": Look(
        "#0f5f63", "#e3a857", "#5d949c", "#7fae6b", "#8d4a3c", "#f2e6cf", "chapel"
    ),
    "jirikov": Look(
        "#7a2338",
        "#d8a23a",
        "#7389a8",
        "#93ad60",
        "#9c4a3a",
        "#f0e2cc",
        "basilica",
        "panorama_dawn",
    ),
    "lipova": Look("#2f6b2f", "#e2b93b", "#6a9a8c", "#8db84e", "#a85440", "#f5e3b5", "timber"),
    "lobendava": Look(
        "#5b3a7d", "#d9a441", "#8485b0", "#94ab62", "#8a4638", "#f4ead8", "chapel", "panorama_dawn"
    ),
    "mikulasovice": Look(
        "#9b2c1f", "#e0b04a", "#6f8fa8", "#8fae5d", "#7d4a3e", "#f6dcae", "church"
    ),
    "rumburk": Look("#1b4b9b", "#e2a32b", "#6a90ba", "#86ad62", "#a4503c", "#f1dcc4", "loreta"),
    "stare-krecany": Look(
        "#24584a",
        "#c98f3a",
        "#5c8f8a",
        "#75a45c",
        "#6e4a3e",
        "#efe2c2",
        "timber",
        "panorama_autumn",
    ),
    "sluknov": Look("#8a1f2e", "#dcae4a", "#7390ab", "#8db064", "#b0583f", "#f6e4bd", "castle"),
    "velky-senov": Look(
        "#8a4b12",
        "#e6c05a",
        "#88979e",
        "#a9b258",
        "#9a4d35",
        "#f8e8c6",
        "church",
        "panorama_autumn",
    ),
    "vilemov": Look("#33586f", "#d98b4a", "#6b8ea3", "#88a96a", "#8f4c3e", "#efdcc0", "church"),
    "krasna-lipa": Look("#3d6a1f", "#e7c24a", "#6d9a90", "#7fae4a", "#a04a38", "#f3e2bf", "rocks"),
    "doubice": Look(
        "#4a5a1c", "#d99b3c", "#7d9a92", "#8aa84e", "#7a4a36", "#f0e4c8", "lookout", "panorama_dawn"
    ),
}
