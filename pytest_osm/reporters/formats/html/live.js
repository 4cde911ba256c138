
// A page that `pytest-osm serve` keeps up to date: it asks for itself when the model was checked
// again, and shows what is new since it was opened. What is open and filtered stays so.
const keyOf = (finding) => finding.dataset.key;
const atFirst = new Set(findings.map(keyOf));

let renewed = Promise.resolve(); // one after the other: answers may overtake each other

async function renew() {
  const answer = await fetch("/", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const opened = new Set(findings.filter((finding) => finding.open).map(keyOf));
  const state = [...new FormData(form)];
  const focused = document.activeElement?.id;
  for (const place of ["header", "#filter", "main"]) {
    document.querySelector(place).replaceWith(page.querySelector(place));
  }
  grouped = "";
  begin();
  for (const [name, value] of state) form.elements[name].value = value;
  filter();
  for (const finding of findings) {
    finding.open = opened.has(keyOf(finding));
    if (!atFirst.has(keyOf(finding))) {
      finding.classList.add("new");
      finding.querySelector("summary").append(Object.assign(document.createElement("span"), { className: "status", textContent: "new" }));
    }
  }
  if (focused) document.getElementById(focused)?.focus();
  const now = new Set(findings.map(keyOf));
  const fresh = [...now].filter((key) => !atFirst.has(key)).length;
  const gone = [...atFirst].filter((key) => !now.has(key)).length;
  tell(`Checked again at ${new Date().toLocaleTimeString()}: since this page was opened, ${fresh} new, ${gone} gone.`);
}

function tell(text) {
  document.getElementById("live").textContent = text;
}

const events = new EventSource(`/events?${document.getElementById("live").dataset.number}`);
events.addEventListener("message", (event) => {
  const problem = JSON.parse(event.data);
  renewed = renewed
    .then(renew)
    .then(() => problem && tell(problem))
    .catch(() => tell("The page could not be renewed."));
});
events.addEventListener("error", () => tell("pytest-osm serve has ended, or cannot be reached."));
