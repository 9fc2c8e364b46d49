import highs from 'highs';

// its types are those of the other kind of module
const load = highs as unknown as typeof highs.default;
/** loaded once a process */
let loading: ReturnType<typeof load> | undefined;

/** Σ by × name = or ≤ to; every name is at least 0. */
export interface Constraint {
  terms: readonly { name: string; by: number }[];
  kind: '=' | '<=';
  to: number;
}

export interface Range {
  least: number | null;
  most: number | null;
}

/** The least and the greatest value of each number under the constraints, in whole numbers where it is one: solved exactly, part by part. */
export async function rangesOf(
  names: readonly string[],
  given: {
    known: ReadonlyMap<string, number>;
    constraints: readonly Constraint[];
    isWhole: (name: string) => boolean;
  },
): Promise<Map<string, Range>> {
  loading ??= load();
  const solver = await loading;
  const open = reduced(given.constraints, given.known);
  const found = new Map<string, Range>();
  for (const { members, constraints } of components(open)) {
    const variables = [...members];
    const text = bodyOf(variables, { constraints, isWhole: given.isWhole });
    for (const name of names.filter((one) => members.has(one))) {
      const ends = (['Minimize', 'Maximize'] as const).map((goal) => {
        const problem = `${goal}\n obj: x${variables.indexOf(name)}\n${text}`;
        const { Status, ObjectiveValue } = solver.solve(problem, { output_flag: false, log_to_console: false });
        if (Status === 'Optimal') return Math.round(ObjectiveValue * 1000) / 1000;
        if (Status === 'Unbounded' || Status === 'Primal infeasible or unbounded') return null;
        throw new Error(`${name}: ${Status}`);
      });
      found.set(name, { least: ends[0] ?? null, most: ends[1] ?? null });
    }
  }
  return found;
}

/** With what is known put in; a constraint without anything unknown is gone. */
function reduced(constraints: readonly Constraint[], known: ReadonlyMap<string, number>): Constraint[] {
  return constraints.flatMap(({ terms, kind, to }) => {
    const unknown = terms.filter(({ name }) => !known.has(name));
    const rest = terms.reduce((sum, { name, by }) => sum + by * (known.get(name) ?? 0), 0);
    return unknown.length === 0 ? [] : [{ terms: unknown, kind, to: to - rest }];
  });
}

interface Component {
  members: Set<string>;
  constraints: Constraint[];
}

/** Numbers that hang together, with their constraints. */
function components(constraints: readonly Constraint[]): Component[] {
  const at = new Map<string, Component>();
  for (const constraint of constraints) {
    const touched = new Set(constraint.terms.flatMap(({ name }) => at.get(name) ?? []));
    const merged: Component = { members: new Set(), constraints: [constraint] };
    for (const one of touched) {
      merged.constraints.push(...one.constraints);
      for (const member of one.members) merged.members.add(member);
    }
    for (const { name } of constraint.terms) merged.members.add(name);
    for (const member of merged.members) at.set(member, merged);
  }
  return [...new Set(at.values())];
}

/** Everything of a problem but its goal, in the LP format. */
function bodyOf(
  variables: readonly string[],
  { constraints, isWhole }: { constraints: readonly Constraint[]; isWhole: (name: string) => boolean },
): string {
  const index = new Map(variables.map((name, at) => [name, at]));
  const rows = constraints.map(({ terms, kind, to }, at) => {
    const sum = terms.map(({ name, by }) => `${by < 0 ? '-' : '+'} ${Math.abs(by)} x${index.get(name)}`).join(' ');
    return ` c${at}: ${sum} ${kind} ${to}`;
  });
  const bounds = variables.map((_, at) => ` x${at} >= 0`);
  const whole = variables.flatMap((name, at) => (isWhole(name) ? [`x${at}`] : []));
  const general = whole.length === 0 ? '' : `Generals\n ${whole.join('\n ')}\n`;
  return `Subject To\n${rows.join('\n')}\nBounds\n${bounds.join('\n')}\n${general}End\n`;
}
