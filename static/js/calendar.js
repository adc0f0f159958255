/* The calendar's filter and its links are plain pages. With this the next page is fetched and only
   what differs is put in place: the list, not the whole screen. Whatever goes wrong, the browser
   goes there itself. */
(() => {
  const page = document.querySelector("[data-live-page]");
  const form = document.querySelector("[data-live-form]");
  if (!page || !form || !window.fetch || !history.pushState) return;
  const status = page.querySelector("[data-live-status]");
  let current = null;

  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    const text = query.toString();
    return form.action + (text ? `?${text}` : "");
  };

  const styles = (next) => {
    const hrefs = (root) => [...root.querySelectorAll('link[rel="stylesheet"]')].map((one) => one.getAttribute("href"));
    const known = hrefs(document);
    const wanted = hrefs(next);
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      if (!wanted.includes(link.getAttribute("href"))) link.remove();
    }
    for (const href of wanted.filter((one) => !known.includes(one))) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      document.head.append(link);
    }
  };

  const put = (next) => {
    const held = document.activeElement;
    styles(next);
    document.title = next.title;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = next.querySelector(`[data-live="${part.dataset.live}"]`);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...document.adoptNode(fresh).childNodes);
    }
    for (const one of next.querySelectorAll("[data-live-form] [id]")) {
      const mine = document.getElementById(one.id);
      if (!mine || mine === held) continue;
      if (mine.type === "checkbox") mine.checked = one.checked;
      else if ("value" in mine && mine.value !== one.value) mine.value = one.value;
    }
    const heading = page.querySelector("[data-live-heading]");
    // The link that was pressed is gone with its list.
    if (held && held !== document.body && !held.isConnected) heading?.focus({ preventScroll: true });
    if (status && heading) status.textContent = heading.textContent.trim();
  };

  const go = async (url, remember = true) => {
    current?.abort();
    const mine = (current = new AbortController());
    page.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !next.querySelector("[data-live-page]")) throw new Error("another page");
      if (remember) history.pushState({ live: true }, "", answer.url);
      put(next);
    } catch (problem) {
      if (problem.name !== "AbortError") location.assign(url);
      return;
    } finally {
      if (current === mine) page.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(address());
  });
  form.addEventListener("change", () => go(address()));
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-live-link]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(link.href);
  });
  addEventListener("popstate", () => go(location.href, false));
})();
