/** What is asked within a page, as text: the project's types know no document. Each is an expression that Chromium evaluates. */
export const IN_PAGE = {
  /** the page's faults in words; none = sound */
  faults: `(() => {
    const faults = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push('wider than the screen: ' + root.scrollWidth);
    if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
    for (const table of document.querySelectorAll('table')) {
      if (!table.caption?.textContent.trim()) faults.push('table without a caption');
      if (table.querySelectorAll('thead th[scope=col]').length < 2) faults.push('table without column headings');
      for (const row of table.querySelectorAll('tbody tr'))
        if (!row.querySelector('th[scope]')) faults.push('row without a heading: ' + row.textContent.slice(0, 40));
    }
    for (const field of document.querySelectorAll('select, input:not([type=hidden])'))
      if (!document.querySelector('label[for="' + field.id + '"]')) faults.push('field without a label: ' + field.id);
    for (const link of document.querySelectorAll('a'))
      if (!link.textContent.trim()) faults.push('link without a text: ' + link.href);
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('id twice: ' + id);
    if (/undefined|NaN|\\[object/.test(document.body.innerText)) faults.push('a value that is none is written out');
    return faults;
  })()`,
  lang: 'document.documentElement.lang',
  text: 'document.body.innerText',
  /** what has the focus: its text, the width of its outline in px, whether it is on the screen */
  focus: `(() => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    return {
      text: at.innerText.slice(0, 20),
      outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
      onScreen: at.getBoundingClientRect().right > 0,
    };
  })()`,
  /** scrolls the grid and tells whether its item names and areas stayed, and the page itself did not move */
  gridScrolled: `(() => {
    const frame = document.querySelector('.grid-frame');
    const name = frame.querySelector('tbody tr:nth-child(3) th');
    const head = frame.querySelector('thead th.unit');
    const edge = frame.getBoundingClientRect();
    frame.scrollTo(400, 300);
    return {
      scrolled: [frame.scrollLeft, frame.scrollTop],
      name: Math.abs(name.getBoundingClientRect().left - edge.left) < 3,
      head: Math.abs(head.getBoundingClientRect().top - edge.top) < 3,
      page: document.documentElement.scrollLeft,
    };
  })()`,
} as const;

/** The same of a page that shows a board. */
export const BOARD_IN_PAGE = {
  /** panels with nothing in them, those that say so, whether the page is wider than the screen, charts without a name */
  drawn: `(() => {
    const panels = [...document.querySelectorAll('.panel')];
    const isDrawn = (panel) => {
      const box = (panel.querySelector('.chart, table, .stat li') ?? panel).getBoundingClientRect();
      return panel.querySelector('.empty') || (box.height > 10 && panel.querySelector('.chart path, tbody td, tbody th, .stat li'));
    };
    return {
      undrawn: panels.filter((panel) => !isDrawn(panel)).map((panel) => panel.querySelector('h3').textContent),
      empties: document.querySelectorAll('.panel .empty').length,
      wider: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      unsaid: [...document.querySelectorAll('.chart')].filter((chart) => !chart.getAttribute('aria-label')).map(({ id }) => id),
    };
  })()`,
  /** what stands in the panels */
  figures: "[...document.querySelectorAll('.panel')].map((panel) => panel.innerText).join(' ')",
  /** pages of the site that are linked to */
  pages:
    "[...document.querySelectorAll('a')].map(({ href }) => href).filter((href) => href.startsWith('file:') && !href.includes('#'))",
  /** what has the focus: its panel, the width of its outline in px, whether it is on the screen */
  focus: `(() => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    return {
      panel: at.closest('.panel')?.querySelector('h3').textContent ?? '',
      outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
      onScreen: at.getBoundingClientRect().bottom > 0 && at.getBoundingClientRect().right > 0,
    };
  })()`,
} as const;
