// The play-out page: the server's clock, sound fetched ahead, playing at the minute, reports until the server has them.
import { keepOnly, keepReports, keepSound, readReports, readSound } from "./playout-store.js";

const ASK_EVERY = 10_000; // milliseconds
const LOST_AFTER = 25_000;
const CLOCK_WRONG = 60_000;
const KEPT_REPORTS = 48 * 3600_000;
const root = document.querySelector("[data-playout]");
const part = (name) => root.querySelector(`[data-${name}]`);
const station = root.dataset.report;
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const page = random();

const audio = new Audio();
audio.preload = "auto";
let reports = readReports(station);
let bulletins = [];
let clock = null; // {base, at, trip}: the server's time at a time of performance.now()
let machineError = 0;
let isOn = false, isActive = null, isRevoked = false, isTaking = false;
let isAsking = false, asksAgain = false, lastAnswer = -Infinity, lastAsked = -Infinity, lostSince = null;
let playing = null; // {id, version, parts}
let isStarting = false, playError = "", fetchError = "", stopWords = "";
let shownProblems = "", shownState = "", shownAloud = "";
const fetching = new Set(), ready = new Set(); // versions of sounds

const now = () => (clock ? clock.base + performance.now() - clock.at : null);
const hours = (time, withSeconds = false) =>
  new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(withSeconds && { second: "2-digit" }) }).format(time);
const days = (time) => new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit" }).format(time).replace("-", "/");
const lasting = (milliseconds) => {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} phút` : `${Math.round(minutes / 60)} giờ`;
};

// The server

const setClock = (serverTime, sent, received) => {
  const trip = received - sent;
  // A better measurement wins; an old one is given up, since a machine that slept stops its counter.
  if (clock && trip > clock.trip * 2 && performance.now() - clock.at < 60_000) return;
  clock = { base: serverTime + trip / 2, at: received, trip };
  machineError = Date.now() - now();
};

const message = (more = {}) => ({
  page,
  on: isOn,
  take_over: isTaking,
  played: Object.entries(reports)
    .filter(([id, one]) => !one.isStored && (one.ended != null || playing?.id === Number(id)))
    .slice(0, 50)
    .map(([id, one]) => ({ id: Number(id), started: one.started, ended: one.ended ?? null, interruptions: Math.min(one.interruptions, 1000), is_cut: Boolean(one.isCut) })),
  ...more,
});

const ask = async () => {
  asksAgain ||= isAsking;
  if (isAsking) return;
  isAsking = true;
  lastAsked = performance.now();
  const said = message();
  const controller = new AbortController();
  const limit = setTimeout(() => controller.abort(), 15_000);
  try {
    const sent = performance.now();
    const answer = await fetch(station, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(said), cache: "no-store", signal: controller.signal });
    if (answer.status === 404) {
      isRevoked = true;
      stop("");
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    const data = await answer.json();
    setClock(data.now, sent, performance.now());
    lastAnswer = performance.now();
    lostSince = null;
    isRevoked = false;
    if (said.take_over) isTaking = false;
    become(said.on ? data.is_active : null);
    for (const one of said.played) if (one.ended !== null && reports[one.id]) reports[one.id].isStored = true;
    take(data.bulletins);
  } catch {
    lostSince ??= Date.now() - machineError;
  } finally {
    clearTimeout(limit);
    isAsking = false;
    if (asksAgain) {
      asksAgain = false;
      ask();
    }
  }
};

// Another page of this machine may have played meanwhile: what it kept counts.
const become = (active) => {
  if (active && !isActive) reports = { ...reports, ...readReports(station) };
  isActive = active;
};

const take = (fresh) => {
  bulletins = fresh;
  if (isActive) settleReports();
  fetchAhead();
  if (isOn && isActive === false && playing) stop("");
  if (playing) checkPlaying();
};

// What broke off and can go on no more ended when it was last heard; what is old is forgotten.
const settleReports = () => {
  const time = now();
  for (const [id, one] of Object.entries(reports)) {
    const bulletin = bulletins.find((candidate) => candidate.id === Number(id));
    const isOver = !bulletin || bulletin.is_stopped || time >= bulletin.ends;
    if (one.ended == null && isOver && playing?.id !== Number(id)) one.ended = Math.round(Math.max(one.heard ?? 0, one.started));
    if (one.started < time - KEPT_REPORTS) delete reports[id];
  }
  keepReports(station, reports);
};

const fetchAhead = async () => {
  const wanted = bulletins.filter((one) => one.audio && one.ends > now());
  const versions = new Set(wanted.map((one) => one.audio.version));
  if (playing) versions.add(playing.version);
  await keepOnly(versions);
  for (const one of wanted) {
    const { version, url, size } = one.audio;
    if (fetching.has(version)) continue;
    if (await readSound(version)) {
      ready.add(version);
      continue;
    }
    fetching.add(version);
    try {
      const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(300_000) });
      const blob = answer.ok && (await answer.blob());
      if (!blob || blob.size !== size) throw new Error("incomplete");
      await keepSound(version, blob);
      ready.add(version);
      fetchError = "";
    } catch {
      fetchError = version;
    } finally {
      fetching.delete(version);
    }
  }
};

// Playing

const isDone = (one) => one.is_ended || reports[one.id]?.ended != null;
const isNow = (one) => !isDone(one) && one.starts <= now() && now() < one.ends;
// An emergency waits for nothing but its sound: what is on air is cut.
const urgent = () => bulletins.find((one) => one.is_emergency && one.audio && isNow(one) && ready.has(one.audio.version));
const due = () => urgent() || bulletins.find((one) => one.audio && !one.is_emergency && isNow(one));
// An emergency without sound: somebody reads it live.
const aloud = () => !playing && bulletins.find((one) => one.is_emergency && one.aloud.length && isNow(one));
const next = () => bulletins.find((one) => one.is_ahead && !isDone(one) && one.ends > now());

// Where to go on: in a file that was joined anew after what was heard, behind another page at the present moment.
const resumeAt = (report, one) => {
  if (!report && one.is_started) return Math.min(Math.max(0, now() - one.started) / 1000, one.audio.seconds);
  if (!report?.position) return 0;
  if (report.version === one.audio.version) return report.position;
  const heard = (report.parts || []).filter((piece) => piece.start < report.position).map((piece) => piece.item);
  const current = heard.pop();
  const rest = one.audio.parts.find((piece) => piece.item === current) || one.audio.parts.find((piece) => !heard.includes(piece.item));
  return rest ? rest.start : 0;
};

const start = async (one) => {
  if (isStarting || playing) return;
  isStarting = true;
  try {
    const blob = await readSound(one.audio.version);
    if (!blob) return;
    const before = reports[one.id];
    const url = URL.createObjectURL(blob);
    if (audio.src) URL.revokeObjectURL(audio.src);
    audio.src = url;
    audio.muted = false;
    audio.currentTime = resumeAt(before, one);
    await audio.play();
    playError = "";
    stopWords = "";
    playing = { id: one.id, title: one.title, version: one.audio.version, parts: one.audio.parts, isEmergency: one.is_emergency };
    const report = before || { started: Math.round(now()), ended: null, interruptions: 0 };
    if (before) report.interruptions += 1;
    reports[one.id] = { ...report, version: playing.version, parts: playing.parts, position: audio.currentTime, isStored: false };
    keepReports(station, reports);
    ask();
  } catch (error) {
    playError = error.name === "NotAllowedError" ? "Trình duyệt chưa cho phát tiếng: xin bấm “Bắt đầu” lần nữa." : "Máy không phát được âm thanh: xin xem loa và trình duyệt.";
    if (error.name === "NotAllowedError") isOn = false;
  } finally {
    isStarting = false;
  }
};

const stop = (words) => {
  if (playing) audio.pause();
  playing = null;
  stopWords = words;
};

const checkPlaying = () => {
  const one = bulletins.find((candidate) => candidate.id === playing.id);
  if (!one) return;
  if (one.is_stopped) {
    end();
    const words = one.state === "aired" ? "được lệnh dừng" : one.words.toLowerCase();
    stop(`Đã dừng: bản tin này ${words}.`);
  } else if (one.is_ahead && one.audio?.version !== playing.version) {
    stop("Bản tin vừa đổi hoặc có mục vừa bị gỡ: đã dừng, đang tải âm thanh mới.");
  }
};

const end = () => {
  const report = playing && reports[playing.id];
  if (!report) return;
  report.ended = Math.round(now());
  keepReports(station, reports);
};

// End the bulletin on air before its end, for the emergency: it is logged until now.
const cut = (emergency) => {
  reports[playing.id].isCut = true;
  end();
  stop("");
  start(emergency);
};

audio.addEventListener("ended", () => {
  if (!playing) return;
  end();
  playing = null;
  ask();
});
audio.addEventListener("error", () => {
  if (!playing) return;
  playError = "Máy ngừng phát giữa chừng: trang đang phát lại.";
  playing = null;
});
// Somebody, or the machine, paused it: it goes on.
audio.addEventListener("pause", () => {
  if (!playing || audio.ended) return;
  reports[playing.id].interruptions += 1;
  audio.play().catch(() => (playing = null));
});

// What is shown

const problems = () => {
  const found = [];
  if (isRevoked) return ["Địa chỉ trang phát này đã bị thu hồi. Xin mở địa chỉ mới."];
  if (isOn && isActive === false) found.push("Một trang khác đang phát cho trạm này. Trang này im lặng. Nếu trang kia đã đóng, nhiều nhất một phút nữa trang này tự phát.");
  if (lostSince !== null && performance.now() - lastAnswer > LOST_AFTER) {
    found.push(clock ? `Mất kết nối với cổng thông tin từ ${hours(lostSince)}. Âm thanh đã tải vẫn phát đúng giờ.` : "Chưa kết nối được với cổng thông tin.");
  }
  if (playError) found.push(playError);
  if (stopWords) found.push(stopWords);
  if (playing && !playing.isEmergency && bulletins.some((one) => one.is_emergency && one.is_ahead && isNow(one))) {
    found.push("Có bản tin khẩn cấp: có âm thanh là cắt ngang bản tin này để phát ngay.");
  }
  if (aloud()) found.push("BẢN TIN KHẨN CẤP chưa có âm thanh nên trang không tự phát: xin đọc trực tiếp ngay lời ở dưới.");
  const one = next();
  if (one && !(playing && playing.id === one.id)) {
    if (one.problem) found.push(one.problem);
    else if (one.audio && !ready.has(one.audio.version)) found.push(fetchError === one.audio.version ? "Chưa tải được âm thanh: đang thử lại." : "Đang tải âm thanh về máy…");
    if (one.corrected.length) found.push(`Bản đăng đã sửa sau khi lấy lời đọc: ${one.corrected.join("; ")}. Xin báo phát thanh viên rút bản tin lại để sửa trước giờ phát, hoặc “Không phát”.`);
    if (one.relayed.length) found.push(`Tiếp âm bằng tay sau bản tin: ${one.relayed.join("; ")}.`);
  }
  if (Math.abs(machineError) > CLOCK_WRONG) {
    found.push(`Đồng hồ của máy này ${machineError > 0 ? "nhanh" : "chậm"} ${lasting(Math.abs(machineError))}. Trang vẫn phát theo giờ của cổng thông tin.`);
  }
  return found;
};

const state = () => {
  if (isRevoked) return "Không phát";
  if (!clock) return "Đang kết nối…";
  if (!isOn) return "Chưa bật: bấm “Bắt đầu”";
  if (playing) return `Đang phát: ${playing.title}`;
  if (isActive === false) return "Im lặng";
  const one = next();
  return one && one.audio && ready.has(one.audio.version) ? "Sẵn sàng" : "Chờ";
};

const nextWords = () => {
  const one = clock && bulletins.find((candidate) => candidate.is_ahead && !isDone(candidate) && candidate.starts > now());
  if (!clock) return "";
  if (!one) return "Chưa có bản tin nào trong 48 giờ tới.";
  const left = one.starts - now();
  const when = left < 3600_000 ? `còn ${Math.floor(left / 60_000)} phút ${Math.floor((left / 1000) % 60)} giây` : `ngày ${days(one.starts)}`;
  return `Tiếp theo: ${one.title}, phát lúc ${hours(one.starts)} (${when}).`;
};

const show = () => {
  part("clock").textContent = clock ? hours(now(), true) : "--:--:--";
  const words = state();
  if (words !== shownState) part("state").textContent = shownState = words;
  root.dataset.mode = playing ? "playing" : isOn && isActive !== false ? "on" : "off";
  const list = problems();
  if (list.join("\n") !== shownProblems) {
    shownProblems = list.join("\n");
    part("problems").replaceChildren(...list.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  }
  part("next").textContent = nextWords();
  const readings = ((aloud() || {}).aloud ?? []).map((item) => `${item.title}\n${item.reading}`).join("\n\n");
  if (readings !== shownAloud) {
    part("aloud").textContent = shownAloud = readings;
    part("aloud").hidden = !readings;
  }
  part("start").hidden = isOn || isRevoked;
  part("take").hidden = !(isOn && isActive === false) || isRevoked;
};

const tick = () => {
  if (!isRevoked && performance.now() - lastAsked > ASK_EVERY) ask();
  if (isOn && isActive && clock && !isRevoked) {
    if (playing) {
      const report = reports[playing.id];
      if (Math.abs(audio.currentTime - report.position) >= 1) {
        report.position = audio.currentTime;
        report.heard = Math.round(now());
        keepReports(station, reports);
      }
      const emergency = !playing.isEmergency && urgent();
      if (emergency) cut(emergency);
    } else {
      const one = due();
      if (one) start(one);
    }
  }
  show();
};

// Half a second of silence, played within the click: from then on the browser lets this element play.
const silence = () => {
  const bytes = new DataView(new ArrayBuffer(44 + 8000));
  const put = (at, text) => [...text].forEach((letter, index) => bytes.setUint8(at + index, letter.charCodeAt(0)));
  put(0, "RIFF"); bytes.setUint32(4, 36 + 8000, true); put(8, "WAVEfmt "); bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true); bytes.setUint32(24, 8000, true); bytes.setUint32(28, 16000, true);
  bytes.setUint16(32, 2, true); bytes.setUint16(34, 16, true); put(36, "data"); bytes.setUint32(40, 8000, true);
  return new Blob([bytes], { type: "audio/wav" });
};

const stayAwake = async () => {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // refused: the screen may go dark, the sound goes on
  }
};

part("start").addEventListener("click", async () => {
  audio.src = URL.createObjectURL(silence());
  await audio.play().catch(() => {});
  isOn = true;
  isActive = null;
  playError = "";
  stayAwake();
  await ask();
  show();
});
part("take").addEventListener("click", async () => {
  isTaking = true;
  await ask();
  show();
});
document.addEventListener("visibilitychange", () => {
  if (isOn && !document.hidden) stayAwake();
});
addEventListener("online", ask);
addEventListener("pagehide", () => {
  if (isOn) fetch(station, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify(message({ leave: true })) }).catch(() => {});
});

new Worker(root.dataset.timer).addEventListener("message", tick);
ask();
show();
