/* Rebond's script for pages that are opened without a redirect:
   <script src="https://TRACKER/t.js" data-campaign="KEY"></script>
   Registers the visit, keeps its click id with the page, and leads marked links over the tracker. */
(function (window, document) {
  "use strict";
  var script = document.currentScript || document.querySelector("script[data-campaign][src*='/t.js']");
  var key = script.getAttribute("data-campaign");
  var origin = script.src.replace(/\/t\.js.*$/, "");
  var name = "rb_" + key;
  var encode = encodeURIComponent;
  var cid = read();
  var isSettled = false;
  var waiting = [];

  function read() {
    var kept;
    try {
      kept = window.localStorage.getItem(name);
    } catch (e) {}
    kept = kept || (document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)")) || [])[1] || "";
    return /^[0-9a-z]{24}$/.test(kept) ? kept : "";
  }

  function keep(value) {
    cid = value;
    try {
      window.localStorage.setItem(name, cid);
    } catch (e) {}
    document.cookie = name + "=" + cid + "; path=/; max-age=7776000; samesite=lax";
  }

  /* Calls back once the visit is registered, or could not be. */
  function ready(callback) {
    if (isSettled) callback(cid);
    else waiting.push(callback);
  }

  function settle() {
    isSettled = true;
    rewriteAll();
    while (waiting.length) waiting.shift()(cid);
  }

  /* The page's own parameters, without what the tracker would refuse. */
  function query() {
    return location.search.slice(1).split("&").slice(0, 100).filter(function (piece) {
      try {
        return piece && !/[\x00-\x1f\x7f]/.test(decodeURIComponent(piece));
      } catch (e) {
        return false;
      }
    });
  }

  function click(n) {
    return origin + "/click" + (n ? "/" + n : "") + "?" + (cid ? "cid=" + cid : "c=" + key);
  }

  /* The click URL that a link is to have; "" when it is none of ours. */
  function target(link) {
    var mark = /^click(?:\/(\d+))?$/.exec(link.getAttribute("data-rebond") || "");
    var href = link.href || "";
    if (mark) return cid && click(mark[1]);
    if (!cid || href.indexOf(origin + "/click") || !/^\/click(\/\d+)?([?#]|$)/.test(href.slice(origin.length))) return "";
    href = href.replace(/([?&])cid=[^&#]*&?/, "$1").replace(/[?&](#|$)/, "$1").split("#");
    href[0] += (href[0].indexOf("?") < 0 ? "?" : "&") + "cid=" + cid;
    return href.join("#");
  }

  function rewrite(link) {
    var to = target(link);
    if (to) link.href = to;
  }

  function rewriteAll() {
    var links = document.querySelectorAll("a[href],a[data-rebond]");
    for (var i = 0; i < links.length; i++) rewrite(links[i]);
  }

  /* Links that came later, and whatever opens them. */
  function onPress(event) {
    var link = event.target;
    while (link && link.tagName !== "A") link = link.parentNode;
    if (!link) return;
    rewrite(link);
    if (event.type !== "click" || isSettled || !link.getAttribute("data-rebond")) return;
    event.preventDefault();
    ready(function () {
      rewrite(link);
      location.href = link.href;
    });
  }

  function conversion(params) {
    ready(function () {
      var image = new Image();
      var pieces = ["c=" + key];
      for (var param in params) pieces.push(encode(param) + "=" + encode(params[param]));
      if (cid && !(params && params.cid)) pieces.push("cid=" + cid);
      image.src = origin + "/conversion.gif?" + pieces.join("&");
    });
  }

  function quote(text) {
    return '"' + String(text || "").replace(/["\\]/g, "") + '"';
  }

  /* What the browser tells of itself when asked, in the form of its headers, which another site does not get. */
  function described(hints) {
    var browsers = (hints.fullVersionList || []).map(function (one) {
      return quote(one.brand) + ";v=" + quote(one.version);
    });
    return "&rb_screen=" + screen.width + "x" + screen.height + (hints.model ? "&rb_model=" + encode(quote(hints.model)) : "") + (hints.platformVersion ? "&rb_system=" + encode(quote(hints.platformVersion)) : "") + (browsers.length ? "&rb_browsers=" + encode(browsers.join(", ")) : "");
  }

  function register() {
    var agent = navigator.userAgentData;
    var isSent = false;
    function once(hints) {
      if (!isSent) send(hints || {});
      isSent = true;
    }
    if (!agent || !agent.getHighEntropyValues) return once();
    agent.getHighEntropyValues(["fullVersionList", "model", "platformVersion"]).then(once, once);
    setTimeout(once, 300); /* no visit waits longer for it */
  }

  function send(hints) {
    var request = new XMLHttpRequest();
    var own = "rb_cid=" + cid + "&rb_url=" + encode(location.href.slice(0, 1000)) + "&rb_ref=" + encode(document.referrer.slice(0, 1000)) + described(hints);
    request.open("GET", origin + "/" + key + ".json?" + [own].concat(query()).join("&"));
    request.onload = function () {
      if (request.status === 200) keep(JSON.parse(request.responseText).cid);
      settle();
    };
    request.onerror = request.ontimeout = settle; /* no visitor is held longer */
    request.timeout = 3000;
    request.send();
  }

  window.rebond = {
    cid: function () {
      return cid;
    },
    click: click,
    conversion: conversion,
    ready: ready,
  };
  /* A page that the browser prepares is no visit until it is shown. */
  if (document.prerendering) document.addEventListener("prerenderingchange", register);
  else register();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", rewriteAll);
  document.addEventListener("mousedown", onPress, true);
  document.addEventListener("click", onPress, true);
})(window, document);
