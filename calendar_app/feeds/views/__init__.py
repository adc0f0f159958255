"""Calendar pages and feeds of the site that is asked."""

from calendar_app.feeds.views.calendar import index
from calendar_app.feeds.views.embed import embed
from calendar_app.feeds.views.event import event
from calendar_app.feeds.views.feeds import atom, event_feed, feed, rss
from calendar_app.feeds.views.subscribe import subscribe

__all__ = ["atom", "embed", "event", "event_feed", "feed", "index", "rss", "subscribe"]
