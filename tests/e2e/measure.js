// Measures the page it was put into, and tells the page around it. See test_dossier_in_browser.py.
(async () => {
  "use strict";
  const said = node => node.textContent.trim().replace(/\s+/g, " ").slice(0, 60);

  const colour = text => {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    return { rgb: parts.slice(0, 3), alpha: text === "transparent" ? 0 : parts.length > 3 ? parts[3] : 1 };
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(c => c / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => {
    const [low, high] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = colour(getComputedStyle(e).backgroundColor);
      if (c.alpha > 0 && !(e instanceof SVGElement)) return c.rgb;
    }
    return [255, 255, 255];
  };
  // The last shape drawn before a text that lies under its middle.
  const beneath = (text, shapes) => {
    const box = text.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const under = shapes.filter(shape => {
      const b = shape.getBoundingClientRect();
      const isBefore = shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
      return isBefore && b.left <= x && x <= b.right && b.top <= y && y <= b.bottom;
    });
    return under.length ? colour(getComputedStyle(under[under.length - 1]).fill).rgb : behind(text);
  };

  const overflowing = () => {
    const wide = document.documentElement.scrollWidth > innerWidth;
    if (!wide) return [];
    const found = [...document.body.querySelectorAll("*")].filter(
      e => !e.closest(".scroll") && e.getBoundingClientRect().right > innerWidth + 1);
    return [`page ${document.documentElement.scrollWidth} > ${innerWidth}`,
            ...found.slice(0, 5).map(e => `${e.tagName}.${e.className}: ${said(e)}`)];
  };

  const outside = () => {
    const found = [];
    for (const svg of document.querySelectorAll("svg")) {
      const view = svg.viewBox.baseVal;
      for (const text of svg.querySelectorAll("text")) {
        const b = text.getBBox();
        if (b.x < view.x - 1 || b.y < view.y - 1 || b.x + b.width > view.x + view.width + 1
            || b.y + b.height > view.y + view.height + 1)
          found.push(`${said(text)}: ${[b.x, b.y, b.width, b.height].map(Math.round)} in ${view.width} x ${view.height}`);
      }
    }
    return found;
  };

  const colliding = () => {
    const found = [];
    for (const svg of document.querySelectorAll("svg")) {
      const texts = [...svg.querySelectorAll("text")].map(t => [t, t.getBBox()]);
      texts.forEach(([t, a], i) => texts.slice(i + 1).forEach(([u, b]) => {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (across > 2 && down > 4) found.push(`${said(t)} / ${said(u)}`);
      }));
    }
    return found;
  };

  const pale = () => {
    const found = new Map();
    const note = (text, ink, paper) => {
      const ratio = contrast(ink, paper);
      if (ratio < 4.5) found.set(`${ink} on ${paper}`, `${ratio.toFixed(2)} (${ink} on ${paper}): ${said(text)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const e = node.parentElement;
      if (!node.textContent.trim() || e.closest("svg, script, style")) continue;
      note(e, colour(getComputedStyle(e).color).rgb, behind(e));
    }
    for (const svg of document.querySelectorAll("svg")) {
      const shapes = [...svg.querySelectorAll("rect")].filter(r => /^rgb/.test(getComputedStyle(r).fill));
      for (const text of svg.querySelectorAll("text, tspan"))
        note(text, colour(getComputedStyle(text).fill).rgb, beneath(text, shapes));
    }
    return [...found.values()];
  };

  const lost = () => [...document.querySelectorAll("a")]
    .map(a => a.getAttribute("href"))
    .filter(href => href.startsWith("#") && !document.getElementById(href.slice(1)));

  await document.fonts.ready;
  parent.postMessage({
    name: document.documentElement.dataset.copy,
    overflowing: overflowing(), outside: outside(), colliding: colliding(), pale: pale(), lost: lost(),
    drawings: document.querySelectorAll("svg").length, links: document.querySelectorAll("a").length,
  }, "*");
})();
