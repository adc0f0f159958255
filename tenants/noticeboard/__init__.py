"""The official notice board: posting, taking down, and the proof of both (docs/notice-board.md)."""
