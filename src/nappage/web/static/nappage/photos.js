// Photos: the camera in the page under the last photo of the pose, and two photos with an edge that is moved.
for (const slide of document.querySelectorAll("[data-moves]")) {
  const moved = document.querySelector(slide.dataset.moves);
  slide.addEventListener("input", () => { moved.dataset.part = Math.round(slide.value / 2); });
}
const camera = document.querySelector("[data-camera]"), input = document.querySelector("[name=photo]");
if (camera && navigator.mediaDevices) {
  const [live, still, start, shoot] = camera.querySelectorAll("video, canvas, button");
  start.addEventListener("click", async () => {
    live.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: input.capture, width: 2560 } });
    camera.dataset.is = "live";
  });
  shoot.addEventListener("click", () => {
    const kept = new DataTransfer(), put = (blob) => (kept.items.add(new File([blob], "photo.jpg")), kept.files);
    [still.width, still.height] = [live.videoWidth, live.videoHeight];
    still.getContext("2d").drawImage(live, 0, 0);
    still.toBlob((blob) => { input.files = put(blob); }, "image/jpeg", 0.95);
    camera.dataset.is = "still";
  });
  camera.hidden = false;
}
