// The slider and the fields of the map show their week at once, and keep it in the address.

const form = document.querySelector("#map-of");
const slider = document.querySelector("#week");
const day = document.querySelector("#day");
const DAY = 86_400_000;
let asked = 0;

const first = () => Date.parse(form.dataset.first);

async function show() {
  const query = new URLSearchParams(new FormData(form));
  const mine = ++asked;
  const response = await fetch(`/map/week?${query}`);
  const text = await response.text();
  if (mine !== asked) return; // a later one is on its way
  const found = new DOMParser().parseFromString(text, "text/html");
  const told = response.ok ? found.body : found.querySelector(".wrong");
  document.querySelector("#shown").replaceChildren(...(response.ok ? told.childNodes : [told]));
  document.querySelector("#told").textContent = found.querySelector("#lead, .wrong")?.textContent ?? "";
  if (response.ok) history.replaceState(null, "", `/map?${query}`);
}

if (form) {
  slider.disabled = false;
  form.querySelector("button").hidden = true;
  slider.addEventListener("input", () => {
    day.value = new Date(first() + slider.value * 7 * DAY).toISOString().slice(0, 10);
    show();
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
