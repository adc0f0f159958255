"""Vector-like pictures drawn with Pillow: a canvas, motifs placed on it, and whole scenes.

Everything is seeded, so the same municipality gets the same pictures on every machine.
"""
