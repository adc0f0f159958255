// Saves a form while one writes; without this script its buttons do the same.
// <form data-autosave data-saved="…" data-unsaved="…"> with an element [data-autosave-state] in it.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const state = form.querySelector("[data-autosave-state]");
  let timer, running = false, again = false;
  const save = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
      const told = answer.ok ? await answer.json() : { saved: false };
      if (told.seen) form.elements.seen.value = told.seen;
      state.textContent = told.saved && told.complete ? form.dataset.saved : form.dataset.unsaved;
    } catch {
      state.textContent = form.dataset.unsaved;
    }
    running = false;
    if (again) { again = false; save(); }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
  form.addEventListener("submit", () => { clearTimeout(timer); again = false; });
}
