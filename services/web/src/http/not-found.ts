/** What is asked for is not there: answered with 404. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}
