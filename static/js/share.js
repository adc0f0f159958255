/* Buttons that only a script can offer: copy an address, and the telephone's own way to share. The
   address itself stands on the page without them. */
(() => {
  const said = (place, text) => {
    if (place) place.textContent = text;
  };
  const copy = async (text, status, done) => {
    try {
      await navigator.clipboard.writeText(text);
      said(status, done);
    } catch {
      said(status, text); // not allowed to write: let it be marked by hand
    }
  };
  for (const box of document.querySelectorAll("[data-share]")) {
    const { shareTitle: title, shareUrl: url } = box.dataset;
    const status = box.querySelector("[data-share-status]");
    const native = box.querySelector("[data-share-native]");
    box.hidden = !navigator.clipboard && !navigator.share;
    native.hidden = !navigator.share;
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
    box.querySelector("[data-share-copy]").addEventListener("click", () => copy(url, status, status.dataset.shareDone));
  }
  for (const box of document.querySelectorAll("[data-copy]")) {
    const button = box.querySelector("[data-copy-from]");
    const status = box.querySelector("[data-copy-status]");
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () =>
      copy(document.getElementById(button.dataset.copyFrom).textContent.trim(), status, status.dataset.copyDone));
  }
})();
