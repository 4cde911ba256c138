"use strict";

const form = document.getElementById("filter");
const findings = [...document.querySelectorAll(".finding")];
const unshown = document.getElementById("findings").dataset.unshown;

// A word may be a part of others; "a phrase" is not a part of a longer name.
function matcher(word) {
  if (!word.startsWith('"')) return (text) => text.includes(word);
  const phrase = word.slice(1, -1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_.])${phrase}(?![\\p{L}\\p{N}_])`, "u");
  return (text) => whole.test(text);
}

function filter() {
  const wanted = new FormData(form);
  const words = (wanted.get("text").toLowerCase().match(/"[^"]+"|[^\s"]+/g) ?? []).map(matcher);
  let count = 0;
  for (const finding of findings) {
    const data = finding.dataset;
    const fits = ["rule", "severity", "module", "document"].every((key) => !wanted.get(key) || data[key] === wanted.get(key));
    const status = wanted.get("status");
    const stands = status ? data.status === status : data.status !== unshown;
    const text = finding.textContent.toLowerCase();
    finding.hidden = !(fits && stands && words.every((occursIn) => occursIn(text)));
    count += !finding.hidden;
  }
  document.getElementById("shown").textContent = `${count} of ${findings.length} findings shown`;
}

function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let place = target; place; place = place.parentElement) {
    if (place instanceof HTMLDetailsElement) {
      place.open = true;
      place.hidden = false;
    }
  }
  target?.scrollIntoView({ block: "center" });
}

function highlight(event) {
  const entity = event.target.closest?.("[data-entity]")?.dataset.entity;
  const crossing = event.target.closest?.(".crossing");
  const map = event.target.closest?.("svg");
  for (const each of map?.querySelectorAll(".crossing") ?? []) {
    const touches = each === crossing || each.dataset.ends.split(" ").includes(entity);
    each.classList.toggle("faded", Boolean(entity || crossing) && !touches);
  }
}

form.hidden = !findings.length;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(filter));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']:not(.entity)");
  for (const [name, value] of Object.entries(link?.dataset ?? {})) {
    form.reset();
    form.elements[name].value = value;
    setTimeout(filter);
  }
  if (link) {
    setTimeout(reveal);
  }
});
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, highlight);
}
window.addEventListener("hashchange", reveal);
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details")) {
    details.open = true;
  }
});
filter();
reveal();
