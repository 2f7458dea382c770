// The camera in the page: a grid and the last photo of the pose lie over what it sees. What is taken goes into the
// file input, so that the form sends it as it would without script.
const camera = document.querySelector("[data-camera]"), input = document.querySelector("[name=photo]");

if (camera && input) {
  const part = (name) => camera.querySelector(name);
  const live = part("video"), still = part("canvas"), ghost = part(".camera__ghost");
  const start = part("[data-camera-start]"), shoot = part("[data-camera-shoot]"), turn = part("[data-camera-turn]");
  let stream = null, facing = input.getAttribute("capture") || "environment";

  const stop = () => { stream?.getTracks().forEach((track) => track.stop()); };
  const show = (isLive) => {
    live.hidden = shoot.hidden = turn.hidden = !isLive;
    still.hidden = start.hidden = isLive;
  };
  const draw = (source, width, height) => {
    [still.width, still.height] = [width, height];
    still.getContext("2d").drawImage(source, 0, 0, width, height);
    show(false);
  };
  const open = async () => {
    stop();
    try {
      const wanted = { facingMode: facing, width: { ideal: 2560 }, height: { ideal: 1920 } };
      live.srcObject = stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      await live.play();
      show(true);
    } catch {
      part("[data-camera-refused]").hidden = false;
      start.hidden = true;
    }
  };

  start.addEventListener("click", open);
  turn.addEventListener("click", () => { facing = facing === "user" ? "environment" : "user"; open(); });
  shoot.addEventListener("click", () => {
    draw(live, live.videoWidth, live.videoHeight);
    stop();
    still.toBlob((blob) => {
      const kept = new DataTransfer();
      kept.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      input.files = kept.files;
    }, "image/jpeg", 0.95);
  });
  // A HEIC that this browser cannot draw is read by the clinic's server all the same.
  input.addEventListener("change", () => createImageBitmap(input.files[0])
    .then((picture) => draw(picture, picture.width, picture.height), () => { still.hidden = true; }));
  const shine = () => { ghost.dataset.shine = Math.round(part("[data-camera-ghost]").value / 10); };
  if (ghost) part("[data-camera-ghost]").addEventListener("input", shine), shine();
  addEventListener("pagehide", stop);
  start.hidden = !navigator.mediaDevices?.getUserMedia;
  camera.hidden = false;
}
