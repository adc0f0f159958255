"""What other packages may want to know. The audit, which lies above, listens."""

from django.dispatch import Signal

#: Sent inside the transaction with `action`, `target`, `actor` and `detail`.
people_changed = Signal()
