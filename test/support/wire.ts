/** What becomes of a request or an answer that tripped a wire. */
export type Outcome = 'pass' | 'drop';

/** One trap on what a service says to the store or to Kafka: the gap between two of its steps, seen from outside. */
export interface Wire {
  /** text that the request holds, such as `INSERT INTO ledger` or a topic's name */
  what: string;
  /** `before`: the request has not reached the other side; `after`: it has been carried out, the answer is not known yet */
  when: 'before' | 'after';
  /** the message waits until this says what becomes of it */
  act(): Promise<Outcome>;
}

/** Wires that are armed; each trips once. */
export class Wires {
  readonly #armed = new Set<Wire>();

  arm(wire: Wire): void {
    this.#armed.add(wire);
  }

  disarm(wire: Wire): void {
    this.#armed.delete(wire);
  }

  /** What becomes of a message: asks the first wire that it trips. */
  async ask(when: Wire['when'], holds: (what: string) => boolean): Promise<Outcome> {
    const wire = [...this.#armed].find((one) => one.when === when && holds(one.what));
    if (wire === undefined) return 'pass';
    this.#armed.delete(wire);
    return wire.act();
  }
}
