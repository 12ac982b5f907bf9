// Draws every <figure class="chart" data-spec="..."> with Vega-Lite, in the colours of the page.
// Vega's interpreter evaluates expressions, so that no text is ever run as code.

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function variable(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// A specification with the page's colours in place of "var(--name)".
function coloured(value) {
  if (typeof value === "string") return value.replace(/^var\(--([\w-]+)\)$/, (_, name) => variable(name));
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
  }
  return value;
}

function config(width) {
  const [ink, quiet, line, paper] = ["ink", "quiet", "line", "paper"].map(variable);
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: paper,
    font,
    view: { stroke: null },
    title: { anchor: "start", color: ink, subtitleColor: quiet, fontSize: 14, subtitleFontSize: 12.5, offset: 8 },
    axis: {
      labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: line, tickColor: line,
      labelFontSize: 12, labelLimit: 220,
    },
    axisX: { grid: false, labelOverlap: "greedy", labelSeparation: 3 },
    axisTemporal: { tickCount: width < 400 ? 4 : 6 },
    legend: {
      orient: "bottom", direction: "horizontal", columns: Math.max(1, Math.floor(width / 230)),
      labelColor: ink, labelFontSize: 12.5, labelLimit: 300, title: null, symbolSize: 90,
    },
  };
}

// A title in lines that are no wider than the chart.
function lines(text, width) {
  const most = Math.max(20, Math.floor(width / 9));
  return text.split(" ").reduce((found, word) => {
    const longer = `${found.at(-1)} ${word}`.trim();
    return longer.length > most ? [...found, word] : [...found.slice(0, -1), longer];
  }, [""]);
}

async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  const found = await response.json();
  if (!response.ok) throw new Error(found.error);
  return found;
}

function saveButton(view, kind, title) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `Save as ${kind.toUpperCase()}`;
  button.addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = await view.toImageURL(kind, kind === "png" ? 2 : 1);
    link.download = `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")}.${kind}`;
    link.click();
  });
  return button;
}

export async function draw(figure) {
  const place = figure.querySelector(".plot");
  try {
    const spec = await fetched(figure.dataset.spec);
    figure.view?.finalize();
    const title = { ...spec.title, text: lines(spec.title.text, place.clientWidth) };
    const { view } = await vegaEmbed(place, coloured({ ...spec, title }), {
      mode: "vega-lite", renderer: "svg", actions: false, ast: true, expr: vegaInterpreter.expressionInterpreter,
      config: config(place.clientWidth), defaultStyle: false, tooltip: { disableDefaultStyle: true },
    });
    figure.view = view;
    const save = figure.querySelector(".save");
    save.replaceChildren(...["png", "svg"].map((kind) => saveButton(view, kind, spec.title.text)));
  } catch (error) {
    place.textContent = `This chart cannot be drawn: ${error.message} Its numbers are in the table below.`;
  }
}

// Charts are drawn when they come near the window.
const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    seen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "400px" });

export function drawAll(within = document) {
  within.querySelectorAll("figure.chart").forEach((figure) => seen.observe(figure));
}

dark.addEventListener("change", () => document.querySelectorAll("figure.chart").forEach(draw));
drawAll();
