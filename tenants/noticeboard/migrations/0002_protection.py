"""What was posted stays as it was, whoever writes to the database, and the journal only grows.

The functions live in the public schema, one for all sites; each site's tables have the triggers,
which a new site gets with the copy of the template (`tenants.registry.schemas.template_sql`). Errors
are of the class of a broken check constraint, so Django raises IntegrityError.
"""

from django.db import migrations

FUNCTIONS = """
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
      OLD.post_at, OLD.planned_removal, OLD.meeting_on, OLD.exception, OLD.corrects_id,
      OLD.joint_key, OLD.everywhere, OLD.posted_at, OLD.live)
     IS DISTINCT FROM
     (NEW.title, NEW.kind, NEW.reference, NEW.file_mark, NEW.originator, NEW.department, NEW.text,
      NEW.post_at, NEW.planned_removal, NEW.meeting_on, NEW.exception, NEW.corrects_id,
      NEW.joint_key, NEW.everywhere, NEW.posted_at, NEW.live) THEN
    RAISE EXCEPTION 'a posted notice does not change' USING ERRCODE = 'check_violation';
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

CREATE OR REPLACE FUNCTION public.noticeboard_keep_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  notice bigint;
  posted boolean;
BEGIN
  -- A document may leave the library: the board has a copy of its own.
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'document_id' = to_jsonb(OLD) - 'document_id'
     AND (to_jsonb(NEW) ->> 'document_id') IS NULL THEN
    RETURN NEW;
  END IF;
  FOREACH notice IN ARRAY CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.notice_id]
    WHEN 'DELETE' THEN ARRAY[OLD.notice_id]
    ELSE ARRAY[OLD.notice_id, NEW.notice_id] END
  LOOP
    EXECUTE format('SELECT posted_at IS NOT NULL FROM %I.noticeboard_notice WHERE id = $1',
                   TG_TABLE_SCHEMA) INTO posted USING notice;
    IF posted AND coalesce(current_setting('portal.board_erase', true), '') <> notice::text THEN
      RAISE EXCEPTION 'the parts of a posted notice do not change'
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION public.noticeboard_keep_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal only grows' USING ERRCODE = 'check_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER noticeboard_keep_notice BEFORE UPDATE OR DELETE ON noticeboard_notice
  FOR EACH ROW EXECUTE FUNCTION public.noticeboard_keep_notice();
CREATE TRIGGER noticeboard_keep_attachment BEFORE INSERT OR UPDATE OR DELETE
  ON noticeboard_noticeattachment
  FOR EACH ROW EXECUTE FUNCTION public.noticeboard_keep_part();
CREATE TRIGGER noticeboard_keep_subject BEFORE INSERT OR UPDATE OR DELETE
  ON noticeboard_noticesubject
  FOR EACH ROW EXECUTE FUNCTION public.noticeboard_keep_part();
CREATE TRIGGER noticeboard_keep_journal BEFORE UPDATE OR DELETE ON noticeboard_journalentry
  FOR EACH ROW EXECUTE FUNCTION public.noticeboard_keep_journal();
CREATE TRIGGER noticeboard_keep_whole_journal BEFORE TRUNCATE ON noticeboard_journalentry
  FOR EACH STATEMENT EXECUTE FUNCTION public.noticeboard_keep_journal();
"""

WITHOUT_TRIGGERS = """
DROP TRIGGER noticeboard_keep_notice ON noticeboard_notice;
DROP TRIGGER noticeboard_keep_attachment ON noticeboard_noticeattachment;
DROP TRIGGER noticeboard_keep_subject ON noticeboard_noticesubject;
DROP TRIGGER noticeboard_keep_journal ON noticeboard_journalentry;
DROP TRIGGER noticeboard_keep_whole_journal ON noticeboard_journalentry;
"""


class Migration(migrations.Migration):
    dependencies = [("noticeboard", "0001_initial")]

    operations = [
        # The functions stay when one site goes back: the others need them.
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, WITHOUT_TRIGGERS),
    ]
