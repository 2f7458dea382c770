// The one place where a finger draws: the strokes go into the form as the path of a drawing, nothing else is sent.
const field = document.querySelector("[data-signature]");
const strokes = document.querySelector("[name=strokes]");

if (field && strokes && window.SignaturePad) {
  const canvas = field.querySelector("canvas");
  const pad = new window.SignaturePad(canvas, { penColor: "#17222e", minWidth: 1, maxWidth: 2.4 });

  const path = () => pad.toData().map(({ points }) => {
    const [first, ...rest] = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
    return `M ${first} ${(rest.length ? rest : [first]).map((point) => `L ${point}`).join(" ")}`;
  }).join(" ");
  const drawn = () => strokes.value.split("M ").slice(1).map((stroke) => ({
    points: [...stroke.matchAll(/([\d.-]+),([\d.-]+)/g)].map(([, x, y]) => ({ x: +x, y: +y, pressure: 0.5, time: 0 })),
  }));
  const fit = () => {
    if (!canvas.offsetWidth) return;
    const kept = pad.toData(), ratio = Math.max(window.devicePixelRatio, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(kept);
  };

  pad.fromData(drawn());
  pad.addEventListener("endStroke", () => { strokes.value = path(); });
  field.querySelector("[data-signature-again]").addEventListener("click", () => { pad.clear(); strokes.value = ""; });
  new ResizeObserver(fit).observe(canvas);
}
