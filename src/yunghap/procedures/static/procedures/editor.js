// Shows the diagram in bpmn-js, lets its own attributes be typed, checks it on the server and sends it with the form.
// Without this file the page offers the same by files.

import { KOREAN } from "./editor-ko.js";

const editor = document.getElementById("editor");
const form = document.getElementById("draft");
const drawn = document.getElementById(editor.dataset.drawn);
const verdict = editor.querySelector(".editor__verdict");
const fields = editor.querySelector(".editor__element");
let chosen = null;
let touched = Boolean(drawn.value);

editor.hidden = false;
const modeler = new window.BpmnJS({
  container: editor.querySelector(".editor__canvas"),
  additionalModules: [{ translate: ["value", translate] }],
});

function translate(text, replacements = {}) {
  const said = document.documentElement.lang === "ko" ? (KOREAN[text] ?? text) : text;
  return said.replace(/\{([^}]+)\}/g, (_all, key) => replacements[key] ?? `{${key}}`);
}

function read(attribute) {
  const element = chosen.businessObject;
  return (attribute === "name" ? element.name : element.get(attribute)) || "";
}

function show(element) {
  chosen = element && element.businessObject ? element : null;
  fields.hidden = !chosen;
  if (!chosen) return;
  fields.querySelector(".editor__id").textContent = chosen.businessObject.id;
  for (const input of fields.querySelectorAll("input")) input.value = read(input.dataset.attribute);
}

function say(lines, faults) {
  const list = document.createElement("ul");
  for (const line of lines) list.append(Object.assign(document.createElement("li"), { textContent: line }));
  for (const fault of faults) {
    const place = fault.element ? `${fault.element}: ` : "";
    list.append(Object.assign(document.createElement("li"), { textContent: place + fault.reason }));
  }
  verdict.replaceChildren(list);
}

async function check(address) {
  const body = new FormData(form);
  body.delete("file");
  body.set("drawn", (await modeler.saveXML({ format: true })).xml);
  let told;
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    told = await answer.json();
  } catch {
    // no connection, a session that is over, a drawing larger than the site takes
    say([editor.dataset.unchecked], []);
    return;
  }
  const canvas = modeler.get("canvas");
  for (const one of modeler.get("elementRegistry").getAll()) canvas.removeMarker(one, "is-faulty");
  for (const fault of told.faults || []) {
    if (modeler.get("elementRegistry").get(fault.element)) canvas.addMarker(fault.element, "is-faulty");
  }
  say(told.said, told.faults || []);
}

async function download(name) {
  const { xml } = await modeler.saveXML({ format: true });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([xml], { type: "application/xml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

try {
  await modeler.importXML(document.getElementById("id_source").value);
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(Math.min(1, canvas.zoom() * 0.88), "auto");
  canvas.scroll({ dx: 60, dy: 20 }); // clear of the palette
} catch {
  say([editor.dataset.failed], []);
}

modeler.on("selection.changed", ({ newSelection }) => show(newSelection[0]));
modeler.on("commandStack.changed", () => {
  touched = true;
});
fields.addEventListener("change", (event) => {
  const { attribute } = event.target.dataset;
  const value = event.target.value.trim() || undefined;
  modeler.get("modeling").updateProperties(chosen, { [attribute]: value });
});
editor.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "check") check(button.dataset.address);
  if (button?.dataset.do === "download") download(button.dataset.name);
});
form.addEventListener("submit", async (event) => {
  if (!touched) return;
  event.preventDefault();
  drawn.value = (await modeler.saveXML({ format: true })).xml;
  form.submit(); // past the site's guard against sending twice, which has seen this one
});
