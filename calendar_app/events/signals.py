from django.dispatch import Signal

#: Sent in the transaction that changed whether a published event takes place.
#: Provides `instance`. Publishing and unpublishing have Wagtail's own signals.
status_changed = Signal()

#: Sent in the transaction that changed the name, address or access of a place.
#: Provides `instance`: what happens there looks different now.
place_changed = Signal()
