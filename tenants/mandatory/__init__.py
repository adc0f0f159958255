"""What the law asks a site to publish: decree 515/2020, and lists and statements of other acts.

Stands above contacts, board and pages, because most of it is filled from what these know.
"""
