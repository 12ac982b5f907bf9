// A report by keyboard: a key presses what carries it as data-key. The keys can be switched off, and stay so.

const switched = document.querySelector("#keys");
const ARROWS = { ArrowRight: "j", ArrowLeft: "k" };

switched.checked = localStorage.getItem("keys") !== "off";
switched.addEventListener("change", () => localStorage.setItem("keys", switched.checked ? "on" : "off"));

function press(element) {
  if (element.tagName !== "DETAILS") return element.click();
  element.open = true;
  element.querySelector("input:not([type=hidden]), select").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !switched.checked) return;
  const details = document.querySelector("#edit");
  if (event.key === "Escape" && details?.open) {
    details.open = false;
    return details.querySelector("summary").focus();
  }
  if (event.repeat || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const element = document.querySelector(`[data-key="${CSS.escape(ARROWS[event.key] ?? event.key)}"]`);
  if (!element) return;
  event.preventDefault();
  press(element);
});

// What is looked at stands in the middle of the text.
const text = document.querySelector(".words");
const mark = text.querySelector(".current");
if (mark) {
  const offset = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
  text.scrollTop += offset - text.clientHeight / 2;
}
