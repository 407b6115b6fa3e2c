// Comfort only: every page works without this file.

// Menus close on Escape and on a press outside.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.dropdown[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.dropdown[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A summary of errors takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// Filters apply on choice; the button stays for those who have no script.
document.addEventListener("change", (event) => {
  if (event.target.matches("form.filters[data-auto] select")) event.target.form.requestSubmit();
});
