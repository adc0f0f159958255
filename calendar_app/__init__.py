"""The calendar: events of each site, the union's aggregate of them, pages and feeds.

Imports go down only: feeds > aggregate > events > ical | recurrence.
"""
