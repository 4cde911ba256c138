"use strict";

let form, findings, unshown;

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
  document.getElementById("nothing").hidden = count > 0 || !findings.length;
  group(wanted.get("group"));
  dim(wanted.get("module"), words);
  remember(wanted);
}

// On the maps, what is in another module, or has none of the words, steps back.
function dim(module, words) {
  for (const each of document.querySelectorAll("svg [data-names], svg [data-entity]")) {
    const names = (each.dataset.names ?? each.dataset.entity).toLowerCase();
    const isIn = !module || names.split(" ").some((name) => name.startsWith(`${module.toLowerCase()}.`));
    each.classList.toggle("aside", !isIn || !words.every((occursIn) => occursIn(names)));
  }
}

// Findings under a heading for each rule, document, and so on; in the order of the page without.
// What is about several entities stands under the first, and the others lead to it.
let grouped = "";
function group(key) {
  if (!key && !grouped) return; // what is moved loses the focus
  grouped = key;
  for (const heading of document.querySelectorAll(".group")) heading.remove();
  for (const list of document.querySelectorAll(".findings")) {
    const own = findings.filter((finding) => list.contains(finding));
    const groups = new Map();
    for (const finding of own) {
      const names = finding.dataset[key] ?? "";
      for (const name of key === "entity" ? names.split(", ") : [names]) {
        groups.set(name, [...(groups.get(name) ?? []), finding]);
      }
    }
    const placed = new Set();
    for (const [name, members] of groups) {
      const shown = members.filter((finding) => !finding.hidden);
      if (key && shown.length) list.append(groupPart("h4", `${name} (${shown.length})`));
      list.append(...members.filter((finding) => !placed.has(finding)));
      const elsewhere = shown.filter((finding) => placed.has(finding));
      for (const finding of members) placed.add(finding);
      if (elsewhere.length) {
        const also = groupPart("p", "see above: ");
        also.append(...elsewhere.flatMap((finding, number) => [number ? ", " : "", linkTo(finding)]));
        list.append(also);
      }
    }
  }
}

function groupPart(tag, text) {
  const part = document.createElement(tag);
  part.className = "group";
  part.textContent = text;
  return part;
}

function linkTo(finding) {
  const link = document.createElement("a");
  link.href = `#${finding.id}`;
  link.textContent = `${finding.dataset.rule} in ${finding.dataset.document}`;
  return link;
}

// The filters are in the address, behind "#?", so that a link shows what somebody saw.
function remember(wanted) {
  const state = new URLSearchParams([...wanted].filter(([, value]) => value));
  const isState = location.hash.startsWith("#?");
  if ([...state].length || isState) history.replaceState(null, "", [...state].length ? `#?${state}` : "#");
}

function recall() {
  if (!location.hash.startsWith("#?")) return;
  for (const [name, value] of new URLSearchParams(location.hash.slice(2))) {
    if (form.elements[name] instanceof HTMLElement) form.elements[name].value = value;
  }
}

function sort(event) {
  const button = event.target.closest?.("th button");
  if (!button) return;
  const heading = button.parentElement;
  const column = [...heading.parentElement.children].indexOf(heading);
  const body = heading.closest("table").tBodies[0];
  const down = heading.ariaSort === "ascending";
  for (const each of heading.parentElement.children) each.removeAttribute("aria-sort");
  heading.ariaSort = down ? "descending" : "ascending";
  const text = (row) => row.children[column].textContent.trim();
  const compare = (one, other) => text(one).localeCompare(text(other), "en", { numeric: true });
  body.append(...[...body.rows].sort((one, other) => (down ? compare(other, one) : compare(one, other))));
}

function reveal() {
  if (location.hash.startsWith("#?")) return;
  const target = document.getElementById(location.hash.slice(1));
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

// What is done again when a page that is kept up to date has other contents.
function begin() {
  form = document.getElementById("filter");
  findings = [...document.querySelectorAll(".finding")];
  unshown = document.getElementById("findings").dataset.unshown;
  form.hidden = !findings.length;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  for (const heading of document.querySelectorAll("thead th")) {
    const button = document.createElement("button");
    button.append(...heading.childNodes);
    heading.append(button);
  }
}

document.addEventListener("click", sort);
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
window.addEventListener("hashchange", () => {
  if (location.hash.startsWith("#?")) {
    recall();
    filter();
  }
  reveal();
});
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not(.documents)")) {
    details.open = true;
  }
});
begin();
recall();
filter();
reveal();
