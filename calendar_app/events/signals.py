from django.dispatch import Signal

#: Sent in the transaction that changed whether a published event takes place.
#: Provides `instance`. Publishing and unpublishing have Wagtail's own signals.
status_changed = Signal()
