/* Menus are <details> and work without this. With it, Escape and a click elsewhere close them,
   and opening one submenu closes the others. */
(() => {
  const all = () => document.querySelectorAll("details[data-menu][open], details[data-submenu][open]");
  const close = (menu, focus) => {
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all()) close(menu, menu.contains(document.activeElement));
  });
  document.addEventListener("click", (event) => {
    for (const menu of all()) if (!menu.contains(event.target)) close(menu, false);
  });
  document.addEventListener("focusin", (event) => {
    for (const menu of document.querySelectorAll("details[data-submenu][open]")) {
      if (!menu.contains(event.target)) close(menu, false);
    }
  });
})();
