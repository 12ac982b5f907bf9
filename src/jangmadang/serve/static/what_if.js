// The form of a question: dates are dragged on timelines as well as typed, and the address follows what is typed.

const form = document.getElementById("question");
const DAY = 86400000;
const WEEK = 7;

const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);
const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const mondayOf = (day) => day - ((((day + 3) % WEEK) + WEEK) % WEEK); // day 0 was a Thursday

class Timeline {
  constructor(svg) {
    this.svg = svg;
    this.start = dayOf(svg.dataset.first);
    this.days = Number(svg.dataset.days);
    this.first = document.getElementById(`first.${svg.dataset.at}`);
    this.last = document.getElementById(`last.${svg.dataset.at}`);
    this.bar = svg.querySelector(".bar");
    this.handles = { first: svg.querySelector(".handle.first"), last: svg.querySelector(".handle.last") };
    for (const [which, handle] of Object.entries(this.handles)) {
      this.drag(handle, (day) => this.move(which, day));
      handle.addEventListener("keydown", (event) => this.step(which, event));
    }
    this.drag(this.bar, (day, grabbed) => this.shift(day - grabbed));
    for (const input of [this.first, this.last]) input.addEventListener("input", () => this.show());
    this.show();
  }

  get from() { return dayOf(this.first.value); }

  get to() { return this.last.value ? dayOf(this.last.value) : this.start + this.days - 1; }

  dayAt(event) {
    const box = this.svg.getBoundingClientRect();
    return this.start + Math.round(((event.clientX - box.left) / box.width) * this.days);
  }

  drag(mark, moved) {
    mark.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      mark.focus?.();
      mark.setPointerCapture(event.pointerId);
      const grabbed = this.dayAt(event);
      this.before = [this.from, this.to, Boolean(this.last.value)];
      const onMove = (now) => moved(this.dayAt(now), grabbed);
      mark.addEventListener("pointermove", onMove);
      mark.addEventListener("lostpointercapture", () => {
        mark.removeEventListener("pointermove", onMove);
        this.tell();
      }, { once: true });
    });
  }

  // A first day is a Monday, a last one a Sunday: the model counts in weeks.
  move(which, day) {
    const monday = mondayOf(Math.min(Math.max(day, this.start), this.start + this.days));
    if (which === "first") this.first.value = textOf(Math.min(monday, mondayOf(this.to)));
    else this.last.value = textOf(Math.max(monday, mondayOf(this.from) + WEEK) - 1);
    this.show();
  }

  shift(by) {
    const [from, to, ends] = this.before;
    const weeks = Math.round(by / WEEK) * WEEK;
    this.first.value = textOf(from + weeks);
    if (ends) this.last.value = textOf(to + weeks);
    this.show();
  }

  step(which, event) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 4, PageDown: -4 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (which === "first") this.move("first", mondayOf(this.from) + by * WEEK);
    else this.move("last", this.to + 1 + by * WEEK);
    this.tell();
  }

  show() {
    if (!this.first.value) return;
    const part = (day) => (100 * Math.min(Math.max(day - this.start, 0), this.days)) / this.days;
    const [left, right] = [part(this.from), part(this.to + 1)];
    this.bar.setAttribute("x", `${left}%`);
    this.bar.setAttribute("width", `${Math.max(right - left, 0)}%`);
    for (const [which, at, words] of [["first", left, this.first.value], ["last", right, this.last.value || "stays"]]) {
      const handle = this.handles[which];
      handle.setAttribute("x", `${at}%`);
      handle.setAttribute("aria-valuenow", String(Math.round((at * this.days) / 100)));
      handle.setAttribute("aria-valuetext", words);
    }
  }

  tell() { this.first.dispatchEvent(new Event("change", { bubbles: true })); }
}

for (const svg of document.querySelectorAll("svg.timeline")) new Timeline(svg);

// What the fields say now, as an address; or what is wrong with them.
let asked = 0;
const standing = new URLSearchParams(location.search).has("of") ? location.search.slice(1) : "of=hyesan";
form.addEventListener("change", async (event) => {
  if (/^(find|into|(add|whole)\.\d+)$/.test(event.target.name ?? "")) return;
  const mine = ++asked;
  const said = document.getElementById("said");
  try {
    const answer = await fetch("/what-if/check", { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (mine !== asked) return;
    const problem = found.error ?? found.problem;
    said.textContent = problem;
    said.hidden = !problem;
    if (found.query) {
      history.replaceState(null, "", `/what-if?${found.query}`);
      document.getElementById("stale").hidden = !document.querySelector(".answer") || found.query === standing;
    }
    for (const button of document.querySelectorAll('button[formaction="/what-if/run"]')) button.disabled = Boolean(problem);
  } catch {
    said.textContent = "The page's server does not answer; what was typed is still here.";
    said.hidden = false;
  }
});
