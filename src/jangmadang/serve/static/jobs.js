// Follows runs: every element with data-job shows how far its run is; when one ends, the page is loaded anew.

const shown = () => [...document.querySelectorAll("[data-job]")];
let source = null;

function tell(jobs) {
  if (jobs.error) {
    for (const place of shown()) place.querySelector("[aria-live]").textContent = jobs.error;
    return;
  }
  for (const place of shown()) {
    const job = jobs.find((one) => String(one.id) === place.dataset.job);
    if (!job) continue;
    if (!["queued", "running"].includes(job.state)) return location.reload();
    if (job.looked && place.dataset.looks === "no") return location.reload();
    const words = place.querySelector("[aria-live]");
    if (words.textContent !== job.words) words.textContent = job.words;
    const bar = place.querySelector("progress");
    bar.max = job.total;
    bar.value = job.done;
  }
}

// A page that nobody sees listens to nothing: a browser opens few lines to a server.
function follow() {
  source?.close();
  source = null;
  if (document.hidden || !shown().length) return;
  source = new EventSource("/jobs/events");
  source.onmessage = (event) => tell(JSON.parse(event.data));
  source.onerror = () => {
    for (const place of shown()) place.querySelector("[aria-live]").textContent = "The page's server does not answer; it is tried again.";
  };
}

document.addEventListener("visibilitychange", follow);
window.addEventListener("pagehide", () => source?.close());
follow();
