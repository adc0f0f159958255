"""Questions and answers, thanks, and following a record."""

from __future__ import annotations

from django.db import transaction

from shared.kernel import clock
from shared.practices import permissions
from shared.practices.enums import Verb
from shared.practices.models import Follow, NoDigest, Practice, Question, Thanks
from shared.practices.services import mails, projection, steps
from shared.practices.services.reuse import readable
from tenants.accounts.models import User
from tenants.registry.models import Municipality
from tenants.registry.selectors import current_site


@transaction.atomic
def ask(practice_id: int, municipality: Municipality, text: str, *, actor: User) -> Question:
    """Ask for a municipality; whoever asks hears of the answer. Raises NotAllowed."""
    practice = readable(practice_id, actor)
    if not permissions.acts_for(actor, municipality):
        raise permissions.NotAllowed
    question = Question.objects.create(
        practice=practice, municipality=municipality, asked_by=actor, text=text
    )
    step = steps.note(
        practice, Verb.ASKED, actor=actor, municipality=municipality, comment=str(question.pk)
    )
    mails.tell(step, author=mails.authors(practice))
    projection.touch()
    return question


@transaction.atomic
def answer(question_id: int, text: str, *, actor: User) -> None:
    """Answer on the desk of the owner or of a co-author, or mend one's answer.

    Raises NotAllowed, Question.DoesNotExist.
    """
    question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("practice", "practice__municipality")
        .get(pk=question_id, hidden_at=None)
    )
    practice = question.practice
    if not permissions.can_edit(actor, practice):
        raise permissions.NotAllowed
    first = not question.answer
    question.answer, question.answered_by = text, actor
    question.answering = current_site()
    question.answered_at = question.answered_at or clock.now()
    question.save()
    if first:
        step = steps.note(
            practice,
            Verb.ANSWERED,
            actor=actor,
            municipality=current_site(),
            comment=str(question.pk),
        )
        asker = {question.asked_by_id} if question.asked_by_id else set()
        mails.tell(step, reader=asker | mails.followers(practice))
    projection.touch()


@transaction.atomic
def hide(question_id: int, *, actor: User) -> None:
    """Take a question off the page: the union's editor, or the owner. Raises NotAllowed."""
    question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("practice", "practice__municipality")
        .get(pk=question_id)
    )
    if not permissions.can_archive(actor, question.practice):
        raise permissions.NotAllowed
    question.hidden_at = clock.now()
    question.save(update_fields=["hidden_at"])
    steps.note(question.practice, Verb.HIDDEN, actor=actor, municipality=current_site())
    projection.touch()


@transaction.atomic
def thank(practice_id: int, municipality: Municipality, *, actor: User) -> None:
    """Once per person; again it takes nothing away. Raises NotAllowed."""
    practice = readable(practice_id, actor)
    if not permissions.acts_for(actor, municipality):
        raise permissions.NotAllowed
    _row, created = Thanks.objects.get_or_create(
        practice=practice, user=actor, defaults={"municipality": municipality}
    )
    if created:
        step = steps.note(practice, Verb.THANKED, actor=actor, municipality=municipality)
        mails.tell(step, author=mails.authors(practice))
        projection.touch()


@transaction.atomic
def follow(practice_id: int, wanted: bool, *, actor: User) -> None:
    """Hear of what is new, or no longer. Raises NotAllowed for what one may not read."""
    if not wanted:
        Follow.objects.filter(practice_id=practice_id, user=actor).delete()
        return
    practice: Practice = readable(practice_id, actor)
    Follow.objects.get_or_create(practice=practice, user=actor)


@transaction.atomic
def want_digest(wanted: bool, *, actor: User) -> None:
    if wanted:
        NoDigest.objects.filter(user=actor).delete()
    else:
        NoDigest.objects.get_or_create(user=actor)
