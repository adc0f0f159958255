/* The form of an event on the clerks' desk. Without this every field is shown, and the dates appear
   after saving. With it only what matters for the chosen frequency is shown, and the dates follow
   what is written. A field that is put away is not sent, so that it cannot be wrong unseen. */
(() => {
  const show = (part, visible) => {
    part.hidden = !visible;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !visible;
  };

  const arrange = (form) => {
    const field = (name) => form.elements[name];
    const frequency = field("repeats") ? field("repeats").value : "";
    for (const part of form.querySelectorAll("[data-repeats]")) {
      show(part, part.dataset.repeats.split(" ").includes(frequency));
    }
    const allDay = field("all_day") && field("all_day").checked;
    for (const name of ["start_time", "end_time", "doors_time"]) {
      const part = field(name) && field(name).closest(".w-panel__wrapper");
      if (part) show(part, !allDay);
    }
    const place = field("place") && field("place").closest(".w-panel__wrapper");
    // What was written there already stays in sight, so that the error about it makes sense.
    if (place) show(place, !field("venue").value || field("place").value !== "");
    for (const kind of form.querySelectorAll("select[name^=exceptions-][name$=-kind]")) {
      const child = kind.closest("[data-inline-panel-child]");
      for (const part of child.querySelectorAll("[data-kind]")) {
        show(part, part.dataset.kind === kind.value);
      }
    }
  };

  const start = () => {
    const region = document.querySelector("[data-event-dates]");
    const form = region && region.closest("form");
    if (!form) return;
    let asked = null;
    let shown = "";
    let waiting = 0;

    const ask = async () => {
      if (asked) asked.abort();
      asked = new AbortController();
      const { signal } = asked;
      try {
        const body = new FormData(form);
        const answer = await fetch(region.dataset.url, { method: "POST", body, signal });
        const html = answer.ok && !answer.redirected ? await answer.text() : shown;
        if (signal.aborted || html === shown) return;
        shown = html;
        region.innerHTML = html;
      } catch {
        // Away for a moment: the dates stay as they were, and saving shows them.
      }
    };
    const matters =
      /^(title|category|start_|end_|all_day|repeat|venue|place|exceptions-|extra_dates-)/;
    const changed = (event) => {
      if (!matters.test(event.target.name || "")) return;
      arrange(form);
      clearTimeout(waiting);
      waiting = setTimeout(ask, 400);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    // Rows of single dates come by Wagtail's own script.
    new MutationObserver((records) => {
      if (records.some(({ target }) => !region.contains(target))) arrange(form);
    }).observe(form, { childList: true, subtree: true });
    arrange(form);
  };

  // The desk loads its scripts in the head.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
