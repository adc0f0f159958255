"""Writes about good practice, one verb each: records, flow, reuse, talk, mails, projection."""
