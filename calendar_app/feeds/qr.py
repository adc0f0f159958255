"""QR codes as drawings that stand in the page: no request, no style attribute."""

import segno
from django.utils.safestring import SafeString


def svg(address: str) -> SafeString:
    """An `<svg>` without a size of its own; its looks are those of `.qr` around it.

    It is decoration: the address must stand beside it in words.
    """
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    # segno writes only numbers and attributes of its own; the address is in the dots.
    return SafeString(drawing.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))
