/// What pages do beyond plain HTML: filter the reports while one types, and follow a run.
enum Script {
    static let text = #"""
        "use strict";

        const grouped = (number) => String(Math.trunc(number)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
        const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all);

        /** Filters the reports while one types; without this the form does it. */
        function filterList(input) {
          const list = document.getElementById(input.dataset.filter);
          const found = document.getElementById("found");
          if (!list) return;
          const items = [...list.children].map((item) => [item, item.textContent.toLowerCase()]);
          const button = input.form.querySelector("button");
          const filter = () => {
            const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
            let count = 0;
            for (const [item, text] of items) {
              const matches = words.every((word) => text.includes(word));
              item.hidden = !matches;
              if (matches) count += 1;
            }
            found.textContent = words.length === 0 ? "" : count === 0 ? found.dataset.none : fill(found.dataset.some, { n: grouped(count) });
          };
          // A list that the server has cut is asked for again, whole.
          if (input.value !== "") return;
          button.hidden = true;
          input.addEventListener("input", filter);
          filter();
        }

        /** Shows the progress of a run as its events say it, and its result once it has ended. */
        function followRun(section) {
          const texts = section.dataset;
          const part = (name) => section.querySelector(`[data-${name}]`);
          const duration = (seconds) => {
            const whole = Math.max(1, Math.ceil(seconds));
            if (whole < 60) return fill(texts.seconds, { n: whole });
            if (whole < 3600) return fill(texts.minutes, { n: Math.floor(whole / 60), s: whole % 60 });
            return fill(texts.hours, { n: grouped(whole / 3600), m: Math.floor(whole / 60) % 60 });
          };
          const row = (name) => {
            const rows = part("lookups");
            const known = [...rows.children].find((element) => element.dataset.lookup === name);
            if (known) return known;
            const added = section.querySelector("template").content.firstElementChild.cloneNode(true);
            added.dataset.lookup = name;
            added.querySelector("code").textContent = name;
            added.querySelector("progress").setAttribute("aria-label", fill(texts.label, { name }));
            rows.append(added);
            return added;
          };
          let announced = 0;
          const show = (progress) => {
            const left = progress.seconds_left === null || progress.seconds_left === undefined
              ? texts.unknown : fill(texts.left, { time: duration(progress.seconds_left) });
            part("rows-read").textContent = grouped(progress.rows_read);
            part("rows-written").textContent = grouped(progress.rows_written);
            part("seconds-left").textContent = left;
            for (const [name, lookup] of Object.entries(progress.lookups || {})) {
              const element = row(name);
              const bar = element.querySelector("progress");
              bar.max = Math.max(lookup.known, 1);
              bar.value = lookup.done;
              element.querySelector(".bar-count").textContent = fill(texts.of, { done: grouped(lookup.done), known: grouped(lookup.known) });
            }
            // Often enough to be followed by ear, seldom enough not to be a nuisance.
            if (Date.now() - announced > 15000) {
              announced = Date.now();
              part("announce").textContent = fill(texts.announcement, { read: grouped(progress.rows_read), left });
            }
          };
          const showStatus = (status) => {
            const chip = document.querySelector("[data-status]");
            if (!chip || !(status in texts)) return;
            chip.className = status === "running" ? "chip chip-live" : "chip chip-quiet";
            chip.querySelector("span").textContent = texts[status];
          };
          const read = (event, use) => { try { use(JSON.parse(event.data)); } catch { /* the next one may be whole */ } };
          const events = new EventSource(texts.events);
          events.addEventListener("open", () => { part("connection").hidden = true; });
          events.addEventListener("error", () => {
            part("connection").hidden = false;
            // Refused for good: the page itself then says why.
            if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
          });
          events.addEventListener("progress", (event) => read(event, show));
          events.addEventListener("status", (event) => read(event, (data) => showStatus(data.status)));
          events.addEventListener("end", () => { events.close(); location.reload(); });
          addEventListener("pagehide", () => events.close());
          addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
        }

        /** Keeps a form from being sent twice by two clicks. */
        function sendOnce(form) {
          form.addEventListener("submit", (event) => {
            if (form.dataset.sent) { event.preventDefault(); return; }
            form.dataset.sent = "yes";
            for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
          });
          addEventListener("pageshow", () => {
            delete form.dataset.sent;
            for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
          });
        }

        for (const input of document.querySelectorAll("input[data-filter]")) filterList(input);
        for (const section of document.querySelectorAll("[data-events]")) followRun(section);
        for (const form of document.querySelectorAll("form[method=post]")) sendOnce(form);

        """#
}
