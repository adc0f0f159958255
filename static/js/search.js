/* What a search box offers while somebody types. Without this file the box searches all the same.
   A combobox as ARIA describes it: the focus stays in the box, arrows walk the list, Enter opens,
   Escape closes. Texts come as data and are written as text. */
(() => {
  const WAIT = 160;
  const SHORTEST = 2;
  let boxes = 0;

  const bind = (box) => {
    const input = box.querySelector("input[type=search]");
    const list = document.createElement("ul");
    const status = document.createElement("span");
    const id = `suggest-${++boxes}`;
    let timer = 0;
    let asked = null;
    let active = -1;
    let links = [];

    Object.assign(list, { id, className: "suggest", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggestLabel);
    Object.assign(status, { className: "visually-hidden" });
    status.setAttribute("role", "status");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"]])
      input.setAttribute(name, value);
    box.append(list, status);

    const choose = (number) => {
      active = number;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
      if (active < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", `${id}-${active}`);
        list.children[active].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const show = (items) => {
      links = items.map((item) => item.url);
      list.replaceChildren(
        ...items.map((item, n) => {
          const option = document.createElement("li");
          const about = document.createElement("small");
          option.id = `${id}-${n}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          about.textContent = [item.kind, item.municipality].filter(Boolean).join(" · ");
          option.append(item.title, " ", about);
          option.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
          option.addEventListener("click", () => window.location.assign(item.url));
          return option;
        }),
      );
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = items.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = items.length ? box.dataset.suggestCount.replace("{n}", items.length) : "";
    };
    const ask = async () => {
      asked?.abort();
      const query = input.value.trim();
      if (query.length < SHORTEST) return show([]);
      asked = new AbortController();
      try {
        const address = `${box.dataset.suggest}?${new URLSearchParams({ q: query })}`;
        const answer = await fetch(address, { signal: asked.signal });
        // Too many questions, or no connection: the box is as good as without.
        show(answer.ok && document.activeElement === input ? (await answer.json()).items : []);
      } catch (error) {
        if (error.name !== "AbortError") show([]);
      }
      return undefined;
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") choose(active + 1 < links.length ? active + 1 : -1);
      else if (event.key === "ArrowUp") choose(active < 0 ? links.length - 1 : active - 1);
      else if (event.key === "Enter" && active >= 0) window.location.assign(links[active]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => {
      clearTimeout(timer);
      asked?.abort();
      close();
    });
  };

  document.querySelectorAll("[data-suggest]").forEach(bind);
})();
