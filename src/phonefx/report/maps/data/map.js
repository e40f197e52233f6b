"use strict";
// Draws the positions of the element "data". Text from the phone is only ever set as text, never as markup.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const map = L.map("map", { preferCanvas: true, worldCopyJump: true, zoomControl: true, attributionControl: false });
  const canvas = L.canvas({ padding: 0.3 });
  const corners = {
    square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
    triangle: [[-1, 0.8], [1, 0.8], [0, -1]],
    diamond: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
    star: [[0, -1.2], [0.3, -0.35], [1.15, -0.35], [0.48, 0.2], [0.72, 1.05], [0, 0.55], [-0.72, 1.05], [-0.48, 0.2],
      [-1.15, -0.35], [-0.3, -0.35]],
    cross: [[-1, -1], [1, 1], [0, 0], [-1, 1], [1, -1], [0, 0]],
  };
  const Sign = L.CircleMarker.extend({
    _updatePath: function () {
      const points = corners[this.options.shape];
      if (!points) {
        this._renderer._updateCircle(this);
        return;
      }
      if (!this._renderer._drawing || this._empty()) return;
      const ctx = this._renderer._ctx;
      ctx.beginPath();
      points.forEach(function (corner, n) {
        const x = this._point.x + corner[0] * this._radius;
        const y = this._point.y + corner[1] * this._radius;
        if (n) ctx.lineTo(x, y); else ctx.moveTo(x, y);
      }, this);
      ctx.closePath();
      this._renderer._fillStroke(ctx, this);
    },
  });

  function clock(ms, minutes) {
    const text = new Date(ms + minutes * 60000).toISOString().slice(0, 19);
    if (minutes === 0) return text + "Z";
    const whole = Math.abs(minutes);
    const two = (n) => String(n).padStart(2, "0");
    return text + (minutes < 0 ? "-" : "+") + two(Math.floor(whole / 60)) + ":" + two(whole % 60);
  }

  function table(rows) {
    const element = document.createElement("table");
    for (const [label, value] of rows) {
      const row = element.insertRow();
      row.insertCell().textContent = label;
      row.insertCell().textContent = value;
    }
    return element;
  }

  function about(p) {
    const its = data.classes[p[4]];
    return table([
      ["Item", "#" + p[6] + ", exhibit " + data.phones[p[5]]],
      ["Evidence of", its.meaning],
      ["Time, UTC", p[2] === null ? "not stored" : clock(p[2], 0)],
      ["Time, " + data.zone, p[2] === null ? "not stored" : clock(p[2], p[7])],
      ["Accuracy", p[3] === null ? "not stored" : p[3] + " m"],
      ["Latitude, longitude", p[0] + ", " + p[1]],
    ]);
  }

  const base = L.layerGroup();
  const fine = L.layerGroup();
  function ground(into, layers) {
    const fill = { land: "#faf8f2", lake: "#dde9f2" };
    for (const name of ["land", "lake", "river", "border", "coast"]) {
      for (const line of layers[name] || []) {
        const options = { renderer: canvas, interactive: false, smoothFactor: 1.2 };
        if (fill[name]) {
          L.polygon(line, Object.assign(options, { stroke: false, fillColor: fill[name], fillOpacity: 1 })).addTo(into);
        } else {
          const colour = { river: "#aac6db", border: "#8c768c", coast: "#7890a4" }[name];
          const dash = name === "border" ? "6 3" : null;
          L.polyline(line, Object.assign(options, { color: colour, weight: 1, dashArray: dash })).addTo(into);
        }
      }
    }
  }

  // With several phones the colour tells whose position it is, and the shape what it is evidence of.
  const several = data.phones.length > 1;
  const colours = ["#c83450", "#1f5fa8", "#2b7a3d", "#7a4ea3", "#b35c00", "#3a3a3a"];
  const shownPhones = data.phones.map(() => true);
  const ofPhone = (phone, otherwise) => (several ? colours[phone % colours.length] : otherwise);
  const groups = data.classes.map(() => L.layerGroup());
  const circles = L.layerGroup();
  const lines = L.layerGroup();
  const stays = L.layerGroup();
  let low = data.span[0];
  let high = data.span[1];

  function within(p) {
    return shownPhones[p[5]] && (p[2] === null || (p[2] >= low && p[2] <= high));
  }

  function draw() {
    for (const group of [...groups, circles, lines, stays]) group.clearLayers();
    let shown = 0;
    const runs = {};
    for (const p of data.positions) {
      if (!within(p)) continue;
      shown += 1;
      const its = data.classes[p[4]];
      const colour = ofPhone(p[5], its.colour);
      new Sign([p[0], p[1]], {
        renderer: canvas, radius: its.track ? 4 : 6, shape: its.shape, weight: its.shape === "ring" || its.shape === "cross" ? 2 : 1,
        color: its.shape === "ring" || its.shape === "cross" ? colour : "#fff", fillColor: colour,
        fillOpacity: its.shape === "ring" || its.shape === "cross" ? 0 : 1,
      }).bindPopup(() => about(p)).addTo(groups[p[4]]);
      if (p[3] > 0 && p[3] <= 50000) {
        L.circle([p[0], p[1]], { renderer: canvas, radius: p[3], weight: 1, color: colour, fillOpacity: 0.05, interactive: false })
          .addTo(circles);
      }
      if (its.track) {
        const run = (runs[p[5]] = runs[p[5]] || [[]]);
        const last = run.at(-1).at(-1);
        if (last && (p[2] - last[2] > 3600000 || Math.abs(p[1] - last[1]) > 180)) run.push([]);
        run.at(-1).push([p[0], p[1], p[2]]);
      }
    }
    for (const [phone, run] of Object.entries(runs)) {
      const parts = run.map((part) => part.map((q) => [q[0], q[1]]));
      L.polyline(parts, { renderer: canvas, weight: 2, color: ofPhone(phone, colours[0]), interactive: false }).addTo(lines);
    }
    for (const s of data.stays) {
      if (s.to < low || s.from > high || !shownPhones[s.phone]) continue;
      L.circle([s.at[0], s.at[1]], { renderer: canvas, radius: Math.max(s.radius, 5), weight: 2, color: ofPhone(s.phone, "#141414"), fillOpacity: 0.08 })
        .bindPopup(() => table(s.rows)).addTo(stays);
    }
    document.getElementById("status").textContent =
      shown + " of " + data.positions.length + " positions; " + (data.span[0] === null ? "no time stored" :
        clock(low, 0) + " to " + clock(high, 0));
  }

  function slider(id, apply) {
    const input = document.getElementById(id);
    input.addEventListener("input", function () {
      apply(data.span[0] + (data.span[1] - data.span[0]) * Number(input.value) / 1000);
      draw();
    });
  }
  slider("from", (at) => { low = Math.min(at, high); });
  slider("to", (at) => { high = Math.max(at, low); });

  // Bounds first: canvas layers need a map that knows where it is.
  map.fitBounds(data.bounds, { padding: [30, 30], maxZoom: 17 });
  base.addTo(map);
  ground(base, data.base);
  ground(fine, data.fine);
  const towns = L.layerGroup();
  for (const [latitude, longitude, name] of data.towns) {
    L.circleMarker([latitude, longitude], { renderer: canvas, radius: 2, weight: 1, color: "#666", interactive: false })
      .bindTooltip(document.createTextNode(name), { permanent: true, direction: "right", className: "town" }).addTo(towns);
  }
  function choose() {
    const zoom = map.getZoom();
    const near = zoom >= 6 && Object.keys(data.fine).length > 0;
    const hidden = zoom > 11;
    if (hidden || near) map.removeLayer(base); else map.addLayer(base);
    if (!hidden && near) map.addLayer(fine); else map.removeLayer(fine);
    if (zoom > 7) map.addLayer(towns); else map.removeLayer(towns);
    document.getElementById("scale-note").hidden = !hidden;
    document.getElementById("map").classList.toggle("bare", hidden);
  }
  map.on("zoomend", choose);
  choose();
  draw();
  const overlays = {};
  const phones = data.phones.map(() => L.layerGroup());
  const label = (text) => { const span = document.createElement("span"); span.textContent = text; return span.innerHTML; };
  if (several) {
    data.phones.forEach(function (name, n) {
      const sign = '<span class="phone phone' + (n % colours.length) + '"></span> ';
      overlays[sign + label("Phone " + name)] = phones[n].addTo(map);
    });
    map.on("overlayadd overlayremove", function (event) {
      const n = phones.indexOf(event.layer);
      if (n < 0) return;
      shownPhones[n] = event.type === "overlayadd";
      draw();
    });
  }
  overlays["Line in order of time"] = lines;
  overlays["Stays (" + data.stays.length + ")"] = stays;
  overlays["Stated accuracy, true size"] = circles;
  lines.addTo(map);
  stays.addTo(map);
  data.classes.forEach(function (its, n) {
    overlays[label(its.title + " (" + its.count + ")")] = groups[n];
    if (its.track) groups[n].addTo(map);
  });
  L.control.layers(null, overlays, { collapsed: false, sortLayers: false }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  document.body.dataset.ready = "yes";
})();
