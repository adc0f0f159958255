"""What the union posts onto the boards of all its members (§ 39 of Act 250/2000).

The union writes here and nowhere else; each site's own job reads it, posts the notice on its own
board and notes here what became of it. Nobody writes into another site's schema.
"""
