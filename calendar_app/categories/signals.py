from django.dispatch import Signal

#: Sent in the transaction that gave a category another Czech name, which stands in stored texts.
#: Provides `instance`.
category_renamed = Signal()
