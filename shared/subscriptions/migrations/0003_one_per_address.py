"""Subscriptions of one address to several topics of a site become one.

The columns `topic` and `selection` stay in the table for the portal that is still running; a later
release drops them.
"""

from itertools import groupby

from django.db import migrations, models
from django.utils import timezone

OPEN = ('active', 'pending')


def join(apps, schema_editor):
    """The oldest confirmed one takes the topics of the others; what is not confirmed joins nothing.

    Whatever was wanted daily stays daily: rather too often than too late. The others keep a row
    that says where their links lead.
    """
    Subscription = apps.get_model('subscriptions', 'Subscription')
    Interest = apps.get_model('subscriptions', 'Interest')
    Delivery = apps.get_model('subscriptions', 'Delivery')
    rows = (
        Subscription.objects.filter(state__in=OPEN)
        .select_related('municipality')
        .order_by('municipality_id', 'email', 'state', 'requested_at', 'pk')
    )
    now = timezone.now()
    for _key, group in groupby(rows, lambda row: (row.municipality_id, row.email)):
        kept, *others = group
        interests = {kept.topic: _selection(kept)}
        for other in others:
            if other.state == kept.state:
                interests.setdefault(other.topic, _selection(other))
                if other.frequency == 'daily':
                    kept.frequency = 'daily'
            Delivery.objects.filter(subscription=other, state__in=['waiting', 'claimed']).delete()
            other.email = other.selection = ''
            other.state, other.ended_at, other.end_reason = 'ended', now, 'merged'
            other.successor = kept
            other.save()
        kept.save()
        Interest.objects.bulk_create(
            [
                Interest(subscription=kept, topic=topic, selection=selection)
                for topic, selection in interests.items()
                if topic
            ],
            ignore_conflicts=True,
        )


def _selection(row):
    """The union's board was its own alone; from now on it is that of all, unless one is named."""
    if row.topic == 'deska' and row.municipality.kind == 'union':
        own = f'obec={row.municipality.slug}'
        return f'{own}&{row.selection}'.rstrip('&')
    return row.selection


class Migration(migrations.Migration):
    dependencies = [('subscriptions', '0002_several_topics')]

    operations = [
        migrations.RunPython(join, migrations.RunPython.noop),
        # Keys are checked at the end of a transaction, and before that no index can be made.
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_once_per_address',
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['active', 'pending'])), fields=('municipality', 'email'), name='subscription_one_per_address'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='subscription', name='topic'),
                migrations.RemoveField(model_name='subscription', name='selection'),
            ]
        ),
    ]
