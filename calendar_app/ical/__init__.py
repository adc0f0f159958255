"""iCalendar (RFC 5545, RFC 7986) as municipal calendars need it; pure, no models, no settings."""
