// Expands a feed with ical.js: the feed on stdin, a window of days as arguments, JSON on stdout.
"use strict";
const path = require("path");
const ICAL = require(path.join(__dirname, "../../vendor/ical.js/ical.es5.cjs"));

const [since, until] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(require("fs").readFileSync(0, "utf-8")));
// Its own zones are none: it knows those of the feed.
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

const written = (time) => (time.isDate ? time.toString() : time.toUnixTime());
const day = (time) => time.toString().slice(0, 10);
const found = [];

function note(item, start, end) {
  if (day(start) >= since && day(start) <= until) {
    const status = item.component.getFirstPropertyValue("status");
    found.push([item.uid, written(start), written(end), status === "CANCELLED"]);
  }
}

const uid = (component) => component.getFirstPropertyValue("uid");
const overrides = new Map();
for (const component of calendar.getAllSubcomponents("vevent")) {
  if (component.hasProperty("recurrence-id")) {
    overrides.set(uid(component), [...(overrides.get(uid(component)) || []), component]);
  }
}
for (const component of calendar.getAllSubcomponents("vevent")) {
  if (component.hasProperty("recurrence-id")) continue;
  const event = new ICAL.Event(component, { exceptions: overrides.get(uid(component)) || [] });
  if (!event.isRecurring()) {
    note(event, event.startDate, event.endDate);
    continue;
  }
  const iterator = event.iterator();
  // A date may have been moved into the window from some way beyond it.
  const end = String(Number(until.slice(0, 4)) + 1);
  for (let next = iterator.next(); next && day(next) <= end; next = iterator.next()) {
    const details = event.getOccurrenceDetails(next);
    note(details.item, details.startDate, details.endDate);
  }
}
process.stdout.write(JSON.stringify(found));
