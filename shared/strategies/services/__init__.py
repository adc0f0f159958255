"""Writes about strategies, one verb each: documents, outline, shares, imports, projects."""
