from typing import Any

from celery.signals import task_postrun
from django.core.signals import request_finished
from django.dispatch import receiver

from shared.published import revisions


@receiver(request_finished, dispatch_uid="published.release_after_request")
def release_after_request(**kwargs: Any) -> None:
    revisions.release_rolled_back()


@task_postrun.connect(dispatch_uid="published.release_after_task")
def release_after_task(**kwargs: Any) -> None:
    revisions.release_rolled_back()
