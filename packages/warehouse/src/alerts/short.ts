type Text = { zh: string; en: string };

/** The marks before a text: severity, simulated. */
const MARKS = {
  zh: /^(?:【[^】]*】)+/u,
  en: /^(?:(?:CRITICAL|WARNING|INFO|RESOLVED|CLOSED|ENDED: NO DATA|RECALL no\. \d+) )?(?:\[[^\]]*\] )?/u,
};
/** What follows on what is the matter: consequences, since when, what to do, who is told; of an end and a recall what it ends. */
const REST = {
  zh: /(?:；连带：|；自\d{4}-\d{2}-\d{2} |。请停止据此处置)[\s\S]*$/u,
  en: /(?:; also: |; since \d{4}-\d{2}-\d{2} |; ends the alert that stood since |\. Stop acting on it)[\s\S]*$/u,
};

/** An alert's text for a phone or a table: area, period, kind and what is the matter, in one line. */
export function shortText({ zh, en }: Text): Text {
  return { zh: cut(zh, 'zh'), en: cut(en, 'en') };
}

function cut(text: string, lang: 'zh' | 'en'): string {
  return text.replace(MARKS[lang], '').replace(REST[lang], '');
}
