/** The department that a source's path names after its area; '' where it names none. */
export function departmentOf(source: string): string {
  return source.split('/')[2] ?? '';
}
