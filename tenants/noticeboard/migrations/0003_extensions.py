"""The planned removal of a posted notice may be put off: by the service alone, and only to a later day."""

from django.db import migrations, models

# As in 0002, but for `planned_removal`, which has a rule of its own.
FUNCTION = """
CREATE OR REPLACE FUNCTION public.noticeboard_keep_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.posted_at IS NOT NULL
       AND coalesce(current_setting('portal.board_erase', true), '') <> OLD.id::text THEN
      RAISE EXCEPTION 'a posted notice is not deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.posted_at IS NOT NULL AND
     (OLD.title, OLD.kind, OLD.reference, OLD.file_mark, OLD.originator, OLD.department, OLD.text,
      OLD.post_at, OLD.meeting_on, OLD.exception, OLD.corrects_id,
      OLD.joint_key, OLD.everywhere, OLD.posted_at, OLD.live)
     IS DISTINCT FROM
     (NEW.title, NEW.kind, NEW.reference, NEW.file_mark, NEW.originator, NEW.department, NEW.text,
      NEW.post_at, NEW.meeting_on, NEW.exception, NEW.corrects_id,
      NEW.joint_key, NEW.everywhere, NEW.posted_at, NEW.live) THEN
    RAISE EXCEPTION 'a posted notice does not change' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.posted_at IS NOT NULL AND OLD.planned_removal IS DISTINCT FROM NEW.planned_removal
     AND NOT (coalesce(current_setting('portal.board_extend', true), '') = OLD.id::text
              AND OLD.removed_at IS NULL AND OLD.planned_removal IS NOT NULL
              AND coalesce(NEW.planned_removal > OLD.planned_removal, true)) THEN
    RAISE EXCEPTION 'a posted notice is only put off' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.posted_at IS NOT NULL AND OLD.personal AND NOT NEW.personal THEN
    RAISE EXCEPTION 'personal data do not become public' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.removed_at IS NOT NULL AND
     (OLD.removed_at, OLD.removed_by_id, OLD.removal_reason)
     IS DISTINCT FROM (NEW.removed_at, NEW.removed_by_id, NEW.removal_reason) THEN
    RAISE EXCEPTION 'a removal does not change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""

ACTS = [
    ("posted", "posted"),
    ("removed", "taken down"),
    ("reachable", "reachable from outside"),
    ("unreachable", "not reachable from outside"),
    ("unchecked", "not checked for a time"),
    ("day", "checks of a day"),
    ("erased", "erased"),
    ("extended", "kept on the board for longer"),
    ("flagged", "marked as containing personal data"),
]


class Migration(migrations.Migration):
    dependencies = [("noticeboard", "0002_protection")]

    operations = [
        # One function for all sites; it stays when one of them goes back.
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="journalentry",
            name="act",
            field=models.CharField(choices=ACTS, max_length=20),
        ),
    ]
