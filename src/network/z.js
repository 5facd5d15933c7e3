/* Shows the ad of a zone where the script stands: <script async src="https://NET/z.js" data-zone="7"></script>.
   It sets no cookie, and works without any; data-sub, data-keyword and data-tags are told to the ad. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !script.dataset.zone) return;
  var data = script.dataset;
  var home = new URL(script.src).origin;

  function query() {
    var params = new URLSearchParams();
    ["sub", "keyword", "tags"].forEach(function (name) {
      if (data[name]) params.set(name, data[name]);
    });
    params.set("referrer", location.origin + location.pathname);
    return params.toString();
  }

  function element(name, attributes) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) {
      if (attributes[key] !== null) made.setAttribute(key, attributes[key]);
    });
    return made;
  }

  function text(name, words) {
    var made = document.createElement(name);
    made.textContent = words;
    return made;
  }

  /* Half of it was in sight for a second. */
  function whenSeen(shown, then) {
    var timer = 0;
    new IntersectionObserver(
      function (entries, observer) {
        var isSeen = entries[entries.length - 1].intersectionRatio >= 0.5;
        if (isSeen && !timer)
          timer = setTimeout(function () {
            observer.disconnect();
            then();
          }, 1000);
        else if (!isSeen && timer) {
          clearTimeout(timer);
          timer = 0;
        }
      },
      { threshold: [0, 0.5] },
    ).observe(shown);
  }

  function show(ad) {
    var link = element("a", { href: home + ad.click_url, target: "_blank", rel: "noopener sponsored", "data-zone-ad": data.zone });
    if (ad.image_url !== null) link.append(element("img", { src: ad.image_url, width: ad.width, height: ad.height, alt: ad.title === null ? "" : ad.title }));
    if (ad.format === "native") {
      link.append(text("strong", ad.title));
      if (ad.description !== null) link.append(text("span", ad.description));
    }
    script.after(link);
    whenSeen(link.firstElementChild, function () {
      new Image().src = home + ad.impression_url;
    });
  }

  /* A browser opens a window for a click only: the page's first one opens the popunder. */
  function waitForClick(url) {
    document.addEventListener(
      "click",
      function () {
        window.open(url, "_blank", "noopener");
      },
      { once: true, capture: true },
    );
  }

  fetch(home + "/zone/" + encodeURIComponent(data.zone) + ".json?" + query(), { credentials: "omit" })
    .then(function (reply) {
      return reply.status === 200 ? reply.json() : null;
    })
    .then(function (ad) {
      if (ad === null) return;
      if (ad.format === "popunder") waitForClick(home + ad.zone_url);
      else show(ad);
    })
    .catch(function () {
      /* A page without an ad is a page all the same. */
    });
})();
