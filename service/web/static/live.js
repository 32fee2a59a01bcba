// Follows work that is under way: asks for the same page again whenever something changed, and puts its main part in
// place. Without this script the page refreshes itself; nothing else depends on it.
"use strict";
(() => {
  const live = () => document.querySelector("[data-live]");
  const operation = live()?.dataset.operation;
  let busy = false;
  let again = false;

  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
        location.replace(answer.url);
        return;
      }
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#main");
        document.querySelector("#main").replaceChildren(...fresh.childNodes);
      }
    } finally {
      busy = false;
    }
    if (again) { again = false; await refresh(); }
  }

  function poll() {
    if (live()) { setTimeout(() => refresh().finally(poll), 3000); }
  }

  if (!operation || !window.EventSource) { poll(); return; }
  const events = new EventSource(`/v1/operations/${encodeURIComponent(operation)}/events`);
  events.addEventListener("state", refresh);
  events.addEventListener("done", () => { events.close(); refresh().then(poll); });
  events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) { poll(); } });
})();
