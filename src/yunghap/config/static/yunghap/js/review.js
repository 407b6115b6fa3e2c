// Keys for the review of numbers; the forms and links they press work without this file.

const numbers = [...document.querySelectorAll("[data-review] [data-number]")];
const help = document.getElementById("review-keys");
let at = Math.max(
  numbers.findIndex((item) => `#${item.id}` === location.hash),
  -1,
);

function show(place) {
  if (numbers.length === 0) return;
  at = Math.min(Math.max(place, 0), numbers.length - 1);
  numbers[at].focus();
  numbers[at].scrollIntoView({ block: "center" });
}

function press(key) {
  // What was just dealt with has left its place: its undo stands in the notice.
  const found =
    numbers[at]?.querySelector(`[data-key="${key}"]`) ??
    (key === "u" ? document.querySelector('form[action$="/undo/"]:not([data-key])') : null);
  if (!found) return false;
  if (found instanceof HTMLFormElement) found.requestSubmit();
  else found.click();
  return true;
}

document.addEventListener("focusin", (event) => {
  const place = numbers.findIndex((item) => item.contains(event.target));
  if (place >= 0) at = place;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "j") show(at + 1);
  else if (event.key === "k") show(at - 1);
  else if (event.key === "?") help?.toggleAttribute("open");
  else if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  else if (!["Enter", "e", "u"].includes(event.key) || !press(event.key)) return;
  event.preventDefault();
});

// After a number was dealt with, the next one is the first of the list.
if (numbers.length > 0) show(Math.max(at, 0));
