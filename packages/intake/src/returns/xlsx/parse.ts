import { SaxesParser, type SaxesTagNS } from 'saxes';
import { SheetError } from '../said.ts';

/** An element as it opens: names without their prefix, attributes by local name. */
export interface Opened {
  name: string;
  attributes: Readonly<Record<string, string>>;
}

interface Handlers {
  open: (element: Opened) => void;
  /** the text directly within the element that closes */
  close: (name: string, text: string) => void;
}

/** Reads one part in one pass; throws a SheetError where it is no XML or declares a document type. */
export function parseXml(xml: string, { open, close }: Handlers): void {
  const parser = new SaxesParser({ xmlns: true });
  const texts: string[] = [];
  parser.on('error', fail);
  parser.on('doctype', () => fail());
  parser.on('opentag', (tag) => {
    texts.push('');
    open({ name: tag.local, attributes: attributesOf(tag) });
  });
  const add = (text: string): void => {
    if (texts.length > 0) texts.push((texts.pop() ?? '') + text);
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', (tag) => close(tag.local, texts.pop() ?? ''));
  parser.write(xml).close();
}

function fail(error?: Error): never {
  throw new SheetError(BROKEN, { cause: error });
}

function attributesOf(tag: SaxesTagNS): Record<string, string> {
  return Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
}

const BROKEN = {
  zh: '文件内容已损坏，无法读取：请用表格软件打开后另存为 XLSX',
  en: 'what the file holds is damaged: open it in a spreadsheet program and save it as XLSX',
};
