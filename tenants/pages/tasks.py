from shared.kernel.jobs import site_task
from tenants.pages import services


@site_task("pages.mail_answers")
def mail_answers(schema: str, submission_id: int) -> None:
    services.mail_submission(submission_id)


@site_task("pages.read_document")
def read_document(schema: str, key: int) -> None:
    services.read_document(key)


@site_task("pages.housekeeping")
def housekeeping(schema: str) -> None:
    """Every night: answers that a form has kept for as long as it says it does are deleted, and
    documents are read that nobody has read."""
    services.delete_old_answers()
    services.read_documents()
