"""COLOR of RFC 7986 takes only the names of CSS3, so a town's colour is brought to the nearest."""

_NAMES = {
    "black": (0, 0, 0),
    "brown": (165, 42, 42),
    "cadetblue": (95, 158, 160),
    "chocolate": (210, 105, 30),
    "crimson": (220, 20, 60),
    "darkblue": (0, 0, 139),
    "darkcyan": (0, 139, 139),
    "darkgoldenrod": (184, 134, 11),
    "darkgreen": (0, 100, 0),
    "darkmagenta": (139, 0, 139),
    "darkolivegreen": (85, 107, 47),
    "darkorange": (255, 140, 0),
    "darkred": (139, 0, 0),
    "darkslateblue": (72, 61, 139),
    "darkslategray": (47, 79, 79),
    "deepskyblue": (0, 191, 255),
    "dimgray": (105, 105, 105),
    "dodgerblue": (30, 144, 255),
    "firebrick": (178, 34, 34),
    "forestgreen": (34, 139, 34),
    "gold": (255, 215, 0),
    "goldenrod": (218, 165, 32),
    "gray": (128, 128, 128),
    "green": (0, 128, 0),
    "hotpink": (255, 105, 180),
    "indigo": (75, 0, 130),
    "lightgray": (211, 211, 211),
    "limegreen": (50, 205, 50),
    "maroon": (128, 0, 0),
    "mediumblue": (0, 0, 205),
    "mediumpurple": (147, 112, 219),
    "midnightblue": (25, 25, 112),
    "navy": (0, 0, 128),
    "olive": (128, 128, 0),
    "olivedrab": (107, 142, 35),
    "orange": (255, 165, 0),
    "orangered": (255, 69, 0),
    "purple": (128, 0, 128),
    "red": (255, 0, 0),
    "royalblue": (65, 105, 225),
    "saddlebrown": (139, 69, 19),
    "seagreen": (46, 139, 87),
    "sienna": (160, 82, 45),
    "slategray": (112, 128, 144),
    "steelblue": (70, 130, 180),
    "teal": (0, 128, 128),
    "tomato": (255, 99, 71),
    "turquoise": (64, 224, 208),
    "white": (255, 255, 255),
    "yellow": (255, 255, 0),
}


def nearest_name(color: str) -> str:
    """`#rrggbb` to the name that the eye takes for it (the "redmean" distance)."""
    digits = color.removeprefix("#")
    red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))

    def distance(name: str) -> float:
        r, g, b = _NAMES[name]
        mean = (red + r) / 2
        return (
            (2 + mean / 256) * (red - r) ** 2
            + 4 * (green - g) ** 2
            + (2 + (255 - mean) / 256) * (blue - b) ** 2
        )

    return min(_NAMES, key=distance)
