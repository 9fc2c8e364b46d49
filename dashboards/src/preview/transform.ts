import type { FieldJson, PanelJson } from './board-json.ts';
import type { Field, Frame } from './frame.ts';

/** The frames of a panel after its transformations, in their order; one that boards do not use is an error. */
export function transformed(frames: Frame[], transformations: PanelJson['transformations'] = []): Frame[] {
  return transformations.reduce((before, { id, options }) => {
    switch (id) {
      case 'groupingToMatrix':
        return before.map((frame) => matrix(frame, options));
      case 'configFromData':
        return configured(before, options);
      default:
        throw new RangeError(`transformation not known here: ${id}`);
    }
  }, frames);
}

/** Rows of three columns as a table: one row a `rowField`, one column a `columnField`, in the order in which they come first. */
function matrix({ refId, fields }: Frame, options: Record<string, unknown>): Frame {
  const named = (option: string): Field['values'] => fieldNamed(fields, String(options[option])).values;
  const [rows, columns, values] = [named('rowField'), named('columnField'), named('valueField')];
  const [rowNames, columnNames] = [[...new Set(rows)], [...new Set(columns)]];
  const held = new Map(values.map((value, index) => [`${String(rows[index])}\n${String(columns[index])}`, value]));
  const first: Field = {
    name: `${String(options['rowField'])}\\${String(options['columnField'])}`,
    type: 'text',
    values: rowNames,
    config: {},
  };
  const others = columnNames.map((column): Field => ({
    name: String(column),
    type: fieldNamed(fields, String(options['valueField'])).type,
    values: rowNames.map((row) => held.get(`${String(row)}\n${String(column)}`) ?? ''),
    config: {},
  }));
  return { refId, fields: [first, ...others] };
}

/** Options of the other frames' fields taken from the last row of one of them; that one is no longer drawn. */
function configured(frames: Frame[], options: Record<string, unknown>): Frame[] {
  const source = frames.find(({ refId }) => refId === options['configRefId']);
  const mappings = options['mappings'] as { fieldName: string; handlerKey: string }[];
  const config = mappings.reduce<FieldJson>((so, { fieldName, handlerKey }) => {
    const value = source?.fields.find(({ name }) => name === fieldName)?.values.findLast((one) => one !== null);
    return typeof value === 'number' ? { ...so, ...optionOf(handlerKey, value) } : so;
  }, {});
  const frame = (one: Frame): Frame => ({
    ...one,
    fields: one.fields.map((field) =>
      field.type === 'number' ? { ...field, config: { ...field.config, ...config } } : field,
    ),
  });
  return frames.filter((one) => one !== source).map(frame);
}

function optionOf(handlerKey: string, value: number): FieldJson {
  switch (handlerKey) {
    case 'threshold1':
      return {
        thresholds: {
          mode: 'absolute',
          steps: [
            { value: null, color: 'transparent' },
            { value, color: 'red' },
          ],
        },
      };
    case 'max':
      return { max: value };
    default:
      throw new RangeError(`handler not known here: ${handlerKey}`);
  }
}

function fieldNamed(fields: Field[], name: string): Field {
  const found = fields.find((field) => field.name === name);
  if (!found) throw new RangeError(`no column ${name}`);
  return found;
}
