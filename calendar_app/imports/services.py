"""Foreign calendars: adding, fetching and reconciling them with this site's events.

A run is applied in steps of one transaction each: publishing holds a row that every publisher of
the union waits for, and hundreds of events at once would keep them all waiting. Each step plans
anew what is left (see `planning`), so any of them may be killed or repeated.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from calendar_app.events import services as events
from calendar_app.events.enums import Status
from calendar_app.events.models import Event
from calendar_app.imports import planning, reading, schedule
from calendar_app.imports.addresses import calendar_address
from calendar_app.imports.enums import Fate, Field, Kind, Publishing, Result, Standing, State
from calendar_app.imports.items import CalendarError, Reading
from calendar_app.imports.models import ImportedEvent, Preview, Run, RunItem, Source
from calendar_app.imports.permissions import user_can_import
from calendar_app.imports.planning import Plan, Step
from shared.audit.services import record
from shared.kernel import clock, http, jobs
from shared.kernel.db import connection
from tenants.accounts.models import User
from tenants.registry.models import Domain

logger = logging.getLogger(__name__)

#: Raised when the same bytes would be read differently than before.
READER_VERSION = "1"
ABSENCES = 3
STEP = 40
PREVIEW_KEPT = dt.timedelta(days=1)
_RUNS_KEPT = 60
_LOGGED_REFUSALS = 500


def policy() -> http.Policy:
    return http.Policy(refuses_host=is_own_host)


def is_own_host(host: str) -> bool:
    """A host of this portal: its calendars are shared, not imported."""
    domain = settings.PORTAL_DOMAIN
    name = host.lower().rstrip(".").removeprefix("www.")
    if name == domain or name.endswith(f".{domain}"):
        return True
    return Domain.objects.filter(domain=name).exists()


# --- Adding -----------------------------------------------------------------------------------


def preview_address(text: str, *, user: User, zone: str = "") -> Preview:
    """Fetch and read an address for the clerk to look at.

    Raises PermissionDenied, PageAddress, http.FetchError, CalendarError.
    """
    _require(user)
    address = calendar_address(text)
    answer = http.get(address, policy=policy())
    return _preview(answer.body, Kind.ADDRESS, user, zone, address=address)


def preview_file(
    data: bytes, file_name: str, *, user: User, zone: str = "", source: Source | None = None
) -> Preview:
    """As `preview_address`, of an uploaded file; of a newer one where the source is known."""
    _require(user)
    return _preview(data, Kind.FILE, user, zone, file_name=file_name[:120], source=source)


def _preview(data: bytes, kind: Kind, user: User, zone: str, **fields: Any) -> Preview:
    found = reading.read(data, today=clock.today(), zone=zone)
    with transaction.atomic():
        Preview.objects.filter(created_at__lt=clock.now() - PREVIEW_KEPT).delete()
        return Preview.objects.create(
            kind=kind, reading=found.as_json(), digest=_digest(data), created_by=user, **fields
        )


def add_source(preview: Preview, *, user: User, **fields: Any) -> Source:
    """Take the calendar over as it was shown. `fields`: name, category, publishing, zone."""
    _require(user)
    now = clock.now()
    with transaction.atomic():
        source = Source(
            kind=preview.kind,
            address=preview.address,
            consented_at=now,
            consented_by=user,
            **fields,
        )
        if not source.is_file:
            source.next_fetch_at = now + schedule.LEASE
        source.full_clean()
        source.save()
        record("imports.source_added", source, actor=user, detail={"address": source.address})
        _run_of(preview, source, user)
    return source


def renew_file(preview: Preview, *, user: User) -> None:
    """Read a newer file into the source that the preview was made for."""
    _require(user)
    assert preview.source is not None
    with transaction.atomic():
        _run_of(preview, _locked(preview.source), user)


def _run_of(preview: Preview, source: Source, user: User) -> None:
    _give_up_unfinished(source)
    run = _begin(source, Reading.from_json(preview.reading), user)
    Run.objects.filter(pk=run.pk).update(digest=preview.digest)
    preview.delete()
    jobs.enqueue("imports.continue", connection.schema_name, run.pk)


# --- Changing ---------------------------------------------------------------------------------


def change_source(source: Source, *, user: User, **fields: Any) -> None:
    """Name, category, publishing, zone. The next fetch reads everything again."""
    _require(user)
    with transaction.atomic():
        stored = _locked(source)
        before = {name: getattr(stored, name) for name in fields}
        for name, value in fields.items():
            setattr(stored, name, value)
        stored.full_clean()
        _forget(stored)
        stored.save()
        changed = sorted(name for name, value in fields.items() if before[name] != value)
        record("imports.source_changed", stored, actor=user, detail={"fields": changed})


def pause(source: Source, *, user: User) -> None:
    _require(user)
    with transaction.atomic():
        stored = _locked(source)
        stored.state, stored.next_fetch_at = State.PAUSED, None
        stored.save()
        record("imports.source_paused", stored, actor=user)


def resume(source: Source, *, user: User) -> None:
    _require(user)
    with transaction.atomic():
        stored = _locked(source)
        stored.state, stored.failures, stored.trouble = State.ACTIVE, 0, ""
        stored.save()
        record("imports.source_resumed", stored, actor=user)
        _fetch_soon(stored)


def fetch_now(source: Source, *, user: User) -> None:
    """Queue a fetch, whenever the next one is due. A paused calendar or a file stays as it is."""
    _require(user)
    with transaction.atomic():
        stored = _locked(source)
        if not stored.is_file and stored.state != State.PAUSED:
            _fetch_soon(stored)


def delete_source(source: Source, *, user: User, withdraw_events: bool) -> None:
    """Forget the calendar. Its events stay as the municipality's own, or those ahead are withdrawn."""
    if not user.has_perm("imports.delete_source"):
        raise PermissionDenied
    with transaction.atomic():
        stored = _locked(source)
        imported = ImportedEvent.objects.filter(source=stored, standing=Standing.FOLLOWED)
        rows = list(imported.select_related("event"))
        if withdraw_events:
            today = clock.today()
            for row in rows:
                if row.last_day is None or row.last_day >= today:
                    _withdraw(row)
        record(
            "imports.source_deleted",
            stored,
            actor=user,
            detail={"events": len(rows), "withdrawn": withdraw_events},
        )
        stored.delete()


def _require(user: User) -> None:
    if not user_can_import(user):
        raise PermissionDenied


def _locked(source: Source) -> Source:
    return Source.objects.select_for_update().get(pk=source.pk)


def _forget(source: Source) -> None:
    """What is known of the last reading, so that the next one reads everything."""
    source.etag = source.last_modified = source.digest = ""


def _fetch_soon(source: Source) -> None:
    source.next_fetch_at = clock.now() + schedule.LEASE
    source.save(update_fields=["next_fetch_at"])
    jobs.enqueue("imports.fetch", connection.schema_name, str(source.pk))


# --- Fetching ---------------------------------------------------------------------------------


def claim_due() -> list[str]:
    """Keys of this site's sources that are due, each moved ahead so that nobody else takes it."""
    now = clock.now()
    Preview.objects.filter(created_at__lt=now - PREVIEW_KEPT).delete()
    due = list(
        Source.objects.select_for_update(skip_locked=True)
        .filter(next_fetch_at__lte=now, kind=Kind.ADDRESS)
        .exclude(state=State.PAUSED)
        .values_list("pk", flat=True)
    )
    Source.objects.filter(pk__in=due).update(next_fetch_at=now + schedule.LEASE)
    return [str(key) for key in due]


def fetch(key: str) -> Run | None:
    """Fetch a source and reconcile its events. None where somebody else is at it, or it is paused.

    Inside one transaction, which holds no row until the calendar has been read.
    """
    if not _alone(key):
        return None
    source = Source.objects.filter(pk=key, kind=Kind.ADDRESS).first()
    if source is None or source.state == State.PAUSED or _is_at_work(source):
        return None
    try:
        with transaction.atomic():
            return _fetch(source)
    except http.FetchError as error:
        return _fail(source, str(error.trouble), error.detail, error.retry_after)
    except CalendarError as error:
        return _fail(source, str(error.trouble))
    except Exception as error:
        # A fault of ours must not be repeated every few minutes, nor stay unseen.
        logger.exception("import of %s failed", source.pk)
        return _fail(source, "our_fault", type(error).__name__)


def _alone(key: str) -> bool:
    """An advisory lock until the end of the transaction: a killed worker's ends with it."""
    number = int.from_bytes(
        hashlib.sha256(f"import {connection.schema_name} {key}".encode()).digest()[:8],
        "big",
        signed=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _is_at_work(source: Source) -> bool:
    since = clock.now() - schedule.LEASE
    return source.runs.filter(result=Result.RUNNING, progressed_at__gt=since).exists()


def _fetch(source: Source) -> Run:
    now = clock.now()
    remembered = (
        source.digest.startswith(f"{READER_VERSION}:")
        and source.read_at is not None
        and now - source.read_at < schedule.REREAD
    )
    answer = http.get(
        source.address,
        etag=source.etag if remembered else "",
        last_modified=source.last_modified if remembered else "",
        policy=policy(),
    )
    if answer.not_modified or (remembered and _digest(answer.body) == source.digest):
        return _nothing_new(source)
    found = reading.read(answer.body, today=clock.today(), zone=source.zone)
    source = _locked(source)
    _give_up_unfinished(source)
    run = _begin(source, found, None)
    run.etag, run.last_modified = answer.etag, answer.last_modified
    run.digest = _digest(answer.body)
    run.save()
    _step_of(run, source)
    return run


def _digest(data: bytes) -> str:
    return f"{READER_VERSION}:{hashlib.sha256(data).hexdigest()[:60]}"


def _begin(source: Source, found: Reading, user: User | None) -> Run:
    now = clock.now()
    return Run.objects.create(
        source=source,
        started_at=now,
        progressed_at=now,
        reading={"calendar": found.as_json(), "done": []},
        by=user,
    )


def _give_up_unfinished(source: Source) -> None:
    source.runs.filter(result=Result.RUNNING).update(
        result=Result.INTERRUPTED, finished_at=clock.now(), reading=None
    )


def _fail(source: Source, trouble: str, detail: str = "", retry_after: int | None = None) -> Run:
    """Nothing of the site's events is touched."""
    now = clock.now()
    source = _locked(source)
    source.failures = min(source.failures + 1, 1000)
    source.trouble, source.fetched_at = trouble, now
    if source.state != State.PAUSED:
        source.state = State.FAILING
        source.next_fetch_at = schedule.after_failure(now, source.failures, retry_after)
    source.save()
    return _log_again(source, Result.FAILED, trouble=trouble, detail=detail[:255])


def _nothing_new(source: Source) -> Run:
    """The same as last time; so what was missing then is missing once more."""
    source = _locked(source)
    missing = list(_upcoming(source).filter(absences__gt=0).select_related("event"))
    waits = source.runs.filter(result=Result.WAITS).exists()
    _looked_at(source)
    if missing and not waits:
        now = clock.now()
        run = Run.objects.create(source=source, started_at=now, progressed_at=now)
        run.counts = Counter(_note_absences(run, missing))
        _finish(run, Result.DONE)
        return run
    return _log_again(source, Result.NOTHING_NEW)


def _log_again(source: Source, result: Result, **fields: str) -> Run:
    """The same as the last run is said once, with a count: an hourly repetition tells nothing."""
    now = clock.now()
    last = source.runs.order_by("-started_at", "-pk").first()
    if last is not None and last.result == result and last.trouble == fields.get("trouble", ""):
        last.counts = {**last.counts, "times": last.counts.get("times", 1) + 1}
        last.finished_at = last.progressed_at = now
        last.detail = fields.get("detail", "")
        last.save()
        return last
    _forget_old_runs(source)
    return Run.objects.create(
        source=source, started_at=now, progressed_at=now, finished_at=now, result=result, **fields
    )


def _looked_at(source: Source) -> None:
    now = clock.now()
    source.fetched_at, source.failures, source.trouble = now, 0, ""
    if source.state == State.FAILING:
        source.state = State.ACTIVE
    if not source.is_file and source.state != State.PAUSED:
        source.next_fetch_at = schedule.after_success(now, source.refresh_hours)
    source.save()


# --- Reconciling ------------------------------------------------------------------------------


def continue_run(run_id: int) -> None:
    """The next step of a run; nothing for one that is finished."""
    found = Run.objects.filter(pk=run_id, result=Result.RUNNING).select_related("source").first()
    if found is None:
        return
    source = _locked(found.source)
    run = Run.objects.filter(pk=run_id, result=Result.RUNNING).first()
    if run is not None:
        _step_of(run, source)


def _step_of(run: Run, source: Source) -> None:
    """Apply the next differences, and finish the run with the last of them."""
    assert run.reading is not None
    found = Reading.from_json(run.reading["calendar"])
    done = {(uid, recurrence_id) for uid, recurrence_id in run.reading["done"]}
    plan = planning.plan(source, found, clock.today())
    waiting = [step for step in plan.steps if step.writes and step.key not in done]
    counts = Counter(run.counts)
    for step in waiting[:STEP]:
        counts[_apply(step, source, run)] += 1
        done.add(step.key)
    run.counts = dict(counts)
    run.progressed_at = clock.now()
    if len(waiting) > STEP:
        run.reading["done"] = sorted(done)
        run.save()
        if not source.is_file:
            source.next_fetch_at = clock.now() + schedule.LEASE
            source.save(update_fields=["next_fetch_at"])
        jobs.enqueue("imports.continue", connection.schema_name, run.pk)
        return
    _finish_reading(run, source, found, plan, counts, done)


def _finish_reading(
    run: Run,
    source: Source,
    found: Reading,
    plan: Plan,
    counts: Counter[str],
    done: set[tuple[str, str]],
) -> None:
    # What an earlier step has done is no difference any more.
    counts[Fate.UNCHANGED] = sum(
        1 for step in plan.steps if step.fate == Fate.UNCHANGED and step.key not in done
    )
    counts[Fate.SKIPPED] = sum(1 for step in plan.steps if step.fate == Fate.SKIPPED)
    counts[Fate.REFUSED] += len(found.refusals)
    RunItem.objects.bulk_create(
        RunItem(
            run=run,
            uid=refusal.uid,
            title=refusal.title,
            date=refusal.date,
            fate=Fate.REFUSED,
            reason=refusal.reason,
            detail=refusal.detail,
        )
        for refusal in found.refusals[:_LOGGED_REFUSALS]
    )
    for imported in plan.present_again:
        ImportedEvent.objects.filter(pk=imported.pk).update(absences=0)
    source.runs.filter(result=Result.WAITS).update(result=Result.SUPERSEDED, reading=None)
    result = Result.DONE
    if plan.absent and plan.is_mass_deletion:
        result = Result.WAITS
        counts[Fate.ABSENT] = len(plan.absent)
        RunItem.objects.bulk_create(_absent_item(run, one) for one in plan.absent)
    else:
        counts += Counter(_note_absences(run, plan.absent))
    run.reading = {"absent": [one.pk for one in plan.absent]} if result == Result.WAITS else None
    source.etag, source.last_modified, source.digest = run.etag, run.last_modified, run.digest
    source.read_at, source.refresh_hours = (
        clock.now(),
        found.refresh_hours and min(found.refresh_hours, 1000),
    )
    _looked_at(source)
    run.counts = {str(fate): number for fate, number in counts.items() if number}
    quiet = {Fate.UNCHANGED, Fate.SKIPPED}
    if any(number for fate, number in run.counts.items() if fate not in quiet):
        record("imports.run", source, actor=run.by, detail=run.counts)
    _finish(run, result)


def _finish(run: Run, result: Result) -> None:
    run.result, run.finished_at = result, clock.now()
    run.counts = {str(fate): number for fate, number in run.counts.items() if number}
    run.save()
    _forget_old_runs(run.source)


def _forget_old_runs(source: Source) -> None:
    old = source.runs.exclude(result__in=(Result.WAITS, Result.RUNNING))
    keys = list(old.order_by("-started_at", "-pk").values_list("pk", flat=True)[_RUNS_KEPT:])
    Run.objects.filter(pk__in=keys).delete()


def _apply(step: Step, source: Source, run: Run) -> str:
    """Write one difference and its line of the log; the fate that it has had."""
    entry = RunItem(
        run=run,
        uid=step.item.uid,
        title=step.item.title,
        date=_date(step),
        fate=step.fate,
        reason=step.reason,
        notes=[*step.item.notes, *step.kept],
    )
    try:
        with transaction.atomic():
            event = _write(step, source)
        entry.event_uuid = event.pk
    except ValidationError as error:
        entry.fate, entry.reason = Fate.REFUSED, "invalid"
        entry.detail = "; ".join(error.messages)[:255]
    entry.save()
    return str(entry.fate)


def _date(step: Step) -> str:
    when = step.item.when
    return f"{when.start_date.isoformat()} {when.start_time or ''}".strip()[:16]


def _write(step: Step, source: Source) -> Event:
    imported = step.imported
    if imported is None:
        imported = ImportedEvent(
            source=source,
            uid=step.item.uid,
            recurrence_id=step.item.recurrence_id,
            duplicate_of=step.duplicate_of,
        )
    event = step.event
    if event is None:
        event = Event(pk=planning.event_key(source, step.item))
        planning.set_values(event, step.write)
        _save_new(event, source, step)
        written: planning.Values = step.write
    else:
        event = Event.objects.get(pk=event.pk)
        # It was public until this source lost it.
        returns = step.fate == Fate.RETURNED and event.first_published_at is not None
        written = step.write
        columns: planning.Values = {
            field: value for field, value in written.items() if field != Field.STATUS
        }
        if columns or returns:
            _save_known(event, columns, publish=event.live or returns)
        if Field.STATUS in written:
            events.follow_status(event, Status(written[Field.STATUS]["status"]))
    imported.event = event
    imported.standing, imported.absences = Standing.FOLLOWED, 0
    imported.title, imported.last_day = step.item.title, step.item.last_day
    imported.fingerprints = {
        **imported.fingerprints,
        **{str(field): planning.fingerprint(field, value) for field, value in written.items()},
    }
    imported.offered = {**imported.offered, **step.offered}
    imported.locked = [str(field) for field in step.locked]
    imported.save()
    return event


def _save_new(event: Event, source: Source, step: Step) -> None:
    if source.publishing == Publishing.DIRECT and step.duplicate_of is None:
        events.publish(event)
        return
    event.live = False
    event.full_clean()
    event.save()
    event.save_revision()


def _save_known(event: Event, columns: planning.Values, *, publish: bool) -> None:
    """Write into what the public sees, and into a draft that a clerk has begun on top of it."""
    latest = event.latest_revision if event.has_unpublished_changes or not event.live else None
    draft = latest.as_object() if latest is not None else None
    if not publish:
        # Nobody sees the row; a draft of it may hold more.
        planning.set_values(event, columns)
        event.full_clean()
        event.save()
        if draft is not None:
            planning.set_values(draft, columns)
        (draft or event).save_revision(user=latest.user if latest else None)
        return
    before = planning.values_of_draft(event)
    planning.set_values(event, columns)
    events.publish(event)
    if draft is None or latest is None:
        return
    in_draft = planning.values_of_draft(draft)
    untouched = {
        field: value for field, value in columns.items() if in_draft[field] == before[field]
    }
    renewed = event.with_content_json(latest.content)
    planning.set_values(renewed, untouched)
    renewed.save_revision(user=latest.user)


# --- Deletions --------------------------------------------------------------------------------


def _upcoming(source: Source) -> Any:
    followed = ImportedEvent.objects.filter(
        source=source, standing=Standing.FOLLOWED, event__isnull=False
    )
    return followed.exclude(last_day__lt=clock.today())


def _absent_item(run: Run, imported: ImportedEvent, fate: Fate = Fate.ABSENT) -> RunItem:
    return RunItem(
        run=run,
        uid=imported.uid,
        title=imported.title,
        fate=fate,
        detail=str(imported.absences) if fate == Fate.ABSENT else "",
        event_uuid=imported.event_id,
    )


def _note_absences(run: Run, absent: list[ImportedEvent]) -> list[str]:
    """One more absence for each; whoever reaches the limit is withdrawn. Returns the fates."""
    fates = []
    for imported in absent:
        imported.absences += 1
        fate = Fate.WITHDRAWN if imported.absences >= ABSENCES else Fate.ABSENT
        if fate == Fate.WITHDRAWN:
            _withdraw(imported)
        else:
            imported.save(update_fields=["absences"])
        _absent_item(run, imported, fate).save()
        fates.append(str(fate))
    return fates


def _withdraw(imported: ImportedEvent) -> None:
    """Off the public calendar; a draft that was never public and nobody has touched goes."""
    event = imported.event
    imported.standing, imported.absences = Standing.WITHDRAWN, 0
    if event is not None:
        if event.live:
            event.unpublish()
        elif not event.first_published_at and not imported.locked:
            imported.event = None
            imported.save()
            event.delete()
            return
    imported.save()


def accept_deletions(run: Run, *, user: User) -> None:
    """The editor says that the missing events do not take place: they are withdrawn, in steps."""
    _decide(run, user, Result.ACCEPTED, "imports.deletions_accepted")
    jobs.enqueue("imports.withdraw_missing", connection.schema_name, run.pk)


def decline_deletions(run: Run, *, user: User) -> None:
    """The editor keeps the missing events. The calendar has no more say in them."""
    with transaction.atomic():
        stored = _decide(run, user, Result.DECLINED, "imports.deletions_declined")
        keys = (stored.reading or {}).get("absent", [])
        ImportedEvent.objects.filter(pk__in=keys, source_id=stored.source_id).update(
            standing=Standing.KEPT, absences=0
        )
        stored.reading = None
        stored.save(update_fields=["reading"])


def _decide(run: Run, user: User, result: Result, action: str) -> Run:
    _require(user)
    with transaction.atomic():
        source = _locked(run.source)
        stored = Run.objects.get(pk=run.pk)
        if stored.result != Result.WAITS:
            raise NotWaiting
        stored.result, stored.by = result, user
        stored.save(update_fields=["result", "by"])
        number = len((stored.reading or {}).get("absent", []))
        record(action, source, actor=user, detail={"events": number})
    return stored


class NotWaiting(Exception):
    """Somebody has decided already, or a later run has settled it."""


def withdraw_missing(run_id: int) -> None:
    """The next of the events whose withdrawal an editor has accepted."""
    run = Run.objects.select_for_update().filter(pk=run_id, result=Result.ACCEPTED).first()
    if run is None or not run.reading:
        return
    keys = run.reading["absent"]
    rows = ImportedEvent.objects.filter(
        pk__in=keys[:STEP], source_id=run.source_id, standing=Standing.FOLLOWED
    )
    for imported in rows.select_related("event"):
        _withdraw(imported)
    rest = keys[STEP:]
    run.reading = {"absent": rest} if rest else None
    run.save(update_fields=["reading"])
    if rest:
        jobs.enqueue("imports.withdraw_missing", connection.schema_name, run.pk)


# --- What waits for the clerk -----------------------------------------------------------------


def publish_waiting(keys: list[int], *, user: User) -> int:
    """Publish drafts that wait; those that are public already are left alone. How many it were.

    Raises ValidationError with the title of the one that cannot be published as it is.
    """
    _require(user)
    published = 0
    with transaction.atomic():
        for imported in _waiting(keys):
            event = imported.event
            assert event is not None
            draft = event.get_latest_revision_as_object()
            try:
                events.publish(draft, user=user)
            except ValidationError as error:
                raise ValidationError(
                    [f"{imported.title}: {message}" for message in error.messages]
                ) from error
            published += 1
    return published


def dismiss_waiting(keys: list[int], *, user: User) -> int:
    """Throw drafts away; the calendar does not bring them back. How many it were."""
    _require(user)
    with transaction.atomic():
        rows = list(_waiting(keys))
        for imported in rows:
            event = imported.event
            assert event is not None
            imported.event, imported.standing = None, Standing.DISMISSED
            imported.save()
            record("imports.event_dismissed", event, actor=user, detail={"title": event.title})
            event.delete()
    return len(rows)


def _waiting(keys: list[int]) -> Any:
    rows = ImportedEvent.objects.select_for_update(of=("self",)).filter(
        pk__in=keys,
        standing=Standing.FOLLOWED,
        event__live=False,
        event__first_published_at__isnull=True,
    )
    return rows.select_related("event").order_by("pk")


def note_changes(imported: ImportedEvent) -> list[Field]:
    """Lock what a clerk has just changed, so that the desk shows it before the next fetch.

    A run finds the same by itself, whichever way the change came; what she has put back as it was
    is locked no more.
    """
    changed = planning.changed_fields(imported)
    names = [str(field) for field in changed]
    if names != imported.locked:
        ImportedEvent.objects.filter(pk=imported.pk).update(locked=names)
    return changed


def unlock(imported: ImportedEvent, field: Field, *, user: User) -> None:
    """Let the calendar overwrite the field again, with the next fetch."""
    _require(user)
    with transaction.atomic():
        source = _locked(imported.source)
        stored = (
            ImportedEvent.objects.select_for_update(of=("self",))
            .select_related("event")
            .get(pk=imported.pk)
        )
        if stored.event is None:
            return
        current = planning.current_values(stored.event)
        stored.locked = [name for name in stored.locked if name != field]
        stored.offered.pop(str(field), None)
        stored.fingerprints[str(field)] = planning.fingerprint(field, current[field])
        stored.save()
        record("imports.field_unlocked", stored.event, actor=user, detail={"field": field.value})
        _forget(source)
        source.save()
        if not source.is_file and source.state != State.PAUSED:
            _fetch_soon(source)
