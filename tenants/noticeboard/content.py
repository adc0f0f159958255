"""What of a notice is frozen on posting, as one value that can be hashed and compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tenants.noticeboard.models import Notice


def sealed(notice: Notice) -> dict[str, Any]:
    """The parts of a posted notice that must never change. Two queries."""
    return {
        "title": notice.title,
        "kind": notice.kind,
        "reference": notice.reference,
        "file_mark": notice.file_mark,
        "originator": notice.originator,
        "department": notice.department,
        "post_at": notice.post_at.isoformat() if notice.post_at else None,
        "planned_removal": str(notice.planned_removal) if notice.planned_removal else None,
        "meeting_on": str(notice.meeting_on) if notice.meeting_on else None,
        "exception": notice.exception,
        "corrects": notice.corrects_id,
        "joint": str(notice.joint_key) if notice.joint_key else None,
        "text": hashlib.sha256(str(notice.text).encode()).hexdigest(),
        "documents": [
            [str(part.title), part.filename, part.size, part.sha256]
            for part in notice.attachments.all()
        ],
        "subjects": [[part.name, part.is_person] for part in notice.subjects.all()],
    }


def seal(notice: Notice, **then: Any) -> str:
    """SHA-256 of `sealed`, as the journal notes it when the notice is posted.

    `then` names parts as they were at that time: the planned removal may have been put off since.
    """
    parts = sealed(notice) | then
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
