// The slider and the fields of the map show their week at once, and keep it in the address.

const form = document.querySelector("#map-of");
const slider = document.querySelector("#week");
const day = document.querySelector("#day");
const DAY = 86_400_000;
const PAUSE = 120; // milliseconds without a move of the slider
let asked = 0;
let waiting;

const first = () => Date.parse(form.dataset.first);

async function show() {
  const query = new URLSearchParams(new FormData(form));
  const mine = ++asked;
  let response;
  let text;
  try {
    response = await fetch(`/map/week?${query}`);
    text = await response.text();
  } catch {
    text = `<p class="wrong">The page's server does not answer; move the slider again once it does.</p>`;
  }
  if (mine !== asked) return; // a later one is on its way
  const found = new DOMParser().parseFromString(text, "text/html");
  const wrong = found.querySelector(".wrong");
  document.querySelector("#told").textContent = (wrong ?? found.querySelector("#lead")).textContent;
  document.querySelector("#shown").replaceChildren(...(wrong ? [wrong] : found.body.childNodes));
  if (response?.ok) history.replaceState(null, "", `/map?${query}`);
}

if (form) {
  slider.disabled = false;
  form.querySelector("button").hidden = true;
  slider.addEventListener("input", () => {
    day.value = new Date(first() + slider.value * 7 * DAY).toISOString().slice(0, 10);
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
  day.addEventListener("change", () => {
    if (!day.value) return;
    slider.value = Math.floor((Date.parse(day.value) - first()) / (7 * DAY));
    show();
  });
  form.querySelectorAll("select").forEach((field) => field.addEventListener("change", () => {
    if (field.name === "run") form.submit(); // its weeks may be others
    else show();
  }));
}
