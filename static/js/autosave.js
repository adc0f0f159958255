// Saves a form while one writes; without this script its buttons do the same.
// <form data-autosave data-saved="…" data-unsaved="…" data-kept="…"> with an element [data-autosave-state]
// in it and a field "seen", the mark of the text that the form was opened with.
// What is not saved is kept in the tab: whoever was logged out meanwhile finds it after logging in.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  const place = `autosave:${location.pathname}`;
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "file"].includes(field.type));
  const typed = () => fields().map((field) => [field.name, /radio|checkbox/.test(field.type) ? field.checked : field.value]);
  let timer, running = false, again = false;
  const keep = () => {
    try { sessionStorage.setItem(place, JSON.stringify({ seen: form.elements.seen.value, typed: typed() })); } catch { /* full or forbidden */ }
  };
  const forget = () => { try { sessionStorage.removeItem(place); } catch { /* forbidden */ } };
  const restore = () => {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(place)); } catch { return; }
    // With another mark it was saved, or somebody else has written since: what is stored holds.
    if (!kept || kept.seen !== form.elements.seen.value || JSON.stringify(kept.typed) === JSON.stringify(typed())) { forget(); return; }
    const now = fields();
    if (now.length !== kept.typed.length || now.some((field, at) => field.name !== kept.typed[at][0])) return;
    now.forEach((field, at) => { field[/radio|checkbox/.test(field.type) ? "checked" : "value"] = kept.typed[at][1]; });
    state.textContent = form.dataset.kept;
  };
  const save = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      const told = answer.ok ? await answer.json() : { saved: false };
      if (told.seen) form.elements.seen.value = told.seen;
      if (told.saved && told.complete) forget(); else keep();
      state.textContent = told.saved && told.complete ? form.dataset.saved : form.dataset.unsaved;
    } catch {
      state.textContent = form.dataset.unsaved;
    }
    running = false;
    if (again) { again = false; save(); }
  };
  restore();
  form.addEventListener("input", () => { keep(); clearTimeout(timer); timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => { clearTimeout(timer); again = false; });
}
