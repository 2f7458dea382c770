// A UUIDv7. Within one millisecond the next is one higher, so that ids of one device sort in the order they were made.
let lastMoment = 0, lastCount = 0;
export function newId(now = Date.now(), fill = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = fill(new Uint8Array(16));
  if (now <= lastMoment) lastCount += 1;
  else [lastMoment, lastCount] = [now, ((bytes[6] & 7) << 8) | bytes[7]];
  let moment = lastMoment;
  for (let at = 5; at >= 0; at -= 1) [bytes[at], moment] = [moment % 256, Math.floor(moment / 256)];
  bytes[6] = 0x70 | (lastCount >> 8) & 0x0f;
  bytes[7] = lastCount & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
